/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages that OCR has read, kept until their document is done with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "fixture.h"
#include "leaf.h"
#include "leaves.h"
#include "page-fixture.h"

static void add(const char *path, guint32 page, const char *text) {
  assert_true(rc_leaves_add(path, page, (const guint8 *)text, strlen(text)));
}

static GHashTable *read_all(const char *path) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  assert_true(descriptor >= 0);
  GHashTable *leaves = rc_leaves_read(descriptor);
  close(descriptor);
  return leaves;
}

static void assert_leaf(GHashTable *leaves, guint32 page, const char *text) {
  GBytes *leaf = g_hash_table_lookup(leaves, GUINT_TO_POINTER(page));
  assert_non_null(leaf);
  assert_int_equal(g_bytes_get_size(leaf), strlen(text));
  if (*text)
    assert_memory_equal(g_bytes_get_data(leaf, NULL), text, strlen(text));
}

static void test_what_is_added_is_read(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *path = rc_leaves_path(folder, "0123456789abcdef");
  add(path, 3, "третья");
  add(path, 1, "");
  add(path, 7, "seventh");
  struct stat info;
  assert_int_equal(stat(path, &info), 0);
  assert_int_equal(info.st_mode & 0777, 0600);
  g_autoptr(GHashTable) leaves = read_all(path);
  assert_int_equal(g_hash_table_size(leaves), 3);
  assert_leaf(leaves, 3, "третья");
  assert_leaf(leaves, 1, "");
  assert_leaf(leaves, 7, "seventh");
}

/* Whatever is cut off or changed, no leaf is read that was not added. */
static void test_damage(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *path = rc_leaves_path(folder, "a"), *bytes = NULL;
  gsize length;
  add(path, 1, "first");
  add(path, 2, "second");
  assert_true(g_file_get_contents(path, &bytes, &length, NULL));
  for (gsize i = 0; i < 2 * length; i++) {
    bytes[i / 2] ^= 1;
    assert_true(i % 2 ? g_file_set_contents(path, bytes, (gssize)length, NULL)
                      : g_file_set_contents(path, bytes, (gssize)(i / 2), NULL));
    bytes[i / 2] ^= 1;
    g_autoptr(GHashTable) leaves = read_all(path);
    assert_true(g_hash_table_size(leaves) < 2);
    if (g_hash_table_size(leaves))
      assert_leaf(leaves, 1, "first");
  }
}

static bool is_b(gpointer data, const char *id) {
  (void)data;
  return strcmp(id, "b") == 0;
}

static void test_what_is_not_wanted_goes(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *a = rc_leaves_path(folder, "a"), *b = rc_leaves_path(folder, "b");
  assert_true(rc_leaves_sweep(folder, is_b, NULL, NULL)); /* there are none */
  add(a, 1, "of a");
  add(b, 1, "of b");
  /* What is open shows that the bytes are gone, not only their name. */
  int descriptor = open(a, O_RDONLY | O_CLOEXEC);
  assert_true(rc_leaves_sweep(folder, is_b, NULL, NULL));
  assert_false(g_file_test(a, G_FILE_TEST_EXISTS));
  g_autoptr(GHashTable) gone = rc_leaves_read(descriptor), kept = read_all(b);
  char bytes[64];
  lseek(descriptor, 0, SEEK_SET);
  ssize_t got = read(descriptor, bytes, sizeof bytes);
  assert_true(got > 0);
  for (ssize_t i = 0; i < got; i++)
    assert_int_equal(bytes[i], 0);
  close(descriptor);
  assert_int_equal(g_hash_table_size(gone), 0);
  assert_int_equal(g_hash_table_size(kept), 1);
  assert_true(rc_leaves_remove(b, NULL) && rc_leaves_remove(b, NULL));
}

/* --- one leaf --- */

static void test_a_page_comes_back(void **state) {
  (void)state;
  g_autoptr(RcPage) page = new_page(4), again = new_page(4), failed = new_page(4);
  add_text(page, 72, 100, 200, "The granary stood empty.");
  add_text(page, 72, 120, 200, "Амбар стоял пустым.");
  g_array_index(page->lines, RcLine, 1).confidence = 0.5f;
  g_autoptr(GByteArray) leaf = g_byte_array_new(), none = g_byte_array_new();
  rc_leaf_append(leaf, page, 10.5f);
  rc_leaf_append(none, NULL, 10.5f);
  bool has_failed = true;
  float size = 0;
  assert_true(rc_leaf_read(leaf->data, leaf->len, again, &has_failed, &size));
  assert_true(!has_failed && size > 10.4f && size < 10.6f);
  assert_string_equal(again->text, page->text);
  assert_int_equal(again->lines->len, 2);
  assert_int_equal(again->spans->len, 2);
  for (guint i = 0; i < 2; i++)
    assert_memory_equal(&g_array_index(again->lines, RcLine, i),
                        &g_array_index(page->lines, RcLine, i), sizeof(RcLine));
  add_text(failed, 1, 1, 1, "as it was");
  assert_true(rc_leaf_read(none->data, none->len, failed, &has_failed, &size));
  assert_true(has_failed);
  assert_string_equal(failed->text, "as it was\n");
  for (guint length = 0; length < leaf->len; length++)
    assert_false(rc_leaf_read(leaf->data, length, failed, &has_failed, &size));
  assert_string_equal(failed->text, "as it was\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_what_is_added_is_read),
      cmocka_unit_test(test_damage),
      cmocka_unit_test(test_what_is_not_wanted_goes),
      cmocka_unit_test(test_a_page_comes_back),
  };
  return cmocka_run_group_tests_name("leaves", tests, NULL, NULL);
}
