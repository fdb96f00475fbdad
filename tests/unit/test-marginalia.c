/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of lines and watermarks, which are no text; and what looks like them and is. */
#include "marginalia.h"

#include "page-fixture.h"

/* Adds a line of text with a number in the margin, unless it is 0. */
static void add_numbered(RcPage *page, guint i, guint number, const char *text) {
  float y = 100 + 20 * (float)i;
  g_autofree char *digits = g_strdup_printf("%u", number);
  if (number)
    add_line(page, (RcBox){number > 9 ? 51 : 55, y + 1, 60, y + 9}, 8, digits);
  add_text(page, 80, y, 400, text);
}

/* The first words of all lines that are left, each with a comma after it. */
static char *lines_left(RcPage *page) {
  g_autoptr(GPtrArray) pages = new_pages(page);
  rc_marginalia_remove(pages);
  GString *left = g_string_new(NULL);
  for (guint i = 0; i < page->lines->len; i++) {
    const RcLine *line = &g_array_index(page->lines, RcLine, i);
    const char *text = page->text + line->start;
    g_string_append_len(left, text, (gssize)strcspn(text, " \n"));
    g_string_append_c(left, ',');
  }
  return g_string_free(left, FALSE);
}

static void test_every_line_has_a_number(void **state) {
  static const char *const lines[] = {
      "The herdsman said that he had",    "seen the lorry at the ford, and",
      "that nobody had asked for papers", "before it was set on fire.",
      "Вопрос. Кто отдал приказ закрыть", "мост в тот вечер?",
  };
  (void)state;
  RcPage *page = new_page(1);
  for (guint i = 0; i < G_N_ELEMENTS(lines); i++)
    add_numbered(page, i, 8 + i, lines[i]);
  g_autofree char *left = lines_left(page);
  assert_string_equal(left, "The,seen,that,before,Вопрос.,мост,");
}

/* Where the margin is narrow, poppler takes number and text for one line. */
static void test_numbers_close_to_the_text(void **state) {
  static const char *const lines[] = {"1 The herdsman said", "2 that he had seen", "3 the lorry",
                                      "4 at the ford, and", "5 nobody else."};
  (void)state;
  RcPage *page = new_page(1);
  for (guint i = 0; i < G_N_ELEMENTS(lines); i++)
    add_text(page, 60, 100 + 20 * (float)i, 400, lines[i]);
  g_autofree char *left = lines_left(page);
  assert_string_equal(left, "The,that,the,at,nobody,");
}

static void test_every_fifth_line_has_a_number(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  for (guint i = 1; i <= 25; i++)
    add_numbered(page, i, i % 5 == 0 ? i : 0, "Words of a draft");
  g_autofree char *left = lines_left(page);
  g_autoptr(GString) expected = g_string_new(NULL);
  for (guint i = 1; i <= 25; i++)
    g_string_append(expected, "Words,");
  assert_string_equal(left, expected->str);
}

/* The items of a list and the rows of a table keep theirs. */
static void test_numbers_of_items(void **state) {
  static const char *const lines[] = {"Aksu, a village", "Besh, a town", "Chon, a farm", "Dar",
                                      "Enesay"};
  (void)state;
  RcPage *page = new_page(1), *table = new_page(1), *gaps = new_page(1);
  for (guint i = 0; i < G_N_ELEMENTS(lines); i++)
    add_numbered(page, i, i + 1, lines[i]);
  for (guint i = 1; i < 8; i++)
    add_numbered(table, i, 5 * i, "1,204");
  for (guint i = 1; i < 6; i++)
    add_numbered(gaps, i, i, i == 3 ? "нет" : "307");
  g_autofree char *left = lines_left(page), *cells = lines_left(table);
  g_autofree char *with_words = lines_left(gaps);
  assert_string_equal(left, "1,Aksu,,2,Besh,,3,Chon,,4,Dar,5,Enesay,");
  assert_string_equal(with_words, "1,307,2,307,3,нет,4,307,5,307,");
  assert_string_equal(cells, "5,1,204,10,1,204,15,1,204,20,1,204,25,1,204,30,1,204,35,1,204,");
}

/* Nor are so few numbers those of lines, nor such as do not count on, nor those of items that go on
 * below them. */
static void test_numbers_before_small_letters(void **state) {
  static const char *const few[] = {"1 the mill", "2 the ford", "3 мост"};
  static const char *const jumping[] = {"3 lorries", "17 carts", "4 мула", "250 sacks", "8 keys"};
  static const char *const items[] = {"1 the mill that", "was sealed", "2 the ford,",
                                      "washed away",     "3 мост,",    "сгоревший",
                                      "4 the road",      "to it",      "5 the barn"};
  (void)state;
  RcPage *pages[] = {new_page(1), new_page(1), new_page(1)};
  for (guint i = 0; i < G_N_ELEMENTS(few); i++)
    add_text(pages[0], 60, 100 + 20 * (float)i, 400, few[i]);
  for (guint i = 0; i < G_N_ELEMENTS(jumping); i++)
    add_text(pages[1], 60, 100 + 20 * (float)i, 400, jumping[i]);
  for (guint i = 0; i < G_N_ELEMENTS(items); i++)
    add_text(pages[2], 60, 100 + 20 * (float)i, 400, items[i]);
  g_autofree char *of_few = lines_left(pages[0]), *of_jumping = lines_left(pages[1]);
  g_autofree char *of_items = lines_left(pages[2]);
  assert_string_equal(of_few, "1,2,3,");
  assert_string_equal(of_jumping, "3,17,4,250,8,");
  assert_string_equal(of_items, "1,was,2,washed,3,сгоревший,4,to,5,");
}

static void add_body(RcPage *page) {
  for (guint i = 0; i < 20; i++)
    add_text(page, 70, 100 + 14 * (float)i, 400, "Text of the page goes on");
}

static guint count_left(RcPage *page) {
  g_autofree char *left = lines_left(page);
  guint count = 0;
  for (const char *p = left; *p; p++)
    count += *p == ',';
  return count;
}

static void test_watermark_aslant(void **state) {
  static const char *const letters[] = {"К", "О", "П", "И", "Я"};
  (void)state;
  RcPage *page = new_page(1);
  add_body(page);
  for (guint i = 0; i < G_N_ELEMENTS(letters); i++) {
    float x = 150 + 40 * (float)i, y = 650 - 40 * (float)i;
    add_line(page, (RcBox){x, y, x + 50, y + 50}, 46, letters[i]);
  }
  assert_int_equal(count_left(page), 20);
}

/* It lies on the text of one page, and is known by that on another, which has none there. */
static void test_level_watermark(void **state) {
  (void)state;
  RcPage *page = new_page(1), *next = new_page(2);
  add_body(page);
  add_line(page, (RcBox){180, 200, 330, 240}, 40, "DRAFT");
  add_text(next, 70, 100, 400, "The last words of the report");
  add_line(next, (RcBox){180, 400, 330, 440}, 40, "DRAFT");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_ptr_array_add(pages, next);
  rc_marginalia_remove(pages);
  assert_int_equal(page->lines->len, 20);
  assert_int_equal(next->lines->len, 1);
}

/* A title, an initial and large letters in a row are text. */
static void test_large_text(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  add_body(page);
  add_line(page, (RcBox){70, 40, 400, 70}, 30, "REPORT");
  add_line(page, (RcBox){40, 100, 66, 130}, 30, "W");
  add_line(page, (RcBox){300, 600, 400, 630}, 30, "GENERAL");
  add_text(page, 310, 610, 60, "stamp");
  for (guint i = 0; i < 6; i++)
    add_line(page, (RcBox){70 + 40 * (float)i, 500, 95 + 40 * (float)i, 530}, 30, "A");
  assert_int_equal(count_left(page), 30);
}

static void test_hostile_pages(void **state) {
  (void)state;
  g_autoptr(GPtrArray) pages = new_pages(new_hostile_page());
  RcPage *numbers = new_page(2);
  for (guint i = 0; i < 3000; i++)
    add_numbered(numbers, i % 50, i % 3 ? 4294967 : i, "x");
  g_ptr_array_add(pages, numbers);
  rc_marginalia_remove(pages);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_line_has_a_number),
      cmocka_unit_test(test_numbers_close_to_the_text),
      cmocka_unit_test(test_every_fifth_line_has_a_number),
      cmocka_unit_test(test_numbers_of_items),
      cmocka_unit_test(test_numbers_before_small_letters),
      cmocka_unit_test(test_watermark_aslant),
      cmocka_unit_test(test_level_watermark),
      cmocka_unit_test(test_large_text),
      cmocka_unit_test(test_hostile_pages),
  };
  return cmocka_run_group_tests_name("marginalia", tests, NULL, NULL);
}
