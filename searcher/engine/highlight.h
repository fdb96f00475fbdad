/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Highlights: which bytes of a passage answer the query.
 *
 * What to look for is said by the plan (plan.h), which alone understands the query tree:
 * what is marked is what was searched. */
#ifndef RC_HIGHLIGHT_H
#define RC_HIGHLIGHT_H

#include "document.h"
#include "stem.h"
#include "vocabulary.h"

typedef enum {
  RC_MARK_STEM,    /* words of this stem */
  RC_MARK_STEMS,   /* words of these stems in a row, others between them */
  RC_MARK_FORM,    /* this word as written, in its normal form */
  RC_MARK_PREFIX,  /* words that begin so */
  RC_MARK_PHRASE,  /* these words in a row */
  RC_MARK_CONCEPT, /* mentions of it and of what lies below it */
  RC_MARK_ARTICLE, /* mentions with this value: "ICCPR:26" */
  RC_MARK_CITATION /* citations one of whose terms has this value, in upper case */
} RcMarkType;

/* One thing to mark. */
typedef struct {
  RcMarkType type;
  char *text;               /* all but STEMS, PHRASE and CONCEPT */
  GPtrArray *words;         /* STEMS: of char *; PHRASE: of char *, normal forms */
  const RcConcept *concept; /* CONCEPT */
} RcMark;

void rc_mark_free(RcMark *mark);

typedef struct RcHighlighter RcHighlighter;

/* Looks for all of `marks`, an array of RcMark * of which it keeps a reference.  The stemmer
 * is borrowed. */
RcHighlighter *rc_highlighter_new(GPtrArray *marks, RcStemmer *stemmer);
void rc_highlighter_free(RcHighlighter *highlighter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcHighlighter, rc_highlighter_free)

/* The highlights of a passage: of RcHighlight (search.h), ascending, not
 * overlapping; yours to unref. */
GArray *rc_highlighter_mark(const RcHighlighter *highlighter, const RcPassage *passage);

#endif
