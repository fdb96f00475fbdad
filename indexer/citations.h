/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Symbols of United Nations documents cited in a text: "CERD/C/KAZ/CO/8-10",
 * "A/HRC/WG.6/34/ITA/3", "CCPR/C/120/D/2334/2014", "CMW/C/GC/4-CRC/C/GC/23",
 * with the paragraph named after them ("para. 24", "п. 24", "§ 24").
 *
 * The first part of a symbol is one of a closed list of organs, from the rules
 * of the UN Editorial Manual on document symbols. */
#ifndef RC_CITATIONS_H
#define RC_CITATIONS_H

#include "document.h"

/* Appends a RcCitation to `cites` for every symbol in `text`, in order. */
void rc_citations_find(const char *text, GArray *cites);

#endif
