/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Remarks: what people added to pages, as passages of their own. */
#ifndef RC_REMARKS_H
#define RC_REMARKS_H

#include "document.h"
#include "pages.h"

/* Puts the remarks of `pages`, of RcPage *, among the passages that layout made of them: each
 * after what begins on its page, so that it is no part of any paragraph there. */
void rc_remarks_insert(GPtrArray *passages, const GPtrArray *pages);

#endif
