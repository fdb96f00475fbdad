/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output-file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "child.h"
#include "error.h"

/* What was written is given its name; false with a message. */
static bool put_in_place(int file, const char *written, const char *path, mode_t mode) {
  mode_t mask = umask(0);
  umask(mask);
  if (fchmod(file, mode & ~mask) == 0 && fsync(file) == 0 && g_rename(written, path) == 0)
    return true;
  fprintf(stderr, "%s: %s: %s\n", g_get_prgname(), path, g_strerror(errno));
  return false;
}

/* Waits and ends. */
G_GNUC_NORETURN
static void conclude(pid_t child, int file, const char *written, const char *path, mode_t mode) {
  int ended = rc_child_wait(child);
  if (ended <= RC_EXIT_NOTHING && !put_in_place(file, written, path, mode))
    ended = RC_EXIT_IO;
  if (ended > RC_EXIT_NOTHING)
    g_unlink(written);
  rc_child_end(ended);
}

bool rc_output_file_begin(const char *path, mode_t mode, GError **error) {
  g_autofree char *written = g_strconcat(path, ".XXXXXX", NULL);
  int file = g_mkstemp(written);
  pid_t child = file < 0 ? -1 : fork();
  if (child < 0) {
    g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: %s", path, g_strerror(errno));
    if (file >= 0)
      g_unlink(written);
    return false;
  }
  if (child > 0)
    conclude(child, file, written, path, mode);
  dup2(file, STDOUT_FILENO);
  close(file);
  return true;
}
