/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as what an assistant's program writes: lines, messages, arguments, all but the
 * index. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "json-rpc.h"
#include "protocol.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program in every build, unlike an assertion. */
static void must(bool holds) {
  if (!holds)
    abort();
}

/* Each has a result or an error, never both, and says to what. */
static void check_answer(const json_t *answer) {
  must(json_is_object(answer) && json_object_get(answer, "id"));
  must(g_strcmp0(json_string_value(json_object_get(answer, "jsonrpc")), "2.0") == 0);
  must(!json_object_get(answer, "result") != !json_object_get(answer, "error"));
}

/* One line at the most, of JSON. */
static void check_line(const GString *out) {
  const char *feed = strchr(out->str, '\n');
  must(out->len == 0 || feed == out->str + out->len - 1);
  must(g_utf8_validate(out->str, (gssize)out->len, NULL));
  json_auto_t *said = out->len ? json_loads(out->str, 0, NULL) : json_array();
  must(said != NULL);
  must(!json_is_array(said) || json_array_size(said) <= RC_RPC_BATCH_MAX);
  for (gsize i = 0; i < json_array_size(said); i++)
    check_answer(json_array_get(said, i));
  if (!json_is_array(said))
    check_answer(said);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  int bytes = memfd_create("lines", MFD_CLOEXEC);
  must(bytes >= 0 && write(bytes, data, size) == (ssize_t)size && lseek(bytes, 0, SEEK_SET) == 0);
  g_autoptr(RcAssistant) assistant = rc_assistant_new("/nonexistent/recourse-index");
  g_autoptr(RcRpcReader) reader = rc_rpc_reader_new(bytes, rc_assistant_hear, assistant);
  char *line;
  while (rc_rpc_reader_next(reader, &line)) {
    g_autoptr(GString) out = g_string_new(NULL);
    rc_assistant_answer(assistant, line, out);
    check_line(out);
    g_free(line);
  }
  close(bytes);
  return 0;
}
