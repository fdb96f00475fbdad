/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order in which lines of a page are read. */
#include "columns.h"
#include "page-fixture.h"

/* The first letters of the lines in the order in which they are read. */
static char *order(const RcPage *page) {
  g_autoptr(GArray) placed = rc_columns_place(page);
  assert_int_equal(placed->len, page->lines->len);
  GString *letters = g_string_new(NULL);
  for (guint i = 0; i < placed->len; i++) {
    guint line = g_array_index(placed, RcPlacedLine, i).line;
    g_string_append_c(letters, page->text[g_array_index(page->lines, RcLine, line).start]);
  }
  return g_string_free(letters, FALSE);
}

static void test_empty_page(void **state) {
  (void)state;
  g_autoptr(RcPage) page = new_page(1);
  g_autofree char *letters = order(page);
  assert_string_equal(letters, "");
}

static void test_two_columns(void **state) {
  (void)state;
  g_autoptr(RcPage) page = new_page(1);
  add_text(page, 50, 50, 480, "T a title over both columns");
  for (guint i = 0; i < 6; i++) {
    add_text(page, 50, 80 + 12 * (float)i, 230, "l on the left");
    add_text(page, 310, 80 + 12 * (float)i, 230, "r on the right");
  }
  add_text(page, 50, 180, 480, "E a line below both");
  g_autofree char *letters = order(page);
  assert_string_equal(letters, "TllllllrrrrrrE");
}

/* A column may stand half a line lower than its neighbour. */
static void test_columns_apart_by_half_a_line(void **state) {
  (void)state;
  g_autoptr(RcPage) page = new_page(1);
  for (guint i = 0; i < 6; i++) {
    add_text(page, 50, 80 + 12 * (float)i, 230, "l on the left");
    add_text(page, 310, 86 + 12 * (float)i, 230, "r on the right");
  }
  g_autofree char *letters = order(page);
  assert_string_equal(letters, "llllllrrrrrr");
}

static void test_table_below_columns(void **state) {
  (void)state;
  g_autoptr(RcPage) page = new_page(1);
  for (guint i = 0; i < 8; i++) {
    add_text(page, 50, 80 + 12 * (float)i, 230, "l on the left");
    add_text(page, 310, 80 + 12 * (float)i, 230, "r on the right");
  }
  for (guint i = 0; i < 4; i++) {
    add_text(page, 50, 200 + 12 * (float)i, 60, "a cell");
    add_text(page, 400, 200 + 12 * (float)i, 20, "b");
  }
  g_autofree char *letters = order(page);
  assert_string_equal(letters, "llllllllrrrrrrrrabababab");
}

static void test_cells_are_no_columns(void **state) {
  (void)state;
  g_autoptr(RcPage) page = new_page(1);
  for (guint i = 0; i < 6; i++) {
    add_text(page, 50, 80 + 12 * (float)i, 60, "a cell");
    add_text(page, 310, 80 + 12 * (float)i, 20, "b");
  }
  g_autofree char *letters = order(page);
  assert_string_equal(letters, "abababababab");
}

/* What says in front of a colon what stands beside it is no column of its own. */
static void test_labels_are_no_column(void **state) {
  (void)state;
  g_autoptr(RcPage) page = new_page(1);
  for (guint i = 0; i < 6; i++) {
    add_text(page, 50, 80 + 24 * (float)i, 100, "a district, and its keepers:");
    add_text(page, 200, 80 + 24 * (float)i, 220, "b in the valley of the river");
  }
  g_autofree char *letters = order(page);
  assert_string_equal(letters, "abababababab");
}

static void test_hostile_boxes(void **state) {
  (void)state;
  g_autoptr(RcPage) page = new_hostile_page();
  g_autofree char *letters = order(page);
  assert_int_equal(strlen(letters), page->lines->len);
}

static void test_ten_thousand_lines(void **state) {
  (void)state;
  for (int columns = 0; columns < 2; columns++) {
    g_autoptr(RcPage) page = new_crowded_page(columns);
    clock_t start = clock();
    g_autofree char *letters = order(page);
    assert_true((double)(clock() - start) < SECONDS_MAX * (double)CLOCKS_PER_SEC);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_empty_page),
      cmocka_unit_test(test_two_columns),
      cmocka_unit_test(test_columns_apart_by_half_a_line),
      cmocka_unit_test(test_table_below_columns),
      cmocka_unit_test(test_cells_are_no_columns),
      cmocka_unit_test(test_labels_are_no_column),
      cmocka_unit_test(test_hostile_boxes),
      cmocka_unit_test(test_ten_thousand_lines),
  };
  return cmocka_run_group_tests_name("columns", tests, NULL, NULL);
}
