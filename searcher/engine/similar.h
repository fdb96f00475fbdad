/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passages like one that is at hand: those that have most of its telling words. */
#ifndef RC_SIMILAR_H
#define RC_SIMILAR_H

#include "search.h"
#include "stem.h"

/* So many passages are looked at; behind them likeness is chance. */
#define RC_SIMILAR_MAX 200

/* What others are held against. */
typedef struct {
  char *id; /* of its document */
  guint32 ordinal;
  RcStemmer *stemmer; /* borrowed */
  GHashTable *stems;  /* its content words, a set of char * */
  XapianQuery *query; /* passages that have some of its telling words, weighed */
  double least;       /* what weighs less is not like it */
} RcSimilar;

/* `place` is a passage as RcRequest has it.  Adds what is to be marked (RcMark *) to `marks`.  NULL
 * with RC_ERROR_BAD_INPUT if there is no such passage; as rc_search. */
RcSimilar *rc_similar_new(RcIndex *index, RcStemmer *stemmer, const char *place, GPtrArray *marks,
                          GError **error);
void rc_similar_free(RcSimilar *similar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcSimilar, rc_similar_free)

/* Of hits of one passage each, best first, leaves those that are like it: without itself, with
 * those of other documents first.  With `once`, of passages that hardly differ the best is left;
 * returns how many others there were. */
guint rc_similar_choose(const RcSimilar *similar, GPtrArray *hits, bool once);

#endif
