#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs that come to their limits: a document that ends the program each time, a run that is killed between its two
# commits, more paths or jobs than there is room for, a full standard output, a file system without locks.
. "$(dirname "$0")/tap.sh"

# --- a document that ends the program five times ---
mkdir lib
pdf lib/a.pdf 'The windmill was closed.' 'Мельницу закрыли.'
pdf lib/b.pdf 'The watermill was closed.'
run "$index" --index index --ocr=never lib
exits 0 'two documents are indexed'
# suspect FILE: the journal says that it ended the program five times.
suspect() {
  digest=$(sha256sum <"$1" | cut -d' ' -f1)
  { echo "begin $digest" && for _ in 1 2 3 4 5; do echo "alone $digest"; done; } >index/journal
}
echo 'title = Mills' >lib/a.pdf.meta
suspect lib/a.pdf
for round in first second; do
  run "$index" --index index --ocr=never lib
  exits 0 "one of them is given up ($round run)"
  like "$err" 'lib/a.pdf: .*before is kept.*--retry-failed' 'that is said'
  is "$(total windmill) $(total мельница)" '1 1' 'what was read of it before is found'
  is "$(json index.documents)" 2 'and it is there once'
  run "$index" --index index --check
  exits 0 'the index is sound'
done
cp lib/a.pdf lib/c.pdf
run "$index" --index index --ocr=never lib
is "$(files windmill)" 'a.pdf c.pdf' 'it gets another file'
run "$index" --index index --ocr=never --rebuild lib
is "$(total windmill)" 1 'its text is kept'
run "$index" --index index --ocr=never --retry-failed lib
run "$search" --index index --format=json windmill
is "$(json hits.0.title)" Mills 'asked for, it is read again'
pdf lib/new.pdf 'The sawmill was closed.'
suspect lib/new.pdf
run "$index" --index index --ocr=never --report=text lib
like "$out" '^crashed .*new.pdf' 'one of which nothing was read is in the index with its status'
run "$index" --index index --check
exits 0 'and the index is sound'
like "$err" 'sound, 3 documents' 'with each document once'

# --- standard output is full ---
for options in '--report=json lib' '--report=text lib' '--dump=lib/a.pdf --ocr=never' '--version' '--help'; do
  # shellcheck disable=SC2086 # several words
  timeout 60 "$index" --index index --quiet $options >/dev/full 2>full.err
  is "$?" 74 "$options into a full device ends with 74"
  like "$(cat full.err)" 'standard output' 'and says so'
done
for options in 'windmill' '--format=json windmill' '--version' '--help' '--vocabulary=group'; do
  # shellcheck disable=SC2086
  timeout 60 "$search" --index index $options >/dev/full 2>full.err
  is "$?" 74 "recourse-search $options into a full device ends with 74"
done

# --- many jobs, few descriptors ---
for few in 70 256; do
  run bash -c "ulimit -n $few; exec '$index' --index jobs-$few --ocr=never --jobs=2000 lib"
  exits 0 "--jobs=2000 with $few descriptors ends well"
  like "$err" 'jobs=2000.*: [0-9]+ at a time' 'and says how many there are'
  like "$err" 'holds 3 documents' 'with all documents'
done
run bash -c "ulimit -Sn 40; exec '$index' --index jobs-soft --ocr=never --jobs=8 lib"
exits 0 'a soft limit is raised'
unlike "$err" 'at a time' 'and nothing need be said'

# --- a run that is killed between its commits, and a file system without locks ---
if [ -n "${RECOURSE_SANITIZE:-}" ] ||
  ! ${CC:-cc} -O1 -shared -fPIC -D_GNU_SOURCE -o fail-call.so "$here/fail-call.c" -ldl 2>compiler; then
  skip 'calls that fail' 'nothing can be loaded before the program here'
else
  rm -rf lib index && mkdir lib
  for i in 1 2 3 4; do pdf "lib/$i.pdf" "The quarry number $i was closed." "Карьер номер $i закрыли."; done
  "$index" --index base --ocr=never --quiet lib
  rm lib/2.pdf
  pdf lib/3.pdf 'The quarry number 5 was closed.'
  cp -r base index
  with() { env LD_PRELOAD="$work/fail-call.so" "$@" "$index" --index index --ocr=never --quiet lib; }
  with FAIL_CALL=fsync FAIL_COUNT="$work/count"
  calls=$(cat count) killed=0 damaged=0 differ=0
  for ((n = 1; n <= calls; n++)); do
    rm -rf index && cp -r base index
    with FAIL_CALL=fsync FAIL_HOW=kill FAIL_NUMBER="$n" 2>/dev/null
    [ $? = 137 ] && killed=$((killed + 1))
    "$index" --index index --check 2>check || { damaged=$((damaged + 1)) && note "$n: $(head -n 1 check)"; }
    "$index" --index index --ocr=never --quiet lib
    "$index" --index index --quiet --rebuild --ocr=never lib
    [ "$(files quarry)" = '1.pdf 3.pdf 4.pdf' ] || { differ=$((differ + 1)) && note "$n: $(files quarry)"; }
  done 2>/dev/null
  is "$killed" "$calls" "a run that removes and replaces is killed at each of its $calls fsyncs"
  is "$damaged" 0 'and never leaves what is called damage'
  is "$differ" 0 'the next run finishes it, and nothing that was removed comes back'

  run env LD_PRELOAD="$work/fail-call.so" FAIL_CALL=lock timeout 20 "$index" --index index --ocr=never lib
  exits 74 'a file system without locks is an error at once'
  like "$err" 'index: .*cannot be locked' 'that says so'
  # Locks that fail for one of the two libraries alone.
  for file in archive.sqlite flintlock; do
    for made in before anew; do
      [ $made = before ] || rm -rf index
      run env LD_PRELOAD="$work/fail-call.so" FAIL_CALL=lock FAIL_FILE=$file timeout 60 "$index" --index index \
        --ocr=never lib
      exits 74 "an index made $made whose $file cannot be locked is an error at once"
      like "$err" 'index.*(cannot be locked|[Uu]nable to get write lock)' 'that says so'
    done
    rm -rf index && cp -r base index
  done
fi

# --- the same bytes at more paths than a record may hold ---
rm -rf lib index && mkdir lib
pdf lib/1.pdf 'The smithy was closed.'
cat lib/1.pdf >lib/2.pdf
python3 - <<'END'
import os
for copy in 1, 2:
    os.mkdir(f'lib/{copy}')
    for i in range(32800):
        os.link(f'lib/{copy}.pdf', f'lib/{copy}/{i}.pdf')
END
for round in first second; do
  run "$index" --index index --ocr=never lib
  exits 0 "the same bytes at 65,602 paths do not end a run ($round)"
  like "$err" '64602 of these not listed' 'it says how many it does not list'
done
run "$search" --index index --format=json smithy
is "$(json total) $(json 'hits.0.files.#')" '1 1000' 'the document has a thousand files'
# All that it lists goes, and one stays that it does not.
json 'hits.0.files.*' | sort >listed
find lib -name '*.pdf' -printf '%P\n' | sort | comm -23 - listed | head -n 1 >spare
cp "lib/$(cat spare)" kept && rm -rf lib && mkdir -p "lib/$(dirname "$(cat spare)")"
cp kept "lib/$(cat spare)"
run "$index" --index index --ocr=never lib
exits 0 'those that it lists are deleted'
is "$(files smithy)" "$(cat spare)" 'the document stays for one that it did not'
finish
