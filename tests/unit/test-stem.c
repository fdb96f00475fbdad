/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stems: by script, through the lexicon, remembered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "stem.h"
#include "vocabulary.h"

static guint lookups;

static const char *small_lexicon(const char *word) {
  lookups++;
  return g_str_has_prefix(word, "дунган") ? "дунгане" : NULL;
}

/* Snowball's own examples, which no release of it may change unnoticed. */
static void test_by_script(void **state) {
  static const struct {
    const char *word, *stem;
  } cases[] = {
      {"detentions", "detent"},
      {"detained", "detain"},
      {"police", "polic"},
      {"minorities", "minor"},
      {"running", "run"},
      {"the", "the"},
      {"party's", "parti"},
      {"задержания", "задержан"},
      {"задержание", "задержан"},
      {"полиции", "полиц"},
      {"полиция", "полиц"},
      {"погромов", "погром"},
      {"погромами", "погром"},
      {"в", "в"},
      {"2020", "2020"},
      {"東京", "東京"},
      {"3rd", "3rd"},
  };
  (void)state;
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_string_equal(rc_stemmer_stem(stemmer, cases[i].word), cases[i].stem);
}

static void test_other_cyrillic_is_stemmed_and_not_lost(void **state) {
  static const char *const words[] = {"қордай", "їжак", "ўзбекистон", "жаңаөзен", "ґанок"};
  (void)state;
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
    const char *stem = rc_stemmer_stem(stemmer, words[i]);
    assert_true(*stem);
    assert_true(g_utf8_validate(stem, -1, NULL));
    assert_true(g_str_has_prefix(words[i], stem));
  }
}

static void test_lexicon_stands_before(void **state) {
  (void)state;
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(small_lexicon);
  assert_string_equal(rc_stemmer_stem(stemmer, "дунганами"), "дунгане");
  assert_string_equal(rc_stemmer_stem(stemmer, "дунган"), "дунгане");
  assert_string_equal(rc_stemmer_stem(stemmer, "погромы"), "погром");
}

static void test_words_are_remembered(void **state) {
  (void)state;
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(small_lexicon);
  lookups = 0;
  const char *first = rc_stemmer_stem(stemmer, "погромы");
  char word[] = "погромы";
  assert_ptr_equal(rc_stemmer_stem(stemmer, word), first);
  assert_int_equal(lookups, 1);
  /* What was handed out stays, whatever comes later. */
  for (int i = 0; i < RC_STEM_WORDS_MAX + 20000; i++) {
    g_autofree char *many = g_strdup_printf("word%d", i);
    assert_string_equal(rc_stemmer_stem(stemmer, many), many);
  }
  assert_string_equal(first, "погром");
  assert_string_equal(rc_stemmer_stem(stemmer, "погромы"), "погром");
}

/* Once it remembers as many words as it may, it keeps nothing of those that come: their
 * stems stand in one place, the next over the last. */
static void test_memory_has_a_bound(void **state) {
  static const char *const words[][2] = {{"погромами", "погром"},
                                         {"detentions", "detent"},
                                         {"дунганами", "дунгане"},
                                         {"東京", "東京"}};
  (void)state;
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(small_lexicon);
  for (int i = 0; i < RC_STEM_WORDS_MAX; i++) {
    g_autofree char *many = g_strdup_printf("word%d", i);
    rc_stemmer_stem(stemmer, many);
  }
  const char *place = rc_stemmer_stem(stemmer, "one");
  for (int i = 0; i < 1000; i++) {
    assert_ptr_equal(rc_stemmer_stem(stemmer, words[i % 4][0]), place);
    assert_string_equal(place, words[i % 4][1]);
  }
  assert_string_equal(rc_stemmer_stem(stemmer, "word7"), "word7");
  assert_ptr_not_equal(rc_stemmer_stem(stemmer, "word7"), place);
}

/* The lexicon in use: the forms that Snowball splits meet. */
static void test_vocabulary_lexicon(void **state) {
  static const char *const pairs[][2] = {
      {"дунган", "дунгане"},       {"дунгане", "дунганами"}, {"цыган", "цыгане"},
      {"казахстан", "казахстане"}, {"жамбыл", "жамбыле"},    {"узбекистана", "узбекистан"},
      {"dungan", "dungans"},       {"uyghur", "uyghurs"},
  };
  (void)state;
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++)
    assert_string_equal(rc_stemmer_stem(stemmer, pairs[i][0]),
                        rc_stemmer_stem(stemmer, pairs[i][1]));
  assert_string_not_equal(rc_stemmer_stem(stemmer, "дунган"), rc_stemmer_stem(stemmer, "цыган"));
}

static void test_long_word(void **state) {
  (void)state;
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(NULL);
  char word[201];
  memset(word, 'x', 200);
  word[200] = '\0';
  assert_string_equal(rc_stemmer_stem(stemmer, word), word);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_by_script),
      cmocka_unit_test(test_other_cyrillic_is_stemmed_and_not_lost),
      cmocka_unit_test(test_lexicon_stands_before),
      cmocka_unit_test(test_words_are_remembered),
      cmocka_unit_test(test_memory_has_a_bound),
      cmocka_unit_test(test_vocabulary_lexicon),
      cmocka_unit_test(test_long_word),
  };
  return cmocka_run_group_tests_name("stem", tests, NULL, NULL);
}
