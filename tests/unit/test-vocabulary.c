/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The compiled vocabulary: the data is whole, names are found, inflections of
 * one name meet and ordinary words stay out of the lexicon. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "lemma.h"
#include "stem.h"
#include "vocabulary.h"

/* The numbers the project promises; data may grow, never shrink unseen. */
static void test_counts(void **state) {
  (void)state;
  int counts[RC_N_FIELDS] = {0}, countries = 0;
  for (int i = 0; i < rc_vocabulary_concept_count(); i++) {
    const RcConcept *concept = rc_vocabulary_concept(i);
    counts[concept->field]++;
    countries += concept->field == RC_FIELD_REGION && strlen(concept->id) == 2;
  }
  assert_int_equal(countries, 250); /* ISO 3166-1 has 249; and Kosovo */
  assert_true(counts[RC_FIELD_REGION] > 1850);
  assert_true(counts[RC_FIELD_GROUP] >= 500);
  assert_true(counts[RC_FIELD_BODY] >= 150);
  assert_true(counts[RC_FIELD_ARTICLE] >= 100);
  assert_true(counts[RC_FIELD_RIGHT] >= 400);
}

static void test_concepts_are_whole(void **state) {
  (void)state;
  for (int i = 0; i < rc_vocabulary_concept_count(); i++) {
    const RcConcept *concept = rc_vocabulary_concept(i);
    assert_ptr_equal(rc_vocabulary_lookup(concept->field, concept->id), concept);
    assert_true(*concept->label_en && *concept->label_ru && concept->form_count >= 2);
    const RcForm *first = rc_vocabulary_concept_form(concept, 0);
    assert_true(first->kind < RC_FORM_EXONYM); /* never displayed */
    for (int k = 0; k < concept->form_count; k++)
      assert_int_equal(rc_vocabulary_concept_form(concept, k)->concept, i);
    if (concept->parent >= 0)
      assert_int_equal(rc_vocabulary_concept(concept->parent)->field, concept->field);
  }
}

static void test_forms_are_in_order(void **state) {
  (void)state;
  int count = 0;
  for (int i = 0; i < rc_vocabulary_concept_count(); i++)
    count += rc_vocabulary_concept(i)->form_count;
  assert_int_equal(rc_vocabulary_form_count(), count);
  for (int i = 1; i < count; i++)
    assert_true(strcmp(rc_vocabulary_form_words(rc_vocabulary_form(i - 1)),
                       rc_vocabulary_form_words(rc_vocabulary_form(i))) <= 0);
}

/* The code of ISO 3166-1, or of ISO 3166-3 for a state that is no more. */
static bool is_state(const char *id) {
  return !strpbrk(id, "-/") && (strlen(id) == 2 || strlen(id) == 4);
}

/* A path below a code belongs to that code; a code to a place of its country. */
static void test_ids_agree_with_parents(void **state) {
  (void)state;
  for (int i = 0; i < rc_vocabulary_concept_count(); i++) {
    const RcConcept *concept = rc_vocabulary_concept(i);
    const char *cut = strrchr(concept->id, '/');
    if (concept->field != RC_FIELD_REGION || is_state(concept->id))
      continue;
    g_autofree char *expected = g_strndup(concept->id, cut ? (gsize)(cut - concept->id) : 2);
    assert_true(concept->parent >= 0);
    const char *parent = rc_vocabulary_concept(concept->parent)->id;
    if (cut)
      assert_string_equal(parent, expected);
    else
      assert_true(g_str_has_prefix(parent, expected));
  }
}

/* First-level divisions by ISO 3166-2 (of Kazakhstan since 2022, of Latvia since
 * 2021), and districts of the Central Asian states. */
static void test_divisions_are_whole(void **state) {
  (void)state;
  static const struct {
    const char *country;
    int divisions, districts;
  } expected[] = {
      {"AM", 11, 0}, {"AZ", 78, 0},   {"BY", 7, 0},  {"EE", 15, 0}, {"GE", 12, 0},
      {"KG", 9, 44}, {"KZ", 20, 191}, {"LT", 10, 0}, {"LV", 43, 0}, {"MD", 37, 0},
      {"RU", 83, 0}, {"TJ", 5, 51},   {"TM", 6, 45}, {"UA", 27, 0}, {"UZ", 14, 177},
  };
  for (gsize k = 0; k < G_N_ELEMENTS(expected); k++) {
    int divisions = 0, districts = 0;
    for (int i = 0; i < rc_vocabulary_concept_count(); i++) {
      const RcConcept *concept = rc_vocabulary_concept(i);
      if (concept->field != RC_FIELD_REGION || !g_str_has_prefix(concept->id, expected[k].country))
        continue;
      divisions += concept->id[2] == '-' && !strchr(concept->id, '/');
      districts += strchr(concept->id, '/') && g_str_has_suffix(concept->label_en, " District");
    }
    if (divisions != expected[k].divisions || districts < expected[k].districts)
      print_error("%s: %d divisions, %d districts\n", expected[k].country, divisions, districts);
    assert_int_equal(divisions, expected[k].divisions);
    assert_true(districts >= expected[k].districts);
  }
}

static const RcForm *form_of(const char *id, const char *text) {
  const RcConcept *concept = rc_vocabulary_lookup(RC_FIELD_REGION, id);
  for (int i = 0; concept && i < concept->form_count; i++)
    if (strcmp(rc_vocabulary_form_text(rc_vocabulary_concept_form(concept, i)), text) == 0)
      return rc_vocabulary_concept_form(concept, i);
  return NULL;
}

static void test_places_of_the_past(void **state) {
  (void)state;
  const RcForm *form = form_of("KZ-71", "Нур-Султане");
  assert_non_null(form);
  assert_int_equal(form->kind, RC_FORM_HISTORICAL);
  assert_int_equal(form->first_year, 2019);
  assert_int_equal(form->last_year, 2022);
}

static void test_labels(void **state) {
  (void)state;
  static const struct {
    RcField field;
    const char *id, *en, *ru;
  } cases[] = {
      {RC_FIELD_REGION, "KZ", "Kazakhstan", "Казахстан"},
      {RC_FIELD_REGION, "KZ-31/korday", "Korday District", "Кордайский район"},
      {RC_FIELD_REGION, "RU", "Russian Federation", "Российская Федерация"},
      {RC_FIELD_REGION, "UA-43", "Crimea", "Крым"},
      {RC_FIELD_REGION, "NL", "Netherlands", "Нидерланды"},
      {RC_FIELD_GROUP, "dungan", "Dungans", "дунгане"},
      {RC_FIELD_GROUP, "roma", "Roma", "рома"},
      {RC_FIELD_GROUP, "russian", "Russians", "русские"},
      {RC_FIELD_GROUP, "meskhetian-turk", "Meskhetian Turks", "турки-месхетинцы"},
      {RC_FIELD_BODY, "UPR", "Universal Periodic Review", "универсальный периодический обзор"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    const RcConcept *concept = rc_vocabulary_lookup(cases[i].field, cases[i].id);
    assert_non_null(concept);
    assert_string_equal(concept->label_en, cases[i].en);
    assert_string_equal(concept->label_ru, cases[i].ru);
  }
}

static void test_lookup(void **state) {
  (void)state;
  assert_non_null(rc_vocabulary_lookup(RC_FIELD_REGION, "KZ"));
  assert_null(rc_vocabulary_lookup(RC_FIELD_REGION, "kz"));
  assert_null(rc_vocabulary_lookup(RC_FIELD_GROUP, "KZ"));
  assert_null(rc_vocabulary_lookup(RC_FIELD_REGION, ""));
  assert_null(rc_vocabulary_lookup(RC_FIELD_REGION, "ZZ/zzz"));
}

static void test_digest(void **state) {
  (void)state;
  assert_int_equal(strlen(rc_vocabulary_digest()), 64);
}

static void test_is_below(void **state) {
  (void)state;
  const RcConcept *village = rc_vocabulary_lookup(RC_FIELD_REGION, "KZ-31/korday/masanchi");
  const RcConcept *country = rc_vocabulary_lookup(RC_FIELD_REGION, "KZ");
  const RcConcept *other = rc_vocabulary_lookup(RC_FIELD_REGION, "KG");
  assert_true(rc_vocabulary_is_below(village, country));
  assert_true(rc_vocabulary_is_below(country, country));
  assert_false(rc_vocabulary_is_below(country, village));
  assert_false(rc_vocabulary_is_below(village, other));
}

/* The ids `name` may mean, best first, joined by one space. */
static char *resolved(RcField field, const char *name) {
  g_autoptr(GPtrArray) concepts = rc_vocabulary_resolve(field, name);
  GString *ids = g_string_new(NULL);
  for (guint i = 0; i < concepts->len; i++)
    g_string_append_printf(ids, "%s%s", i ? " " : "", ((const RcConcept *)concepts->pdata[i])->id);
  return g_string_free(ids, FALSE);
}

static void test_resolve(void **state) {
  (void)state;
  static const struct {
    RcField field;
    const char *name, *ids;
  } cases[] = {
      {RC_FIELD_REGION, "KZ-31", "KZ-31"},
      {RC_FIELD_REGION, "kz-31/KORDAY", "KZ-31/korday"},
      {RC_FIELD_REGION, "Jambyl", "KZ-31"},
      {RC_FIELD_REGION, "zhambyl", "KZ-31"},
      {RC_FIELD_REGION, "Djambul", "KZ-31"},
      {RC_FIELD_REGION, "Dzhambul", "KZ-31"},
      {RC_FIELD_REGION, "Жамбыл", "KZ-31"},
      {RC_FIELD_REGION, "Джамбуле", "KZ-31"},
      {RC_FIELD_REGION, "Қордай", "KZ-31/korday"},
      {RC_FIELD_REGION, "Sortöbe", "KZ-31/korday/sortobe"},
      {RC_FIELD_REGION, "SORTOBE", "KZ-31/korday/sortobe"},
      {RC_FIELD_REGION, "Oʻzbekiston", "UZ"},
      {RC_FIELD_REGION, "Cote d'Ivoire", "CI"},
      {RC_FIELD_REGION, "казахстанский", "KZ"},
      {RC_FIELD_REGION, "Georgia", "GE US-GA"},
      {RC_FIELD_BODY, "icc", "ICC GANHRI"},
      {RC_FIELD_BODY, "ICC", "ICC"}, /* an id in its own letters */
      {RC_FIELD_REGION, "suzak", "KZ-61/sozak KG-J/suzak"},
      {RC_FIELD_REGION, "nowhere", ""},
      {RC_FIELD_REGION, "", ""},
      {RC_FIELD_GROUP, "Dungan", "dungan"},
      {RC_FIELD_GROUP, "DUNGANS", "dungan"},
      {RC_FIELD_GROUP, "дунганкой", "dungan"},
      {RC_FIELD_GROUP, "Gypsy", "roma"},
      {RC_FIELD_GROUP, "цыган", "roma"},
      {RC_FIELD_GROUP, "Uighur", "uyghur"},
      {RC_FIELD_GROUP, "Kazakhstan", ""},
      {RC_FIELD_BODY, "cerd", "CERD"},
      {RC_FIELD_BODY, "ЕСПЧ", "ECHR"},
      {RC_FIELD_BODY, "ОБСЕ", "OSCE"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *ids = resolved(cases[i].field, cases[i].name);
    if (strcmp(ids, cases[i].ids) != 0)
      print_error("%s\n", cases[i].name);
    assert_string_equal(ids, cases[i].ids);
  }
}

static void test_find(void **state) {
  (void)state;
  const RcForm *forms = NULL;
  assert_int_equal(rc_vocabulary_find("south sudan", &forms), 1);
  assert_string_equal(rc_vocabulary_concept(forms[0].concept)->id, "SS");
  assert_string_equal(rc_vocabulary_form_text(&forms[0]), "South Sudan");
  assert_int_equal(rc_vocabulary_find("south", &forms), 0);
  assert_int_equal(rc_vocabulary_find("", &forms), 0);
}

static void test_match(void **state) {
  (void)state;
  g_autoptr(GArray) words = rc_text_words("the South Sudan and South", -1);
  const RcForm *forms = NULL;
  guint length = 0;
  assert_int_equal(rc_vocabulary_match(words, 0, words->len, &length, &forms), 0);
  assert_int_equal(rc_vocabulary_match(words, 1, words->len, &length, &forms), 1);
  assert_int_equal(length, 2);
  assert_int_equal(rc_vocabulary_match(words, 2, words->len, &length, &forms), 1);
  assert_int_equal(length, 1);
  assert_int_equal(rc_vocabulary_match(words, 4, words->len, &length, &forms), 0);
}

/* The words that a name begins with are followed as long as there is such a name,
 * and the longest that is whole counts. */
static void test_match_goes_on(void **state) {
  (void)state;
  static const struct {
    const char *text, *id;
    guint length;
  } cases[] = {
      {"Republic of Korea", "KR", 3},
      {"Congo", "CG", 1},
      {"Tajikistan Soviet Socialist", "TJ", 1},
      {"United Kingdom of Great Britain and Northern France", "GB", 2},
      {"United Kingdom of Great Britain and Northern Ireland's", "GB", 8},
      {"South Sudan’s south", "SS", 2},
      {"Lao People's Democratic Republic", "LA", 4},
      {"Kazakhstan's children", "KZ", 1},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GArray) words = rc_text_words(cases[i].text, -1);
    const RcForm *forms = NULL;
    guint length = 0;
    assert_true(rc_vocabulary_match(words, 0, words->len, &length, &forms) > 0);
    assert_int_equal(length, cases[i].length);
    assert_string_equal(rc_vocabulary_concept(forms[0].concept)->id, cases[i].id);
  }
}

/* Words longer than any name, at its beginning and after it. */
static void test_match_is_bounded(void **state) {
  (void)state;
  g_autofree char *long_word = g_strnfill(5000, 'x');
  g_autofree char *text = g_strconcat("South ", long_word, " ", long_word, " Sudan", NULL);
  g_autoptr(GArray) words = rc_text_words(text, -1);
  const RcForm *forms = NULL;
  guint length = 0;
  for (guint i = 0; i + 1 < words->len; i++)
    assert_int_equal(rc_vocabulary_match(words, i, words->len, &length, &forms), 0);
}

static void test_exonyms_are_never_displayed(void **state) {
  (void)state;
  const RcForm *forms = NULL;
  assert_int_equal(rc_vocabulary_find("gypsies", &forms), 1);
  assert_int_equal(forms[0].kind, RC_FORM_EXONYM);
  assert_int_equal(rc_vocabulary_find("цыганкой", &forms), 1);
  assert_int_equal(forms[0].kind, RC_FORM_EXONYM);
}

/* Words in normal form that must share one lemma, by one space. */
static const char *const lemma_families[] = {
    "казахстан казахстана казахстану казахстаном казахстане казахстанский казахстанского",
    "дунган дунгане дунганин дунганами дунганка дунганок дунганский дунганская",
    "жамбыл жамбыла жамбыле жамбылом",
    "кыргызстан кыргызстане",
    "киргизия киргизии киргизию",
    "узбек узбеки узбеков узбечка узбечек узбекский",
    "погром погромы погрома погромов погромом погромах",
    "пытка пытки пыток пытками",
    "беженец беженцы беженцев беженка беженок",
    "гражданин граждане граждан гражданами",
    "ребенок дети детей детьми",
    "цыган цыгане цыганка цыганки цыган цыганский",
    "уйгур уйгуры уйгурка уйгурок",
    "еврей евреи евреев еврейка евреек еврейский",
    "русский русские русских русская",
    "кореец корейца корейцев кореянка корейский",
    "россия россии россией россиянин россияне российский",
    "чечня чечни чечне чечней",
    "узбекистан узбекистане узбекистаном",
    "езид езиды езидов езидка",
    "месхетинец месхетинцы",
    "москва москвы москвой москве",
    "kazakh kazakhs kazakh's",
    "kazakhstan kazakhstan's kazakhstani",
    "kurd kurds kurdish",
    "dungan dungans",
    "roma romani",
    "подросток подростка подростки подростков",
    "мать матери матерей",
    "дочь дочери дочерьми",
    "девушка девушек",
    "люди людей людьми",
    "беспорядок беспорядки беспорядков",
    "проверка проверок",
    "доброволец добровольца добровольцев",
    "тюрьма тюрьмы тюрем",
    "деревня деревень",
    "имя имени имен",
    "woman women",
    "minority minorities",
    "beat beaten beatings",
    "labour labor",
    "organisation organization organized",
};

static void test_lemmas_meet(void **state) {
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(lemma_families); i++) {
    g_auto(GStrv) words = g_strsplit(lemma_families[i], " ", -1);
    const char *first = rc_vocabulary_lemma(words[0]);
    assert_non_null(first);
    for (char **word = words; *word; word++) {
      const char *lemma = rc_vocabulary_lemma(*word);
      if (!lemma || strcmp(lemma, first) != 0)
        print_error("%s: %s, not %s\n", *word, lemma ? lemma : "(none)", first);
      assert_non_null(lemma);
      assert_string_equal(lemma, first);
    }
  }
}

static void test_names_that_differ(void **state) {
  (void)state;
  assert_string_not_equal(rc_vocabulary_lemma("казах"), rc_vocabulary_lemma("казахстан"));
  assert_string_not_equal(rc_vocabulary_lemma("рома"), rc_vocabulary_lemma("цыган"));
  assert_string_not_equal(rc_vocabulary_lemma("индийцы"), rc_vocabulary_lemma("индия"));
  assert_string_not_equal(rc_vocabulary_lemma("uzbek"), rc_vocabulary_lemma("uzbekistan"));
  /* "Women's rights" is a name, and "women's" still the possessive of "women". */
  assert_string_equal(rc_vocabulary_lemma("women's"), rc_vocabulary_lemma("women"));
}

static void test_ordinary_words_have_no_lemma(void **state) {
  (void)state;
  static const char *const words[] = {
      "turkey", "poles", "pole",   "polish", "china",    "того", "перу",     "чад",
      "мерке",  "oral",  "cat",    "us",     "even",     "орел", "владимир", "vladimir",
      "куба",   "chile", "курган", "полька", "лезгинка", "тату", "people",   "население",
      "dom",    "rom",   "indian", "судак",  "изюм",     "шали", "кант",
  };
  for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
    /* of no name: what dictionaries say of it at most */
    if (rc_vocabulary_lemma(words[i]) != rc_lemma_stem(words[i]))
      print_error("%s\n", words[i]);
    assert_ptr_equal(rc_vocabulary_lemma(words[i]), rc_lemma_stem(words[i]));
  }
}

/* The whole way: the lexicon stands before the stemmer. */
static void test_stemmer_uses_lexicon(void **state) {
  (void)state;
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_autofree char *one = g_strdup(rc_stemmer_stem(stemmer, "дунгане"));
  g_autofree char *other = g_strdup(rc_stemmer_stem(stemmer, "дунганка"));
  assert_string_equal(one, other);
}

static bool is_context(RcContext context, const char *text) {
  const RcWord word = {.word = text};
  return rc_vocabulary_is_context(context, &word);
}

static void test_contexts(void **state) {
  (void)state;
  assert_true(is_context(RC_CONTEXT_PEOPLE, "population"));
  assert_true(is_context(RC_CONTEXT_PEOPLE, "женщинами"));
  assert_true(is_context(RC_CONTEXT_ETHNIC, "этнических"));
  assert_true(is_context(RC_CONTEXT_THING, "языке"));
  assert_false(is_context(RC_CONTEXT_THING, "population"));
  assert_false(is_context(RC_CONTEXT_PEOPLE, "zzz"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_counts),
      cmocka_unit_test(test_concepts_are_whole),
      cmocka_unit_test(test_forms_are_in_order),
      cmocka_unit_test(test_ids_agree_with_parents),
      cmocka_unit_test(test_divisions_are_whole),
      cmocka_unit_test(test_places_of_the_past),
      cmocka_unit_test(test_labels),
      cmocka_unit_test(test_lookup),
      cmocka_unit_test(test_digest),
      cmocka_unit_test(test_is_below),
      cmocka_unit_test(test_resolve),
      cmocka_unit_test(test_find),
      cmocka_unit_test(test_match),
      cmocka_unit_test(test_match_goes_on),
      cmocka_unit_test(test_match_is_bounded),
      cmocka_unit_test(test_exonyms_are_never_displayed),
      cmocka_unit_test(test_lemmas_meet),
      cmocka_unit_test(test_names_that_differ),
      cmocka_unit_test(test_ordinary_words_have_no_lemma),
      cmocka_unit_test(test_stemmer_uses_lexicon),
      cmocka_unit_test(test_contexts),
  };
  return cmocka_run_group_tests_name("vocabulary", tests, NULL, NULL);
}
