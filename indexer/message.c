/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "message.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "record.h"

#define HEADER_BYTES 5
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

void rc_message_append_document(GByteArray *out, const json_t *record) {
  gsize length;
  char *json = rc_record_write(record, &length);
  append_header(out, RC_MESSAGE_DOCUMENT, length);
  g_byte_array_append(out, (const guint8 *)json, (guint)length);
  free(json);
}

void rc_message_append_passage(GByteArray *out, const json_t *record, const GByteArray *postings) {
  gsize length;
  char *json = rc_record_write(record, &length);
  append_header(out, RC_MESSAGE_PASSAGE, 4 + length + postings->len);
  append_number(out, (guint32)length);
  g_byte_array_append(out, (const guint8 *)json, (guint)length);
  g_byte_array_append(out, postings->data, postings->len);
  free(json);
}

void rc_message_append_ocr(GByteArray *out, guint32 pages_ocr, const GArray *wanting) {
  append_header(out, RC_MESSAGE_OCR, 4 + 4 * (gsize)wanting->len);
  append_number(out, pages_ocr);
  for (guint i = 0; i < wanting->len; i++)
    append_number(out, g_array_index(wanting, guint32, i));
}

void rc_message_append_end(GByteArray *out, RcStatus status, guint32 pages, guint32 pages_read) {
  append_header(out, RC_MESSAGE_END, 12);
  append_number(out, status);
  append_number(out, pages);
  append_number(out, pages_read);
}

void rc_message_clear(RcMessage *message) {
  json_decref(message->record);
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
  if (message->page < 1 || message->page > message->pages || message->pages > PAGES_MAX)
    return refuse(error, "page: out of range");
  return true;
}

static bool read_document(const guint8 *payload, gsize length, RcMessage *message, GError **error) {
  message->record = rc_record_read((const char *)payload, length, error);
  return message->record != NULL;
}

static bool read_passage(const guint8 *payload, gsize length, RcMessage *message, GError **error) {
  guint32 record_length = length >= 4 ? read_number(payload) : 0;
  if (length < 4 || record_length > length - 4)
    return refuse(error, "passage: wrong length");
  message->postings = payload + 4 + record_length;
  message->postings_length = length - 4 - record_length;
  return read_document(payload + 4, record_length, message, error);
}

static bool read_ocr(const guint8 *payload, gsize length, RcMessage *message, GError **error) {
  if (length < 4 || length % 4 != 0)
    return refuse(error, "ocr: wrong length");
  message->pages_ocr = read_number(payload);
  message->wanting = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (gsize i = 4; i < length; i += 4) {
    guint32 page = read_number(payload + i);
    if (page <= (i > 4 ? read_number(payload + i - 4) : 0))
      return refuse(error, "ocr: pages do not ascend");
    g_array_append_val(message->wanting, page);
  }
  return true;
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
    [RC_MESSAGE_PASSAGE] = read_passage, [RC_MESSAGE_OCR] = read_ocr,
    [RC_MESSAGE_END] = read_end,
};

bool rc_message_read(const guint8 *bytes, gsize length, gsize *used, RcMessage *message,
                     GError **error) {
  *used = 0;
  *message = (RcMessage){0};
  if (length < HEADER_BYTES)
    return true;
  guint32 payload = read_number(bytes + 1);
  if (bytes[0] < RC_MESSAGE_PAGE || bytes[0] > RC_MESSAGE_END)
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

void rc_posting_append(GByteArray *postings, RcField field, const char *value) {
  gsize length = strlen(value);
  g_assert(length > 0 && length <= RC_TERM_BYTES_MAX);
  guint8 header[2] = {(guint8)field, (guint8)length};
  g_byte_array_append(postings, header, sizeof header);
  g_byte_array_append(postings, (const guint8 *)value, (guint)length);
}

/* Terms are words: no control characters, and an unprefixed one must not begin
 * with a capital, or it would pass for a prefixed one. */
static bool is_clean(const char *value) {
  for (const guchar *p = (const guchar *)value; *p; p++)
    if (*p < 0x20 || *p == 0x7F)
      return false;
  return !g_ascii_isupper(*value);
}

bool rc_posting_next(const guint8 *postings, gsize length, gsize *offset, RcPosting *posting,
                     GError **error) {
  if (*offset >= length)
    return false;
  gsize left = length - *offset;
  const guint8 *bytes = postings + *offset;
  if (left < 2 || bytes[1] == 0 || bytes[1] > RC_TERM_BYTES_MAX || left - 2 < bytes[1])
    return refuse(error, "posting: wrong length");
  if (bytes[0] >= RC_N_FIELDS || rc_schema_field((RcField)bytes[0])->maker != RC_BY_WORKER)
    return refuse(error, "posting: not a field that workers set");
  posting->field = (RcField)bytes[0];
  memcpy(posting->value, bytes + 2, bytes[1]);
  posting->value[bytes[1]] = '\0';
  if (!g_utf8_validate_len(posting->value, bytes[1], NULL) || !is_clean(posting->value))
    return refuse(error, "posting: not a clean term");
  *offset += 2u + bytes[1];
  return true;
}
