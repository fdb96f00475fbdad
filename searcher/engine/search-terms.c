/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search-terms.h"

#include "error.h"
#include "limit.h"
#include "request.h"

static void free_count(gpointer data) {
  RcTermCount *count = data;
  g_free(count->text);
  g_free(count->parsed);
  g_ptr_array_unref(count->notes);
  g_free(count);
}

/* Who found a document: the first query that did, or NULL once a second did. */
static void take_documents(GHashTable *finders, RcTermCount *count, const RcResults *page,
                           guint wanted) {
  for (guint i = 0; i < MIN(page->hits->len, wanted); i++) {
    gpointer docid = GUINT_TO_POINTER(((RcHit *)page->hits->pdata[i])->docid);
    bool found = g_hash_table_contains(finders, docid);
    g_hash_table_insert(finders, docid, found ? NULL : count);
  }
}

/* The documents of one query, page after page, without those that only come near it. */
static bool run_query(RcIndex *index, RcRequest *request, RcTermCount *count, GHashTable *finders,
                      GError **error) {
  for (request->offset = 0;; request->offset += request->limit) {
    g_autoptr(RcResults) page = rc_search(index, request, error);
    if (!page)
      return false;
    if (rc_request_has_note(request, RC_NOTE_TIME_LIMIT)) {
      g_set_error(error, RC_ERROR, RC_ERROR_LIMIT,
                  "%s: the search took more than %g s of processor time", count->text,
                  rc_limit_seconds());
      return false;
    }
    if (request->offset == 0) {
      count->documents = page->total;
      count->passages = page->total_passages;
      count->parsed = g_strdup(page->parsed);
    }
    guint64 left = count->documents - MIN(count->documents, request->offset);
    take_documents(finders, count, page, (guint)MIN(left, G_MAXUINT));
    if (page->hits->len < request->limit)
      return true;
  }
}

/* What the report of them asks of every query alike. */
static bool prepare(RcRequest *request, const char *text, GError **error) {
  g_ptr_array_set_size(request->notes, 0);
  bool set =
      rc_request_set(request, "limit", "all", error) && rc_request_set(request, "q", text, error);
  request->unit = RC_UNIT_DOCUMENT;
  request->passages = 0;
  rc_request_prepare(request);
  return set;
}

RcTermReport *rc_search_terms(RcIndex *index, RcRequest *request, const GPtrArray *queries,
                              GError **error) {
  g_autoptr(RcTermReport) report = g_new0(RcTermReport, 1);
  report->terms = g_ptr_array_new_with_free_func(free_count);
  g_autoptr(GHashTable) finders = g_hash_table_new(NULL, NULL);
  for (guint i = 0; i < queries->len; i++) {
    RcTermCount *count = g_new0(RcTermCount, 1);
    count->text = g_utf8_make_valid(queries->pdata[i], -1);
    count->notes = g_ptr_array_new_with_free_func((GDestroyNotify)rc_note_free);
    g_ptr_array_add(report->terms, count);
    if (!prepare(request, queries->pdata[i], error) ||
        !run_query(index, request, count, finders, error))
      return NULL;
    g_ptr_array_unref(count->notes);
    count->notes = g_steal_pointer(&request->notes);
    request->notes = g_ptr_array_new_with_free_func((GDestroyNotify)rc_note_free);
  }
  report->documents = g_hash_table_size(finders);
  GHashTableIter iter;
  gpointer finder;
  g_hash_table_iter_init(&iter, finders);
  while (g_hash_table_iter_next(&iter, NULL, &finder))
    if (finder)
      ((RcTermCount *)finder)->only++;
  report->index = rc_index_summary_copy(rc_index_summary(index));
  return g_steal_pointer(&report);
}

void rc_term_report_free(RcTermReport *report) {
  if (!report)
    return;
  g_ptr_array_unref(report->terms);
  rc_index_summary_clear(&report->index);
  g_free(report);
}
