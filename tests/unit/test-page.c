/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages as they are written, in both languages: a document, its facts and the places of what was
 * found in it; and the form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "error.h"
#include "page.h"

static RcDocument *new_document(RcStatus status) {
  RcDocument *document = rc_document_new();
  RcFile file = {0, g_strdup("weirs.pdf"), 0, 1000};
  g_free(document->id);
  g_free(document->sha256);
  document->id = g_strdup("0123456789abcdef");
  document->sha256 = g_strdup("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
  g_array_append_val(document->files, file);
  document->status = status;
  document->pages = document->pages_read = 12;
  rc_document_set(document, RC_METADATA_TITLE, "The Weirs", "pdf");
  rc_document_set(document, RC_METADATA_DATE, "2020-11-24", "page 1");
  return document;
}

/* A passage of a kind that stands on a page, under so many headings. */
static RcPassageHit *add_passage(RcHit *hit, guint32 page, const char *label, RcKind kind,
                                 guint depth, const char *text) {
  RcPassage *passage = rc_passage_new();
  RcPageStart start = {0, page};
  passage->ordinal = hit->passages->len + 1;
  passage->kind = kind;
  passage->ocr = -1;
  g_free(passage->text);
  passage->text = g_strdup(text);
  passage->page_label = g_strdup(label);
  g_array_append_val(passage->page_starts, start);
  for (guint i = 0; i < depth; i++)
    g_ptr_array_add(passage->section, g_strdup("Above"));
  GArray *highlights = g_array_new(FALSE, FALSE, sizeof(RcHighlight));
  const char *word = strstr(text, "weir");
  RcHighlight highlight = {(guint32)(word ? word - text : 0),
                           (guint32)(word ? word - text + 4 : 0)};
  if (word)
    g_array_append_val(highlights, highlight);
  RcPassageHit *found = rc_hit_add_passage(hit, passage, highlights);
  found->hit_page = page;
  return found;
}

/* The page of a document; takes the hit.  Yours to free. */
static char *write_document(RcHit *hit, RcLanguage language) {
  g_autoptr(GString) out = g_string_new(NULL);
  g_autoptr(RcRequest) request = rc_request_new();
  RcPage page = {.out = out, .language = language, .root = "/", .stylesheet = "/style.css"};
  rc_page_document(&page, request, hit, NULL);
  rc_hit_free(hit);
  return g_string_free(g_steal_pointer(&out), FALSE);
}

static guint count(const char *text, const char *part) {
  guint found = 0;
  for (const char *p = text; (p = strstr(p, part)); p += strlen(part))
    found++;
  return found;
}

/* What was found is linked to once for each place, and a page is named where it begins. */
static void test_places(void **state) {
  (void)state;
  static const char *const names[] = {
      [RC_LANGUAGE_EN] = ">Page 3</", [RC_LANGUAGE_RU] = ">Страница 3</"};
  static const char *const printed[] = {
      [RC_LANGUAGE_EN] = ">Page 4 (printed 2)</", [RC_LANGUAGE_RU] = ">Страница 4 (на листе 2)</"};
  for (int language = 0; language < RC_N_LANGUAGES; language++) {
    RcHit *hit = rc_hit_new(new_document(RC_STATUS_OK));
    add_passage(hit, 3, "3", RC_KIND_BODY, 0, "The weir is open.");
    add_passage(hit, 3, "3", RC_KIND_BODY, 0, "The other weir is shut.");
    add_passage(hit, 4, "2", RC_KIND_BODY, 0, "Nobody knows of a third.");
    g_autofree char *html = write_document(hit, (RcLanguage)language);
    assert_int_equal(count(html, "class=\"page-start\""), 2);
    assert_int_equal(count(html, names[language]), 2); /* a link and the page */
    assert_int_equal(count(html, printed[language]), 1);
    assert_int_equal(count(html, "<mark>weir</mark>"), 2);
  }
}

static void test_headings_skip_no_level(void **state) {
  (void)state;
  RcHit *hit = rc_hit_new(new_document(RC_STATUS_OK));
  add_passage(hit, 1, "1", RC_KIND_HEADING, 3, "Deep");
  add_passage(hit, 1, "1", RC_KIND_HEADING, 3, "Deeper");
  add_passage(hit, 1, "1", RC_KIND_HEADING, 0, "High");
  g_autofree char *html = write_document(hit, RC_LANGUAGE_EN);
  assert_non_null(strstr(html, "<h3 class=\"text\">Deep</h3>"));
  assert_non_null(strstr(html, "<h4 class=\"text\">Deeper</h4>"));
  assert_non_null(strstr(html, "<h3 class=\"text\">High</h3>"));
}

/* Facts are told in the words of the page, and a document that was not read whole says so. */
static void test_facts(void **state) {
  (void)state;
  static const char *const dates[] = {
      [RC_LANGUAGE_EN] = "<dd>24 November 2020", [RC_LANGUAGE_RU] = "<dd>24 ноября 2020"};
  for (int language = 0; language < RC_N_LANGUAGES; language++) {
    g_autofree char *whole =
        write_document(rc_hit_new(new_document(RC_STATUS_OK)), (RcLanguage)language);
    g_autofree char *part =
        write_document(rc_hit_new(new_document(RC_STATUS_PARTIAL)), (RcLanguage)language);
    assert_non_null(strstr(whole, dates[language]));
    assert_null(strstr(whole, "class=\"warning\""));
    assert_non_null(strstr(part, "class=\"warning\" role=\"note\""));
  }
}

/* Marks end with their cell. */
static void test_cells(void **state) {
  (void)state;
  RcHit *hit = rc_hit_new(new_document(RC_STATUS_OK));
  RcPassageHit *found = add_passage(hit, 1, "1", RC_KIND_TABLE, 0, "Upper weir\t12\t7");
  g_array_index(found->highlights, RcHighlight, 0).end = (guint32)strlen("Upper weir\t12");
  g_autofree char *html = write_document(hit, RC_LANGUAGE_EN);
  assert_non_null(strstr(html, "<td>Upper <mark>weir</mark></td><td>12</td><td>7</td>"));
}

/* The form has what was asked for: each value of a filter, also one that is not in its list, and
 * the language of the page. */
static void test_form(void **state) {
  (void)state;
  static const RcIndexSummary summary = {.documents = 1};
  static const char *const codes[] = {[RC_LANGUAGE_EN] = "en", [RC_LANGUAGE_RU] = "ru"};
  static const char *const kazakh[] = {
      [RC_LANGUAGE_EN] = ">Kazakh<", [RC_LANGUAGE_RU] = ">казахский<"};
  for (int language = 0; language < RC_N_LANGUAGES; language++) {
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(RcRequest) request = rc_request_new();
    assert_true(rc_request_set(request, "group", "roma", NULL));
    assert_true(rc_request_set(request, "group", "dungan", NULL));
    assert_true(rc_request_set(request, "language", "kk", NULL));
    RcPage page = {.out = out,
                   .language = (RcLanguage)language,
                   .language_chosen = true,
                   .root = "/",
                   .stylesheet = "/style.css"};
    g_autofree char *chosen =
        g_strdup_printf("type=\"hidden\" name=\"ui\" value=\"%s\"", codes[language]);
    rc_page_start(&page, request, &summary);
    assert_int_equal(count(out->str, "name=\"group\""), 2);
    assert_non_null(strstr(out->str, "value=\"roma\""));
    assert_non_null(strstr(out->str, "value=\"dungan\""));
    assert_non_null(strstr(out->str, "<option value=\"kk\" selected"));
    assert_non_null(strstr(out->str, kazakh[language]));
    assert_null(strstr(out->str, "<option value=\"uz\""));
    assert_int_equal(count(out->str, chosen), 1);
    g_string_truncate(out, 0);
    page.language_chosen = false;
    rc_page_start(&page, request, &summary);
    assert_null(strstr(out->str, "name=\"ui\""));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_places), cmocka_unit_test(test_headings_skip_no_level),
      cmocka_unit_test(test_facts),  cmocka_unit_test(test_cells),
      cmocka_unit_test(test_form),
  };
  return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
