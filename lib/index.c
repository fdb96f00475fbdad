/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "index.h"

#include <errno.h>
#include <stdlib.h>

#include "error.h"
#include "record.h"

struct RcIndex {
  char *path;
  XapianDatabase *database;
  RcIndexSummary summary;
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

void rc_index_summary_clear(RcIndexSummary *summary) {
  g_free(summary->state);
  g_free(summary->updated);
  *summary = (RcIndexSummary){0};
}

static const RcErrorCode codes[] = {
    [XAPIAN_ERROR_MODIFIED] = RC_ERROR_STALE,     [XAPIAN_ERROR_LOCKED] = RC_ERROR_LOCKED,
    [XAPIAN_ERROR_NOT_FOUND] = RC_ERROR_NO_INDEX, [XAPIAN_ERROR_CORRUPT] = RC_ERROR_NO_INDEX,
    [XAPIAN_ERROR_MEMORY] = RC_ERROR_LIMIT,       [XAPIAN_ERROR_OTHER] = RC_ERROR_IO,
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
                ", this program reads up to %d)",
                index->path, version, RC_SCHEMA_VERSION);
  return version >= 1 && version <= RC_SCHEMA_VERSION;
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

RcIndex *rc_index_open(const char *index_path, GError **error) {
  g_autofree char *database_path = rc_index_database_path(index_path);
  if (!g_file_test(database_path, G_FILE_TEST_EXISTS)) {
    g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX,
                "%s: no index here; make one with: recourse-index --index '%s' FOLDER", index_path,
                index_path);
    return NULL;
  }
  g_autoptr(RcIndex) index = g_new0(RcIndex, 1);
  index->path = g_strdup(index_path);
  GError *cause = NULL;
  index->database = xapian_database_open(database_path, &cause);
  if (!index->database) {
    fail(index, cause, error);
    return NULL;
  }
  if (!check_schema(index, error) || !read_summary(index, error))
    return NULL;
  return g_steal_pointer(&index);
}

void rc_index_free(RcIndex *index) {
  if (!index)
    return;
  xapian_database_free(index->database);
  rc_index_summary_clear(&index->summary);
  g_free(index->path);
  g_free(index);
}

bool rc_index_reopen(RcIndex *index, GError **error) {
  GError *cause = NULL;
  if (!xapian_database_reopen(index->database, &cause))
    return fail(index, cause, error);
  return read_summary(index, error);
}

const RcIndexSummary *rc_index_summary(const RcIndex *index) {
  return &index->summary;
}

XapianDatabase *rc_index_database(RcIndex *index) {
  return index->database;
}

/* The stored JSON of an entry. */
static json_t *read_record(RcIndex *index, guint32 docid, GError **error) {
  GError *cause = NULL;
  gsize length;
  g_autofree char *data = xapian_database_data(index->database, docid, &length, &cause);
  if (!data) {
    /* An entry that search has just named can only be gone by a commit. */
    if (g_error_matches(cause, XAPIAN_ERROR, XAPIAN_ERROR_NOT_FOUND))
      cause->code = XAPIAN_ERROR_MODIFIED;
    fail(index, cause, error);
    return NULL;
  }
  return rc_record_read(data, length, error);
}

RcDocument *rc_index_read_document(RcIndex *index, guint32 docid, GError **error) {
  json_t *record = read_record(index, docid, error);
  RcDocument *document = record ? rc_record_to_document(record, error) : NULL;
  json_decref(record);
  return document;
}

RcPassage *rc_index_read_passage(RcIndex *index, guint32 docid, GError **error) {
  json_t *record = read_record(index, docid, error);
  RcPassage *passage = record ? rc_record_to_passage(record, error) : NULL;
  json_decref(record);
  return passage;
}
