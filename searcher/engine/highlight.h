/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Highlights: which bytes of a passage answer the query. */
#ifndef RC_HIGHLIGHT_H
#define RC_HIGHLIGHT_H

#include "document.h"
#include "query.h"
#include "stem.h"

typedef struct RcHighlighter RcHighlighter;

/* What of `query` can be pointed at: words, phrases, and the concepts of filters;
 * nothing of what it excludes. */
RcHighlighter *rc_highlighter_new(const RcQuery *query, RcStemmer *stemmer);
void rc_highlighter_free(RcHighlighter *highlighter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcHighlighter, rc_highlighter_free)

/* The highlights of a passage: of RcHighlight (search.h), ascending, not
 * overlapping; yours to unref. */
GArray *rc_highlighter_mark(const RcHighlighter *highlighter, const RcPassage *passage);

#endif
