# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# TAP for tests written in shell: source this, call the functions, end with `finish`.
#
# The test runs in a fresh temporary folder, $work, that is removed at the end; $top is the project,
# $index, $search, $cgi and $mcp are the programs of the variant under test ($RECOURSE_BUILD).
# shellcheck disable=SC2034 # variables for the tests that source this

set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
RECOURSE_BUILD=${RECOURSE_BUILD:-$top/build}
RECOURSE_SHARED=${RECOURSE_SHARED:-$top/../shared}
index=$RECOURSE_BUILD/bin/recourse-index
search=$RECOURSE_BUILD/bin/recourse-search
cgi=$RECOURSE_BUILD/bin/recourse.cgi
mcp=$RECOURSE_BUILD/bin/recourse-mcp
export LC_ALL=C.UTF-8
unset RECOURSE_INDEX NO_COLOR

work=$(mktemp -d "${TMPDIR:-/tmp}/recourse-test-XXXXXX") || exit 1
# Not even a mistake of a test may touch the person's own index.
export HOME=$work XDG_DATA_HOME=$work/data
cd "$work" || exit 1
tests=0 failures=0 children=''
clean_up() {
  for child in $children; do kill "$child" 2>/dev/null; done
  cd / && chmod -R u+w "$work" && rm -rf "$work"
}
trap clean_up EXIT

# skip_all REASON: ends the test before it began.
skip_all() {
  echo "1..0 # SKIP $1"
  exit 0
}

# note TEXT: a TAP comment.
note() { printf '%s\n' "$1" | sed 's/^/# /'; }

pass() {
  tests=$((tests + 1))
  echo "ok $tests - $1"
}

# fail NAME [WHY]
fail() {
  tests=$((tests + 1)) failures=$((failures + 1))
  echo "not ok $tests - $1"
  [ $# -lt 2 ] || printf '%s\n' "$2" | head -n 20 | sed 's/^/#   /' >&2
}

# skip NAME REASON
skip() {
  tests=$((tests + 1))
  echo "ok $tests - $1 # SKIP $2"
}

# is GOT WANTED NAME
is() {
  if [ "$1" = "$2" ]; then pass "$3"; else fail "$3" "got:    $1
wanted: $2"; fi
}

# like GOT PATTERN NAME: an extended regular expression finds something in GOT.
like() {
  if printf '%s\n' "$1" | grep -Eq -- "$2"; then pass "$3"; else fail "$3" "does not match /$2/:
$1"; fi
}

unlike() {
  if printf '%s\n' "$1" | grep -Eq -- "$2"; then fail "$3" "matches /$2/:
$1"; else pass "$3"; fi
}

# ok NAME COMMAND...: the command succeeds.
ok() {
  local name=$1
  shift
  if "$@"; then pass "$name"; else fail "$name" "failed: $*"; fi
}

# run COMMAND...: sets $status, $out and $err; data in $work/.out and messages in $work/.err.  A command that
# hangs is ended after a quarter of an hour, which a busy machine does not need, with status 124.
run() {
  timeout 3600 "$@" >"$work/.out" 2>"$work/.err" </dev/null
  status=$?
  out=$(tr -d '\0' <"$work/.out") err=$(tr -d '\0' <"$work/.err")
}

# exits STATUS NAME: how the last run ended.
exits() {
  if [ "$status" = "$1" ]; then pass "$2"; else fail "$2" "exit status $status, wanted $1
$err"; fi
}

# json PATH: a part of the last run's data, see the program of that name.
json() { "$here/json" "$1" <"$work/.out"; }

# stop_at_ocr SIGNAL INDEX FOLDER: a run that gets a signal when OCR has read a page of it.
stop_at_ocr() {
  local running
  timeout 3600 "$index" --index "$2" --jobs=1 --quiet "$3" 2>/dev/null &
  running=$!
  children="$children $running"
  for _ in $(seq 8000); do
    [ -n "$(find "$2/leaves" -type f -size +1k 2>/dev/null)" ] && break
    sleep 0.1
  done
  kill -"$1" "$(cat "/proc/$running/task/$running/children")" 2>/dev/null
  wait "$running" 2>/dev/null
}

# total QUERY...: how many documents (or passages) a search in ./index finds.
total() {
  run "$search" --index index --format=json "$@"
  json total
}

# files QUERY...: the files of the hits, in order of their names, on one line.
files() {
  run "$search" --index index --format=json --limit=1000 "$@"
  json 'hits.*.files.*' | sort | tr '\n' ' ' | sed 's/ $//'
}

pdf() { "$here/make-pdf" "$@"; }

# finish: the plan, and the exit status of the test.
finish() {
  echo "1..$tests"
  exit $((failures > 0))
}

if ! [ -x "$index" ] || ! [ -x "$search" ]; then
  fail "recourse-index and recourse-search are built in $RECOURSE_BUILD/bin"
  finish
fi
