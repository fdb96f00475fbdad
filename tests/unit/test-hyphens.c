/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hyphens at line ends and soft hyphens: the rest of the document decides. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "hyphens.h"

static void clear_row(gpointer row) {
  g_free(((RcRow *)row)->text);
}

/* Rows of a document, one a line of `text`. */
static GArray *new_rows(const char *text) {
  GArray *rows = g_array_new(FALSE, TRUE, sizeof(RcRow));
  g_array_set_clear_func(rows, clear_row);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    RcRow row = {.page = 1, .text = g_strdup(lines[i]), .size = 11, .cells = 1};
    row.box = (RcBox){72, 20 * (float)i, 500, 20 * (float)i + 11};
    g_array_append_val(rows, row);
  }
  return rows;
}

/* `rows` as one paragraph of a document that also says `rest`. */
static char *join(const char *rows, const char *rest) {
  g_autofree char *all = g_strconcat(rest, "\n", rows, NULL);
  g_autoptr(GArray) document = new_rows(all), paragraph = new_rows(rows);
  RcHyphens *hyphens = rc_hyphens_new(document);
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < paragraph->len; i++) {
    gsize start = rc_hyphens_append_row(hyphens, text, g_array_index(paragraph, RcRow, i).text);
    assert_true(start <= text->len);
    assert_true(g_utf8_validate(text->str + start, -1, NULL));
  }
  rc_hyphens_free(hyphens);
  return g_string_free(text, FALSE);
}

typedef struct {
  const char *rows, *rest, *text;
} Case;

static void check(const Case *cases, size_t count) {
  for (size_t i = 0; i < count; i++) {
    g_autofree char *text = join(cases[i].rows, cases[i].rest);
    assert_string_equal(text, cases[i].text);
  }
}

static void test_rows_without_hyphens(void **state) {
  static const Case cases[] = {
      {"one row", "", "one row"},
      {"one\ntwo\nthree", "", "one two three"},
      {"Дунгане\nКордая", "", "Дунгане Кордая"},
  };
  (void)state;
  check(cases, G_N_ELEMENTS(cases));
}

/* Words that the document writes whole elsewhere. */
static void test_broken_words_join(void **state) {
  static const Case cases[] = {
      {"the discrimi-\nnation of", "the discrimination of Dungans", "the discrimination of"},
      {"о дискрими-\nнации дунган", "против дискриминации", "о дискриминации дунган"},
      {"the discrimi\u00AD\nnation of", "the discrimination of Dungans", "the discrimination of"},
      {"the discrimi\u2010\nnation of", "the discrimination of Dungans", "the discrimination of"},
  };
  (void)state;
  check(cases, G_N_ELEMENTS(cases));
}

/* Words that the document writes with a hyphen elsewhere. */
static void test_hyphenated_words_keep_theirs(void **state) {
  static const Case cases[] = {
      {"a non-\ngovernmental body", "non-governmental bodies", "a non-governmental body"},
      {"общественно-\nполитический", "общественно-политический строй", "общественно-политический"},
      {"из\u00ADза этого", "из-за того", "из-за этого"},
      {"in 2011\u00AD2014", "", "in 2011-2014"},
      {"in 2011–\n2014", "", "in 2011–2014"},
      {"в 2011–\n2014 годах", "", "в 2011–2014 годах"},
      {"Санкт\u00ADПетербурге", "Санкт-Петербурге", "Санкт-Петербурге"},
  };
  (void)state;
  check(cases, G_N_ELEMENTS(cases));
}

static void test_soft_hyphens_inside(void **state) {
  static const Case cases[] = {
      {"the high\u00ADway there", "a highway, that highway", "the highway there"},
      {"о дискри\u00ADминации", "от дискриминации без дискриминации", "о дискриминации"},
  };
  (void)state;
  check(cases, G_N_ELEMENTS(cases));
}

/* The row's own words begin where it says. */
static void test_where_a_row_begins(void **state) {
  (void)state;
  g_autoptr(GArray) rows = new_rows("discrimination\nnon-governmental");
  RcHyphens *hyphens = rc_hyphens_new(rows);
  g_autoptr(GString) text = g_string_new(NULL);
  assert_int_equal(rc_hyphens_append_row(hyphens, text, "the discrimi-"), 0);
  gsize joined = rc_hyphens_append_row(hyphens, text, "nation of");
  assert_string_equal(text->str + joined, "nation of");
  gsize next = rc_hyphens_append_row(hyphens, text, "Dungans");
  assert_string_equal(text->str + next, "Dungans");
  assert_string_equal(text->str, "the discrimination of Dungans");
  rc_hyphens_free(hyphens);
}

static void test_odd_rows(void **state) {
  static const char *const rows[] = {"-",    "-\n-",   "a-\n", "\u00AD", "a\u00AD\n\u00ADb",
                                     "—\n—", "a -\nb", ""};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *text = join(rows[i], "");
    assert_true(g_utf8_validate(text, -1, NULL));
    if (strchr(rows[i], 'b'))
      assert_non_null(strchr(text, 'b'));
  }
}

/* A document that seldom breaks a word: an ending that is no word, or another form of it. */
static void test_seldom_broken(void **state) {
  static const char rest[] = "the herds\nthe orchards\nборы\nsecond-hand goods\nthe witness said";
  static const Case cases[] = {
      {"of the govern-\nment of", rest, "of the government of"},
      {"несправедли-\nвость и неизбеж-\nность", rest, "несправедли-вость и неизбежность"},
      {"the wit-\nnesses of", rest, "the witnesses of"},
      {"a cross-\nborder road", rest, "a cross-border road"},
      {"a snow-\nherds road", rest, "a snow-herds road"},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    GString *all = g_string_new(cases[i].rest);
    for (guint k = 0; k < 100; k++) /* so many rows without one */
      g_string_append(all, "\nsome words");
    g_autofree char *long_rest = g_string_free(all, FALSE);
    g_autofree char *text = join(cases[i].rows, long_rest);
    assert_string_equal(text, cases[i].text);
  }
}

/* What goes on with an address, and what is the next word. */
static void test_addresses(void **state) {
  static const Case cases[] = {
      {"see http://news.example/the-last-in-line\nValley-News, 1 May", "",
       "see http://news.example/the-last-in-line Valley-News, 1 May"},
      {"http://news.example/posledniy\nДолина-Новости, 2014", "",
       "http://news.example/posledniy Долина-Новости, 2014"},
      {"http://news.example/a\nco-operation of", "", "http://news.example/a co-operation of"},
      {"http://news.example/the-last-\nin-line. It", "",
       "http://news.example/the-last-in-line. It"},
      {"http://news.example/\nValley/report.html", "", "http://news.example/Valley/report.html"},
      {"http://news.example/the-la\nst-in-line", "", "http://news.example/the-last-in-line"},
  };
  (void)state;
  check(cases, G_N_ELEMENTS(cases));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rows_without_hyphens),
      cmocka_unit_test(test_broken_words_join),
      cmocka_unit_test(test_hyphenated_words_keep_theirs),
      cmocka_unit_test(test_soft_hyphens_inside),
      cmocka_unit_test(test_where_a_row_begins),
      cmocka_unit_test(test_seldom_broken),
      cmocka_unit_test(test_addresses),
      cmocka_unit_test(test_odd_rows),
  };
  return cmocka_run_group_tests_name("hyphens", tests, NULL, NULL);
}
