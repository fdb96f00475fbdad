/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store: the index folder as its only writer sees it.
 *
 * Keeps true which file is which document (see catalogue.h) through every change and
 * commits in batches; a run that is killed loses at most the batch that was not
 * committed.  All changes of one document become visible together.
 *
 * The folder holds generations of one Xapian database, of which a stub file names the one
 * in use.  Compacting and rebuilding write another generation, which takes the place of
 * the one in use at a stroke: readers find the new one at their next question. */
#ifndef RC_STORE_H
#define RC_STORE_H

#include "archive.h"
#include "catalogue.h"
#include "document.h"
#include "entries.h"

typedef struct RcStore RcStore;

/* What an index is opened for. */
typedef enum {
  RC_STORE_USE,    /* to change what is there: makes no index */
  RC_STORE_CREATE, /* to bring it up to date; it is made where there is none */
  RC_STORE_REPAIR  /* to make it anew, from whatever is left of it */
} RcStorePurpose;

/* Opens the index folder for writing.  Fails with RC_ERROR_LOCKED while another process
 * writes, RC_ERROR_IO, and RC_ERROR_NO_INDEX for what is no index, of a newer schema, of
 * somebody else's databases, or so damaged that it must be opened to be repaired; then
 * nothing was made or removed. */
RcStore *rc_store_open(const char *index_path, RcStorePurpose purpose, GError **error);
/* Discards what was not committed. */
void rc_store_free(RcStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcStore, rc_store_free)

/* What opening it has put right, sentences for people (char *); borrowed. */
const GPtrArray *rc_store_notes(const RcStore *store);
const char *rc_store_path(const RcStore *store);
/* True if nothing was ever committed. */
bool rc_store_is_new(const RcStore *store);

/* Its files and documents, borrowed: all as of now, also what is not committed yet. */
RcCatalogue *rc_store_catalogue(const RcStore *store);

/* These five are known to the catalogue at once and written while the caller goes on; that
 * one could not be, a later call tells, a commit at the latest. */

/* Adds a document that is not in the index yet; takes `entries`. */
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
/* The bytes of changes that are not written yet, as far as they take memory. */
gsize rc_store_waiting_bytes(const RcStore *store);
/* Counts commits: for whoever does something after each. */
guint rc_store_commits(const RcStore *store);

/* --- generations --- */

/* True if the index was made with another schema or other names than this program's, and
 * so must be made anew from the archive. */
bool rc_store_is_outdated(const RcStore *store);
/* What is wrong with its records, borrowed, or NULL: a damaged index counts as outdated. */
const char *rc_store_damage(const RcStore *store);
/* Begins a new, empty generation, which all changes go to from here on; what is known
 * is forgotten.  Readers stay with the old one. */
bool rc_store_begin_generation(RcStore *store, GError **error);
/* Adds a document of the archive with the files it has there, as rc_store_add_document
 * does; takes `entries`. */
bool rc_store_restore_document(RcStore *store, RcEntries *entries, GError **error);
/* Removes a document from the archive that the generation does not hold, with the next
 * commit. */
bool rc_store_drop_archived(RcStore *store, const char *id, GError **error);
/* Commits, compacts and puts the generation at hand in the place of the one readers use. */
bool rc_store_compact(RcStore *store, GError **error);
/* True if enough was written since the last time for compacting to be worth it. */
bool rc_store_wants_compaction(const RcStore *store);

/* --- withdrawing --- */

/* Takes a document out for good: from the index, the archive and all older generations.
 * Until no word of it can be left, the withdrawal is unfinished: that is marked before the
 * first step, and opening the index finishes it, or fails.  RC_ERROR_IO if the index is of
 * another schema or damaged: then it is finished when the next run has made the index anew.
 * `digits` are 16 or all 64 of its digest; RC_ERROR_BAD_INPUT, which names both, if two
 * documents can be meant that are there or withdrawn.  Remembered is the whole digest, or of
 * a document that was never there what was given.
 * *was_there tells whether the index had it; its bytes are not indexed again either way, and
 * what the database has freed is wiped. */
bool rc_store_withdraw(RcStore *store, const char *digits, bool *was_there, GError **error);
/* Takes that back; RC_ERROR_BAD_INPUT as above. */
bool rc_store_readmit(RcStore *store, const char *digits, bool *was_withdrawn, GError **error);
bool rc_store_is_withdrawn(const RcStore *store, const char *sha256);

/* The archive, borrowed: for making entries anew.  It may be read while documents are
 * restored, which does not write to it, but not while others are added. */
RcArchive *rc_store_archive(RcStore *store);

#endif
