/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns: the order in which the lines of a page are read.
 *
 * Poppler keeps the order of simple pages but mixes columns whose lines stand on
 * the same height.  A gutter is looked for: a strip that a stretch of the page leaves
 * clear, with running text on both sides.  What stands above the stretch is read
 * first, then its columns from left to right, then what stands below; each part
 * may hold columns again.  Numbers beside paragraphs and the cells of a table are not columns:
 * they are too narrow or too ragged. */
#ifndef RC_COLUMNS_H
#define RC_COLUMNS_H

#include "pages.h"

/* A line in reading order. */
typedef struct {
  guint line;   /* its position in page->lines */
  guint region; /* the stretch of one column it stands in, counting from 0 */
} RcPlacedLine;

/* All lines of the page in reading order; an array of RcPlacedLine, yours to
 * unref.  Within a region lines are ordered from top to bottom, and those of the
 * same height from left to right. */
GArray *rc_columns_place(const RcPage *page);

#endif
