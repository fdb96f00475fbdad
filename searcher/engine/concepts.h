/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vocabulary as people look it up: which concepts there are, by which names they are
 * found, and how many documents of an index mention them. */
#ifndef RC_CONCEPTS_H
#define RC_CONCEPTS_H

#include "index.h"
#include "vocabulary.h"

/* A line of the list. */
typedef struct {
  const RcConcept *concept;
  int article;   /* of an instrument, or 0 for the concept itself */
  guint64 count; /* documents that mention it */
} RcConceptRow;

typedef struct {
  RcField field;
  char *text;   /* what was looked for; empty for all */
  bool counted; /* there was an index to count in */
  GArray *rows; /* of RcConceptRow, as the files of the vocabulary order them */
} RcConceptList;

/* The concepts of `field` (whose values are concepts) one of whose names or whose id has
 * `text`, in any spelling, from the beginning of a word on; all for an empty text.  With
 * an `index` (or NULL) they are counted in it, and an instrument that was looked for is
 * followed by those of its articles that are cited there.  RC_ERROR_STALE or _IO. */
RcConceptList *rc_concepts_list(RcIndex *index, RcField field, const char *text, GError **error);
void rc_concepts_free(RcConceptList *list);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcConceptList, rc_concepts_free)

/* The field with that name if its values are concepts, else -1. */
int rc_concepts_field(const char *name);

#endif
