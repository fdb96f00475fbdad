/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scopes: from what is found to the documents it is of, and from documents to their entries.
 *
 * In an index that is one database the entries of a document follow each other, and a scope is
 * ranges of ids, of any number of documents.  Where it is several, ids take turns, and documents
 * are named one by one by their terms, up to RC_SCOPE_NAMED_MAX. */
#ifndef RC_SCOPE_H
#define RC_SCOPE_H

#include "index.h"

/* Each costs some half a millisecond, several times over: with ten times as many a search would end
 * for want of time. */
#define RC_SCOPE_NAMED_MAX 1000

/* The ids of all document entries that `query` finds (of which it looks at these alone), ascending;
 * of guint32, yours.  NULL with RC_ERROR_STALE, _LIMIT or _IO. */
GArray *rc_scope_find(RcIndex *index, const XapianQuery *query, GError **error);

/* What of a document is meant. */
typedef enum { RC_SCOPE_DOCUMENTS, RC_SCOPE_PASSAGES } RcScopeEntries;

/* These entries of the documents with the entries `docids`, ascending; yours to free.  Where they
 * are too many to be named, *exact (which may be NULL) becomes false and those beyond are left
 * out.  NULL with an error as above. */
XapianQuery *rc_scope_query(RcIndex *index, const GArray *docids, RcScopeEntries entries,
                            bool *exact, GError **error);

/* A passage: the entry of its document, and its own. */
typedef struct {
  guint32 document, passage;
} RcScopePassage;

/* These passages (of RcScopePassage, document by document); yours to free.  NULL with an error, or
 * without one where they are too many to be named. */
XapianQuery *rc_scope_of_passages(RcIndex *index, const GArray *passages, GError **error);

/* The query, yours to free, that finds of what `query` does the document entries alone, or
 * without them; takes it. */
XapianQuery *rc_scope_only_documents(XapianQuery *query);
XapianQuery *rc_scope_only_passages(XapianQuery *query);

/* Ids of entries in order, for g_array_sort. */
int rc_scope_compare_docids(gconstpointer a, gconstpointer b);

#endif
