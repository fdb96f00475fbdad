/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "marginalia.h"

#include <math.h>
#include <string.h>

#include "pages.h"

static RcLine *line_at(const RcPage *page, guint i) {
  return &g_array_index(page->lines, RcLine, i);
}

static char *copy_text(const RcPage *page, const RcLine *line) {
  return g_strstrip(g_strndup(page->text + line->start, line->end - line->start));
}

/* Keeps the lines that are not marked. */
static void keep_lines(const RcPage *page, const bool *marked) {
  guint kept = 0;
  for (guint i = 0; i < page->lines->len; i++)
    if (!marked[i])
      *line_at(page, kept++) = *line_at(page, i);
  g_array_set_size(page->lines, kept);
}

/* --- watermarks --- */

/* A watermark is set so many times as large as the text at least. */
#define WATERMARK_SIZE 1.6f
/* More large lines than this are no watermark, nor a page of text. */
#define LARGE_MAX 200
/* A line of running text has so many bytes. */
#define RUNNING_BYTES 20
/* So many letters apart, aslant or down the page, are one. */
#define ASLANT_MIN 4

/* The size in which at least half of the page's text is set. */
static float text_size(const RcPage *page) {
  guint bytes[400] = {0}, all = 0, below = 0, bin = 0; /* by size in quarters of a point */
  for (guint i = 0; i < page->lines->len; i++) {
    const RcLine *line = line_at(page, i);
    bytes[(gsize)CLAMP(lrintf(line->size * 4), 0, 399)] += line->end - line->start;
    all += line->end - line->start;
  }
  while (bin < 399 && 2 * (below + bytes[bin]) < all)
    below += bytes[bin++];
  return (float)bin / 4;
}

static bool is_large(const RcLine *line, float size) {
  return size > 0 && line->size > WATERMARK_SIZE * size;
}

/* True if smaller text runs through the middle of the line and beneath half of its width. */
static bool lies_on_text(const RcPage *page, const RcLine *large, float size) {
  float height = large->box.y2 - large->box.y1, width = large->box.x2 - large->box.x1;
  for (guint i = 0; i < page->lines->len; i++) {
    const RcLine *line = line_at(page, i);
    float middle = (line->box.y1 + line->box.y2) / 2;
    float shared = fminf(line->box.x2, large->box.x2) - fmaxf(line->box.x1, large->box.x1);
    if (line->end - line->start >= RUNNING_BYTES && !is_large(line, size) &&
        middle > large->box.y1 + 0.2f * height && middle < large->box.y2 - 0.2f * height &&
        shared > 0.5f * width)
      return true;
  }
  return false;
}

/* True if two lines that follow one another are letters of a word that does not run along a
 * line of the page. */
static bool is_aslant(const RcLine *a, const RcLine *b) {
  float height = fmaxf(a->box.y2 - a->box.y1, b->box.y2 - b->box.y1);
  float down = fabsf(b->box.y1 + b->box.y2 - a->box.y1 - a->box.y2) / 2;
  float across = fabsf(b->box.x1 + b->box.x2 - a->box.x1 - a->box.x2) / 2;
  return a->size == b->size && down > 0.1f * height && down < 3 * height && across < 3 * height;
}

/* What a watermark is known by on other pages. */
static char *watermark_key(const RcPage *page, const RcLine *line) {
  g_autofree char *text = copy_text(page, line);
  return g_strdup_printf("%.0f %s", (double)line->size, text);
}

/* Marks the lines of watermarks; those that lie on text are known on other pages by `keys`. */
static void mark_watermarks(const RcPage *page, GHashTable *keys, bool *marked) {
  g_autoptr(GArray) letters = g_array_new(FALSE, FALSE, sizeof(guint));
  float size = text_size(page);
  guint large = 0, aslant = 0;
  for (guint i = 0; i < page->lines->len && large <= LARGE_MAX; i++) {
    const RcLine *line = line_at(page, i);
    if (!is_large(line, size))
      continue;
    large++;
    g_autofree char *text = copy_text(page, line);
    if (g_utf8_strlen(text, -1) <= 2)
      g_array_append_val(letters, i);
    else if ((marked[i] = lies_on_text(page, line, size)))
      g_hash_table_add(keys, watermark_key(page, line));
  }
  for (guint i = 1; i < letters->len; i++)
    aslant += is_aslant(line_at(page, g_array_index(letters, guint, i - 1)),
                        line_at(page, g_array_index(letters, guint, i)));
  bool is_watermark = letters->len >= ASLANT_MIN && 2 * aslant >= letters->len;
  for (guint i = 0; i < letters->len && is_watermark; i++)
    marked[g_array_index(letters, guint, i)] = true;
}

/* --- numbers of lines --- */

/* So many numbers down a margin before they are those of lines. */
#define NUMBERS_MIN 4
/* They stand below one another, in sizes of type. */
#define NUMBERS_EDGE 1.5f
/* Of their pairs that follow one another, this share counts on by the same step. */
#define EVEN_SHARE 0.8
/* Lines that go on in lower case show that they are no items of a list. */
#define LOWER_CASE_SHARE 0.15

/* A number down the margin. */
typedef struct {
  guint line;
  guint value;
  guint32 bytes; /* of the line, white space after them included */
} Number;

static bool read_number(const RcPage *page, guint i, Number *number) {
  const RcLine *line = line_at(page, i);
  const char *text = page->text + line->start;
  guint32 length = line->turn ? 0 : line->end - line->start, digits = 0, bytes;
  while (digits < length && digits < 5 && g_ascii_isdigit(text[digits]))
    digits++;
  for (bytes = digits; bytes < length && text[bytes] == ' ';)
    bytes++;
  if (digits == 0 || digits > 4 || (bytes == digits && bytes < length))
    return false;
  *number = (Number){i, (guint)strtoul(text, NULL, 10), bytes};
  return true;
}

static gint compare_heights(gconstpointer a, gconstpointer b, gpointer data) {
  const RcLine *x = line_at(data, *(const guint *)a), *y = line_at(data, *(const guint *)b);
  return (x->box.y2 > y->box.y2) - (x->box.y2 < y->box.y2);
}

/* The text that stands to the right of a number or after it, NULL if none does. */
static const char *text_beside(const RcPage *page, const GArray *order, guint place,
                               const Number *number) {
  const RcLine *own = line_at(page, number->line);
  if (number->bytes < own->end - own->start)
    return page->text + own->start + number->bytes;
  const RcLine *nearest = NULL;
  for (int step = -1; step <= 1; step += 2) {
    for (guint i = place + (guint)step; i < order->len && i - place + 8 < 17; i += (guint)step) {
      const RcLine *line = line_at(page, g_array_index(order, guint, i));
      if (rc_box_is_beside(&own->box, &line->box) && line->box.x1 > own->box.x2 &&
          (!nearest || line->box.x1 < nearest->box.x1))
        nearest = line;
    }
  }
  return nearest ? page->text + nearest->start : NULL;
}

/* The numbers down the left margin of the page, from its top: nothing but a few running heads
 * begins as far to the left. */
static GArray *find_numbers(const RcPage *page, const GArray *order) {
  GArray *numbers = g_array_new(FALSE, FALSE, sizeof(Number));
  float left = INFINITY;
  Number number;
  for (guint i = 0; i < page->lines->len; i++)
    if (read_number(page, i, &number))
      left = fminf(left, line_at(page, i)->box.x1);
  guint others = 0;
  for (guint i = 0; i < order->len; i++) {
    guint line = g_array_index(order, guint, i);
    float edge = left + NUMBERS_EDGE * line_at(page, line)->size;
    bool outside = line_at(page, line)->box.x1 < edge;
    if (outside && read_number(page, line, &number))
      g_array_append_val(numbers, number);
    else
      others += outside;
  }
  if (4 * others > numbers->len)
    g_array_set_size(numbers, 0);
  return numbers;
}

/* True if the numbers count lines: by one, beside lines that are not each an item of its own, or
 * by more, with lines between that have none. */
static bool count_lines(const RcPage *page, const GArray *order, const GArray *numbers) {
  guint steps[11] = {0}, step = 1, lower_case = 0, worded = 0, place = 0;
  for (guint i = 0; i < numbers->len; i++) {
    const Number *number = &g_array_index(numbers, Number, i);
    guint before = i ? g_array_index(numbers, Number, i - 1).value : number->value;
    guint on = number->value - before;
    if (on >= 1 && on <= 10)
      steps[on]++;
    while (place + 1 < order->len && g_array_index(order, guint, place) != number->line)
      place++;
    const char *text = text_beside(page, order, place, number);
    gunichar first = text ? g_utf8_get_char(text) : 0;
    worded += g_unichar_isalpha(first) || g_unichar_ispunct(first);
    lower_case += g_unichar_islower(first);
  }
  for (guint on = 2; on <= 10; on++)
    step = steps[on] > steps[step] ? on : step;
  if (steps[step] < EVEN_SHARE * (numbers->len - 1) || 2 * worded < numbers->len)
    return false;
  return step == 1 ? lower_case > LOWER_CASE_SHARE * numbers->len
                   : (step == 2 || step == 5 || step == 10) &&
                         page->lines->len > (step / 2 + 1) * numbers->len;
}

static void remove_numbers(const RcPage *page, bool *marked) {
  g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(guint));
  for (guint i = 0; i < page->lines->len; i++)
    g_array_append_val(order, i);
  g_array_sort_with_data(order, compare_heights, (gpointer)page);
  g_autoptr(GArray) numbers = find_numbers(page, order);
  if (numbers->len < NUMBERS_MIN || !count_lines(page, order, numbers))
    return;
  for (guint i = 0; i < numbers->len; i++) {
    const Number *number = &g_array_index(numbers, Number, i);
    RcLine *line = line_at(page, number->line);
    if (number->bytes == line->end - line->start) {
      marked[number->line] = true;
      continue;
    }
    float share = (float)number->bytes / (float)(line->end - line->start);
    line->box.x1 += share * (line->box.x2 - line->box.x1);
    line->start += number->bytes;
  }
}

void rc_marginalia_remove(const GPtrArray *pages) {
  g_autoptr(GHashTable) keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint p = 0; p < pages->len; p++) {
    const RcPage *page = g_ptr_array_index(pages, p);
    g_autofree bool *marked = g_new0(bool, page->lines->len + 1);
    mark_watermarks(page, keys, marked);
    keep_lines(page, marked);
    memset(marked, 0, page->lines->len);
    remove_numbers(page, marked);
    keep_lines(page, marked);
  }
  for (guint p = 0; p < pages->len && g_hash_table_size(keys) > 0; p++) {
    const RcPage *page = g_ptr_array_index(pages, p);
    g_autofree bool *marked = g_new0(bool, page->lines->len + 1);
    float size = text_size(page);
    for (guint i = 0; i < page->lines->len; i++) {
      g_autofree char *key =
          is_large(line_at(page, i), size) ? watermark_key(page, line_at(page, i)) : NULL;
      marked[i] = key && g_hash_table_contains(keys, key);
    }
    keep_lines(page, marked);
  }
}
