#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A withdrawal is unfinished until no word of the document is left in any file of the index folder: whatever
# ends it half way, --check says so, and what runs next finishes it.  What is withdrawn is kept in two places.
. "$(dirname "$0")/tap.sh"
[ -z "${RECOURSE_SANITIZE:-}" ] || skip_all 'sanitizers must be loaded first'
${CC:-cc} -O1 -shared -fPIC -D_GNU_SOURCE -o fail-call.so "$here/fail-call.c" -ldl 2>compiler ||
  skip_all "$(head -n 1 compiler)"

mkdir lib
cp "$top"/corpus/d*.pdf lib
words='zebraquarrel|quaggamouth|wombatsky|кряквослов'
pdf lib/secret.pdf 'The Zebraquarrel testimony of Quaggamouth was given in confidence.' \
  'Она назвала Wombatsky: кряквословие тайное.'
"$index" --index base --ocr=never --quiet lib
id=$("$search" --index base --format=json Zebraquarrel | "$here/json" hits.0.id)
# left INDEX: how many files in it hold a word of the document.
left() { grep -rlaiE "$words" "$1" | wc -l; }
fresh() { rm -rf index && cp -a base index; }
ok 'the words are there to be found' test "$(left base)" -gt 1

# clean NAME: nothing is left, and the index is sound without the document.
clean() {
  is "$(left index)" 0 "$1: none of its words is left"
  run "$index" --index index --check
  exits 0 'the check says that all is well'
  is "$(total Zebraquarrel)" 0 'and nothing is found'
}

# --- withdrawn when its file is gone ---
fresh
cp lib/secret.pdf secret.pdf && rm lib/secret.pdf
"$index" --index index --ocr=never --quiet lib
ok 'a document whose file was removed leaves words in what was freed' test "$(left index)" -gt 0
run "$index" --index index --withdraw "$id"
exits 0 'a document that the index does not have is withdrawn'
clean 'after its file was removed'
cp secret.pdf lib/secret.pdf

# --- what a killed run has written is in no commit ---
"$index" --index begun --ocr=never --quiet lib/d*.pdf
LD_PRELOAD=$work/fail-call.so FAIL_CALL=fsync FAIL_COUNT=count "$index" --index begun --ocr=never --quiet lib
rm -rf begun && "$index" --index begun --ocr=never --quiet lib/d*.pdf
for ((n = 1; n <= $(cat count); n++)); do
  rm -rf index && cp -a begun index
  { LD_PRELOAD=$work/fail-call.so FAIL_CALL=fsync FAIL_HOW=kill FAIL_NUMBER=$n \
    "$index" --index index --ocr=never --quiet lib; } 2>/dev/null
  [ "$(total Zebraquarrel)" = 0 ] && [ "$(left index)" -gt 0 ] && break
done
ok 'a run that was killed leaves words of what it did not commit' test "$(left index)" -gt 0
run "$index" --index index --withdraw "$id"
exits 0 'a document that a killed run was writing is withdrawn'
clean 'after a run that was killed'

# --- every step fails, or is the last ---
for how in fail kill; do
  for kind in write fsync rename; do
    fresh
    LD_PRELOAD=$work/fail-call.so FAIL_CALL=$kind FAIL_COUNT=count "$index" --index index --withdraw "$id" 2>/dev/null
    calls=$(cat count)
    ok "withdrawing makes calls of $kind" test "$calls" -gt 0
    step=$(((calls + 7) / 8))
    [ "${FAULTS:-some}" != all ] || step=1
    silent=0 unsaid=0 by_run=0 by_itself=0 seen=0 open=0
    for ((n = 1; n <= calls; n += step)); do
      fresh
      [ $how = fail ] || export FAIL_HOW=kill
      { LD_PRELOAD=$work/fail-call.so FAIL_CALL=$kind FAIL_NUMBER=$n \
        "$index" --index index --withdraw "$id" >/dev/null 2>messages; } 2>/dev/null
      status=$?
      unset FAIL_HOW
      # That all is well may be said only if it is.
      [ $status != 0 ] || [ "$(left index)" = 0 ] || silent=$((silent + 1))
      run "$index" --index index --check
      case "$status $err" in
      *'not finished'*)
        open=$((open + 1))
        rm -rf copy && cp -a index copy
        "$index" --index copy --ocr=never --quiet lib 2>messages
        [ "$(left copy)" = 0 ] && grep -q 'finished now' messages && "$index" --index copy --check 2>/dev/null ||
          { by_run=$((by_run + 1)) && note "$how $kind $n: a run leaves $(left copy): $(head -n 1 messages)"; }
        ;;
      0*) # done, or not begun: then the document is still in the index
        [ "$(left index)" = 0 ] || [ "$(total Zebraquarrel)" = 1 ] ||
          { unsaid=$((unsaid + 1)) && note "$how $kind $n: $(left index) files, sound"; }
        ;;
      *) seen=$((seen + 1)) && note "$how $kind $n: $err" ;;
      esac
      "$index" --index index --withdraw "$id" 2>messages
      status=$?
      [ "$status $(left index)" = '0 0' ] && "$index" --index index --check 2>/dev/null ||
        { by_itself=$((by_itself + 1)) && note "$how $kind $n: again leaves $(left index): $(head -n 1 messages)"; }
    done
    is "$silent" 0 "$how $kind: no withdrawal says that it is done while a word is left"
    is "$unsaid" 0 'a check says what is not finished'
    is "$seen" 0 'and nothing else'
    [ "$kind" != fsync ] || ok 'some were not finished' test "$open" -gt 0
    is "$by_run" 0 'a run finishes it, and says so'
    is "$by_itself" 0 'so does the same withdrawal again'
  done
done

# --- two places ---
fresh
"$index" --index index --withdraw "$id" 2>/dev/null
rm index/withdrawn
run "$index" --index index --check
exits 1 'that one of the two places is lost is seen'
run "$index" --index index --ocr=never --report=text lib
like "$out" '^withdrawn .*secret.pdf' 'without the file it stays withdrawn'
ok 'and the file is there again' grep -q "^$id" index/withdrawn
clean 'without the file'
python3 - index/archive.sqlite <<'END'
import sqlite3, sys
archive = sqlite3.connect(sys.argv[1])
archive.execute('DELETE FROM withdrawn')
archive.commit()
END
run "$index" --index index --check
exits 1 'that the two places differ is seen'
run "$index" --index index --ocr=never --report=text lib
like "$out" '^withdrawn .*secret.pdf' 'without its row in the archive it stays withdrawn'
clean 'without the row'
run "$index" --index index --readmit "$id"
exits 0 'it is readmitted'
run "$index" --index index --ocr=never lib
is "$(total Zebraquarrel)" 1 'in both places'
finish
