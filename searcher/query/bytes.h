/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of a file that somebody names. */
#ifndef RC_BYTES_H
#define RC_BYTES_H

#include <glib.h>

/* Yours to free; a NUL follows.  At most `most` and one more are read, which says that there are
 * more, of a file without end too.  NULL with RC_ERROR_IO. */
char *rc_bytes_read(const char *path, gsize most, gsize *length, GError **error);

#endif
