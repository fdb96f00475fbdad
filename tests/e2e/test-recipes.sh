#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The recipes of HACKING.md, followed on a copy of the tree: a field, an option and a format are added where it
# says and nowhere else, the programs are built of the objects that are there, and what was added is used.
# shellcheck disable=SC2154 # variables from tap.sh
. "$(dirname "$0")/tap.sh"

for tool in make pkg-config "${CC:-gcc}"; do
  command -v "${tool%% *}" >/dev/null || skip_all "$tool is not installed"
done
[ -r "$RECOURSE_BUILD/flags" ] && [ -r "$RECOURSE_BUILD/searcher.a" ] || skip_all 'there are no objects to build on'
! grep -qE -- '-fsanitize|--coverage' "$RECOURSE_BUILD/flags" || skip_all 'the objects are instrumented'

# --- the copy ---

mkdir tree
cp -a "$top"/{Makefile,include,lib,wall,indexer,searcher,vocabulary} tree/
mkdir -p tree/build
(cd "$RECOURSE_BUILD" && cp -a flags librecourse.a searcher.a lib wall indexer searcher vocabulary "$work/tree/build/")
cd tree || exit 1

# insert FILE BEFORE: puts the lines of standard input before the first line that has this text.
insert() {
  local lines
  lines=$(cat)
  LINES_IN=$lines BEFORE=$2 perl -i -pe '
    if (!$done && index($_, $ENV{BEFORE}) >= 0) { print "$ENV{LINES_IN}\n"; $done = 1 }
    END { exit !$done }' "$1" || fail "a place in $1 to add to" "$2"
}

# A field: its name in the list of fields, its row, and the function that makes its values: of whatever a document
# is, here how long.  It has the next prefix, slot and place among the facets.
insert include/schema.h '  RC_N_FIELDS' <<'END'
  RC_FIELD_LENGTH,
END
insert lib/records/schema.c '[RC_FIELD_STATUS] = {"status"' <<'END'
    [RC_FIELD_LENGTH] = {"length", "XL:", .entries = RC_IN_DOCUMENT, .maker = RC_BY_PARENT,
        .rule = RC_VALUE_LISTED, .values = lengths, .argument = "LENGTH", .help = "documents that are so long",
        .label = {"Length", "Объём"}, .facet = FACET, .form = true},
END
places=$(grep -cE '\.facet = [0-9]+' lib/records/schema.c)
sed -i "s/\.facet = FACET/.facet = $((places + 1))/" lib/records/schema.c
insert lib/records/schema.c '/* --- fields --- */' <<'END'
static const RcNamed lengths[] = {
    {"short", {"One page", "Одна страница"}, false}, {"long", {"More pages", "Больше"}, false}, {0}};

END
insert indexer/keeping/entries.c 'static XapianDocument *new_document_entry(' <<'END'
static void add_length(RcEntries *entries, XapianDocument *entry) {
  xapian_document_add_term(entry, make_term(entries, RC_FIELD_LENGTH, length_of(entries->document)), 0);
}

END
insert indexer/keeping/entries.c '  xapian_document_add_term(entry, make_term(entries, RC_FIELD_STATUS' <<'END'
  add_length(entries, entry);
END
insert indexer/keeping/entries.c '/* Gathers what all entries of the document have' <<'END'
static const char *length_of(const RcDocument *document) {
  return document->pages > 1 ? "long" : "short";
}

END
insert indexer/keeping/entries.c '  rc_schema_append_facet(entries->facets, RC_FIELD_STATUS' <<'END'
  rc_schema_append_facet(entries->facets, RC_FIELD_LENGTH, length_of(entries->document));
END

# An option: its row.  What it sets is there already.
insert searcher/query/request.c '    {"offset", RC_OPTION_NUMBER' <<'END'
    {"most", RC_OPTION_NUMBER, "N", "show at most N hits, too", MEMBER(limit), .maximum = 7},
END

# A format: its row, a file with its function.
insert searcher/output/formats.c '    {0},' <<'END'
    {"ids", "Identifiers", "text/plain; charset=utf-8", .hit = rc_output_ids_hit},
END
insert searcher/output/output.h 'extern RcOutputPart rc_output_text_begin' <<'END'
extern RcOutputHit rc_output_ids_hit;
END
cat >searcher/output/ids.c <<'END'
#include "output.h"
void rc_output_ids_hit(RcSink *sink, const RcRequest *request, const RcResults *results,
                       guint number, const RcOutputOptions *options) {
  (void)request;
  (void)options;
  g_string_append_printf(sink->out, "%s\n", ((const RcHit *)results->hits->pdata[number])->document->id);
}
END

# --- built ---

# A field more is known to every file that has the list of fields; its objects stay but for those that lay
# something out by the length of the list, or were changed above.  (A person just says make.)
touch now
find build -type f -exec touch -r now {} +
sed -i 's|^$(BUILD)/flags: FORCE|$(BUILD)/flags:|' Makefile # whatever the objects were made with will do
grep -rlE 'RC_N_FIELDS|RC_FIELD_LENGTH|RcRequest|RcResults|rc_output_|lengths' --include='*.c' lib indexer searcher |
  sed 's/\.c$/.o/' | while IFS= read -r object; do rm -f "build/$object"; done
rm build/librecourse.a build/searcher.a
timeout 1800 make -s -j2 -o build/vocabulary/compile-vocabulary -o build/vocabulary/compile-thesaurus \
  BUILD=build CC="${CC:-gcc}" CFLAGS=-O1 \
  build/bin/recourse-index build/bin/recourse-search build/bin/recourse.cgi >"$work/.out" 2>"$work/.err"
status=$? err=$(cat "$work/.err")
exits 0 'the tree with a field, an option and a format more is built'
cd "$work" || exit 1
[ "$status" = 0 ] || finish
index=$work/tree/build/bin/recourse-index search=$work/tree/build/bin/recourse-search
cgi=$work/tree/build/bin/recourse.cgi

# ask QUERY_STRING: the body of the web page's answer, in $body.
ask() {
  run env RECOURSE_INDEX="$work/index" GATEWAY_INTERFACE=CGI/1.1 REQUEST_METHOD=GET SCRIPT_NAME= PATH_INFO=/ \
    QUERY_STRING="$1" "$cgi"
  body=$(sed '1,/^\r$/d' "$work/.out" | tr -d '\0')
}

mkdir lib
pdf lib/one.pdf 'The ferry crossed the river at night.'
pdf lib/two.pdf 'The bridge over the river was built of stone.' 'A second page tells of the ferry.'
run "$index" --index index lib
exits 0 '(an index)'
run "$search" --help
help=$out

# --- the field ---
like "$help" '--length=LENGTH +documents that are so long' 'field: its option is in the help'
is "$(files --length=long)" 'two.pdf' 'field: its option'
is "$(files river length:SHORT)" 'one.pdf' 'field: in the query language'
is "$(total --unit=passage ferry --length=long)" 1 'field: with passages as the unit'
run "$search" --index index --length=huge river
exits 2 'field: a value that is not listed is refused'
like "$err" 'one of short, long' 'field: and what is listed is said'
run "$search" --index index --format=json --facets river
is "$(json 'facets.length.*.id' | sort | tr '\n' ' ')" 'long short ' 'field: counted in JSON'
is "$(json 'facets.length.0.label_ru')" 'Больше' 'field: its values have names in JSON'
run "$search" --index index --facets river
like "$out" '^Length$' 'field: counted in text'
ask 'q=river&length=long&format=json'
is "$(printf '%s' "$body" | "$here/json" total)" 1 'field: in a URL'
ask 'q=river&ui=ru'
like "$body" '<h3>Объём</h3>' 'field: a facet of the page'
like "$body" '<option value="long">Больше</option>' 'field: in the form of the page'
ask 'q=river&length=long'
like "$body" 'Length: More pages' 'field: the page says that it filters'

# --- the option ---
like "$help" '--most=N +show at most N hits, too' 'option: in the help'
run "$search" --index index --format=json --most=1 river
is "$(json 'hits.#')" 1 'option: on the command line'
run "$search" --index index --most=8 river
exits 2 'option: its limit'
ask 'q=river&most=1&format=json'
is "$(printf '%s' "$body" | "$here/json" 'hits.#')" 1 'option: in a URL'
ask 'q=river&most=1'
like "$body" 'type="hidden" name="most" value="1"' 'option: the form of the page carries it along'
like "$body" 'href="[^"]*most=1[^"]*" rel="next"' 'option: links carry it along'

# --- the format ---
like "$help" '--format=FORMAT +text \(default\), .* or ids' 'format: in the help'
run "$search" --index index --format=ids river
is "$(printf '%s\n' "$out" | grep -cxE '[0-9a-f]{16}')" 2 'format: printed'
run "$search" --format=nonsense river
like "$err" 'ids' 'format: named where another is refused'
ask 'q=river&format=ids'
is "$(printf '%s\n' "$body" | grep -cxE '[0-9a-f]{16}')" 2 'format: in a URL'
ask 'q=river'
like "$body" '>Identifiers</a>' 'format: offered on the page'

finish
