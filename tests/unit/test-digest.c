/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The SHA-256 of files; the digests are those of the examples in FIPS 180-2. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <unistd.h>

#include "digest.h"
#include "fixture.h"

static void test_a_file(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *path = fixture_write(folder, "a", "abc", 3);
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  g_autofree char *hash = rc_digest_file(descriptor);
  assert_string_equal(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  char byte = 0;
  assert_int_equal(read(descriptor, &byte, 1), 1); /* rewound */
  assert_int_equal(byte, 'a');
  close(descriptor);
}

/* Longer than what is read at a time. */
static void test_a_long_file(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *bytes = g_strnfill(1000000, 'a');
  g_autofree char *path = fixture_write(folder, "a", bytes, 1000000);
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  g_autofree char *hash = rc_digest_file(descriptor);
  assert_string_equal(hash, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  close(descriptor);
}

static void test_what_cannot_be_read(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  int folder_descriptor = open(folder, O_RDONLY | O_CLOEXEC);
  assert_null(rc_digest_file(folder_descriptor));
  close(folder_descriptor);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_file),
      cmocka_unit_test(test_a_long_file),
      cmocka_unit_test(test_what_cannot_be_read),
  };
  return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
