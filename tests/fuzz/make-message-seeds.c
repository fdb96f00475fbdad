/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the seeds of fuzz-message into the folder named on the command line:
 * sound messages of every type, and one of each way to be wrong.  Run it again
 * when the format of messages or records changes:
 *
 *   make build/tests/fuzz/make-message-seeds.o
 *   g++ -o /tmp/make-message-seeds build/tests/fuzz/make-message-seeds.o \
 *     build/indexer/message.o build/librecourse.a \
 *     $(pkg-config --libs glib-2.0 jansson xapian-core) -lstemmer
 *   /tmp/make-message-seeds tests/fuzz/seeds/message
 */
#include <stdio.h>
#include <string.h>

#include "message.h"
#include "record.h"

static const char *folder;

/* Writes and empties `bytes`. */
static void save(const char *name, GByteArray *bytes) {
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_autoptr(GError) error = NULL;
  if (!g_file_set_contents(path, (const char *)bytes->data, bytes->len, &error))
    g_error("%s", error->message);
  g_byte_array_set_size(bytes, 0);
}

/* A frame of any type and payload. */
static void add_frame(GByteArray *out, guint8 type, guint32 length, const void *payload,
                      guint payload_length) {
  const guint8 header[] = {type, (guint8)length, (guint8)(length >> 8), (guint8)(length >> 16),
                           (guint8)(length >> 24)};
  g_byte_array_append(out, header, sizeof header);
  g_byte_array_append(out, payload, payload_length);
}

static RcPassage *new_passage(const char *text) {
  RcPassage *passage = rc_passage_new();
  RcPageStart start = {0, 2};
  passage->ordinal = 1;
  passage->text = g_strdup(text);
  g_array_append_val(passage->page_starts, start);
  return passage;
}

static void add_passage(GByteArray *out, const RcPassage *passage) {
  g_autoptr(GByteArray) postings = g_byte_array_new();
  rc_posting_append(postings, RC_FIELD_WORD, "дунгане");
  rc_posting_append(postings, RC_FIELD_STEM, "дунган");
  json_t *record = rc_record_from_passage(passage);
  rc_message_append_passage(out, record, postings);
  json_decref(record);
}

/* Every field set. */
static RcPassage *new_full_passage(void) {
  RcPassage *passage = new_passage("Дунгане, см. CERD/C/KAZ/CO/8-10");
  RcPageStart next = {16, 3};
  RcMention mention = {RC_FIELD_GROUP, g_strdup("dungan"), 0, 14};
  RcCitation cited = {g_strdup("CERD/C/KAZ/CO/8-10"), g_strdup("24"), 22, 40};
  g_array_append_val(passage->page_starts, next);
  g_array_append_val(passage->mentions, mention);
  g_array_append_val(passage->cites, cited);
  g_ptr_array_add(passage->section, g_strdup("II. Minorities"));
  passage->kind = RC_KIND_FOOTNOTE;
  passage->page_label = g_strdup("iv");
  passage->number = g_strdup("fn. 7");
  passage->language = g_strdup("ru");
  passage->ocr = 0.5;
  passage->footnote_of = 1;
  return passage;
}

static void add_json_passage(GByteArray *out, const char *json, const void *postings,
                             guint8 length) {
  guint32 record = (guint32)strlen(json);
  g_autoptr(GByteArray) payload = g_byte_array_new();
  const guint8 number[] = {(guint8)record, (guint8)(record >> 8), 0, 0};
  g_byte_array_append(payload, number, sizeof number);
  g_byte_array_append(payload, (const guint8 *)json, record);
  g_byte_array_append(payload, postings, length);
  add_frame(out, RC_MESSAGE_PASSAGE, payload->len, payload->data, payload->len);
}

static void add_metadata(GByteArray *out) {
  g_autoptr(RcDocument) document = rc_document_new();
  rc_document_set(document, RC_METADATA_TITLE, "Дунгане Кордая", "pdf");
  rc_document_set(document, RC_METADATA_DATE, "2020-11-24", "page 1");
  rc_document_set(document, RC_METADATA_TYPE, "submission", "page 1");
  json_t *record = rc_record_from_metadata(document);
  rc_message_append_document(out, record);
  json_decref(record);
}

static void save_sound(void) {
  g_autoptr(GByteArray) out = g_byte_array_new();
  g_autoptr(RcPassage) bare = new_passage("Hate speech"), full = new_full_passage();
  save("empty", out);
  rc_message_append_page(out, 1, 3);
  save("page", out);
  add_metadata(out);
  save("document", out);
  add_passage(out, bare);
  save("passage-bare", out);
  add_passage(out, full);
  save("passage-full", out);
  rc_message_append_end(out, RC_STATUS_PARTIAL, 3, 2);
  save("end", out);
  rc_message_append_page(out, 1, 3);
  add_metadata(out);
  add_passage(out, bare);
  add_passage(out, full);
  rc_message_append_end(out, RC_STATUS_OK, 3, 3);
  save("whole", out);
}

/* Frames and numbers. */
static void save_wrong_frames(void) {
  g_autoptr(GByteArray) out = g_byte_array_new();
  add_frame(out, 0, 0, "", 0);
  save("type-unknown", out);
  add_frame(out, RC_MESSAGE_PASSAGE, G_MAXUINT32, "{}", 2);
  save("length-endless", out);
  add_frame(out, RC_MESSAGE_DOCUMENT, 99, "{", 1);
  save("half-a-message", out);
  add_frame(out, RC_MESSAGE_PAGE, 7, "\1\0\0\0\1\0\0", 7);
  save("page-short", out);
  rc_message_append_page(out, 4, 3);
  save("page-beyond", out);
  rc_message_append_end(out, (RcStatus)RC_N_STATUSES, 1, 1);
  save("end-status", out);
  rc_message_append_end(out, RC_STATUS_OK, 1, 2);
  save("end-read-more", out);
  add_frame(out, RC_MESSAGE_PASSAGE, 6, "\xff\xff\xff\xff{}", 6);
  save("record-length", out);
}

/* Records and postings. */
static void save_wrong_contents(void) {
  static const struct {
    const char *name, *json;
  } records[] = {
      {"record-array", "[]"},
      {"record-twice", "{\"text\":\"a\",\"text\":\"b\"}"},
      {"record-utf8", "{\"text\":\"\xff\"}"},
      {"record-surrogate", "{\"text\":\"\\ud800\"}"},
      {"range-in-character", "{\"text\":\"щщ\",\"kind\":\"body\",\"pages\":[1],\"page_starts\":[0],"
                             "\"mentions\":[{\"field\":\"group\",\"concept\":\"x\",\"start\":1,"
                             "\"end\":3}]}"},
      {"range-beyond", "{\"text\":\"a\",\"kind\":\"body\",\"pages\":[1],\"page_starts\":[0],"
                       "\"cites\":[{\"symbol\":\"A/1\",\"start\":0,\"end\":9}]}"},
      {"pages-descend", "{\"text\":\"ab\",\"kind\":\"body\",\"pages\":[2,1],"
                        "\"page_starts\":[0,1]}"},
      {"pages-none", "{\"text\":\"a\",\"kind\":\"body\",\"pages\":[],\"page_starts\":[]}"},
      {"kind-unknown", "{\"text\":\"a\",\"kind\":\"poem\",\"pages\":[1],\"page_starts\":[0]}"},
      {"ocr-beyond", "{\"text\":\"a\",\"kind\":\"body\",\"pages\":[1],\"page_starts\":[0],"
                     "\"ocr\":1e300}"},
      {"date-wrong", "{\"date\":\"2020-02-30\",\"type\":\"poem\"}"},
      {"control-character", "{\"title\":\"a\\u001fb\"}"},
  };
  g_autoptr(GByteArray) out = g_byte_array_new();
  for (gsize i = 0; i < G_N_ELEMENTS(records); i++) {
    add_json_passage(out, records[i].json, "\4\1a", 3);
    save(records[i].name, out);
  }
  add_json_passage(out, "{}", "\6\2KZ", 4);
  save("posting-field", out);
  add_json_passage(out, "{}", "\4\2Za", 4);
  save("posting-capital", out);
  add_json_passage(out, "{}", "\4\3a\0b", 5);
  save("posting-nul", out);
  add_json_passage(out, "{}", "\4\7ab", 4);
  save("posting-cut", out);
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  folder = argv[1];
  save_sound();
  save_wrong_frames();
  save_wrong_contents();
  return 0;
}
