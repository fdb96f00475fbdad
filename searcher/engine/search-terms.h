/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each of several queries finds, and what no other of them does. */
#ifndef RC_SEARCH_TERMS_H
#define RC_SEARCH_TERMS_H

#include "search.h"

typedef struct {
  char *text;       /* as it stands in the list */
  char *parsed;     /* in canonical form */
  GPtrArray *notes; /* of RcNote * */
  guint64 documents;
  guint64 only;     /* of these, such that no other query of the list finds */
  guint64 passages; /* that satisfy it by themselves */
} RcTermCount;

typedef struct {
  GPtrArray *terms;  /* of RcTermCount *, in the order of the list */
  guint64 documents; /* that any of them finds, each counted once */
  RcIndexSummary index;
} RcTermReport;

/* Of queries (char *) within the filters and the other options of a request, whose text and notes
 * are replaced.  Each page of documents of a query is a search with a time of its own; fails as
 * rc_search does, and with RC_ERROR_LIMIT where one was not ended.  Yours to free. */
RcTermReport *rc_search_terms(RcIndex *index, RcRequest *request, const GPtrArray *queries,
                              GError **error);
void rc_term_report_free(RcTermReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcTermReport, rc_term_report_free)

#endif
