/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records: a document or passage comes back as it went, and a record that no
 * honest worker writes is refused by the name of its field. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "record.h"

/* Through bytes and back, as over the pipe or in the index. */
static json_t *through_bytes(json_t *record) {
  gsize length;
  char *bytes = rc_record_write(record, &length);
  json_decref(record);
  json_t *again = rc_record_read(bytes, length, NULL);
  assert_non_null(again);
  free(bytes);
  return again;
}

static RcPassage *full_passage(void) {
  RcPassage *passage = rc_passage_new();
  passage->ordinal = 37;
  passage->kind = RC_KIND_FOOTNOTE;
  passage->text = g_strdup("Дунгане, см. CERD/C/KAZ/CO/8-10");
  RcPageStart starts[] = {{0, 2}, {16, 3}};
  g_array_append_vals(passage->page_starts, starts, 2);
  passage->page_label = g_strdup("iv");
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
  json_t *record = through_bytes(rc_record_from_passage(passage));
  g_autoptr(RcPassage) again = rc_record_to_passage(record, NULL);
  json_decref(record);
  assert_non_null(again);
  assert_int_equal(again->ordinal, 37);
  assert_int_equal(again->kind, RC_KIND_FOOTNOTE);
  assert_string_equal(again->text, passage->text);
  assert_int_equal(again->page_starts->len, 2);
  assert_int_equal(rc_passage_page_at(again, 15), 2);
  assert_int_equal(rc_passage_page_at(again, 16), 3);
  assert_string_equal(again->page_label, "iv");
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
  json_t *record = through_bytes(rc_record_from_passage(passage));
  g_autoptr(RcPassage) again = rc_record_to_passage(record, NULL);
  json_decref(record);
  assert_non_null(again);
  assert_null(again->page_label);
  assert_null(again->number);
  assert_null(again->language);
  assert_true(again->ocr < 0);
  assert_int_equal(again->footnote_of, 0);
  assert_int_equal(again->mentions->len + again->cites->len + again->section->len, 0);
}

/* The names are a contract with scripts: never renamed. */
static void test_names_of_a_passage(void **state) {
  static const char *const names[] = {"passage",   "page",     "pages", "page_starts", "page_label",
                                      "paragraph", "kind",     "text",  "section",     "language",
                                      "ocr",       "mentions", "cites", "footnote_of"};
  (void)state;
  g_autoptr(RcPassage) passage = full_passage();
  json_t *record = rc_record_from_passage(passage);
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
    assert_non_null(json_object_get(record, names[i]));
  assert_int_equal(json_integer_value(json_object_get(record, "page")), 2);
  json_decref(record);
}

static RcDocument *full_document(void) {
  RcDocument *document = rc_document_new();
  document->id = g_strdup("0123456789abcdef");
  document->sha256 = g_strnfill(64, 'a');
  document->status = RC_STATUS_PARTIAL;
  document->pages = 12;
  document->pages_read = 11;
  rc_document_set(document, RC_METADATA_TITLE, "Дунгане Кордая", "pdf");
  rc_document_set(document, RC_METADATA_DATE, "2020-11", "page 1");
  rc_document_set(document, RC_METADATA_TYPE, "submission", "sidecar");
  RcFile files[] = {{0, g_strdup("папка/a.pdf"), -5, 100},
                    {1, g_strdup("caf\xe9/100%.pdf"), G_MAXINT64, G_MAXINT64}};
  g_array_append_vals(document->files, files, 2);
  guint32 positions[] = {1, 140, 999};
  g_array_append_vals(document->passage_positions, positions, 3);
  return document;
}

static void test_document_comes_back(void **state) {
  (void)state;
  g_autoptr(RcDocument) document = full_document();
  json_t *record = through_bytes(rc_record_from_document(document));
  g_autoptr(RcDocument) again = rc_record_to_document(record, NULL);
  json_decref(record);
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
  assert_int_equal(again->passage_positions->len, 3);
  assert_int_equal(g_array_index(again->passage_positions, guint32, 2), 999);
}

static void test_metadata_keeps_the_rest(void **state) {
  (void)state;
  g_autoptr(RcDocument) from = full_document(), to = full_document();
  rc_document_set(from, RC_METADATA_TITLE, "Other", "page 1");
  rc_document_set(from, RC_METADATA_DATE, NULL, NULL);
  json_t *record = through_bytes(rc_record_from_metadata(from));
  assert_null(json_object_get(record, "sha256"));
  assert_null(json_object_get(record, "files"));
  assert_true(rc_record_read_metadata(record, to, NULL));
  json_decref(record);
  assert_string_equal(rc_document_peek(to, RC_METADATA_TITLE), "Other");
  assert_null(rc_document_peek(to, RC_METADATA_DATE));
  assert_string_equal(to->id, "0123456789abcdef");
  assert_int_equal(to->files->len, 2);
}

/* --- what is refused --- */

/* A good record with one field set to `value` (JSON; NULL: taken away), and the
 * name that the error must give. */
typedef struct {
  const char *field, *value;
} Wrong;

static json_t *spoil(json_t *record, const Wrong *wrong) {
  json_t *value =
      wrong->value ? json_loads(wrong->value, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL) : NULL;
  assert_true(!wrong->value || value);
  if (value)
    json_object_set_new(record, wrong->field, value);
  else
    json_object_del(record, wrong->field);
  return record;
}

static void assert_names(const GError *error, const char *field) {
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_INPUT));
  assert_non_null(strstr(error->message, field));
}

static void test_passages_that_are_refused(void **state) {
  static const Wrong cases[] = {
      {"text", NULL},
      {"text", "null"},
      {"text", "5"},
      {"kind", NULL},
      {"kind", "\"poem\""},
      {"kind", "\"Body\""},
      {"kind", "0"},
      {"passage", "-1"},
      {"passage", "4294967296"},
      {"passage", "1.5"},
      {"passage", "\"1\""},
      {"pages", NULL},
      {"pages", "[]"},
      {"pages", "[0]"},
      {"pages", "[-1]"},
      {"pages", "[2, 2]"},
      {"pages", "[3, 2]"},
      {"pages", "[2, 4294967298]"},
      {"pages", "\"2\""},
      {"pages", "[\"2\"]"},
      {"page_starts", "[1, 16]"},
      {"page_starts", "[0, 1000]"},
      {"page_starts", "[0, -1]"},
      {"page_starts", "{}"},
      {"page_label", "\"a\\nb\""},
      {"page_label", "\"a\\u001fb\""},
      {"page_label", "\"a\\u0085b\""},
      {"page_label", "7"},
      {"paragraph", "[]"},
      {"paragraph", "\"\\u001b[31m\""},
      {"language", "\"r\\u0001u\""},
      {"language", "1"},
      {"section", "\"II\""},
      {"section", "[1]"},
      {"section", "[null]"},
      {"ocr", "1.01"},
      {"ocr", "-0.5"},
      {"ocr", "\"0.5\""},
      {"footnote_of", "-1"},
      {"footnote_of", "true"},
      {"mentions", "1"},
      {"mentions", "[1]"},
      {"mentions", "[{\"field\":\"group\",\"start\":0,\"end\":14}]"},
      {"cites", "{}"},
      {"cites", "[{\"start\":0,\"end\":1}]"},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcPassage) passage = full_passage();
    g_autoptr(GError) error = NULL;
    json_t *record = spoil(rc_record_from_passage(passage), &cases[i]);
    g_autoptr(RcPassage) read = rc_record_to_passage(record, &error);
    json_decref(record);
    if (read)
      fail_msg("taken: %s = %s", cases[i].field, cases[i].value ? cases[i].value : "nothing");
    assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_INPUT));
  }
}

/* Reads the full passage with mentions or cites replaced by `json`. */
static bool takes(const char *field, const char *json) {
  const Wrong wrong = {field, json};
  g_autoptr(RcPassage) passage = full_passage();
  json_t *record = spoil(rc_record_from_passage(passage), &wrong);
  g_autoptr(GError) error = NULL;
  g_autoptr(RcPassage) read = rc_record_to_passage(record, &error);
  json_decref(record);
  assert_true((read == NULL) == (error != NULL));
  return read != NULL;
}

#define MENTION(field, start, end)                                                                 \
  "{\"field\":\"" field "\",\"concept\":\"x\",\"start\":" #start ",\"end\":" #end "}"
#define CITED(start, end) "{\"symbol\":\"A/1\",\"start\":" #start ",\"end\":" #end "}"

static void test_ranges(void **state) {
  (void)state;
  assert_true(takes("mentions", "[" MENTION("group", 0, 14) "]"));
  assert_true(takes("mentions", "[" MENTION("region", 0, 2) "," MENTION("body", 22, 40) "]"));
  assert_true(takes("mentions", "[" MENTION("group", 0, 14) "," MENTION("region", 0, 14) "]"));
  assert_false(takes("mentions", "[" MENTION("word", 0, 14) "]"));
  assert_false(takes("mentions", "[" MENTION("id", 0, 14) "]"));
  assert_false(takes("mentions", "[" MENTION("group", 14, 0) "]"));
  assert_false(takes("mentions", "[" MENTION("group", -1, 14) "]"));
  assert_false(takes("mentions", "[" MENTION("group", 0, 41) "]"));
  assert_true(takes("cites", "[" CITED(0, 14) "," CITED(22, 40) "]"));
  assert_false(takes("cites", "[" CITED(22, 41) "]"));
  assert_false(takes("cites", "[" CITED(5, 4) "]"));
}

/* Whoever marks a range in the text cuts it there: never inside a character. */
static void test_ranges_keep_to_characters(void **state) {
  (void)state;
  assert_false(takes("mentions", "[" MENTION("group", 1, 14) "]"));
  assert_false(takes("mentions", "[" MENTION("group", 0, 13) "]"));
  assert_false(takes("cites", "[" CITED(1, 14) "]"));
  assert_false(takes("page_starts", "[0, 5]"));
}

static void test_ranges_ascend(void **state) {
  (void)state;
  assert_false(takes("mentions", "[" MENTION("group", 22, 40) "," MENTION("group", 0, 14) "]"));
  assert_false(takes("cites", "[" CITED(22, 40) "," CITED(0, 14) "]"));
}

static void test_endless_values(void **state) {
  (void)state;
  g_autofree char *label = g_strnfill(5000, 'x');
  g_autofree char *json = g_strdup_printf("\"%s\"", label);
  assert_false(takes("page_label", json));
  assert_false(takes("language", json));
  g_autoptr(GString) many = g_string_new("[0");
  for (int i = 0; i < 70000; i++)
    g_string_append(many, ",1");
  g_string_append_c(many, ']');
  assert_false(takes("section", many->str));
}

static void test_metadata_that_is_refused(void **state) {
  static const Wrong cases[] = {
      {"title", "5"},
      {"title", "\"a\\u001fb\""},
      {"title", "\"a\\nb\""},
      {"symbol", "{}"},
      {"date", "\"yesterday\""},
      {"date", "\"20\""},
      {"date", "\"2020-1\""},
      {"date", "\"2020-13\""},
      {"date", "\"2020-02-30\""},
      {"date", "\"2020-11-24T00:00\""},
      {"date", "\"дата\""},
      {"type", "\"poem\""},
      {"type", "\"\""},
      {"provenance", "{\"title\":7}"},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcDocument) document = full_document();
    g_autoptr(GError) error = NULL;
    json_t *record = spoil(rc_record_from_metadata(document), &cases[i]);
    bool read = rc_record_read_metadata(record, document, &error);
    json_decref(record);
    if (read)
      fail_msg("taken: %s = %s", cases[i].field, cases[i].value);
    assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_INPUT));
  }
}

static void test_dates_that_are_taken(void **state) {
  static const char *const dates[] = {"\"2020\"", "\"2020-11\"", "\"2020-02-29\"", "null"};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(dates); i++) {
    const Wrong date = {"date", dates[i]};
    g_autoptr(RcDocument) document = full_document();
    json_t *record = spoil(rc_record_from_metadata(document), &date);
    assert_true(rc_record_read_metadata(record, document, NULL));
    json_decref(record);
  }
}

static void test_documents_that_are_refused(void **state) {
  static const Wrong cases[] = {
      {"status", NULL},
      {"status", "\"fine\""},
      {"pages", "-1"},
      {"pages", "4294967295"},
      {"pages_read", "\"1\""},
      {"files", "[{}]"},
      {"files", "[{\"path\":5}]"},
      {"files", "{}"},
      {"passage_positions", "[5, 5]"},
      {"passage_positions", "[5, 4]"},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcDocument) document = full_document();
    g_autoptr(GError) error = NULL;
    json_t *record = spoil(rc_record_from_document(document), &cases[i]);
    g_autoptr(RcDocument) read = rc_record_to_document(record, &error);
    json_decref(record);
    assert_null(read);
    assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_INPUT));
  }
}

static void test_errors_name_the_field(void **state) {
  (void)state;
  const Wrong wrong = {"footnote_of", "-1"};
  g_autoptr(RcPassage) passage = full_passage();
  g_autoptr(GError) error = NULL;
  json_t *record = spoil(rc_record_from_passage(passage), &wrong);
  assert_null(rc_record_to_passage(record, &error));
  json_decref(record);
  assert_names(error, "\"footnote_of\"");
}

static void test_bytes_that_are_no_record(void **state) {
  static const char *const bytes[] = {"", "[]", "nul", "{\"a\":}", "{\"a\":1,\"a\":1}", "{} x"};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(bytes); i++) {
    g_autoptr(GError) error = NULL;
    assert_null(rc_record_read(bytes[i], strlen(bytes[i]), &error));
    assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_INPUT));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_passage_comes_back),
      cmocka_unit_test(test_bare_passage_comes_back),
      cmocka_unit_test(test_names_of_a_passage),
      cmocka_unit_test(test_document_comes_back),
      cmocka_unit_test(test_metadata_keeps_the_rest),
      cmocka_unit_test(test_passages_that_are_refused),
      cmocka_unit_test(test_ranges),
      cmocka_unit_test(test_ranges_keep_to_characters),
      cmocka_unit_test(test_ranges_ascend),
      cmocka_unit_test(test_endless_values),
      cmocka_unit_test(test_metadata_that_is_refused),
      cmocka_unit_test(test_dates_that_are_taken),
      cmocka_unit_test(test_documents_that_are_refused),
      cmocka_unit_test(test_errors_name_the_field),
      cmocka_unit_test(test_bytes_that_are_no_record),
  };
  return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
