/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parties of a case: by its name ("CASE OF A v. B"), by the lines of the first page that are
 * theirs ("Истец: ...", "State party: ..."), or by the sentence in which a Russian court says whose
 * claim it is against whom. */
#ifndef RC_PARTIES_H
#define RC_PARTIES_H

#include "document.h"
#include "titles.h"

/* Sets applicant and respondent of `document`, whose type is set, where they are told. */
void rc_parties_read(RcDocument *document, const RcFirstPage *page, const RcTitle *title);

#endif
