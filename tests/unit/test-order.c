/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "message.h"
#include "order.h"
#include "query.h"
#include "worker.h"

/* The numbers that SECURITY.md names.  Who changes one changes the text. */
static void test_limits_are_those_that_are_told(void **state) {
  (void)state;
  const RcOrder plain = rc_order_for_pdf(RC_OCR_AUTO, false);
  const RcOrder ocr = rc_order_for_pdf(RC_OCR_AUTO, true);
  assert_int_equal(plain.page_seconds, 10);
  assert_int_equal(plain.seconds, 60);
  assert_int_equal(ocr.page_seconds, 20);
  assert_int_equal(ocr.seconds, 660);
  assert_int_equal(RC_WORKER_SILENT_SECONDS, 10 * 60);
  assert_int_equal(RC_WORKER_WALL_FACTOR, 60);
  const RcOrder hasty = {.seconds = 1};
  assert_int_equal(rc_worker_wall_time(&ocr), (gint64)660 * 60 * G_USEC_PER_SEC);
  assert_int_equal(rc_worker_wall_time(&hasty), (gint64)3600 * G_USEC_PER_SEC);
  assert_int_equal(RC_ORDER_MEMORY_BYTES, 1 << 30);
  assert_int_equal(RC_WORKER_BYTES_MAX, 64 << 20);
  assert_int_equal(RC_WORKER_TERMS_MAX, 300000);
  assert_int_equal(RC_QUERY_BYTES_MAX, 4096);
  assert_int_equal(RC_QUERY_TERMS_MAX, 32);
  assert_int_equal(RC_QUERY_PHRASE_WORDS_MAX, 200);
  assert_int_equal(RC_QUERY_NESTING_MAX, 8);
}

/* Passages made anew have the time of a document that is read. */
static void test_kept_text(void **state) {
  (void)state;
  const RcOrder order = rc_order_for_packed();
  assert_true(order.packed);
  assert_false(order.ocr);
  assert_int_equal(order.page_seconds, 10);
  assert_int_equal(order.seconds, 60);
}

static void test_choices(void **state) {
  static const char *const names[] = {"auto", "never", "always"};
  (void)state;
  RcOcrChoice choice;
  for (int i = 0; i < 3; i++) {
    assert_true(rc_ocr_choice_from_name(names[i], &choice));
    assert_int_equal(choice, i);
  }
  assert_false(rc_ocr_choice_from_name("", &choice));
  assert_false(rc_ocr_choice_from_name("sometimes", &choice));
}

/* No more pages than the order has room for, and none that it was not given. */
static void test_pages(void **state) {
  (void)state;
  RcOrderPages pages = {0};
  for (guint32 page = 1; page <= RC_ORDER_SKIPS_MAX; page++)
    assert_true(rc_order_pages_add(&pages, 10 * page));
  assert_false(rc_order_pages_add(&pages, 7));
  assert_true(rc_order_pages_have(&pages, 10 * RC_ORDER_SKIPS_MAX));
  assert_false(rc_order_pages_have(&pages, 7));
  /* Whatever a count says, what is not there is not looked at. */
  pages.count = G_MAXUINT32;
  assert_false(rc_order_pages_have(&pages, 7));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_limits_are_those_that_are_told),
      cmocka_unit_test(test_kept_text),
      cmocka_unit_test(test_choices),
      cmocka_unit_test(test_pages),
  };
  return cmocka_run_group_tests_name("order", tests, NULL, NULL);
}
