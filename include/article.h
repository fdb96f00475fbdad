/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Articles of instruments as values of RC_FIELD_ARTICLE: "ICCPR:26" is article 26 of
 * the Covenant, "ICCPR" the Covenant itself.  The instruments are concepts of the
 * vocabulary (vocabulary/instruments.tsv). */
#ifndef RC_ARTICLE_H
#define RC_ARTICLE_H

#include "vocabulary.h"

/* The instrument of "ICCPR:26" or "ICCPR", NULL if there is none or the number is not
 * one of one to three digits.  Sets *number to it, 0 where none is given; `number` may
 * be NULL. */
const RcConcept *rc_article_lookup(const char *value, int *number);

/* The same for what people type, the instrument by any of its names ("ЕКПЧ:14"):
 * all that may be meant, best first, as rc_vocabulary_resolve. */
GPtrArray *rc_article_resolve(const char *typed, int *number);

/* "ICCPR:26"; yours to free. */
char *rc_article_value(const RcConcept *instrument, int number);

/* What people are shown of any value of a field of concepts, in English or Russian:
 * "International Covenant on Civil and Political Rights, art. 26".  Yours to free; NULL
 * if the vocabulary does not know it. */
char *rc_concept_label(RcField field, const char *value, bool russian);

#endif
