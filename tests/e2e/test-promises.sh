#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is promised has a test: each sentence of SECURITY.md and of the manuals of searching is held against a table that
# names its tests.  And what no other test looks at.
. "$(dirname "$0")/tap.sh"

# --- the sentences ---

# compare TABLE TEXT: what is wrong between them, and tests that are not there.
compare() {
  local sentence tests test file name
  "$here/sentences" "$2" | sort >said
  grep -v '^#' "$1" | cut -f1 | sort >known
  comm -23 said known | sed 's/^/no test is named for: /'
  comm -13 said known | sed 's/^/nowhere said: /'
  grep -v '^#' "$1" | while IFS= read -r line; do
    sentence=${line%%$'\t'*} tests=${line#*$'\t'}
    [ "$sentence" != "$line" ] || echo "no test: $sentence"
    while IFS= read -r test; do
      case $test in '- '?*) continue ;; esac
      file=${test%%: *} name=${test#*: }
      case $name in test_*) name="($name)" ;; esac # as it is run
      [ -n "$name" ] && grep -qF -- "$name" "$top/tests/$file" 2>/dev/null || echo "there is no test $test"
    done <<<"${tests//$'\t'/$'\n'}"
  done
}
table=$top/tests/e2e/promises.tsv
is "$(compare "$table" "$top/SECURITY.md")" '' 'each sentence of SECURITY.md has its tests, and they are there'
ok '(there are some)' test "$(wc -l <said)" -gt 40
# That this can fail:
sed 's/is at most 4,096 bytes/is at most 8,192 bytes/' "$top/SECURITY.md" >changed.md
is "$(compare "$table" changed.md | grep -c .)" 2 'a sentence that was changed is seen'
sed 's/test_no_other_call/test_no_such_thing/' "$table" >changed.tsv
like "$(compare changed.tsv "$top/SECURITY.md")" '^there is no test unit/test-sandbox.c: test_no_such_thing$' \
  'and a test that is not there'

# manual TABLE PAGE LEAST: of a manual page the same, with so many sentences at the least.
manual() {
  local name=${2##*/}
  is "$(compare "$1" "$2")" '' "each sentence of $name has its tests, and they are there"
  ok "(there are some in $name)" test "$(wc -l <said)" -gt "$3"
}
manual "$top/tests/e2e/promises-search.tsv" "$top/doc/recourse-search.1" 100
manual "$top/tests/e2e/promises-query.tsv" "$top/doc/recourse-query.7" 100
manual "$top/tests/e2e/promises-cgi.tsv" "$top/doc/recourse.cgi.8" 40
manual "$top/tests/e2e/promises-mcp.tsv" "$top/doc/recourse-mcp.1" 30
mkdir changed
sed 's/, from 0 to 100;/, from 0 to 500;/' "$top/doc/recourse-search.1" >changed/recourse-search.1
is "$(compare "$top/tests/e2e/promises-search.tsv" changed/recourse-search.1 | grep -c .)" 2 \
  'a sentence of a manual that was changed is seen'

# --- what an index and its answers do not hold ---

# A PDF that says who wrote it, and with what.
mkdir -p 'secret-folder/папка'
pdf secret-folder/a.pdf --title 'On granaries' 'The granary of the valley was closed.'
pdf 'secret-folder/папка/b.pdf' --title 'Об амбарах' 'Амбар в долине закрыли.'
for file in secret-folder/a.pdf secret-folder/папка/b.pdf; do
  perl -0pi -e 's{/Title}{/Author (anonymousauthor) /Creator (creatingprogram) /Title}' "$file"
  ok "$file: it names its author" grep -q anonymousauthor "$file"
done
# As UTF-16, too, in which most programs write a name.
perl -0pi -e 's{anonymousauthor}{"\\376\\377" . join "", map { "\\000$_" } split //, "anonymousauthor"}e' \
  secret-folder/папка/b.pdf
run "$index" --index index --ocr=never secret-folder
exits 0 'documents that name their authors are indexed'
is "$(total --expand=no granary) $(total --expand=no амбар)" '1 1' 'and found'
# Plain and as xapian and zstd keep it.
found=$(find index -type f -exec sh -c 'cat "$1"; strings -el "$1"; strings -eb "$1"' sh {} \; 2>/dev/null |
  grep -aciE 'anonymousauthor|creatingprogram')
is "$found" 0 'no file of the index has author or creator of a PDF'
for file in secret-folder/a.pdf secret-folder/папка/b.pdf; do
  run "$index" --dump "$file"
  unlike "$out" 'anonymousauthor|creatingprogram' "$file: nor is it read"
done
find index -type f -exec sha256sum {} + | sort >before
answers=''
for query in granary амбар; do
  for format in text json; do
    run "$search" --index index --format=$format --facets "$query"
    exits 0 "$query as $format"
    answers="$answers$out$err"
  done
  word=$(printf '%s' "$query" | od -An -tx1 | tr -d '\n' | tr ' ' %)
  run "$search" --index index --format=json "$query"
  for request in "q=$word" "q=$word&format=json" "q=$word&format=text" "document=$(json hits.0.id)"; do
    run env RECOURSE_INDEX=index REQUEST_METHOD=GET SCRIPT_NAME='' PATH_INFO=/ QUERY_STRING="$request" "$cgi"
    like "$out" '^Status: 200' "a page for $request"
    answers="$answers$out$err"
  done
done
like "$answers" 'a\.pdf' '(answers name files)'
unlike "$answers" "secret-folder|$work" 'no answer has the path of a folder that was indexed'
unlike "$answers" 'anonymousauthor|creatingprogram' 'nor an author'
find index -type f -exec sha256sum {} + | sort >after
ok 'a search changes nothing in the index folder' cmp -s before after

# --- where a request goes ---
mkdir -p home tmp
HOME=$work/home TMPDIR=$work/tmp RECOURSE_INDEX=$work/index REQUEST_METHOD=GET SCRIPT_NAME='' PATH_INFO=/ \
  QUERY_STRING='q=secretword+granary&region=secretword' "$cgi" >page 2>messages
HOME=$work/home TMPDIR=$work/tmp "$search" --index index secretword >answer 2>>messages
is "$(grep -l secretword page)" page '(the answer has what was asked)'
is "$(find home tmp -type f; grep -rlw secretword index messages)" '' 'nothing of a request is in a file or a message'
for program in "$index" "$search" "$cgi" "$mcp"; do
  if [ -n "${RECOURSE_SANITIZE:-}" ] || ! command -v nm >/dev/null; then
    skip "$(basename "$program") asks for no outgoing connection" 'nm is not there, or a sanitizer has calls of its own'
    continue
  fi
  ok "($(basename "$program") can be looked into)" grep -q GLIBC <(nm -D --undefined-only "$program")
  outgoing='connect|sendto|sendmmsg|getaddrinfo|gethostby[a-z]*|g_socket[a-z_]*'
  found=$(nm -D --undefined-only "$program" | grep -owE "$outgoing")
  is "$found" '' "$(basename "$program") asks for no outgoing connection"
done

# --- the configurations ---
settings() { grep -vE '^ *#' "$top/searcher/web/$1"; }
like "$(settings nginx.conf)" '^ *access_log +off;' 'the configuration for nginx keeps no log'
like "$(settings nginx.conf)" '^ *error_log +/dev/null;' 'nor one of errors'
unlike "$(settings lighttpd.conf)" 'mod_accesslog|accesslog' 'that for lighttpd neither'
is "$(settings nginx.conf | grep -E '^ *listen ' | grep -v '127\.0\.0\.1:')$(settings lighttpd.conf |
  grep -E '^ *server\.bind' | grep -v '"127\.0\.0\.1"')" '' 'each configuration listens on this machine only'
ok '(each says where)' test "$(settings nginx.conf | grep -cE '^ *listen ')$(settings lighttpd.conf |
  grep -cE '^ *server\.bind')" = 11

# --- the statuses that README names ---
named=$(tr '\n' ' ' <"$top/README.md" | grep -oE 'Programs end with [^.]*\.' | grep -oE '[0-9]+ \(' |
  tr -dc '0-9\n' | sort -n | paste -sd' ')
manual=$(for page in recourse-index.1 recourse-search.1; do
  sed -n '/^\.Sh EXIT STATUS/,/^\.El/s/^\.It //p' "$top/doc/$page"
done | sort -un | paste -sd' ')
is "$named" "$manual" 'README names the exit statuses that the manuals do'
finish
