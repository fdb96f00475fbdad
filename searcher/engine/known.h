/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known already is left out of what is found. */
#ifndef RC_KNOWN_H
#define RC_KNOWN_H

#include "plan.h"

/* Takes the documents with these digests (of char *) and their passages out of all that the plan
 * finds; those that the index does not have are no matter.  False with RC_ERROR_STALE, _LIMIT or
 * _IO; _LIMIT also where an index of several databases has more of them than can be named. */
bool rc_known_leave_out(RcIndex *index, const GPtrArray *known, RcPlan *plan, GError **error);

#endif
