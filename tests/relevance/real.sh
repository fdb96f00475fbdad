# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034
# Read by the tests here: goes to the top of the tree and sets `shared`; a test without the real documents is skipped.
set -u
cd "$(dirname "$0")/../.." || exit 1
shared=${RECOURSE_SHARED:-$PWD/../shared}
build=${RECOURSE_BUILD:-build}
skip_all() {
  echo "1..0 # SKIP $1"
  exit 0
}
# needs PROGRAM...: skips the test if one is not installed.
needs() {
  for program in "$@"; do
    command -v "$program" >/dev/null || skip_all "$program is not installed"
  done
}
# not_sanitized: skips a test that reads the real documents under sanitizers.
not_sanitized() { [ -z "${RECOURSE_SANITIZE-}" ] || skip_all 'real documents take too long with sanitizers'; }
[ -d "$shared/real" ] || skip_all 'the real documents are not there (RECOURSE_SHARED)'
