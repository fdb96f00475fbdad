/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hyphens at line ends, and soft hyphens wherever they stand.
 *
 * A hyphen at a line end either broke a word or belongs to it; U+00AD is used by
 * real documents both as the invisible break and as a visible hyphen
 * ("из[U+00AD]за").  What the rest of the document writes decides. */
#ifndef RC_HYPHENS_H
#define RC_HYPHENS_H

#include <glib.h>

#include "rows.h"

typedef struct RcHyphens RcHyphens;

/* Counts the words of a document, whole and hyphenated. */
RcHyphens *rc_hyphens_new(const GArray *rows);
void rc_hyphens_free(RcHyphens *hyphens);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcHyphens, rc_hyphens_free)

/* Appends a row to the text of its paragraph: with a space, or without one where
 * a word was broken, the hyphen dropped or kept as U+002D.  Returns the byte of
 * `text` at which the row's own words begin. */
gsize rc_hyphens_append_row(RcHyphens *hyphens, GString *text, const char *row);

#endif
