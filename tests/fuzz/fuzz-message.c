/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as what a worker sends: whatever is taken keeps the promises of
 * message.h and record.h, so that nothing behind them need check again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program in every build, unlike an assertion. */
static void must(bool holds) {
  if (!holds)
    abort();
}

static void check_text(const char *text) {
  must(!text || g_utf8_validate(text, -1, NULL));
}

/* A range of whole characters. */
static void check_range(const char *text, guint32 start, guint32 end) {
  must(start <= end && end <= strlen(text));
  must(g_utf8_validate(text + start, end - start, NULL));
}

static void check_passage(const RcPassage *passage) {
  check_text(passage->text);
  check_text(passage->page_label);
  check_text(passage->number);
  check_text(passage->language);
  must(passage->kind < RC_N_KINDS && passage->ocr <= 1);
  must(passage->page_starts->len > 0 && rc_passage_page_at(passage, 0) > 0);
  RcPageStart page = {0, 0};
  for (guint i = 0; i < passage->page_starts->len; i++) {
    RcPageStart next = g_array_index(passage->page_starts, RcPageStart, i);
    must(next.page > page.page && next.offset >= page.offset && (i || next.offset == 0));
    check_range(passage->text, page.offset, next.offset);
    page = next;
  }
  guint32 before = 0;
  for (guint i = 0; i < passage->mentions->len; i++) {
    const RcMention *mention = &g_array_index(passage->mentions, RcMention, i);
    check_range(passage->text, mention->start, mention->end);
    must(mention->concept && mention->start >= before);
    must(mention->field == RC_FIELD_REGION || mention->field == RC_FIELD_GROUP ||
         mention->field == RC_FIELD_BODY);
    before = mention->start;
  }
  before = 0;
  for (guint i = 0; i < passage->cites->len; i++) {
    const RcCitation *cited = &g_array_index(passage->cites, RcCitation, i);
    check_range(passage->text, cited->start, cited->end);
    must(cited->symbol && cited->start >= before);
    before = cited->start;
  }
}

/* What was taken is written and taken again, the same. */
static void check_passage_comes_back(const RcPassage *passage) {
  json_t *record = rc_record_from_passage(passage);
  g_autoptr(RcPassage) again = rc_record_to_passage(record, NULL);
  must(again != NULL);
  json_t *same = rc_record_from_passage(again);
  must(json_equal(record, same));
  json_decref(record);
  json_decref(same);
}

static void check_postings(const RcMessage *message) {
  gsize offset = 0, before = 0;
  RcPosting posting;
  g_autoptr(GError) error = NULL;
  while (rc_posting_next(message->postings, message->postings_length, &offset, &posting, &error)) {
    must(offset > before && offset <= message->postings_length);
    must(posting.field == RC_FIELD_WORD || posting.field == RC_FIELD_STEM);
    must(*posting.value && strlen(posting.value) <= RC_TERM_BYTES_MAX);
    must(g_utf8_validate(posting.value, -1, NULL) && !g_ascii_isupper(*posting.value));
    before = offset;
  }
  must(error || offset == message->postings_length);
}

static void check_metadata(const json_t *record) {
  g_autoptr(RcDocument) document = rc_document_new();
  g_autoptr(GError) error = NULL;
  bool read = rc_record_read_metadata(record, document, &error);
  must(read == (error == NULL));
  for (int field = 0; field < RC_N_METADATA; field++)
    check_text(document->metadata[field].value);
  const char *date = rc_document_peek(document, RC_METADATA_DATE);
  must(!date || (strlen(date) >= 4 && g_ascii_isdigit(date[3])));
}

static void check_message(const RcMessage *message) {
  must(message->type >= RC_MESSAGE_PAGE && message->type <= RC_MESSAGE_END);
  must(message->status < RC_N_STATUSES && message->pages_read <= message->pages);
  must(message->type != RC_MESSAGE_PAGE || (message->page >= 1 && message->page <= message->pages));
  if (!message->record)
    return;
  check_metadata(message->record);
  g_autoptr(GError) error = NULL;
  g_autoptr(RcPassage) passage = rc_record_to_passage(message->record, &error);
  must((passage == NULL) == (error != NULL));
  if (passage) {
    check_passage(passage);
    check_passage_comes_back(passage);
  }
  if (message->type == RC_MESSAGE_PASSAGE)
    check_postings(message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  for (gsize offset = 0, used = 1; used;) {
    g_auto(RcMessage) message = {0};
    g_autoptr(GError) error = NULL;
    bool read = rc_message_read(data + offset, size - offset, &used, &message, &error);
    must(read == (error == NULL));
    must(used <= size - offset);
    if (used)
      check_message(&message);
    offset += used;
  }
  return 0;
}
