/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An earlier search, as its record tells of it. */
#ifndef RC_EARLIER_H
#define RC_EARLIER_H

#include "query.h"

#define RC_EARLIER_BYTES_MAX (16 * 1024 * 1024)

/* Leaves out of a request the documents that a record (JSON, as recourse-search --record writes it)
 * lists, and says so in a note.  False with RC_ERROR_IO if it cannot be read, with
 * RC_ERROR_BAD_INPUT if it is larger than that, or no record that is whole. */
bool rc_earlier_leave_out(const char *path, RcRequest *request, GError **error);

#endif
