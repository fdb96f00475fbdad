/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns: words as written that follow each other or stand near each other, and where they do.
 *
 * Document entries hold words with positions, those of one passage apart from those of the next,
 * and where each passage begins: from the documents that have the words the passages are found in
 * which they stand as they must. */
#ifndef RC_PATTERN_H
#define RC_PATTERN_H

#include "index.h"
#include "stem.h"

typedef struct {
  GPtrArray *rows; /* of GPtrArray * of char *: what may stand in each place, in normal form; with a
                      span also words that follow each other, joined by a space */
  guint span;      /* so many words further the last may begin than the first ends; 0: rows follow
                      each other */
} RcPattern;

/* Adds to `passages` (of RcScopePassage, see scope.h) those of the documents `docids` in which the
 * pattern stands, document by document.  False with RC_ERROR_LIMIT, _STALE or _IO. */
bool rc_pattern_find(RcIndex *index, RcStemmer *stemmer, const RcPattern *pattern,
                     const GArray *docids, GArray *passages, GError **error);

/* Documents that have something of each row, wherever; yours to free. */
XapianQuery *rc_pattern_candidates(const RcPattern *pattern);

/* The same, and near each other, as far as the index can tell by itself: rows of single words. */
XapianQuery *rc_pattern_near(const RcPattern *pattern);

/* Adds to a row the forms of `word`, in normal form, that the index has: its inflections, and of
 * one with hyphens also its parts in a row, the last inflected.  *limited becomes true where there
 * are more than `most`, which are left out.  False with RC_ERROR_STALE or _IO. */
bool rc_pattern_add_forms(RcIndex *index, RcStemmer *stemmer, const char *word, guint most,
                          GPtrArray *row, bool *limited, GError **error);

#endif
