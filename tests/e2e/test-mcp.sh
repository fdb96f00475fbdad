#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# recourse-mcp as an assistant's program meets it, and as a hostile one does.  A client of others is in
# tests/browser/mcp.test.mjs.
# shellcheck disable=SC2154 # variables from tap.sh
. "$(dirname "$0")/tap.sh"

# --- a library in both languages ---
mkdir papers
pdf papers/cited.pdf --title 'Observations on the reed cutters' 'As it was said before, wages are low.

12. The Committee recommends that reed cutters be paid.

13. It asks for a report on their wages.'
echo 'symbol = CERD/C/XYZ/CO/7' >papers/cited.pdf.meta
pdf papers/one.pdf 'We thank the Committee for paragraph 12 (CERD/C/XYZ/CO/7, para. 12), which helped.'
pdf papers/two.pdf 'Камышовым резчикам не платят вопреки рекомендации (CERD/C/XYZ/CO/7, п. 12).

Жалобы резчиков не рассмотрены.'
run "$index" --index index --ocr=never --quiet papers
exits 0 '(an index)'

# --- how it is asked ---
meta='"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}'
# ask LINE...: $status, answers in $out and .out, messages in $err.
ask() {
  printf '%s\n' "$@" >lines
  ask_file lines
}
ask_file() {
  timeout 600 "$mcp" --index index <"$1" >"$work/.out" 2>"$work/.err"
  status=$?
  out=$(cat "$work/.out") err=$(cat "$work/.err")
}
# request ID METHOD [PARAMS]: a message of the stateless revision.
request() { printf '{"jsonrpc":"2.0","id":%s,"method":"%s","params":{%s%s}}' "$1" "$2" "${3:+$3,}" "$meta"; }
# old ID METHOD [PARAMS]: one of an older revision.
old() { printf '{"jsonrpc":"2.0","id":%s,"method":"%s","params":{%s}}' "$1" "$2" "${3-}"; }
hello() {
  old 0 initialize "\"protocolVersion\":\"$1\",\"capabilities\":{},\"clientInfo\":{\"name\":\"a\",\"version\":\"1\"}"
}
# call TOOL ARGUMENTS
call() { ask "$(request 1 tools/call "\"name\":\"$1\",\"arguments\":{$2}")"; }
answer=result.structuredContent

# --- discovery ---
ask "$(request 1 server/discover)"
exits 0 'it ends when there is nothing more to read'
is "$(json 'result.supportedVersions.*' | tr '\n' ' ')" '2026-07-28 2025-11-25 2025-06-18 2025-03-26 2024-11-05 ' \
  'discovery: the revisions'
is "$(json result.resultType) $(json result.cacheScope) $(json result.capabilities.@keys)" 'complete public tools' \
  'discovery: what it can do'
like "$out" '"io.modelcontextprotocol/serverInfo":\{"name":"recourse"' 'discovery: who answers'
ask "$(request 1 tools/list)"
is "$(json 'result.tools.*.name' | tr '\n' ' ')" 'search read cited_by verify vocabulary coverage ' 'the tools'
is "$(json 'result.tools.*.annotations.readOnlyHint' | sort -u)" true 'each tool says that it only reads'
is "$(json 'result.tools.*.annotations.openWorldHint' | sort -u)" false 'and reaches nothing outside'
is "$(json result.tools.0.inputSchema.properties.limit.maximum)" 50 'bounds are those of the web page'
is "$(json result.tools.0.inputSchema.properties.region.type)" array 'a filter takes several values'
is "$(json result.tools.0.inputSchema.properties.unit.enum.1)" passage 'choices are listed'
is "$(json 'result.tools.1.inputSchema.required.*')" document 'what must be given is said'
fields=$(json 'result.tools.4.inputSchema.properties.field.enum.*' | tr '\n' ' ')
run "$search" --index index --vocabulary=none
is "$fields" "$(expr "$err" : '.*must be \([^;]*\)' | tr -d , | sed 's/ or / /') " \
  'the fields are those of --vocabulary'
run "$search" --help
for option in $(printf '%s\n' "$out" | sed -nE 's/^ +--(region|year|paragraph|similar|facets|cite|sort)[= ].*/\1/p'); do
  ask "$(request 1 tools/list)"
  is "$(json "result.tools.0.inputSchema.properties.$option.@type")" object \
    "an option of searches is an argument: $option"
done

# --- each tool says what the command line says ---
# same NAME COMMAND...: the last answer is what the command writes, and the line on what was searched.
same() {
  local name=$1
  shift
  json $answer >said
  like "$(json $answer.coverage.en)" 'documents: 3, pages: 3; not read whole: 0; as of 20' "$name: what was searched"
  like "$(json $answer.coverage.ru)" 'документам: 3, страницам: 3; прочитано не полностью: 0; на 20' "$name: in Russian"
  json result.content.0.text >as-text
  ok "$name: the same as text" python3 -c 'import json; a, b = (json.load(open(f)) for f in ("said", "as-text"))
assert a == b'
  run "$search" --index index --format=json "$@"
  ok "$name: the same as on the command line" python3 -c '
import json
a, b = (json.load(open(f)) for f in ("said", ".out"))
del a["coverage"]
assert a == b'
}
# proven NAME PATH: quotation, page, paragraph and digest of a document with a passage.
proven() {
  is "$(json "$2.sha256" | grep -cE '^[0-9a-f]{64}$')" 1 "$1: the SHA-256"
  is "$(json "$2.passages.0.page") $(json "$2.passages.0.paragraph")" '1 12' "$1: page and paragraph"
  is "$(json "$2.passages.0.text")" '12. The Committee recommends that reed cutters be paid.' "$1: the words"
}
call search '"q":"recommends reed cutters","language":["en"],"limit":5,"symbol":"CERD/C/XYZ/CO/7"'
exits 0 'search'
is "$(json result.isError)" false 'search: no error'
proven search $answer.hits.0
same search recommends reed cutters --lang=en --limit=5 --symbol=CERD/C/XYZ/CO/7
call search '"q":"жалобы резчиков","lang":"ru","passages":1'
is "$(json $answer.hits.0.file) $(json $answer.hits.0.passages.0.page)" 'two.pdf 1' 'search in Russian'
same 'search in Russian' жалобы резчиков --lang=ru --passages=1
call search '"q":"wages","facets":true,"expand":false'
same 'search with switches' wages --facets --expand=no
call search '"q":"wages","limit":1000,"offset":1000000,"passages":100'
is "$(json result.isError)" true 'a number beyond what searches take is an error of the tool'
call search '"q":"wages","limit":1000,"offset":100000,"passages":100'
is "$(json $answer.limit) $(json $answer.offset)" '50 10000' 'a search is cut to what the web page shows'
call search '"q":"wages","limit":"all"'
is "$(json $answer.limit)" 50 'and so is one for all'
call read '"document":"CERD/C/XYZ/CO/7","paragraph":"12"'
proven read $answer.hits.0
same read --show CERD/C/XYZ/CO/7 --paragraph=12
call read '"document":"CERD/C/XYZ/CO/7"'
is "$(json $answer.hits.0.passages.0.page)" 1 'read: without a place the beginning'
call read '"document":"CERD/C/XYZ/CO/7","page":1,"context":0'
same 'read: a page' --show CERD/C/XYZ/CO/7 --page 1
call cited_by '"document":"CERD/C/XYZ/CO/7"'
is "$(json $answer.documents) $(json $answer.paragraphs.0.paragraph)" '2 12' 'cited_by'
is "$(json "$answer.paragraphs.0.hits.*.sha256" | grep -cE '^[0-9a-f]{64}$')" 2 'cited_by: the SHA-256'
same cited_by --cited-by CERD/C/XYZ/CO/7
call cited_by '"document":"CERD/C/XYZ/CO/7","lang":"ru"'
is "$(json $answer.documents)" 1 'cited_by: a filter narrows it'
draft='It recommends “that reed cutters be paid” (CERD/C/XYZ/CO/7, para. 12), '
draft=$draft'“that reed cutters not be paid” (CERD/C/XYZ/CO/7, para. 12).'
call verify "\"draft\":\"$draft\""
is "$(json "$answer.claims.*.verdict" | sort | tr '\n' ' ')" 'differs exact exact exact ' 'verify'
is "$(json $answer.claims.0.found.page) $(json $answer.claims.0.found.paragraph)" '1 12' 'verify: page and paragraph'
like "$(json $answer.claims.0.found.sha256)" '^[0-9a-f]{64}$' 'verify: the SHA-256'
printf '%s' "$draft" >draft
same verify --verify draft
call verify '"draft":"Так сказано: «Жалобы резчиков рассмотрены» (CERD/C/XYZ/CO/7, п. 99).","interface":"ru"'
like "$(json "$answer.claims.*.message")" 'Пункта с таким номером' 'verify: a report in Russian'
call verify '"draft":"> that reed cutters be paid\n\nCERD/C/XYZ/CO/7, para. 12","form":"markdown"'
is "$(json $answer.draft.format)" markdown 'verify: Markdown'
for text in '<!doctype html><p>CERD/C/XYZ/CO/7' 'PK\u0003\u0004 CERD/C/XYZ/CO/7'; do
  call verify "\"draft\":\"$text\""
  is "$(json $answer.draft.format) $(json "$answer.claims.#")" 'plain 1' "verify: ${text:0:5} is text"
done
call vocabulary '"field":"group","text":"цыган"'
is "$(json $answer.concepts.0.id)" roma 'vocabulary'
same vocabulary --vocabulary=group цыган
call vocabulary '"field":"region","text":"a"'
ok '(there are more)' test "$(json $answer.total)" -gt 50
is "$(json "$answer.concepts.#")" 50 'vocabulary: no more than fifty names'
call coverage ''
is "$(json $answer.index.documents) $(json "$answer.hits.#")" '3 0' 'coverage: documents'
is "$(json "$answer.facets.language.*.id" | sort | tr '\n' ' ')" 'en ru ' 'coverage: counts'
call coverage '"lang":"ru"'
is "$(json $answer.total)" 1 'coverage: of what a filter leaves'
same coverage --facets --limit=0 --lang=ru

# --- older revisions ---
for revision in 2024-11-05 2025-03-26 2025-06-18 2025-11-25; do
  ask "$(hello $revision)" '{"jsonrpc":"2.0","method":"notifications/initialized"}' "$(old 1 ping)" \
    "$(old 2 tools/call '"name":"search","arguments":{"q":"wages"}')"
  is "$(json result.protocolVersion) $(json id | tr '\n' ' ')" "$revision 0 1 2 " \
    "$revision: the handshake, and what follows"
  unlike "$out" resultType "$revision: nothing of a later revision"
done
ask "$(hello 1999-01-01)"
is "$(json result.protocolVersion)" 2025-11-25 'a revision that is not known: the newest with a handshake'
ask "$(hello 2025-03-26)" "[$(old 1 ping),$(old 2 tools/list)]"
is "$(tail -n1 .out | "$here/json" '*.id' | tr '\n' ' ')" '1 2 ' 'a batch'
ask "$(hello 2025-03-26)" "[$(yes "$(old 1 ping)" | head -n 32 | paste -sd,)]"
is "$(tail -n1 .out | "$here/json" '#')" 32 'a batch of 32'
ask "$(hello 2025-06-18)" "[$(old 1 ping)]"
is "$(tail -n1 .out | "$here/json" error.code)" -32600 'no batch in a revision without'
ask "$(hello 2025-03-26)" "[$(yes "$(old 1 ping)" | head -n 33 | paste -sd,)]" '[]' "$(old 2 ping)"
is "$(json error.code | tr '\n' ' ')$(json id | tail -n1)" '-32600 -32600 2' 'a batch too large, and an empty one'

# --- what is wrong is an error, and the next is answered ---
# wrong NAME CODE LINE
wrong() {
  ask "$3" "$(request 77 tools/list)"
  is "$(head -n1 .out | "$here/json" error.code)" "$2" "$1"
  is "$(tail -n1 .out | "$here/json" id) $status" '77 0' "$1: the next is answered"
}
wrong 'no JSON' -32700 '{"jsonrpc":'
wrong 'no UTF-8' -32700 $'{"jsonrpc":"2.0","id":1,"method":"\xff\xfe"}'
wrong 'a name twice' -32700 '{"jsonrpc":"2.0","id":1,"id":2,"method":"tools/list"}'
# deep N: arrays in one another, below three objects.
deep() {
  # shellcheck disable=SC2046 # numbers
  request 1 tools/call "\"name\":\"search\",\"arguments\":{\"q\":$(printf '[%.0s' $(seq "$1"))$(
    printf ']%.0s' $(seq "$1"))}"
}
wrong 'JSON too deep' -32700 "$(deep 30)"
ask "$(deep 29)"
is "$(json result.isError)" true '(but not the deepest that is taken)'
wrong 'brackets in a string are no depth' -32601 "$(request '"\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["' none)"
wrong 'no object' -32600 '"tools/list"'
wrong 'an id that is null' -32600 "$(request null tools/list)"
wrong 'an id that is no number' -32600 "$(request '{"a":1}' tools/list)"
wrong 'another JSON-RPC' -32600 '{"jsonrpc":"1.0","id":1,"method":"tools/list"}'
wrong 'a method that there is not' -32601 "$(request 1 resources/list)"
wrong 'ping, which the stateless revision has not' -32601 "$(request 1 ping)"
wrong 'parameters that are no object' -32602 '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":[1]}'
wrong 'a request that does not say its revision' -32602 "$(old 1 tools/list)"
wrong 'one that does not say what its client can do' -32602 \
  "$(old 1 server/discover '"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}')"
wrong 'a revision that there is not' -32022 "$(request 1 tools/list | sed 's/2026-07-28/1900-01-01/')"
is "$(json error.data.requested) $(json error.data.supported.0)" '1900-01-01 2026-07-28' \
  'which says those that there are'
wrong 'a tool that there is not' -32602 "$(request 1 tools/call '"name":"delete","arguments":{}')"
wrong 'a tool without a name' -32602 "$(request 1 tools/call '"arguments":{}')"
wrong 'arguments that are no object' -32602 "$(request 1 tools/call '"name":"search","arguments":["q"]')"
{
  head -c 1200000 /dev/zero | tr '\0' 'x'
  printf '\n%s\n' "$(request 77 tools/list)"
} >long
ask_file long
is "$(head -n1 .out | "$here/json" error.code) $(tail -n1 .out | "$here/json" id)" '-32700 77' 'a line that is too long'
head -c 530000 /dev/zero | tr '\0' 'x' >much
request 1 tools/call "\"name\":\"verify\",\"arguments\":{\"draft\":\"DRAFT\"}" | perl -pe '
  BEGIN { open my $in, "<", "much"; $much = <$in> } s/DRAFT/$much/' >long
ask_file long
like "$(json result.content.0.text)" 'at most 524288 bytes' 'a draft that is too long is an error of the tool'
printf '%s' "$(request 5 tools/list)" >unended
ask_file unended
is "$(json id)" 5 'a last line without a line feed'
# mistaken NAME PATTERN TOOL ARGUMENTS: an error of the tool, not of the protocol.
mistaken() {
  call "$3" "$4"
  is "$(json result.isError)" true "$1"
  like "$(json result.content.0.text)" "$2" "$1: what is wrong"
}
mistaken 'an argument that a tool has not' 'no such argument' search '"querry":"wages"'
mistaken 'an argument of another tool' 'no such argument' vocabulary '"field":"group","text":"a","limit":1'
mistaken 'an argument of another type' 'cannot be a value' search '"q":{"a":1}'
mistaken 'a value that is not known' 'region' search '"region":["Нигдея"]'
mistaken 'what must be given is missing' 'document: is missing' read '"page":1'
mistaken 'a number out of range' 'from 0 to 20' read '"document":"A/1","context":21'
mistaken 'a choice that is not listed' 'one of plain markdown' verify '"draft":"a","form":"docx"'
mistaken 'a document that is not there' 'no document has this' read '"document":"A/HRC/99/99"'
mistaken 'a path is no draft and no document' 'no document has this' read '"document":"../../etc/passwd"'
unlike "$out$err" 'root:' 'and no file is read'

# --- cancelling ---
cancelled() { printf '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":%s}}' "$1"; }
ask "$(request 1 tools/list)" \
  "$(request '"b"' tools/call '"name":"coverage"')" "$(cancelled '"b"')" "$(request 3 tools/list)"
is "$(json id | tr '\n' ' ')" '1 3 ' 'a request that is cancelled before its turn has no answer'
ask "$(cancelled 9)" "$(request 1 tools/list)" "$(request 9 tools/list)"
is "$(json id | tr '\n' ' ')" '1 9 ' 'but one that comes behind that has one'
ask "$(cancelled '{"a":1}')" '{"jsonrpc":"2.0","method":"notifications/cancelled"}' "$(request 1 tools/list)"
is "$(json id)" 1 'a notification without sense is passed over'
python3 - "$(request 1 tools/call '"name":"verify","arguments":{"draft":"DRAFT"}')" >call <<'END'
import sys
lines = ('It said “the river %d was closed to %d ferrymen of the valley” (A/HRC/%d/9, para. %d).' % (i, i, i, i)
         for i in range(4000))
print(sys.argv[1].replace('DRAFT', r'\n\n'.join(lines)))
END
{
  cat call
  sleep 1
  cancelled 1
  printf '\n%s\n' "$(request 2 tools/list)"
} | RECOURSE_CPU_SECONDS=300 timeout 600 "$mcp" --index index >.out 2>.err
is "$(json id)" 2 'a call that is cancelled while it runs has no answer, and the next is answered'

# --- how it ends, and what it may ---
RECOURSE_CPU_SECONDS=0.05 timeout 600 "$mcp" --index index <call >.out 2>.err
like "$(json result.content.0.text)" 'processor time|took too long' 'a draft has the time of two searches, and no more'
RECOURSE_CPU_SECONDS=300 timeout 600 "$mcp" --index index <call >.out 2>.err
is "$(json result.isError)" false '(which is enough where there is time)'
request 1 tools/call '"name":"search","arguments":{"q":"wages"}' >short
RECOURSE_CPU_SECONDS=1e-30 timeout 600 "$mcp" --index index <short >.out 2>.err
is "$(json result.isError)" true 'a search without time is an error of the tool'
like "$(json result.content.0.text)" 'processor time' 'which says so'
"$mcp" --index index <lines 2>.err | true
is "${PIPESTATUS[0]}" 0 'it ends when nobody reads any more'
run "$mcp" --index missing
exits 69 'no index'
like "$err" '^recourse-mcp: ' 'which is said on standard error'
is "$out" '' 'and not on standard output'
run "$mcp" --version
like "$out" '^recourse-mcp [0-9]' '--version'
run "$mcp" --help
like "$out" '--index=DIR' '--help'
run "$mcp" --port=80
exits 2 'an option that there is not'
printf '%s\n' "$(request 1 tools/list)" >lines
RECOURSE_INDEX=$work/index timeout 60 "$mcp" <lines >.out
is "$(json id)" 1 'without --index that of the environment'
find index -type f -exec sha256sum {} + | sort >before
call search '"q":"secretword"'
find index -type f -exec sha256sum {} + | sort >after
ok 'a search changes nothing in the index folder' cmp -s before after
is "$err" '' 'and nothing of it is said on standard error'
if [ -n "${RECOURSE_SANITIZE-}" ]; then
  skip 'it closes itself in before it reads a line' 'not under sanitizers'
else
  coproc "$mcp" --index index
  for _ in $(seq 100); do
    facts=$(grep -E '^(NoNewPrivs|Seccomp):' "/proc/$COPROC_PID/status" | tr '\t\n' '  ')
    [ "$facts" = 'NoNewPrivs: 1 Seccomp: 2 ' ] && break
    sleep 0.1
  done
  is "$facts" 'NoNewPrivs: 1 Seccomp: 2 ' 'it closes itself in before it reads a line'
  kill "$COPROC_PID"
fi
finish
