/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The title of a document.
 *
 * A judgment is called by its case; a document of the United Nations by the large
 * text below its masthead, the country or a subtitle joined to it by a colon; any
 * other by its largest text, or where that does not stand out by the title of the
 * PDF, unless software wrote it. */
#ifndef RC_TITLES_H
#define RC_TITLES_H

#include "first-page.h"

typedef struct {
  char *text;        /* NULL: none found */
  char *source;      /* the page's, or "pdf" */
  bool is_case;      /* the name of a case before a court */
  float size;        /* of its letters on the page, 0 if it is not from there */
  float top, bottom; /* where its rows begin and end there, or 0 */
  bool is_large;     /* its size tells its rows from the text */
} RcTitle;

/* `pdf_title` may be NULL. */
void rc_title_read(RcTitle *title, const RcFirstPage *page, const char *pdf_title);
void rc_title_clear(RcTitle *title);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RcTitle, rc_title_clear)

/* True if a row of the page may be of the title, by its size or place. */
bool rc_title_has_row(const RcTitle *title, const RcRow *row);
/* True for a PDF title that software wrote and nobody meant: the name of a file,
 * "Microsoft Word - Document1", "Untitled", a number, a bare symbol. */
bool rc_title_is_rubbish(const char *title);

#endif
