#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The rules that the tree keeps.  TAP on standard output, one test a rule; what breaks a rule goes to
# standard error as `file:line: rule`.  A tool that is not installed skips its rules.
set -u
shopt -s lastpipe # rule counts in this shell although it stands at the end of pipes
cd "$(dirname "$0")/.." || exit 1
export LC_ALL=C.UTF-8
build=${RECOURSE_BUILD:-$PWD/build}

# --- which files ---

mapfile -t all < <(
  if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files --cached --others --exclude-standard
  else
    find . -type f -not -path './build/*' -not -path '*/node_modules/*' | sed 's|^\./||'
  fi | while IFS= read -r file; do [ -f "$file" ] && printf '%s\n' "$file"; done | sort -u
)
# having REGEX [NOT-REGEX]: the files whose path matches.
having() { printf '%s\n' "${all[@]}" | grep -E -- "$1" | grep -Ev -- "${2:-^$}"; }
mapfile -t c_files < <(having '\.(c|h|cc)$')
mapfile -t headers < <(having '\.h$')
mapfile -t shell < <(having '\.sh$|^tests/bench/run$|^\.ci/run$')
mapfile -t sources < <(having '\.(c|h|cc|sh|mjs|js|py|pl|css|po|conf)$|^Makefile$|^\.ci/run$' 'package-lock|^corpus/')
mapfile -t written < <(having '\.(c|h|cc|sh|mjs|py|pl|css|tsv|md|[1-8])$|^Makefile$|^\.ci/run$' \
  '^corpus/|/seeds/|^tests/golden/|^tests/fixtures/')
# too_long LIMIT FILE...: lines of more characters, but for addresses and for tables laid out by hand.
too_long() {
  perl -CSD -e '$limit = shift; while (<>) { chomp; $by_hand = $1 eq "off" if /clang-format (off|on)/;
    print "$ARGV:$.: ", length, " characters\n" if length > $limit && !m{https?://} && !$by_hand;
    if (eof) { close ARGV; $by_hand = 0 } }' "$@"
}

# --- how rules are told ---

tests=0 failures=0
# rule NAME: standard input lists what breaks it, one `file:line: what` a line.
rule() {
  local broken
  broken=$(cat)
  tests=$((tests + 1))
  if [ -z "$broken" ]; then
    echo "ok $tests - $1"
  else
    failures=$((failures + 1))
    echo "not ok $tests - $1"
    printf '%s\n' "$broken" | sed "s|\$|  [$1]|" >&2
  fi
}
skip() {
  tests=$((tests + 1))
  echo "ok $tests - $1 # SKIP $2"
}
have() { command -v "$1" >/dev/null 2>&1; }
# find_in REGEX FILE...: where a pattern stands.
find_in() {
  local pattern=$1
  shift
  [ $# = 0 ] || grep -nHE -- "$pattern" "$@" /dev/null
}
# code_only FILE...: file:line:text with comments and, with them, what is only spoken of taken out.
code_only() {
  [ $# = 0 ] || perl -ne '
    if ($ARGV ne $file) { $file = $ARGV; $. = 1; $in = 0 }
    my $t = "";
    while (length) {
      if ($in) { s{^.*?\*/}{} ? ($in = 0) : ($_ = "") }
      elsif (s{^("(?:\\.|[^"\\])*")}{}) { $t .= $1 }
      elsif (s{^/\*}{}) { $in = 1 }
      elsif (s{^//.*}{}s) { }
      else { s{^(.)}{}s; $t .= $1 }
    }
    $t =~ s/\n//;
    print "$file:$.:$t\n"; ' "$@"
}
code=$(code_only "${c_files[@]}")
# in_code REGEX [EXCEPT-PATH-REGEX]: like find_in over the code alone.
in_code() {
  printf '%s\n' "$code" | grep -E -- "^[^:]+:[0-9]+:.*($1)" | grep -Ev -- "^(${2:-}):"
}

# --- boundaries ---

# LIBRARY HEADER|FILES THAT MAY INCLUDE IT
while IFS='|' read -r header place; do
  in_code "#[[:space:]]*include[[:space:]]*[<\"]$header" "$place" | rule "$header only in ${place//\\/}"
done <<'END'
poppler[a-z-]*\.h|(indexer/reading/extract|tests/bench/floor)\.c
tesseract/[a-z]+\.h|indexer/reading/ocr\.c
cairo\.h|indexer/reading/extract\.c
seccomp\.h|wall/sandbox\.c
linux/landlock\.h|wall/sandbox\.c
(poppler/)?glib/poppler[a-z-]*\.h|indexer/reading/extract\.c
xapian(/[a-z]+)?\.h|lib/index/xapian-c\.cc
(libstemmer/)?libstemmer\.h|lib/words/stem\.c
fcgi[a-z_]*\.h|searcher/web/cgi\.c
cbor(/[a-z_]+)?\.h|lib/records/items\.c
nettle/[a-z0-9]+\.h|indexer/digest\.c
END
# The rooms, and which headers of other rooms each may include: those of include/ always, its own always.
# What reads a PDF (reading, naming, describing) stands behind the wall: it knows nothing of the index and of
# the parent process; indexer/reading.c alone joins it to messages.
rooms='
include|indexer
lib/words|
lib/records|
lib/index|
wall|indexer indexer/reading
indexer/reading|
indexer/naming|indexer/channel
indexer/describing|indexer/reading
indexer/channel|indexer indexer/keeping
indexer/keeping|indexer/channel indexer/naming
indexer|indexer/channel indexer/keeping indexer/reading indexer/describing
searcher/query|
searcher/engine|searcher/query searcher/output
searcher/output|searcher/query searcher/engine
searcher/web|searcher/query searcher/engine searcher/output
searcher|searcher/query searcher/engine searcher/output
vocabulary|lib/words
'
# file:line:header for each header of our own that a file of the programs includes.
includes=$(printf '%s\n' "$code" | sed -nE 's|^([^:]+:[0-9]+:)#include "(.*/)?([^"/]+)".*|\1\3|p' | grep -v '^tests/')
ours=$(printf '%s\n' "${headers[@]}" | grep -v '^tests/')
printf '%s\n' "$includes" | ROOMS=$rooms HEADERS=$ours perl -ne '
  BEGIN {
    m{^(.+)\|(.*)$} and $may{$1} = [split " ", $2] for split /\n/, $ENV{ROOMS};
    m{^(.*)/([^/]+)$} and $home{$2} = $1 for split /\n/, $ENV{HEADERS};
  }
  chomp; my ($file, $line, $name) = split /:/; my ($room) = $file =~ m{^(.*)/};
  my $to = $home{$name} // next;
  next if $to eq "include" || $to eq $room || $file eq "indexer/reading.c";
  print "$file:$line: $room includes $name of $to\n" unless grep { $_ eq $to } @{$may{$room} // []}; ' |
  rule 'each room includes only what it may'
printf '%s\n' "$includes" | sed -nE 's|^(.*/)?([^:/]+\.h):[0-9]+:(.*)|\2 \3|p' | tsort 2>&1 >/dev/null |
  sed -nE 's|^tsort: ([^ -].*\.h)$|\1:1: in a circle|p' | rule 'no circle of includes'
# "XR:" and the like, or a literal handed over as a whole term.
in_code '"(X[A-Z]+:?|[A-Z]:)"|xapian_(document_add_(term|posting)\([^,]*, *"|query_new_term\(")' \
  'lib/records/schema\.c|lib/index/xapian-c\.cc|tests/.*' | rule 'term prefixes only in lib/records/schema.c'
in_code 'json_dump' 'lib/records/json\.c|tests/.*' | rule 'JSON leaves the programs only by rc_json_append'
in_code '(^|[^_[:alnum:]])(throw|noexcept)[^_[:alnum:]]' 'lib/index/xapian-c\.cc' |
  rule 'C++ only in lib/index/xapian-c.cc'
having '\.(cc|cpp|cxx|hpp)$' '^lib/index/xapian-c\.cc$' | rule 'one C++ file'
having '(^|/)(utils?|common|helpers?|misc)\.[a-z]+$' | rule 'no file is named utils, common, helpers or misc'

mapfile -t folders < <(having '^(lib|indexer|searcher)/' | xargs -rn1 dirname | sort -u | sed 's/^/-I/')
cc=${CC:-gcc}
if have "${cc%% *}" && have pkg-config && pkg-config --exists glib-2.0 jansson poppler-glib; then
  read -ra flags < <(pkg-config --cflags glib-2.0 gio-2.0 jansson poppler-glib)
  for header in "${headers[@]}"; do
    printf '#include "%s"\n' "$(basename "$header")" |
      $cc -std=gnu11 -Wall -Wextra -fsyntax-only -Iinclude "${folders[@]}" "-I$(dirname "$header")" \
        "${flags[@]}" -x c - 2>&1 |
      grep -E 'error|warning' | sed "s|^|$header:1: |"
  done | rule 'every header compiles alone'
else
  skip 'every header compiles alone' 'no compiler or libraries'
fi
for program in recourse-search recourse.cgi; do
  if [ -x "$build/bin/$program" ] && have readelf; then
    readelf -d "$build/bin/$program" | grep -oE 'NEEDED.*(poppler|tesseract|cairo).*' | sed "s|^|$program: |" |
      rule "$program links no poppler, cairo or Tesseract"
  else
    skip "$program links no poppler, cairo or Tesseract" 'it is not built'
  fi
done
for program in recourse-index recourse-search recourse.cgi; do
  if ! [ -x "$build/bin/$program" ] || [ -n "${RECOURSE_SANITIZE-}" ] || ! have readelf; then
    skip "$program is hardened" 'it is not built, or built with sanitizers'
    continue
  fi
  {
    readelf -h "$build/bin/$program" | grep -q 'Type:.*DYN' || echo "$program: not position-independent"
    readelf -lW "$build/bin/$program" | grep -q GNU_RELRO || echo "$program: no RELRO"
    readelf -d "$build/bin/$program" | grep -q 'BIND_NOW\|FLAGS.*NOW' || echo "$program: no immediate binding"
    readelf -sW "$build/bin/$program" | grep -q __stack_chk_fail || echo "$program: no stack protector"
  } | rule "$program is hardened"
done

schema=$(sed -n 's/^#define RC_SCHEMA_VERSION //p' include/schema.h)
{
  grep -q "^The number of the schema, in decimal: $schema\.$" doc/recourse-index-format.5 ||
    echo "doc/recourse-index-format.5: does not say schema $schema"
} | rule 'the man page of the format has the number of the schema'

# --- code ---

banned='strcpy|strcat|strncat|sprintf|vsprintf|gets|strtok|system|popen|alloca|tmpnam|mktemp|setjmp'
in_code "(^|[^_[:alnum:].>])($banned)[[:space:]]*\\(" | rule 'no banned function'
in_code '(^|[^_[:alnum:]])(g_print|g_printerr)[[:space:]]*\(' | grep -E '^(lib|wall|searcher|indexer)/' |
  rule 'data are written with fwrite or fputs, g_print loses them without a locale'
in_code '(^|[^_[:alnum:]])(TODO|FIXME|XXX)([^_[:alnum:]]|$)' | rule 'no unfinished business in code'
in_code 'goto [a-z_]+;' | rule 'no goto'

for file in "${sources[@]}"; do
  head -n 5 -- "$file" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' || echo "$file:1: no licence line"
done | rule 'every source has its SPDX line'
for file in "${shell[@]}"; do
  [ -x "$file" ] || ! head -n 1 "$file" | grep -q '^#!' || echo "$file: cannot be started"
done | rule 'every script can be started'
find_in $'\t' "${c_files[@]}" "${shell[@]}" | rule 'no tabs in code'
mapfile -t prose < <(printf '%s\n' "${written[@]}" | grep -v '\.tsv$')
find_in '[[:blank:]]+$' "${prose[@]}" | rule 'no trailing white space'
find_in '^(<{7}|[|]{7}|>{7})( |$)' "${prose[@]}" | rule 'no rest of a merge'
for file in "${written[@]}"; do
  [ -s "$file" ] && [ -n "$(tail -c 1 -- "$file")" ] && echo "$file: no line feed at its end"
done | rule 'every text ends in a line feed'
too_long 100 "${c_files[@]}" | rule 'no line of C is longer than 100 characters'
too_long 120 "${shell[@]}" Makefile | rule 'no line of a script is longer than 120 characters'

# Only told, never a failure: a function runs from a line that begins in column 1 and opens a brace to the
# next brace in column 1.
for file in "${c_files[@]}"; do
  [ "${file#tests/}" = "$file" ] || continue
  awk -v file="$file" '
    /^[A-Za-z_].*\(/ && !/;$/ { head = NR; text = $0 }
    /^}/ { if (head && NR - head >= 60) printf "# %s:%d: %d lines: %s\n", file, head, NR - head + 1, text; head = 0 }
  ' "$file"
done

# --- tools ---

if have clang-format; then
  printf '%s\0' "${c_files[@]}" | xargs -0r clang-format --dry-run --Werror 2>&1 |
    sed -n 's/^\([^: ]*:[0-9]*\):[0-9]*: error: .*/\1: make format/p' | sort -t: -u -k1,1 |
    rule 'laid out by clang-format'
else
  skip 'laid out by clang-format' 'clang-format is not installed'
fi
if have cppcheck; then
  # Not over the tests: it takes the operators in g_assert_cmpint for errors of syntax.
  having '\.c$' '^tests/' | cppcheck --file-list=- -j 2 -q -Iinclude "${folders[@]}" \
    --enable=warning,portability --std=c11 --inline-suppr --suppress=missingInclude --suppress=unknownMacro \
    --template='{file}:{line}: {severity}: {message} ({id})' 2>&1 | rule 'cppcheck finds nothing'
else
  skip 'cppcheck finds nothing' 'cppcheck is not installed'
fi
if have shellcheck; then
  shellcheck -x -S warning -P SCRIPTDIR -f gcc "${shell[@]}" 2>&1 | rule 'shellcheck finds nothing'
else
  skip 'shellcheck finds nothing' 'shellcheck is not installed'
fi
mapfile -t pages < <(having '^doc/.*\.[1-8]$')
if have mandoc; then
  for page in "${pages[@]}"; do mandoc -Tlint -Wwarning "$page" 2>&1; done |
    rule 'mandoc finds nothing in the man pages'
else
  skip 'mandoc finds nothing in the man pages' 'mandoc is not installed'
fi

echo "1..$tests"
exit $((failures > 0))
