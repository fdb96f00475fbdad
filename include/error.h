/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors, classed by what the caller can do about them.
 *
 * Every function of Recourse that can fail takes a `GError **error` last and
 * returns NULL or false if and only if it is set.  The message names the
 * object ("corpus/a.pdf: page 12: ...") and needs no prefix added. */
#ifndef RC_ERROR_H
#define RC_ERROR_H

#include <glib.h>

#define RC_ERROR rc_error_quark()
GQuark rc_error_quark(void);

typedef enum {
  RC_ERROR_BAD_INPUT, /* a file, an option or a message is not what it must be */
  RC_ERROR_BAD_QUERY, /* the query or a search option cannot be used as given */
  RC_ERROR_NO_INDEX,  /* there is no index, or not one this program can read */
  RC_ERROR_LOCKED,    /* another process is writing to the index */
  RC_ERROR_STALE,     /* the index changed while it was read: reopen and retry */
  RC_ERROR_LIMIT,     /* a stated limit was reached */
  RC_ERROR_SYSTEM,    /* the kernel has not what is needed to be safe */
  RC_ERROR_IO,        /* reading or writing failed: permissions, space, hardware */
  RC_N_ERRORS
} RcErrorCode;

/* Exit statuses of both programs; the numbers over 63 follow sysexits.h.  2 is for what was
 * typed and nothing else: scripts take it for a mistake of their own. */
enum {
  RC_EXIT_FOUND = 0,     /* found, or done */
  RC_EXIT_NOTHING = 1,   /* nothing found */
  RC_EXIT_USAGE = 2,     /* wrong option or bad query */
  RC_EXIT_NO_INDEX = 69, /* none, not one that can be used, or a damaged one */
  RC_EXIT_SYSTEM = 71,   /* a kernel without what the sandbox needs */
  RC_EXIT_IO = 74,
  RC_EXIT_LOCKED = 75,
  RC_EXIT_LIMIT = 75, /* both say: not now, not like this */
  RC_EXIT_INTERRUPTED = 130
};

/* The exit status a program ends with for `error`.  Errors of other domains
 * (GOption, GFile) are usage errors if they are G_OPTION_ERROR, else I/O. */
int rc_error_exit_status(const GError *error);

#endif
