/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first page as a reader sees it: what the descriptive metadata are read from.
 *
 * Lines are not joined to rows, since the cells of a UN masthead stand side by
 * side and say different things, and they are put in the order of the eye, from
 * the top down.  A page is cut off after a bounded number of lines and bytes. */
#ifndef RC_FIRST_PAGE_H
#define RC_FIRST_PAGE_H

#include "hyphens.h"
#include "rows.h"

/* A row of another page, where imprints, adoptions and copyrights stand. */
typedef struct {
  const char *text, *normal;
  const char *source; /* "page 2" */
} RcFrontRow;

typedef struct {
  GArray *rows;          /* of RcRow, each one line, from the top down */
  GPtrArray *normal;     /* of char *: the normal form of each row's words */
  char *text;            /* all rows, each ended by a line feed */
  GString *words;        /* all normal forms, joined by a space */
  RcHyphens *hyphens;    /* how the page writes broken words */
  char *source;          /* "page 1" */
  float height;          /* of the page */
  float width, left;     /* of the page, and where most of its rows begin */
  float body_size;       /* font size of most of the text, of this page and some that follow */
  GStringChunk *strings; /* of `front` */
  GPtrArray *front;      /* of RcFrontRow *: what stands on the pages behind it and on the last */
  bool is_scan;          /* was read by OCR */
  bool is_un;            /* has the masthead of a document of the United Nations */
  float head_bottom;     /* where that masthead ends; 0 without one */
} RcFirstPage;

/* Rows of one size may differ by this, in points. */
#define RC_SAME_SIZE 0.4f

/* A page with fewer bytes of words is a cover. */
#define RC_COVER_BYTES 600

/* The first of the first few pages that has text; without one the page is empty. */
RcFirstPage *rc_first_page_read(const GPtrArray *pages);
void rc_first_page_free(RcFirstPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcFirstPage, rc_first_page_free)

const RcRow *rc_first_page_row(const RcFirstPage *page, guint i);
/* Borrowed: "р і ш е н н я", set with spaces for the eye, is "рішення" here. */
const char *rc_first_page_normal(const RcFirstPage *page, guint i);
/* The size in which a row seems to be set: bold type looks larger. */
float rc_first_page_weight(const RcRow *row);
/* True if a row stands in the middle of the page, with room on both sides. */
bool rc_first_page_is_centred(const RcFirstPage *page, const RcRow *row);
bool rc_first_page_has_letters(const RcRow *row);
/* True if a row says just that, in normal form. */
bool rc_first_page_has_row(const RcFirstPage *page, const char *normal);
/* True if `part` stands in `text` where a word begins; both in normal form. */
bool rc_first_page_has_words(const char *text, const char *part);
/* How many bytes of `text` are the first of `beginnings` that it begins with; 0: none.  The list
 * ends in NULL. */
gsize rc_first_page_begins(const char *text, const char *const *beginnings);
/* True if one of the two stands above the other, not beside it. */
bool rc_first_page_in_one_column(const RcRow *a, const RcRow *b);

#endif
