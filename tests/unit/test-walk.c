/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk: which files of a folder are read, in which order, and what is said
 * of the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "fixture.h"
#include "walk.h"

/* A folder of files; names are relative to it. */
static char *new_tree(const char *const *names, gsize count) {
  g_autofree char *made = fixture_folder_new();
  char *folder = realpath(made, NULL);
  for (gsize i = 0; i < count; i++) {
    g_autofree char *path = fixture_write(folder, names[i], "%PDF-1.4", -1);
  }
  return folder;
}

/* The files of the walk below `folder`, joined by a space. */
static char *names_of(const RcWalk *walk, const char *folder) {
  GString *names = g_string_new(NULL);
  for (guint i = 0; i < walk->files->len; i++) {
    const char *path = g_array_index(walk->files, RcWalkFile, i).path;
    assert_true(g_str_has_prefix(path, folder));
    g_string_append_printf(names, "%s%s", i ? " " : "", path + strlen(folder) + 1);
  }
  return g_string_free(names, FALSE);
}

static void assert_walk(const RcWalk *walk, const char *folder, const char *expected) {
  g_autofree char *names = names_of(walk, folder);
  assert_string_equal(names, expected);
}

static const RcWalkRoot *root_of(const RcWalk *walk, guint i) {
  return &g_array_index(walk->roots, RcWalkRoot, i);
}

static void test_names_in_order(void **state) {
  static const char *const names[] = {"b.pdf",      "a.pdf",      "C.PDF",         "d.Pdf",
                                      "notes.txt",  "x.pdf.part", "sub/e.pdf",     "sub/deep/f.pdf",
                                      "pdf",        "Отчёт.pdf",  "два слова.pdf", "a-b/g.pdf",
                                      ".hidden.pdf"};
  (void)state;
  FIXTURE_FOLDER folder = new_tree(names, G_N_ELEMENTS(names));
  g_autoptr(RcWalk) walk = rc_walk_new();
  assert_true(rc_walk_add(walk, folder));
  assert_walk(walk, folder,
              ".hidden.pdf C.PDF a-b/g.pdf a.pdf b.pdf d.Pdf sub/deep/f.pdf sub/e.pdf Отчёт.pdf "
              "два слова.pdf");
  assert_int_equal(walk->roots->len, 1);
  assert_string_equal(root_of(walk, 0)->folder, folder);
  assert_true(root_of(walk, 0)->is_folder);
  assert_true(root_of(walk, 0)->complete);
  assert_int_equal(root_of(walk, 0)->files, 10);
  assert_int_equal(walk->problems->len, 0);
}

/* The largest file of a folder first; paths in the order given. */
static void test_sizes_in_order(void **state) {
  static const char *const names[] = {"a.pdf", "b.pdf", "sub/c.pdf", "other/d.pdf"};
  (void)state;
  FIXTURE_FOLDER folder = new_tree(names, G_N_ELEMENTS(names));
  g_autofree char *large = fixture_write(folder, "sub/c.pdf", "%PDF-1.4 and more", -1);
  g_autofree char *larger = fixture_write(folder, "other/d.pdf", "%PDF-1.4 and much more", -1);
  g_autofree char *sub = g_build_filename(folder, "sub", NULL);
  g_autoptr(RcWalk) walk = rc_walk_new();
  assert_true(rc_walk_add(walk, sub));
  assert_true(rc_walk_add(walk, folder));
  assert_walk(walk, folder, "sub/c.pdf other/d.pdf sub/c.pdf a.pdf b.pdf");
  assert_int_equal(g_array_index(walk->files, RcWalkFile, 0).bytes, 17);
}

/* A file that is named is read whatever its name. */
static void test_a_file(void **state) {
  static const char *const names[] = {"a.pdf", "scan"};
  (void)state;
  FIXTURE_FOLDER folder = new_tree(names, 2);
  g_autoptr(RcWalk) walk = rc_walk_new();
  g_autofree char *scan = g_build_filename(folder, "scan", NULL);
  assert_true(rc_walk_add(walk, scan));
  assert_walk(walk, folder, "scan");
  assert_false(root_of(walk, 0)->is_folder);
  assert_string_equal(root_of(walk, 0)->folder, folder);
}

static void test_several_paths(void **state) {
  static const char *const names[] = {"one/a.pdf", "two/b.pdf"};
  (void)state;
  FIXTURE_FOLDER folder = new_tree(names, 2);
  g_autofree char *one = g_build_filename(folder, "one", NULL);
  g_autofree char *two = g_build_filename(folder, "two", "..", "two", "b.pdf", NULL);
  g_autoptr(RcWalk) walk = rc_walk_new();
  assert_true(rc_walk_add(walk, one));
  assert_true(rc_walk_add(walk, two));
  assert_true(rc_walk_add(walk, one));
  assert_walk(walk, folder, "one/a.pdf two/b.pdf one/a.pdf");
  assert_int_equal(g_array_index(walk->files, RcWalkFile, 1).root, 1);
  assert_int_equal(g_array_index(walk->files, RcWalkFile, 2).root, 2);
  assert_int_equal(walk->roots->len, 3);
}

static void test_links(void **state) {
  static const char *const names[] = {"real/a.pdf", "tree/b.pdf"};
  (void)state;
  FIXTURE_FOLDER folder = new_tree(names, 2);
  g_autofree char *to_file = g_build_filename(folder, "tree", "linked.pdf", NULL);
  g_autofree char *to_folder = g_build_filename(folder, "tree", "linked", NULL);
  g_autofree char *to_itself = g_build_filename(folder, "tree", "loop.pdf", NULL);
  g_autofree char *to_nothing = g_build_filename(folder, "tree", "dead.pdf", NULL);
  g_autofree char *to_tree = g_build_filename(folder, "entrance", NULL);
  assert_int_equal(symlink("../real/a.pdf", to_file), 0);
  assert_int_equal(symlink("../real", to_folder), 0);
  assert_int_equal(symlink(".", to_itself), 0);
  assert_int_equal(symlink("nowhere", to_nothing), 0);
  assert_int_equal(symlink("tree", to_tree), 0);
  g_autoptr(RcWalk) walk = rc_walk_new();
  /* A link that is given itself is followed. */
  assert_true(rc_walk_add(walk, to_tree));
  assert_walk(walk, folder, "tree/b.pdf tree/linked.pdf tree/dead.pdf");
  assert_true(root_of(walk, 0)->complete);
  for (guint i = 0; i < walk->files->len; i++)
    assert_int_equal(g_array_index(walk->files, RcWalkFile, i).leads_nowhere, i == 2);
}

static void test_what_is_no_file(void **state) {
  static const char *const names[] = {"folder.pdf/a.pdf"};
  (void)state;
  FIXTURE_FOLDER folder = new_tree(names, 1);
  g_autofree char *fifo = g_build_filename(folder, "pipe.pdf", NULL);
  assert_int_equal(mkfifo(fifo, 0600), 0);
  g_autoptr(RcWalk) walk = rc_walk_new();
  assert_true(rc_walk_add(walk, folder));
  assert_walk(walk, folder, "folder.pdf/a.pdf");
  assert_false(rc_walk_add(walk, fifo));
  assert_false(rc_walk_add(walk, "/dev/null"));
  assert_int_equal(walk->problems->len, 2);
  assert_non_null(strstr(walk->problems->pdata[0], "pipe.pdf"));
}

/* It is a root still, since the index may know what lay there: under the name it had. */
static void test_what_is_missing(void **state) {
  static const char *const names[] = {"real/a.pdf"};
  (void)state;
  FIXTURE_FOLDER folder = new_tree(names, 1);
  g_autofree char *link = g_build_filename(folder, "link", NULL);
  g_autofree char *given = g_build_filename(folder, "link", "gone", "..", "away", "deep", NULL);
  g_autofree char *meant = g_build_filename(folder, "real", "away", "deep", NULL);
  assert_int_equal(symlink("real", link), 0);
  g_autoptr(RcWalk) walk = rc_walk_new();
  assert_true(rc_walk_add(walk, "/nonexistent/a.pdf"));
  assert_true(rc_walk_add(walk, given));
  assert_false(rc_walk_add(walk, ""));
  assert_int_equal(walk->problems->len, 1);
  assert_int_equal(walk->files->len, 0);
  assert_int_equal(walk->roots->len, 2);
  assert_string_equal(root_of(walk, 0)->folder, "/nonexistent/a.pdf");
  assert_string_equal(root_of(walk, 1)->folder, meant);
  assert_true(root_of(walk, 1)->missing);
  assert_false(root_of(walk, 1)->is_folder);
}

static void test_an_empty_folder(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = new_tree(NULL, 0);
  g_autoptr(RcWalk) walk = rc_walk_new();
  assert_true(rc_walk_add(walk, folder));
  assert_int_equal(walk->files->len, 0);
  assert_int_equal(root_of(walk, 0)->files, 0);
  assert_true(root_of(walk, 0)->complete);
}

#define NOBODY 65534

/* What cannot be read makes the root incomplete: nothing below it has vanished. */
static void test_a_folder_that_cannot_be_read(void **state) {
  static const char *const names[] = {"a.pdf", "closed/b.pdf"};
  (void)state;
  FIXTURE_FOLDER folder = new_tree(names, 2);
  g_autofree char *closed = g_build_filename(folder, "closed", NULL);
  assert_int_equal(chmod(closed, 0), 0);
  /* root reads everything: for the walk it becomes somebody else */
  bool root = geteuid() == 0;
  assert_true(!root || (chown(folder, NOBODY, 0) == 0 && seteuid(NOBODY) == 0));
  g_autoptr(RcWalk) walk = rc_walk_new();
  bool added = rc_walk_add(walk, folder);
  assert_true(!root || seteuid(0) == 0);
  chmod(closed, 0700);
  assert_true(added);
  assert_walk(walk, folder, "a.pdf");
  assert_false(root_of(walk, 0)->complete);
  assert_int_equal(walk->problems->len, 1);
  assert_non_null(strstr(walk->problems->pdata[0], closed));
}

/* A folder whose names may be read, but of whose files nothing can be told: they are not
 * gone. */
static void test_a_folder_that_cannot_be_searched(void **state) {
  static const char *const names[] = {"a.pdf", "closed/b.pdf"};
  (void)state;
  FIXTURE_FOLDER folder = new_tree(names, 2);
  g_autofree char *closed = g_build_filename(folder, "closed", NULL);
  assert_int_equal(chmod(closed, 0444), 0);
  bool root = geteuid() == 0;
  assert_true(!root || (chown(folder, NOBODY, 0) == 0 && seteuid(NOBODY) == 0));
  g_autoptr(RcWalk) walk = rc_walk_new();
  bool added = rc_walk_add(walk, folder);
  assert_true(!root || seteuid(0) == 0);
  chmod(closed, 0700);
  assert_true(added);
  assert_walk(walk, folder, "a.pdf");
  assert_false(root_of(walk, 0)->complete);
  assert_int_equal(walk->problems->len, 1);
  assert_non_null(strstr(walk->problems->pdata[0], "closed/b.pdf"));
}

static void test_names_in_other_encodings(void **state) {
  static const char *const names[] = {"caf\xe9.pdf", "a\nb.pdf"};
  (void)state;
  FIXTURE_FOLDER folder = new_tree(names, 2);
  g_autoptr(RcWalk) walk = rc_walk_new();
  assert_true(rc_walk_add(walk, folder));
  assert_walk(walk, folder, "a\nb.pdf caf\xe9.pdf");
}

/* Deeper than a stack of calls with paths would bear. */
static void test_a_deep_tree(void **state) {
  (void)state;
  g_autofree char *below = g_strnfill(1500, 'd');
  for (int i = 1; i < 1500; i += 2)
    below[i] = '/';
  g_autofree char *name = g_strconcat(below, "a.pdf", NULL);
  const char *const names[] = {name};
  FIXTURE_FOLDER folder = new_tree(names, 1);
  g_autoptr(RcWalk) walk = rc_walk_new();
  assert_true(rc_walk_add(walk, folder));
  assert_int_equal(walk->files->len, 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_names_in_order),
      cmocka_unit_test(test_sizes_in_order),
      cmocka_unit_test(test_a_file),
      cmocka_unit_test(test_several_paths),
      cmocka_unit_test(test_links),
      cmocka_unit_test(test_what_is_no_file),
      cmocka_unit_test(test_what_is_missing),
      cmocka_unit_test(test_an_empty_folder),
      cmocka_unit_test(test_a_folder_that_cannot_be_read),
      cmocka_unit_test(test_a_folder_that_cannot_be_searched),
      cmocka_unit_test(test_names_in_other_encodings),
      cmocka_unit_test(test_a_deep_tree),
  };
  return cmocka_run_group_tests_name("walk", tests, NULL, NULL);
}
