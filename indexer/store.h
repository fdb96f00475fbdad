/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store: the index as its only writer sees it.
 *
 * Knows which file is which document, keeps that true through every change and
 * commits in batches; a run that is killed loses at most the batch that was not
 * committed.  All changes of one document become visible together. */
#ifndef RC_STORE_H
#define RC_STORE_H

#include "document.h"
#include "entries.h"

typedef struct RcStore RcStore;

/* What the index knows of a file. */
typedef struct {
  char *id; /* of its document */
  gint64 mtime;
  guint64 bytes;
  RcFile file;
} RcKnownFile;

/* Opens the index folder for writing and makes it where there is none.  Fails
 * with RC_ERROR_LOCKED while another process writes, RC_ERROR_NO_INDEX for an
 * index of a newer schema, RC_ERROR_IO. */
RcStore *rc_store_open(const char *index_path, GError **error);
/* Discards what was not committed. */
void rc_store_free(RcStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcStore, rc_store_free)

/* The root and the path below it under which the file at `path` is known, a new
 * root at `folder` if none holds it; file->path is yours to free. */
void rc_store_locate(RcStore *store, const char *folder, const char *path, RcFile *file);
/* The absolute path of a file; yours to free. */
char *rc_store_absolute_path(const RcStore *store, const RcFile *file);

/* What is known of the file at that root and path, borrowed, or NULL. */
const RcKnownFile *rc_store_find_file(const RcStore *store, const RcFile *file);
/* True if a document with that id is in the index. */
bool rc_store_has_document(const RcStore *store, const char *id);
/* How many pages of a document in the index want OCR and never had it. */
guint32 rc_store_ocr_wanted(const RcStore *store, const char *id);
/* Every known file, borrowed: of const RcKnownFile *, yours to unref. */
GPtrArray *rc_store_list_files(const RcStore *store);

/* Writes a document that is not in the index yet; takes `entries`. */
bool rc_store_add_document(RcStore *store, RcEntries *entries, GError **error);
/* Writes a document anew that is in the index, with the files it has there; takes
 * `entries`. */
bool rc_store_replace_document(RcStore *store, RcEntries *entries, GError **error);
/* OCR has been tried on a document and brought nothing: not to be tried again. */
bool rc_store_clear_ocr_wanted(RcStore *store, const char *id, GError **error);
/* One more file that holds a known document, or new times of one it has. */
bool rc_store_add_file(RcStore *store, const char *id, const RcFile *file, GError **error);
/* Forgets a file; its document goes with the last one. */
bool rc_store_remove_file(RcStore *store, const RcFile *file, GError **error);

/* Makes everything so far visible and durable. */
bool rc_store_commit(RcStore *store, GError **error);

/* Documents in the index, as of now. */
guint64 rc_store_count_documents(const RcStore *store);

#endif
