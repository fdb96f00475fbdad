#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Whether the forms of a word meet, on the words of real documents: see check-words.  Prints TAP.
set -u
cd "$(dirname "$0")/../.." || exit 1
shared=${RECOURSE_SHARED:-$PWD/../shared}
skip_all() {
  echo "1..0 # SKIP $1"
  exit 0
}
[ -d "$shared/real" ] || skip_all 'the real documents are not there (RECOURSE_SHARED)'
for program in python3 pdftotext lt-proc; do
  command -v "$program" >/dev/null || skip_all "$program is not installed"
done
exec python3 tests/relevance/check-words "${RECOURSE_BUILD:-build}/tests/bench/stems" "$shared"
