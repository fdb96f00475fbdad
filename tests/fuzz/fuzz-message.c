/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as what a worker sends: whatever is taken keeps the promises of message.h,
 * record.h and terms.h, so that nothing behind them need check again, and makes entries
 * that the index takes. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "entries.h"
#include "items.h"
#include "message.h"
#include "record.h"
#include "terms.h"

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
    must(rc_schema_field(mention->field)->concept);
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

/* Records of an earlier form are read and not written any more; those of schema 4 are arrays of
 * twelve items and have no number, those of schema 7 at first of thirteen. */
static bool is_newest(const guint8 *record, gsize length) {
  RcItems items;
  rc_items_start(&items, record, length);
  return rc_items_read_array(&items) > 14 &&
         rc_items_read_number(&items, G_MAXUINT32) == RC_RECORD_FORM;
}

/* What was taken is written as the same bytes: nothing hides in a record. */
static void check_same_bytes(const GByteArray *again, const guint8 *record, gsize length) {
  must(again->len == length && memcmp(again->data, record, length) == 0);
}

static void check_passage_record(const guint8 *record, gsize length) {
  g_autoptr(GError) error = NULL;
  g_autoptr(RcPassage) passage = rc_record_read_passage(record, length, &error);
  must((passage == NULL) == (error != NULL));
  if (!passage)
    return;
  check_passage(passage);
  g_autoptr(GByteArray) again = g_byte_array_new();
  rc_record_append_passage(again, passage);
  if (is_newest(record, length))
    check_same_bytes(again, record, length);
}

static void check_document_record(const guint8 *record, gsize length) {
  g_autoptr(GError) error = NULL;
  g_autoptr(RcDocument) document = rc_record_read_document(record, length, &error);
  must((document == NULL) == (error != NULL));
  if (!document)
    return;
  must(document->status < RC_N_STATUSES && document->pages_read <= document->pages);
  for (guint i = 0; i < document->files->len; i++)
    must(*g_array_index(document->files, RcFile, i).path);
  g_autoptr(GByteArray) again = g_byte_array_new();
  rc_record_append_document(again, document);
  g_autoptr(RcDocument) same = rc_record_read_document(again->data, again->len, NULL);
  must(same && same->files->len == document->files->len);
}

static void check_metadata_record(const guint8 *record, gsize length) {
  g_autoptr(RcDocument) document = rc_document_new();
  g_autoptr(GError) error = NULL;
  bool read = rc_record_read_metadata(record, length, document, &error);
  must(read == (error == NULL));
  for (int field = 0; field < RC_N_METADATA; field++)
    check_text(document->metadata[field].value);
  const char *date = rc_document_peek(document, RC_METADATA_DATE);
  must(!date || (strlen(date) >= 4 && g_ascii_isdigit(date[3])));
}

static void check_term(RcTerm *term, unsigned entry, guint32 last_position) {
  const RcFieldInfo *field = rc_schema_field(term->field);
  must(field->maker == RC_BY_WORKER && (field->entries & entry));
  must(!term->facet || field->facet);
  must(*term->value && strlen(term->value) <= RC_TERM_BYTES_MAX);
  must(g_utf8_validate(term->value, -1, NULL));
  must(term->field != RC_FIELD_WORD || !g_ascii_isupper(*term->value));
  must(entry == RC_IN_DOCUMENT || term->position_count == 0);
  guint32 position = 0;
  for (guint32 i = 0; i < term->position_count; i++) {
    guint32 next = rc_term_next_position(term, position);
    must(next > position && next <= last_position);
    position = next;
  }
}

static void check_terms(const guint8 *terms, gsize length, unsigned entry, guint32 last_position) {
  g_autoptr(GError) error = NULL;
  bool taken = rc_terms_check(terms, length, entry, G_MAXUINT32, last_position, &error);
  must(taken == (error == NULL));
  gsize offset = 0, before = 0;
  for (RcTerm term; taken && rc_terms_next(terms, length, &offset, &term); before = offset) {
    must(offset > before && offset <= length);
    check_term(&term, entry, last_position);
  }
  must(!taken || offset == length);
}

/* Whatever the type of the message: the reader is not told what it is to be. */
static void check_contents(const RcMessage *message) {
  if (message->record) {
    check_metadata_record(message->record, message->record_length);
    check_passage_record(message->record, message->record_length);
    check_document_record(message->record, message->record_length);
  }
  if (message->terms) {
    check_terms(message->terms, message->terms_length, RC_IN_PASSAGE, 0);
    check_terms(message->terms, message->terms_length, RC_IN_DOCUMENT, 1000);
    check_terms(message->terms, message->terms_length, RC_IN_DOCUMENT, G_MAXUINT32);
  }
}

static void check_message(const RcMessage *message) {
  must(message->type >= RC_MESSAGE_PAGE && message->type <= RC_MESSAGE_HIDDEN);
  must(message->status < RC_N_STATUSES && message->pages_read <= message->pages);
  must(message->type != RC_MESSAGE_PAGE ||
       (message->page >= 1 && message->page - 1 <= message->pages));
  guint32 before = 0;
  for (guint i = 0; message->wanting && i < message->wanting->len; i++) {
    must(g_array_index(message->wanting, guint32, i) > before);
    before = g_array_index(message->wanting, guint32, i);
  }
}

/* Gives a message to the entries of a document, as the parent of a worker does. */
static void take(RcEntries *entries, const RcMessage *message) {
  gsize bytes = rc_entries_bytes(entries);
  bool taken = false;
  if (message->type == RC_MESSAGE_DOCUMENT)
    rc_record_read_metadata(message->record, message->record_length, rc_entries_document(entries),
                            NULL);
  if (message->type == RC_MESSAGE_PASSAGE) {
    g_autoptr(RcPassage) passage =
        rc_entries_add_passage(entries, message->record, message->record_length, message->words,
                               message->terms, message->terms_length, NULL);
    taken = passage != NULL;
  }
  if (message->type == RC_MESSAGE_TERMS)
    taken = rc_entries_set_terms(entries, message->terms, message->terms_length, NULL);
  must(taken || rc_entries_bytes(entries) == bytes);
}

static RcEntries *new_entries(void) {
  RcDocument *document = rc_document_new();
  document->id = g_strdup("0123456789abcdef");
  document->sha256 = g_strconcat(document->id, document->id, document->id, document->id, NULL);
  return rc_entries_new(document);
}

/* A database of the target's own, gone with it. */
static char *folder;

static void remove_folder(void) {
  g_autoptr(GDir) opened = g_dir_open(folder, 0, NULL);
  for (const char *name; opened && (name = g_dir_read_name(opened));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    remove(path);
  }
  remove(folder);
  g_free(folder);
}

static XapianWriter *open_writer(void) {
  if (folder)
    return xapian_writer_open(folder, NULL);
  folder = g_dir_make_tmp("recourse-fuzz-XXXXXX", NULL);
  must(folder != NULL);
  atexit(remove_folder);
  return xapian_writer_create(folder, NULL);
}

/* The index takes the entries, and what is kept of them can be read again. */
static void write_entries(RcEntries *entries) {
  XapianWriter *writer = open_writer();
  must(writer != NULL);
  must(xapian_writer_begin(writer, NULL));
  must(rc_entries_write(entries, writer, NULL));
  xapian_writer_free(writer); /* and with it what was not committed */
  g_autoptr(GByteArray) packed = rc_entries_pack(entries), record = g_byte_array_new();
  must(packed->len > 0);
  rc_record_append_document(record, rc_entries_document(entries));
  g_autoptr(RcDocument) again = rc_record_read_document(record->data, record->len, NULL);
  must(again != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  g_autoptr(RcEntries) entries = new_entries();
  for (gsize offset = 0, used = 1; used;) {
    g_auto(RcMessage) message = {0};
    g_autoptr(GError) error = NULL;
    bool read = rc_message_read(data + offset, size - offset, &used, &message, &error);
    must(read == (error == NULL));
    must(used <= size - offset);
    if (used) {
      check_message(&message);
      check_contents(&message);
      take(entries, &message);
    }
    offset += used;
  }
  write_entries(entries);
  return 0;
}
