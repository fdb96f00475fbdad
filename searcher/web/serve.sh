#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Serves the search page on this machine until Ctrl-C or SIGTERM, and leaves no process behind.
#
# From the environment: RECOURSE_INDEX (default: the demo index), RECOURSE_PORT (default 8080),
# RECOURSE_BUILD (where bin/ is; default: build).  Prints the address when it answers.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=${RECOURSE_BUILD:-$here/../../build}
PATH=$PATH:/usr/sbin:/sbin

RECOURSE_PORT=${RECOURSE_PORT:-8080}
RECOURSE_INDEX=${RECOURSE_INDEX:-$build/demo-index}
RECOURSE_WEB=$here
RECOURSE_CGI=$build/bin/recourse.cgi
export RECOURSE_PORT RECOURSE_INDEX RECOURSE_WEB RECOURSE_CGI

command -v lighttpd >/dev/null || { echo "serve.sh: lighttpd is not installed" >&2; exit 69; }
[ -x "$RECOURSE_CGI" ] || { echo "serve.sh: $RECOURSE_CGI is not built" >&2; exit 69; }
[ -e "$RECOURSE_INDEX" ] || echo "serve.sh: there is no index yet; pages will say so" >&2

RECOURSE_RUN=$(mktemp -d "${TMPDIR:-/tmp}/recourse.XXXXXX")
export RECOURSE_RUN
server=

# lighttpd ends the programs it started; the shell only has to wait for it.
stop() {
  trap '' INT TERM HUP
  [ -z "$server" ] || { kill -TERM "$server" 2>/dev/null && wait "$server"; } || :
  rm -rf "$RECOURSE_RUN"
}
trap 'stop; exit 0' INT TERM HUP

lighttpd -D -f "$here/lighttpd.conf" &
server=$!
tries=0
# The pid file is written when the port is bound, the socket when the program is started.
until [ -s "$RECOURSE_RUN/pid" ] && [ -S "$RECOURSE_RUN/recourse.socket-0" ]; do
  tries=$((tries + 1))
  if [ $tries -gt 100 ] || ! kill -0 "$server" 2>/dev/null; then
    echo "serve.sh: the web server did not start on port $RECOURSE_PORT" >&2
    stop
    exit 74
  fi
  sleep 0.1
done
echo "Recourse: http://127.0.0.1:$RECOURSE_PORT/   (Ctrl-C ends it)"

status=0
wait "$server" || status=$?
server=
stop
exit "$status"
