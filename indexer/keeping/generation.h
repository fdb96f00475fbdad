/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Generations: the databases in an index folder, of which a stub file names the one in
 * use.
 *
 * A generation is a folder `generation-N`.  A new one is written beside the one in use and
 * takes its place at a stroke; what no stub names is the rest of a run that died, or all
 * that is left of an index whose stub is lost.  So a generation is removed only while a
 * stub names another, and only if it holds nothing but the files of a database.  Errors
 * are RC_ERROR_IO if nothing else is said, and name the index folder. */
#ifndef RC_GENERATION_H
#define RC_GENERATION_H

#include "xapian-c.h"

/* The folder of a generation; yours to free. */
char *rc_generation_path(const char *index_path, guint generation);

/* What the stub file says. */
typedef enum {
  RC_STUB_NONE,   /* it is not there, or empty */
  RC_STUB_OURS,   /* it names a generation, as this program writes it */
  RC_STUB_FOREIGN /* it names other databases: somebody has written it by hand */
} RcStub;
/* Reads it; *generation is what it names, or 0.  RC_ERROR_NO_INDEX if it is there and cannot
 * be read, or if it is a database itself, as before there were generations. */
bool rc_generation_read_stub(const char *index_path, RcStub *stub, guint *generation,
                             GError **error);
/* Puts a generation in the place of the one that readers use; durable when it returns. */
bool rc_generation_use(const char *index_path, guint generation, GError **error);

/* Why an index with such a stub is not opened; always false, with RC_ERROR_NO_INDEX. */
bool rc_generation_refuse(const char *index_path, RcStub stub, GError **error);
/* The same for one whose database in use cannot be opened. */
bool rc_generation_refuse_damaged(const char *index_path, guint generation, const char *problem,
                                  GError **error);

/* The numbers of all that are there, ascending; of guint, yours. */
GArray *rc_generation_list(const char *index_path);
/* A number beyond all that are there. */
guint rc_generation_next(const char *index_path);
/* Makes an empty one: there whole or not at all. */
bool rc_generation_create(const char *index_path, guint generation, GError **error);
/* Removes all but the one that the stub names: `in_use`, which the caller has opened. */
void rc_generation_remove_others(const char *index_path, guint in_use);
/* Writes what `database` holds to a generation that is not there, compact.  Durable when it
 * returns. */
bool rc_generation_write(const char *index_path, guint generation, XapianDatabase *database,
                         GError **error);

#endif
