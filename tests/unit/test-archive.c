/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The archive: what reading brought is there after a commit, and nothing of what was
 * withdrawn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "archive.h"
#include "error.h"
#include "fixture.h"

static const FixtureDocument first = {
    .id = "1111111111111111", .path = "папка/a.pdf", .title = "Погром"};
static const FixtureDocument second = {
    .id = "2222222222222222", .path = "b.pdf", .title = "Second"};
static const char words[] = "unmistakable-words-of-a-passage";

static RcArchive *open_archive(const char *folder) {
  g_autoptr(GError) error = NULL;
  RcArchive *archive = rc_archive_open(folder, &error);
  assert_null(error);
  return archive;
}

/* Puts a document whose packed passages are `bytes`. */
static void put(RcArchive *archive, const FixtureDocument *from, const char *bytes) {
  g_autoptr(RcDocument) document = fixture_document_new(from);
  g_autoptr(GByteArray) packed = g_byte_array_new();
  g_byte_array_append(packed, (const guint8 *)bytes, (guint)strlen(bytes));
  assert_true(rc_archive_put(archive, document, packed, NULL));
}

static char *list(RcArchive *archive) {
  g_autoptr(GPtrArray) ids = rc_archive_list(archive, NULL);
  assert_non_null(ids);
  g_ptr_array_add(ids, NULL);
  return g_strjoinv(" ", (char **)ids->pdata);
}

static void assert_list(RcArchive *archive, const char *expected) {
  g_autofree char *ids = list(archive);
  assert_string_equal(ids, expected);
}

/* True if the bytes of a string stand in any file of the folder. */
static bool stands_in(const char *folder, const char *bytes) {
  g_autoptr(GDir) opened = g_dir_open(folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name(opened));) {
    g_autofree char *path = g_build_filename(folder, name, NULL), *text = NULL;
    gsize length;
    assert_true(g_file_get_contents(path, &text, &length, NULL));
    if (memmem(text, length, bytes, strlen(bytes)))
      return true;
  }
  return false;
}

static void test_a_document_comes_back(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcArchive) archive = open_archive(folder);
  assert_list(archive, "");
  put(archive, &second, "2");
  put(archive, &first, words);
  assert_true(rc_archive_commit(archive, NULL));
  g_clear_pointer(&archive, rc_archive_free);
  g_autoptr(RcArchive) again = open_archive(folder);
  assert_list(again, "1111111111111111 2222222222222222");
  g_autoptr(GByteArray) packed = NULL;
  g_autoptr(RcDocument) document = rc_archive_read(again, first.id, &packed, NULL);
  assert_non_null(document);
  assert_string_equal(document->id, first.id);
  assert_string_equal(rc_document_peek(document, RC_METADATA_TITLE), "Погром");
  assert_string_equal(g_array_index(document->files, RcFile, 0).path, "папка/a.pdf");
  assert_int_equal(packed->len, strlen(words));
  assert_memory_equal(packed->data, words, packed->len);
}

static void test_a_document_that_is_not_there(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcArchive) archive = open_archive(folder);
  g_autoptr(GByteArray) packed = NULL;
  g_autoptr(GError) error = NULL;
  assert_null(rc_archive_read(archive, first.id, &packed, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_IO));
  assert_non_null(strstr(error->message, first.id));
  assert_null(packed);
}

/* Without a commit nothing of it is there, of a removal neither. */
static void test_nothing_counts_before_the_commit(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcArchive) archive = open_archive(folder);
  put(archive, &first, "1");
  assert_true(rc_archive_commit(archive, NULL));
  put(archive, &second, words);
  assert_true(rc_archive_remove(archive, first.id, NULL));
  g_clear_pointer(&archive, rc_archive_free);
  g_autoptr(RcArchive) again = open_archive(folder);
  assert_list(again, first.id);
  assert_false(stands_in(folder, words));
}

static void test_update_and_remove(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcArchive) archive = open_archive(folder);
  put(archive, &first, words);
  put(archive, &second, "2");
  g_autoptr(RcDocument) changed = fixture_document_new(&first);
  changed->status = RC_STATUS_PARTIAL;
  assert_true(rc_archive_update(archive, changed, NULL));
  assert_true(rc_archive_remove(archive, second.id, NULL));
  assert_true(rc_archive_remove(archive, "3333333333333333", NULL));
  assert_true(rc_archive_commit(archive, NULL));
  g_clear_pointer(&archive, rc_archive_free);
  g_autoptr(RcArchive) again = open_archive(folder);
  assert_list(again, first.id);
  g_autoptr(GByteArray) packed = NULL;
  g_autoptr(RcDocument) document = rc_archive_read(again, first.id, &packed, NULL);
  assert_int_equal(document->status, RC_STATUS_PARTIAL);
  assert_int_equal(packed->len, strlen(words)); /* its passages stay */
}

static void test_put_replaces(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcArchive) archive = open_archive(folder);
  put(archive, &first, words);
  put(archive, &first, "new");
  assert_true(rc_archive_commit(archive, NULL));
  assert_list(archive, first.id);
  g_autoptr(GByteArray) packed = NULL;
  g_autoptr(RcDocument) document = rc_archive_read(archive, first.id, &packed, NULL);
  assert_non_null(document);
  assert_int_equal(packed->len, 3);
  assert_false(stands_in(folder, words));
}

/* Large passages lie on pages of their own in the file, which are freed and kept. */
static char *new_large(const char *marker) {
  GString *text = g_string_new(NULL);
  while (text->len < 100000)
    g_string_append_printf(text, "%s %" G_GSIZE_FORMAT " ", marker, text->len);
  return g_string_free(text, FALSE);
}

static void test_withdraw(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *large = new_large(words);
  g_autoptr(RcArchive) archive = open_archive(folder);
  put(archive, &first, large);
  put(archive, &second, "stays-where-it-is");
  assert_true(rc_archive_commit(archive, NULL));
  assert_true(stands_in(folder, words));
  assert_true(stands_in(folder, "Погром"));
  assert_false(rc_archive_is_withdrawn(archive, first.id));
  assert_true(rc_archive_withdraw(archive, first.id, NULL));
  assert_true(rc_archive_wipe(archive, NULL));
  /* At once, while it is open, and for good. */
  for (int open = 1; open >= 0; open--) {
    assert_false(stands_in(folder, words));
    assert_false(stands_in(folder, "Погром"));
    assert_false(stands_in(folder, "папка/a.pdf"));
    assert_true(stands_in(folder, "stays-where-it-is"));
    if (open)
      g_clear_pointer(&archive, rc_archive_free);
  }
  g_autoptr(RcArchive) again = open_archive(folder);
  assert_true(rc_archive_is_withdrawn(again, first.id));
  assert_false(rc_archive_is_withdrawn(again, second.id));
  assert_list(again, second.id);
}

/* What was put and not committed goes the same way; so does what never was there. */
static void test_withdraw_before_a_commit(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcArchive) archive = open_archive(folder);
  put(archive, &first, words);
  assert_true(rc_archive_withdraw(archive, first.id, NULL));
  assert_true(rc_archive_wipe(archive, NULL));
  assert_true(rc_archive_withdraw(archive, "3333333333333333", NULL));
  assert_true(rc_archive_wipe(archive, NULL));
  assert_true(rc_archive_withdraw(archive, first.id, NULL)); /* twice is once */
  assert_false(stands_in(folder, words));
  assert_true(rc_archive_is_withdrawn(archive, first.id));
  assert_true(rc_archive_is_withdrawn(archive, "3333333333333333"));
}

/* Removing alone, as for a file that went, leaves no words either. */
static void test_removed_bytes_are_overwritten(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *large = new_large(words);
  g_autoptr(RcArchive) archive = open_archive(folder);
  put(archive, &first, large);
  assert_true(rc_archive_commit(archive, NULL));
  assert_true(rc_archive_remove(archive, first.id, NULL));
  assert_true(rc_archive_commit(archive, NULL));
  assert_false(stands_in(folder, words));
}

static void test_readmit(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcArchive) archive = open_archive(folder);
  bool was_withdrawn = true;
  assert_true(rc_archive_readmit(archive, first.id, &was_withdrawn, NULL));
  assert_false(was_withdrawn);
  assert_true(rc_archive_withdraw(archive, first.id, NULL));
  assert_true(rc_archive_wipe(archive, NULL));
  assert_true(rc_archive_readmit(archive, first.id, &was_withdrawn, NULL));
  assert_true(was_withdrawn);
  g_clear_pointer(&archive, rc_archive_free);
  g_autoptr(RcArchive) again = open_archive(folder);
  assert_false(rc_archive_is_withdrawn(again, first.id));
  put(again, &first, words);
  assert_true(rc_archive_commit(again, NULL));
  assert_list(again, first.id);
}

static void test_a_sound_archive(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcArchive) archive = open_archive(folder);
  put(archive, &first, words);
  assert_true(rc_archive_commit(archive, NULL));
  char *problems = (char *)words;
  assert_true(rc_archive_check(archive, &problems, NULL));
  assert_null(problems);
}

static char *spoil(const char *folder, gsize from, gsize count) {
  g_autofree char *path = g_build_filename(folder, "archive.sqlite", NULL);
  char *bytes = NULL;
  gsize length;
  assert_true(g_file_get_contents(path, &bytes, &length, NULL));
  for (gsize i = from; i < from + count && i < length; i++)
    bytes[i] ^= 0x5a;
  assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
  return bytes;
}

/* Pages that are not what they were are told of, one way or the other. */
static void test_a_damaged_archive(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcArchive) archive = open_archive(folder);
  for (guint i = 0; i < 200; i++) {
    g_autofree char *id = g_strdup_printf("%016x", i);
    const FixtureDocument from = {.id = id, .path = "a.pdf", .title = id};
    put(archive, &from, words);
  }
  assert_true(rc_archive_commit(archive, NULL));
  g_clear_pointer(&archive, rc_archive_free);
  g_autofree char *bytes = spoil(folder, 4096 * 3, 4096 * 3);
  g_autoptr(GError) error = NULL;
  g_autoptr(RcArchive) again = rc_archive_open(folder, &error);
  g_autofree char *problems = NULL;
  bool checked = again && rc_archive_check(again, &problems, &error);
  if (!checked)
    assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_NO_INDEX));
  else
    assert_non_null(problems);
}

static void test_a_file_that_is_no_archive(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *text = g_strnfill(10000, 'x');
  g_autofree char *path = fixture_write(folder, "archive.sqlite", text, -1);
  g_autoptr(GError) error = NULL;
  assert_null(rc_archive_open(folder, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_NO_INDEX));
  assert_non_null(strstr(error->message, path));
  assert_non_null(strstr(error->message, "recourse-index --rebuild"));
}

static void test_no_folder_to_be_had(void **state) {
  (void)state;
  g_autoptr(GError) error = NULL;
  assert_null(rc_archive_open("/dev/null/index", &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_IO));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_document_comes_back),
      cmocka_unit_test(test_a_document_that_is_not_there),
      cmocka_unit_test(test_nothing_counts_before_the_commit),
      cmocka_unit_test(test_update_and_remove),
      cmocka_unit_test(test_put_replaces),
      cmocka_unit_test(test_withdraw),
      cmocka_unit_test(test_withdraw_before_a_commit),
      cmocka_unit_test(test_removed_bytes_are_overwritten),
      cmocka_unit_test(test_readmit),
      cmocka_unit_test(test_a_sound_archive),
      cmocka_unit_test(test_a_damaged_archive),
      cmocka_unit_test(test_a_file_that_is_no_archive),
      cmocka_unit_test(test_no_folder_to_be_had),
  };
  return cmocka_run_group_tests_name("archive", tests, NULL, NULL);
}
