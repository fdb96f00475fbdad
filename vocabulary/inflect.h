/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forms of an item of the vocabulary: what "Zhambyl/Jambyl" and "Жамбылск|adj.f област|f8"
 * stand for.  Knows grammar as tables alone, and nothing of concepts. */
#ifndef RC_INFLECT_H
#define RC_INFLECT_H

#include <glib.h>
#include <stdbool.h>

/* Columns of a paradigm: six cases of the singular, then six of the plural. */
enum { RC_N_CASES = 12, RC_FIRST_PLURAL = 6 };

/* A form and its case; what is not inflected stands in the first. */
typedef struct {
  char *text;
  int grammatical_case;
} RcInflected;

/* Adds a set of endings to the paradigm `name`, which may have several.  `endings` has RC_N_CASES
 * columns: alternatives joined by "/", "0" for no ending, "-" for a case that is not there.
 * `paradigms` is of g_str_hash and keeps its entries until the process ends. */
void rc_inflect_add(GHashTable *paradigms, const char *name, char *const *endings);

/* All forms of `item`, array of RcInflected, the nominative first: each choice of its alternatives
 * in each case, the plural cases alone if `plural`.  Fails with RC_ERROR_BAD_INPUT if a paradigm
 * is not known. */
GArray *rc_inflect(GHashTable *paradigms, const char *item, bool plural, GError **error);

/* Russian in Latin letters, one by one as in passports and on maps; the soft and the hard sign
 * vanish.  To be freed. */
char *rc_transliterate(const char *russian);

#endif
