/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSL-JSON, as citation processors and reference managers read it: an item for each passage, with
 * its locator and label as an item of a citation has them. */
#include <stdlib.h>

#include "citation.h"
#include "json.h"
#include "output.h"

static void set(json_t *item, const char *name, const char *value) {
  if (!value)
    return;
  g_autofree char *valid = g_utf8_make_valid(value, -1);
  json_object_set_new(item, name, json_string(valid));
}

static json_t *new_item(const RcHit *hit, const RcPassageHit *found) {
  static const char *const types[RC_N_WORKS] = {
      [RC_WORK_UN] = "report",       [RC_WORK_EUROPEAN_CASE] = "legal_case",
      [RC_WORK_CASE] = "legal_case", [RC_WORK_LAW] = "legislation",
      [RC_WORK_REPORT] = "report",
  };
  const char *id = hit->document->id;
  g_autoptr(RcReference) reference = rc_reference_new(hit->document, found ? found->passage : NULL);
  RcLocatorText locator = rc_citation_locator(reference);
  g_autofree char *value = locator.value;
  g_autofree char *key =
      found ? g_strdup_printf("%s-%u", id, found->passage->ordinal) : g_strdup(id);
  bool of_court = reference->work == RC_WORK_EUROPEAN_CASE || reference->work == RC_WORK_CASE;
  json_t *item = json_object();
  set(item, "id", key);
  set(item, "type", types[reference->work]);
  set(item, "title", rc_citation_title(reference));
  if (reference->author && of_court) {
    set(item, "authority", reference->author);
  } else if (reference->author) {
    g_autofree char *author = g_utf8_make_valid(reference->author, -1);
    json_object_set_new(item, "author", json_pack("[{s:s}]", "literal", author));
    set(item, "publisher", author);
  }
  set(item, "number", reference->symbol);
  /* As much of a date as is known. */
  g_auto(GStrv) parts = g_strsplit(reference->date ? reference->date : "", "-", 3);
  json_t *numbers = json_array();
  for (char **part = parts; *part; part++)
    json_array_append_new(numbers, json_integer(atoi(*part)));
  if (reference->date)
    json_object_set_new(item, "issued", json_pack("{s:[O]}", "date-parts", numbers));
  json_decref(numbers);
  set(item, "language", reference->language);
  set(item, "URL", reference->url);
  set(item, "locator", value);
  set(item, "label", locator.label);
  set(item, "note", found ? found->passage->text : NULL);
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
    json_auto_t *item = new_item(hit, hit->passages->len ? hit->passages->pdata[i] : NULL);
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
