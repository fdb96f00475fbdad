/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV as RFC 4180 has it, in UTF-8: a row for each passage.  Every row says of how many hits its
 * own is one, so that a part is never taken for all. */
#include <string.h>

#include "citation.h"
#include "csv.h"
#include "output.h"

void rc_csv_cell(GString *out, const char *value) {
  g_autofree char *valid = g_utf8_make_valid(value ? value : "", -1);
  bool formula = *valid && strchr("=+-@\t\r", *valid) && strpbrk(valid, "(|");
  if (out->len && out->str[out->len - 1] != '\n')
    g_string_append_c(out, ',');
  g_string_append(out, formula ? "\"'" : "\"");
  for (const char *p = valid; *p; p++)
    g_string_append(out, *p == '"' ? "\"\"" : (char[]){*p, '\0'});
  g_string_append_c(out, '"');
}

static void append_number(GString *out, guint64 number) {
  g_autofree char *digits = g_strdup_printf("%" G_GUINT64_FORMAT, number);
  rc_csv_cell(out, digits);
}

void rc_csv_end_row(GString *out) {
  g_string_append(out, "\r\n");
}

void rc_output_csv_begin(RcSink *sink, const RcRequest *request, const RcResults *results,
                         const RcOutputOptions *options) {
  static const char *const columns[] = {
      "hit",  "of",       "id",     "sha256",   "file",     "title", "organisation", "date",
      "type", "language", "symbol", "url",      "passage",  "page",  "page_label",   "paragraph",
      "kind", "section",  "text",   "complete", "citation", "lacks"};
  (void)request;
  (void)results;
  (void)options;
  for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
    rc_csv_cell(sink->out, columns[i]);
  rc_csv_end_row(sink->out);
}

static char *join(const GPtrArray *texts, const char *between) {
  GString *joined = g_string_new(NULL);
  for (guint i = 0; texts && i < texts->len; i++)
    g_string_append_printf(joined, "%s%s", i ? between : "", (const char *)texts->pdata[i]);
  return g_string_free(joined, FALSE);
}

static void append_passage(GString *out, const RcHit *hit, const RcPassageHit *found,
                           RcCitationStyle style) {
  const RcReference *reference = found ? found->reference : hit->reference;
  const RcPassage *passage = reference->passage;
  const RcWork *work = hit->work;
  g_autofree char *citation = rc_citation_format(reference, style, rc_citation_language(reference));
  g_autofree char *section = join(passage ? passage->section : NULL, " > ");
  g_autofree char *lacks = join(hit->lacks, "; ");
  rc_csv_cell(out, hit->document->id);
  rc_csv_cell(out, hit->document->sha256);
  rc_csv_cell(out, work->file);
  rc_csv_cell(out, rc_work_peek(work, RC_METADATA_TITLE));
  rc_csv_cell(out, rc_work_peek(work, RC_METADATA_ORGANISATION));
  rc_csv_cell(out, rc_work_peek(work, RC_METADATA_DATE));
  rc_csv_cell(out, rc_work_peek(work, RC_METADATA_TYPE));
  rc_csv_cell(out, passage ? passage->language : rc_work_peek(work, RC_METADATA_LANGUAGE));
  rc_csv_cell(out, rc_work_peek(work, RC_METADATA_SYMBOL));
  rc_csv_cell(out, work->url);
  append_number(out, passage ? passage->ordinal : 0);
  append_number(out, rc_reference_page(reference));
  rc_csv_cell(out, passage ? passage->page_label : NULL);
  rc_csv_cell(out, passage ? passage->number : NULL);
  rc_csv_cell(out, passage ? rc_kind_name(passage->kind) : NULL);
  rc_csv_cell(out, section);
  rc_csv_cell(out, passage ? passage->text : NULL);
  rc_csv_cell(out, found && found->complete ? "true" : "false");
  rc_csv_cell(out, citation);
  rc_csv_cell(out, lacks);
  rc_csv_end_row(out);
}

void rc_output_csv_hit(RcSink *sink, const RcRequest *request, const RcResults *results,
                       guint number, const RcOutputOptions *options) {
  const RcHit *hit = results->hits->pdata[number];
  guint rows = MAX(hit->passages->len, 1);
  (void)options;
  for (guint i = 0; i < rows; i++) {
    const RcPassageHit *found = hit->passages->len ? hit->passages->pdata[i] : NULL;
    append_number(sink->out, request->offset + number + 1);
    append_number(sink->out, results->total - results->collapsed);
    append_passage(sink->out, hit, found, request->cite);
  }
}
