/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol.h"

#include <string.h>

#include "error.h"
#include "json-parts.h"
#include "json-rpc.h"
#include "tools.h"

#define META_VERSION "io.modelcontextprotocol/protocolVersion"
#define META_CAPABILITIES "io.modelcontextprotocol/clientCapabilities"
#define META_SERVER "io.modelcontextprotocol/serverInfo"
#define UNSUPPORTED_VERSION (-32022) /* basic/index, "Error Codes" */
#define LISTS_HOLD_MS 3600000        /* they are compiled in */
#define CANCELLED_MAX 64
#define ID_BYTES_MAX 256

/* The revisions that are spoken, the newest first.  One that is `stateless` is named by each
 * request, another is agreed on by `initialize`. */
static const struct {
  const char *name;
  bool stateless, batches;
} revisions[] = {{"2026-07-28", true, false},
                 {"2025-11-25", false, false},
                 {"2025-06-18", false, false},
                 {"2025-03-26", false, true},
                 {"2024-11-05", false, true}};
#define NEWEST_WITH_HANDSHAKE 1

struct RcAssistant {
  char *index_path;
  RcIndex *index;
  RcRpcReader *reader;  /* borrowed, or NULL */
  int agreed;           /* revision, by initialize; -1: none */
  GPtrArray *cancelled; /* of char *: requests whose turn has not come, by key_of */
  char *running;        /* the call that is answered now, or NULL */
  bool stopped;         /* it was cancelled */
};

/* A request, as far as it is understood. */
typedef struct {
  RcAssistant *assistant;
  json_t *id;     /* NULL: a notification */
  json_t *params; /* an object, or NULL */
  bool stateless;
} Request;

static const char instructions[] =
    "Recourse searches documents on human rights in English and in Russian and quotes their "
    "paragraphs word for word. Quote only what an answer has, with its citation, and say what was "
    "searched (coverage). Nothing found means: not in this index.";

RcAssistant *rc_assistant_new(const char *index_path) {
  RcAssistant *assistant = g_new0(RcAssistant, 1);
  assistant->index_path = g_strdup(index_path);
  assistant->agreed = -1;
  assistant->cancelled = g_ptr_array_new_with_free_func(g_free);
  return assistant;
}

void rc_assistant_free(RcAssistant *assistant) {
  if (!assistant)
    return;
  g_free(assistant->index_path);
  rc_index_free(assistant->index);
  g_ptr_array_unref(assistant->cancelled);
  g_free(assistant->running);
  g_free(assistant);
}

/* --- results --- */

static json_t *new_server(void) {
  return json_pack("{s:s, s:s, s:s}", "name", "recourse", "title", "Recourse", "version",
                   RC_VERSION);
}

static json_t *new_capabilities(void) {
  return json_pack("{s:{}}", "tools");
}

static json_t *new_versions(void) {
  json_t *names = json_array();
  for (gsize i = 0; i < G_N_ELEMENTS(revisions); i++)
    json_array_append_new(names, json_string(revisions[i].name));
  return names;
}

/* Takes the result. */
static json_t *succeed(const Request *request, json_t *result) {
  if (request->stateless) {
    json_object_set_new(result, "resultType", json_string("complete"));
    json_object_set_new(result, "_meta", json_pack("{s:o}", META_SERVER, new_server()));
  }
  return rc_rpc_result(request->id, result);
}

static json_t *fail(const Request *request, int code, const char *message) {
  return rc_rpc_error(request->id, code, message, NULL);
}

/* How long a result holds, and for whom: the same for all. */
static json_t *add_hold(const Request *request, json_t *result) {
  if (request->stateless) {
    json_object_set_new(result, "ttlMs", json_integer(LISTS_HOLD_MS));
    json_object_set_new(result, "cacheScope", json_string("public"));
  }
  return result;
}

/* --- methods --- */

static json_t *discover(const Request *request) {
  json_t *result = json_pack("{s:o, s:o, s:s}", "supportedVersions", new_versions(), "capabilities",
                             new_capabilities(), "instructions", instructions);
  return succeed(request, add_hold(request, result));
}

static json_t *initialize(const Request *request) {
  const char *asked = json_string_value(json_object_get(request->params, "protocolVersion"));
  if (!asked)
    return fail(request, RC_RPC_INVALID_PARAMS, "Invalid params: protocolVersion is missing");
  int agreed = NEWEST_WITH_HANDSHAKE;
  for (gsize i = 0; i < G_N_ELEMENTS(revisions); i++)
    if (!revisions[i].stateless && strcmp(revisions[i].name, asked) == 0)
      agreed = (int)i;
  request->assistant->agreed = agreed;
  return succeed(request, json_pack("{s:s, s:o, s:o, s:s}", "protocolVersion",
                                    revisions[agreed].name, "capabilities", new_capabilities(),
                                    "serverInfo", new_server(), "instructions", instructions));
}

static json_t *ping(const Request *request) {
  return succeed(request, json_object());
}

static json_t *list(const Request *request) {
  return succeed(request, add_hold(request, json_pack("{s:o}", "tools", rc_tools_list())));
}

static json_t *new_content(const char *text) {
  return json_pack("[{s:s, s:o}]", "type", "text", "text", rc_json_string(text));
}

static json_t *call(const Request *request) {
  RcAssistant *assistant = request->assistant;
  const char *name = json_string_value(json_object_get(request->params, "name"));
  json_t *given = json_object_get(request->params, "arguments");
  if (!name || (given && !json_is_object(given)))
    return fail(request, RC_RPC_INVALID_PARAMS,
                "Invalid params: name must be a string, arguments an object");
  if (!rc_tool_exists(name))
    return fail(request, RC_RPC_INVALID_PARAMS, "Invalid params: there is no such tool");
  json_auto_t *arguments = given ? json_incref(given) : json_object();
  g_autoptr(GError) error = NULL;
  json_t *answer = rc_tool_call(&assistant->index, assistant->index_path, name, arguments, &error);
  if (answer) { /* and the same as text, for clients that know nothing else */
    g_autoptr(GString) text = g_string_new(NULL);
    rc_json_append(text, answer, RC_JSON_REAL_DIGITS);
    return succeed(request, json_pack("{s:o, s:o, s:b}", "content", new_content(text->str),
                                      "structuredContent", answer, "isError", 0));
  }
  return succeed(request,
                 json_pack("{s:o, s:b}", "content", new_content(error->message), "isError", 1));
}

/* Which requests a method is of: those that name their revision, those of older ones, or even
 * before one was agreed on. */
enum { STATELESS = 1, AGREED = 2, BEFORE = 4 };

static const struct {
  const char *name;
  json_t *(*answer)(const Request *request);
  int of;
} methods[] = {{"server/discover", discover, STATELESS},
               {"initialize", initialize, AGREED | BEFORE},
               {"ping", ping, AGREED | BEFORE},
               {"tools/list", list, STATELESS | AGREED},
               {"tools/call", call, STATELESS | AGREED}};

/* --- cancelling --- */

/* A string that two ids share only if they are the same; yours to free.  NULL of what is no id. */
static char *key_of(const json_t *id) {
  if (json_is_string(id) && json_string_length(id) <= ID_BYTES_MAX)
    return g_strconcat("\"", json_string_value(id), NULL);
  return json_is_integer(id) ? g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(id))
                             : NULL;
}

static void cancel(RcAssistant *assistant, const json_t *message) {
  const char *method = json_string_value(json_object_get(message, "method"));
  const json_t *params = json_object_get(message, "params");
  g_autofree char *key = key_of(json_object_get(params, "requestId"));
  if (!key || g_strcmp0(method, "notifications/cancelled") != 0)
    return;
  if (g_strcmp0(key, assistant->running) == 0)
    assistant->stopped = true;
  else if (assistant->cancelled->len < CANCELLED_MAX)
    g_ptr_array_add(assistant->cancelled, g_steal_pointer(&key));
}

void rc_assistant_hear(const char *line, gpointer to) {
  RcAssistant *assistant = to;
  const char *problem;
  if (!line || !strstr(line, "cancelled"))
    return;
  json_auto_t *message = rc_rpc_parse(line, &problem);
  if (json_is_array(message) && json_array_size(message) > RC_RPC_BATCH_MAX)
    return;
  for (gsize i = 0; i < json_array_size(message); i++)
    cancel(assistant, json_array_get(message, i));
  if (json_is_object(message))
    cancel(assistant, message);
}

void rc_assistant_listen(RcAssistant *assistant, RcRpcReader *reader) {
  assistant->reader = reader;
}

bool rc_assistant_is_cancelled(gpointer of) {
  RcAssistant *assistant = of;
  if (assistant->reader)
    rc_rpc_reader_gather(assistant->reader);
  return assistant->stopped;
}

/* It is the turn of a request, or of what cancels it: true if it was cancelled before, from here on
 * it is not. */
static bool take_cancelled(RcAssistant *assistant, const char *key) {
  bool was = false;
  for (guint i = assistant->cancelled->len; key && i-- > 0;)
    if (strcmp(assistant->cancelled->pdata[i], key) == 0) {
      g_ptr_array_remove_index_fast(assistant->cancelled, i);
      was = true;
    }
  return was;
}

/* --- requests --- */

/* What is wrong with the _meta of a request that names its revision; NULL: nothing. */
static json_t *check_meta(const Request *request, const json_t *meta) {
  const json_t *version = json_object_get(meta, META_VERSION);
  if (!json_is_string(version) || !json_is_object(json_object_get(meta, META_CAPABILITIES)))
    return fail(request, RC_RPC_INVALID_PARAMS,
                "Invalid params: _meta must have " META_VERSION " and " META_CAPABILITIES);
  for (gsize i = 0; i < G_N_ELEMENTS(revisions); i++)
    if (revisions[i].stateless && strcmp(revisions[i].name, json_string_value(version)) == 0)
      return NULL;
  json_t *data = json_pack("{s:o, s:O}", "supported", new_versions(), "requested", version);
  return rc_rpc_error(request->id, UNSUPPORTED_VERSION, "Unsupported protocol version", data);
}

static json_t *answer_request(Request *request, const char *method) {
  const json_t *meta = json_object_get(request->params, "_meta");
  request->stateless =
      json_object_get(meta, META_VERSION) || strcmp(method, "server/discover") == 0;
  json_t *wrong = request->stateless ? check_meta(request, meta) : NULL;
  if (wrong)
    return wrong;
  bool agreed = request->assistant->agreed >= 0;
  for (gsize i = 0; i < G_N_ELEMENTS(methods); i++) {
    if (strcmp(methods[i].name, method) != 0)
      continue;
    if (methods[i].of & (request->stateless ? STATELESS : agreed ? AGREED : BEFORE))
      return methods[i].answer(request);
    if (!request->stateless && !agreed)
      return fail(request, RC_RPC_INVALID_PARAMS,
                  "Invalid params: _meta must have " META_VERSION
                  ", or initialize must come before");
  }
  return fail(request, RC_RPC_NO_METHOD, "Method not found");
}

/* A new reference, NULL if there is nothing to say. */
static json_t *answer_message(RcAssistant *assistant, json_t *message) {
  json_t *id = json_object_get(message, "id"), *params = json_object_get(message, "params");
  const char *method = json_string_value(json_object_get(message, "method"));
  const char *version = json_string_value(json_object_get(message, "jsonrpc"));
  if (method && !id) {
    g_autofree char *named = key_of(json_object_get(params, "requestId"));
    take_cancelled(assistant, named);
    return NULL;
  }
  g_autofree char *key = key_of(id);
  if (!method || !key || g_strcmp0(version, "2.0") != 0)
    return rc_rpc_error(key ? id : NULL, RC_RPC_INVALID_REQUEST, "Invalid Request", NULL);
  Request request = {assistant, id, params, false};
  if (params && !json_is_object(params))
    return fail(&request, RC_RPC_INVALID_PARAMS, "Invalid params: must be an object");
  assistant->stopped = take_cancelled(assistant, key);
  assistant->running = g_steal_pointer(&key);
  json_t *answer = assistant->stopped ? NULL : answer_request(&request, method);
  if (assistant->stopped) {
    json_decref(answer);
    answer = NULL;
  }
  g_clear_pointer(&assistant->running, g_free);
  return answer;
}

static json_t *answer_batch(RcAssistant *assistant, json_t *batch) {
  if (assistant->agreed < 0 || !revisions[assistant->agreed].batches)
    return rc_rpc_error(NULL, RC_RPC_INVALID_REQUEST,
                        "Invalid Request: this revision has no batches", NULL);
  if (json_array_size(batch) == 0 || json_array_size(batch) > RC_RPC_BATCH_MAX)
    return rc_rpc_error(NULL, RC_RPC_INVALID_REQUEST, "Invalid Request: an empty or too long batch",
                        NULL);
  json_t *answers = json_array();
  for (gsize i = 0; i < json_array_size(batch); i++) {
    json_t *answer = answer_message(assistant, json_array_get(batch, i));
    if (answer)
      json_array_append_new(answers, answer);
  }
  if (json_array_size(answers) > 0)
    return answers;
  json_decref(answers);
  return NULL;
}

void rc_assistant_answer(RcAssistant *assistant, const char *line, GString *out) {
  const char *problem = "Parse error: the line is too long";
  json_auto_t *message = line ? rc_rpc_parse(line, &problem) : NULL;
  json_auto_t *answer = !message ? rc_rpc_error(NULL, RC_RPC_PARSE_ERROR, problem, NULL)
                        : json_is_array(message) ? answer_batch(assistant, message)
                                                 : answer_message(assistant, message);
  if (!answer)
    return;
  rc_json_append(out, answer, RC_JSON_REAL_DIGITS);
  g_string_append_c(out, '\n');
}
