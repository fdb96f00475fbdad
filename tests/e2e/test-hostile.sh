#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Damaged, odd and exhausting PDFs among good ones: every file gets a status within its time, nothing of it
# harms the index or the others.  HOSTILE=all reads the whole collections of ../shared, else a part of them.
. "$(dirname "$0")/tap.sh"
command -v python3 >/dev/null || skip_all 'python3 is not there'

mkdir files
"$here/make-bombs" files/bombs "${BOMB_PAGES:-2000}"
cp -r "$top/corpus" files/corpus && rm -rf files/corpus/sources
some() { if [ "${HOSTILE:-some}" = all ]; then cat; else awk 'NR % 12 == 1'; fi; }
for collection in hostile real; do
  if [ -d "$RECOURSE_SHARED/$collection" ]; then
    find -L "$RECOURSE_SHARED/$collection" -iname '*.pdf' | sort | some |
      while IFS= read -r file; do
        ln -s "$(realpath "$file")" "files/$(printf '%s' "$file" | md5sum | cut -c1-8)-$(basename "$file")"
      done
  else
    note "there is no $RECOURSE_SHARED/$collection: only corpus/ and the bombs are read"
  fi
done
count=$(find files -iname '*.pdf' | wc -l)

# peak PID: the most memory that a process ever held, in KiB, as long as it lives.
"$index" --index "$work/index" --ocr=never --report=json files >report.json 2>messages &
indexer=$!
children="$children $indexer"
peak=0 worker_peak=0
while kill -0 "$indexer" 2>/dev/null; do
  now=$(awk '/^VmHWM/ { print $2 }' "/proc/$indexer/status" 2>/dev/null)
  [ "${now:-0}" -le "$peak" ] || peak=$now
  for child in $(cat "/proc/$indexer/task/$indexer/children" 2>/dev/null); do
    now=$(awk '/^VmHWM/ { print $2 }' "/proc/$child/status" 2>/dev/null)
    [ "${now:-0}" -le "$worker_peak" ] || worker_peak=$now
  done
  sleep 0.1
done
wait "$indexer"
status=$?
children=''
is "$status" 0 "$count files, hostile ones among them, are read to the end"
is "$(grep -E 'runtime error:|Sanitizer:' messages | head -n 3)" '' 'no sanitizer has anything to report'
is "$(grep -c '"status"' report.json)" "$count" 'every file has a line in the report'
statuses='ok|partial|no-text|encrypted|damaged|timeout|out-of-memory|crashed|too-big|unreadable'
is "$("$here/json" status <report.json | grep -Evx "$statuses" | head -n 3)" '' 'with a status of the list'
note "$("$here/json" status <report.json | sort | uniq -c | tr -s ' \n' ' ')"
# What a document may take that must be read again and again, and a second for each time.
late=$("$here/json" processor_seconds <report.json | awk '$1 > 300' | head -n 1)
is "$late" '' 'no file takes more of the processor than its limits allow'
run "$index" --index index --check
exits 0 'the index is sound'
if command -v xapian-check >/dev/null; then
  run xapian-check index/generation-*
  like "$out" 'No errors found' 'xapian-check finds nothing'
fi
is "$(pgrep -f "$index --index $work/index" | wc -l)" 0 'no process is left'
case "${RECOURSE_SANITIZE:-}" in
'')
  note "peak of memory: indexer $((peak / 1024)) MiB, a worker $((worker_peak / 1024)) MiB"
  ok 'the indexer stays below 256 MiB' test "$peak" -lt 262144
  ok 'and each worker below 1 GiB' test "$worker_peak" -lt 1048576
  ;;
*) skip 'memory' 'sanitizers need more' ;;
esac

# --- the bombs ---
# became NAME: what became of a bomb.
became() { grep "bombs/$1.pdf" report.json | "$here/json" status; }
for bomb in nested-forms double-flate white-space; do
  like "$(became $bomb)" '^(timeout|out-of-memory|no-text|partial|crashed)$' "$bomb ends"
done
# By itself: three seconds that it has to fill its memory must not become the ten of a page, since others read too.
if [ -z "${RECOURSE_SANITIZE:-}" ]; then
  "$index" --index alone --ocr=never --quiet --report=json files/bombs/huge-map.pdf >alone.json 2>messages.alone
  is "$("$here/json" status <alone.json)" out-of-memory 'memory has its limit'
fi
is "$(became many-words)" ok '100,000 words on a page are read'
is "$(became many-pages)" ok 'many pages are read'
is "$(became slow-page)" partial 'a page that does not end costs that page alone'
is "$(total harvestmouse)$(total dormouseling)" 11 'the pages before and after it are found'
run "$search" --index index --format=json dormouseling
is "$(json hits.0.passages.0.page)" 3 'with their right numbers'
like "$(grep slow-page messages)" 'read without page 2' 'and the page that is missing is named'
is "$(total word99999)" 1 'the last word of a long page is found'

# --- good documents are whole among them ---
"$index" --index good --ocr=never --quiet files/corpus
for word in pogrom 'пыток' 'rights' 'прав'; do
  run "$search" --index good --format=json --limit=1000 "$word"
  wanted=$(json 'hits.*.id' | sort)
  run "$search" --index index --format=json --limit=1000 "$word"
  missing=$(comm -13 <(json 'hits.*.id' | sort) <(printf '%s\n' "$wanted") | wc -l)
  is "$missing" 0 "every good document is found by '$word'"
done
finish
