/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the seeds of fuzz-message into the folder named on the command line:
 * sound messages of every type, and one of each way to be wrong.  Run it again
 * when the format of messages or records changes:
 *
 *   make build/tests/fuzz/make-message-seeds.o
 *   g++ -o /tmp/make-message-seeds build/tests/fuzz/make-message-seeds.o \
 *     build/indexer/channel/message.o build/librecourse.a \
 *     $(pkg-config --libs glib-2.0 jansson xapian-core libzstd) -lstemmer
 *   /tmp/make-message-seeds tests/fuzz/seeds/message
 */
#include <stdio.h>
#include <string.h>

#include "../unit/record-fixture.h"
#include "items.h"
#include "message.h"
#include "record.h"
#include "terms.h"

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

static GByteArray *new_passage_terms(void) {
  GByteArray *terms = g_byte_array_new();
  const RcTerm sent[] = {{.field = RC_FIELD_STEM, .value = "дунган", .frequency = 2},
                         {.field = RC_FIELD_CONTEXT, .value = "погром"},
                         {.field = RC_FIELD_GROUP, .value = "dungan", .facet = true},
                         {.field = RC_FIELD_CITES, .value = "CERD/C/KAZ/CO/8-10"},
                         {.field = RC_FIELD_KIND, .value = "body"}};
  for (gsize i = 0; i < G_N_ELEMENTS(sent); i++)
    rc_terms_append(terms, &sent[i], NULL);
  return terms;
}

static void add_passage(GByteArray *out, const RcPassage *passage) {
  g_autoptr(GByteArray) record = g_byte_array_new(), terms = new_passage_terms();
  rc_record_append_passage(record, passage);
  rc_message_append_passage(out, record, 2, terms);
}

static void add_terms(GByteArray *out) {
  static const guint32 positions[] = {1, 130, 104000};
  g_autoptr(GByteArray) terms = g_byte_array_new();
  const RcTerm word = {.field = RC_FIELD_WORD, .value = "дунгане", .position_count = 2};
  const RcTerm region = {.field = RC_FIELD_REGION, .value = "KZ-31", .facet = true};
  rc_terms_append(terms, &word, positions);
  rc_terms_append(terms, &region, NULL);
  rc_message_append_terms(out, terms);
}

static void add_ocr(GByteArray *out) {
  static const guint32 pages[] = {2, 3};
  g_autoptr(GArray) wanting = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_array_append_vals(wanting, pages, 2);
  rc_message_append_ocr(out, 1, 1, wanting);
}

/* Only another worker reads it: any bytes. */
static void add_leaf(GByteArray *out) {
  g_autoptr(GByteArray) leaf = g_byte_array_new();
  g_byte_array_append(leaf, (const guint8 *)"Дунгане", sizeof "Дунгане");
  rc_message_append_leaf(out, 1, leaf);
}

/* One of each thing that can be missed. */
static void add_missed(GByteArray *out) {
  const guint32 page = 2;
  RcMissed missed = {.damaged = g_array_new(FALSE, FALSE, sizeof(guint32)),
                     .form = true,
                     .files = 2,
                     .names = g_ptr_array_new_with_free_func(g_free)};
  g_array_append_val(missed.damaged, page);
  g_ptr_array_add(missed.names, g_strdup("annex.pdf"));
  rc_message_append_missed(out, &missed);
  rc_missed_clear(&missed);
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

/* As a record is that a later Recourse has written: with two items more. */
static void add_grown_passage(GByteArray *out) {
  g_autoptr(RcPassage) passage = new_full_passage();
  g_autoptr(GByteArray) record = g_byte_array_new(), terms = new_passage_terms();
  passage->more.bytes = g_byte_array_new();
  passage->more.items = 2;
  rc_items_append_text(passage->more.bytes, "новое");
  rc_items_append_array(passage->more.bytes, 1);
  rc_items_append_text(passage->more.bytes, "new");
  rc_record_append_passage(record, passage);
  rc_message_append_passage(out, record, 2, terms);
}

/* A passage with terms given byte by byte. */
static void add_raw_terms(GByteArray *out, const char *terms, guint length) {
  g_autoptr(RcPassage) passage = new_passage("Hate speech");
  g_autoptr(GByteArray) record = g_byte_array_new(), raw = g_byte_array_new();
  g_byte_array_append(raw, (const guint8 *)terms, length);
  rc_record_append_passage(record, passage);
  rc_message_append_passage(out, record, 2, raw);
}

static void add_metadata(GByteArray *out) {
  g_autoptr(RcDocument) document = rc_document_new();
  rc_document_set(document, RC_METADATA_TITLE, "Дунгане Кордая", "pdf");
  rc_document_set(document, RC_METADATA_DATE, "2020-11-24", "page 1");
  rc_document_set(document, RC_METADATA_TYPE, "submission", "page 1");
  g_autoptr(GByteArray) record = g_byte_array_new();
  rc_record_append_metadata(record, document);
  rc_message_append_document(out, record);
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
  add_terms(out);
  save("terms", out);
  add_ocr(out);
  save("ocr", out);
  rc_message_append_end(out, RC_STATUS_PARTIAL, 3, 2);
  save("end", out);
  add_leaf(out);
  save("leaf", out);
  rc_message_append_full(out, 3);
  save("full", out);
  add_missed(out);
  save("missed", out);
  add_grown_passage(out);
  save("passage-grown", out);
  rc_message_append_page(out, 1, 3);
  add_metadata(out);
  add_passage(out, full);
  add_grown_passage(out);
  add_terms(out);
  rc_message_append_full(out, 3);
  rc_message_append_end(out, RC_STATUS_PARTIAL, 3, 2);
  save("whole-full", out);
  rc_message_append_page(out, 1, 3);
  add_leaf(out);
  add_metadata(out);
  add_passage(out, bare);
  add_passage(out, full);
  add_terms(out);
  add_ocr(out);
  rc_message_append_end(out, RC_STATUS_OK, 3, 3);
  save("whole", out);
}

/* Passages in which nothing is found, and no terms of the document. */
static void save_without_terms(void) {
  g_autoptr(GByteArray) out = g_byte_array_new(), none = g_byte_array_new();
  g_autoptr(GByteArray) record = g_byte_array_new();
  g_autoptr(RcPassage) bare = new_passage("Hate speech");
  rc_record_append_passage(record, bare);
  rc_message_append_page(out, 1, 3);
  add_metadata(out);
  rc_message_append_passage(out, record, 2, none);
  rc_message_append_end(out, RC_STATUS_OK, 3, 3);
  save("passages-without-terms", out);
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
  add_frame(out, RC_MESSAGE_PAGE, 1, "\1", 1);
  save("page-short", out);
  rc_message_append_page(out, 4, 3);
  save("page-beyond", out);
  add_frame(out, RC_MESSAGE_FULL, 3, "\3\0\0", 3);
  save("full-short", out);
  rc_message_append_full(out, 0);
  save("full-nowhere", out);
  rc_message_append_end(out, (RcStatus)RC_N_STATUSES, 1, 1);
  save("end-status", out);
  rc_message_append_end(out, RC_STATUS_OK, 1, 2);
  save("end-read-more", out);
  add_frame(out, RC_MESSAGE_PASSAGE, 7, "\0\x5a\xff\xff\xff\xff\x40", 7);
  save("record-length", out);
  add_frame(out, RC_MESSAGE_PASSAGE, 7, "\x1a\xff\xff\xff\xff\x40\x40", 7);
  save("words-endless", out);
  add_frame(out, RC_MESSAGE_OCR, 5, "\1\0\x82\3\2", 5);
  save("ocr-descends", out);
  add_frame(out, RC_MESSAGE_OCR, 7, "\1\0\x9a\xff\xff\xff\xff", 7);
  save("ocr-endless", out);
  add_frame(out, RC_MESSAGE_LEAF, 3, "\3\x42z", 3);
  save("leaf-short", out);
}

#define PASSAGE_TYPE "(usa(uu)sssassdua(ssuu)a(ssuu))"

static void save_wrong_records(void) {
  static const struct {
    const char *name, *text;
  } records[] = {
      {"range-in-character", "(1,'щщ',[(0,1)],'','','body',[],'',-1.0,0,[('group','x',1,3)],[])"},
      {"range-beyond", "(1,'a',[(0,1)],'','','body',[],'',-1.0,0,[],[('A/1','',0,9)])"},
      {"pages-descend", "(1,'ab',[(0,2),(1,1)],'','','body',[],'',-1.0,0,[],[])"},
      {"pages-none", "(1,'a',[],'','','body',[],'',-1.0,0,[],[])"},
      {"kind-unknown", "(1,'a',[(0,1)],'','','poem',[],'',-1.0,0,[],[])"},
      {"ocr-beyond", "(1,'a',[(0,1)],'','','body',[],'',1e300,0,[],[])"},
      {"control-character", "(1,'a',[(0,1)],'a\\u001fb','','body',[],'',-1.0,0,[],[])"},
      {"words-none", "(1,'a',[(0,1)],'','','body',[],'',-1.0,0,[],[])"},
  };
  g_autoptr(GByteArray) out = g_byte_array_new(), terms = new_passage_terms();
  for (gsize i = 0; i < G_N_ELEMENTS(records); i++) {
    g_autoptr(GByteArray) record = record_fixture_new(PASSAGE_TYPE, records[i].text);
    rc_message_append_passage(out, record, 0, terms);
    save(records[i].name, out);
  }
  g_autoptr(GByteArray) date =
      record_fixture_new("a(sss)", "[('date','2020-02-30',''),('type','poem','')]");
  rc_message_append_document(out, date);
  save("date-wrong", out);
}

/* The frame of any message fits a record of documents too, of every form: the target reads it as
 * all. */
static void save_document_record(void) {
#define DOCUMENT_START                                                                             \
  "'0123456789abcdef','0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',"         \
  "[(0,b'a.pdf',5,100)],'ok',[('title','T','pdf')],3,3,1,0,'reader',"
  static const struct {
    const char *name, *type, *text;
  } records[] = {
      {"document-record", "(ussa(uayxt)sa(sss)uuuusuau)", "(2," DOCUMENT_START "2,[1])"},
      {"document-record-1", "(ussa(uayxt)sa(sss)uuuusauau)", "(1," DOCUMENT_START "[1,105],[1])"},
      {"document-record-4", "(ssa(uayxt)sa(sss)uuuusauau)", "(" DOCUMENT_START "[1,105],[1])"},
  };
  g_autoptr(GByteArray) out = g_byte_array_new();
  for (gsize i = 0; i < G_N_ELEMENTS(records); i++) {
    g_autoptr(GByteArray) record = record_fixture_new(records[i].type, records[i].text);
    rc_message_append_document(out, record);
    save(records[i].name, out);
  }
}

static void save_wrong_terms(void) {
  static const struct {
    const char *name, *bytes;
    guint length;
  } lists[] = {
      {"term-field", "\1\2ab\0\0\0", 7},
      {"term-concept", "\12\2ZZ\0\0\0", 7},
      {"term-nul", "\6\3a\0b\0\1\0", 8},
      {"term-cut", "\6\7ab\0", 5},
      {"term-number", "\6\1a\0\xff\xff\xff", 7},
      {"term-endless", "\6\1a\0\1\xff\xff\xff\xff\xf", 10},
      {"term-utf8", "\6\1\xff\0\1\0", 6},
      {"term-frequency", "\6\1a\0\xff\xff\xff\xff\xf\0", 10},
  };
  g_autoptr(GByteArray) out = g_byte_array_new();
  for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
    add_raw_terms(out, lists[i].bytes, lists[i].length);
    save(lists[i].name, out);
  }
  static const struct {
    const char *name, *bytes;
    guint length;
  } of_documents[] = {
      {"term-capital", "\4\2Za\0\0\0", 7},
      {"position-twice", "\4\1a\0\0\2\1\0", 8},
      {"position-beyond", "\4\1a\0\0\2\1\xff\xff\xff\xff\xf", 12},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(of_documents); i++) {
    g_autoptr(GByteArray) raw = g_byte_array_new();
    g_byte_array_append(raw, (const guint8 *)of_documents[i].bytes, of_documents[i].length);
    rc_message_append_terms(out, raw);
    save(of_documents[i].name, out);
  }
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  folder = argv[1];
  save_sound();
  save_without_terms();
  save_wrong_frames();
  save_wrong_records();
  save_document_record();
  save_wrong_terms();
  return 0;
}
