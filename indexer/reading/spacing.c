/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spacing.h"

#include <math.h>

/* Words of a line that has fallen apart are shorter than this on average, in letters, */
#define LETTERS_MAX 2.5
/* and there are so many of them at least. */
#define WORDS_MIN 5
/* Pieces of one line stand no further apart than this, in heights. */
#define PIECE_GAP 2.5f
/* The least gap between words is so many times as wide as the widest within one... */
#define WORD_TO_LETTER 1.5f
/* ...and these are such a share of all. */
#define LETTER_GAPS 0.4

static RcLine *line_at(const RcPage *page, guint i) {
  return &g_array_index(page->lines, RcLine, i);
}

/* Adds the letters of a line, and its words that have any. */
static void count_letters(const RcPage *page, const RcLine *line, guint *letters, guint *words) {
  bool in_word = false;
  const char *end = page->text + line->end;
  for (const char *p = page->text + line->start; p < end; p = g_utf8_next_char(p)) {
    bool letter = g_unichar_isalpha(g_utf8_get_char(p));
    *letters += letter;
    *words += letter && !in_word;
    in_word = letter || (in_word && *p != ' ');
  }
}

static gint compare_places(gconstpointer a, gconstpointer b, gpointer data) {
  const RcLine *x = line_at(data, *(const guint *)a), *y = line_at(data, *(const guint *)b);
  float dx = x->box.x1 - y->box.x1, dy = x->box.y1 + x->box.y2 - y->box.y1 - y->box.y2;
  float d = fabsf(dy) > fminf(x->box.y2 - x->box.y1, 8) ? dy : dx;
  return (d > 0) - (d < 0);
}

/* The first gap at or after a byte. */
static guint find_gap(const GArray *gaps, guint32 byte) {
  guint low = 0, high = gaps->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (g_array_index(gaps, RcGap, middle).byte < byte)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The width from which a gap parts words, of the pieces [first, end) in `order`; 0 if they are no
 * stretched line. */
static float measure_space(const RcPage *page, const GArray *gaps, const guint *order, guint first,
                           guint end) {
  guint letters = 0, words = 0;
  for (guint i = first; i < end; i++)
    count_letters(page, line_at(page, order[i]), &letters, &words);
  if (words < WORDS_MIN || letters > LETTERS_MAX * words)
    return 0;
  g_autoptr(GArray) widths = g_array_new(FALSE, FALSE, sizeof(float));
  for (guint i = first; i < end; i++) {
    const RcLine *line = line_at(page, order[i]);
    for (guint k = find_gap(gaps, line->start);
         k < gaps->len && g_array_index(gaps, RcGap, k).byte < line->end; k++)
      g_array_append_val(widths, g_array_index(gaps, RcGap, k).width);
    float between = i > first ? line->box.x1 - line_at(page, order[i - 1])->box.x2 : 0;
    if (between > 0)
      g_array_append_val(widths, between);
  }
  g_array_sort(widths, rc_compare_floats);
  float best = WORD_TO_LETTER, space = 0;
  for (guint i = 1; i < widths->len; i++) {
    float narrow = g_array_index(widths, float, i - 1), wide = g_array_index(widths, float, i);
    if (i >= LETTER_GAPS * widths->len && narrow > 0 && wide / narrow > best) {
      best = wide / narrow;
      space = sqrtf(narrow * wide);
    }
  }
  return space;
}

/* True if the gaps that are no spaces then stand between letters, and none before a capital:
 * short words and figures are no letters of a word. */
static bool joins_letters(const RcPage *page, const GArray *gaps, const guint *order, guint first,
                          guint end, float space) {
  guint letters = 0, others = 0;
  for (guint i = first; i < end; i++) {
    const RcLine *line = line_at(page, order[i]);
    for (guint k = find_gap(gaps, line->start + 1);
         k < gaps->len && g_array_index(gaps, RcGap, k).byte < line->end; k++) {
      const char *after = page->text + g_array_index(gaps, RcGap, k).byte;
      const char *before = after - 1;
      if (g_array_index(gaps, RcGap, k).width >= space || *before != ' ')
        continue;
      before = g_utf8_find_prev_char(page->text, before);
      gunichar left = before ? g_utf8_get_char(before) : 0, right = g_utf8_get_char(after);
      if (g_unichar_islower(left) && g_unichar_isupper(right))
        return false;
      bool both = g_unichar_isalpha(left) && g_unichar_isalpha(right);
      letters += both;
      others += !both;
    }
  }
  return letters >= WORDS_MIN - 1 && letters >= 2 * others;
}

/* A page in the making. */
typedef struct {
  GString *text;
  GArray *lines, *spans;
} Remade;

/* Appends bytes [start, end) of the page without the spaces that are narrower than `space`. */
static void append_text(Remade *remade, const RcPage *page, const GArray *gaps, guint32 start,
                        guint32 end, float space) {
  guint k = find_gap(gaps, start + 1);
  for (guint32 byte = start; byte < end; byte++) {
    while (k < gaps->len && g_array_index(gaps, RcGap, k).byte <= byte)
      k++;
    bool narrow = page->text[byte] == ' ' && k < gaps->len &&
                  g_array_index(gaps, RcGap, k).byte == byte + 1 &&
                  g_array_index(gaps, RcGap, k).width < space;
    if (!narrow)
      g_string_append_c(remade->text, page->text[byte]);
  }
}

/* Appends a piece with its spans to the last line. */
static void append_piece(Remade *remade, const RcPage *page, const GArray *gaps,
                         const RcLine *piece, float space) {
  guint32 done = piece->start;
  for (guint i = 0; i < piece->span_count; i++) {
    RcSpan span = g_array_index(page->spans, RcSpan, piece->first_span + i);
    guint32 start = MAX(span.start, done), end = MIN(span.end, piece->end);
    if (start >= end)
      continue;
    append_text(remade, page, gaps, done, start, space);
    span.start = (guint32)remade->text->len;
    append_text(remade, page, gaps, start, end, space);
    span.end = (guint32)remade->text->len;
    g_array_append_val(remade->spans, span);
    done = end;
  }
  append_text(remade, page, gaps, done, piece->end, space);
}

/* Appends a line of the pieces [first, end) in `order`. */
static void append_line(Remade *remade, const RcPage *page, const GArray *gaps, const guint *order,
                        guint first, guint end, float space) {
  RcLine line = *line_at(page, order[first]);
  line.start = (guint32)remade->text->len;
  line.first_span = remade->spans->len;
  for (guint i = first; i < end; i++) {
    const RcLine *piece = line_at(page, order[i]);
    if (i > first && piece->box.x1 - line.box.x2 >= space &&
        remade->text->str[remade->text->len - 1] != ' ')
      g_string_append_c(remade->text, ' ');
    append_piece(remade, page, gaps, piece, space);
    line.box.x2 = fmaxf(line.box.x2, piece->box.x2);
    line.box.y1 = fminf(line.box.y1, piece->box.y1);
    line.box.y2 = fmaxf(line.box.y2, piece->box.y2);
  }
  line.end = (guint32)remade->text->len;
  line.span_count = remade->spans->len - line.first_span;
  g_string_append_c(remade->text, '\n');
  g_array_append_val(remade->lines, line);
}

/* True if some line has fallen into letters: hardly any page has one. */
static bool has_letters_apart(const RcPage *page) {
  for (guint i = 0; i < page->lines->len; i++) {
    guint letters = 0, words = 0;
    count_letters(page, line_at(page, i), &letters, &words);
    if (words >= WORDS_MIN && letters <= LETTERS_MAX * words)
      return true;
  }
  return false;
}

void rc_spacing_close(RcPage *page, const GArray *gaps) {
  if (!has_letters_apart(page))
    return;
  guint count = page->lines->len;
  g_autofree guint *order = g_new(guint, count), *ends = g_new0(guint, count);
  g_autofree float *spaces = g_new0(float, count);
  for (guint i = 0; i < count; i++)
    order[i] = i;
  g_qsort_with_data(order, (int)count, sizeof(guint), compare_places, page);
  /* By their first piece in the page's order: where a stretched line ends, and its space. */
  g_autofree guint *place = g_new0(guint, count);
  g_autofree bool *joined = g_new0(bool, count);
  for (guint first = 0, end; first < count; first = end) {
    for (end = first + 1; end < count; end++) {
      const RcBox *left = &line_at(page, order[end - 1])->box;
      const RcBox *right = &line_at(page, order[end])->box;
      float gap = right->x1 - left->x2;
      bool turned = line_at(page, order[end - 1])->turn || line_at(page, order[end])->turn;
      if (turned || !rc_box_is_beside(left, right) || gap < 0 ||
          gap > PIECE_GAP * (left->y2 - left->y1))
        break;
    }
    float space = measure_space(page, gaps, order, first, end);
    if (space > 0 && !joins_letters(page, gaps, order, first, end, space))
      space = 0;
    guint lead = order[first];
    for (guint i = first; space > 0 && i < end; i++) {
      lead = MIN(lead, order[i]);
      joined[order[i]] = true;
    }
    place[lead] = first;
    ends[lead] = space > 0 ? end : 0;
    spaces[lead] = space;
  }
  Remade remade = {g_string_new(NULL), g_array_new(FALSE, FALSE, sizeof(RcLine)),
                   g_array_new(FALSE, FALSE, sizeof(RcSpan))};
  for (guint i = 0; i < count; i++) {
    if (ends[i])
      append_line(&remade, page, gaps, order, place[i], ends[i], spaces[i]);
    else if (!joined[i])
      append_line(&remade, page, gaps, &i, 0, 1, 0);
  }
  g_free(page->text);
  g_array_unref(page->lines);
  g_array_unref(page->spans);
  page->text = g_string_free(remade.text, FALSE);
  page->lines = remade.lines;
  page->spans = remade.spans;
}
