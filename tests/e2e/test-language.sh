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
echo 'organisation = Верхний Дозор' >ru.pdf.meta
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

finds 'words of the title or the organisation' 'дозор мельница' ru.pdf
finds 'the minus stands behind a space' 'granary-miller' en.pdf
finds 'what hyphens join is found apart' 'amber-granary' ''
finds 'in Russian, too' 'мельница-амбары' ru.pdf
finds 'a phrase is excluded' 'granary -"old mill"' en.pdf
finds 'or a field' 'мельница -lang:ru' ''
finds 'the value of a field follows at once' 'lang: ru' ''
finds 'a symbol as words in a row' '"A/HRC/13/5"' en.pdf
# Of more forms of a word than are searched beside NEAR the first ones are: no word of English has as many.
forms=$(for a in '' ивш ывш ующ ем нн вш ющ щ; do
  for b in ее ие ые ое ими ыми ей ий ый ой ем им ым ом его ого ему ому их ых ую юю ая яя ою ею; do
    printf 'кварцып%s%s кварцып%s%sся ' "$a" "$b" "$a" "$b"
  done
done)
mkdir forms
pdf forms/ru.pdf "$forms"
run "$index" --quiet --index forms.index forms

# In the other language, too.
finds 'the words in a row, as written' '«просителей убежища»' ru.pdf
finds 'not in another row' '«убежища просителей»' ''
finds 'all words that begin so' 'дунган*' ru.pdf
finds 'this form only' '=дунгане' ''
finds 'and that form' '=дунганами' ru.pdf
finds 'near, in any order' 'амбар NEAR/6 дунгане' ru.pdf
finds 'not further' 'амбар NEAR/1 мельница' ''
finds 'NEAR alone is NEAR/10' 'дунгане NEAR мельница' ru.pdf
finds 'several with OR on a side' '(xylophone OR miller) NEAR/15 granary' en.pdf
finds 'a phrase on a side' '"old valley" NEAR/5 =closed' en.pdf
finds 'NEAR binds closest, then NOT' 'granary -valley NEAR/1 court' en.pdf
finds 'the minus excludes a parenthesis' 'амбар -(ксилофон OR мельница)' ''
finds 'the language of the paragraph' 'lang:ru' ru.pdf
finds 'a symbol that is cited' 'cites:A/HRC/13/5' en.pdf
finds 'in Cyrillic letters that look like Latin ones' 'cites:А/НRС/13/5' en.pdf
finds 'with %2F for a stroke' 'cites:A%2FHRC%2F13%2F5' en.pdf
finds 'a beginning of symbols' 'cites:A/HRC/' en.pdf
finds 'which is none without its stroke' 'cites:A/HRC' ''
is "$(total --lang=en --lang=ru)" 2 'given twice, a language is either'
is "$(total -- 'о мельнице')" "$(total -- мельница)" 'words like "о" are not looked for'

# added QUERY: how many of its words stand for others.
added() { run "$search" --index index --format=json -- "$1" && json 'query.added.#'; }
ok '(a word stands for others)' test "$(added granary)" -gt 0
ok '(in Russian)' test "$(added мельница)" -gt 0
is "$(added '"the granary"') $(added '«одна мельница»')" '0 0' 'nothing is added inside quotation marks'
is "$(added '=granary') $(added '=мельница')" '0 0' 'nor after ='
is "$(added 'lang:en -granary') $(added 'lang:ru -мельница')" '0 0' 'nor to what is excluded'

# noted CODE QUERY WHAT: the note has that code.
noted() {
  run "$search" --index index --format=json -- "$2"
  like "$(json 'notes.*.code')" "^$1\$" "$3: ${2:0:40}"
}
words=$(printf 'w%s ' {1..40})
noted unbalanced-quote 'granary "valley' 'a quotation mark has no partner'
noted unbalanced-quote 'амбар «мельница' 'in Russian'
noted unbalanced-parenthesis '(granary' 'a parenthesis has no partner'
noted stray-operator 'granary OR' 'an operator has nothing to join'
noted stray-operator 'амбар ИЛИ' 'in Russian'
noted mixed-operators 'granary valley OR амбар' 'OR beside words without AND'
noted near-without-words 'granary NEAR lang:en' 'something else than words beside NEAR'
noted near-limited 'granary NEAR/51 valley' 'the distance is from 1 to 50'
run "$search" --index forms.index --format=json 'кварцып NEAR/5 кварцыпая'
is "$(json notes.0.code) $(json 'notes.0.arguments.*' | xargs)" 'near-limited 200 кварцып' \
  'a word has more than 200 forms'
noted unknown-field 'nofield:granary' 'there is no field of that name'
noted empty-field 'granary lang:' 'no value follows the colon'
noted unknown-value 'region:Xyzzyland' 'no such name is known'
noted bad-value 'year:abc' 'the value cannot be one of the field'
noted value-read-as 'org:Дозор' 'words of the name of an organisation'
noted ambiguous-name 'region:Georgia' 'a name means several concepts'
noted ambiguous-name 'region:Ош' 'in Russian'
noted paragraph-of-symbol 'A/HRC/13/5, para. 24' 'a symbol with a paragraph'
noted prefix-too-short 'gr*' 'at least three letters before the star'
noted prefix-too-short 'ам*' 'in Russian'
noted wildcard-ignored 'gra*ary' 'a star elsewhere than at the end'
# More words than are searched begin so; the last of them, in the order of the alphabet, is not found.
mkdir many
many() { for a in $2; do for b in $2; do printf '%s%s%s ' "$1" "$a" "$b"; done; done; }
pdf many/en.pdf "$(many zebu 'a b c d e f g h i j k l m n o')"
pdf many/ru.pdf "$(many кедр 'а б в г д е ж з и к л м н о п')"
run "$index" --quiet --index many.index many
for word in zebu кедр; do
  run "$search" --index many.index --format=json "$word*"
  is "$(json notes.0.code) $(json 'notes.0.arguments.*' | xargs) $(json total)" "prefix-limited 200 $word 1" \
    "more than 200 words begin so: $word*"
  run "$search" --index many.index "$word*"
  like "$out" "^Note: More than 200 words begin with .$word.; only the first 200" "$word*: the text says so"
  for ui in en ru; do
    run env RECOURSE_INDEX="$work/many.index" REQUEST_METHOD=GET QUERY_STRING="q=$word*&ui=$ui" "$cgi"
    like "$out" "class=\"note\">(More than 200 words begin with .$word.|На «$word» начинается больше 200 слов)" \
      "$word*: the page says so ($ui)"
  done
done
for query in 'zebun*' 'кедрн*' '=zebuoo' '=кедрпп'; do
  run "$search" --index many.index --format=json "$query"
  is "$(json total) $(json notes.#)" '1 0' "none of that where fewer begin so: $query"
done
noted no-words '""' 'there is nothing to search for'
noted too-long "$(printf 'granary %.0s' {1..600})" 'a query is at most 4096 bytes long'
noted too-many-terms "$words" 'at most 32 words'
noted too-deep '(((((((((a OR granary) OR c) OR d) OR e) OR f) OR g) OR h) OR i) OR j)' 'parentheses 8 deep'
noted control-character $'granary\x01valley' 'bytes that are no text'
noted invalid-utf8 $'granary\xffmiller' 'bytes that belong to no character'
noted invalid-utf8 $'амбар\xffмельница' 'in Russian'
finds 'they are spaces' $'granary\xffmiller' en.pdf
finds 'in Russian' $'амбар\xd0мельница' ru.pdf
finds 'and so are control characters' $'granary\x01miller' en.pdf
finds 'no character of these is a letter' $'gran\xffary' ''
noted without-value 'year:2018..2020 granary' 'of some documents a filter cannot judge'
# The examples of the manual.
count=0
while IFS= read -r line; do
  line=${line#.It Ql }
  run "$search" --index index --format=json -- "${line//\\(dq/\"}"
  like "$status $(json 'notes.*.code' 2>/dev/null)" '^[01] (without-value)?$' "an example is understood: $line"
  count=$((count + 1))
done < <(sed -n '/^\.Sh EXAMPLES/,$s/^\.It Ql /&/p' "$top/doc/recourse-query.7")
is "$count" 4 '(all of them)'
finish
