/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page-fixture.h"

#include "../../indexer/reading/cells.h"

static const RcRow *row_at(const GArray *rows, guint i) {
  return &g_array_index(rows, RcRow, i);
}

/* The rows of the pages, their columns named. */
static GArray *read_rows(const GPtrArray *pages) {
  GArray *rows = rc_rows_read(pages);
  rc_rows_assign_roles(rows, pages);
  rc_cells_name_columns(rows);
  return rows;
}

/* What stands over the cells of a row, with bars between; "-": it is in no table with a head. */
static char *columns_of(const GArray *rows, guint i) {
  const RcRow *row = row_at(rows, i);
  GString *text = g_string_new(row->columns ? NULL : "-");
  for (guint c = 0; row->columns && c < row->columns->len; c++)
    g_string_append_printf(text, "%s%s", c ? "|" : "", (const char *)row->columns->pdata[c]);
  return g_string_free(text, FALSE);
}

static void assert_row(const GArray *rows, guint i, const char *text, const char *columns) {
  g_autofree char *named = columns_of(rows, i);
  assert_string_equal(row_at(rows, i)->text, text);
  assert_string_equal(named, columns);
}

/* Words in the first column, two figures in the next. */
static void add_figures(RcPage *page, float y, const char *name, const char *a, const char *b) {
  add_text(page, 50, y, 90, name);
  add_text(page, 230, y, 30, a);
  add_text(page, 330, y, 30, b);
}

static void test_figures(void **state) {
  (void)state;
  static const struct {
    const char *text;
    bool figure;
  } cases[] = {{"12", true},     {"-17,1", true}, {"1 204", true},  {"21/03/2011", true},
               {"–", true},      {"45 %", true},  {"12 km", false}, {"Москва", false},
               {"( )", false},   {"", false},     {"*", false},     {"№ 7", true},
               {"7 чел.", false}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_int_equal(rc_cells_is_figure(cases[i].text), cases[i].figure);
}

static void test_head(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  add_figures(page, 100, "Valley", "Reports", "Answers");
  add_figures(page, 120, "North", "1,204", "98");
  add_figures(page, 140, "South", "17", "-");
  add_text(page, 50, 160, 90, "East");
  add_text(page, 330, 160, 30, "5");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GArray) rows = read_rows(pages);
  assert_int_equal(rows->len, 4);
  assert_row(rows, 0, "Valley\tReports\tAnswers", "-");
  assert_row(rows, 1, "North\t1,204\t98", "Valley|Reports|Answers");
  assert_row(rows, 2, "South\t17\t-", "Valley|Reports|Answers");
  assert_row(rows, 3, "East\t5", "Valley|Answers"); /* an empty cell moves none */
}

/* What stands over several columns, and words broken at the end of a line. */
static void test_head_of_several_lines(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  add_text(page, 215, 80, 160, "Получено в отчётном году");
  add_figures(page, 95, "Долина", "все-", "из них");
  add_text(page, 230, 105.5f, 20, "го");
  add_text(page, 330, 105.5f, 30, "решено");
  add_figures(page, 130, "Верхняя", "44", "12");
  add_figures(page, 150, "Нижняя", "7", "3");
  add_figures(page, 170, "Дальняя", "21", "19");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GArray) rows = read_rows(pages);
  guint first = 0;
  while (first < rows->len && !g_str_has_prefix(row_at(rows, first)->text, "Верхняя"))
    first++;
  assert_row(rows, first, "Верхняя\t44\t12", "Долина|всего|из них решено");
  assert_row(rows, first + 2, "Дальняя\t21\t19", "Долина|всего|из них решено");
}

static void test_years_are_a_head(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  add_text(page, 230, 100, 30, "2019");
  add_text(page, 330, 100, 30, "2020");
  add_figures(page, 120, "North", "1,204", "98");
  add_figures(page, 140, "South", "17", "4");
  add_figures(page, 160, "East", "11", "2");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GArray) rows = read_rows(pages);
  assert_row(rows, 1, "North\t1,204\t98", "|2019|2020");
}

static void test_no_head(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  add_figures(page, 120, "North", "1,204", "98");
  add_figures(page, 140, "South", "17", "4");
  add_figures(page, 160, "East", "11", "2");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GArray) rows = read_rows(pages);
  for (guint i = 0; i < 3; i++)
    assert_null(row_at(rows, i)->columns);
}

/* On the next page the table goes on without its head, or another one begins elsewhere. */
static void test_next_page(void **state) {
  (void)state;
  for (int moved = 0; moved < 2; moved++) {
    RcPage *page = new_page(1), *next = new_page(2);
    add_figures(page, 100, "Valley", "Reports", "Answers");
    add_figures(page, 120, "North", "1,204", "98");
    add_figures(page, 140, "South", "17", "-");
    for (guint i = 0; i < 3; i++) {
      float y = 200 + 20 * (float)i;
      add_text(next, moved ? 90 : 50, y, 90, "West");
      add_text(next, 230, y, 30, "8");
      add_text(next, 330, y, 30, "9");
    }
    g_autoptr(GPtrArray) pages = new_pages(page);
    g_ptr_array_add(pages, next);
    g_autoptr(GArray) rows = read_rows(pages);
    assert_row(rows, 3, "West\t8\t9", moved ? "-" : "Valley|Reports|Answers");
  }
}

/* A figure under a figure is of another row, however near; lines of a name are of one. */
static void test_rows_near_one_another(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  add_figures(page, 100, "Valley", "Reports", "Answers");
  add_figures(page, 125, "North", "1,204", "98");
  add_figures(page, 135.5f, "South", "17", "4");
  add_text(page, 50, 160, 90, "the hills beyond");
  add_figures(page, 170.5f, "the river", "11", "2");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GArray) rows = read_rows(pages);
  assert_int_equal(rows->len, 4);
  assert_row(rows, 1, "North\t1,204\t98", "Valley|Reports|Answers");
  assert_row(rows, 2, "South\t17\t4", "Valley|Reports|Answers");
  assert_row(rows, 3, "the hills beyond\nthe river\t11\t2", "Valley|Reports|Answers");
}

/* A line under several cells is none of theirs, and a year in one is no figure under that of
 * another. */
static void test_what_goes_on_with_a_cell(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  add_figures(page, 100, "Долина", "Жалоб", "Решено");
  add_figures(page, 120, "Верхняя", "44", "12");
  add_figures(page, 140, "Закон от мая", "19", "отправлено");
  add_text(page, 50, 150.5f, 30, "1992");
  add_text(page, 330, 150.5f, 40, "в суд");
  add_figures(page, 180, "Нижняя", "7", "3");
  add_text(page, 50, 190.5f, 300, "В нижней долине жалобы за весь год считали дважды");
  add_figures(page, 201, "Дальняя", "8", "2");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GArray) rows = read_rows(pages);
  assert_int_equal(rows->len, 6);
  assert_string_equal(row_at(rows, 2)->text, "Закон от мая\n1992\t19\tотправлено\nв суд");
  assert_string_equal(row_at(rows, 3)->text, "Нижняя\t7\t3");
}

/* Figures without room between are still those of their columns. */
static void test_figures_without_room(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  add_figures(page, 100, "Долина", "Жалоб", "Решено");
  add_figures(page, 120, "Верхняя", "44", "12");
  add_figures(page, 140, "Нижняя", "7", "3");
  add_text(page, 50, 160, 90, "Дальняя");
  add_text(page, 225, 160, 135, "2104 1987");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GArray) rows = read_rows(pages);
  assert_row(rows, 3, "Дальняя\t2104\t1987", "Долина|Жалоб|Решено");
}

/* Nor does a row end the table in which each figure stands near the next. */
static void test_a_crowded_row(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  add_figures(page, 100, "Valley", "Reports", "Answers");
  add_figures(page, 120, "North", "1,204", "98");
  add_figures(page, 140, "South", "17", "4");
  add_figures(page, 160, "East", "11", "2");
  add_text(page, 50, 180, 177, "All the valleys of the district");
  add_text(page, 230, 180, 95, "1232");
  add_text(page, 330, 180, 30, "104");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GArray) rows = read_rows(pages);
  assert_int_equal(rows->len, 5);
  assert_row(rows, 4, "All the valleys of the district\t1232\t104", "Valley|Reports|Answers");
}

/* Text that is drawn to the right edge is no table, and stays whole. */
static void test_drawn_text(void **state) {
  (void)state;
  static const char *const lines[][3] = {{"The keeper of the weir", "was not", "heard"},
                                         {"before the gates of", "the sluice", "were"},
                                         {"opened, and the water", "reached the", "mills"}};
  RcPage *page = new_page(1);
  for (guint i = 0; i < 3; i++) {
    float y = 100 + 12 * (float)i;
    add_text(page, 50, y, 200, lines[i][0]);
    add_text(page, 270, y, 80, lines[i][1]);
    add_text(page, 380, y, 60, lines[i][2]);
  }
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GArray) rows = read_rows(pages);
  assert_int_equal(rows->len, 3);
  for (guint i = 0; i < 3; i++)
    assert_false(row_at(rows, i)->table);
  assert_string_equal(row_at(rows, 0)->text, "The keeper of the weir was not heard");
}

/* A small table at the foot of a page is no footnote, nor is what stands over it. */
static void test_no_footnote(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  for (guint i = 0; i < 12; i++)
    add_line(page, (RcBox){50, 100 + 14 * (float)i, 500, 112 + 14 * (float)i}, 12,
             "The report says what was found in the valley.");
  add_line(page, (RcBox){50, 660, 200, 668}, 8, "1 Answers by valley");
  for (guint i = 0; i < 4; i++) {
    float y = 680 + 14 * (float)i;
    static const char *const names[] = {"1 North", "2 South", "3 East", "4 West"};
    add_line(page, (RcBox){50, y, 120, y + 8}, 8, names[i]);
    add_line(page, (RcBox){230, y, 260, y + 8}, 8, "17");
    add_line(page, (RcBox){330, y, 360, y + 8}, 8, "98");
  }
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GArray) rows = read_rows(pages);
  for (guint i = 12; i < rows->len; i++) {
    assert_true(i == 12 || row_at(rows, i)->table);
    assert_int_equal(row_at(rows, i)->role, RC_ROW_BODY);
  }
}

static void test_hostile_pages(void **state) {
  (void)state;
  RcPage *crowded = new_page(3);
  for (guint i = 0; i < 3000; i++) {
    float x = 10 * (float)(i % 50), y = 0.2f * (float)(i / 50);
    add_text(crowded, x, y, 3, i % 3 ? "7" : "x");
  }
  g_autoptr(GPtrArray) pages = new_pages(new_hostile_page());
  g_ptr_array_add(pages, new_crowded_page(true));
  g_ptr_array_add(pages, crowded);
  g_autoptr(GTimer) timer = g_timer_new();
  g_autoptr(GArray) rows = read_rows(pages);
  assert_true(rows->len > 0);
  assert_true(g_timer_elapsed(timer, NULL) < SECONDS_MAX);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_figures),
      cmocka_unit_test(test_head),
      cmocka_unit_test(test_head_of_several_lines),
      cmocka_unit_test(test_years_are_a_head),
      cmocka_unit_test(test_no_head),
      cmocka_unit_test(test_next_page),
      cmocka_unit_test(test_rows_near_one_another),
      cmocka_unit_test(test_what_goes_on_with_a_cell),
      cmocka_unit_test(test_figures_without_room),
      cmocka_unit_test(test_a_crowded_row),
      cmocka_unit_test(test_drawn_text),
      cmocka_unit_test(test_no_footnote),
      cmocka_unit_test(test_hostile_pages),
  };
  return cmocka_run_group_tests_name("cells", tests, NULL, NULL);
}
