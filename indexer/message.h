/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages: what a worker process says to its parent over a pipe.
 *
 * A message is a frame: one byte of type, four bytes of payload length (little
 * endian), the payload.  A worker sends, in this order: PAGE before each page it
 * reads; one DOCUMENT; its PASSAGEs, ordinals counting from 1; one OCR if it has
 * to do with OCR; one END.
 *
 *   PAGE      page (u32, from 1), pages in the document (u32)
 *   DOCUMENT  metadata record, JSON (see record.h)
 *   PASSAGE   length of the record (u32), passage record, postings
 *   OCR       pages read by OCR (u32), then each page that wants OCR still (u32,
 *             ascending)
 *   END       status (u32, an RcStatus), pages (u32), pages read (u32)
 *
 * Postings are a row of: field (u8, an RcField), length (u8, not 0), value.  Each
 * RC_FIELD_WORD takes the next word position of the passage.
 *
 * The parent trusts nothing: rc_message_read checks every length, the JSON and
 * its UTF-8; rc_posting_next checks that the field is one a worker may set and
 * that the value is clean UTF-8. */
#ifndef RC_MESSAGE_H
#define RC_MESSAGE_H

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "document.h"

/* The longest payload taken: longer than any page of print, even in one row. */
#define RC_MESSAGE_BYTES_MAX (16 * 1024 * 1024)

typedef enum {
  RC_MESSAGE_PAGE = 1,
  RC_MESSAGE_DOCUMENT,
  RC_MESSAGE_PASSAGE,
  RC_MESSAGE_OCR,
  RC_MESSAGE_END
} RcMessageType;

typedef struct {
  RcMessageType type;
  guint32 page;           /* PAGE */
  guint32 pages;          /* PAGE, END */
  guint32 pages_read;     /* END */
  guint32 pages_ocr;      /* OCR */
  GArray *wanting;        /* OCR: of guint32, pages; owned by the message */
  RcStatus status;        /* END */
  json_t *record;         /* DOCUMENT, PASSAGE; owned by the message */
  const guint8 *postings; /* PASSAGE; inside the bytes given to rc_message_read */
  gsize postings_length;
} RcMessage;

void rc_message_clear(RcMessage *message);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RcMessage, rc_message_clear)

/* Reads one message from `bytes`.  Sets *used to the bytes it took, 0 if the
 * frame is not complete yet.  RC_ERROR_BAD_INPUT if it is no such message. */
bool rc_message_read(const guint8 *bytes, gsize length, gsize *used, RcMessage *message,
                     GError **error);

void rc_message_append_page(GByteArray *out, guint32 page, guint32 pages);
void rc_message_append_document(GByteArray *out, const json_t *record);
void rc_message_append_passage(GByteArray *out, const json_t *record, const GByteArray *postings);
void rc_message_append_ocr(GByteArray *out, guint32 pages_ocr, const GArray *wanting);
void rc_message_append_end(GByteArray *out, RcStatus status, guint32 pages, guint32 pages_read);

/* A value too long for a posting is cut by the tokeniser before it comes here. */
void rc_posting_append(GByteArray *postings, RcField field, const char *value);

typedef struct {
  RcField field;
  char value[256]; /* NUL-terminated */
} RcPosting;

/* Reads the posting at *offset and moves on.  False at the end, or with *error
 * set if the bytes are not postings that a worker may send. */
bool rc_posting_next(const guint8 *postings, gsize length, gsize *offset, RcPosting *posting,
                     GError **error);

#endif
