#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Ranking measured on judged queries: see check-judged.  Prints TAP.
set -u
cd "$(dirname "$0")/../.." || exit 1
shared=${RECOURSE_SHARED:-$PWD/../shared}
skip_all() {
  echo "1..0 # SKIP $1"
  exit 0
}
[ -d "$shared/real" ] || skip_all 'the real documents are not there (RECOURSE_SHARED)'
[ -z "${RECOURSE_SANITIZE-}" ] || skip_all 'real documents take too long with sanitizers'
command -v python3 >/dev/null || skip_all 'python3 is not installed'
exec python3 tests/relevance/check-judged "${RECOURSE_BUILD:-build}" "$shared"
