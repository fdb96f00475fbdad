/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal: which documents are being read, each by its digest, written before it is
 * begun.
 *
 * If the indexer itself dies, by a power cut or because a document took the machine
 * down with it, the journal tells the next run which documents were under way.  They
 * are suspects: read last, one at a time; one that is never finished that way is given
 * up.  What is written survives the death of the process; it is not forced to the disk
 * for each document. */
#ifndef RC_JOURNAL_H
#define RC_JOURNAL_H

#include <glib.h>
#include <stdbool.h>

/* A suspect is given up after it was begun alone and not finished so many times. */
#define RC_JOURNAL_ATTEMPTS_MAX 5

typedef struct RcJournal RcJournal;

/* Opens the journal of an index folder, which the caller has locked, and reads what
 * an earlier run left.  RC_ERROR_IO. */
RcJournal *rc_journal_open(const char *index_path, GError **error);
void rc_journal_free(RcJournal *journal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcJournal, rc_journal_free)

/* True if the document was under way when an earlier run died. */
bool rc_journal_is_suspect(const RcJournal *journal, const char *sha256);
/* How often a suspect was begun alone without an end. */
guint rc_journal_attempts(const RcJournal *journal, const char *sha256);

/* Reading begins, or has come to an end of any kind. */
bool rc_journal_begin(RcJournal *journal, const char *sha256, GError **error);
bool rc_journal_end(RcJournal *journal, const char *sha256, GError **error);

/* Leaves only what is not ended: after a commit. */
bool rc_journal_trim(RcJournal *journal, GError **error);

#endif
