/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records: documents and passages as bytes, the one form in which they cross the
 * pipe from a worker, stand in the index and are kept for a rebuild.
 *
 * A record is a serialised GVariant, little endian; its type is given here and in
 * recourse-index-format(5).  NULL strings are stored empty.
 *
 *   metadata  a(sss)                     name, value, source of each that is known
 *   document  (ssa(uayxt)sa(sss)uuuusauau)
 *                                        id, sha256, files (root, path, mtime,
 *                                        bytes), status, metadata, pages, pages read,
 *                                        by OCR, wanting OCR, reader, where each
 *                                        passage starts among the words, passages with
 *                                        which packs start
 *   passage   (usa(uu)sssassdua(ssuu)a(ssuu))
 *                                        ordinal, text, pages (offset, page), page
 *                                        label, number, kind, section, language,
 *                                        OCR confidence or -1, footnote of, mentions
 *                                        (field, concept, start, end), citations
 *                                        (symbol, paragraph, start, end)
 *
 * Reading checks everything (the form, closed lists, UTF-8, ranges, order), since
 * the bytes may come from a worker that an attacker has taken over. */
#ifndef RC_RECORD_H
#define RC_RECORD_H

#include "document.h"

/* Each appends one record to `out`. */
void rc_record_append_metadata(GByteArray *out, const RcDocument *document);
void rc_record_append_document(GByteArray *out, const RcDocument *document);
void rc_record_append_passage(GByteArray *out, const RcPassage *passage);

/* Reads metadata into `document`, which keeps its other members.  On these three,
 * RC_ERROR_BAD_INPUT names the field that is wrong. */
bool rc_record_read_metadata(const void *bytes, gsize length, RcDocument *document, GError **error);
RcDocument *rc_record_read_document(const void *bytes, gsize length, GError **error);
RcPassage *rc_record_read_passage(const void *bytes, gsize length, GError **error);

#endif
