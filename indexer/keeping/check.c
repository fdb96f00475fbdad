/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"

#include "error.h"
#include "generation.h"
#include "index.h"

/* What is checked, read as searchers read it. */
typedef struct {
  RcStore *store;
  RcIndex *index;
  GPtrArray *problems;
} Check;

static void add_problem(GPtrArray *problems, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void add_problem(GPtrArray *problems, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_ptr_array_add(problems, g_strdup_vprintf(format, arguments));
  va_end(arguments);
}

/* Xapian gives up on some damage: that is what was looked for. */
static void check_tables(const char *index_path, GPtrArray *problems) {
  g_autoptr(GError) cause = NULL;
  g_autofree char *path = rc_generation_path(index_path, rc_generation_in_use(index_path));
  g_autofree char *report = NULL;
  gsize count = 0;
  if (!xapian_check(path, &count, &report, &cause))
    add_problem(problems, "%s: %s", path, cause->message);
  else if (count)
    add_problem(problems, "%s: %" G_GSIZE_FORMAT " problems in its tables: %s", path, count,
                report);
}

/* The entries of a document, its own first; NULL if its number is not what it must be. */
static GArray *find_entries(Check *check, const char *id, guint32 passages) {
  g_autoptr(GError) cause = NULL;
  g_autofree char *term = rc_schema_term(RC_FIELD_ID, id);
  g_autoptr(GArray) entries =
      xapian_database_postings(rc_index_database(check->index), term, 0, &cause);
  if (entries && entries->len == passages + 1)
    return g_steal_pointer(&entries);
  if (entries)
    add_problem(check->problems, "document %s: has %u passages, should have %u", id,
                entries->len ? entries->len - 1 : 0, passages);
  else
    add_problem(check->problems, "document %s: %s", id, cause->message);
  return NULL;
}

/* One sentence for a document, however much of its text is damaged. */
static void check_text(Check *check, const GArray *entries) {
  g_autoptr(GError) cause = NULL;
  g_autoptr(RcDocument) document =
      rc_index_read_document(check->index, g_array_index(entries, guint32, 0), &cause);
  for (guint i = 1; document && !cause && i < entries->len; i++) {
    g_autoptr(RcPassage) passage =
        rc_index_read_passage(check->index, document, g_array_index(entries, guint32, i), &cause);
  }
  if (cause)
    add_problem(check->problems, "%s", cause->message);
}

static void check_documents(Check *check, const GPtrArray *ids) {
  for (guint i = 0; i < ids->len; i++) {
    const char *id = g_ptr_array_index(ids, i);
    guint32 passages = rc_catalogue_find_document(rc_store_catalogue(check->store), id)->passages;
    g_autoptr(GArray) entries = find_entries(check, id, passages);
    if (entries)
      check_text(check, entries);
  }
}

/* Every document of the index is in the archive. */
static bool check_archive(Check *check, const GPtrArray *ids, GError **error) {
  RcArchive *archive = rc_store_archive(check->store);
  g_autofree char *damage = NULL;
  g_autoptr(GPtrArray) archived = NULL;
  if (!rc_archive_check(archive, &damage, error) || !(archived = rc_archive_list(archive, error)))
    return false;
  if (damage)
    add_problem(check->problems, "archive: %s", damage);
  g_autoptr(GHashTable) kept = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < archived->len; i++)
    g_hash_table_add(kept, g_ptr_array_index(archived, i));
  for (guint i = 0; i < ids->len; i++)
    if (!g_hash_table_contains(kept, g_ptr_array_index(ids, i)))
      add_problem(check->problems, "document %s: its text is not kept",
                  (const char *)g_ptr_array_index(ids, i));
  return true;
}

static void check_summary(Check *check, const GPtrArray *ids) {
  guint64 documents = rc_index_summary(check->index)->documents;
  if (documents != ids->len)
    add_problem(check->problems,
                "the summary counts %" G_GUINT64_FORMAT " documents, the index holds %u", documents,
                ids->len);
}

bool rc_check(RcStore *store, GPtrArray *problems, GError **error) {
  g_autoptr(GError) cause = NULL;
  check_tables(rc_store_path(store), problems);
  if (rc_store_damage(store)) {
    add_problem(problems, "%s: %s", rc_store_path(store), rc_store_damage(store));
    return true;
  }
  g_autoptr(RcIndex) index = rc_index_open(rc_store_path(store), &cause);
  if (!index && !rc_store_is_new(store))
    add_problem(problems, "%s", cause->message);
  if (!index)
    return true;
  Check check = {store, index, problems};
  g_autoptr(GPtrArray) ids = rc_catalogue_list_documents(rc_store_catalogue(store));
  check_documents(&check, ids);
  check_summary(&check, ids);
  return check_archive(&check, ids, error);
}
