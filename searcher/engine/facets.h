/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facets: what Xapian counted of slots, as values for people. */
#ifndef RC_FACETS_H
#define RC_FACETS_H

#include "search.h"

/* Adds the values of the counts (an array of XapianValueCount, of a slot of facets) to the facets
 * of their fields, the commonest first and no more of each than people look through. */
void rc_facets_add(RcResults *results, const GArray *counts);

/* Puts first what is distinctive of the answer: values that more of it has than a part of the index
 * drawn at random would, the further beyond that and the more of it the sooner.  What one alone has
 * says nothing.  All others follow by count, as all do where the answer is the whole index; and so
 * do years, values of closed lists and, where documents are counted, what is a fact of these.
 * `passages`: so many of each document were looked at, 1 where passages are counted, 0: all. */
bool rc_facets_order(RcResults *results, RcIndex *index, double passages, GError **error);

#endif
