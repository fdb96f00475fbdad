/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the index holds and could not read in full: no search finds what stands there. */
#ifndef RC_UNREAD_H
#define RC_UNREAD_H

#include "search.h"

/* All such documents, of RcHit * without passages, by their paths; yours to unref.  It has the time
 * of a search and fails as one does. */
GPtrArray *rc_search_unread(RcIndex *index, GError **error);

#endif
