/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which passage calls which footnote. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "document.h"
#include "notes.h"
#include "rows.h"

/* Adds a passage on one page; `number` makes it a note. */
static RcPassage *add(GPtrArray *passages, guint32 page, const char *number, const char *text) {
  RcPassage *passage = rc_passage_new();
  RcPageStart start = {0, page};
  g_array_append_val(passage->page_starts, start);
  passage->text = g_strdup(text);
  passage->kind = number ? RC_KIND_FOOTNOTE : RC_KIND_BODY;
  passage->number = number ? g_strdup_printf("fn. %s", number) : NULL;
  g_ptr_array_add(passages, passage);
  passage->ordinal = passages->len;
  return passage;
}

static GPtrArray *new_passages(void) {
  return g_ptr_array_new_with_free_func((GDestroyNotify)rc_passage_free);
}

/* A text, the number of the note, and the text without its mark; as it was: no mark. */
static void test_marks(void **state) {
  (void)state;
  static const struct {
    const char *text, *number, *left;
  } cases[] = {
      {"They were arrested.2 Nobody", "2", "They were arrested. Nobody"},
      {"the law2 was", "2", "the law was"},
      {"«шагом назад»2 и", "2", "«шагом назад» и"},
      {"(two of them)2 did", "2", "(two of them) did"},
      {"in 2014" RC_NOTE_MARK "2 by", "2", "in 2014 by"},
      {"Conclusions*", "*", "Conclusions"},
      {"Conclusions *", "*", "Conclusions"},
      {"two meetings.** They", "**", "two meetings. They"},
      {"two meetings.** They", "*", "two meetings.** They"},
      {"They were arrested." RC_NOTE_MARK "a Nobody", "a", "They were arrested. Nobody"},
      {"They were arrested" RC_NOTE_MARK "iv.", "iv", "They were arrested."},
      {"их задержали" RC_NOTE_MARK "б в селе", "б", "их задержали в селе"},
      {"высота " RC_NOTE_MARK "б, м", "б", "высота, м"},
      {"arrested" RC_NOTE_MARK "a and fined" RC_NOTE_MARK "a.", "a", "arrested and fined."},
      {"in 2014" RC_NOTE_MARK "a there", "a", "in 2014 there"},
      {"They were arresteda Nobody", "a", "They were arresteda Nobody"},
      {"in 2012 there", "2", "in 2012 there"},
      {"2 people", "2", "2 people"},
      {"see https://example.org/a2 there", "2", "see https://example.org/a2 there"},
      {"", "2", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GPtrArray) passages = new_passages();
    RcPassage *caller = add(passages, 1, NULL, cases[i].text);
    RcPassage *note = add(passages, 1, cases[i].number, "2 A note.");
    rc_notes_link(passages);
    assert_string_equal(caller->text, cases[i].left);
    bool found = strcmp(cases[i].text, cases[i].left) != 0;
    assert_int_equal(note->footnote_of, found ? 1 : 0);
  }
}

/* A mark without a note is no part of a word, nor of another number. */
static void test_marks_without_note(void **state) {
  (void)state;
  g_autoptr(GPtrArray) passages = new_passages();
  RcPassage *year = add(passages, 1, NULL, "in 2014" RC_NOTE_MARK "6 by");
  RcPassage *word = add(passages, 1, NULL, "a law" RC_NOTE_MARK "6 by");
  RcPassage *end = add(passages, 1, NULL, "ушёл к акиму." RC_NOTE_MARK "12");
  RcPassage *rule = add(passages, 1, NULL, "rule N" RC_NOTE_MARK "o 7, 1-" RC_NOTE_MARK "й день");
  RcPassage *area = add(passages, 1, NULL, "a field of 5 km" RC_NOTE_MARK "2 burnt");
  rc_notes_link(passages);
  assert_string_equal(year->text, "in 2014 6 by");
  assert_string_equal(word->text, "a law by");
  assert_string_equal(end->text, "ушёл к акиму.");
  assert_string_equal(rule->text, "rule No 7, 1-й день");
  assert_string_equal(area->text, "a field of 5 km2 burnt");
}

/* Raised letters are no marks in "No", nor behind a figure if the note is called
 * elsewhere. */
static void test_raised_letters_that_are_no_marks(void **state) {
  (void)state;
  g_autoptr(GPtrArray) passages = new_passages();
  RcPassage *rule = add(passages, 1, NULL, "rule N" RC_NOTE_MARK "o 7 was kept");
  RcPassage *day =
      add(passages, 1, NULL, "1-" RC_NOTE_MARK "а, 1" RC_NOTE_MARK "а and law" RC_NOTE_MARK "а");
  RcPassage *notes[] = {add(passages, 1, "o", "o A note."), add(passages, 1, "а", "а A note.")};
  rc_notes_link(passages);
  assert_string_equal(rule->text, "rule No 7 was kept");
  assert_string_equal(day->text, "1-а, 1а and law");
  assert_int_equal(notes[0]->footnote_of, 0);
  assert_int_equal(notes[1]->footnote_of, day->ordinal);
}

/* The marks of endnotes stand on pages before; what may be one on the last page is none. */
static void test_endnotes(void **state) {
  (void)state;
  g_autoptr(GPtrArray) passages = new_passages();
  RcPassage *first = add(passages, 1, NULL, "The mill" RC_NOTE_MARK "1 burnt, JS1 said.");
  RcPassage *second = add(passages, 2, NULL, "Nobody came." RC_NOTE_MARK "2");
  RcPassage *last = add(passages, 3, NULL, "JS2 and the society1 thanked.");
  RcPassage *notes[] = {add(passages, 3, "1", "1 A miller."), add(passages, 3, "2", "2 Her son.")};
  rc_notes_link(passages);
  assert_string_equal(first->text, "The mill burnt, JS1 said.");
  assert_string_equal(second->text, "Nobody came.");
  assert_string_equal(last->text, "JS2 and the society1 thanked.");
  assert_int_equal(notes[0]->footnote_of, 1);
  assert_int_equal(notes[1]->footnote_of, 2);
}

static void test_pages_after_a_cut(void **state) {
  (void)state;
  g_autoptr(GPtrArray) passages = new_passages();
  RcPassage *caller = add(passages, 1, NULL, "the law1 goes on");
  RcPageStart second = {9, 2};
  g_array_append_val(caller->page_starts, second);
  add(passages, 1, "1", "1 A note.");
  rc_notes_link(passages);
  assert_string_equal(caller->text, "the law goes on");
  assert_int_equal(g_array_index(caller->page_starts, RcPageStart, 1).offset, 8);
}

static void test_nothing(void **state) {
  (void)state;
  g_autoptr(GPtrArray) passages = new_passages();
  rc_notes_link(passages);
  RcPassage *note = add(passages, 1, "1", "1 A note without a caller.");
  rc_notes_link(passages);
  assert_int_equal(note->footnote_of, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_marks),
      cmocka_unit_test(test_marks_without_note),
      cmocka_unit_test(test_raised_letters_that_are_no_marks),
      cmocka_unit_test(test_endnotes),
      cmocka_unit_test(test_pages_after_a_cut),
      cmocka_unit_test(test_nothing),
  };
  return cmocka_run_group_tests_name("notes", tests, NULL, NULL);
}
