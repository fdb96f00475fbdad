/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query-list.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "error.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

/* No more than is allowed, of a file without end either; a NUL follows. */
static char *read_bytes(const char *path, gsize *length, GError **error) {
  FILE *file = fopen(path, "rbe");
  g_autofree char *bytes = file ? g_malloc(RC_QUERY_LIST_BYTES_MAX + 2) : NULL;
  errno = file ? 0 : errno;
  *length = file ? fread(bytes, 1, RC_QUERY_LIST_BYTES_MAX + 1, file) : 0;
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

GPtrArray *rc_query_list_read(const char *path, GError **error) {
  gsize length;
  g_autofree char *bytes = read_bytes(path, &length, error);
  if (!bytes)
    return NULL;
  g_autoptr(GPtrArray) queries = g_ptr_array_new_with_free_func(g_free);
  char *text = bytes + (g_str_has_prefix(bytes, BYTE_ORDER_MARK) ? strlen(BYTE_ORDER_MARK) : 0);
  const char *problem = length > RC_QUERY_LIST_BYTES_MAX ? "is larger than 1 MiB"
                        : strlen(bytes) < length         ? "has a NUL and is no text"
                                                         : NULL;
  while (text && !problem) {
    char *line = strsep(&text, "\r\n");
    g_strstrip(line);
    if (*line && *line != '#')
      g_ptr_array_add(queries, g_strdup(line));
    if (queries->len > RC_QUERY_LIST_LINES_MAX)
      problem = "has more than 1,000 queries";
  }
  if (!problem && queries->len == 0)
    problem = "has no query";
  if (!problem)
    return g_steal_pointer(&queries);
  g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "%s %s", path, problem);
  return NULL;
}
