/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSL-JSON, as citation processors and reference managers read it: an item for each passage, with
 * its locator and label as an item of a citation has them. */
#include <stdlib.h>

#include "citation.h"
#include "item.h"
#include "json.h"
#include "output.h"

/* What is not known is left out. */
static void set(json_t *item, const char *name, const char *value) {
  if (value)
    json_object_set_new(item, name, rc_json_string(value));
}

static json_t *new_item(const RcReference *reference) {
  static const char *const types[RC_N_WORK_KINDS] = {
      [RC_WORK_UN] = "report",       [RC_WORK_EUROPEAN_CASE] = "legal_case",
      [RC_WORK_CASE] = "legal_case", [RC_WORK_LAW] = "legislation",
      [RC_WORK_REPORT] = "report",
  };
  const RcWork *work = reference->work;
  const RcPassage *passage = reference->passage;
  const char *author = rc_work_author(work), *date = rc_work_peek(work, RC_METADATA_DATE);
  RcLocatorText locator = rc_citation_locator(reference);
  g_autofree char *value = locator.value;
  g_autofree char *key = rc_item_id(work->document->id, passage);
  json_t *item = json_object();
  set(item, "id", key);
  set(item, "type", types[work->kind]);
  set(item, "title", rc_citation_title(work));
  if (author && rc_work_is_case(work)) {
    set(item, "authority", author);
  } else if (author) {
    json_object_set_new(item, "author", json_pack("[{s:o}]", "literal", rc_json_string(author)));
    set(item, "publisher", author);
  }
  set(item, "number", rc_work_peek(work, RC_METADATA_SYMBOL));
  /* As much of a date as is known. */
  g_auto(GStrv) parts = g_strsplit(date ? date : "", "-", 3);
  json_t *numbers = json_array();
  for (char **part = parts; *part; part++)
    json_array_append_new(numbers, json_integer(atoi(*part)));
  if (date)
    json_object_set_new(item, "issued", json_pack("{s:[O]}", "date-parts", numbers));
  json_decref(numbers);
  set(item, "language", rc_work_peek(work, RC_METADATA_LANGUAGE));
  set(item, "URL", work->url);
  set(item, "locator", value);
  set(item, "label", locator.label);
  set(item, "note", passage ? passage->text : NULL);
  return item;
}

void rc_output_csl_begin(RcSink *sink, const RcRequest *request, const RcResults *results,
                         const RcOutputOptions *options) {
  (void)request;
  (void)results;
  (void)options;
  g_string_append(sink->out, "[");
}

void rc_output_csl_hit(RcSink *sink, const RcRequest *request, const RcResults *results,
                       guint number, const RcOutputOptions *options) {
  const RcHit *hit = results->hits->pdata[number];
  (void)request;
  (void)options;
  for (guint i = 0; i < MAX(hit->passages->len, 1); i++) {
    json_auto_t *item =
        new_item(i ? ((RcPassageHit *)hit->passages->pdata[i])->reference : rc_hit_reference(hit));
    g_string_append(sink->out, sink->hits || i ? ",\n" : "\n");
    rc_json_append(sink->out, item, 1);
  }
}

void rc_output_csl_end(RcSink *sink, const RcRequest *request, const RcResults *results,
                       const RcOutputOptions *options) {
  (void)request;
  (void)results;
  (void)options;
  g_string_append(sink->out, "\n]\n");
}
