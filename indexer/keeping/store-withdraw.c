/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Withdrawing: a document is taken out for good. */
#include <string.h>

#include "error.h"
#include "generation.h"
#include "leaves.h"
#include "store-inside.h"
#include "withdrawn.h"

/* Fact of the archive: a withdrawal has begun and is not finished. */
#define FACT_UNFINISHED RC_ARCHIVE_FACT_UNFINISHED

static bool remove_leaves(const RcStore *store, const char *sha256, GError **error) {
  g_autofree char *leaves = rc_leaves_path(store->path, sha256);
  return rc_leaves_remove(leaves, error);
}

/* The last step of a withdrawal: there is one generation, and it is new.  Nothing else that
 * could hold a word may be left, whosever it is. */
bool rc_store_close_withdrawal(RcStore *store, GError **error) {
  g_autoptr(GArray) generations = rc_generation_list(store->path);
  for (guint i = 0; i < generations->len; i++) {
    g_autofree char *path = rc_generation_path(store->path, g_array_index(generations, guint, i));
    if (g_array_index(generations, guint, i) == store->in_use ||
        !g_file_test(path, G_FILE_TEST_IS_DIR) || g_file_test(path, G_FILE_TEST_IS_SYMLINK))
      continue;
    g_set_error(error, RC_ERROR, RC_ERROR_IO,
                "%s: may hold words of a document that is withdrawn, and is not removed, since it "
                "is not a database alone; look into it, remove it, and run again",
                path);
    return false;
  }
  GHashTableIter iter;
  gpointer id;
  g_hash_table_iter_init(&iter, store->withdrawn);
  while (g_hash_table_iter_next(&iter, &id, NULL))
    if (!remove_leaves(store, id, error))
      return false;
  if (!rc_archive_remove_rests(store->path, error) ||
      !rc_archive_wipe(store->holdings.archive, error) ||
      !rc_archive_set_fact(store->holdings.archive, FACT_UNFINISHED, "", error) ||
      !rc_archive_commit(store->holdings.archive, error) ||
      !rc_withdrawn_write(store->path, store->withdrawn, false, error))
    return false;
  store->unfinished = false;
  return true;
}

bool rc_store_forget_files(RcStore *store, const char *id, GError **error) {
  g_autoptr(GPtrArray) files = rc_catalogue_list_files_of(store->catalogue, id);
  for (guint i = 0; i < files->len; i++) {
    const RcKnownFile *known = g_ptr_array_index(files, i);
    g_autofree char *path = g_strdup(known->file.path);
    RcFile file = known->file;
    file.path = path;
    if (!rc_store_remove_file(store, &file, error))
      return false;
  }
  return true;
}

/* Forgets all files of what is withdrawn. */
static bool forget_withdrawn(RcStore *store, bool *was_there, GError **error) {
  g_autoptr(GPtrArray) all = rc_catalogue_list_documents(store->catalogue);
  *was_there = false;
  for (guint i = 0; i < all->len; i++) {
    const char *known_id = g_ptr_array_index(all, i);
    if (!rc_store_is_withdrawn(store,
                               rc_catalogue_find_document(store->catalogue, known_id)->sha256))
      continue;
    g_autofree char *id = g_strdup(known_id);
    *was_there = true;
    if (!rc_store_forget_files(store, id, error))
      return false;
  }
  return true;
}

/* Adds what is withdrawn and can be meant: whole digests, or 16 digits that stand for all
 * that begin so. */
static void add_withdrawn(const RcStore *store, const char *digits, GHashTable *meant) {
  GHashTableIter iter;
  gpointer mark;
  g_hash_table_iter_init(&iter, store->withdrawn);
  while (g_hash_table_iter_next(&iter, &mark, NULL))
    if (rc_digits_match(digits, mark) || rc_digits_match(mark, digits))
      g_hash_table_add(meant, g_strdup(mark));
}

/* The one whole digest among `meant`, or NULL if there is none; false if there are more. */
static bool take_only(const RcStore *store, const char *digits, GHashTable *meant,
                      const char **only, GError **error) {
  g_autoptr(GList) all = g_list_sort(g_hash_table_get_keys(meant), (GCompareFunc)strcmp);
  g_autoptr(GString) list = g_string_new(NULL);
  guint count = 0;
  *only = NULL;
  for (const GList *digest = all; digest; digest = digest->next) {
    if (strlen(digest->data) < RC_DIGEST_DIGITS)
      continue;
    *only = digest->data;
    g_string_append_printf(list, "%s%s", count++ ? " or " : "", *only);
  }
  if (count > 1)
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT,
                "%s: %s: several documents begin with these digits, give all of one: %s",
                store->path, digits, list->str);
  return count <= 1;
}

/* The mark first, in both places: what ends this program half way is made good by whatever
 * opens the index next.  A database is written anew even if it has no such document: blocks
 * that it has freed, or that a run has filled that was killed, may hold its words. */
bool rc_store_withdraw(RcStore *store, const char *digits, bool *was_there, GError **error) {
  g_autoptr(GHashTable) meant = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  const char *digest;
  *was_there = false;
  if (!rc_write_queue_finish(store->writes, error))
    return false;
  g_autoptr(GPtrArray) kept = rc_archive_find(store->holdings.archive, digits, error);
  if (!kept)
    return false;
  for (guint i = 0; i < kept->len; i++)
    g_hash_table_add(meant, g_strdup(g_ptr_array_index(kept, i)));
  g_autoptr(GPtrArray) known = rc_catalogue_list_documents(store->catalogue);
  for (guint i = 0; i < known->len; i++) {
    const RcKnownDocument *document =
        rc_catalogue_find_document(store->catalogue, g_ptr_array_index(known, i));
    if (rc_digits_match(digits, document->sha256))
      g_hash_table_add(meant, g_strdup(document->sha256));
  }
  add_withdrawn(store, digits, meant);
  if (!take_only(store, digits, meant, &digest, error))
    return false;
  const char *mark = digest ? digest : digits;
  store->unfinished = true;
  g_hash_table_add(store->withdrawn, g_strdup(mark));
  if (!rc_withdrawn_write(store->path, store->withdrawn, true, error) ||
      !rc_archive_set_fact(store->holdings.archive, FACT_UNFINISHED, "yes", error) ||
      !rc_archive_withdraw(store->holdings.archive, mark, error) ||
      !remove_leaves(store, mark, error))
    return false;
  if (store->unreadable) {
    /* What cannot be read cannot be taken out of the index, but is left out when that is made
     * anew. */
    g_set_error(error, RC_ERROR, RC_ERROR_IO,
                "%s: document %s is marked as withdrawn, but this index cannot be changed (%s); "
                "run recourse-index on it now, which makes it anew without that document",
                store->path, digits, store->damage ? "damaged" : "of another schema");
    return false;
  }
  return forget_withdrawn(store, was_there, error) && rc_store_compact(store, error);
}

/* What a damaged archive still says of what is withdrawn.  Where nothing says it, documents
 * may come back that must not: not without being asked for. */
static bool salvage_withdrawn(RcStore *store, bool there, GError **error) {
  g_autoptr(RcArchive) old = rc_archive_open_to_read(store->path, NULL);
  g_autoptr(GPtrArray) ids = old ? rc_archive_list_withdrawn(old, NULL) : NULL;
  for (guint i = 0; ids && i < ids->len; i++)
    g_hash_table_add(store->withdrawn, g_strdup(g_ptr_array_index(ids, i)));
  if (ids || there)
    return true;
  if (store->purpose == RC_STORE_REPAIR) {
    rc_store_add_note(
        store, "%s: which documents were withdrawn is not known any more; withdraw them again",
        store->path);
    return true;
  }
  g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX,
              "%s: its archive.sqlite is damaged or missing, and with it what was withdrawn; "
              "recourse-index --rebuild with the folders of the PDFs makes it anew, after which "
              "documents must be withdrawn again",
              store->path);
  return false;
}

/* What one place says counts; where they differ, nobody knows how far a withdrawal has come. */
bool rc_store_read_withdrawn(RcStore *store, GError **error) {
  RcArchive *archive = store->holdings.archive;
  bool there;
  if (!rc_withdrawn_read(store->path, store->withdrawn, &store->unfinished, &there, error))
    return false;
  if (store->is_archive_lost && !salvage_withdrawn(store, there, error))
    return false;
  g_autofree char *fact = rc_archive_fact(archive, FACT_UNFINISHED, error);
  g_autoptr(GPtrArray) archived = fact ? rc_archive_list_withdrawn(archive, error) : NULL;
  if (!archived)
    return false;
  store->unfinished |= *fact || archived->len != g_hash_table_size(store->withdrawn);
  for (guint i = 0; i < archived->len; i++)
    store->unfinished |=
        g_hash_table_add(store->withdrawn, g_strdup(g_ptr_array_index(archived, i)));
  if (there && !store->unfinished)
    return true;
  GHashTableIter iter;
  gpointer id;
  g_hash_table_iter_init(&iter, store->withdrawn);
  while (g_hash_table_iter_next(&iter, &id, NULL))
    if (!rc_archive_withdraw(archive, id, error))
      return false;
  return rc_withdrawn_write(store->path, store->withdrawn, store->unfinished, error);
}

/* One that cannot be read is made anew, which ends with a compaction, too. */
bool rc_store_finish_withdrawals(RcStore *store, GError **error) {
  if (!store->unfinished || store->unreadable)
    return true;
  bool was_there;
  if (!forget_withdrawn(store, &was_there, error))
    return false;
  if (!rc_store_compact(store, error)) {
    g_prefix_error(error, "a withdrawal is not finished: ");
    return false;
  }
  rc_store_add_note(store, "%s: a withdrawal that was not finished is finished now", store->path);
  return true;
}

bool rc_store_readmit(RcStore *store, const char *digits, bool *was_withdrawn, GError **error) {
  g_autoptr(GHashTable) meant = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  const char *digest;
  *was_withdrawn = false;
  add_withdrawn(store, digits, meant);
  if (!rc_write_queue_finish(store->writes, error) ||
      !take_only(store, digits, meant, &digest, error))
    return false;
  GHashTableIter iter;
  gpointer mark;
  g_hash_table_iter_init(&iter, meant);
  while (g_hash_table_iter_next(&iter, &mark, NULL)) {
    if (!rc_archive_readmit(store->holdings.archive, mark, was_withdrawn, error))
      return false;
    g_hash_table_remove(store->withdrawn, mark);
  }
  return rc_withdrawn_write(store->path, store->withdrawn, store->unfinished, error);
}

bool rc_store_is_withdrawn(const RcStore *store, const char *sha256) {
  g_autofree char *beginning = g_strndup(sha256, sha256 ? RC_ID_DIGITS : 0);
  return sha256 && (g_hash_table_contains(store->withdrawn, sha256) ||
                    g_hash_table_contains(store->withdrawn, beginning));
}
