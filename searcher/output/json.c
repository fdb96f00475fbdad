/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON format, version 1: a contract with scripts.  Members may be added,
 * never renamed or left out; what is not known is null. */
#include <math.h>
#include <string.h>

#include "citation.h"
#include "json-parts.h"
#include "output.h"

/* --- values --- */

static json_t *new_number(guint64 value) {
  return json_integer((json_int_t)MIN(value, G_MAXINT64));
}

/* Moves the member `key` from one object to another; null if there is none. */
static void move_member(json_t *to, json_t *from, const char *key) {
  json_t *value = json_object_get(from, key);
  json_object_set_new(to, key, value ? json_incref(value) : json_null());
  json_object_del(from, key);
}

static void move_members(json_t *to, json_t *from, const char *const *keys) {
  for (; *keys; keys++)
    move_member(to, from, *keys);
}

/* --- the query --- */

static json_t *new_strings(const GPtrArray *strings) {
  json_t *array = json_array();
  for (guint i = 0; strings && i < strings->len; i++)
    json_array_append_new(array, rc_json_string(strings->pdata[i]));
  return array;
}

static json_t *new_added(const GPtrArray *added) {
  json_t *array = json_array();
  for (guint i = 0; added && i < added->len; i++) {
    const RcAdded *one = added->pdata[i];
    json_t *item = json_object();
    json_object_set_new(item, "word", rc_json_string(one->word));
    json_object_set_new(item, "as", new_strings(one->texts));
    json_array_append_new(array, item);
  }
  return array;
}

static json_t *new_explained(const GPtrArray *explained) {
  json_t *array = json_array();
  for (guint i = 0; i < explained->len; i++) {
    const RcExplained *one = explained->pdata[i];
    json_t *item = json_object(), *ways = json_array();
    for (guint k = 0; k < one->ways->len; k++) {
      const RcWay *way = one->ways->pdata[k];
      json_array_append_new(ways, json_pack("{s:s, s:o, s:f, s:o}", "kind", way->kind, "text",
                                            rc_json_string(way->text), "weight", way->weight,
                                            "documents", new_number(way->count)));
    }
    json_object_set_new(item, "word", rc_json_string(one->word));
    json_object_set_new(item, "ways", ways);
    json_array_append_new(array, item);
  }
  return array;
}

static json_t *new_lacks(const GPtrArray *lacks) {
  json_t *array = json_array();
  for (guint i = 0; i < lacks->len; i++) {
    const RcLack *lack = lacks->pdata[i];
    json_t *item = json_object();
    json_object_set_new(item, "text", rc_json_string(lack->text));
    json_object_set_new(item, "documents", new_number(lack->count));
    json_array_append_new(array, item);
  }
  return array;
}

static json_t *new_expansions(const GPtrArray *expansions) {
  json_t *array = json_array();
  for (guint i = 0; expansions && i < expansions->len; i++) {
    const RcExpansion *expansion = expansions->pdata[i];
    const RcConcept *concept = expansion->concept;
    json_t *item = json_object();
    json_object_set_new(item, "word", rc_json_string(expansion->word));
    json_object_set_new(item, "kind", rc_json_string(rc_schema_field(concept->field)->name));
    json_object_set_new(item, "concept", rc_json_string(concept->id));
    json_object_set_new(item, "label", rc_json_string(concept->label_en));
    json_object_set_new(item, "label_ru", rc_json_string(concept->label_ru));
    json_t *forms = json_array();
    for (int k = 0; k < concept->form_count; k++) {
      const RcForm *form = rc_vocabulary_concept_form(concept, k);
      if (rc_vocabulary_is_displayed(form))
        json_array_append_new(forms, rc_json_string(rc_vocabulary_form_text(form)));
    }
    json_object_set_new(item, "forms", forms);
    json_object_set_new(item, "count", new_number(expansion->count));
    json_array_append_new(array, item);
  }
  return array;
}

static json_t *new_notes(const GPtrArray *notes) {
  json_t *array = json_array();
  for (guint i = 0; notes && i < notes->len; i++) {
    const RcNote *note = notes->pdata[i];
    json_t *item = json_object();
    g_autofree char *text = rc_note_text(note, RC_LANGUAGE_EN);
    json_t *arguments = json_array();
    for (char **argument = note->arguments; *argument; argument++)
      json_array_append_new(arguments, rc_json_string(*argument));
    json_object_set_new(item, "code", rc_json_string(rc_note_name(note->code)));
    json_object_set_new(item, "text", rc_json_string(text));
    json_object_set_new(item, "arguments", arguments);
    json_array_append_new(array, item);
  }
  return array;
}

json_t *rc_json_from_notes(const GPtrArray *notes) {
  json_t *array = new_notes(notes);
  for (guint i = 0; i < notes->len; i++) {
    g_autofree char *text = rc_note_text(notes->pdata[i], RC_LANGUAGE_RU);
    json_object_set_new(json_array_get(array, i), "text_ru", rc_json_string(text));
  }
  return array;
}

json_t *rc_json_from_index(const RcIndexSummary *summary) {
  json_t *index = json_object();
  json_object_set_new(index, "state", rc_json_string(summary->state));
  json_object_set_new(index, "documents", new_number(summary->documents));
  json_object_set_new(index, "pages", new_number(summary->pages));
  json_object_set_new(index, "not_fully_read", new_number(summary->not_fully_read));
  json_object_set_new(index, "updated", rc_json_string(summary->updated));
  return index;
}

/* --- facets --- */

static json_t *new_facets(const RcRequest *request, const RcResults *results) {
  if (!request->facets)
    return json_null();
  json_t *facets = json_object();
  for (int place = 1, field; (field = rc_schema_facet(place)) >= 0; place++) {
    const GPtrArray *values = results->facets[field];
    json_t *array = json_array();
    for (guint i = 0; values && i < values->len; i++) {
      const RcFacetValue *value = values->pdata[i];
      json_t *item = json_object();
      json_object_set_new(item, "id", rc_json_string(value->id));
      json_object_set_new(item, "label",
                          rc_json_string(value->label_en ? value->label_en : value->id));
      json_object_set_new(item, "label_ru",
                          rc_json_string(value->label_ru ? value->label_ru : value->id));
      json_object_set_new(item, "count", new_number(value->count));
      json_array_append_new(array, item);
    }
    json_object_set_new(facets, rc_schema_field((RcField)field)->name, array);
  }
  return facets;
}

/* --- hits --- */

static json_t *new_described(const RcWork *work, RcMetadataField field) {
  return rc_json_string(rc_work_peek(work, field));
}

/* The parts of a reference to a passage, for programs that cite in a way of their own. */
json_t *rc_json_from_reference(const RcReference *reference) {
  const RcWork *work = reference->work;
  const RcPassage *passage = reference->passage;
  json_t *item = json_object(), *locators = json_array();
  for (guint i = 0; i < reference->locators->len; i++) {
    const RcLocator *locator = reference->locators->pdata[i];
    json_array_append_new(locators, json_pack("{s:s, s:o}", "kind", rc_locator_name(locator->kind),
                                              "value", rc_json_string(locator->value)));
  }
  json_object_set_new(item, "work", json_string(rc_work_kind_name(work->kind)));
  json_object_set_new(item, "author", rc_json_string(rc_work_author(work)));
  json_object_set_new(item, "body", rc_json_string(work->body ? work->body->id : NULL));
  json_object_set_new(item, "title", new_described(work, RC_METADATA_TITLE));
  json_object_set_new(item, "name", rc_json_string(work->name));
  json_object_set_new(item, "symbol", new_described(work, RC_METADATA_SYMBOL));
  json_object_set_new(item, "applications", new_strings(work->applications));
  json_object_set_new(item, "type", new_described(work, RC_METADATA_TYPE));
  json_object_set_new(item, "date", new_described(work, RC_METADATA_DATE));
  json_object_set_new(item, "language", new_described(work, RC_METADATA_LANGUAGE));
  json_object_set_new(item, "translation", json_boolean(work->translation));
  json_object_set_new(item, "locators", locators);
  json_object_set_new(item, "page", new_number(rc_reference_page(reference)));
  json_object_set_new(item, "last_page", new_number(rc_reference_last_page(reference)));
  json_object_set_new(item, "page_label", rc_json_string(passage ? passage->page_label : NULL));
  json_object_set_new(item, "last_page_label",
                      rc_json_string(passage ? passage->last_page_label : NULL));
  json_object_set_new(item, "url", rc_json_string(work->url));
  json_object_set_new(item, "file", rc_json_string(work->file));
  json_object_set_new(item, "sha256", rc_json_string(work->document->sha256));
  return item;
}

json_t *rc_json_from_citations(const RcReference *reference) {
  json_t *item = json_object();
  for (int style = RC_STYLE_UN; style < RC_N_STYLES; style++) {
    g_autofree char *citation =
        rc_citation_format(reference, (RcCitationStyle)style, rc_citation_language(reference));
    json_object_set_new(item, rc_citation_styles[style].name, rc_json_string(citation));
  }
  return item;
}

/* The stored record of the passage, with what makes it an answer between. */
static json_t *new_passage(const RcPassageHit *hit) {
  static const char *const place[] = {"passage", "page", "pages", NULL};
  static const char *const nature[] = {"page_label", "last_page_label", "paragraph", "kind",
                                       "section",    "language",        "ocr",       NULL};
  static const char *const links[] = {"mentions", "cites", "footnote_of", NULL};
  json_t *record = rc_json_from_passage(hit->passage);
  json_t *passage = json_object();
  move_members(passage, record, place);
  json_object_set_new(passage, "hit_page", new_number(hit->hit_page));
  move_members(passage, record, nature);
  json_object_set_new(passage, "complete", json_boolean(hit->complete));
  move_member(passage, record, "text");
  json_t *highlights = json_array();
  for (guint i = 0; hit->highlights && i < hit->highlights->len; i++) {
    const RcHighlight *highlight = &g_array_index(hit->highlights, RcHighlight, i);
    json_array_append_new(highlights,
                          json_pack("[i, i]", (int)highlight->start, (int)highlight->end));
  }
  json_object_set_new(passage, "highlights", highlights);
  move_members(passage, record, links);
  g_autofree char *citation = rc_citation_plain(hit->reference);
  json_object_set_new(passage, "citation", rc_json_string(citation));
  json_object_set_new(passage, "reference", rc_json_from_reference(hit->reference));
  json_object_set_new(passage, "citations", rc_json_from_citations(hit->reference));
  json_object_set_new(passage, "alike",
                      hit->alike ? json_pack("{s:s, s:o, s:o}", "id", hit->alike, "passages",
                                             new_number(hit->alike_passages), "documents",
                                             new_number(hit->alike_documents))
                                 : json_null());
  json_object_update(passage, record);
  json_decref(record);
  return passage;
}

static json_t *new_twins(const GPtrArray *twins) {
  json_t *array = json_array();
  for (guint i = 0; twins && i < twins->len; i++) {
    const RcTwin *twin = twins->pdata[i];
    json_t *item = json_object();
    json_object_set_new(item, "id", rc_json_string(twin->id));
    json_object_set_new(item, "language", rc_json_string(twin->language));
    json_array_append_new(array, item);
  }
  return array;
}

static json_t *new_hit(const RcHit *hit) {
  static const char *const descriptive[] = {"title",    "organisation", "date", "symbol",
                                            "language", "type",         NULL};
  const RcDocument *document = hit->document;
  json_t *metadata = rc_json_from_metadata(document);
  json_t *files = json_array();
  for (guint i = 0; document->files && i < document->files->len; i++)
    json_array_append_new(files, rc_json_string(g_array_index(document->files, RcFile, i).path));
  json_t *first = json_array_get(files, 0);
  json_t *item = json_object();
  json_object_set_new(item, "id", rc_json_string(document->id));
  json_object_set_new(item, "sha256", rc_json_string(document->sha256));
  json_object_set_new(item, "file", first ? json_incref(first) : json_null());
  json_object_set_new(item, "files", files);
  move_members(item, metadata, descriptive);
  json_object_set_new(item, "pages", new_number(document->pages));
  json_object_set_new(item, "status", rc_json_string(rc_status_name(document->status)));
  /* Three digits after the point: more is noise.  JSON knows no infinity. */
  json_object_set_new(item, "score",
                      json_real(isfinite(hit->score) ? round(hit->score * 1000) / 1000 : 0));
  move_member(item, metadata, "provenance");
  json_object_update(item, metadata);
  json_decref(metadata);
  json_object_set_new(item, "twins", new_twins(hit->twins));
  json_t *passages = json_array();
  for (guint i = 0; hit->passages && i < hit->passages->len; i++)
    json_array_append_new(passages, new_passage(hit->passages->pdata[i]));
  json_object_set_new(item, "passages", passages);
  json_object_set_new(item, "more_passages", new_number(hit->more_passages));
  json_object_set_new(item, "lacks", new_strings(hit->lacks));
  return item;
}

/* --- all together --- */

/* All but the hits. */
json_t *rc_json_from_answer(const RcRequest *request, const RcResults *results) {
  json_t *answer = json_object();
  json_object_set_new(answer, "version", json_integer(RC_JSON_VERSION));
  json_t *query = json_object();
  json_object_set_new(query, "text", rc_json_string(request->text));
  json_object_set_new(query, "parsed", rc_json_string(results->parsed));
  json_object_set_new(query, "similar", rc_json_string(request->similar));
  json_object_set_new(query, "expansions", new_expansions(results->expansions));
  json_object_set_new(query, "added", new_added(results->added));
  if (results->explained)
    json_object_set_new(query, "explained", new_explained(results->explained));
  json_object_set_new(answer, "query", query);
  json_object_set_new(answer, "unit", json_string(rc_units[request->unit].name));
  json_object_set_new(answer, "total", new_number(results->total));
  json_object_set_new(answer, "total_exact", json_boolean(results->total_exact));
  json_object_set_new(answer, "apart", new_number(results->apart));
  json_object_set_new(answer, "collapsed", new_number(results->collapsed));
  json_object_set_new(answer, "nearest", new_number(results->nearest));
  json_object_set_new(answer, "total_passages", new_number(results->total_passages));
  json_object_set_new(answer, "offset", new_number(request->offset));
  json_object_set_new(answer, "limit", request->all ? json_null() : new_number(request->limit));
  json_object_set_new(answer, "suggestion", rc_json_string(results->suggestion));
  json_object_set_new(answer, "lacks", new_lacks(results->lacks));
  json_object_set_new(answer, "notes", new_notes(request->notes));
  json_object_set_new(answer, "index", rc_json_from_index(&results->index));
  json_object_set_new(answer, "facets", new_facets(request, results));
  return answer;
}

static void append_answer(GString *out, const RcRequest *request, const RcResults *results) {
  json_auto_t *answer = rc_json_from_answer(request, results);
  rc_json_append(out, answer, RC_JSON_REAL_DIGITS);
}

void rc_output_json_begin(RcSink *sink, const RcRequest *request, const RcResults *results,
                          const RcOutputOptions *options) {
  (void)options;
  append_answer(sink->out, request, results);
  g_string_truncate(sink->out, sink->out->len - 1); /* its "}" comes behind the last member */
  g_string_append(sink->out, ",\"hits\":[");
}

/* Hits are written one after the other: of all that is found they take the room. */
void rc_output_json_hit(RcSink *sink, const RcRequest *request, const RcResults *results,
                        guint number, const RcOutputOptions *options) {
  (void)request;
  (void)options;
  json_auto_t *hit = new_hit(results->hits->pdata[number]);
  if (sink->hits > 0)
    g_string_append_c(sink->out, ',');
  rc_json_append(sink->out, hit, RC_JSON_REAL_DIGITS);
}

void rc_output_json_end(RcSink *sink, const RcRequest *request, const RcResults *results,
                        const RcOutputOptions *options) {
  (void)request;
  (void)results;
  (void)options;
  g_string_append(sink->out, "]}\n");
}

/* A line for what is said of all hits, and one for each. */
void rc_output_ndjson_begin(RcSink *sink, const RcRequest *request, const RcResults *results,
                            const RcOutputOptions *options) {
  (void)options;
  append_answer(sink->out, request, results);
  g_string_append_c(sink->out, '\n');
}

void rc_output_ndjson_hit(RcSink *sink, const RcRequest *request, const RcResults *results,
                          guint number, const RcOutputOptions *options) {
  (void)request;
  (void)options;
  json_auto_t *hit = new_hit(results->hits->pdata[number]);
  rc_json_append(sink->out, hit, RC_JSON_REAL_DIGITS);
  g_string_append_c(sink->out, '\n');
}

/* --- who cites it --- */

void rc_output_json_cited(GString *out, const RcRequest *request, const RcCited *cited,
                          const RcOutputOptions *options) {
  (void)options;
  json_t *rows = json_array();
  for (guint i = 0; i < cited->paragraphs->len; i++) {
    const RcCitedParagraph *row = cited->paragraphs->pdata[i];
    json_t *hits = json_array();
    for (guint k = 0; k < row->hits->len; k++)
      json_array_append_new(hits, new_hit(row->hits->pdata[k]));
    json_array_append_new(rows, json_pack("{s:o, s:o, s:o, s:o}", "paragraph",
                                          rc_json_string(row->paragraph), "documents",
                                          new_number(row->documents), "passages",
                                          new_number(row->passages), "hits", hits));
  }
  json_auto_t *answer = json_object();
  json_object_set_new(answer, "version", json_integer(RC_JSON_VERSION));
  json_object_set_new(answer, "cited", rc_json_string(cited->text));
  json_object_set_new(answer, "id", rc_json_string(cited->document ? cited->document->id : NULL));
  json_object_set_new(answer, "title",
                      rc_json_string(cited->document
                                         ? rc_document_peek(cited->document, RC_METADATA_TITLE)
                                         : NULL));
  json_object_set_new(answer, "symbols", new_strings(cited->symbols));
  json_object_set_new(answer, "documents", new_number(cited->documents));
  json_object_set_new(answer, "passages", new_number(cited->passages));
  json_object_set_new(answer, "total", new_number(cited->total));
  json_object_set_new(answer, "complete", json_boolean(cited->complete));
  json_object_set_new(answer, "offset", new_number(request->offset));
  json_object_set_new(answer, "limit", request->all ? json_null() : new_number(request->limit));
  json_object_set_new(answer, "notes", new_notes(request->notes));
  json_object_set_new(answer, "index", rc_json_from_index(&cited->index));
  json_object_set_new(answer, "paragraphs", rows);
  rc_json_append(out, answer, RC_JSON_REAL_DIGITS);
  g_string_append_c(out, '\n');
}
