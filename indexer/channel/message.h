/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages: what a worker process says to its parent over a pipe.
 *
 * A message is a frame: one byte of type, the length of the payload in four bytes, little
 * endian, and the payload: items (see items.h).
 * A worker sends, in this order: PAGE before each page it reads, and a LEAF after it where
 * OCR has tried to read it; one DOCUMENT; its PASSAGEs, ordinals counting from 1; one TERMS;
 * one MISSED if there is more in the document than was read; one OCR if it has to do with
 * OCR; one HIDDEN if it left out what no reader sees; one FULL if it had to stop; one END.
 *
 *   PAGE      page, from 1, one after the last once all are read; pages in the document
 *   DOCUMENT  metadata record (see record.h) as bytes
 *   PASSAGE   words of the text; passage record as bytes; terms of its entry (see terms.h)
 *             as bytes
 *   TERMS     terms of the document entry as bytes
 *   MISSED    an array of each page that is damaged, ascending; 1 if what the document says is
 *             left to a program in it, or 0; files attached to it; an array of the names of
 *             the first of them
 *   OCR       pages read by OCR; pages that there was no time to try it on; an array of each
 *             page that wants OCR still, ascending
 *   HIDDEN    of each page with hidden text, ascending: the page, and why, bits of RcHidden
 *   FULL      from which page on nothing is sent, as the document holds more than is taken of
 *             one; stands before END, and only then
 *   END       status, an RcStatus; pages; pages read
 *   LEAF      the page; what OCR made of it, bytes that only another worker of the document
 *             reads
 *
 * The parent trusts nothing: rc_message_read checks lengths and numbers; records and
 * terms are checked by their own readers. */
#ifndef RC_MESSAGE_H
#define RC_MESSAGE_H

#include <glib.h>
#include <stdbool.h>

#include "document.h"

/* The longest payload taken: longer than any page of print, even in one row. */
#define RC_MESSAGE_BYTES_MAX (64 * 1024 * 1024)
/* What is taken of one document, in bytes of records and terms, and in terms of its own
 * entry: each costs the parent some 400 bytes while it is written.  A worker keeps
 * to both and says FULL; one that does not is not ours any more. */
#define RC_WORKER_BYTES_MAX (64 * 1024 * 1024)
#define RC_WORKER_TERMS_MAX 300000
/* Names of attached files that are told, and the bytes of one. */
#define RC_MISSED_NAMES_MAX 10
#define RC_MISSED_NAME_BYTES_MAX 255

typedef enum {
  RC_MESSAGE_PAGE = 1,
  RC_MESSAGE_DOCUMENT,
  RC_MESSAGE_PASSAGE,
  RC_MESSAGE_TERMS,
  RC_MESSAGE_OCR,
  RC_MESSAGE_END,
  RC_MESSAGE_LEAF,
  RC_MESSAGE_FULL,
  RC_MESSAGE_MISSED,
  RC_MESSAGE_HIDDEN
} RcMessageType;

/* What is in a document and was not read, whatever its pages gave. */
typedef struct {
  GArray *damaged;  /* of guint32: pages of which nothing can be seen, or not all; or NULL */
  bool form;        /* a program in it draws what it says, in place of its pages (XFA) */
  guint32 files;    /* attached to it */
  GPtrArray *names; /* of char *, UTF-8: of the first of these; or NULL */
} RcMissed;

void rc_missed_clear(RcMissed *missed);
/* True if that is something. */
bool rc_missed_is_any(const RcMissed *missed);

typedef struct {
  RcMessageType type;
  guint32 page;         /* PAGE, LEAF, FULL */
  guint32 pages;        /* PAGE, END */
  guint32 pages_read;   /* END */
  guint32 pages_ocr;    /* OCR */
  guint32 untried;      /* OCR */
  GArray *wanting;      /* OCR: of guint32, pages; owned by the message */
  RcMissed missed;      /* MISSED; owned by the message */
  GArray *hidden;       /* HIDDEN: of RcHiddenPage; owned by the message */
  RcStatus status;      /* END */
  guint32 words;        /* PASSAGE: how many its text has */
  const guint8 *record; /* DOCUMENT, PASSAGE, LEAF; this and terms lie inside the bytes */
  gsize record_length;  /* given to rc_message_read */
  const guint8 *terms;  /* PASSAGE, TERMS */
  gsize terms_length;
} RcMessage;

void rc_message_clear(RcMessage *message);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RcMessage, rc_message_clear)

/* Reads one message from `bytes`.  Sets *used to the bytes it took, 0 if the
 * frame is not complete yet.  RC_ERROR_BAD_INPUT if it is no such message. */
bool rc_message_read(const guint8 *bytes, gsize length, gsize *used, RcMessage *message,
                     GError **error);

void rc_message_append_page(GByteArray *out, guint32 page, guint32 pages);
void rc_message_append_document(GByteArray *out, const GByteArray *record);
void rc_message_append_passage(GByteArray *out, const GByteArray *record, guint32 words,
                               const GByteArray *terms);
void rc_message_append_terms(GByteArray *out, const GByteArray *terms);
void rc_message_append_ocr(GByteArray *out, guint32 pages_ocr, guint32 untried,
                           const GArray *wanting);
void rc_message_append_missed(GByteArray *out, const RcMissed *missed);
void rc_message_append_end(GByteArray *out, RcStatus status, guint32 pages, guint32 pages_read);
void rc_message_append_hidden(GByteArray *out, const GArray *hidden);
void rc_message_append_full(GByteArray *out, guint32 page);
void rc_message_append_leaf(GByteArray *out, guint32 page, const GByteArray *leaf);

#endif
