#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A file that changes while it is read.
. "$(dirname "$0")/tap.sh"

mkdir lib
# Long enough to be caught while it is read.
pages=('The quarry was closed in spring.')
for i in $(seq 400); do pages+=("$(tr -dc 'aeiklmnst \n' </dev/urandom | head -c 300) $i"); done
pdf lib/long.pdf "${pages[@]}"

# catch_reader: stops the process that has the file open beside the indexer; its id in $reader.
catch_reader() {
  local file
  file=$(realpath lib/long.pdf)
  for _ in $(seq 2000); do
    for process in $(ps -o pid= --ppid "$1"); do
      [ "$(readlink "/proc/$process/fd/3" 2>/dev/null)" = "$file" ] || continue
      kill -STOP "$process" 2>/dev/null || continue
      reader=$process
      return 0
    done
    kill -0 "$1" 2>/dev/null || return 1
  done
  return 1
}

for _ in 1 2 3 4 5; do
  rm -rf index
  "$index" --index index lib >run.out 2>run.err &
  indexer=$!
  children="$children $indexer"
  if catch_reader "$indexer"; then break; fi
  wait "$indexer"
  reader=
done
if [ -z "$reader" ]; then
  skip 'a file that changes while it is read' 'its reader was never met'
  finish
fi
printf '\n%% appended\n' >>lib/long.pdf
kill -CONT "$reader"
wait "$indexer"
like "$(cat run.err)" 'long\.pdf: changed while it was read' \
  'a file that changes while it is read is left out, and said so'
is "$(total quarry)" 0 'nothing of it is found'
run "$index" --index index lib
exits 0 'the next run'
is "$(total quarry)" 1 'reads it as it is now'
finish
