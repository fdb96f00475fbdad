/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is withdrawn, in its file beside the archive; and who may read the files of an
 * index. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/stat.h>

#include "access.h"
#include "error.h"
#include "fixture.h"
#include "withdrawn.h"

#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define ID "fedcba9876543210"

static GHashTable *new_set(void) {
  return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void write_text(const char *folder, const char *name, const char *text, gssize length) {
  g_autofree char *path = g_build_filename(folder, name, NULL);
  assert_true(g_file_set_contents(path, text, length, NULL));
}

static void test_what_is_written_is_read(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  for (int finished = 0; finished < 2; finished++) {
    g_autoptr(GHashTable) ids = new_set(), read = new_set();
    bool unfinished = finished, there = false;
    g_hash_table_add(ids, g_strdup(DIGEST));
    g_hash_table_add(ids, g_strdup(ID));
    assert_true(rc_withdrawn_write(folder, ids, !finished, NULL));
    assert_true(rc_withdrawn_read(folder, read, &unfinished, &there, NULL));
    assert_true(there);
    assert_int_equal(unfinished, !finished);
    assert_int_equal(g_hash_table_size(read), 2);
    assert_true(g_hash_table_contains(read, DIGEST) && g_hash_table_contains(read, ID));
  }
}

static void test_no_file(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(GHashTable) ids = new_set();
  bool unfinished = true, there = true;
  assert_true(rc_withdrawn_read(folder, ids, &unfinished, &there, NULL));
  assert_false(there || unfinished);
  /* One that is there and cannot be read is not none. */
  g_autofree char *path = g_build_filename(folder, "withdrawn", NULL);
  g_autoptr(GError) error = NULL;
  assert_int_equal(mkdir(path, 0700), 0);
  assert_false(rc_withdrawn_read(folder, ids, &unfinished, &there, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_IO));
  rmdir(path);
}

/* What is not whole, or says what nobody knows, is unfinished, and what it says for sure
 * counts. */
static void test_files_that_are_not_whole(void **state) {
  static const struct {
    const char *text;
    gssize length;
    bool unfinished;
    guint ids;
  } cases[] = {
      {"", 0, true, 0},
      {"\n", 1, false, 0},
      {"# a comment\n" ID "\n", -1, false, 1},
      {ID, -1, true, 1},
      {ID "\n" DIGEST, -1, true, 2},
      {ID "\nunfinished\n", -1, true, 1},
      {ID "\nFEDCBA9876543210\n", -1, true, 1},
      {ID "\n0123\n", -1, true, 1},
      {ID "\0\n", 18, true, 1},
      {"снято\n", -1, true, 0},
  };
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GHashTable) ids = new_set();
    bool unfinished, there;
    write_text(folder, "withdrawn", cases[i].text, cases[i].length);
    assert_true(rc_withdrawn_read(folder, ids, &unfinished, &there, NULL));
    if (unfinished != cases[i].unfinished || g_hash_table_size(ids) != cases[i].ids)
      fail_msg("case %zu: %s, %u ids", i, unfinished ? "unfinished" : "finished",
               g_hash_table_size(ids));
  }
}

/* --- who may read --- */

static mode_t mode_of(const char *folder, const char *name) {
  g_autofree char *path = g_build_filename(folder, name, NULL);
  struct stat info;
  assert_int_equal(lstat(path, &info), 0);
  return info.st_mode & 0777;
}

static void test_loose_modes_are_tightened(void **state) {
  static const char *const files[] = {
      "xapian",  "archive.sqlite", "archive.sqlite-journal",      "archive.damaged", "withdrawn",
      "journal", "lock",           "generation-3/postlist.glass", "leaves/" ID};
  static const char *const folders[] = {"generation-3", "leaves"};
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  mode_t mask = umask(0);
  for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
    g_autofree char *path = g_build_filename(folder, folders[i], NULL);
    assert_int_equal(mkdir(path, 0777), 0);
  }
  for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autofree char *path = g_build_filename(folder, files[i], NULL);
    write_text(folder, files[i], "x", 1);
    assert_int_equal(chmod(path, 0666), 0);
  }
  /* What is somebody else's stays, and what a link leads to. */
  g_autofree char *notes = g_build_filename(folder, "notes", NULL);
  g_autofree char *link = g_build_filename(folder, "leaves", "link", NULL);
  write_text(folder, "notes", "x", 1);
  assert_int_equal(chmod(notes, 0644), 0);
  assert_int_equal(symlink(notes, link), 0);
  assert_true(rc_access_apply(folder, NULL, NULL));
  for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
    if (mode_of(folder, files[i]) != 0600)
      fail_msg("%s: %o", files[i], mode_of(folder, files[i]));
  for (size_t i = 0; i < G_N_ELEMENTS(folders); i++)
    assert_int_equal(mode_of(folder, folders[i]), 0700);
  assert_int_equal(mode_of(folder, "notes"), 0644);
  /* What comes is like what is there. */
  assert_int_equal(umask(mask), 0077);
  unlink(link);
}

static void test_a_group_that_is_not_known(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(GError) error = NULL;
  mode_t mask = umask(0);
  assert_false(rc_access_apply(folder, "no-such-group-here", &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_INPUT));
  g_autofree char *path = g_build_filename(folder, "group", NULL);
  assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
  /* One that was known and is not any more lets nobody in. */
  write_text(folder, "group", "no-such-group-here\n", -1);
  write_text(folder, "xapian", "x", 1);
  assert_true(rc_access_apply(folder, NULL, NULL));
  assert_int_equal(mode_of(folder, "xapian"), 0600);
  assert_true(rc_access_apply(folder, "", NULL));
  assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
  umask(mask);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_what_is_written_is_read),
      cmocka_unit_test(test_no_file),
      cmocka_unit_test(test_files_that_are_not_whole),
      cmocka_unit_test(test_loose_modes_are_tightened),
      cmocka_unit_test(test_a_group_that_is_not_known),
  };
  return cmocka_run_group_tests_name("withdrawn", tests, NULL, NULL);
}
