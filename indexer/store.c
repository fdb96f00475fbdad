/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "deflate.h"
#include "error.h"
#include "generation.h"
#include "index.h"
#include "record.h"
#include "vocabulary.h"
#include "write-queue.h"

/* Records and terms written between two commits, some five thousand passages.  Xapian
 * gathers them in trees in memory: small ones are searched faster, and less is lost with a
 * run that is killed. */
#define BATCH_BYTES (4 * 1024 * 1024)
/* Documents that are whole and wait to be written. */
#define QUEUE_BYTES (8 * 1024 * 1024)
/* What a change costs beyond its bytes. */
#define CHANGE_BYTES 1024
/* Metadata of the writer's own: JSON object with `size` and `written`. */
#define KEY_COUNTERS "counters"
/* An index is compacted when so many of its bytes, in parts of the whole, were written
 * since the last time. */
#define COMPACTION_SHARE 0.2

struct RcStore {
  char *path;
  int lock;             /* descriptor of the lock file */
  RcWriteQueue *writes; /* while it is busy, archive, writer and what is marked with it
                          * belong to its thread */
  RcArchive *archive;   /* of `writes` */
  XapianWriter *writer; /* of `writes` */
  guint generation;     /* that `writer` writes to */
  guint in_use;         /* that readers use; 0 if none was committed yet */
  RcCatalogue *catalogue;
  GHashTable *withdrawn; /* set of ids */
  guint64 batch;         /* bytes written since the last commit */
  guint64 written;       /* bytes written since the last compaction */
  guint64 size;          /* bytes written in all, as far as known */
  gint commits;          /* atomic */
  bool in_transaction;   /* of `writes` */
  bool is_new;           /* nothing was ever committed; of `writes` */
  bool unreadable;       /* its records are of another schema, or damaged */
  char *damage;          /* what is wrong with its records, or NULL */
  bool is_outdated;      /* unreadable, or made with other names */
};

/* --- opening --- */

static bool fail(const RcStore *store, GError *cause, GError **error) {
  rc_index_propagate(error, cause, store->path);
  return false;
}

static bool fail_errno(const RcStore *store, const char *what, GError **error) {
  g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: %s: %s", store->path, what, g_strerror(errno));
  return false;
}

/* One writer at a time; the lock file holds its process id for the message. */
static bool take_lock(RcStore *store, GError **error) {
  g_autofree char *path = g_build_filename(store->path, "lock", NULL);
  store->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (store->lock < 0)
    return fail_errno(store, "cannot open its lock file", error);
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  char holder[32] = "";
  if (fcntl(store->lock, F_OFD_SETLK, &whole) < 0) {
    ssize_t length = read(store->lock, holder, sizeof holder - 1);
    holder[length > 0 ? length : 0] = '\0';
    g_set_error(error, RC_ERROR, RC_ERROR_LOCKED,
                "%s: another recourse-index (process %s) is writing to this index; wait for it to "
                "end and run again",
                store->path, *holder ? g_strchomp(holder) : "unknown");
    return false;
  }
  int length = g_snprintf(holder, sizeof holder, "%ld\n", (long)getpid());
  if (ftruncate(store->lock, 0) < 0 || pwrite(store->lock, holder, (size_t)length, 0) < 0)
    return fail_errno(store, "cannot write its lock file", error);
  return true;
}

static bool use_generation(RcStore *store, guint generation, GError **error) {
  if (!rc_generation_use(store->path, generation, error))
    return false;
  store->in_use = generation;
  return true;
}

static bool open_writer(RcStore *store, guint generation, GError **error) {
  GError *cause = NULL;
  g_autofree char *path = rc_generation_path(store->path, generation);
  xapian_writer_free(store->writer);
  store->in_transaction = false;
  rc_deflate_allow(false);
  store->writer = xapian_writer_open(path, &cause);
  store->generation = generation;
  return store->writer ? true : fail(store, cause, error);
}

static char *read_key(RcStore *store, const char *key, GError **error) {
  GError *cause = NULL;
  char *text = xapian_database_metadata(xapian_writer_database(store->writer), key, &cause);
  if (!text)
    fail(store, cause, error);
  return text;
}

static bool check_versions(RcStore *store, GError **error) {
  g_autofree char *schema = read_key(store, RC_INDEX_KEY_SCHEMA, error);
  g_autofree char *vocabulary = schema ? read_key(store, RC_INDEX_KEY_VOCABULARY, error) : NULL;
  if (!vocabulary)
    return false;
  guint64 version = g_ascii_strtoull(schema, NULL, 10);
  store->is_new = version == 0;
  store->unreadable = !store->is_new && version != RC_SCHEMA_VERSION;
  store->is_outdated =
      store->unreadable || (!store->is_new && strcmp(vocabulary, rc_vocabulary_digest()) != 0);
  if (version > RC_SCHEMA_VERSION)
    g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX,
                "%s: written by a newer Recourse (schema %" G_GUINT64_FORMAT
                ", this program writes %d)",
                store->path, version, RC_SCHEMA_VERSION);
  return version <= RC_SCHEMA_VERSION;
}

static bool read_roots(RcStore *store, GError **error) {
  g_autofree char *text = read_key(store, RC_INDEX_KEY_ROOTS, error);
  if (!text)
    return false;
  json_t *roots = json_loads(*text ? text : "[]", 0, NULL);
  for (size_t i = 0; i < json_array_size(roots); i++)
    rc_catalogue_add_root(store->catalogue,
                          g_uri_unescape_string(json_string_value(json_array_get(roots, i)), NULL));
  json_decref(roots);
  return true;
}

static RcDocument *read_document(RcStore *store, guint32 docid, GError **error) {
  GError *cause = NULL;
  gsize length;
  g_autofree char *data =
      xapian_database_data(xapian_writer_database(store->writer), docid, &length, &cause);
  if (!data) {
    fail(store, cause, error);
    return NULL;
  }
  return rc_record_read_document(data, length, error);
}

static bool read_documents(RcStore *store, GError **error) {
  GError *cause = NULL;
  g_autofree char *term = rc_schema_term(RC_FIELD_ENTRY, "document");
  g_autoptr(GArray) docids =
      xapian_database_postings(xapian_writer_database(store->writer), term, 0, &cause);
  if (!docids)
    return fail(store, cause, error);
  for (guint i = 0; i < docids->len; i++) {
    g_autoptr(RcDocument) document = read_document(store, g_array_index(docids, guint32, i), error);
    if (!document)
      return false;
    rc_catalogue_add(store->catalogue, document);
  }
  return true;
}

static bool read_counters(RcStore *store, GError **error) {
  g_autofree char *text = read_key(store, KEY_COUNTERS, error);
  if (!text)
    return false;
  json_t *counters = json_loads(*text ? text : "{}", 0, NULL);
  store->size = (guint64)json_integer_value(json_object_get(counters, "size"));
  store->written = (guint64)json_integer_value(json_object_get(counters, "written"));
  json_decref(counters);
  return true;
}

/* What an index of another schema knows, or a damaged one, is read from its archive
 * instead. */
static bool read_known(RcStore *store, GError **error) {
  g_autoptr(GError) problem = NULL;
  if (store->unreadable || read_documents(store, &problem))
    return true;
  if (problem->code == RC_ERROR_LIMIT) {
    g_propagate_error(error, g_steal_pointer(&problem));
    return false;
  }
  rc_catalogue_clear(store->catalogue);
  store->damage = g_strdup(problem->message);
  store->unreadable = store->is_outdated = true;
  return true;
}

/* An index of the time when there were no generations. */
static bool refuse_old_layout(const RcStore *store, GError **error) {
  g_autofree char *path = rc_index_database_path(store->path);
  if (!g_file_test(path, G_FILE_TEST_IS_DIR))
    return true;
  g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX,
              "%s: made by a Recourse that kept no text, so it cannot be made anew from itself; "
              "remove this folder, or give another, and run again",
              store->path);
  return false;
}

static bool finish_withdrawals(RcStore *store, GError **error);

/* A database that Xapian cannot open says nothing of roots and files, so it is not replaced
 * on our own account. */
static bool open_generation_in_use(RcStore *store, GError **error) {
  g_autoptr(GError) problem = NULL;
  if (open_writer(store, MAX(store->in_use, 1), &problem))
    return true;
  g_autofree char *path = rc_generation_path(store->path, MAX(store->in_use, 1));
  g_set_error(
      error, RC_ERROR, (gint)problem->code,
      "%s (cannot be opened).  If it is damaged, remove the folder %s and run recourse-index "
      "again: PDFs are read anew, and what is withdrawn stays withdrawn",
      problem->message, path);
  return false;
}

static bool open_all(RcStore *store, GError **error) {
  if (!take_lock(store, error) || !refuse_old_layout(store, error))
    return false;
  store->archive = rc_archive_open(store->path, error);
  if (!store->archive)
    return false;
  store->in_use = rc_generation_in_use(store->path);
  rc_generation_remove_all_but(store->path, store->in_use, store->in_use);
  return open_generation_in_use(store, error) &&
         (store->in_use || use_generation(store, 1, error)) && check_versions(store, error) &&
         read_roots(store, error) && read_counters(store, error) && read_known(store, error) &&
         finish_withdrawals(store, error);
}

RcStore *rc_store_open(const char *index_path, GError **error) {
  g_autoptr(RcStore) store = g_new0(RcStore, 1);
  store->path = g_strdup(index_path);
  store->lock = -1;
  store->catalogue = rc_catalogue_new();
  store->withdrawn = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  store->writes = rc_write_queue_new(QUEUE_BYTES);
  if (g_mkdir_with_parents(index_path, 0700) < 0) {
    fail_errno(store, "cannot make the index folder", error);
    return NULL;
  }
  return open_all(store, error) ? g_steal_pointer(&store) : NULL;
}

void rc_store_free(RcStore *store) {
  if (!store)
    return;
  rc_write_queue_free(store->writes);
  xapian_writer_free(store->writer);
  rc_archive_free(store->archive);
  if (store->lock >= 0)
    close(store->lock);
  rc_catalogue_free(store->catalogue);
  g_hash_table_unref(store->withdrawn);
  g_free(store->damage);
  g_free(store->path);
  g_free(store);
}

const char *rc_store_path(const RcStore *store) {
  return store->path;
}

bool rc_store_is_new(const RcStore *store) {
  return store->is_new;
}

RcCatalogue *rc_store_catalogue(const RcStore *store) {
  return store->catalogue;
}

RcArchive *rc_store_archive(RcStore *store) {
  return store->archive;
}

/* --- commit --- */

/* What a commit says of the index, each under its key. */
enum { SCHEMA, ROOTS, COUNTERS, SUMMARY, VOCABULARY, N_KEYS };

static const char *const commit_keys[N_KEYS] = {
    [SCHEMA] = RC_INDEX_KEY_SCHEMA,
    [ROOTS] = RC_INDEX_KEY_ROOTS,
    [COUNTERS] = KEY_COUNTERS,
    [SUMMARY] = RC_INDEX_KEY_SUMMARY,
    [VOCABULARY] = RC_INDEX_KEY_VOCABULARY,
};

typedef struct {
  RcStore *store;
  char *texts[N_KEYS];
} Commit;

static void free_commit(gpointer data) {
  Commit *commit = data;
  for (int i = 0; i < N_KEYS; i++)
    g_free(commit->texts[i]);
  g_free(commit);
}

static bool begin_transaction(RcStore *store, GError **error) {
  GError *cause = NULL;
  if (!store->in_transaction && !xapian_writer_begin(store->writer, &cause))
    return fail(store, cause, error);
  store->in_transaction = true;
  return true;
}

/* The archive first: what the index has, it has.  In the thread of `writes`. */
static bool write_commit(gpointer data, GError **error) {
  const Commit *commit = data;
  RcStore *store = commit->store;
  GError *cause = NULL;
  if (!begin_transaction(store, error))
    return false;
  for (int i = 0; i < N_KEYS; i++)
    if (!xapian_writer_set_metadata(store->writer, commit_keys[i], commit->texts[i], &cause))
      return fail(store, cause, error);
  if (!rc_archive_commit(store->archive, error))
    return false;
  if (!xapian_writer_commit(store->writer, &cause))
    return fail(store, cause, error);
  store->in_transaction = store->is_new = false;
  g_atomic_int_inc(&store->commits);
  return true;
}

/* Takes `value`. */
static char *dump(json_t *value) {
  char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
  char *copy = g_strdup(text);
  free(text);
  json_decref(value);
  return copy;
}

/* Roots are bytes of the file system: percent-encoded to be text. */
static json_t *roots_record(const RcStore *store) {
  json_t *roots = json_array();
  const GPtrArray *paths = rc_catalogue_roots(store->catalogue);
  for (guint i = 0; i < paths->len; i++) {
    g_autofree char *escaped = g_uri_escape_string(g_ptr_array_index(paths, i), "/ ", TRUE);
    json_array_append_new(roots, json_string(escaped));
  }
  return roots;
}

static json_t *summary_record(const RcStore *store) {
  g_autoptr(GDateTime) now = g_date_time_new_now_utc();
  g_autofree char *updated = g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");
  RcTotals totals = rc_catalogue_totals(store->catalogue);
  return json_pack("{s:I,s:I,s:I,s:s}", "documents", (json_int_t)totals.documents, "pages",
                   (json_int_t)totals.pages, "not_fully_read", (json_int_t)totals.not_fully_read,
                   "updated", updated);
}

static json_t *counters_record(const RcStore *store) {
  return json_pack("{s:I,s:I}", "size", (json_int_t)store->size, "written",
                   (json_int_t)store->written);
}

/* Commits once all that was added so far is written. */
static bool add_commit(RcStore *store, GError **error) {
  Commit *commit = g_new0(Commit, 1);
  commit->store = store;
  commit->texts[SCHEMA] = dump(json_integer(RC_SCHEMA_VERSION));
  commit->texts[ROOTS] = dump(roots_record(store));
  commit->texts[COUNTERS] = dump(counters_record(store));
  commit->texts[SUMMARY] = dump(summary_record(store));
  commit->texts[VOCABULARY] = g_strdup(rc_vocabulary_digest());
  store->batch = 0;
  return rc_write_queue_add(store->writes, write_commit, commit, free_commit, 0, error);
}

bool rc_store_commit(RcStore *store, GError **error) {
  if (!rc_write_queue_finish(store->writes, error))
    return false;
  return (!store->in_transaction && !store->is_new) ||
         (add_commit(store, error) && rc_write_queue_finish(store->writes, error));
}

guint rc_store_commits(const RcStore *store) {
  return (guint)g_atomic_int_get(&store->commits);
}

static bool count_written(RcStore *store, guint64 bytes, GError **error) {
  store->batch += bytes;
  store->written += bytes;
  store->size += bytes;
  return store->batch < BATCH_BYTES || add_commit(store, error);
}

/* --- changes, in the thread of `writes` --- */

/* A document to be written. */
typedef struct {
  RcStore *store;
  RcEntries *entries;
} NewDocument;

/* Something else to be done to a document. */
typedef struct {
  RcStore *store;
  char *id;
  RcFile file; /* that comes or goes; path is NULL if none does */
} Change;

static void free_new_document(gpointer data) {
  NewDocument *new_document = data;
  rc_entries_free(new_document->entries);
  g_free(new_document);
}

static void free_change(gpointer data) {
  Change *change = data;
  g_free(change->id);
  g_free(change->file.path);
  g_free(change);
}

/* A document that the archive has already. */
static bool write_archived(gpointer data, GError **error) {
  const NewDocument *new_document = data;
  RcStore *store = new_document->store;
  GError *cause = NULL;
  if (!begin_transaction(store, error))
    return false;
  return rc_entries_write(new_document->entries, store->writer, &cause) ||
         fail(store, cause, error);
}

static bool write_new(gpointer data, GError **error) {
  const NewDocument *new_document = data;
  RcEntries *entries = new_document->entries;
  g_autoptr(GByteArray) packed = rc_entries_pack(entries);
  return rc_archive_put(new_document->store->archive, rc_entries_document(entries), packed,
                        error) &&
         write_archived(data, error);
}

/* The Xapian document id of the document entry: the lowest of all its entries,
 * since it is added first. */
static guint32 find_entry(RcStore *store, const char *id, GError **error) {
  GError *cause = NULL;
  g_autofree char *term = rc_schema_term(RC_FIELD_ID, id);
  g_autoptr(GArray) docids =
      xapian_database_postings(xapian_writer_database(store->writer), term, 1, &cause);
  if (docids && docids->len)
    return g_array_index(docids, guint32, 0);
  if (!cause)
    cause = g_error_new(XAPIAN_ERROR, XAPIAN_ERROR_CORRUPT, "document %s has no entry", id);
  fail(store, cause, error);
  return 0;
}

/* The document as the index has it, and where. */
static RcDocument *read_written(RcStore *store, const char *id, guint32 *docid, GError **error) {
  *docid = begin_transaction(store, error) ? find_entry(store, id, error) : 0;
  return *docid ? read_document(store, *docid, error) : NULL;
}

static bool delete_written(RcStore *store, const char *id, GError **error) {
  GError *cause = NULL;
  g_autofree char *term = rc_schema_term(RC_FIELD_ID, id);
  if (!begin_transaction(store, error))
    return false;
  return (xapian_writer_delete(store->writer, term, &cause) || fail(store, cause, error)) &&
         rc_archive_remove(store->archive, id, error);
}

/* In the place of what is there, whose files it gets. */
static bool write_replacement(gpointer data, GError **error) {
  const NewDocument *new_document = data;
  RcStore *store = new_document->store;
  RcDocument *document = rc_entries_document(new_document->entries);
  guint32 docid;
  g_autoptr(RcDocument) before = read_written(store, document->id, &docid, error);
  if (!before)
    return false;
  GArray *none = document->files;
  document->files = before->files;
  before->files = none;
  return delete_written(store, document->id, error) && write_new(data, error);
}

/* Writes the record of a document anew, and the term of the file that came or went
 * if its files have changed; else `file` is NULL. */
static bool rewrite_entry(RcStore *store, guint32 docid, const RcDocument *document,
                          const RcFile *file, bool has_file, GError **error) {
  GError *cause = NULL;
  g_autoptr(XapianDocument) entry = xapian_writer_read(store->writer, docid, &cause);
  if (!entry)
    return fail(store, cause, error);
  g_autofree char *term = file ? rc_entries_path_term(file) : NULL;
  if (term && has_file)
    xapian_document_add_term(entry, term, 0);
  else if (term)
    xapian_document_remove_term(entry, term);
  g_autoptr(GByteArray) record = g_byte_array_new();
  rc_record_append_document(record, document);
  xapian_document_set_data(entry, (const char *)record->data, record->len);
  if (!xapian_writer_replace(store->writer, docid, entry, &cause))
    return fail(store, cause, error);
  return rc_archive_update(store->archive, document, error);
}

static void take_file_out(RcDocument *document, const RcFile *file) {
  for (guint i = 0; i < document->files->len; i++) {
    const RcFile *other = &g_array_index(document->files, RcFile, i);
    if (other->root == file->root && strcmp(other->path, file->path) == 0) {
      g_array_remove_index(document->files, i);
      return;
    }
  }
}

/* Adds a copy of `file` in order of path, and of root where paths are equal. */
static void insert_file(RcDocument *document, const RcFile *file) {
  guint place = 0;
  for (; place < document->files->len; place++) {
    const RcFile *other = &g_array_index(document->files, RcFile, place);
    int order = strcmp(other->path, file->path);
    if (order > 0 || (order == 0 && other->root > file->root))
      break;
  }
  RcFile copy = *file;
  copy.path = g_strdup(file->path);
  g_array_insert_val(document->files, place, copy);
}

static bool write_file_added(gpointer data, GError **error) {
  const Change *change = data;
  guint32 docid;
  g_autoptr(RcDocument) document = read_written(change->store, change->id, &docid, error);
  if (!document)
    return false;
  take_file_out(document, &change->file);
  insert_file(document, &change->file);
  return rewrite_entry(change->store, docid, document, &change->file, true, error);
}

/* The document stays: other files hold it. */
static bool write_file_removed(gpointer data, GError **error) {
  const Change *change = data;
  guint32 docid;
  g_autoptr(RcDocument) document = read_written(change->store, change->id, &docid, error);
  if (!document)
    return false;
  take_file_out(document, &change->file);
  return rewrite_entry(change->store, docid, document, &change->file, false, error);
}

static bool write_ocr_tried(gpointer data, GError **error) {
  const Change *change = data;
  guint32 docid;
  g_autoptr(RcDocument) document = read_written(change->store, change->id, &docid, error);
  if (!document)
    return false;
  document->ocr_wanted = 0;
  return rewrite_entry(change->store, docid, document, NULL, false, error);
}

static bool write_deletion(gpointer data, GError **error) {
  const Change *change = data;
  return delete_written(change->store, change->id, error);
}

/* --- changes --- */

/* Takes `entries`. */
static bool add_entries(RcStore *store, RcWrite *write, RcEntries *entries, GError **error) {
  gsize bytes = rc_entries_bytes(entries);
  NewDocument *new_document = g_new(NewDocument, 1);
  *new_document = (NewDocument){store, entries};
  return rc_write_queue_add(store->writes, write, new_document, free_new_document, bytes, error) &&
         count_written(store, bytes + CHANGE_BYTES, error);
}

bool rc_store_add_document(RcStore *store, RcEntries *entries, GError **error) {
  rc_catalogue_add(store->catalogue, rc_entries_document(entries));
  return add_entries(store, write_new, entries, error);
}

bool rc_store_restore_document(RcStore *store, RcEntries *entries, GError **error) {
  rc_catalogue_add(store->catalogue, rc_entries_document(entries));
  return add_entries(store, write_archived, entries, error);
}

bool rc_store_replace_document(RcStore *store, RcEntries *entries, GError **error) {
  rc_catalogue_replace(store->catalogue, rc_entries_document(entries));
  return add_entries(store, write_replacement, entries, error);
}

/* Copies `id` and `file`, which may be NULL. */
static Change *new_change(RcStore *store, const char *id, const RcFile *file) {
  Change *change = g_new0(Change, 1);
  change->store = store;
  change->id = g_strdup(id);
  if (file) {
    change->file = *file;
    change->file.path = g_strdup(file->path);
  }
  return change;
}

/* Takes `change`, of which the catalogue knows. */
static bool add_change(RcStore *store, RcWrite *write, Change *change, GError **error) {
  return rc_write_queue_add(store->writes, write, change, free_change, CHANGE_BYTES, error) &&
         count_written(store, CHANGE_BYTES, error);
}

bool rc_store_clear_ocr_wanted(RcStore *store, const char *id, GError **error) {
  rc_catalogue_clear_ocr_wanted(store->catalogue, id);
  return add_change(store, write_ocr_tried, new_change(store, id, NULL), error);
}

bool rc_store_add_file(RcStore *store, const char *id, const RcFile *file, GError **error) {
  rc_catalogue_add_file(store->catalogue, id, file);
  return add_change(store, write_file_added, new_change(store, id, file), error);
}

bool rc_store_remove_file(RcStore *store, const RcFile *file, GError **error) {
  const RcKnownFile *known = rc_catalogue_find_file(store->catalogue, file);
  if (!known)
    return true;
  const RcKnownDocument *document = rc_catalogue_find_document(store->catalogue, known->id);
  bool is_last = document->files <= 1;
  Change *change = new_change(store, known->id, file);
  rc_catalogue_remove_file(store->catalogue, &change->file);
  if (is_last)
    rc_catalogue_remove(store->catalogue, change->id);
  return add_change(store, is_last ? write_deletion : write_file_removed, change, error);
}

/* --- generations --- */

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
  store->is_new = true;
  return open_writer(store, store->in_use + 1, error);
}

bool rc_store_compact(RcStore *store, GError **error) {
  guint next = MAX(store->generation, store->in_use) + 1;
  store->written = 0;
  if (!rc_write_queue_finish(store->writes, error) || !begin_transaction(store, error) ||
      !rc_store_commit(store, error) ||
      !rc_generation_write(store->path, next, xapian_writer_database(store->writer), error) ||
      !use_generation(store, next, error))
    return false;
  if (!open_writer(store, next, error))
    return false;
  store->is_outdated = store->unreadable = false;
  g_clear_pointer(&store->damage, g_free);
  rc_generation_remove_all_but(store->path, next, next);
  return true;
}

bool rc_store_wants_compaction(const RcStore *store) {
  return (double)store->written > COMPACTION_SHARE * (double)store->size;
}

/* --- withdrawing --- */

static bool forget_files_of(RcStore *store, const char *id, GError **error) {
  g_autoptr(GPtrArray) files = rc_catalogue_list_files(store->catalogue);
  for (guint i = 0; i < files->len; i++) {
    const RcKnownFile *known = g_ptr_array_index(files, i);
    if (strcmp(known->id, id) != 0)
      continue;
    g_autofree char *path = g_strdup(known->file.path);
    RcFile file = known->file;
    file.path = path;
    if (!rc_store_remove_file(store, &file, error))
      return false;
  }
  return true;
}

/* Takes a document out of the index that is marked as withdrawn.  Blocks that a database
 * has freed keep what stood in them: only a new generation has no trace of it. */
static bool expel(RcStore *store, const char *id, GError **error) {
  return forget_files_of(store, id, error) && rc_store_compact(store, error);
}

/* What cannot be read cannot be taken out of the index, but is left out when that is made
 * anew. */
static bool fail_unreadable(const RcStore *store, const char *id, GError **error) {
  g_set_error(error, RC_ERROR, RC_ERROR_IO,
              "%s: document %s is marked as withdrawn, but this index cannot be changed (%s); run "
              "recourse-index on it now, which makes it anew without that document",
              store->path, id, store->damage ? "damaged" : "of another schema");
  return false;
}

/* The mark first: what ends this program half way is made good at the next opening. */
bool rc_store_withdraw(RcStore *store, const char *id, bool *was_there, GError **error) {
  *was_there = rc_catalogue_find_document(store->catalogue, id) != NULL;
  if (!rc_write_queue_finish(store->writes, error) ||
      !rc_archive_withdraw(store->archive, id, error))
    return false;
  g_hash_table_add(store->withdrawn, g_strdup(id));
  if (store->unreadable)
    return fail_unreadable(store, id, error);
  return !*was_there || expel(store, id, error);
}

static bool finish_withdrawals(RcStore *store, GError **error) {
  g_autoptr(GPtrArray) ids = rc_archive_list_withdrawn(store->archive, error);
  for (guint i = 0; ids && i < ids->len; i++) {
    const char *id = g_ptr_array_index(ids, i);
    g_hash_table_add(store->withdrawn, g_strdup(id));
    if (rc_catalogue_find_document(store->catalogue, id) && !expel(store, id, error))
      return false;
  }
  return ids != NULL;
}

bool rc_store_readmit(RcStore *store, const char *id, bool *was_withdrawn, GError **error) {
  if (!rc_write_queue_finish(store->writes, error) ||
      !rc_archive_readmit(store->archive, id, was_withdrawn, error))
    return false;
  g_hash_table_remove(store->withdrawn, id);
  return true;
}

bool rc_store_is_withdrawn(const RcStore *store, const char *id) {
  return g_hash_table_contains(store->withdrawn, id);
}
