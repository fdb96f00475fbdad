/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The compiled vocabulary: the data is whole, names are found, inflections of
 * one name meet and ordinary words stay out of the lexicon. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

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
  assert_true(counts[RC_FIELD_REGION] > 480);
  assert_true(counts[RC_FIELD_GROUP] >= 100);
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

/* A path below a code belongs to that code; so does a subdivision to a country. */
static void test_ids_agree_with_parents(void **state) {
  (void)state;
  for (int i = 0; i < rc_vocabulary_concept_count(); i++) {
    const RcConcept *concept = rc_vocabulary_concept(i);
    const char *cut = strrchr(concept->id, '/');
    if (!cut && strlen(concept->id) > 2)
    cut = concept->id + 2;
    if (concept->field != RC_FIELD_REGION || !cut)
      continue;
    g_autofree char *expected = g_strndup(concept->id, (gsize)(cut - concept->id));
    assert_true(concept->parent >= 0);
    assert_string_equal(rc_vocabulary_concept(concept->parent)->id, expected);
  }
}

static void test_first_level_divisions(void **state) {
  (void)state;
  static const char *const ids[] = {
      "KZ-10", "KZ-11", "KZ-15", "KZ-19", "KZ-23",  "KZ-27",  "KZ-31",  "KZ-33", "KZ-35", "KZ-39",
      "KZ-43", "KZ-47", "KZ-55", "KZ-59", "KZ-61",  "KZ-62",  "KZ-63",  "KZ-71", "KZ-75", "KZ-79",
      "KG-B",  "KG-C",  "KG-GB", "KG-GO", "KG-J",   "KG-N",   "KG-O",   "KG-T",  "KG-Y",  "UZ-QR",
      "UZ-TK", "UZ-TO", "TJ-DU", "TJ-GB", "TJ-KT",  "TJ-RA",  "TJ-SU",  "TM-A",  "TM-B",  "TM-D",
      "TM-L",  "TM-M",  "TM-S",  "RU-CE", "RU-MOW", "RU-SPE", "RU-YEV", "UA-43",
  };
  for (gsize i = 0; i < G_N_ELEMENTS(ids); i++)
    assert_non_null(rc_vocabulary_lookup(RC_FIELD_REGION, ids[i]));
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
  assert_string_equal(forms[0].text, "South Sudan");
  assert_int_equal(rc_vocabulary_find("south", &forms), 0);
  assert_int_equal(rc_vocabulary_find("", &forms), 0);
}

static void test_match(void **state) {
  (void)state;
  g_autoptr(GArray) words = rc_text_words("the South Sudan and South", -1);
  const RcForm *forms = NULL;
  guint length = 0;
  assert_int_equal(rc_vocabulary_match(words, 0, &length, &forms), 0);
  assert_int_equal(rc_vocabulary_match(words, 1, &length, &forms), 1);
  assert_int_equal(length, 2);
  assert_int_equal(rc_vocabulary_match(words, 2, &length, &forms), 1);
  assert_int_equal(length, 1);
  assert_int_equal(rc_vocabulary_match(words, 4, &length, &forms), 0);
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
  assert_string_not_equal(rc_vocabulary_lemma("индийцы") ? "" : "индия", "");
  assert_string_not_equal(rc_vocabulary_lemma("uzbek"), rc_vocabulary_lemma("uzbekistan"));
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
    if (rc_vocabulary_lemma(words[i]))
      print_error("%s\n", words[i]);
    assert_null(rc_vocabulary_lemma(words[i]));
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

static void test_contexts(void **state) {
  (void)state;
  assert_true(rc_vocabulary_is_context("people", "population"));
  assert_true(rc_vocabulary_is_context("people", "женщинами"));
  assert_true(rc_vocabulary_is_context("ethnic", "этнических"));
  assert_true(rc_vocabulary_is_context("thing", "языке"));
  assert_false(rc_vocabulary_is_context("thing", "population"));
  assert_false(rc_vocabulary_is_context("people", "zzz"));
  assert_false(rc_vocabulary_is_context("nothing", "population"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_counts),
      cmocka_unit_test(test_concepts_are_whole),
      cmocka_unit_test(test_ids_agree_with_parents),
      cmocka_unit_test(test_first_level_divisions),
      cmocka_unit_test(test_labels),
      cmocka_unit_test(test_is_below),
      cmocka_unit_test(test_resolve),
      cmocka_unit_test(test_find),
      cmocka_unit_test(test_match),
      cmocka_unit_test(test_exonyms_are_never_displayed),
      cmocka_unit_test(test_lemmas_meet),
      cmocka_unit_test(test_names_that_differ),
      cmocka_unit_test(test_ordinary_words_have_no_lemma),
      cmocka_unit_test(test_stemmer_uses_lexicon),
      cmocka_unit_test(test_contexts),
  };
  return cmocka_run_group_tests_name("vocabulary", tests, NULL, NULL);
}
