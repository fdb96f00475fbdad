/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facets: what Xapian counted of slots, as values for people. */
#ifndef RC_FACETS_H
#define RC_FACETS_H

#include "search.h"

/* Adds the values of the counts (an array of XapianValueCount, of a slot of facets) to the facets
 * of their fields, the commonest first and no more of each than people look through. */
void rc_facets_add(RcResults *results, const GArray *counts);

#endif
