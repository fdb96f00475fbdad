/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A long answer page by page on a terminal. */
#ifndef RC_PAGER_H
#define RC_PAGER_H

#include <glib.h>
#include <stdbool.h>

/* The command that shows text on the terminal page by page, for sh: $PAGER, or less where it is not
 * set and less is installed.  NULL: none is wanted ($PAGER is empty or cat), there is none, or
 * standard output is no terminal that can move its cursor. */
const char *rc_pager_command(void);

/* Goes on in a child process, whose standard output, and standard error if that is the terminal,
 * is read by the command, and comes back in the child alone.  The caller, which has no threads,
 * waits for both and ends with the status of the child, or with RC_EXIT_IO if the command could not
 * be run.  False with RC_ERROR_IO if there can be no child. */
bool rc_pager_begin(const char *command, GError **error);

#endif
