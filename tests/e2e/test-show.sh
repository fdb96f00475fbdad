#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Reading on from an answer: a document or a part of it, with what stands around, its notes and its other edition.
# shellcheck disable=SC2154 # variables from tap.sh
. "$(dirname "$0")/tap.sh"

run "$index" --index index --ocr=never "$top/corpus"
exits 0 '(an index)'
show() { run "$search" --index index --format=json --show "$@"; }
numbers() { json 'hits.*.passages.*.paragraph' | tr '\n' ' '; }
symbol=CERD/C/KAZ/CO/98-99

show $symbol --para 8
is "$(json 'hits.*.language' | sort | tr '\n' ' ')" 'en ru ' 'a paragraph by its symbol, in both languages'
is "$(numbers)" '8 8 ' 'and nothing else'
id=$(run "$search" --index index --format=json --symbol=$symbol --lang=ru && json hits.0.id)
show "$id" --para 15
is "$(json 'hits.*.language' | tr '\n' ' ')" 'ru en ' 'by an id, that edition first'
is "$(numbers)" '15 15 (a) 15 (b) 15 (c) 15 15 (a) 15 (b) 15 (c) ' 'with its items'
show "$id" --passage 20 --context 1
is "$(json 'hits.#') $(json 'hits.0.passages.*.passage' | tr '\n' ' ')" '1 19 20 21 ' 'a passage, and those around it'
show "$id" --page 2
is "$(json 'hits.0.passages.*.pages' | tr -d '[] \n' | tr -d '123,')" '' 'a page'
like "$(json 'hits.0.passages.*.pages' | tr '\n' ' ')" '^(\[[12, ]*2[, 3]*\] )+$' 'each passage stands on it'
show "$id"
is "$(json 'hits.0.passages.#')" "$(json total_passages)" 'a document whole'
note=$(json 'hits.0.passages.*.footnote_of' | grep -vm1 '^0$\|null')
show "$id" --passage "$note"
like "$(json 'hits.0.passages.*.paragraph' | tr '\n' ' ')" 'fn\. [0-9*]' 'a passage with the notes that it calls'
show $symbol --para 99
exits 1 'a paragraph that is not there'
show $symbol --lang=en --page 1
is "$(json 'hits.*.language')" en '--lang: of a symbol that edition'
show "$id" --para 8 --lang=en
is "$(json 'hits.*.language') $(numbers)" 'en 8 ' 'of an id and a paragraph that edition'
show "$id" --lang=EN --page 1
is "$(json 'hits.*.language')" en 'of an id the other edition'
show "$id" --lang=ru --para 8
is "$(json 'hits.*.language')" ru 'or its own'
show "$id" --lang=uk
is "$(json total) $status" '0 1' 'none in a language that there is not'
show CERD/C/XXX/1
exits 2 'a document that is not there'
like "$err" 'CERD/C/XXX/1: no document has this id or symbol' 'is named'
show 0123456789abcdef
exits 2 'an id that nothing has'

run "$search" --index index --show $symbol --para 8 --lang=en --cite=un statistics
like "$out" 'cite as: CERD/C/KAZ/CO/98-99, para. 8' 'as text with how it is cited'
like "$out" '\*statistics\*' 'and words marked'
unlike "$out" 'п\. 8' 'of one language, if that is asked for'
run "$search" --index index --show $symbol --para 8 --format=csv --output=para.csv
is "$(wc -l <para.csv)" 3 'in any format, into a file'

run "$search" --index index --files --limit=all 'права OR rights'
count=$(printf '%s\n' "$out" | wc -l)
like "$out" '^cerd-kaz-concluding-ru\.pdf$' '--files: a file on a line'
run "$search" --index index --count 'права OR rights'
is "$out" "$count" '--count: how many'
run "$search" --index index --count zzzzqqqq
is "$out $status" '0 1' 'none'
finish
