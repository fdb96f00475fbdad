/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Titles: which of a PDF's own titles are rubbish, and how pages are read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "titles.h"

static void test_rubbish(void **state) {
  (void)state;
  static const char *const rubbish[] = {
      "",
      "untitled",
      "Microsoft Word - Document1",
      "Microsoft Word - A_HRC_14_10_Kazakhstan_clean -2.doc",
      "0612865",
      "G1012492",
      "A/HRC/WG.6/34/ITA/3",
      "United Nations",
      "Belousov_v._Ukraine",
      "shadow report final 2.docx",
      "12 3 45 6 a b",
  };
  static const char *const meant[] = {
      "Submission ahead of the Human Rights Dialogue between the EU and Kazakhstan",
      "Цыгане, лезгины, мигранты: дискриминация и насилие на Северо-Западе и Юге России в "
      "2011–2014 годах",
      "Roma in Europe",
  };
  for (gsize i = 0; i < G_N_ELEMENTS(rubbish); i++)
    if (!rc_title_is_rubbish(rubbish[i]))
      fail_msg("taken for a title: %s", rubbish[i]);
  for (gsize i = 0; i < G_N_ELEMENTS(meant); i++)
    if (rc_title_is_rubbish(meant[i]))
      fail_msg("taken for rubbish: %s", meant[i]);
}

/* A row of a page: text, top, size, bold; all stand in one column. */
typedef struct {
  const char *text;
  float top, size;
  bool bold;
} Row;

static GPtrArray *make_pages(const Row *rows, gsize count) {
  GPtrArray *pages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_page_free);
  RcPage *page = rc_page_new();
  GString *text = g_string_new(NULL);
  page->index = 1;
  page->width = 595;
  page->height = 842;
  for (gsize i = 0; i < count; i++) {
    guint32 start = (guint32)text->len;
    g_string_append_printf(text, "%s\n", rows[i].text);
    RcLine line = {.start = start,
                   .end = (guint32)text->len - 1,
                   .box = {100, rows[i].top, 400, rows[i].top + rows[i].size},
                   .size = rows[i].size,
                   .bold = rows[i].bold};
    g_array_append_val(page->lines, line);
  }
  page->text = g_string_free(text, FALSE);
  g_ptr_array_add(pages, page);
  return pages;
}

static void check(const Row *rows, gsize count, const char *pdf_title, const char *expected,
                  const char *source) {
  g_autoptr(GPtrArray) pages = make_pages(rows, count);
  g_autoptr(RcFirstPage) page = rc_first_page_read(pages);
  g_auto(RcTitle) title = {0};
  rc_title_read(&title, page, pdf_title);
  assert_string_equal(title.text, expected);
  assert_string_equal(title.source, source);
}

static const char body[] =
    "This text is long enough to be what most of the page is set in, so that "
    "its size is the size of the body.";

static void test_un(void **state) {
  (void)state;
  const Row rows[] = {
      {"A/HRC/14/10", 40, 10, false},
      {"Distr.: General", 60, 10, false},
      {"23 March 2010", 72, 10, false},
      {"Human Rights Council", 220, 12, true},
      {"Universal Periodic Review", 240, 10, true},
      {"Report of the Working Group on the Universal Periodic", 280, 17, true},
      {"Review*", 299, 17, true},
      {"Kazakhstan", 330, 17, true},
      {"* The annex to the present report is circulated as received.", 700, 9, false},
      {body, 720, 10, false},
  };
  check(rows, G_N_ELEMENTS(rows), "Microsoft Word - A_HRC_14_10.doc",
        "Report of the Working Group on the Universal Periodic Review: Kazakhstan", "page 1");
}

static void test_case(void **state) {
  (void)state;
  const Row rows[] = {
      {"ВЕЛИКА ПАЛАТА", 200, 12, false},
      {"СПРАВА “ЛОПЕШ ДЕ СОУЗА ФЕРНАНДЕШ", 280, 12, true},
      {"ПРОТИ ПОРТУГАЛІЇ”", 295, 12, true},
      {"(LOPES DE SOUSA FERNANDES v. PORTUGAL)", 310, 12, true},
      {"(Заява №56080/13)", 330, 12, false},
  };
  check(rows, G_N_ELEMENTS(rows), NULL, "СПРАВА “ЛОПЕШ ДЕ СОУЗА ФЕРНАНДЕШ ПРОТИ ПОРТУГАЛІЇ”",
        "page 1");
}

static void test_pdf_title(void **state) {
  (void)state;
  const Row rows[] = {{body, 100, 11, false}, {"of Roma who live in Europe, and", 120, 11, false}};
  check(rows, G_N_ELEMENTS(rows), "Roma in Europe", "Roma in Europe", "pdf");
}

/* A title of which the page knows nothing is that of another document. */
static void test_a_stale_pdf_title(void **state) {
  (void)state;
  const Row rows[] = {{body, 100, 11, false}, {body, 120, 11, false}};
  g_autoptr(GPtrArray) pages = make_pages(rows, G_N_ELEMENTS(rows));
  g_autoptr(RcFirstPage) page = rc_first_page_read(pages);
  g_auto(RcTitle) title = {0};
  rc_title_read(&title, page, "Minutes of a meeting in Europe");
  assert_null(title.text);
}

/* Parties one above the other, and a court that is no part of the name. */
static void test_parties(void **state) {
  (void)state;
  const Row rows[] = {
      {"IN THE SUPREME COURT OF UPPER MEADOW", 80, 12, true},
      {"THE UNION OF MILLERS", 140, 12, true},
      {"v", 156, 12, false},
      {"THE GRANARY OF UPPER MEADOW", 172, 12, true},
      {"JUDGMENT", 220, 12, true},
      {body, 260, 12, false},
  };
  check(rows, G_N_ELEMENTS(rows), "Microsoft Word - x.doc",
        "THE UNION OF MILLERS v THE GRANARY OF UPPER MEADOW", "page 1");
}

/* Thick letters of a scan make no title: a font that is bold does. */
static void test_a_scan(void **state) {
  static const char *const titles[] = {"The Weirs of the Meadow", "Плотины на лугу"};
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(titles); i++) {
    const Row rows[] = {{titles[i], 100, 12, true}, {body, 140, 12, false}, {body, 160, 12, false}};
    check(rows, G_N_ELEMENTS(rows), NULL, titles[i], "page 1");
    g_autoptr(GPtrArray) pages = make_pages(rows, G_N_ELEMENTS(rows));
    const RcPage *scan = g_ptr_array_index(pages, 0);
    for (guint k = 0; k < scan->lines->len; k++)
      g_array_index(scan->lines, RcLine, k).confidence = 90;
    g_autoptr(RcFirstPage) page = rc_first_page_read(pages);
    g_auto(RcTitle) title = {0};
    rc_title_read(&title, page, NULL);
    assert_null(title.text);
  }
}

static void test_no_text(void **state) {
  (void)state;
  check(NULL, 0, "Letter of residents", "Letter of residents", "pdf");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rubbish),
      cmocka_unit_test(test_un),
      cmocka_unit_test(test_case),
      cmocka_unit_test(test_pdf_title),
      cmocka_unit_test(test_a_stale_pdf_title),
      cmocka_unit_test(test_parties),
      cmocka_unit_test(test_a_scan),
      cmocka_unit_test(test_no_text),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
