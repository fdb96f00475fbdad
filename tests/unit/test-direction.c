/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Right-to-left words of a line in the order in which they are read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "direction.h"

static void test_words(void **state) {
  static const struct {
    const char *shown, *read; /* as they stand from left to right, and in their order */
  } cases[] = {
      {"", ""},
      {" ", " "},
      {"The school — closed in 2019", "The school — closed in 2019"},
      {"The books of אביב were sold", "The books of אביב were sold"},
      {"The library (תורפס אביב) was shut", "The library (אביב תורפס) was shut"},
      {"Газета «גימל בית 12 אלף» закрыта", "Газета «אלף 12 בית גימל» закрыта"},
      {"The old paper of the valley «אביב תורפס»».", "The old paper of the valley «תורפס אביב»»."},
      {"The old paper of the valley («»אביב, closed",
       "The old paper of the valley («אביב», closed"},
      {"The old paper of the valley «גימל ».דלת", "The old paper of the valley «דלת גימל»."},
      {"first גימל בית and then הא דלת", "first בית גימל and then דלת הא"},
      {"גימל of Chu בית אלף", "אלף בית of Chu גימל"},
      {"Editions of ٢٠١٩ ١٢ were sold", "Editions of ٢٠١٩ ١٢ were sold"},
      {"گزيت باهار  يئڭى", "يئڭى  باهار گزيت"},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *line = g_strdup(cases[i].shown);
    rc_direction_order_words(line, strlen(line), rc_direction_is_leftward(line));
    assert_string_equal(line, cases[i].read);
  }
}

/* Only the bytes of the line are touched. */
static void test_within_the_line(void **state) {
  (void)state;
  char text[] = "בית אלף\nדלת גימל";
  rc_direction_order_words(text, strlen("בית אלף"), true);
  assert_string_equal(text, "אלף בית\nדלת גימל");
}

static void test_marks(void **state) {
  (void)state;
  char around[] = "of \u202Bאביב\u202C, or \u202ANew\u202C";
  rc_direction_drop_marks(around, 15);
  assert_string_equal(around, "of אביב, or New");
  /* One that the page itself has. */
  char own[] = "of \u202Bאביב\u202C";
  rc_direction_drop_marks(own, 9);
  assert_string_equal(own, "of \u202Bאביב\u202C");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_words),
      cmocka_unit_test(test_within_the_line),
      cmocka_unit_test(test_marks),
  };
  return cmocka_run_group_tests_name("direction", tests, NULL, NULL);
}
