/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents of the index as sources of quotations: found by what cites them, read whole, their
 * words ready to be compared. */
#ifndef RC_SOURCES_H
#define RC_SOURCES_H

#include "alignment.h"
#include "search.h"

/* Before the number of a paragraph of a part that has numbers of its own, as passages have it
 * behind the heading of that part. */
#define RC_BELOW_HEADING ", para. "

/* A paragraph with its items and what of it has no number of its own. */
typedef struct {
  char *number;      /* "24", as rc_schema_paragraph has it; NULL: it has none */
  GArray *words;     /* of RcComparedWord, whose passages are those of the document */
  guint first, last; /* its passages, by number from 0; last is one behind */
} RcParagraph;

typedef struct {
  RcHit *hit;         /* the document whole, its passages in order */
  GArray *paragraphs; /* of RcParagraph; NULL while others are in use */
} RcSourceDocument;

/* The documents that were read for a draft: all of them stay, their words of some at a time. */
typedef struct RcSources RcSources;
RcSources *rc_sources_new(RcIndex *index);
void rc_sources_free(RcSources *sources);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcSources, rc_sources_free)
RcWordNumbers *rc_sources_numbers(RcSources *sources);

/* Each of the next gives ids of documents, of char *, yours; NULL with an error of rc_search. */

/* All with a symbol or the number of an application: editions of one, or several. */
GPtrArray *rc_sources_by_symbol(RcSources *sources, const char *symbol, GError **error);
/* Cases of that name: "Roe v. Ruritania". */
GPtrArray *rc_sources_by_name(RcSources *sources, const char *name, GError **error);
/* Those in which the longest run of a quotation's words stands as it is; `near`, most of its
 * words. */
GPtrArray *rc_sources_by_words(RcSources *sources, const RcQuotation *quotation, bool near,
                               GError **error);

/* A document, borrowed; its paragraphs are there until RC_SOURCES_MAX others were read.  NULL with
 * RC_ERROR_STALE or _IO. */
#define RC_SOURCES_MAX 64
const RcSourceDocument *rc_sources_read(RcSources *sources, const char *id, GError **error);

const RcPassage *rc_source_passage(const RcSourceDocument *source, guint number);
/* True if a passage has the number that is cited, "24", "24(a)", or is an item of it. */
bool rc_source_has_number(const RcPassage *passage, const char *cited);
/* True if all of its pages were read. */
bool rc_source_is_whole(const RcSourceDocument *source);

#endif
