#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# compile-thesaurus says "file:line: reason" for each kind of mistake, and takes of a dictionary what translates.
# Prints TAP.
# Usage: test-thesaurus-compiler.sh [COMPILER]
set -u

compiler=${1:-${RECOURSE_BUILD:-build}/vocabulary/compile-thesaurus}
. "$(dirname "$0")/compiler-tap.sh"

compile() {
  (cd "$folder" && "$compiler" out.c words.index words.dict function-words.tsv translations.tsv near-words.tsv) \
    >"$folder/output" 2>"$folder/errors"
}

# article HEADWORD TEXT: one more of the dictionary, of less than 4,096 bytes, which begins below 4,096.
article() {
  start=$(wc -c <"$folder/words.dict")
  printf '%s\n   %s\n' "$1" "$2" >>"$folder/words.dict"
  bytes=$(($(wc -c <"$folder/words.dict") - start))
  printf '%s\t%s%s\t%s%s\n' "$1" "$(digit $((start / 64)))" "$(digit $((start % 64)))" \
    "$(digit $((bytes / 64)))" "$(digit $((bytes % 64)))" >>"$folder/words.index"
}
digit() {
  printf '%s' 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/' | cut -c$(($1 + 1))
}

# Small files that are right; a case spoils one of them.
good_files() {
  rm -f "$folder"/*.tsv "$folder"/words.* "$folder/out.c"
  printf "list\tlanguage\twords\narticle\ten\tthe\nfunction\ten\tof; out\n" >"$folder/function-words.tsv"
  printf "negation\ten\tno\nquestion\ten\thow many\n" >>"$folder/function-words.tsv"
  printf "en\tru\nombudsman; people's defender\tомбудсмен\n" >"$folder/translations.tsv"
  printf "# a comment\nen\tru\njail; place of the detention; out of work; zone{asked}\tтюрьма\n" \
    >"$folder/near-words.tsv"
  printf "region:KZ; Astana\tАстана\n" >>"$folder/near-words.tsv"
  printf '' >"$folder/words.dict"
  printf '' >"$folder/words.index"
  article prison '[prizn] 1. _n. 1) тюрьма; темница (тёмная) 2) _attr. тюремный; prison camp лагерь 2. _v. сажать'
}

# description, file, its line, reason, content
refuses() {
  good_files
  # shellcheck disable=SC2059 # tabs and line feeds
  printf "$5" >"$folder/$2"
  compile
  status=$?
  [ "$status" = 1 ] && grep -qF "$2:$3: $4" "$folder/errors" && [ ! -e "$folder/out.c" ]
  report $? "$1"
}
has() { grep -qF "\"$1\" \"\\0\"" "$folder/out.c"; }

case $compiler in /*) ;; *) compiler=$PWD/$compiler ;; esac
echo 1..23

good_files
compile && has омбудсмен && has 'plac detention' && has 'place of the detention'
report $? "good files compile, and a form is known without its function words"
has 'out of work'
report $? "unless one word would be left of it"
has zon
report $? "a form that only asks is a key"
has тюрьма && has тюремный && has темница
report $? "of an article the translations are taken"
! grep -q 'лагерь\|тёмная\|prizn\|attr' "$folder/out.c"
report $? "but no examples, no brackets, no transcription and no labels"
article the 'тот'
compile && ! has тот
report $? "a function word has no alternatives"
article tout '_n. 1) зазывала; человек, навязывающий товар; торговец, продавец'
compile && has зазывала && has торговец && has продавец && ! grep -q 'человек\|навязыва' "$folder/out.c"
report $? "what a clause explains is no translation"

both='en\tru\n'
refuses "a word twice in its line" near-words.tsv 2 "'Jail' stands twice in its line" "${both}jail; Jail\tтюрьма\n"
refuses "a form without a word" near-words.tsv 2 "a form without a word: ''" "${both}jail; ; prison\tтюрьма\n"
refuses "no form in a language" translations.tsv 2 "a form without a word: ''" "${both}jail\t\n"
refuses "an unknown region" near-words.tsv 2 "'region:XX' is no region" "${both}region:XX; Nowhere\tНигде\n"
refuses "a concept of another field" near-words.tsv 2 "'group:roma' is no region" "${both}group:roma; Roma\tрома\n"
refuses "a region that is not first" near-words.tsv 2 "'region:KZ' must stand first" \
  "${both}Astana; region:KZ\tАстана\n"
refuses "an unknown mark" near-words.tsv 2 "unknown mark '{aksed}'" "${both}jail{aksed}\tтюрьма\n"
refuses "a form of function words" near-words.tsv 2 "only function words: 'how many'" \
  "${both}how many; number\tчисло\n"
refuses "a wrong header" translations.tsv 1 "the header is not 'en" "ru\ten\n"
refuses "too few columns" translations.tsv 2 "1 columns instead of 2" "${both}jail\n"
refuses "invalid UTF-8" translations.tsv 2 "not valid UTF-8" "${both}jail\t\377\n"
refuses "an unknown list" function-words.tsv 2 "unknown list 'fuction'" "list\tlanguage\twords\nfuction\ten\tof\n"
refuses "a function word twice" function-words.tsv 3 "'of' stands here twice" \
  "list\tlanguage\twords\nfunction\ten\tof\nquestion\ten\tOf\n"
refuses "too long a row of function words" function-words.tsv 2 "too many words: 'a b c d e f'" \
  "list\tlanguage\twords\nfunction\ten\ta b c d e f\n"
good_files
printf 'prison\tAA\t/////\n' >"$folder/words.index"
! compile && grep -q "words.index: 'prison.*' is no article of words.dict" "$folder/errors" && [ ! -e "$folder/out.c" ]
report $? "an article beyond the end of the dictionary"
good_files
rm "$folder/words.dict"
! compile && grep -q words.dict "$folder/errors"
report $? "no dictionary"
finish
