/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unread.h"

#include <string.h>

#include "limit.h"

/* Adds the documents whose reading ended so. */
static bool add_documents(GPtrArray *unread, RcIndex *index, RcStatus status, GError **error) {
  GError *cause = NULL;
  g_autofree char *term = rc_schema_term(RC_FIELD_STATUS, rc_status_name(status));
  g_autoptr(GArray) docids = xapian_database_postings(rc_index_database(index), term, 0, &cause);
  if (!docids)
    rc_index_propagate(error, cause, "index");
  for (guint i = 0; docids && i < docids->len; i++) {
    RcDocument *document = rc_index_read_document(index, g_array_index(docids, guint32, i), error);
    if (!document)
      return false;
    g_ptr_array_add(unread, rc_hit_new(document));
    if (!rc_limit_goes_on(error))
      return false;
  }
  return docids != NULL;
}

static int compare_paths(gconstpointer a, gconstpointer b) {
  const RcHit *const *one = a, *const *other = b;
  return strcmp((*one)->work->file, (*other)->work->file);
}

GPtrArray *rc_search_unread(RcIndex *index, GError **error) {
  g_autoptr(GPtrArray) unread = g_ptr_array_new_with_free_func((GDestroyNotify)rc_hit_free);
  rc_limit_begin();
  for (int status = RC_STATUS_OK + 1; status < RC_N_STATUSES; status++)
    if (!add_documents(unread, index, (RcStatus)status, error))
      return NULL;
  g_ptr_array_sort(unread, compare_paths);
  return g_steal_pointer(&unread);
}
