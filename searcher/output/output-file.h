/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer that is written to a file: whole, or the file stays as it was. */
#ifndef RC_OUTPUT_FILE_H
#define RC_OUTPUT_FILE_H

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

/* Goes on in a child process, whose standard output is a new file beside `path`, and comes back in
 * the child alone.  The caller, which has no threads, waits for it; if the child ends with a status
 * up to RC_EXIT_NOTHING, the file takes the place of `path`, with what the umask leaves of `mode`,
 * else removed; then the caller ends with the status of the child, which may shut itself off from
 * all files.  False with RC_ERROR_IO if the file cannot be made. */
bool rc_output_file_begin(const char *path, mode_t mode, GError **error);

#endif
