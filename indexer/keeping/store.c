/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access.h"
#include "deflate.h"
#include "error.h"
#include "generation.h"
#include "holdings.h"
#include "index.h"
#include "json.h"
#include "leaves.h"
#include "pack.h"
#include "record.h"
#include "vocabulary.h"
#include "withdrawn.h"
#include "write-queue.h"

/* Records and terms written between two commits, some five thousand passages.  Xapian
 * gathers them in trees in memory: small ones are searched faster, and less is lost with a
 * run that is killed. */
#define BATCH_BYTES (4 * 1024 * 1024)
/* Documents that are whole and wait to be written. */
#define QUEUE_BYTES (8 * 1024 * 1024)
/* What a change costs beyond its bytes. */
#define CHANGE_BYTES 1024
/* What is packed together when the archive is made anew from the index. */
#define PACK_BYTES (128 * 1024)
/* Metadata of the writer's own: JSON object with `size` and `written`. */
#define KEY_COUNTERS "counters"
/* Fact of the archive: a withdrawal has begun and is not finished. */
#define FACT_UNFINISHED RC_ARCHIVE_FACT_UNFINISHED
/* An index is compacted when so many of its bytes, in parts of the whole, were written
 * since the last time. */
#define COMPACTION_SHARE 0.2

struct RcStore {
  char *path;
  RcStorePurpose purpose;
  GPtrArray *notes;     /* of char *: what was put right */
  int lock;             /* descriptor of the lock file */
  RcWriteQueue *writes; /* while it is busy, `holdings` belongs to its thread */
  RcHoldings holdings;
  guint generation; /* that is written to */
  guint in_use;     /* that readers use; 0 if none was committed yet */
  RcCatalogue *catalogue;
  GHashTable *withdrawn; /* set of digests, or of the beginnings of them */
  bool unfinished;       /* words of what is withdrawn may still stand in the folder */
  guint64 batch;         /* bytes written since the last commit */
  guint64 written;       /* bytes written since the last compaction */
  guint64 size;          /* bytes written in all, as far as known */
  bool unreadable;       /* its records are of another schema, or damaged */
  char *features;        /* of the index, see index.h: kept as they are */
  char *damage;          /* what is wrong with its records, or NULL */
  char *vocabulary;      /* digest of the names that the database at hand is made with */
  bool is_outdated;      /* unreadable, or made with other names */
  bool is_archive_lost;  /* the archive at hand is new, and yet to be filled from the index */
  bool is_lost;          /* no database could be opened: it is outdated, and empty */
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

static bool use_generation(RcStore *store, guint generation, GError **error) {
  if (!rc_generation_use(store->path, generation, error))
    return false;
  store->in_use = generation;
  return true;
}

static bool open_writer(RcStore *store, guint generation, GError **error) {
  GError *cause = NULL;
  g_autofree char *path = rc_generation_path(store->path, generation);
  xapian_writer_free(store->holdings.writer);
  store->holdings.in_transaction = false;
  rc_deflate_allow(false);
  store->holdings.writer = xapian_writer_open(path, &cause);
  store->generation = generation;
  return store->holdings.writer ? true : fail(store, cause, error);
}

/* Opens one that is new and empty, beside what is there. */
static bool create_writer(RcStore *store, GError **error) {
  guint generation = rc_generation_next(store->path);
  return rc_generation_create(store->path, generation, error) &&
         open_writer(store, generation, error);
}

static char *read_key(RcStore *store, const char *key, GError **error) {
  GError *cause = NULL;
  char *text =
      xapian_database_metadata(xapian_writer_database(store->holdings.writer), key, &cause);
  if (!text)
    fail(store, cause, error);
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

/* Of documents whose roots are not known any more nobody can say where their files lie, but
 * not that they lie below another root. */
static bool name_lost_roots(RcStore *store, GError **error) {
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
  return !store->is_lost || name_lost_roots(store, error);
}

static bool read_documents(RcStore *store, GError **error) {
  GError *cause = NULL;
  g_autofree char *term = rc_schema_term(RC_FIELD_ENTRY, "document");
  g_autoptr(GArray) docids =
      xapian_database_postings(xapian_writer_database(store->holdings.writer), term, 0, &cause);
  if (!docids)
    return fail(store, cause, error);
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

static bool read_withdrawn(RcStore *store, GError **error);
static bool finish_withdrawals(RcStore *store, GError **error);
static bool forget_files_of(RcStore *store, const char *id, GError **error);
static char *dump(json_t *value);
static json_t *roots_record(const RcStore *store);

/* --- what is there --- */

static void add_note(RcStore *store, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void add_note(RcStore *store, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_ptr_array_add(store->notes, g_strdup_vprintf(format, arguments));
  va_end(arguments);
}

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

/* From what is kept a new database is made, which the caller has yet to do. */
static bool recover(RcStore *store, guint whole, GError **error) {
  if (whole) {
    add_note(store, "%s: its file xapian was lost; generation-%u is whole and in use again",
             store->path, whole);
    return use_generation(store, whole, error) && open_writer(store, whole, error);
  }
  add_note(store, "%s: its database is lost or damaged, and is made anew from its text",
           store->path);
  store->is_lost = true;
  return create_writer(store, error);
}

/* A database that cannot be opened is not replaced on our own account: what the run was
 * given may not be all that the index holds. */
static bool open_database(RcStore *store, RcStub stub, guint named, GError **error) {
  g_autoptr(GError) problem = NULL;
  bool remains = true;
  guint whole = 0;
  if (stub == RC_STUB_OURS && open_writer(store, named, &problem)) {
    store->in_use = named;
    rc_generation_remove_others(store->path, named);
    return true;
  }
  if (problem && problem->code == RC_ERROR_LOCKED) {
    g_propagate_error(error, g_steal_pointer(&problem));
    return false;
  }
  if (!find_remains(store, &remains, &whole, error))
    return false;
  if (stub == RC_STUB_NONE && !remains)
    return create_writer(store, error) && use_generation(store, store->generation, error);
  if (store->purpose == RC_STORE_REPAIR)
    return recover(store, whole, error);
  if (stub == RC_STUB_NONE)
    return rc_generation_refuse(store->path, stub, error);
  return rc_generation_refuse_damaged(store->path, named, problem->message, error);
}

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
  add_note(store, "%s: its archive.sqlite is %s, and is made anew from the index", store->path,
           there ? "damaged" : "missing");
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
  if (!document || entries->len != document->passage_positions->len + 1)
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
      add_note(store,
               "document %s: damaged in the index and in the archive; its PDF is read again, "
               "in this run if it lies below the paths given",
               id);
    } else if (!rc_archive_put(store->holdings.archive, document, packed, error))
      return false;
  }
  g_autofree char *roots = dump(roots_record(store));
  if (!rc_archive_set_fact(store->holdings.archive, RC_INDEX_KEY_ROOTS, roots, error) ||
      !rc_archive_commit(store->holdings.archive, error))
    return false;
  for (guint i = 0; i < missing->len && !store->unreadable; i++)
    if (!forget_files_of(store, g_ptr_array_index(missing, i), error))
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
         read_withdrawn(store, error) && open_database(store, stub, named, error) &&
         check_versions(store, error) && read_roots(store, error) && read_counters(store, error) &&
         read_known(store, error) && remake_archive(store, error) &&
         (store->unreadable ||
          rc_holdings_finish_removals(&store->holdings, store->catalogue, error)) &&
         finish_withdrawals(store, error);
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

/* What a commit says of the index, each text under its key. */
static char **new_metadata(const RcStore *store) {
  GStrvBuilder *metadata = g_strv_builder_new();
  struct {
    const char *key;
    char *text;
  } texts[] = {
      {RC_INDEX_KEY_SCHEMA, dump(json_integer(RC_SCHEMA_VERSION))},
      {RC_INDEX_KEY_ROOTS, dump(roots_record(store))},
      {KEY_COUNTERS, dump(counters_record(store))},
      {RC_INDEX_KEY_SUMMARY, dump(summary_record(store))},
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

/* Takes `change`, of which the catalogue knows. */
static bool add_change(RcStore *store, RcChange *change, gsize bytes, GError **error) {
  return rc_write_queue_add(store->writes, rc_change_write, change, rc_change_free, bytes, error);
}

/* Commits once all that was added so far is written. */
static bool add_commit(RcStore *store, GError **error) {
  store->batch = 0;
  return add_change(store, rc_change_new_commit(&store->holdings, new_metadata(store)), 0, error);
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

/* Takes `change`, and commits when enough was written; before one that is enough by itself, so
 * that no two such ones are in memory. */
static bool count_change(RcStore *store, RcChange *change, gsize bytes, GError **error) {
  if (bytes >= BATCH_BYTES && store->batch > 0 && !add_commit(store, error)) {
    rc_change_free(change);
    return false;
  }
  store->batch += bytes;
  store->written += bytes;
  store->size += bytes;
  return add_change(store, change, bytes, error) &&
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
  return create_writer(store, error);
}

static bool remove_leaves(const RcStore *store, const char *sha256, GError **error) {
  g_autofree char *leaves = rc_leaves_path(store->path, sha256);
  return rc_leaves_remove(leaves, error);
}

/* The last step of a withdrawal: there is one generation, and it is new.  Nothing else that
 * could hold a word may be left, whosever it is. */
static bool close_withdrawal(RcStore *store, GError **error) {
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

bool rc_store_compact(RcStore *store, GError **error) {
  guint next = rc_generation_next(store->path);
  store->written = 0;
  if (!rc_write_queue_finish(store->writes, error) || !rc_holdings_begin(&store->holdings, error) ||
      !rc_store_commit(store, error) ||
      !rc_generation_write(store->path, next, xapian_writer_database(store->holdings.writer),
                           error) ||
      !use_generation(store, next, error))
    return false;
  if (!open_writer(store, next, error))
    return false;
  store->unreadable = store->is_lost = false;
  store->is_outdated = strcmp(store->vocabulary, rc_vocabulary_digest()) != 0;
  g_clear_pointer(&store->damage, g_free);
  rc_generation_remove_others(store->path, next);
  return !store->unfinished || close_withdrawal(store, error);
}

bool rc_store_wants_compaction(const RcStore *store) {
  return (double)store->written > COMPACTION_SHARE * (double)store->size;
}

/* --- withdrawing --- */

static bool forget_files_of(RcStore *store, const char *id, GError **error) {
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
    if (!forget_files_of(store, id, error))
      return false;
  }
  return true;
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

static GHashTable *new_set(void) {
  return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

/* The mark first, in both places: what ends this program half way is made good by whatever
 * opens the index next.  A database is written anew even if it has no such document: blocks
 * that it has freed, or that a run has filled that was killed, may hold its words. */
bool rc_store_withdraw(RcStore *store, const char *digits, bool *was_there, GError **error) {
  g_autoptr(GHashTable) meant = new_set();
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
  if (store->unreadable)
    return fail_unreadable(store, digits, error);
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
    add_note(store, "%s: which documents were withdrawn is not known any more; withdraw them again",
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
static bool read_withdrawn(RcStore *store, GError **error) {
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
static bool finish_withdrawals(RcStore *store, GError **error) {
  if (!store->unfinished || store->unreadable)
    return true;
  bool was_there;
  if (!forget_withdrawn(store, &was_there, error))
    return false;
  if (!rc_store_compact(store, error)) {
    g_prefix_error(error, "a withdrawal is not finished: ");
    return false;
  }
  add_note(store, "%s: a withdrawal that was not finished is finished now", store->path);
  return true;
}

bool rc_store_readmit(RcStore *store, const char *digits, bool *was_withdrawn, GError **error) {
  g_autoptr(GHashTable) meant = new_set();
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
