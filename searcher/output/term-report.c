/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "term-report.h"

#include <string.h>

#include "csv.h"
#include "json-parts.h"
#include "text-writer.h"
#include "text.h"

typedef enum { SAY_HEAD, SAY_ALL, SAY_INDEX, SAY_UNREAD, SAY_NOTE, N_SAYINGS } Saying;

static const char *const sayings[N_SAYINGS][RC_N_LANGUAGES] = {
    [SAY_HEAD] = {" documents  only here  passages  query",
                  "документов  только тут   абзацев  запрос"},
    [SAY_ALL] = {"any of them", "любой из них"},
    [SAY_INDEX] = {"Index: documents {1}, as of {2}, state {3}",
                   "Индекс: документов {1}, на {2}, состояние {3}"},
    [SAY_UNREAD] = {"Documents that could not be read in full: {1}",
                    "Документов, прочитанных не полностью: {1}"},
    [SAY_NOTE] = {"{1}: {2}", "{1}: {2}"},
};

static void say(RcTextWriter *writer, Saying saying, RcLanguage language, const char *first,
                const char *second, const char *third) {
  const char *const arguments[] = {first, second ? second : "?", third ? third : "?", NULL};
  g_autofree char *text = rc_fill_template(sayings[saying][language], arguments);
  g_autofree char *printable = rc_text_printable(text, -1);
  rc_text_writer_paragraph(writer, 0, printable);
}

#define NUMBER_ROW "%10" G_GUINT64_FORMAT

static void write_text(GString *out, const RcTermReport *report, const RcOutputOptions *options) {
  RcTextWriter writer = rc_text_writer_new(out, options);
  RcLanguage language = options->language;
  g_string_append_printf(out, "%s\n", sayings[SAY_HEAD][language]);
  for (guint i = 0; i < report->terms->len; i++) {
    const RcTermCount *term = report->terms->pdata[i];
    g_autofree char *text = rc_text_printable(term->text, -1);
    g_string_append_printf(out, NUMBER_ROW " " NUMBER_ROW NUMBER_ROW "  %s\n", term->documents,
                           term->only, term->passages, text);
  }
  g_string_append_printf(out, NUMBER_ROW "%23s%s\n\n", report->documents, "",
                         sayings[SAY_ALL][language]);
  for (guint i = 0; i < report->terms->len; i++) {
    const RcTermCount *term = report->terms->pdata[i];
    for (guint k = 0; k < term->notes->len; k++) {
      g_autofree char *note = rc_note_text(term->notes->pdata[k], language);
      say(&writer, SAY_NOTE, language, term->text, note, NULL);
    }
  }
  g_autofree char *documents = g_strdup_printf("%" G_GUINT64_FORMAT, report->index.documents);
  g_autofree char *unread = g_strdup_printf("%" G_GUINT64_FORMAT, report->index.not_fully_read);
  say(&writer, SAY_INDEX, language, documents, report->index.updated, report->index.state);
  say(&writer, SAY_UNREAD, language, unread, NULL, NULL);
}

static void write_json(GString *out, const RcTermReport *report, const RcOutputOptions *options) {
  json_t *terms = json_array();
  (void)options;
  for (guint i = 0; i < report->terms->len; i++) {
    const RcTermCount *term = report->terms->pdata[i];
    json_t *item = json_object();
    json_object_set_new(item, "text", rc_json_string(term->text));
    json_object_set_new(item, "parsed", rc_json_string(term->parsed));
    json_object_set_new(item, "documents", json_integer((json_int_t)term->documents));
    json_object_set_new(item, "only", json_integer((json_int_t)term->only));
    json_object_set_new(item, "passages", json_integer((json_int_t)term->passages));
    json_object_set_new(item, "notes", rc_json_from_notes(term->notes));
    json_array_append_new(terms, item);
  }
  json_auto_t *answer = json_object();
  json_object_set_new(answer, "version", json_integer(RC_JSON_VERSION));
  json_object_set_new(answer, "documents", json_integer((json_int_t)report->documents));
  json_object_set_new(answer, "queries", terms);
  json_object_set_new(answer, "index", rc_json_from_index(&report->index));
  rc_json_append(out, answer, RC_JSON_REAL_DIGITS);
  g_string_append_c(out, '\n');
}

static void write_csv(GString *out, const RcTermReport *report, const RcOutputOptions *options) {
  static const char *const columns[] = {"query", "parsed",   "documents",
                                        "only",  "passages", "notes"};
  (void)options;
  for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
    rc_csv_cell(out, columns[i]);
  rc_csv_end_row(out);
  for (guint i = 0; i < report->terms->len; i++) {
    const RcTermCount *term = report->terms->pdata[i];
    const guint64 numbers[] = {term->documents, term->only, term->passages};
    g_autoptr(GString) notes = g_string_new(NULL);
    for (guint k = 0; k < term->notes->len; k++)
      g_string_append_printf(notes, "%s%s", k ? " " : "",
                             rc_note_name(((RcNote *)term->notes->pdata[k])->code));
    rc_csv_cell(out, term->text);
    rc_csv_cell(out, term->parsed);
    for (gsize k = 0; k < G_N_ELEMENTS(numbers); k++) {
      g_autofree char *digits = g_strdup_printf("%" G_GUINT64_FORMAT, numbers[k]);
      rc_csv_cell(out, digits);
    }
    rc_csv_cell(out, notes->str);
    rc_csv_end_row(out);
  }
}

RcTermReportOutput *rc_term_report_output(const char *format) {
  static const struct {
    const char *name;
    RcTermReportOutput *write;
  } outputs[] = {{"text", write_text}, {"json", write_json}, {"csv", write_csv}};
  for (gsize i = 0; i < G_N_ELEMENTS(outputs); i++)
    if (strcmp(outputs[i].name, format) == 0)
      return outputs[i].write;
  return NULL;
}
