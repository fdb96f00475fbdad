/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal: a run that dies leaves the names of what it was reading. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "error.h"
#include "fixture.h"
#include "journal.h"

#define A "aaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbb"
#define C "cccccccccccccccc"

static RcJournal *open_journal(const char *folder) {
  RcJournal *journal = rc_journal_open(folder, NULL);
  assert_non_null(journal);
  return journal;
}

static char *read_file(const char *folder) {
  g_autofree char *path = g_build_filename(folder, "journal", NULL);
  char *text = NULL;
  assert_true(g_file_get_contents(path, &text, NULL, NULL));
  return text;
}

/* Freeing without an end is what a death leaves: what was written is in the file. */
static void run_that_dies(const char *folder, const char *const *begun, const char *const *ended) {
  g_autoptr(RcJournal) journal = open_journal(folder);
  for (; begun && *begun; begun++)
    assert_true(rc_journal_begin(journal, *begun, NULL));
  for (; ended && *ended; ended++)
    assert_true(rc_journal_end(journal, *ended, NULL));
}

static void test_a_new_journal(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcJournal) journal = open_journal(folder);
  assert_false(rc_journal_is_suspect(journal, A));
  assert_int_equal(rc_journal_attempts(journal, A), 0);
}

static void test_what_was_under_way_is_suspect(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  run_that_dies(folder, (const char *[]){A, B, C, NULL}, (const char *[]){B, NULL});
  g_autoptr(RcJournal) journal = open_journal(folder);
  assert_true(rc_journal_is_suspect(journal, A));
  assert_false(rc_journal_is_suspect(journal, B));
  assert_true(rc_journal_is_suspect(journal, C));
  assert_int_equal(rc_journal_attempts(journal, A), 0);
}

/* Of this run nothing is suspect, however it stands. */
static void test_what_this_run_begins_is_no_suspect(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcJournal) journal = open_journal(folder);
  assert_true(rc_journal_begin(journal, A, NULL));
  assert_false(rc_journal_is_suspect(journal, A));
  assert_int_equal(rc_journal_attempts(journal, A), 0);
}

/* A process killed at once has written its lines all the same. */
static void test_a_killed_process(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  pid_t child = fork();
  if (child == 0) {
    RcJournal *journal = rc_journal_open(folder, NULL);
    if (journal && rc_journal_begin(journal, A, NULL))
      kill(getpid(), SIGKILL);
    _exit(1);
  }
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFSIGNALED(status));
  g_autoptr(RcJournal) journal = open_journal(folder);
  assert_true(rc_journal_is_suspect(journal, A));
}

/* Each death while it is read alone counts; the first, in company, does not. */
static void test_attempts(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  run_that_dies(folder, (const char *[]){A, NULL}, NULL);
  for (guint death = 0; death <= RC_JOURNAL_ATTEMPTS_MAX; death++) {
    g_autoptr(RcJournal) journal = open_journal(folder);
    assert_true(rc_journal_is_suspect(journal, A));
    assert_int_equal(rc_journal_attempts(journal, A), death);
    assert_true(rc_journal_begin(journal, A, NULL));
    assert_int_equal(rc_journal_attempts(journal, A), death + 1);
  }
}

/* One that was finished is like any other again. */
static void test_an_end_clears_the_name(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  run_that_dies(folder, (const char *[]){A, NULL}, NULL);
  run_that_dies(folder, (const char *[]){A, NULL}, NULL);
  run_that_dies(folder, (const char *[]){A, NULL}, (const char *[]){A, NULL});
  g_autoptr(RcJournal) journal = open_journal(folder);
  assert_false(rc_journal_is_suspect(journal, A));
  assert_int_equal(rc_journal_attempts(journal, A), 0);
}

/* Only what is not ended is left, and it is suspect after a death still. */
static void test_trim(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  run_that_dies(folder, (const char *[]){A, NULL}, NULL);
  run_that_dies(folder, (const char *[]){A, NULL}, NULL); /* once alone */
  g_autoptr(RcJournal) journal = open_journal(folder);
  assert_true(rc_journal_begin(journal, B, NULL));
  assert_true(rc_journal_begin(journal, C, NULL));
  assert_true(rc_journal_end(journal, B, NULL));
  assert_true(rc_journal_trim(journal, NULL));
  g_autofree char *text = read_file(folder);
  assert_non_null(strstr(text, A));
  assert_null(strstr(text, B));
  assert_non_null(strstr(text, C));
  /* What is written after it counts as well. */
  assert_true(rc_journal_end(journal, C, NULL));
  g_clear_pointer(&journal, rc_journal_free);
  g_autoptr(RcJournal) again = open_journal(folder);
  assert_true(rc_journal_is_suspect(again, A));
  assert_int_equal(rc_journal_attempts(again, A), 1);
  assert_false(rc_journal_is_suspect(again, B));
  assert_false(rc_journal_is_suspect(again, C));
}

static void test_trim_to_nothing(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcJournal) journal = open_journal(folder);
  assert_true(rc_journal_begin(journal, A, NULL));
  assert_true(rc_journal_end(journal, A, NULL));
  assert_true(rc_journal_trim(journal, NULL));
  g_autofree char *text = read_file(folder);
  assert_string_equal(text, "");
}

/* Wherever the last line was cut off, the lines before it count, and so do those that
 * the next run writes behind it. */
static void test_a_line_cut_off(void **state) {
  (void)state;
  static const char whole[] = "begin " A "\nbegin " B "\nend " B "\n";
  gsize second = strlen("begin " A "\n");
  for (gsize length = second; length < strlen(whole); length++) {
    FIXTURE_FOLDER folder = fixture_folder_new();
    g_autofree char *path = fixture_write(folder, "journal", whole, (gssize)length);
    g_autoptr(RcJournal) journal = open_journal(folder);
    assert_true(rc_journal_is_suspect(journal, A));
    assert_true(rc_journal_begin(journal, C, NULL));
    assert_true(rc_journal_end(journal, A, NULL));
    g_clear_pointer(&journal, rc_journal_free);
    g_autoptr(RcJournal) again = open_journal(folder);
    if (!rc_journal_is_suspect(again, C))
      fail_msg("cut after %" G_GSIZE_FORMAT " bytes: the next begin is lost", length);
    if (rc_journal_is_suspect(again, A))
      fail_msg("cut after %" G_GSIZE_FORMAT " bytes: an end is lost", length);
  }
}

/* Whatever stands in the file, it is read and the journal goes on. */
static void test_garbage(void **state) {
  static const char *const files[] = {"\n\n\n", "begin\n", "begin \n",   "end\n",
                                      " \n",    "x y\n",   "\xff\xfe\n", "begin " A " " B "\n"};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
    FIXTURE_FOLDER folder = fixture_folder_new();
    g_autofree char *path = fixture_write(folder, "journal", files[i], -1);
    g_autoptr(RcJournal) journal = open_journal(folder);
    assert_false(rc_journal_is_suspect(journal, A));
    assert_true(rc_journal_begin(journal, A, NULL));
    g_clear_pointer(&journal, rc_journal_free);
    g_autoptr(RcJournal) again = open_journal(folder);
    assert_true(rc_journal_is_suspect(again, A));
  }
}

static void test_no_journal_to_be_had(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *missing = g_build_filename(folder, "missing", NULL);
  g_autoptr(GError) error = NULL;
  assert_null(rc_journal_open(missing, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_IO));
  assert_non_null(strstr(error->message, missing));
}

/* Where no more can be written, that is an error which names the file. */
static void test_a_full_disk(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(GError) error = NULL;
  g_autoptr(RcJournal) journal = open_journal(folder);
  struct rlimit kept, none;
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &kept), 0);
  none = (struct rlimit){0, kept.rlim_max};
  signal(SIGXFSZ, SIG_IGN);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
  bool begun = rc_journal_begin(journal, A, &error);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &kept), 0);
  assert_false(begun);
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_IO));
  assert_non_null(strstr(error->message, folder));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_new_journal),
      cmocka_unit_test(test_what_was_under_way_is_suspect),
      cmocka_unit_test(test_what_this_run_begins_is_no_suspect),
      cmocka_unit_test(test_a_killed_process),
      cmocka_unit_test(test_attempts),
      cmocka_unit_test(test_an_end_clears_the_name),
      cmocka_unit_test(test_trim),
      cmocka_unit_test(test_trim_to_nothing),
      cmocka_unit_test(test_a_line_cut_off),
      cmocka_unit_test(test_garbage),
      cmocka_unit_test(test_no_journal_to_be_had),
      cmocka_unit_test(test_a_full_disk),
  };
  return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}
