/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "direction.h"

#include <stdbool.h>
#include <string.h>

void rc_direction_drop_marks(char *text, gsize characters) {
  if (!strstr(text, "\u202C") || (gsize)g_utf8_strlen(text, -1) <= characters)
    return;
  char *end = text;
  for (const char *p = text; *p;) {
    /* U+202A to U+202E, which say that what follows runs the other way, and U+202C, which ends
     * it: E2 80 AA to E2 80 AE. */
    if ((guchar)p[0] == 0xE2 && (guchar)p[1] == 0x80 && (guchar)p[2] >= 0xAA &&
        (guchar)p[2] <= 0xAE)
      p += strlen("\u202C");
    else
      *end++ = *p++;
  }
  *end = '\0';
}

/* Letters and signs of the scripts that run from right to left, but for their digits. */
static bool runs_left(gunichar c) {
  if (c < 0x590)
    return false;
  bool block = c <= 0x8FF || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC) ||
               (c >= 0x10800 && c <= 0x10FFF) || (c >= 0x1E800 && c <= 0x1EFFF);
  return block && (g_unichar_isalpha(c) || g_unichar_ismark(c));
}

/* Words between spaces in bytes [start, end) of a line, in the reverse order. */
static void reverse_words(char *start, const char *end) {
  g_autofree char *words = g_strndup(start, (gsize)(end - start));
  const char *last = words + (end - start);
  for (char *to = start; to < end;) {
    const char *word = last;
    while (word > words && word[-1] != ' ')
      word--;
    memcpy(to, word, (gsize)(last - word));
    to += last - word;
    if (to < end)
      *to++ = ' ';
    last = word > words ? word - 1 : word;
  }
}

/* Signs that end what is quoted or said.  Poppler takes one that follows a right-to-left word for
 * a part of it, and puts it before its letters. */
static bool is_closing(gunichar c) {
  return c == ')' || c == ']' || c == '.' || c == ',' || c == ';' || c == ':' || c == '?' ||
         c == '!' || c == 0xBB || c == 0x201D || c == 0x2019;
}

/* Moves the closing signs before the first letter of a stretch behind it. */
static void close_stretch(const char *line, char *start, const char *end) {
  char *letter = start, *sign = start;
  while (letter < end && is_closing(g_utf8_get_char(letter)))
    letter = g_utf8_next_char(letter);
  for (char *p; (p = g_utf8_find_prev_char(line, sign)) && is_closing(g_utf8_get_char(p));)
    sign = p;
  g_autofree char *signs = g_strndup(sign, (gsize)(letter - sign));
  memmove(sign, letter, (gsize)(end - letter));
  memcpy(sign + (end - letter), signs, (gsize)(letter - sign));
}

/* Reverses the words of each stretch of letters of one direction, to the left if `left`, from
 * its first letter to its last; figures and signs between them belong to it. */
static void reverse_stretches(char *line, const char *line_end, bool left) {
  char *start = NULL, *end = NULL;
  for (char *p = line, *next; p < line_end; p = next) {
    gunichar c = g_utf8_get_char(p);
    next = g_utf8_next_char(p);
    bool same = left == runs_left(c) && (left || g_unichar_isalpha(c));
    bool other = left ? !runs_left(c) && g_unichar_isalpha(c) : runs_left(c);
    if (same) {
      start = start ? start : p;
      end = next;
    }
    if (start && (other || next >= line_end)) {
      reverse_words(start, end);
      if (left)
        close_stretch(line, start, end);
      start = NULL;
    }
  }
}

/* Bytes from here on begin what may be such a letter. */
#define FIRST_BYTE 0xD6

bool rc_direction_is_leftward(const char *text) {
  gsize left = 0, right = 0;
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    bool ascii = (guchar)*p < 0x80;
    bool to_left = (guchar)*p >= FIRST_BYTE && runs_left(g_utf8_get_char(p));
    left += to_left;
    right += ascii ? g_ascii_isalpha(*p) : !to_left && g_unichar_isalpha(g_utf8_get_char(p));
  }
  return left > right;
}

void rc_direction_order_words(char *line, gsize length, bool leftward) {
  gsize first = 0;
  while (first < length && (guchar)line[first] < FIRST_BYTE)
    first++;
  if (leftward) {
    reverse_words(line, line + length);
    reverse_stretches(line, line + length, false);
  } else if (first < length) {
    reverse_stretches(line, line + length, true);
  }
}
