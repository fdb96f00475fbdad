#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# How real documents are read, which cannot be given away: tests/golden/structure/ID.txt has no word of them, but what
# `reduce --structure` says of each of their pages.  ID is the beginning of the document's SHA-256.  Without the
# documents, looked for in real-2/ of $RECOURSE_SHARED, each is skipped.
#
# After a change that was meant:  RC_UPDATE_GOLDEN=1 tests/golden/test-structure.sh  and look at the pages that differ.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${RECOURSE_BUILD:-$PWD/build}
shared=${RECOURSE_SHARED:-$PWD/../shared}
golden=tests/golden/structure
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

declare -A files
for file in "$shared"/real-2/*.pdf; do
  [ ! -f "$file" ] || files[$(sha256sum "$file" | cut -c 1-16)]=$file
done
if [ -n "${RC_UPDATE_GOLDEN-}" ]; then
  mkdir -p "$golden"
  for id in "${!files[@]}"; do [ -f "$golden/$id.txt" ] || : >"$golden/$id.txt"; done
fi

known=("$golden"/*.txt)
echo "1..${#known[@]}"
number=0 failures=0
for file in "${known[@]}"; do
  number=$((number + 1))
  id=$(basename "$file" .txt)
  if [ -z "${files[$id]-}" ]; then
    echo "ok $number - $id # SKIP the document is not here"
    continue
  fi
  "$build/bin/recourse-index" --ocr=never --dump "${files[$id]}" 2>"$work/errors" |
    tests/golden/reduce --structure >"$work/read"
  [ -z "${RC_UPDATE_GOLDEN-}" ] || cp "$work/read" "$file"
  if [ -s "$work/read" ] && diff -u "$file" "$work/read" >"$work/diff" 2>&1; then
    echo "ok $number - $id"
  else
    echo "not ok $number - $id"
    head -n 40 "$work/diff" | sed 's/^/# /'
    failures=$((failures + 1))
  fi
done
[ "$failures" -eq 0 ]
