#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Every write, fsync and rename of a run is made to fail once, in turn: the run says so, the index stays sound
# and the next run makes it whole.  FAULTS=all tries each call, else some twenty of each kind.
. "$(dirname "$0")/tap.sh"
[ -z "${RECOURSE_SANITIZE:-}" ] || skip_all 'sanitizers must be loaded first'
${CC:-cc} -O1 -shared -fPIC -D_GNU_SOURCE -o fail-call.so "$here/fail-call.c" -ldl 2>compiler ||
  skip_all "$(head -n 1 compiler)"

mkdir lib
for i in 1 2 3; do pdf "lib/$i.pdf" "The quarry number $i was closed." "Карьер номер $i закрыли."; done
"$index" --index base --ocr=never --quiet lib/1.pdf
# state INDEX: documents and passages, for comparing.
state() {
  "$search" --index "$1" --format=json --unit=passage --collapse=no --kind=body --limit=100 2>/dev/null |
    "$here/json" 'hits.*.passages.*.text' | sort
}
run_with() { env LD_PRELOAD="$work/fail-call.so" "$@" "$index" --index index --ocr=never --quiet lib; }

rm -rf index && cp -r base index
"$index" --index index --ocr=never --quiet lib
whole=$(state index)
is "$(printf '%s\n' "$whole" | wc -l)" 6 'a run without faults'
for kind in write fsync rename; do
  rm -rf index && cp -r base index
  run_with FAIL_CALL="$kind" FAIL_COUNT="$work/count" 2>/dev/null
  calls=$(cat count)
  ok "a run makes calls of $kind" test "$calls" -gt 0
  step=$(((calls + 19) / 20))
  [ "${FAULTS:-some}" != all ] || step=1
  tried=0 silent=0 damaged=0 differ=0 odd=0 lost=0
  for ((n = 1; n <= calls; n += step)); do
    rm -rf index && cp -r base index
    run_with FAIL_CALL="$kind" FAIL_NUMBER="$n" 2>messages
    status=$?
    tried=$((tried + 1))
    case $status in
    0) ;; # what failed was not needed
    74) grep -q . messages || silent=$((silent + 1)) ;;
    *) odd=$((odd + 1)) && note "$kind $n: exit status $status: $(head -n 1 messages)" ;;
    esac
    "$index" --index index --check 2>check ||
      { damaged=$((damaged + 1)) && note "$kind $n: $(head -n 1 check)"; }
    [ "$(state index | grep -c 'number 1\|номер 1')" = 2 ] || lost=$((lost + 1))
    "$index" --index index --ocr=never --quiet lib 2>/dev/null
    [ "$(state index)" = "$whole" ] || differ=$((differ + 1))
  done
  is "$odd" 0 "$kind: $tried of $calls made to fail: the run ends well or with 74"
  is "$silent" 0 "$kind: and says what failed"
  is "$damaged" 0 "$kind: the index is sound"
  is "$lost" 0 "$kind: what was there before is there"
  is "$differ" 0 "$kind: and the next run makes it whole"
done
finish
