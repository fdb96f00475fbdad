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

# reduce: JSON lines of --ocr=never --dump to the text above.
reduce() {
  perl -MJSON::PP -Mutf8 -CO -ne '
    my $record = decode_json($_);
    if (!defined $record->{passage}) {
      for my $name (qw(title organisation date symbol type country language original_language)) {
        my $value = $record->{$name} // "-";
        my $source = $record->{provenance}{$name};
        print "$name: $value", defined $source ? " ($source)" : "", "\n";
      }
      print "pages: $record->{pages_read} of $record->{pages}, $record->{status}\n";
      next;
    }
    my $text = $record->{text};
    $text =~ s/\s+/ /g;
    $text = substr($text, 0, 100) . "…" if length $text > 101;
    my $label = defined $record->{page_label} ? " [$record->{page_label}]" : "";
    print join(" | ", $record->{passage}, join("-", @{ $record->{pages} }) . $label,
      $record->{paragraph} // "-", $record->{kind}, $record->{language} // "-", $text), "\n";
  '
}

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
  reduce <"$work/dump" >"$work/$name.txt"
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
