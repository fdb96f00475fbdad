#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The shape of the functions: how long they are, and how many small ones have one caller.
# Usage: shape.sh [--list | --check] [FILE...], by default all C of the programs.
#   --list    also names the small ones with one caller, and those over 60 lines
#   --check   says only what is beyond the limits, one `shape: what` a line
# A function counts from the line with its name to its closing brace; clang-format lays it out so that it begins and
# ends in column 1.  Small is up to six lines more than the first; one caller is a name that stands twice in its file.
set -u
cd "$(dirname "$0")/.." || exit 1
mode=--sum
case ${1-} in --list | --check) mode=$1 && shift ;; esac
if [ $# = 0 ]; then
  mapfile -t files < <(
    if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then git ls-files; else find * -type f; fi |
      grep -E '\.(c|cc)$' | grep -Ev '^(tests|build|corpus)/'
  )
  set -- "${files[@]}"
fi
perl -e '
  my ($mode, @files) = @ARGV;
  my ($longest, $small_most) = (60, 100);
  my (@lengths, @small, @long);
  for my $file (@files) {
    open my $in, "<", $file or next;
    my @lines = <$in>;
    my ($name, $start, $static, %words);
    $words{$_}++ for "@lines" =~ /\w+/g;
    for my $i (0 .. $#lines) {
      if ($lines[$i] =~ /^[A-Za-z_].*?\b(\w+)\(/ && $lines[$i] !~ /;\s*$|^(else|#|typedef|G_DEFINE)/) {
        ($name, $start, $static) = ($1, $i, $lines[$i] =~ /\bstatic\b/);
        $name = $1 if $lines[$i] =~ /^[A-Za-z_][\w \*]*?[ \*](\w+)\(/;
      }
      next unless defined $name && $lines[$i] =~ /^\}\s*$/;
      my $length = $i - $start;
      push @lengths, $length + 1;
      push @long, "$file:" . ($start + 1) . ": " . ($length + 1) . " lines: $name" if $length >= $longest;
      push @small, "$file:" . ($start + 1) . ": $name" if $static && $length <= 6 && $words{$name} == 2;
      undef $name;
    }
  }
  @lengths = sort { $a <=> $b } @lengths or exit;
  my ($median, $p95) = map { $lengths[int($_ * $#lengths)] } 0.5, 0.95;
  if ($mode eq "--check") {
    print "shape: one function of twenty has $p95 lines or more, the limit is ", $longest - 1, "\n"
      if $p95 >= $longest;
    print "shape: ", scalar @small, " small functions have one caller, the limit is ", $small_most - 1, "\n"
      if @small >= $small_most;
    exit;
  }
  printf "%d functions, median %d lines, 95 of 100 up to %d, longest %d; %d small ones with one caller\n",
    scalar @lengths, $median, $p95, $lengths[-1], scalar @small;
  print map { "$_\n" } @small, @long if $mode eq "--list";
' -- "$mode" "$@"
