/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index folder and how it is opened for reading.
 *
 * An index is a folder; recourse-index-format(5) says what is in it.  Documents
 * are stored with paths relative to the roots they were found under, so that an
 * index can be handed on without naming anybody's home. */
#ifndef RC_INDEX_H
#define RC_INDEX_H

#include <glib.h>
#include <stdbool.h>

#include "document.h"
#include "xapian-c.h"

/* The default place: $RECOURSE_INDEX, else $XDG_DATA_HOME/recourse/index.
 * Yours to free. */
char *rc_index_default_path(void);

/* The Xapian database inside an index folder: a stub file that names the generation in
 * use, or those of several indexes of this machine.  Yours to free. */
char *rc_index_database_path(const char *index_path);

/* Keys of the metadata stored beside the entries. */
#define RC_INDEX_KEY_SCHEMA "schema"         /* RC_SCHEMA_VERSION in decimal */
#define RC_INDEX_KEY_ROOTS "roots"           /* JSON array: absolute path of root 0, 1, ... */
#define RC_INDEX_KEY_SUMMARY "summary"       /* JSON object, see RcIndexSummary */
#define RC_INDEX_KEY_VOCABULARY "vocabulary" /* digest of the names it was made with */

#define RC_INDEX_KEY_FEATURES "features" /* see rc_index_check_features */

/* What the index holds as a whole, written with every commit. */
typedef struct {
  char *state; /* changes with every commit: for caches and paging */
  guint64 documents;
  guint64 pages;
  guint64 not_fully_read; /* documents whose status is not ok */
  char *updated;          /* ISO 8601, UTC */
} RcIndexSummary;
/* What its owner clears. */
RcIndexSummary rc_index_summary_copy(const RcIndexSummary *summary);
void rc_index_summary_clear(RcIndexSummary *summary);

typedef struct RcIndex RcIndex;

/* Opens for reading.  Fails with RC_ERROR_NO_INDEX (missing, not an index, newer
 * schema) or RC_ERROR_IO. */
RcIndex *rc_index_open(const char *index_path, GError **error);
void rc_index_free(RcIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcIndex, rc_index_free)

/* Moves on to the last commit, of another generation too; call at the start of every
 * query. */
bool rc_index_reopen(RcIndex *index, GError **error);
/* Forgets what was read for a query: where passages begin, which documents there are, the text that
 * was read last. */
void rc_index_forget(RcIndex *index);
/* True if all that the stub names lies in the index folder: no database elsewhere and none on
 * another machine.  True also where there is no index. */
bool rc_index_is_self_contained(const char *index_path);
/* True if what failed with `error` is worth another try after rc_index_reopen: the index
 * was written to or replaced meanwhile. */
bool rc_index_should_retry(const RcIndex *index, const GError *error);
/* How often that may happen to one question before it is given up. */
#define RC_INDEX_ATTEMPTS_MAX 10
/* Makes an attempt at a question, and another one of the reopened index each time that it is worth
 * that.  An attempt begins anew with all that it has in `data`.  False with the error of the
 * last. */
typedef bool RcIndexAttempt(RcIndex *index, gpointer data, GError **error);
bool rc_index_attempt(RcIndex *index, RcIndexAttempt *attempt, gpointer data, GError **error);
const RcIndexSummary *rc_index_summary(const RcIndex *index);
XapianDatabase *rc_index_database(RcIndex *index);
/* The folders whose files it holds, by the numbers that files have (see RcFile): of char *,
 * absolute, yours.  Of several databases those of the first. */
GPtrArray *rc_index_read_roots(RcIndex *index, GError **error);
/* How many databases it is; of several searched as one, document ids take turns. */
guint rc_index_shards(const RcIndex *index);
/* The ids of all document entries, ascending; each is followed by those of its passages, up to the
 * next.  Of guint32, borrowed until the index is reopened.  NULL without an error where the index
 * is several databases, whose ids take turns. */
const GArray *rc_index_documents(RcIndex *index, GError **error);

/* Features of an index are lines of a name, a tab and what a program must know it for: r to
 * read the index, w to write to it, both or neither.  RC_ERROR_NO_INDEX names one that
 * `access` asks for and this program does not know. */
#define RC_INDEX_READS 'r'
#define RC_INDEX_WRITES 'w'
bool rc_index_check_features(const char *features, char access, const char *index_path,
                             GError **error);

/* Turns an error of the Xapian wrapper into one of RC_ERROR that names the index;
 * takes `cause`. */
void rc_index_propagate(GError **error, GError *cause, const char *index_path);

/* What has been read of where passages begin: of ids of document entries the positions of the first
 * word of each of their passages, ascending (a GArray of guint32).  The caller reads and adds what
 * is missing; empty again once the index is reopened. */
GHashTable *rc_index_passage_starts(RcIndex *index);

/* What is stored of an entry, by its Xapian document id; yours to free.
 * RC_ERROR_STALE if the entry went away, RC_ERROR_IO if it is not a record. */
RcDocument *rc_index_read_document(RcIndex *index, guint32 docid, GError **error);
/* The document entry to which the passage entry `docid` of the document `id` belongs; 0 with
 * RC_ERROR_STALE if there is none. */
guint32 rc_index_find_document(RcIndex *index, const char *id, guint32 docid, GError **error);
/* A passage of `document`.  Passages are stored in packs: reading them in order unpacks
 * each only once. */
RcPassage *rc_index_read_passage(RcIndex *index, const RcDocument *document, guint32 docid,
                                 GError **error);

#endif
