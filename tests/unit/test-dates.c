/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates in text, from tests/golden/metadata-dates.txt, and as ISO 8601. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "dates.h"

static char *find(const char *text, bool alone) {
  RcDate date;
  bool found = alone ? rc_dates_is_date(text, &date) : rc_dates_find(text, &date);
  return found ? rc_dates_to_iso(&date) : g_strdup("");
}

static void check_line(const char *line, guint number) {
  if (*line == '#' || *line == '\0')
    return;
  g_auto(GStrv) parts = g_strsplit(line, "|", 2);
  assert_non_null(parts[1]);
  bool alone = g_str_has_prefix(parts[0], "= ");
  g_autofree char *iso = find(parts[0] + (alone ? 2 : 0), alone);
  if (strcmp(iso, g_strstrip(parts[1])) != 0)
    fail_msg("metadata-dates.txt:%u: \"%s\": \"%s\"", number, parts[0], iso);
}

static void test_cases(void **state) {
  (void)state;
  g_autofree char *text = NULL;
  assert_true(g_file_get_contents("tests/golden/metadata-dates.txt", &text, NULL, NULL));
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    check_line(lines[i], i + 1);
}

static void test_rows_that_are_more(void **state) {
  (void)state;
  static const char *const rows[] = {
      "",
      "3. May 2022",
      "In May 2022 the protests went on",
      "May 2022, continued",
      "The protests of May 2022",
      "4–15 November 2019",
      "Table 1, May 2022 data",
  };
  RcDate date;
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
    assert_false(rc_dates_is_date(rows[i], &date));
}

static void test_offsets(void **state) {
  (void)state;
  RcDate date;
  assert_true(rc_dates_find("от 27 марта 2020 г.", &date));
  assert_int_equal(date.start, strlen("от "));
  assert_int_equal(date.end, strlen("от 27 марта 2020"));
}

/* A year by itself, or behind a place. */
static void test_years(void **state) {
  static const struct {
    const char *text;
    int year;
  } cases[] = {
      {"2019", 2019},
      {"Geneva 2015", 2015},
      {"New York and Geneva, 2004", 2004},
      {"Москва, 2014 г.", 2014},
      {"Страсбург – 2012", 2012},
      {"12345", 0},
      {"Article 14 of 2010", 0},
      {"the people who left in 2010", 0},
      {"1717", 0},
  };
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    RcDate date = {0};
    bool found = rc_dates_is_year(cases[i].text, &date);
    if (found != (cases[i].year > 0) || date.year != cases[i].year)
      fail_msg("%s: %d", cases[i].text, date.year);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_cases),
      cmocka_unit_test(test_rows_that_are_more),
      cmocka_unit_test(test_offsets),
      cmocka_unit_test(test_years),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
