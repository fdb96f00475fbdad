/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Generations: the databases in an index folder, of which a stub file names the one in
 * use.
 *
 * A generation is a folder `generation-N`.  A new one is written beside the one in use and
 * takes its place at a stroke; what no stub names is the rest of a run that died.  Errors
 * are RC_ERROR_IO and name the index folder. */
#ifndef RC_GENERATION_H
#define RC_GENERATION_H

#include "xapian-c.h"

/* The folder of a generation; yours to free. */
char *rc_generation_path(const char *index_path, guint generation);
/* The one that readers use, 0 if there is none. */
guint rc_generation_in_use(const char *index_path);
/* Puts another in its place; durable when it returns. */
bool rc_generation_use(const char *index_path, guint generation, GError **error);
/* Removes all but those two. */
void rc_generation_remove_all_but(const char *index_path, guint a, guint b);
/* Writes what `database` holds to a generation, compact; what stood there is removed.
 * Durable when it returns. */
bool rc_generation_write(const char *index_path, guint generation, XapianDatabase *database,
                         GError **error);

#endif
