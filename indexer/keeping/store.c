/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store.h"

#include <string.h>
#include <unistd.h>

#include "deflate.h"
#include "error.h"
#include "generation.h"
#include "index.h"
#include "json.h"
#include "store-inside.h"
#include "vocabulary.h"

/* Records and terms written between two commits, some five thousand passages.  Xapian
 * gathers them in trees in memory: small ones are searched faster, and less is lost with a
 * run that is killed. */
#define BATCH_BYTES (4 * 1024 * 1024)
/* What a change costs beyond its bytes. */
#define CHANGE_BYTES 1024
/* An index is compacted when so many of its bytes, in parts of the whole, were written
 * since the last time. */
#define COMPACTION_SHARE 0.2

void rc_store_free(RcStore *store) {
  if (!store)
    return;
  rc_write_queue_free(store->writes);
  xapian_writer_free(store->holdings.writer);
  rc_archive_free(store->holdings.archive);
  g_hash_table_unref(store->holdings.leaving);
  if (store->lock >= 0)
    close(store->lock);
  rc_catalogue_free(store->catalogue);
  g_hash_table_unref(store->withdrawn);
  g_ptr_array_unref(store->notes);
  g_free(store->vocabulary);
  g_free(store->damage);
  g_free(store->features);
  g_free(store->path);
  g_free(store);
}

const GPtrArray *rc_store_notes(const RcStore *store) {
  return store->notes;
}

const char *rc_store_path(const RcStore *store) {
  return store->path;
}

bool rc_store_is_new(const RcStore *store) {
  return store->holdings.is_new;
}

RcCatalogue *rc_store_catalogue(const RcStore *store) {
  return store->catalogue;
}

RcArchive *rc_store_archive(RcStore *store) {
  return store->holdings.archive;
}

/* --- commit --- */

/* Takes `value`. */
static char *dump(json_t *value) {
  GString *text = g_string_new(NULL);
  rc_json_append(text, value, 17);
  json_decref(value);
  return g_string_free(text, FALSE);
}

/* Roots are bytes of the file system: percent-encoded to be text. */
char *rc_store_list_roots(const RcStore *store) {
  json_t *roots = json_array();
  const GPtrArray *paths = rc_catalogue_roots(store->catalogue);
  for (guint i = 0; i < paths->len; i++) {
    g_autofree char *escaped = g_uri_escape_string(g_ptr_array_index(paths, i), "/ ", TRUE);
    json_array_append_new(roots, json_string(escaped));
  }
  return dump(roots);
}

/* What a commit says of the index, each text under its key. */
static char **new_metadata(const RcStore *store) {
  g_autoptr(GDateTime) now = g_date_time_new_now_utc();
  g_autofree char *updated = g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");
  RcTotals totals = rc_catalogue_totals(store->catalogue);
  json_t *summary = json_pack("{s:I,s:I,s:I,s:s}", "documents", (json_int_t)totals.documents,
                              "pages", (json_int_t)totals.pages, "not_fully_read",
                              (json_int_t)totals.not_fully_read, "updated", updated);
  json_t *counters = json_pack("{s:I,s:I}", "size", (json_int_t)store->size, "written",
                               (json_int_t)store->written);
  GStrvBuilder *metadata = g_strv_builder_new();
  struct {
    const char *key;
    char *text;
  } texts[] = {
      {RC_INDEX_KEY_SCHEMA, dump(json_integer(RC_SCHEMA_VERSION))},
      {RC_INDEX_KEY_ROOTS, rc_store_list_roots(store)},
      {RC_STORE_KEY_COUNTERS, dump(counters)},
      {RC_INDEX_KEY_SUMMARY, dump(summary)},
      {RC_INDEX_KEY_VOCABULARY, g_strdup(store->vocabulary)},
      {RC_INDEX_KEY_FEATURES, g_strdup(store->features ? store->features : "")},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_strv_builder_add_many(metadata, texts[i].key, texts[i].text, NULL);
    g_free(texts[i].text);
  }
  char **all = g_strv_builder_end(metadata);
  g_strv_builder_unref(metadata);
  return all;
}

/* Commits once all that was added so far is written. */
static bool add_commit(RcStore *store, GError **error) {
  store->batch = 0;
  RcChange *commit = rc_change_new_commit(&store->holdings, new_metadata(store));
  return rc_write_queue_add(store->writes, rc_change_write, commit, rc_change_free, 0, error);
}

bool rc_store_commit(RcStore *store, GError **error) {
  if (!rc_write_queue_finish(store->writes, error))
    return false;
  return (!store->holdings.in_transaction && !store->holdings.is_new) ||
         (add_commit(store, error) && rc_write_queue_finish(store->writes, error));
}

gsize rc_store_waiting_bytes(const RcStore *store) {
  return rc_write_queue_bytes(store->writes);
}

guint rc_store_commits(const RcStore *store) {
  return (guint)g_atomic_int_get(&store->holdings.commits);
}

/* Takes `change`, of which the catalogue knows, and commits when enough was written; before one
 * that is enough by itself, so that no two such ones are in memory. */
static bool count_change(RcStore *store, RcChange *change, gsize bytes, GError **error) {
  if (bytes >= BATCH_BYTES && store->batch > 0 && !add_commit(store, error)) {
    rc_change_free(change);
    return false;
  }
  store->batch += bytes;
  store->written += bytes;
  store->size += bytes;
  return rc_write_queue_add(store->writes, rc_change_write, change, rc_change_free, bytes, error) &&
         (store->batch < BATCH_BYTES || add_commit(store, error));
}

/* --- changes --- */

/* Takes `entries`. */
static bool add_entries(RcStore *store, RcChangeKind kind, RcEntries *entries, GError **error) {
  gsize bytes = rc_entries_bytes(entries) + CHANGE_BYTES;
  return count_change(store, rc_change_new_entries(&store->holdings, kind, entries), bytes, error);
}

bool rc_store_add_document(RcStore *store, RcEntries *entries, GError **error) {
  rc_catalogue_add(store->catalogue, rc_entries_document(entries));
  return add_entries(store, RC_CHANGE_ADD, entries, error);
}

bool rc_store_restore_document(RcStore *store, RcEntries *entries, GError **error) {
  rc_catalogue_add(store->catalogue, rc_entries_document(entries));
  return add_entries(store, RC_CHANGE_RESTORE, entries, error);
}

bool rc_store_replace_document(RcStore *store, RcEntries *entries, GError **error) {
  rc_catalogue_replace(store->catalogue, rc_entries_document(entries));
  return add_entries(store, RC_CHANGE_REPLACE, entries, error);
}

bool rc_store_clear_ocr_wanted(RcStore *store, const char *id, GError **error) {
  rc_catalogue_clear_ocr_wanted(store->catalogue, id);
  RcChange *change = rc_change_new(&store->holdings, RC_CHANGE_CLEAR_OCR_WANTED, id, NULL);
  return count_change(store, change, CHANGE_BYTES, error);
}

bool rc_store_add_file(RcStore *store, const char *id, const RcFile *file, GError **error) {
  rc_catalogue_add_file(store->catalogue, id, file);
  RcChange *change = rc_change_new(&store->holdings, RC_CHANGE_ADD_FILE, id, file);
  return count_change(store, change, CHANGE_BYTES, error);
}

/* The change is made first: `file` may be the one that the catalogue has. */
bool rc_store_remove_file(RcStore *store, const RcFile *file, GError **error) {
  const RcKnownFile *known = rc_catalogue_find_file(store->catalogue, file);
  if (!known)
    return true;
  g_autofree char *id = g_strdup(known->id);
  bool is_last = rc_catalogue_find_document(store->catalogue, id)->files <= 1;
  RcChangeKind kind = is_last ? RC_CHANGE_DELETE : RC_CHANGE_REMOVE_FILE;
  RcChange *change = rc_change_new(&store->holdings, kind, id, file);
  rc_catalogue_remove_file(store->catalogue, file);
  if (is_last)
    rc_catalogue_remove(store->catalogue, id);
  return count_change(store, change, CHANGE_BYTES, error);
}

bool rc_store_drop_archived(RcStore *store, const char *id, GError **error) {
  RcChange *change = rc_change_new(&store->holdings, RC_CHANGE_DELETE, id, NULL);
  return count_change(store, change, CHANGE_BYTES, error);
}

/* --- generations --- */

bool rc_store_use_generation(RcStore *store, guint generation, GError **error) {
  if (!rc_generation_use(store->path, generation, error))
    return false;
  store->in_use = generation;
  return true;
}

bool rc_store_open_writer(RcStore *store, guint generation, GError **error) {
  GError *cause = NULL;
  g_autofree char *path = rc_generation_path(store->path, generation);
  xapian_writer_free(store->holdings.writer);
  store->holdings.in_transaction = false;
  rc_deflate_allow(false);
  store->holdings.writer = xapian_writer_open(path, &cause);
  store->generation = generation;
  store->has_no_locks = cause && cause->code == XAPIAN_ERROR_NO_LOCKS;
  if (!store->holdings.writer)
    rc_index_propagate(error, cause, store->path);
  return store->holdings.writer != NULL;
}

/* Opens one that is new and empty, beside what is there. */
bool rc_store_create_writer(RcStore *store, GError **error) {
  guint generation = rc_generation_next(store->path);
  return rc_generation_create(store->path, generation, error) &&
         rc_store_open_writer(store, generation, error);
}

bool rc_store_is_outdated(const RcStore *store) {
  return store->is_outdated;
}

const char *rc_store_damage(const RcStore *store) {
  return store->damage;
}

bool rc_store_begin_generation(RcStore *store, GError **error) {
  if (!rc_write_queue_finish(store->writes, error))
    return false;
  rc_catalogue_clear(store->catalogue);
  store->size = store->written = 0;
  store->holdings.is_new = true;
  g_free(store->vocabulary);
  store->vocabulary = g_strdup(rc_vocabulary_digest());
  return rc_store_create_writer(store, error);
}

bool rc_store_compact(RcStore *store, GError **error) {
  guint next = rc_generation_next(store->path);
  store->written = 0;
  if (!rc_write_queue_finish(store->writes, error) || !rc_holdings_begin(&store->holdings, error) ||
      !rc_store_commit(store, error) ||
      !rc_generation_write(store->path, next, xapian_writer_database(store->holdings.writer),
                           error) ||
      !rc_store_use_generation(store, next, error))
    return false;
  if (!rc_store_open_writer(store, next, error))
    return false;
  store->unreadable = store->is_lost = false;
  store->is_outdated = strcmp(store->vocabulary, rc_vocabulary_digest()) != 0;
  g_clear_pointer(&store->damage, g_free);
  rc_generation_remove_others(store->path, next);
  return !store->unfinished || rc_store_close_withdrawal(store, error);
}

bool rc_store_wants_compaction(const RcStore *store) {
  return (double)store->written > COMPACTION_SHARE * (double)store->size;
}
