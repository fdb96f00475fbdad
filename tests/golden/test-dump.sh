#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is read of each PDF of corpus/, as text that people can review: tests/golden/dump/NAME.txt holds
# the metadata with its provenance, then one line for each passage:
#
#   number of the passage | pages [label] | paragraph | kind | language | beginning of the text
#
# After a change that was meant:  RC_UPDATE_GOLDEN=1 make check-fast  and read the diff.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${RECOURSE_BUILD:-$PWD/build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

files=(corpus/*.pdf)
echo "1..${#files[@]}"
number=0 failures=0
for file in "${files[@]}"; do
  number=$((number + 1))
  name=$(basename "$file" .pdf)
  golden=tests/golden/dump/$name.txt
  if ! "$build/bin/recourse-index" --ocr=never --dump "$file" >"$work/dump" 2>"$work/errors"; then
    sed 's/^/# /' "$work/errors"
  fi
  tests/golden/reduce <"$work/dump" >"$work/$name.txt"
  if [ -n "${RC_UPDATE_GOLDEN-}" ]; then
    mkdir -p tests/golden/dump
    cp "$work/$name.txt" "$golden"
  fi
  if [ -s "$work/$name.txt" ] && diff -u "$golden" "$work/$name.txt" >"$work/diff" 2>&1; then
    echo "ok $number - $name"
  else
    echo "not ok $number - $name"
    head -n 40 "$work/diff" | sed 's/^/# /'
    failures=$((failures + 1))
  fi
done
[ "$failures" -eq 0 ]
