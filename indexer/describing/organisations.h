/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose a document is: the body that its symbol names, a court or a body in its masthead, whoever
 * signs near the title, the publisher in the imprint.  Never from Author and Creator of the PDF. */
#ifndef RC_ORGANISATIONS_H
#define RC_ORGANISATIONS_H

#include "document.h"
#include "titles.h"

/* Sets the organisation of `document`, whose symbol, type and language are set, if it can be
 * told. */
void rc_organisation_read(RcDocument *document, const RcFirstPage *page, const RcTitle *title);

#endif
