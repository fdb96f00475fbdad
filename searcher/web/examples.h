/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Examples of the query language, made of what the index holds, so that each finds something. */
#ifndef RC_EXAMPLES_H
#define RC_EXAMPLES_H

#include "search.h"

typedef enum {
  RC_EXAMPLE_ALL,
  RC_EXAMPLE_FORMS,
  RC_EXAMPLE_EXACT,
  RC_EXAMPLE_PREFIX,
  RC_EXAMPLE_PHRASE,
  RC_EXAMPLE_OR,
  RC_EXAMPLE_NOT,
  RC_EXAMPLE_BRACKETS,
  RC_EXAMPLE_NEAR,
  RC_EXAMPLE_COUNTRY,
  RC_EXAMPLE_REGION,
  RC_EXAMPLE_GROUP,
  RC_EXAMPLE_BODY,
  RC_EXAMPLE_RIGHT,
  RC_EXAMPLE_SYMBOL,
  RC_EXAMPLE_PARAGRAPH,
  RC_EXAMPLE_CITES,
  RC_EXAMPLE_ARTICLE,
  RC_EXAMPLE_YEAR,
  RC_EXAMPLE_LANGUAGE,
  RC_EXAMPLE_KIND,
  RC_EXAMPLE_TYPE,
  RC_EXAMPLE_ORGANISATION,
  RC_EXAMPLE_TITLE,
  RC_N_EXAMPLES
} RcExample;

/* Queries by RcExample, in words of the language where the index has some; each was asked and finds
 * a document.  NULL stands for one that the index has nothing for, or for which there was no time:
 * all that is asked shares so many seconds of processor time.  All are NULL where the index cannot
 * be searched.  Of char *, yours to unref. */
GPtrArray *rc_examples_make(RcIndex *index, RcLanguage language, double seconds);

#endif
