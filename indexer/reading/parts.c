/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts.h"

#include <string.h>

/* The last part is no scrap of less than this share of a passage. */
#define SCRAP_SHARE 8
/* A full stop behind so few letters is that of an abbreviation: "No.", "Art.", "ст." */
#define ABBREVIATION_CHARACTERS 3

/* True if a sentence ends before the space at `p` and another begins behind it. */
static bool parts_sentences(const char *text, const char *p) {
  gunichar next = g_utf8_get_char(p + 1);
  if (!g_unichar_isupper(next) && next != 0x201C && next != 0xAB && next != '"')
    return false;
  const char *stop = p;
  gunichar c = 0;
  do {
    stop = stop > text ? g_utf8_prev_char(stop) : NULL;
    c = stop ? g_utf8_get_char(stop) : 0;
  } while (c && (strchr("\"')]0123456789", (int)MIN(c, 0x7F)) || c == 0x201D || c == 0xBB ||
                 c == 0x2060));
  if (c == '!' || c == '?' || c == ';')
    return true;
  guint letters = 0;
  for (const char *q = stop; c == '.' && q > text && letters <= ABBREVIATION_CHARACTERS;) {
    q = g_utf8_prev_char(q);
    if (!g_unichar_isalpha(g_utf8_get_char(q)))
      return letters == 0; /* "(2020)." */
    letters++;
  }
  return letters > ABBREVIATION_CHARACTERS;
}

/* Where the text from `from` on, which is too long, is to be cut: at a space, if there is any. */
static gsize find_cut(const char *text, gsize from, gsize length, const GArray *row_starts,
                      guint *row) {
  gsize most = MIN(RC_PASSAGE_BYTES_MAX, length - from - RC_PASSAGE_BYTES_MAX / SCRAP_SHARE - 1);
  gsize least = from + most / 2, last = from + most;
  gsize word = 0, of_row = 0;
  for (gsize at = last; at > least; at--) {
    if (text[at] != ' ')
      continue;
    word = word ? word : at;
    if (parts_sentences(text, text + at))
      return at;
  }
  for (; *row < row_starts->len; (*row)++) {
    gsize start = g_array_index(row_starts, guint32, *row);
    if (start > last)
      break;
    if (start > least && text[start - 1] == ' ')
      of_row = start - 1;
  }
  if (of_row || word)
    return of_row ? of_row : word;
  while (((guchar)text[last] & 0xC0) == 0x80)
    last--;
  return last;
}

GPtrArray *rc_parts_cut(RcPassage *whole, const GArray *row_starts) {
  /* Cells of a row that is cut are told apart no more: its parts have no columns. */
  GPtrArray *parts = g_ptr_array_new_with_free_func((GDestroyNotify)rc_passage_free);
  gsize length = strlen(whole->text), from = 0;
  guint page = 0, row = 0;
  if (length <= RC_PASSAGE_BYTES_MAX) {
    g_ptr_array_add(parts, whole);
    return parts;
  }
  while (from < length) {
    bool last = length - from <= RC_PASSAGE_BYTES_MAX;
    gsize to = last ? length : find_cut(whole->text, from, length, row_starts, &row);
    RcPassage *part = rc_passage_new();
    part->kind = whole->kind;
    part->text = g_strndup(whole->text + from, to - from);
    part->number = g_strdup(whole->number);
    part->ocr = whole->ocr;
    for (guint i = 0; i < whole->section->len; i++)
      g_ptr_array_add(part->section, g_strdup(g_ptr_array_index(whole->section, i)));
    /* The pages on which it stands. */
    const GArray *starts = whole->page_starts;
    for (; page < starts->len && g_array_index(starts, RcPageStart, page).offset < to; page++) {
      RcPageStart start = g_array_index(starts, RcPageStart, page);
      if (start.offset <= from)
        g_array_set_size(part->page_starts, 0);
      start.offset = start.offset <= from ? 0 : start.offset - (guint32)from;
      g_array_append_val(part->page_starts, start);
    }
    page -= page > 0; /* the next part may begin on it */
    g_ptr_array_add(parts, part);
    from = to + (whole->text[to] == ' ');
  }
  rc_passage_free(whole);
  return parts;
}
