#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Mentions of regions and ethnic groups measured on real documents: see check-mentions.  Prints TAP.
set -u
cd "$(dirname "$0")/../.." || exit 1
shared=${RECOURSE_SHARED:-$PWD/../shared}
skip_all() {
  echo "1..0 # SKIP $1"
  exit 0
}
[ -d "$shared/real" ] || skip_all 'the real documents are not there (RECOURSE_SHARED)'
[ -z "${RECOURSE_SANITIZE-}" ] || skip_all 'real documents take too long with sanitizers'
for program in python3 perl; do
  command -v "$program" >/dev/null || skip_all "$program is not installed"
done
exec python3 tests/relevance/check-mentions "${RECOURSE_BUILD:-build}/bin/recourse-index" "$shared"
