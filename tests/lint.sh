#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The rules that the tree keeps.  TAP on standard output, one test a rule; what breaks a rule goes to
# standard error as `file:line: rule`.  A tool that is not installed skips its rules.
# Usage: lint.sh [REGEX]: the rules whose names match, by default all
set -u
only=${1:-.}
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
mapfile -t sources < <(having '\.(c|h|cc|sh|mjs|js|py|pl|css|po|conf)$|^Makefile$|^(\.ci|tests/mutation)/run$' \
  'package-lock|^corpus/')
mapfile -t written < <(having '\.(c|h|cc|sh|mjs|py|pl|css|tsv|md|[1-8])$|^Makefile$|^(\.ci|tests/mutation)/run$' \
  '^corpus/|/seeds/|^tests/golden/|^tests/fixtures/')
# too_long LIMIT FILE...: lines of more characters, but for addresses and for tables laid out by hand.
too_long() {
  perl -CSD -e '$limit = shift; while (<>) { chomp; $by_hand = $1 eq "off" if /clang-format (off|on)/;
    print "$ARGV:$.: ", length, " characters\n" if length > $limit && !m{https?://} && !$by_hand;
    if (eof) { close ARGV; $by_hand = 0 } }' "$@"
}

# --- how rules are told ---

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
names=()
# rule NAME COMMAND...: what the command prints breaks the rule, one `file:line: what` a line.  Rules are looked at
# beside each other, and told in their order when all are done.
rule() {
  [[ $1 =~ $only ]] || return 0
  names+=("$1")
  local out=$work/${#names[@]}
  shift
  {
    "$@"
    case $? in 126 | 127) echo "lint.sh: cannot run $1" ;; esac
  } >"$out" &
}
skip() {
  [[ $1 =~ $only ]] || return 0
  names+=("$1")
  echo "$2" >"$work/${#names[@]}.skip"
}
tell() {
  local number name failures=0
  wait
  for ((number = 1; number <= ${#names[@]}; number++)); do
    name=${names[number - 1]}
    if [ -e "$work/$number.skip" ]; then
      echo "ok $number - $name # SKIP $(cat "$work/$number.skip")"
    elif [ -s "$work/$number" ]; then
      failures=$((failures + 1))
      echo "not ok $number - $name"
      NAME=$name awk '{ print $0 "  [" ENVIRON["NAME"] "]" }' "$work/$number" >&2
    else
      echo "ok $number - $name"
    fi
  done
  echo "1..${#names[@]}"
  return $((failures > 0))
}
have() { command -v "$1" >/dev/null 2>&1; }
# find_in REGEX FILE...: where a pattern stands.
find_in() {
  local pattern=$1
  shift
  [ $# = 0 ] || grep -nHE -- "$pattern" "$@" /dev/null
}
# file:line:text of all C with comments and, with them, what is only spoken of taken out.
perl -ne '
  if ($ARGV ne $file) { $file = $ARGV; $. = 1; $in = 0 }
  my $t = "";
  pos() = 0;
  while (pos() < length) {
    if ($in) { /\G.*?\*\//gcs ? ($in = 0) : last }
    elsif (/\G("(?:\\.|[^"\\])*"|\x27(?:\\.|[^\x27\\])+\x27|[^"\x27\/]+)/gcs) { $t .= $1 }
    elsif (/\G\/\*/gc) { $in = 1 }
    elsif (/\G\/\//gc) { last }
    else { /\G(.)/gcs; $t .= $1 }
  }
  $t =~ s/\n//;
  print "$file:$.:$t\n"; ' "${c_files[@]}" >"$work/code"
# in_code REGEX [EXCEPT-PATH-REGEX]: like find_in over the code alone.
in_code() {
  grep -E -- "^[^:]+:[0-9]+:.*($1)" "$work/code" | grep -Ev -- "^(${2:-}):"
}

# --- boundaries ---

# LIBRARY HEADER|FILES THAT MAY INCLUDE IT
while IFS='|' read -r header place; do
  rule "$header only in ${place//\\/}" in_code "#[[:space:]]*include[[:space:]]*[<\"]$header" "$place"
done <<'END'
poppler[a-z-]*\.h|(indexer/reading/(extract|added)|tests/bench/floor)\.c
tesseract/[a-z]+\.h|indexer/reading/ocr\.c
cairo\.h|indexer/reading/(extract|added|painting)\.c
seccomp\.h|wall/sandbox\.c
linux/landlock\.h|wall/sandbox\.c
(poppler/)?glib/poppler[a-z-]*\.h|indexer/reading/extract\.c
xapian(/[a-z]+)?\.h|lib/index/xapian-c\.cc
(libstemmer/)?libstemmer\.h|lib/words/stem\.c
fcgi[a-z_]*\.h|searcher/web/cgi\.c
nettle/[a-z0-9]+\.h|indexer/digest\.c
sqlite3\.h|(indexer/keeping/archive\.c|tests/unit/.*)
zstd\.h|lib/records/pack\.c
zlib\.h|indexer/keeping/deflate\.c
libxml/[A-Za-z]+\.h|searcher/draft/(html|docx|draft-process)\.c
archive_entry\.h|searcher/draft/docx\.c
cmark-gfm\.h|searcher/draft/markdown\.c
jansson\.h|(include/json\.h|tests/unit/.*)
END
# The rooms, and which headers of other rooms each may include: those of include/ always, its own always.
# What reads a PDF (reading, naming, describing) stands behind the wall: it knows nothing of the index and of
# the parent process; indexer/reading.c alone joins it to messages.
rooms='
lib/words|
lib/records|
lib/index|
wall|
indexer/reading|
indexer/naming|
indexer/describing|indexer/reading
indexer/channel|indexer/keeping
indexer/keeping|indexer/channel
indexer|indexer/channel indexer/keeping
searcher/query|
searcher/engine|searcher/query
searcher/draft|
searcher/verify|searcher/query searcher/engine searcher/draft
searcher/output|searcher/query searcher/engine searcher/draft searcher/verify
searcher/web|searcher/query searcher/engine searcher/output
searcher/assistant|searcher/query searcher/engine searcher/draft searcher/verify searcher/output
searcher|searcher/query searcher/engine searcher/draft searcher/verify searcher/output
vocabulary|lib/words
'
# file:line:header for each header of our own that a file of the programs includes.
includes=$(sed -nE 's|^([^:]+:[0-9]+:)#include "(.*/)?([^"/]+)".*|\1\3|p' "$work/code" | grep -v '^tests/')
ours=$(printf '%s\n' "${headers[@]}" | grep -v '^tests/')
between_rooms() {
  printf '%s\n' "$includes" | ROOMS=$rooms HEADERS=$ours perl -ne '
    BEGIN {
      m{^(.+)\|(.*)$} and $may{$1} = [split " ", $2] for split /\n/, $ENV{ROOMS};
      m{^(.*)/([^/]+)$} and $home{$2} = $1 for split /\n/, $ENV{HEADERS};
    }
    chomp; my ($file, $line, $name) = split /:/; my ($room) = $file =~ m{^(.*)/};
    my $to = $home{$name} // next;
    next if $to eq "include" || $to eq $room || $file eq "indexer/reading.c";
    print "$file:$line: $room includes $name of $to\n" unless grep { $_ eq $to } @{$may{$room} // []}; '
}
rule 'each room includes only what it may' between_rooms
circles() {
  printf '%s\n' "$includes" | sed -nE 's|^(.*/)?([^:/]+\.h):[0-9]+:(.*)|\2 \3|p' | tsort 2>&1 >/dev/null |
    sed -nE 's|^tsort: ([^ -].*\.h)$|\1:1: in a circle|p'
}
rule 'no circle of includes' circles
# "XR:" and the like, or a literal handed over as a whole term.
rule 'term prefixes only in lib/records/schema.c' in_code \
  '"(X[A-Z]+:?|[A-Z]:)"|xapian_(document_add_(term|posting)\([^,]*, *"|query_new_term\(")' \
  'lib/records/schema\.c|lib/index/xapian-c\.cc|tests/.*'
rule 'JSON leaves the programs only by rc_json_append' in_code 'json_dump' 'lib/records/json\.c|tests/.*'
rule 'C++ only in lib/index/xapian-c.cc' in_code '(^|[^_[:alnum:]])(throw|noexcept)[^_[:alnum:]]' \
  'lib/index/xapian-c\.cc'
rule 'one C++ file' having '\.(cc|cpp|cxx|hpp)$' '^lib/index/xapian-c\.cc$'
rule 'no file is named utils, common, helpers or misc' having '(^|/)(utils?|common|helpers?|misc)\.[a-z]+$'

mapfile -t folders < <(having '^(lib|wall|indexer|searcher)/' | xargs -rn1 dirname | sort -u | sed 's/^/-I/')
cc=${CC:-gcc}
mapfile -t flags < <(pkg-config --cflags glib-2.0 jansson poppler-glib 2>/dev/null | xargs -rn1)
# Several compilers at a time, some headers each.
headers_alone() {
  export cc
  printf '%s\n' "${headers[@]}" | xargs -rn 4 -P "$(nproc 2>/dev/null || echo 2)" bash -c '
    flags=() # up to --, then the headers
    while [ "$1" != -- ]; do flags+=("$1") && shift; done
    shift
    for header; do
      printf "#include \"%s\"\n" "${header##*/}" |
        $cc -std=gnu11 -Wall -Wextra -fsyntax-only -Iinclude "-I${header%/*}" "${flags[@]}" -x c - 2>&1 |
        grep -E "error|warning" | sed "s|^|$header:1: |"
    done' header "${folders[@]}" "${flags[@]}" --
}
# The headers of each half of the tree at once: those of both halves may share a name.
headers_as_cxx() {
  local other
  for other in '(indexer|wall)/|include/forkserver' searcher/; do
    printf '%s\n' "${headers[@]}" | grep -Ev "^($other|tests/)" | sed 's|.*/||; s|.*|#include "&"|' |
      $cxx -std=gnu++17 -Wall -Wextra -Wno-missing-field-initializers -fsyntax-only -Iinclude -Ivocabulary \
        "${folders[@]}" "${flags[@]}" -x c++ - 2>&1 | grep -E 'error|warning'
  done
}
cxx=${CXX:-g++}
if have "${cc%% *}" && have pkg-config && pkg-config --exists glib-2.0 jansson poppler-glib; then
  rule 'every header compiles alone' headers_alone
  if have "${cxx%% *}"; then
    rule 'every header compiles as C++' headers_as_cxx
  else
    skip 'every header compiles as C++' 'no compiler of C++'
  fi
else
  skip 'every header compiles alone' 'no compiler or libraries'
  skip 'every header compiles as C++' 'no compiler or libraries'
fi
foreign_parts() { # PROGRAM
  readelf -d "$build/bin/$1" | grep -oE 'NEEDED.*(poppler|tesseract|cairo).*' | sed "s|^|$1: |"
}
for program in recourse-search recourse-mcp recourse.cgi; do
  if [ -x "$build/bin/$program" ] && have readelf; then
    rule "$program links no poppler, cairo or Tesseract" foreign_parts "$program"
  else
    skip "$program links no poppler, cairo or Tesseract" 'it is not built'
  fi
done
soft_parts() { # PROGRAM
  local program=$1
  readelf -h "$build/bin/$program" | grep -q 'Type:.*DYN' || echo "$program: not position-independent"
  readelf -lW "$build/bin/$program" | grep -q GNU_RELRO || echo "$program: no RELRO"
  readelf -d "$build/bin/$program" | grep -q 'BIND_NOW\|FLAGS.*NOW' || echo "$program: no immediate binding"
  readelf -sW "$build/bin/$program" | grep -q __stack_chk_fail || echo "$program: no stack protector"
}
for program in recourse-index recourse-search recourse-mcp recourse.cgi; do
  if ! [ -x "$build/bin/$program" ] || [ -n "${RECOURSE_SANITIZE-}" ] || ! have readelf; then
    skip "$program is hardened" 'it is not built, or built with sanitizers'
  else
    rule "$program is hardened" soft_parts "$program"
  fi
done

schema_number() {
  local schema
  schema=$(sed -n 's/^#define RC_SCHEMA_VERSION //p' include/schema.h)
  grep -q "^The number of the schema, in decimal: $schema\.$" doc/recourse-index-format.5 ||
    echo "doc/recourse-index-format.5: does not say schema $schema"
}
rule 'the man page of the format has the number of the schema' schema_number

# --- code ---

banned='strcpy|strcat|strncat|sprintf|vsprintf|gets|strtok|system|popen|alloca|tmpnam|mktemp|setjmp'
rule 'no banned function' in_code "(^|[^_[:alnum:].>])($banned)[[:space:]]*\\("
rule 'data are written with fwrite or fputs, g_print loses them without a locale' \
  in_code '(^|[^_[:alnum:]])(g_print|g_printerr)[[:space:]]*\(' 'tests/.*|vocabulary/.*'
rule 'no unfinished business in code' in_code '(^|[^_[:alnum:]])(TODO|FIXME|XXX)([^_[:alnum:]]|$)'
rule 'no goto' in_code 'goto [a-z_]+;'

without_licence() {
  perl -e 'for (@ARGV) { open my $in, "<", $_ or next; my $head = join "", map { scalar(<$in>) // "" } 1 .. 5;
    print "$_:1: no licence line\n" unless $head =~ /SPDX-License-Identifier: GPL-3\.0-or-later/ }' "${sources[@]}"
}
rule 'every source has its SPDX line' without_licence
not_startable() {
  local file line
  for file in "${shell[@]}"; do
    read -r line <"$file"
    [ -x "$file" ] || [ "${line#\#!}" = "$line" ] || echo "$file: cannot be started"
  done
}
rule 'every script can be started' not_startable
rule 'no tabs in code' find_in $'\t' "${c_files[@]}" "${shell[@]}"
mapfile -t prose < <(printf '%s\n' "${written[@]}" | grep -v '\.tsv$')
rule 'no trailing white space' find_in '[[:blank:]]+$' "${prose[@]}"
rule 'no rest of a merge' find_in '^(<{7}|[|]{7}|>{7})( |$)' "${prose[@]}"
without_line_feed() {
  perl -e 'for (@ARGV) { next if !-s; open my $in, "<", $_ or next; seek $in, -1, 2; read $in, my $last, 1;
    print "$_: no line feed at its end\n" if $last ne "\n" }' "${written[@]}"
}
rule 'every text ends in a line feed' without_line_feed
rule 'no line of C is longer than 100 characters' too_long 100 "${c_files[@]}"
rule 'no line of a script is longer than 120 characters' too_long 120 "${shell[@]}" Makefile
rule 'functions are of a length to read' tests/shape.sh --check

# --- tools ---

laid_out_otherwise() {
  printf '%s\0' "${c_files[@]}" | xargs -0r -n 60 -P 2 clang-format --dry-run --Werror 2>&1 |
    sed -n 's/^\([^: ]*:[0-9]*\):[0-9]*: error: .*/\1: make format/p' | sort -t: -u -k1,1
}
if have clang-format; then
  rule 'laid out by clang-format' laid_out_otherwise
else
  skip 'laid out by clang-format' 'clang-format is not installed'
fi
# Not over the tests: it takes the operators in g_assert_cmpint for errors of syntax.
cppchecked() {
  having '\.c$' '^tests/' | cppcheck --file-list=- -j 2 -q -Iinclude "${folders[@]}" \
    --enable=warning,portability --std=c11 --inline-suppr --suppress=missingInclude --suppress=unknownMacro \
    --template='{file}:{line}: {severity}: {message} ({id})' 2>&1
}
if have cppcheck; then
  rule 'cppcheck finds nothing' cppchecked
else
  skip 'cppcheck finds nothing' 'cppcheck is not installed'
fi
shellchecked() { shellcheck -x -S warning -P SCRIPTDIR -f gcc "${shell[@]}" 2>&1; }
if have shellcheck; then
  rule 'shellcheck finds nothing' shellchecked
else
  skip 'shellcheck finds nothing' 'shellcheck is not installed'
fi
linted_pages() { having '^doc/.*\.[1-8]$' | xargs -rn1 mandoc -Tlint -Wwarning 2>&1; }
if have mandoc; then
  rule 'mandoc finds nothing in the man pages' linted_pages
else
  skip 'mandoc finds nothing in the man pages' 'mandoc is not installed'
fi

# Only told, never a failure: the shape of the code, and faults whose place is not what it was.
if [ "$only" = . ]; then
  {
    tests/shape.sh
    if have python3; then tests/mutation/run --stale; fi
  } | sed 's/^/# /'
fi
tell
