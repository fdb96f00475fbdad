/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every form of every region: it is found in a sentence, and its inflections meet
 * in one stem.  The figures are printed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "annotate.h"
#include "stem.h"
#include "vocabulary.h"

enum { SHOWN_MAX = 30 };

/* By language: "Yesterday it was quiet in ..."; others as in Russian. */
static const struct {
  const char *language, *before, *after;
} sentences[] = {
    {"en", "Yesterday it was quiet in ", " and nobody came."},
    {"uk", "Учора в ", " було тихо."},
    {"kk", "Кеше ", " тыныш болды."},
    {"ky", "Кечээ ", " тынч болду."},
    {"uz", "Kecha ", " tinch edi."},
    {"ru", "Вчера в ", " было тихо."},
};

static char *sentence_with(const RcForm *form) {
  gsize i = 0;
  while (i + 1 < G_N_ELEMENTS(sentences) &&
         strcmp(sentences[i].language, rc_vocabulary_form_language(form)) != 0)
    i++;
  return g_strconcat(sentences[i].before, rc_vocabulary_form_text(form), sentences[i].after, NULL);
}

/* True if the mentions of `text` are the concept, or have it among them. */
static bool is_found(const char *text, const char *id, bool alone) {
  g_autoptr(RcPassage) passage = rc_passage_new();
  g_free(passage->text);
  passage->text = g_strdup(text);
  g_autoptr(GArray) words = rc_text_words(text, -1);
  rc_annotate_passage(passage, words);
  bool found = false;
  for (guint i = 0; i < passage->mentions->len; i++) {
    const RcMention *mention = &g_array_index(passage->mentions, RcMention, i);
    if (mention->field != RC_FIELD_REGION)
      continue;
    if (strcmp(mention->concept, id) == 0)
      found = true;
    else if (alone)
      return false;
  }
  return found;
}

/* The ids of the regions that `text` mentions, in order. */
static char *regions_of(const char *text) {
  g_autoptr(RcPassage) passage = rc_passage_new();
  g_free(passage->text);
  passage->text = g_strdup(text);
  g_autoptr(GArray) words = rc_text_words(text, -1);
  rc_annotate_passage(passage, words);
  GString *ids = g_string_new(NULL);
  for (guint i = 0; i < passage->mentions->len; i++) {
    const RcMention *mention = &g_array_index(passage->mentions, RcMention, i);
    if (mention->field == RC_FIELD_REGION)
      g_string_append_printf(ids, "%s%s", ids->len ? " " : "", mention->concept);
  }
  return g_string_free(ids, FALSE);
}

static void test_golden_regions(void **state) {
  (void)state;
  g_autofree char *file = NULL;
  assert_true(g_file_get_contents("tests/golden/regions.txt", &file, NULL, NULL));
  g_auto(GStrv) lines = g_strsplit(file, "\n", -1);
  guint cases = 0, wrong = 0;
  for (guint i = 0; lines[i]; i++) {
    const char *bar = strrchr(lines[i], '|');
    if (*lines[i] == '#' || !bar)
      continue;
    g_autofree char *text = g_strndup(lines[i], (gsize)(bar - lines[i]));
    g_autofree char *expected = g_strstrip(g_strdup(bar + 1));
    g_autofree char *found = regions_of(text);
    cases++;
    if (strcmp(found, expected) != 0 && ++wrong)
      print_message("tests/golden/regions.txt:%u: %s\n  expected: %s\n  found:    %s\n", i + 1,
                    text, expected, found);
  }
  assert_int_equal(wrong, 0);
  assert_true(cases > 150);
}

/* True if the name means one region. */
static bool is_unambiguous(const RcForm *form) {
  const RcForm *forms = NULL;
  int count = rc_vocabulary_find(rc_vocabulary_form_words(form), &forms), regions = 0;
  for (int i = 0; i < count; i++)
    regions += rc_vocabulary_concept(forms[i].concept)->field == RC_FIELD_REGION;
  return regions == 1;
}

static void test_every_form_is_found(void **state) {
  (void)state;
  int forms = 0, ambiguous = 0, lost = 0;
  for (int i = 0; i < rc_vocabulary_concept_count(); i++) {
    const RcConcept *concept = rc_vocabulary_concept(i);
    for (int k = 0; concept->field == RC_FIELD_REGION && k < concept->form_count; k++) {
      const RcForm *form = rc_vocabulary_concept_form(concept, k);
      if (form->rule == RC_RULE_NEVER)
        continue;
      bool alone = is_unambiguous(form);
      g_autofree char *text = sentence_with(form);
      forms++;
      ambiguous += !alone;
      if (!is_found(text, concept->id, alone) && lost++ < SHOWN_MAX)
        print_error("%s: %s\n", concept->id, text);
    }
  }
  print_message("forms of regions: %d, of several meanings %d, not found %d\n", forms, ambiguous,
                lost);
  assert_true(forms > 30000);
  assert_int_equal(lost, 0);
}

/* What a name that is never a mention is for: a search for it finds the concept. */
static void test_every_form_resolves(void **state) {
  (void)state;
  int lost = 0;
  for (int i = 0; i < rc_vocabulary_concept_count(); i++) {
    const RcConcept *concept = rc_vocabulary_concept(i);
    for (int k = 0; concept->field == RC_FIELD_REGION && k < concept->form_count; k++) {
      const RcForm *form = rc_vocabulary_concept_form(concept, k);
      g_autoptr(GPtrArray) meant =
          rc_vocabulary_resolve(RC_FIELD_REGION, rc_vocabulary_form_text(form));
      if (!g_ptr_array_find(meant, concept, NULL) && lost++ < SHOWN_MAX)
        print_error("%s: %s\n", concept->id, rc_vocabulary_form_text(form));
    }
  }
  assert_int_equal(lost, 0);
}

typedef struct {
  int pairs, lexicon, snowball;
} Pairs;

/* The form's one word, or NULL. */
static const char *single_word(const RcForm *form) {
  const char *words = rc_vocabulary_form_words(form);
  return strchr(words, ' ') ? NULL : words;
}

static void count_pairs(const RcConcept *concept, RcStemmer *stemmer, RcStemmer *snowball,
                        Pairs *pairs) {
  for (int i = 0; i < concept->form_count; i++)
    for (int k = i + 1; k < concept->form_count; k++) {
      const RcForm *a = rc_vocabulary_concept_form(concept, i);
      const RcForm *b = rc_vocabulary_concept_form(concept, k);
      const char *x = single_word(a), *y = single_word(b);
      if (a->name != b->name || !x || !y)
        continue;
      pairs->pairs++;
      pairs->lexicon += strcmp(rc_stemmer_stem(stemmer, x), rc_stemmer_stem(stemmer, y)) == 0;
      pairs->snowball += strcmp(rc_stemmer_stem(snowball, x), rc_stemmer_stem(snowball, y)) == 0;
    }
}

static void test_inflections_meet(void **state) {
  (void)state;
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_autoptr(RcStemmer) snowball = rc_stemmer_new(NULL);
  Pairs pairs = {0};
  for (int i = 0; i < rc_vocabulary_concept_count(); i++)
    count_pairs(rc_vocabulary_concept(i), stemmer, snowball, &pairs);
  print_message("pairs of one name: %d, that meet %.2f %%, by Snowball alone %.2f %%\n",
                pairs.pairs, 100.0 * pairs.lexicon / pairs.pairs,
                100.0 * pairs.snowball / pairs.pairs);
  assert_true(pairs.pairs > 50000);
  assert_true(pairs.lexicon >= 0.99 * pairs.pairs);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_golden_regions),
      cmocka_unit_test(test_every_form_is_found),
      cmocka_unit_test(test_every_form_resolves),
      cmocka_unit_test(test_inflections_meet),
  };
  return cmocka_run_group_tests_name("vocabulary-forms", tests, NULL, NULL);
}
