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
    const char *language = rc_language_detect(cases[i].text, words, NULL);
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
      {"La Corte consideró que el Estado no había investigado los hechos.", "es"},
      {"La police n'a pas enquêté sur les attaques contre les maisons des habitants.", "fr"},
      {"A polícia não investigou os ataques e ninguém foi punido pelo que se passou.", "pt"},
      {"Die Polizei hat die Angriffe auf die Häuser der Bewohner nicht untersucht.", NULL},
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

/* A heading has few words, and they are of several languages. */
static void test_what_stands_before_decides(void **state) {
  static const struct {
    const char *before, *text, *language;
  } cases[] = {
      {NULL, "А. Шкода", "ru"},
      {"uk", "А. Шкода", "uk"},
      {"uk", "Провадження щодо захисту до суду", "uk"},
      {"uk", "Полиция ничего не расследовала, чтобы никто не был наказан.", "ru"},
      {"ru", "Про захист та їх безпеку", "uk"},
      {"en", "La cuestión de los derechos", "es"},
      {"fr", "The question of rights", "en"},
      {"uk", "ПРОЦЕДУРА", NULL},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GArray) words = rc_text_words(cases[i].text, -1);
    const char *language = rc_language_detect(cases[i].text, words, cases[i].before);
    if (g_strcmp0(language, cases[i].language) != 0)
      fail_msg("%s: %s, not %s", cases[i].text, language, cases[i].language);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_languages),
      cmocka_unit_test(test_names_in_other_languages),
      cmocka_unit_test(test_too_little_to_tell),
      cmocka_unit_test(test_what_stands_before_decides),
  };
  return cmocka_run_group_tests_name("language", tests, NULL, NULL);
}
