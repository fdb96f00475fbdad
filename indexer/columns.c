/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "columns.h"

#include <math.h>
#include <stdlib.h>

/* Columns within columns. */
#define DEPTH_MAX 4
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

typedef struct {
  const RcPage *page;
  GArray *placed;
  guint regions;
} Placer;

/* What stands on one side of a gutter. */
typedef struct {
  guint lines;
  float width; /* of the widest */
} Side;

static const RcLine *line_at(const Placer *placer, const GArray *lines, guint i) {
  return &g_array_index(placer->page->lines, RcLine, g_array_index(lines, guint, i));
}

static float middle(const RcLine *line) {
  return (line->box.y1 + line->box.y2) / 2;
}

static bool same_height(const RcLine *a, const RcLine *b) {
  float overlap = fminf(a->box.y2, b->box.y2) - fmaxf(a->box.y1, b->box.y1);
  float smaller = fminf(a->box.y2 - a->box.y1, b->box.y2 - b->box.y1);
  return overlap > 0.5f * smaller;
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
    for (end = first + 1;
         end < lines->len && same_height(line_at(placer, lines, first), line_at(placer, lines, end));)
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
      if (fabsf(middle(other) - middle(line)) > line->box.y2 - line->box.y1)
        break;
      if ((left ? other->box.x1 >= x : other->box.x2 <= x) && same_height(line, other))
        return true;
    }
  }
  return false;
}

static void count_sides(const Placer *placer, const GArray *lines, float x, Side sides[2]) {
  sides[0] = sides[1] = (Side){0};
  for (guint i = 0; i < lines->len; i++) {
    const RcLine *line = line_at(placer, lines, i);
    bool right = line->box.x1 >= x;
    if ((!right && line->box.x2 > x) || !has_neighbour(placer, lines, i, x))
      continue;
    Side *side = &sides[right];
    side->lines++;
    side->width = fmaxf(side->width, line->box.x2 - line->box.x1);
  }
}

/* Running text fills its column; the cells of a table and labels do not. */
static bool is_filled(const Placer *placer, const GArray *lines, float x, const Side sides[2]) {
  guint filled[2] = {0, 0};
  for (guint i = 0; i < lines->len; i++) {
    const RcLine *line = line_at(placer, lines, i);
    bool right = line->box.x1 >= x;
    if ((!right && line->box.x2 > x) || !has_neighbour(placer, lines, i, x))
      continue;
    filled[right] += line->box.x2 - line->box.x1 >= FILLED_WIDTH * sides[right].width;
  }
  return filled[0] >= FILLED_SHARE * sides[0].lines && filled[1] >= FILLED_SHARE * sides[1].lines;
}

static bool are_columns(const Placer *placer, const GArray *lines, float x, const Side sides[2]) {
  for (int i = 0; i < 2; i++)
    if (sides[i].lines < SIDE_LINES_MIN || sides[i].width < SIDE_WIDTH_MIN)
      return false;
  return is_filled(placer, lines, x, sides);
}

/* True if no line that does not cross `x` comes nearer to it than a gutter's
 * width; `x` is the right edge of some line. */
static bool is_clear(const Placer *placer, const GArray *lines, float x) {
  for (guint i = 0; i < lines->len; i++) {
    const RcLine *line = line_at(placer, lines, i);
    if (line->box.x1 >= x && line->box.x1 < x + GUTTER_WIDTH_MIN)
      return false;
  }
  return true;
}

/* The gutter with most lines beside it; false if there is none. */
static bool find_gutter(const Placer *placer, const GArray *lines, float *gutter) {
  guint best = 0;
  float last = -INFINITY;
  g_autoptr(GArray) edges = g_array_new(FALSE, FALSE, sizeof(float));
  for (guint i = 0; i < lines->len; i++) {
    float edge = ceilf(line_at(placer, lines, i)->box.x2);
    g_array_append_val(edges, edge);
  }
  for (guint i = 0; i < edges->len; i++) {
    float x = g_array_index(edges, float, i);
    Side sides[2];
    if (x == last || !is_clear(placer, lines, x))
      continue;
    last = x;
    count_sides(placer, lines, x, sides);
    guint score = MIN(sides[0].lines, sides[1].lines);
    if (score > best && are_columns(placer, lines, x, sides)) {
      best = score;
      *gutter = x;
    }
  }
  return best > 0;
}

/* --- bands --- */

static void place_lines(Placer *placer, GArray *lines, int depth);

/* The lines above the next one that crosses the gutter: left, then right; a band
 * too small for columns is read as one. */
static void place_band(Placer *placer, GArray *band, float gutter, int depth) {
  Side sides[2];
  count_sides(placer, band, gutter, sides);
  if (sides[0].lines < SIDE_LINES_MIN || sides[1].lines < SIDE_LINES_MIN) {
    place_region(placer, band);
    return;
  }
  for (int right = 0; right < 2; right++) {
    g_autoptr(GArray) side = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < band->len; i++)
      if ((line_at(placer, band, i)->box.x1 >= gutter) == right)
        g_array_append_val(side, g_array_index(band, guint, i));
    place_lines(placer, side, depth + 1);
  }
}

static void place_bands(Placer *placer, const GArray *lines, float gutter, int depth) {
  g_autoptr(GArray) band = g_array_new(FALSE, FALSE, sizeof(guint));
  g_autoptr(GArray) across = g_array_new(FALSE, FALSE, sizeof(guint));
  for (guint i = 0; i < lines->len; i++) {
    const RcLine *line = line_at(placer, lines, i);
    bool crosses = line->box.x1 < gutter && line->box.x2 > gutter;
    GArray *other = crosses ? band : across;
    if (other->len) {
      if (crosses)
        place_band(placer, band, gutter, depth);
      else
        place_region(placer, across);
      g_array_set_size(other, 0);
    }
    guint number = g_array_index(lines, guint, i);
    g_array_append_val(crosses ? across : band, number);
  }
  place_region(placer, across);
  if (band->len)
    place_band(placer, band, gutter, depth);
}

static void place_lines(Placer *placer, GArray *lines, int depth) {
  float gutter;
  if (depth < DEPTH_MAX && lines->len >= 2 * SIDE_LINES_MIN && lines->len <= LINES_MAX &&
      find_gutter(placer, lines, &gutter))
    place_bands(placer, lines, gutter, depth);
  else
    place_region(placer, lines);
}

GArray *rc_columns_place(const RcPage *page) {
  Placer placer = {page, g_array_new(FALSE, FALSE, sizeof(RcPlacedLine)), 0};
  g_autoptr(GArray) lines = g_array_sized_new(FALSE, FALSE, sizeof(guint), page->lines->len);
  for (guint i = 0; i < page->lines->len; i++)
    g_array_append_val(lines, i);
  g_array_sort_with_data(lines, compare_by_top, (gpointer)page);
  place_lines(&placer, lines, 0);
  return placer.placed;
}
