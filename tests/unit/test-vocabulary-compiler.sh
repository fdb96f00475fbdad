#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# compile-vocabulary says "file:line: reason" for each kind of mistake.  Prints TAP.
# Usage: test-vocabulary-compiler.sh [COMPILER]
set -u

compiler=${1:-${RECOURSE_BUILD:-build}/vocabulary/compile-vocabulary}
. "$(dirname "$0")/compiler-tap.sh"

cases='nom\tgen\tdat\tacc\tins\tloc\tpl-nom\tpl-gen\tpl-dat\tpl-acc\tpl-ins\tpl-loc'
header='id\tparent\ten\tru\tother\n'

compile() {
  "$compiler" "$folder/out.c" "$folder"/*.tsv >"$folder/output" 2>"$folder/errors"
}

# Small files that are right; a case spoils one of them.
good_files() {
  rm -f "$folder"/*.tsv "$folder/out.c"
  printf "name\texample\t$cases\nm\tпример\t0\tа\tу\t0\tом\tе\t-\t-\t-\t-\t-\t-\n" >"$folder/paradigms.tsv"
  printf "list\tlanguage\twords\npeople\ten\tpeople\n" >"$folder/context.tsv"
  printf "# a comment\n${header}KZ\t-\tKazakhstan\tКазахстан|m\tkk: Қазақстан\n" >"$folder/regions.tsv"
}

# description, file, its line, reason, content
refuses() {
  good_files
  printf "$5" >"$folder/$2"
  compile
  status=$?
  [ "$status" = 1 ] && grep -qF "$folder/$2:$3: $4" "$folder/errors" && [ ! -e "$folder/out.c" ]
  report $? "$1"
}

echo 1..32

good_files
compile && grep -q '"Казахстаном"' "$folder/out.c"
report $? "good files compile and cases are expanded"

refuses "unknown parent" regions.tsv 2 "unknown parent 'XX'" \
  "${header}KZ-31\tXX\tZhambyl\tЖамбыл|m\t\n"
refuses "duplicate id" regions.tsv 3 "duplicate id 'KZ'" \
  "${header}KZ\t-\tA\tА\t\nKZ\t-\tB\tБ\t\n"
refuses "an id that differs in case alone" regions.tsv 3 "duplicate id 'kz'" \
  "${header}KZ\t-\tA\tА\t\nkz\t-\tB\tБ\t\n"
refuses "empty id" regions.tsv 2 "empty id" "${header}\t-\tA\tА\t\n"
refuses "empty form" regions.tsv 2 "empty form" "${header}KZ\t-\tA;\tА\t\n"
refuses "a form without a letter" regions.tsv 2 "empty form" "${header}KZ\t-\tA; ...\tА\t\n"
refuses "no Russian name" regions.tsv 2 "no name in the column 'ru'" "${header}KZ\t-\tA\t\t\n"
refuses "too few columns" regions.tsv 2 "4 columns instead of 5" "${header}KZ\t-\tA\tА\n"
refuses "too many columns" regions.tsv 2 "6 columns instead of 5" "${header}KZ\t-\tA\tА\t\t\n"
refuses "invalid UTF-8" regions.tsv 2 "not valid UTF-8" "${header}KZ\t-\t\377\tА\t\n"
refuses "unknown paradigm" regions.tsv 2 "unknown paradigm 'mm' after 'А'" \
  "${header}KZ\t-\tA\tА|mm\t\n"
refuses "unknown mark" regions.tsv 2 "unknown mark 'capitals'" "${header}KZ\t-\tA{capitals}\tА\t\n"
refuses "a brace left open" regions.tsv 2 "braces must close" "${header}KZ\t-\tA{capital\tА\t\n"
refuses "a name without a language" regions.tsv 2 "a name without a language" \
  "${header}KZ\t-\tA\tА\tҚаз\n"
refuses "wrong header" regions.tsv 1 "the header is not" "id\tparent\n"
refuses "a circle of parents" regions.tsv 2 "'A' stands below itself" \
  "${header}A\tB\tA\tА\t\nB\tA\tB\tБ\t\n"
refuses "a mistake among the bodies" bodies.tsv 2 "unknown parent 'UN'" \
  "${header}CERD\tUN\tCommittee\tКомитет\t\n"
refuses "a mistake among the instruments" instruments.tsv 3 "duplicate id 'ICCPR'" \
  "${header}ICCPR\t-\tCovenant\tПакт\t\nICCPR\t-\tCovenant\tПакт\t\n"
refuses "a mistake among the rights" rights.tsv 2 "unknown paradigm 'zz' after 'пыт'" \
  "${header}torture\t-\ttorture\tпыт|zz\t\n"
refuses "a context of two words" context.tsv 2 "a context word must be one word" \
  "list\tlanguage\twords\npeople\ten\ttwo words\n"
refuses "an unknown context list" context.tsv 2 "unknown list 'poeple'" \
  "list\tlanguage\twords\npoeple\ten\tpeople\n"
refuses "a name longer than any can be" regions.tsv 2 "too long" \
  "${header}KZ\t-\t$(printf '%0250d %0250d' 0 0)\tА\t\n"
refuses "an empty ending" paradigms.tsv 2 "empty ending" \
  "name\texample\t$cases\nm\tпример\t\tа\tу\t0\tом\tе\t-\t-\t-\t-\t-\t-\n"
refuses "a file of another name" places.tsv 0 "not the name of a vocabulary file" "id\n"

refuses "a year that ends before it begins" regions.tsv 2 "unknown mark '1997-1992'" \
  "${header}KZ\t-\tA{historical 1997-1992}\tА\t\n"
refuses "an unknown successor" regions.tsv 2 "became unknown 'XX'" \
  "${header}KZ\t-\tA\tА\tbecame: XX\n"
refuses "a pattern without a place for the item" patterns.tsv 2 "no * in 'Region'" \
  "mark\tlanguage\tnames\nregion\ten\t* Region; Region\n"
refuses "a second pattern of one mark" patterns.tsv 3 "a second pattern 'region' of 'en'" \
  "mark\tlanguage\tnames\nregion\ten\t*\nregion\ten\t* Region\n"
refuses "a pattern of another language" regions.tsv 2 "unknown mark 'region'" \
  "${header}KZ\t-\tA\tА{region}\t\n"

good_files
printf "mark\tlanguage\tnames\ndistrict\tru\t*|m район|m; *|m\n" >"$folder/patterns.tsv"
printf "KZ-31\tKZ\tA{1992-1997 historical}\tТалас{district}; Шу{district full}\tbecame: KZ\n" >>"$folder/regions.tsv"
compile && grep -q '"Таласом районом"' "$folder/out.c" && grep -q '"Таласом"' "$folder/out.c" &&
  grep -q '"Шуом районом"' "$folder/out.c" && ! grep -q '"Шуом"' "$folder/out.c" &&
  grep -q ', 1992, 1997}' "$folder/out.c"
report $? "a pattern makes names of an item, and of a full item only those with words of their own"

good_files
compile && digest=$(grep rc_table_digest "$folder/out.c") && printf '# another comment\n' >>"$folder/regions.tsv" &&
  compile && [ "$digest" != "$(grep rc_table_digest "$folder/out.c")" ]
report $? "the digest follows every byte of the files"
finish
