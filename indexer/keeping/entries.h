/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries: one document entry and one passage entry for each paragraph.
 *
 * Runs in the parent process, which keeps here what a worker said of one document,
 * checked and in the bytes it came in, and writes it when the document is whole.  The
 * document entry filters, counts and answers phrases: its terms weigh nothing (wdf 0).
 * Passage entries rank and are shown. */
#ifndef RC_ENTRIES_H
#define RC_ENTRIES_H

#include "document.h"
#include "xapian-c.h"

typedef struct RcEntries RcEntries;

/* Entries for `document`, whose id must be set; takes it. */
RcEntries *rc_entries_new(RcDocument *document);
void rc_entries_free(RcEntries *entries);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcEntries, rc_entries_free)

RcDocument *rc_entries_document(RcEntries *entries);
/* Bytes of records and terms held: what writing this document costs in memory. */
gsize rc_entries_bytes(const RcEntries *entries);

/* Adds the next passage: its record, how many words it has, and its terms, all three
 * copied.  The passage read from the record is yours to free; NULL with
 * RC_ERROR_BAD_INPUT if record or terms are not what they must be, and nothing was
 * added. */
RcPassage *rc_entries_add_passage(RcEntries *entries, const guint8 *record, gsize record_length,
                                  guint32 words, const guint8 *terms, gsize terms_length,
                                  GError **error);

/* Sets the terms of the document entry, after the last passage. */
bool rc_entries_set_terms(RcEntries *entries, const guint8 *terms, gsize length, GError **error);

/* Forgets all passages and terms: what came is not to be believed, or not whole. */
void rc_entries_clear(RcEntries *entries);

/* The records of all passages as packs, one after another (see pack.h): what is kept to
 * make the entries anew without the PDF (see archive.h).  Call after the last passage;
 * yours to unref. */
GByteArray *rc_entries_pack(RcEntries *entries);

/* Writes all entries, the document's first; call once, with status, pages and
 * files of the document set and its metadata complete: passages carry its year, type
 * and symbol. */
bool rc_entries_write(RcEntries *entries, XapianWriter *writer, GError **error);

/* The term under which a file is known; yours to free. */
char *rc_entries_path_term(const RcFile *file);

#endif
