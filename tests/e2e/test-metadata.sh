#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Descriptive metadata: of the sample library against its manifest, of first pages of other kinds, and from sidecars
# and manifests.
. "$(dirname "$0")/tap.sh"

# describe FILE [OPTION...]: what the first line of the file's dump says of it, as said[FIELD]; "-" is nothing.
declare -A said
describe() {
  local field value
  said=()
  while IFS=$'\t' read -r field value; do said[$field]=$value; done < <(
    timeout 900 "$index" --dump "$@" 2>/dev/null | head -n 1 |
      perl -MJSON::PP -ne 'my $document = decode_json($_); binmode STDOUT, ":utf8";
        printf "%s\t%s\n", $_, $document->{$_} // "-" for sort keys %$document')
}

# --- what is read of the sample library ---

# What pages do not say as the manifest does, and why.
declare -A known=(
  [scan-letter-en-ru.pdf:title]='a scan: the PDF title says more than the manifest'
  [scan-letter-en-ru.pdf:language]='a scan'
  [roma-zakarpattia-uk.pdf:organisation]='signed in the genitive'
  [karakalpak-mixed-en-ru.pdf:type]='says nowhere that it is a report'
  [annual-report-en.pdf:country]='of many countries'
  [roma-sinti-travellers-en.pdf:country]='of many countries'
  [ccpr-views-detention-ru.pdf:title]='the manifest shortens it'
)
# expected: lines of file, field and value from the manifest.
expected() {
  perl -ne 'chomp; next if /^#/; my @cells = split /\t/, $_, -1;
    if (!@names) { @names = @cells; next }
    for (1 .. $#names - 1) { print "$cells[0]\t$names[$_]\t$cells[$_]\n" if length $cells[$_] }' \
    "$top/corpus/MANIFEST.tsv"
}
lower() { perl -CSAD -e 'print lc shift' "$1" | sed 's/ё/е/g'; }

before=
while IFS=$'\t' read -r file field value; do
  [ "$file" = "$before" ] || describe "$top/corpus/$file"
  before=$file
  got=${said[$field]-}
  if [ -n "${known[$file:$field]-}" ]; then
    skip "$file: $field" "${known[$file:$field]}"
  elif [[ $field = country || $field = language ]]; then
    like ",$value," ",$got," "$file: $field"
  else
    is "$(lower "$got")" "$(lower "$value")" "$file: $field"
  fi
done < <(expected)

# --- kinds of documents, by the layout of their first pages ---

# read_pages: writes a PDF and a list of what is expected for each block of first-pages.txt.
read_pages() {
  perl -CSAD -Mutf8 -e '
    my ($name, %lines, %facts, @names);
    my $en = "The millers of the meadow asked the council to open the granary again before the winter,\n";
    my $ru = "Мельники просили совет открыть амбар до зимы, потому что зерна в селе не осталось,\n";
    while (my $line = <STDIN>) {
      next if $line =~ /^#/ || $line =~ /^\s*$/;
      if ($line =~ /^== (.*)/) { push @names, $name = $1; next }
      if ($line =~ /^(\w+) = (.*)/) { push @{$facts{$name}}, [$1, $2]; next }
      $line = ("10 $en" x 8) if $line eq "text\n";
      $line = ("10 $ru" x 8) if $line eq "text-ru\n";
      $lines{$name} .= $line;
    }
    for my $name (@names) {
      open(my $out, ">", "$name.lines"); print $out $lines{$name}; close $out;
      print "$name\t$_->[0]\t$_->[1]\n" for @{$facts{$name}};
    }' <"$here/first-pages.txt"
}
read_pages >facts
cut -f1 facts | uniq | while read -r name; do
  "$here/make-page" "$name.pdf" "$(awk -F'\t' -v n="$name" '$1 == n && $2 == "pdf" { print $3 }' facts)" <"$name.lines"
done
before=
while IFS=$'\t' read -r name field value; do
  [ "$name" = "$before" ] || describe "$name.pdf" --ocr=never
  before=$name
  [ "$field" = pdf ] || is "${said[$field]-}" "$value" "$name: $field"
done <facts

# --- cases that were joined, and what two organs have ---

mkdir joined
cp echr-joined.pdf joint-masthead.pdf joined
run "$index" --ocr=never --index joined-index joined
for symbol in 1234/10 2345/11 3456/12; do
  run "$search" --index joined-index --format=json "symbol:$symbol"
  is "$(json hits.0.file)" echr-joined.pdf "a joined case is found by its number $symbol"
done
for symbol in A/70/123 S/2015/456; do
  run "$search" --index joined-index --format=json "symbol:$symbol"
  is "$(json hits.0.file)" joint-masthead.pdf "what two organs have is found by $symbol"
done

# --- sidecars ---

mkdir lib
pdf lib/one.pdf 'The quarry was closed in spring.'
pdf lib/two.pdf 'The harbour was closed in autumn.'
run "$index" --index index lib
exits 0 'indexing without sidecars succeeds'
cat >lib/one.pdf.meta <<'END'
# said by the archive
title = Closed quarries
date = 2020-11
type = submission
symbol = X/2020/1
colour = red
END
run "$index" --index index lib
exits 0 'a wrong key in a sidecar does not fail the run'
like "$err" 'one\.pdf\.meta:6: there is no key "colour"' 'but is told with file and line'
run "$search" --index index --format=json quarry
is "$(json hits.0.title)" 'Closed quarries' 'a new sidecar makes its document be read again'
is "$(json hits.0.provenance.title)" sidecar 'its values say where they come from'
is "$(total --year 2020 quarry)" 1 'its date can be searched by'
is "$(total --type submission --unit=passage quarry)" 1 'its type too, of passages'
run "$index" --index index lib
like "$err" '^2 files unchanged' 'an unchanged sidecar changes nothing'

cat >manifest.csv <<'END'
file,title,date
lib/one.pdf,From the manifest,2019
lib/two.pdf,"Harbours, ""closed""",2018-05-04
END
run "$index" --index index --manifest manifest.csv lib
exits 0 'indexing with a manifest succeeds'
run "$search" --index index --format=json quarry
is "$(json hits.0.title)" 'Closed quarries' 'a sidecar wins over a manifest'
run "$search" --index index --format=json harbour
is "$(json hits.0.title)" 'Harbours, "closed"' 'a manifest wins over the PDF'
is "$(json hits.0.provenance.date)" manifest 'and says so'

rm lib/one.pdf.meta
run "$index" --index index lib
run "$search" --index index --format=json quarry
unlike "$(json hits.0.title)" 'Closed|manifest' 'without the sidecar its values are gone'
is "$(total --year 2020 quarry)" 0 'from the terms too'

# --- the same bytes twice, and what cannot be read ---

cp lib/two.pdf lib/twin.pdf
run "$index" --index index lib
echo 'title = Two at once' >lib/twin.pdf.meta
run "$index" --index index lib
run "$search" --index index --format=json harbour
is "$(json hits.0.title)" 'Two at once' 'what is said of one file counts for its twin'
is "$(json 'hits.0.files.*' | sort | tr '\n' ' ')" 'twin.pdf two.pdf ' 'and no file is lost'
is "$(json total)" 1 'nor doubled'
mkdir both
pdf both/one.pdf 'The ferry was closed in summer.'
cp both/one.pdf both/two.pdf
echo 'title = Said of one' >both/one.pdf.meta
echo 'title = Said of two' >both/two.pdf.meta
run "$index" --index both-index both
run "$search" --index both-index --format=json ferry
is "$(json hits.0.title)" 'Said of one' 'of two files of the same bytes the one read first says what they are'
run "$index" --index both-index both
run "$search" --index both-index --format=json ferry
is "$(json hits.0.title)" 'Said of two' 'what was said of the other is not taken for read'
echo 'no PDF' >lib/bad.pdf
echo 'title = A damaged file' >lib/bad.pdf.meta
run "$index" --index index lib
exits 0 'a sidecar of a damaged file is no matter'
finish
