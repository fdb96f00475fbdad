/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows: what the eye takes for one line of print.
 *
 * Poppler cuts a line where it sees a wide gap, so that "14." and the words after
 * it, or the cells of a table, are lines of their own.  A row joins the lines
 * that stand side by side in one column; a row of a table joins its cells, each
 * of which may have several lines. */
#ifndef RC_ROWS_H
#define RC_ROWS_H

#include "pages.h"

/* What a row is for. */
typedef enum {
  RC_ROW_BODY,
  RC_ROW_FURNITURE, /* running head or foot, page number */
  RC_ROW_MASTHEAD,  /* over the title of a document of the United Nations */
  RC_ROW_FOOTNOTE,
  RC_ROW_ASIDE /* read by itself: it is turned, or of the stamp of a signature */
} RcRowRole;

typedef struct {
  guint32 page; /* index from 1 */
  char *text;   /* lines joined by a space, no white space at either end; between the cells of a
                   table's row there is a tab */
  RcBox box;
  float size;
  float confidence;   /* of OCR, see RcLine */
  bool bold;          /* most of it */
  bool italic;        /* all of its letters */
  bool raised;        /* it begins with a small raised figure or letter: a note may */
  gsize note_letters; /* bytes of the mark in letters ("a", "iv") with which it opens a note, or
                         0; set with the roles */
  bool labelled;      /* it begins in bold and goes on in other type: "Place: a village" */
  guint turn;         /* of its lines, see RcLine; its boxes are those on the page turned so */
  guint region;       /* stretch of a column, see columns.h; counts through the document */
  guint cells;        /* pieces with a wide gap between; a number before the text is none */
  bool parted;        /* two pieces stand far apart: "City of A            12 May 2020" */
  bool table;         /* a row of a table: a paragraph of its own */
  GArray *boxes;      /* of RcBox, those of its cells; NULL if it is no row of a table */
  GPtrArray *columns; /* of char *: what stands over each of its cells, see cells.h; or NULL */
  RcRowRole role;
} RcRow;

/* Frees what is in a row (RcRow *), for g_array_set_clear_func(). */
void rc_row_clear(gpointer row);

/* Stands before digits, and letters that may be a mark, which are set small and raised, see
 * rc_rows_read. */
#define RC_NOTE_MARK "\u2060"

/* The rows of all pages in reading order, those that are turned behind the others of their page,
 * with RC_NOTE_MARK before every note mark within a row.  Figures are glued to the word before
 * them: "in 2014" and a raised 6 are not the number 20146; letters, which may be part of a word
 * ("No"), stand as they stood.  An array of RcRow, yours to unref. */
GArray *rc_rows_read(const GPtrArray *pages);

/* Font size in which most of the text is set. */
float rc_rows_body_size(const GArray *rows);

/* Finds running heads, running feet and page numbers by what repeats from page
 * to page near the edges, and footnotes by size and place; sets role.  A line whose digits
 * differ is a running head if they count up with the pages; "Article 14" and "Case 3044/17"
 * number what stands below. */
void rc_rows_assign_roles(GArray *rows, const GPtrArray *pages);

/* Labels pages by the numbers printed on them, alone or in a running head, where the PDF has
 * no labels of its own (then poppler's are the page indexes) and most printed numbers agree.
 * After rc_rows_assign_roles. */
void rc_rows_label_pages(const GArray *rows, const GPtrArray *pages);

#endif
