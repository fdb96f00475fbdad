/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check: an index held against itself. */
#ifndef RC_CHECK_H
#define RC_CHECK_H

#include "store.h"

/* Looks through the tables of the database in use, its documents and the text of their
 * passages, its summary and the archive.  Adds a sentence to `problems` (char *) for each
 * thing that is wrong.  False only if the check itself could not be made. */
bool rc_check(RcStore *store, GPtrArray *problems, GError **error);

#endif
