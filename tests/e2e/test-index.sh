#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What recourse-index keeps, replaces and removes from run to run.
. "$(dirname "$0")/tap.sh"

mkdir -p lib/a lib/b
pdf lib/a/one.pdf 'The quarry was closed in spring.'
pdf lib/b/two.pdf 'The harbour was closed in autumn.' 'Задержания в гавани продолжались.'

# --- the first run ---
run "$index" --index index lib
exits 0 'indexing a folder succeeds'
is "$(stat -c %F index)" directory 'the index is a folder'
is "$(total closed)" 2 'both documents are found'
is "$(files quarry)" a/one.pdf 'a path is stored relative to the indexed root'
is "$(files гавань)" b/two.pdf 'a Russian word is found in another inflection'
run "$search" --index index --format=json гавань
is "$(json hits.0.passages.0.page)" 2 'with the page it stands on'
is "$(json hits.0.pages)" 2 'a hit says how many pages its document has'
is "$(json index.documents)" 2 'the index says how many documents it holds'
is "$(json index.pages)" 3 'and how many pages'
is "$(json hits.0.sha256)" "$(sha256sum <lib/b/two.pdf | cut -d' ' -f1)" "sha256 is the file's own"
is "$(json hits.0.id)" "$(sha256sum <lib/b/two.pdf | cut -c1-16)" 'id is its first 16 digits'
unlike "$(cat "$work/.out")" "$work" "no absolute path is shown"

# --- unchanged ---
before=$(cat lib/a/one.pdf)
bytes=$(stat -c %s lib/a/one.pdf)
pdf lib/a/same-size 'The abbeys was closed in spring.'
is "$(stat -c %s lib/a/same-size)" "$bytes" '(a file of the same size)'
cat lib/a/one.pdf >saved.pdf
touch -r lib/a/one.pdf stamp
cat lib/a/same-size >lib/a/one.pdf
touch -r stamp lib/a/one.pdf
rm lib/a/same-size
run "$index" --index index lib
exits 0 'a second run succeeds'
is "$(total quarry)" 1 'a file of the same size and time is not read again'
cat saved.pdf >lib/a/one.pdf
touch -r stamp lib/a/one.pdf
is "$(cat lib/a/one.pdf)" "$before" '(the file is as it was)'
run "$index" --index index lib
run "$search" --index index --format=json closed
first=$(json 'hits.*.id')
run "$index" --index index lib
run "$search" --index index --format=json closed
like "$first" '^[0-9a-f]{16}' '(ids of both)'
is "$(json 'hits.*.id')" "$first" 'indexing twice changes no answer'
is "$(json total)" 2 'and adds nothing twice'

# --- changed ---
pdf lib/a/one.pdf 'The bakery was closed in spring, for good.'
run "$index" --index index lib
exits 0 'a run over a changed file succeeds'
is "$(total bakery)" 1 'a changed file is read again'
is "$(total quarry)" 0 'and what it said before is gone'
is "$(total closed)" 2 'the other document stays'

# --- the same bytes twice ---
cp lib/a/one.pdf 'lib/b/copy of one.pdf'
run "$index" --index index lib
is "$(total bakery)" 1 'the same bytes at two paths are one document'
is "$(files bakery)" 'a/one.pdf b/copy of one.pdf' 'with two files'
rm lib/a/one.pdf
run "$index" --index index lib
exits 0 'a run after one of two copies was removed succeeds'
is "$(files bakery)" 'b/copy of one.pdf' 'the copy that is left is the document now'
mv 'lib/b/copy of one.pdf' lib/a/moved.pdf
run "$index" --index index lib
is "$(files bakery)" 'a/moved.pdf' 'a file that was moved is found at its new path only'

# --- vanished ---
mkdir other
pdf other/three.pdf 'The orchard was closed in winter.'
run "$index" --index index other
exits 0 'a second root can be added by a run of its own'
is "$(total closed)" 3 'and removes nothing below the first'
touch lib/a/notes.txt # so that it is no folder of a drive that is not mounted
rm lib/a/moved.pdf
run "$index" --index index other
is "$(total bakery)" 1 'a file that vanished stays while the run looks elsewhere'
run "$index" --index index lib/b
is "$(total bakery)" 1 'or at another part of its root'
run "$index" --index index lib
is "$(total bakery)" 0 'and is removed by a run over its folder'
is "$(total closed)" 2 'everything else stays'

# --- one file, several paths, several spellings of a path ---
pdf lib/b/four.pdf 'The aqueduct was closed.'
run "$index" --index index lib/b/four.pdf
exits 0 'a single file can be given'
is "$(total aqueduct)" 1 'and is found'
is "$(total closed)" 3 'and removes nothing beside it'
run "$index" --index index lib other
is "$(total aqueduct)" 1 'the same file below a folder is no second document'
run "$index" --index index ./lib/../lib/ "$work/other"
exits 0 'two roots, spelled in other ways'
is "$(total closed)" 3 'are the same roots'
run "$index" --index index lib lib/b
is "$(total closed)" 3 'a root inside a root doubles nothing'

# --- names ---
mkdir names
escape=$(printf '\033')
newline='
'
pdf 'names/with space.pdf' 'The lighthouse one.'
pdf "names/it's \"quoted\".pdf" 'The lighthouse two.'
pdf 'names/Доклад о пытках.pdf' 'The lighthouse three.'
pdf "names/line${newline}feed.pdf" 'The lighthouse four.'
pdf "names/red${escape}[31m.pdf" 'The lighthouse five.'
pdf 'names/-dash.PDF' 'The lighthouse six.'
pdf "names/$(printf 'latin1-\351.pdf')" 'The lighthouse seven.'
# shellcheck disable=SC2016 # a name that a shell would run
pdf 'names/$(touch owned);`touch owned`.pdf' 'The lighthouse eight.'
run "$index" --index names-index names
exits 0 'odd file names are indexed'
unlike "$out$err" "$escape" 'no escape sequence of a name reaches the terminal'
run "$search" --index names-index --format=json --limit=20 lighthouse
is "$(json total)" 8 'all of them'
is "$(json 'hits.*.file' | grep -c -x -e 'with space.pdf' -e 'it.s "quoted".pdf' -e 'Доклад о пытках.pdf' \
  -e '-dash.PDF')" 4 'with their names as they are'
is "$(json 'hits.*.file' | tr '\n' '|' | grep -c 'line|feed.pdf')" 1 'a line feed in a name survives JSON'
ok 'no name was run as a command' test ! -e owned
run "$search" --index names-index lighthouse
unlike "$out$err" "$escape" 'nor does the text output pass an escape sequence on'
mv names/with\ space.pdf names/renamed.pdf
rm -f names/line*
run "$index" --index names-index names
run "$search" --index names-index --format=json lighthouse
is "$(json total)" 7 'odd names are removed like others'

# --- --files-from ---
printf 'lib/b/two.pdf\n\nother\n' >list
run "$index" --index list-index --files-from list
exits 0 '--files-from a list of lines'
run "$search" --index list-index --format=json closed
is "$(json total)" 2 'takes files and folders, and passes over empty lines'
printf 'other/three.pdf\n' | timeout 60 "$index" --index stdin-index --files-from - >/dev/null 2>&1
is "$?" 0 '--files-from - reads standard input'
run "$search" --index stdin-index --format=json orchard
is "$(json total)" 1 'and indexes what it names'
printf '%s\0' names/*feed* 'names/renamed.pdf' "names/red${escape}[31m.pdf" | grep -zv '[*]' >zero-list
pdf "names/line${newline}feed.pdf" 'The lighthouse four.'
printf 'names/line\nfeed.pdf\0' >>zero-list
run "$index" --index zero-index --files-from zero-list -0
exits 0 '-0: a list separated by NUL'
run "$search" --index zero-index --format=json lighthouse
is "$(json total)" 3 'takes names with line feeds'
run "$index" --index list-index --files-from no-such-list
exits 74 'a list that is not there is an error'
like "$err" 'no-such-list' 'and is named'

# --- --dump ---
run "$index" --index dump-index --dump lib/b/two.pdf
exits 0 '--dump FILE succeeds'
is "$(wc -l <"$work/.out")" "$(json @type | wc -l)" 'and prints one object a line'
is "$(json sha256 | head -n 1)" "$(sha256sum <lib/b/two.pdf | cut -d' ' -f1)" 'first the document'
is "$(json provenance.@type | head -n 1)" object 'with where its metadata come from'
like "$(json text)" 'Задержания в гавани' 'then each passage with its text'
ok 'no index is touched' test ! -e dump-index
run "$index" --dump no-such.pdf
exits 74 '--dump of a file that is not there'
like "$err" 'no-such\.pdf' 'names it'

# --- options ---
run "$index" --index quiet-index --quiet lib
exits 0 '--quiet succeeds'
is "$out$err" '' 'and is quiet'
run "$index" --index jobs-index --jobs 3 lib other
exits 0 '--jobs 3 succeeds'
run "$search" --index jobs-index --format=json closed
is "$(json total)" 3 'and finds the same'
run "$index" --index jobs-index --jobs 1 lib other
exits 0 '--jobs 1 succeeds'
run env RECOURSE_INDEX="$work/env-index" "$index" lib
exits 0 'the index may come from RECOURSE_INDEX'
run env RECOURSE_INDEX="$work/env-index" "$search" aqueduct
exits 0 'where the searcher finds it'
run "$index" lib
exits 0 'or be the default'
ok 'which lies below XDG_DATA_HOME' test -d "$XDG_DATA_HOME/recourse/index"

finish
