/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records: documents and passages as bytes, the one form in which they cross the
 * pipe from a worker, stand in the index and are kept for a rebuild.
 *
 * A record is an item of CBOR (see items.h): an array of what is named here, numbers,
 * texts and arrays.  A text that is not known is empty.  The same is in
 * recourse-index-format(5).
 *
 *   metadata  of each that is known [name, value, source]
 *   document  [form, id, sha256, files, status, metadata, pages, pages read, pages by OCR,
 *             pages wanting OCR, reader, where each passage starts among the words,
 *             passages with which packs start, pages with hidden text, version of the reader, ...]
 *   file      [root, path as bytes, mtime as an integer, bytes]
 *   passage   [form, ordinal, text, page starts, page label, number, kind, section, language,
 *             OCR confidence as a real or -1.0, footnote of, mentions, citations,
 *             what stands over each cell of a row of a table, which of the unnumbered it is,
 *             label of the last page, ...]
 *   pages with hidden text  [page, why, page, why, ...], ascending; why is bits of RcHidden
 *   page start [offset, page]
 *   mention   [name of the field, concept, start, end]
 *   citation  [symbol, paragraph, start, end]
 *
 * Documents and passages grow at their ends: what follows there is of a later Recourse,
 * which adds items and gives none another meaning; so are metadata of a document under
 * other names.  Both are kept and written again.  Only a change that makes an older reader
 * wrong raises the number of the form, and then it refuses the record.  Records before form
 * 1 (schema 4) have no number and nothing at their ends; a document of form 1 has, for the number
 * of its passages, a list of where the words of each begin.  Both are read, and written in form
 * 2.
 *
 * Reading checks everything (the form, closed lists, UTF-8, ranges, order), since
 * the bytes may come from a worker that an attacker has taken over. */
#ifndef RC_RECORD_H
#define RC_RECORD_H

#include "document.h"
#include "items.h"

/* A label (a page's, a heading of the section, a descriptive value) is no longer than this, in
 * bytes, and has no control character; a record with another one is refused. */
#define RC_RECORD_LABEL_BYTES_MAX 1024
/* `text` as a label may be: printable (see text.h), cut at a character; yours to free. */
char *rc_record_label(const char *text);

/* The number of the form that is written, and the highest that is read. */
#define RC_RECORD_FORM 2

/* Each appends one record to `out`. */
void rc_record_append_metadata(GByteArray *out, const RcDocument *document);
void rc_record_append_document(GByteArray *out, const RcDocument *document);
void rc_record_append_passage(GByteArray *out, const RcPassage *passage);

/* Pages with hidden text, of RcHiddenPage, as they stand in a record and in a message. */
void rc_record_append_hidden(GByteArray *out, const GArray *hidden);
bool rc_record_read_hidden(RcItems *items, GArray *hidden, GError **error);

/* Reads metadata into `document`, which keeps its other members.  On these three,
 * RC_ERROR_BAD_INPUT names the field that is wrong. */
bool rc_record_read_metadata(const void *bytes, gsize length, RcDocument *document, GError **error);
RcDocument *rc_record_read_document(const void *bytes, gsize length, GError **error);
RcPassage *rc_record_read_passage(const void *bytes, gsize length, GError **error);

/* A document as index and archive keep it: its record as a pack (see pack.h), which has a
 * checksum; yours to unref.  Reading takes the bare record of schema 4, too. */
GByteArray *rc_record_pack_document(const RcDocument *document);
RcDocument *rc_record_unpack_document(const void *bytes, gsize length, GError **error);

#endif
