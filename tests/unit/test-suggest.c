/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may have been meant, in an index of the words of the samples and of those that
 * tests/golden/misspellings.tsv means: how many of its slips are understood, that no right word is
 * touched, whole queries, names and values of fields, and names in the other script. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "search.h"
#include "spelling.h"
#include "suggest.h"

/* --- the index --- */

typedef struct {
  char *folder;
  RcIndex *index;
  RcStemmer *stemmer;
} Fixture;

/* Adds the text as a passage. */
static void add_passage(GArray *passages, const char *text) {
  FixturePassage passage = {.text = text, .language = "en"};
  g_array_append_val(passages, passage);
}

/* The text that is read of the samples, a line a passage. */
static void add_samples(GArray *passages, GPtrArray *texts) {
  g_autoptr(GDir) folder = g_dir_open("tests/golden/dump", 0, NULL);
  assert_non_null(folder);
  for (const char *name; (name = g_dir_read_name(folder));) {
    g_autofree char *path = g_build_filename("tests/golden/dump", name, NULL);
    char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_ptr_array_add(texts, text);
    for (char *line = text; line;) {
      char *end = strchr(line, '\n');
      if (end)
        *end++ = '\0';
      if (*line)
        add_passage(passages, line);
      line = end;
    }
  }
}

/* A line of the list of misspellings: typed, and what is meant by it; typed NULL at its end. */
typedef struct {
  char *typed;
  char **meant;
} Slip;

static GArray *read_slips(char **text) {
  GArray *slips = g_array_new(TRUE, FALSE, sizeof(Slip));
  assert_true(g_file_get_contents("tests/golden/misspellings.tsv", text, NULL, NULL));
  for (char *line = *text; line && *line;) {
    char *end = strchr(line, '\n'), *tab;
    *end++ = '\0';
    if (*line != '#') {
      tab = strchr(line, '\t');
      assert_non_null(tab);
      *tab++ = '\0';
      Slip slip = {line, g_strsplit(tab, " ", -1)};
      g_array_append_val(slips, slip);
    }
    line = end;
  }
  return slips;
}

static void free_slips(GArray *slips) {
  for (guint i = 0; i < slips->len; i++)
    g_strfreev(g_array_index(slips, Slip, i).meant);
  g_array_unref(slips);
}

static int set_up(void **state) {
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->folder = fixture_folder_new();
  fixture->stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_autoptr(GArray) passages = g_array_new(TRUE, FALSE, sizeof(FixturePassage));
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *list = NULL;
  GArray *slips = read_slips(&list);
  g_autoptr(GString) words = g_string_new(NULL);
  for (guint i = 0; i < slips->len; i++)
    for (char **word = g_array_index(slips, Slip, i).meant; *word; word++)
      g_string_append_printf(words, "%s ", strcmp(*word, "-") == 0 ? "" : *word);
  add_samples(passages, texts);
  add_passage(passages, words->str);
  add_passage(passages,
              "Statelessness is known of in Zhambyl. Minorities left; eviction followed.");
  add_passage(passages,
              "Решение по жалобе Жовтиса: Жовтису, Жовтис. Меньшинства. Хозяйка Нургуль.");
  add_passage(passages, "Hojayev and Akhmetova were heard; Akhmetov was not.");
  add_passage(passages, "Цыгане и таборы. A gypsy's word, gypsy.");
  FixtureDocument document = {.id = "aaaaaaaaaaaaaaaa",
                              .path = "a.pdf",
                              .title = "Sample",
                              .type = "report",
                              .organisation = "Memorial Sample Centre",
                              .language = "en",
                              .passages = (const FixturePassage *)(gpointer)passages->data};
  static const FixturePassage again[] = {
      {.text = "Akhmetova was heard under article 26 of the ICCPR."}, {0}};
  const FixtureDocument own[] = {document,
                                 {.id = "bbbbbbbbbbbbbbbb", .path = "b.pdf", .passages = again}};
  fixture_index(fixture->folder, own, G_N_ELEMENTS(own));
  free_slips(slips);
  fixture->index = rc_index_open(fixture->folder, NULL);
  *state = fixture;
  return fixture->index ? 0 : -1;
}

static int tear_down(void **state) {
  Fixture *fixture = *state;
  rc_index_free(fixture->index);
  rc_stemmer_free(fixture->stemmer);
  fixture_folder_remove(&fixture->folder);
  g_free(fixture);
  return 0;
}

static RcSuggester suggester_of(void *const *state) {
  const Fixture *fixture = *state;
  return (RcSuggester){.index = fixture->index, .stemmer = fixture->stemmer};
}

/* --- words --- */

static char *suggest(void *const *state, const char *word) {
  RcSuggester suggester = suggester_of(state);
  g_autoptr(GError) error = NULL;
  char *other = rc_suggest_word(&suggester, word, &error);
  g_assert_no_error(error);
  return other;
}

/* True if a search for the two finds the same. */
static bool meet(void *const *state, const char *word, const char *other) {
  RcStemmer *stemmer = ((const Fixture *)*state)->stemmer;
  g_autofree char *stem = g_strdup(rc_stemmer_stem(stemmer, word));
  const RcForm *own = NULL, *others = NULL;
  int count = rc_vocabulary_find(word, &own), other_count = rc_vocabulary_find(other, &others);
  bool same = strcmp(stem, rc_stemmer_stem(stemmer, other)) == 0;
  for (int i = 0; i < count; i++)
    for (int k = 0; k < other_count; k++)
      same = same || own[i].concept == others[k].concept;
  return same;
}

static void slips_are_understood(void **state) {
  g_autofree char *text = NULL;
  GArray *slips = read_slips(&text);
  guint wrong = 0, right = 0, proposed = 0, expected = 0, needless = 0;
  for (guint i = 0; i < slips->len; i++) {
    const Slip *slip = &g_array_index(slips, Slip, i);
    g_autofree char *other = suggest(state, slip->typed);
    bool nothing = strcmp(slip->meant[0], "-") == 0;
    bool same = false; /* as it is, or by what is proposed */
    for (char **word = slip->meant; *word && !nothing; word++)
      same = same || meet(state, other ? other : slip->typed, *word);
    expected += !nothing;
    proposed += other != NULL;
    right += same;
    wrong += other && !nothing && !same;
    needless += other && nothing;
    if (!same && !(nothing && !other))
      print_message("%s: %s, not %s\n", slip->typed, other ? other : "nothing", slip->meant[0]);
  }
  print_message("%u of %u understood, %u wrong, %u needless, of %u proposed\n", right, expected,
                wrong, needless, proposed);
  free_slips(slips);
  assert_true(expected >= 200);
  assert_true(right * 100 >= expected * 90);
  assert_true((wrong + needless) * 100 <= proposed * 5);
  assert_int_equal(needless, 0);
}

/* What is there is right, whatever is near it. */
static void right_words_stay(void **state) {
  RcIndex *index = ((const Fixture *)*state)->index;
  static const char *const starts[] = {"c", "d", "p", "r", "s", "\xd0\xba", "\xd0\xbf", "\xd1\x81"};
  guint count = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(starts); i++) {
    g_autoptr(GPtrArray) words =
        xapian_database_terms(rc_index_database(index), starts[i], 60, NULL);
    for (guint k = 0; k < words->len; k++) {
      g_autofree char *other = suggest(state, words->pdata[k]);
      if (other)
        fail_msg("%s: %s", (char *)words->pdata[k], other);
      count++;
    }
  }
  assert_true(count >= 300);
}

/* The names that are never displayed stay unsaid, though the index has them. */
static void hurtful_names_are_not_proposed(void **state) {
  static const char *const typed[] = {"цыганн",  "цыганэ",   "циганы",   "gypsys",
                                      "gipsies", "gypsiess", "gypsy'ss", "gypsyy"};
  for (gsize i = 0; i < G_N_ELEMENTS(typed); i++) {
    g_autofree char *other = suggest(state, typed[i]);
    if (other && (g_str_has_prefix(other, "цыган") || g_str_has_prefix(other, "gyps")))
      fail_msg("%s: %s", typed[i], other);
  }
}

static bool knows(const char *stem, gpointer data) {
  return strcmp(stem, data) == 0;
}

/* Nothing is proposed for a word that others know. */
static void known_words_stay(void **state) {
  RcSuggester suggester = suggester_of(state);
  suggester.knows = knows;
  suggester.data = (gpointer) "another";
  g_autofree char *near = rc_suggest_word(&suggester, "polica", NULL);
  assert_string_equal(near, "police");
  suggester.data = (gpointer) "polica";
  g_autofree char *other = rc_suggest_word(&suggester, "polica", NULL);
  assert_null(other);
}

static bool never(gpointer data) {
  ++*(guint *)data;
  return false;
}

/* Who has no time gets nothing, soon. */
static void time_ends_a_walk(void **state) {
  RcSuggester suggester = suggester_of(state);
  guint asked = 0;
  suggester.goes_on = never;
  suggester.data = &asked;
  g_autoptr(GError) error = NULL;
  g_autofree char *other = rc_suggest_word(&suggester, "zzzzzzzzzz", &error);
  assert_null(other);
  g_assert_no_error(error);
  assert_int_equal(asked, 1);
}

/* --- queries --- */

static bool finds(const RcQuery *query, gpointer data) {
  g_autoptr(RcRequest) request = rc_request_new();
  g_autofree char *text = rc_query_to_string(query);
  assert_true(rc_request_set(request, "q", text, NULL));
  rc_request_prepare(request);
  g_autoptr(RcResults) results = rc_search(data, request, NULL);
  return results && results->total > 0;
}

/* A query, whether all of its text is given, and what is proposed; "" for nothing. */
typedef struct {
  const char *typed, *expected;
} QueryCase;

static void queries_are_mended(void **state) {
  static const QueryCase cases[] = {
      {"goverment violance", "government AND violence"},
      {"goverment comittee", "government AND committee"},
      {"government committee", ""},
      {"комисия полицыя", "комиссия AND полиция"},
      {"комиссия полиция", ""},
      {"\"comittee goverment\"", ""}, /* no such row of words */
      {"\"statelesness is knwon\"", "\"statelessness is known\""},
      {"statelesness OR комисия", "statelessness OR комиссия"},
      {"committee NOT goverment", ""},
      {"comittee NOT statelesnesss", "committee AND NOT statelesnesss"},
      {"=comittee", "=committee"},
      {"comitt*", ""},
      {"comittee xqzvkwjj", ""}, /* finds nothing still */
      {"comittee year:1066", ""},
      {"comittee year:1900..", ""},
      {"(goverment OR полицыя) statelesness", "(government OR полиция) AND statelessness"},
      /* The other layout, with the letters that are punctuation here. */
      {"gjkbwbz", "полиция"},
      {"rjvbccbz gjkbwbz", "комиссия AND полиция"},
      {"rfpf[cnfy", "казахстан"},
      {"RFPF[CNFY", "казахстан"},
      {";bkmt", "жилье"},
      {"committee gjkbwbz", "committee AND полиция"},
      {"сщььшееуу", "committee"},
      {"gjkbwbz OR rjvbccbz", "полиция OR комиссия"},
      {"goverment violance comittee parliment tortue minorites educaton", ""}, /* too many */
      {"goverment OR violance OR comittee OR parliment OR tortue OR minorites OR educaton", ""},
      {"", ""},
      {"\" ( : ; [", ""},
      /* Names and values of fields. */
      {"region:Kazahstan", "region:Kazakhstan"},
      {"article:ICCPRR:26", "article:ICCPR:26"},
      {"yf", ""}, /* "на" */
      {"region:\"Казакистан\"", "region:Казахстан"},
      {"region:Kazakhstan", ""},
      {"committee region:Kazahstan", "committee AND region:Kazakhstan"},
      {"org:\"Memorial Sampel Centre\"", "org:\"Memorial Sample Centre\""},
  };
  RcSuggester suggester = suggester_of(state);
  suggester.finds = finds;
  suggester.data = suggester.index;
  guint failures = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func((GDestroyNotify)rc_note_free);
    g_autoptr(RcQuery) query = rc_query_parse(cases[i].typed, notes);
    g_autoptr(GError) error = NULL;
    g_autofree char *other = rc_suggest_query(&suggester, query, cases[i].typed, &error);
    g_assert_no_error(error);
    if (strcmp(other ? other : "", cases[i].expected) != 0) {
      print_message("%s: %s, not %s\n", cases[i].typed, other ? other : "nothing",
                    cases[i].expected);
      failures++;
    }
  }
  assert_int_equal(failures, 0);
}

/* As much as may be typed, and what is no text. */
static void hostile_queries_end(void **state) {
  RcSuggester suggester = suggester_of(state);
  g_autoptr(GString) many = g_string_new(NULL);
  for (int i = 0; i < 200; i++)
    g_string_append_printf(many, "goverment%d rfpf[%d ", i, i);
  const char *const typed[] = {many->str, "\xff\xfe\xd0", "region:\xff", "ghj\xff[bd",
                               "((((((((((a))))"};
  for (gsize i = 0; i < G_N_ELEMENTS(typed); i++) {
    g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func((GDestroyNotify)rc_note_free);
    g_autoptr(RcQuery) query = rc_query_parse(typed[i], notes);
    g_autoptr(GError) error = NULL;
    g_autofree char *other = rc_suggest_query(&suggester, query, typed[i], &error);
    g_assert_no_error(error);
    assert_true(!other || g_utf8_validate(other, -1, NULL));
  }
}

/* --- names and values --- */

/* A field, what was typed, and the id that must be the first of three at most; "" for none. */
typedef struct {
  RcField field;
  const char *typed, *expected;
} NameCase;

static void names_are_near(void **state) {
  (void)state;
  guint failures = 0;
  static const NameCase cases[] = {
      {RC_FIELD_REGION, "Kazahstan", "KZ"},
      {RC_FIELD_REGION, "Kazachstann", "KZ"},
      {RC_FIELD_REGION, "Казакистан", "KZ"},
      {RC_FIELD_REGION, "rfpf[cnfy", "KZ"},
      {RC_FIELD_REGION, "лфяфлрыефт", "KZ"},
      {RC_FIELD_REGION, "Kazakhistan", "KZ"},
      {RC_FIELD_REGION, "Usbekistan", "UZ"},
      {RC_FIELD_REGION, "Узбекистон Республикаси", "UZ"},
      {RC_FIELD_REGION, "Kirgisistan", "KG"},
      {RC_FIELD_REGION, "Repubblic of Moldova", "MD"},
      {RC_FIELD_REGION, "Белорусия", "BY"},
      {RC_FIELD_REGION, "Russiya", "RU"},
      {RC_FIELD_GROUP, "Dungann", "dungan"},
      {RC_FIELD_GROUP, "дунгани", "dungan"},
      {RC_FIELD_GROUP, "leyufyt", "dungan"},
      {RC_FIELD_GROUP, "Roma people", "roma"},
      {RC_FIELD_GROUP, "meshetian turks", "meskhetian-turk"},
      {RC_FIELD_GROUP, "уйгурский народ", "uyghur"},
      {RC_FIELD_GROUP, "крымские татары люди", "crimean-tatar"},
      {RC_FIELD_BODY, "Comittee against Torture", "CAT"},
      {RC_FIELD_BODY, "Комитет против пыток ООНн", "CAT"},
      {RC_FIELD_RIGHT, "discriminaton", "discrimination"},
      {RC_FIELD_RIGHT, "дискреминация", "discrimination"},
      {RC_FIELD_ARTICLE, "ICCPRR:26", "ICCPR"},
      {RC_FIELD_REGION, "xqzvkwjjjjj", ""},
      {RC_FIELD_REGION, "", ""},
      {RC_FIELD_REGION, "\xff\xff", ""},
      {RC_FIELD_REGION, "日本語日本語", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GPtrArray) names = rc_suggest_names(cases[i].field, cases[i].typed, 3);
    assert_true(names->len <= 3);
    const RcConcept *first = names->len ? names->pdata[0] : NULL;
    if (strcmp(first ? first->id : "", cases[i].expected) != 0) {
      print_message("%s: %s, not %s\n", cases[i].typed, first ? first->id : "nothing",
                    cases[i].expected);
      failures++;
    }
  }
  assert_int_equal(failures, 0);
}

static void values_are_near(void **state) {
  RcSuggester suggester = suggester_of(state);
  static const struct {
    RcField field;
    const char *typed, *expected;
  } cases[] = {
      {RC_FIELD_ORGANISATION, "Memorial", "Memorial Sample Centre"},
      {RC_FIELD_ORGANISATION, "memorial sampel center", "Memorial Sample Centre"},
      {RC_FIELD_ORGANISATION, "Мемориал Сампле", ""},
      {RC_FIELD_TYPE, "jugdment", "judgment"},
      {RC_FIELD_TYPE, "concluding", "concluding-observations"},
      {RC_FIELD_TYPE, "zzzzzzzz", ""},
      {RC_FIELD_KIND, "recomendation", "recommendation"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) values =
        rc_suggest_values(&suggester, cases[i].field, cases[i].typed, 3, &error);
    g_assert_no_error(error);
    assert_string_equal(values->len ? values->pdata[0] : "", cases[i].expected);
  }
}

/* --- the other script --- */

static void assert_meets(void *const *state, const char *word, const char *expected) {
  RcSuggester suggester = suggester_of(state);
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) words = rc_suggest_other_script(&suggester, word, 8, &error);
  g_assert_no_error(error);
  g_autoptr(GString) joined = g_string_new(NULL);
  for (guint i = 0; i < words->len; i++) {
    const RcSuggestedWord *each = &g_array_index(words, RcSuggestedWord, i);
    assert_true(each->frequency > 0);
    g_string_append_printf(joined, "%s%s", i ? " " : "", each->word);
  }
  assert_string_equal(joined->str, expected);
}

static void names_meet_in_the_other_script(void **state) {
  assert_meets(state, "zhovtis", "жовтис жовтиса жовтису");
  assert_meets(state, "jovtis", "жовтис жовтиса жовтису");
  assert_meets(state, "zhovtis's", "жовтис жовтиса жовтису");
  assert_meets(state, "nourgoul", "нургуль");
  assert_meets(state, "ходжаев", "hojayev");
  assert_meets(state, "ходжаевым", "hojayev");
  assert_meets(state, "ахметов", "akhmetova akhmetov"); /* the more frequent first */
  assert_meets(state, "ахметову", "akhmetova akhmetov");
  assert_meets(state, "xqzvkw", "");
  assert_meets(state, "2020", "");
  assert_meets(state, "", "");
  RcSuggester suggester = suggester_of(state);
  g_autoptr(GArray) one = rc_suggest_other_script(&suggester, "zhovtis", 1, NULL);
  assert_int_equal(one->len, 1);
}

/* --- what slips cost --- */

static guint cost_of(const char *word, const char *other) {
  g_autoptr(RcSpelling) spelling = rc_spelling_new(word);
  return rc_spelling_cost(spelling, other);
}

/* The first letter is known best; a key beside the right one, also above it, is a usual slip. */
static void slips_cost_what_they_are(void **state) {
  static const struct {
    const char *word, *less, *more;
  } cases[] = {
      {"market", "marbet", "barket"}, {"погром", "помром", "логром"}, /* inside, at the beginning */
      {"market", "mafket", "mapket"}, {"окраина", "оараина", "офраина"}, /* the key below, any */
      {"market", "matket", "mapket"}, {"окраина", "оераина", "офраина"}, /* beside */
      {"market", "makret", "marbet"}, {"окраина", "окарина", "офраина"}, /* the wrong order */
  };
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    guint less = cost_of(cases[i].word, cases[i].less),
          more = cost_of(cases[i].word, cases[i].more);
    if (less >= more || more == RC_SPELLING_FAR)
      fail_msg("%s: %s %u, %s %u", cases[i].word, cases[i].less, less, cases[i].more, more);
  }
}

/* --- the keyboard --- */

static void layouts_are_each_others(void **state) {
  (void)state;
  static const char *const pairs[][2] = {{"ghfdf", "права"},         {"Rfpf[cnfy", "казахстан"},
                                         {"; ' ` [ ]", "ж э ё х ъ"}, {"k.lb b ltnb", "люди и дети"},
                                         {"2020", "2020"},           {"", ""}};
  for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
    g_autofree char *other = rc_spelling_other_layout(pairs[i][0]);
    g_autofree char *back = rc_spelling_other_layout(pairs[i][1]);
    g_autofree char *lower = g_utf8_strdown(pairs[i][0], -1);
    assert_string_equal(other, pairs[i][1]);
    assert_string_equal(back, lower);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(slips_are_understood),
      cmocka_unit_test(right_words_stay),
      cmocka_unit_test(hurtful_names_are_not_proposed),
      cmocka_unit_test(known_words_stay),
      cmocka_unit_test(time_ends_a_walk),
      cmocka_unit_test(queries_are_mended),
      cmocka_unit_test(hostile_queries_end),
      cmocka_unit_test(names_are_near),
      cmocka_unit_test(values_are_near),
      cmocka_unit_test(names_meet_in_the_other_script),
      cmocka_unit_test(slips_cost_what_they_are),
      cmocka_unit_test(layouts_are_each_others),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
