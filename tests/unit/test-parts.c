/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long paragraphs cut into passages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "parts.h"

static RcPassage *new_whole(const char *text) {
  RcPassage *whole = rc_passage_new();
  whole->text = g_strdup(text);
  whole->number = g_strdup("14");
  whole->kind = RC_KIND_RECOMMENDATION;
  whole->ocr = 0.5;
  g_ptr_array_add(whole->section, g_strdup("III. Права"));
  RcPageStart first = {0, 7};
  g_array_append_val(whole->page_starts, first);
  return whole;
}

/* Repeats `row` until there is enough for some parts; a page begins every `rows_of_page` rows. */
static RcPassage *new_rows(const char *row, guint count, guint rows_of_page, GArray *row_starts) {
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(GArray) pages = g_array_new(FALSE, FALSE, sizeof(RcPageStart));
  for (guint i = 0; i < count; i++) {
    g_string_append(text, i ? " " : "");
    guint32 start = (guint32)text->len;
    RcPageStart page = {start, 7 + i / rows_of_page};
    if (i % rows_of_page == 0)
      g_array_append_val(pages, page);
    g_array_append_val(row_starts, start);
    g_string_append_printf(text, "%s %u", row, i);
  }
  RcPassage *whole = new_whole(text->str);
  g_array_set_size(whole->page_starts, 0);
  g_array_append_vals(whole->page_starts, pages->data, pages->len);
  return whole;
}

/* Cuts, and checks what holds of all parts: nothing is lost, each is cited by the number and the
 * pages of the whole. */
static GPtrArray *cut(RcPassage *whole, const GArray *row_starts) {
  g_autofree char *text = g_strdup(whole->text);
  g_autoptr(RcPassage) before = new_whole(text);
  g_array_set_size(before->page_starts, 0);
  g_array_append_vals(before->page_starts, whole->page_starts->data, whole->page_starts->len);
  GPtrArray *parts = rc_parts_cut(whole, row_starts);
  gsize at = 0;
  for (guint i = 0; i < parts->len; i++) {
    const RcPassage *part = g_ptr_array_index(parts, i);
    gsize length = strlen(part->text);
    assert_true(length > 0 && length <= RC_PASSAGE_BYTES_MAX);
    assert_true(g_utf8_validate(part->text, -1, NULL));
    at += i > 0 && text[at] == ' ';
    assert_memory_equal(text + at, part->text, length);
    assert_string_equal(part->number, "14");
    assert_int_equal(part->kind, RC_KIND_RECOMMENDATION);
    assert_true(part->ocr > 0.4);
    assert_string_equal(g_ptr_array_index(part->section, 0), "III. Права");
    assert_int_equal(g_array_index(part->page_starts, RcPageStart, 0).offset, 0);
    for (guint32 k = 0; k < length; k += 97)
      assert_int_equal(rc_passage_page_at(part, k), rc_passage_page_at(before, (guint32)at + k));
    for (guint k = 1; k < part->page_starts->len; k++)
      assert_true(g_array_index(part->page_starts, RcPageStart, k).page >
                  g_array_index(part->page_starts, RcPageStart, k - 1).page);
    at += length;
  }
  assert_int_equal(at, strlen(text));
  return parts;
}

static const char *text_of(const GPtrArray *parts, guint i) {
  return ((const RcPassage *)g_ptr_array_index(parts, i))->text;
}

static void test_short_stays_whole(void **state) {
  (void)state;
  g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autofree char *most = g_strnfill(RC_PASSAGE_BYTES_MAX, 'a');
  g_autoptr(GPtrArray) parts = cut(new_whole(most), rows);
  assert_int_equal(parts->len, 1);
}

static void test_between_sentences(void **state) {
  static const char *const rows[] = {
      "The Committee is concerned at Art. 5 and No. Force was used. It recommends",
      "Комитет обеспокоен, см. Приложение, ст. Пятая. Рекомендуется расследовать"};
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(guint32));
    g_autoptr(GPtrArray) parts = cut(new_rows(rows[i], 700, 40, starts), starts);
    assert_true(parts->len > 4);
    for (guint k = 0; k + 1 < parts->len; k++)
      assert_true(g_str_has_suffix(text_of(parts, k), i ? "Пятая." : "used."));
  }
}

static void test_between_rows(void **state) {
  (void)state;
  g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GPtrArray) parts = cut(new_rows("Иванов Кузнец, дом", 3000, 30, starts), starts);
  assert_true(parts->len > 10);
  for (guint k = 0; k < parts->len; k++)
    assert_true(g_str_has_prefix(text_of(parts, k), "Иванов "));
}

static void test_between_words_and_characters(void **state) {
  (void)state;
  g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GString) words = g_string_new(NULL);
  g_autoptr(GString) letters = g_string_new("x");
  for (guint i = 0; i < 20000; i++) {
    g_string_append(words, i ? " слово" : "слово");
    g_string_append(letters, "щ");
  }
  g_autoptr(GPtrArray) parts = cut(new_whole(words->str), none);
  for (guint k = 0; k < parts->len; k++)
    assert_true(g_str_has_prefix(text_of(parts, k), "слово") &&
                g_str_has_suffix(text_of(parts, k), "слово"));
  g_autoptr(GPtrArray) cut_letters = cut(new_whole(letters->str), none);
  assert_true(cut_letters->len > 4);
}

static void test_no_scrap_is_left(void **state) {
  (void)state;
  g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (gsize length = RC_PASSAGE_BYTES_MAX + 1; length < RC_PASSAGE_BYTES_MAX + 40; length++) {
    g_autofree char *text = g_strnfill(length, 'a');
    for (gsize i = 9; i < length - 1; i += 10)
      text[i] = ' ';
    g_autoptr(GPtrArray) parts = cut(new_whole(text), none);
    assert_int_equal(parts->len, 2);
    assert_true(strlen(text_of(parts, 1)) >= RC_PASSAGE_BYTES_MAX / 8);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_short_stays_whole), cmocka_unit_test(test_between_sentences),
      cmocka_unit_test(test_between_rows),      cmocka_unit_test(test_between_words_and_characters),
      cmocka_unit_test(test_no_scrap_is_left),
  };
  return cmocka_run_group_tests_name("parts", tests, NULL, NULL);
}
