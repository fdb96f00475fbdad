/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that are quoted beside words of a document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "alignment.h"

/* "exact", or the edits: "dropped not!; changed shall/may"; yours to free. */
static char *compare(const char *draft, const char *source, gsize label) {
  g_autoptr(RcWordNumbers) numbers = rc_word_numbers_new();
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(RcComparedWord));
  rc_compared_words_add(words, numbers, source, 0, label, 0);
  g_autoptr(RcQuotation) quotation = rc_quotation_new(numbers, draft);
  g_autoptr(RcAlignment) alignment = rc_alignment_new(quotation, words);
  if (alignment->exact)
    return g_strdup("exact");
  static const char *const kinds[RC_N_EDITS] = {
      [RC_EDIT_CHANGED] = "changed",  [RC_EDIT_DROPPED] = "dropped",
      [RC_EDIT_ADDED] = "added",      [RC_EDIT_CAPITAL] = "capital",
      [RC_EDIT_PUNCTUATION] = "stop", [RC_EDIT_LEFT_OUT] = "left out"};
  GString *all = g_string_new(NULL);
  for (guint i = 0; i < alignment->edits->len; i++) {
    const RcEdit *edit = &g_array_index(alignment->edits, RcEdit, i);
    g_string_append_printf(all, "%s%s", i ? "; " : "", kinds[edit->kind]);
    for (guint k = edit->draft_start; k < edit->draft_end; k++) {
      const RcComparedWord *word = &g_array_index(quotation->words, RcComparedWord, k);
      g_string_append_printf(all, " %.*s", (int)(word->end - word->start),
                             quotation->text + word->start);
    }
    g_string_append(all, edit->source_start < edit->source_end ? " /" : "");
    for (guint k = edit->source_start; k < edit->source_end; k++) {
      const RcComparedWord *word = &g_array_index(words, RcComparedWord, k);
      g_string_append_printf(all, " %.*s", (int)(word->end - word->start), source + word->start);
    }
    g_string_append(all, edit->negation ? "!" : "");
  }
  return g_string_free(all, FALSE);
}

#define SOURCE                                                                                     \
  "14. The State party should not expel anyone, including asylum-seekers, to a country where "     \
  "they risk torture. It shall investigate each co-operation; the authorities are “slow”."
#define RUSSIAN "Государство-участник не должно высылать людей. Оно расследует всё без задержки."

static void test_words(void **state) {
  (void)state;
  static const struct {
    const char *draft, *source, *wanted;
  } cases[] = {
      {"should not expel anyone", SOURCE, "exact"},
      {"The State party should not", SOURCE, "exact"},
      {"14. The State party", SOURCE, "exact"},
      {"Should not expel", SOURCE, "exact"},
      {"it shall investigate", SOURCE, "exact"},
      {"the state party should not", SOURCE, "capital state / State"},
      {"The State party should expel anyone", SOURCE, "dropped / not!"},
      {"The State party may not expel anyone", SOURCE, "changed may / should"},
      {"should not ever expel anyone", SOURCE, "added ever"},
      {"shall not investigate each", SOURCE, "added not!"},
      {"asylum seekers, to a country", SOURCE, "exact"},
      {"investigate each cooperation", SOURCE, "exact"},
      {"investi-\ngate each co-opera­tion", SOURCE, "exact"},
      {"authorities are 'slow'", SOURCE, "exact"},
      {"authorities are slow.", SOURCE, "exact"},
      {"they risk torture, it shall investigate", SOURCE, "stop it / It; capital it / It"},
      {"expel anyone to a country", SOURCE, "dropped / including asylum-seekers"},
      {"should … expel anyone … where they risk torture", SOURCE, "left out … / not!"},
      {"should not expel […] to a country", SOURCE, "exact"},
      {"expel anyone . . . The authorities are", SOURCE, "exact"},
      {"[t]he State party … they risk", SOURCE, "exact"},
      {"[They] should not expel anyone", SOURCE, "exact"},
      {"should [not, it says,] expel", SOURCE, "exact"},
      {"[It] expel[s] anyone [sic], including", SOURCE, "exact"},
      {"State party should [ ] expel", SOURCE, "left out [ ] / not!"},
      {"It shall [not] investigate", SOURCE, "left out [not]!"},
      {"they risk torture … The State party", SOURCE,
       "changed State / authorities; changed party / are"},
      {"не должно высылать людей", RUSSIAN, "exact"},
      {"Государство участник должно высылать", RUSSIAN, "dropped / не!"},
      {"расследует все без задержки", RUSSIAN, "exact"},
      {"высылать людей, оно расследует", RUSSIAN, "stop оно / Оно; capital оно / Оно"},
      {"[о]но расследует … задержки", RUSSIAN, "left out … / всё без!"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    gsize label = strspn(cases[i].source, "0123456789. ");
    g_autofree char *told = compare(cases[i].draft, cases[i].source, label);
    if (strcmp(told, cases[i].wanted) != 0)
      print_message("%s\n", cases[i].draft);
    assert_string_equal(told, cases[i].wanted);
  }
}

/* Brackets stand for eight words at the most. */
static void test_brackets(void **state) {
  (void)state;
  static const char source[] = "The mill has one two three four five six seven eight nine wheels.";
  g_autofree char *eight = compare("The mill has one [and so on] wheels", source, 0);
  g_autofree char *nine = compare("The mill has [and so on] wheels", source, 0);
  assert_string_equal(eight, "exact");
  assert_string_not_equal(nine, "exact");
}

/* Items of a list have their letters, or have not. */
static void test_labels(void **state) {
  (void)state;
  g_autoptr(RcWordNumbers) numbers = rc_word_numbers_new();
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(RcComparedWord));
  char stop = rc_compared_words_add(words, numbers, "10. It should:", 0, 4, 0);
  stop = rc_compared_words_add(words, numbers, "(a) Act;", 1, 4, stop);
  rc_compared_words_add(words, numbers, "(b) Rest.", 2, 4, stop);
  static const char *const exact[] = {"It should: Act; Rest", "It should: (a) Act; (b) Rest.",
                                      "10. It should: … Rest"};
  for (gsize i = 0; i < G_N_ELEMENTS(exact); i++) {
    g_autoptr(RcQuotation) quotation = rc_quotation_new(numbers, exact[i]);
    g_autoptr(RcAlignment) alignment = rc_alignment_new(quotation, words);
    assert_true(alignment->exact);
  }
}

static void test_limits(void **state) {
  (void)state;
  g_autoptr(RcWordNumbers) numbers = rc_word_numbers_new();
  g_autoptr(GString) much = g_string_new(NULL);
  for (int i = 0; i < 20000; i++)
    g_string_append(much, i % 3 ? "a " : "[b]c ");
  g_autoptr(RcQuotation) quotation = rc_quotation_new(numbers, much->str);
  assert_true(quotation->cut && quotation->words->len == RC_ALIGNMENT_WORDS_MAX);
  g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(RcComparedWord));
  rc_compared_words_add(words, numbers, much->str, 0, 0, 0);
  g_autoptr(RcAlignment) alignment = rc_alignment_new(quotation, words);
  assert_true(alignment->end <= words->len && alignment->start <= alignment->end);
  g_autoptr(RcQuotation) empty = rc_quotation_new(numbers, "…");
  g_autoptr(RcAlignment) none = rc_alignment_new(empty, words);
  assert_false(none->exact);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_words),
      cmocka_unit_test(test_brackets),
      cmocka_unit_test(test_labels),
      cmocka_unit_test(test_limits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
