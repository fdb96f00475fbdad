/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Items of CBOR: what was appended is read, and any other form of it is refused.  The
 * bytes are those of the examples in RFC 8949, appendix A. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "items.h"

static void assert_bytes(const GByteArray *out, const char *bytes, gsize length) {
  assert_int_equal(out->len, length);
  assert_memory_equal(out->data, bytes, length);
}

#define ASSERT_BYTES(out, literal) assert_bytes(out, literal, sizeof(literal) - 1)

static void test_numbers_are_short(void **state) {
  static const struct {
    gint64 integer;
    const char *bytes;
    gsize length;
  } cases[] = {
      {0, "\x00", 1},
      {23, "\x17", 1},
      {24, "\x18\x18", 2},
      {100, "\x18\x64", 2},
      {1000, "\x19\x03\xe8", 3},
      {1000000, "\x1a\x00\x0f\x42\x40", 5},
      {1000000000000, "\x1b\x00\x00\x00\xe8\xd4\xa5\x10\x00", 9},
      {-1, "\x20", 1},
      {-10, "\x29", 1},
      {-100, "\x38\x63", 2},
      {-1000, "\x39\x03\xe7", 3},
      {G_MAXINT64, "\x1b\x7f\xff\xff\xff\xff\xff\xff\xff", 9},
      {G_MININT64, "\x3b\x7f\xff\xff\xff\xff\xff\xff\xff", 9},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GByteArray) out = g_byte_array_new();
    RcItems items;
    rc_items_append_integer(out, cases[i].integer);
    assert_bytes(out, cases[i].bytes, cases[i].length);
    rc_items_start(&items, out->data, out->len);
    assert_true(rc_items_read_integer(&items) == cases[i].integer);
    assert_true(rc_items_end(&items));
  }
}

static void test_texts_bytes_and_reals(void **state) {
  (void)state;
  g_autoptr(GByteArray) out = g_byte_array_new();
  rc_items_append_array(out, 4);
  rc_items_append_text(out, "ü");
  rc_items_append_text(out, NULL);
  rc_items_append_bytes(out, "\x01\x02\x03\x04", 4);
  rc_items_append_real(out, 1.1);
  ASSERT_BYTES(out, "\x84\x62\xc3\xbc\x60\x44\x01\x02\x03\x04\xfb\x3f\xf1\x99\x99\x99\x99\x99\x9a");
  RcItems items;
  gsize length;
  rc_items_start(&items, out->data, out->len);
  assert_int_equal(rc_items_read_array(&items), 4);
  assert_memory_equal(rc_items_read_text(&items, &length), "ü", 2);
  assert_int_equal(length, 2);
  rc_items_read_text(&items, &length);
  assert_int_equal(length, 0);
  assert_memory_equal(rc_items_read_bytes(&items, &length), "\x01\x02\x03\x04", 4);
  assert_int_equal(length, 4);
  assert_false(rc_items_end(&items)); /* something is left */
  assert_true(rc_items_read_real(&items) == 1.1);
  assert_true(rc_items_end(&items));
  assert_true(rc_items_read_real(&items) == 0); /* nothing is left */
  assert_true(items.failed);
}

/* Reads the bytes as a number of at most 100. */
static bool is_number(const char *bytes, gsize length) {
  RcItems items;
  rc_items_start(&items, bytes, length);
  rc_items_read_number(&items, 100);
  return rc_items_end(&items);
}

#define IS_NUMBER(literal) is_number(literal, sizeof(literal) - 1)

static void test_numbers_that_are_refused(void **state) {
  (void)state;
  assert_true(IS_NUMBER("\x18\x64"));
  assert_false(IS_NUMBER("\x18\x65"));       /* higher than asked */
  assert_false(IS_NUMBER("\x18\x17"));       /* shorter is possible: 17 */
  assert_false(IS_NUMBER("\x19\x00\x64"));   /* shorter is possible: 18 64 */
  assert_false(IS_NUMBER("\x1a\0\0\0\x64")); /* as well */
  assert_false(IS_NUMBER("\x1b\0\0\0\0\0\0\0\x64"));
  assert_false(IS_NUMBER("\x18")); /* cut */
  assert_false(IS_NUMBER(""));
  assert_false(IS_NUMBER("\x18\x64\x00")); /* more than one item */
  assert_false(IS_NUMBER("\x20"));         /* negative */
  assert_false(IS_NUMBER("\x61\x61"));     /* a text */
  assert_false(IS_NUMBER("\xc0\x00"));     /* with a tag */
  assert_false(IS_NUMBER("\xf6"));         /* null */
  assert_false(IS_NUMBER("\xf5"));         /* true */
  assert_false(IS_NUMBER("\xa0"));         /* a map */
  assert_false(IS_NUMBER("\xff"));         /* the end of what never began */
  assert_false(IS_NUMBER("\x1c"));         /* not a form of numbers */
}

static bool is_text(const char *bytes, gsize length) {
  RcItems items;
  gsize text_length;
  rc_items_start(&items, bytes, length);
  rc_items_read_text(&items, &text_length);
  return rc_items_end(&items);
}

#define IS_TEXT(literal) is_text(literal, sizeof(literal) - 1)

static void test_texts_that_are_refused(void **state) {
  (void)state;
  assert_true(IS_TEXT("\x64IETF"));
  assert_true(IS_TEXT("\x60"));
  assert_false(IS_TEXT("\x64IET"));                              /* cut */
  assert_false(IS_TEXT("\x63IETF"));                             /* more than one item */
  assert_false(IS_TEXT("\x44IETF"));                             /* bytes, not a text */
  assert_false(IS_TEXT("\x78\x04IETF"));                         /* its length could be shorter */
  assert_false(IS_TEXT("\x7f\x64IETF\xff"));                     /* in pieces */
  assert_false(IS_TEXT("\x61\xff"));                             /* no UTF-8 */
  assert_false(IS_TEXT("\x63\xed\xa0\x80"));                     /* a surrogate */
  assert_false(IS_TEXT("\x63IE\0"));                             /* NUL ends strings */
  assert_false(IS_TEXT("\x7b\xff\xff\xff\xff\xff\xff\xff\xff")); /* endless */
  assert_false(IS_TEXT("\x7b\x7f\xff\xff\xff\xff\xff\xff\xff"
                       "a"));
}

static void test_reals_and_arrays_that_are_refused(void **state) {
  static const struct {
    const char *bytes;
    gsize length;
  } cases[] = {
      {"\xf9\x3e\x00", 3},         /* half */
      {"\xfa\x47\xc3\x50\x00", 5}, /* single */
      {"\x01", 1},
      {"\xfb\x3f\xf1", 3},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    RcItems items;
    rc_items_start(&items, cases[i].bytes, cases[i].length);
    assert_true(rc_items_read_real(&items) == 0);
    assert_true(items.failed);
  }
  /* More items than bytes; an array without a length. */
  static const char *const arrays[] = {"\x82\x01", "\x9a\xff\xff\xff\xff\x01", "\x9f\x01\xff"};
  for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++) {
    RcItems items;
    rc_items_start(&items, arrays[i], strlen(arrays[i]));
    assert_int_equal(rc_items_read_array(&items), 0);
    assert_true(items.failed);
  }
}

/* After the first failure nothing is read any more. */
static void test_a_failure_stays(void **state) {
  (void)state;
  RcItems items;
  gsize length = 7;
  rc_items_start(&items, "\x61\x61\x01\x02", 4);
  assert_int_equal(rc_items_read_number(&items, 100), 0);
  rc_items_read_text(&items, &length);
  assert_int_equal(length, 0);
  assert_int_equal(items.left, 4);
  assert_false(rc_items_end(&items));
}

/* What is passed over is of the one form, too, and whole. */
static void test_passing_over(void **state) {
  (void)state;
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  rc_items_append_array(bytes, 3);
  rc_items_append_text(bytes, "слово");
  rc_items_append_array(bytes, 0);
  rc_items_append_integer(bytes, -300);
  rc_items_append_real(bytes, 0.5);
  guint whole = bytes->len;
  rc_items_append_number(bytes, 7);
  RcItems items;
  rc_items_start(&items, bytes->data, bytes->len);
  rc_items_pass_over(&items, 2); /* the array with all of its items, and the real */
  assert_int_equal(rc_items_read_number(&items, 9), 7);
  assert_true(rc_items_end(&items));
  for (guint length = 0; length < whole; length++) {
    rc_items_start(&items, bytes->data, length);
    rc_items_pass_over(&items, 2);
    assert_true(items.failed);
  }
  static const char *const wrong[] = {"\xf6", "\x18\x01", "\x62\xff\xfe", "\x9f", "\x85\x01"};
  for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
    rc_items_start(&items, wrong[i], strlen(wrong[i]));
    rc_items_pass_over(&items, 1);
    assert_true(items.failed);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_numbers_are_short),
      cmocka_unit_test(test_texts_bytes_and_reals),
      cmocka_unit_test(test_numbers_that_are_refused),
      cmocka_unit_test(test_texts_that_are_refused),
      cmocka_unit_test(test_reals_and_arrays_that_are_refused),
      cmocka_unit_test(test_a_failure_stays),
      cmocka_unit_test(test_passing_over),
  };
  return cmocka_run_group_tests_name("items", tests, NULL, NULL);
}
