/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The holdings: what the index has of each document, in two places that change together,
 * the archive and a database.
 *
 * A change is made ready by whoever decides on it, and written by the thread of a write
 * queue (see write-queue.h), to which the holdings belong while it is at work.  What the
 * archive gets is committed before the database, and what leaves it after: a document that
 * the database has, the archive has.  The database says in the commit that removes documents
 * which ones these are, so that whoever opens it next finishes what was cut off between. */
#ifndef RC_HOLDINGS_H
#define RC_HOLDINGS_H

#include "archive.h"
#include "catalogue.h"
#include "document.h"
#include "entries.h"
#include "xapian-c.h"

typedef struct {
  const char *path; /* of the index folder, for messages; borrowed */
  RcArchive *archive;
  XapianWriter *writer;
  bool in_transaction; /* something is written that is not committed */
  bool is_new;         /* nothing was ever committed to `writer` */
  gint commits;        /* atomic: how many were written */
  GHashTable *leaving; /* set of ids that the next commit takes out of the archive */
} RcHoldings;

/* Takes out of the archive what the last commit removed from the database, if it was cut off
 * before that; `catalogue` knows what the database has. */
bool rc_holdings_finish_removals(RcHoldings *holdings, const RcCatalogue *catalogue,
                                 GError **error);

/* Before anything is written to them without a change. */
bool rc_holdings_begin(RcHoldings *holdings, GError **error);
/* The document of an entry; RC_ERROR_BAD_INPUT if its record is damaged. */
RcDocument *rc_holdings_read_document(const RcHoldings *holdings, guint32 docid, GError **error);

/* Looks through the packs of that document, whose entry is `docid`; RC_ERROR_BAD_INPUT if one
 * is damaged or missing. */
bool rc_holdings_check_text(const RcHoldings *holdings, guint32 docid, const RcDocument *document,
                            GError **error);

/* --- changes --- */

typedef enum {
  RC_CHANGE_ADD,              /* a document that is not there */
  RC_CHANGE_RESTORE,          /* a document that only the archive has */
  RC_CHANGE_REPLACE,          /* a document that is there, with the files it has there */
  RC_CHANGE_DELETE,           /* a document */
  RC_CHANGE_ADD_FILE,         /* one more file of a document, or new times of one it has */
  RC_CHANGE_REMOVE_FILE,      /* a file of a document that others hold, too */
  RC_CHANGE_CLEAR_OCR_WANTED, /* of a document */
  RC_CHANGE_COMMIT            /* all before become visible and durable */
} RcChangeKind;

typedef struct RcChange RcChange;

/* Adds, restores or replaces the document of `entries`, which it takes. */
RcChange *rc_change_new_entries(RcHoldings *holdings, RcChangeKind kind, RcEntries *entries);
/* Another change of the document with that id; `file`, where one comes or goes, is copied
 * and else NULL. */
RcChange *rc_change_new(RcHoldings *holdings, RcChangeKind kind, const char *id,
                        const RcFile *file);
/* A commit.  `metadata` is what the database says of itself then: keys, each followed by
 * its text, and NULL; taken. */
RcChange *rc_change_new_commit(RcHoldings *holdings, char **metadata);

/* What the write queue is given: `change` is a RcChange. */
bool rc_change_write(gpointer change, GError **error);
void rc_change_free(gpointer change);

#endif
