/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check: an index held against itself.
 *
 * It reads and does nothing else: no lock is taken, no file made or changed, and a run may
 * be writing meanwhile. */
#ifndef RC_CHECK_H
#define RC_CHECK_H

#include <glib.h>
#include <stdbool.h>

/* Looks through the tables of the database in use, its documents and the text of their
 * passages, its summary and the archive.  Adds a sentence to `problems` (char *) for each
 * thing that is wrong, and to `notes` for what could not be looked at but is nothing wrong.
 * *unfinished: a withdrawal is, which is one of the problems.
 * False if the check could not be made: RC_ERROR_NO_INDEX if there is no index that can be
 * opened, RC_ERROR_LOCKED if it was written to faster than it could be read. */
bool rc_check(const char *index_path, GPtrArray *problems, GPtrArray *notes, bool *unfinished,
              guint64 *documents, GError **error);

#endif
