/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desktop's viewer, at a page of a file that was found (--open).
 *
 * The wall denies to start programs, and the searcher stands behind it before it reads a query.  So
 * a launcher is forked before that: a process that waits for one message, which names a file by
 * the number of a folder of the index and a path below it, and a page.  It starts a viewer with the
 * PDF that lies there, or none, says how that went, and ends. */
#ifndef RC_VIEWER_H
#define RC_VIEWER_H

#include "document.h"

/* What the environment names a viewer by: its command, with {file} and {page} where they go. */
#define RC_VIEWER_VARIABLE "RECOURSE_VIEWER"

/* Starts the launcher; `roots` (of char *, absolute) are the folders of the index.  Once, before
 * the wall.  RC_ERROR_IO if there can be no process; RC_ERROR_BAD_QUERY if the variable is no
 * command. */
bool rc_viewer_begin(const GPtrArray *roots, GError **error);

/* Has a viewer started at `page` of the first of `files` (of RcFile).  Once.
 * RC_ERROR_IO says what is in the way. */
bool rc_viewer_open(const GArray *files, guint32 page, GError **error);

#endif
