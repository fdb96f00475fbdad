/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "text.h"

#define TERMINAL_INTERVAL (G_USEC_PER_SEC / 5)
#define LOG_INTERVAL (10 * G_USEC_PER_SEC)
#define BAR_WIDTH 24
#define WIDTH_DEFAULT 80
/* No estimate before this: the first documents say little. */
#define ESTIMATE_AFTER (3 * G_USEC_PER_SEC)

struct RcProgress {
  bool quiet, terminal;
  gint64 start, next; /* monotonic time, microseconds */
  const char *what;   /* the part at hand, which began at `start` */
  guint64 first_pages;
  guint lines; /* that stand on the terminal */
};

RcProgress *rc_progress_new(bool quiet) {
  RcProgress *progress = g_new0(RcProgress, 1);
  const char *terminal = g_getenv("TERM");
  progress->quiet = quiet;
  progress->terminal = isatty(STDERR_FILENO) && g_strcmp0(terminal, "dumb") != 0;
  progress->start = g_get_monotonic_time();
  progress->next = progress->start + (progress->terminal ? 0 : LOG_INTERVAL);
  return progress;
}

static void clear_lines(RcProgress *progress) {
  for (; progress->lines > 0; progress->lines--)
    fputs("\033[A\r\033[K", stderr);
}

void rc_progress_free(RcProgress *progress) {
  if (!progress)
    return;
  clear_lines(progress);
  fflush(stderr);
  g_free(progress);
}

void rc_progress_begin(RcProgress *progress, const char *what, guint64 pages) {
  progress->what = what;
  progress->start = g_get_monotonic_time();
  progress->first_pages = pages;
}

void rc_progress_tell(RcProgress *progress, const char *sentence) {
  if (progress->quiet)
    return;
  clear_lines(progress);
  fprintf(stderr, "recourse-index: %s\n", sentence);
  fflush(stderr);
}

bool rc_progress_is_due(const RcProgress *progress) {
  return !progress->quiet && g_get_monotonic_time() >= progress->next;
}

static void append_figures(GString *line, const RcProgress *progress,
                           const RcProgressState *state) {
  gint64 elapsed = g_get_monotonic_time() - progress->start;
  double pages = (double)(state->pages - progress->first_pages);
  g_string_append_printf(line, "%u of %u documents, %" G_GUINT64_FORMAT " pages", state->done,
                         state->total, state->pages);
  if (elapsed > G_USEC_PER_SEC)
    g_string_append_printf(line, ", %.*f pages/s", pages * G_USEC_PER_SEC < 10.0 * (double)elapsed,
                           pages * G_USEC_PER_SEC / (double)elapsed);
  if (elapsed < ESTIMATE_AFTER || state->share <= 0 || state->share >= 1)
    return;
  int left = (int)((double)elapsed * (1 - state->share) / state->share / G_USEC_PER_SEC);
  g_string_append(line, ", about ");
  if (left >= 3600)
    g_string_append_printf(line, "%d h %02d min left", left / 3600, left / 60 % 60);
  else if (left >= 60)
    g_string_append_printf(line, "%d min %02d s left", left / 60, left % 60);
  else
    g_string_append_printf(line, "%d s left", left);
}

/* Cut to the width: a line that wraps could not be cleared.  The end of a path tells
 * more than its beginning. */
static void print_line(RcProgress *progress, const char *text, bool keep_end) {
  g_autofree char *printable = rc_text_printable(text, -1);
  struct winsize size;
  bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  glong length = g_utf8_strlen(printable, -1), width = (known ? size.ws_col : WIDTH_DEFAULT) - 1;
  if (length <= width)
    fputs(printable, stderr);
  else if (keep_end)
    fprintf(stderr, "…%s", g_utf8_offset_to_pointer(printable, length - width + 1));
  else
    fwrite(printable, 1, (size_t)(g_utf8_offset_to_pointer(printable, width) - printable), stderr);
  fputc('\n', stderr);
  progress->lines++;
}

static void show_on_terminal(RcProgress *progress, const RcProgressState *state) {
  clear_lines(progress);
  g_autoptr(GString) line = g_string_new(NULL);
  g_string_append_printf(line, "%-8s [", progress->what);
  guint filled = (guint)(BAR_WIDTH * state->share);
  for (guint i = 0; i < BAR_WIDTH; i++)
    g_string_append_c(line, i < filled ? '#' : '.');
  g_string_append(line, "] ");
  append_figures(line, progress, state);
  print_line(progress, line->str, false);
  for (guint i = 0; i < state->item_count; i++) {
    const RcProgressItem *item = &state->items[i];
    g_string_printf(line, "  %5u/%-5u %s", item->page, item->pages, item->path);
    print_line(progress, line->str, true);
  }
}

void rc_progress_show(RcProgress *progress, const RcProgressState *state) {
  if (progress->quiet)
    return;
  if (progress->terminal) {
    show_on_terminal(progress, state);
  } else {
    g_autoptr(GString) line = g_string_new(NULL);
    append_figures(line, progress, state);
    fprintf(stderr, "recourse-index: %s: %s\n", progress->what, line->str);
  }
  fflush(stderr);
  progress->next = g_get_monotonic_time() + (progress->terminal ? TERMINAL_INTERVAL : LOG_INTERVAL);
}
