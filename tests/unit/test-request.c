/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "error.h"
#include "request.h"

static void set(RcRequest *request, const char *name, const char *value) {
  g_autoptr(GError) error = NULL;
  assert_true(rc_request_set(request, name, value, &error));
  assert_null(error);
}

static void refuse(const char *name, const char *value, const char *part) {
  g_autoptr(RcRequest) request = rc_request_new();
  g_autoptr(GError) error = NULL;
  assert_false(rc_request_set(request, name, value, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_QUERY));
  assert_non_null(strstr(error->message, part));
  assert_true(g_utf8_validate(error->message, -1, NULL));
}

static void assert_prepared(RcRequest *request, const char *expected) {
  rc_request_prepare(request);
  g_autofree char *parsed = rc_query_to_string(request->query);
  assert_string_equal(parsed, expected);
}

static void test_defaults(void **state) {
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  assert_string_equal(request->text, "");
  assert_int_equal(request->limit, RC_REQUEST_LIMIT_DEFAULT);
  assert_int_equal(request->offset, 0);
  assert_int_equal(request->passages, RC_REQUEST_PASSAGES_DEFAULT);
  assert_int_equal(request->unit, RC_UNIT_DOCUMENT);
  assert_int_equal(request->sort, RC_SORT_RELEVANCE);
  assert_false(request->facets);
  assert_prepared(request, "");
  assert_int_equal(request->query->type, RC_QUERY_ALL);
}

static void test_settings(void **state) {
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  set(request, "q", "погром");
  set(request, "unit", "passage");
  set(request, "sort", "-date");
  set(request, "limit", "5");
  set(request, "limit", "25");
  set(request, "offset", "50");
  set(request, "passages", "0");
  set(request, "facets", NULL);
  assert_string_equal(request->text, "погром");
  assert_int_equal(request->unit, RC_UNIT_PASSAGE);
  assert_int_equal(request->sort, RC_SORT_DATE_DESCENDING);
  assert_int_equal(request->limit, 25);
  assert_int_equal(request->offset, 50);
  assert_int_equal(request->passages, 0);
  assert_true(request->facets);
  set(request, "facets", "no");
  assert_false(request->facets);
  set(request, "sort", "date");
  assert_int_equal(request->sort, RC_SORT_DATE);
}

/* What a form sends for fields that were left empty. */
static void test_empty_values(void **state) {
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  for (const RcRequestOption *option = rc_request_options(); option->name; option++)
    if (option->argument)
      set(request, option->name, " ");
  assert_int_equal(request->limit, RC_REQUEST_LIMIT_DEFAULT);
  assert_prepared(request, "");
}

static void test_filters(void **state) {
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  set(request, "q", "Korday OR Masanchi");
  set(request, "region", "Казахстан");
  set(request, "region", "Zhambyl Region");
  set(request, "year", "2018..2020");
  set(request, "year", "2024");
  set(request, "lang", "RU");
  set(request, "organisation", "Adil Soz");
  assert_int_equal(request->filters[RC_FIELD_REGION]->len, 2);
  assert_string_equal(request->filters[RC_FIELD_REGION]->pdata[0], "Казахстан");
  assert_string_equal(request->filters[RC_FIELD_LANGUAGE]->pdata[0], "RU");
  assert_null(request->filters[RC_FIELD_GROUP]);
  /* A paragraph names several regions: both must hold.  A document has one date: either. */
  assert_prepared(request, "(korday OR masanchi) AND region:Казахстан AND region:\"Zhambyl "
                           "Region\" AND language:ru AND (year:2018..2020 OR year:2024) AND "
                           "org:\"Adil Soz\"");
}

/* A filter that is given twice narrows where a paragraph may have both of its values, and widens
 * where it has one. */
static void test_filters_given_twice(void **state) {
  (void)state;
  static const struct {
    const char *name, *a, *b, *parsed;
  } cases[] = {
      {"region", "KZ", "KG", "region:KZ AND region:KG"},
      {"group", "Dungans", "рома", "group:Dungans AND group:рома"},
      {"body", "CERD", "CAT", "body:CERD AND body:CAT"},
      {"right", "torture", "пытки", "right:torture AND right:пытки"},
      {"article", "ICCPR:26", "ICCPR:2", "article:ICCPR:26 AND article:ICCPR:2"},
      {"cites", "A/1", "A/2", "cites:A/1 AND cites:A/2"},
      {"country", "KZ", "Россия", "country:KZ OR country:Россия"},
      {"lang", "ru", "en", "language:ru OR language:en"},
      {"year", "2018", "2020", "year:2018 OR year:2020"},
      {"type", "report", "decision", "type:report OR type:decision"},
      {"org", "A", "B", "org:A OR org:B"},
      {"kind", "heading", "footnote", "kind:heading OR kind:footnote"},
      {"symbol", "A/1", "A/2", "symbol:A/1 OR symbol:A/2"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcRequest) request = rc_request_new();
    set(request, cases[i].name, cases[i].a);
    set(request, cases[i].name, cases[i].b);
    assert_prepared(request, cases[i].parsed);
  }
}

static void test_expand(void **state) {
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  assert_true(request->expand);
  set(request, "expand", "no");
  assert_false(request->expand);
  set(request, "expand", "on");
  assert_true(request->expand);
  set(request, "expand", "0");
  const RcRequestOption *option = rc_request_option("expand");
  g_autofree char *value = rc_request_get(request, option);
  assert_string_equal(value, "no"); /* and so it is carried along */
  refuse("expand", "maybe", "yes or no");
}

static void test_filter_alone(void **state) {
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  set(request, "cites", "CERD/C/KAZ/CO/8-10");
  assert_prepared(request, "cites:CERD/C/KAZ/CO/8-10");
}

static void test_refusals(void **state) {
  (void)state;
  static const char *const wrong[][3] = {
      {"nonsense", "1", "nonsense"},
      {"limit", "ten", "limit=ten"},
      {"limit", "-1", "limit=-1"},
      {"limit", "1001", "1000"},
      {"limit", "99999999999999999999", "1000"},
      {"offset", "1e3", "offset=1e3"},
      {"passages", "101", "100"},
      {"unit", "page", "document or passage"},
      {"sort", "size", "relevance, -date or date"},
      {"facets", "maybe", "facets=maybe"},
      {"year", "2018..x", "“2018..x”"},
      {"year", "last", "“last”"},
      {"kind", "poem", "“poem”"},
      {"type", "novel", "submission"},
      {"lang", "klingon!", "“klingon!”"},
      {"region", "\xff\xfe", "not valid UTF-8"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
    refuse(wrong[i][0], wrong[i][1], wrong[i][2]);
  g_autofree char *long_value = g_strnfill(2000, 'x');
  refuse("org", long_value, "too long");
}

static void test_too_many_values(void **state) {
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  g_autoptr(GError) error = NULL;
  for (guint i = 0; i < RC_QUERY_TERMS_MAX; i++)
    set(request, "group", "dungan");
  assert_false(rc_request_set(request, "group", "roma", &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_QUERY));
}

static void test_text_that_is_not_utf8(void **state) {
  (void)state;
  g_autoptr(RcRequest) request = rc_request_new();
  set(request, "q",
      "a\xff"
      "b");
  assert_true(g_utf8_validate(request->text, -1, NULL));
  assert_int_equal(request->notes->len, 1);
  assert_string_equal(rc_note_name(((RcNote *)request->notes->pdata[0])->code), "invalid-utf8");
  assert_prepared(request, "a AND b");
}

/* A web request that asks for more gets what there is for one. */
static void test_clamping(void **state) {
  (void)state;
  static const struct {
    const char *limit, *offset, *passages;
    guint cut_limit, cut_offset, cut_passages;
  } cases[] = {
      {"1000", "100000", "100", RC_REQUEST_WEB_LIMIT_MAX, RC_REQUEST_WEB_OFFSET_MAX,
       RC_REQUEST_WEB_PASSAGES_MAX},
      {"51", "10001", "21", 50, 10000, 20},
      {"50", "10000", "20", 50, 10000, 20},
      {"0", "0", "0", 1, 0, 0},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcRequest) request = rc_request_new();
    set(request, "limit", cases[i].limit);
    set(request, "offset", cases[i].offset);
    set(request, "passages", cases[i].passages);
    rc_request_clamp(request);
    assert_int_equal(request->limit, cases[i].cut_limit);
    assert_int_equal(request->offset, cases[i].cut_offset);
    assert_int_equal(request->passages, cases[i].cut_passages);
  }
}

/* What an option has been set to, set again, is the same; nothing where it was not set. */
static void test_getting(void **state) {
  (void)state;
  static const char *const values[][2] = {
      {"q", "a b"},   {"unit", "passage"}, {"sort", "-date"}, {"sort", "date"},
      {"limit", "0"}, {"offset", "20"},    {"passages", "1"}, {"facets", "yes"},
  };
  g_autoptr(RcRequest) usual = rc_request_new();
  for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
    const RcRequestOption *option = rc_request_option(values[i][0]);
    g_autoptr(RcRequest) request = rc_request_new();
    set(request, values[i][0], values[i][1]);
    g_autofree char *got = rc_request_get(request, option);
    assert_string_equal(got, values[i][1]);
    assert_null(rc_request_get(usual, option));
  }
  assert_false(rc_request_has_filters(usual));
  set(usual, "organization", "x");
  assert_true(rc_request_has_filters(usual));
}

/* The table agrees with the schema: every filter has its option, by one name. */
static void test_table(void **state) {
  (void)state;
  for (int field = 0; field < RC_N_FIELDS; field++) {
    const RcFieldInfo *info = rc_schema_field((RcField)field);
    const RcRequestOption *option = rc_request_option(info->name);
    if (!rc_schema_is_filter((RcField)field))
      assert_null(option);
    else {
      assert_non_null(option);
      assert_int_equal(option->field, field);
    }
  }
  for (const RcRequestOption *option = rc_request_options(); option->name; option++) {
    assert_ptr_equal(rc_request_option(option->name), option);
    assert_non_null(option->help);
    if (option->field >= 0)
      assert_int_equal(rc_schema_field_by_name(option->name), option->field);
  }
  assert_null(rc_request_option("nonsense"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_defaults),        cmocka_unit_test(test_settings),
      cmocka_unit_test(test_empty_values),    cmocka_unit_test(test_filters),
      cmocka_unit_test(test_filter_alone),    cmocka_unit_test(test_refusals),
      cmocka_unit_test(test_too_many_values), cmocka_unit_test(test_text_that_is_not_utf8),
      cmocka_unit_test(test_table),           cmocka_unit_test(test_clamping),
      cmocka_unit_test(test_getting),         cmocka_unit_test(test_filters_given_twice),
      cmocka_unit_test(test_expand),
  };
  return cmocka_run_group_tests_name("request", tests, NULL, NULL);
}
