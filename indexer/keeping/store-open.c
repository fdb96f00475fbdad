/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening the store: what is there is looked at, put right where that may be, and read. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access.h"
#include "error.h"
#include "generation.h"
#include "index.h"
#include "json.h"
#include "pack.h"
#include "record.h"
#include "store-inside.h"
#include "vocabulary.h"

/* Documents that are whole and wait to be written. */
#define QUEUE_BYTES (8 * 1024 * 1024)
/* What is packed together when the archive is made anew from the index. */
#define PACK_BYTES (128 * 1024)

void rc_store_add_note(RcStore *store, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_ptr_array_add(store->notes, g_strdup_vprintf(format, arguments));
  va_end(arguments);
}

/* --- the lock --- */

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
    if (errno != EAGAIN && errno != EACCES)
      return fail_errno(store,
                        "cannot be locked, so two programs could write to it at a time; "
                        "keep the index on a file system with locks",
                        error);
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

/* --- the database --- */

/* How many documents a generation has, all of whose records can be read; -1 for one that
 * is damaged, of another schema, or without a commit.  *committed: something was, or it
 * cannot be told. */
static gint64 count_documents(const RcStore *store, guint generation, bool *committed) {
  g_autofree char *path = rc_generation_path(store->path, generation);
  g_autofree char *term = rc_schema_term(RC_FIELD_ENTRY, "document");
  g_autoptr(XapianDatabase) database = xapian_database_open(path, NULL);
  g_autofree char *schema =
      database ? xapian_database_metadata(database, RC_INDEX_KEY_SCHEMA, NULL) : NULL;
  *committed = !schema || *schema;
  if (!schema || g_ascii_strtoull(schema, NULL, 10) != RC_SCHEMA_VERSION)
    return -1;
  g_autoptr(GArray) docids = xapian_database_postings(database, term, 0, NULL);
  for (guint i = 0; docids && i < docids->len; i++) {
    gsize length;
    g_autofree char *data =
        xapian_database_data(database, g_array_index(docids, guint32, i), &length, NULL);
    g_autoptr(RcDocument) document = data ? rc_record_unpack_document(data, length, NULL) : NULL;
    if (!document)
      return -1;
  }
  return docids ? (gint64)docids->len : -1;
}

/* Without a usable stub: is there anything that a new index would take the place of?  *whole
 * is the newest generation that has all that is kept, and most if nothing is, 0 if there is
 * none: one that a rebuild was filling has less. */
static bool find_remains(RcStore *store, bool *remains, guint *whole, GError **error) {
  g_autoptr(GPtrArray) kept = rc_archive_list(store->holdings.archive, error);
  g_autoptr(GArray) generations = rc_generation_list(store->path);
  *remains = kept && kept->len > 0;
  *whole = 0;
  gint64 most = -1;
  for (guint i = generations->len; kept && i-- > 0;) {
    guint generation = g_array_index(generations, guint, i);
    bool committed;
    gint64 documents = count_documents(store, generation, &committed);
    *remains |= committed;
    if (committed && documents >= (gint64)kept->len && documents > most) {
      *whole = generation;
      most = documents;
    }
  }
  return kept != NULL;
}

/* A database that cannot be opened is not replaced on our own account: what the run was
 * given may not be all that the index holds. */
static bool open_database(RcStore *store, RcStub stub, guint named, GError **error) {
  g_autoptr(GError) problem = NULL;
  bool remains = true;
  guint whole = 0;
  if (stub == RC_STUB_OURS && rc_store_open_writer(store, named, &problem)) {
    store->in_use = named;
    rc_generation_remove_others(store->path, named);
    return true;
  }
  if (problem && (problem->code == RC_ERROR_LOCKED || store->has_no_locks)) {
    g_propagate_error(error, g_steal_pointer(&problem));
    return false;
  }
  if (!find_remains(store, &remains, &whole, error))
    return false;
  if (stub == RC_STUB_NONE && !remains)
    return rc_store_create_writer(store, error) &&
           rc_store_use_generation(store, store->generation, error);
  if (store->purpose == RC_STORE_REPAIR && whole) {
    rc_store_add_note(store,
                      "%s: its file xapian was lost; generation-%u is whole and in use again",
                      store->path, whole);
    return rc_store_use_generation(store, whole, error) &&
           rc_store_open_writer(store, whole, error);
  }
  if (store->purpose == RC_STORE_REPAIR) {
    /* From what is kept a new database is made, which the caller has yet to do. */
    rc_store_add_note(store, "%s: its database is lost or damaged, and is made anew from its text",
                      store->path);
    store->is_lost = true;
    return rc_store_create_writer(store, error);
  }
  if (stub == RC_STUB_NONE)
    return rc_generation_refuse(store->path, stub, error);
  return rc_generation_refuse_damaged(store->path, named, problem->message, error);
}

/* --- the archive --- */

/* An archive that is missing where there is an index, or damaged, is made anew; what only
 * makes a change leaves that to a run. */
static bool open_archive(RcStore *store, bool is_index, GError **error) {
  bool there = rc_archive_is_there(store->path);
  g_autoptr(GError) problem = NULL;
  g_autofree char *damage = NULL;
  if (!there && is_index && store->purpose == RC_STORE_USE) {
    g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX,
                "%s: its archive.sqlite is missing; recourse-index with the folders of the PDFs "
                "makes it anew from the index",
                store->path);
    return false;
  }
  if (there || !is_index) {
    RcArchive *archive = rc_archive_open(store->path, &problem);
    /* Damage deep inside is looked for only where it can be mended. */
    if (archive && there && store->purpose == RC_STORE_REPAIR &&
        (!rc_archive_check(archive, &damage, &problem) || damage))
      g_clear_pointer(&archive, rc_archive_free);
    store->holdings.archive = archive;
    if (archive)
      return true;
    bool is_damaged = damage || problem->code == RC_ERROR_NO_INDEX;
    if (!is_damaged || store->purpose == RC_STORE_USE) {
      g_propagate_error(error, g_steal_pointer(&problem));
      return false;
    }
  }
  rc_store_add_note(store, "%s: its archive.sqlite is %s, and is made anew from the index",
                    store->path, there ? "damaged" : "missing");
  store->is_archive_lost = true;
  store->holdings.archive = rc_archive_open_new(store->path, error);
  return store->holdings.archive != NULL;
}

/* A document and its passages from the database, packed as the archive keeps them; NULL if
 * any of it is damaged. */
static RcDocument *read_whole(RcIndex *index, const char *id, GByteArray **packed) {
  g_autofree char *term = rc_schema_term(RC_FIELD_ID, id);
  g_autoptr(GArray) entries = xapian_database_postings(rc_index_database(index), term, 0, NULL);
  g_autoptr(RcDocument) document =
      entries && entries->len
          ? rc_index_read_document(index, g_array_index(entries, guint32, 0), NULL)
          : NULL;
  g_autoptr(GByteArray) packs = g_byte_array_new(), plain = g_byte_array_new();
  if (!document || entries->len != document->passages + 1)
    return NULL;
  for (guint i = 1; i <= entries->len; i++) {
    bool is_end = i == entries->len;
    if (is_end ? plain->len || !packs->len : plain->len >= PACK_BYTES) {
      g_autoptr(GByteArray) pack = rc_pack_new(plain);
      g_byte_array_append(packs, pack->data, pack->len);
      g_byte_array_set_size(plain, 0);
    }
    if (is_end)
      break;
    g_autoptr(RcPassage) passage =
        rc_index_read_passage(index, document, g_array_index(entries, guint32, i), NULL);
    if (!passage)
      return NULL;
    g_autoptr(GByteArray) record = g_byte_array_new();
    rc_record_append_passage(record, passage);
    if (plain->len == 0)
      rc_pack_seal(plain, document->sha256);
    rc_pack_add(plain, record->data, record->len);
  }
  *packed = g_steal_pointer(&packs);
  return g_steal_pointer(&document);
}

/* From the archive that is damaged; NULL if it cannot be had. */
static RcDocument *salvage(RcArchive *old, const char *id, GByteArray **packed) {
  g_autoptr(RcDocument) document = old ? rc_archive_read(old, id, packed, NULL) : NULL;
  if (!document)
    return NULL;
  g_autoptr(GByteArray) plain = rc_pack_open((*packed)->data, (*packed)->len);
  if (!plain)
    g_clear_pointer(packed, g_byte_array_unref);
  return plain ? g_steal_pointer(&document) : NULL;
}

/* Fills the new archive: each document from the database, or from the archive that is
 * damaged, whichever is sound; what is in neither is forgotten, so that its PDF is read
 * again.  The damaged one stays beside it until something is withdrawn. */
static bool remake_archive(RcStore *store, GError **error) {
  if (!store->is_archive_lost)
    return true;
  g_autoptr(RcArchive) old = rc_archive_open_to_read(store->path, NULL);
  g_autoptr(RcIndex) index = store->unreadable ? NULL : rc_index_open(store->path, NULL);
  g_autoptr(GPtrArray) known = rc_catalogue_list_documents(store->catalogue);
  g_autoptr(GPtrArray) salvaged = old && !index ? rc_archive_list(old, NULL) : NULL;
  const GPtrArray *ids = salvaged ? salvaged : known;
  g_autoptr(GPtrArray) missing = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < ids->len; i++) {
    const char *id = g_ptr_array_index(ids, i);
    g_autoptr(GByteArray) packed = NULL;
    g_autoptr(RcDocument) document = NULL;
    document = index ? read_whole(index, id, &packed) : NULL;
    if (!document)
      document = salvage(old, id, &packed);
    if (document ? rc_store_is_withdrawn(store, document->sha256)
                 : g_hash_table_contains(store->withdrawn, id))
      continue;
    if (!document) {
      g_ptr_array_add(missing, g_strdup(id));
      rc_store_add_note(
          store,
          "document %s: damaged in the index and in the archive; its PDF is read again, "
          "in this run if it lies below the paths given",
          id);
    } else if (!rc_archive_put(store->holdings.archive, document, packed, error))
      return false;
  }
  g_autofree char *roots = rc_store_list_roots(store);
  if (!rc_archive_set_fact(store->holdings.archive, RC_INDEX_KEY_ROOTS, roots, error) ||
      !rc_archive_commit(store->holdings.archive, error))
    return false;
  for (guint i = 0; i < missing->len && !store->unreadable; i++)
    if (!rc_store_forget_files(store, g_ptr_array_index(missing, i), error))
      return false;
  if (!store->unreadable && !rc_store_commit(store, error))
    return false;
  g_clear_pointer(&old, rc_archive_free);
  g_clear_pointer(&store->holdings.archive, rc_archive_free);
  store->holdings.archive =
      rc_archive_put_in_place(store->path, error) ? rc_archive_open(store->path, error) : NULL;
  store->is_archive_lost = false;
  return store->holdings.archive != NULL;
}

/* --- what they hold --- */

static char *read_key(RcStore *store, const char *key, GError **error) {
  GError *cause = NULL;
  char *text =
      xapian_database_metadata(xapian_writer_database(store->holdings.writer), key, &cause);
  if (!text)
    rc_index_propagate(error, cause, store->path);
  return text;
}

static bool check_versions(RcStore *store, GError **error) {
  g_autofree char *schema = read_key(store, RC_INDEX_KEY_SCHEMA, error);
  g_autofree char *vocabulary = schema ? read_key(store, RC_INDEX_KEY_VOCABULARY, error) : NULL;
  if (!vocabulary)
    return false;
  g_free(store->features);
  store->features = read_key(store, RC_INDEX_KEY_FEATURES, error);
  if (!store->features)
    return false;
  guint64 version = g_ascii_strtoull(schema, NULL, 10);
  store->holdings.is_new = version == 0;
  store->vocabulary = g_strdup(version ? vocabulary : rc_vocabulary_digest());
  store->unreadable = store->is_lost || (!store->holdings.is_new && version != RC_SCHEMA_VERSION);
  store->is_outdated = store->unreadable ||
                       (!store->holdings.is_new && strcmp(vocabulary, rc_vocabulary_digest()) != 0);
  if (version > RC_SCHEMA_VERSION)
    g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX,
                "%s: written by a newer Recourse (schema %" G_GUINT64_FORMAT
                ", this program writes %d)",
                store->path, version, RC_SCHEMA_VERSION);
  return version <= RC_SCHEMA_VERSION &&
         rc_index_check_features(store->features, RC_INDEX_READS, store->path, error) &&
         rc_index_check_features(store->features, RC_INDEX_WRITES, store->path, error);
}

static bool read_roots(RcStore *store, GError **error) {
  g_autofree char *text = read_key(store, RC_INDEX_KEY_ROOTS, error);
  if (text && !*text) {
    g_free(text);
    text = rc_archive_fact(store->holdings.archive, RC_INDEX_KEY_ROOTS, error);
  }
  if (!text)
    return false;
  json_t *roots = json_loads(*text ? text : "[]", 0, NULL);
  for (size_t i = 0; i < json_array_size(roots); i++)
    rc_catalogue_add_root(store->catalogue,
                          g_uri_unescape_string(json_string_value(json_array_get(roots, i)), NULL));
  json_decref(roots);
  if (!store->is_lost)
    return true;
  /* Of documents whose roots are not known any more nobody can say where their files lie, but
   * not that they lie below another root. */
  g_autoptr(GPtrArray) ids = rc_archive_list(store->holdings.archive, error);
  for (guint i = 0; ids && i < ids->len; i++) {
    g_autoptr(GByteArray) packed = NULL;
    g_autoptr(RcDocument) document =
        rc_archive_read(store->holdings.archive, g_ptr_array_index(ids, i), &packed, NULL);
    for (guint j = 0; document && j < document->files->len; j++)
      for (guint root = g_array_index(document->files, RcFile, j).root;
           rc_catalogue_roots(store->catalogue)->len <= root;) {
        guint number = rc_catalogue_roots(store->catalogue)->len;
        rc_catalogue_add_root(store->catalogue, g_strdup_printf("(unknown folder %u)", number));
      }
  }
  return ids != NULL;
}

static bool read_documents(RcStore *store, GError **error) {
  GError *cause = NULL;
  g_autofree char *term = rc_schema_term(RC_FIELD_ENTRY, "document");
  g_autoptr(GArray) docids =
      xapian_database_postings(xapian_writer_database(store->holdings.writer), term, 0, &cause);
  if (!docids) {
    rc_index_propagate(error, cause, store->path);
    return false;
  }
  for (guint i = 0; i < docids->len; i++) {
    g_autoptr(RcDocument) document =
        rc_holdings_read_document(&store->holdings, g_array_index(docids, guint32, i), error);
    if (!document || !rc_holdings_check_text(&store->holdings, g_array_index(docids, guint32, i),
                                             document, error))
      return false;
    rc_catalogue_add(store->catalogue, document);
  }
  return true;
}

static bool read_counters(RcStore *store, GError **error) {
  g_autofree char *text = read_key(store, RC_STORE_KEY_COUNTERS, error);
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

/* --- all of it --- */

/* What the folder is before anything is done to it; false if nothing may be. */
static bool look_at(const RcStore *store, RcStub *stub, guint *named, GError **error) {
  if (!rc_generation_read_stub(store->path, stub, named, error))
    return false;
  if (*stub == RC_STUB_FOREIGN)
    return rc_generation_refuse(store->path, *stub, error);
  g_autoptr(GArray) generations = rc_generation_list(store->path);
  bool is_there = *stub == RC_STUB_OURS || generations->len || rc_archive_is_there(store->path);
  if (is_there || store->purpose != RC_STORE_USE)
    return true;
  g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX,
              "%s: no index here, and none is made for this; --index gives the folder of one",
              store->path);
  return false;
}

static bool open_all(RcStore *store, GError **error) {
  RcStub stub;
  guint named;
  if (!look_at(store, &stub, &named, error))
    return false;
  if (store->purpose != RC_STORE_USE && g_mkdir_with_parents(store->path, 0700) < 0)
    return fail_errno(store, "cannot make the index folder", error);
  /* What it was may have changed until the lock was taken. */
  if (!take_lock(store, error) || !look_at(store, &stub, &named, error) ||
      !rc_access_apply(store->path, NULL, error))
    return false;
  g_autoptr(GArray) generations = rc_generation_list(store->path);
  return open_archive(store, stub == RC_STUB_OURS || generations->len, error) &&
         rc_store_read_withdrawn(store, error) && open_database(store, stub, named, error) &&
         check_versions(store, error) && read_roots(store, error) && read_counters(store, error) &&
         read_known(store, error) && remake_archive(store, error) &&
         (store->unreadable ||
          rc_holdings_finish_removals(&store->holdings, store->catalogue, error)) &&
         rc_store_finish_withdrawals(store, error);
}

RcStore *rc_store_open(const char *index_path, RcStorePurpose purpose, GError **error) {
  g_autoptr(RcStore) store = g_new0(RcStore, 1);
  store->path = g_strdup(index_path);
  store->purpose = purpose;
  store->holdings.path = store->path;
  store->lock = -1;
  store->notes = g_ptr_array_new_with_free_func(g_free);
  store->catalogue = rc_catalogue_new();
  store->holdings.leaving = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  store->withdrawn = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  store->writes = rc_write_queue_new(QUEUE_BYTES);
  return open_all(store, error) ? g_steal_pointer(&store) : NULL;
}
