#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A request has an end: by a signal, by the processor time that it has used, and the web server goes on.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/tap.sh"
PATH=$PATH:/usr/sbin:/sbin

mkdir docs
pdf docs/plain.pdf 'The quarry was closed for the winter.'
pdf docs/evil.pdf 'The dormouseling was seen once more.'
"$here/make-long" docs/long.pdf numbered 40
"$here/make-long" docs/drawn.pdf drawn 3
run "$index" --index index --ocr=never docs
exits 0 '(an index)'

# --- what was not searched, or not read, is said ---

# ask_cgi QUERY_STRING: $status, $headers and $body of the answer.
ask_cgi() {
  run env RECOURSE_INDEX=index REQUEST_METHOD=GET QUERY_STRING="$1" "${@:2}" "$cgi"
  headers=$(sed '/^\r$/q' .out | tr -d '\r')
  body=$(sed '1,/^\r$/d' .out)
}

run "$search" --index index --format=json meadow
is "$(json 'hits.0.status') $(json index.not_fully_read)" 'partial 1' 'JSON: a document is read in part, and counted'
ask_cgi 'q=meadow'
document=$(printf '%s' "$body" | grep -Eo 'document=[0-9a-f]{16}' | head -n 1)
ask_cgi "$document&q=meadow"
like "$body" 'This document was not read whole \(some pages could not be read\)' 'the page of the document says so'
like "$body" '>3, of which 1 read<' 'and how much was'
ask_cgi "$document&q=meadow&ui=ru"
like "$body" 'Этот документ прочитан не полностью \(часть страниц не прочитана\)' 'and in Russian'
like "$body" '>3, из них прочитано 1<' 'how much, too'


pdf docs/halves.pdf 'The orchard was sold to the abbey in spring.' 'Nothing grows there.

The granary burned down a year later, in the autumn, and nobody has rebuilt it since.'
run "$index" --index index --ocr=never docs
run "$search" --index index --format=json orchard granary
is "$(json 'hits.0.passages.*.complete' | sort -u)" false \
  'JSON: a passage that answers part of the query is not complete'
ask_cgi 'q=orchard+granary'
like "$body" 'class="passage partial".*class="aside">holds part of the query<' 'the page says that of a passage'
ask_cgi 'q=orchard+granary&ui=ru'
like "$body" 'class="passage partial".*class="aside">отвечает части запроса<' 'and in Russian'
ask_cgi 'q=orchard'
unlike "$body" 'passage partial|holds part' 'a passage that answers all of it is not called a part'

# The time that is enough to find documents and not to show them depends on the machine: looked for from
# far too little on.
# until_cut_short WORDS COMMAND...: runs it until its answer holds the words.
until_cut_short() {
  local words=$1 seconds
  shift
  for _ in 1 2 3; do # a busy machine may leap over it
    seconds=0.0002
    while run env "RECOURSE_CPU_SECONDS=$seconds" "$@" && ! grep -q "$words" .out; do
      seconds=$(awk -v s="$seconds" 'BEGIN { print s * 1.07; exit s > 20 }') || continue 2
    done
    return
  done
}
until_cut_short '"code":"time-limit"' sh -c '"$@"; [ $? != 2 ]' - \
  "$search" --index index --format=json --limit=50 --passages=100 --facets regrets
is "$(json 'notes.0.code') $(json total)" 'time-limit 1' \
  'JSON: a search that was cut short shows what it has, and says so'
for language in en ru; do
  until_cut_short 'class="note"' env RECOURSE_INDEX=index REQUEST_METHOD=GET \
    "QUERY_STRING=q=regrets&passages=100&ui=$language" "$cgi"
  case $language in
  en) wanted='took more than [0-9.e-]+ s of processor time and was ended: some of what it found is not shown' ;;
  ru) wanted='занял больше [0-9.e-]+ с процессорного времени и был остановлен: часть найденного не показана' ;;
  esac
  like "$out" '^Status: 200' "the page in $language of a search that was cut short"
  like "$out" "class=\"note\">[^<]*$wanted" "the page in $language says that it is not all"
done

# --- a signal ---

# ends NAME: the last background process ends by SIGTERM.
ends() {
  kill -TERM "$!"
  wait "$!"
  is "$?" 143 "$1"
}
mkfifo answer
as_cgi="RECOURSE_INDEX=index REQUEST_METHOD=GET"
"$search" --index index --format=json --passages=100 regrets >answer &
children="$children $!"
exec 3<answer
read -r -N 1 first <&3
is "$first" '{' 'recourse-search has begun a long answer that nobody reads on'
ends 'SIGTERM ends it there'
exec 3<&-
env $as_cgi 'QUERY_STRING=q=regrets&format=json&passages=100' "$cgi" >answer &
children="$children $!"
exec 3<answer
read -r -N 1 first <&3
is "$first" 'S' 'recourse.cgi has begun a long answer that nobody reads on'
ends 'SIGTERM ends it there'
exec 3<&-

[ -z "${RECOURSE_SANITIZE:-}" ] || { skip 'requests that never end' 'sanitizers must be loaded first' && finish; }
if ! ${CC:-cc} -O1 -shared -fPIC -D_GNU_SOURCE -o spin.so "$here/spin.c" -ldl 2>compiler; then
  skip 'requests that never end' "$(head -n 1 compiler)"
  finish
fi
spin="SPIN_WORD=dormouseling LD_PRELOAD=$work/spin.so"
for program in search cgi; do
  case $program in
  search) env $spin RECOURSE_CPU_SECONDS=900 "$search" --index index dormouseling >/dev/null 2>busy & ;;
  cgi) env $spin RECOURSE_CPU_SECONDS=900 $as_cgi QUERY_STRING=q=dormouseling "$cgi" >/dev/null 2>busy & ;;
  esac
  children="$children $!"
  for _ in $(seq 600); do
    grep -q spinning busy && break
    sleep 0.1
  done
  like "$(cat busy)" spinning "a request of $program that never ends is at work"
  ends 'SIGTERM ends it there'
done

# --- its processor time ---

run env $spin RECOURSE_CPU_SECONDS=1 "$search" --index index dormouseling
exits 75 'recourse-search is ended when it does not end by itself'
is "$err" "spinning
recourse-search: it took too long and was ended" 'and says why'
is "$out" '' 'nothing looks like an answer'
run env $spin RECOURSE_CPU_SECONDS=1 "$search" --index index --output=late dormouseling
exits 75 'also where it writes to a file'
is "$(find . -name 'late*')" '' 'of which nothing is there'
cat >call <<'END'
{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18"}}
{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{"q":"dormouseling"}}}
END
# shellcheck disable=SC2086 # two settings
run bash -c "exec env $spin RECOURSE_CPU_SECONDS=1 '$mcp' --index index <call"
exits 75 'recourse-mcp is ended when it does not end by itself'
is "$(grep -c '"id":1' .out)" 0 'nothing looks like an answer to that'
ask_cgi q=dormouseling $spin RECOURSE_CPU_SECONDS=1
exits 75 'recourse.cgi is ended when it does not end by itself'
like "$headers" '^Status: 503' 'the visitor gets an answer'
is "$(grep -c '^Status:' .out)" 1 'and one alone'
like "$headers" '^Cache-Control: no-store' 'that nobody keeps'
like "$body" 'took too long.*does not mean that nothing was found' 'which says why'
like "$body" 'слишком много времени.*не значит, что ничего нет' 'and in Russian'
unlike "$out$err" dormouseling 'and no word of the query'
run env $spin RECOURSE_CPU_SECONDS=1 "$search" --index index quarry
exits 0 'what has an end is found all the same'

# --- behind a web server ---

if ! command -v lighttpd >/dev/null || ! command -v curl >/dev/null; then
  skip 'behind lighttpd' 'lighttpd or curl is not installed'
  finish
fi
# serve BUILD [VARIABLE=VALUE]: the shipped configuration, at $port.
serve() {
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  env RECOURSE_BUILD="$1" RECOURSE_INDEX="$work/index" RECOURSE_PORT="$port" "${@:2}" \
    "$top/searcher/web/serve.sh" >server.out 2>>server.err &
  server=$!
  children="$children $server"
  for _ in $(seq 600); do
    grep -q 'http://' server.out && break
    kill -0 $server 2>/dev/null || break
    sleep 0.1
  done
}
# get PATH: $code and $out.
get() {
  run curl --silent --noproxy '*' --max-time 300 --write-out '\n%{http_code}' "http://127.0.0.1:$port$1"
  code=$(tail -n 1 .out)
}

serve "$RECOURSE_BUILD" RECOURSE_CPU_SECONDS=1e-30
get '/?q=quarry'
is "$code" 503 'the time of a request is that of the environment'
like "$out" 'processor time' 'the page says so'
kill $server
wait $server

# A web server starts what it is told to: here, the program with a library that never comes back.
mkdir -p evil/bin
printf '#!/bin/sh\nexec env %s RECOURSE_CPU_SECONDS=1 %s "$@"\n' "$spin" "$cgi" >evil/bin/recourse.cgi
chmod +x evil/bin/recourse.cgi
serve "$work/evil"
get '/?q=quarry'
is "$code" 200 'a web server answers'
# One for each of the processes that it keeps.
curl --silent --noproxy '*' --max-time 300 --output /dev/null --write-out '%{http_code}\n' \
  "http://127.0.0.1:$port/?q=dormouseling" >other &
other=$!
get '/?q=dormouseling'
wait $other
like "$code $(cat other)" '^5[0-9][0-9] 5[0-9][0-9]$' 'requests that never end are ended, and their visitors told'
for _ in $(seq 60); do
  get '/?q=quarry'
  [ "$code" = 200 ] && break
  sleep 1
done
is "$code" 200 'the next request is answered'
like "$out" '<mark>quarry</mark>' 'with what it asked for'
unlike "$(cat server.out server.err)" 'dormouseling|quarry' 'no log has a word of a query'
kill $server
wait $server
is $? 0 'the server ends'

finish
