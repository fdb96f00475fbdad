#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# How passages of the samples are cited, in each style: in JSON, in text and on the page.
# shellcheck disable=SC2154 # variables from tap.sh
. "$(dirname "$0")/tap.sh"

run "$index" --index index --ocr=never "$top/corpus"
exits 0 '(an index)'

# cited INDEX TABLE: each row of a table holds of what is in the index.
cited() {
  local before='' options style citation
  while IFS=$'\t' read -r options style citation; do
    case $options in '#'*) continue ;; esac
    # shellcheck disable=SC2086 # several options
    [ "$options" = "$before" ] || run "$search" --index "$1" --format=json --passages=1 --limit=1 $options
    before=$options
    is "$(json "hits.0.passages.0.citations.$style")" "$citation" "$style: $options"
  done <"$2"
}
cited index "$top/tests/e2e/citations.tsv"
if [ -d "$RECOURSE_SHARED/real/un-upr" ]; then
  mkdir real
  grep -v '^#' "$top/tests/e2e/citations-real.tsv" | cut -f1 | sort -u | while IFS= read -r file; do
    cp "$RECOURSE_SHARED/real/$file" real/
  done
  run "$index" --index real.index --ocr=never real
  exits 0 '(an index of real documents)'
  grep -v '^#' "$top/tests/e2e/citations-real.tsv" | cut -f2- >real.tsv
  cited real.index real.tsv
else
  skip 'citations of real documents' 'they are not there'
fi

# has TEXT WORDS NAME: TEXT has WORDS, however its lines are broken.
has() { if [[ $(printf %s "$1" | tr -s '\n ' ' ') == *"$2"* ]]; then pass "$3"; else fail "$3" "lacks $2 in $1"; fi; }

text() { run "$search" --index index "$@"; }
text --symbol=99945/98 --para=23
unlike "$out" 'cite as:' 'in text nothing is cited unasked'
text --symbol=99945/98 --para=23 --cite=usual
has "$out" 'cite as: X. and Others v. Russia, no. 99945/98, § 23, 4 June 2019' '--cite=usual: a judgment'
text --symbol=CERD/C/KAZ/CO/98-99 --lang=ru --para=8 --cite=gost
has "$out" 'cite as: CERD/C/KAZ/CO/98-99. П. 8.' '--cite=gost: an observation'
text --cite=chicago rights
exits 2 'an unknown style is an error'
has "$err" 'must be default, usual, un, echr, oscola, bluebook, gost or apa' 'which names those there are'

page() {
  run env RECOURSE_INDEX="$work/index" GATEWAY_INTERFACE=CGI/1.1 SERVER_PROTOCOL=HTTP/1.1 REQUEST_METHOD=GET \
    SCRIPT_NAME= PATH_INFO=/ QUERY_STRING="$1" "$cgi"
}
page 'symbol=99945/98&para=23'
has "$out" '<cite>X. and Others v. Russia, no. 99945/98, § 23, 4 June 2019</cite>' 'the page cites as is usual'
page 'symbol=99945/98&para=23&ui=ru'
has "$out" '<cite>X. and Others v. Russia : постановление ЕСПЧ от 4 июня 2019 г. (жалоба № 99945/98). П. 23.</cite>' \
  'in Russian by the Russian standard'
page 'symbol=99945/98&para=23&cite=oscola'
has "$out" '<cite>X. and Others v Russia [2019] ECtHR app no 99945/98 [23]</cite>' 'or in a style that is asked for'
like "$out" 'document=[^"]*cite=oscola|cite=oscola[^"]*document=' 'which links carry along'
document=$(printf '%s' "$out" | grep -Eo '[?][^"]*document=[0-9a-f]{16}[^"#]*' | head -n 1 | sed 's/&amp;/\&/g')
page "${document#\?}"
has "$out" '<cite>X. and Others v Russia [2019] ECtHR app no 99945/98 [23]</cite>' 'to the document itself'
finish
