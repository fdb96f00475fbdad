/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "withdrawn.h"

#include <string.h>

#include "error.h"

#define NAME "withdrawn"
#define UNFINISHED "unfinished"

static const char head[] =
    "# SHA-256 of documents that are not indexed again, or 16 digits with which it begins;\n"
    "# recourse-index --readmit takes one out.\n";

bool rc_withdrawn_read(const char *index_path, GHashTable *ids, bool *unfinished, bool *there,
                       GError **error) {
  g_autofree char *path = g_build_filename(index_path, NAME, NULL), *text = NULL;
  g_autoptr(GError) cause = NULL;
  gsize length = 0;
  *unfinished = false;
  *there = g_file_get_contents(path, &text, &length, &cause);
  if (!*there) {
    bool absent = g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT);
    if (!absent)
      g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s", cause->message);
    return absent;
  }
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  /* Whole, it ends with a line feed and holds no NUL. */
  *unfinished = strlen(text) != length || !g_str_has_suffix(text, "\n");
  for (char **line = lines; *line; line++) {
    gsize digits = strspn(*line, "0123456789abcdef");
    if (digits >= 16 && (*line)[digits] == '\0')
      g_hash_table_add(ids, g_strdup(*line));
    else if (**line && **line != '#')
      *unfinished = true; /* says so, or nobody knows what it says */
  }
  return true;
}

bool rc_withdrawn_write(const char *index_path, GHashTable *ids, bool unfinished, GError **error) {
  g_autofree char *path = g_build_filename(index_path, NAME, NULL);
  g_autoptr(GString) text = g_string_new(head);
  g_autoptr(GList) sorted = g_list_sort(g_hash_table_get_keys(ids), (GCompareFunc)strcmp);
  g_autoptr(GError) cause = NULL;
  if (unfinished)
    g_string_append(text, UNFINISHED "\n");
  for (const GList *id = sorted; id; id = id->next)
    g_string_append_printf(text, "%s\n", (const char *)id->data);
  if (g_file_set_contents_full(path, text->str, (gssize)text->len,
                               G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666,
                               &cause))
    return true;
  g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: %s", index_path, cause->message);
  return false;
}
