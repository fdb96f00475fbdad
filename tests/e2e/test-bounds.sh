#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is very long is read, cited and answered in bounds: passages, labels, columns, and the time of a request.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/tap.sh"

long() { "$here/make-long" "$@"; }
# longest: the longest text of the passages of the last dump, in bytes, and how many there are.
longest() {
  perl -MJSON::PP -ne '$d = decode_json $_; next if !exists $d->{text}; utf8::encode($d->{text}); $n++;
    $m = length $d->{text} if $m < length $d->{text};
    END { print $m <= 8192 && $m > 4000 ? "readable" : $m, " ", $n > 1 ? "many" : $n }' "$work/.out"
}

mkdir docs
long docs/word.pdf word 40
long docs/register.pdf register 60
long docs/numbered.pdf numbered 6
long docs/names.pdf names 20
long docs/labels.pdf labels 3
long docs/columns.pdf columns 1
long docs/cites.pdf cites 30
run "$index" --index index --ocr=never --report=json docs
exits 0 'documents that have very much of one thing are indexed'
for name in word register numbered names labels columns cites; do
  like "$out" "\"file\":\"[^\"]*/$name.pdf\",[^}]*\"status\":\"ok\"" "$name.pdf is read whole"
done

for name in word register numbered names; do
  run "$index" --dump "docs/$name.pdf"
  is "$(longest)" 'readable many' "$name.pdf: no passage is longer than people read"
done
run "$index" --dump docs/numbered.pdf
is "$(grep -c '"paragraph":"14"' .out)" "$(grep -c '"passage":' .out)" \
  'each part of a long paragraph is cited by its number'
run "$search" --index index --format=json zakonchennyj
is "$(json 'hits.0.passages.0.hit_page')" 60 'the last row of a register is found on its page'
run "$index" --dump docs/labels.pdf
like "$out" '"page_label":"L{1000,1024}"' 'a label is cut at what a record holds'
run "$index" --dump docs/columns.pdf
is "$(tr -cs 'a-z' '\n' <.out | grep -Ecx '(ba|de|fi|ko|lu|me|no|pa)(ra|si|to|vu|ze)[a-z]{6,}')" 600 \
  'a page that costs too much to be read in columns has all its words'

# Processor time, generously: each of these took minutes, or grew with the square of the text.
run bash -c "ulimit -t 20; exec '$search' --index index --limit=20 --facets torture"
exits 0 'a document of one word is shown in the time of a request'
run bash -c "ulimit -t 20; RECOURSE_INDEX=index REQUEST_METHOD=GET QUERY_STRING='q=torture&format=text' exec '$cgi'"
like "$out" '^Status: 200' 'and so it is on the web'
run "$search" --index index --format=json --facets cites:A/HRC/2/
like "$(json 'facets.cites.*.id' | wc -l)" '^ *(100|[1-9][0-9]?)$' 'facets show what they can'

# The time of a request.
run env RECOURSE_CPU_SECONDS=1e-30 "$search" --index index torture
exits 75 'a search that takes too long ends with 75'
like "$err" 'took more than .* s of processor time' 'and says so'
is "$out" '' 'and nothing looks like an answer'
run env RECOURSE_CPU_SECONDS=1e-30 RECOURSE_INDEX=index REQUEST_METHOD=GET QUERY_STRING='q=torture&format=json' "$cgi"
like "$out" '^Status: 503' 'a page that takes too long is not there'
like "$out" 'processor time' 'and says why'

# Words of which each stands there once cost most: several such documents at a time.
# weigh NAME ARGUMENT...: runs the indexer, which must end well, and looks at the most memory that it held.
weigh() {
  local name=$1 indexer most
  shift
  "$index" --index rare-index --ocr=never --jobs=3 "$@" >.out 2>.err &
  indexer=$!
  children="$children $indexer"
  while grep VmHWM "/proc/$indexer/status" 2>/dev/null; do sleep 0.1; done | awk '{ print $2 }' >memory
  wait "$indexer"
  is "$?" 0 "$name"
  children=''
  if [ -n "${RECOURSE_SANITIZE:-}" ]; then
    skip "$name: memory" 'sanitizers need more'
  else
    most=$(($(tail -n 1 memory) / 1024))
    note "memory of the indexer: $most MiB"
    ok "$name: it stays below 256 MiB" test "$most" -gt 0 -a "$most" -lt 256
  fi
}
mkdir rare
for pages in 400 401 402; do long "rare/$pages.pdf" distinct "$pages"; done
weigh 'documents of rare words alone are indexed' --report=json rare
is "$(grep -c '"status":"partial".*"reason":"what follows from page 1[0-9][0-9] on is left out' .out)" 3 \
  'what is more than an index takes of one document is left out, and that is said'
weigh 'and made anew from what is kept of them' --rebuild rare
run "$search" --index rare-index --format=json anything
is "$(json index.not_fully_read)" 3 'they are read in part still'

finish
