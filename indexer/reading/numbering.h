/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbering: under what a numbered paragraph stands, so that its number names it alone.
 *
 * Numbers begin anew under an article, in a separate opinion, in the list that a paragraph
 * announces.  The longest numbering of a document keeps its numbers bare; others carry what they
 * stand under. */
#ifndef RC_NUMBERING_H
#define RC_NUMBERING_H

#include <glib.h>

/* Makes the printed numbers of `passages` (of RcPassage *, in order) those by which they are cited:
 * "12 (a) (i)", "Article 14 (2)", "85, recommendation 57", "DISSENTING OPINION OF JUDGE ROE,
 * para. 3".  No two are the same: a number that would be another's is taken off.  Notes keep
 * theirs, but for a second one of the same number on a page. */
void rc_numbering_qualify(GPtrArray *passages);

/* Sets `unnumbered` of the passages that have no number, so that each can be cited alone: by its
 * place among those of its kind that begin on a page with that label. */
void rc_numbering_count_unnumbered(GPtrArray *passages);

#endif
