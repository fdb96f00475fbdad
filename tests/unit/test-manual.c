/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The man pages have all that the tables have: fields, options, formats, notes, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "output.h"
#include "record.h"
#include "request.h"

static char *read_page(const char *name) {
  g_autofree char *path = g_build_filename("doc", name, NULL);
  char *page = NULL;
  assert_true(g_file_get_contents(path, &page, NULL, NULL));
  return page;
}

/* `pattern` has one %s, for a name. */
G_GNUC_PRINTF(2, 0)
static void assert_named(const char *page, const char *pattern, const char *name) {
  g_autofree char *quoted = g_regex_escape_string(name, -1);
  g_autofree char *regex = g_strdup_printf(pattern, quoted);
  if (!g_regex_match_simple(regex, page, G_REGEX_MULTILINE, 0))
    fail_msg("%s is not in the manual: %s", name, regex);
}

/* The row of a field, as the index has it. */
static void test_format(void **state) {
  (void)state;
  g_autofree char *page = read_page("recourse-index-format.5");
  for (int i = 0; i < RC_N_FIELDS; i++) {
    const RcFieldInfo *info = rc_schema_field((RcField)i);
    static const char *const entries[] = {"", "document", "passage",
                                          "document, passage"}; /* by RC_IN_... */
    const char *prefix = !info->prefix ? "no terms" : *info->prefix ? info->prefix : "none";
    g_autofree char *row =
        g_strdup_printf(".It %s Ta %s Ta %s Ta %s Ta %s Ta %s\n", info->name, prefix,
                        entries[info->entries], info->maker == RC_BY_WORKER ? "worker" : "parent",
                        rc_schema_is_filter((RcField)i) ? "yes" : "no", info->facet ? "yes" : "no");
    if (!strstr(page, row))
      fail_msg("not in the manual: %s", row);
  }
  static const struct {
    const char *what;
    int number;
  } numbers[] = {{"The number of the schema, in decimal: %d.\n", RC_SCHEMA_VERSION},
                 {"a number; this program's is %d.\n", RC_READER_VERSION},
                 {".It Slot %d: the date\n", RC_SLOT_DATE},
                 {".It Slot %d: facets of the document\n", RC_SLOT_DOCUMENT_FACETS},
                 {".It Slot %d: facets of the passage\n", RC_SLOT_PASSAGE_FACETS},
                 {".It Slot %d: the fingerprint\n", RC_SLOT_ALIKE},
                 {"A document is an array of the number of its form, %d,\n", RC_RECORD_FORM},
                 {"A passage is an array of the number of its form, %d,\n", RC_RECORD_FORM}};
  for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
    GString *line = g_string_new(numbers[i].what);
    g_autofree char *number = g_strdup_printf("%d", numbers[i].number);
    g_string_replace(line, "%d", number, 0);
    g_autofree char *expected = g_string_free(line, FALSE);
    if (!strstr(page, expected))
      fail_msg("not in the manual: %s", expected);
  }
}

static void test_options(void **state) {
  (void)state;
  g_autofree char *page = read_page("recourse-search.1");
  g_autofree char *language = read_page("recourse-query.7");
  g_autofree char *web = read_page("recourse.cgi.8");
  for (const RcRequestOption *option = rc_request_options(); option->name; option++) {
    if (option->type == RC_OPTION_TEXT) {
      assert_named(web, "^\\.It Cm %s Ns = ", option->name);
      continue;
    }
    assert_named(page, "^\\.It Fl -%s( |$)", option->name);
    if (option->type == RC_OPTION_FILTER)
      assert_named(language, "^\\.It Cm %s$", option->name);
    for (int i = 0; option->type == RC_OPTION_FILTER && i < RC_FIELD_ALIASES_MAX; i++) {
      const char *alias = rc_schema_field((RcField)option->field)->aliases[i];
      if (alias)
        assert_named(language, "\\b%s\\b", alias);
    }
    for (const RcNamed *row = option->choices; row && row->name; row++)
      assert_named(page, "^\\.It Fl -.* Cm .*%s\\b", row->name);
    g_autofree char *maximum = g_strdup_printf("%u", option->maximum);
    if (option->type == RC_OPTION_NUMBER)
      assert_named(page, "\\b%s\\b", maximum);
  }
  for (const RcRequestOption *option = rc_request_options(); option->name; option++) {
    g_autofree char *maximum = g_strdup_printf("%u", option->web_maximum);
    g_autofree char *thousands = g_strdup_printf("%u,000", option->web_maximum / 1000);
    if (option->web_maximum)
      assert_named(web, "\\b%s\\b", option->web_maximum < 1000 ? maximum : thousands);
  }
}

/* Values that are listed, but for reading states and languages, which stand elsewhere. */
static void test_values(void **state) {
  (void)state;
  g_autofree char *page = read_page("recourse-search.1");
  for (int i = 0; i < RC_N_FIELDS; i++) {
    const RcFieldInfo *info = rc_schema_field((RcField)i);
    bool listed = info->rule == RC_VALUE_LISTED && rc_schema_is_filter((RcField)i);
    for (const RcNamed *row = info->values; listed && row->name; row++)
      assert_named(page, "^\\.Cm %s( |$)", row->name);
  }
}

static void test_facets_and_vocabularies(void **state) {
  (void)state;
  g_autofree char *page = read_page("recourse-search.1");
  const char *facets = strstr(page, ".It Cm facets"), *fields = strstr(page, ".It Fl -vocabulary");
  assert_non_null(facets);
  assert_non_null(fields);
  for (int place = 1, field; (field = rc_schema_facet(place)) >= 0; place++)
    assert_named(facets, "^\\.Cm .*\\b%s\\b", rc_schema_field((RcField)field)->name);
  for (int i = 0; i < RC_N_FIELDS; i++)
    if (rc_schema_field((RcField)i)->concept)
      assert_named(fields, "^\\.Cm .*\\b%s\\b", rc_schema_field((RcField)i)->name);
}

static void test_formats(void **state) {
  (void)state;
  g_autofree char *page = read_page("recourse-search.1");
  for (const RcOutputFormat *format = rc_output_formats; format->name; format++)
    assert_named(page, "^\\.It Fl -format Ns = Ns Cm .*\\b%s\\b", format->name);
}

static void test_notes(void **state) {
  (void)state;
  g_autofree char *page = read_page("recourse-query.7");
  for (int code = 0; code < RC_N_NOTES; code++)
    assert_named(page, "^\\.It Cm (.* )?%s( |$)", rc_note_name((RcNoteCode)code));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_format),  cmocka_unit_test(test_options),
      cmocka_unit_test(test_values),  cmocka_unit_test(test_facets_and_vocabularies),
      cmocka_unit_test(test_formats), cmocka_unit_test(test_notes),
  };
  return cmocka_run_group_tests_name("manual", tests, NULL, NULL);
}
