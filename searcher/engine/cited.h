/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who cites a document, and which of its paragraphs: counted in the index, whether the document
 * itself stands there or not. */
#ifndef RC_CITED_H
#define RC_CITED_H

#include "search.h"

/* A paragraph of the document that is cited. */
typedef struct {
  char *paragraph;             /* as rc_schema_paragraph has it: "24", "24(a)"; of 24 all that cite
                                  a part of it are counted, too.  NULL: no paragraph is named */
  guint64 documents, passages; /* so many cite it */
  GPtrArray *hits;             /* of RcHit *: the passage that cites it, of each of so many of the
                                  documents as the request shows passages, the newest first */
} RcCitedParagraph;

typedef struct {
  char *text;                  /* what was asked for */
  RcDocument *document;        /* the cited one, or NULL where the index does not have it */
  GPtrArray *symbols;          /* of char *: by which it is cited */
  guint64 documents, passages; /* so many cite it, whatever of it */
  GPtrArray *paragraphs;       /* of RcCitedParagraph *: cited in most documents first, and last
                                  what names none; the part of them that the request asks for by
                                  its limit and offset */
  guint total;                 /* so many there are of these */
  bool complete;               /* all that are cited were counted; else only so many, and not what
                                  names none */
  RcIndexSummary index;
} RcCited;

/* `document` is an id, a digest or a symbol; a query and filters of the request, which must be
 * prepared, narrow what cites it.  A document does not cite itself.  NULL with RC_ERROR_BAD_INPUT
 * if no document has that id, or it has no symbol to be cited by; and as rc_search. */
RcCited *rc_cited_by(RcIndex *index, const char *document, const RcRequest *request,
                     GError **error);
void rc_cited_free(RcCited *cited);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcCited, rc_cited_free)

#endif
