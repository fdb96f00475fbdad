/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thesaurus as it was compiled: what people say finds what documents write, in both languages;
 * and what its header promises of every key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "stem.h"
#include "text.h"
#include "thesaurus-tables.h"
#include "thesaurus.h"

enum { ANY = -1 };

/* The words of a text, as they are or stemmed; NULL-terminated. */
static GPtrArray *words_of(const char *text, bool stemmed) {
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  GPtrArray *all = g_ptr_array_new_with_free_func(g_free);
  g_auto(RcTokens) tokens = {0};
  rc_tokens_start(&tokens, text, -1);
  for (RcToken token; rc_tokens_next(&tokens, &token);)
    g_ptr_array_add(all, g_strdup(stemmed ? rc_stemmer_stem(stemmer, token.word) : token.word));
  return all;
}

static int match(const char *text, guint *length, const RcThesaurusEntry **first) {
  g_autoptr(GPtrArray) stems = words_of(text, true);
  return rc_thesaurus_match((const char *const *)stems->pdata, stems->len, 0, length, first);
}

/* The alternative of the whole of `text` that is written so, or has that one stem; NULL if there is
 * none. */
static const RcThesaurusEntry *alternative(const char *text, const char *written) {
  g_autoptr(GPtrArray) stems = words_of(text, true), other = words_of(written, true);
  const RcThesaurusEntry *first = NULL;
  guint length = 0;
  int count = match(text, &length, &first);
  for (int i = 0; i < count && length == stems->len; i++)
    if (strcmp(rc_thesaurus_text(&first[i]), written) == 0 ||
        (other->len == 1 && strcmp(rc_thesaurus_stems(&first[i]), other->pdata[0]) == 0))
      return &first[i];
  return NULL;
}

static void test_people_find_what_documents_write(void **state) {
  static const struct {
    const char *asked, *written;
    int kind, language;
  } cases[] = {
      {"jails", "place of detention", RC_THESAURUS_NEAR, RC_THESAURUS_ENGLISH},
      {"jail", "исправительное учреждение", RC_THESAURUS_NEAR, RC_THESAURUS_RUSSIAN},
      {"jail", "тюрьма", RC_THESAURUS_TRANSLATION, RC_THESAURUS_RUSSIAN},
      {"тюрьме", "prison", RC_THESAURUS_TRANSLATION, RC_THESAURUS_ENGLISH},
      {"тюрьма", "place of detention", RC_THESAURUS_NEAR, RC_THESAURUS_ENGLISH},
      {"kids", "children", RC_THESAURUS_NEAR, RC_THESAURUS_ENGLISH},
      {"kids", "дети", ANY, RC_THESAURUS_RUSSIAN},
      {"cops", "law-enforcement officials", RC_THESAURUS_NEAR, RC_THESAURUS_ENGLISH},
      {"менты", "law-enforcement officials", RC_THESAURUS_NEAR, RC_THESAURUS_ENGLISH},
      {"thrown out", "refoulement", RC_THESAURUS_NEAR, RC_THESAURUS_ENGLISH},
      {"выслали", "депортировать", RC_THESAURUS_NEAR, RC_THESAURUS_RUSSIAN},
      {"torture", "пытка", ANY, RC_THESAURUS_RUSSIAN},
      {"пыток", "torture", ANY, RC_THESAURUS_ENGLISH},
      {"trafficking", "торговля людьми", RC_THESAURUS_TRADE, RC_THESAURUS_RUSSIAN},
      {"торговли людьми", "trafficking in persons", RC_THESAURUS_TRADE, RC_THESAURUS_ENGLISH},
      {"statelessness", "безгражданство", RC_THESAURUS_TRADE, RC_THESAURUS_RUSSIAN},
      {"омбудсмена", "ombudsman", RC_THESAURUS_TRADE, RC_THESAURUS_ENGLISH},
      /* "concerning" and "not" are function words, and these are none. */
      {"concern", "обеспокоенность", RC_THESAURUS_TRADE, RC_THESAURUS_RUSSIAN},
      {"обеспокоенностью", "concern", RC_THESAURUS_TRADE, RC_THESAURUS_ENGLISH},
      {"noted", "отметить", RC_THESAURUS_TRADE, RC_THESAURUS_RUSSIAN},
      {"несопровождаемых", "unaccompanied", RC_THESAURUS_TRADE, RC_THESAURUS_ENGLISH},
      {"detained", "задержание", RC_THESAURUS_TRADE, RC_THESAURUS_RUSSIAN},
      {"выселяли", "eviction", RC_THESAURUS_TRADE, RC_THESAURUS_ENGLISH},
      {"выселяли", "выселение", RC_THESAURUS_TRADE, RC_THESAURUS_RUSSIAN},
      {"Minsk", "Belarus", RC_THESAURUS_CONCEPT, RC_THESAURUS_NO_LANGUAGE},
      {"датский", "Denmark", RC_THESAURUS_CONCEPT, RC_THESAURUS_NO_LANGUAGE},
  };
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    const RcThesaurusEntry *entry = alternative(cases[i].asked, cases[i].written);
    if (!entry)
      fail_msg("'%s' does not find '%s'", cases[i].asked, cases[i].written);
    if ((cases[i].kind != ANY && (int)entry->kind != cases[i].kind) ||
        (int)entry->language != cases[i].language)
      fail_msg("'%s' finds '%s' as kind %u, language %u", cases[i].asked, cases[i].written,
               entry->kind, entry->language);
  }
}

static void test_what_is_not_meant_is_not_there(void **state) {
  static const struct {
    const char *asked, *written;
  } cases[] = {
      {"prison", "prison facility"}, /* has all of the key: it finds nothing more */
      {"prison", "зона"},            /* people ask by it, and nobody means it elsewhere */
      {"the", "тот"},                /* a function word is no key */
      {"Kazakhstan", "Kazakhstan"},  /* the concept asked */
      {"Roma", "gypsies"},           /* a word that hurts finds, and is not shown */
      {"рома", "цыгане"},
  };
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    if (alternative(cases[i].asked, cases[i].written))
      fail_msg("'%s' finds '%s'", cases[i].asked, cases[i].written);
  assert_non_null(alternative("зона", "тюрьма"));
  assert_non_null(alternative("gypsies", "Roma"));
}

static void test_the_longest_key_matches(void **state) {
  (void)state;
  const RcThesaurusEntry *first = NULL;
  guint length = 99;
  assert_true(match("sleeping rough in winter", &length, &first) > 0);
  assert_int_equal(length, 2);
  assert_true(match("бытового насилия в семье", &length, &first) > 0);
  assert_int_equal(length, 2);
  assert_true(match("children", &length, &first) > 0);
  assert_int_equal(length, 1);
  length = 99;
  first = NULL;
  assert_int_equal(match("xylophonist42 children", &length, &first), 0);
  assert_int_equal(length, 99);
  assert_null(first);
  g_autofree char *long_word = g_strnfill(5000, 'a');
  assert_int_equal(match(long_word, &length, &first), 0);
  assert_int_equal(rc_thesaurus_find("", &first), 0);
}

static void test_a_concept_is_given(void **state) {
  (void)state;
  const RcThesaurusEntry *entry = alternative("Минск", "Belarus");
  assert_non_null(entry);
  assert_ptr_equal(rc_thesaurus_concept(entry), rc_vocabulary_lookup(RC_FIELD_REGION, "BY"));
  assert_string_equal(rc_thesaurus_stems(entry), "");
  entry = alternative("kids", "дети");
  assert_non_null(entry);
  assert_null(rc_thesaurus_concept(entry));
}

/* What stands before what in the list of a key. */
static int order_of(const RcThesaurusEntry *entry, RcThesaurusLanguage own) {
  switch (entry->kind) {
  case RC_THESAURUS_CONCEPT:
    return 0;
  case RC_THESAURUS_TRADE:
    return entry->language == own ? 1 : 2;
  case RC_THESAURUS_TRANSLATION:
    return 4;
  default:
    return entry->language == own ? 3 : 5;
  }
}

static bool has_all(const char *all, const char *some) {
  g_auto(GStrv) have = g_strsplit(all, " ", -1), want = g_strsplit(some, " ", -1);
  bool has = true;
  for (char **word = want; *word; word++)
    has = has && g_strv_contains((const char *const *)have, *word);
  return has;
}

static void test_every_key_keeps_the_promises(void **state) {
  (void)state;
  assert_true(rc_thesaurus_key_count > 50000);
  for (guint32 k = 0; k < rc_thesaurus_key_count; k++) {
    const char *key = rc_thesaurus_strings + rc_thesaurus_keys[k].stems;
    const RcThesaurusEntry *first = NULL;
    int count = rc_thesaurus_find(key, &first);
    assert_in_range(count, 1, RC_THESAURUS_MAX);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    guint ranks[4][3] = {0};
    RcThesaurusLanguage own =
        rc_text_script(key) == RC_SCRIPT_CYRILLIC ? RC_THESAURUS_RUSSIAN : RC_THESAURUS_ENGLISH;
    for (int i = 0; i < count; i++) {
      const char *stems = rc_thesaurus_stems(&first[i]);
      if (has_all(stems, key) ||
          (i > 0 && order_of(&first[i - 1], own) > order_of(&first[i], own)) ||
          first[i].rank != ranks[first[i].kind][first[i].language]++ ||
          !*rc_thesaurus_text(&first[i]) ||
          !g_utf8_validate(rc_thesaurus_text(&first[i]), -1, NULL))
        fail_msg("'%s': alternative %d, '%s'", key, i, rc_thesaurus_text(&first[i]));
      if (first[i].kind == RC_THESAURUS_CONCEPT)
        assert_non_null(rc_thesaurus_concept(&first[i]));
      else if (!*stems || !g_hash_table_add(seen, (gpointer)stems))
        fail_msg("'%s' has '%s' twice", key, stems);
    }
  }
}

static void test_function_words(void **state) {
  static const struct {
    const char *words;
    guint length;
  } cases[] = {
      {"the", 1},
      {"what", 1},
      {"did", 1},
      {"about", 1},
      {"without", 1},
      {"how many people", 2},
      {"is it true that", 4},
      {"какие", 1},
      {"ли", 1},
      {"о", 1},
      {"сколько", 1},
      {"расскажи", 1},
      {"документы о пытках", 2},
      {"правда ли что", 3},
      {"без", 1},
      {"torture", 0},
      {"пытки", 0},
      {"documents", 0},
      {"документы", 0},
      {"how", 1},
      {"police", 0},
  };
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GPtrArray) words = words_of(cases[i].words, false);
    guint length = rc_thesaurus_function_words((const char *const *)words->pdata, words->len, 0);
    if (length != cases[i].length)
      fail_msg("'%s': %u function words, not %u", cases[i].words, length, cases[i].length);
    if (words->len == 1)
      assert_int_equal(rc_thesaurus_is_function_word(words->pdata[0]), cases[i].length == 1);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_people_find_what_documents_write),
      cmocka_unit_test(test_what_is_not_meant_is_not_there),
      cmocka_unit_test(test_the_longest_key_matches),
      cmocka_unit_test(test_a_concept_is_given),
      cmocka_unit_test(test_every_key_keeps_the_promises),
      cmocka_unit_test(test_function_words),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
