/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what people name to entries of the index, and from these to hits, for what is asked of the
 * index beside a search (search.c). */
#ifndef RC_LOOKUP_H
#define RC_LOOKUP_H

#include "highlight.h"
#include "index.h"

/* The entries of the document with that id, or with that whole digest: its own first, those of its
 * passages behind it in their order; of guint32, yours.  *document, yours, is what is stored of
 * it.  NULL with RC_ERROR_BAD_INPUT if there is none; _STALE, _IO. */
GArray *rc_lookup_document(RcIndex *index, const char *id, RcDocument **document, GError **error);

/* A question for the passages or documents that `query`, which is borrowed, finds, weighed as
 * those of a search. */
XapianSearch rc_lookup_question(const XapianQuery *query, guint limit);

/* What one match of a question finds, within the time that the request has; NULL with
 * RC_ERROR_STALE, _LIMIT or _IO. */
XapianResult *rc_lookup_ask(RcIndex *index, const XapianSearch *question, GError **error);

/* The passages with these entries as hits (of RcHit *, search.h), one each, in that order; `marks`
 * (of RcMark *) are marked in them.  Yours to unref; NULL with an error as above. */
GPtrArray *rc_lookup_hits(RcIndex *index, const GArray *docids, GPtrArray *marks,
                          RcStemmer *stemmer, GError **error);

#endif
