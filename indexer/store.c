/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"
#include "index.h"
#include "record.h"

/* Passages written between two commits: some 100 MB of memory. */
#define BATCH_PASSAGES 20000

/* What the index knows of a document. */
typedef struct {
  guint32 files; /* how many hold it */
  guint32 pages;
  guint32 ocr_wanted;
  RcStatus status;
} KnownDocument;

struct RcStore {
  char *path;
  int lock; /* descriptor of the lock file */
  XapianWriter *writer;
  GPtrArray *roots;      /* of char *: absolute paths */
  GHashTable *files;     /* "root:path" -> RcKnownFile * */
  GHashTable *documents; /* id -> KnownDocument * */
  guint64 pages, not_fully_read;
  guint batch; /* passages written since the last commit */
  bool in_transaction;
  bool is_new; /* nothing was ever committed */
};

/* --- opening --- */

static void free_known_file(gpointer data) {
  RcKnownFile *known = data;
  g_free(known->id);
  g_free(known->file.path);
  g_free(known);
}

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

static bool open_writer(RcStore *store, GError **error) {
  GError *cause = NULL;
  g_autofree char *path = rc_index_database_path(store->path);
  store->writer = xapian_writer_open(path, &cause);
  return store->writer ? true : fail(store, cause, error);
}

static bool check_schema(RcStore *store, GError **error) {
  GError *cause = NULL;
  g_autofree char *text =
      xapian_database_metadata(xapian_writer_database(store->writer), RC_INDEX_KEY_SCHEMA, &cause);
  if (!text)
    return fail(store, cause, error);
  guint64 version = g_ascii_strtoull(text, NULL, 10);
  store->is_new = version == 0;
  if (version > RC_SCHEMA_VERSION)
    g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX,
                "%s: written by a newer Recourse (schema %" G_GUINT64_FORMAT
                ", this program writes %d)",
                store->path, version, RC_SCHEMA_VERSION);
  return version <= RC_SCHEMA_VERSION;
}

static bool read_roots(RcStore *store, GError **error) {
  GError *cause = NULL;
  g_autofree char *text =
      xapian_database_metadata(xapian_writer_database(store->writer), RC_INDEX_KEY_ROOTS, &cause);
  if (!text)
    return fail(store, cause, error);
  json_t *roots = json_loads(*text ? text : "[]", 0, NULL);
  for (size_t i = 0; i < json_array_size(roots); i++)
    g_ptr_array_add(store->roots,
                    g_uri_unescape_string(json_string_value(json_array_get(roots, i)), NULL));
  json_decref(roots);
  return true;
}

/* --- what is known --- */

static char *file_key(const RcFile *file) {
  return g_strdup_printf("%u:%s", file->root, file->path);
}

static void learn_file(RcStore *store, const char *id, const RcFile *file) {
  RcKnownFile *known = g_new0(RcKnownFile, 1);
  known->id = g_strdup(id);
  known->mtime = file->mtime;
  known->bytes = file->bytes;
  known->file = *file;
  known->file.path = g_strdup(file->path);
  g_hash_table_replace(store->files, file_key(file), known);
}

static void learn_document(RcStore *store, const RcDocument *document) {
  KnownDocument *known = g_new0(KnownDocument, 1);
  known->files = document->files->len;
  known->pages = document->pages;
  known->ocr_wanted = document->ocr_wanted;
  known->status = document->status;
  store->pages += known->pages;
  store->not_fully_read += known->status != RC_STATUS_OK;
  g_hash_table_replace(store->documents, g_strdup(document->id), known);
  for (guint i = 0; i < document->files->len; i++)
    learn_file(store, document->id, &g_array_index(document->files, RcFile, i));
}

static void forget_document(RcStore *store, const char *id) {
  const KnownDocument *known = g_hash_table_lookup(store->documents, id);
  store->pages -= known->pages;
  store->not_fully_read -= known->status != RC_STATUS_OK;
  g_hash_table_remove(store->documents, id);
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
  json_t *record = rc_record_read(data, length, error);
  RcDocument *document = record ? rc_record_to_document(record, error) : NULL;
  json_decref(record);
  return document;
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
    learn_document(store, document);
  }
  return true;
}

RcStore *rc_store_open(const char *index_path, GError **error) {
  g_autoptr(RcStore) store = g_new0(RcStore, 1);
  store->path = g_strdup(index_path);
  store->lock = -1;
  store->roots = g_ptr_array_new_with_free_func(g_free);
  store->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_known_file);
  store->documents = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  if (g_mkdir_with_parents(index_path, 0700) < 0) {
    fail_errno(store, "cannot make the index folder", error);
    return NULL;
  }
  if (!take_lock(store, error) || !open_writer(store, error) || !check_schema(store, error) ||
      !read_roots(store, error) || !read_documents(store, error))
    return NULL;
  return g_steal_pointer(&store);
}

void rc_store_free(RcStore *store) {
  if (!store)
    return;
  xapian_writer_free(store->writer);
  if (store->lock >= 0)
    close(store->lock);
  g_ptr_array_unref(store->roots);
  g_hash_table_unref(store->files);
  g_hash_table_unref(store->documents);
  g_free(store->path);
  g_free(store);
}

/* --- files and roots --- */

/* The part of `path` below `folder`, borrowed, or NULL if it is not below it. */
static const char *path_below(const char *folder, const char *path) {
  gsize length = strlen(folder);
  if (strcmp(folder, "/") == 0)
    return path + 1;
  return strncmp(folder, path, length) == 0 && path[length] == '/' ? path + length + 1 : NULL;
}

void rc_store_locate(RcStore *store, const char *folder, const char *path, RcFile *file) {
  const char *below = NULL;
  guint root = 0;
  while (root < store->roots->len &&
         !(below = path_below(g_ptr_array_index(store->roots, root), path)))
    root++;
  if (!below) {
    g_ptr_array_add(store->roots, g_strdup(folder));
    below = path_below(folder, path);
  }
  file->root = root;
  file->path = g_strdup(below);
}

char *rc_store_absolute_path(const RcStore *store, const RcFile *file) {
  return file->root < store->roots->len
             ? g_build_filename(g_ptr_array_index(store->roots, file->root), file->path, NULL)
             : g_strdup(file->path);
}

const RcKnownFile *rc_store_find_file(const RcStore *store, const RcFile *file) {
  g_autofree char *key = file_key(file);
  return g_hash_table_lookup(store->files, key);
}

bool rc_store_has_document(const RcStore *store, const char *id) {
  return g_hash_table_contains(store->documents, id);
}

guint32 rc_store_ocr_wanted(const RcStore *store, const char *id) {
  const KnownDocument *known = g_hash_table_lookup(store->documents, id);
  return known ? known->ocr_wanted : 0;
}

GPtrArray *rc_store_list_files(const RcStore *store) {
  GPtrArray *files = g_ptr_array_new();
  GHashTableIter iter;
  gpointer known;
  g_hash_table_iter_init(&iter, store->files);
  while (g_hash_table_iter_next(&iter, NULL, &known))
    g_ptr_array_add(files, known);
  return files;
}

guint64 rc_store_count_documents(const RcStore *store) {
  return g_hash_table_size(store->documents);
}

/* --- changes --- */

static bool begin(RcStore *store, GError **error) {
  GError *cause = NULL;
  if (!store->in_transaction && !xapian_writer_begin(store->writer, &cause))
    return fail(store, cause, error);
  store->in_transaction = true;
  return true;
}

static bool commit_full_batch(RcStore *store, GError **error) {
  return store->batch < BATCH_PASSAGES || rc_store_commit(store, error);
}

bool rc_store_add_document(RcStore *store, RcEntries *entries_taken, GError **error) {
  g_autoptr(RcEntries) entries = entries_taken;
  const RcDocument *document = rc_entries_document(entries);
  GError *cause = NULL;
  if (!begin(store, error))
    return false;
  if (!rc_entries_write(entries, store->writer, &cause))
    return fail(store, cause, error);
  learn_document(store, document);
  store->batch += document->passage_positions->len + 1;
  return commit_full_batch(store, error);
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

/* Where `file` stands among the files of a document, or -1. */
static int position_of(const RcDocument *document, const RcFile *file) {
  for (guint i = 0; i < document->files->len; i++) {
    const RcFile *other = &g_array_index(document->files, RcFile, i);
    if (other->root == file->root && strcmp(other->path, file->path) == 0)
      return (int)i;
  }
  return -1;
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
  json_t *record = rc_record_from_document(document);
  gsize length;
  char *json = rc_record_write(record, &length);
  xapian_document_set_data(entry, json, length);
  free(json);
  json_decref(record);
  if (!xapian_writer_replace(store->writer, docid, entry, &cause))
    return fail(store, cause, error);
  store->batch++;
  return true;
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

bool rc_store_add_file(RcStore *store, const char *id, const RcFile *file, GError **error) {
  guint32 docid = begin(store, error) ? find_entry(store, id, error) : 0;
  g_autoptr(RcDocument) document = docid ? read_document(store, docid, error) : NULL;
  if (!document)
    return false;
  int position = position_of(document, file);
  if (position >= 0)
    g_array_remove_index(document->files, (guint)position);
  insert_file(document, file);
  KnownDocument *known = g_hash_table_lookup(store->documents, id);
  known->files = document->files->len;
  learn_file(store, id, file);
  return rewrite_entry(store, docid, document, file, true, error) &&
         commit_full_batch(store, error);
}

static bool delete_document(RcStore *store, const char *id, GError **error) {
  GError *cause = NULL;
  g_autofree char *term = rc_schema_term(RC_FIELD_ID, id);
  if (!xapian_writer_delete(store->writer, term, &cause))
    return fail(store, cause, error);
  forget_document(store, id);
  store->batch++;
  return true;
}

bool rc_store_replace_document(RcStore *store, RcEntries *entries_taken, GError **error) {
  g_autoptr(RcEntries) entries = entries_taken;
  RcDocument *document = rc_entries_document(entries);
  guint32 docid = begin(store, error) ? find_entry(store, document->id, error) : 0;
  g_autoptr(RcDocument) before = docid ? read_document(store, docid, error) : NULL;
  if (!before)
    return false;
  GArray *none = document->files;
  document->files = before->files;
  before->files = none;
  return delete_document(store, document->id, error) &&
         rc_store_add_document(store, g_steal_pointer(&entries), error);
}

bool rc_store_clear_ocr_wanted(RcStore *store, const char *id, GError **error) {
  guint32 docid = begin(store, error) ? find_entry(store, id, error) : 0;
  g_autoptr(RcDocument) document = docid ? read_document(store, docid, error) : NULL;
  if (!document)
    return false;
  document->ocr_wanted = 0;
  ((KnownDocument *)g_hash_table_lookup(store->documents, id))->ocr_wanted = 0;
  return rewrite_entry(store, docid, document, NULL, false, error) &&
         commit_full_batch(store, error);
}

/* The document stays: other files hold it. */
static bool remove_one_file(RcStore *store, const char *id, const RcFile *file, GError **error) {
  guint32 docid = find_entry(store, id, error);
  g_autoptr(RcDocument) document = docid ? read_document(store, docid, error) : NULL;
  if (!document)
    return false;
  int position = position_of(document, file);
  if (position >= 0)
    g_array_remove_index(document->files, (guint)position);
  ((KnownDocument *)g_hash_table_lookup(store->documents, id))->files = document->files->len;
  return rewrite_entry(store, docid, document, file, false, error);
}

bool rc_store_remove_file(RcStore *store, const RcFile *file, GError **error) {
  g_autofree char *key = file_key(file);
  const RcKnownFile *known = g_hash_table_lookup(store->files, key);
  if (!known)
    return true;
  g_autofree char *id = g_strdup(known->id);
  const KnownDocument *document = g_hash_table_lookup(store->documents, id);
  bool removed =
      begin(store, error) && (document->files > 1 ? remove_one_file(store, id, &known->file, error)
                                                  : delete_document(store, id, error));
  if (removed)
    g_hash_table_remove(store->files, key);
  return removed && commit_full_batch(store, error);
}

/* --- commit --- */

static bool set_metadata(RcStore *store, const char *key, json_t *value, GError **error) {
  GError *cause = NULL;
  char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
  bool set = xapian_writer_set_metadata(store->writer, key, text, &cause);
  free(text);
  json_decref(value);
  return set ? true : fail(store, cause, error);
}

/* Roots are bytes of the file system: percent-encoded to be text. */
static json_t *roots_record(const RcStore *store) {
  json_t *roots = json_array();
  for (guint i = 0; i < store->roots->len; i++) {
    g_autofree char *escaped = g_uri_escape_string(g_ptr_array_index(store->roots, i), "/ ", TRUE);
    json_array_append_new(roots, json_string(escaped));
  }
  return roots;
}

static json_t *summary_record(const RcStore *store) {
  g_autoptr(GDateTime) now = g_date_time_new_now_utc();
  g_autofree char *updated = g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");
  return json_pack("{s:I,s:I,s:I,s:s}", "documents",
                   (json_int_t)g_hash_table_size(store->documents), "pages",
                   (json_int_t)store->pages, "not_fully_read", (json_int_t)store->not_fully_read,
                   "updated", updated);
}

bool rc_store_commit(RcStore *store, GError **error) {
  GError *cause = NULL;
  if (!store->in_transaction && !store->is_new)
    return true;
  if (!begin(store, error) ||
      !set_metadata(store, RC_INDEX_KEY_SCHEMA, json_integer(RC_SCHEMA_VERSION), error) ||
      !set_metadata(store, RC_INDEX_KEY_ROOTS, roots_record(store), error) ||
      !set_metadata(store, RC_INDEX_KEY_SUMMARY, summary_record(store), error))
    return false;
  if (!xapian_writer_commit(store->writer, &cause))
    return fail(store, cause, error);
  store->in_transaction = store->is_new = false;
  store->batch = 0;
  return true;
}
