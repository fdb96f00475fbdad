#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What an earlier reader has read is read again, in any run that meets it: what that one read wrongly is found no more,
# what it did not read is found.  What cannot be read again stays, and is named; a run that is killed loses nothing.
. "$(dirname "$0")/tap.sh"

# aged INDEX VERSION READ AS...: the index as an earlier reader would have left it.
aged() {
  "$here/age-index" "$@" || return 1
  mkdir -p empty
  "$index" --index "$1" --ocr=never --quiet --rebuild empty 2>/dev/null
  true
}
# waiting: how many documents the check says an earlier reader has read.
waiting() {
  run "$index" --index index --check
  printf '%s\n' "$err" | sed -n 's/.*: \([0-9]*\) documents\{0,1\} w[a-z]* read by an earlier reader.*/\1/p'
}

mkdir lib other
pdf lib/granary.pdf 'The granary was closed in winter.'
pdf lib/амбар.pdf 'Амбар закрыли зимой.'
pdf other/mill.pdf 'The mill was closed in spring.'
run "$index" --index whole --ocr=never lib other
exits 0 'three documents are indexed'
unlike "$err" 'earlier reader' 'and nothing is said of earlier readers'
cp -a whole index
is "$(waiting)" '' 'the check knows of none'

for version in none 4; do
  rm -rf index && cp -a whole index
  aged index $version closed sealed закрыли открыли
  is "$(total --expand=no sealed) $(total --expand=no открыли)" '2 1' \
    "(version $version: an earlier reader read other words)"
  is "$(waiting)" 3 "version $version: the check says how many wait"
  exits 0 "version $version: and that nothing is wrong"
  run "$index" --index index --ocr=never --no-reread lib other
  exits 0 "version $version: --no-reread leaves them"
  like "$err" '^0 documents read' "version $version: and reads none"
  like "$err" '^3 documents read by an earlier reader, left for a run' "version $version: which is said"
  is "$(total --expand=no sealed)" 2 "version $version: they are as they were"
  run "$index" --index index --ocr=never lib
  exits 0 "version $version: an ordinary run ends well"
  like "$err" 'recourse-index: 2 documents were read by an earlier reader and are read again' \
    "version $version: it says how many it reads again, and why"
  like "$err" '^2 documents read' "version $version: and reads them"
  like "$err" '^1 document read by an earlier reader, left for a run' "version $version: not those of other folders"
  is "$(files --expand=no closed) $(total --expand=no закрыли) $(files --expand=no sealed)" 'granary.pdf 1 mill.pdf' \
    "version $version: what they say now is found, in both languages"
  is "$(total --expand=no открыли)" 0 "version $version: and what the earlier reader read is not"
  is "$(waiting)" 1 "version $version: the check counts the rest"
  exits 0 "version $version: and the index is sound"
  run "$index" --index index --ocr=never lib other
  like "$err" '1 document was read by an earlier reader and is read again' "version $version: a run with their folder"
  run "$index" --index index --ocr=never lib other
  like "$err" '^0 documents read' "version $version: nothing is read a third time"
  unlike "$err" 'earlier reader' "version $version: or said"
done

# --- an index that the reader of schema 4 has made ---
if command -v xz >/dev/null && rm -rf index && tar -xJf "$here/index-4.tar.xz" 2>/dev/null; then
  "$here/make-index-4" --library
  run "$index" --index index --ocr=never library
  exits 0 'an index of schema 4 is made anew'
  like "$err" '2 documents were read by an earlier reader and are read again' 'and what is there is read again'
  like "$err" '^2 documents read' 'though it lies elsewhere now'
  is "$(files --expand=no granary) $(files --expand=no амбара)" 'granary.pdf амбар.pdf' 'it is found where it lies'
  is "$(waiting)" '' 'and none is left'
else
  skip 'an index of schema 4' 'xz is not there'
fi

# --- touched, moved, of the same bytes, described anew ---
rm -rf index && cp -a whole index && aged index none closed sealed
mkdir moved
touch -d '2001-01-01' lib/granary.pdf
cp lib/амбар.pdf lib/копия.pdf
mv other/mill.pdf moved/mill.pdf
run "$index" --index index --ocr=never --report=text lib other moved
like "$err" '3 documents were read by an earlier reader and are read again' 'what was touched, copied or moved, too'
like "$err" '^3 documents read' 'each once'
is "$(printf '%s\n' "$out" | grep -c 'pdf')" 4 'and the report has each file once'
is "$(files --expand=no closed) $(total --expand=no sealed)" 'granary.pdf mill.pdf 0' 'and it is found'
is "$(files --expand=no закрыли)" 'амбар.pdf копия.pdf' 'under all its names'
mv moved/mill.pdf other/mill.pdf && rm lib/копия.pdf
rm -rf index && cp -a whole index && aged index none closed sealed
echo 'title = Granaries' >lib/granary.pdf.meta
run "$index" --index index --ocr=never lib
is "$(files --expand=no closed)" granary.pdf 'what is described anew is read at once'
is "$(json hits.0.title)" Granaries 'with its description'
like "$err" '1 document was read by an earlier reader and is read again' 'and not a second time'
rm lib/granary.pdf.meta

# --- the PDF is gone ---
rm -rf index && cp -a whole index && aged index none closed sealed
mv other/mill.pdf mill
run "$index" --index index --ocr=never --report=text lib
exits 0 'a PDF that is gone from another folder is nothing wrong'
like "$out" '^ok .*other/mill.pdf \(unchanged\): was read by an earlier reader, and its PDF is gone' 'it is named'
like "$err" '^1 document kept as read by an earlier reader' 'and counted'
is "$(files --expand=no sealed)" mill.pdf 'and its document stays as it was'
is "$(waiting)" 1 'the check counts it'
mv mill other/mill.pdf

# --- withdrawn ---
rm -rf index && cp -a whole index && aged index none closed sealed
id=$(sha256sum <lib/granary.pdf | cut -c1-16)
run "$index" --index index --withdraw "$id"
run "$index" --index index --ocr=never lib other
like "$err" '2 documents were read by an earlier reader and are read again' 'what is withdrawn is not read again'
is "$(total --expand=no granary) $(files --expand=no closed)" '0 mill.pdf' 'and does not come back'

# --- it cannot be read any more ---
rm -rf index && cp -a whole index && aged index none closed sealed
digest=$(sha256sum <lib/granary.pdf | cut -d' ' -f1)
{ echo "begin $digest" && for _ in 1 2 3 4 5; do echo "alone $digest"; done; } >index/journal
run "$index" --index index --ocr=never lib other
like "$err" 'granary.pdf: .*before is kept' 'what ends the indexer each time stays as it was read'
is "$(files --expand=no sealed) $(files --expand=no closed)" 'granary.pdf mill.pdf' 'the others are read again'

# --- a run that is killed ---
if [ -n "${RECOURSE_SANITIZE:-}" ] ||
  ! ${CC:-cc} -O1 -shared -fPIC -D_GNU_SOURCE -o fail-call.so "$here/fail-call.c" -ldl 2>compiler; then
  skip 'a run that is killed' 'nothing can be loaded before the program here'
else
  rm -rf index && cp -a whole index && aged index none closed sealed закрыли открыли
  rm -rf base && cp -a index base
  with() { env LD_PRELOAD="$work/fail-call.so" "$@" "$index" --index index --ocr=never --quiet lib other; }
  with FAIL_CALL=fsync FAIL_COUNT="$work/count"
  calls=$(cat count) killed=0 lost=0 damaged=0 differ=0
  for ((n = 1; n <= calls; n++)); do
    rm -rf index && cp -a base index
    with FAIL_CALL=fsync FAIL_HOW=kill FAIL_NUMBER="$n" 2>/dev/null
    [ $? = 137 ] && killed=$((killed + 1))
    "$index" --index index --check 2>/dev/null || damaged=$((damaged + 1))
    found="$(total --expand=no granary) $(total --expand=no амбар) $(json index.documents)"
    [ "$found" = '1 1 3' ] || lost=$((lost + 1))
    "$index" --index index --ocr=never --quiet lib other
    [ "$(files --expand=no closed)" = 'granary.pdf mill.pdf' ] && [ "$(waiting)" = '' ] || differ=$((differ + 1))
  done 2>/dev/null
  ok "a run that reads again is killed at each of its $calls fsyncs" test "$killed" = "$calls" -a "$calls" -gt 2
  is "$damaged $lost" '0 0' 'and the index is sound and has all documents each time'
  is "$differ" 0 'the next run goes on'
fi

# --- what OCR has read ---
rm -rf index scans && mkdir scans
cp "$top/corpus/scan-letter-en-ru.pdf" scans
run "$index" --index index scans
if printf '%s\n' "$err" | grep -q 'no OCR'; then
  skip 'scans' "Tesseract's data for English and Russian are not installed"
  finish
fi
aged index none families familiar
is "$(total --expand=no familiar)" 1 '(an earlier reader read a scan)'
rm -rf base && cp -a index base
run "$index" --index index --ocr=never scans
like "$err" '^0 documents read' 'without OCR a scan is not read again'
like "$err" '^1 document read by an earlier reader, left for a run' 'and that is said'
is "$(total --expand=no familiar)" 1 'what is known of it stays'
run env TESSDATA_PREFIX=/nowhere "$index" --index index scans
is "$(total --expand=no familiar)" 1 'also where OCR is not there'
run "$index" --index index scans
exits 0 'with OCR it is'
like "$err" '1 page read by OCR' 'by OCR'
is "$(total --expand=no '"families live here"') $(total --expand=no familiar)" '1 0' \
  'and its words are those that it reads'
is "$(waiting)" '' 'and it does not wait any more'
command -v pdfunite >/dev/null || { skip 'a run that is interrupted' 'pdfunite is not there' && finish; }
rm -rf index scans && mkdir scans
pdfunite "$top"/corpus/scan-letter-en-ru.pdf "$top"/corpus/scan-letter-en-ru.pdf "$top"/corpus/scan-letter-en-ru.pdf \
  scans/long.pdf
run "$index" --index index scans
aged index none families familiar
stop_at_ocr INT index scans
ok 'a run that is interrupted while OCR is at work keeps its pages' test -n "$(ls index/leaves)"
is "$(total --expand=no familiar) $(waiting)" '1 1' 'and all that was known of the scan'
run "$index" --index index scans
is "$(total --expand=no '"families live here"') $(waiting)" '1 ' 'the next one goes on'
is "$(ls index/leaves)" '' 'and is done with them'
finish
