/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of fields: its rules, and the terms made by it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "document.h"
#include "schema.h"

static void test_names(void **state) {
  (void)state;
  for (int i = 0; i < RC_N_FIELDS; i++) {
    const RcFieldInfo *info = rc_schema_field((RcField)i);
    assert_non_null(info->name);
    assert_int_equal(rc_schema_field_by_name(info->name), i);
  }
  assert_int_equal(rc_schema_field_by_name("lang"), RC_FIELD_LANGUAGE);
  assert_int_equal(rc_schema_field_by_name("org"), RC_FIELD_ORGANISATION);
  assert_int_equal(rc_schema_field_by_name("organisation"), RC_FIELD_ORGANISATION);
  assert_int_equal(rc_schema_field_by_name("author"), -1);
  assert_int_equal(rc_schema_field_by_name(""), -1);
  assert_int_equal(rc_schema_field_by_name("Region"), -1);
}

/* A prefixed term must never be taken for a word, nor for a term of another
 * field: words begin with no capital, and no long prefix begins another. */
static void test_prefixes_do_not_meet(void **state) {
  (void)state;
  for (int i = 0; i < RC_N_FIELDS; i++) {
    const char *a = rc_schema_field((RcField)i)->prefix;
    if (!a || !*a)
      continue;
    assert_true(g_ascii_isupper(*a));
    assert_true(strlen(a) == 1 || (a[0] == 'X' && g_str_has_suffix(a, ":")));
    for (int k = 0; k < RC_N_FIELDS; k++) {
      const char *b = rc_schema_field((RcField)k)->prefix;
      if (k != i && b && *b)
        assert_false(g_str_has_prefix(b, a));
    }
  }
  assert_string_equal(rc_schema_field(RC_FIELD_WORD)->prefix, "");
}

/* No name and no alias means two fields. */
static void test_names_are_unique(void **state) {
  (void)state;
  g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
  for (int i = 0; i < RC_N_FIELDS; i++) {
    const RcFieldInfo *info = rc_schema_field((RcField)i);
    assert_true(g_hash_table_add(names, (gpointer)info->name));
    for (int k = 0; k < RC_FIELD_ALIASES_MAX; k++)
      if (info->aliases[k]) {
        assert_true(g_hash_table_add(names, (gpointer)info->aliases[k]));
        assert_int_equal(rc_schema_field_by_name(info->aliases[k]), i);
      }
  }
}

static void assert_spoken(const char *const *texts) {
  for (int language = 0; language < RC_N_LANGUAGES; language++) {
    assert_non_null(texts[language]);
    assert_true(*texts[language] && g_utf8_validate(texts[language], -1, NULL));
  }
  assert_string_not_equal(texts[RC_LANGUAGE_EN], texts[RC_LANGUAGE_RU]);
}

/* What a search can ask for is an option with a help, and has a name in both languages. */
static void test_filters(void **state) {
  (void)state;
  for (int i = 0; i < RC_N_FIELDS; i++) {
    const RcFieldInfo *info = rc_schema_field((RcField)i);
    if (!rc_schema_is_filter((RcField)i)) {
      assert_null(info->argument);
      assert_null(info->aliases[0]);
      assert_false(info->evidence || info->form);
      continue;
    }
    assert_non_null(info->argument);
    assert_non_null(info->prefix);
    assert_true(g_ascii_islower(*info->help) && !g_str_has_suffix(info->help, "."));
    assert_spoken(info->label);
    assert_int_equal(info->match == RC_MATCH_NAME, rc_schema_concepts((RcField)i) >= 0);
    assert_true(!info->evidence || info->entries & RC_IN_PASSAGE);
  }
}

static void test_facets(void **state) {
  (void)state;
  int facets = 0, found = 0;
  for (int i = 0; i < RC_N_FIELDS; i++)
    facets += rc_schema_field((RcField)i)->facet > 0;
  for (int place = 1, field; (field = rc_schema_facet(place)) >= 0; place++, found++) {
    const RcFieldInfo *info = rc_schema_field((RcField)field);
    assert_spoken(info->label);
    if (info->form && !info->values)
      assert_spoken(info->hint);
  }
  assert_int_equal(found, facets); /* no two at one place, and none left out */
  assert_int_equal(rc_schema_facet(0), -1);
  for (int i = 0; i < RC_N_FIELDS; i++)
    assert_true(!rc_schema_field((RcField)i)->form || rc_schema_field((RcField)i)->facet);
}

static void test_values(void **state) {
  (void)state;
  for (int i = 0; i < RC_N_FIELDS; i++) {
    const RcFieldInfo *info = rc_schema_field((RcField)i);
    assert_true(info->rule != RC_VALUE_LISTED || info->values);
    int offered = 0;
    for (const RcNamed *row = info->values; row && row->name; row++) {
      g_autofree char *upper = g_ascii_strup(row->name, -1);
      assert_ptr_equal(rc_schema_value((RcField)i, row->name), row); /* and no other */
      assert_ptr_equal(rc_schema_value((RcField)i, upper), row);
      assert_spoken(row->label);
      offered += !row->unlisted;
    }
    assert_true(!info->form || !info->values || offered > 1);
    assert_null(rc_schema_value((RcField)i, "nonsense"));
  }
  RcKind kind = RC_KIND_BODY;
  RcStatus status = RC_STATUS_OK;
  for (int i = 0; i < RC_N_KINDS; i++)
    assert_true(rc_kind_from_name(rc_kind_name((RcKind)i), &kind) && (int)kind == i);
  for (int i = 0; i < RC_N_STATUSES; i++)
    assert_true(rc_status_from_name(rc_status_name((RcStatus)i), &status) && (int)status == i);
  assert_false(rc_kind_from_name("Body", &kind));
  assert_true(rc_type_is_known("judgment"));
  assert_false(rc_type_is_known("Judgment"));
}

/* What an attacker who has taken over a worker may set: what stands in the text, and
 * nothing of what a document is, where it lies and what people say of it. */
static void test_what_workers_make(void **state) {
  static const bool of_workers[RC_N_FIELDS] = {
      [RC_FIELD_WORD] = true,      [RC_FIELD_STEM] = true,    [RC_FIELD_REGION] = true,
      [RC_FIELD_GROUP] = true,     [RC_FIELD_BODY] = true,    [RC_FIELD_CITES] = true,
      [RC_FIELD_KIND] = true,      [RC_FIELD_ARTICLE] = true, [RC_FIELD_LANGUAGE] = true,
      [RC_FIELD_RIGHT] = true,     [RC_FIELD_CONTEXT] = true, [RC_FIELD_DOCUMENT_STEM] = true,
      [RC_FIELD_PARAGRAPH] = true,
  };
  (void)state;
  for (int i = 0; i < RC_N_FIELDS; i++)
    assert_int_equal(rc_schema_field((RcField)i)->maker == RC_BY_WORKER, of_workers[i]);
}

static void test_entries(void **state) {
  static const struct {
    RcField field;
    unsigned entries;
  } cases[] = {
      {RC_FIELD_WORD, RC_IN_DOCUMENT},
      {RC_FIELD_STEM, RC_IN_PASSAGE},
      {RC_FIELD_START, RC_IN_DOCUMENT},
      {RC_FIELD_DOCUMENT_STEM, RC_IN_DOCUMENT},
      {RC_FIELD_CONTEXT, RC_IN_DOCUMENT | RC_IN_PASSAGE},
      {RC_FIELD_COUNTRY, RC_IN_DOCUMENT | RC_IN_PASSAGE},
      {RC_FIELD_PASSAGE, RC_IN_PASSAGE},
      {RC_FIELD_PATH, RC_IN_DOCUMENT},
      {RC_FIELD_TITLE, RC_IN_DOCUMENT},
      {RC_FIELD_ID, RC_IN_DOCUMENT | RC_IN_PASSAGE},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_int_equal(rc_schema_field(cases[i].field)->entries, cases[i].entries);
}

static void test_terms(void **state) {
  static const struct {
    RcField field;
    const char *value, *term;
  } cases[] = {
      {RC_FIELD_WORD, "дунгане", "дунгане"},
      {RC_FIELD_STEM, "погром", "Zпогром"},
      {RC_FIELD_DOCUMENT_STEM, "погром", "XZ:погром"},
      {RC_FIELD_CONTEXT, "погром", "XW:погром"},
      {RC_FIELD_START, "passage", "XF:passage"},
      {RC_FIELD_COUNTRY, "KZ", "XN:KZ"},
      {RC_FIELD_REGION, "KZ-31/korday", "XR:KZ-31/korday"},
      {RC_FIELD_GROUP, "dungan", "XG:dungan"},
      {RC_FIELD_LANGUAGE, "ru", "Lru"},
      {RC_FIELD_YEAR, "2020", "Y2020"},
      {RC_FIELD_ID, "0123456789abcdef", "Q0123456789abcdef"},
      /* symbols and names in either case are one */
      {RC_FIELD_SYMBOL, "cerd/c/kaz/co/8-10", "XS:CERD/C/KAZ/CO/8-10"},
      {RC_FIELD_CITES, "A/Res/48/134", "XC:A/RES/48/134"},
      {RC_FIELD_ORGANISATION, "Мемориал", "XO:МЕМОРИАЛ"},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *term = rc_schema_term(cases[i].field, cases[i].value);
    assert_string_equal(term, cases[i].term);
  }
}

static char *long_value(const char *part, const char *end) {
  GString *value = g_string_new(NULL);
  while (value->len < 400)
    g_string_append(value, part);
  g_string_append(value, end);
  return g_string_free(value, FALSE);
}

static void test_long_values_stay_apart(void **state) {
  static const char *const parts[] = {"x", "щ", "東", "𐐀"};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
    g_autofree char *one = long_value(parts[i], "1"), *two = long_value(parts[i], "2");
    g_autofree char *a = rc_schema_term(RC_FIELD_ORGANISATION, one);
    g_autofree char *b = rc_schema_term(RC_FIELD_ORGANISATION, two);
    g_autofree char *again = rc_schema_term(RC_FIELD_ORGANISATION, one);
    assert_true(strlen(a) <= RC_TERM_BYTES_MAX);
    assert_true(g_utf8_validate(a, -1, NULL));
    assert_true(g_str_has_prefix(a, "XO:"));
    assert_string_not_equal(a, b);
    assert_string_equal(a, again);
  }
  /* The longest that fits is left as it is. */
  g_autofree char *fits = g_strnfill(RC_TERM_BYTES_MAX - 1, 'x');
  g_autofree char *term = rc_schema_term(RC_FIELD_STEM, fits);
  assert_string_equal(term + 1, fits);
}

static void test_buffer_is_reused(void **state) {
  (void)state;
  g_autoptr(GString) term = g_string_new(NULL);
  rc_schema_append_term(term, RC_FIELD_STEM, "a");
  g_string_truncate(term, 0);
  rc_schema_append_term(term, RC_FIELD_WORD, "b");
  assert_string_equal(term->str, "b");
}

/* What is counted goes into a slot as terms and comes out as fields and values. */
static void test_facets_join_and_split(void **state) {
  (void)state;
  g_autoptr(GString) facets = g_string_new(NULL);
  guint count = 0;
  for (int place = 1, field; (field = rc_schema_facet(place)) >= 0; place++, count++)
    rc_schema_append_facet(facets, (RcField)field, "Кордай, село: X");
  static const char separator[] = {RC_FACET_SEPARATOR, '\0'};
  g_auto(GStrv) terms = g_strsplit(facets->str, separator, -1);
  assert_int_equal(g_strv_length(terms), count);
  for (guint i = 0; i < count; i++) {
    const char *value = NULL;
    assert_int_equal(rc_schema_facet_field(terms[i], &value), rc_schema_facet((int)i + 1));
    assert_string_equal(value, "Кордай, село: X"); /* in its case, though terms have none */
  }
}

/* What is in a slot was written by another program, perhaps one that counts more. */
static void test_facets_of_no_field(void **state) {
  static const char *const terms[] = {"", "слово", "XZ:погром", "XQ:new", "Q0123456789abcdef", "X"};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(terms); i++) {
    const char *value = NULL;
    assert_int_equal(rc_schema_facet_field(terms[i], &value), -1);
  }
}

/* By whose concepts the values of a field are named. */
static void test_concepts(void **state) {
  (void)state;
  assert_int_equal(rc_schema_concepts(RC_FIELD_REGION), RC_FIELD_REGION);
  assert_int_equal(rc_schema_concepts(RC_FIELD_COUNTRY), RC_FIELD_REGION);
  assert_int_equal(rc_schema_concepts(RC_FIELD_LANGUAGE), -1);
  for (int i = 0; i < RC_N_FIELDS; i++) {
    int concepts = rc_schema_concepts((RcField)i);
    assert_true(concepts < 0 || rc_schema_field((RcField)concepts)->concept);
  }
}

/* Numbers of paragraphs meet however they are spaced and cased. */
static void test_paragraphs(void **state) {
  static const char *const numbers[][2] = {
      {"24", "24"},        {"12 (a)", "12(a)"}, {"12(A)", "12(a)"}, {" fn.\u00a07", "fn.7"},
      {"12 (Б)", "12(б)"}, {"", NULL},          {" ", NULL}};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
    g_autofree char *value = rc_schema_paragraph(numbers[i][0]);
    assert_true(g_strcmp0(value, numbers[i][1]) == 0);
  }
  g_autofree char *most = g_strnfill(RC_PARAGRAPH_BYTES_MAX, '1');
  g_autofree char *longer = g_strnfill(RC_PARAGRAPH_BYTES_MAX + 1, '1');
  g_autofree char *kept = rc_schema_paragraph(most);
  assert_string_equal(kept, most);
  assert_null(rc_schema_paragraph(longer));
}

/* Two values asked for must both hold where a paragraph can have both. */
static void test_several(void **state) {
  static const bool several[RC_N_FIELDS] = {
      [RC_FIELD_REGION] = true, [RC_FIELD_GROUP] = true, [RC_FIELD_BODY] = true,
      [RC_FIELD_RIGHT] = true,  [RC_FIELD_CITES] = true, [RC_FIELD_ARTICLE] = true,
  };
  (void)state;
  for (int i = 0; i < RC_N_FIELDS; i++)
    assert_int_equal(rc_schema_field((RcField)i)->several, several[i]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_names),
      cmocka_unit_test(test_prefixes_do_not_meet),
      cmocka_unit_test(test_names_are_unique),
      cmocka_unit_test(test_filters),
      cmocka_unit_test(test_facets),
      cmocka_unit_test(test_values),
      cmocka_unit_test(test_what_workers_make),
      cmocka_unit_test(test_entries),
      cmocka_unit_test(test_terms),
      cmocka_unit_test(test_long_values_stay_apart),
      cmocka_unit_test(test_buffer_is_reused),
      cmocka_unit_test(test_facets_join_and_split),
      cmocka_unit_test(test_facets_of_no_field),
      cmocka_unit_test(test_concepts),
      cmocka_unit_test(test_paragraphs),
      cmocka_unit_test(test_several),
  };
  return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}
