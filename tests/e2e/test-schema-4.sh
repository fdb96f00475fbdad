#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# An index of schema 4, as make-index-4 has it from an earlier Recourse: a search refuses it and says what to do,
# nothing in it is changed, and any run makes it anew with all its documents, though their PDFs are not there.
. "$(dirname "$0")/tap.sh"
command -v xz >/dev/null || skip_all 'xz is not there'
tar -xJf "$here/index-4.tar.xz" || skip_all 'the index cannot be unpacked'

# refused NAME: the program that ran last would not read it, and says what makes it readable.
refused() {
  exits 69 "$1 refuses it"
  is "$out" '' "$1: and answers nothing"
  like "$err" 'older Recourse \(schema 4,.*; run recourse-index on it, which makes it anew' "$1: with advice"
}
# answers: what a search of it must give when it was made anew.
answers() {
  is "$(files --expand=no granary) $(files --expand=no амбара)" 'granary.pdf амбар.pdf' 'found in both languages'
  is "$(total --cites=CERD/C/KAZ/CO/8-10 court)" 1 'by what is cited'
  run "$search" --index index --format=json зерно
  is "$(json hits.0.passages.0.text)" 'Жители просили суд о зерне.' 'a paragraph is quoted'
  run "$search" --index index --format=json spring
  is "$(json hits.0.passages.0.page) $(json index.documents)" '2 2' 'with its page'
}
find index -type f -exec sha256sum {} + | sort >before
run "$search" --index index granary
refused 'a search'
run "$search" --index index --format=json --cites=CERD/C/KAZ/CO/8-10 суд
refused 'a search by facts'
run "$index" --index index --check
refused 'the check'
find index -type f -exec sha256sum {} + | sort >after
ok 'and nothing in it is changed' cmp -s before after
cp -a index kept
mkdir empty
run "$index" --index index --ocr=never empty
like "$err" '^2 documents made anew from the text' 'a run makes it anew'
answers
run "$index" --index index --check
like "$err" 'sound, 2 documents' 'it is sound then'
run "$index" --index index --ocr=never empty
unlike "$err" 'made anew' 'and is not made anew again'
run "$search" --index index --format=json амбар
id=$(json hits.0.id)
rm -rf index && cp -a kept index
run "$index" --index index --withdraw "$id"
like "$err" "$id.*run recourse-index on it now" 'a withdrawal says what is to be done'
run "$index" --index index --ocr=never empty
is "$(files --expand=no granary) $(total --expand=no амбар)" 'granary.pdf 0' 'and is kept when it is made anew'
run "$index" --index index --check
like "$err" 'sound, 1 document$' 'with one document'
finish
