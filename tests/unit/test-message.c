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
  assert_null(message.terms);
  assert_null(message.wanting);
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
  static const guint32 wrong[][2] = {{0, 5}, {7, 5}, {1, 0}, {0, 0}, {1, G_MAXUINT32}};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    rc_message_append_page(bytes, wrong[i][0], wrong[i][1]);
    assert_refused(bytes->data, bytes->len);
  }
}

/* The payload of a document is a record that its own reader checks: whatever it is,
 * it comes through as it is. */
static void test_document(void **state) {
  (void)state;
  g_autoptr(GByteArray) bytes = g_byte_array_new(), record = g_byte_array_new();
  g_autoptr(RcDocument) document = rc_document_new();
  rc_document_set(document, RC_METADATA_TITLE, "Дунгане", "page 1");
  rc_record_append_metadata(record, document);
  rc_message_append_document(bytes, record);
  g_auto(RcMessage) message = {0};
  read_whole(bytes, &message);
  assert_int_equal(message.type, RC_MESSAGE_DOCUMENT);
  assert_int_equal(message.record_length, record->len);
  assert_memory_equal(message.record, record->data, record->len);
  g_autoptr(RcDocument) again = rc_document_new();
  assert_true(rc_record_read_metadata(message.record, message.record_length, again, NULL));
  assert_string_equal(rc_document_peek(again, RC_METADATA_TITLE), "Дунгане");
}

static GByteArray *new_bytes(const char *text) {
  GByteArray *bytes = g_byte_array_new();
  return g_byte_array_append(bytes, (const guint8 *)text, (guint)strlen(text));
}

static void test_passage(void **state) {
  (void)state;
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  g_autoptr(GByteArray) record = new_bytes("the record"), terms = new_bytes("and its terms");
  rc_message_append_passage(bytes, record, 17, terms);
  g_auto(RcMessage) message = {0};
  read_whole(bytes, &message);
  assert_int_equal(message.type, RC_MESSAGE_PASSAGE);
  assert_int_equal(message.words, 17);
  assert_int_equal(message.record_length, record->len);
  assert_memory_equal(message.record, record->data, record->len);
  assert_int_equal(message.terms_length, terms->len);
  assert_memory_equal(message.terms, terms->data, terms->len);
}

static void test_passage_without_terms(void **state) {
  (void)state;
  g_autoptr(GByteArray) bytes = g_byte_array_new(), none = g_byte_array_new();
  rc_message_append_passage(bytes, none, 0, none);
  g_auto(RcMessage) message = {0};
  read_whole(bytes, &message);
  assert_int_equal(message.type, RC_MESSAGE_PASSAGE);
  assert_int_equal(message.record_length, 0);
  assert_int_equal(message.terms_length, 0);
  assert_int_equal(message.words, 0);
}

/* A word is a byte at least: more of them than bytes is a lie about positions. */
static void test_more_words_than_bytes(void **state) {
  (void)state;
  g_autoptr(GByteArray) bytes = g_byte_array_new(), none = g_byte_array_new();
  rc_message_append_passage(bytes, none, 9, none);
  assert_refused(bytes->data, bytes->len);
  g_byte_array_set_size(bytes, 0);
  rc_message_append_passage(bytes, none, G_MAXUINT32, none);
  assert_refused(bytes->data, bytes->len);
}

static void test_terms(void **state) {
  (void)state;
  g_autoptr(GByteArray) bytes = g_byte_array_new(), terms = new_bytes("terms");
  rc_message_append_terms(bytes, terms);
  g_auto(RcMessage) message = {0};
  read_whole(bytes, &message);
  assert_int_equal(message.type, RC_MESSAGE_TERMS);
  assert_int_equal(message.terms_length, terms->len);
  assert_memory_equal(message.terms, terms->data, terms->len);
  assert_null(message.record);
}

static GByteArray *new_ocr(guint32 pages_ocr, const guint32 *wanting, guint count) {
  GByteArray *bytes = g_byte_array_new();
  g_autoptr(GArray) pages = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_array_append_vals(pages, wanting, count);
  rc_message_append_ocr(bytes, pages_ocr, MIN(count, 1), pages);
  return bytes;
}

static void test_ocr(void **state) {
  (void)state;
  static const guint32 pages[] = {1, 3, 70000};
  g_autoptr(GByteArray) bytes = new_ocr(5, pages, 3), none = new_ocr(2, NULL, 0);
  g_auto(RcMessage) message = {0}, other = {0};
  read_whole(bytes, &message);
  assert_int_equal(message.type, RC_MESSAGE_OCR);
  assert_int_equal(message.pages_ocr, 5);
  assert_int_equal(message.untried, 1);
  assert_int_equal(message.wanting->len, 3);
  for (guint i = 0; i < 3; i++)
    assert_int_equal(g_array_index(message.wanting, guint32, i), pages[i]);
  read_whole(none, &other);
  assert_int_equal(other.pages_ocr, 2);
  assert_int_equal(other.wanting->len, 0);
}

static void test_ocr_pages_that_do_not_ascend(void **state) {
  static const guint32 wrong[][2] = {{0, 1}, {2, 2}, {3, 2}, {5, 0}, {G_MAXUINT32, 1}};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autoptr(GByteArray) bytes = new_ocr(0, wrong[i], 2);
    assert_refused(bytes->data, bytes->len);
  }
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
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  g_autoptr(GByteArray) record = new_bytes("record"), terms = new_bytes("terms");
  rc_message_append_passage(bytes, record, 2, terms);
  for (gsize length = 0; length < bytes->len; length++) {
    g_auto(RcMessage) message = {0};
    gsize used = 1;
    assert_true(rc_message_read(bytes->data, length, &used, &message, NULL));
    assert_int_equal(used, 0);
    assert_null(message.record);
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
  static const guint8 types[] = {0, RC_MESSAGE_HIDDEN + 1, 0x7F, 0xFF};
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

/* Two damaged pages, a form, and one name of so many files. */
static void append_missed(GByteArray *bytes, guint32 files) {
  static const guint32 pages[] = {2, 700};
  RcMissed missed = {.damaged = g_array_new(FALSE, FALSE, sizeof(guint32)),
                     .form = true,
                     .files = files,
                     .names = g_ptr_array_new_with_free_func(g_free)};
  g_array_append_vals(missed.damaged, pages, 2);
  g_ptr_array_add(missed.names, g_strdup("приложение.pdf"));
  rc_message_append_missed(bytes, &missed);
  rc_missed_clear(&missed);
}

static void test_missed(void **state) {
  (void)state;
  g_autoptr(GByteArray) bytes = g_byte_array_new(), none = g_byte_array_new();
  g_auto(RcMessage) message = {0};
  append_missed(bytes, 3);
  read_whole(bytes, &message);
  assert_true(rc_missed_is_any(&message.missed) && message.missed.form);
  assert_int_equal(message.missed.damaged->len, 2);
  assert_int_equal(g_array_index(message.missed.damaged, guint32, 1), 700);
  assert_int_equal(message.missed.files, 3);
  assert_int_equal(message.missed.names->len, 1);
  assert_string_equal(g_ptr_array_index(message.missed.names, 0), "приложение.pdf");
  append_missed(none, 0); /* a name without a file */
  assert_refused(none->data, none->len);
}

static void test_missed_out_of_range(void **state) {
  (void)state;
  const RcMissed many = {.files = 100, .names = g_ptr_array_new_with_free_func(g_free)};
  for (guint i = 0; i <= RC_MISSED_NAMES_MAX; i++)
    g_ptr_array_add(many.names, g_strdup("a.pdf"));
  g_autoptr(GByteArray) bytes = g_byte_array_new(), name = g_byte_array_new();
  rc_message_append_missed(bytes, &many);
  assert_refused(bytes->data, bytes->len);
  g_ptr_array_set_size(many.names, 0);
  g_ptr_array_add(many.names, g_strnfill(RC_MISSED_NAME_BYTES_MAX + 1, 'a'));
  rc_message_append_missed(name, &many);
  assert_refused(name->data, name->len);
  g_ptr_array_unref(many.names);
  assert_payload_refused(RC_MESSAGE_MISSED, "\x82\3\3\0\0\x80", 6); /* pages do not ascend */
  assert_payload_refused(RC_MESSAGE_MISSED, "\x80\2\0\x80", 4);     /* neither a form nor none */
}

/* The payload of a sound message of each type. */
static GByteArray *new_payload(RcMessageType type) {
  GByteArray *bytes = g_byte_array_new();
  static const guint32 pages[] = {2, 700};
  static const RcHiddenPage hidden_pages[] = {{1, RC_HIDDEN_COVERED}, {700, RC_HIDDEN_ALL}};
  g_autoptr(GArray) wanting = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GArray) hidden = g_array_new(FALSE, FALSE, sizeof(RcHiddenPage));
  g_autoptr(GByteArray) some = new_bytes("some bytes");
  g_array_append_vals(hidden, hidden_pages, 2);
  g_array_append_vals(wanting, pages, 2);
  switch (type) {
  case RC_MESSAGE_PAGE:
    rc_message_append_page(bytes, 3, 700);
    break;
  case RC_MESSAGE_DOCUMENT:
    rc_message_append_document(bytes, some);
    break;
  case RC_MESSAGE_PASSAGE:
    rc_message_append_passage(bytes, some, 7, some);
    break;
  case RC_MESSAGE_TERMS:
    rc_message_append_terms(bytes, some);
    break;
  case RC_MESSAGE_OCR:
    rc_message_append_ocr(bytes, 5, 2, wanting);
    break;
  case RC_MESSAGE_END:
    rc_message_append_end(bytes, RC_STATUS_OK, 700, 700);
    break;
  case RC_MESSAGE_LEAF:
    rc_message_append_leaf(bytes, 3, some);
    break;
  case RC_MESSAGE_FULL:
    rc_message_append_full(bytes, 3);
    break;
  case RC_MESSAGE_MISSED:
    append_missed(bytes, 2);
    break;
  case RC_MESSAGE_HIDDEN:
    rc_message_append_hidden(bytes, hidden);
    break;
  }
  return g_byte_array_remove_range(bytes, 0, 5);
}

/* A payload that ends early, or goes on, is refused whole, whatever its type. */
static void test_wrong_lengths(void **state) {
  (void)state;
  for (int type = RC_MESSAGE_PAGE; type <= RC_MESSAGE_HIDDEN; type++) {
    g_autoptr(GByteArray) payload = new_payload((RcMessageType)type);
    for (guint32 length = 0; length < payload->len; length++)
      assert_payload_refused((guint8)type, payload->data, length);
    g_autoptr(GByteArray) frame = new_frame((guint8)type, payload->data, payload->len);
    g_auto(RcMessage) message = {0};
    read_whole(frame, &message);
    assert_int_equal(message.type, type);
    g_byte_array_append(payload, (const guint8 *)"", 1);
    assert_payload_refused((guint8)type, payload->data, payload->len);
  }
}

/* Only one form of each item is taken, and no number of more than 32 bits. */
static void test_other_items(void **state) {
  (void)state;
  assert_payload_refused(RC_MESSAGE_PAGE, "\x18\x01\x01", 3); /* 1 in two bytes */
  assert_payload_refused(RC_MESSAGE_PAGE, "\x20\x01", 2);     /* -1 */
  assert_payload_refused(RC_MESSAGE_PAGE, "\x82\x01\x01", 3); /* an array of the two */
  assert_payload_refused(RC_MESSAGE_PAGE, "\x1b\0\0\0\1\0\0\0\1\1", 10);
  assert_payload_refused(RC_MESSAGE_DOCUMENT, "\x61z", 2);         /* text, not bytes */
  assert_payload_refused(RC_MESSAGE_DOCUMENT, "\x5f\x41z\xff", 4); /* bytes in parts */
  assert_payload_refused(RC_MESSAGE_DOCUMENT, "\x5a\xff\xff\xff\xff", 5);
  assert_payload_refused(RC_MESSAGE_OCR, "\1\0\x9a\xff\xff\xff\xff\1", 8); /* endless array */
  assert_payload_refused(RC_MESSAGE_OCR, "\1\0\x9f\1\xff", 5); /* one of unknown length */
}

static void test_leaf(void **state) {
  (void)state;
  g_autoptr(GByteArray) bytes = g_byte_array_new(), leaf = new_bytes("a leaf");
  rc_message_append_leaf(bytes, 70000, leaf);
  g_auto(RcMessage) message = {0};
  read_whole(bytes, &message);
  assert_int_equal(message.type, RC_MESSAGE_LEAF);
  assert_int_equal(message.page, 70000);
  assert_int_equal(message.record_length, leaf->len);
  assert_memory_equal(message.record, leaf->data, leaf->len);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_page),
      cmocka_unit_test(test_page_out_of_range),
      cmocka_unit_test(test_document),
      cmocka_unit_test(test_passage),
      cmocka_unit_test(test_passage_without_terms),
      cmocka_unit_test(test_more_words_than_bytes),
      cmocka_unit_test(test_terms),
      cmocka_unit_test(test_ocr),
      cmocka_unit_test(test_ocr_pages_that_do_not_ascend),
      cmocka_unit_test(test_end),
      cmocka_unit_test(test_end_out_of_range),
      cmocka_unit_test(test_half_a_message),
      cmocka_unit_test(test_two_messages),
      cmocka_unit_test(test_types_that_are_not),
      cmocka_unit_test(test_too_long),
      cmocka_unit_test(test_wrong_lengths),
      cmocka_unit_test(test_other_items),
      cmocka_unit_test(test_leaf),
      cmocka_unit_test(test_missed),
      cmocka_unit_test(test_missed_out_of_range),
  };
  return cmocka_run_group_tests_name("message", tests, NULL, NULL);
}
