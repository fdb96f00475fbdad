#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A report on a list of queries, in English and Russian: what each finds, and what it alone finds.
# shellcheck disable=SC2154 # variables from tap.sh
. "$(dirname "$0")/tap.sh"

# More documents than are read at a time have a quarry, two of them a granary, too, and one has a granary alone.
mkdir library
for i in $(seq 210); do
  text="Paper $i tells of the quarry; записка $i о карьере."
  [ "$i" -gt 2 ] || text="$text It tells of a granary; и об амбаре."
  pdf library/$i.pdf "$text"
done
pdf library/granary.pdf '1. The granary of the village was closed.' '2. Another granary stood there; ещё один амбар.'
run "$index" --index index --ocr=never --quiet library
exits 0 '(an index)'

report() { run "$search" --index index --expand=no --queries list.txt "$@"; }
printf '\xEF\xBB\xBF# what was asked\r\n\r\n  quarry  \r\ngranary\r\nkarst\n#karst\n(granary' >list.txt
report
exits 0 'a list of queries'
is "$(sed -n 2,6p <<<"$out" | tr -s ' ' | sed 's/^ //')" '210 208 210 quarry
3 0 4 granary
0 0 0 karst
3 0 4 (granary
211 any of them' 'documents of each, those that it alone finds, passages, and documents of all'
like "$out" '^\(granary: A .* was closed at the end' 'notes with the query they are on'
is "$(head -1 <<<"$out" | tr -s ' ')" ' documents only here passages query' 'under their names'
like "$out" '^Index: documents 211, as of 20.*, state .' 'what they were looked for in'

printf 'карьер\nамбар\n"ещё один амбар"\n(карст\n' >list.txt
report --interface=ru
is "$(sed -n 2,4p <<<"$out" | tr -s ' ' | sed 's/^ //')" '210 208 210 карьер
3 0 3 амбар
1 0 1 "ещё один амбар"' 'in Russian'
like "$out" '^ +211 +любой из них$' 'all of them'
like "$out" '^документов +только тут +абзацев +запрос$' 'names of the columns'
like "$out" '^\(карст: Скобка' 'and notes'

printf 'quarry\ngranary\nkarst\n' >list.txt
report --format=json
is "$(json documents) $(json 'queries.*.documents' | paste -sd' ') $(json 'queries.*.only' | paste -sd' ')" \
  '211 210 3 0 208 1 0' 'as JSON'
is "$(json @keys) $(json queries.0.@keys)" \
  'documents index queries version documents notes only parsed passages text' 'with members as the manual has them'
printf 'quarry\ngranary "of the\n' >list.txt
report --format=csv
is "$(head -2 <<<"$out" | tr -d '\r')" '"query","parsed","documents","only","passages","notes"
"quarry","quarry","210","208","210",""' 'as CSV'
like "$(tail -1 <<<"$out")" '^"granary ""of the",.*"unbalanced-quote"' 'with the codes of notes'
report --year=1990
exits 1 'a filter holds for each'
printf 'karst\n' >list.txt
report
exits 1 'nothing found by any'
printf 'quarry\n' >list.txt
report --output=report.txt
is "$status $(grep -c quarry report.txt)" '0 1' 'into a file'
report granary
exits 2 'words beside the list'
like "$err" 'has its words from a file' 'are refused'
report --format=ris
exits 2 'no other format'

# --- lists that are none ---

refused() { # STATUS MESSAGE NAME
  report
  is "$status" "$1" "$3"
  like "$err" "$2" "$3: why"
}
printf '# nothing\n' >list.txt
refused 2 'list.txt has no query' 'no query'
printf 'a\0b\n' >list.txt
refused 2 'has a NUL' 'a NUL'
seq 1001 >list.txt
refused 2 'more than 1,000 queries' 'too many'
head -c 1048577 /dev/zero | tr '\0' '\n' >list.txt
refused 2 'larger than 1 MiB' 'too long'
ln -sf /dev/zero list.txt
refused 2 'larger than 1 MiB' 'without end'
rm list.txt
refused 74 'list.txt: No such file' 'none'
mkdir list.txt
refused 74 'directory' 'a folder'
rmdir list.txt
# Any bytes are a query: what they are not is said, and no control reaches a terminal.
{ printf '\033[31m\377quarry\n'; head -c 5000 /dev/zero | tr '\0' x; } >list.txt
report
exits 1 'any bytes'
is "$(LC_ALL=C tr -d '\n -\377' <.out | wc -c)" 0 'none of them acts on a terminal'
like "$out" 'not valid UTF-8' 'what is no UTF-8'
like "$out" 'longer than 4096 bytes' 'and what is too long is said'
finish
