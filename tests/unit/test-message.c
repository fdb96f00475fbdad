/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages of a worker: what is written is read back, and what no worker of ours
 * would write is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "error.h"
#include "message.h"
#include "record.h"

/* Reads one whole message that must be there. */
static void read_whole(const GByteArray *bytes, RcMessage *message) {
  gsize used;
  g_autoptr(GError) error = NULL;
  assert_true(rc_message_read(bytes->data, bytes->len, &used, message, &error));
  assert_null(error);
  assert_int_equal(used, bytes->len);
}

static void assert_refused(const guint8 *bytes, gsize length) {
  g_auto(RcMessage) message = {0};
  gsize used;
  g_autoptr(GError) error = NULL;
  assert_false(rc_message_read(bytes, length, &used, &message, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_INPUT));
  assert_int_equal(used, 0);
  assert_null(message.record);
}

/* A frame of any type and payload. */
static GByteArray *new_frame(guint8 type, const void *payload, guint32 length) {
  GByteArray *frame = g_byte_array_new();
  guint8 header[5] = {type, (guint8)length, (guint8)(length >> 8), (guint8)(length >> 16),
                      (guint8)(length >> 24)};
  g_byte_array_append(frame, header, sizeof header);
  if (length)
    g_byte_array_append(frame, payload, length);
  return frame;
}

static void assert_payload_refused(guint8 type, const void *payload, guint32 length) {
  g_autoptr(GByteArray) frame = new_frame(type, payload, length);
  assert_refused(frame->data, frame->len);
}

static void test_page(void **state) {
  (void)state;
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  rc_message_append_page(bytes, 3, 70000);
  g_auto(RcMessage) message = {0};
  read_whole(bytes, &message);
  assert_int_equal(message.type, RC_MESSAGE_PAGE);
  assert_int_equal(message.page, 3);
  assert_int_equal(message.pages, 70000);
}

static void test_page_out_of_range(void **state) {
  static const guint32 wrong[][2] = {{0, 5}, {6, 5}, {1, 0}, {0, 0}, {1, G_MAXUINT32}};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    rc_message_append_page(bytes, wrong[i][0], wrong[i][1]);
    assert_refused(bytes->data, bytes->len);
  }
}

static void test_document(void **state) {
  (void)state;
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  json_t *record = json_pack("{s:s}", "title", "Дунгане");
  rc_message_append_document(bytes, record);
  g_auto(RcMessage) message = {0};
  read_whole(bytes, &message);
  assert_int_equal(message.type, RC_MESSAGE_DOCUMENT);
  assert_true(json_equal(message.record, record));
  json_decref(record);
}

static void test_passage(void **state) {
  (void)state;
  g_autoptr(GByteArray) bytes = g_byte_array_new(), postings = g_byte_array_new();
  rc_posting_append(postings, RC_FIELD_WORD, "дунгане");
  rc_posting_append(postings, RC_FIELD_STEM, "дунган");
  json_t *record = json_pack("{s:s}", "text", "Дунгане");
  rc_message_append_passage(bytes, record, postings);
  g_auto(RcMessage) message = {0};
  read_whole(bytes, &message);
  assert_int_equal(message.type, RC_MESSAGE_PASSAGE);
  assert_true(json_equal(message.record, record));
  assert_int_equal(message.postings_length, postings->len);
  assert_memory_equal(message.postings, postings->data, postings->len);
  json_decref(record);
}

static void test_passage_without_postings(void **state) {
  (void)state;
  g_autoptr(GByteArray) bytes = g_byte_array_new(), postings = g_byte_array_new();
  json_t *record = json_object();
  rc_message_append_passage(bytes, record, postings);
  g_auto(RcMessage) message = {0};
  read_whole(bytes, &message);
  assert_int_equal(message.postings_length, 0);
  json_decref(record);
}

static void test_end(void **state) {
  (void)state;
  for (int status = 0; status < RC_N_STATUSES; status++) {
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    rc_message_append_end(bytes, (RcStatus)status, 9, 8);
    g_auto(RcMessage) message = {0};
    read_whole(bytes, &message);
    assert_int_equal(message.type, RC_MESSAGE_END);
    assert_int_equal(message.status, status);
    assert_int_equal(message.pages, 9);
    assert_int_equal(message.pages_read, 8);
  }
}

static void test_end_out_of_range(void **state) {
  static const guint32 wrong[][3] = {{RC_N_STATUSES, 1, 1},
                                     {G_MAXUINT32, 1, 1},
                                     {RC_STATUS_OK, 1, 2},
                                     {RC_STATUS_OK, G_MAXUINT32, 1}};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    rc_message_append_end(bytes, (RcStatus)wrong[i][0], wrong[i][1], wrong[i][2]);
    assert_refused(bytes->data, bytes->len);
  }
}

/* However a message is cut, the rest is waited for. */
static void test_half_a_message(void **state) {
  (void)state;
  g_autoptr(GByteArray) bytes = g_byte_array_new(), postings = g_byte_array_new();
  rc_posting_append(postings, RC_FIELD_WORD, "word");
  json_t *record = json_pack("{s:s}", "text", "Word");
  rc_message_append_passage(bytes, record, postings);
  json_decref(record);
  for (gsize length = 0; length < bytes->len; length++) {
    g_auto(RcMessage) message = {0};
    gsize used = 1;
    assert_true(rc_message_read(bytes->data, length, &used, &message, NULL));
    assert_int_equal(used, 0);
  }
}

static void test_two_messages(void **state) {
  (void)state;
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  rc_message_append_page(bytes, 1, 2);
  gsize first = bytes->len, used;
  rc_message_append_page(bytes, 2, 2);
  g_auto(RcMessage) one = {0}, two = {0};
  assert_true(rc_message_read(bytes->data, bytes->len, &used, &one, NULL));
  assert_int_equal(used, first);
  assert_true(rc_message_read(bytes->data + used, bytes->len - used, &used, &two, NULL));
  assert_int_equal(two.page, 2);
}

static void test_types_that_are_not(void **state) {
  static const guint8 types[] = {0, RC_MESSAGE_END + 1, 0x7F, 0xFF};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
    assert_payload_refused(types[i], "12345678", 8);
}

/* Refused by its header, before any of it is kept. */
static void test_too_long(void **state) {
  (void)state;
  static const guint8 all[5] = {RC_MESSAGE_PASSAGE, 0xFF, 0xFF, 0xFF, 0xFF};
  assert_refused(all, sizeof all);
  guint32 length = RC_MESSAGE_BYTES_MAX + 1;
  guint8 just[5] = {RC_MESSAGE_DOCUMENT, (guint8)length, (guint8)(length >> 8),
                    (guint8)(length >> 16), (guint8)(length >> 24)};
  assert_refused(just, sizeof just);
}

static void test_wrong_lengths(void **state) {
  (void)state;
  static const guint8 bytes[16] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  for (guint32 length = 0; length <= 16; length++) {
    if (length != 8)
      assert_payload_refused(RC_MESSAGE_PAGE, bytes, length);
    if (length != 12)
      assert_payload_refused(RC_MESSAGE_END, bytes, length);
  }
  /* A passage whose record is longer than the message. */
  assert_payload_refused(RC_MESSAGE_PASSAGE, "", 0);
  assert_payload_refused(RC_MESSAGE_PASSAGE, "\2\0\0", 3);
  assert_payload_refused(RC_MESSAGE_PASSAGE, "\3\0\0\0{}", 6);
  assert_payload_refused(RC_MESSAGE_PASSAGE, "\xff\xff\xff\xff{}", 6);
  assert_payload_refused(RC_MESSAGE_PASSAGE, "\1\0\0\0{}", 6);
}

static void test_records_that_are_not(void **state) {
  static const char *const records[] = {
      "",
      "{",
      "[]",
      "null",
      "1",
      "\"text\"",
      "{}{}",
      "{\"a\":1,\"a\":2}",
      "{\"a\":\"\xff\"}",
      "{\"a\":\"\xd0\"}",
      "{\"a\":\"\\u0000\"}",
      "{\"a\":\"\\ud800\"}",
      "{\"a\":1e999}",
      "{\"a\":99999999999999999999}",
      "{'a':1}",
      "{\"a\":NaN}",
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(records); i++)
    assert_payload_refused(RC_MESSAGE_DOCUMENT, records[i], (guint32)strlen(records[i]));
  g_autofree char *deep = g_strnfill(100000, '[');
  g_autofree char *record = g_strconcat("{\"a\":", deep, NULL);
  assert_payload_refused(RC_MESSAGE_DOCUMENT, record, (guint32)strlen(record));
}

/* --- postings --- */

static void test_postings(void **state) {
  (void)state;
  g_autofree char *longest = g_strnfill(RC_TERM_BYTES_MAX, 'x');
  const struct {
    RcField field;
    const char *value;
  } cases[] = {{RC_FIELD_WORD, "korday"}, {RC_FIELD_STEM, "погром"}, {RC_FIELD_WORD, "2020"},
               {RC_FIELD_WORD, "o'zbek"}, {RC_FIELD_STEM, longest},  {RC_FIELD_WORD, "a"}};
  g_autoptr(GByteArray) postings = g_byte_array_new();
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
    rc_posting_append(postings, cases[i].field, cases[i].value);
  gsize offset = 0;
  RcPosting posting;
  g_autoptr(GError) error = NULL;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    assert_true(rc_posting_next(postings->data, postings->len, &offset, &posting, &error));
    assert_int_equal(posting.field, cases[i].field);
    assert_string_equal(posting.value, cases[i].value);
  }
  assert_false(rc_posting_next(postings->data, postings->len, &offset, &posting, &error));
  assert_null(error);
  assert_int_equal(offset, postings->len);
}

static void assert_posting_refused(const void *bytes, gsize length) {
  gsize offset = 0;
  RcPosting posting;
  g_autoptr(GError) error = NULL;
  assert_false(rc_posting_next(bytes, length, &offset, &posting, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_INPUT));
}

/* Unique terms, concepts, languages and all else are the parent's to set. */
static void test_fields_that_workers_do_not_set(void **state) {
  (void)state;
  for (int field = 0; field < 256; field++) {
    const guint8 bytes[] = {(guint8)field, 1, 'a'};
    if (field != RC_FIELD_WORD && field != RC_FIELD_STEM)
      assert_posting_refused(bytes, sizeof bytes);
  }
}

static void test_postings_that_are_not_clean(void **state) {
  static const char *const values[] = {
      "Q0123456789abcdef",
      "XREGION:KZ",
      "Zstem",
      "a\x1f"
      "b",
      "a\nb",
      "a\x7f",
      "\xff",
      "\xd0",
      "\xed\xa0\x80",
      "\xc0\xaf",
      "\x1b[",
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
    g_autoptr(GByteArray) postings = g_byte_array_new();
    rc_posting_append(postings, RC_FIELD_WORD, values[i]);
    assert_posting_refused(postings->data, postings->len);
  }
  const guint8 nul[] = {RC_FIELD_WORD, 3, 'a', 0, 'b'};
  assert_posting_refused(nul, sizeof nul);
}

static void test_postings_of_wrong_length(void **state) {
  (void)state;
  const guint8 empty[] = {RC_FIELD_WORD, 0};
  const guint8 cut[] = {RC_FIELD_WORD, 3, 'a', 'b'};
  const guint8 half[] = {RC_FIELD_WORD};
  assert_posting_refused(empty, sizeof empty);
  assert_posting_refused(cut, sizeof cut);
  assert_posting_refused(half, sizeof half);
  /* Longer than any term, which the index could not take. */
  guint8 bytes[2 + 255];
  memset(bytes, 'x', sizeof bytes);
  for (int length = RC_TERM_BYTES_MAX + 1; length <= 255; length++) {
    bytes[0] = RC_FIELD_WORD;
    bytes[1] = (guint8)length;
    assert_posting_refused(bytes, 2 + (gsize)length);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_page),
      cmocka_unit_test(test_page_out_of_range),
      cmocka_unit_test(test_document),
      cmocka_unit_test(test_passage),
      cmocka_unit_test(test_passage_without_postings),
      cmocka_unit_test(test_end),
      cmocka_unit_test(test_end_out_of_range),
      cmocka_unit_test(test_half_a_message),
      cmocka_unit_test(test_two_messages),
      cmocka_unit_test(test_types_that_are_not),
      cmocka_unit_test(test_too_long),
      cmocka_unit_test(test_wrong_lengths),
      cmocka_unit_test(test_records_that_are_not),
      cmocka_unit_test(test_postings),
      cmocka_unit_test(test_fields_that_workers_do_not_set),
      cmocka_unit_test(test_postings_that_are_not_clean),
      cmocka_unit_test(test_postings_of_wrong_length),
  };
  return cmocka_run_group_tests_name("message", tests, NULL, NULL);
}
