/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"

#include <string.h>
#include <unistd.h>

#include "archive.h"
#include "error.h"
#include "generation.h"
#include "index.h"
#include "pack.h"
#include "withdrawn.h"

/* A check of an index that is written to is made anew so often. */
#define ATTEMPTS_MAX 5

/* What is checked, read as searchers read it. */
typedef struct {
  const char *path;
  RcIndex *index;
  GHashTable *ids;     /* of all documents */
  GHashTable *digests; /* of all documents, and the beginnings of these */
  GPtrArray *problems, *notes;
  guint earlier;   /* documents that an earlier reader has read */
  bool unfinished; /* a withdrawal is */
} Check;

static void add_problem(GPtrArray *problems, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void add_problem(GPtrArray *problems, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_ptr_array_add(problems, g_strdup_vprintf(format, arguments));
  va_end(arguments);
}

/* Xapian opens tables for writing to look through them, though it writes nothing, and gives
 * up on some damage: that is what was looked for. */
static void check_tables(const Check *check, guint generation) {
  g_autoptr(GError) cause = NULL;
  g_autofree char *path = rc_generation_path(check->path, generation);
  g_autofree char *report = NULL;
  gsize count = 0;
  g_autofree char *table = g_build_filename(path, "postlist.glass", NULL);
  if (access(path, W_OK) < 0 || access(table, W_OK) < 0)
    add_problem(check->notes,
                "%s: its tables are not looked through, since this user may not write them; what "
                "they hold is",
                path);
  else if (!xapian_check(path, &count, &report, &cause))
    add_problem(check->problems, "%s: %s", path, cause->message);
  else if (count)
    add_problem(check->problems, "%s: %" G_GSIZE_FORMAT " problems in its tables: %s", path, count,
                report);
}

/* The entries of a document, its own first; NULL if its number is not what it must be. */
static GArray *find_entries(Check *check, const char *id, guint32 passages) {
  g_autoptr(GError) cause = NULL;
  g_autofree char *term = rc_schema_term(RC_FIELD_ID, id);
  g_autoptr(GArray) entries =
      xapian_database_postings(rc_index_database(check->index), term, 0, &cause);
  if (entries && entries->len == passages + 1)
    return g_steal_pointer(&entries);
  if (entries)
    add_problem(check->problems, "document %s: has %u passages, should have %u", id,
                entries->len ? entries->len - 1 : 0, passages);
  else
    add_problem(check->problems, "document %s: %s", id, cause->message);
  return NULL;
}

/* One sentence for a document, however much of its text is damaged. */
static void check_document(Check *check, guint32 docid) {
  g_autoptr(GError) cause = NULL;
  g_autoptr(RcDocument) document = rc_index_read_document(check->index, docid, &cause);
  if (!document) {
    add_problem(check->problems, "%s", cause->message);
    return;
  }
  guint32 passages = document->passages;
  check->earlier += rc_reader_is_earlier(document->status, document->reader_version);
  g_hash_table_add(check->ids, g_strdup(document->id));
  g_hash_table_add(check->digests, g_strdup(document->sha256));
  g_hash_table_add(check->digests, g_strndup(document->sha256, RC_ID_DIGITS));
  g_autoptr(GArray) entries = find_entries(check, document->id, passages);
  for (guint i = 1; entries && !cause && i < entries->len; i++) {
    g_autoptr(RcPassage) passage =
        rc_index_read_passage(check->index, document, g_array_index(entries, guint32, i), &cause);
  }
  if (cause)
    add_problem(check->problems, "%s", cause->message);
}

static void check_documents(Check *check) {
  g_autoptr(GError) cause = NULL;
  g_autofree char *term = rc_schema_term(RC_FIELD_ENTRY, "document");
  g_autoptr(GArray) docids =
      xapian_database_postings(rc_index_database(check->index), term, 0, &cause);
  if (cause)
    add_problem(check->problems, "%s: %s", check->path, cause->message);
  for (guint i = 0; docids && i < docids->len; i++)
    check_document(check, g_array_index(docids, guint32, i));
  if (check->earlier)
    add_problem(check->notes,
                "%s: %u document%s read by an earlier reader: a run with the folders of the PDFs "
                "reads again what is there of them",
                check->path, check->earlier, check->earlier == 1 ? " was" : "s were");
  guint64 documents = rc_index_summary(check->index)->documents;
  if (docids && documents != docids->len)
    add_problem(check->problems,
                "the summary counts %" G_GUINT64_FORMAT " documents, the index holds %u", documents,
                docids->len);
}

/* What is withdrawn stands in two places, and in the index no more. */
static void check_withdrawn(Check *check, RcArchive *archive, const GPtrArray *archived) {
  g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GError) cause = NULL;
  bool there;
  if (!rc_withdrawn_read(check->path, ids, &check->unfinished, &there, &cause)) {
    add_problem(check->problems, "%s", cause->message);
    return;
  }
  g_autofree char *fact =
      archive ? rc_archive_fact(archive, RC_ARCHIVE_FACT_UNFINISHED, NULL) : NULL;
  check->unfinished |= (fact && *fact) || (archived && archived->len != g_hash_table_size(ids));
  for (guint i = 0; archived && i < archived->len; i++)
    check->unfinished |= g_hash_table_add(ids, g_strdup(g_ptr_array_index(archived, i)));
  GHashTableIter iter;
  gpointer id;
  g_hash_table_iter_init(&iter, ids);
  while (g_hash_table_iter_next(&iter, &id, NULL))
    check->unfinished |= g_hash_table_contains(check->digests, id);
  if (check->unfinished)
    add_problem(check->problems,
                "%s: a withdrawal is not finished, and words of what is withdrawn may still be in "
                "this folder; the same --withdraw again finishes it, or any run",
                check->path);
}

/* Every document of the index is in the archive. */
static void check_archive(Check *check) {
  g_autoptr(GError) cause = NULL;
  g_autofree char *damage = NULL;
  g_autoptr(RcArchive) archive = rc_archive_open_to_read(check->path, &cause);
  g_autoptr(GPtrArray) archived = NULL;
  bool read = archive && rc_archive_check(archive, &damage, &cause) &&
              (archived = rc_archive_list(archive, &cause));
  if (!read) {
    GPtrArray *where =
        g_error_matches(cause, RC_ERROR, RC_ERROR_STALE) ? check->notes : check->problems;
    add_problem(where, "%s", cause->message);
    check_withdrawn(check, NULL, NULL);
    return;
  }
  g_autoptr(GPtrArray) withdrawn = rc_archive_list_withdrawn(archive, NULL);
  check_withdrawn(check, archive, withdrawn);
  if (damage)
    add_problem(check->problems, "archive: %s", damage);
  g_autoptr(GHashTable) kept = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < archived->len; i++) {
    const char *id = g_ptr_array_index(archived, i);
    g_autoptr(GByteArray) packed = NULL;
    g_autoptr(GError) unread = NULL;
    g_autoptr(RcDocument) document = rc_archive_read(archive, id, &packed, &unread);
    g_hash_table_add(kept, (gpointer)id);
    if (!document)
      add_problem(check->problems, "archive: %s", unread->message);
    else if (!rc_pack_check(packed->data, packed->len, document->sha256, document->passages))
      add_problem(check->problems, "archive: document %s: its text is damaged", id);
  }
  GHashTableIter iter;
  gpointer id;
  g_hash_table_iter_init(&iter, check->ids);
  while (g_hash_table_iter_next(&iter, &id, NULL))
    if (!g_hash_table_contains(kept, id))
      add_problem(check->problems, "document %s: its text is not kept", (const char *)id);
}

/* *moved: a writer has committed meanwhile, so that what was found may be no fault. */
static bool check_once(Check *check, guint generation, bool *moved, GError **error) {
  RcStub stub;
  guint now;
  g_autofree char *path = rc_generation_path(check->path, generation);
  g_autoptr(GError) cause = NULL;
  xapian_database_free(xapian_database_open(path, &cause));
  /* A writer may have removed it meanwhile, or committed twice while it was opened. */
  *moved = cause && (g_error_matches(cause, XAPIAN_ERROR, XAPIAN_ERROR_MODIFIED) ||
                     !rc_generation_read_stub(check->path, &stub, &now, NULL) || now != generation);
  if (*moved)
    return true;
  if (generation && cause)
    return rc_generation_refuse_damaged(check->path, generation, cause->message, error);
  g_autoptr(GError) problem = NULL;
  check->index = rc_index_open(check->path, &problem);
  *moved = g_error_matches(problem, RC_ERROR, RC_ERROR_STALE);
  if (!check->index && !*moved)
    g_propagate_error(error, g_steal_pointer(&problem));
  if (!check->index)
    return *moved;
  g_autofree char *state = g_strdup(rc_index_summary(check->index)->state);
  check_tables(check, generation);
  check_documents(check);
  check_archive(check);
  g_autoptr(RcIndex) again = rc_index_open(check->path, NULL);
  *moved = !again || strcmp(rc_index_summary(again)->state, state) != 0 ||
           !rc_generation_read_stub(check->path, &stub, &now, NULL) || now != generation;
  return true;
}

bool rc_check(const char *index_path, GPtrArray *problems, GPtrArray *notes, bool *unfinished,
              guint64 *documents, GError **error) {
  bool moved = true;
  for (int attempt = 0; attempt < ATTEMPTS_MAX && moved; attempt++) {
    RcStub stub;
    guint generation;
    g_ptr_array_set_size(problems, 0);
    g_ptr_array_set_size(notes, 0);
    if (!rc_generation_read_stub(index_path, &stub, &generation, error))
      return false;
    g_autoptr(GArray) generations = rc_generation_list(index_path);
    if (stub == RC_STUB_FOREIGN ||
        (stub == RC_STUB_NONE && (generations->len || rc_archive_is_there(index_path))))
      return rc_generation_refuse(index_path, stub, error);
    g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) digests = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Check check = {index_path, NULL, ids, digests, problems, notes, 0, false};
    bool made = check_once(&check, generation, &moved, error);
    rc_index_free(check.index);
    if (!made)
      return false;
    *documents = g_hash_table_size(ids);
    *unfinished = check.unfinished;
    if (check.index && problems->len == 0)
      return true;
  }
  if (moved)
    g_set_error(error, RC_ERROR, RC_ERROR_LOCKED,
                "%s: is written to so fast that it cannot be checked; wait for the run to end",
                index_path);
  return !moved;
}
