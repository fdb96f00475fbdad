/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "holdings.h"

#include <string.h>

#include "error.h"
#include "index.h"
#include "pack.h"
#include "record.h"

struct RcChange {
  RcHoldings *holdings;
  RcChangeKind kind;
  RcEntries *entries; /* of new entries */
  char *id;           /* of the document otherwise */
  RcFile file;        /* that comes or goes */
  char **metadata;    /* of a commit */
};

/* Metadata of the writer's own: ids that this commit has removed, one a line. */
#define KEY_LEAVING "leaving"

static bool fail(const RcHoldings *holdings, GError *cause, GError **error) {
  rc_index_propagate(error, cause, holdings->path);
  return false;
}

bool rc_holdings_begin(RcHoldings *holdings, GError **error) {
  GError *cause = NULL;
  if (!holdings->in_transaction && !xapian_writer_begin(holdings->writer, &cause))
    return fail(holdings, cause, error);
  holdings->in_transaction = true;
  return true;
}

RcDocument *rc_holdings_read_document(const RcHoldings *holdings, guint32 docid, GError **error) {
  GError *cause = NULL;
  gsize length;
  g_autofree char *data =
      xapian_database_data(xapian_writer_database(holdings->writer), docid, &length, &cause);
  if (data)
    return rc_record_unpack_document(data, length, error);
  fail(holdings, cause, error);
  return NULL;
}

bool rc_holdings_check_text(const RcHoldings *holdings, guint32 docid, const RcDocument *document,
                            GError **error) {
  const GArray *starts = document->pack_starts;
  for (guint i = 0; i < starts->len; i++) {
    guint32 start = g_array_index(starts, guint32, i);
    guint32 end =
        i + 1 < starts->len ? g_array_index(starts, guint32, i + 1) : document->passages + 1;
    GError *cause = NULL;
    gsize length;
    g_autofree char *pack = xapian_database_data(xapian_writer_database(holdings->writer),
                                                 docid + start, &length, &cause);
    bool sound = pack && rc_pack_check(pack, length, document->sha256, end - start);
    if (!sound) {
      g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "text of document %s: %s", document->id,
                  cause ? cause->message : "damaged");
      g_clear_error(&cause);
      return false;
    }
  }
  return true;
}

/* A document and the number of its own entry: the lowest of all its entries, since it is added
 * first. */
static RcDocument *find_document(const RcHoldings *holdings, const char *id, guint32 *docid,
                                 GError **error) {
  GError *cause = NULL;
  g_autofree char *term = rc_schema_term(RC_FIELD_ID, id);
  g_autoptr(GArray) docids =
      xapian_database_postings(xapian_writer_database(holdings->writer), term, 1, &cause);
  if (!docids || docids->len == 0) {
    if (!cause)
      cause = g_error_new(XAPIAN_ERROR, XAPIAN_ERROR_CORRUPT, "document %s has no entry", id);
    fail(holdings, cause, error);
    return NULL;
  }
  *docid = g_array_index(docids, guint32, 0);
  RcDocument *document = rc_holdings_read_document(holdings, *docid, error);
  /* Damage, and not what somebody typed. */
  if (!document && error && g_error_matches(*error, RC_ERROR, RC_ERROR_BAD_INPUT))
    (*error)->code = RC_ERROR_NO_INDEX;
  return document;
}

/* --- documents --- */

static bool restore(const RcChange *change, GError **error) {
  GError *cause = NULL;
  return rc_entries_write(change->entries, change->holdings->writer, &cause) ||
         fail(change->holdings, cause, error);
}

static bool add(const RcChange *change, GError **error) {
  g_autoptr(GByteArray) packed = rc_entries_pack(change->entries);
  const RcDocument *document = rc_entries_document(change->entries);
  g_hash_table_remove(change->holdings->leaving, document->id);
  return rc_archive_put(change->holdings->archive, document, packed, error) &&
         restore(change, error);
}

static bool delete_document(const RcHoldings *holdings, const char *id, GError **error) {
  GError *cause = NULL;
  g_autofree char *term = rc_schema_term(RC_FIELD_ID, id);
  g_hash_table_add(holdings->leaving, g_strdup(id));
  return xapian_writer_delete(holdings->writer, term, &cause) || fail(holdings, cause, error);
}

static bool delete (const RcChange *change, GError **error) {
  return delete_document(change->holdings, change->id, error);
}

static bool replace(const RcChange *change, GError **error) {
  RcDocument *document = rc_entries_document(change->entries);
  guint32 docid;
  g_autoptr(RcDocument) before = find_document(change->holdings, document->id, &docid, error);
  if (!before)
    return false;
  GArray *none = document->files;
  document->files = before->files;
  before->files = none;
  return delete_document(change->holdings, document->id, error) && add(change, error);
}

/* --- what is known of a document --- */

/* Writes the record of a document anew, and the term of the file that came or went
 * if its files have changed; else `file` is NULL. */
static bool rewrite_entry(const RcHoldings *holdings, guint32 docid, const RcDocument *document,
                          const RcFile *file, bool has_file, GError **error) {
  GError *cause = NULL;
  g_autoptr(XapianDocument) entry = xapian_writer_read(holdings->writer, docid, &cause);
  if (!entry)
    return fail(holdings, cause, error);
  g_autofree char *term = file ? rc_entries_path_term(file) : NULL;
  if (term && has_file)
    xapian_document_add_term(entry, term, 0);
  else if (term)
    xapian_document_remove_term(entry, term);
  g_autoptr(GByteArray) record = rc_record_pack_document(document);
  xapian_document_set_data(entry, (const char *)record->data, record->len);
  if (!xapian_writer_replace(holdings->writer, docid, entry, &cause))
    return fail(holdings, cause, error);
  return rc_archive_update(holdings->archive, document, error);
}

/* A file comes or goes; they stand in order of path, and of root where paths are equal. */
static bool change_file(const RcChange *change, GError **error) {
  const RcFile *file = &change->file;
  bool comes = change->kind == RC_CHANGE_ADD_FILE;
  guint32 docid, place = 0;
  g_autoptr(RcDocument) document = find_document(change->holdings, change->id, &docid, error);
  if (!document)
    return false;
  for (guint i = 0; i < document->files->len; i++) {
    const RcFile *other = &g_array_index(document->files, RcFile, i);
    if (other->root == file->root && strcmp(other->path, file->path) == 0) {
      g_array_remove_index(document->files, i);
      break;
    }
  }
  for (; place < document->files->len; place++) {
    const RcFile *other = &g_array_index(document->files, RcFile, place);
    int order = strcmp(other->path, file->path);
    if (order > 0 || (order == 0 && other->root > file->root))
      break;
  }
  if (comes) {
    RcFile copy = rc_file_copy(file);
    g_array_insert_val(document->files, place, copy);
  }
  return rewrite_entry(change->holdings, docid, document, file, comes, error);
}

static bool clear_ocr_wanted(const RcChange *change, GError **error) {
  guint32 docid;
  g_autoptr(RcDocument) document = find_document(change->holdings, change->id, &docid, error);
  if (!document)
    return false;
  document->ocr_wanted = 0;
  return rewrite_entry(change->holdings, docid, document, NULL, false, error);
}

/* --- commit --- */

/* Of an id that the catalogue knows, if there is one, nothing leaves. */
static bool remove_all(RcHoldings *holdings, char **ids, const RcCatalogue *catalogue,
                       GError **error) {
  for (; *ids; ids++)
    if (**ids && !(catalogue && rc_catalogue_find_document(catalogue, *ids)) &&
        !rc_archive_remove(holdings->archive, *ids, error))
      return false;
  return rc_archive_commit(holdings->archive, error);
}

bool rc_holdings_finish_removals(RcHoldings *holdings, const RcCatalogue *catalogue,
                                 GError **error) {
  GError *cause = NULL;
  g_autofree char *list =
      xapian_database_metadata(xapian_writer_database(holdings->writer), KEY_LEAVING, &cause);
  if (!list)
    return fail(holdings, cause, error);
  g_auto(GStrv) ids = g_strsplit(list, "\n", -1);
  return remove_all(holdings, ids, catalogue, error);
}

static bool commit(const RcChange *change, GError **error) {
  RcHoldings *holdings = change->holdings;
  GError *cause = NULL;
  g_autoptr(GString) leaving = g_string_new(NULL);
  g_autoptr(GList) all = g_hash_table_get_keys(holdings->leaving);
  for (const GList *id = all; id; id = id->next)
    g_string_append_printf(leaving, "%s\n", (const char *)id->data);
  if (!xapian_writer_set_metadata(holdings->writer, KEY_LEAVING, leaving->str, &cause))
    return fail(holdings, cause, error);
  for (char **key = change->metadata; *key; key += 2) {
    if (!xapian_writer_set_metadata(holdings->writer, key[0], key[1], &cause))
      return fail(holdings, cause, error);
    /* Without the roots nobody knows where the files of documents lie, so they are kept in
     * both places. */
    if (strcmp(key[0], RC_INDEX_KEY_ROOTS) == 0 &&
        !rc_archive_set_fact(holdings->archive, RC_INDEX_KEY_ROOTS, key[1], error))
      return false;
  }
  if (!rc_archive_commit(holdings->archive, error))
    return false;
  if (!xapian_writer_commit(holdings->writer, &cause))
    return fail(holdings, cause, error);
  holdings->in_transaction = holdings->is_new = false;
  g_atomic_int_inc(&holdings->commits);
  g_auto(GStrv) ids = g_strsplit(leaving->str, "\n", -1);
  g_hash_table_remove_all(holdings->leaving);
  return remove_all(holdings, ids, NULL, error);
}

/* --- changes --- */

static bool (*const writes[])(const RcChange *, GError **) = {
    [RC_CHANGE_ADD] = add,
    [RC_CHANGE_RESTORE] = restore,
    [RC_CHANGE_REPLACE] = replace,
    [RC_CHANGE_DELETE] = delete,
    [RC_CHANGE_ADD_FILE] = change_file,
    [RC_CHANGE_REMOVE_FILE] = change_file,
    [RC_CHANGE_CLEAR_OCR_WANTED] = clear_ocr_wanted,
    [RC_CHANGE_COMMIT] = commit,
};

bool rc_change_write(gpointer data, GError **error) {
  const RcChange *change = data;
  return rc_holdings_begin(change->holdings, error) && writes[change->kind](change, error);
}

static RcChange *new_change(RcHoldings *holdings, RcChangeKind kind) {
  RcChange *change = g_new0(RcChange, 1);
  change->holdings = holdings;
  change->kind = kind;
  return change;
}

RcChange *rc_change_new_entries(RcHoldings *holdings, RcChangeKind kind, RcEntries *entries) {
  RcChange *change = new_change(holdings, kind);
  change->entries = entries;
  return change;
}

RcChange *rc_change_new(RcHoldings *holdings, RcChangeKind kind, const char *id,
                        const RcFile *file) {
  RcChange *change = new_change(holdings, kind);
  change->id = g_strdup(id);
  if (file)
    change->file = rc_file_copy(file);
  return change;
}

RcChange *rc_change_new_commit(RcHoldings *holdings, char **metadata) {
  RcChange *change = new_change(holdings, RC_CHANGE_COMMIT);
  change->metadata = metadata;
  return change;
}

void rc_change_free(gpointer data) {
  RcChange *change = data;
  rc_entries_free(change->entries);
  g_free(change->id);
  g_free(change->file.path);
  g_strfreev(change->metadata);
  g_free(change);
}
