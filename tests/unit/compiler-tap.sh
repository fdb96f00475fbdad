# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# To be sourced by a test of a compiler of vocabulary/, which has `compile`: writes "$folder/out.c", what it prints in
# "$folder/output" and "$folder/errors".
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
number=0
failed=0

report() { # passed, description
  number=$((number + 1))
  if [ "$1" = 0 ]; then
    echo "ok $number - $2"
  else
    echo "not ok $number - $2"
    sed 's/^/# /' "$folder/errors"
    failed=1
  fi
}

# Ends the test with what was reported.
finish() {
  exit "$failed"
}
