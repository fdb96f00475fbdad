/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "notes.h"

#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "numbers.h"
#include "rows.h"

/* How sure it is that digits are a mark. */
typedef enum {
  NO_MARK,
  WEAK_MARK,   /* after a capital ("JS7" may be joint submission 7) or a figure */
  STRONG_MARK, /* after a small letter or closing punctuation; asterisks */
  RAISED_MARK  /* set small and raised on the page */
} Likeness;

/* Looking for the marks of all notes goes over so many bytes of text and passages at most: a
 * document whose every note has its mark takes a hundredth of that.  Notes beyond it are read, but
 * nobody knows what calls them. */
#define STEPS_MAX (400 * 1000 * 1000)

/* A place in the text of the document. */
typedef struct {
  guint passage; /* position in the array */
  gsize offset;  /* bytes of its text */
} Place;

/* The sign that the bytes at `p` are raised, before them in the text; NULL if it is not there. */
static const char *sign_before(const char *text, const char *p) {
  const char *before = g_utf8_find_prev_char(text, p);
  return before && g_str_has_prefix(before, RC_NOTE_MARK) ? before : NULL;
}

/* What letters at `p` are, given that they are the mark looked for: only raised ones are any, and
 * one behind a figure may be that of an ordinal ("1a", "1-й"). */
static Likeness judge_letters(const char *text, const char *p, gsize length) {
  const char *sign = sign_before(text, p);
  if (!sign || rc_number_note_letters(p) != length)
    return NO_MARK;
  const char *before = g_utf8_find_prev_char(text, sign);
  gunichar c = before ? g_utf8_get_char(before) : ' ';
  if (g_unichar_isdigit(c) || c == '-')
    return WEAK_MARK;
  /* "No 12" */
  const char *further = before ? g_utf8_find_prev_char(text, before) : NULL;
  bool alone = !further || !g_unichar_isalpha(g_utf8_get_char(further));
  return g_unichar_isalpha(c) && alone ? NO_MARK : RAISED_MARK;
}

/* What the digits at `p` are, given that they are the number looked for. */
static Likeness judge(const char *text, const char *p, gsize digits) {
  const char *before = g_utf8_find_prev_char(text, p);
  gunichar next = g_utf8_get_char_validated(p + digits, -1);
  if (before && (*p == '*' || *before == '*')) /* as many asterisks as the note has */
    return *p == '*' && *before != '*' && next != '*' ? STRONG_MARK : NO_MARK;
  if (!g_unichar_isdigit(next) && sign_before(text, p))
    return RAISED_MARK;
  if (!before || g_unichar_isdigit(next) || (g_unichar_isalpha(next) && p[digits]))
    return NO_MARK;
  gunichar c = g_utf8_get_char(before);
  if (g_unichar_isalpha(c))
    return g_unichar_islower(c) ? STRONG_MARK : WEAK_MARK;
  if (c == ' ') /* a heading ends in a mark that stands apart */
    return p[digits] ? NO_MARK : WEAK_MARK;
  if (!strchr(".,;:!?)]\"'", (int)MIN(c, 0x7F)) && c != 0x201D && c != 0xBB && c != 0x2019)
    return NO_MARK;
  const char *further = g_utf8_find_prev_char(text, before);
  return further && g_unichar_isdigit(g_utf8_get_char(further)) ? WEAK_MARK : STRONG_MARK;
}

/* The first mark of `number` with that likeness in one text from `offset` on, or
 * NULL. */
static const char *find_in_text(const char *text, gsize offset, const char *number,
                                Likeness wanted) {
  gsize length = strlen(number);
  bool letters = *number != '*' && !g_ascii_isdigit(*number);
  for (const char *p = text + MIN(offset, strlen(text)); (p = strstr(p, number)); p++) {
    if ((letters ? judge_letters : judge)(text, p, length) != wanted)
      continue;
    const char *word = p;
    while (word > text && word[-1] != ' ')
      word--;
    if (!g_strstr_len(word, p - word, "://")) /* digits of a web address are no marks */
      return p;
  }
  return NULL;
}

static guint32 first_page(const RcPassage *passage) {
  return g_array_index(passage->page_starts, RcPageStart, 0).page;
}

/* Looks for a mark from `from` on, in passages that touch a page from `low` to
 * `high`.  Sets *found. */
static bool find_mark(const GPtrArray *passages, Place from, const char *number, guint32 low,
                      guint32 high, Likeness wanted, guint64 *steps, Place *found) {
  for (guint i = from.passage; i < passages->len && *steps < STEPS_MAX; i++) {
    const RcPassage *passage = g_ptr_array_index(passages, i);
    const GArray *starts = passage->page_starts;
    if (first_page(passage) > high)
      return false;
    *steps += 10;
    if (passage->kind == RC_KIND_FOOTNOTE ||
        g_array_index(starts, RcPageStart, starts->len - 1).page < low)
      continue;
    *steps += strlen(passage->text);
    const char *mark =
        find_in_text(passage->text, i == from.passage ? from.offset : 0, number, wanted);
    if (mark && rc_passage_page_at(passage, (guint32)(mark - passage->text)) <= high) {
      *found = (Place){i, (gsize)(mark - passage->text)};
      return true;
    }
  }
  return false;
}

/* Takes `length` bytes out of the text, and with them the sign that they are a mark
 * or a space before them where nothing but white space or a full stop follows; of a text that is
 * nothing else only the sign. */
static void cut(RcPassage *passage, gsize offset, gsize length) {
  gsize end = strlen(passage->text), sign = strlen(RC_NOTE_MARK);
  if (offset >= sign && g_str_has_prefix(passage->text + offset - sign, RC_NOTE_MARK)) {
    offset -= sign;
    length += sign;
  }
  const char *behind = passage->text + offset + length;
  if (strspn(passage->text, " ") >= offset && !behind[strspn(behind, " ")]) {
    length = g_str_has_prefix(passage->text + offset, RC_NOTE_MARK) ? sign : 0;
  } else if (offset > 0 && passage->text[offset - 1] == ' ' &&
             strchr(" .,;:)", *behind)) { /* its end, too */
    offset--;
    length++;
  }
  memmove(passage->text + offset, passage->text + offset + length, end - offset - length + 1);
  for (guint i = 0; i < passage->page_starts->len; i++) {
    RcPageStart *start = &g_array_index(passage->page_starts, RcPageStart, i);
    if (start->offset > offset)
      start->offset -= (guint32)MIN(length, start->offset - offset);
  }
}

/* True of "5 km" before "2", which is a square, no note. */
static bool ends_in_unit(const char *text, gsize end, const char *figure) {
  static const char *const units[] = {"mm", "cm", "dm", "m", "km", "мм", "см", "дм", "м", "км"};
  bool power = (*figure == '2' || *figure == '3') && !g_ascii_isdigit(figure[1]);
  for (gsize i = 0; power && i < G_N_ELEMENTS(units); i++) {
    gsize length = strlen(units[i]);
    if (end > length && strncmp(text + end - length, units[i], length) == 0 &&
        (text[end - length - 1] == ' ' || g_ascii_isdigit(text[end - length - 1])))
      return true;
  }
  return false;
}

/* A mark on a page: "12 a". */
static char *mark_key(const RcPassage *passage, gsize at, const char *mark, gsize length) {
  return g_strdup_printf("%u %.*s", rc_passage_page_at(passage, (guint32)at), (int)length, mark);
}

/* Takes the signs out, and what they stand before unless it is part of a word: figures, be their
 * note found or not, but of a unit ("km2"); letters if a note that was found has them on that page,
 * as a note to a table is called many times. */
static void drop_signs(RcPassage *passage, GHashTable *found) {
  for (char *sign; (sign = strstr(passage->text, RC_NOTE_MARK));) {
    gsize at = (gsize)(sign - passage->text), length = strlen(RC_NOTE_MARK);
    const char *mark = sign + length;
    gsize digits = strspn(mark, "0123456789"), letters = rc_number_note_letters(mark);
    g_autofree char *key = mark_key(passage, at, mark, letters);
    /* Nor are the digits those of a number before them. */
    bool after_digit = digits && at > 0 && g_ascii_isdigit(sign[-1]);
    if (after_digit)
      *sign = ' ';
    else if (!ends_in_unit(passage->text, at, mark))
      length += digits;
    if (letters && g_hash_table_contains(found, key) &&
        judge_letters(passage->text, mark, letters) == RAISED_MARK)
      length += letters;
    cut(passage, at + after_digit, length - after_digit);
  }
}

void rc_notes_link(GPtrArray *passages) {
  g_autoptr(GHashTable) marks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  Place from = {0, 0};
  guint64 steps = 0;
  for (guint i = 0; i < passages->len; i++) {
    RcPassage *note = g_ptr_array_index(passages, i);
    const char *space =
        note->kind == RC_KIND_FOOTNOTE && note->number ? strrchr(note->number, ' ') : NULL;
    if (!space)
      continue;
    /* The mark of a footnote stands on its own page; that of an endnote anywhere before.  What is
     * surely a mark further on is better than what may be one nearby. */
    const char *number = space + 1;
    guint32 page = first_page(note);
    Place found;
    if (!find_mark(passages, from, number, page, page, RAISED_MARK, &steps, &found) &&
        !find_mark(passages, from, number, 1, page, RAISED_MARK, &steps, &found) &&
        !find_mark(passages, from, number, page, page, STRONG_MARK, &steps, &found) &&
        !find_mark(passages, from, number, page, page, WEAK_MARK, &steps, &found) &&
        !find_mark(passages, from, number, 1, page, STRONG_MARK, &steps, &found))
      continue;
    RcPassage *caller = g_ptr_array_index(passages, found.passage);
    g_hash_table_add(marks, mark_key(caller, found.offset, number, strlen(number)));
    cut(caller, found.offset, strlen(number));
    note->footnote_of = caller->ordinal;
    from = found;
  }
  for (guint i = 0; i < passages->len; i++)
    drop_signs(g_ptr_array_index(passages, i), marks);
}
