/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive.h"

#include <sqlite3.h>
#include <string.h>

#include "error.h"
#include "record.h"

/* The version of the tables, in SQLite's user_version. */
#define TABLES_VERSION 1

typedef enum {
  PUT,
  UPDATE,
  REMOVE,
  LIST,
  READ,
  WITHDRAW,
  READMIT,
  WITHDRAWN,
  LIST_WITHDRAWN,
  N_STATEMENTS
} Which;

static const char *const statements[N_STATEMENTS] = {
    [PUT] = "INSERT OR REPLACE INTO documents(id, record, passages) VALUES(?1, ?2, ?3)",
    [UPDATE] = "UPDATE documents SET record = ?2 WHERE id = ?1",
    [REMOVE] = "DELETE FROM documents WHERE id = ?1",
    [LIST] = "SELECT id FROM documents ORDER BY id",
    [READ] = "SELECT record, passages FROM documents WHERE id = ?1",
    [WITHDRAW] = "INSERT OR IGNORE INTO withdrawn(id) VALUES(?1)",
    [READMIT] = "DELETE FROM withdrawn WHERE id = ?1",
    [WITHDRAWN] = "SELECT 1 FROM withdrawn WHERE id = ?1",
    [LIST_WITHDRAWN] = "SELECT id FROM withdrawn ORDER BY id",
};

/* Small pages, since each document leaves half of one empty.  A hot journal holds pages
 * as they were: it is overwritten, not left on the disk. */
static const char settings[] = "PRAGMA page_size = 1024;"
                               "PRAGMA secure_delete = ON;"
                               "PRAGMA journal_mode = DELETE;"
                               "PRAGMA synchronous = FULL;"
                               "PRAGMA temp_store = MEMORY";

/* At once: each transaction waits for the disk several times. */
static const char tables[] =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS documents(id TEXT PRIMARY KEY, record BLOB NOT NULL,"
    "  passages BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS withdrawn(id TEXT PRIMARY KEY);"
    "PRAGMA user_version = " G_STRINGIFY(TABLES_VERSION) "; COMMIT";

struct RcArchive {
  char *path;
  sqlite3 *database;
  sqlite3_stmt *statements[N_STATEMENTS];
  bool in_transaction;
};

static bool fail(const RcArchive *archive, GError **error) {
  g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: %s", archive->path,
              archive->database ? sqlite3_errmsg(archive->database) : "out of memory");
  return false;
}

static bool execute(RcArchive *archive, const char *sql, GError **error) {
  return sqlite3_exec(archive->database, sql, NULL, NULL, NULL) == SQLITE_OK ||
         fail(archive, error);
}

static bool prepare_all(RcArchive *archive, GError **error) {
  for (int i = 0; i < N_STATEMENTS; i++)
    if (sqlite3_prepare_v2(archive->database, statements[i], -1, &archive->statements[i], NULL) !=
        SQLITE_OK)
      return fail(archive, error);
  return true;
}

static bool has_tables(RcArchive *archive, bool *there, GError **error) {
  sqlite3_stmt *statement = NULL;
  int step = sqlite3_prepare_v2(archive->database, "PRAGMA user_version", -1, &statement, NULL);
  step = step == SQLITE_OK ? sqlite3_step(statement) : step;
  *there = step == SQLITE_ROW && sqlite3_column_int(statement, 0) != 0;
  bool read = step == SQLITE_ROW || fail(archive, error);
  sqlite3_finalize(statement);
  return read;
}

static bool make_tables(RcArchive *archive, GError **error) {
  bool there;
  return has_tables(archive, &there, error) && (there || execute(archive, tables, error));
}

RcArchive *rc_archive_open(const char *index_path, GError **error) {
  g_autoptr(RcArchive) archive = g_new0(RcArchive, 1);
  archive->path = g_build_filename(index_path, "archive.sqlite", NULL);
  if (sqlite3_open(archive->path, &archive->database) != SQLITE_OK) {
    fail(archive, error);
    return NULL;
  }
  bool open = execute(archive, settings, error) && make_tables(archive, error) &&
              prepare_all(archive, error);
  return open ? g_steal_pointer(&archive) : NULL;
}

void rc_archive_free(RcArchive *archive) {
  if (!archive)
    return;
  for (int i = 0; i < N_STATEMENTS; i++)
    sqlite3_finalize(archive->statements[i]);
  sqlite3_close(archive->database); /* takes an open transaction back */
  g_free(archive->path);
  g_free(archive);
}

/* --- statements --- */

static bool begin(RcArchive *archive, GError **error) {
  if (!archive->in_transaction && !execute(archive, "BEGIN IMMEDIATE", error))
    return false;
  archive->in_transaction = true;
  return true;
}

/* A statement with its id bound; reset it when done. */
static sqlite3_stmt *bind_id(RcArchive *archive, Which which, const char *id) {
  sqlite3_stmt *statement = archive->statements[which];
  sqlite3_reset(statement);
  sqlite3_bind_text(statement, 1, id, -1, SQLITE_TRANSIENT);
  return statement;
}

/* Runs a statement that gives no rows. */
static bool run(RcArchive *archive, sqlite3_stmt *statement, GError **error) {
  bool done = sqlite3_step(statement) == SQLITE_DONE;
  if (!done)
    fail(archive, error);
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  return done;
}

static bool put(RcArchive *archive, Which which, const RcDocument *document,
                const GByteArray *packed, GError **error) {
  if (!begin(archive, error))
    return false;
  g_autoptr(GByteArray) record = g_byte_array_new();
  rc_record_append_document(record, document);
  sqlite3_stmt *statement = bind_id(archive, which, document->id);
  sqlite3_bind_blob64(statement, 2, record->data, record->len, SQLITE_STATIC);
  if (packed)
    sqlite3_bind_blob64(statement, 3, packed->data, packed->len, SQLITE_STATIC);
  return run(archive, statement, error);
}

bool rc_archive_put(RcArchive *archive, const RcDocument *document, const GByteArray *packed,
                    GError **error) {
  return put(archive, PUT, document, packed, error);
}

bool rc_archive_update(RcArchive *archive, const RcDocument *document, GError **error) {
  return put(archive, UPDATE, document, NULL, error);
}

bool rc_archive_remove(RcArchive *archive, const char *id, GError **error) {
  return begin(archive, error) && run(archive, bind_id(archive, REMOVE, id), error);
}

bool rc_archive_commit(RcArchive *archive, GError **error) {
  if (!archive->in_transaction)
    return true;
  if (!execute(archive, "COMMIT", error))
    return false;
  archive->in_transaction = false;
  return true;
}

/* --- reading --- */

static GPtrArray *list_ids(RcArchive *archive, Which which, GError **error) {
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
  sqlite3_stmt *statement = archive->statements[which];
  int step;
  while ((step = sqlite3_step(statement)) == SQLITE_ROW)
    g_ptr_array_add(ids, g_strdup((const char *)sqlite3_column_text(statement, 0)));
  if (step != SQLITE_DONE)
    fail(archive, error);
  sqlite3_reset(statement);
  return step == SQLITE_DONE ? g_steal_pointer(&ids) : NULL;
}

GPtrArray *rc_archive_list(RcArchive *archive, GError **error) {
  return list_ids(archive, LIST, error);
}

GPtrArray *rc_archive_list_withdrawn(RcArchive *archive, GError **error) {
  return list_ids(archive, LIST_WITHDRAWN, error);
}

static GByteArray *copy_blob(sqlite3_stmt *statement, int column) {
  GByteArray *bytes = g_byte_array_new();
  int length = sqlite3_column_bytes(statement, column);
  if (length > 0)
    g_byte_array_append(bytes, sqlite3_column_blob(statement, column), (guint)length);
  return bytes;
}

RcDocument *rc_archive_read(RcArchive *archive, const char *id, GByteArray **packed,
                            GError **error) {
  sqlite3_stmt *statement = bind_id(archive, READ, id);
  int step = sqlite3_step(statement);
  if (step != SQLITE_ROW) {
    if (step == SQLITE_DONE)
      g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: document %s is not there", archive->path, id);
    else
      fail(archive, error);
    sqlite3_reset(statement);
    return NULL;
  }
  g_autoptr(GByteArray) record = copy_blob(statement, 0);
  g_autoptr(GByteArray) passages = copy_blob(statement, 1);
  sqlite3_reset(statement);
  RcDocument *document = rc_record_read_document(record->data, record->len, error);
  if (document)
    *packed = g_steal_pointer(&passages);
  else
    g_prefix_error(error, "%s: document %s: ", archive->path, id);
  return document;
}

/* --- withdrawing --- */

bool rc_archive_withdraw(RcArchive *archive, const char *id, GError **error) {
  return begin(archive, error) && run(archive, bind_id(archive, REMOVE, id), error) &&
         run(archive, bind_id(archive, WITHDRAW, id), error) && rc_archive_commit(archive, error) &&
         execute(archive, "VACUUM", error);
}

bool rc_archive_readmit(RcArchive *archive, const char *id, bool *was_withdrawn, GError **error) {
  *was_withdrawn = rc_archive_is_withdrawn(archive, id);
  return begin(archive, error) && run(archive, bind_id(archive, READMIT, id), error) &&
         rc_archive_commit(archive, error);
}

bool rc_archive_is_withdrawn(RcArchive *archive, const char *id) {
  sqlite3_stmt *statement = bind_id(archive, WITHDRAWN, id);
  /* Where it cannot be told, nothing withdrawn may come back. */
  bool withdrawn = sqlite3_step(statement) != SQLITE_DONE;
  sqlite3_reset(statement);
  return withdrawn;
}

bool rc_archive_check(RcArchive *archive, char **problems, GError **error) {
  sqlite3_stmt *statement = NULL;
  *problems = NULL;
  if (sqlite3_prepare_v2(archive->database, "PRAGMA integrity_check(10)", -1, &statement, NULL) !=
      SQLITE_OK)
    return fail(archive, error);
  g_autoptr(GString) text = g_string_new(NULL);
  int step;
  while ((step = sqlite3_step(statement)) == SQLITE_ROW)
    g_string_append_printf(text, "%s\n", (const char *)sqlite3_column_text(statement, 0));
  sqlite3_finalize(statement);
  if (step != SQLITE_DONE)
    return fail(archive, error);
  if (strcmp(text->str, "ok\n") != 0)
    *problems = g_strdup(text->str);
  return true;
}
