/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rebuild pass: every document of the archive is written to a new generation, its
 * passages annotated anew; no PDF is read.  Readers stay with the old generation until
 * the new one is whole. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "error.h"
#include "index.h"
#include "pack.h"
#include "pass.h"

/* A file of memory that holds the bytes, read from its start; -1 if there is none. */
static int open_bytes(const GByteArray *bytes) {
  int descriptor = memfd_create("packed", MFD_CLOEXEC);
  for (gsize written = 0; descriptor >= 0 && written < bytes->len;) {
    ssize_t count = write(descriptor, bytes->data + written, bytes->len - written);
    if (count <= 0) {
      close(descriptor);
      return -1;
    }
    written += (gsize)count;
  }
  if (descriptor >= 0)
    lseek(descriptor, 0, SEEK_SET);
  return descriptor;
}

/* --- what is known of the documents --- */

/* Who holds a file. */
typedef struct {
  gint64 mtime; /* of the file as it was read, or the highest: the index has it so */
  char id[];    /* NUL-terminated */
} Holder;

/* Takes a document and keeps it without its text; that nothing has read it makes every run try
 * again that meets its file. */
static void remember(RcRun *run, GHashTable *holders, RcDocument *document, bool is_indexed) {
  document->status = RC_STATUS_PARTIAL;
  document->pages_read = document->pages_ocr = document->ocr_wanted = 0;
  document->passages = 0;
  g_array_set_size(document->pack_starts, 0);
  g_free(document->reader);
  document->reader = g_strdup("");
  gsize id_bytes = strlen(document->id) + 1;
  for (guint i = 0; i < document->files->len; i++) {
    const RcFile *file = &g_array_index(document->files, RcFile, i);
    gint64 mtime = is_indexed ? G_MAXINT64 : file->mtime;
    char *key = rc_catalogue_key(file);
    const Holder *before = g_hash_table_lookup(holders, key);
    if (before && before->mtime >= mtime) {
      g_free(key);
      continue;
    }
    Holder *holder = g_malloc(sizeof *holder + id_bytes);
    holder->mtime = mtime;
    memcpy(holder->id, document->id, id_bytes);
    g_hash_table_replace(holders, key, holder);
  }
  g_hash_table_insert(run->before, g_strdup(document->id), document);
}

/* Fills run->before, from the index and, where that does not know them, the archive; and the
 * holders of all files, of two the one of the index, else that which was read later. */
static void remember_all(RcRun *run, GHashTable *holders) {
  g_autoptr(RcIndex) index = rc_index_open(rc_store_path(run->store), NULL);
  g_autofree char *term = rc_schema_term(RC_FIELD_ENTRY, "document");
  g_autoptr(GArray) docids =
      index ? xapian_database_postings(rc_index_database(index), term, 0, NULL) : NULL;
  for (guint i = 0; docids && i < docids->len; i++) {
    RcDocument *document = rc_index_read_document(index, g_array_index(docids, guint32, i), NULL);
    if (document)
      remember(run, holders, document, true);
  }
  for (guint i = 0; i < run->archived->len; i++) {
    const char *id = g_ptr_array_index(run->archived, i);
    g_autoptr(GByteArray) packed = NULL;
    RcDocument *document = g_hash_table_contains(run->before, id)
                               ? NULL
                               : rc_archive_read(rc_store_archive(run->store), id, &packed, NULL);
    if (document)
      remember(run, holders, document, false);
  }
}

/* A path holds one document.  One that was put into the archive by a run that was killed
 * before the index had it may have been replaced since: what others hold is taken from it,
 * and it is false if nothing is left. */
static bool keep_its_own_files(const GHashTable *holders, RcDocument *document) {
  bool had_files = document->files->len > 0;
  for (guint i = document->files->len; i-- > 0;) {
    g_autofree char *key = rc_catalogue_key(&g_array_index(document->files, RcFile, i));
    const Holder *holder = g_hash_table_lookup((GHashTable *)holders, key);
    if (holder && strcmp(holder->id, document->id) != 0)
      g_array_remove_index(document->files, i);
  }
  return document->files->len > 0 || !had_files;
}

/* --- the pass --- */

static bool start_archived(RcRun *run, guint number, RcTurn turn, GError **error) {
  (void)turn;
  const char *id = g_ptr_array_index(run->archived, number);
  g_autoptr(GByteArray) packed = NULL;
  GError *cause = NULL;
  RcDocument *document = rc_archive_read(rc_store_archive(run->store), id, &packed, &cause);
  /* A record that is damaged, or in the form of another Recourse, costs its document a
   * reading; an archive that cannot be read is an error. */
  if (!document && !g_error_matches(cause, RC_ERROR, RC_ERROR_BAD_INPUT)) {
    g_propagate_error(error, cause);
    return false;
  }
  g_clear_error(&cause);
  if (document && !rc_pack_check(packed->data, packed->len, document->sha256, document->passages))
    g_clear_pointer(&document, rc_document_free);
  if (!document)
    return true;
  if (!keep_its_own_files(run->holders, document)) {
    g_ptr_array_add(run->orphans, g_strdup(id));
    rc_run_add_problem(run, id,
                       "stands in the archive as a run that was killed has left it, and another "
                       "document is at its path now; it does not come back");
  }
  bool sound = document->files->len > 0;
  if (!sound) {
    rc_document_free(document);
    return true;
  }
  RcJob *job = rc_job_new(id, document->sha256, NULL);
  job->path = g_strdup(g_array_index(document->files, RcFile, 0).path);
  job->descriptor = open_bytes(packed);
  const RcOrder order = rc_order_for_packed();
  return rc_job_start(run, job, run->options->reader, &order, document, error);
}

static bool finish_archived(RcRun *run, RcJob *job, GError **error) {
  bool restored = job->worker->ended;
  if (restored && job->full) {
    g_autofree char *what = g_strdup_printf(
        "what follows from page %u on is left out: there is more in it than an index takes of one "
        "document",
        job->full);
    rc_run_add_problem(run, job->path, what);
  }
  run->summary->rebuilt += restored;
  bool done = !restored ||
              rc_store_restore_document(run->store, g_steal_pointer(&job->worker->entries), error);
  rc_job_free(job);
  return done;
}

static const RcPass rebuilding = {"Rebuild", start_archived, finish_archived, NULL, RC_TURN_FIRST};

/* What did not come through is kept as what is known of it: nobody would miss a document that
 * is not there.  What is withdrawn does not come back. */
static bool keep_stubs(RcRun *run, GError **error) {
  g_autoptr(GList) ids = g_list_sort(g_hash_table_get_keys(run->before), (GCompareFunc)strcmp);
  for (GList *next = ids; next; next = next->next) {
    const char *id = next->data;
    RcDocument *stub = g_hash_table_lookup(run->before, id);
    if (rc_catalogue_find_document(run->catalogue, id) ||
        g_ptr_array_find_with_equal_func(run->orphans, id, g_str_equal, NULL) ||
        rc_store_is_withdrawn(run->store, id) || rc_store_is_withdrawn(run->store, stub->sha256))
      continue;
    g_ptr_array_add(run->unrestored, g_strdup(id));
    gpointer key;
    g_hash_table_steal_extended(run->before, id, &key, NULL);
    g_hash_table_insert(run->before, key, NULL); /* known, and on its way */
    keep_its_own_files(run->holders, stub);
    if (!rc_store_restore_document(run->store, rc_entries_new(stub), error))
      return false;
  }
  for (guint i = 0; i < run->archived->len; i++) {
    const char *id = g_ptr_array_index(run->archived, i);
    if (!g_hash_table_contains(run->before, id))
      g_ptr_array_add(run->unrestored, g_strdup(id));
  }
  return true;
}

bool rc_rebuild_pass(RcRun *run, GError **error) {
  run->archived = rc_archive_list(rc_store_archive(run->store), error);
  if (!run->archived)
    return false;
  run->holders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  remember_all(run, run->holders);
  if (!rc_store_begin_generation(run->store, error) ||
      !rc_pass_run(run, &rebuilding, run->archived->len, run->options->jobs, error))
    return false;
  /* Interrupted: the half-made generation goes with the next opening. */
  if (rc_pass_is_interrupted(run))
    return true;
  if (!keep_stubs(run, error))
    return false;
  for (guint i = 0; i < run->orphans->len; i++)
    if (!rc_store_drop_archived(run->store, g_ptr_array_index(run->orphans, i), error))
      return false;
  return rc_store_compact(run->store, error);
}

void rc_rebuild_pass_tell(RcRun *run) {
  for (guint i = 0; i < run->unrestored->len; i++) {
    const char *id = g_ptr_array_index(run->unrestored, i);
    const RcKnownDocument *known = rc_catalogue_find_document(run->catalogue, id);
    g_autoptr(GPtrArray) files = rc_catalogue_list_files_of(run->catalogue, id);
    g_autofree char *path =
        files->len ? rc_catalogue_absolute_path(
                         run->catalogue, &((const RcKnownFile *)g_ptr_array_index(files, 0))->file)
                   : g_strdup(id);
    bool stub =
        known && known->status == RC_STATUS_PARTIAL && known->pages_read == 0 && !*known->reader;
    if (known && !stub) {
      rc_run_add_problem(run, path,
                         "could not be made anew from the archive; its PDF was read again");
      continue;
    }
    /* One that had files and has none has gone with them. */
    if (!known && g_hash_table_contains(run->before, id))
      continue;
    run->summary->left_out++;
    rc_run_add_problem(run, path,
                       known ? "could not be made anew from the archive and is in the index "
                               "without its text, until a run with its folder reads its PDF again"
                             : "could not be made anew from the archive, which does not say where "
                               "its PDF is; run again with its folder");
  }
}
