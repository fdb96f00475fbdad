/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A process that goes on in a child, which may shut itself off, while it waits for it. */
#ifndef RC_CHILD_H
#define RC_CHILD_H

#include <glib.h>
#include <sys/types.h>

/* Waits for a child and passes on to it the signals that end a program.  Its exit status, or 128
 * and the number of the signal that has ended it. */
int rc_child_wait(pid_t child);

/* Ends the process as such a status says: by the signal, if it was one of those. */
G_GNUC_NORETURN void rc_child_end(int status);

#endif
