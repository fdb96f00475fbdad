/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "message.h"

#include "error.h"

#define HEADER_BYTES 5
#define PASSAGE_HEADER_BYTES 8
/* More pages than any PDF has; what a record may hold (record.c). */
#define PAGES_MAX 10000000

static guint32 read_number(const guint8 *bytes) {
  return bytes[0] | (guint32)bytes[1] << 8 | (guint32)bytes[2] << 16 | (guint32)bytes[3] << 24;
}

static void append_number(GByteArray *out, guint32 number) {
  guint8 bytes[4] = {(guint8)number, (guint8)(number >> 8), (guint8)(number >> 16),
                     (guint8)(number >> 24)};
  g_byte_array_append(out, bytes, sizeof bytes);
}

static void append_header(GByteArray *out, RcMessageType type, gsize length) {
  guint8 byte = (guint8)type;
  g_byte_array_append(out, &byte, 1);
  append_number(out, (guint32)length);
}

void rc_message_append_page(GByteArray *out, guint32 page, guint32 pages) {
  append_header(out, RC_MESSAGE_PAGE, 8);
  append_number(out, page);
  append_number(out, pages);
}

static void append_bytes(GByteArray *out, const GByteArray *bytes) {
  g_byte_array_append(out, bytes->data, bytes->len);
}

void rc_message_append_document(GByteArray *out, const GByteArray *record) {
  append_header(out, RC_MESSAGE_DOCUMENT, record->len);
  append_bytes(out, record);
}

void rc_message_append_passage(GByteArray *out, const GByteArray *record, guint32 words,
                               const GByteArray *terms) {
  append_header(out, RC_MESSAGE_PASSAGE, PASSAGE_HEADER_BYTES + (gsize)record->len + terms->len);
  append_number(out, record->len);
  append_number(out, words);
  append_bytes(out, record);
  append_bytes(out, terms);
}

void rc_message_append_terms(GByteArray *out, const GByteArray *terms) {
  append_header(out, RC_MESSAGE_TERMS, terms->len);
  append_bytes(out, terms);
}

void rc_message_append_ocr(GByteArray *out, guint32 pages_ocr, guint32 untried,
                           const GArray *wanting) {
  append_header(out, RC_MESSAGE_OCR, 8 + 4 * (gsize)wanting->len);
  append_number(out, pages_ocr);
  append_number(out, untried);
  for (guint i = 0; i < wanting->len; i++)
    append_number(out, g_array_index(wanting, guint32, i));
}

void rc_message_append_end(GByteArray *out, RcStatus status, guint32 pages, guint32 pages_read) {
  append_header(out, RC_MESSAGE_END, 12);
  append_number(out, status);
  append_number(out, pages);
  append_number(out, pages_read);
}

void rc_message_append_leaf(GByteArray *out, guint32 page, const GByteArray *leaf) {
  append_header(out, RC_MESSAGE_LEAF, 4 + (gsize)leaf->len);
  append_number(out, page);
  append_bytes(out, leaf);
}

void rc_message_append_full(GByteArray *out, guint32 page) {
  append_header(out, RC_MESSAGE_FULL, 4);
  append_number(out, page);
}

void rc_message_clear(RcMessage *message) {
  g_clear_pointer(&message->wanting, g_array_unref);
  *message = (RcMessage){0};
}

static bool refuse(GError **error, const char *what) {
  g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "worker message: %s", what);
  return false;
}

static bool read_page(const guint8 *payload, gsize length, RcMessage *message, GError **error) {
  if (length != 8)
    return refuse(error, "page: wrong length");
  message->page = read_number(payload);
  message->pages = read_number(payload + 4);
  if (message->page < 1 || message->pages < 1 || message->pages > PAGES_MAX ||
      message->page > message->pages + 1)
    return refuse(error, "page: out of range");
  return true;
}

static bool read_document(const guint8 *payload, gsize length, RcMessage *message, GError **error) {
  (void)error;
  message->record = payload;
  message->record_length = length;
  return true;
}

static bool read_passage(const guint8 *payload, gsize length, RcMessage *message, GError **error) {
  guint32 record_length = length >= PASSAGE_HEADER_BYTES ? read_number(payload) : 0;
  if (length < PASSAGE_HEADER_BYTES || record_length > length - PASSAGE_HEADER_BYTES)
    return refuse(error, "passage: wrong length");
  message->words = read_number(payload + 4);
  if (message->words > length)
    return refuse(error, "passage: more words than bytes");
  message->record = payload + PASSAGE_HEADER_BYTES;
  message->record_length = record_length;
  message->terms = message->record + record_length;
  message->terms_length = length - PASSAGE_HEADER_BYTES - record_length;
  return true;
}

static bool read_terms(const guint8 *payload, gsize length, RcMessage *message, GError **error) {
  (void)error;
  message->terms = payload;
  message->terms_length = length;
  return true;
}

static bool read_ocr(const guint8 *payload, gsize length, RcMessage *message, GError **error) {
  if (length < 8 || length % 4 != 0)
    return refuse(error, "ocr: wrong length");
  message->pages_ocr = read_number(payload);
  message->untried = read_number(payload + 4);
  message->wanting = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (gsize i = 8; i < length; i += 4) {
    guint32 page = read_number(payload + i);
    if (page <= (i > 8 ? read_number(payload + i - 4) : 0))
      return refuse(error, "ocr: pages do not ascend");
    g_array_append_val(message->wanting, page);
  }
  return message->untried <= message->wanting->len || refuse(error, "ocr: more than all");
}

static bool read_leaf(const guint8 *payload, gsize length, RcMessage *message, GError **error) {
  if (length < 4)
    return refuse(error, "leaf: wrong length");
  message->page = read_number(payload);
  message->record = payload + 4;
  message->record_length = length - 4;
  return true;
}

static bool read_full(const guint8 *payload, gsize length, RcMessage *message, GError **error) {
  message->page = length == 4 ? read_number(payload) : 0;
  return message->page > 0 || refuse(error, "full: no page");
}

static bool read_end(const guint8 *payload, gsize length, RcMessage *message, GError **error) {
  if (length != 12)
    return refuse(error, "end: wrong length");
  guint32 status = read_number(payload);
  message->pages = read_number(payload + 4);
  message->pages_read = read_number(payload + 8);
  if (status >= RC_N_STATUSES || message->pages_read > message->pages || message->pages > PAGES_MAX)
    return refuse(error, "end: out of range");
  message->status = (RcStatus)status;
  return true;
}

static bool (*const readers[])(const guint8 *, gsize, RcMessage *, GError **) = {
    [RC_MESSAGE_PAGE] = read_page,       [RC_MESSAGE_DOCUMENT] = read_document,
    [RC_MESSAGE_PASSAGE] = read_passage, [RC_MESSAGE_TERMS] = read_terms,
    [RC_MESSAGE_OCR] = read_ocr,         [RC_MESSAGE_END] = read_end,
    [RC_MESSAGE_LEAF] = read_leaf,       [RC_MESSAGE_FULL] = read_full,
};

bool rc_message_read(const guint8 *bytes, gsize length, gsize *used, RcMessage *message,
                     GError **error) {
  *used = 0;
  *message = (RcMessage){0};
  if (length < HEADER_BYTES)
    return true;
  guint32 payload = read_number(bytes + 1);
  if (bytes[0] < RC_MESSAGE_PAGE || bytes[0] > RC_MESSAGE_FULL)
    return refuse(error, "unknown type");
  if (payload > RC_MESSAGE_BYTES_MAX)
    return refuse(error, "too long");
  if (length - HEADER_BYTES < payload)
    return true;
  message->type = (RcMessageType)bytes[0];
  if (!readers[message->type](bytes + HEADER_BYTES, payload, message, error)) {
    rc_message_clear(message);
    return false;
  }
  *used = HEADER_BYTES + payload;
  return true;
}
