/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layout: from the pages of a document to its paragraphs.
 *
 * Works on the whole document at once: what repeats on many pages is a running
 * head, what is set smaller than most of the text is a footnote, and a paragraph
 * goes on over the end of a page. */
#ifndef RC_LAYOUT_H
#define RC_LAYOUT_H

#include "document.h"
#include "pages.h"

/* `pages` holds RcPage *, in order.  Returns the passages in reading order, of
 * RcPassage *, yours to unref; text, pages, label, kind, number and section are
 * set, ordinals count from 1. */
GPtrArray *rc_layout_passages(const GPtrArray *pages);

#endif
