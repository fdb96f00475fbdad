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

typedef struct {
  GArray *rows;       /* of RcRow, each one line, from the top down */
  GPtrArray *normal;  /* of char *: the normal form of each row's words */
  char *text;         /* all rows, each ended by a line feed */
  GString *words;     /* all normal forms, joined by a space */
  RcHyphens *hyphens; /* how the page writes broken words */
  char *source;       /* "page 1" */
  float height;       /* of the page */
  float body_size;    /* font size of most of the text */
  bool is_un;         /* has the masthead of a document of the United Nations */
  float head_bottom;  /* where that masthead ends; 0 without one */
} RcFirstPage;

/* The first of the first few pages that has text; without one the page is empty. */
RcFirstPage *rc_first_page_read(const GPtrArray *pages);
void rc_first_page_free(RcFirstPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcFirstPage, rc_first_page_free)

const RcRow *rc_first_page_row(const RcFirstPage *page, guint i);
/* Borrowed: "р і ш е н н я", set with spaces for the eye, is "рішення" here. */
const char *rc_first_page_normal(const RcFirstPage *page, guint i);
/* True if one of the two stands above the other, not beside it. */
bool rc_first_page_in_one_column(const RcRow *a, const RcRow *b);

#endif
