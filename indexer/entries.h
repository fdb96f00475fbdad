/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries: one document entry and one passage entry for each paragraph.
 *
 * Runs in the parent process, which builds them from records and postings that
 * it has checked.  The document entry filters, counts and answers phrases: its
 * terms weigh nothing (wdf 0), and the words of each passage stand
 * RC_PASSAGE_GAP positions behind those of the one before, so that no phrase runs
 * from one paragraph into the next.  Passage entries rank and are shown. */
#ifndef RC_ENTRIES_H
#define RC_ENTRIES_H

#include "document.h"
#include "xapian-c.h"

#define RC_PASSAGE_GAP 100

typedef struct RcEntries RcEntries;

/* Entries for `document`, whose id must be set; takes it. */
RcEntries *rc_entries_new(RcDocument *document);
void rc_entries_free(RcEntries *entries);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcEntries, rc_entries_free)

RcDocument *rc_entries_document(RcEntries *entries);

/* Adds one passage with the postings of its message.  The document's metadata
 * must be complete by now: passages carry its year, type and symbol.
 * RC_ERROR_BAD_INPUT if the postings are not clean. */
bool rc_entries_add_passage(RcEntries *entries, const RcPassage *passage, const guint8 *postings,
                            gsize length, GError **error);

/* Writes all entries, the document's first; call once, with status, pages and
 * files of the document set. */
bool rc_entries_write(RcEntries *entries, XapianWriter *writer, GError **error);

/* The term under which a file is known; yours to free. */
char *rc_entries_path_term(const RcFile *file);

#endif
