#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Indexes damaged and good PDFs again and again while others search the same index:  soak.sh SECONDS
#
# Every answer must be an orderly one.  Stops at the first that is not and keeps what it worked on.
set -eu
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8
build=${RECOURSE_BUILD:-$PWD/build}
shared=${RECOURSE_SHARED:-$PWD/../shared}
end=$((SECONDS + ${1:-600}))
work=$(mktemp -d "${TMPDIR:-/tmp}/recourse-soak-XXXXXX")
roots=(corpus)
[ ! -d "$shared/hostile" ] || roots+=("$shared/hostile")

search_on() {
  while [ ! -e "$work/stop" ]; do
    for query in rights 'права' '"human rights"' 'region:KZ' 'righ* NOT law' '((' 'кордай OR korday'; do
      status=0
      timeout 60 "$build/bin/recourse-search" --index "$work/index" --format=json --facets -- "$query" \
        >"$work/$1.out" 2>"$work/$1.err" || status=$?
      case $status in 0 | 1 | 69) ;; *)
        echo "soak: '$query' ended with $status; see $work/$1.err" >&2
        touch "$work/failed"
        return
        ;;
      esac
    done
  done
}
search_on a &
search_on b &
runs=0
while [ "$SECONDS" -lt "$end" ] && [ ! -e "$work/failed" ]; do
  # Every third run starts anew, every other goes on from what is there.
  if [ $((runs % 3)) = 0 ]; then rm -rf "$work/index"; fi
  status=0
  "$build/bin/recourse-index" --index "$work/index" --quiet "${roots[@]}" 2>"$work/index.err" || status=$?
  if [ "$status" != 0 ]; then
    echo "soak: recourse-index ended with $status; see $work/index.err" >&2
    touch "$work/failed"
  fi
  runs=$((runs + 1))
done
touch "$work/stop"
wait
[ ! -e "$work/failed" ] || exit 1
rm -rf "$work"
echo "soak: $runs runs of the indexer, every answer in order"
