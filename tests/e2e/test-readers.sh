#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Readers beside a writer that commits, compacts, rebuilds and withdraws all the time: none sees an error.
# READ_SECONDS sets for how long (`make soak`: 60).
. "$(dirname "$0")/tap.sh"
PATH=$PATH:/usr/sbin:/sbin
seconds=${READ_SECONDS:-6}

cp -r "$top/corpus" lib && rm -rf lib/sources
for i in 1 2 3 4 5 6; do pdf "lib/extra-$i.pdf" "The quarry number $i was closed." "Карьер номер $i закрыли."; done
"$index" --index index --ocr=never --quiet lib 2>/dev/null
# Passages of several documents, of one, by field and by phrase: all that is read of an index.
queries=(quarry 'закрыли' '"human rights"' 'rights --facets' 'rights --unit=passage' 'title:report' 'region:KZ' 'sto*')

# read_on NUMBER: programs that open the index anew each time.
read_on() {
  local count=0
  while [ ! -e stop ]; do
    for query in "${queries[@]}"; do
      # shellcheck disable=SC2086 # words
      "$search" --index index --format=json $query >"reader-$1.out" 2>"reader-$1.err"
      case $? in
      0 | 1) count=$((count + 1)) ;;
      *) echo "$query: $(cat "reader-$1.err")" >>failures ;;
      esac
    done
  done
  echo "$count" >"reader-$1.count"
}

# ask_on NUMBER: one program behind a web server, which keeps the index open.
ask_on() {
  local count=0
  while [ ! -e stop ]; do
    for query in quarry '%D0%B7%D0%B0%D0%BA%D1%80%D1%8B%D0%BB%D0%B8' '%22human+rights%22' 'rights&unit=passage'; do
      code=$(curl --silent --noproxy '*' --max-time 30 --output "reader-$1.out" --write-out '%{http_code}' \
        "http://127.0.0.1:$port/?q=$query")
      if [ "$code" = 200 ]; then count=$((count + 1)); else echo "$query: $code" >>failures; fi
    done
  done
  echo "$count" >"reader-$1.count"
}

readers=() port=''
if command -v lighttpd >/dev/null && command -v curl >/dev/null; then
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  mkdir tmp
  TMPDIR=$work/tmp RECOURSE_INDEX=$work/index RECOURSE_PORT=$port \
    "$top/searcher/web/serve.sh" >server.out 2>server.err &
  children="$children $!"
  for _ in $(seq 100); do
    ! grep -q 'http://' server.out || break
    sleep 0.1
  done
  for r in 7 8; do ask_on $r & readers+=($!); done
else
  note 'lighttpd or curl is not installed: no reader keeps the index open'
fi
for r in 1 2 3 4 5 6; do read_on $r & readers+=($!); done

id=$(sha256sum lib/extra-3.pdf | cut -c1-16) commits=0 end=$((SECONDS + seconds))
# write OPTIONS...: one run of the writer.
write() {
  "$index" --index index --ocr=never --quiet "$@" 2>writer.err || echo "writer $*: $(cat writer.err)" >>failures
  commits=$((commits + 1))
}
for ((i = 1; SECONDS < end; i++)); do
  pdf lib/extra-1.pdf "The quarry number $i was closed again." "Карьер номер $i закрыли."
  write lib
  rm -f lib/extra-2.pdf
  write lib
  pdf lib/extra-2.pdf 'The quarry number 2 was closed.' 'Карьер номер 2 закрыли.'
  write lib
  [ $((i % 4)) != 1 ] || write --rebuild lib
  [ $((i % 4)) != 3 ] || { write --withdraw "$id" && write --readmit "$id"; }
done
touch stop
wait "${readers[@]}"
is "$(head -n 3 failures 2>/dev/null)" '' "no error in $seconds seconds beside a writer"
counts=$(cat reader-*.count | awk '{ sum += $1 } END { print sum }')
note "$counts answers to ${#readers[@]} readers, $commits runs of the writer"
ok 'each reader had answers' test "$(awk '$1 > 0' reader-*.count | wc -l)" = "${#readers[@]}"
run "$index" --index index --check
exits 0 'the index is sound'
finish
