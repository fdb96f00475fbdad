/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts: a paragraph that is longer than people read at once, as several passages.
 *
 * A sentence is cut only where none ends in the later half of what a passage may hold, then a
 * row of the page (a register without full stops), then a word, a character at last. */
#ifndef RC_PARTS_H
#define RC_PARTS_H

#include "document.h"

/* The passages of a paragraph, of RcPassage *, in order, none longer than RC_PASSAGE_BYTES_MAX;
 * yours to unref.  `whole` is taken; each part has its kind, number, section and confidence,
 * and the pages it stands on itself; the label of a page, the language and what a passage names
 * are the caller's to set.  `row_starts`: of guint32, ascending, where rows of the page begin
 * in the text.  One space or none is lost between two parts, nothing else. */
GPtrArray *rc_parts_cut(RcPassage *whole, const GArray *row_starts);

#endif
