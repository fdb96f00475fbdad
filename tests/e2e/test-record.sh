#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A search on file: the record of it, in English and Russian, as text and as JSON.
# shellcheck disable=SC2154 # variables from tap.sh
. "$(dirname "$0")/tap.sh"

# Twelve papers, more than a page of answers has, in both languages; one of two pages that is damaged at its end, and a
# file that is none.
mkdir library
for number in 1 2 3 4 5 6; do
  pdf library/en-$number.pdf "$number. The granary of village $number was closed in winter."
  printf 'title = Paper %d\n' $number >library/en-$number.pdf.meta
  pdf library/ru-$number.pdf "$number. Амбар в деревне номер $number закрыли зимой."
done
pdf library/two.pdf '7. A granary stood here.' '8. Another granary stood there.'
echo 'no document' >library/broken.pdf
run "$index" --index index --ocr=never library
of() { "$here/json" "$2" <"$1"; } # FILE PATH: parts of JSON in a file
digest() { sha256sum "$1" | cut -d' ' -f1; }

# --- text ---

run "$search" --index index --record record.txt --region=Utopia granary
exits 2 'what cannot be searched is not recorded'
ok '(no file is left)' test ! -e record.txt
run "$search" --index index --record record.txt --limit=2 --offset=1 --passages=1 --lang=en 'granary ('
exits 0 'a record of a search'
is "$out" '' 'nothing goes to standard output'
is "$(ls record.txt*)" record.txt 'and no other file is left'
is "$(stat -c %a record.txt)" 600 'only who asked may read it'
record=$(cat record.txt)
like "$record" "^Program: $("$search" --version | head -1)\$" 'the program and its version'
like "$record" '^Date and time \(UTC\): 20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$' 'date and time'
now=$(date +%s) then=$(date -d "$(sed -n 's/^Date and time (UTC): //p' record.txt)" +%s)
ok 'which are those of the search' test $((now - then)) -ge 0 -a $((now - then)) -lt 120
run "$search" --index index --format=json --explain --limit=all --lang=en 'granary ('
state=$(json index.state)
like "$record" "^Index: documents 14, pages 14, as of $(json index.updated)\$" 'what the index holds'
like "$record" "^State of the index: $state\$" 'its state'
like "$record" '^Query as typed: granary \($' 'the query as typed'
is "$(sed -n 's/^Read as: //p' record.txt)" "$(json query.parsed)" 'and as it was read'
like "$record" '^Filter language: en$' 'each filter'
like "$record" '^Looked for: documents$' 'what was looked for'
like "$record" '^Order: best first$' 'in which order'
json 'query.explained.*.ways.*.text' >ways
ok '(there are some)' test -s ways
missing=''
while IFS= read -r way; do grep -qF -- ": $way" record.txt || missing="$missing $way"; done <ways
is "$missing" '' 'all by which the word was looked for'
like "$record" '^ +as typed: granary$' 'each by its kind'
like "$record" '^Note: A .* was closed at the end' 'the notes'
like "$record" '^Found: 7; passages that have all of it: 8$' 'how many were found'
like "$record" '^Documents that could not be read in full: 1\.' 'how many could not be read'
like "$record" '^ +damaged file; pages read: 0 of 0$' 'why'
like "$record" "^ +SHA-256: $(digest library/broken.pdf)\$" 'which bytes'
like "$record" '^ +broken\.pdf$' 'and which file'
is "$(grep -cE '^[0-9]+\. ' record.txt)" 7 'every hit, whatever --limit and --offset say'
like "$record" '^All that was found is listed: 7\.$' 'which is said'
for number in 1 2 3 4 5 6; do
  grep -qE "^ +SHA-256: $(digest library/en-$number.pdf)\$" record.txt || fail "hit $number has its SHA-256"
done
like "$record" '^[0-9]\. Paper 3$' 'title'
like "$record" '^ +en-3\.pdf$' 'file'
like "$record" '^ +page 1, paragraph 3: .*para\. 3, p\. 1$' 'page, paragraph and citation of a passage'
like "$record" '^ +further passages: 1$' 'and how many more there are'
unlike "$record" "$work|$(id -un)@|$(uname -n)" 'nothing says who searched, and where'

# --- in Russian ---

run "$search" --index index --record record-ru.txt --interface=ru --unit=passage --sort=date --expand=no 'амбар ('
exits 0 'in Russian'
record=$(cat record-ru.txt)
like "$record" '^Запись о поиске$' 'by its head'
like "$record" '^Запрос, как введён: амбар \($' 'the query'
like "$record" '^Искали: абзацы$' 'what was looked for'
like "$record" '^Порядок: старые сначала$' 'the order'
like "$record" '^Других названий, переводов и близких слов не искали\.$' 'that it was not widened'
like "$record" '^ +как введено: амбар$' 'kinds'
like "$record" '^Примечание: Скобка «\(» без своей «\)» закрыта' 'notes'
like "$record" '^Документов, прочитанных не полностью: 1\.' 'what could not be read'
like "$record" '^ +файл повреждён; прочитано страниц: 0 из 0$' 'and why'
like "$record" '^ +страница 1, пункт 4: ' 'places'
like "$record" '^Перечислено всё, что найдено: 6\.$' 'and that it is all'
unlike "$record" '^[A-Z][a-z]+( [a-z]+)*: ' 'no line of it is English'

# --- JSON ---

run "$search" --index index --record record.json --limit=1 --passages=1 --country=KZ --country=KG 'granary ('
exits 1 'a search that finds nothing'
is "$(of record.json listed) $(of record.json filters.country.1)" '0 KG' 'is recorded, too'
run "$search" --index index --record record.json --limit=1 --passages=1 --sort=-date --collapse=no --lang=en 'granary ('
exits 0 'as JSON'
"$search" --index index --format=json --limit=all --explain --lang=en 'granary (' >answer.json
is "$(of record.json @keys)" "$( (of answer.json @keys | tr ' ' '\n'; printf '%s\n' program written filters sort \
  expand collapse unread listed) | sort | paste -sd' ')" 'the members of an answer, and those of a record'
is "$(of record.json index.state)" "$state" 'the state of the index'
is "$(of record.json query.explained)" "$(of answer.json query.explained)" 'each word with the kinds of what was added'
is "$(of record.json sort) $(of record.json expand) $(of record.json collapse)" '-date true false' 'as asked'
is "$(of record.json filters.language.0)" en 'filters'
is "$(of record.json 'hits.#') $(of record.json listed) $(of record.json total)" '7 7 7' 'every hit'
is "$(of record.json 'hits.*.sha256' | sort)" "$(for file in library/en-*.pdf library/two.pdf; do digest $file; done |
  sort)" 'each by its SHA-256'
is "$(of record.json hits.0.@keys)" 'file id more_passages number passages sha256 title' 'what is said of a hit'
is "$(of record.json hits.0.passages.0.@keys)" 'citation complete page paragraph passage' 'and of a passage'
is "$(of record.json 'hits.*.number' | paste -sd' ')" '1 2 3 4 5 6 7' 'in their order'
is "$(of record.json 'hits.*.more_passages' | sort | paste -sd' ')" '0 0 0 0 0 0 1' 'with how many more passages'
is "$(of record.json unread.0.@keys)" 'file id pages pages_read sha256 status title' 'what is said of what was not read'
is "$(of record.json unread.0.status)" damaged 'why it was not'
like "$(of record.json notes.0.text)" 'was closed' 'notes in English'
like "$(of record.json notes.0.text_ru)" 'закрыта в конце' 'and in Russian'
is "$(of record.json program)" "$("$search" --version | head -1)" 'by which program'

# --- whole or not at all ---

cp record.json before.json
run env RECOURSE_CPU_SECONDS=1e-300 "$search" --index index --record record.json granary
exits 75 'a search without time'
ok 'leaves the record as it was' cmp -s record.json before.json
run "$search" --index nowhere --record record.json granary
exits 69 'as one without an index'
ok 'does' cmp -s record.json before.json
run "$search" --index index --record no/such/folder.txt granary
exits 74 'a folder that is not there'
is "$(ls record.json*)" record.json 'nothing is left beside it'
for other in --show=x --verify=x --cited-by=x --vocabulary=region --open --output=x --format=csv; do
  run "$search" --index index --record other.txt $other granary
  exits 2 "not with $other"
  like "$err" "record goes without ${other%%=*}" 'as is said'
done
ok '(nothing is written)' test ! -e other.txt

# What a title or a query has of controls never reaches a terminal.
pdf library/rude.pdf --title "$(printf 'Rude \033[31m title')" '9. A lighthouse was built.'
run "$index" --index index --ocr=never library
run "$search" --index index --record rude.txt "$(printf 'lighthouse \033[31m')"
exits 0 'a query with controls'
is "$(LC_ALL=C tr -d '\n -\377' <rude.txt | wc -c)" 0 'none of them is in the record'
finish
