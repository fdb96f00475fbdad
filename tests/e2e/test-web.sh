#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The web side: recourse.cgi as CGI without a server, then the shipped lighttpd configuration over a real
# index, asked with curl.
# shellcheck disable=SC2154 # variables from tap.sh
. "$(dirname "$0")/tap.sh"
PATH=$PATH:/usr/sbin:/sbin

if ! [ -x "$cgi" ]; then
  fail "recourse.cgi is built in $RECOURSE_BUILD/bin"
  finish
fi
run "$index" --index index "$top/corpus"
exits 0 '(an index of the sample library)'

# --- as CGI, without a server ---

# cgi METHOD PATH_INFO QUERY_STRING: $headers and $body of the answer.
ask_cgi() {
  run env RECOURSE_INDEX="${use_index:-$work/index}" GATEWAY_INTERFACE=CGI/1.1 SERVER_PROTOCOL=HTTP/1.1 \
    REQUEST_METHOD="$1" SCRIPT_NAME= PATH_INFO="$2" QUERY_STRING="$3" "$cgi"
  headers=$(sed '/^\r$/q' "$work/.out" | tr -d '\r')
  body=$(sed '1,/^\r$/d' "$work/.out" | tr -d '\0')
}

ask_cgi GET / ''
exits 0 'the program ends with 0 as CGI'
like "$headers" '^Status: 200 OK' 'start page: 200'
like "$body" '<h1>Recourse</h1>' 'start page: the title'
like "$body" 'href="/\?q=[^"]*"' 'start page: examples are links'
ask_cgi GET / 'q=language'
like "$headers" '^Status: 200 OK' 'results: 200'
like "$body" '<h1 class="total">[0-9]+ documents?</h1>' 'results: the total'
like "$body" '<mark>' 'results: words are marked'
document=$(printf '%s' "$body" | grep -Eo 'document=[0-9a-f]{16}[^"]*#p[0-9]+' | head -n 1 | sed 's/&amp;/\&/g')
like "$document" 'document=' 'results: a hit leads to its passage'
ask_cgi GET / "${document%%#*}"
like "$headers" '^Status: 200 OK' 'document: 200'
like "$body" "id=\"${document##*#}\"" 'document: has the passage that was linked to'
like "$body" '<mark>' 'document: words are marked'
ask_cgi GET / 'document=0123456789abcdef'
like "$headers" '^Status: 404 Not Found' 'a document that is not there: 404'
ask_cgi GET / 'document=..%2F..%2Fetc%2Fpasswd'
like "$headers" '^Status: 404 Not Found' 'an id that is none: 404'
ask_cgi GET / 'q=xyzzyplugh'
like "$headers" '^Status: 200 OK' 'nothing found: still 200'
like "$body" 'Nothing found' 'nothing found: says so'
ask_cgi GET / 'q=%D1%8F%D0%B7%D1%8B%D0%BA&ui=ru'
like "$body" '<html lang="ru">' 'ui=ru: Russian pages'
ask_cgi GET / 'q=language&format=json'
like "$headers" '^Content-Type: application/json; charset=utf-8' 'format=json: its media type'
sed '1,/^\r$/d' "$work/.out" >json
is "$("$here/json" version <json)" 1 'format=json: is the JSON of version 1'
ask_cgi GET / 'q=language&format=json&limit=1000&offset=100000&passages=100'
sed '1,/^\r$/d' "$work/.out" >json
is "$("$here/json" limit <json) $("$here/json" offset <json)" '50 10000' 'limit and offset are cut'
ask_cgi GET / 'q=language&format=json&limit=0'
sed '1,/^\r$/d' "$work/.out" >json
is "$("$here/json" 'hits.#' <json)" 1 'a limit of 0 is cut to 1'
# What is saved is what the page shows, no more: its words say so, and its links do it.
ids() { printf '%s' "$body" | grep -Eo "$1" | grep -Eo '[0-9a-f]{16}' | sort -u; }
ask_cgi GET / 'q=права&limit=3&offset=3&ui=ru'
like "$body" '>Сохранить то, что на странице<' 'saving: in Russian it says what'
ask_cgi GET / 'q=rights&limit=3&offset=3'
like "$body" '>Save what this page shows<' 'saving: it says what'
shown=$(ids 'document=[0-9a-f]{16}')
saving=$(printf '%s' "$body" | grep -Eo 'href="/\?[^"]*format=csv[^"]*"' | sed 's/&amp;/\&/g')
is "$(printf '%s\n' "$shown" | wc -l)" 3 'saving: a page shows three documents'
ask_cgi GET / "$(expr "$saving" : 'href="/?\(.*\)"')"
is "$(ids '^"[0-9]*","[0-9]*","[0-9a-f]{16}"')" "$shown" 'saving: these are in the file'
# Each example of the help page that is a link finds something, in whatever index.
# follow_help UI LEAST MOST: so many are links.
follow_help() {
  local links wrong='' query count=0
  ask_cgi GET /help "ui=$1"
  like "$headers" '^Status: 200 OK' "help ($1, $3): 200"
  links=$(printf '%s' "$body" | grep -Eo '<a href="[^"]*" class="example"' | cut -d'"' -f2 | sed 's/&amp;/\&/g')
  for query in $links; do
    ask_cgi GET / "${query#*\?}&format=json"
    sed '1,/^\r$/d' "$work/.out" >json
    total=$("$here/json" total <json)
    [ "${total:-0}" -gt 0 ] || wrong="$wrong $query"
    count=$((count + 1))
  done
  is "$wrong" '' "help ($1, $3): each example finds something"
  ok "help ($1, $3): $count examples, $2 at the least" test "$count" -ge "$2"
}
follow_help en 22 'the samples'
follow_help ru 22 'the samples'
ask_cgi GET /help 'ui=en'
like "$body" '<code class="example">|class="example">' 'help: examples are shown'
pdf single.pdf 'The granary of the valley was closed and flooded after a quarrel about barley.' \
  'Peasants carried sacks of millet to another mountain village before winter had come.'
run "$index" --quiet --index single-index single.pdf
use_index=$work/single-index follow_help en 6 'one document'
use_index=$work/single-index ask_cgi GET /help 'ui=en'
like "$body" '<code class="example">group:dungans</code>' 'help: what the index has nothing for is no link'
use_index=$work/single-index follow_help ru 0 'one document'
use_index=$work/no-index follow_help ru 0 'no index'

ask_cgi GET / 'q=(language&ui=ru'
like "$body" 'class="note">Скобка «[(]» без своей' 'a note is said in the language of the page'
unlike "$body" 'lang="en" class="note"' 'and in no other'
ask_cgi GET / "${document%%#*}&format=json"
sed '1,/^\r$/d' "$work/.out" >json
is "$("$here/json" total <json)" 1 'one document as JSON'
ask_cgi HEAD / 'q=language'
is "$body" '' 'HEAD has no body'
like "$headers" '^Content-Length: [1-9]' 'HEAD has the length'
use_index=$work/missing ask_cgi GET / 'q=secret'
like "$headers" '^Status: 503' 'no index: 503'
unlike "$body" "$work" 'no index: the page names no folders'
unlike "$err" 'secret' 'no index: the log does not name the query'
cp -a index damaged
for table in damaged/generation-*/postlist.glass; do head -c 8192 /dev/zero >"$table"; done
use_index=$work/damaged ask_cgi GET / 'q=secret'
like "$headers" '^Status: 500' 'an index that is damaged: 500'
like "$err" 'damaged|index' 'an index that is damaged: the log says why'
unlike "$body$err" 'secret' 'an index that is damaged: nothing names the query'
unset use_index
run env -u REQUEST_METHOD "$cgi"
exits 2 'started by hand it says what it is for'
like "$err" 'web server' 'and who starts it'
run env -u REQUEST_METHOD "$cgi" --help
exits 0 '--help'
like "$out" 'RECOURSE_INDEX' '--help names the environment'
run env -u REQUEST_METHOD "$cgi" --version
like "$out" '^recourse\.cgi .*[0-9]' '--version'

# json_of QUERY_STRING PATH: a part of the JSON.
json_of() {
  ask_cgi GET / "$1&format=json"
  sed '1,/^\r$/d' "$work/.out" | "$here/json" "$2"
}
is "$(json_of 'q=language&region=&nothing=1' total)" "$(json_of 'q=language' total)" \
  'an empty parameter and one that is not known are passed over'
is "$(json_of 'q=language' facets.@type)" object 'facets are counted'
is "$(json_of 'q=language&lang=en&lang=ru' total)" "$(json_of 'q=language' total)" 'a filter is given twice'
is "$(json_of 'q=язык&group=dungan&group=roma' total)" \
  "$(run "$search" --index index --format=json --group=dungan --group=roma язык && json total)" 'in Russian, too'
ask_cgi GET / 'q=language&limit=many&format=json'
like "$headers" '^Status: 400' 'a value that cannot be used: 400'
like "$headers" '^Content-Type: application/json' 'and an error in JSON where that was asked for'
ask_cgi GET / "$(printf 'q=a&%.0s' $(seq 101))"
like "$headers" '^Status: 414' 'more than 100 parameters: 414'
ask_cgi GET / "$(printf 'q=language&%.0s' $(seq 99))"
like "$headers" '^Status: 200' 'and not fewer'
style() {
  env "$@" RECOURSE_INDEX="$work/index" REQUEST_METHOD=GET PATH_INFO=/ QUERY_STRING= "$cgi" |
    grep -Eo 'rel="stylesheet" href="[^"]*"' | cut -d'"' -f4
}
is "$(style SCRIPT_NAME=/find)" /find/style.css 'the style sheet lies where the program is mounted'
is "$(style SCRIPT_NAME= RECOURSE_STYLESHEET=/own/look.css)" /own/look.css 'or where the environment says'
mkdir -p data/recourse && cp -r index data/recourse/index
run env -u RECOURSE_INDEX XDG_DATA_HOME="$work/data" REQUEST_METHOD=GET PATH_INFO=/ QUERY_STRING=q=language "$cgi"
like "$out" '^Status: 200' 'without RECOURSE_INDEX the index is that of the user'

# --- behind lighttpd ---

if ! command -v lighttpd >/dev/null || ! command -v curl >/dev/null; then
  skip 'behind lighttpd' 'lighttpd or curl is not installed'
  finish
fi

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir tmp
TMPDIR=$work/tmp RECOURSE_BUILD=$RECOURSE_BUILD RECOURSE_INDEX=$work/index RECOURSE_PORT=$port \
  "$top/searcher/web/serve.sh" >server.out 2>>server.err &
server=$!
children="$children $server"
for _ in $(seq 100); do
  grep -q 'http://' server.out && break
  kill -0 $server 2>/dev/null || break
  sleep 0.1
done
like "$(cat server.out)" "http://127.0.0.1:$port/" 'serve.sh prints the address'
web=$(pgrep -P $server -x lighttpd)
programs=$(pgrep -P "$web" -x recourse.cgi | tr '\n' ' ')

# get PATH [CURL OPTIONS]: $code, $headers, $body.
get() {
  local path=$1
  shift
  run curl --silent --noproxy '*' --max-time 30 --path-as-is --dump-header head "$@" "http://127.0.0.1:$port$path"
  headers=$(tr -d '\r' <"$work/head") body=$out
  code=$(sed -n '1s/^[^ ]* \([0-9]*\).*/\1/p' head)
}

header_names='Content-Security-Policy X-Content-Type-Options Referrer-Policy Cache-Control
  Cross-Origin-Opener-Policy Cross-Origin-Resource-Policy Content-Type Content-Length'

# sound CODE NAME: the last answer has this status and every header just once.
sound() {
  local wrong=
  [ "$code" = "$1" ] || wrong="status $code, wanted $1. "
  for name in $header_names; do
    [ "$(grep -ic "^$name:" head)" = 1 ] || wrong="$wrong$name stands $(grep -ic "^$name:" head) times. "
  done
  grep -Eiq '^(set-cookie|server):' head && wrong="${wrong}A header that must not be there."
  if [ -z "$wrong" ]; then pass "$2"; else fail "$2" "$wrong"; fi
}

get '/?q=language'; sound 200 'results: status and headers'
like "$body" '<mark>' 'results: found'
get '/'; sound 200 'start page'
get '/help'; sound 200 'help'
get "/?${document%%#*}"; sound 200 'document'
get '/?q=%zz'; sound 400 'a broken escape'
get '/?q=a&limit=many'; sound 400 'a value that cannot be used'
get '/nothing/here?q=secretword'; sound 404 'another path'
get '/serve.sh'; sound 404 'files beside the style sheet are not served'
get '/?document=ffffffffffffffff'; sound 404 'a document that is not there'
get '/' --data 'q=secretword'; sound 405 'POST'
like "$headers" '^Allow: GET, HEAD' 'POST: Allow'
get '/?q=secretword' --request DELETE; sound 405 'DELETE'
get "/?q=$(printf 'a%.0s' $(seq 17000))"; sound 414 'a query string over 16 KiB'
get "/?q=$(printf 'a%.0s' $(seq 7000))"; sound 200 'a query string below it'
get '/style.css'
is "$code" 200 'the style sheet'
like "$headers" '^Content-Type: text/css' 'the style sheet: its type'
like "$headers" '^X-Content-Type-Options: nosniff' 'the style sheet: nosniff'
get '/icon.svg'
is "$code" 200 'the icon'
run curl --silent --noproxy '*' --head "http://127.0.0.1:$port/?q=language"
like "$out" '^Content-Length: [1-9]' 'HEAD'
get '/?q=%D1%8F%D0%B7%D1%8B%D0%BA' --header 'Accept-Language: ru'
like "$body" '<html lang="ru">' 'Accept-Language'
like "$body" 'value="язык"' 'a Russian query comes back as typed'
get '/?q=language&format=json'; sound 200 'JSON'
"$here/json" total <"$work/.out" >/dev/null
is $? 0 'JSON can be read'

attack='%22%27%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E'
for name in q region group body symbol cites article language lang year org type kind title unit sort \
  limit offset passages document format ui nothing; do
  get "/?q=language&$name=$attack"
  case $code in 200 | 400 | 404) ;; *) fail "markup in $name" "status $code"; continue ;; esac
  unlike "$body" '<script' "markup in $name is text"
done
get "/?$attack=1&q=language"
unlike "$body" '<script' 'markup in the name of a parameter'
get "/$attack"
unlike "$body" '<script' 'markup in the path'
get '/?q=a%00b%ff%c3%28'; sound 200 'NUL and bytes that are no UTF-8'
iconv -f utf-8 -t utf-8 "$work/.out" >/dev/null 2>&1
is $? 0 'the page is UTF-8 all the same'

# A program that dies in the middle of a request: lighttpd names the whole address in its log.
for program in $programs; do kill -STOP "$program"; done
curl --silent --noproxy '*' --max-time 10 --output died "http://127.0.0.1:$port/?q=secretword" &
waiting=$!
sleep 1
for program in $programs; do kill -KILL "$program"; done
wait $waiting
sleep 2
get '/?q=language'
is "$code" 200 'a program that died is started again'

programs="$programs $(pgrep -P "$web" | tr '\n' ' ')"
kill -TERM $server
wait $server
status=$?
is "$status" 0 'SIGTERM ends it with 0'
sleep 1
left=
for process in $web $programs; do
  state=$(ps -o stat= -p "$process")
  case $state in '' | Z*) ;; *) left="$left $process" ;; esac
done
is "$left" '' 'no process is left'
is "$(ls tmp)" '' 'no file is left'
unlike "$(cat server.out server.err)" 'secretword' 'no log has a word of a query'
like "$(cat server.err)" "address left out" "what the web server says of an address is left out"

finish
