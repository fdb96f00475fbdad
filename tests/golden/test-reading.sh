#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is read of tests/fixtures/NAME.pdf, one trait of printed pages in each: tests/golden/reading/NAME.txt says
# what a careful reader reads there, in the form of `reduce --reading`.  A fixture that is listed in
# reading/TODO.tsv (name, tab, what is wrong) may fail.
#
# After a change that was meant:  RC_UPDATE_GOLDEN=1 make check-fast  and read the diff against the pages;
# what is listed in TODO.tsv is left alone.  An empty file there is enough to add a fixture.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${RECOURSE_BUILD:-$PWD/build}
golden=tests/golden/reading
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# todo NAME: why the fixture may fail, nothing if it may not.
todo() {
  [ ! -f "$golden/TODO.tsv" ] || awk -F '\t' -v name="$1" '$1 == name { print $2 }' "$golden/TODO.tsv"
}

files=("$golden"/*.txt)
echo "1..${#files[@]}"
number=0 failures=0
for file in "${files[@]}"; do
  number=$((number + 1))
  name=$(basename "$file" .txt)
  reason=$(todo "$name")
  if ! "$build/bin/recourse-index" --ocr=never --dump "tests/fixtures/$name.pdf" >"$work/dump" 2>"$work/errors"; then
    sed 's/^/# /' "$work/errors"
  fi
  tests/golden/reduce --reading <"$work/dump" >"$work/read"
  if [ -n "${RC_UPDATE_GOLDEN-}" ] && [ -z "$reason" ]; then
    cp "$work/read" "$golden/$name.txt"
  fi
  if [ -s "$work/read" ] && diff -u "$golden/$name.txt" "$work/read" >"$work/diff" 2>&1; then
    echo "ok $number - $name${reason:+ # TODO $reason}"
  elif [ -n "$reason" ]; then
    echo "not ok $number - $name # TODO $reason"
  else
    echo "not ok $number - $name"
    head -n 60 "$work/diff" | sed 's/^/# /'
    failures=$((failures + 1))
  fi
done
[ "$failures" -eq 0 ]
