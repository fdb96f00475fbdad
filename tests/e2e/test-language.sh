#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Sentences of recourse-query(7), one after the other, as people would try them.
# shellcheck disable=SC2154 # variables from tap.sh
. "$(dirname "$0")/tap.sh"
pdf en.pdf 'The granary of the old valley was closed and the miller went to court.' \
  'Co-operation of asylum-seekers with the café was praised in 1,250 letters under article 14(3)(d).' \
  'Reference was made to A/HRC/13/5 by U.N.H.C.R. observers.'
pdf ru.pdf 'Дунганами из села был построен амбар, и ещё одна мельница.' \
  'По статье 282.1 осудили троих, а просителей убежища выслали.'
run "$index" --quiet --index index en.pdf ru.pdf

# finds WHAT QUERY FILES: without words that stand for others, in documents.
finds() { is "$(files --expand=no -- "$2")" "$3" "$1: $2"; }
finds 'both words, anywhere in a document' 'granary observers' en.pdf
finds 'in any inflection' 'дунгане' ru.pdf
finds 'capitals make no difference' 'GRANARY' en.pdf
finds 'nor do accents on Latin letters' 'cafe' en.pdf
finds 'nor do the dots of ё' 'еще мельница' ru.pdf
finds 'all words that begin so' 'grana*' en.pdf
finds 'this form only' '=granaries' ''
finds 'the words in a row, as written' '"old valley"' en.pdf
finds 'not in another row' '"valley old"' ''
finds 'curly quotation marks do as well' '“old valley”' en.pdf
finds 'and German ones' '„old valley“' en.pdf
finds 'and those of Russian' '«был построен»' ru.pdf
finds 'a single word between them is =word' '"granaries"' ''
finds 'what hyphens join is found written together' 'cooperation' en.pdf
finds 'and in any inflection of its parts' 'asylum-seeker' en.pdf
finds 'references to articles are phrases' '14(3)(d)' en.pdf
finds 'and what has a point in it' '282.1' ru.pdf
finds 'groups of three digits are one word' '1250' en.pdf
finds 'letters with dots are one word' 'UNHCR' en.pdf
finds 'an address is its document or what cites it' 'https://undocs.org/en/A/HRC/13/5' en.pdf
finds 'either' 'granary OR амбар' 'en.pdf ru.pdf'
finds 'in Russian' 'granary ИЛИ амбар' 'en.pdf ru.pdf'
finds 'either beginning' 'grana* OR амба*' 'en.pdf ru.pdf'
finds 'either form' '=granary OR =амбар OR =xylophone' 'en.pdf ru.pdf'
finds 'both, in Russian' 'амбар И мельница' ru.pdf
finds 'operators are written in capitals' 'granary or амбар' ''
finds 'without it' 'granary -miller' ''
finds 'in Russian' 'амбар НЕ мельница' ''
finds 'a query may consist of exclusions alone' '-granary' ru.pdf
finds 'near, in any order' 'closed NEAR/6 granary' en.pdf
finds 'not further' 'granary NEAR/1 closed' ''
finds 'with a number in any case' 'granary near/9 closed' en.pdf
finds 'of several, the greatest distance holds' 'granary NEAR/1 valley NEAR/12 court' en.pdf
finds 'AND binds closer than OR' 'xylophone granary OR амбар' ru.pdf
finds 'parentheses group' '(xylophone OR granary) miller' en.pdf
finds 'nothing that is read as the language is lost: words' 'nofield:granary' ''
is "$(files -- 'jail granary' | tr ' ' '\n' | grep -c en.pdf)" 1 'the nearest follow, which have some of the words'
is "$(total -- 'the granary')" "$(total -- granary)" 'words like "the" are not looked for'
run "$search" --index index --format=json --explain -- granary
is "$(json query.explained.0.ways.0.kind)" typed '--explain begins with the words as typed'
is "$(total --unit=passage --expand=no -- 'granary observers')" 0 'in passages every condition must hold within one'
finish
