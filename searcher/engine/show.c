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

/* True of an edition in a language that is asked for, or if none is. */
static bool is_wanted(const RcRequest *request, const char *language) {
  const GPtrArray *languages = request->filters[RC_FIELD_LANGUAGE];
  bool wanted = !languages || languages->len == 0;
  for (guint i = 0; !wanted && language && i < languages->len; i++)
    wanted = g_ascii_strcasecmp(languages->pdata[i], language) == 0;
  return wanted;
}

/* Takes a document that was read whole, and adds what is asked for of it. */
static void add_edition(RcResults *results, RcHit *hit, const RcPlace *place,
                        const RcRequest *request) {
  g_autoptr(RcHit) edition = hit;
  if (!cut_out(edition, place, request->filters[RC_FIELD_PARAGRAPH]))
    return;
  results->total++;
  results->total_passages += edition->passages->len;
  g_ptr_array_add(results->hits, g_steal_pointer(&edition));
}

/* The document itself, and its other editions where a paragraph is asked for, which all of them
 * have, or a language. */
static bool add_by_id(RcIndex *index, const RcPlace *place, const RcRequest *request,
                      RcResults *results, GError **error) {
  g_autoptr(RcHit) hit = rc_search_read(index, place->document, request, error);
  if (!hit)
    return false;
  g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func(g_free);
  bool all = request->filters[RC_FIELD_PARAGRAPH] || request->filters[RC_FIELD_LANGUAGE];
  for (guint i = 0; all && i < hit->twins->len; i++) {
    const RcTwin *twin = hit->twins->pdata[i];
    if (is_wanted(request, twin->language))
      g_ptr_array_add(others, g_strdup(twin->id));
  }
  if (is_wanted(request, rc_work_peek(hit->work, RC_METADATA_LANGUAGE)))
    add_edition(results, g_steal_pointer(&hit), place, request);
  for (guint i = 0; i < others->len; i++) {
    RcHit *other = rc_search_read(index, others->pdata[i], request, error);
    if (!other)
      return false;
    add_edition(results, other, place, request);
  }
  return true;
}

/* All documents with the symbol. */
static bool add_by_symbol(RcIndex *index, const RcPlace *place, const RcRequest *request,
                          RcResults *results, GError **error) {
  g_autoptr(RcRequest) by_symbol = rc_request_new();
  if (!rc_request_set(by_symbol, rc_schema_field(RC_FIELD_SYMBOL)->name, place->document, error))
    return false;
  by_symbol->passages = 0;
  rc_request_prepare(by_symbol);
  g_autoptr(RcResults) found = rc_search(index, by_symbol, error);
  if (found && !found->hits->len)
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "%s: no document has this id or symbol",
                place->document);
  for (guint i = 0; found && i < found->hits->len; i++) {
    const RcHit *hit = found->hits->pdata[i];
    if (!is_wanted(request, rc_work_peek(hit->work, RC_METADATA_LANGUAGE)))
      continue;
    RcHit *whole = rc_search_read(index, hit->document->id, request, error);
    if (!whole)
      return false;
    add_edition(results, whole, place, request);
  }
  return found && found->hits->len;
}

RcResults *rc_search_show(RcIndex *index, const RcPlace *place, const RcRequest *request,
                          GError **error) {
  g_autoptr(RcResults) results = rc_results_new(NULL, rc_index_summary(index));
  RcPlace meant = *place;
  g_autofree char *id = rc_digits_of_passage(place->document, &meant.passage);
  if (id)
    meant.document = id;
  results->total_exact = true;
  bool shown = rc_digits_name_document(meant.document)
                   ? add_by_id(index, &meant, request, results, error)
                   : add_by_symbol(index, &meant, request, results, error);
  return shown ? g_steal_pointer(&results) : NULL;
}
