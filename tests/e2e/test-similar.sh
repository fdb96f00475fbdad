#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Passages like one that is at hand: of other documents first, what hardly differs once; on the command line and on
# the page.
# shellcheck disable=SC2154 # variables from tap.sh
. "$(dirname "$0")/tap.sh"

mkdir papers
pdf papers/reed.pdf 'Reed cutters of the delta are not paid for their work in the winter harvest.

The cooperative of the delta paid no reed cutters for the harvest before it.

The ferry of the town was moved.'
pdf papers/one.pdf 'In the delta the winter harvest of reed was cut without pay: cutters waited for the cooperative.'
pdf papers/two.pdf 'In the delta the winter harvest of reeds was cut without any pay; cutters wait at the cooperative.'
pdf papers/three.pdf 'A lighthouse was painted white in the winter.'
pdf papers/four.pdf 'Камышовым резчикам дельты не заплатили за зимнюю жатву в кооперативе.

Жатву камыша в дельте зимой резчики делали без платы кооператива.'
pdf papers/five.pdf 'Резчики камыша в дельте ждали платы кооператива за зимнюю жатву.'
# What every paper says, says little.
for i in $(seq 20); do
  pdf "papers/filler-$i.pdf" "The winter of year $i was long and the town had paid for its work."
done
run "$index" --index index --ocr=never --quiet papers
exits 0 '(an index)'
similar() { run "$search" --index index --format=json --similar "$@"; }
# place QUERY: ID:PASSAGE of the first hit.
place() {
  run "$search" --index index --format=json --unit=passage "$1"
  echo "$(json hits.0.id):$(json hits.0.passages.0.passage)"
}
here_it_is=$(place '"not paid for their work"')
id=${here_it_is%:*}

similar "$here_it_is"
exits 0 'passages like one'
is "$(json 'hits.*.file' | tr '\n' ' ')" 'one.pdf reed.pdf ' 'one of another document, then one of its own'
is "$(json 'hits.*.passages.*.passage' | tr '\n' ' ')" '1 2 ' 'and not itself'
is "$(json total) $(json collapsed) $(json total_exact)" '3 1 true' 'what hardly differs is counted and said once'
is "$(json query.similar) $(json unit)" "$here_it_is passage" 'what was asked'
like "$(json 'hits.0.passages.0.highlights.#')" '^[1-9]' 'common words are marked'
similar "$here_it_is" --collapse=no
is "$(json 'hits.*.file' | sort | tr '\n' ' ')" 'one.pdf reed.pdf two.pdf ' 'each of them with --collapse=no'
similar "$here_it_is" --limit=1 --offset=1
is "$(json 'hits.*.file') $(json total)" 'reed.pdf 3' 'a part of them'
similar "$here_it_is" --limit=all
is "$(json 'hits.#')" 2 'all of them'
similar "$here_it_is" waited
is "$(json 'hits.*.file')" one.pdf 'words narrow them'
similar "$here_it_is" --lang=ru
exits 1 'and so do filters'
similar "$(place '"делали без платы"')"
is "$(json 'hits.*.file' | tr '\n' ' ')" 'five.pdf four.pdf ' 'in Russian, whatever the inflection'
similar "$(place lighthouse)"
exits 1 'what is like nothing'
is "$(json total)" 0 'finds nothing: words that all have do not make it like them'
run "$search" --index index --similar "$here_it_is"
like "$out" "^3 passages, 1 of them repeating the words of another, like $here_it_is\$" 'as text'
like "$out" ' · [0-9a-f]{16}:2$' 'each with the name by which it is asked for'
run "$search" --index index --similar "$here_it_is" --format=csv --output=similar.csv
is "$(wc -l <similar.csv)" 3 'in any format'
for wrong in "$id:99" "$id:0" "$id" "$id:" ":1" "$id:1:2" "$id:x" 0123456789abcdef:1; do
  similar "$wrong"
  exits 2 "$wrong is no passage"
done
like "$err" 'no document has this id' 'which is said'
mkdir ferrymen
mapfile -t men < <(seq -f 'The ferryman %g of the estuary mended an oar at the weir.' 230)
mapfile -t winters < <(seq -f 'The winter of year %g was long and the town slept.' 700)
pdf ferrymen/one.pdf "${men[@]}"
pdf ferrymen/two.pdf "${winters[@]}"
run "$index" --index many --ocr=never --quiet ferrymen
exits 0 '(many of them)'
first=$("$search" --index many --format=json --unit=passage '"an oar"' >first.json && "$here/json" \
  'hits.0.id' <first.json):1
run "$search" --index many --format=json --collapse=no --limit=1 --similar "$first"
is "$(json total) $(json total_exact)" '199 false' 'no more than 200, and itself among them'

# --- on the page ---

page() {
  run env RECOURSE_INDEX="$work/index" GATEWAY_INTERFACE=CGI/1.1 REQUEST_METHOD=GET SCRIPT_NAME= PATH_INFO=/ \
    QUERY_STRING="$1" "$cgi"
}
page 'q=%22not+paid+for%22'
like "$out" "<a href=\"/\?similar=$id%3A1\" rel=\"nofollow\">Similar passages</a>" 'a hit leads to what is like it'
page "similar=$id%3A1"
like "$out" '<h1 class="total">3 passages</h1>' 'which finds as many'
like "$out" "<a href=\"/\?document=$id#p1\">Like this passage</a>" 'and leads back to it'
like "$out" 'one\.pdf' 'with them'
page "similar=$id%3A1&ui=ru"
like "$out" '>Похожие на этот абзац</a>' 'in Russian'
like "$out" '>Похожие абзацы</a>' 'so are its links'
like "$out" 'name="similar" value=' 'the form takes it along'
page "similar=$id%3A99"
like "$out" '^Status: 404' 'a passage that is not there'
page "similar=%3Cscript%3E"
like "$out" '^Status: 400' 'what is no passage'
unlike "$out" '<script' 'and is not believed'

finish
