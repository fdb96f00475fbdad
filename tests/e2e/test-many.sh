#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Many documents: the memory of the indexer does not grow with them, nor that of a search that writes all of them.
# DOCUMENTS sets how many (`make soak`: 10,000).
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
*) skip 'memory' 'sanitizers need more' && finish ;;
esac

# --- all of them carried away ---

cat >carry.py <<'END'
import os, sys
process = os.fork()
if process == 0:
    os.dup2(os.open('carried', os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 1)
    os.execv(sys.argv[1], sys.argv[1:])
_, status, used = os.wait4(process, 0)
print(used.ru_maxrss // 1024)
sys.exit(os.waitstatus_to_exitcode(status))
END
# carry OPTION...: writes what is found to the file carried; the most memory that it took, in MiB, is in $peak.
carry() {
  run python3 carry.py "$search" --index index "$@" ba
  peak=$out
}
# FORMAT|what stands once in each hit
for row in 'text|^ *[0-9]*\. d[0-9]{5}' 'json|"sha256":"[0-9a-f]*","file"' 'ndjson|^\{"id"' \
  'csv|^"[0-9]*","[0-9]*","[0-9a-f]{16}"' 'bibtex|^@' 'ris|^TY  -' 'csl|"id":' 'atom|<entry>' 'files|^.'; do
  format=${row%%|*} item=${row#*|}
  for unit in document passage; do
    run "$search" --index index --count --unit=$unit ba
    total=$out
    carry --format="$format" --unit=$unit --passages=1 --limit=all
    is "$status $(grep -oE "$item" carried | wc -l)" "0 $total" "$format: all of $total ${unit}s are written"
    ok "$format, $unit: with less than 64 MiB" test "$peak" -lt 64
    note "$peak MiB"
  done
done
finish
