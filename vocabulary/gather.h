/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thesaurus on its way from what was read to its tables: keys, each with its alternatives. */
#ifndef RC_GATHER_H
#define RC_GATHER_H

#include <glib.h>
#include <stdbool.h>

#include "thesaurus.h"

/* What the list of a function word says of it. */
typedef enum {
  RC_FUNCTION_ARTICLE = 1, /* left out of every key and alternative: "the" */
  RC_FUNCTION_WORD,        /* left out where two stems remain: "of" */
  RC_FUNCTION_NEGATION,    /* never left out of an alternative: "without" */
  RC_FUNCTION_QUESTION     /* as RC_FUNCTION_WORD: "tell" */
} RcFunction;

typedef struct RcGathering RcGathering;

/* A form, cut into words and stemmed. */
typedef struct {
  char *text;    /* as written */
  char *stems;   /* without articles; "" if nothing else is left */
  char *content; /* without function words; `stems` if less than two would remain */
  bool empty;    /* one function word, or a row of them that stands in the table */
  RcThesaurusLanguage language;
} RcForms;

RcGathering *rc_gathering_new(void);

/* A word, or several joined by one space, in normal form.  False if it is there already. */
bool rc_gathering_add_function(RcGathering *gathering, const char *words, RcFunction function);

/* Yours to clear. */
RcForms rc_gathering_forms(RcGathering *gathering, const char *text, RcThesaurusLanguage language);
void rc_forms_clear(RcForms *forms);

/* Makes `alternative` one of the key's, once; the surer kind and the lower score stay.  What the
 * header of the thesaurus rules out is passed over. */
void rc_gathering_add(RcGathering *gathering, const RcForms *key, const RcForms *alternative,
                      RcThesaurusKind kind, double score);
/* The same of a concept. */
void rc_gathering_add_concept(RcGathering *gathering, const RcForms *key, const RcConcept *concept);

/* Writes all as constant C tables; false with errno set. */
bool rc_gathering_write(RcGathering *gathering, const char *path);

#endif
