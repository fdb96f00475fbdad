#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What goes wrong, and how both programs say so: exit statuses, messages, and an index that stays whole.
. "$(dirname "$0")/tap.sh"

mkdir lib
pdf lib/good.pdf 'The granary stood empty.'

# --- usage ---
for program in "$index" "$search"; do
  name=$(basename "$program")
  run "$program" --no-such-option
  exits 2 "$name: an unknown option is a usage error"
  is "$out" '' "$name: and prints nothing on standard output"
  like "$err" 'no-such-option' "$name: but names the option"
  run "$program" --help
  exits 0 "$name: --help succeeds"
  like "$out" '^Usage:|Usage:' "$name: and prints how it is used"
  like "$out" '--index' "$name: with its options"
  run "$program" --version
  exits 0 "$name: --version succeeds"
  like "$out" '[0-9]+\.[0-9]+' "$name: and prints a version"
done
run "$search" granary -h
exits 0 '-h is help among words, too'
like "$out" 'Usage:' 'and prints how it is used'
run "$index" --index index
exits 2 'recourse-index without a path is a usage error'
ok 'that makes no index' test ! -e index
run "$index" --index index --jobs none lib
exits 2 '--jobs takes a number'
run "$index" --index index --sandbox=some .
exits 2 '--sandbox takes one of three words'
like "$err" 'require, best or off' 'and says which'
run "$search" --index index --limit many granary
exits 2 '--limit takes a number'
run "$search" --index index --expand=perhaps granary
exits 2 'a switch is on or off'
like "$err" 'expand=perhaps: must be yes or no' 'and that is said'
run "$search" --index index --format no-such-format granary
exits 2 'an unknown format is a usage error'
like "$err" 'no-such-format' 'that names the format'

# --- no index ---
run "$search" --index nowhere granary
exits 69 'searching where there is no index'
like "$err" 'nowhere' 'names the folder'
is "$out" '' 'and prints nothing on standard output'
mkdir empty
run "$search" --index empty granary
exits 69 'an empty folder is no index'
touch plain
run "$search" --index plain granary
exits 69 'nor is a file'
run "$index" --index plain lib
like "$status" '^(69|74)$' 'recourse-index does not turn a file into an index'
is "$(stat -c %s plain)" 0 'and leaves it alone'
mkdir foreign
echo text >foreign/notes.txt
run "$index" --index foreign lib
is "$(cat foreign/notes.txt)" text 'what else lies in an index folder is left alone'

# --- roots ---
run "$index" --index index lib
exits 0 '(a good index)'
mv lib away
run "$index" --index index lib
exits 74 'a root that is missing is an error'
like "$err" 'lib' 'that names it'
is "$(total granary)" 1 'and removes nothing'
mkdir lib
run "$index" --index index lib
like "$err" 'lib' 'a root that is suddenly empty is said so'
is "$(total granary)" 1 'and removes nothing'
touch lib/notes.txt
run "$index" --index index lib
is "$(total granary)" 1 'nor does a root that has no PDF any more'
rm -r lib && mv away lib
run "$index" --index index lib no-such-folder
exits 74 'one missing root among good ones is an error'
is "$(total granary)" 1 'and the good ones stay'
mkdir bare
run "$index" --index bare-index bare
exits 1 'a folder without a PDF: nothing found'
like "$err" 'no PDF' 'is said so'

# --- files that are no PDFs ---
mkdir odd
echo 'I am a text.' >odd/text.pdf
: >odd/empty.pdf
head -c 4096 /dev/urandom >odd/noise.pdf
head -c 300 lib/good.pdf >odd/cut.pdf
mkdir odd/folder.pdf
ln -s nowhere odd/dangling.pdf
ln -s . odd/loop
mkfifo odd/fifo.pdf
pdf odd/good.pdf 'The windmill stood empty.'
run "$index" --index odd-index odd
exits 0 'damaged files do not fail a run'
like "$err" 'dangling.pdf: a link that leads nowhere' 'a link that leads nowhere is named'
like "$err" '1 unreadable' 'and counted'
run "$search" --index odd-index --format=json windmill
is "$(json total)" 1 'the good file among them is found'
is "$(json 'hits.0.files.#')" 1 'once, in spite of a symbolic link in a circle'
is "$(json index.not_fully_read)" 5 'and the answer says how many were not read'
run "$index" --index odd-index odd
exits 0 'nor do they fail a second run'
like "$err" 'dangling.pdf: a link that leads nowhere' 'each run tells of the link'
pdf target.pdf 'The ferry stood empty.'
ln -sf ../target.pdf odd/dangling.pdf
run "$index" --index odd-index odd
run "$search" --index odd-index --format=json ferry
is "$(json total) $(json index.not_fully_read)" '1 4' 'until it leads to a file again'
run "$search" --index odd-index --format=json windmill
is "$(json total)" 1 'which finds the same'
if [ "$(id -u)" != 0 ]; then
  pdf odd/secret.pdf 'The cellar stood empty.'
  chmod 000 odd/secret.pdf
  run "$index" --index odd-index odd
  exits 0 'a file that may not be read does not fail a run'
else
  skip 'a file that may not be read does not fail a run' 'root may read every file'
fi

# --- files within a PDF ---

# enclosing FILE NAME...: a PDF to which files of these names are attached.
enclosing() {
  local file=$1 number=5 names='' contents='BT /F 10 Tf 72 700 Td (The letters are enclosed.) Tj ET'
  shift
  {
    printf '%%PDF-1.4\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n'
    echo '3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F' \
      '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>> endobj'
    printf '4 0 obj <</Length %s>> stream\n%s\nendstream endobj\n' "${#contents}" "$contents"
    for name in "$@"; do
      echo "$number 0 obj <</Type/Filespec/F($name)/UF($name)/EF<</F $((number + 1)) 0 R>>>> endobj"
      printf '%s 0 obj <</Type/EmbeddedFile/Length 5>> stream\n%%PDF-\nendstream endobj\n' $((number + 1))
      names="$names ($number) $number 0 R" number=$((number + 2))
    done
    echo "1 0 obj <</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[$names]>>>>>> endobj"
    printf 'trailer <</Root 1 0 R>>\n%%%%EOF\n'
  } >"$file"
}
mkdir enclosed
enclosing enclosed/one.pdf barley.pdf
enclosing enclosed/two.pdf barley.pdf list.doc
run "$index" --index enclosed-index enclosed
like "$err" 'one.pdf: holds 1 attached file that was not read: barley.pdf' 'a file within a PDF is told by its name'
like "$err" 'two.pdf: holds 2 attached files that were not read: barley.pdf, list.doc' 'so are several'

# --- files that cannot be opened ---
mkdir -m 777 shut shut/lib shut/out
chmod 755 "$work"
pdf shut/lib/open.pdf 'The weaver left.'
pdf shut/lib/дом.pdf 'Ткач ушёл.'
pdf shut/lib/before.pdf 'The tanner left.'
as_other=''
if [ "$(id -u)" = 0 ]; then as_other='setpriv --reuid=65534 --clear-groups'; fi
# run_as_other ARGUMENT...: as somebody to whom modes say something.
# shellcheck disable=SC2086 # several words
run_as_other() { run $as_other "$index" --index shut/out/i --ocr=never "$@"; }
# counts: documents, and those that were not fully read.
counts() {
  run "$search" --index shut/out/i --format=json 'weaver OR ткач OR tanner'
  echo "$(json total) $(json index.documents) $(json index.not_fully_read)"
}
chmod 000 shut/lib/дом.pdf
run_as_other shut/lib
if [ "$status" = 0 ] || [ "$status" = 74 ]; then
  exits 0 'a file that cannot be opened does not fail a run'
  like "$err" 'дом\.pdf: .*[Pp]ermission' 'it is named, with the reason'
  is "$(counts)" '2 3 1' 'and counted as not fully read'
  run_as_other --report=json shut/lib
  like "$out" 'дом\.pdf.*"unreadable".*[Pp]ermission' 'the next run tells of it again'
  is "$(counts)" '2 3 1' 'and counts it once'
  run_as_other --rebuild shut/lib
  is "$(counts)" '2 3 1' 'so does a rebuild'
  chmod 000 shut/lib/before.pdf && touch shut/lib/before.pdf
  run_as_other shut/lib
  is "$(counts)" '2 3 1' 'what was read of a file before is kept'
  run $as_other "$index" --index shut/out/i --check
  exits 0 'the index is sound'
  chmod 644 shut/lib/дом.pdf shut/lib/before.pdf
  run_as_other shut/lib
  is "$(counts)" '3 3 0' 'once it can be opened it is read'
  chmod 000 shut/lib/open.pdf && cp shut/lib/before.pdf shut/lib/more.pdf && chmod 000 shut/lib/more.pdf
  run_as_other shut/lib
  is "$(counts)" '3 4 1' 'one more is counted'
  rm -f shut/lib/more.pdf
  run_as_other shut/lib
  is "$(counts)" '3 3 0' 'and no more when it is deleted'
else
  skip 'a file that cannot be opened' 'the program cannot be run as another user here'
fi

# --- an index in use ---
mkfifo list
timeout 60 "$index" --index index --files-from list >/dev/null 2>&1 &
holder=$!
children="$children $holder"
exec 9>list
printf 'lib/good.pdf\n' >&9
busy=
for _ in $(seq 50); do
  run "$index" --index index lib
  [ "$status" = 75 ] && busy=yes && break
  sleep 0.1
done
is "$busy" yes 'while another recourse-index holds the index, the exit status is 75'
like "$err" 'index' 'and the message names the index'
is "$(total granary)" 1 'searching goes on meanwhile'
exec 9>&-
wait "$holder"
is "$?" 0 'the one that held it ends well'
run "$index" --index index lib
exits 0 'and then the index is free'

# --- interrupted ---
mkdir many
for i in $(seq 60); do pdf "many/$i.pdf" "The beehive number $i."; done
"$index" --index many-index --jobs 1 many >/dev/null 2>&1 &
worker=$!
sleep 0.3
kill -INT "$worker" 2>/dev/null
wait "$worker"
like "$?" '^(130|0)$' 'an interrupt ends with 130 (or came too late)'
run "$index" --index many-index many
exits 0 'the next run goes on'
run "$search" --index many-index --format=json beehive
is "$(json total)" 60 'and completes the index'
"$index" --index killed-index --jobs 1 many >/dev/null 2>&1 &
worker=$!
sleep 0.3
kill -KILL "$worker" 2>/dev/null
wait "$worker" 2>/dev/null
run "$index" --index killed-index many
exits 0 'after a run that was killed the next one goes on'
run "$search" --index killed-index --format=json beehive
is "$(json total)" 60 'and completes the index'

# --- a damaged index ---
cp -r index damaged
find damaged -type f -size +0 -exec sh -c 'for f; do head -c 100 /dev/zero >"$f"; done' _ {} +
run "$search" --index damaged granary
like "$status" '^(69|74)$' 'a damaged index is said to be one'
is "$out" '' 'and nothing is printed on standard output'
run "$search" --index index --format=json granary >/dev/full
exec 8>/dev/full
timeout 60 "$search" --index index --format=json granary >&8 2>/dev/null
is "$?" 74 'a full disk is an input/output error'

# --- --dump ---
mkfifo pipe.pdf
mkdir folder.pdf
for what in pipe.pdf folder.pdf /dev/zero; do
  run "$index" --dump "$what"
  exits 74 "--dump $what is refused"
  like "$err" "^recourse-index: $what: not a regular file" 'and the message says why'
  is "$out" '' 'nothing is printed'
done
run "$index" --dump no-such-file.pdf
exits 74 '--dump of a file that is not there is refused'
# A page that is not done with before it is ended: then the rest would be printed, with status 0.
{
  printf '%%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n'
  printf '2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n'
  printf '3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources %s>> endobj\n' \
    '<</XObject <</X 10 0 R>>>>'
  printf '4 0 obj <</Length 5>> stream\n/X Do\nendstream endobj\n'
  for form in $(seq 10 49); do
    printf '%d 0 obj <</Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 11 /Resources %s>> stream\n' \
      "$form" "<</XObject <</X $((form + 1)) 0 R>>>>"
    printf '/X Do /X Do\nendstream endobj\n'
  done
  printf 'trailer <</Root 1 0 R /Size 50>>\n%%%%EOF\n'
} >slow-page.pdf
for signal in INT TERM; do
  timeout 900 "$index" --dump slow-page.pdf >dumped 2>/dev/null &
  dumping=$!
  children="$children $dumping"
  # Until there are two servers, and the worker.
  program=
  for _ in $(seq 3000); do
    program=$(cat "/proc/$dumping/task/$dumping/children" 2>/dev/null)
    program=${program% }
    [ "$(wc -w 2>/dev/null <"/proc/${program:-0}/task/${program:-0}/children")" = 3 ] && break
    sleep 0.1
  done 2>/dev/null
  kill -"$signal" "$program"
  wait "$dumping"
  is "$?" 130 "--dump ends by SIG$signal"
  is "$(cat dumped)" '' 'and prints nothing'
done

finish
