/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of queries, one on a line. */
#ifndef RC_QUERY_LIST_H
#define RC_QUERY_LIST_H

#include <glib.h>

#define RC_QUERY_LIST_BYTES_MAX (1024 * 1024)
#define RC_QUERY_LIST_LINES_MAX 1000

/* Its queries, of char *, without spaces around them, empty lines and those that begin with "#";
 * yours to unref.  The bytes of a line may be any but NUL.  NULL with RC_ERROR_IO if it cannot be
 * read, with RC_ERROR_BAD_INPUT if it is larger than the limits, has a NUL or no query. */
GPtrArray *rc_query_list_read(const char *path, GError **error);

#endif
