/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record of a search as JSON: the members that every answer has, and those of the record. */
#include "citation.h"
#include "json-parts.h"
#include "request.h"
#include "statement.h"

static json_t *new_filters(const RcRequest *request) {
  json_t *filters = json_object();
  for (int field = 0; field < RC_N_FIELDS; field++) {
    const GPtrArray *values = request->filters[field];
    json_t *array = values ? json_array() : NULL;
    for (guint i = 0; values && i < values->len; i++)
      json_array_append_new(array, rc_json_string(values->pdata[i]));
    if (array)
      json_object_set_new(filters, rc_schema_field((RcField)field)->name, array);
  }
  return filters;
}

/* What each document says of itself in both lists. */
static json_t *new_document(const RcHit *hit) {
  json_t *item = json_object();
  json_object_set_new(item, "id", rc_json_string(hit->document->id));
  json_object_set_new(item, "sha256", rc_json_string(hit->document->sha256));
  json_object_set_new(item, "file", rc_json_string(hit->work->file));
  json_object_set_new(item, "title", rc_json_string(rc_citation_title(hit->work)));
  return item;
}

static json_t *new_unread(const GPtrArray *unread) {
  json_t *array = json_array();
  for (guint i = 0; i < unread->len; i++) {
    const RcHit *hit = unread->pdata[i];
    json_t *item = new_document(hit);
    json_object_set_new(item, "status", rc_json_string(rc_status_name(hit->document->status)));
    json_object_set_new(item, "pages", json_integer(hit->document->pages));
    json_object_set_new(item, "pages_read", json_integer(hit->document->pages_read));
    json_array_append_new(array, item);
  }
  return array;
}

void rc_statement_json_begin(RcSink *sink, const RcRequest *request, const RcResults *results,
                             const RcOutputOptions *options) {
  json_auto_t *record = rc_json_from_answer(request, results);
  json_object_set_new(record, "notes", rc_json_from_notes(request->notes));
  json_object_set_new(record, "program", json_string("recourse-search " RC_VERSION));
  json_object_set_new(record, "written", rc_json_string(options->statement->written));
  json_object_set_new(record, "filters", new_filters(request));
  json_object_set_new(record, "sort", json_string(rc_sorts[request->sort].name));
  json_object_set_new(record, "expand", json_boolean(request->expand));
  json_object_set_new(record, "collapse", json_boolean(request->collapse));
  json_object_set_new(record, "unread", new_unread(options->statement->unread));
  rc_json_append(sink->out, record, RC_JSON_REAL_DIGITS);
  g_string_truncate(sink->out, sink->out->len - 1); /* its "}" comes behind the last member */
  g_string_append(sink->out, ",\"hits\":[");
}

void rc_statement_json_hit(RcSink *sink, const RcRequest *request, const RcResults *results,
                           guint number, const RcOutputOptions *options) {
  const RcHit *hit = results->hits->pdata[number];
  json_auto_t *item = new_document(hit);
  json_t *passages = json_array();
  (void)options;
  for (guint i = 0; i < hit->passages->len; i++) {
    const RcPassageHit *found = hit->passages->pdata[i];
    g_autofree char *citation = rc_citation_plain(found->reference);
    json_t *passage = json_object();
    json_object_set_new(passage, "passage", json_integer(found->passage->ordinal));
    json_object_set_new(passage, "page", json_integer(found->hit_page));
    json_object_set_new(passage, "paragraph", rc_json_string(found->passage->number));
    json_object_set_new(passage, "complete", json_boolean(found->complete));
    json_object_set_new(passage, "citation", rc_json_string(citation));
    json_array_append_new(passages, passage);
  }
  json_object_set_new(item, "number", json_integer((json_int_t)request->offset + number + 1));
  json_object_set_new(item, "passages", passages);
  json_object_set_new(item, "more_passages", json_integer(hit->more_passages));
  if (sink->hits > 0)
    g_string_append_c(sink->out, ',');
  rc_json_append(sink->out, item, RC_JSON_REAL_DIGITS);
}

void rc_statement_json_end(RcSink *sink, const RcRequest *request, const RcResults *results,
                           const RcOutputOptions *options) {
  (void)request;
  (void)results;
  (void)options;
  g_string_append_printf(sink->out, "],\"listed\":%" G_GUINT64_FORMAT "}\n", sink->hits);
}
