/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "json-rpc.h"
#include "limit.h"
#include "protocol.h"

static int file_of(const GString *bytes) {
  int file = memfd_create("lines", MFD_CLOEXEC);
  assert_true(write(file, bytes->str, bytes->len) == (ssize_t)bytes->len);
  assert_true(lseek(file, 0, SEEK_SET) == 0);
  return file;
}

static void append_line(GString *bytes, gsize length) {
  for (gsize i = 0; i < length; i++)
    g_string_append_c(bytes, 'x');
  g_string_append_c(bytes, '\n');
}

static void test_lengths(void **state) {
  (void)state;
  g_autoptr(GString) bytes = g_string_new(NULL);
  append_line(bytes, RC_RPC_LINE_BYTES_MAX);
  append_line(bytes, RC_RPC_LINE_BYTES_MAX + 1);
  g_string_append(bytes, " \r\n\nlast");
  int file = file_of(bytes);
  g_autoptr(RcRpcReader) reader = rc_rpc_reader_new(file, NULL, NULL);
  char *line;
  assert_true(rc_rpc_reader_next(reader, &line));
  assert_int_equal(strlen(line), RC_RPC_LINE_BYTES_MAX);
  g_free(line);
  assert_true(rc_rpc_reader_next(reader, &line));
  assert_null(line);
  assert_true(rc_rpc_reader_next(reader, &line));
  assert_string_equal(line, "last");
  g_free(line);
  assert_false(rc_rpc_reader_next(reader, &line));
  close(file);
}

/* What waits is bounded, and nothing of it is lost. */
static void test_waiting(void **state) {
  (void)state;
  enum { LINES = 10 * RC_RPC_WAITING_MAX, BYTES = 65535 };
  g_autoptr(GString) bytes = g_string_new(NULL);
  for (int i = 0; i < LINES; i++)
    append_line(bytes, BYTES);
  int file = file_of(bytes);
  g_autoptr(RcRpcReader) reader = rc_rpc_reader_new(file, NULL, NULL);
  for (int i = 0; i < 5; i++)
    rc_rpc_reader_gather(reader);
  assert_int_equal(lseek(file, 0, SEEK_CUR), RC_RPC_WAITING_MAX * (BYTES + 1));
  int lines = 0;
  for (char *line; rc_rpc_reader_next(reader, &line); lines++)
    g_free(line);
  assert_int_equal(lines, LINES);
  close(file);
}

static void test_nesting(void **state) {
  (void)state;
  for (int depth = RC_RPC_NESTING_MAX - 1; depth <= RC_RPC_NESTING_MAX + 1; depth++) {
    g_autoptr(GString) text = g_string_new("[\"[[\\\"[[{\",");
    for (int i = 1; i < depth; i++)
      g_string_append_c(text, '[');
    for (int i = 0; i < depth; i++)
      g_string_append_c(text, ']');
    const char *problem;
    json_auto_t *message = rc_rpc_parse(text->str, &problem);
    assert_true((message != NULL) == (depth <= RC_RPC_NESTING_MAX));
    assert_true((problem == NULL) == (message != NULL));
  }
}

/* A number and a string that looks like it are two. */
static void test_ids_are_told_apart(void **state) {
  (void)state;
  g_autoptr(RcAssistant) assistant = rc_assistant_new("/nonexistent");
  g_autoptr(GString) out = g_string_new(NULL);
  rc_assistant_hear("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                    "\"params\":{\"requestId\":\"1\"}}",
                    assistant);
  rc_assistant_answer(assistant, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"none\"}", out);
  assert_non_null(strstr(out->str, "-32601"));
  g_string_truncate(out, 0);
  rc_assistant_answer(assistant, "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"method\":\"none\"}", out);
  assert_string_equal(out->str, "");
  rc_assistant_answer(assistant, NULL, out);
  assert_non_null(strstr(out->str, "too long"));
}

static bool always(gpointer asked) {
  *(bool *)asked = true;
  return true;
}

static void test_a_search_is_interrupted(void **state) {
  (void)state;
  rc_limit_begin();
  assert_false(rc_limit_is_over(NULL));
  bool asked = false;
  rc_limit_listen(always, &asked);
  assert_true(rc_limit_is_over(NULL));
  assert_true(asked);
  rc_limit_listen(NULL, NULL);
  assert_false(rc_limit_is_over(NULL));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_lengths),
      cmocka_unit_test(test_waiting),
      cmocka_unit_test(test_nesting),
      cmocka_unit_test(test_ids_are_told_apart),
      cmocka_unit_test(test_a_search_is_interrupted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
