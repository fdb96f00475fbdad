/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search.h"

static void free_passage_hit(gpointer data) {
  RcPassageHit *hit = data;
  rc_reference_free(hit->reference);
  rc_passage_free(hit->passage);
  g_array_unref(hit->highlights);
  g_free(hit->alike);
  g_free(hit);
}

static void free_twin(gpointer data) {
  RcTwin *twin = data;
  g_free(twin->id);
  g_free(twin->language);
  g_free(twin);
}

static void free_lack(gpointer data) {
  RcLack *lack = data;
  g_free(lack->text);
  g_free(lack);
}

RcHit *rc_hit_new(RcDocument *document) {
  RcHit *hit = g_new0(RcHit, 1);
  hit->document = document;
  hit->work = rc_work_new(document);
  hit->reference = rc_reference_new(hit->work, NULL);
  hit->twins = g_ptr_array_new_with_free_func(free_twin);
  hit->passages = g_ptr_array_new_with_free_func(free_passage_hit);
  return hit;
}

void rc_hit_free(RcHit *hit) {
  if (!hit)
    return;
  g_ptr_array_unref(hit->passages);
  g_ptr_array_unref(hit->twins);
  rc_reference_free(hit->reference);
  rc_work_free(hit->work);
  rc_document_free(hit->document);
  g_clear_pointer(&hit->lacks, g_ptr_array_unref);
  g_free(hit->date_key);
  g_free(hit);
}

void rc_hit_add_twin(RcHit *hit, const char *id, const char *language) {
  RcTwin *twin = g_new(RcTwin, 1);
  *twin = (RcTwin){g_strdup(id), g_strdup(language)};
  g_ptr_array_add(hit->twins, twin);
}

RcPassageHit *rc_hit_add_passage(RcHit *hit, RcPassage *passage, GArray *highlights) {
  RcPassageHit *shown = g_new0(RcPassageHit, 1);
  guint32 first = highlights->len ? g_array_index(highlights, RcHighlight, 0).start : 0;
  shown->passage = passage;
  shown->highlights = highlights;
  shown->hit_page = rc_passage_page_at(passage, first);
  shown->reference = rc_reference_new(hit->work, passage);
  g_ptr_array_add(hit->passages, shown);
  return shown;
}

const RcReference *rc_hit_reference(const RcHit *hit) {
  return hit->passages->len ? ((const RcPassageHit *)hit->passages->pdata[0])->reference
                            : hit->reference;
}

RcResults *rc_results_new(const RcQuery *query, const RcIndexSummary *summary) {
  RcResults *results = g_new0(RcResults, 1);
  results->parsed = query ? rc_query_to_string(query) : g_strdup("");
  results->hits = g_ptr_array_new_with_free_func((GDestroyNotify)rc_hit_free);
  results->lacks = g_ptr_array_new_with_free_func(free_lack);
  results->index = rc_index_summary_copy(summary);
  return results;
}

void rc_results_add_lack(RcResults *results, const char *text, guint64 count) {
  RcLack *lack = g_new(RcLack, 1);
  *lack = (RcLack){g_strdup(text), count};
  g_ptr_array_add(results->lacks, lack);
}

void rc_results_free(RcResults *results) {
  if (!results)
    return;
  g_free(results->parsed);
  g_clear_pointer(&results->expansions, g_ptr_array_unref);
  g_clear_pointer(&results->added, g_ptr_array_unref);
  g_clear_pointer(&results->explained, g_ptr_array_unref);
  g_free(results->suggestion);
  g_ptr_array_unref(results->hits);
  g_ptr_array_unref(results->lacks);
  for (int i = 0; i < RC_N_FIELDS; i++)
    g_clear_pointer(&results->facets[i], g_ptr_array_unref);
  rc_index_summary_clear(&results->index);
  g_free(results);
}
