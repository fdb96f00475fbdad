/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query-list.h"

#include <string.h>

#include "bytes.h"
#include "error.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

GPtrArray *rc_query_list_read(const char *path, GError **error) {
  gsize length;
  g_autofree char *bytes = rc_bytes_read(path, RC_QUERY_LIST_BYTES_MAX, &length, error);
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
