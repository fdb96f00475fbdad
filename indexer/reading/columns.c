/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "columns.h"

#include <math.h>
#include <stdlib.h>

/* Columns within columns. */
#define DEPTH_MAX 6
/* More lines than this are no page of columns but an attack or a drawing. */
#define LINES_MAX 600
/* Each side of a gutter has this many lines that stand beside one another... */
#define SIDE_LINES_MIN 4
/* ...this wide, in points, at least... */
#define SIDE_WIDTH_MIN 80.0f
/* ...and this share of them nearly fills the width, as running text does. */
#define FILLED_SHARE 0.4
#define FILLED_WIDTH 0.7f
/* Clear space between columns, in points. */
#define GUTTER_WIDTH_MIN 5.0f

/* Looking for columns compares lines with lines and strips: a page of print takes less than a
 * hundredth of this.  One that takes more is put into the order of its lines' heights: all of
 * its text is kept. */
#define STEPS_MAX (8 * 1000 * 1000)

typedef struct {
  const RcPage *page;
  GArray *placed;
  guint regions;
  guint64 *steps; /* comparisons made for the page so far */
} Placer;

/* What stands on one side of a gutter. */
typedef struct {
  guint lines;  /* that have others beside them */
  float width;  /* that a fifth of them exceeds: one long title does not count */
  guint filled; /* lines that nearly have this width */
  guint labels; /* lines that end in a colon: they say what stands beside them */
} Side;

static const RcLine *line_at(const Placer *placer, const GArray *lines, guint i) {
  return &g_array_index(placer->page->lines, RcLine, g_array_index(lines, guint, i));
}

static float middle(const RcLine *line) {
  return (line->box.y1 + line->box.y2) / 2;
}

static int compare_by_top(gconstpointer a, gconstpointer b, gpointer data) {
  const RcPage *page = data;
  const RcLine *x = &g_array_index(page->lines, RcLine, *(const guint *)a);
  const RcLine *y = &g_array_index(page->lines, RcLine, *(const guint *)b);
  return (middle(x) > middle(y)) - (middle(x) < middle(y));
}

static int compare_by_left(gconstpointer a, gconstpointer b, gpointer data) {
  const RcPage *page = data;
  const RcLine *x = &g_array_index(page->lines, RcLine, *(const guint *)a);
  const RcLine *y = &g_array_index(page->lines, RcLine, *(const guint *)b);
  return (x->box.x1 > y->box.x1) - (x->box.x1 < y->box.x1);
}

/* Places the lines of one region: by height, and those of one height by where
 * they begin.  `lines` is sorted by height. */
static void place_region(Placer *placer, GArray *lines) {
  guint end;
  for (guint first = 0; first < lines->len; first = end) {
    for (end = first + 1; end < lines->len && rc_box_is_beside(&line_at(placer, lines, first)->box,
                                                               &line_at(placer, lines, end)->box);)
      end++;
    g_qsort_with_data(&g_array_index(lines, guint, first), (int)(end - first), sizeof(guint),
                      compare_by_left, (gpointer)placer->page);
  }
  for (guint i = 0; i < lines->len; i++) {
    RcPlacedLine placed = {g_array_index(lines, guint, i), placer->regions};
    g_array_append_val(placer->placed, placed);
  }
  placer->regions += lines->len > 0;
}

/* --- gutters --- */

/* True if the line stands beside another on the other side of `x`; `lines` is
 * sorted by height, so only neighbours need to be looked at. */
static bool has_neighbour(const Placer *placer, const GArray *lines, guint i, float x) {
  const RcLine *line = line_at(placer, lines, i);
  bool left = line->box.x2 <= x;
  for (int step = -1; step <= 1; step += 2) {
    for (guint k = i + (guint)step; k < lines->len; k += (guint)step) {
      const RcLine *other = line_at(placer, lines, k);
      ++*placer->steps;
      if (fabsf(middle(other) - middle(line)) > line->box.y2 - line->box.y1)
        break;
      /* Those of neighbouring columns may stand half a line higher or lower. */
      float overlap = fminf(line->box.y2, other->box.y2) - fmaxf(line->box.y1, other->box.y1);
      float smaller = fminf(line->box.y2 - line->box.y1, other->box.y2 - other->box.y1);
      if ((left ? other->box.x1 >= x : other->box.x2 <= x) && overlap > 0.3f * smaller)
        return true;
    }
  }
  return false;
}

static Side measure_side(GArray *widths) {
  Side side = {.lines = widths->len};
  g_array_sort(widths, rc_compare_floats);
  side.width = widths->len ? g_array_index(widths, float, widths->len * 4 / 5) : 0;
  for (guint i = 0; i < widths->len; i++)
    side.filled += g_array_index(widths, float, i) >= FILLED_WIDTH * side.width;
  return side;
}

static void measure_sides(const Placer *placer, const GArray *lines, float x, Side sides[2]) {
  g_autoptr(GArray) left = g_array_new(FALSE, FALSE, sizeof(float));
  g_autoptr(GArray) right = g_array_new(FALSE, FALSE, sizeof(float));
  guint labels = 0;
  for (guint i = 0; i < lines->len; i++) {
    const RcLine *line = line_at(placer, lines, i);
    float width = line->box.x2 - line->box.x1;
    if (!has_neighbour(placer, lines, i, x))
      continue;
    g_array_append_val(line->box.x1 >= x ? right : left, width);
    const char *end = placer->page->text + line->end;
    labels += line->box.x1 < x && line->end > line->start && end[-1] == ':';
  }
  sides[0] = measure_side(left);
  sides[1] = measure_side(right);
  sides[0].labels = labels;
}

/* --- stretches --- */

/* A clear strip, from left to right edge. */
typedef struct {
  float from, to;
} Strip;

/* Lines [first, end) of a region that leave a strip clear between them. */
typedef struct {
  guint first, end;
  float gutter; /* within the strip */
  guint score;  /* lines on the poorer side */
} Stretch;

/* Sets `left_clear` to what of `strips` the line leaves clear. */
static void cut_strips(const GArray *strips, const RcLine *line, GArray *left_clear) {
  g_array_set_size(left_clear, 0);
  for (guint i = 0; i < strips->len; i++) {
    Strip strip = g_array_index(strips, Strip, i);
    Strip before = {strip.from, fminf(strip.to, line->box.x1)};
    Strip after = {fmaxf(strip.from, line->box.x2), strip.to};
    if (line->box.x1 >= strip.to || line->box.x2 <= strip.from) {
      g_array_append_val(left_clear, strip);
      continue;
    }
    if (before.to - before.from >= GUTTER_WIDTH_MIN)
      g_array_append_val(left_clear, before);
    if (after.to - after.from >= GUTTER_WIDTH_MIN)
      g_array_append_val(left_clear, after);
  }
}

/* Weighs every strip that lines [first, end) leave clear against the best so far. */
static void weigh_strips(const Placer *placer, const GArray *lines, guint first, guint end,
                         const GArray *strips, Stretch *best) {
  g_autoptr(GArray) part = g_array_new(FALSE, FALSE, sizeof(guint));
  g_array_append_vals(part, &g_array_index(lines, guint, first), end - first);
  for (guint i = 0; i < strips->len && *placer->steps < STEPS_MAX; i++) {
    const Strip *strip = &g_array_index(strips, Strip, i);
    float gutter = (strip->from + strip->to) / 2;
    Side sides[2];
    measure_sides(placer, part, gutter, sides);
    *placer->steps += part->len;
    guint score = MIN(sides[0].lines, sides[1].lines);
    bool columns = score >= SIDE_LINES_MIN && score > best->score &&
                   2 * sides[0].labels < MAX(sides[0].lines, 1);
    /* Running text fills its column; the cells of a table and labels do not. */
    for (int side = 0; side < 2; side++)
      columns &= sides[side].width >= SIDE_WIDTH_MIN &&
                 sides[side].filled >= FILLED_SHARE * sides[side].lines;
    if (columns)
      *best = (Stretch){first, end, gutter, score};
  }
}

/* The longest way down from `first` on which some strip stays clear; the strips that do
 * are in strips[0] then, strips[1] is for what comes next. */
static guint follow_strips(const Placer *placer, const GArray *lines, guint first,
                           GArray *strips[2]) {
  Strip all = {0, placer->page->width};
  g_array_set_size(strips[0], 0);
  g_array_append_val(strips[0], all);
  float left = INFINITY, right = -INFINITY;
  guint end = first;
  for (; end < lines->len && *placer->steps < STEPS_MAX; end++) {
    const RcLine *line = line_at(placer, lines, end);
    GArray *next = strips[1];
    cut_strips(strips[0], line, next);
    *placer->steps += strips[0]->len + next->len;
    left = fminf(left, line->box.x1);
    right = fmaxf(right, line->box.x2);
    bool clear = end == first;
    for (guint i = 0; i < next->len; i++)
      clear |=
          g_array_index(next, Strip, i).from > left && g_array_index(next, Strip, i).to < right;
    /* Until both sides have been met, the strips lie outside of what was seen. */
    clear |= next->len > 0 && end - first < 2 * SIDE_LINES_MIN;
    if (!clear)
      break;
    strips[1] = strips[0];
    strips[0] = next;
  }
  return end;
}

/* The stretch with most lines beside a gutter; false if there is none. */
static bool find_stretch(const Placer *placer, const GArray *lines, Stretch *best) {
  GArray *strips[2];
  for (int i = 0; i < 2; i++)
    strips[i] = g_array_new(FALSE, FALSE, sizeof(Strip));
  *best = (Stretch){0};
  guint reached = 0;
  for (guint first = 0; first + 2 * SIDE_LINES_MIN <= lines->len && *placer->steps < STEPS_MAX;
       first++) {
    guint end = follow_strips(placer, lines, first, strips);
    /* A later start that ends at the same line sees no more. */
    if (end - first < 2 * SIDE_LINES_MIN || (end == reached && best->end == end))
      continue;
    reached = end;
    weigh_strips(placer, lines, first, end, strips[0], best);
  }
  for (int i = 0; i < 2; i++)
    g_array_unref(strips[i]);
  /* What was found before the end of all looking is as good as none. */
  return best->score > 0 && *placer->steps < STEPS_MAX;
}

/* Rows of a table that may stand below columns or above them and leave the gutter clear. */
#define TAIL_ROWS_MIN 3
/* White space above it, in heights of a line. */
#define TAIL_GAP 0.7f
/* The share of its lines that may be as long as those of the columns. */
#define TAIL_FILLED_SHARE 0.25f

/* True if lines [first, end) of the stretch look like a table: short on both sides. */
static bool is_tail(const Placer *placer, const GArray *lines, guint first, const Stretch *stretch,
                    const Side sides[2]) {
  guint beside[2] = {0, 0}, filled = 0;
  for (guint i = first; i < stretch->end; i++) {
    const RcLine *line = line_at(placer, lines, i);
    int side = line->box.x1 >= stretch->gutter;
    beside[side]++;
    filled += line->box.x2 - line->box.x1 >= FILLED_WIDTH * sides[side].width;
  }
  return beside[0] >= TAIL_ROWS_MIN && beside[1] >= TAIL_ROWS_MIN &&
         filled <= TAIL_FILLED_SHARE * (beside[0] + beside[1]);
}

/* Ends a stretch before a table that stands below its columns, apart from both. */
static void cut_tail(const Placer *placer, const GArray *lines, Stretch *stretch) {
  g_autoptr(GArray) part = g_array_new(FALSE, FALSE, sizeof(guint));
  g_array_append_vals(part, &g_array_index(lines, guint, stretch->first),
                      stretch->end - stretch->first);
  Side sides[2];
  measure_sides(placer, part, stretch->gutter, sides);
  float bottom = -INFINITY;
  for (guint i = stretch->first; i < stretch->end; i++) {
    const RcLine *line = line_at(placer, lines, i);
    bool apart = line->box.y1 - bottom > TAIL_GAP * (line->box.y2 - line->box.y1);
    bool enough = i - stretch->first >= 2 * SIDE_LINES_MIN;
    if (apart && enough)
      *placer->steps += stretch->end - i;
    if (*placer->steps >= STEPS_MAX)
      return;
    if (apart && enough && is_tail(placer, lines, i, stretch, sides)) {
      stretch->end = i;
      return;
    }
    bottom = fmaxf(bottom, line->box.y2);
  }
}

/* Begins a stretch below the rows of a table that stands over its columns: on the right these have
 * figures alone, as no text has. */
static void cut_head(const Placer *placer, const GArray *lines, Stretch *stretch) {
  guint cut = stretch->first, figures = 0;
  for (guint i = stretch->first; i < stretch->end; i++) {
    const RcLine *line = line_at(placer, lines, i);
    if (line->box.x1 < stretch->gutter)
      continue;
    bool letter = false;
    for (const char *p = placer->page->text + line->start; p < placer->page->text + line->end;
         p = g_utf8_next_char(p))
      letter |= g_unichar_isalpha(g_utf8_get_char(p));
    if (letter)
      break;
    cut = i + 1;
    figures++;
  }
  if (figures < TAIL_ROWS_MIN) /* the number of the page */
    return;
  while (cut > stretch->first && cut < stretch->end &&
         rc_box_is_beside(&line_at(placer, lines, cut - 1)->box, &line_at(placer, lines, cut)->box))
    cut++;
  stretch->first = cut;
}

static void place_lines(Placer *placer, GArray *lines, int depth);

/* Places the lines [first, end) that `keep` the side of the gutter; -1: all. */
static void place_part(Placer *placer, const GArray *lines, guint first, guint end, float gutter,
                       int side, int depth) {
  g_autoptr(GArray) part = g_array_new(FALSE, FALSE, sizeof(guint));
  for (guint i = first; i < end; i++) {
    guint number = g_array_index(lines, guint, i);
    if (side < 0 || (line_at(placer, lines, i)->box.x1 >= gutter) == side)
      g_array_append_val(part, number);
  }
  place_lines(placer, part, depth);
}

/* What is above the columns, the columns from left to right, what is below. */
static void place_lines(Placer *placer, GArray *lines, int depth) {
  Stretch stretch;
  if (depth >= DEPTH_MAX || lines->len < 2 * SIDE_LINES_MIN || lines->len > LINES_MAX ||
      !find_stretch(placer, lines, &stretch)) {
    place_region(placer, lines);
    return;
  }
  cut_tail(placer, lines, &stretch);
  cut_head(placer, lines, &stretch);
  place_part(placer, lines, 0, stretch.first, 0, -1, depth + 1);
  place_part(placer, lines, stretch.first, stretch.end, stretch.gutter, 0, depth + 1);
  place_part(placer, lines, stretch.first, stretch.end, stretch.gutter, 1, depth + 1);
  place_part(placer, lines, stretch.end, lines->len, 0, -1, depth + 1);
}

GArray *rc_columns_place(const RcPage *page) {
  guint64 steps = 0;
  Placer placer = {page, g_array_new(FALSE, FALSE, sizeof(RcPlacedLine)), 0, &steps};
  g_autoptr(GArray) lines = g_array_sized_new(FALSE, FALSE, sizeof(guint), page->lines->len);
  for (guint i = 0; i < page->lines->len; i++)
    g_array_append_val(lines, i);
  g_array_sort_with_data(lines, compare_by_top, (gpointer)page);
  place_lines(&placer, lines, 0);
  return placer.placed;
}
