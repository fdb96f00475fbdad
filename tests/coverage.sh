#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Which share of each file's lines the last run of a COVERAGE=1 build reached:  coverage.sh BUILD
#
# A worker process that is killed leaves no figures, so those of indexer/ are a lower bound.
set -eu
build=$1
for folder in lib/* wall indexer indexer/*/ searcher searcher/*/; do
  folder=${folder%/}
  [ -d "$folder" ] || continue
  for data in "$build/$folder"/*.gcda; do
    [ -f "$data" ] || continue
    gcov -n -o "$(dirname "$data")" "$data" 2>/dev/null |
      awk -v folder="$folder/" '
        /^File / { file = $2; gsub("\x27", "", file) }
        /^Lines executed:/ { if (index(file, folder) == 1) { split($0, part, /[:% ]+/); print part[3], $NF, file } }'
  done
done | sort -u | awk '
  { printf "%6.1f %%  %s\n", $1, $3; lines += $2; reached += $1 * $2 / 100 }
  END { if (lines) printf "%6.1f %%  of %d lines\n", 100 * reached / lines, lines }'
