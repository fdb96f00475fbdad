/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scope.h"

#include "combine.h"
#include "limit.h"

static bool fail(GError *cause, GError **error) {
  rc_index_propagate(error, cause, "index");
  return false;
}

XapianQuery *rc_scope_only_documents(XapianQuery *query) {
  return rc_combine_two(XAPIAN_FILTER, query, rc_combine_term(RC_FIELD_ENTRY, "document"));
}

XapianQuery *rc_scope_only_passages(XapianQuery *query) {
  return rc_combine_two(XAPIAN_AND_NOT, query, rc_combine_term(RC_FIELD_ENTRY, "document"));
}

int rc_scope_compare_docids(gconstpointer a, gconstpointer b) {
  guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;
  return (x > y) - (x < y);
}

GArray *rc_scope_find(RcIndex *index, const XapianQuery *query, GError **error) {
  const bool several = rc_index_shards(index) > 1;
  g_autoptr(XapianQuery) documents = rc_scope_only_documents(xapian_query_copy(query));
  XapianSearch search = {.query = documents,
                         .limit = several ? G_MAXUINT : 0,
                         .check_at_least = several ? 0 : G_MAXUINT,
                         .by_docid = several,
                         .collapse_slot = XAPIAN_NO_SLOT,
                         .sort_slot = XAPIAN_NO_SLOT,
                         .is_over = rc_limit_is_over};
  GError *cause = NULL;
  g_autoptr(XapianResult) result = xapian_search(rc_index_database(index), &search, &cause);
  if (!result) {
    fail(cause, error);
    return NULL;
  }
  if (!several)
    return g_array_ref(result->docids);
  GArray *docids = g_array_sized_new(FALSE, FALSE, sizeof(guint32), result->matches->len);
  for (guint i = 0; i < result->matches->len; i++)
    g_array_append_val(docids, g_array_index(result->matches, XapianMatch, i).docid);
  g_array_sort(docids, rc_scope_compare_docids); /* shards take turns */
  return docids;
}

/* --- one database --- */

static void add_range(GArray *ranges, guint32 first, guint32 last) {
  XapianRange range = {first, last};
  if (first <= last)
    g_array_append_val(ranges, range);
}

static XapianQuery *new_ranges(const GArray *documents, const GArray *docids,
                               RcScopeEntries entries) {
  g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(XapianRange));
  guint place = 0;
  for (guint i = 0; i < docids->len; i++) {
    guint32 docid = g_array_index(docids, guint32, i);
    while (place < documents->len && g_array_index(documents, guint32, place) < docid)
      place++;
    guint32 next =
        place + 1 < documents->len ? g_array_index(documents, guint32, place + 1) : G_MAXUINT32;
    if (entries == RC_SCOPE_PASSAGES)
      add_range(ranges, docid + 1, next - 1);
    else
      add_range(ranges, docid, docid);
  }
  return xapian_query_new_ranges(ranges);
}

/* --- several --- */

/* The term of the document with this entry. */
static XapianQuery *name_document(RcIndex *index, guint32 docid, GError **error) {
  GError *cause = NULL;
  g_autofree char *key =
      xapian_database_value(rc_index_database(index), docid, RC_SLOT_DATE, &cause);
  if (!key) {
    fail(cause, error);
    return NULL;
  }
  return rc_combine_term(RC_FIELD_ID, rc_schema_date_key_id(key));
}

static XapianQuery *any_of(const GPtrArray *queries) {
  return queries->len ? xapian_query_new_combined(XAPIAN_OR, (XapianQuery *const *)queries->pdata,
                                                  queries->len)
                      : xapian_query_new_nothing();
}

/* --- both --- */

XapianQuery *rc_scope_query(RcIndex *index, const GArray *docids, RcScopeEntries entries,
                            bool *exact, GError **error) {
  GError *problem = NULL;
  const GArray *documents = rc_index_documents(index, &problem);
  if (documents)
    return new_ranges(documents, docids, entries);
  if (problem) {
    g_propagate_error(error, problem);
    return NULL;
  }
  g_autoptr(GPtrArray) names = rc_combine_new_parts();
  for (guint i = 0; i < MIN(docids->len, RC_SCOPE_NAMED_MAX); i++) {
    XapianQuery *name = name_document(index, g_array_index(docids, guint32, i), error);
    if (!name)
      return NULL;
    g_ptr_array_add(names, name);
  }
  if (exact && docids->len > RC_SCOPE_NAMED_MAX)
    *exact = false;
  XapianQuery *all = any_of(names);
  return entries == RC_SCOPE_PASSAGES ? rc_scope_only_passages(all) : rc_scope_only_documents(all);
}

/* A passage by its place in its document, and the term of that. */
typedef struct {
  guint32 ordinal;
  XapianQuery *document; /* borrowed */
} NamedPassage;

static int compare_ordinals(gconstpointer a, gconstpointer b) {
  guint32 x = ((const NamedPassage *)a)->ordinal, y = ((const NamedPassage *)b)->ordinal;
  return (x > y) - (x < y);
}

/* Of several databases: the first passage of any of these documents, the second of any of those...
 * As many terms as there are places and documents, where each passage by itself would be two. */
static XapianQuery *name_passages(RcIndex *index, const GArray *passages, GError **error) {
  const guint shards = rc_index_shards(index);
  g_autoptr(GPtrArray) documents = rc_combine_new_parts(), queries = rc_combine_new_parts();
  g_autoptr(GArray) named = g_array_new(FALSE, FALSE, sizeof(NamedPassage));
  guint32 last = 0;
  for (guint i = 0; i < passages->len; i++) {
    const RcScopePassage *one = &g_array_index(passages, RcScopePassage, i);
    XapianQuery *name = one->document == last ? documents->pdata[documents->len - 1]
                                              : name_document(index, one->document, error);
    if (!name)
      return NULL;
    if (one->document != last)
      g_ptr_array_add(documents, name);
    last = one->document;
    NamedPassage passage = {(one->passage - one->document) / shards, name};
    g_array_append_val(named, passage);
  }
  g_array_sort(named, compare_ordinals);
  for (guint i = 0; i < named->len;) {
    const guint32 place = g_array_index(named, NamedPassage, i).ordinal;
    g_autofree char *ordinal = g_strdup_printf("%u", place);
    g_autoptr(GPtrArray) of = g_ptr_array_new();
    for (; i < named->len && g_array_index(named, NamedPassage, i).ordinal == place; i++)
      g_ptr_array_add(of, g_array_index(named, NamedPassage, i).document);
    g_ptr_array_add(queries, rc_combine_two(XAPIAN_AND, any_of(of),
                                            rc_combine_term(RC_FIELD_PASSAGE, ordinal)));
  }
  return any_of(queries);
}

XapianQuery *rc_scope_of_passages(RcIndex *index, const GArray *passages, GError **error) {
  if (rc_index_shards(index) > 1)
    return passages->len > RC_SCOPE_NAMED_MAX ? NULL : name_passages(index, passages, error);
  g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(XapianRange));
  for (guint i = 0; i < passages->len; i++) {
    guint32 passage = g_array_index(passages, RcScopePassage, i).passage;
    add_range(ranges, passage, passage);
  }
  return xapian_query_new_ranges(ranges);
}
