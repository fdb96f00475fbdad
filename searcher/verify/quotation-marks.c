/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quotation-marks.h"

#include <string.h>

/* A mark and what closes it. */
static const struct {
  gunichar open, close[2];
  gunichar within; /* what it closes another with opens within this one; 0: nothing does */
  bool at_words; /* it is an apostrophe or an opening mark as well: it closes only behind a word */
} marks[] = {
    {U'“', {U'”', 0}, 0, false},  {U'«', {U'»', 0}, 0, false}, {U'„', {U'“', U'”'}, U'“', true},
    {U'"', {U'"', 0}, 0, true},   {U'‘', {U'’', 0}, 0, true},  {U'‚', {U'‘', U'’'}, U'‘', true},
    {U'\'', {U'\'', 0}, 0, true},
};

/* So many marks of a kind that nothing closes are looked at: each takes all of the text. */
#define UNCLOSED_MAX 20

static bool is_word(gunichar c) {
  return g_unichar_isalnum(c);
}

static gunichar before(const char *text, const char *p) {
  return p > text ? g_utf8_get_char(g_utf8_prev_char(p)) : ' ';
}

static bool closes(const char *p, const char *text, gsize mark) {
  gunichar c = g_utf8_get_char(p);
  if (c != marks[mark].close[0] && (!marks[mark].close[1] || c != marks[mark].close[1]))
    return false;
  return !marks[mark].at_words ||
         (!is_word(g_utf8_get_char(g_utf8_next_char(p))) && !g_unichar_isspace(before(text, p)));
}

/* The mark that closes the one at `open`; NULL if none does. */
static const char *find_close(const char *text, const char *open, gsize mark) {
  const char *doubtful = NULL;
  guint depth = 1;
  for (const char *p = g_utf8_next_char(open); *p; p = g_utf8_next_char(p)) {
    if (closes(p, text, mark)) {
      /* It may be the apostrophe of "the States' duties" rather than close. */
      const char *next = g_utf8_next_char(p);
      bool doubted = depth == 1 && (*p == '\'' || g_str_has_prefix(p, "’")) &&
                     before(text, p) == 's' && *next == ' ' &&
                     g_unichar_islower(g_utf8_get_char(next + 1));
      doubtful = doubted && !doubtful ? p : doubtful;
      depth -= !doubted;
      if (depth == 0)
        return p;
      continue;
    }
    gunichar c = g_utf8_get_char(p);
    /* Where another opens, the apostrophe has closed. */
    if (doubtful && c == marks[mark].open)
      return doubtful;
    depth += c == (marks[mark].at_words ? marks[mark].within : marks[mark].open);
  }
  return doubtful;
}

GArray *rc_quotation_marks_find(const char *text) {
  GArray *found = g_array_new(FALSE, FALSE, sizeof(RcQuoted));
  guint unclosed[G_N_ELEMENTS(marks)] = {0};
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gsize mark = 0;
    while (mark < G_N_ELEMENTS(marks) && marks[mark].open != g_utf8_get_char(p))
      mark++;
    if (mark == G_N_ELEMENTS(marks) || unclosed[mark] >= UNCLOSED_MAX ||
        (marks[mark].at_words && is_word(before(text, p))))
      continue;
    const char *close = find_close(text, p, mark);
    unclosed[mark] += !close;
    if (!close)
      continue;
    const char *start = g_utf8_next_char(p), *end = g_utf8_next_char(close);
    RcQuoted quoted = {(guint32)(start - text), (guint32)(close - text), (guint32)(p - text),
                       (guint32)(end - text)};
    g_array_append_val(found, quoted);
    p = close;
  }
  return found;
}
