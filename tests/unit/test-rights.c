/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rights and violations named in a text, in English and Russian: variants, longest names
 * first, what is none; and that every form in the data is found by its concept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "annotate.h"
#include "vocabulary.h"

/* A text, and the rights it mentions in order, parted by one space. */
typedef struct {
  const char *text, *found;
} Case;

static RcPassage *annotated(const char *text) {
  RcPassage *passage = rc_passage_new();
  g_free(passage->text);
  passage->text = g_strdup(text);
  g_autoptr(GArray) words = rc_text_words(text, -1);
  rc_annotate_passage(passage, words);
  return passage;
}

static char *mentioned(const char *text) {
  g_autoptr(RcPassage) passage = annotated(text);
  GString *ids = g_string_new(NULL);
  for (guint i = 0; i < passage->mentions->len; i++) {
    const RcMention *mention = &g_array_index(passage->mentions, RcMention, i);
    if (mention->field == RC_FIELD_RIGHT)
      g_string_append_printf(ids, "%s%s", ids->len ? " " : "", mention->concept);
  }
  return g_string_free(ids, FALSE);
}

static void check(const Case *cases, gsize count) {
  int wrong = 0;
  for (gsize i = 0; i < count; i++) {
    g_autofree char *found = mentioned(cases[i].text);
    if (strcmp(found, cases[i].found) == 0)
      continue;
    print_error("%s\n  found:    %s\n  expected: %s\n", cases[i].text, found, cases[i].found);
    wrong++;
  }
  assert_int_equal(wrong, 0);
}

static void test_english(void **state) {
  (void)state;
  static const Case cases[] = {
      {"He was tortured; acts of torture", "torture torture"},
      {"enforced disappearances and pogroms", "enforced-disappearance pogroms"},
      {"HATE SPEECH in the media", "hate-speech"},
      {"discrimination against Roma, and torture", "roma-exclusion torture"},
      {"stateless persons, statelessness", "statelessness statelessness"},
      {"the right to education and the right to adequate housing",
       "right-to-education right-to-housing"},
      {"women’s rights and the rights of the child", "womens-rights childrens-rights"},
      {"racial discrimination and racial profiling", "racial-discrimination racial-profiling"},
      {"cruel, inhuman or degrading treatment", "ill-treatment"},
      {"discrimination against women in employment", "gender-discrimination"},
      {"forced evictions of Roma", "forced-evictions"},
      {"freedom of peaceful assembly and association", "freedom-of-assembly"},
      /* The name of a body or a treaty is no mention of what it is about. */
      {"the Committee against Torture", ""},
      {"the Convention on the Rights of the Child", ""},
      {"the Special Rapporteur on torture", ""},
      /* A bare subject is none. */
      {"education, health and housing", ""},
      {"children and women in the village", ""},
      {"the right side of the road", ""},
      {"he had a right to it", ""},
      {"the housing was new, the water cold", ""},
  };
  check(cases, G_N_ELEMENTS(cases));
}

static void test_russian(void **state) {
  (void)state;
  static const Case cases[] = {
      {"применение пыток; пытка", "torture torture"},
      {"о насильственных исчезновениях и погромах", "enforced-disappearance pogroms"},
      {"языком вражды", "hate-speech"},
      {"лиц без гражданства и о безгражданстве", "statelessness statelessness"},
      {"права на образование", "right-to-education"},
      {"расовой дискриминации и этническому профилированию",
       "racial-discrimination racial-profiling"},
      {"жестокого обращения", "ill-treatment"},
      {"безнаказанностью полиции", "impunity"},
      {"принудительным выселениям", "forced-evictions"},
      {"торговлей людьми и принудительным трудом", "trafficking forced-labour"},
      {"свободу слова", "freedom-of-expression"},
      {"кражу невест", "bride-kidnapping"},
      {"обучение на родном языке", "mother-tongue-education"},
      {"дискриминация рома и пытки", "roma-exclusion torture"},
      {"списка запрещённых профессий", "banned-professions"},
      {"список запрещённых профессий", "banned-professions"},
      /* The name of a body or a treaty is no mention of what it is about. */
      {"Комитету против пыток", ""},
      {"Конвенции о правах ребёнка", ""},
      /* A bare subject is none. */
      {"образование, здоровье и жильё", ""},
      {"дети и женщины села", ""},
      {"право руля", ""},
  };
  check(cases, G_N_ELEMENTS(cases));
}

/* What a search across languages needs: both languages of one concept. */
static void test_both_languages(void **state) {
  (void)state;
  static const char *const pairs[][2] = {
      {"torture", "пытки"},
      {"enforced disappearance", "насильственное исчезновение"},
      {"hate speech", "язык вражды"},
      {"statelessness", "безгражданство"},
      {"domestic violence", "домашнее насилие"},
      {"arbitrary detention", "произвольное задержание"},
      {"freedom of religion", "свобода вероисповедания"},
      {"minority rights", "права меньшинств"},
      {"death penalty", "смертная казнь"},
      {"child labour", "детский труд"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
    g_autoptr(GPtrArray) en = rc_vocabulary_resolve(RC_FIELD_RIGHT, pairs[i][0]);
    g_autoptr(GPtrArray) ru = rc_vocabulary_resolve(RC_FIELD_RIGHT, pairs[i][1]);
    assert_int_equal(en->len, 1);
    assert_int_equal(ru->len, 1);
    assert_ptr_equal(en->pdata[0], ru->pdata[0]);
  }
}

static bool finds(const RcForm *form, const RcConcept *concept) {
  bool russian = strcmp(rc_vocabulary_form_language(form), "ru") == 0;
  g_autofree char *text = g_strdup_printf(russian ? "Вчера здесь говорили: %s, и не только."
                                                  : "Yesterday they spoke of it: %s, among others.",
                                          rc_vocabulary_form_text(form));
  g_autofree char *ids = mentioned(text);
  if (strcmp(ids, concept->id) == 0)
    return true;
  print_error("%s\n  found:    %s\n  expected: %s\n", text, ids, concept->id);
  return false;
}

static void test_every_right(void **state) {
  (void)state;
  int rights = 0, checked = 0, shared = 0, wrong = 0;
  for (int i = 0; i < rc_vocabulary_concept_count(); i++) {
    const RcConcept *concept = rc_vocabulary_concept(i);
    rights += concept->field == RC_FIELD_RIGHT;
    for (int k = 0; concept->field == RC_FIELD_RIGHT && k < concept->form_count; k++) {
      const RcForm *form = rc_vocabulary_concept_form(concept, k), *same = NULL;
      bool ambiguous = rc_vocabulary_find(rc_vocabulary_form_words(form), &same) > 1;
      shared += ambiguous;
      checked += !ambiguous;
      wrong += !ambiguous && !finds(form, concept);
    }
  }
  print_message("%d rights, %d forms, %d of several meanings\n", rights, checked, shared);
  assert_true(rights >= 400);
  assert_true(checked >= 10000);
  assert_int_equal(wrong, 0);
}

/* Common words stay with the stemmer. */
static void test_lexicon_is_left_alone(void **state) {
  (void)state;
  static const char *const words[] = {"discrimination", "refugees", "corruption", "abortion",
                                      "дискриминации",  "расизма",  "коррупция",  "обыск"};
  for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
    assert_null(rc_vocabulary_lemma(words[i]));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_english),
      cmocka_unit_test(test_russian),
      cmocka_unit_test(test_both_languages),
      cmocka_unit_test(test_every_right),
      cmocka_unit_test(test_lexicon_is_left_alone),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
