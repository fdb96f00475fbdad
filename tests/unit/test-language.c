/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language of a paragraph. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "language.h"
#include "text.h"

typedef struct {
  const char *text, *language;
} Case;

static void check(const Case *cases, size_t count) {
  for (size_t i = 0; i < count; i++) {
    g_autoptr(GArray) words = rc_text_words(cases[i].text, -1);
    const char *language = rc_language_detect(cases[i].text, words);
    if (g_strcmp0(language, cases[i].language) != 0)
      fail_msg("%s: %s, not %s", cases[i].text, language, cases[i].language);
  }
}

static void test_languages(void **state) {
  static const Case cases[] = {
      {"The police did not investigate the attacks on the houses of ethnic Dungans.", "en"},
      {"Полиция не расследовала нападения на дома дунган, и никто не был наказан.", "ru"},
      {"Поліція не розслідувала напади на їхні будинки, і ніхто не був покараний.", "uk"},
      {"Полиция дүнгендердің үйлеріне жасалған шабуылдарды тергеген жоқ және ешкім жазаланған жоқ.",
       "kk"},
      {"Өзгөндө милиция үйлөргө жасалган чабуулдарды иликтеген жок жана эч ким жазаланган жок, бул "
       "боюнча жооп болгон эмес.",
       "ky"},
      {"Bu hujjat inson huquqlari haqida va u O‘zbekiston uchun kerak edi.", "uz"},
      {"Бу ҳужжат инсон ҳуқуқлари ҳақида ва у Ўзбекистон учун керак эди.", "uz-Cyrl"},
  };
  (void)state;
  check(cases, G_N_ELEMENTS(cases));
}

/* Names of other countries do not make a text one of theirs. */
static void test_names_in_other_languages(void **state) {
  static const Case cases[] = {
      {"The district of Қордай and the village of Масанчи are in the south of the country.", "en"},
      {"Жители Korday и Masanchi не получили ответа на свои жалобы от властей.", "ru"},
  };
  (void)state;
  check(cases, G_N_ELEMENTS(cases));
}

static void test_too_little_to_tell(void **state) {
  static const Case cases[] = {
      {"", NULL},
      {"2020", NULL},
      {"— 14.5 % —", NULL},
      {"東京", NULL},
      {"CERD/C/KAZ/CO/8-10", NULL},
      {"www.example.org/the/police/of/this/country", NULL},
      {"https://example.org/и/не/были/они", NULL},
  };
  (void)state;
  check(cases, G_N_ELEMENTS(cases));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_languages),
      cmocka_unit_test(test_names_in_other_languages),
      cmocka_unit_test(test_too_little_to_tell),
  };
  return cmocka_run_group_tests_name("language", tests, NULL, NULL);
}
