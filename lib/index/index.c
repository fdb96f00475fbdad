/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "index.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "json.h"
#include "pack.h"
#include "record.h"

struct RcIndex {
  char *path;
  char *stub; /* what the stub file said when the database was opened */
  XapianDatabase *database;
  guint shards; /* databases that the stub names */
  RcIndexSummary summary;
  /* The pack read last; 0 and NULL if there is none. */
  guint32 pack_docid;
  GByteArray *pack;
  GArray *documents;  /* see rc_index_documents; NULL: not asked for yet */
  GHashTable *starts; /* see rc_index_passage_starts; so, too */
};

char *rc_index_default_path(void) {
  const char *path = g_getenv("RECOURSE_INDEX");
  if (path && *path)
    return g_strdup(path);
  return g_build_filename(g_get_user_data_dir(), "recourse", "index", NULL);
}

char *rc_index_database_path(const char *index_path) {
  return g_build_filename(index_path, "xapian", NULL);
}

RcIndexSummary rc_index_summary_copy(const RcIndexSummary *summary) {
  RcIndexSummary copy = *summary;
  copy.state = g_strdup(summary->state);
  copy.updated = g_strdup(summary->updated);
  return copy;
}

void rc_index_summary_clear(RcIndexSummary *summary) {
  g_free(summary->state);
  g_free(summary->updated);
  *summary = (RcIndexSummary){0};
}

static const RcErrorCode codes[] = {
    [XAPIAN_ERROR_MODIFIED] = RC_ERROR_STALE,     [XAPIAN_ERROR_LOCKED] = RC_ERROR_LOCKED,
    [XAPIAN_ERROR_NOT_FOUND] = RC_ERROR_NO_INDEX, [XAPIAN_ERROR_CORRUPT] = RC_ERROR_NO_INDEX,
    [XAPIAN_ERROR_MEMORY] = RC_ERROR_LIMIT,       [XAPIAN_ERROR_TIME] = RC_ERROR_LIMIT,
    [XAPIAN_ERROR_OTHER] = RC_ERROR_IO,           [XAPIAN_ERROR_NO_LOCKS] = RC_ERROR_IO,
};

void rc_index_propagate(GError **error, GError *cause, const char *index_path) {
  RcErrorCode code = cause->domain == XAPIAN_ERROR ? codes[cause->code] : RC_ERROR_IO;
  g_set_error(error, RC_ERROR, code, "%s: %s", index_path, cause->message);
  g_error_free(cause);
}

/* Turns a Xapian error of `index` into one of ours; always false. */
static bool fail(const RcIndex *index, GError *cause, GError **error) {
  rc_index_propagate(error, cause, index->path);
  return false;
}

bool rc_index_check_features(const char *features, char access, const char *index_path,
                             GError **error) {
  static const char *const known[] = {NULL}; /* none so far */
  g_auto(GStrv) lines = g_strsplit(features, "\n", -1);
  for (char **line = lines; *line; line++) {
    char *flags = strchr(*line, '\t');
    if (flags)
      *flags++ = '\0';
    if (!flags || !strchr(flags, access) || g_strv_contains(known, *line))
      continue;
    g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX,
                "%s: made by a newer Recourse with \"%s\", which this program cannot %s",
                index_path, *line, access == RC_INDEX_READS ? "read" : "write");
    return false;
  }
  return true;
}

static bool check_schema(RcIndex *index, GError **error) {
  GError *cause = NULL;
  g_autofree char *text = xapian_database_metadata(index->database, RC_INDEX_KEY_SCHEMA, &cause);
  if (!text)
    return fail(index, cause, error);
  guint64 version = g_ascii_strtoull(text, NULL, 10);
  if (version == 0)
    g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX,
                "%s: holds no finished index yet; run recourse-index", index->path);
  else if (version > RC_SCHEMA_VERSION)
    g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX,
                "%s: written by a newer Recourse (schema %" G_GUINT64_FORMAT
                ", this program reads %d)",
                index->path, version, RC_SCHEMA_VERSION);
  else if (version < RC_SCHEMA_OLDEST)
    g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX,
                "%s: written by an older Recourse (schema %" G_GUINT64_FORMAT
                ", this program reads %d); run recourse-index on it, which makes it anew",
                index->path, version, RC_SCHEMA_VERSION);
  if (version < RC_SCHEMA_OLDEST || version > RC_SCHEMA_VERSION)
    return false;
  g_autofree char *features =
      xapian_database_metadata(index->database, RC_INDEX_KEY_FEATURES, &cause);
  if (!features)
    return fail(index, cause, error);
  return rc_index_check_features(features, RC_INDEX_READS, index->path, error);
}

static bool read_summary(RcIndex *index, GError **error) {
  GError *cause = NULL;
  g_autofree char *text = xapian_database_metadata(index->database, RC_INDEX_KEY_SUMMARY, &cause);
  g_autofree char *state = cause ? NULL : xapian_database_state(index->database, &cause);
  if (!state)
    return fail(index, cause, error);
  json_t *record = json_loads(*text ? text : "{}", 0, NULL);
  rc_index_summary_clear(&index->summary);
  index->summary = (RcIndexSummary){
      .state = g_steal_pointer(&state),
      .documents = (guint64)json_integer_value(json_object_get(record, "documents")),
      .pages = (guint64)json_integer_value(json_object_get(record, "pages")),
      .not_fully_read = (guint64)json_integer_value(json_object_get(record, "not_fully_read")),
      .updated = g_strdup(json_string_value(json_object_get(record, "updated"))),
  };
  json_decref(record);
  return true;
}

/* What names the database in use; NULL if there is none. */
static char *read_stub(const char *index_path) {
  g_autofree char *path = rc_index_database_path(index_path);
  char *stub = NULL;
  g_file_get_contents(path, &stub, NULL, NULL);
  return stub;
}

bool rc_index_is_self_contained(const char *index_path) {
  g_autofree char *stub = read_stub(index_path);
  g_auto(GStrv) lines = g_strsplit(stub ? stub : "", "\n", -1);
  for (char **line = lines; *line; line++) {
    const char *space = strchr(g_strstrip(*line), ' ');
    if (**line == '\0' || **line == '#')
      continue;
    /* A type that this Xapian does not know, remote ones among them, may be anywhere. */
    bool local = g_str_has_prefix(*line, "auto ") || g_str_has_prefix(*line, "glass ");
    if (!local || g_path_is_absolute(space + 1) || strstr(space, ".."))
      return false;
  }
  return true;
}

/* What was read from the state of the database before. */
static void forget_pack(RcIndex *index) {
  g_clear_pointer(&index->pack, g_byte_array_unref);
  index->pack_docid = 0;
}

void rc_index_forget(RcIndex *index) {
  forget_pack(index);
  g_clear_pointer(&index->documents, g_array_unref);
  g_clear_pointer(&index->starts, g_hash_table_unref);
}

/* Opens the database that the stub names now, in place of the one at hand. */
static bool open_once(RcIndex *index, GError **error) {
  GError *cause = NULL;
  g_autofree char *path = rc_index_database_path(index->path);
  g_autofree char *stub = read_stub(index->path);
  XapianDatabase *database = xapian_database_open(path, &cause);
  if (!database)
    return fail(index, cause, error);
  xapian_database_free(index->database);
  index->database = database;
  /* Each line of a stub names a database, but for comments and empty ones. */
  g_auto(GStrv) lines = g_strsplit(stub ? stub : "", "\n", -1);
  guint shards = 0;
  for (char **line = lines; *line; line++)
    shards += *g_strchug(*line) != '\0' && **line != '#';
  index->shards = MAX(shards, 1);
  g_free(index->stub);
  index->stub = g_steal_pointer(&stub);
  return check_schema(index, error) && read_summary(index, error);
}

/* A database that was written to or replaced between two steps is found by the next try. */
static bool open_database(RcIndex *index, GError **error) {
  g_autoptr(GError) problem = NULL;
  for (int attempt = 0; attempt < RC_INDEX_ATTEMPTS_MAX; attempt++) {
    g_clear_error(&problem);
    if (open_once(index, &problem))
      return true;
    if (!rc_index_should_retry(index, problem))
      break;
  }
  g_propagate_error(error, g_steal_pointer(&problem));
  return false;
}

/* True if the file or folder is there, or may be, and this user is kept out. */
static bool is_barred(const char *path) {
  return access(path, R_OK) < 0 && errno == EACCES;
}

RcIndex *rc_index_open(const char *index_path, GError **error) {
  g_autofree char *database_path = rc_index_database_path(index_path);
  /* The database that the stub names is barred by a file of its. */
  g_autofree char *stub = read_stub(index_path);
  bool named = stub && g_str_has_prefix(stub, "auto ");
  g_autofree char *version =
      named ? g_build_filename(index_path, g_strstrip(stub + strlen("auto ")), "iamglass", NULL)
            : NULL;
  if (is_barred(database_path) || (version && is_barred(version))) {
    g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX,
                "%s: this user may not read it; its owner lets a group read it with: "
                "recourse-index --index '%s' --group GROUP",
                index_path, index_path);
    return NULL;
  }
  if (!g_file_test(database_path, G_FILE_TEST_EXISTS)) {
    g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX,
                "%s: no index here; make one with: recourse-index --index '%s' FOLDER", index_path,
                index_path);
    return NULL;
  }
  g_autoptr(RcIndex) index = g_new0(RcIndex, 1);
  index->path = g_strdup(index_path);
  return open_database(index, error) ? g_steal_pointer(&index) : NULL;
}

void rc_index_free(RcIndex *index) {
  if (!index)
    return;
  xapian_database_free(index->database);
  rc_index_summary_clear(&index->summary);
  rc_index_forget(index);
  g_free(index->stub);
  g_free(index->path);
  g_free(index);
}

static bool is_replaced(const RcIndex *index) {
  g_autofree char *stub = read_stub(index->path);
  return g_strcmp0(stub, index->stub) != 0;
}

bool rc_index_should_retry(const RcIndex *index, const GError *error) {
  return g_error_matches(error, RC_ERROR, RC_ERROR_STALE) || is_replaced(index);
}

bool rc_index_attempt(RcIndex *index, RcIndexAttempt *attempt, gpointer data, GError **error) {
  g_autoptr(GError) problem = NULL;
  for (int made = 0; made < RC_INDEX_ATTEMPTS_MAX; made++) {
    g_clear_error(&problem);
    if (attempt(index, data, &problem))
      return true;
    if (!rc_index_should_retry(index, problem) || !rc_index_reopen(index, NULL))
      break;
  }
  g_propagate_error(error, g_steal_pointer(&problem));
  return false;
}

bool rc_index_reopen(RcIndex *index, GError **error) {
  GError *cause = NULL;
  rc_index_forget(index);
  if (is_replaced(index))
    return open_database(index, error);
  if (!xapian_database_reopen(index->database, &cause)) {
    g_error_free(cause);
    return open_database(index, error);
  }
  return read_summary(index, NULL) || open_database(index, error);
}

const RcIndexSummary *rc_index_summary(const RcIndex *index) {
  return &index->summary;
}

XapianDatabase *rc_index_database(RcIndex *index) {
  return index->database;
}

GPtrArray *rc_index_read_roots(RcIndex *index, GError **error) {
  GError *cause = NULL;
  g_autofree char *text = xapian_database_metadata(index->database, RC_INDEX_KEY_ROOTS, &cause);
  if (!text) {
    fail(index, cause, error);
    return NULL;
  }
  GPtrArray *roots = g_ptr_array_new_with_free_func(g_free);
  json_t *list = json_loads(*text ? text : "[]", 0, NULL);
  for (size_t i = 0; i < json_array_size(list); i++) {
    const char *escaped = json_string_value(json_array_get(list, i));
    char *root = escaped ? g_uri_unescape_string(escaped, NULL) : NULL;
    g_ptr_array_add(roots, root ? root : g_strdup(""));
  }
  json_decref(list);
  return roots;
}

guint rc_index_shards(const RcIndex *index) {
  return index->shards;
}

const GArray *rc_index_documents(RcIndex *index, GError **error) {
  if (index->documents || index->shards > 1)
    return index->documents;
  GError *cause = NULL;
  g_autofree char *term = rc_schema_term(RC_FIELD_ENTRY, "document");
  index->documents = xapian_database_postings(index->database, term, 0, &cause);
  if (!index->documents)
    fail(index, cause, error);
  return index->documents;
}

GHashTable *rc_index_passage_starts(RcIndex *index) {
  if (!index->starts)
    index->starts = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
  return index->starts;
}

/* The stored record of an entry, yours to free. */
static char *read_record(RcIndex *index, guint32 docid, gsize *length, GError **error) {
  GError *cause = NULL;
  char *data = xapian_database_data(index->database, docid, length, &cause);
  if (!data) {
    /* An entry that search has just named can only be gone by a commit. */
    if (g_error_matches(cause, XAPIAN_ERROR, XAPIAN_ERROR_NOT_FOUND))
      cause->code = XAPIAN_ERROR_MODIFIED;
    fail(index, cause, error);
  }
  return data;
}

/* Says of which index a record is that cannot be read. */
static void blame_index(const RcIndex *index, GError **error) {
  if (!error)
    return;
  g_prefix_error(error, "%s: damaged, recourse-index --rebuild makes it anew: ", index->path);
  (*error)->code = RC_ERROR_IO;
}

RcDocument *rc_index_read_document(RcIndex *index, guint32 docid, GError **error) {
  gsize length;
  g_autofree char *data = read_record(index, docid, &length, error);
  RcDocument *document = data ? rc_record_unpack_document(data, length, error) : NULL;
  if (data && !document)
    blame_index(index, error);
  return document;
}

/* A writer adds entries of one document one after the other, its own first; of several databases
 * searched as one, the ids take turns. */
guint32 rc_index_find_document(RcIndex *index, const char *id, guint32 docid, GError **error) {
  if (index->documents && index->documents->len > 0) {
    guint low = 0, high = index->documents->len;
    while (high - low > 1) {
      guint middle = low + (high - low) / 2;
      *(g_array_index(index->documents, guint32, middle) < docid ? &low : &high) = middle;
    }
    guint32 entry = g_array_index(index->documents, guint32, low);
    if (entry < docid)
      return entry;
  }
  GError *cause = NULL;
  g_autofree char *term = rc_schema_term(RC_FIELD_ID, id);
  guint limit = index->shards == 1 ? 1 : 0;
  g_autoptr(GArray) entries = xapian_database_postings(index->database, term, limit, &cause);
  if (!entries) {
    fail(index, cause, error);
    return 0;
  }
  for (guint i = 0; i < entries->len; i++) {
    guint32 entry = g_array_index(entries, guint32, i);
    if (entry < docid && (docid - entry) % index->shards == 0)
      return entry;
  }
  g_set_error(error, RC_ERROR, RC_ERROR_STALE, "%s: document %s: changed meanwhile", index->path,
              id);
  return 0;
}

static bool fail_damaged(const RcIndex *index, const char *id, GError **error) {
  g_set_error(error, RC_ERROR, RC_ERROR_IO, "text of document %s", id);
  blame_index(index, error);
  return false;
}

/* Brings the pack that the entry `docid` holds to hand, if it is of the document. */
static bool open_pack(RcIndex *index, const RcDocument *document, guint32 docid, GError **error) {
  if (index->pack_docid == docid)
    return true;
  gsize length;
  g_autofree char *data = read_record(index, docid, &length, error);
  if (!data)
    return false;
  forget_pack(index);
  index->pack = rc_pack_open(data, length);
  if (index->pack && !rc_pack_belongs(index->pack, document->sha256))
    forget_pack(index);
  index->pack_docid = index->pack ? docid : 0;
  return index->pack || fail_damaged(index, document->id, error);
}

RcPassage *rc_index_read_passage(RcIndex *index, const RcDocument *document, guint32 docid,
                                 GError **error) {
  guint32 entry = rc_index_find_document(index, document->id, docid, error);
  if (!entry)
    return NULL;
  guint32 ordinal = (docid - entry) / index->shards;
  /* With which passage the pack starts that has this one; 0: none does. */
  guint32 start = 0;
  for (guint i = 0; i < document->pack_starts->len; i++) {
    guint32 next = g_array_index(document->pack_starts, guint32, i);
    if (next > ordinal)
      break;
    start = next;
  }
  if (start && !open_pack(index, document, entry + start * index->shards, error))
    return NULL;
  const guint8 *record = NULL;
  gsize offset = 0, length = 0;
  bool found = start > 0;
  for (guint32 i = start; found && i <= ordinal; i++)
    found = rc_pack_next(index->pack, &offset, &record, &length);
  g_autoptr(RcPassage) passage = found ? rc_record_read_passage(record, length, NULL) : NULL;
  if (passage && passage->ordinal == ordinal)
    return g_steal_pointer(&passage);
  fail_damaged(index, document->id, error);
  return NULL;
}
