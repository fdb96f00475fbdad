/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lemmas of two languages from dictionaries, as tables of C: see include/lemma.h. */
#ifndef RC_LEMMAS_H
#define RC_LEMMAS_H

#include <stdbool.h>

/* Where the dictionaries are. */
typedef struct {
  const char *russian;  /* Hunspell's, a path without .aff and .dic */
  const char *analyses; /* what lt-proc -w says of the words that rc_lemmas_write_forms writes */
  const char *english;  /* the folder of WordNet */
} RcLemmaSources;

/* Writes all forms of the Russian dictionary to a file, one a line, for lt-proc to analyse.  What
 * is wrong is said on standard error, and false is the answer; so by the next. */
bool rc_lemmas_write_forms(const char *russian, const char *path);

/* Writes the tables. */
bool rc_lemmas_write(const RcLemmaSources *sources, const char *path);

#endif
