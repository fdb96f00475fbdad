/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dictionary of a document: equal words share a form, and what is kept with it is
 * what would be found out without. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "annotate.h"
#include "dictionary.h"
#include "language.h"
#include "vocabulary.h"

static const RcWord *word_at(const GArray *words, guint i) {
  return &g_array_index(words, RcWord, i);
}

static void test_equal_words_share_a_form(void **state) {
  (void)state;
  g_autoptr(RcDictionary) dictionary = rc_dictionary_new();
  g_autoptr(GArray) first = rc_dictionary_words(dictionary, "Ёлка, the ЕЛКА; The", -1);
  g_autoptr(GArray) second = rc_dictionary_words(dictionary, "the word", -1);
  assert_int_equal(first->len, 4);
  assert_ptr_equal(word_at(first, 0)->form, word_at(first, 2)->form);
  assert_ptr_equal(word_at(first, 1)->form, word_at(first, 3)->form);
  assert_ptr_equal(word_at(first, 1)->form, word_at(second, 0)->form);
  assert_string_equal(word_at(first, 2)->word, "елка");
  assert_int_equal(word_at(first, 2)->start, 14);
  assert_int_equal(rc_dictionary_size(dictionary), 3);
  for (guint i = 0; i < 3; i++)
    assert_int_equal(rc_dictionary_form(dictionary, i)->number, i);
  assert_string_equal(rc_dictionary_form(dictionary, 2)->word, "word");
}

/* With the length of the text, as rc_text_words. */
static void test_length_bounds_the_text(void **state) {
  (void)state;
  g_autoptr(RcDictionary) dictionary = rc_dictionary_new();
  g_autoptr(GArray) words = rc_dictionary_words(dictionary, "one two three", 7);
  assert_int_equal(words->len, 2);
  assert_int_equal(word_at(words, 1)->end, 7);
}

static void assert_same_mentions(const RcPassage *a, const RcPassage *b) {
  assert_int_equal(a->mentions->len, b->mentions->len);
  for (guint i = 0; i < a->mentions->len; i++) {
    const RcMention *x = &g_array_index(a->mentions, RcMention, i);
    const RcMention *y = &g_array_index(b->mentions, RcMention, i);
    assert_int_equal(x->field, y->field);
    assert_string_equal(x->concept, y->concept);
    assert_int_equal(x->start, y->start);
    assert_int_equal(x->end, y->end);
  }
}

/* What is named at each word, those with the number of a note uncut. */
static void assert_same_names(const GArray *a, const GArray *b) {
  assert_int_equal(a->len, b->len);
  for (guint i = 0; i < a->len; i++) {
    const RcForm *x = NULL, *y = NULL;
    guint length;
    assert_int_equal(rc_vocabulary_match(a, i, a->len, &length, &x),
                     rc_vocabulary_match(b, i, b->len, &length, &y));
    assert_ptr_equal(x, y);
  }
}

static RcPassage *annotate(const char *text, const GArray *words) {
  RcPassage *passage = rc_passage_new();
  passage->text = g_strdup(text);
  rc_annotate_passage(passage, words);
  return passage;
}

/* Twice over the same dictionary, so that all is remembered the second time; a word with
 * the number of a note is not the name without it for others. */
static void test_what_is_kept_is_what_was_found(void **state) {
  static const char *const texts[] = {
      "Kazakhstan’s Dungans13 and Kazakhstan",
      "Дунгане Казахстана; дунгане13 и дунгане",
      "Dungans13 of the Republic of Kazakhstan, South Sudan and Sudan",
      "Право на справедливое судебное разбирательство в России",
      "nothing is named here",
  };
  (void)state;
  g_autoptr(RcDictionary) dictionary = rc_dictionary_new();
  for (guint i = 0; i < 2 * G_N_ELEMENTS(texts); i++) {
    const char *text = texts[i % G_N_ELEMENTS(texts)];
    g_autoptr(GArray) plain = rc_text_words(text, -1);
    g_autoptr(GArray) kept = rc_dictionary_words(dictionary, text, -1);
    g_autoptr(RcPassage) expected = annotate(text, plain);
    g_autoptr(RcPassage) passage = annotate(text, kept);
    assert_same_mentions(passage, expected);
    assert_same_names(kept, plain);
    assert_ptr_equal(rc_language_detect(text, kept, NULL), rc_language_detect(text, plain, NULL));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_equal_words_share_a_form),
      cmocka_unit_test(test_length_bounds_the_text),
      cmocka_unit_test(test_what_is_kept_is_what_was_found),
  };
  return cmocka_run_group_tests_name("dictionary", tests, NULL, NULL);
}
