/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The launcher of a viewer, told by a searcher that is not to be trusted: it starts nothing with
 * anything but a PDF of the folders it was born with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>

#include "fixture.h"
#include "viewer.h"

typedef struct {
  char *folder;
  GPtrArray *roots;
} Fixture;

static void write_file(const Fixture *fixture, const char *name, const char *text) {
  g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
  g_autofree char *folder = g_path_get_dirname(path);
  assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
  assert_true(g_file_set_contents(path, text, -1, NULL));
}

/* Two folders of an index, and one that is none; the viewer writes down what it is given. */
static int set_up(void **state) {
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->folder = fixture_folder_new();
  fixture->roots = g_ptr_array_new_with_free_func(g_free);
  g_ptr_array_add(fixture->roots, g_build_filename(fixture->folder, "one", NULL));
  g_ptr_array_add(fixture->roots, g_build_filename(fixture->folder, "two", NULL));
  write_file(fixture, "one/a.pdf", "%PDF-1.4\n");
  write_file(fixture, "one/deep/b.pdf", "\n%PDF-1.7\n");
  write_file(fixture, "one/text.pdf", "nothing of a PDF");
  write_file(fixture, "one/empty.pdf", "");
  write_file(fixture, "two/c.pdf", "%PDF-1.4\n");
  write_file(fixture, "one-more/secret.pdf", "%PDF-1.4\n");
  g_autofree char *link = g_build_filename(fixture->folder, "one/link", NULL);
  g_autofree char *elsewhere = g_build_filename(fixture->folder, "one-more", NULL);
  assert_int_equal(symlink(elsewhere, link), 0);
  g_autofree char *command = g_strdup_printf(
      "sh -c 'printf \"%%s %%s\" \"$1\" \"$2\" >\"%s/new\" && mv \"%s/new\" \"%s/said\"' viewer "
      "{page} {file}",
      fixture->folder, fixture->folder, fixture->folder);
  g_setenv(RC_VIEWER_VARIABLE, command, TRUE);
  *state = fixture;
  return 0;
}

static int end(void **state) {
  Fixture *fixture = *state;
  g_ptr_array_unref(fixture->roots);
  fixture_folder_remove(&fixture->folder);
  g_free(fixture);
  return 0;
}

/* What the viewer was given, NULL if none was started; *problem as rc_viewer_open says it. */
static char *open_file(const Fixture *fixture, guint32 root, const char *path, guint32 page,
                       GError **problem) {
  g_autoptr(GArray) files = g_array_new(FALSE, FALSE, sizeof(RcFile));
  RcFile file = {.root = root, .path = (char *)path};
  g_array_append_val(files, file);
  g_autofree char *said = g_build_filename(fixture->folder, "said", NULL);
  g_unlink(said);
  assert_true(rc_viewer_begin(fixture->roots, NULL));
  bool opened = rc_viewer_open(files, page, problem);
  while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
    continue;
  char *text = NULL;
  for (int i = 0; opened && i < 500 && !g_file_get_contents(said, &text, NULL, NULL); i++)
    g_usleep(10000);
  if (!opened)
    assert_false(g_file_test(said, G_FILE_TEST_EXISTS));
  return text;
}

static void assert_opened(const Fixture *fixture, guint32 root, const char *path, guint32 page,
                          const char *wanted) {
  g_autoptr(GError) problem = NULL;
  g_autofree char *text = open_file(fixture, root, path, page, &problem);
  assert_null(problem);
  g_autofree char *file = g_build_filename(fixture->roots->pdata[root], path, NULL);
  g_autofree char *all = g_strdup_printf("%s %s", wanted, file);
  assert_string_equal(text, all);
}

static void test_files_of_the_index(void **state) {
  const Fixture *fixture = *state;
  assert_opened(fixture, 0, "a.pdf", 3, "3");
  assert_opened(fixture, 0, "deep/b.pdf", 12, "12");
  assert_opened(fixture, 1, "c.pdf", 1, "1");
}

/* A page is a number that can be one. */
static void test_pages(void **state) {
  const Fixture *fixture = *state;
  assert_opened(fixture, 0, "a.pdf", 0, "1");
  assert_opened(fixture, 0, "a.pdf", G_MAXUINT32, "1000000");
}

static void test_no_other_files(void **state) {
  const Fixture *fixture = *state;
  g_autofree char *absolute = g_build_filename(fixture->folder, "one/a.pdf", NULL);
  g_autofree char *long_path = g_strnfill(5000, 'a');
  const struct {
    guint32 root;
    const char *path, *says;
  } wrong[] = {
      {0, "../one-more/secret.pdf", "not lie in a folder"},
      {0, "deep/../../one-more/secret.pdf", "not lie in a folder"},
      {0, "link/secret.pdf", "not lie in a folder"},
      {0, "./a.pdf", "not lie in a folder"},
      {0, "deep//b.pdf", "not lie in a folder"},
      {0, "", "not lie in a folder"},
      {0, "..", "not lie in a folder"},
      {0, absolute, "not lie in a folder"},
      {2, "a.pdf", "not lie in a folder"},
      {G_MAXUINT32, "a.pdf", "not lie in a folder"},
      {1, "a.pdf", "not there any more"},
      {0, "nowhere/a.pdf", "not there any more"},
      {0, "text.pdf", "no PDF any more"},
      {0, "empty.pdf", "no PDF any more"},
      {0, "deep", "no PDF any more"},
      {0, long_path, "could not be started"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autoptr(GError) problem = NULL;
    g_autofree char *text = open_file(fixture, wrong[i].root, wrong[i].path, 1, &problem);
    if (text || !problem || !strstr(problem->message, wrong[i].says))
      fail_msg("%s: %s", wrong[i].path, problem ? problem->message : "was opened");
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_files_of_the_index),
      cmocka_unit_test(test_pages),
      cmocka_unit_test(test_no_other_files),
  };
  return cmocka_run_group_tests(tests, set_up, end);
}
