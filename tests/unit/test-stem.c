/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stems: by script, through the lexicon, remembered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "stem.h"
#include "text.h"
#include "vocabulary.h"

static guint lookups;

static const char *small_lexicon(const char *word) {
  lookups++;
  return g_str_has_prefix(word, "дунган") ? "дунгане" : NULL;
}

/* By rule alone: English inflections, and Snowball's Russian but for what ends like a surname. */
static void test_by_script(void **state) {
  static const struct {
    const char *word, *stem;
  } cases[] = {
      {"detentions", "detention"},
      {"detained", "detain"},
      {"police", "polic"},
      {"minorities", "minority"},
      {"running", "run"},
      {"tortured", "tortur"},
      {"torturing", "tortur"},
      {"torture", "tortur"},
      {"agreed", "agree"},
      {"churches", "church"},
      {"the", "the"},
      {"this", "this"},
      {"bring", "bring"},
      {"party's", "party"},
      {"ngos", "ngo"},
      {"каримов", "каримов"},
      {"каримова", "каримов"},
      {"каримовым", "каримов"},
      {"сергееву", "сергеев"},
      {"сергеев", "сергеев"},
      {"задержания", "задержан"},
      {"задержание", "задержан"},
      {"полиции", "полиц"},
      {"полиция", "полиц"},
      {"погромами", "погром"},
      {"национальность", "национальност"},
      {"национальностями", "национальност"},
      {"национальный", "национальн"},
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
                                         {"detentions", "detention"},
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

/* The stem of a text of one word, with its hyphens. */
static char *stem_of(RcStemmer *stemmer, const char *text) {
  g_autoptr(GArray) words = rc_text_words(text, -1);
  g_autoptr(GString) whole = g_string_new(NULL);
  assert_int_equal(rc_text_hyphened(words, 0, whole), words->len);
  return g_strdup(
      rc_stemmer_stem(stemmer, whole->len ? whole->str : g_array_index(words, RcWord, 0).word));
}

/* Pairs of a file of tests/golden, by language: how many there are, and of how many the stems are
 * alike. */
static void count_pairs(const char *path, guint pairs[2], guint met[2], bool shall_meet) {
  g_autofree char *file = NULL;
  assert_true(g_file_get_contents(path, &file, NULL, NULL));
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_auto(GStrv) lines = g_strsplit(file, "\n", -1);
  for (char **line = lines; *line; line++) {
    if (!**line || **line == '#')
      continue;
    g_auto(GStrv) words = g_strsplit(*line, "\t", -1);
    assert_int_equal(g_strv_length(words), 2);
    g_autofree char *one = stem_of(stemmer, words[0]), *other = stem_of(stemmer, words[1]);
    bool meet = strcmp(one, other) == 0, russian = rc_text_script(words[0]) == RC_SCRIPT_CYRILLIC;
    pairs[russian]++;
    met[russian] += meet;
    if (meet != shall_meet)
      print_message("%s: %s (%s), %s (%s)\n", path, words[0], one, words[1], other);
  }
}

/* Of a hundred pairs two may be wrong. */
static void test_pairs(void **state) {
  (void)state;
  guint pairs[2] = {0}, met[2] = {0};
  count_pairs("tests/golden/words-meet.tsv", pairs, met, true);
  for (int language = 0; language < 2; language++) {
    assert_true(pairs[language] >= 120);
    assert_true(met[language] * 100 >= pairs[language] * 98);
    pairs[language] = met[language] = 0;
  }
  count_pairs("tests/golden/words-apart.tsv", pairs, met, false);
  for (int language = 0; language < 2; language++) {
    assert_true(pairs[language] >= 150);
    assert_true(met[language] * 100 <= pairs[language] * 2);
  }
}

/* A surname that is a common word in one of its forms has two stems. */
static void test_surnames(void **state) {
  (void)state;
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  assert_string_equal(rc_stemmer_stem(stemmer, "волков"), "волк");
  assert_string_equal(rc_stemmer_other(stemmer, "волков"), "волков");
  assert_string_equal(rc_stemmer_stem(stemmer, "волковым"), "волков");
  assert_string_equal(rc_stemmer_other(stemmer, "волковым"), "волк");
  assert_string_equal(rc_stemmer_other(stemmer, "иванов"), rc_stemmer_stem(stemmer, "иванова"));
  assert_string_equal(rc_stemmer_other(stemmer, "иванова"), "иванов");
  assert_null(rc_stemmer_other(stemmer, "каримов"));
  assert_null(rc_stemmer_other(stemmer, "органы"));
  assert_null(rc_stemmer_other(stemmer, "committee"));
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
      cmocka_unit_test(test_pairs),
      cmocka_unit_test(test_surnames),
      cmocka_unit_test(test_long_word),
  };
  return cmocka_run_group_tests_name("stem", tests, NULL, NULL);
}
