/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paragraph numbers as they are printed, in English and Russian. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "numbers.h"

typedef struct {
  const char *text, *number; /* NULL: none */
  const char *rest;          /* what stands behind it */
} Case;

static void check(char *(*read)(const char *, gsize *), const Case *cases, size_t count) {
  for (size_t i = 0; i < count; i++) {
    gsize length = 0;
    g_autofree char *number = read(cases[i].text, &length);
    if (g_strcmp0(number, cases[i].number) != 0)
      fail_msg("%s: %s, not %s", cases[i].text, number, cases[i].number);
    if (number)
      assert_string_equal(cases[i].text + length, cases[i].rest);
  }
}

static void test_paragraphs(void **state) {
  static const Case cases[] = {
      {"14. The Committee", "14", "The Committee"},
      {"1.  Комитет рассмотрел", "1", "Комитет рассмотрел"},
      {"14. (a) To stop", "14 (a)", "To stop"},
      {"76.12. Ratify (Italy)", "76.12", "Ratify (Italy)"},
      {"(b) Прекратить", "(b)", "Прекратить"},
      {"a) прекратить", "(a)", "прекратить"},
      {"(а) прекратить", "(а)", "прекратить"},
      {"(iv) to pay", "(iv)", "to pay"},
      {"(б)Суд установил", "(б)", "Суд установил"},
      {"(c)[taken out] and so on", "(c)", "[taken out] and so on"},
      {"iii. The right to be heard", "(iii)", "The right to be heard"},
      {"(1) In this Act", "1", "In this Act"},
      {"[6] The appellant", "6", "The appellant"},
      {"7) Суд установил", "7", "Суд установил"},
      {"2-1) принимает законы", "2-1", "принимает законы"},
      {"1-1. The court", "1-1", "The court"},
      {"5.1-1. Лица, указанные", "5.1-1", "Лица, указанные"},
      {"b. The village", "(b)", "The village"},
      {"§ 24 Суд напоминает", "24", "Суд напоминает"},
      {"§ 25. The Court", "25", "The Court"},
      {"1.1 General", "1.1", "General"},
  };
  (void)state;
  check(rc_number_read, cases, G_N_ELEMENTS(cases));
}

static void test_what_is_no_number(void **state) {
  static const Case cases[] = {
      {"14 people were killed", NULL, NULL},
      {"(s)he was heard", NULL, NULL},
      {"v. Ruritania (no. 2)", NULL, NULL},
      {"2020 was a year", NULL, NULL},
      {"The 14. paragraph", NULL, NULL},
      {"", NULL, NULL},
      {".", NULL, NULL},
      {"()", NULL, NULL},
      {"14.5 percent", NULL, NULL},
      {"3-1 in the final", NULL, NULL},
      {"2019-20. The harvest", NULL, NULL},
      {"Дунгане", NULL, NULL},
      {"(see above)", NULL, NULL},
      {"(12) of them", NULL, NULL},
      {"(1) JOHN ROE v. ARCADIA", NULL, NULL},
      {"[6] and others", NULL, NULL},
      {"v. Arcadia", NULL, NULL},
      {"г. Масанчи", NULL, NULL},
      {"2020. Годовой доклад", NULL, NULL},
  };
  (void)state;
  check(rc_number_read, cases, G_N_ELEMENTS(cases));
}

static void test_items(void **state) {
  static const char *const items[] = {"14. The", "(a) To",  "• пункт",
                                      "– пункт", "— пункт", "- item"};
  static const char *const others[] = {"", "The", "пункт", "14 people", "-5 degrees"};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(items); i++)
    if (!rc_number_starts_item(items[i]))
      fail_msg("%s", items[i]);
  for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
    if (rc_number_starts_item(others[i]))
      fail_msg("%s", others[i]);
}

static void test_footnotes(void **state) {
  static const Case cases[] = {
      {"7 See above.", "7", "See above."},
      {"12 См. выше", "12", "См. выше"},
      {"* GE.20-12345", "*", "GE.20-12345"},
      {"See above", NULL, NULL},
      {"", NULL, NULL},
      {"20201124 is no note", NULL, NULL},
  };
  (void)state;
  check(rc_number_read_footnote, cases, G_N_ELEMENTS(cases));
}

/* A sign of a font's own is a bullet where a space follows it. */
static void test_private_signs(void **state) {
  (void)state;
  assert_int_equal(rc_number_bullet("\uF0E8 the mills"), strlen("\uF0E8 "));
  assert_int_equal(rc_number_bullet("\uF0E8the mills"), 0);
  assert_int_equal(rc_number_bullet("\uF0E8"), 0);
  assert_int_equal(rc_number_bullet("я мельник"), 0);
  assert_int_equal(rc_number_bullet(""), 0);
}

static void test_what_follows(void **state) {
  static const struct {
    const char *before, *number;
    bool follows;
  } cases[] = {
      {"12", "13", true},        {"12", "14", false},   {"76.12", "76.13", true},
      {"76.12", "77.13", false}, {"(a)", "(b)", true},  {"(a)", "(c)", false},
      {"13", "14 (a)", false},   {"13", "1.14", false},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
    if (rc_number_follows(cases[i].before, cases[i].number) != cases[i].follows)
      fail_msg("%s and %s", cases[i].before, cases[i].number);
}

static void test_roman(void **state) {
  static const struct {
    const char *text;
    guint value;
  } cases[] = {{"xiv", 14}, {"XIV", 14}, {"Xiv", 0}, {"I", 1}, {"lxxxix", 89},
               {"iix", 0},  {"xc", 0},   {"", 0},    {"Х", 0}};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
    if (rc_number_roman(cases[i].text) != cases[i].value)
      fail_msg("%s is %u", cases[i].text, rc_number_roman(cases[i].text));
}

/* A letter that calls a note stands by itself. */
static void test_letters_of_notes(void **state) {
  (void)state;
  assert_int_equal(rc_number_note_letters("a See above"), 1);
  assert_int_equal(rc_number_note_letters("iv. See above"), 2);
  assert_int_equal(rc_number_note_letters("а Там же"), strlen("а"));
  assert_int_equal(rc_number_note_letters("also here"), 0);
  assert_int_equal(rc_number_note_letters("ivory"), 0);
  assert_int_equal(rc_number_note_letters("также здесь"), 0);
  assert_int_equal(rc_number_note_letters("A See above"), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_private_signs),
      cmocka_unit_test(test_paragraphs),
      cmocka_unit_test(test_what_is_no_number),
      cmocka_unit_test(test_items),
      cmocka_unit_test(test_footnotes),
      cmocka_unit_test(test_what_follows),
      cmocka_unit_test(test_roman),
      cmocka_unit_test(test_letters_of_notes),
  };
  return cmocka_run_group_tests_name("numbers", tests, NULL, NULL);
}
