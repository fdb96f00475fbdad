/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search.h"

#include <string.h>

#include "error.h"
#include "schema.h"

/* True if a passage with that number is one of these paragraphs, or an item of one. */
static bool is_paragraph(const char *number, const GPtrArray *wanted) {
  g_autofree char *value = number ? rc_schema_paragraph(number) : NULL;
  for (guint i = 0; value && i < wanted->len; i++) {
    g_autofree char *paragraph = rc_schema_paragraph(wanted->pdata[i]);
    gsize length = paragraph ? strlen(paragraph) : 0;
    if (length && strncmp(value, paragraph, length) == 0 &&
        (value[length] == '\0' || value[length] == '(' || value[length] == ','))
      return true;
  }
  return false;
}

static bool is_asked_for(const RcPassage *passage, const RcPlace *place,
                         const GPtrArray *paragraphs) {
  if (place->page) {
    const RcPageStart *starts = (const RcPageStart *)(void *)passage->page_starts->data;
    if (place->page < starts[0].page || place->page > starts[passage->page_starts->len - 1].page)
      return false;
  }
  return (!place->passage || passage->ordinal == place->passage) &&
         (!paragraphs || is_paragraph(passage->number, paragraphs));
}

/* Keeps of a document that was read whole what is asked for, what stands around it, and the notes
 * that these call; false if there is nothing of it. */
static bool cut_out(RcHit *hit, const RcPlace *place, const GPtrArray *paragraphs) {
  guint count = hit->passages->len;
  g_autofree bool *kept = g_new0(bool, count + 1);
  bool any = false;
  for (guint i = 0; i < count; i++) {
    const RcPassageHit *found = hit->passages->pdata[i];
    if (!is_asked_for(found->passage, place, paragraphs))
      continue;
    any = true;
    guint from = i - MIN(i, place->context), to = i + MIN(count - 1 - i, place->context);
    memset(kept + from, true, to - from + 1);
  }
  for (guint i = 0; any && i < count; i++) {
    const RcPassageHit *found = hit->passages->pdata[i];
    guint32 caller = found->passage->footnote_of;
    if (caller && caller <= count && kept[caller - 1])
      kept[i] = true;
  }
  for (guint i = count; i-- > 0;)
    if (!kept[i])
      g_ptr_array_remove_index(hit->passages, i);
  for (guint i = 0; i < hit->passages->len; i++)
    ((RcPassageHit *)hit->passages->pdata[i])->complete = true;
  return any;
}

/* The ids of the documents that are meant: by an id itself, by a symbol all editions of it, and of
 * an id those other editions where a paragraph is asked for, which all of them have. */
static GPtrArray *find_ids(RcIndex *index, const RcPlace *place, const RcRequest *request,
                           GError **error) {
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
  if (rc_digits_name_document(place->document)) {
    g_autoptr(RcHit) hit = rc_search_read(index, place->document, request, error);
    if (!hit)
      return NULL;
    g_ptr_array_add(ids, g_strdup(hit->document->id));
    for (guint i = 0; request->filters[RC_FIELD_PARAGRAPH] && i < hit->twins->len; i++)
      g_ptr_array_add(ids, g_strdup(((const RcTwin *)hit->twins->pdata[i])->id));
    return g_steal_pointer(&ids);
  }
  g_autoptr(RcRequest) by_symbol = rc_request_new();
  if (!rc_request_set(by_symbol, rc_schema_field(RC_FIELD_SYMBOL)->name, place->document, error))
    return NULL;
  const GPtrArray *languages = request->filters[RC_FIELD_LANGUAGE];
  const char *language = rc_schema_field(RC_FIELD_LANGUAGE)->name;
  for (guint i = 0; languages && i < languages->len; i++)
    if (!rc_request_set(by_symbol, language, languages->pdata[i], error))
      return NULL;
  by_symbol->passages = 0;
  rc_request_prepare(by_symbol);
  g_autoptr(RcResults) results = rc_search(index, by_symbol, error);
  for (guint i = 0; results && i < results->hits->len; i++)
    g_ptr_array_add(ids, g_strdup(((const RcHit *)results->hits->pdata[i])->document->id));
  if (results && !ids->len)
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "%s: no document has this id or symbol",
                place->document);
  return results && ids->len ? g_steal_pointer(&ids) : NULL;
}

RcResults *rc_search_show(RcIndex *index, const RcPlace *place, const RcRequest *request,
                          GError **error) {
  g_autoptr(GPtrArray) ids = find_ids(index, place, request, error);
  if (!ids)
    return NULL;
  g_autoptr(RcResults) results = rc_results_new(NULL, rc_index_summary(index));
  results->total_exact = true;
  for (guint i = 0; i < ids->len; i++) {
    g_autoptr(RcHit) hit = rc_search_read(index, ids->pdata[i], request, error);
    if (!hit)
      return NULL;
    if (!cut_out(hit, place, request->filters[RC_FIELD_PARAGRAPH]))
      continue;
    results->total_passages += hit->passages->len;
    g_ptr_array_add(results->hits, g_steal_pointer(&hit));
  }
  results->total = results->hits->len;
  return g_steal_pointer(&results);
}
