/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the eye takes for one line of print, and what each is for. */
#include "page-fixture.h"
#include "rows.h"

static const RcRow *row_at(const GArray *rows, guint i) {
  assert_true(i < rows->len);
  return &g_array_index(rows, RcRow, i);
}

static void test_empty_pages(void **state) {
  (void)state;
  g_autoptr(GPtrArray) pages = new_pages(new_page(1));
  g_autoptr(GArray) rows = rc_rows_read(pages);
  rc_rows_assign_roles(rows, pages);
  rc_rows_label_pages(rows, pages);
  assert_int_equal(rows->len, 0);
  assert_true(rc_rows_body_size(rows) >= 0);
}

static void test_number_beside_text(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  add_text(page, 50, 100, 15, "14.");
  add_text(page, 90, 100, 400, "The Committee");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GArray) rows = rc_rows_read(pages);
  assert_int_equal(rows->len, 1);
  assert_string_equal(row_at(rows, 0)->text, "14. The Committee");
  assert_int_equal(row_at(rows, 0)->cells, 1);
}

/* Justification may draw the words of a short line apart. */
static void test_stretched_line(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  add_text(page, 50, 100, 30, "words");
  add_text(page, 97, 100, 30, "drawn");
  add_text(page, 144, 100, 30, "apart");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GArray) rows = rc_rows_read(pages);
  assert_int_equal(rows->len, 1);
  assert_string_equal(row_at(rows, 0)->text, "words drawn apart");
  assert_int_equal(row_at(rows, 0)->cells, 1);
}

/* The box of a large initial may begin above the line that it belongs to, or below. */
static void test_initial(void **state) {
  (void)state;
  for (int shift = -12; shift <= 8; shift += 4) {
    RcPage *page = new_page(1);
    add_text(page, 50, 60, 400, "A line above");
    add_line(page, (RcBox){50, 100 + (float)shift, 80, 140}, 40, "В");
    add_text(page, 84, 100, 380, "есной в долине");
    add_text(page, 84, 114, 380, "собирали травы");
    add_text(page, 84, 128, 380, "и коренья");
    add_text(page, 50, 142, 400, "до осени");
    g_autoptr(GPtrArray) pages = new_pages(page);
    g_autoptr(GArray) rows = rc_rows_read(pages);
    assert_int_equal(rows->len, 5);
    assert_string_equal(row_at(rows, 1)->text, "Весной в долине");
    assert_string_equal(row_at(rows, 2)->text, "собирали травы");
  }
}

static void test_table(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  for (guint i = 0; i < 4; i++) {
    float y = 100 + 20 * (float)i;
    add_text(page, 50, y, 60, "North");
    add_text(page, 200, y, 20, "1,204");
    add_text(page, 300, y, 60, "answered");
  }
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GArray) rows = rc_rows_read(pages);
  assert_int_equal(rows->len, 4);
  for (guint i = 0; i < 4; i++) {
    assert_true(row_at(rows, i)->table);
    assert_string_equal(row_at(rows, i)->text, "North\t1,204\tanswered");
    assert_int_equal(row_at(rows, i)->boxes->len, 3);
  }
}

/* A page of one line of text in which the bytes from `at` on are small and raised. */
static RcPage *new_marked_page(const char *text, guint at, guint end) {
  RcPage *page = new_page(1);
  add_text(page, 50, 100, 400, text);
  RcLine *line = &g_array_index(page->lines, RcLine, 0);
  RcSpan *span = &g_array_index(page->spans, RcSpan, 0);
  span->end = at;
  RcSpan mark = {.start = at, .end = end, .size = 6, .top = 98, .bottom = 104};
  g_array_append_val(page->spans, mark);
  line->span_count = 2;
  return page;
}

static void test_note_marks(void **state) {
  (void)state;
  static const struct {
    const char *text;
    guint at, end;
    const char *marked;
  } cases[] = {
      {"in 20146 there", 7, 8, "in 2014" RC_NOTE_MARK "6 there"},
      {"a word 12 there", 7, 10, "a word" RC_NOTE_MARK "12 there"},
      {"the 1st time", 5, 7, "the 1st time"},
      {"arresteda there", 8, 9, "arrested" RC_NOTE_MARK "a there"},
      {"arrestediv there", 8, 10, "arrested" RC_NOTE_MARK "iv there"},
      {"задержаныв селе", 18, 20, "задержаны" RC_NOTE_MARK "в селе"},
      {"a word b there", 7, 8, "a word " RC_NOTE_MARK "b there"},
      {"the 5-го day", 6, 10, "the 5-го day"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GPtrArray) pages =
        new_pages(new_marked_page(cases[i].text, cases[i].at, cases[i].end));
    g_autoptr(GArray) marked = rc_rows_read(pages);
    assert_string_equal(row_at(marked, 0)->text, cases[i].marked);
  }
}

/* Lines of small type under a call of the note "a": those that open a note. */
static void test_notes_in_letters(void **state) {
  (void)state;
  static const struct {
    const char *note;
    gsize letters;
  } cases[] = {{"a Letter of the keepers", 1},
               {"a) Letter of the keepers", 1},
               {"a letter of the keepers", 0},
               {"b Letter of the keepers", 0},
               {"as was written before", 0}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    RcPage *page = new_marked_page("arresteda there.", 8, 9);
    add_line(page, (RcBox){50, 700, 300, 707}, 7, cases[i].note);
    g_autoptr(GPtrArray) pages = new_pages(page);
    g_autoptr(GArray) rows = rc_rows_read(pages);
    rc_rows_assign_roles(rows, pages);
    assert_int_equal(row_at(rows, 1)->role, cases[i].letters ? RC_ROW_FOOTNOTE : RC_ROW_BODY);
    assert_int_equal(row_at(rows, 1)->note_letters, cases[i].letters);
  }
}

/* Lines that run up, down and upside down are rows of their own, behind the others; what comes back
 * at the side of each page is a running head. */
static void test_turned_lines(void **state) {
  (void)state;
  static const char *const texts[] = {"a shepherd", "пастух", "a register"};
  g_autoptr(GPtrArray) pages = new_pages(new_page(1));
  for (guint i = 0; i < 3; i++) {
    RcPage *page = i ? new_page(i + 1) : g_ptr_array_index(pages, 0);
    add_text(page, 40, 300, 10, "SIDE");
    add_text(page, 300, 400, 10, texts[i]);
    for (guint k = 0; k < 2; k++) {
      RcLine *line = &g_array_index(page->lines, RcLine, k);
      line->turn = k ? i + 1 : 1;
      line->box.y2 = line->box.y1 + 80;
    }
    add_text(page, 60, 360, 400, "The shepherds went up.");
    add_text(page, 60, 440, 400, "They came back.");
    if (i)
      g_ptr_array_add(pages, page);
  }
  g_autoptr(GArray) rows = rc_rows_read(pages);
  rc_rows_assign_roles(rows, pages);
  assert_int_equal(rows->len, 12);
  for (guint i = 0; i < rows->len; i++) {
    const RcRow *row = row_at(rows, i);
    RcRowRole role = row->text[0] == 'S' ? RC_ROW_FURNITURE
                     : row->turn         ? RC_ROW_ASIDE
                                         : RC_ROW_BODY;
    assert_int_equal(row->role, role);
    assert_true(role == RC_ROW_BODY ? i % 4 < 2 : i % 4 >= 2);
  }
}

static void test_roman_page_numbers(void **state) {
  (void)state;
  static const char *const numbers[] = {"xiv", "xv", "xvi"};
  g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_page_free);
  for (guint i = 0; i < 3; i++) {
    RcPage *page = new_page(i + 1);
    add_text(page, 50, 300, 400, "A paragraph.");
    add_text(page, 290, 800, 15, numbers[i]);
    g_ptr_array_add(pages, page);
  }
  g_autoptr(GArray) rows = rc_rows_read(pages);
  rc_rows_assign_roles(rows, pages);
  rc_rows_label_pages(rows, pages);
  for (guint i = 0; i < 3; i++)
    assert_string_equal(((RcPage *)g_ptr_array_index(pages, i))->label, numbers[i]);
}

/* Notes may hold more text than what they stand under. */
static void test_body_size_under_long_notes(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  for (guint i = 0; i < 4; i++)
    add_line(page, (RcBox){50, 100 + 14 * (float)i, 500, 111 + 14 * (float)i}, 11,
             "Text of a page.");
  for (guint i = 0; i < 6; i++)
    add_line(page, (RcBox){50, 600 + 10 * (float)i, 500, 608 + 10 * (float)i}, 8,
             "1 Text of a note.");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GArray) rows = rc_rows_read(pages);
  assert_true(fabsf(rc_rows_body_size(rows) - 11) < 0.3f);
  rc_rows_assign_roles(rows, pages);
  assert_int_equal(row_at(rows, 0)->role, RC_ROW_BODY);
  assert_int_equal(row_at(rows, 9)->role, RC_ROW_FOOTNOTE);
}

static void test_hostile_boxes(void **state) {
  (void)state;
  g_autoptr(GPtrArray) pages = new_pages(new_hostile_page());
  g_autoptr(GArray) rows = rc_rows_read(pages);
  rc_rows_assign_roles(rows, pages);
  rc_rows_label_pages(rows, pages);
  assert_true(rows->len > 0);
}

static void test_ten_thousand_lines(void **state) {
  (void)state;
  g_autoptr(GPtrArray) pages = new_pages(new_crowded_page(false));
  clock_t start = clock();
  g_autoptr(GArray) rows = rc_rows_read(pages);
  rc_rows_assign_roles(rows, pages);
  assert_true((double)(clock() - start) < SECONDS_MAX * (double)CLOCKS_PER_SEC);
}

/* A list whose lines differ in their numbers only stands on one page; a running head
 * comes back on the next. */
static void test_running_heads_repeat_over_pages(void **state) {
  (void)state;
  RcPage *first = new_page(1), *second = new_page(2);
  for (guint i = 0; i < 5; i++) {
    g_autofree char *text = g_strdup_printf("Case %u was heard", i + 1);
    add_text(first, 50, 10 + 14 * (float)i, 200, text);
  }
  add_text(first, 50, 86, 200, "Annual report 2019");
  add_text(second, 50, 20, 200, "Пункт 7 отчета");
  add_text(second, 50, 40, 200, "Пункт 8 отчета");
  add_text(second, 50, 86, 200, "Annual report 2019");
  g_autoptr(GPtrArray) pages = new_pages(first);
  g_ptr_array_add(pages, second);
  g_autoptr(GArray) rows = rc_rows_read(pages);
  rc_rows_assign_roles(rows, pages);
  guint furniture = 0;
  for (guint i = 0; i < rows->len; i++) {
    bool head = g_str_has_prefix(row_at(rows, i)->text, "Annual");
    assert_int_equal(row_at(rows, i)->role == RC_ROW_FURNITURE, head);
    furniture += head;
  }
  assert_int_equal(furniture, 2);
}

/* Six pages of text under a line that has the digits `first` and others from page to page, as
 * `format` sets them; the last page's number is not the next one if `skips`. */
static GPtrArray *new_headed_pages(const char *format, guint first, bool skips, bool text) {
  GPtrArray *pages = new_pages(new_page(1));
  for (guint i = 0; i < 6; i++) {
    RcPage *page = i ? new_page(i + 1) : g_ptr_array_index(pages, 0);
    GString *head = g_string_new(format);
    g_autofree char *number = g_strdup_printf("%u", first + (skips ? 7 * i * i : i));
    g_string_replace(head, "{}", number, 0);
    add_text(page, 50, 60, 200, head->str);
    g_string_free(head, TRUE);
    for (guint k = 0; text && k < 4; k++)
      add_text(page, 50, 200 + 12 * (float)k, 400, "The shepherds went up to the pasture.");
    if (i)
      g_ptr_array_add(pages, page);
  }
  return pages;
}

/* Lines that differ only in digits are running heads if the digits are those of the pages. */
static void test_lines_that_number_something_stay(void **state) {
  (void)state;
  static const struct {
    const char *format;
    guint first;
    bool skips, text;
    const char *label; /* of page 4, or NULL: the line is no running head */
  } cases[] = {
      {"{} CASE OF ROE v. ARCADIA", 11, false, true, "14"},
      {"{}CASE OF ROE v. ARCADIA", 11, false, true, "14"},
      {"CASE OF ROE v. ARCADIA {}!", 11, false, true, "14"},
      {"ДЕЛО ИВОЛГИНА – {}", 11, false, true, "14"},
      {"Отчёт за 2019 год | {} из 80", 21, false, true, "24"},
      {"Complaint no. 3044{}/17", 1, true, true, NULL},
      {"Complaint no. 7718/{}", 17, false, true, NULL},
      {"Жалоба № 30441/{}", 17, false, true, NULL},
      {"Article {}", 3, true, true, NULL},
      {"Статья {}", 3, true, true, NULL},
      {"Artículo {}", 3, true, true, NULL},
      {"Interview {}", 1, false, true, NULL},
      {"Свидетельство № {}", 1, false, true, NULL},
      {"Statement of witness {}", 1, false, false, NULL},
      {"Рассказ из села {}", 1, false, false, NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GPtrArray) pages =
        new_headed_pages(cases[i].format, cases[i].first, cases[i].skips, cases[i].text);
    g_autoptr(GArray) rows = rc_rows_read(pages);
    rc_rows_assign_roles(rows, pages);
    rc_rows_label_pages(rows, pages);
    for (guint k = 0; k < rows->len; k++) {
      const RcRow *row = row_at(rows, k);
      bool furniture = cases[i].label && row->box.y1 < 100;
      assert_int_equal(row->role, furniture ? RC_ROW_FURNITURE : RC_ROW_BODY);
    }
    const RcPage *fourth = g_ptr_array_index(pages, 3);
    if (cases[i].label)
      assert_string_equal(fourth->label, cases[i].label);
    else
      assert_null(fourth->label);
  }
}

/* Under a heading that says so, in the size of the text; a single heading is no text to which
 * what stands under it could be a note. */
static void test_endnotes(void **state) {
  (void)state;
  static const char *const headings[] = {"Notes", "Примечания", "The mill and its pond"};
  for (guint i = 0; i < G_N_ELEMENTS(headings); i++) {
    RcPage *page = new_page(1);
    add_text(page, 50, 120, 400, "1. The mill burnt down in the spring.");
    add_text(page, 50, 132, 400, "2. The miller was not heard.");
    add_text(page, 50, 160, 100, headings[i]);
    add_text(page, 50, 180, 300, "1 A miller who was there.");
    add_text(page, 50, 192, 300, "2 Letter of the elder, with a plan of");
    add_text(page, 50, 204, 300, "1904 that shows the pond.");
    g_autoptr(GPtrArray) pages = new_pages(page);
    g_autoptr(GArray) rows = rc_rows_read(pages);
    rc_rows_assign_roles(rows, pages);
    assert_int_equal(rows->len, 6);
    for (guint k = 0; k < 6; k++)
      assert_int_equal(row_at(rows, k)->role, k > 2 && i < 2 ? RC_ROW_FOOTNOTE : RC_ROW_BODY);
  }
}

/* Notes of a first page stand above a mark of the printer as large as the text. */
static void test_notes_above_the_printer(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  for (guint i = 0; i < 4; i++)
    add_text(page, 50, 400 + 12 * (float)i, 400, "The council met in the old mill.");
  add_line(page, (RcBox){50, 700, 300, 708}, 8, "* Issued without editing.");
  add_line(page, (RcBox){50, 710, 300, 718}, 8, "1 A miller who was there.");
  add_text(page, 50, 780, 80, "XY.26-00417 (E)");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GArray) rows = rc_rows_read(pages);
  rc_rows_assign_roles(rows, pages);
  assert_int_equal(rows->len, 7);
  for (guint i = 0; i < rows->len; i++)
    assert_int_equal(row_at(rows, i)->role, i == 4 || i == 5 ? RC_ROW_FOOTNOTE : RC_ROW_BODY);
}

static void test_one_paragraph_under_a_heading(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  add_line(page, (RcBox){50, 120, 400, 134}, 14, "Draft report with the words of the members");
  add_line(page, (RcBox){50, 160, 500, 171}, 11, "1. The delegation said that the mill was");
  add_line(page, (RcBox){50, 173, 300, 184}, 11, "closed for lack of grain.");
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GArray) rows = rc_rows_read(pages);
  rc_rows_assign_roles(rows, pages);
  for (guint i = 0; i < rows->len; i++)
    assert_int_equal(row_at(rows, i)->role, RC_ROW_BODY);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_empty_pages),
      cmocka_unit_test(test_number_beside_text),
      cmocka_unit_test(test_stretched_line),
      cmocka_unit_test(test_initial),
      cmocka_unit_test(test_table),
      cmocka_unit_test(test_note_marks),
      cmocka_unit_test(test_notes_in_letters),
      cmocka_unit_test(test_turned_lines),
      cmocka_unit_test(test_roman_page_numbers),
      cmocka_unit_test(test_running_heads_repeat_over_pages),
      cmocka_unit_test(test_lines_that_number_something_stay),
      cmocka_unit_test(test_body_size_under_long_notes),
      cmocka_unit_test(test_endnotes),
      cmocka_unit_test(test_notes_above_the_printer),
      cmocka_unit_test(test_one_paragraph_under_a_heading),
      cmocka_unit_test(test_hostile_boxes),
      cmocka_unit_test(test_ten_thousand_lines),
  };
  return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
