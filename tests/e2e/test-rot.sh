#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Bits that rot in the files of an index: no quotation changes without a word.  FLIPS sets how many in each file.
. "$(dirname "$0")/tap.sh"
flips=${FLIPS:-25}

mkdir lib
for i in 1 2 3 4 5 6; do
  pdf lib/$i.pdf "Paragraph $i was written in Bukhara by witness number $i." "Документ $i написан в Бухаре свидетелем."
done
run "$index" --index sound --ocr=never lib
exits 0 'an index is made'

# flip FILE NUMBER: one bit, always the same ones, spread over the whole file.
flip() {
  perl -e 'my ($path, $number, $count) = @ARGV; open my $file, "+<", $path or die; binmode $file;
    my $bit = int((-s $path) * 8 * ($number + 0.5) / $count);
    seek $file, $bit >> 3, 0; read $file, my $byte, 1; seek $file, $bit >> 3, 0;
    print $file chr(ord($byte) ^ (1 << ($bit & 7)));' "$1" "$2" "$flips"
}

# Texts that are shown, sorted; what cannot be shown is an error and shows nothing.
quotations() {
  timeout 60 "$search" --index "$1" --format=json --limit=100 --passages=10 'Bukhara OR Бухара' 2>quotations.err |
    grep -o '"text":"[^"]*"' | sort
}
quotations sound >true.txt
ok '(all paragraphs are shown)' test "$(wc -l <true.txt)" -ge 12

for file in docdata.glass archive.sqlite; do
  changed='' silent='' spread=''
  for ((n = 0; n < flips; n++)); do
    rm -rf index && cp -a sound index
    if [ $file = archive.sqlite ]; then path=index/archive.sqlite; else path=$(echo index/generation-*/$file); fi
    flip "$path" "$n"
    quotations index >shown.txt
    [ -z "$(comm -13 true.txt shown.txt)" ] || changed="$changed $n"
    cmp -s true.txt shown.txt && same=1 || same=0
    run "$index" --index index --check
    [ $same = 1 ] || [ "$status" != 0 ] || silent="$silent $n"
    # Whatever --check sees, a run does not pass over.
    checked=$status
    run "$index" --index index --ocr=never --rebuild lib
    quotations index >shown.txt
    [ -z "$(comm -13 true.txt shown.txt)" ] || spread="$spread $n"
    cmp -s true.txt shown.txt || [ "$status" != 0 ] || [ -n "$err" ] || silent="$silent $n($checked)"
  done
  is "$changed" '' "$file: no flipped bit of $flips shows another text"
  is "$silent" '' "$file: what is not shown is told"
  is "$spread" '' "$file: nor does the next run spread it"
done
finish
