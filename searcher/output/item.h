/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the items of libraries and feeds have in common. */
#ifndef RC_ITEM_H
#define RC_ITEM_H

#include "search.h"

/* The passage that a hit is; NULL where documents are found, and of one without passages. */
const RcPassage *rc_item_passage(const RcRequest *request, const RcHit *hit);

/* The name of an item: digits that name the document, and of a passage (which may be NULL) its
 * number in it: "0123456789abcdef-7".  The same wherever the same is found.  Yours to free. */
char *rc_item_id(const char *digits, const RcPassage *passage);

/* A text as an item has it: on one line, valid, of characters that XML has as well.  Yours to
 * free. */
char *rc_item_text(const char *text);

#endif
