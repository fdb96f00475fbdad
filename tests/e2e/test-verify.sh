#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A draft held against the index: twelve drafts in English and Russian, half of what they cite and quote wrong in known
# ways, each with the right verdict; how it is reported; and drafts that are hostile.
# shellcheck disable=SC2154,SC1111,SC1112 # variables from tap.sh; marks of quotations
. "$(dirname "$0")/tap.sh"

# --- what they are held against: the samples, another document of the same series, and one with a page that is a
# picture ---

mkdir library
cp "$top"/corpus/*.pdf library
numbered() { # LANGUAGE: eight paragraphs as such documents have them
  local number
  for number in 1 2 3 4 5 6 7 8; do
    case $1 in
    en) printf '%d. The Committee invites the State party to mend the roof of mill number %d before winter comes.\n\n' \
      "$number" "$number" ;;
    ru) printf '%d. Комитет предлагает государству-участнику починить крышу мельницы номер %d до зимы.\n\n' \
      "$number" "$number" ;;
    esac
  done
}
for language in en ru; do
  pdf library/kgz-98-$language.pdf "$(numbered $language)"
  printf 'symbol = CERD/C/KGZ/CO/98\n' >library/kgz-98-$language.pdf.meta
done
pdf words.pdf '1. The first page of this document has text, and the second is a picture of a page.'
pdf picture.pdf '5. Nobody reads this.'
"$here/make-scan" picture.pdf scan.pdf
if command -v qpdf >/dev/null; then
  qpdf --empty --pages words.pdf scan.pdf -- library/kgz-97.pdf
  printf 'symbol = CERD/C/KGZ/CO/97\n' >library/kgz-97.pdf.meta
fi
run "$index" --index index --ocr=never library
exits 0 '(an index)'

# --- verdicts ---

mkdir drafts reports
ok '(twelve drafts)' "$here/make-drafts" "$here/drafts.tsv" drafts
for draft in drafts/*; do
  run "$search" --index index --verify "$draft" --format=json
  [ "$status" = 1 ] || fail "${draft#drafts/}: not all is exact" "exit status $status: $err"
  cp .out "reports/${draft#drafts/}.json"
done
is "$(find reports -name '*.json' -size +1k | wc -l)" 12 'each is reported on'
run "$here/check-drafts" "$here/drafts.tsv" reports
exits 0 'precision and recall of each verdict are 0.98 or more, and no claim is missed'
note "$out"

# --- single claims ---

# says TEXT: verdicts of its claims in their order, with reasons.
says() {
  printf '%s\n' "$1" >draft.txt
  run "$search" --index index --verify draft.txt --format=json
  json 'claims.*.verdict' >verdict
  json 'claims.*.reason' | sed 's/^null$/-/' | paste -d: verdict - | tr '\n' ' ' | sed 's/ $//'
}
# judged TEXT VERDICTS NAME
judged() {
  says "$1" >said
  is "$(cat said)" "$2" "$3"
}
co=CERD/C/KAZ/CO/98-99
judged "The death penalty: “abolition of the death penalty” ($co, para. 4 (a))." 'exact:- exact:-' \
  'a quotation and its citation'
exits 0 'all is exact: 0'
run "$search" --index index --verify -
exits 1 'a draft that cites nothing: 1'
like "$out" 'cites and quotes nothing' 'is told so'
timeout 100 "$search" --index index --verify - <draft.txt >.out
is $? 0 '-: from standard input'
judged "It “should not ensure that each death in custody is investigated” ($co, para. 19)." \
  'differs:negation exact:-' 'a negation that was added'
judged "Findings “were given to the relatives” and “were [not] given to the relatives” ($co, para. 18)." \
  'differs:negation exact:- exact:-' 'a negation that was dropped'
is "$(json 'claims.0.differences.*.kind') $(json 'claims.0.differences.*.source')" 'dropped not' 'is told by its word'
is "$(json claims.0.found.file) $(json claims.0.found.page) $(json claims.0.found.paragraph)" \
  'cerd-kaz-concluding-en.pdf 3 18' 'with file, page and paragraph'
is "$(json draft.name) $(json draft.format) $(json draft.places) $(json draft.cut)" 'draft.txt plain lines false' \
  'draft: name, format, places'
is "$(json '@keys' | tr '\n' ' ')$(json 'claims.1.@keys' | tr '\n' ' ')$(json 'claims.2.@keys' | tr '\n' ' ')" \
  'claims counts draft exact index version '"\
citation differences found kind message note number others place reason text verdict words "'case differences found '"\
kind message note number others page paragraphs place reason symbol text verdict words " \
  'members of the report, as the manual has them'
like "$(json claims.0.words)" '^were not given to the relatives$' 'and the true words'
judged 'It says so (ibid., para. 4).' 'ambiguous:nothing-before' 'what goes back to nothing'
judged 'Так и сказано (там же, п. 4).' 'ambiguous:nothing-before' 'in Russian, too'
judged "So.[1] And so.[2]

[1] $co, para. 4; A/HRC/98/76, para. 5.
[2] Ibid." 'exact:- exact:- ambiguous:several-in-note' 'what goes back to a note of several'
judged 'The words “a granary was painted green and then blue” are nowhere.' 'not-in-index:no-words' \
  'words that stand nowhere'
judged 'It was said that “the number of registered complaints of torture had fallen by half” then.' 'exact:-' \
  'words of which nobody says whose they are, found'
judged 'Сказано: «число зарегистрированных жалоб на пытки сократилось вдвое» (A/HRC/98/76, п. 3).' \
  'not-in-index:no-edition exact:-' 'a quotation in a language of no edition'
judged "See $co, p. 2, and $co, p. 40." 'exact:- paragraph-missing:no-page' 'pages'
judged "“Concluding observations on the combined ninety-eighth and ninety-ninth periodic reports of Kazakhstan”, $co." \
  'exact:- exact:-' 'a title is no quotation of a paragraph'
judged "“The Committee urges the State party … in the Korday district … the rebuilding of dwellings” ($co, para. 16)." \
  'exact:- exact:-' 'words that are left out'
judged "“The Committee thanks … the State party and the mill” ($co, para. 2)." 'differs:- exact:-' \
  'an ellipsis does not hide words that are not there'
judged 'See A/HRC/98/76, para. 76.7, but not para. 76.99.' 'exact:-' 'an item that has a number'
judged 'See A/HRC/98/76, para. 76.99.' 'paragraph-missing:no-paragraph' 'one that has not'
judged "See $co, para. 10 (d)." 'paragraph-missing:no-paragraph' 'nor has one of a list'
printf 'type = judgment\ntitle = CASE OF QUILL v. RURITANIA\nsymbol = 99947/98\ndate = 2001-01-01\n' >one.meta
printf 'type = judgment\ntitle = CASE OF QUILL v. RURITANIA (No. 2)\nsymbol = 99947/98\ndate = 2003-01-01\n' >two.meta
mkdir cases
for case in one two; do
  pdf cases/$case.pdf "1. The case of the mill was heard, part $case.

2. The mill stands, says part $case, and turns."
  mv $case.meta cases/$case.pdf.meta
done
run "$index" --index index --ocr=never cases
judged 'See no. 99947/98, § 2, where “the mill stands, says part two, and turns”.' \
  'ambiguous:several-documents exact:-' 'a number of two judgments is ambiguous, words of one are not'
judged 'As in Quill v. Ruritania, § 2.' 'ambiguous:several-documents' 'so is a name'
is "$(json 'claims.0.others.#')" 1 'the other is told'

# --- how it is reported ---

printf 'It “should not ensure” things ibid., para. 5; \033[31m“as %s, para. 19, has it” \033[0m.\n' "$co" >odd.txt
printf 'It recommends that “each death in custody is not investigated by a body” (%s, para. 19).\n' "$co" >report.txt
run "$search" --index index --verify report.txt
exits 1 'not all is exact: 1'
like "$out" '^report.txt: citations: 1, quotations: 1 · ' 'a report: what was checked'
like "$out" 'index of [0-9]+ documents, [0-9]+ pages, as of 20' 'what it was held against'
like "$out" 'could not be read in full' 'and what of it could not be read'
like "$out" '^DIFFERS · quotation · line 1$' 'the verdict and the place'
like "$out" 'added: \*not\*' 'the words that differ, a negation marked'
like "$out" "see: $co, para. 19, p. 3 · cerd-kaz-concluding-en.pdf" 'where it stands'
run "$search" --index index --verify report.txt --interface=ru
like "$out" '^РАСХОДИТСЯ · цитата · строка 1$' 'in Russian'
like "$out" 'добавлено: \*not\*' 'differences, too'
run "$search" --index index --verify report.txt --interface=fr
exits 2 'in no other language'
run "$search" --index index --verify report.txt --format=csv
exits 2 'and in no format but text and JSON'
run "$search" --index index --verify report.txt --format=json --output=report.json
is "$(wc -l <report.json)" 1 'into a file'
for columns in 40 80 200; do
  script -qec "stty cols $columns; '$search' --no-pager --index index --verify report.txt" /dev/null </dev/null |
    tr -d '\r' | sed 's/\x1b\[[0-9;]*m//g' >wide
  longest=$(awk '{ if (length > most) most = length } END { print most }' wide)
  ok "$columns columns: no line is longer, and some nearly as long" \
    test "$longest" -le "$columns" -a "$longest" -gt $((columns * 3 / 5))
done
run "$search" --index index --verify odd.txt
unlike "$out" $'\033' 'no escape sequence of a draft reaches the terminal'
run "$search" --index index --verify drafts/en-4.docx
like "$out" '· paragraph [0-9]+, note 1$' 'a note of a DOCX by its number'

# --- hostile drafts, and none ---

"$here/make-draft-bombs" bombs
for bomb in zip entities files; do
  run "$search" --index index --verify bombs/$bomb.docx
  exits 2 "bombs/$bomb.docx is refused"
  like "$err" 'damaged, or not what its name says' '...and that is said'
done
run "$search" --index index --verify bombs/deep.html --format=json
is "$(json draft.cut)" true 'HTML that is nested without end is read as far as it goes, and that is said'
run "$search" --index index --verify bombs/many.txt --format=json
is "$(json 'claims.#') $(json draft.cut) $status" '5000 true 1' 'of endless quotations so many are looked at'
run "$search" --index index --verify bombs/exact.txt
exits 1 'a draft that was cut is not all exact'
like "$out" 'its end was not looked at' 'which is said'
run "$search" --index index --verify /dev/zero
exits 2 'a file without end is refused'
run "$search" --index index --verify library
exits 74 'a folder is no draft'
run "$search" --index index --verify none.txt
exits 74 'nor is what is not there'
run "$search" --index none --verify report.txt
exits 69 'without an index: 69'
finish
