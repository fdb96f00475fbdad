#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# --open: the desktop's viewer at the page of an answer, started from behind the wall with nothing but a PDF of the
# index.
# shellcheck disable=SC2154 # variables from tap.sh
. "$(dirname "$0")/tap.sh"

mkdir 'the papers' elsewhere viewers
pdf 'the papers/reed.pdf' 'On the first page stands nothing.' 'The reed cutters were not paid.' \
  'Камышовые резчики ждали.'
pdf 'the papers/-x.pdf' 'The ferryman was paid.'
pdf elsewhere/linked.pdf 'The lighthouse was painted.'
ln -s "$work/elsewhere/linked.pdf" 'the papers/link.pdf'
run "$index" --index index --ocr=never --quiet 'the papers'
exits 0 '(an index)'
# Viewers that write down how they were called, and what they hold.
for viewer in evince okular zathura xdg-open mine; do
  cat >"viewers/$viewer" <<END
#!/bin/sh
{ echo "$viewer"; printf '<%s>' "\$@"; echo; ls -l /proc/self/fd | grep -o '/.*'; } >"$work/called.new"
mv "$work/called.new" "$work/called"
END
  chmod +x "viewers/$viewer"
done
mkdir bin
for tool in sh ls grep mv; do ln -s "$(command -v $tool)" bin; done
# open_with VIEWER... -- OPTION...: only these are installed; $called is how one was called.
open_with() {
  rm -rf installed called
  cp -r bin installed
  while [ "$1" != -- ]; do cp "viewers/$1" installed; shift; done
  shift
  run env PATH="$work/installed" "$search" --index index --open "$@"
  for _ in $(seq 50); do [ -e called ] && break; [ "$status" = 0 ] || break; sleep 0.1; done
  called=$(head -n 2 called 2>/dev/null | tr '\n' ' ')
}
papers="$work/the papers"

open_with evince okular -- cutters
exits 0 'a search with --open'
is "$called" "evince <--page-index=2><$papers/reed.pdf> " 'opens the page of the first hit'
like "$out" 'reed\.pdf' 'and shows the answer'
unlike "$(tail -n +3 called)" 'index|pipe|socket' 'the viewer holds nothing of the searcher'
open_with okular zathura -- резчики
is "$called" "okular <--page><3><$papers/reed.pdf> " 'by another that is installed, in Russian'
open_with zathura xdg-open -- ferryman
is "$called" "zathura <--page=1><$papers/-x.pdf> " 'no file passes for an option'
open_with xdg-open -- cutters
is "$called" "xdg-open <$papers/reed.pdf> " 'what knows no pages comes last'
open_with -- cutters
exits 74 'where there is no viewer'
like "$err" 'no viewer of PDFs was found; set RECOURSE_VIEWER' 'that is said'
like "$out" 'reed\.pdf' 'and the answer is there'
RECOURSE_VIEWER='mine --at {page} "{file}" "a b"' open_with mine evince -- cutters
is "$called" "mine <--at><2><$papers/reed.pdf><a b> " 'RECOURSE_VIEWER: a command of one'"'"'s own'
RECOURSE_VIEWER='mine -p{page}' open_with mine -- cutters
is "$called" "mine <-p2><$papers/reed.pdf> " 'the file comes last where it is not named'
RECOURSE_VIEWER='mine "' open_with mine -- cutters
exits 2 'what is no command'
like "$err" 'RECOURSE_VIEWER' 'is named'
RECOURSE_VIEWER=nowhere open_with evince -- cutters
exits 74 'what is not installed'

run "$search" --index index --format=json cutters
place="$(json hits.0.id):$(json hits.0.passages.0.passage)"
open_with evince -- --show "$place"
is "$called" "evince <--page-index=2><$papers/reed.pdf> " 'a passage as answers name it'
open_with evince -- --show "${place%:*}" --page 3
is "$called" "evince <--page-index=3><$papers/reed.pdf> " 'a page'
open_with evince -- --show "${place%:*}:99"
exits 1 'a passage that is not there'
is "$called" '' 'opens nothing'
open_with evince -- zzzzqqqq
exits 1 'nothing found'
is "$called" '' 'opens nothing, too'
open_with evince -- lighthouse
is "$called" "evince <--page-index=1><$papers/link.pdf> " 'a link to a PDF, which was indexed, is opened'
open_with evince -- --limit=1 --output=answer.txt cutters
is "$called" "evince <--page-index=2><$papers/reed.pdf> " 'while the answer goes to a file'
like "$(cat answer.txt)" 'reed\.pdf' 'which is whole'
rm -f called
run env PATH="$work/installed" "$search" --index index cutters
sleep 0.3
ok 'a search without it starts none' test ! -e called

# A viewer stays open while the search has long ended.
# shellcheck disable=SC2016 # for the inner shells
ok 'who reads the answer does not wait for the viewer' \
  timeout 20 env RECOURSE_VIEWER='sh -c "echo $$ >viewer; exec sleep 60"' \
  sh -c '"$1" --index index --open cutters | cat >piped' sh "$search"
for _ in $(seq 100); do [ -s viewer ] && break; sleep 0.1; done
kill "$(cat viewer)"
like "$(cat piped)" 'reed\.pdf' 'and has all of it'

# What became of the file since.
mv 'the papers/reed.pdf' kept.pdf
open_with evince -- cutters
exits 74 'a file that is gone'
like "$err" 'reed\.pdf: the file is not there any more' 'is named'
echo 'no PDF' >'the papers/reed.pdf'
open_with evince -- cutters
exits 74 'a file that is none any more'
like "$err" 'no PDF any more' 'is not handed to a viewer'
rm 'the papers/reed.pdf'
mkdir away
mv 'the papers' away/papers
mkdir 'the papers'
mv kept.pdf away/papers/reed.pdf
rmdir 'the papers'
ln -s "$work/away/papers" 'the papers'
open_with evince -- cutters
is "$called" "evince <--page-index=2><$papers/reed.pdf> " 'a folder that is a link now'

finish
