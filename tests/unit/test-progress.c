/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Progress where there is no terminal: a line now and then, with nothing in it that moves
 * a cursor, and nothing at all if nobody wants to hear of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "fixture.h"
#include "progress.h"

static const RcProgressItem item = {"/папка/a\x1b[2J.pdf", 3, 70};

static RcProgressState new_state(guint done, guint total, guint64 pages) {
  return (RcProgressState){.done = done,
                           .total = total,
                           .share = total ? (double)done / total : 0,
                           .pages = pages,
                           .items = &item,
                           .item_count = 1};
}

/* One pass, told of to standard error. */
static void show(bool quiet, const RcProgressState *states, guint count) {
  g_autoptr(RcProgress) progress = rc_progress_new(quiet);
  rc_progress_begin(progress, "Reading", 0);
  for (guint i = 0; i < count; i++)
    rc_progress_show(progress, &states[i]);
}

/* What is written to standard error, which is a file meanwhile; yours to free. */
static char *capture(bool quiet, const RcProgressState *states, guint count) {
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *path = g_build_filename(folder, "out", NULL);
  int kept = dup(STDERR_FILENO), out = open(path, O_RDWR | O_CREAT, 0600);
  fflush(stderr);
  dup2(out, STDERR_FILENO);
  show(quiet, states, count);
  fflush(stderr);
  dup2(kept, STDERR_FILENO);
  close(kept);
  close(out);
  char *text = NULL;
  assert_true(g_file_get_contents(path, &text, NULL, NULL));
  return text;
}

static void test_a_line(void **state) {
  (void)state;
  const RcProgressState states[] = {new_state(7, 20, 1234), new_state(8, 20, 1300)};
  g_autofree char *text = capture(false, states, 2);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  assert_int_equal(g_strv_length(lines), 3);
  assert_true(g_str_has_prefix(lines[0], "recourse-index: Reading: "));
  assert_non_null(strstr(lines[0], "7 of 20 documents"));
  assert_non_null(strstr(lines[0], "1234 pages"));
  assert_non_null(strstr(lines[1], "8 of 20 documents"));
  assert_null(strchr(text, '\x1b'));
  assert_null(strchr(text, '\r'));
  assert_null(strstr(text, "left")); /* too soon to say */
}

/* What is written to a terminal of that width; NULL where there can be none.  Yours to free. */
static char *capture_terminal(const RcProgressState *states, guint count, unsigned short width) {
  int terminal = posix_openpt(O_RDWR | O_NOCTTY);
  if (terminal < 0 || grantpt(terminal) < 0 || unlockpt(terminal) < 0)
    return NULL;
  int kept = dup(STDERR_FILENO), out = open(ptsname(terminal), O_RDWR | O_NOCTTY);
  const struct winsize size = {.ws_row = 24, .ws_col = width};
  ioctl(out, TIOCSWINSZ, &size);
  g_setenv("TERM", "xterm", TRUE);
  fflush(stderr);
  dup2(out, STDERR_FILENO);
  show(false, states, count);
  dup2(kept, STDERR_FILENO);
  close(kept);
  close(out); /* the last: behind what was written there is an error */
  GString *text = g_string_new(NULL);
  char bytes[1024];
  for (gssize length; (length = read(terminal, bytes, sizeof bytes)) > 0;)
    g_string_append_len(text, bytes, length);
  close(terminal);
  return g_string_free(text, FALSE);
}

/* On a terminal each line is cut to its width, a path at its beginning, and all lines are taken
 * away before others are written and at the end. */
static void test_a_terminal(void **state) {
  static const char *const paths[][2] = {{"/library/reports/of/the/weirs.pdf", "the/weirs.pdf"},
                                         {"/архив/доклады/о/плотинах.pdf", "плотинах.pdf"}};
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
    const RcProgressItem long_item = {paths[i][0], 3, 70};
    RcProgressState states[] = {new_state(7, 20, 1234), new_state(8, 20, 1300)};
    states[0].items = states[1].items = &long_item;
    g_autofree char *text = capture_terminal(states, 2, 30);
    if (!text || !*text)
      skip();
    assert_non_null(strstr(text, paths[i][1]));
    assert_null(strstr(text, paths[i][0]));
    guint cleared = 0;
    for (const char *p = text; (p = strstr(p, "\033[A")); p++)
      cleared++;
    assert_int_equal(cleared, 4);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
      char *erased = strrchr(*line, 'K');
      assert_true(g_utf8_strlen(g_strchomp(erased ? erased + 1 : *line), -1) < 30);
    }
  }
}

/* Nothing is guessed before there is anything to guess from. */
static void test_no_estimate_at_first(void **state) {
  (void)state;
  const RcProgressState states[] = {new_state(0, 0, 0), new_state(0, 20, 0), new_state(20, 20, 9)};
  g_autofree char *text = capture(false, states, 3);
  assert_null(strstr(text, "left"));
  assert_null(strstr(text, "nan"));
  assert_null(strstr(text, "inf"));
}

static void test_quiet(void **state) {
  (void)state;
  const RcProgressState states[] = {new_state(7, 20, 1234)};
  g_autofree char *text = capture(true, states, 1);
  assert_string_equal(text, "");
}

/* Short work says nothing: the first line comes after a while. */
static void test_when_it_is_due(void **state) {
  (void)state;
  int kept = dup(STDERR_FILENO), out = open("/dev/null", O_WRONLY);
  dup2(out, STDERR_FILENO);
  g_autoptr(RcProgress) progress = rc_progress_new(false), quiet = rc_progress_new(true);
  dup2(kept, STDERR_FILENO);
  close(kept);
  close(out);
  assert_false(rc_progress_is_due(progress));
  assert_false(rc_progress_is_due(quiet));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_line),
      cmocka_unit_test(test_a_terminal),
      cmocka_unit_test(test_no_estimate_at_first),
      cmocka_unit_test(test_quiet),
      cmocka_unit_test(test_when_it_is_due),
  };
  return cmocka_run_group_tests_name("progress", tests, NULL, NULL);
}
