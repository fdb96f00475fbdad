/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bytes.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>

#include "error.h"

char *rc_bytes_read(const char *path, gsize most, gsize *length, GError **error) {
  FILE *file = fopen(path, "rbe");
  g_autofree char *bytes = file ? g_malloc(most + 2) : NULL;
  errno = file ? 0 : errno;
  *length = file ? fread(bytes, 1, most + 1, file) : 0;
  bool failed = !file || ferror(file);
  if (failed)
    g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: %s", path, g_strerror(errno));
  if (file)
    fclose(file);
  if (failed)
    return NULL;
  bytes[*length] = '\0';
  return g_steal_pointer(&bytes);
}
