/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents cited in a text, in English or Russian: by symbol (symbol.h), in
 * running text, over line breaks and inside addresses; resolutions named in words,
 * "General Assembly resolution 60/251", as A/RES/60/251; cases of the European
 * Court of Human Rights by application number, "no. 5809/08" as "5809/08", with
 * the paragraph named after them ("para. 24", "п. 24", "§ 24").
 *
 * The name of a case is never read: it is that of a private person as a rule, and
 * no index of persons is to come of what is cited. */
#ifndef RC_CITATIONS_H
#define RC_CITATIONS_H

#include "document.h"

/* Appends a RcCitation to `cites` for every document cited in `text`, in order.
 * Takes time in proportion to the length of the text. */
void rc_citations_find(const char *text, GArray *cites);

#endif
