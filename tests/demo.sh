#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The demo: indexes the sample library and shows four searches, each with the line that asks it.
#
#   demo.sh [--index-only]
set -eu
cd "$(dirname "$0")/.."
build=${RECOURSE_BUILD:-$PWD/build}
export RECOURSE_INDEX="$build/demo-index"
export LC_ALL=C.UTF-8

# Only what is new or changed is read; in a terminal this shows its progress.
"$build/bin/recourse-index" corpus
[ "${1-}" != --index-only ] || exit 0

# show COMMENT ARGUMENT...: prints the line as one would type it, then what it prints.
show() {
  printf '\n# %s\n$ build/bin/recourse-search --index build/demo-index' "$1"
  shift
  for argument; do
    case $argument in
    *[!A-Za-z0-9_./:=-]*) printf " '%s'" "$argument" ;;
    *) printf ' %s' "$argument" ;;
    esac
  done
  printf '\n\n'
  # 1 only says that nothing was found.
  "$build/bin/recourse-search" --no-pager "$@" || [ $? = 1 ]
}

show 'What is said of pogroms in Korday?' --limit=2 --passages=1 pogroms Korday
show 'A Russian word in any of its forms' --limit=2 --passages=1 'задержания дунган'
show 'A place in any spelling, a group and a word, all in one paragraph' --limit=2 --unit=passage \
  --region=Kordai --group=dungan houses
show 'Who cites this document, and for what?' --limit=3 --passages=1 --cites=CERD/C/KAZ/CO/8-10

cat <<END

The same as a web page: make serve, then http://127.0.0.1:8080/
END
