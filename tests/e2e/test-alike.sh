#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Paragraphs that repeat the same words are shown once, with where else they stand: on the command line, in JSON and
# on the page, in both languages; and all of them are there for who asks.
# shellcheck disable=SC2154 # variables from tap.sh
. "$(dirname "$0")/tap.sh"

en='The State party should ensure that all complaints of torture in the quarry are investigated without delay.'
ru='Государству-участнику следует обеспечить, чтобы все жалобы на пытки в карьере расследовались без промедления.'
mkdir lib
for i in 1 2 3 4 5 6; do
  pdf "lib/en$i.pdf" "Report number $i tells of the quarry and of nothing else.

$((10 + i)). $en"
done
pdf lib/en7.pdf "21. $(printf %s "$en" | tr a-z A-Z | tr -d .)

Another paragraph of the last report stands between them.

22. $en"
pdf lib/other.pdf "9. ${en/quarry/prison}"
for i in 1 2 3; do pdf "lib/ru$i.pdf" "$i. $ru"; done
asks='to tell when the commission of inquiry into the fire will be set up.'
pdf lib/kz.pdf "4. The Committee asks Kazakhstan $asks"
pdf lib/uz.pdf "7. The Committee asks Uzbekistan $asks"
run "$index" --index index --ocr=never lib
exits 0 '(an index)'

once() { run "$search" --index index --format=json --expand=no --unit=passage --limit=50 "$@"; }
# members: of the answer how many there are, how many stand behind others, how many are shown.
members() { echo "$(json total) $(json collapsed) $(json 'hits.#')"; }

once complaints
is "$(members)" '9 7 2' 'eight that repeat each other are one hit, another recommendation is another'
is "$(json 'hits.*.passages.0.alike.documents' | sort -n | tail -n 1)" 6 'which says in how many other documents'
once --collapse=no complaints
is "$(members)" '9 0 9' '--collapse=no: each of them'
is "$(json 'hits.*.passages.0.alike' | sort -u)" null '--collapse=no: none stands for others'
once жалобы
is "$(members) $(json hits.0.passages.0.alike.documents)" '3 2 1 2' 'the same in Russian'
id=$(json hits.0.passages.0.alike.id)
once --alike="$id"
is "$(members) $(json 'hits.*.file' | sort | xargs)" '3 0 3 ru1.pdf ru2.pdf ru3.pdf' '--alike lists all of them'
run "$search" --index index --format=json --alike="$id"
is "$(json total) $(json unit)" '3 document' '--alike finds their documents, too'
once inquiry fire
is "$(members)" '2 1 1' 'the name of the one State may be another'
once --region=KZ inquiry fire
is "$(members) $(json hits.0.file)" '1 0 1 kz.pdf' 'and who asks for a State has its own'
run "$search" --index index --format=json --expand=no complaints
is "$(json total) $(json collapsed) $(json 'hits.#')" '8 0 8' 'with documents as the unit nothing is left out'
once --facets complaints
is "$(json 'facets.kind.*.count' | xargs)" 9 'facets count all of them'

# --- pages ---
for offset in 0 1 2; do
  once --limit=1 --offset=$offset complaints
  echo "$(json total) $(json collapsed) $(json 'hits.*.file')" >>pages
done
is "$(cut -d' ' -f1,2 pages | sort -u) $(awk 'NF > 2' pages | wc -l)" '9 7 2' 'pages: two, each with all counts'
is "$(awk 'NF > 2 { print $3 }' pages | sort -u | wc -l)" 2 'pages: none is repeated'

# --- text ---
run "$search" --index index --unit=passage --expand=no complaints
like "$out" '^9 passages, 7 of them repeating the words of another: ' 'text: how many are not shown'
like "$out" 'the same words also in 6 documents: --alike=[0-9a-f]{16}$' 'text: in how many documents, and how to see it'
run "$search" --index index --alike=xyz
exits 2 '--alike: what is no such value is refused'

# --- the page ---
page() {
  run env RECOURSE_INDEX="$work/index" GATEWAY_INTERFACE=CGI/1.1 SERVER_PROTOCOL=HTTP/1.1 \
    REQUEST_METHOD=GET SCRIPT_NAME= PATH_INFO=/ QUERY_STRING="$1" "$cgi"
  body=$(sed '1,/^\r$/d' "$work/.out")
}
if [ -x "$cgi" ]; then
  page 'q=complaints&unit=passage&expand=no&ui=en'
  like "$body" '<h1 class="total">9 passages</h1>' 'page: the total is that of all'
  like "$body" '7 of them repeat the words of another and are not shown\. <a href="[^"]*collapse=no[^"]*">Show each' \
    'page: what is not shown, and a link that shows it'
  like "$body" '<a href="[^"]*q=complaints[^"]*">The same words also in 6 documents</a>' 'page: where else they stand'
  unlike "$body" 'class="paging"' 'page: there is no other page'
  link=$(printf '%s' "$body" | grep -Eo 'href="[^"]*alike=[^"]*"' | head -n 1)
  link=$(printf '%s' "$link" | sed 's/^href="[^?]*?//; s/"$//; s/&amp;/\&/g')
  page "$link"
  like "$body" '<h1 class="total">8 passages</h1>' 'page: the link leads to all of them'
  is "$(printf '%s' "$body" | grep -o '<article>' | wc -l)" 8 'page: and shows each'
  page 'q=complaints&unit=passage&expand=no&collapse=no'
  like "$body" '>Show passages with the same words once</a>' 'page: and a way back'
  like "$body" '<input type="hidden" name="collapse" value="no">' 'page: the form keeps what was chosen'
  page 'q=%D0%B6%D0%B0%D0%BB%D0%BE%D0%B1%D1%8B&unit=passage&expand=no&ui=ru'
  like "$body" '2 из них повторяют слова других и не показаны\. <a ' 'page: in Russian'
  like "$body" '>Те же слова ещё в 2 документах</a>' 'page: where else, in Russian'
  page 'q=inquiry+fire&unit=passage&expand=no&ui=ru'
  like "$body" '1 из них повторяет слова другого и не показан\. <a ' 'page: one, in Russian'
  like "$body" '>Те же слова ещё в 1 документе</a>' 'page: where else, of one'
  page 'q=complaints+zebra&unit=passage&ui=en'
  like "$body" '<a href="/\?alike=[^"]*unit=passage[^"]*">The same words also in 6 documents</a>' \
    'page: the nearest, too, and the link asks for nothing that they lack'
else
  skip 'the page' 'recourse.cgi is not built'
fi

# --- without the PDFs ---
once жалобы
before=$(json hits.0.passages.0.alike.id)
mv lib gone
mkdir empty
run "$index" --index index --ocr=never --rebuild empty
like "$err" '^13 documents made anew from the text' 'an index that is made anew from its text'
once жалобы
is "$(members) $(json hits.0.passages.0.alike.id)" "3 2 1 $before" 'has what it had, without a PDF'
finish
