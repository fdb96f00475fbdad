/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "message.h"

#include <string.h>

#include "error.h"
#include "items.h"
#include "record.h"

#define HEADER_BYTES 5
/* More pages than any PDF has; what a record may hold (record.c). */
#define PAGES_MAX 10000000

/* Begins a message at the end of `out`; returns where its payload starts. */
static guint start_message(GByteArray *out, RcMessageType type) {
  const guint8 header[HEADER_BYTES] = {(guint8)type};
  g_byte_array_append(out, header, HEADER_BYTES);
  return out->len;
}

/* The payload is all there. */
static void end_message(GByteArray *out, guint start) {
  guint32 length = GUINT32_TO_LE(out->len - start);
  memcpy(out->data + start - sizeof length, &length, sizeof length);
}

static void append_bytes(GByteArray *out, const GByteArray *bytes) {
  rc_items_append_bytes(out, bytes->data, bytes->len);
}

static guint32 read_number(RcItems *items) {
  return (guint32)rc_items_read_number(items, G_MAXUINT32);
}

static void read_bytes(RcItems *items, const guint8 **bytes, gsize *length) {
  *bytes = (const guint8 *)rc_items_read_bytes(items, length);
}

static bool refuse(GError **error, const char *what) {
  g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "worker message: %s", what);
  return false;
}

/* --- writing --- */

void rc_message_append_page(GByteArray *out, guint32 page, guint32 pages) {
  guint start = start_message(out, RC_MESSAGE_PAGE);
  rc_items_append_number(out, page);
  rc_items_append_number(out, pages);
  end_message(out, start);
}

void rc_message_append_document(GByteArray *out, const GByteArray *record) {
  guint start = start_message(out, RC_MESSAGE_DOCUMENT);
  append_bytes(out, record);
  end_message(out, start);
}

void rc_message_append_passage(GByteArray *out, const GByteArray *record, guint32 words,
                               const GByteArray *terms) {
  guint start = start_message(out, RC_MESSAGE_PASSAGE);
  rc_items_append_number(out, words);
  append_bytes(out, record);
  append_bytes(out, terms);
  end_message(out, start);
}

void rc_message_append_terms(GByteArray *out, const GByteArray *terms) {
  guint start = start_message(out, RC_MESSAGE_TERMS);
  append_bytes(out, terms);
  end_message(out, start);
}

static void append_pages(GByteArray *out, const GArray *pages) {
  rc_items_append_array(out, pages ? pages->len : 0);
  for (guint i = 0; pages && i < pages->len; i++)
    rc_items_append_number(out, g_array_index(pages, guint32, i));
}

void rc_message_append_ocr(GByteArray *out, guint32 pages_ocr, guint32 untried,
                           const GArray *wanting) {
  guint start = start_message(out, RC_MESSAGE_OCR);
  rc_items_append_number(out, pages_ocr);
  rc_items_append_number(out, untried);
  append_pages(out, wanting);
  end_message(out, start);
}

void rc_message_append_missed(GByteArray *out, const RcMissed *missed) {
  guint start = start_message(out, RC_MESSAGE_MISSED);
  append_pages(out, missed->damaged);
  rc_items_append_number(out, missed->form);
  rc_items_append_number(out, missed->files);
  rc_items_append_array(out, missed->names ? missed->names->len : 0);
  for (guint i = 0; missed->names && i < missed->names->len; i++)
    rc_items_append_text(out, g_ptr_array_index(missed->names, i));
  end_message(out, start);
}

void rc_message_append_hidden(GByteArray *out, const GArray *hidden) {
  guint start = start_message(out, RC_MESSAGE_HIDDEN);
  rc_record_append_hidden(out, hidden);
  end_message(out, start);
}

void rc_message_append_full(GByteArray *out, guint32 page) {
  guint start = start_message(out, RC_MESSAGE_FULL);
  rc_items_append_number(out, page);
  end_message(out, start);
}

void rc_message_append_end(GByteArray *out, RcStatus status, guint32 pages, guint32 pages_read) {
  guint start = start_message(out, RC_MESSAGE_END);
  rc_items_append_number(out, status);
  rc_items_append_number(out, pages);
  rc_items_append_number(out, pages_read);
  end_message(out, start);
}

void rc_message_append_leaf(GByteArray *out, guint32 page, const GByteArray *leaf) {
  guint start = start_message(out, RC_MESSAGE_LEAF);
  rc_items_append_number(out, page);
  append_bytes(out, leaf);
  end_message(out, start);
}

/* --- reading --- */

void rc_missed_clear(RcMissed *missed) {
  g_clear_pointer(&missed->damaged, g_array_unref);
  g_clear_pointer(&missed->names, g_ptr_array_unref);
  *missed = (RcMissed){0};
}

bool rc_missed_is_any(const RcMissed *missed) {
  return (missed->damaged && missed->damaged->len) || missed->form || missed->files;
}

void rc_message_clear(RcMessage *message) {
  rc_missed_clear(&message->missed);
  g_clear_pointer(&message->wanting, g_array_unref);
  g_clear_pointer(&message->hidden, g_array_unref);
  *message = (RcMessage){0};
}

/* Numbers of pages; NULL if they do not ascend. */
static GArray *read_page_numbers(RcItems *items) {
  g_autoptr(GArray) pages = g_array_new(FALSE, FALSE, sizeof(guint32));
  gsize count = rc_items_read_array(items);
  for (guint32 page, before = 0; count > 0; before = page, count--) {
    page = read_number(items);
    if (page <= before)
      return NULL;
    g_array_append_val(pages, page);
  }
  return g_steal_pointer(&pages);
}

static bool read_missed(RcItems *items, RcMissed *missed, GError **error) {
  missed->damaged = read_page_numbers(items);
  if (!missed->damaged)
    return refuse(error, "missed: pages do not ascend");
  missed->form = rc_items_read_number(items, 1) != 0;
  missed->files = read_number(items);
  missed->names = g_ptr_array_new_with_free_func(g_free);
  gsize count = rc_items_read_array(items), length;
  if (count > MIN(missed->files, RC_MISSED_NAMES_MAX))
    return refuse(error, "missed: more names than files, or than are told");
  for (; count > 0; count--) {
    const char *name = rc_items_read_text(items, &length);
    if (length > RC_MISSED_NAME_BYTES_MAX)
      return refuse(error, "missed: too long a name");
    g_ptr_array_add(missed->names, g_strndup(name, length));
  }
  return true;
}

/* What stands in a message of the type that it says, in the order in which that is written.  The
 * form need not be seen to: rc_message_read refuses what is not of it, whatever is made here of
 * the zeros that are read then. */
static bool read_payload(RcItems *items, RcMessage *message, GError **error) {
  guint32 status;
  switch (message->type) {
  case RC_MESSAGE_PAGE:
    message->page = read_number(items);
    message->pages = read_number(items);
    return (message->page >= 1 && message->pages >= 1 && message->pages <= PAGES_MAX &&
            message->page <= message->pages + 1) ||
           refuse(error, "page: out of range");
  case RC_MESSAGE_DOCUMENT:
    read_bytes(items, &message->record, &message->record_length);
    return true;
  case RC_MESSAGE_PASSAGE:
    message->words = read_number(items);
    read_bytes(items, &message->record, &message->record_length);
    read_bytes(items, &message->terms, &message->terms_length);
    return message->words <= message->record_length + message->terms_length ||
           refuse(error, "passage: more words than bytes");
  case RC_MESSAGE_TERMS:
    read_bytes(items, &message->terms, &message->terms_length);
    return true;
  case RC_MESSAGE_OCR:
    message->pages_ocr = read_number(items);
    message->untried = read_number(items);
    message->wanting = read_page_numbers(items);
    if (!message->wanting)
      return refuse(error, "ocr: pages do not ascend");
    return message->untried <= message->wanting->len || refuse(error, "ocr: more than all");
  case RC_MESSAGE_MISSED:
    return read_missed(items, &message->missed, error);
  case RC_MESSAGE_HIDDEN:
    message->hidden = g_array_new(FALSE, FALSE, sizeof(RcHiddenPage));
    return rc_record_read_hidden(items, message->hidden, error);
  case RC_MESSAGE_FULL:
    message->page = read_number(items);
    return message->page > 0 || refuse(error, "full: no page");
  case RC_MESSAGE_LEAF:
    message->page = read_number(items);
    read_bytes(items, &message->record, &message->record_length);
    return true;
  case RC_MESSAGE_END:
    status = read_number(items);
    message->status = (RcStatus)MIN(status, RC_N_STATUSES);
    message->pages = read_number(items);
    message->pages_read = read_number(items);
    return (status < RC_N_STATUSES && message->pages_read <= message->pages &&
            message->pages <= PAGES_MAX) ||
           refuse(error, "end: out of range");
  }
  return refuse(error, "unknown type");
}

bool rc_message_read(const guint8 *bytes, gsize length, gsize *used, RcMessage *message,
                     GError **error) {
  *used = 0;
  *message = (RcMessage){0};
  if (length < HEADER_BYTES)
    return true;
  guint32 payload;
  memcpy(&payload, bytes + 1, sizeof payload);
  payload = GUINT32_FROM_LE(payload);
  if (bytes[0] < RC_MESSAGE_PAGE || bytes[0] > RC_MESSAGE_HIDDEN)
    return refuse(error, "unknown type");
  if (payload > RC_MESSAGE_BYTES_MAX)
    return refuse(error, "too long");
  if (length - HEADER_BYTES < payload)
    return true;
  RcItems items;
  rc_items_start(&items, bytes + HEADER_BYTES, payload);
  message->type = (RcMessageType)bytes[0];
  bool read = read_payload(&items, message, error) &&
              (rc_items_end(&items) || refuse(error, "not of the form of its type"));
  if (read)
    *used = HEADER_BYTES + payload;
  else
    rc_message_clear(message);
  return read;
}
