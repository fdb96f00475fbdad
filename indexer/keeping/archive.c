/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "record.h"

/* The version of the tables, in SQLite's user_version. */
#define TABLES_VERSION 2

/* How long one waits for the other: a writer for a check that reads the archive through, a
 * check for a commit.  Milliseconds. */
#define WRITER_WAITS (10 * 60 * 1000)
#define READER_WAITS (60 * 1000)

typedef enum {
  PUT,
  UPDATE,
  REMOVE,
  LIST,
  LIST_BEGINNING,
  READ,
  WITHDRAW,
  READMIT,
  WITHDRAWN,
  LIST_WITHDRAWN,
  SET_FACT,
  FACT,
  N_STATEMENTS
} Which;

static const char *const statements[N_STATEMENTS] = {
    [PUT] = "INSERT OR REPLACE INTO documents(id, record, passages) VALUES(?1, ?2, ?3)",
    [UPDATE] = "UPDATE documents SET record = ?2 WHERE id = ?1",
    [REMOVE] = "DELETE FROM documents WHERE id = ?1",
    [LIST] = "SELECT id FROM documents ORDER BY id",
    /* No digit comes after f. */
    [LIST_BEGINNING] = "SELECT id FROM documents WHERE id BETWEEN ?1 AND ?1 || 'g' ORDER BY id",
    [READ] = "SELECT record, passages FROM documents WHERE id = ?1",
    [WITHDRAW] = "INSERT OR IGNORE INTO withdrawn(id) VALUES(?1)",
    [READMIT] = "DELETE FROM withdrawn WHERE id = ?1",
    [WITHDRAWN] = "SELECT 1 FROM withdrawn WHERE id = ?1",
    [LIST_WITHDRAWN] = "SELECT id FROM withdrawn ORDER BY id",
    [SET_FACT] = "INSERT OR REPLACE INTO facts(key, value) VALUES(?1, ?2)",
    [FACT] = "SELECT value FROM facts WHERE key = ?1",
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
    "CREATE TABLE IF NOT EXISTS facts(key TEXT PRIMARY KEY, value TEXT NOT NULL);"
    "PRAGMA user_version = " G_STRINGIFY(TABLES_VERSION) "; COMMIT";

#define NAME "archive.sqlite"
/* One that is being made, and one that was damaged when another took its place. */
#define NEW "archive.new"
#define DAMAGED "archive.damaged"

struct RcArchive {
  char *path;
  sqlite3 *database;
  sqlite3_stmt *statements[N_STATEMENTS];
  bool in_transaction;
};

static bool fail(const RcArchive *archive, GError **error) {
  int code = sqlite3_extended_errcode(archive->database);
  const char *what = archive->database ? sqlite3_errmsg(archive->database) : "out of memory";
  if ((code & 0xff) == SQLITE_CORRUPT || code == SQLITE_NOTADB)
    g_set_error(error, RC_ERROR, RC_ERROR_NO_INDEX,
                "%s: damaged (%s); recourse-index --rebuild with the folders of the PDFs makes it "
                "anew from the index",
                archive->path, what);
  else if ((code & 0xff) == SQLITE_BUSY)
    g_set_error(error, RC_ERROR, RC_ERROR_LOCKED,
                "%s: another program has held it for too long; end that, and run again",
                archive->path);
  else if (code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY)
    g_set_error(error, RC_ERROR, RC_ERROR_STALE,
                "%s: a run was ended while it wrote here; the next one puts that right",
                archive->path);
  else
    g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: %s", archive->path, what);
  return false;
}

static bool execute(RcArchive *archive, const char *sql, GError **error) {
  return sqlite3_exec(archive->database, sql, NULL, NULL, NULL) == SQLITE_OK ||
         fail(archive, error);
}

/* `version`: of the tables; the first had no facts. */
static bool prepare_all(RcArchive *archive, int version, GError **error) {
  int count = version < 2 ? SET_FACT : N_STATEMENTS;
  for (int i = 0; i < count; i++)
    if (sqlite3_prepare_v2(archive->database, statements[i], -1, &archive->statements[i], NULL) !=
        SQLITE_OK)
      return fail(archive, error);
  return true;
}

/* 0 if there are no tables yet. */
static bool read_version(RcArchive *archive, int *version, GError **error) {
  sqlite3_stmt *statement = NULL;
  int step = sqlite3_prepare_v2(archive->database, "PRAGMA user_version", -1, &statement, NULL);
  step = step == SQLITE_OK ? sqlite3_step(statement) : step;
  *version = step == SQLITE_ROW ? sqlite3_column_int(statement, 0) : 0;
  bool read = step == SQLITE_ROW || fail(archive, error);
  sqlite3_finalize(statement);
  return read;
}

/* SQLite takes a file system without locks for another program that has one, and waits.  Not
 * where it is open already: closing it here would take its locks away. */
static bool try_lock(const RcArchive *archive, bool to_write, GError **error) {
  struct flock first = {
      .l_type = to_write ? F_WRLCK : F_RDLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1};
  int descriptor =
      open(archive->path, to_write ? O_RDWR | O_CREAT | O_CLOEXEC : O_RDONLY | O_CLOEXEC, 0666);
  bool works = descriptor < 0 || fcntl(descriptor, F_SETLK, &first) == 0 || errno == EAGAIN ||
               errno == EACCES;
  if (!works)
    g_set_error(error, RC_ERROR, RC_ERROR_IO,
                "%s: cannot be locked (%s); keep the index on a file system with locks",
                archive->path, g_strerror(errno));
  if (descriptor >= 0)
    close(descriptor);
  return works;
}

static RcArchive *open_archive(const char *index_path, const char *name, int flags, int wait,
                               GError **error) {
  g_autoptr(RcArchive) archive = g_new0(RcArchive, 1);
  archive->path = g_build_filename(index_path, name, NULL);
  if (!try_lock(archive, flags & SQLITE_OPEN_READWRITE, error))
    return NULL;
  if (sqlite3_open_v2(archive->path, &archive->database, flags, NULL) != SQLITE_OK) {
    fail(archive, error);
    return NULL;
  }
  sqlite3_busy_timeout(archive->database, wait);
  return g_steal_pointer(&archive);
}

static RcArchive *open_to_write(const char *index_path, const char *name, GError **error) {
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  int version = 0;
  g_autoptr(RcArchive) archive = open_archive(index_path, name, flags, WRITER_WAITS, error);
  bool open = archive && execute(archive, settings, error) &&
              read_version(archive, &version, error) &&
              (version >= TABLES_VERSION || execute(archive, tables, error)) &&
              prepare_all(archive, TABLES_VERSION, error);
  return open ? g_steal_pointer(&archive) : NULL;
}

RcArchive *rc_archive_open(const char *index_path, GError **error) {
  return open_to_write(index_path, NAME, error);
}

RcArchive *rc_archive_open_to_read(const char *index_path, GError **error) {
  int version = 0;
  g_autoptr(RcArchive) archive =
      open_archive(index_path, NAME, SQLITE_OPEN_READONLY, READER_WAITS, error);
  bool open =
      archive && read_version(archive, &version, error) && prepare_all(archive, version, error);
  return open ? g_steal_pointer(&archive) : NULL;
}

bool rc_archive_is_there(const char *index_path) {
  g_autofree char *path = g_build_filename(index_path, NAME, NULL);
  return g_file_test(path, G_FILE_TEST_EXISTS);
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

RcArchive *rc_archive_open_new(const char *index_path, GError **error) {
  g_autofree char *path = g_build_filename(index_path, NEW, NULL);
  g_autofree char *journal = g_build_filename(index_path, NEW "-journal", NULL);
  unlink(journal);
  unlink(path);
  return open_to_write(index_path, NEW, error);
}

/* A journal that belongs to the one before would be played back into the new one. */
bool rc_archive_put_in_place(const char *index_path, GError **error) {
  g_autofree char *path = g_build_filename(index_path, NAME, NULL);
  g_autofree char *made = g_build_filename(index_path, NEW, NULL);
  g_autofree char *damaged = g_build_filename(index_path, DAMAGED, NULL);
  g_autofree char *journal = g_build_filename(index_path, NAME "-journal", NULL);
  bool done = (rename(path, damaged) == 0 || errno == ENOENT) &&
              (unlink(journal) == 0 || errno == ENOENT) && rename(made, path) == 0;
  int folder = done ? open(index_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
  done = folder >= 0 && fsync(folder) == 0;
  if (!done)
    g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: cannot be put in its place: %s", path,
                g_strerror(errno));
  if (folder >= 0)
    close(folder);
  return done;
}

bool rc_archive_remove_rests(const char *index_path, GError **error) {
  static const char *const names[] = {DAMAGED, NEW, NEW "-journal"};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *path = g_build_filename(index_path, names[i], NULL);
    if (unlink(path) < 0 && errno != ENOENT) {
      g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: %s", path, g_strerror(errno));
      return false;
    }
  }
  return true;
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
  g_autoptr(GByteArray) record = rc_record_pack_document(document);
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

static GPtrArray *list(RcArchive *archive, sqlite3_stmt *statement, GError **error) {
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
  int step;
  while ((step = sqlite3_step(statement)) == SQLITE_ROW)
    g_ptr_array_add(ids, g_strdup((const char *)sqlite3_column_text(statement, 0)));
  if (step != SQLITE_DONE)
    fail(archive, error);
  sqlite3_reset(statement);
  return step == SQLITE_DONE ? g_steal_pointer(&ids) : NULL;
}

GPtrArray *rc_archive_list(RcArchive *archive, GError **error) {
  return list(archive, archive->statements[LIST], error);
}

GPtrArray *rc_archive_list_withdrawn(RcArchive *archive, GError **error) {
  return list(archive, archive->statements[LIST_WITHDRAWN], error);
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
  g_autoptr(RcDocument) document = rc_record_unpack_document(record->data, record->len, error);
  if (document && strcmp(document->id, id) != 0) {
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "record: is of document %s", document->id);
    g_clear_pointer(&document, rc_document_free);
  }
  if (!document) {
    g_prefix_error(error, "%s: document %s: ", archive->path, id);
    return NULL;
  }
  *packed = g_steal_pointer(&passages);
  return g_steal_pointer(&document);
}

/* --- facts --- */

char *rc_archive_fact(RcArchive *archive, const char *key, GError **error) {
  if (!archive->statements[FACT])
    return g_strdup("");
  sqlite3_stmt *statement = bind_id(archive, FACT, key);
  int step = sqlite3_step(statement);
  char *value =
      step == SQLITE_ROW ? g_strdup((const char *)sqlite3_column_text(statement, 0)) : NULL;
  if (step == SQLITE_DONE)
    value = g_strdup("");
  else if (step != SQLITE_ROW)
    fail(archive, error);
  sqlite3_reset(statement);
  return value;
}

bool rc_archive_set_fact(RcArchive *archive, const char *key, const char *value, GError **error) {
  g_autofree char *before = rc_archive_fact(archive, key, error);
  if (!before || strcmp(before, value) == 0)
    return before != NULL;
  if (!begin(archive, error))
    return false;
  sqlite3_stmt *statement = bind_id(archive, SET_FACT, key);
  sqlite3_bind_text(statement, 2, value, -1, SQLITE_TRANSIENT);
  return run(archive, statement, error);
}

/* --- withdrawing --- */

/* The ids of the documents that can be meant; their digests are added to `digests`, if
 * that is wanted.  A record that cannot be read says no digest: its id must do, since what
 * is withdrawn may not stay because it is damaged. */
static GPtrArray *find(RcArchive *archive, const char *digits, GPtrArray *digests, GError **error) {
  g_autofree char *beginning = g_strndup(digits, RC_ID_DIGITS);
  g_autoptr(GPtrArray) ids = list(archive, bind_id(archive, LIST_BEGINNING, beginning), error);
  g_autoptr(GPtrArray) meant = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; ids && i < ids->len; i++) {
    const char *id = g_ptr_array_index(ids, i);
    g_autoptr(GByteArray) packed = NULL;
    g_autoptr(RcDocument) document = rc_archive_read(archive, id, &packed, NULL);
    const char *digest = document && document->sha256 ? document->sha256 : id;
    if (!rc_digits_match(digits, digest) && !rc_digits_match(digest, digits))
      continue;
    g_ptr_array_add(meant, g_strdup(id));
    if (digests)
      g_ptr_array_add(digests, g_strdup(digest));
  }
  return ids ? g_steal_pointer(&meant) : NULL;
}

GPtrArray *rc_archive_find(RcArchive *archive, const char *digits, GError **error) {
  g_autoptr(GPtrArray) digests = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) ids = find(archive, digits, digests, error);
  return ids ? g_steal_pointer(&digests) : NULL;
}

bool rc_archive_withdraw(RcArchive *archive, const char *digits, GError **error) {
  g_autoptr(GPtrArray) ids = begin(archive, error) ? find(archive, digits, NULL, error) : NULL;
  for (guint i = 0; ids && i < ids->len; i++)
    if (!run(archive, bind_id(archive, REMOVE, g_ptr_array_index(ids, i)), error))
      return false;
  return ids && run(archive, bind_id(archive, WITHDRAW, digits), error) &&
         rc_archive_commit(archive, error);
}

bool rc_archive_wipe(RcArchive *archive, GError **error) {
  return rc_archive_commit(archive, error) && execute(archive, "VACUUM", error);
}

bool rc_archive_readmit(RcArchive *archive, const char *digits, bool *was_withdrawn,
                        GError **error) {
  *was_withdrawn = rc_archive_is_withdrawn(archive, digits);
  return begin(archive, error) && run(archive, bind_id(archive, READMIT, digits), error) &&
         rc_archive_commit(archive, error);
}

bool rc_archive_is_withdrawn(RcArchive *archive, const char *digits) {
  sqlite3_stmt *statement = bind_id(archive, WITHDRAWN, digits);
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
