/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a passage is cited in writing. */
#ifndef RC_CITATION_H
#define RC_CITATION_H

#include "document.h"

/* "CERD/C/KAZ/CO/8-10, para. 24, p. 3", "..., Article 14 (2), p. 5", "..., fn. 7, p. 9"; a
 * document without a symbol is cited by its title; the page is the printed one where there is
 * one.  Yours to free. */
char *rc_citation_format(const RcDocument *document, const RcPassage *passage);

#endif
