#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Many documents: the indexer's memory does not grow with them.  DOCUMENTS sets how many (`make soak`: 10,000).
. "$(dirname "$0")/tap.sh"
command -v python3 >/dev/null || skip_all 'python3 is not there'
documents=${DOCUMENTS:-400}

"$here/make-many" files "$documents"
"$index" --index index --ocr=never files 2>messages &
indexer=$!
children="$children $indexer"
# Memory in use, in KiB, each tenth of a second.
while kill -0 "$indexer" 2>/dev/null; do
  awk '/^RssAnon/ { print $2 }' "/proc/$indexer/status" 2>/dev/null
  sleep 0.1
done >memory
wait "$indexer"
is "$?" 0 "$documents documents are indexed"
children=''
run "$index" --index index --check
like "$err" "sound, $documents documents" 'all of them are there, and the index is sound'

# peak FROM TO: the most memory between two parts of the run, in MiB.
peak() { awk -v from="$1" -v to="$2" '{ m[NR] = $1 } END {
  for (i = int(from * NR) + 1; i <= to * NR; i++) if (m[i] > most) most = m[i]; print int(most / 1024) }' memory; }
case "${RECOURSE_SANITIZE:-}" in
'')
  early=$(peak 0 0.3) late=$(peak 0.3 1)
  note "memory of the indexer: $early MiB in the first third of the run, $late MiB after it"
  ok 'memory was looked at' test "$early" -gt 0 -a "$late" -gt 0
  ok 'the indexer stays below 256 MiB' test "$late" -lt 256
  ok 'and does not grow with the documents' test "$late" -lt $((early + 48))
  ;;
*) skip 'memory' 'sanitizers need more' ;;
esac
finish
