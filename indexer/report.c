/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report.h"

#include <string.h>

#include "json.h"
#include "text.h"

bool rc_report_format_from_name(const char *name, RcReportFormat *format) {
  static const char *const names[] = {[RC_REPORT_TEXT] = "text", [RC_REPORT_JSON] = "json"};
  for (int i = RC_REPORT_TEXT; i <= RC_REPORT_JSON; i++) {
    if (strcmp(names[i], name) == 0) {
      *format = (RcReportFormat)i;
      return true;
    }
  }
  return false;
}

static void clear_line(gpointer data) {
  RcReportLine *line = data;
  g_free(line->path);
  g_free(line->id);
  g_free(line->reason);
}

RcReport *rc_report_new(void) {
  RcReport *report = g_new0(RcReport, 1);
  report->lines = g_array_new(FALSE, FALSE, sizeof(RcReportLine));
  g_array_set_clear_func(report->lines, clear_line);
  return report;
}

void rc_report_free(RcReport *report) {
  if (!report)
    return;
  g_array_unref(report->lines);
  g_free(report);
}

void rc_report_add(RcReport *report, const RcReportLine *line) {
  if (!report)
    return;
  RcReportLine own = *line;
  own.path = g_strdup(line->path);
  own.id = g_strdup(line->id);
  own.reason = g_strdup(line->reason);
  g_array_append_val(report->lines, own);
}

static void write_text(const RcReportLine *line, FILE *out) {
  g_autofree char *path = rc_text_printable(line->path, -1);
  fprintf(out, "%-13s %5u/%-5u %s%s", line->status, line->pages_read, line->pages, path,
          line->unchanged ? " (unchanged)" : "");
  if (line->reason) {
    g_autofree char *reason = rc_text_printable(line->reason, -1);
    fprintf(out, ": %s", reason);
  }
  fputc('\n', out);
}

static json_t *string_or_null(const char *text) {
  g_autofree char *valid = text ? g_utf8_make_valid(text, -1) : NULL;
  return valid ? json_string(valid) : json_null();
}

static void write_json(const RcReportLine *line, FILE *out) {
  json_t *record =
      json_pack("{s:o, s:o, s:s, s:I, s:I, s:b, s:f, s:f, s:o}", "file", string_or_null(line->path),
                "id", string_or_null(line->id), "status", line->status, "pages",
                (json_int_t)line->pages, "pages_read", (json_int_t)line->pages_read, "unchanged",
                (int)line->unchanged, "seconds", line->seconds, "processor_seconds",
                line->processor_seconds, "reason", string_or_null(line->reason));
  g_autoptr(GString) text = g_string_new(NULL);
  rc_json_append(text, record, 4);
  g_string_append_c(text, '\n');
  fwrite(text->str, 1, text->len, out);
  json_decref(record);
}

static int compare_paths(gconstpointer a, gconstpointer b) {
  return strcmp(((const RcReportLine *)a)->path, ((const RcReportLine *)b)->path);
}

void rc_report_write(const RcReport *report, RcReportFormat format, FILE *out) {
  g_array_sort(report->lines, compare_paths);
  if (format == RC_REPORT_TEXT)
    fputs("status         read/pages file\n", out);
  for (guint i = 0; i < report->lines->len; i++) {
    const RcReportLine *line = &g_array_index(report->lines, RcReportLine, i);
    (format == RC_REPORT_JSON ? write_json : write_text)(line, out);
  }
}
