#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is found is carried away: each format is read by what reads such files, and says what JSON says; all that is
# found is written, into a file whole or not at all.
# shellcheck disable=SC2154 # variables from tap.sh
. "$(dirname "$0")/tap.sh"

run "$index" --index index --ocr=never "$top/corpus"
exits 0 '(an index)'
mkdir many
for i in $(seq 450); do pdf "many/$i.pdf" "Paper $i tells of the quarry; номер $i говорит о карьере."; done
run "$index" --index many.index --ocr=never --quiet many
exits 0 '(an index of many)'

# carry FORMAT [OPTION...]
carry() {
  local format=$1
  shift
  run "$search" --index "${use:-index}" --format="$format" "$@"
}
query='prison OR police OR пытки OR права'

# --- whole ---

use=many.index carry json --limit=all quarry
is "$(json total) $(json 'hits.#') $(json limit)" '450 450 null' 'all hits, not only a page of them'
is "$(json 'hits.*.id' | sort -u | wc -l)" 450 'each once'
use=many.index carry json --limit=all --unit=passage --collapse=no карьер
is "$(json total) $(json 'hits.#')" '450 450' 'passages, in Russian'
use=many.index carry text --limit=all quarry
is "$(printf '%s' "$out" | grep -c '^ *[0-9]*\. ')" 450 'text numbers them on'
like "$out" '^ *450\. ' 'to the last'
unlike "$out" 'showing' 'and does not speak of pages'
use=many.index carry ris --limit=all quarry
is "$err" '' 'all of it needs no warning'
run "$search" --index index --limit=most rights
exits 2 'another word is no limit'
like "$err" 'from 0 to 1000, or all' 'which says what is one'

# --- a file ---

carry csv --output=hits.csv --limit=all "$query"
exits 0 'into a file'
is "$out" '' 'nothing goes to standard output'
"$search" --index index --format=csv --limit=all "$query" >direct.csv
ok 'the file has what standard output has' cmp -s hits.csv direct.csv
is "$(ls hits.csv*)" hits.csv 'and no other file is left'
is "$(stat -c %a hits.csv)" "$(printf '%o' $((0666 & ~$(umask))))" 'its mode is that of any new file'
cp hits.csv before.csv
carry csv --output=hits.csv 'year:nonsense' --year=x
exits 2 'a query that cannot be'
ok 'leaves the file as it was' cmp -s hits.csv before.csv
is "$(ls hits.csv*)" hits.csv 'and nothing beside it'
carry csv --output=none.csv zzzzqqqq
exits 1 'nothing found'
is "$(wc -l <none.csv)" 1 'is a file, too'
carry csv --output=no/such/folder.csv rights
exits 74 'a folder that is not there'
like "$err" 'no/such/folder.csv: No such file' 'is named'

# --- a part is never taken for all ---

for format in csv bibtex ris csl atom files; do
  use=many.index carry $format --limit=20 "(карьер"
  like "$err" '20 of 450 are written; --limit=all writes all' "$format: a part is not written in silence"
  like "$err" 'was closed at the end of the query' 'nor how the query was understood'
done
use=many.index carry count "(карьер"
is "$out" 450 'a count'
like "$err" 'was closed at the end of the query' 'says it beside, too'
unlike "$err" 'are written' 'and is no part'
for format in text json ndjson; do
  use=many.index carry $format --limit=20 "(quarry"
  is "$err" '' "$format says it itself"
done

# The state that is read is written over while the reader waits for more.
cp -r many.index changing.index
mkfifo slow
"$search" --index changing.index --format=json --limit=all 'quarry OR карьер' >slow 2>slow.err &
writer=$!
exec 3<slow
head -c 1000 <&3 >/dev/null
for i in 1 2 3; do
  mv "many/$i.pdf" "many/moved-$i.pdf"
  pdf "many/$i.pdf" "Another paper $i on the quarry; ещё один о карьере."
  run "$index" --index changing.index --ocr=never --quiet many
done
cat <&3 >/dev/null
exec 3<&-
wait $writer
is "$?" 74 'an answer whose index is written over meanwhile ends with 74'
like "$(cat slow.err)" 'the answer is not whole' 'and says that it is not whole'

# Whatever time a search may take: all of the answer, or an error.
echo kept >part.csv
seconds=0.002 wrong='' short=''
while run env "RECOURSE_CPU_SECONDS=$seconds" "$search" --index many.index --format=csv --output=part.csv --limit=all \
  --passages=20 quarry && [ "$status" != 0 ]; do
  [ "$status $(cat part.csv*)" = '75 kept' ] || wrong="$wrong $seconds: $status"
  case $err in *'ended before all was found; ask for less, or set RECOURSE_CPU_SECONDS to more') short=yes ;; esac
  seconds=$(awk -v s="$seconds" 'BEGIN { print s * 1.05; exit s > 20 }') || break
done
is "$wrong" '' 'a search of all that runs out of time ends with 75 and leaves the file as it was'
is "$short" yes 'where it has found some, too, and says what to do'
is "$status $(cut -d, -f1 part.csv | sort -u | wc -l)" '0 451' 'with the time that it takes it writes all'
# No clock sees the first of these times; with the others an answer is whole or none, as the ticks of the clock fall.
wrong=''
for seconds in 1e-300 $(awk 'BEGIN { for (s = 0.0001; s < 1; s *= 1.15) print s, s }') 20; do
  run env "RECOURSE_CPU_SECONDS=$seconds" RECOURSE_INDEX=many.index REQUEST_METHOD=GET \
    QUERY_STRING='q=quarry+NEAR/5+paper&limit=50&passages=20&format=csv' "$cgi"
  answer=$(sed -n '1s/^Status: \([0-9]*\).*/\1/p' .out)
  case "$answer $(grep -c '"450"' .out) $seconds" in
  '503 0 20' | '200 50 1e-300') wrong="$wrong $seconds: $answer" ;;
  '503 0 '* | '200 50 '*) ;;
  *) wrong="$wrong $seconds: $answer" ;;
  esac
done
is "$wrong" '' 'by HTTP an answer in such a format that was cut short is an error'

# --- each format, by what reads it ---

carry json --limit=all --passages=5 "$query"
cp "$work/.out" all.json
carry csv --limit=all --passages=5 "$query"
cp "$work/.out" all.csv
carry ndjson --limit=all --passages=5 "$query"
cp "$work/.out" all.ndjson
carry csl --limit=all --passages=5 "$query"
cp "$work/.out" all.csl.json
run python3 "$here/check-carried" all.json all.csv all.ndjson all.csl.json
exits 0 'csv, ndjson and CSL-JSON say what JSON says'
[ "$status" = 0 ] || note "$err"

# reads COMMAND...: skips what needs a program that is not there.
needs() { command -v "$1" >/dev/null 2>&1 || { skip "$2" "no $1"; return 1; }; }

if needs pandoc 'pandoc reads what is carried away'; then
  for unit in document passage; do
    for format in csljson bibtex; do
      name=${format/csljson/csl}
      carry "$name" --limit=all --unit=$unit "$query"
      cp "$work/.out" "carried.$name"
      run pandoc -f "${format/bibtex/biblatex}" -t csljson "carried.$name"
      exits 0 "pandoc reads $name ($unit)"
      is "$err" '' "without a warning"
      like "$out" 'Заключительные замечания' 'Cyrillic letters are there'
    done
  done
  carry csl --limit=all --para=8 --symbol=CERD/C/KAZ/CO/98-99 --lang=en
  key=$(json 0.id) && cp "$work/.out" cited.json
  printf '[@%s, para. 8]\n' "$key" >cited.md
  run pandoc --citeproc --bibliography=cited.json -t plain cited.md
  exits 0 'and cites an item of it'
  like "$out" 'Committee on the Elimination of Racial Discrimination' 'by its author'
fi
if needs ris2xml 'bibutils read RIS'; then
  carry ris --limit=all "$query"
  items=$(grep -c '^TY  - ' "$work/.out")
  ris2xml "$work/.out" >ris.xml 2>ris.err
  is "$(grep -c '<mods ID=' ris.xml)" "$items" 'bibutils read each item of RIS'
  like "$(cat ris.err)" "Processed $items references" 'and say so'
  ok 'with its Cyrillic letters' grep -q 'Заключительные' ris.xml
fi
if run python3 -c 'import feedparser' && [ "$status" = 0 ]; then
  carry atom --limit=all "$query"
  run python3 - "$work/.out" all.json <<'END'
import sys, json, feedparser
feed = feedparser.parse(open(sys.argv[1], 'rb').read())
hits = json.load(open(sys.argv[2]))['hits']
assert not feed.bozo, feed.bozo_exception
assert len(feed.entries) == len(hits) == int(feed.feed.opensearch_totalresults)
for entry, hit in zip(feed.entries, hits):
    assert entry.id == 'urn:sha256:' + hit['sha256']
    assert hit['title'] is None or entry.title == hit['title'], (entry.title, hit['title'])
    assert hit['passages'][0]['text'][:40] in entry.content[0].value
END
  exits 0 'feedparser reads the Atom feed, entry for entry'
  [ "$status" = 0 ] || note "$err"
else
  skip 'feedparser reads the Atom feed' 'no feedparser'
fi
finish
