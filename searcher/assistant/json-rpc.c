/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-rpc.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

struct RcRpcReader {
  int descriptor;
  RcRpcHear *hear;
  gpointer data;
  GString *begun; /* of a line that is not whole */
  bool skips;     /* that line is too long: its rest is passed over */
  bool ended;
  GQueue waiting; /* of char *: lines; NULL for one that was too long */
};

/* --- lines --- */

RcRpcReader *rc_rpc_reader_new(int descriptor, RcRpcHear *hear, gpointer data) {
  RcRpcReader *reader = g_new0(RcRpcReader, 1);
  *reader = (RcRpcReader){.descriptor = descriptor, .hear = hear, .data = data};
  reader->begun = g_string_new(NULL);
  g_queue_init(&reader->waiting);
  return reader;
}

void rc_rpc_reader_free(RcRpcReader *reader) {
  if (!reader)
    return;
  g_queue_clear_full(&reader->waiting, g_free);
  g_string_free(reader->begun, TRUE);
  g_free(reader);
}

static void end_line(RcRpcReader *reader) {
  char *line = reader->skips ? NULL : g_strndup(reader->begun->str, reader->begun->len);
  bool blank = line && !line[strspn(line, " \t\r")];
  g_string_truncate(reader->begun, 0);
  reader->skips = false;
  if (blank) {
    g_free(line);
    return;
  }
  if (reader->hear)
    reader->hear(line, reader->data);
  g_queue_push_tail(&reader->waiting, line);
}

static void take(RcRpcReader *reader, const char *bytes, gsize length) {
  for (const char *end = bytes + length; bytes < end;) {
    const char *feed = memchr(bytes, '\n', (gsize)(end - bytes));
    gsize part = (gsize)((feed ? feed : end) - bytes);
    reader->skips = reader->skips || reader->begun->len + part > RC_RPC_LINE_BYTES_MAX;
    if (reader->skips)
      g_string_truncate(reader->begun, 0);
    else
      g_string_append_len(reader->begun, bytes, (gssize)part);
    if (feed)
      end_line(reader);
    bytes += part + (feed ? 1 : 0);
  }
}

/* Waits until there is something, at most so many milliseconds; -1: for ever. */
static bool read_some(RcRpcReader *reader, int wait) {
  static char bytes[65536];
  struct pollfd input = {.fd = reader->descriptor, .events = POLLIN};
  int ready = poll(&input, 1, wait);
  if (ready == 0 || (ready < 0 && errno == EINTR))
    return false;
  ssize_t got = read(reader->descriptor, bytes, sizeof bytes);
  if (got > 0)
    take(reader, bytes, (gsize)got);
  else if (got == 0 || errno != EINTR)
    reader->ended = true;
  if (reader->ended && (reader->begun->len || reader->skips))
    end_line(reader);
  return got > 0;
}

void rc_rpc_reader_gather(RcRpcReader *reader) {
  while (!reader->ended && reader->waiting.length < RC_RPC_WAITING_MAX && read_some(reader, 0))
    continue;
}

bool rc_rpc_reader_next(RcRpcReader *reader, char **line) {
  rc_rpc_reader_gather(reader);
  while (!reader->ended && reader->waiting.length == 0)
    read_some(reader, -1);
  bool there = reader->waiting.length > 0;
  *line = g_queue_pop_head(&reader->waiting);
  return there;
}

/* --- messages --- */

/* How deep arrays and objects stand in one another. */
static guint nesting_of(const char *line) {
  guint depth = 0, most = 0;
  bool quoted = false;
  for (const char *p = line; *p; p++) {
    if (*p == '"')
      quoted = !quoted;
    else if (quoted && *p == '\\' && p[1])
      p++;
    else if (!quoted && (*p == '{' || *p == '['))
      depth++;
    else if (!quoted && (*p == '}' || *p == ']') && depth > 0)
      depth--;
    most = MAX(most, depth);
  }
  return most;
}

json_t *rc_rpc_parse(const char *line, const char **problem) {
  *problem = NULL;
  if (nesting_of(line) > RC_RPC_NESTING_MAX) {
    *problem = "Parse error: nested too deep";
    return NULL;
  }
  json_t *message = json_loads(line, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
  if (!message)
    *problem = "Parse error: the line is no JSON";
  return message;
}

static json_t *new_answer(json_t *id) {
  json_t *answer = json_object();
  json_object_set_new(answer, "jsonrpc", json_string("2.0"));
  json_object_set_new(answer, "id", id ? json_incref(id) : json_null());
  return answer;
}

json_t *rc_rpc_result(json_t *id, json_t *result) {
  json_t *answer = new_answer(id);
  json_object_set_new(answer, "result", result);
  return answer;
}

json_t *rc_rpc_error(json_t *id, int code, const char *message, json_t *data) {
  json_t *answer = new_answer(id), *error = json_object();
  json_object_set_new(error, "code", json_integer(code));
  json_object_set_new(error, "message", rc_json_string(message));
  if (data)
    json_object_set_new(error, "data", data);
  json_object_set_new(answer, "error", error);
  return answer;
}
