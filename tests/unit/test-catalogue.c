/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue: totals and files stay true through every change, and what is listed may be
 * removed one by one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "catalogue.h"

#define FIRST "1111111111111111"
#define SECOND "2222222222222222"

/* Adds a document of that id and state with those files, NULL-terminated, below the first
 * root. */
static void add(RcCatalogue *catalogue, const char *id, RcStatus status, guint32 pages,
                const char *const *paths) {
  g_autoptr(RcDocument) document = rc_document_new();
  document->id = g_strdup(id);
  document->sha256 =
      strlen(id) == RC_DIGEST_DIGITS ? g_strdup(id) : g_strconcat(id, id, id, id, NULL);
  document->status = status;
  document->pages = pages;
  for (guint i = 0; paths[i]; i++) {
    RcFile file = {.path = g_strdup(paths[i]), .mtime = (gint64)i + pages, .bytes = 8};
    g_array_append_val(document->files, file);
  }
  rc_catalogue_add(catalogue, document);
}

static const RcKnownFile *find(const RcCatalogue *catalogue, const char *path) {
  return rc_catalogue_find_file(catalogue, &(RcFile){.path = (char *)path});
}

static void assert_totals(const RcCatalogue *catalogue, guint64 documents, guint64 pages,
                          guint64 not_fully_read) {
  RcTotals totals = rc_catalogue_totals(catalogue);
  assert_int_equal(totals.documents, documents);
  assert_int_equal(totals.pages, pages);
  assert_int_equal(totals.not_fully_read, not_fully_read);
}

static void test_totals(void **state) {
  (void)state;
  g_autoptr(RcCatalogue) catalogue = rc_catalogue_new();
  assert_totals(catalogue, 0, 0, 0);
  add(catalogue, FIRST, RC_STATUS_PARTIAL, 3, (const char *const[]){"a.pdf", NULL});
  add(catalogue, SECOND, RC_STATUS_OK, 4, (const char *const[]){"доклад.pdf", NULL});
  assert_totals(catalogue, 2, 7, 1);
  /* Read again, with more success. */
  add(catalogue, FIRST, RC_STATUS_OK, 5, (const char *const[]){"a.pdf", NULL});
  assert_totals(catalogue, 2, 9, 0);
  rc_catalogue_remove(catalogue, SECOND);
  rc_catalogue_remove(catalogue, SECOND);
  assert_totals(catalogue, 1, 5, 0);
  rc_catalogue_clear(catalogue);
  assert_totals(catalogue, 0, 0, 0);
  assert_null(rc_catalogue_find_document(catalogue, FIRST));
  assert_null(find(catalogue, "a.pdf"));
}

static void test_files(void **state) {
  (void)state;
  g_autoptr(RcCatalogue) catalogue = rc_catalogue_new();
  add(catalogue, FIRST, RC_STATUS_OK, 1, (const char *const[]){"a.pdf", "доклад.pdf", NULL});
  assert_int_equal(rc_catalogue_find_document(catalogue, FIRST)->files, 2);
  assert_string_equal(find(catalogue, "доклад.pdf")->id, FIRST);
  assert_int_equal(find(catalogue, "доклад.pdf")->file.mtime, 2);
  assert_null(find(catalogue, "доклад"));
  assert_null(rc_catalogue_find_file(catalogue, &(RcFile){.root = 1, .path = "a.pdf"}));
  /* The path has other bytes now. */
  add(catalogue, SECOND, RC_STATUS_OK, 5, (const char *const[]){"доклад.pdf", NULL});
  assert_string_equal(find(catalogue, "доклад.pdf")->id, SECOND);
  assert_int_equal(find(catalogue, "доклад.pdf")->file.mtime, 5);
  rc_catalogue_remove_file(catalogue, &find(catalogue, "a.pdf")->file);
  assert_null(find(catalogue, "a.pdf"));
}

/* As a folder that has vanished is taken out: one file after the other goes. */
static void test_removing_what_is_listed(void **state) {
  (void)state;
  static const char *const paths[] = {"a.pdf", "b.pdf", "в.pdf", NULL};
  g_autoptr(RcCatalogue) catalogue = rc_catalogue_new();
  add(catalogue, FIRST, RC_STATUS_OK, 1, paths);
  g_autoptr(GPtrArray) files = rc_catalogue_list_files(catalogue);
  assert_int_equal(files->len, 3);
  for (guint i = 0; i < files->len; i++) {
    const RcKnownFile *known = g_ptr_array_index(files, i);
    assert_string_equal(known->id, FIRST);
    rc_catalogue_remove_file(catalogue, &known->file);
    assert_int_equal(rc_catalogue_find_document(catalogue, FIRST)->files, 2 - i);
  }
  g_autoptr(GPtrArray) left = rc_catalogue_list_files(catalogue);
  assert_int_equal(left->len, 0);
}

/* How many files hold a document stays true, whatever comes and goes. */
static void test_files_of_a_document(void **state) {
  (void)state;
  g_autoptr(RcCatalogue) catalogue = rc_catalogue_new();
  add(catalogue, FIRST, RC_STATUS_OK, 1, (const char *const[]){"a.pdf", NULL});
  const RcFile copy = {.path = "копия.pdf", .mtime = 5, .bytes = 8};
  rc_catalogue_add_file(catalogue, FIRST, &copy);
  assert_int_equal(rc_catalogue_find_document(catalogue, FIRST)->files, 2);
  assert_string_equal(find(catalogue, "копия.pdf")->id, FIRST);
  const RcFile touched = {.path = "копия.pdf", .mtime = 6, .bytes = 8};
  rc_catalogue_add_file(catalogue, FIRST, &touched);
  assert_int_equal(rc_catalogue_find_document(catalogue, FIRST)->files, 2);
  assert_int_equal(find(catalogue, "копия.pdf")->file.mtime, 6);
  rc_catalogue_remove_file(catalogue, &(RcFile){.path = "a.pdf"});
  rc_catalogue_remove_file(catalogue, &(RcFile){.path = "a.pdf"});
  assert_int_equal(rc_catalogue_find_document(catalogue, FIRST)->files, 1);
}

/* Read again by OCR: what is known of the document changes, not what holds it. */
static void test_a_replaced_document(void **state) {
  (void)state;
  g_autoptr(RcCatalogue) catalogue = rc_catalogue_new();
  add(catalogue, FIRST, RC_STATUS_PARTIAL, 3, (const char *const[]){"a.pdf", "b.pdf", NULL});
  g_autoptr(RcDocument) document = rc_document_new();
  document->id = g_strdup(FIRST);
  document->pages = 4;
  document->ocr_wanted = 2;
  document->pages_ocr = 1;
  document->reader_version = 4;
  rc_catalogue_replace(catalogue, document);
  assert_totals(catalogue, 1, 4, 0);
  assert_int_equal(rc_catalogue_find_document(catalogue, FIRST)->files, 2);
  assert_int_equal(rc_catalogue_find_document(catalogue, FIRST)->ocr_wanted, 2);
  assert_int_equal(rc_catalogue_find_document(catalogue, FIRST)->pages_ocr, 1);
  assert_int_equal(rc_catalogue_find_document(catalogue, FIRST)->reader_version, 4);
  rc_catalogue_clear_ocr_wanted(catalogue, FIRST);
  rc_catalogue_clear_ocr_wanted(catalogue, SECOND);
  assert_int_equal(rc_catalogue_find_document(catalogue, FIRST)->ocr_wanted, 0);
}

static void test_documents_in_order(void **state) {
  (void)state;
  g_autoptr(RcCatalogue) catalogue = rc_catalogue_new();
  add(catalogue, SECOND, RC_STATUS_OK, 1, (const char *const[]){"a.pdf", NULL});
  add(catalogue, FIRST, RC_STATUS_OK, 1, (const char *const[]){"b.pdf", NULL});
  g_autoptr(GPtrArray) ids = rc_catalogue_list_documents(catalogue);
  assert_int_equal(ids->len, 2);
  assert_string_equal(g_ptr_array_index(ids, 0), FIRST);
  assert_string_equal(g_ptr_array_index(ids, 1), SECOND);
}

/* Where the file at `path` is known, as "root:path". */
static void assert_located(RcCatalogue *catalogue, const char *folder, const char *path,
                           const char *key) {
  RcFile file = {0};
  rc_catalogue_locate(catalogue, folder, path, &file);
  g_autofree char *got = rc_catalogue_key(&file);
  g_autofree char *absolute = rc_catalogue_absolute_path(catalogue, &file);
  assert_string_equal(got, key);
  assert_string_equal(absolute, path);
  g_free(file.path);
}

static void test_roots(void **state) {
  (void)state;
  g_autoptr(RcCatalogue) catalogue = rc_catalogue_new();
  rc_catalogue_add_root(catalogue, g_strdup("/data/reports"));
  assert_located(catalogue, "/data/reports", "/data/reports/a.pdf", "0:a.pdf");
  assert_located(catalogue, "/data/reports-old", "/data/reports-old/a.pdf", "1:a.pdf");
  assert_located(catalogue, "/доклады", "/доклады/caf\xe9.pdf", "2:caf\xe9.pdf");
  assert_int_equal(rc_catalogue_roots(catalogue)->len, 3);
  rc_catalogue_clear(catalogue);
  assert_located(catalogue, "/доклады", "/доклады/b.pdf", "2:b.pdf");
  /* Everything lies below "/". */
  assert_located(catalogue, "/", "/home/a.pdf", "3:home/a.pdf");
  /* A number of which no root is left gives what is known of the path. */
  g_autofree char *path = rc_catalogue_absolute_path(catalogue, &(RcFile){9, "a.pdf", 0, 0});
  assert_string_equal(path, "a.pdf");
}

/* Documents that come back without their roots keep the numbers of these: no folder that is
 * given later is taken for the one in which their files lay. */
static void test_a_root_nobody_knows(void **state) {
  (void)state;
  g_autoptr(RcCatalogue) catalogue = rc_catalogue_new();
  g_autoptr(RcDocument) document = rc_document_new();
  document->id = g_strdup(FIRST);
  RcFile file = {.root = 1, .path = g_strdup("доклад.pdf")};
  g_array_append_val(document->files, file);
  rc_catalogue_add(catalogue, document);
  assert_false(rc_catalogue_knows_place(catalogue, &file));
  assert_located(catalogue, "/data", "/data/доклад.pdf", "2:доклад.pdf");
  assert_true(rc_catalogue_knows_place(catalogue, &(RcFile){.root = 2, .path = "a.pdf"}));
  assert_false(rc_catalogue_knows_place(catalogue, &file));
}

static void assert_files_of(const RcCatalogue *catalogue, const char *id, guint count) {
  g_autoptr(GPtrArray) files = rc_catalogue_list_files_of(catalogue, id);
  assert_int_equal(files->len, count);
  for (guint i = 0; i < count; i++)
    assert_string_equal(((const RcKnownFile *)g_ptr_array_index(files, i))->id, id);
}

/* Each document has its own files at hand, whichever of them come, go, or change hands. */
static void test_listing_the_files_of_a_document(void **state) {
  (void)state;
  static const char *const paths[] = {"a.pdf", "b.pdf", "в.pdf", NULL};
  for (guint gone = 0; gone < 3; gone++) {
    g_autoptr(RcCatalogue) catalogue = rc_catalogue_new();
    assert_files_of(catalogue, FIRST, 0);
    add(catalogue, FIRST, RC_STATUS_OK, 1, paths);
    add(catalogue, SECOND, RC_STATUS_OK, 1, (const char *const[]){"d.pdf", NULL});
    assert_files_of(catalogue, FIRST, 3);
    rc_catalogue_remove_file(catalogue, &find(catalogue, paths[gone])->file);
    assert_files_of(catalogue, FIRST, 2);
    rc_catalogue_add_file(catalogue, SECOND, &find(catalogue, paths[(gone + 1) % 3])->file);
    assert_files_of(catalogue, FIRST, 1);
    assert_files_of(catalogue, SECOND, 2);
    rc_catalogue_remove_file(catalogue, &find(catalogue, paths[(gone + 2) % 3])->file);
    assert_files_of(catalogue, FIRST, 0);
    assert_files_of(catalogue, SECOND, 2);
    rc_catalogue_clear(catalogue);
    assert_files_of(catalogue, SECOND, 0);
  }
}

/* The digest decides which document it is, not what it begins with. */
static void test_digests(void **state) {
  static const char digest[] = FIRST FIRST FIRST FIRST, alike[] = FIRST SECOND SECOND SECOND;
  (void)state;
  g_autoptr(RcCatalogue) catalogue = rc_catalogue_new();
  assert_null(rc_catalogue_find_digest(catalogue, digest));
  add(catalogue, FIRST, RC_STATUS_OK, 3, (const char *const[]){"a.pdf", NULL});
  assert_string_equal(rc_catalogue_find_digest(catalogue, digest), FIRST);
  assert_null(rc_catalogue_find_digest(catalogue, alike));
  add(catalogue, alike, RC_STATUS_OK, 3, (const char *const[]){"б.pdf", NULL});
  assert_string_equal(rc_catalogue_find_digest(catalogue, digest), FIRST);
  assert_string_equal(rc_catalogue_find_digest(catalogue, alike), alike);
  rc_catalogue_remove(catalogue, FIRST);
  assert_null(rc_catalogue_find_digest(catalogue, digest));
  assert_string_equal(rc_catalogue_find_digest(catalogue, alike), alike);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_totals),
      cmocka_unit_test(test_files),
      cmocka_unit_test(test_removing_what_is_listed),
      cmocka_unit_test(test_files_of_a_document),
      cmocka_unit_test(test_a_replaced_document),
      cmocka_unit_test(test_documents_in_order),
      cmocka_unit_test(test_roots),
      cmocka_unit_test(test_a_root_nobody_knows),
      cmocka_unit_test(test_listing_the_files_of_a_document),
      cmocka_unit_test(test_digests),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
