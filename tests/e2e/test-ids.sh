#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Two PDFs whose SHA-256 begins with the same 16 digits are two documents: found, shown and withdrawn apart.
. "$(dirname "$0")/tap.sh"

faults=$RECOURSE_SHARED/faults
[ -r "$faults/colA.pdf" ] && [ -r "$faults/colB.pdf" ] ||
  skip_all "needs two PDFs whose digests begin alike, $faults/colA.pdf and colB.pdf"
mkdir lib
cp "$faults/colA.pdf" "$faults/colB.pdf" lib/
pdf lib/other.pdf 'A harbour was closed.' 'Гавань была закрыта.'
whole_a=$(sha256sum <lib/colA.pdf | cut -d' ' -f1) whole_b=$(sha256sum <lib/colB.pdf | cut -d' ' -f1)
start=${whole_a:0:16}
is "${whole_b:0:16}" "$start" '(both begin alike)'
word_a=choir word_b=Masanchi


holds() {
  is "$(files "type:other or harbour or $word_a or $word_b")" "$1" "$2"
}

for jobs in 1 3; do
  rm -rf index
  run "$index" --index index --ocr=never --jobs=$jobs lib
  exits 0 "both are indexed, $jobs at a time"
  is "$(files $word_a)" colA.pdf 'the first is found by its words'
  is "$(json hits.0.sha256)" "$whole_a" 'with its digest'
  id_a=$(json hits.0.id)
  is "$(files $word_b)" colB.pdf 'the second is found by its words'
  is "$(json hits.0.sha256)" "$whole_b" 'with its own digest'
  id_b=$(json hits.0.id)
  [ "$id_a" = "$start" ] && wanted="$start $whole_b" || wanted="$whole_a $start"
  is "$id_a $id_b" "$wanted" 'one has the short id, the other all digits'
  run "$index" --index index --ocr=never --jobs=$jobs lib
  like "$err" '^3 files unchanged$' 'a second run finds nothing to do'
  run "$index" --index index --check
  exits 0 'and the index is sound'
done

# --- more paths, other times ---
cp lib/colB.pdf lib/copy-of-b.pdf
touch lib/colA.pdf lib/colB.pdf
run "$index" --index index --ocr=never lib
is "$(files $word_b)" 'colB.pdf copy-of-b.pdf' 'a copy is a file of the document that has its bytes'
is "$(files $word_a)" colA.pdf 'and of no other'
cp lib/colA.pdf lib/copy-of-b.pdf
run "$index" --index index --ocr=never lib
is "$(files $word_a) $(files $word_b)" 'colA.pdf copy-of-b.pdf colB.pdf' 'bytes that begin alike replace each other'
rm lib/copy-of-b.pdf
run "$index" --index index --ocr=never lib

# --- shown ---
ask_cgi() {
  body=$(env -i RECOURSE_INDEX="$work/index" REQUEST_METHOD=GET SCRIPT_NAME='' PATH_INFO=/ QUERY_STRING="$1" "$cgi")
}
for word in $word_a $word_b; do
  run "$search" --index index --format=json $word
  id=$(json hits.0.id) whole=$(json hits.0.sha256)
  ask_cgi "document=$id"
  like "$body" "$word" "the page of $id shows its own text"
  like "$body" "$whole" 'and its digest'
  ask_cgi "document=$whole"
  like "$body" "$word" 'so does the page of all digits'
done
ask_cgi "document=${whole_a:0:60}0000"
like "$body" '^Status: 404' 'other digits that begin alike name no document'

# --- made anew ---
mv lib elsewhere
run "$index" --index index --ocr=never --rebuild elsewhere/other.pdf
like "$err" '^3 documents made anew' 'both are made anew from the archive'
is "$(files $word_a) $(files $word_b)" 'colA.pdf colB.pdf' 'and found apart'
mv elsewhere lib

# --- withdrawn ---
run "$index" --index index --withdraw "$start"
exits 2 'digits that both begin with withdraw neither'
like "$err" "$whole_a" 'the message names the one'
like "$err" "$whole_b" 'and the other'
is "$(files $word_a) $(files $word_b)" 'colA.pdf colB.pdf' 'both are there still'
run "$index" --index index --withdraw "$whole_a"
exits 0 'all digits withdraw one'
is "$(files $word_a)" '' 'it is gone'
is "$(grep -rl festival index | wc -l)" 0 'from every file'
is "$(files $word_b)" colB.pdf 'the other stays'
run "$index" --index index --withdraw "$start"
exits 2 'the same digits again withdraw no other document'
is "$(files $word_b)" colB.pdf 'which stays'
for options in --retry-failed --rebuild; do
  run "$index" --index index --ocr=never $options --report=text lib
  like "$out" '^withdrawn .*colA.pdf' "a run with $options keeps out what is withdrawn"
  is "$(files $word_a) $(files $word_b)" ' colB.pdf' 'and nothing else'
done
rm -rf index/generation-* index/xapian
run "$index" --index index --ocr=never --rebuild lib
is "$(files $word_a) $(files $word_b)" ' colB.pdf' 'also where the database is lost'
run "$index" --index index --withdraw "$whole_b"
is "$(files $word_b)" '' 'the other is withdrawn too'
run "$index" --index index --readmit "$start"
exits 2 'digits that both begin with readmit neither'
run "$index" --index index --readmit "$whole_b"
exits 0 'all digits readmit one'
run "$index" --index index --readmit "$start"
exits 0 'what then is clear needs 16 digits'
run "$index" --index index --ocr=never lib
is "$(files $word_a) $(files $word_b)" 'colA.pdf colB.pdf' 'both are there again'

# --- before they were ever indexed ---
rm -rf index
run "$index" --index index --ocr=never lib/other.pdf
run "$index" --index index --withdraw "$whole_b"
exits 0 'one is withdrawn that was never there'
run "$index" --index index --ocr=never lib
is "$(files $word_a) $(files $word_b)" 'colA.pdf ' 'it alone is kept out'

# --- one dies, the other is no suspect ---
rm -rf index
run "$index" --index index --ocr=never lib/other.pdf
for _ in 1 2 3 4 5 6; do echo "alone $whole_a"; done >index/journal
run "$index" --index index --ocr=never --report=text lib
like "$out" '^crashed .*colA.pdf' 'one that was never finished is given up'
like "$out" '^ok .*colB.pdf' 'the other is read'
finish
