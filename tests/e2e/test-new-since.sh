#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is new since a search was recorded, in English and Russian; and records that are none.
# shellcheck disable=SC2154 # variables from tap.sh
. "$(dirname "$0")/tap.sh"

mkdir library
for i in 1 2 3; do
  pdf library/$i.pdf "$i. The granary $i was closed; амбар $i закрыли." "2$i. Of the granary, более об амбаре."
done
run "$index" --index index --ocr=never --quiet library
run "$search" --index index --record en.json granary
exits 0 '(a record)'
run "$search" --index index --record ru.json --unit=passage амбар
exits 0 '(one in Russian, of passages)'
ask() { run "$search" --index index --format=json --new-since "$@"; }

ask en.json granary
is "$status $(json total) $(json total_passages) $(json 'hits.#')" '1 0 0 0' 'nothing is new'
is "$(json notes.0.code) $(json notes.0.arguments.1)" 'since-record 3' 'and a note says since when'
is "$(json notes.0.arguments.0)" "$("$here/json" written <en.json)" 'as the record has it'
pdf library/new.pdf '7. A granary of another village; ещё один амбар.' '8. And a granary, и амбар.'
mv library/2.pdf library/moved.pdf
pdf library/1.pdf '1. The granary 1 was opened again; амбар 1 открыли.'
run "$index" --index index --ocr=never --quiet library
for query in granary амбар; do
  record=en.json
  [ $query = granary ] || record=ru.json
  ask $record --facets --sort=date $query
  is "$status $(json total) $(json 'hits.*.file' | sort | paste -sd' ')" '0 2 1.pdf new.pdf' \
    "$query: what came, and what has other bytes, but nothing that was moved"
  is "$(json total_passages) $(json facets.status.0.count)" '3 2' \
    "$query: passages and facets are counted of these alone"
  ask $record --unit=passage $query
  is "$(json total) $(json 'hits.*.file' | sort -u | paste -sd' ')" '3 1.pdf new.pdf' "$query: passages"
  ask $record --limit=1 --offset=1 $query
  is "$(json total) $(json 'hits.#')" '2 1' "$query: page by page"
  ask $record "$query -opened"
  is "$(json total) $(json hits.0.file)" '1 new.pdf' "$query: with what is excluded"
  ask $record "$query lighthouse"
  is "$(json 'hits.*.file' | sort | paste -sd' ')" '1.pdf new.pdf' "$query: nor is what only comes near"
done
run "$search" --index index --new-since ru.json амбар
like "$out" '^Note: Documents that the search of 20.* listed are left out; it had 6 hits\.$' 'text says so, too'
run "$search" --index index --record second.txt --interface=ru --new-since ru.json амбар
like "$(tr -s '\n ' ' ' <second.txt)" \
  'Примечание: Документы, которые перечислил поиск 20.*, пропущены; найденного в нём было: 6\.' \
  'and a record, in Russian'
is "$(grep -cE '^[0-9]+\. ' second.txt)" 2 'which lists what is new'
run "$search" --index index --format=files --new-since en.json granary
is "$(sort <<<"$out" | paste -sd' ')" '1.pdf new.pdf' 'files, for scripts'
like "$err" 'are left out' 'which are told beside'
# Several indexes as one: documents are named, not numbered.
mkdir other both
pdf other/other.pdf '9. A granary of the other index; амбар.'
run "$index" --index other.index --ocr=never --quiet other
cp -r index both.index
printf 'auto %s\nauto %s\n' "$work"/index/generation-* "$work"/other.index/generation-* >both.index/xapian
run "$search" --index both.index --format=json --new-since en.json granary
is "$(json total) $(json 'hits.*.file' | sort | paste -sd' ')" '3 1.pdf new.pdf other.pdf' 'of several indexes'

# --- records that are none ---

refused() { # STATUS NAME
  ask bad.json granary
  is "$status" "$1" "$2"
  is "$out" '' "$2: and nothing is shown"
}
"$search" --index index --format=json granary >bad.json
refused 2 'an answer, of which nobody knows whether it is all'
head -c -20 en.json >bad.json
refused 2 'half a record'
sed 's/"listed":3/"listed":4/' en.json >bad.json
refused 2 'a record that has lost a hit'
sed -E '0,/"sha256":"[0-9a-f]{60}/s//"sha256":"/' en.json >bad.json
refused 2 'a digest that is none'
sed -E 's/"sha256":"[0-9a-f]*"/"sha256":7/g' en.json >bad.json
refused 2 'a number for a digest'
sed 's/"written":"/"written":7,"x":"/' en.json >bad.json
refused 2 'a record without a time'
head -c 1000000 /dev/zero | tr '\0' '[' >bad.json
refused 2 'brackets without end'
for text in '' null '[]' '{"written":"x","hits":{},"listed":0}' '{"written":"x","hits":[1],"listed":1}' \
  '{"written":"x","written":"y","hits":[],"listed":0}' '{"written":"\ud800","hits":[],"listed":0}'; do
  printf '%s' "$text" >bad.json
  refused 2 "no record: $text"
done
ln -sf /dev/zero bad.json
refused 2 'a file without end'
rm bad.json
refused 74 'no file'
printf '{"written":"\\u001b[31m","hits":[],"listed":0}' >bad.json
run "$search" --index index --new-since bad.json granary
exits 0 'a record with controls'
is "$(LC_ALL=C tr -d '\n -\377' <.out | wc -c)" 0 'none of them reaches a terminal'
for other in --show=x --verify=x --cited-by=x --vocabulary=region --queries=x; do
  run "$search" --index index --new-since en.json $other
  exits 2 "not with $other"
  like "$err" "new-since goes without ${other%%=*}" 'as is said'
done
finish
