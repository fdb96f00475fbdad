/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sections: which headings stand above what comes next, by their numbers and their sizes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sections.h"

typedef struct {
  const char *text;
  float size;
  const char *path; /* once it is open, its parts joined by " > " */
} Opened;

static void check(const Opened *opened, gsize count) {
  g_autoptr(RcSections) sections = rc_sections_new();
  assert_int_equal(rc_sections_path(sections)->len, 0);
  for (gsize i = 0; i < count; i++) {
    rc_sections_open(sections, opened[i].text, opened[i].size);
    const GPtrArray *path = rc_sections_path(sections);
    g_autoptr(GString) joined = g_string_new(NULL);
    for (guint k = 0; k < path->len; k++)
      g_string_append_printf(joined, "%s%s", k ? " > " : "", (const char *)path->pdata[k]);
    assert_string_equal(joined->str, opened[i].path);
  }
}

static void test_sizes(void **state) {
  static const Opened opened[] = {
      {"Report", 16, "Report"},
      {"Methods", 12, "Report > Methods"},
      {"Sources", 10, "Report > Methods > Sources"},
      {"Findings", 12, "Report > Findings"},
      {"Доклад", 16, "Доклад"},
  };
  (void)state;
  check(opened, G_N_ELEMENTS(opened));
}

static void test_numbers_of_one_size(void **state) {
  static const Opened english[] = {
      {"THE LAW", 12, "THE LAW"},
      {"I. Article 3", 12, "I. Article 3"},
      {"A. Admissibility", 12, "I. Article 3 > A. Admissibility"},
      {"B. Merits", 12, "I. Article 3 > B. Merits"},
      {"1. Principles", 12, "I. Article 3 > B. Merits > 1. Principles"},
      {"(a) In general", 12, "I. Article 3 > B. Merits > 1. Principles > (a) In general"},
      {"2. Application", 12, "I. Article 3 > B. Merits > 2. Application"},
      {"C. Conclusion", 12, "I. Article 3 > C. Conclusion"},
      {"II. Article 13", 12, "II. Article 13"},
      {"A. Admissibility", 12, "II. Article 13 > A. Admissibility"},
      {"Done in English", 12, "Done in English"},
  };
  static const Opened russian[] = {
      {"Раздел I", 12, "Раздел I"},
      {"Глава 1. Основы", 12, "Раздел I > Глава 1. Основы"},
      {"Статья 1", 12, "Раздел I > Глава 1. Основы > Статья 1"},
      {"Статья 2", 12, "Раздел I > Глава 1. Основы > Статья 2"},
      {"Глава 2. Права", 12, "Раздел I > Глава 2. Права"},
      {"Статья 3", 12, "Раздел I > Глава 2. Права > Статья 3"},
      {"Раздел II", 12, "Раздел II"},
      {"Глава 3. Суд", 12, "Раздел II > Глава 3. Суд"},
      {"Статья 4", 12, "Раздел II > Глава 3. Суд > Статья 4"},
      {"Приложение", 12, "Приложение"},
      {"А. Перечень", 12, "Приложение > А. Перечень"},
  };
  (void)state;
  check(english, G_N_ELEMENTS(english));
  check(russian, G_N_ELEMENTS(russian));
}

static void test_numbers_of_uneven_size(void **state) {
  static const Opened opened[] = {
      {"Manual", 20, "Manual"},
      {"A. Aims", 17, "Manual > A. Aims"},
      {"B. Means", 15, "Manual > B. Means"},
      {"C. Ends", 16, "Manual > C. Ends"},
      {"1. One", 12, "Manual > C. Ends > 1. One"},
      {"1.1 First", 12, "Manual > C. Ends > 1. One > 1.1 First"},
      {"1.2 Second", 12, "Manual > C. Ends > 1. One > 1.2 Second"},
      {"2. Two", 12, "Manual > C. Ends > 2. Two"},
      {"Annex 1", 12, "Manual > Annex 1"},
  };
  (void)state;
  check(opened, G_N_ELEMENTS(opened));
}

/* A letter is Roman where no letter before it is open, and a word that only looks like a number, or
 * a date, is none. */
static void test_what_is_a_number(void **state) {
  static const Opened opened[] = {
      {"H. Eighth", 12, "H. Eighth"},
      {"I. Ninth", 12, "I. Ninth"},
      {"J. Tenth", 12, "J. Tenth"},
      {"A road to nowhere", 12, "A road to nowhere"},
      {"В пути", 12, "В пути"},
      {"5 September 2023", 12, "5 September 2023"},
      {"1.2.2003", 12, "1.2.2003"},
      {"I. First", 12, "I. First"},
      {"1 September 2023", 12, "1 September 2023"},
      {"Parties", 12, "Parties"},
      {"Chapter 10:31", 12, "Chapter 10:31"},
      {"Part I", 12, "Part I"},
      {"Статья 6", 12, "Part I > Статья 6"},
      {"(a) Кодекс", 12, "Part I > (a) Кодекс"},
  };
  (void)state;
  check(opened, G_N_ELEMENTS(opened));
}

static void test_depth_is_bounded(void **state) {
  (void)state;
  g_autoptr(RcSections) sections = rc_sections_new();
  for (int i = 0; i < 40; i++)
    rc_sections_open(sections, "Deeper", 100 - (float)i);
  assert_in_range(rc_sections_path(sections)->len, 2, 12);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_sizes),
      cmocka_unit_test(test_numbers_of_one_size),
      cmocka_unit_test(test_numbers_of_uneven_size),
      cmocka_unit_test(test_what_is_a_number),
      cmocka_unit_test(test_depth_is_bounded),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
