/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan: a query tree as Xapian queries.
 *
 * One tree becomes three queries: which documents satisfy it as a whole, which
 * passages satisfy it by themselves, and what passages are ranked by.  Document
 * entries hold words with positions, passage entries only stems; what needs
 * positions (phrases, exact forms) is found in the document entries first and
 * then names its passages one by one.  What only document entries carry (title, own
 * symbol) is found in them first and then names the documents of the passages. */
#ifndef RC_PLAN_H
#define RC_PLAN_H

#include "index.h"
#include "query.h"
#include "stem.h"
#include "vocabulary.h"

typedef struct {
  XapianQuery *documents; /* document entries that satisfy the query as a whole */
  XapianQuery *passages;  /* passage entries that satisfy it by themselves */
  XapianQuery *ranking;   /* passage entries that hold some of it, weighed */
  bool has_passages;      /* something in the query is found in passages */
  bool has_not;
  bool passages_exact;   /* passages is exact, not a superset */
  GPtrArray *expansions; /* of RcExpansion *, see search.h; count not set */
} RcPlan;

/* Adds notes about names with several meanings.  RC_ERROR_BAD_QUERY for a region,
 * group or body that the vocabulary does not know; _STALE, _IO. */
RcPlan *rc_plan_make(RcIndex *index, RcStemmer *stemmer, const RcQuery *query, GPtrArray *notes,
                     GError **error);
void rc_plan_free(RcPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcPlan, rc_plan_free)

/* The stems under which a plain query word is searched: its own, and those of
 * all one-word names of the concept it means, if it means exactly one.  Of
 * char *, yours to unref.  *concept is NULL if it means none. */
GPtrArray *rc_plan_word_stems(RcStemmer *stemmer, const char *word, const RcConcept **concept);

/* Of what `query` finds, document entries alone; yours to free. */
XapianQuery *rc_plan_new_documents_query(const XapianQuery *query);

#endif
