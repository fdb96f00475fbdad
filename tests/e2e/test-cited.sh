#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Who cites a document, and which of its paragraphs most: on the command line and on its page.
# shellcheck disable=SC2154 # variables from tap.sh
. "$(dirname "$0")/tap.sh"

# library FOLDER: a document, and who cites it, in both languages.
library() {
  mkdir "$1"
  pdf "$1/cited.pdf" --title 'Observations on the reed cutters' 'As CERD/C/XYZ/CO/7, para. 12, says.

12. The Committee recommends that reed cutters be paid.'
  echo 'symbol = CERD/C/XYZ/CO/7' >"$1/cited.pdf.meta"
  pdf "$1/one.pdf" 'We thank the Committee for paragraph 12 (CERD/C/XYZ/CO/7, para. 12), which helped.

The wages are still not paid, see CERD/C/XYZ/CO/7, paras. 12 and 14 (a).

The observations (CERD/C/XYZ/CO/7) were never published here.'
  pdf "$1/two.pdf" 'Камышовым резчикам не платят вопреки рекомендации (CERD/C/XYZ/CO/7, п. 12).'
  pdf "$1/three.pdf" 'The table of CERD/C/XYZ/CO/7, para. 24, is out of date.'
  pdf "$1/other.pdf" 'Nothing of that is in CERD/C/XYZ/CO/70, para. 12, nor in A/HRC/51/9, paras. 1-60.'
  pdf "$1/case.pdf" 'The applicants complained of the delay.'
  echo 'symbol = 31001/21, 31002/21' >"$1/case.pdf.meta"
  pdf "$1/nine.pdf" 'What the Committee observed is this.'
  echo 'symbol = CERD/C/XYZ/CO/9' >"$1/nine.pdf.meta"
  pdf "$1/both.pdf" 'That is in CERD/C/XYZ/CO/9, para. 3, and CERD/C/XYZ/CO/9, para. 4, too.'
  pdf "$1/later.pdf" 'As in the case of the ferrymen (no. 31001/21, § 40) the delay was long.

It was long there, too (no. 31002/21, § 40).'
}
library papers
run "$index" --index index --ocr=never --quiet papers
exits 0 '(an index)'
cited() { run "$search" --index index --format=json --cited-by "$@"; }
# The rows: paragraph, documents, passages.
rows() {
  paste -d: <(json 'paragraphs.*.paragraph') <(json 'paragraphs.*.documents') \
    <(json 'paragraphs.*.passages') | tr '\n' ' '
}
# id_of QUERY...: the document that a search finds.
id_of() { run "$search" --index index --format=json "$@" && json hits.0.id; }
id=$(id_of --symbol=CERD/C/XYZ/CO/7)

cited CERD/C/XYZ/CO/7
exits 0 'a document that is cited'
is "$(json documents) $(json passages)" '3 5' 'is cited in so many documents and passages, not by itself'
is "$(rows)" '12:2:3 14:1:1 14(a):1:1 24:1:1 null:1:1 ' 'what most cite comes first, what names no paragraph last'
is "$(json @keys)" \
  'cited complete documents id index limit notes offset paragraphs passages symbols title total version' \
  'the members of its JSON'
is "$(json paragraphs.0.@keys)" 'documents hits paragraph passages' 'the members of its JSON, of a paragraph'
is "$(json id) $(json title)" "$id Observations on the reed cutters" 'the index has it'
is "$(json 'paragraphs.0.hits.*.file' | sort | tr '\n' ' ')" 'one.pdf two.pdf ' 'each paragraph with who cites it'
is "$(json 'paragraphs.0.hits.*.passages.#' | tr '\n' ' ')" '1 1 ' 'by one passage of each'
json 'paragraphs.*' >said
all=$(cat "$work/.out")
cited "$id"
is "$(json 'paragraphs.*')" "$(cat said)" 'by its id the same'
is "$(json cited)" "$id" 'which is what was asked'
cited 'cerd/c/xyz/co/7'
is "$(rows)" '12:2:3 14:1:1 14(a):1:1 24:1:1 null:1:1 ' 'in any spelling'

# What is counted is what a search finds.
for paragraph in 12 14 '14(a)' 24; do
  row=$(printf '%s' "$all" | "$here/json" 'paragraphs.*' | grep -F "\"paragraph\":\"$paragraph\"")
  documents=$(printf '%s' "$row" | "$here/json" documents)
  run "$search" --index index --count --cites="CERD/C/XYZ/CO/7:$paragraph"
  is "$documents" "$out" "paragraph $paragraph: as many as --cites finds"
done

cited CERD/C/XYZ/CO/7 --lang=ru
is "$(json documents) $(rows)" '1 12:1:1 ' 'a filter narrows what cites'
cited CERD/C/XYZ/CO/7 wages
is "$(json documents) $(rows)" '1 12:1:1 14:1:1 14(a):1:1 ' 'and so do words, to passages that have them'
cited CERD/C/XYZ/CO/7 --limit=1 --offset=1 --passages=0
is "$(rows)$(json total) $(json 'paragraphs.0.hits.#')" '14:1:1 5 0' 'a part of the table'
cited CERD/C/XYZ/CO/7 --limit=all
is "$(json 'paragraphs.#') $(json limit)" '5 null' 'all of it'
cited A/HRC/51/9 --limit=all
is "$(json id) $(json documents) $(json 'paragraphs.#') $(json complete)" 'null 1 50 true' 'a document that is not here'
cited "$(id_of --symbol=31001/21)"
is "$(json 'symbols.*' | tr '\n' ' ')$(rows)" '31001/21 31002/21 40:1:2 ' 'joined cases by each of their numbers'
cited CERD/C/QQQ/CO/1
exits 1 'a document that nobody cites'
is "$(json documents) $(json 'paragraphs.#')" '0 0' 'is cited by none'
cited 0123456789abcdef
exits 2 'an id that nothing has'
cited "$(id_of ferrymen)"
exits 2 'a document without a symbol'
like "$err" 'no symbol by which others could cite it' 'cannot be cited, and that is said'
run "$search" --index index --cited-by CERD/C/XYZ/CO/7 --format=csv
exits 2 'a format without tables of this'
like "$err" '--cited-by has no format csv' 'is named'

run "$search" --index index --cited-by CERD/C/XYZ/CO/7 --limit=2
like "$out" '^CERD/C/XYZ/CO/7 is cited in 3 documents, 5 passages$' 'as text'
like "$out" '^ +2 +3  para\. 12$' 'a table'
like "$out" '^showing 2 of 5$' 'and whether it is all'
like "$out" '^para\. 14: 1 document, 1 passage$' 'then each paragraph'
like "$out" '\(\*CERD/C/XYZ/CO/7\*, п\. 12\)' 'with the words that cite it, marked'
run "$search" --index index --cited-by "$(id_of --symbol=CERD/C/XYZ/CO/9)"
like "$out" 'CERD/C/XYZ/CO/9, para\. 3, and \*CERD/C/XYZ/CO/9\*, para\. 4' 'and no other is marked'
run "$search" --index index --cited-by CERD/C/XYZ/CO/7 --output=cited.txt
is "$(head -n1 cited.txt)" 'CERD/C/XYZ/CO/7 is cited in 3 documents, 5 passages' 'into a file'

# --- on the page of a document ---

page() {
  run env RECOURSE_INDEX="$work/index" GATEWAY_INTERFACE=CGI/1.1 REQUEST_METHOD=GET SCRIPT_NAME= PATH_INFO=/ \
    QUERY_STRING="$1" "$cgi"
}
page "document=$id"
symbol=CERD%2FC%2FXYZ%2FCO%2F7
like "$out" "<h2 id=\"cited\">Cited by</h2><p><a href=\"/\\?cites=$symbol\">3 documents</a>" 'on its page'
like "$out" "<a href=\"/\\?cites=$symbol%3A12\">paragraph 12: 2 documents</a>" 'and which paragraph'
page "document=$id&q=wages"
like "$out" 'paragraph 12: 2 documents' 'whatever was searched for'
page "document=$id&ui=ru"
like "$out" '<h2 id="cited">Кто ссылается</h2><p><a href="[^"]*">3 документа</a>' 'in Russian'
like "$out" 'пункт 12: 2 документа' 'so are its paragraphs'
page "cites=$symbol%3A12"
like "$out" '<h1 class="total">2 documents</h1>' 'the link finds as many as it says'
page "document=$(id_of --symbol=31001/21)"
link=$(printf '%s' "$out" | grep -Eo '/\?q=[^"]*31002[^"]*%3A40[^"]*' | head -n1)
page "$(printf '%s' "${link#*\?}" | sed 's/&amp;/\&/g')"
like "$out" '<h1 class="total">1 document</h1>' 'and so it does of joined cases'
page "document=$(id_of ferrymen)"
unlike "$out" 'id="cited"' 'what nobody cites does not speak of it'

finish
