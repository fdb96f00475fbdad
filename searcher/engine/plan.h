/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan: a query tree as Xapian queries, and as what to mark in what they find.
 *
 * One tree becomes three queries: which documents satisfy it as a whole, which
 * passages satisfy it by themselves, and what passages are ranked by.  Document entries hold words
 * with positions, passage entries only stems: what needs positions (phrases, forms as written,
 * NEAR) is found in document entries, and its passages by these positions.  What only document
 * entries carry (title, own symbol) is found in them and names all their passages. */
#ifndef RC_PLAN_H
#define RC_PLAN_H

#include "group.h"
#include "index.h"
#include "query.h"
#include "stem.h"
#include "vocabulary.h"

/* Something that is asked for, and the entries that have it. */
typedef struct {
  char *text; /* as people wrote it */
  XapianQuery *documents;
  XapianQuery *passages;
} RcAsked;

typedef struct {
  XapianQuery *documents; /* document entries that satisfy the query as a whole */
  XapianQuery *passages;  /* passage entries that satisfy it by themselves */
  XapianQuery *ranking;   /* passage entries that hold some of it, weighed */
  XapianQuery *words;     /* what that weighs apart from... */
  GArray *tiers;          /* ...these, of XapianTier */
  GPtrArray *asked;       /* of RcAsked *: what must hold together; fewer than two: nothing else
                             than all of it can be found */
  XapianQuery
      *required; /* passage entries that satisfy all that is not `asked`: filters and the like */
  XapianQuery *required_documents; /* document entries that do */
  bool has_passages;               /* something in the query is found in passages */
  bool has_not;
  bool has_paragraph_fact;  /* what only a paragraph has must hold: a region, a kind */
  bool has_alike;           /* passages with the same words are asked for: each is shown */
  bool passages_exact;      /* passages is exact, not a superset */
  bool judges[RC_N_FIELDS]; /* fields of documents that must have a value: those without it are
                               left out */
  GPtrArray *expansions;    /* of RcExpansion *, see search.h; count not set */
  GPtrArray *added;         /* of RcAdded *, see search.h */
  GPtrArray *explained;     /* of RcExplained *, see search.h; counts not set */
  GPtrArray *ways;          /* of XapianQuery *: documents that have each way of these, in order */
  GPtrArray *marks;         /* of RcMark *, see highlight.h: what to mark in a passage, nothing
                            of what is excluded */
} RcPlan;

/* Adds notes about names with several meanings.  RC_ERROR_BAD_QUERY for a region,
 * group or body that the vocabulary does not know; _STALE, _IO. */
RcPlan *rc_plan_make(RcIndex *index, RcStemmer *stemmer, const RcRequest *request, GError **error);
void rc_plan_free(RcPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcPlan, rc_plan_free)

/* The marks alone, for a document that is read and not searched for: the same walk over
 * the tree without asking the index for more than the words of a prefix.  What no search
 * would take is passed over.  `index` and `request` may be NULL.  Yours to unref; RC_ERROR_STALE
 * or _IO. */
GPtrArray *rc_plan_marks(RcIndex *index, RcStemmer *stemmer, const RcRequest *request,
                         GError **error);

#endif
