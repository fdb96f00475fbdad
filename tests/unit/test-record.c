/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records: a document or passage comes back as it went, and a record that no
 * honest worker writes is refused by the name of its field. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "error.h"
#include "items.h"
#include "json.h"
#include "pack.h"
#include "record-fixture.h"
#include "record.h"

/* Through bytes and back, as over the pipe or in the index. */
static RcPassage *passage_through_bytes(const RcPassage *passage) {
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  rc_record_append_passage(bytes, passage);
  return rc_record_read_passage(bytes->data, bytes->len, NULL);
}

static RcDocument *document_through_bytes(const RcDocument *document) {
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  rc_record_append_document(bytes, document);
  return rc_record_read_document(bytes->data, bytes->len, NULL);
}

static RcPassage *full_passage(void) {
  RcPassage *passage = rc_passage_new();
  passage->ordinal = 37;
  passage->kind = RC_KIND_FOOTNOTE;
  passage->text = g_strdup("Дунгане, см. CERD/C/KAZ/CO/8-10");
  RcPageStart starts[] = {{0, 2}, {16, 3}};
  g_array_append_vals(passage->page_starts, starts, 2);
  passage->page_label = g_strdup("iv");
  passage->last_page_label = g_strdup("v");
  passage->number = g_strdup("fn. 7");
  g_ptr_array_add(passage->section, g_strdup("II. Меньшинства"));
  g_ptr_array_add(passage->section, g_strdup("A. Dungans"));
  passage->language = g_strdup("ru");
  passage->ocr = 0.5;
  passage->footnote_of = 30;
  RcMention mention = {RC_FIELD_GROUP, g_strdup("dungan"), 0, 14};
  g_array_append_val(passage->mentions, mention);
  RcCitation cited = {g_strdup("CERD/C/KAZ/CO/8-10"), g_strdup("24"), 22, 40};
  g_array_append_val(passage->cites, cited);
  return passage;
}

static void test_passage_comes_back(void **state) {
  (void)state;
  g_autoptr(RcPassage) passage = full_passage();
  g_autoptr(RcPassage) again = passage_through_bytes(passage);
  assert_non_null(again);
  assert_int_equal(again->ordinal, 37);
  assert_int_equal(again->kind, RC_KIND_FOOTNOTE);
  assert_string_equal(again->text, passage->text);
  assert_int_equal(again->page_starts->len, 2);
  assert_int_equal(rc_passage_page_at(again, 15), 2);
  assert_int_equal(rc_passage_page_at(again, 16), 3);
  assert_string_equal(again->page_label, "iv");
  assert_string_equal(again->last_page_label, "v");
  assert_string_equal(again->number, "fn. 7");
  assert_int_equal(again->section->len, 2);
  assert_string_equal(again->section->pdata[1], "A. Dungans");
  assert_string_equal(again->language, "ru");
  assert_true(again->ocr == 0.5);
  assert_int_equal(again->footnote_of, 30);
  const RcMention *mention = &g_array_index(again->mentions, RcMention, 0);
  assert_int_equal(mention->field, RC_FIELD_GROUP);
  assert_string_equal(mention->concept, "dungan");
  assert_int_equal(mention->end, 14);
  const RcCitation *cited = &g_array_index(again->cites, RcCitation, 0);
  assert_string_equal(cited->symbol, "CERD/C/KAZ/CO/8-10");
  assert_string_equal(cited->paragraph, "24");
  assert_int_equal(cited->start, 22);
}

static void test_bare_passage_comes_back(void **state) {
  (void)state;
  g_autoptr(RcPassage) passage = rc_passage_new();
  RcPageStart start = {0, 1};
  passage->ordinal = 1;
  passage->text = g_strdup("Текст");
  g_array_append_val(passage->page_starts, start);
  g_autoptr(RcPassage) again = passage_through_bytes(passage);
  assert_non_null(again);
  assert_null(again->page_label);
  assert_null(again->last_page_label);
  assert_null(again->number);
  assert_null(again->language);
  assert_true(again->ocr < 0);
  assert_int_equal(again->footnote_of, 0);
  assert_int_equal(again->mentions->len + again->cites->len + again->section->len, 0);
}

/* --- tables --- */

static void test_columns(void **state) {
  (void)state;
  g_autoptr(RcPassage) passage = full_passage();
  g_free(passage->text);
  g_array_set_size(passage->mentions, 0);
  g_array_set_size(passage->cites, 0);
  passage->kind = RC_KIND_TABLE;
  passage->unnumbered = 5;
  passage->text = g_strdup("Северная долина с рекою\t\t1 204 и более того");
  g_ptr_array_add(passage->columns, g_strdup(""));
  g_ptr_array_add(passage->columns, g_strdup("Год"));
  assert_null(passage_through_bytes(passage)); /* one is missing */
  g_ptr_array_add(passage->columns, g_strdup("Жалоб"));
  g_autoptr(RcPassage) again = passage_through_bytes(passage);
  assert_non_null(again);
  assert_int_equal(again->columns->len, 3);
  assert_string_equal(again->columns->pdata[0], "");
  assert_string_equal(again->columns->pdata[2], "Жалоб");
  assert_int_equal(again->unnumbered, 5);
  g_ptr_array_add(passage->columns, g_strdup("слишком много"));
  assert_null(passage_through_bytes(passage));
}

/* --- growing --- */

/* What a later Recourse may add: two items, of which one holds others. */
static void add_items(GByteArray *record, guint8 known) {
  assert_int_equal(record->data[0], 0x80 + known + 1);
  record->data[0] = (guint8)(0x80 + known + 1 + 2);
  rc_items_append_text(record, "новое");
  rc_items_append_array(record, 2);
  rc_items_append_integer(record, -7);
  rc_items_append_array(record, 1);
  rc_items_append_real(record, 0.5);
}

static void assert_same_bytes(const GByteArray *a, const GByteArray *b) {
  assert_int_equal(a->len, b->len);
  assert_memory_equal(a->data, b->data, a->len);
}

static void test_a_passage_that_has_grown(void **state) {
  (void)state;
  g_autoptr(RcPassage) passage = full_passage();
  g_autoptr(GByteArray) bytes = g_byte_array_new(), again = g_byte_array_new();
  rc_record_append_passage(bytes, passage);
  add_items(bytes, 15);
  g_autoptr(RcPassage) read = rc_record_read_passage(bytes->data, bytes->len, NULL);
  assert_non_null(read);
  assert_string_equal(read->text, passage->text);
  assert_int_equal(read->more.items, 2);
  rc_record_append_passage(again, read);
  assert_same_bytes(again, bytes);
  for (guint length = 0; length < bytes->len; length++)
    assert_null(rc_record_read_passage(bytes->data, length, NULL));
}

/* An incompatible form is told apart from damage. */
static void test_a_newer_form(void **state) {
  (void)state;
  g_autoptr(RcPassage) passage = full_passage();
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  g_autoptr(GError) error = NULL;
  rc_record_append_passage(bytes, passage);
  bytes->data[1] = RC_RECORD_FORM + 1;
  assert_null(rc_record_read_passage(bytes->data, bytes->len, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_INPUT));
  assert_non_null(strstr(error->message, "newer"));
}

/* The names are a contract with scripts: never renamed. */
static void test_names_of_a_passage(void **state) {
  static const char *const names[] = {
      "passage",         "page",      "pages",    "page_starts", "page_label",
      "last_page_label", "paragraph", "kind",     "text",        "section",
      "language",        "ocr",       "mentions", "cites",       "footnote_of"};
  (void)state;
  g_autoptr(RcPassage) passage = full_passage();
  json_t *record = rc_json_from_passage(passage);
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
    assert_non_null(json_object_get(record, names[i]));
  assert_int_equal(json_integer_value(json_object_get(record, "page")), 2);
  json_decref(record);
}

static RcDocument *full_document(void) {
  RcDocument *document = rc_document_new();
  document->id = g_strdup("0123456789abcdef");
  document->sha256 =
      g_strconcat(document->id, "00000000", document->id, document->id, "0a0b0c0d", NULL);
  document->status = RC_STATUS_PARTIAL;
  document->pages = 12;
  document->pages_read = 11;
  rc_document_set(document, RC_METADATA_TITLE, "Дунгане Кордая", "pdf");
  rc_document_set(document, RC_METADATA_DATE, "2020-11", "page 1");
  rc_document_set(document, RC_METADATA_TYPE, "submission", "sidecar");
  RcFile files[] = {{0, g_strdup("папка/a.pdf"), -5, 100},
                    {1, g_strdup("caf\xe9/100%.pdf"), G_MAXINT64, G_MAXINT64}};
  g_array_append_vals(document->files, files, 2);
  document->passages = 3;
  guint32 packs[] = {1, 3};
  g_array_append_vals(document->pack_starts, packs, 2);
  return document;
}

static void test_document_comes_back(void **state) {
  (void)state;
  g_autoptr(RcDocument) document = full_document();
  g_autoptr(RcDocument) again = document_through_bytes(document);
  assert_non_null(again);
  assert_string_equal(again->id, document->id);
  assert_string_equal(again->sha256, document->sha256);
  assert_int_equal(again->status, RC_STATUS_PARTIAL);
  assert_int_equal(again->pages, 12);
  assert_int_equal(again->pages_read, 11);
  assert_string_equal(rc_document_peek(again, RC_METADATA_TITLE), "Дунгане Кордая");
  assert_string_equal(again->metadata[RC_METADATA_TYPE].source, "sidecar");
  assert_null(rc_document_peek(again, RC_METADATA_SYMBOL));
  assert_int_equal(again->files->len, 2);
  for (guint i = 0; i < 2; i++) {
    const RcFile *a = &g_array_index(document->files, RcFile, i);
    const RcFile *b = &g_array_index(again->files, RcFile, i);
    assert_string_equal(a->path, b->path); /* raw bytes too */
    assert_int_equal(a->root, b->root);
    assert_true(a->mtime == b->mtime && a->bytes == b->bytes);
  }
  assert_int_equal(again->passages, 3);
  assert_int_equal(again->pack_starts->len, 2);
  assert_int_equal(g_array_index(again->pack_starts, guint32, 1), 3);
}

/* What is not known comes back as not known. */
static void test_bare_document_comes_back(void **state) {
  (void)state;
  g_autoptr(RcDocument) document = rc_document_new();
  document->sha256 = g_strnfill(RC_DIGEST_DIGITS, 'a');
  document->id = g_strdup(document->sha256); /* one whose beginning is another's */
  g_autoptr(RcDocument) again = document_through_bytes(document);
  assert_non_null(again);
  assert_string_equal(again->id, document->sha256);
  assert_null(again->reader);
  assert_int_equal(again->files->len + again->passages + again->pack_starts->len, 0);
  for (int i = 0; i < RC_N_METADATA; i++)
    assert_null(rc_document_peek(again, (RcMetadataField)i));
}

static void test_a_document_that_has_grown(void **state) {
  (void)state;
  g_autoptr(RcDocument) document = full_document();
  g_autoptr(GByteArray) bytes = g_byte_array_new(), again = g_byte_array_new();
  document->more_metadata.bytes = g_byte_array_new();
  document->more_metadata.items = 1;
  rc_items_append_array(document->more_metadata.bytes, 3);
  rc_items_append_text(document->more_metadata.bytes, "formation");
  rc_items_append_text(document->more_metadata.bytes, "Большая палата");
  rc_items_append_text(document->more_metadata.bytes, "page 1");
  rc_record_append_document(bytes, document);
  add_items(bytes, 14);
  g_autoptr(RcDocument) read = rc_record_read_document(bytes->data, bytes->len, NULL);
  assert_non_null(read);
  assert_int_equal(read->more.items, 2);
  assert_int_equal(read->more_metadata.items, 1);
  assert_string_equal(rc_document_peek(read, RC_METADATA_TITLE), "Дунгане Кордая");
  rc_record_append_document(again, read);
  assert_same_bytes(again, bytes);
  g_autoptr(GByteArray) pack = rc_record_pack_document(read);
  g_autoptr(RcDocument) unpacked = rc_record_unpack_document(pack->data, pack->len, NULL);
  assert_non_null(unpacked);
  assert_int_equal(unpacked->more.items, 2);
}

/* No bit of a document that is kept can turn without a word. */
static void test_a_flipped_bit_of_a_document(void **state) {
  (void)state;
  g_autoptr(RcDocument) document = full_document();
  g_autoptr(GByteArray) pack = rc_record_pack_document(document), bytes = g_byte_array_new();
  rc_record_append_document(bytes, document);
  for (guint bit = 0; bit < pack->len * 8; bit++) {
    pack->data[bit / 8] ^= (guint8)(1 << bit % 8);
    g_autoptr(RcDocument) read = rc_record_unpack_document(pack->data, pack->len, NULL);
    g_autoptr(GByteArray) again = g_byte_array_new();
    if (read) /* a bit that says nothing */
      rc_record_append_document(again, read);
    if (read)
      assert_same_bytes(again, bytes);
    pack->data[bit / 8] ^= (guint8)(1 << bit % 8);
  }
}

/* A pack belongs to the document whose digest it is sealed with, and has all that it had. */
static void test_a_pack_of_another_document(void **state) {
  static const char own[] = "1111111111111111222222222222222233333333333333334444444444444444";
  static const char other[] = "1111111111111111222222222222222233333333333333334444444444444445";
  (void)state;
  g_autoptr(GByteArray) plain = g_byte_array_new();
  rc_pack_seal(plain, own);
  rc_pack_add(plain, "one", 3);
  rc_pack_add(plain, "two", 3);
  g_autoptr(GByteArray) pack = rc_pack_new(plain);
  assert_true(rc_pack_check(pack->data, pack->len, own, 2));
  assert_false(rc_pack_check(pack->data, pack->len, other, 2));
  assert_false(rc_pack_check(pack->data, pack->len, own, 1));
  assert_false(rc_pack_check(pack->data, pack->len, own, 3));
}

/* Before form 1 a record had neither a number nor anything at its end. */
static void test_records_of_schema_4(void **state) {
  (void)state;
  g_autoptr(RcDocument) document = full_document();
  g_autoptr(RcPassage) passage = full_passage();
  g_autoptr(GByteArray) of_document = g_byte_array_new(), of_passage = g_byte_array_new();
  rc_record_append_document(of_document, document);
  rc_record_append_passage(of_passage, passage);
  of_document->data[1] = of_passage->data[1] = 0x80 + 12; /* in place of head and number */
  /* Nor was what stands over cells, which of the unnumbered a passage is, and its last label. */
  assert_int_equal(of_passage->data[of_passage->len - 4], 0x80);
  g_byte_array_set_size(of_passage, of_passage->len - 4);
  /* In place of the number of passages, where each of them begins; the packs stand behind it,
   * and pages with hidden text, of which there were none, and the version of the reader behind
   * these. */
  static const guint8 behind[] = {0x03, 0x82, 0x01, 0x03, 0x80, 0x00};
  static const guint8 positions[] = {0x83, 0x01, 0x0a, 0x14};
  assert_memory_equal(of_document->data + of_document->len - 6, behind, 6);
  g_byte_array_set_size(of_document, of_document->len - 6);
  g_byte_array_append(of_document, positions, sizeof positions);
  g_byte_array_append(of_document, behind + 1, 3);
  g_autoptr(RcDocument) old =
      rc_record_unpack_document(of_document->data + 1, of_document->len - 1, NULL);
  assert_non_null(old);
  assert_string_equal(old->sha256, document->sha256);
  assert_int_equal(old->passages, 3);
  g_autoptr(RcPassage) words =
      rc_record_read_passage(of_passage->data + 1, of_passage->len - 1, NULL);
  assert_non_null(words);
  assert_string_equal(words->text, passage->text);
}

/* A record without the version of its reader is older than all that have one. */
static void test_the_version_of_the_reader(void **state) {
  (void)state;
  g_autoptr(RcDocument) document = full_document();
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  document->reader_version = RC_READER_VERSION;
  rc_record_append_document(bytes, document);
  g_autoptr(RcDocument) now = rc_record_read_document(bytes->data, bytes->len, NULL);
  assert_non_null(now);
  assert_int_equal(now->reader_version, RC_READER_VERSION);
  assert_false(rc_reader_is_earlier(now->status, now->reader_version));
  assert_int_equal(bytes->data[bytes->len - 1], RC_READER_VERSION);
  bytes->data[bytes->len - 1] = 0x60; /* an empty text */
  assert_null(rc_record_read_document(bytes->data, bytes->len, NULL));
  bytes->data[0]--;
  g_byte_array_set_size(bytes, bytes->len - 1);
  g_autoptr(RcDocument) before = rc_record_read_document(bytes->data, bytes->len, NULL);
  assert_non_null(before);
  assert_int_equal(before->reader_version, 0);
  assert_int_equal(before->passages, 3);
  assert_true(rc_reader_is_earlier(before->status, before->reader_version));
  assert_true(rc_reader_is_earlier(RC_STATUS_NO_TEXT, RC_READER_VERSION - 1));
  assert_false(rc_reader_is_earlier(RC_STATUS_OK, RC_READER_VERSION + 1));
  assert_false(rc_reader_is_earlier(RC_STATUS_UNREADABLE, 0));
  assert_false(rc_reader_is_earlier(RC_STATUS_TOO_BIG, 0));
}

/* Nor are these renamed; what only the index needs is not shown. */
static void test_names_of_a_document(void **state) {
  static const char *const names[] = {"title",      "organisation",      "date",       "symbol",
                                      "type",       "country",           "language",   "sha256",
                                      "id",         "original_language", "status",     "pages",
                                      "file",       "provenance",        "pages_read", "pages_ocr",
                                      "ocr_wanted", "applicant",         "respondent"};
  (void)state;
  g_autoptr(RcDocument) document = full_document();
  json_t *record = rc_json_from_document(document);
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
    if (!json_object_get(record, names[i]))
      fail_msg("no \"%s\"", names[i]);
  assert_true(json_is_null(json_object_get(record, "symbol")));
  assert_null(json_object_get(record, "files"));
  assert_null(json_object_get(record, "pack_starts"));
  json_t *provenance = json_object_get(record, "provenance");
  assert_string_equal(json_string_value(json_object_get(provenance, "type")), "sidecar");
  assert_null(json_object_get(provenance, "symbol"));
  json_decref(record);
}

static void test_metadata_keeps_the_rest(void **state) {
  (void)state;
  g_autoptr(RcDocument) from = full_document(), to = full_document();
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  rc_document_set(from, RC_METADATA_TITLE, "Other", "page 1");
  rc_document_set(from, RC_METADATA_DATE, NULL, NULL);
  rc_document_set(from, RC_METADATA_SYMBOL, "A/1", "page 1");
  rc_record_append_metadata(bytes, from);
  assert_true(rc_record_read_metadata(bytes->data, bytes->len, to, NULL));
  assert_string_equal(rc_document_peek(to, RC_METADATA_TITLE), "Other");
  assert_string_equal(rc_document_peek(to, RC_METADATA_SYMBOL), "A/1");
  assert_string_equal(to->metadata[RC_METADATA_SYMBOL].source, "page 1");
  assert_string_equal(to->id, "0123456789abcdef");
  assert_int_equal(to->files->len, 2);
}

/* Nothing of the PDF's place or bytes crosses the pipe in metadata. */
static void test_metadata_names_no_file(void **state) {
  (void)state;
  g_autoptr(RcDocument) document = full_document();
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  rc_record_append_metadata(bytes, document);
  assert_null(memmem(bytes->data, bytes->len, "a.pdf", 5));
  assert_null(memmem(bytes->data, bytes->len, document->sha256, 64));
}

/* --- what is refused --- */

static void assert_names(const GError *error, const char *field) {
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_INPUT));
  if (!strstr(error->message, field))
    fail_msg("%s: not named in: %s", field, error->message);
}

/* The forms of record.h, as an attacker would write them. */
#define METADATA_TYPE "a(sss)"
#define DOCUMENT_TYPE "(ssa(uayxt)sa(sss)uuuusauau)"
#define PASSAGE_TYPE "(usa(uu)sssassdua(ssuu)a(ssuu))"

/* The members of a good passage in their order, by the name that an error gives. */
static const struct {
  const char *name, *text;
} members[] = {
    {"passage", "37"},
    {"text", "'Дунгане, см. CERD/C/KAZ/CO/8-10'"},
    {"pages", "[(0, 2), (16, 3)]"},
    {"page_label", "'iv'"},
    {"paragraph", "'fn. 7'"},
    {"kind", "'footnote'"},
    {"section", "['II. Меньшинства', 'A. Dungans']"},
    {"language", "'ru'"},
    {"ocr", "0.5"},
    {"footnote_of", "30"},
    {"mentions", "[('group', 'dungan', 0, 14)]"},
    {"cites", "[('CERD/C/KAZ/CO/8-10', '24', 22, 40)]"},
};

/* Reads the good passage with one member set to `text`; NULL for `name` leaves it. */
static bool takes(const char *name, const char *text, GError **error) {
  g_autoptr(GString) record = g_string_new("(");
  bool found = !name;
  for (size_t i = 0; i < G_N_ELEMENTS(members); i++) {
    bool here = name && strcmp(members[i].name, name) == 0;
    g_string_append_printf(record, "%s%s", i ? ", " : "", here ? text : members[i].text);
    found = found || here;
  }
  assert_true(found);
  g_string_append_c(record, ')');
  g_autoptr(GByteArray) bytes = record_fixture_new(PASSAGE_TYPE, record->str);
  g_autoptr(GError) own = NULL;
  g_autoptr(RcPassage) read = rc_record_read_passage(bytes->data, bytes->len, &own);
  assert_true((read == NULL) == (own != NULL));
  if (own)
    g_propagate_error(error, g_steal_pointer(&own));
  return read != NULL;
}

typedef struct {
  const char *field, *value;
} Wrong;

static void test_the_good_passage_is_taken(void **state) {
  (void)state;
  assert_true(takes(NULL, NULL, NULL));
}

static void test_passages_that_are_refused(void **state) {
  static const Wrong cases[] = {
      {"kind", "''"},
      {"kind", "'poem'"},
      {"kind", "'Body'"},
      {"pages", "[]"},
      {"pages", "[(0, 0)]"},
      {"pages", "[(0, 2), (16, 2)]"},
      {"pages", "[(0, 3), (16, 2)]"},
      {"pages", "[(0, 2), (16, 10000001)]"},
      {"pages", "[(1, 2), (16, 3)]"},
      {"pages", "[(0, 2), (16, 3), (0, 4)]"},
      {"pages", "[(0, 2), (1000, 3)]"},
      {"pages", "[(0, 2), (4294967295, 3)]"},
      {"page_label", "'a\\nb'"},
      {"page_label", "'a\\u001fb'"},
      {"page_label", "'a\\u0085b'"},
      {"paragraph", "'\\u001b[31m'"},
      {"language", "'r\\u0001u'"},
      {"ocr", "1.01"},
      {"ocr", "-0.5"},
      {"ocr", "1e300"},
      {"ocr", "-1e300"},
      {"mentions", "[('', 'dungan', 0, 14)]"},
      {"mentions", "[('group', '', 0, 14)]"},
      {"mentions", "[('group', 'dun\\u001fgan', 0, 14)]"},
      {"cites", "[('', '', 0, 1)]"},
      {"cites", "[('A/1\\n', '', 0, 1)]"},
      {"cites", "[('A/1', '\\u0007', 0, 1)]"},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    if (takes(cases[i].field, cases[i].value, &error))
      fail_msg("taken: %s = %s", cases[i].field, cases[i].value);
    assert_names(error, cases[i].field);
  }
}

/* The numbers that no text form gives. */
static void test_confidences_that_are_no_number(void **state) {
  static const double numbers[] = {NAN, INFINITY, -INFINITY, -0.999, -1.001};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
    g_autoptr(RcPassage) passage = full_passage();
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_autoptr(GError) error = NULL;
    passage->ocr = 0.625;
    rc_record_append_passage(bytes, passage);
    g_autoptr(GByteArray) good = g_byte_array_new(), bad = g_byte_array_new();
    rc_items_append_real(good, 0.625);
    rc_items_append_real(bad, numbers[i]);
    guint8 *place = memmem(bytes->data, bytes->len, good->data, good->len);
    assert_non_null(place);
    memcpy(place, bad->data, bad->len);
    assert_null(rc_record_read_passage(bytes->data, bytes->len, &error));
    assert_names(error, "ocr");
  }
}

static bool takes_silently(const char *name, const char *text) {
  g_autoptr(GError) error = NULL;
  bool taken = takes(name, text, &error);
  if (!taken)
    assert_names(error, name);
  return taken;
}

#define MENTION(field, start, end) "('" field "', 'x', " #start ", " #end ")"
#define CITED(start, end) "('A/1', '', " #start ", " #end ")"

static void test_ranges(void **state) {
  (void)state;
  assert_true(takes_silently("mentions", "[" MENTION("group", 0, 14) "]"));
  assert_true(
      takes_silently("mentions", "[" MENTION("region", 0, 2) "," MENTION("body", 22, 40) "]"));
  assert_true(
      takes_silently("mentions", "[" MENTION("group", 0, 14) "," MENTION("region", 0, 14) "]"));
  assert_false(takes_silently("mentions", "[" MENTION("word", 0, 14) "]"));
  assert_false(takes_silently("mentions", "[" MENTION("id", 0, 14) "]"));
  assert_false(takes_silently("mentions", "[" MENTION("group", 14, 0) "]"));
  assert_false(takes_silently("mentions", "[" MENTION("group", 4294967295, 14) "]"));
  assert_false(takes_silently("mentions", "[" MENTION("group", 0, 41) "]"));
  assert_true(takes_silently("cites", "[" CITED(0, 14) "," CITED(22, 40) "]"));
  assert_false(takes_silently("cites", "[" CITED(22, 41) "]"));
  assert_false(takes_silently("cites", "[" CITED(5, 4) "]"));
}

/* Whoever marks a range in the text cuts it there: never inside a character. */
static void test_ranges_keep_to_characters(void **state) {
  (void)state;
  assert_false(takes_silently("mentions", "[" MENTION("group", 1, 14) "]"));
  assert_false(takes_silently("mentions", "[" MENTION("group", 0, 13) "]"));
  assert_false(takes_silently("cites", "[" CITED(1, 14) "]"));
  assert_false(takes_silently("pages", "[(0, 2), (5, 3)]"));
}

static void test_ranges_ascend(void **state) {
  (void)state;
  assert_false(
      takes_silently("mentions", "[" MENTION("group", 22, 40) "," MENTION("group", 0, 14) "]"));
  assert_false(takes_silently("cites", "[" CITED(22, 40) "," CITED(0, 14) "]"));
}

/* A list of `count` times an item. */
static char *repeat(const char *item, guint count) {
  GString *list = g_string_new("[");
  for (guint i = 0; i < count; i++)
    g_string_append_printf(list, "%s%s", i ? "," : "", item);
  return g_string_free(g_string_append_c(list, ']'), FALSE);
}

static void test_endless_values(void **state) {
  (void)state;
  g_autofree char *filled = g_strnfill(5000, 'x');
  g_autofree char *label = g_strdup_printf("'%s'", filled);
  g_autofree char *sections = repeat("''", 70000);
  g_autofree char *mentions = repeat(MENTION("group", 0, 14), 70000);
  g_autofree char *cites = repeat(CITED(0, 14), 70000);
  assert_false(takes_silently("page_label", label));
  assert_false(takes_silently("paragraph", label));
  assert_false(takes_silently("language", label));
  assert_false(takes_silently("language", "'Russian'"));
  assert_false(takes_silently("language", "'en, ru'"));
  assert_true(takes_silently("language", "'kk-Latn'"));
  assert_true(takes_silently("language", "''"));
  assert_false(takes_silently("section", sections));
  assert_false(takes_silently("mentions", mentions));
  assert_false(takes_silently("cites", cites));
}

static void test_metadata_that_is_refused(void **state) {
  static const Wrong cases[] = {
      {"title", "'a\\u001fb'"},
      {"title", "'a\\nb'"},
      {"date", "''"},
      {"date", "'yesterday'"},
      {"date", "'20'"},
      {"date", "'2020-1'"},
      {"date", "'2020-13'"},
      {"date", "'2020-02-30'"},
      {"date", "'2020-11-24T00:00'"},
      {"date", "'дата'"},
      {"language", "''"},
      {"language", "'Russian'"},
      {"language", "'RU'"},
      {"original_language", "'русский'"},
      {"original_language", "'en_US'"},
      {"country", "''"},
      {"country", "'kz'"},
      {"country", "'ZZ'"},
      {"country", "'KZ-31'"},
      {"country", "'Казахстан'"},
      {"type", "'poem'"},
      {"type", "''"},
      {"id", "'0123456789abcdef'"},
      {"path", "'a.pdf'"},
      {"status", "'ok'"},
      {"Title", "'T'"},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text =
        g_strdup_printf("[('%s', %s, 'page 1')]", cases[i].field, cases[i].value);
    g_autoptr(GByteArray) bytes = record_fixture_new(METADATA_TYPE, text);
    g_autoptr(RcDocument) document = full_document();
    g_autoptr(GError) error = NULL;
    if (rc_record_read_metadata(bytes->data, bytes->len, document, &error))
      fail_msg("taken: %s", text);
    assert_names(error, cases[i].field);
  }
}

static void test_sources_that_are_refused(void **state) {
  (void)state;
  g_autoptr(GByteArray) bytes = record_fixture_new(METADATA_TYPE, "[('title', 'T', 'p\\u001bdf')]");
  g_autoptr(RcDocument) document = full_document();
  g_autoptr(GError) error = NULL;
  assert_false(rc_record_read_metadata(bytes->data, bytes->len, document, &error));
  assert_names(error, "title");
}

static void test_dates_that_are_taken(void **state) {
  static const char *const dates[] = {"2020", "2020-11", "2020-02-29"};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(dates); i++) {
    g_autofree char *text = g_strdup_printf("[('date', '%s', 'page 1')]", dates[i]);
    g_autoptr(GByteArray) bytes = record_fixture_new(METADATA_TYPE, text);
    g_autoptr(RcDocument) document = full_document();
    assert_true(rc_record_read_metadata(bytes->data, bytes->len, document, NULL));
    assert_string_equal(rc_document_peek(document, RC_METADATA_DATE), dates[i]);
  }
}

/* A document with one member set to `text`: status, files and so on. */
#define DOCUMENT(id, sha256, files, status, metadata, numbers, reader, layout)                     \
  "(" id "," sha256 "," files "," status "," metadata "," numbers "," reader "," layout ")"
#define ID "'0123456789abcdef'"
#define DIGEST "'0123456789abcdef000000000000000000000000000000000000000000000000'"
#define FILES "[(0, b'a.pdf', -5, 100)]"

static void test_documents_that_are_refused(void **state) {
  static const Wrong cases[] = {
      {"status", DOCUMENT(ID, DIGEST, FILES, "'fine'", "[]", "3,3,0,0", "''", "[1],[1]")},
      {"status", DOCUMENT(ID, DIGEST, FILES, "''", "[]", "3,3,0,0", "''", "[1],[1]")},
      {"pages", DOCUMENT(ID, DIGEST, FILES, "'ok'", "[]", "4294967295,0,0,0", "''", "[1],[1]")},
      {"pages", DOCUMENT(ID, DIGEST, FILES, "'ok'", "[]", "3,4,0,0", "''", "[1],[1]")},
      {"pages", DOCUMENT(ID, DIGEST, FILES, "'ok'", "[]", "3,3,4,0", "''", "[1],[1]")},
      {"pages", DOCUMENT(ID, DIGEST, FILES, "'ok'", "[]", "3,3,0,4", "''", "[1],[1]")},
      {"files", DOCUMENT(ID, DIGEST, "[(0, b'', 0, 0)]", "'ok'", "[]", "3,3,0,0", "''", "[1],[1]")},
      {"passages", DOCUMENT(ID, DIGEST, FILES, "'ok'", "[]", "3,3,0,0", "''", "[5, 5],[1]")},
      {"passages", DOCUMENT(ID, DIGEST, FILES, "'ok'", "[]", "3,3,0,0", "''", "[5, 4],[1]")},
      {"pack_starts", DOCUMENT(ID, DIGEST, FILES, "'ok'", "[]", "3,3,0,0", "''", "[5, 9],[1, 1]")},
      {"pack_starts", DOCUMENT(ID, DIGEST, FILES, "'ok'", "[]", "3,3,0,0", "''", "[5, 9],[2]")},
      {"pack_starts", DOCUMENT(ID, DIGEST, FILES, "'ok'", "[]", "3,3,0,0", "''", "[5, 9],[1, 3]")},
      {"id", DOCUMENT("'\\n'", DIGEST, FILES, "'ok'", "[]", "3,3,0,0", "''", "[1],[1]")},
      {"sha256", DOCUMENT(ID, "'\\n'", FILES, "'ok'", "[]", "3,3,0,0", "''", "[1],[1]")},
      {"id", DOCUMENT("''", DIGEST, FILES, "'ok'", "[]", "3,3,0,0", "''", "[1],[1]")},
      {"id",
       DOCUMENT("'0123456789abcde'", DIGEST, FILES, "'ok'", "[]", "3,3,0,0", "''", "[1],[1]")},
      {"id",
       DOCUMENT("'1123456789abcdef'", DIGEST, FILES, "'ok'", "[]", "3,3,0,0", "''", "[1],[1]")},
      {"sha256", DOCUMENT(ID, ID, FILES, "'ok'", "[]", "3,3,0,0", "''", "[1],[1]")},
      {"sha256", DOCUMENT(ID, "''", FILES, "'ok'", "[]", "3,3,0,0", "''", "[1],[1]")},
      {"reader", DOCUMENT(ID, DIGEST, FILES, "'ok'", "[]", "3,3,0,0", "'\\n'", "[1],[1]")},
      {"date",
       DOCUMENT(ID, DIGEST, FILES, "'ok'", "[('date', 'x', '')]", "3,3,0,0", "''", "[1],[1]")},
  };
  (void)state;
  static const char good[] = DOCUMENT(ID, DIGEST, FILES, "'ok'", "[]", "3,3,0,0", "''", "[1],[1]");
  g_autoptr(GByteArray) sound = record_fixture_new(DOCUMENT_TYPE, good);
  g_autoptr(RcDocument) taken = rc_record_read_document(sound->data, sound->len, NULL);
  assert_non_null(taken);
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GByteArray) bytes = record_fixture_new(DOCUMENT_TYPE, cases[i].value);
    g_autoptr(GError) error = NULL;
    g_autoptr(RcDocument) read = rc_record_read_document(bytes->data, bytes->len, &error);
    if (read)
      fail_msg("taken: %s", cases[i].value);
    assert_names(error, cases[i].field);
  }
}

/* Forms 1 and 2: of the passages of a document first a list of positions, then their number. */
static void test_forms_of_a_document(void **state) {
  static const struct {
    const char *type, *form, *layout, *wrong; /* a field, or NULL: it is taken */
  } cases[] = {
      {"(ussa(uayxt)sa(sss)uuuusauau)", "1", "[1, 140, 999],[1, 3]", NULL},
      {"(ussa(uayxt)sa(sss)uuuusuau)", "2", "3,[1, 3]", NULL},
      {"(ussa(uayxt)sa(sss)uuuusauau)", "2", "[1, 140, 999],[1, 3]", "passages"},
      {"(ussa(uayxt)sa(sss)uuuusuau)", "1", "3,[1, 3]", "passages"},
      {"(ussa(uayxt)sa(sss)uuuusauau)", "1", "[1, 140, 140],[1, 3]", "passages"},
      {"(ussa(uayxt)sa(sss)uuuusuau)", "2", "2,[1, 3]", "pack_starts"},
      {"(ussa(uayxt)sa(sss)uuuusuau)", "2", "0,[1]", "pack_starts"},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = g_strdup_printf("(%s, %s,%s,%s,'ok',@a(sss) [],3,3,0,0,'',%s)",
                                            cases[i].form, ID, DIGEST, FILES, cases[i].layout);
    g_autoptr(GByteArray) bytes = record_fixture_new(cases[i].type, text);
    g_autoptr(GError) error = NULL;
    g_autoptr(RcDocument) read = rc_record_read_document(bytes->data, bytes->len, &error);
    if (cases[i].wrong) {
      assert_null(read);
      assert_names(error, cases[i].wrong);
      continue;
    }
    assert_non_null(read);
    assert_int_equal(read->passages, 3);
    /* It is written in the newest form, whichever it came in. */
    g_autoptr(GByteArray) written = g_byte_array_new(), newest = g_byte_array_new();
    g_autoptr(RcDocument) again = document_through_bytes(read);
    rc_record_append_document(written, read);
    rc_record_append_document(newest, again);
    assert_int_equal(written->data[1], RC_RECORD_FORM);
    assert_int_equal(again->passages, 3);
    assert_same_bytes(written, newest);
  }
}

static void test_bytes_that_are_no_record(void **state) {
  static const char *const bytes[] = {"", "[]", "nul", "{\"text\":\"a\"}", "\xff\xff\xff\xff"};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(bytes); i++) {
    g_autoptr(GError) error = NULL, other = NULL;
    assert_null(rc_record_read_passage(bytes[i], strlen(bytes[i]), &error));
    assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_INPUT));
    assert_null(rc_record_read_document(bytes[i], strlen(bytes[i]), &other));
    assert_true(g_error_matches(other, RC_ERROR, RC_ERROR_BAD_INPUT));
  }
}

/* A record of one kind is none of another. */
static void test_records_of_another_kind(void **state) {
  (void)state;
  g_autoptr(RcPassage) passage = full_passage();
  g_autoptr(RcDocument) document = full_document();
  g_autoptr(GByteArray) of_passage = g_byte_array_new(), of_document = g_byte_array_new();
  rc_record_append_passage(of_passage, passage);
  rc_record_append_document(of_document, document);
  assert_null(rc_record_read_document(of_passage->data, of_passage->len, NULL));
  assert_null(rc_record_read_passage(of_document->data, of_document->len, NULL));
}

/* A string with bytes that are no UTF-8 is no string. */
static void test_strings_are_utf8(void **state) {
  (void)state;
  g_autoptr(RcPassage) passage = full_passage();
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  rc_record_append_passage(bytes, passage);
  guint8 *text = memmem(bytes->data, bytes->len, "Дунгане", strlen("Дунгане"));
  assert_non_null(text);
  text[0] = 0xff;
  assert_null(rc_record_read_passage(bytes->data, bytes->len, NULL));
  text[0] = 0; /* ends the string early: another form of another value */
  assert_null(rc_record_read_passage(bytes->data, bytes->len, NULL));
}

/* Cut or longer, a record is refused; whatever byte is changed, what is taken is
 * written again as the same bytes: nothing hides between its members. */
static void test_every_cut_and_every_byte(void **state) {
  (void)state;
  g_autoptr(RcPassage) passage = full_passage();
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  rc_record_append_passage(bytes, passage);
  for (guint length = 0; length < bytes->len; length++)
    assert_null(rc_record_read_passage(bytes->data, length, NULL));
  guint taken = 0;
  for (guint i = 0; i < bytes->len; i++) {
    guint8 kept = bytes->data[i];
    for (int bit = 0; bit < 8; bit++) {
      bytes->data[i] = (guint8)(kept ^ (1 << bit));
      g_autoptr(RcPassage) read = rc_record_read_passage(bytes->data, bytes->len, NULL);
      if (!read)
        continue;
      g_autoptr(GByteArray) again = g_byte_array_new();
      rc_record_append_passage(again, read);
      assert_int_equal(again->len, bytes->len);
      assert_memory_equal(again->data, bytes->data, bytes->len);
      taken++;
    }
    bytes->data[i] = kept;
  }
  assert_true(taken > 0 && taken < bytes->len * 8);
  g_byte_array_append(bytes, (const guint8 *)"", 1);
  assert_null(rc_record_read_passage(bytes->data, bytes->len, NULL));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_passage_comes_back),
      cmocka_unit_test(test_bare_passage_comes_back),
      cmocka_unit_test(test_names_of_a_passage),
      cmocka_unit_test(test_columns),
      cmocka_unit_test(test_a_passage_that_has_grown),
      cmocka_unit_test(test_a_newer_form),
      cmocka_unit_test(test_a_document_that_has_grown),
      cmocka_unit_test(test_a_flipped_bit_of_a_document),
      cmocka_unit_test(test_a_pack_of_another_document),
      cmocka_unit_test(test_records_of_schema_4),
      cmocka_unit_test(test_the_version_of_the_reader),
      cmocka_unit_test(test_document_comes_back),
      cmocka_unit_test(test_bare_document_comes_back),
      cmocka_unit_test(test_names_of_a_document),
      cmocka_unit_test(test_metadata_keeps_the_rest),
      cmocka_unit_test(test_metadata_names_no_file),
      cmocka_unit_test(test_the_good_passage_is_taken),
      cmocka_unit_test(test_passages_that_are_refused),
      cmocka_unit_test(test_confidences_that_are_no_number),
      cmocka_unit_test(test_ranges),
      cmocka_unit_test(test_ranges_keep_to_characters),
      cmocka_unit_test(test_ranges_ascend),
      cmocka_unit_test(test_endless_values),
      cmocka_unit_test(test_metadata_that_is_refused),
      cmocka_unit_test(test_sources_that_are_refused),
      cmocka_unit_test(test_dates_that_are_taken),
      cmocka_unit_test(test_documents_that_are_refused),
      cmocka_unit_test(test_forms_of_a_document),
      cmocka_unit_test(test_bytes_that_are_no_record),
      cmocka_unit_test(test_records_of_another_kind),
      cmocka_unit_test(test_strings_are_utf8),
      cmocka_unit_test(test_every_cut_and_every_byte),
  };
  return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
