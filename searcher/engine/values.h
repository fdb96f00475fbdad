/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of a field by some of their words: who wrote a document is known by less than the whole
 * name. */
#ifndef RC_VALUES_H
#define RC_VALUES_H

#include "index.h"
#include "stem.h"

/* The values of the field that have all words of `text` in any inflection, or all of the English or
 * the Russian name of a body that it names: of "Memorial" "ADC Memorial", of "ECHR" "European Court
 * of Human Rights".  Of char *, as the index has them, yours.  NULL with RC_ERROR_STALE or _IO. */
GPtrArray *rc_values_with_words(RcIndex *index, RcStemmer *stemmer, RcField field, const char *text,
                                GError **error);

#endif
