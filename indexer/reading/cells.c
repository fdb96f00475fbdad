/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells.h"

#include <math.h>
#include <string.h>

#include "record.h"

/* A head has no more rows than this. */
#define HEAD_ROWS_MAX 8
/* Pieces of a head and of a row belong to a column of which they cover this share, or which
 * covers this share of them. */
#define COVERED_SHARE 0.4f
/* A table that goes on on the next page begins at the same place, in points. */
#define PLACE_EVEN 6.0f
/* What stands over a column is no longer than this, in bytes. */
#define LABEL_BYTES_MAX 300

/* A column, from left to right edge of its cells and to the middle of the space beside them. */
typedef struct {
  float x1, x2;
  float from, to;
  char label[LABEL_BYTES_MAX + 1]; /* what stands over it */
} Column;

static const RcBox *box_of(const RcRow *row, guint cell) {
  return &g_array_index(row->boxes, RcBox, cell);
}

bool rc_cells_is_figure(const char *text) {
  bool digit = false, other = false;
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (g_unichar_isalpha(c))
      return false;
    digit |= g_unichar_isdigit(c);
    other |= g_unichar_type(c) != G_UNICODE_DASH_PUNCTUATION;
  }
  return digit || (*text && !other);
}

/* How many cells of the row are figures, but for those that may be years, "2019", "2014-2016",
 * where `but_years`: these stand over columns, too. */
static guint count_figures(const RcRow *row, bool but_years) {
  g_auto(GStrv) cells = g_strsplit(row->text, "\t", -1);
  guint figures = 0;
  for (guint i = 0; cells[i]; i++) {
    const char *text = cells[i];
    bool year = (strncmp(text, "19", 2) == 0 || strncmp(text, "20", 2) == 0) &&
                strspn(text, "0123456789") == 4;
    figures += rc_cells_is_figure(text) && !(but_years && year);
  }
  return figures;
}

/* The rows of the head of the table of rows [first, end). */
static guint measure_head(const GArray *rows, guint first, guint end) {
  guint head = 0, figured = 0, bold = 0, worded = 0;
  for (guint i = first; i < end; i++) {
    const RcRow *row = &g_array_index(rows, RcRow, i);
    bool has_figures = count_figures(row, i < first + HEAD_ROWS_MAX && !figured) > 0;
    figured += has_figures;
    bold += row->bold;
    if (figured == 0 && row->boxes->len > 1)
      head = i + 1 - first;
    worded += !has_figures;
  }
  if (figured > 0)
    return head <= HEAD_ROWS_MAX && 2 * figured >= end - first - head ? head : 0;
  bool stands_out = g_array_index(rows, RcRow, first).bold && 2 * bold < worded;
  return stands_out ? 1 : 0;
}

/* The columns in which the cells of rows [first, end) stand: of those rows that have as many
 * cells as any. */
static GArray *find_columns(const GArray *rows, guint first, guint end) {
  GArray *columns = g_array_new(FALSE, FALSE, sizeof(Column));
  guint most = 0, kept = 0;
  for (guint i = first; i < end; i++)
    most = MAX(most, g_array_index(rows, RcRow, i).boxes->len);
  for (guint i = first; i < end; i++) {
    const RcRow *row = &g_array_index(rows, RcRow, i);
    for (guint c = 0; c < row->boxes->len && row->boxes->len == most; c++) {
      Column column = {.x1 = box_of(row, c)->x1, .x2 = box_of(row, c)->x2};
      g_array_append_val(columns, column);
    }
  }
  g_array_sort(columns, rc_compare_floats); /* by x1, which comes first */
  for (guint i = 0; i < columns->len; i++) {
    Column *last = kept ? &g_array_index(columns, Column, kept - 1) : NULL;
    Column column = g_array_index(columns, Column, i);
    if (last && column.x1 < last->x2)
      last->x2 = fmaxf(last->x2, column.x2);
    else
      g_array_index(columns, Column, kept++) = column;
  }
  g_array_set_size(columns, kept);
  for (guint i = 0; i < kept; i++) {
    Column *column = &g_array_index(columns, Column, i);
    column->from = i ? (column[-1].x2 + column->x1) / 2 : -INFINITY;
    column->to = i + 1 < kept ? (column->x2 + column[1].x1) / 2 : INFINITY;
  }
  return columns;
}

/* Adds what a row of the head says to the columns over which it stands. */
static void read_head(GArray *columns, const RcRow *row) {
  g_auto(GStrv) cells = g_strsplit(row->text, "\t", -1);
  for (guint c = 0; cells[c]; c++) { /* a word is broken at the end of a line */
    for (char *end = cells[c]; (end = strstr(end, "-\n"));)
      if (end > cells[c] && g_unichar_isalpha(g_utf8_get_char(g_utf8_prev_char(end))))
        memmove(end, end + 2, strlen(end + 2) + 1);
      else
        end++;
  }
  for (guint i = 0; i < columns->len; i++) {
    Column *column = &g_array_index(columns, Column, i);
    for (guint c = 0; cells[c] && c < row->boxes->len; c++) {
      const RcBox *box = box_of(row, c);
      float both = fminf(column->to, box->x2) - fmaxf(column->from, box->x1);
      float narrower = fmaxf(1, fminf(column->x2 - column->x1, box->x2 - box->x1));
      gsize length = strlen(column->label);
      if (both >= COVERED_SHARE * narrower && length + strlen(cells[c]) < LABEL_BYTES_MAX)
        g_snprintf(column->label + length, sizeof column->label - length, "%s%s", length ? " " : "",
                   cells[c]);
    }
  }
}

/* Figures that stand so near one another that they were read as one cell, though each is in a
 * column of its own, are cells of their own. */
static void part_figures(RcRow *row, const GArray *columns) {
  g_auto(GStrv) cells = g_strsplit(row->text, "\t", -1);
  GArray *boxes = g_array_new(FALSE, FALSE, sizeof(RcBox));
  for (guint c = 0; cells[c] && c < row->boxes->len; c++) {
    RcBox box = *box_of(row, c);
    guint before = boxes->len, words = 1;
    for (guint i = 0; i < columns->len && rc_cells_is_figure(cells[c]); i++) {
      const Column *column = &g_array_index(columns, Column, i);
      float both = fminf(column->x2, box.x2) - fmaxf(column->x1, box.x1);
      RcBox part = {fmaxf(column->x1, box.x1), box.y1, fminf(column->x2, box.x2), box.y2};
      if (both > COVERED_SHARE * (column->x2 - column->x1))
        g_array_append_val(boxes, part);
    }
    for (const char *p = cells[c]; (p = strchr(p, ' ')); p++)
      words++;
    if (words < 2 || boxes->len - before != words) {
      g_array_set_size(boxes, before);
      g_array_append_val(boxes, box);
    } else {
      g_strdelimit(cells[c], " ", '\t');
    }
  }
  g_array_unref(row->boxes);
  row->boxes = boxes;
  g_free(row->text);
  row->text = g_strjoinv("\t", cells);
}

/* What stands over each cell of the row: over the column in which most of it stands; nothing over
 * a cell that reaches over several. */
static void name_cells(RcRow *row, const GArray *columns) {
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  bool any = false;
  for (guint c = 0; c < row->boxes->len; c++) {
    const RcBox *box = box_of(row, c);
    const Column *best = NULL;
    for (guint i = 0; i < columns->len; i++) {
      const Column *column = &g_array_index(columns, Column, i);
      float both = fminf(column->to, box->x2) - fmaxf(column->from, box->x1);
      if (both > 0.6f * (box->x2 - box->x1))
        best = column;
    }
    any |= best && *best->label;
    g_ptr_array_add(names, rc_record_label(best ? best->label : ""));
  }
  if (any)
    row->columns = g_steal_pointer(&names);
}

/* What is no text of the page is no table: a masthead, running heads. */
static void drop_others(GArray *rows) {
  for (guint i = 0; i < rows->len; i++) {
    RcRow *row = &g_array_index(rows, RcRow, i);
    if (!row->table || row->role == RC_ROW_BODY || row->role == RC_ROW_ASIDE)
      continue;
    g_strdelimit(row->text, "\t\n", ' ');
    row->table = false;
  }
}

void rc_cells_name_columns(GArray *rows) {
  drop_others(rows);
  GArray *columns = NULL;
  const RcRow *last = NULL; /* of the table before; NULL: text stands after it */
  for (guint first = 0, end; first < rows->len; first = end) {
    RcRow *row = &g_array_index(rows, RcRow, first);
    for (end = first + 1; row->table && end < rows->len; end++) {
      const RcRow *next = &g_array_index(rows, RcRow, end);
      if (!next->table || next->page != row->page || next->region != row->region)
        break;
    }
    if (!row->table) {
      last = row->role == RC_ROW_BODY ? NULL : last;
      continue;
    }
    /* It goes on with the table of the page before if it begins at the same place, and has as many
     * cells. */
    guint head = measure_head(rows, first, end);
    bool continues = last && columns->len && last->page + 1 == row->page &&
                     row->boxes->len == columns->len &&
                     fabsf(g_array_index(columns, Column, 0).x1 - box_of(row, 0)->x1) < PLACE_EVEN;
    if (head > 0 || !continues) {
      if (columns)
        g_array_unref(columns);
      columns = find_columns(rows, first + head, end);
      for (guint i = first; i < first + head; i++)
        read_head(columns, &g_array_index(rows, RcRow, i));
    }
    for (guint i = first + head; i < end; i++) {
      part_figures(&g_array_index(rows, RcRow, i), columns);
      name_cells(&g_array_index(rows, RcRow, i), columns);
    }
    last = &g_array_index(rows, RcRow, end - 1);
  }
  if (columns)
    g_array_unref(columns);
}
