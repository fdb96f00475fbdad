/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known.h"

#include "combine.h"
#include "error.h"
#include "limit.h"
#include "lookup.h"
#include "scope.h"

/* The entries of the documents that the index has of these, ascending. */
static GArray *find_entries(RcIndex *index, const GPtrArray *known, GError **error) {
  g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint i = 0; i < known->len; i++) {
    g_autoptr(GError) problem = NULL;
    g_autoptr(RcDocument) document = NULL;
    g_autoptr(GArray) docids = rc_lookup_document(index, known->pdata[i], &document, &problem);
    if (docids)
      g_array_append_val(entries, g_array_index(docids, guint32, 0));
    if (!docids && !g_error_matches(problem, RC_ERROR, RC_ERROR_BAD_INPUT)) {
      g_propagate_error(error, g_steal_pointer(&problem));
      return NULL;
    }
    if (!rc_limit_goes_on(error))
      return NULL;
  }
  g_array_sort(entries, rc_scope_compare_docids);
  return g_steal_pointer(&entries);
}

bool rc_known_leave_out(RcIndex *index, const GPtrArray *known, RcPlan *plan, GError **error) {
  const struct {
    RcScopeEntries entries;
    XapianQuery **of[2];
  } parts[] = {{RC_SCOPE_DOCUMENTS, {&plan->documents, &plan->required_documents}},
               {RC_SCOPE_PASSAGES, {&plan->passages, &plan->required}}};
  g_autoptr(GArray) docids = find_entries(index, known, error);
  for (gsize i = 0; docids && docids->len > 0 && i < G_N_ELEMENTS(parts); i++) {
    bool exact = true;
    g_autoptr(XapianQuery) out = rc_scope_query(index, docids, parts[i].entries, &exact, error);
    if (!out)
      return false;
    if (!exact) {
      g_set_error(error, RC_ERROR, RC_ERROR_LIMIT,
                  "more than %d documents cannot be left out of several indexes",
                  RC_SCOPE_NAMED_MAX);
      return false;
    }
    for (gsize k = 0; k < G_N_ELEMENTS(parts[i].of); k++)
      *parts[i].of[k] = rc_combine_two(XAPIAN_AND_NOT, *parts[i].of[k], xapian_query_copy(out));
  }
  return docids != NULL;
}
