/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What extraction makes of a PDF: pages of lines with boxes and fonts.
 *
 * Coordinates are PDF points (1/72 inch) with the origin at the top left of the
 * page as most of it is read, y growing downwards.  Lines stand in the order in which
 * poppler's text output reads them. */
#ifndef RC_PAGES_H
#define RC_PAGES_H

#include <glib.h>
#include <stdbool.h>

typedef struct {
  float x1, y1, x2, y2; /* left, top, right, bottom */
} RcBox;

/* A run of characters in one font. */
typedef struct {
  guint32 start, end; /* bytes of the page's text, half-open */
  float size;         /* in points */
  float top, bottom;  /* of its characters; a raised small run is a note mark */
  bool bold, italic;
  guint font; /* tells it from others of the document; 0: not known */
} RcSpan;

/* One line of text; never empty, without the line feed. */
typedef struct {
  guint32 start, end; /* bytes of the page's text, half-open */
  RcBox box;          /* around its visible characters */
  float size;         /* font size of most of its characters */
  bool bold;          /* most of its characters are bold */
  guint first_span;   /* its spans in the page's array; the first and last */
  guint span_count;   /* may reach beyond the line */
  float confidence;   /* of OCR, above 0 to 1; 0 if not read by OCR */
  guint turn;         /* quarters to the right that a reader turns the page by to read it: 1 if
                         it runs upwards, 3 downwards, 0 if it stands as most do; tops and
                         bottoms of its spans are those of the page turned so */
} RcLine;

/* Whether the page says less than it was made to say. */
typedef enum {
  RC_DAMAGE_NONE,
  RC_DAMAGE_POSSIBLE, /* something of it is not as it should be */
  RC_DAMAGE_SURE      /* what draws it cannot be decoded, or not to its end */
} RcDamage;

typedef struct {
  guint32 index; /* from 1 */
  char *label;   /* the page label of the PDF, or NULL */
  float width, height;
  char *text;    /* UTF-8, lines end in line feeds */
  GArray *lines; /* of RcLine */
  GArray *spans; /* of RcSpan */
  RcDamage damage;
  bool is_blank;      /* it has no text, and nothing else is to be seen on it */
  GPtrArray *remarks; /* of char *, UTF-8: notes people left on it, names of boxes they checked */
  GPtrArray *files;   /* of char *, UTF-8: names of files that hang on it */
  guint hidden;       /* why text of it is left out, of RcHidden; 0: none is */
} RcPage;

RcPage *rc_page_new(void);
void rc_page_free(RcPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcPage, rc_page_free)

/* Where a box is on a page of that width and height once that is turned by quarters to the
 * right. */
RcBox rc_box_turn(RcBox box, guint quarters, float width, float height);

/* True if two boxes stand beside one another: more than half of the lower one does. */
bool rc_box_is_beside(const RcBox *a, const RcBox *b);

/* How two sizes or distances on a page compare, for g_array_sort(). */
int rc_compare_floats(gconstpointer a, gconstpointer b);

#endif
