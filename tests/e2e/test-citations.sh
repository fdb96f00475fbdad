#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# From a document that is cited to the documents and paragraphs that cite it.
. "$(dirname "$0")/tap.sh"

mkdir lib
pdf lib/submission.pdf 'The Committee had asked for this before (CERD/C/KAZ/CO/8-10, paras. 24-26).

See also CEDAW/C/KAZ/CO/5, and the report A/HRC/WG.6/34/ITA/3.'
pdf lib/letter.pdf 'As https://undocs.org/CERD%2fC%2fKAZ%2fCO%2f8-10 says, nothing was done.'
pdf lib/rus.pdf 'Комитет рекомендовал это ранее (СЕRD/С/КАZ/СО/8-10, пункт 25).

Смотри также жалобу № 12345/67 и резолюцию 1325 Совета Безопасности.'
printf 'symbol = CEDAW/C/KAZ/CO/5\n' >lib/own.pdf.meta
pdf lib/own.pdf 'CEDAW/C/KAZ/CO/5

The Committee recalls paragraph 7 of CEDAW/C/KAZ/CO/5 and A/RES/48/134.'
run "$index" --index index --ocr=never lib
exits 0 '(an index)'

is "$(files --cites CERD/C/KAZ/CO/8-10)" 'letter.pdf rus.pdf submission.pdf' \
  'a document is found by what it cites: in brackets, in an address, in look-alike letters'
is "$(files --cites 'cerd%2fc%2fkaz%2fco%2f8-10')" 'letter.pdf rus.pdf submission.pdf' 'however that is typed'
is "$(files --cites CERD/C/KAZ/CO/8-10:25)" 'rus.pdf submission.pdf' 'a paragraph within a range is found'
is "$(files --cites CERD/C/KAZ/CO/8-10:24)" submission.pdf 'and its first'
is "$(files --cites CERD/C/KAZ/CO/8-10:27)" '' 'but not the one after it'
is "$(files --cites CERD/C/KAZ/)" 'letter.pdf rus.pdf submission.pdf' 'a beginning, with its stroke, finds all below'
is "$(files --cites CEDAW/C/KAZ/CO)" '' 'without the stroke it is a symbol of its own'
is "$(files --cites CEDAW/C/KAZ/CO/5)" submission.pdf 'a document does not cite itself'
is "$(files --cites A/RES/48/134)" own.pdf 'but others'
is "$(files --cites 12345/67)" rus.pdf 'an application is found by its number'
is "$(files --symbol CEDAW/C/KAZ/CO/5)" own.pdf 'a document is found by its own symbol'
is "$(files --symbol CEDAW/C/)" own.pdf 'and by its beginning'
is "$(total --unit=passage --symbol CEDAW/C/)" 2 'its paragraphs too'
is "$(total --unit=passage --symbol CERD/C/)" 0 'but not those of another'
is "$(files --symbol CEDAW/C/KAZ/CO)" '' 'not by a part of it'
is "$(files 'cites:A/HRC/WG.6/34/ITA/3')" submission.pdf 'in the query language too'
run "$search" --index index --format=json --facets --cites CERD/C/KAZ/CO/8-10
is "$(json facets.cites | tr -d '[]{}' | grep -o '"id":"[^"]*/"' | wc -l)" 0 'beginnings are not counted'
is "$(json 'facets.cites.*.id' | grep -c 'CERD/C/KAZ/CO/8-10$')" 1 'the symbol is, once'
is "$(json 'facets.cites.*.id' | grep -c ':')" 0 'and its paragraphs are not'
run "$search" --index index --format=json --unit=passage --cites CERD/C/KAZ/CO/8-10:24
is "$(json total)" 1 'paragraphs that cite are passages'
is "$(json hits.0.passages.0.cites.0.paragraph)" 24-26 'with the paragraphs that they cite'
is "$(files CEDAW/C/KAZ/CO/5)" 'own.pdf submission.pdf' 'a symbol alone is the document, and what cites it'

# A symbol with a paragraph, as it stands in a footnote.
run "$index" --index pasted --ocr=never "$top"/corpus/cerd-kaz-concluding-{en,ru}.pdf
for query in 'CERD/C/KAZ/CO/98-99, para. 12' 'CERD/C/KAZ/CO/98-99, п. 12'; do
  run "$search" --index pasted --format=json --unit=passage "$query"
  is "$(json 'hits.*.passages.*.paragraph' | tr '\n' ' ')" '12 12 ' "$query: that paragraph, in both languages"
done
run "$search" --index pasted --format=json --unit=passage 'CERD/C/KAZ/CO/98-99, paras. 12-13'
is "$(json 'hits.*.passages.*.paragraph' | sort | tr '\n' ' ')" '12 12 13 13 ' 'and a range of them'
for query in 'See also the CERD/C/KAZ/CO/98-99, para. 12; and A/HRC/13/5, para. 5.' \
  'См. также: CERD/C/KAZ/CO/98-99, п. 12, и A/HRC/13/5, п. 5'; do
  run "$search" --index pasted --expand --format=json --unit=passage "$query"
  is "$(json 'hits.*.passages.*.paragraph' | tr '\n' ' ')" '12 12 ' "a footnote with several: $query"
done
run "$search" --index pasted --expand=no --format=json --unit=passage 'see CERD/C/KAZ/CO/98-99, para. 12'
is "$(json total)" 0 'only as typed its words are required'
finish
