/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is found: hits and the passages that prove them.
 *
 * rc_search turns a request into results; every output format renders the same
 * RcResults.  Plain data, owned whole by RcResults. */
#ifndef RC_SEARCH_H
#define RC_SEARCH_H

#include "document.h"
#include "index.h"
#include "query.h"
#include "reference.h"
#include "vocabulary.h"

/* A range of bytes of a passage's text that answers the query. */
typedef struct {
  guint32 start, end;
} RcHighlight;

/* A passage as an answer. */
typedef struct {
  RcPassage *passage;
  guint32 hit_page;       /* page of the first highlight, else the first page */
  bool complete;          /* satisfies the whole query by itself */
  GArray *highlights;     /* of RcHighlight, ascending, not overlapping */
  RcReference *reference; /* by what it is cited */
  char *alike;            /* the fingerprint by which it and all that repeat its words are found, if
                         others of what is found do and are not shown; else NULL */
  guint32 alike_passages, alike_documents; /* so many others, and in so many other documents */
} RcPassageHit;

/* Another language version: a document with the same symbol. */
typedef struct {
  char *id;
  char *language;
} RcTwin;

/* A document as an answer. */
typedef struct {
  RcDocument *document;
  RcWork *work;           /* what it is to those who cite it, see reference.h */
  RcReference *reference; /* to all of it */
  double score;
  GPtrArray *twins;      /* of RcTwin * */
  GPtrArray *passages;   /* of RcPassageHit *, best first */
  guint32 more_passages; /* further passages that satisfy the query */
  GPtrArray *lacks;      /* of char *: what was asked for and is not in it; NULL: it is found */
  guint32 docid;         /* of its entry in the index as it was searched */
  char *date_key;        /* see schema.h */
} RcHit;

/* What else a word or an expression of the query was searched as. */
typedef struct {
  char *word;
  GPtrArray *texts; /* of char *: translations and near words, the surest first */
} RcAdded;

/* One way in which something that is asked for is looked for. */
typedef struct {
  const char *kind; /* what it is to the words: "typed", "name", "trade", "near", "translation",
                       "hint", as recourse-query(7) tells; static */
  char *text;
  double weight; /* in the text of a passage; of the words as typed 1 */
  guint64 count; /* documents that have it */
} RcWay;

/* A word or an expression of the query, and all ways in which it is looked for. */
typedef struct {
  char *word;
  GPtrArray *ways; /* of RcWay *, the words as typed first */
} RcExplained;

/* What was asked for, in an empty answer. */
typedef struct {
  char *text;
  guint64 count; /* documents that have it */
} RcLack;

/* A query word that also means a concept. */
typedef struct {
  char *word;
  const RcConcept *concept;
  guint64 count; /* documents that mention it */
} RcExpansion;

typedef struct {
  char *id;
  char *label_en, *label_ru; /* NULL: the id is its own label */
  guint64 count;
  double distinctive; /* how much of the count is beyond what the whole index lets expect */
} RcFacetValue;

typedef struct {
  char *parsed;          /* the query in canonical form */
  GPtrArray *expansions; /* of RcExpansion * */
  GPtrArray *added;      /* of RcAdded * */
  GPtrArray *explained;  /* of RcExplained *; NULL unless asked for */
  guint64 total;         /* documents, or passages with RC_UNIT_PASSAGE */
  bool total_exact;
  guint64 apart;     /* further documents, where a paragraph's facts are asked for: they have all of
                    the query, but no paragraph that has; they follow in the hits */
  guint64 collapsed; /* so many passages of the total have the same words as one that is shown on
                        this page or another, and are no hits by themselves */
  guint64 total_passages; /* passages that satisfy the query by themselves */
  char *suggestion;       /* another spelling that finds more, or NULL */
  GPtrArray *hits;        /* of RcHit * */
  guint nearest;          /* so many of these, the last, lack something */
  GPtrArray *lacks; /* of RcLack *: where nothing is found, all that was asked for; never NULL */
  GPtrArray *facets[RC_N_FIELDS]; /* of RcFacetValue *, distinctive ones first, then by count;
                                   NULL where the field is not a facet or none were asked for */
  RcIndexSummary index;
} RcResults;

/* Fails with RC_ERROR_BAD_QUERY (an option's value cannot be used), _STALE,
 * _LIMIT or _IO.  Adds notes to the request: "time-limit" where the processor time that a request
 * may take (see limit.h) was up before all was there; hits, total_passages and expansions are
 * what there was until then.  Where not even the documents were counted, it is _LIMIT. */
RcResults *rc_search(RcIndex *index, RcRequest *request, GError **error);

/* One document whole: all of its passages in reading order, with the request's
 * query highlighted.  Its passages stand in the hit; NULL with RC_ERROR_BAD_INPUT
 * if no document has that id, or all of these digits as its digest. */
RcHit *rc_search_read(RcIndex *index, const char *id, const RcRequest *request, GError **error);

/* What of a document is to be shown; 0 does not narrow it. */
typedef struct {
  const char *document; /* an id, a digest, a symbol, or a passage as answers name it */
  guint page;
  guint passage; /* ordinal; of a passage that is named so it is not asked */
  guint context; /* so many passages before and behind these as well */
} RcPlace;

/* The passages at a place in reading order, with those around them and the notes that they call.  A
 * filter of the request for paragraphs narrows it to these, and their items: then each edition of
 * the document is a hit, as all have the same; by a symbol they always are.  A filter for languages
 * narrows the editions to those in one of them.  No hits if there is no such place.  NULL with
 * RC_ERROR_BAD_INPUT if there is no such document. */
RcResults *rc_search_show(RcIndex *index, const RcPlace *place, const RcRequest *request,
                          GError **error);

/* The reference to the first passage that is shown, or where none is, to the whole document;
 * borrowed. */
const RcReference *rc_hit_reference(const RcHit *hit);

/* What results are made of.  A hit takes the document, and a passage with its highlights; what is
 * added to it is borrowed from it. */
RcHit *rc_hit_new(RcDocument *document);
void rc_hit_add_twin(RcHit *hit, const char *id, const char *language);
RcPassageHit *rc_hit_add_passage(RcHit *hit, RcPassage *passage, GArray *highlights);
/* Without hits; the query may be NULL. */
RcResults *rc_results_new(const RcQuery *query, const RcIndexSummary *summary);
void rc_results_add_lack(RcResults *results, const char *text, guint64 count);

void rc_results_free(RcResults *results);
void rc_hit_free(RcHit *hit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcResults, rc_results_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcHit, rc_hit_free)

#endif
