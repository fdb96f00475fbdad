/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inversion: which terms, frequencies and positions the words and facts of passages
 * become. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "fixture.h"
#include "terms.h"

static RcStemmer *stemmer;

static int set_up(void **state) {
  (void)state;
  stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  return 0;
}

static int tear_down(void **state) {
  (void)state;
  g_clear_pointer(&stemmer, rc_stemmer_free);
  return 0;
}

/* The term lists of a document's passages, and at [count] that of the document. */
typedef struct {
  GByteArray *lists[5];
  guint count;
} Inverted;

static void clear_inverted(Inverted *inverted) {
  for (guint i = 0; i <= inverted->count; i++)
    g_byte_array_unref(inverted->lists[i]);
}

#define INVERTED __attribute__((cleanup(clear_inverted))) Inverted

static Inverted invert(const FixturePassage *passages) {
  g_autoptr(RcDictionary) dictionary = rc_dictionary_new();
  g_autoptr(RcInversion) inversion = rc_inversion_new(stemmer, dictionary);
  Inverted inverted = {.count = 0};
  for (guint i = 0; passages[i].text; i++) {
    g_autoptr(RcPassage) passage = fixture_passage_new(&passages[i], i + 1);
    g_autoptr(GArray) words = rc_dictionary_words(dictionary, passage->text, -1);
    GByteArray *list = inverted.lists[inverted.count++] = g_byte_array_new();
    rc_inversion_add_passage(inversion, passage, words, list);
    assert_true(rc_terms_check(list->data, list->len, RC_IN_PASSAGE, words->len, 0, NULL));
  }
  GByteArray *list = inverted.lists[inverted.count] = g_byte_array_new();
  rc_inversion_append_document(inversion, list);
  assert_true(rc_terms_check(list->data, list->len, RC_IN_DOCUMENT, 0, 100000, NULL));
  return inverted;
}

/* Finds a term that stands once in the list or not at all. */
static bool find(const GByteArray *list, RcField field, const char *value, RcTerm *found) {
  RcTerm term;
  guint count = 0;
  for (gsize offset = 0; rc_terms_next(list->data, list->len, &offset, &term);)
    if (term.field == field && strcmp(term.value, value) == 0) {
      *found = term;
      count++;
    }
  assert_true(count <= 1);
  return count == 1;
}

static bool has(const GByteArray *list, RcField field, const char *value) {
  RcTerm term;
  return find(list, field, value, &term);
}

static guint32 frequency_of(const GByteArray *list, const char *word) {
  RcTerm term;
  return find(list, RC_FIELD_STEM, rc_stemmer_stem(stemmer, word), &term) ? term.frequency : 0;
}

/* "1 2 205": the positions of a word in the document. */
static char *positions_of(const GByteArray *list, const char *word) {
  RcTerm term;
  GString *joined = g_string_new(NULL);
  guint32 position = 0;
  if (find(list, RC_FIELD_WORD, word, &term))
    for (guint32 i = 0; i < term.position_count; i++) {
      position = rc_term_next_position(&term, position);
      g_string_append_printf(joined, "%s%u", i ? " " : "", position);
    }
  return g_string_free(joined, FALSE);
}

static const FixturePassage russian[] = {
    {.text = "Погромы: погром за погромом", .language = "ru"},
    {.text = "После погрома", .language = "ru", .kind = RC_KIND_FOOTNOTE},
    {0}};
static const FixturePassage english[] = {
    {.text = "Pogroms and the pogrom; AND pogroms", .language = "en"},
    {.text = "the aftermath", .language = "en", .kind = RC_KIND_HEADING},
    {0}};

static void assert_positions(const GByteArray *list, const char *word, const char *expected) {
  g_autofree char *positions = positions_of(list, word);
  if (strcmp(positions, expected) != 0)
    fail_msg("%s: at %s, not at %s", word, positions, expected);
}

/* Words are counted from 1; a passage begins 100 behind the one before. */
static void test_positions(void **state) {
  (void)state;
  INVERTED ru = invert(russian), en = invert(english);
  assert_int_equal(RC_PASSAGE_GAP, 100);
  assert_positions(ru.lists[2], "погромы", "1");
  assert_positions(ru.lists[2], "погром", "2");
  assert_positions(ru.lists[2], "погромом", "4");
  assert_positions(ru.lists[2], "после", "105");
  assert_positions(ru.lists[2], "погрома", "106");
  assert_positions(en.lists[2], "pogroms", "1 6");
  assert_positions(en.lists[2], "and", "2 5");
  assert_positions(en.lists[2], "the", "3 107");
  assert_positions(en.lists[2], "aftermath", "108");
}

/* Positions stand at words alone, and words in the document alone. */
static void test_where_positions_stand(void **state) {
  (void)state;
  INVERTED inverted = invert(russian);
  RcTerm term;
  for (guint i = 0; i <= inverted.count; i++) {
    const GByteArray *list = inverted.lists[i];
    for (gsize offset = 0; rc_terms_next(list->data, list->len, &offset, &term);)
      assert_int_equal(term.position_count > 0, term.field == RC_FIELD_WORD);
  }
  assert_false(has(inverted.lists[0], RC_FIELD_WORD, "погром"));
}

/* How often a stem occurs in each passage, in whatever forms. */
static void test_frequencies(void **state) {
  (void)state;
  INVERTED ru = invert(russian), en = invert(english);
  assert_int_equal(frequency_of(ru.lists[0], "погром"), 3);
  assert_int_equal(frequency_of(ru.lists[1], "погром"), 1);
  assert_int_equal(frequency_of(ru.lists[1], "за"), 0);
  assert_int_equal(frequency_of(en.lists[0], "pogrom"), 3);
  assert_int_equal(frequency_of(en.lists[0], "and"), 2);
  assert_int_equal(frequency_of(en.lists[1], "pogrom"), 0);
  assert_int_equal(frequency_of(en.lists[1], "the"), 1);
  /* The document entry has each stem once and weighs nothing. */
  RcTerm term;
  const char *stem = rc_stemmer_stem(stemmer, "погром");
  assert_true(find(ru.lists[2], RC_FIELD_DOCUMENT_STEM, stem, &term));
  assert_int_equal(term.frequency, 0);
  assert_false(has(ru.lists[2], RC_FIELD_STEM, stem));
  assert_false(has(ru.lists[0], RC_FIELD_DOCUMENT_STEM, stem));
}

/* What hyphens join counts once as a whole and once for each part; a position has each part. */
static void test_hyphens(void **state) {
  static const FixturePassage texts[] = {{.text = "Правозащитник-юрист и юрист", .language = "ru"},
                                         {.text = "well-known and known", .language = "en"},
                                         {0}};
  (void)state;
  INVERTED inverted = invert(texts);
  assert_int_equal(frequency_of(inverted.lists[0], "правозащитник-юрист"), 1);
  assert_int_equal(frequency_of(inverted.lists[0], "правозащитник"), 1);
  assert_int_equal(frequency_of(inverted.lists[0], "юрист"), 2);
  assert_int_equal(frequency_of(inverted.lists[1], "well-known"), 1);
  assert_int_equal(frequency_of(inverted.lists[1], "known"), 2);
  assert_positions(inverted.lists[2], "юрист", "2 4");
  assert_positions(inverted.lists[2], "well", "105");
  assert_true(
      has(inverted.lists[2], RC_FIELD_DOCUMENT_STEM, rc_stemmer_stem(stemmer, "well-known")));
  assert_false(has(inverted.lists[2], RC_FIELD_WORD, "well-known"));
}

/* Headings over a passage are its context, but for what it says itself; each word of them once,
 * without weight of the worker's. */
static void test_context(void **state) {
  static const FixturePassage texts[] = {
      {.text = "Их били", .language = "ru", .section = "Пытки, пытка: били"},
      {.text = "О пытках молчат", .language = "ru", .section = "Пытки, пытка: били"},
      {.text = "They were beaten", .language = "en", .section = "Torture"},
      {.text = "Nothing", .language = "en"},
      {0}};
  static const struct {
    const char *word;
    bool passages[4];
  } cases[] = {{"пытки", {true, false, false, false}},
               {"били", {false, true, false, false}},
               {"torture", {false, false, true, false}},
               {"молчат", {false, false, false, false}}};
  (void)state;
  INVERTED inverted = invert(texts);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    for (guint k = 0; k < 4; k++) {
      RcTerm term;
      const char *stem = rc_stemmer_stem(stemmer, cases[i].word);
      bool found = find(inverted.lists[k], RC_FIELD_CONTEXT, stem, &term);
      if (found != cases[i].passages[k])
        fail_msg("%s in passage %u: %d", cases[i].word, k + 1, found);
      assert_true(!found || (term.frequency == 0 && !term.facet));
    }
  assert_false(has(inverted.lists[4], RC_FIELD_CONTEXT, rc_stemmer_stem(stemmer, "torture")));
}

/* A village is in its district, its region and its country, in both languages. */
static void test_ancestors(void **state) {
  static const FixturePassage places[] = {{.text = "Погром в Масанчи", .language = "ru"},
                                          {.text = "The pogrom in Masanchi", .language = "en"},
                                          {.text = "Nothing happened", .language = "en"},
                                          {0}};
  (void)state;
  INVERTED inverted = invert(places);
  for (guint i = 0; i < 2; i++) {
    assert_true(has(inverted.lists[i], RC_FIELD_REGION, "KZ"));
    assert_true(has(inverted.lists[i], RC_FIELD_REGION, "KZ-31"));
  }
  assert_false(has(inverted.lists[2], RC_FIELD_REGION, "KZ"));
  RcTerm country;
  assert_true(find(inverted.lists[3], RC_FIELD_REGION, "KZ", &country));
  assert_true(country.facet);
}

/* An article, its treaty, and what a right belongs to; all of them are counted. */
static void test_articles_and_rights(void **state) {
  static const FixturePassage texts[] = {{.text = "ст. 26 МПГПП, язык вражды", .language = "ru"},
                                         {.text = "article 26 of the ICCPR", .language = "en"},
                                         {.text = "the ICCPR and hate speech", .language = "en"},
                                         {0}};
  static const struct {
    RcField field;
    const char *value;
    bool passages[3];
  } cases[] = {{RC_FIELD_ARTICLE, "ICCPR:26", {true, true, false}},
               {RC_FIELD_ARTICLE, "ICCPR", {true, true, true}},
               {RC_FIELD_RIGHT, "hate-speech", {true, false, true}},
               {RC_FIELD_RIGHT, "equality", {true, false, true}}};
  (void)state;
  INVERTED inverted = invert(texts);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    for (guint k = 0; k < 3; k++)
      assert_int_equal(has(inverted.lists[k], cases[i].field, cases[i].value),
                       cases[i].passages[k]);
    RcTerm term;
    assert_true(find(inverted.lists[3], cases[i].field, cases[i].value, &term));
    assert_true(term.facet);
  }
}

/* Two places of one country: the country stands once, in passage and document. */
static void test_facts_stand_once(void **state) {
  static const FixturePassage places[] = {
      {.text = "Масанчи, Сортобе и снова Масанчи; дунгане и дунганский", .language = "ru"},
      {.text = "Дунгане Масанчи", .language = "ru"},
      {0}};
  (void)state;
  INVERTED inverted = invert(places);
  for (guint i = 0; i <= inverted.count; i++) {
    assert_true(has(inverted.lists[i], RC_FIELD_REGION, "KZ"));
    assert_true(has(inverted.lists[i], RC_FIELD_GROUP, "dungan"));
    assert_true(has(inverted.lists[i], RC_FIELD_LANGUAGE, "ru"));
    assert_true(has(inverted.lists[i], RC_FIELD_KIND, "body"));
  }
}

/* Kind, language and citations are those of each passage; the document has all. */
static void test_facts(void **state) {
  static const FixturePassage mixed[] = {
      {.text = "See A/RES/48/134", .language = "en", .kind = RC_KIND_FOOTNOTE},
      {.text = "Заголовок", .language = "ru", .kind = RC_KIND_HEADING},
      {.text = "42"},
      {0}};
  (void)state;
  INVERTED inverted = invert(mixed);
  assert_true(has(inverted.lists[0], RC_FIELD_CITES, "A/RES/48/134"));
  assert_true(has(inverted.lists[0], RC_FIELD_KIND, "footnote"));
  assert_false(has(inverted.lists[0], RC_FIELD_LANGUAGE, "ru"));
  assert_true(has(inverted.lists[1], RC_FIELD_KIND, "heading"));
  assert_false(has(inverted.lists[1], RC_FIELD_CITES, "A/RES/48/134"));
  assert_false(has(inverted.lists[2], RC_FIELD_LANGUAGE, "en"));
  static const struct {
    RcField field;
    const char *value;
  } all[] = {{RC_FIELD_CITES, "A/RES/48/134"}, {RC_FIELD_KIND, "footnote"},
             {RC_FIELD_KIND, "heading"},       {RC_FIELD_KIND, "body"},
             {RC_FIELD_LANGUAGE, "ru"},        {RC_FIELD_LANGUAGE, "en"}};
  for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
    RcTerm term;
    assert_true(find(inverted.lists[3], all[i].field, all[i].value, &term));
    assert_true(term.facet);
  }
}

/* The facet bit stands on facts, of a passage and of the document, where the field is counted. */
static void test_facet_bits(void **state) {
  (void)state;
  INVERTED inverted = invert(russian);
  RcTerm term;
  for (guint i = 0; i <= inverted.count; i++) {
    const GByteArray *list = inverted.lists[i];
    for (gsize offset = 0; rc_terms_next(list->data, list->len, &offset, &term);) {
      bool counted = rc_schema_field(term.field)->facet;
      assert_int_equal(term.facet, counted);
    }
  }
}

/* Words longer than a term are terms all the same; a passage without words has facts. */
static void test_odd_passages(void **state) {
  (void)state;
  g_autofree char *endless = g_strnfill(3000, 'w');
  const FixturePassage odd[] = {{.text = endless}, {.text = "…"}, {.text = "word"}, {0}};
  INVERTED inverted = invert(odd);
  g_autoptr(GArray) words = rc_text_words(endless, -1);
  assert_true(has(inverted.lists[1], RC_FIELD_KIND, "body"));
  g_autofree char *next = g_strdup_printf("%u", 1 + words->len + 2 * RC_PASSAGE_GAP);
  assert_positions(inverted.lists[3], "word", next);
}

static void test_an_empty_document(void **state) {
  static const FixturePassage none[] = {{0}};
  (void)state;
  INVERTED inverted = invert(none);
  assert_int_equal(inverted.lists[0]->len, 0);
}

/* A second document of the same stemmer begins anew. */
static void test_documents_do_not_mix(void **state) {
  (void)state;
  INVERTED ru = invert(russian), en = invert(english), again = invert(russian);
  assert_false(has(en.lists[2], RC_FIELD_WORD, "погром"));
  for (guint i = 0; i <= ru.count; i++) {
    assert_int_equal(ru.lists[i]->len, again.lists[i]->len);
    assert_memory_equal(ru.lists[i]->data, again.lists[i]->data, ru.lists[i]->len);
  }
}

/* A stemmer that remembers no more words serves a document as any other does. */
static void test_a_full_stemmer(void **state) {
  (void)state;
  INVERTED expected = invert(russian);
  for (int i = 0; i < RC_STEM_WORDS_MAX; i++) {
    g_autofree char *many = g_strdup_printf("word%d", i);
    rc_stemmer_stem(stemmer, many);
  }
  static const FixturePassage other[] = {
      {.text = "Дополнительные сведения: detentions, обыски, searches", .language = "ru"}, {0}};
  static const char *const words[] = {"detention", "обыск", "search"};
  INVERTED again = invert(russian), unseen = invert(other);
  for (guint i = 0; i <= expected.count; i++) {
    assert_int_equal(again.lists[i]->len, expected.lists[i]->len);
    assert_memory_equal(again.lists[i]->data, expected.lists[i]->data, expected.lists[i]->len);
  }
  for (guint i = 0; i <= unseen.count; i++) {
    RcField field = i == unseen.count ? RC_FIELD_DOCUMENT_STEM : RC_FIELD_STEM;
    for (gsize k = 0; k < G_N_ELEMENTS(words); k++)
      assert_true(has(unseen.lists[i], field, words[k]));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_positions),
      cmocka_unit_test(test_where_positions_stand),
      cmocka_unit_test(test_frequencies),
      cmocka_unit_test(test_hyphens),
      cmocka_unit_test(test_context),
      cmocka_unit_test(test_ancestors),
      cmocka_unit_test(test_articles_and_rights),
      cmocka_unit_test(test_facts_stand_once),
      cmocka_unit_test(test_facts),
      cmocka_unit_test(test_facet_bits),
      cmocka_unit_test(test_odd_passages),
      cmocka_unit_test(test_an_empty_document),
      cmocka_unit_test(test_documents_do_not_mix),
      cmocka_unit_test(test_a_full_stemmer),
  };
  return cmocka_run_group_tests_name("inversion", tests, set_up, tear_down);
}
