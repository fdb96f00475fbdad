/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tsv.h"

#include <stdbool.h>
#include <string.h>

void rc_tsv_complain(RcTsv *tsv, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *reason = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  fprintf(stderr, "%s:%d: %s\n", tsv->file, tsv->line, reason);
  tsv->mistakes++;
}

char *rc_tsv_read(RcTsv *tsv, const char *path, const char *header,
                  void (*read)(char **columns, gpointer data), gpointer data) {
  g_autoptr(GError) error = NULL;
  char *content = NULL;
  tsv->file = path;
  tsv->line = 0;
  if (!g_file_get_contents(path, &content, NULL, &error)) {
    rc_tsv_complain(tsv, "%s", error->message);
    return NULL;
  }
  bool headed = false;
  g_auto(GStrv) titles = g_strsplit(header, "\t", -1), lines = g_strsplit(content, "\n", -1);
  for (char **line = lines; *line; line++) {
    tsv->line++;
    g_auto(GStrv) columns = g_strsplit(*line, "\t", -1);
    if (!g_utf8_validate(*line, -1, NULL)) {
      rc_tsv_complain(tsv, "not valid UTF-8");
    } else if (**line == '#' || **line == '\0') {
      continue;
    } else if (!headed) {
      headed = true;
      if (strcmp(*line, header) != 0)
        rc_tsv_complain(tsv, "the header is not '%s'", header);
    } else if (g_strv_length(columns) != g_strv_length(titles)) {
      rc_tsv_complain(tsv, "%u columns instead of %u", g_strv_length(columns),
                      g_strv_length(titles));
    } else {
      read(columns, data);
    }
  }
  return content;
}

void rc_tsv_write_c(FILE *out, const char *text) {
  fputc('"', out);
  for (const char *p = text; *p; p++) {
    if (*p == '"' || *p == '\\')
      fputc('\\', out);
    fputc(*p, out);
  }
  fputc('"', out);
}
