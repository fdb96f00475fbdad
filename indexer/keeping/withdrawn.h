/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The second place of what is withdrawn: a small file of text beside the archive, so that
 * what is lost with one of them is known from the other.
 *
 * A whole digest, or the beginning of one, stands on each line.  A line "unfinished" says
 * that a withdrawal has begun, but that words of its document may still stand in the index
 * folder. */
#ifndef RC_WITHDRAWN_H
#define RC_WITHDRAWN_H

#include <glib.h>
#include <stdbool.h>

/* Adds what stands there to `ids`, a set of char * that owns them.  *unfinished: also for a
 * file that is not whole.  *there: the file is there; it is no error if not.  RC_ERROR_IO. */
bool rc_withdrawn_read(const char *index_path, GHashTable *ids, bool *unfinished, bool *there,
                       GError **error);
/* Puts a new file in the place of the old; durable when it returns. */
bool rc_withdrawn_write(const char *index_path, GHashTable *ids, bool unfinished, GError **error);

#endif
