/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes of a page among the paragraphs of the document. */
#include "remarks.h"

#include "page-fixture.h"

static void add_passage(GPtrArray *passages, RcKind kind, guint32 page, const char *text) {
  RcPassage *passage = rc_passage_new();
  const RcPageStart start = {0, page};
  passage->kind = kind;
  passage->text = g_strdup(text);
  passage->ordinal = passages->len + 1;
  g_array_append_val(passage->page_starts, start);
  g_ptr_array_add(passages, passage);
}

/* A paragraph on the first page, and one with a footnote on the second. */
static GPtrArray *new_passages(void) {
  GPtrArray *passages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_passage_free);
  add_passage(passages, RC_KIND_BODY, 1, "1. The mill was sealed.");
  add_passage(passages, RC_KIND_BODY, 2, "2. Мельницу открыли весной.");
  add_passage(passages, RC_KIND_FOOTNOTE, 2, "1 In April.");
  ((RcPassage *)g_ptr_array_index(passages, 2))->footnote_of = 2;
  return passages;
}

static RcPage *add_page(GPtrArray *pages, const char *label, const char *remark) {
  RcPage *page = new_page(pages->len + 1);
  page->label = g_strdup(label);
  if (remark)
    g_ptr_array_add(page->remarks, g_strdup(remark));
  g_ptr_array_add(pages, page);
  return page;
}

static const RcPassage *passage_at(const GPtrArray *passages, guint i) {
  assert_true(i < passages->len);
  return g_ptr_array_index(passages, i);
}

static guint32 page_of(const RcPassage *passage) {
  return g_array_index(passage->page_starts, RcPageStart, 0).page;
}

/* They follow the paragraphs of their page, before those of the next; what is said of a paragraph
 * by its place is said of its new one. */
static void test_they_follow_their_page(void **state) {
  static const struct {
    const char *text, *label;
    guint32 page, footnote_of;
  } expected[] = {
      {"1. The mill was sealed.", NULL, 1, 0},
      {"✎ Спросить мельника дважды", "iv", 1, 0},
      {"☒ Keys were taken", "iv", 1, 0},
      {"2. Мельницу открыли весной.", NULL, 2, 0},
      {"1 In April.", NULL, 2, 4},
      {"✎ The last word", NULL, 3, 0},
  };
  (void)state;
  g_autoptr(GPtrArray) passages = new_passages();
  g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_page_free);
  RcPage *first = add_page(pages, "iv", "✎ Спросить\r\n\t мельника\f дважды \n");
  g_ptr_array_add(first->remarks, g_strdup("☒ Keys were taken"));
  add_page(pages, "v", NULL);
  add_page(pages, NULL, "✎ The last word");
  rc_remarks_insert(passages, pages);
  assert_int_equal(passages->len, G_N_ELEMENTS(expected));
  for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
    const RcPassage *passage = passage_at(passages, i);
    assert_string_equal(passage->text, expected[i].text);
    assert_int_equal(g_strcmp0(passage->page_label, expected[i].label), 0);
    assert_int_equal(page_of(passage), expected[i].page);
    assert_int_equal(passage->footnote_of, expected[i].footnote_of);
    assert_int_equal(passage->ordinal, i + 1);
  }
}

static void test_there_are_none(void **state) {
  (void)state;
  g_autoptr(GPtrArray) passages = new_passages();
  g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_page_free);
  add_page(pages, NULL, NULL);
  add_page(pages, NULL, NULL);
  rc_remarks_insert(passages, pages);
  assert_int_equal(passages->len, 3);
  assert_int_equal(passage_at(passages, 2)->footnote_of, 2);
}

/* One that is too long for a paragraph is several, all of its page. */
static void test_a_long_one(void **state) {
  (void)state;
  g_autoptr(GPtrArray) passages = new_passages();
  g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_page_free);
  g_autoptr(GString) remark = g_string_new("✎");
  for (guint i = 0; i < 20000; i++)
    g_string_append(remark, i % 2 ? " barley." : " Ячмень");
  add_page(pages, "iv", remark->str);
  add_page(pages, NULL, NULL);
  rc_remarks_insert(passages, pages);
  assert_true(passages->len > 4);
  for (guint i = 1; i + 2 < passages->len; i++) {
    const RcPassage *passage = passage_at(passages, i);
    assert_int_equal(page_of(passage), 1);
    assert_string_equal(passage->page_label, "iv");
    assert_true(g_utf8_validate(passage->text, -1, NULL));
  }
  assert_int_equal(passage_at(passages, passages->len - 1)->footnote_of, passages->len - 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_they_follow_their_page),
      cmocka_unit_test(test_there_are_none),
      cmocka_unit_test(test_a_long_one),
  };
  return cmocka_run_group_tests_name("remarks", tests, NULL, NULL);
}
