/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the first pages tell of a document: dates in running text, and what
 * stands on a page made by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "dates.h"
#include "metadata.h"

typedef struct {
  const char *text, *date;
} Case;

/* The first date in a text, as ISO 8601; NULL if it has none. */
static char *find_date(const char *text) {
  RcDate date;
  return rc_dates_find(text, &date) ? rc_dates_to_iso(&date) : NULL;
}

static void check(const Case *cases, size_t count) {
  for (size_t i = 0; i < count; i++) {
    g_autofree char *date = find_date(cases[i].text);
    if (g_strcmp0(date, cases[i].date) != 0)
      fail_msg("%s: %s, not %s", cases[i].text, date, cases[i].date);
  }
}

static void test_english_dates(void **state) {
  static const Case cases[] = {
      {"4 July 2022", "2022-07-04"},        {"Adopted on 11 May 2022 in Geneva", "2022-05-11"},
      {"November 2020", "2020-11"},         {"March 15, 2021", "2021-03-15"},
      {"the 3rd March 2019", "2019-03-03"}, {"1 JANUARY 1998", "1998-01-01"},
      {"29 February 2020", "2020-02-29"},
  };
  (void)state;
  check(cases, G_N_ELEMENTS(cases));
}

static void test_russian_dates(void **state) {
  static const Case cases[] = {
      {"24 ноября 2020 года", "2020-11-24"},
      {"1 мая 2019 г.", "2019-05-01"},
      {"ноябрь 2020", "2020-11"},
      {"Март 2018 года", "2018-03"},
      {"8 марта 2018", "2018-03-08"},
      {"5 АВГУСТА 2017", "2017-08-05"},
      {"12 октября 1998", "1998-10-12"},
      {"10.12.2014", "2014-12-10"},
  };
  (void)state;
  check(cases, G_N_ELEMENTS(cases));
}

static void test_ukrainian_dates(void **state) {
  static const Case cases[] = {
      {"20 листопада 2019 року", "2019-11-20"}, {"1 січня 2020", "2020-01-01"},
      {"3 липня 2018 р.", "2018-07-03"},        {"15 березня 2021", "2021-03-15"},
      {"9 травня 2017", "2017-05-09"},          {"31 грудня 2016", "2016-12-31"},
  };
  (void)state;
  check(cases, G_N_ELEMENTS(cases));
}

static void test_every_month(void **state) {
  static const char *const months[12][3] = {
      {"January", "января", "січня"},
      {"February", "февраля", "лютого"},
      {"March", "марта", "березня"},
      {"April", "апреля", "квітня"},
      {"May", "мая", "травня"},
      {"June", "июня", "червня"},
      {"July", "июля", "липня"},
      {"August", "августа", "серпня"},
      {"September", "сентября", "вересня"},
      {"October", "октября", "жовтня"},
      {"November", "ноября", "листопада"},
      {"December", "декабря", "грудня"},
  };
  (void)state;
  for (int month = 0; month < 12; month++) {
    for (int language = 0; language < 3; language++) {
      g_autofree char *text = g_strdup_printf("on 7 %s 2020", months[month][language]);
      g_autofree char *expected = g_strdup_printf("2020-%02d-07", month + 1);
      const Case one = {text, expected};
      check(&one, 1);
    }
  }
}

static void test_no_date(void **state) {
  static const Case cases[] = {
      {"", NULL},        {"Dungans in Korday", NULL}, {"12 people", NULL},
      {"Дунгане", NULL}, {"may not", NULL},           {"July", NULL},
  };
  (void)state;
  check(cases, G_N_ELEMENTS(cases));
}

/* A day that no month has leaves at least no wrong date. */
static void test_impossible_days(void **state) {
  static const char *const texts[] = {"31 February 2020", "99 ноября 2020", "30.02.2019",
                                      "12.13.2019"};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autofree char *date = find_date(texts[i]);
    assert_true(!date || strlen(date) <= 7);
  }
}

/* --- a first page made by hand --- */

/* One line of a page, below the one before. */
static void add_line(RcPage *page, const char *text, float size) {
  float y = 60 + 20 * (float)page->lines->len;
  RcLine line = {.size = size, .box = {72, y, 400, y + size}, .span_count = 1};
  g_autofree char *before = page->text;
  line.first_span = page->spans->len;
  line.start = (guint32)strlen(before);
  line.end = line.start + (guint32)strlen(text);
  page->text = g_strconcat(before, text, "\n", NULL);
  RcSpan span = {.start = line.start, .end = line.end, .size = size, .top = y, .bottom = y + size};
  g_array_append_val(page->spans, span);
  g_array_append_val(page->lines, line);
}

static RcPage *new_page(const char *const *lines, gsize count) {
  RcPage *page = rc_page_new();
  page->index = 1;
  page->width = 595;
  page->height = 842;
  page->text = g_strdup("");
  for (gsize i = 0; i < count; i++)
    add_line(page, lines[i], i == 2 ? 20 : 11);
  return page;
}

static RcDocument *read_page(const char *const *lines, gsize count, const char *pdf_title) {
  RcDocument *document = rc_document_new();
  g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_page_free);
  g_autoptr(GPtrArray) passages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_passage_free);
  if (count)
    g_ptr_array_add(pages, new_page(lines, count));
  RcPassage *passage = rc_passage_new();
  RcPageStart start = {0, 1};
  passage->ordinal = 1;
  passage->text = g_strdup("The Committee considered the report.");
  passage->language = g_strdup("en");
  g_array_append_val(passage->page_starts, start);
  g_ptr_array_add(passages, passage);
  rc_metadata_read(document, pages, passages, pdf_title);
  return document;
}

static const char *const first_page[] = {"CERD/C/KAZ/CO/98-99", "Distr.: General 11 May 2022",
                                         "Concluding observations on the reports of Kazakhstan",
                                         "1. The Committee considered the report.",
                                         "2. It recalls CERD/C/KAZ/CO/6-7 of 2014."};

static void test_a_first_page(void **state) {
  (void)state;
  g_autoptr(RcDocument) document = read_page(first_page, G_N_ELEMENTS(first_page), NULL);
  assert_string_equal(rc_document_peek(document, RC_METADATA_SYMBOL), "CERD/C/KAZ/CO/98-99");
  assert_string_equal(rc_document_peek(document, RC_METADATA_DATE), "2022-05-11");
  assert_string_equal(rc_document_peek(document, RC_METADATA_TYPE), "concluding-observations");
  assert_string_equal(rc_document_peek(document, RC_METADATA_LANGUAGE), "en");
  assert_non_null(strstr(rc_document_peek(document, RC_METADATA_TITLE), "Concluding observations"));
  for (int field = 0; field < RC_N_METADATA; field++)
    assert_int_equal(document->metadata[field].value != NULL,
                     document->metadata[field].source != NULL);
}

/* Only a case has parties, whatever lines another document has. */
static void test_parties(void **state) {
  static const char *const views[] = {"CCPR/C/99/D/9999/2013", "Human Rights Committee", "Views",
                                      "Communication submitted by: M. (represented by counsel)",
                                      "State party: Slovenia"};
  static const char *const report[] = {"Report on the mills", "State party: Slovenia",
                                       "Petitioner: M."};
  (void)state;
  g_autoptr(RcDocument) of_views = read_page(views, G_N_ELEMENTS(views), NULL);
  assert_string_equal(rc_document_peek(of_views, RC_METADATA_TYPE), "views");
  assert_string_equal(rc_document_peek(of_views, RC_METADATA_APPLICANT), "M.");
  assert_string_equal(rc_document_peek(of_views, RC_METADATA_RESPONDENT), "Slovenia");
  g_autoptr(RcDocument) of_report = read_page(report, G_N_ELEMENTS(report), NULL);
  assert_string_equal(rc_document_peek(of_report, RC_METADATA_TYPE), "other");
  assert_null(rc_document_peek(of_report, RC_METADATA_APPLICANT));
  assert_null(rc_document_peek(of_report, RC_METADATA_RESPONDENT));
}

/* The symbol in the masthead, however it is written, never one in a sentence. */
static void test_own_symbol(void **state) {
  static const struct {
    const char *row, *symbol;
  } cases[] = {
      {"СЕRD/С/КАZ/СО/98–99*", "CERD/C/KAZ/CO/98-99"},
      {"А/НRС/43/10", "A/HRC/43/10"},
      {"A/HRC/WG.6/ 34/ITA/3 **", "A/HRC/WG.6/34/ITA/3"},
      {"S/RES/1325 (2000)", "S/RES/1325(2000)"},
      {"Recalling CERD/C/KAZ/CO/6-7", NULL},
      {"AND/OR", NULL},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    const char *lines[] = {cases[i].row, "Distr.: General 11 May 2022", "Concluding observations",
                           "1. It recalls CERD/C/KAZ/CO/6-7 of 2014."};
    g_autoptr(RcDocument) document = read_page(lines, G_N_ELEMENTS(lines), NULL);
    const char *symbol = rc_document_peek(document, RC_METADATA_SYMBOL);
    if (g_strcmp0(symbol, cases[i].symbol) != 0)
      fail_msg("%s: %s", cases[i].row, symbol);
  }
}

/* A numbered paragraph that speaks of a body is not signed by it. */
static void test_no_organisation(void **state) {
  static const char *const lines[] = {"Notes", "Invented", "Villages by the lake",
                                      "1. The Association of Fishers asked for a road that"};
  (void)state;
  g_autoptr(RcDocument) document = read_page(lines, G_N_ELEMENTS(lines), NULL);
  assert_null(rc_document_peek(document, RC_METADATA_ORGANISATION));
}

/* Nothing at all to read, and titles that no person wrote. */
static void test_nothing_to_read(void **state) {
  static const char *const titles[] = {NULL, "", "Microsoft Word - Document1.doc", "\xff\xfe"};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(titles); i++) {
    g_autoptr(RcDocument) document = read_page(NULL, 0, titles[i]);
    assert_null(rc_document_peek(document, RC_METADATA_TITLE));
    assert_null(rc_document_peek(document, RC_METADATA_SYMBOL));
    assert_null(rc_document_peek(document, RC_METADATA_DATE));
  }
}

/* What is set can be shown and stored: no control characters, not endless. */
static void test_values_are_clean(void **state) {
  (void)state;
  g_autofree char *many = g_strnfill(5000, 'x');
  g_autofree char *title = g_strconcat("The title\x1b[31m of\x1f it ", many, NULL);
  g_autoptr(RcDocument) document = read_page(first_page, G_N_ELEMENTS(first_page), title);
  const char *value = rc_document_peek(document, RC_METADATA_TITLE);
  assert_non_null(value);
  assert_true(strlen(value) <= 1024);
  for (const char *p = value; *p; p++)
    assert_true((guchar)*p >= 0x20);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_english_dates),   cmocka_unit_test(test_russian_dates),
      cmocka_unit_test(test_ukrainian_dates), cmocka_unit_test(test_every_month),
      cmocka_unit_test(test_no_date),         cmocka_unit_test(test_impossible_days),
      cmocka_unit_test(test_a_first_page),    cmocka_unit_test(test_parties),
      cmocka_unit_test(test_own_symbol),      cmocka_unit_test(test_no_organisation),
      cmocka_unit_test(test_nothing_to_read), cmocka_unit_test(test_values_are_clean),
  };
  return cmocka_run_group_tests_name("metadata", tests, NULL, NULL);
}
