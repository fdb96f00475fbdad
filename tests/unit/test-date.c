/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shapes in which dates and tags of languages are kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>

#include "date.h"
#include "language-tag.h"

static void test_iso(void **state) {
  (void)state;
  static const char *const good[] = {"2020", "2020-11", "2020-11-24", "2020-02-29", "0001"};
  static const char *const bad[] = {
      "",           "20",         "2020-13",     "2020-00", "2021-02-29", "2020-11-2", "2020-11-00",
      "2020/11/24", "24.11.2020", "2020-11-24T", "0000",    "2020-1124",  "20201",     "2020-11-",
      " 2020",      "2020 ",      "+202",        "2020-99", "дата"};
  for (gsize i = 0; i < G_N_ELEMENTS(good); i++)
    assert_true(rc_date_is_iso(good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
    assert_false(rc_date_is_iso(bad[i]));
}

static void test_language_tags(void **state) {
  (void)state;
  static const char *const good[] = {"en",    "ru",         "uzb",        "kk-Latn",
                                     "ru-KZ", "zh-Hant-TW", "sl-1994",    "en-x-plain",
                                     "en-US", "sr-Latn-RS", "ru-petr1708"};
  static const char *const bad[] = {
      "",      "e",    "russian", "EN",      "Ru", "en-",          "en--US",  "-en",     "en_US",
      "en US", "en-x", "ru-абв",  "русский", "e1", "en-ninesigns", "en-US\n", "en\x1fru"};
  for (gsize i = 0; i < G_N_ELEMENTS(good); i++)
    assert_true(rc_language_tag_is_valid(good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
    assert_false(rc_language_tag_is_valid(bad[i]));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_iso),
      cmocka_unit_test(test_language_tags),
  };
  return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
