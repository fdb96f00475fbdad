/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http.h"

#include <string.h>

#include "error.h"
#include "examples.h"
#include "json.h"
#include "output.h"
#include "page.h"
#include "parameters.h"
#include "request.h"

#define HTML "text/html; charset=utf-8"
#define JSON "application/json; charset=utf-8"
#define SPACES " \t\n\v\f\r"

/* Processor time for the examples of the help page, which are there to be followed and not worth
 * waiting for. */
#define EXAMPLE_SECONDS 1

/* On every answer, whatever its status. */
static const char *const fixed_headers[] = {
    "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: no-referrer",
    "Cache-Control: no-store",
    "Cross-Origin-Opener-Policy: same-origin",
    "Cross-Origin-Resource-Policy: same-origin",
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Vary: Accept-Language",
};

static const struct {
  int status;
  const char *reason;
  const char *header; /* of this status only, or NULL */
} statuses[] = {
    {200, "OK", NULL},
    {400, "Bad Request", NULL},
    {404, "Not Found", NULL},
    {405, "Method Not Allowed", "Allow: GET, HEAD"},
    {414, "URI Too Long", NULL},
    {503, "Service Unavailable", "Retry-After: 30"},
    {500, "Internal Server Error", NULL}, /* the last stands for all others */
};

/* Statuses of the errors a search can end with. */
static const int error_statuses[RC_N_ERRORS] = {
    [RC_ERROR_BAD_INPUT] = 404, [RC_ERROR_BAD_QUERY] = 400, [RC_ERROR_NO_INDEX] = 503,
    [RC_ERROR_LOCKED] = 503,    [RC_ERROR_STALE] = 503,     [RC_ERROR_LIMIT] = 503,
    [RC_ERROR_SYSTEM] = 500,    [RC_ERROR_IO] = 500,
};

/* One request while it is answered. */
typedef struct {
  RcSite *site;
  const RcHttpRequest *http;
  GArray *parameters;           /* of RcParameter */
  const RcOutputFormat *format; /* NULL: HTML */
  RcHttpResponse *response;
  RcPage page;
} Exchange;

void rc_site_clear(RcSite *site) {
  g_clear_pointer(&site->index_path, g_free);
  g_clear_pointer(&site->index, rc_index_free);
  g_clear_pointer(&site->stylesheet, g_free);
  for (int language = 0; language < RC_N_LANGUAGES; language++) {
    g_clear_pointer(&site->examples[language].queries, g_ptr_array_unref);
    g_clear_pointer(&site->examples[language].state, g_free);
  }
}

void rc_http_response_free(RcHttpResponse *response) {
  if (!response)
    return;
  g_ptr_array_unref(response->headers);
  g_string_free(response->body, TRUE);
  g_free(response->fault);
  g_free(response);
}

static void set_status(RcHttpResponse *response, int status) {
  gsize row = 0;
  while (row < G_N_ELEMENTS(statuses) - 1 && statuses[row].status != status)
    row++;
  response->status = statuses[row].status;
  response->reason = statuses[row].reason;
  if (statuses[row].header)
    g_ptr_array_add(response->headers, g_strdup(statuses[row].header));
}

/* Ends the exchange with an error; `detail` may be NULL. */
static void fail(Exchange *exchange, int status, const char *detail) {
  RcHttpResponse *response = exchange->response;
  set_status(response, status);
  g_string_truncate(response->body, 0);
  if (exchange->format) {
    json_auto_t *error = json_pack("{s:i,s:{s:i,s:s?}}", "version", 1, "error", "status",
                                   response->status, "text", detail ? detail : response->reason);
    rc_json_append(response->body, error, 17);
  } else {
    rc_page_error(&exchange->page, response->status, detail);
  }
}

static bool open_index(RcSite *site, GError **error) {
  if (site->index && rc_index_reopen(site->index, error))
    return true;
  if (site->index) {
    /* The index may have been replaced whole: try it afresh. */
    g_clear_error(error);
    g_clear_pointer(&site->index, rc_index_free);
  }
  site->index = rc_index_open(site->index_path, error);
  return site->index != NULL;
}

/* A form sends its empty fields too: they are no options, and what is none is not ours. */
static RcRequest *read_request(const GArray *parameters, GError **error) {
  g_autoptr(RcRequest) request = rc_request_new();
  request->forgiving = true;
  for (guint i = 0; i < parameters->len; i++) {
    const RcParameter *parameter = &g_array_index(parameters, RcParameter, i);
    if (*parameter->value == '\0' || !rc_request_option(parameter->name))
      continue;
    if (!rc_request_set(request, parameter->name, parameter->value, error))
      return NULL;
  }
  rc_request_clamp(request);
  request->facets = true;
  return g_steal_pointer(&request);
}

static void write_results(Exchange *exchange, const RcRequest *request, const RcResults *results) {
  RcSink sink = {.out = exchange->response->body};
  rc_output_write(exchange->format, &sink, request, results, &(RcOutputOptions){0});
}

static bool answer_document(Exchange *exchange, const RcRequest *request, const char *id,
                            GError **error) {
  g_autoptr(RcHit) hit = rc_search_read(exchange->site->index, id, request, error);
  if (!hit)
    return false;
  if (!exchange->format) {
    /* Whatever cites it, not only what answers; without it where there is no time or no symbol. */
    g_autoptr(RcRequest) of_all = rc_request_new();
    of_all->passages = 0;
    g_autoptr(RcCited) cited = rc_cited_by(exchange->site->index, id, of_all, NULL);
    rc_page_document(&exchange->page, request, hit, cited);
    return true;
  }
  /* The other formats know results only: one document in their shape. */
  g_autoptr(GPtrArray) hits = g_ptr_array_new();
  g_autoptr(GPtrArray) expansions = g_ptr_array_new();
  g_autoptr(GPtrArray) lacks = g_ptr_array_new();
  g_ptr_array_add(hits, hit);
  guint64 complete = 0;
  for (guint i = 0; i < hit->passages->len; i++)
    complete += ((const RcPassageHit *)hit->passages->pdata[i])->complete;
  RcResults results = {.parsed = rc_query_to_string(request->query),
                       .expansions = expansions,
                       .lacks = lacks,
                       .total = 1,
                       .total_exact = true,
                       .total_passages = complete,
                       .hits = hits,
                       .index = *rc_index_summary(exchange->site->index)};
  write_results(exchange, request, &results);
  g_free(results.parsed);
  return true;
}

/* Opens the index and answers from it, once. */
static bool try_answer(Exchange *exchange, GError **error) {
  g_autoptr(RcRequest) request = read_request(exchange->parameters, error);
  if (!request || !open_index(exchange->site, error))
    return false;
  rc_request_prepare(request);
  const char *document = rc_parameters_peek(exchange->parameters, "document");
  if (document && *document)
    return answer_document(exchange, request, document, error);
  bool asked = request->similar || rc_request_has_filters(request) ||
               request->text[strspn(request->text, SPACES)];
  if (!asked && !exchange->format) {
    rc_page_start(&exchange->page, request, rc_index_summary(exchange->site->index));
    return true;
  }
  g_autoptr(RcResults) results = rc_search(exchange->site->index, request, error);
  if (!results)
    return false;
  if (!exchange->format) {
    rc_page_results(&exchange->page, request, results);
    return true;
  }
  /* A part that does not say so would be taken for all. */
  if (!exchange->format->tells && rc_request_has_note(request, RC_NOTE_TIME_LIMIT)) {
    g_set_error(error, RC_ERROR, RC_ERROR_LIMIT, "the search took too long and was ended");
    return false;
  }
  write_results(exchange, request, results);
  return true;
}

/* The index may change while it is read: then everything is done once more.  The
 * visitor learns what is wrong with the request; what is wrong with the site
 * (paths, damage) goes to its log. */
static void answer_from_index(Exchange *exchange) {
  g_autoptr(GError) error = NULL;
  for (int attempt = 0; attempt < RC_INDEX_ATTEMPTS_MAX; attempt++) {
    g_clear_error(&error);
    g_string_truncate(exchange->response->body, 0);
    if (try_answer(exchange, &error)) {
      set_status(exchange->response, 200);
      return;
    }
    const RcIndex *index = exchange->site->index;
    if (!index || !rc_index_should_retry(index, error))
      break;
  }
  bool ours = error->domain == RC_ERROR && error->code >= 0 && error->code < RC_N_ERRORS;
  int status = ours ? error_statuses[error->code] : 500;
  if (status >= 500)
    exchange->response->fault = g_strdup(error->message);
  bool said = status == 400 || g_error_matches(error, RC_ERROR, RC_ERROR_LIMIT);
  fail(exchange, status, said ? error->message : NULL);
}

static void answer_help(Exchange *exchange) {
  exchange->format = NULL;
  set_status(exchange->response, 200);
  RcSite *site = exchange->site;
  RcIndex *index = open_index(site, NULL) ? site->index : NULL;
  const char *state = index ? rc_index_summary(index)->state : "";
  GPtrArray **queries = &site->examples[exchange->page.language].queries;
  char **made_of = &site->examples[exchange->page.language].state;
  if (!*queries || strcmp(*made_of, state) != 0) {
    g_clear_pointer(queries, g_ptr_array_unref);
    g_free(*made_of);
    *made_of = g_strdup(state);
    *queries = rc_examples_make(index, exchange->page.language, EXAMPLE_SECONDS);
  }
  rc_page_help(&exchange->page, *queries);
}

static const struct {
  const char *path;
  void (*answer)(Exchange *exchange);
} routes[] = {{"", answer_from_index}, {"/", answer_from_index}, {"/help", answer_help}};

/* Reads parameters and what depends on them; false if the exchange has failed. */
static bool read_parameters(Exchange *exchange) {
  g_autoptr(GError) error = NULL;
  const char *query_string = exchange->http->query_string ? exchange->http->query_string : "";
  exchange->parameters = rc_parameters_read(query_string, strlen(query_string), &error);
  const char *ui = error ? NULL : rc_parameters_peek(exchange->parameters, "ui");
  exchange->page.language = rc_language_choose(ui, exchange->http->accept_language);
  exchange->page.language_chosen = ui && g_str_equal(ui, rc_language_code(exchange->page.language));
  if (error) {
    fail(exchange, error->code == RC_ERROR_LIMIT ? 414 : 400, error->message);
    return false;
  }
  const char *format = rc_parameters_peek(exchange->parameters, "format");
  if (!format || !*format || strcmp(format, "html") == 0)
    return true;
  exchange->format = rc_output_format(format);
  if (exchange->format && !rc_output_has_results(exchange->format))
    exchange->format = NULL;
  if (!exchange->format)
    fail(exchange, 400, "format: not one that is served here");
  return exchange->format != NULL;
}

static void add_header(RcHttpResponse *response, const char *name, const char *value) {
  g_ptr_array_add(response->headers, g_strdup_printf("%s: %s", name, value));
}

static void finish(Exchange *exchange) {
  RcHttpResponse *response = exchange->response;
  bool failed = response->status != 200;
  const char *media_type = failed ? JSON : exchange->format ? exchange->format->media_type : NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(fixed_headers); i++)
    g_ptr_array_add(response->headers, g_strdup(fixed_headers[i]));
  add_header(response, "Content-Type", exchange->format ? media_type : HTML);
  add_header(response, "Content-Language", rc_language_code(exchange->page.language));
  g_autofree char *length = g_strdup_printf("%" G_GSIZE_FORMAT, response->body->len);
  add_header(response, "Content-Length", length);
  if (g_strcmp0(exchange->http->method, "HEAD") == 0)
    g_string_truncate(response->body, 0);
}

RcHttpResponse *rc_http_answer(RcSite *site, const RcHttpRequest *request) {
  RcHttpResponse *response = g_new0(RcHttpResponse, 1);
  response->headers = g_ptr_array_new_with_free_func(g_free);
  response->body = g_string_new(NULL);
  /* Where the search page is: the mount point with one slash at each end, so that no link can
   * begin with "//" and mean another host. */
  const char *mount = request->script_name ? request->script_name : "";
  mount += strspn(mount, "/");
  gsize length = strlen(mount);
  while (length > 0 && mount[length - 1] == '/')
    length--;
  g_autofree char *root =
      length > 0 ? g_strdup_printf("/%.*s/", (int)length, mount) : g_strdup("/");
  g_autofree char *stylesheet =
      site->stylesheet ? g_strdup(site->stylesheet) : g_strconcat(root, "style.css", NULL);
  Exchange exchange = {.site = site,
                       .http = request,
                       .response = response,
                       .page = {.out = response->body, .root = root, .stylesheet = stylesheet}};
  bool reads = g_strcmp0(request->method, "GET") == 0 || g_strcmp0(request->method, "HEAD") == 0;
  const char *path = request->path_info ? request->path_info : "";
  gsize route = 0;
  while (route < G_N_ELEMENTS(routes) && strcmp(routes[route].path, path) != 0)
    route++;
  if (read_parameters(&exchange)) {
    if (!reads)
      fail(&exchange, 405, NULL);
    else if (route < G_N_ELEMENTS(routes))
      routes[route].answer(&exchange);
    else
      fail(&exchange, 404, NULL);
  }
  finish(&exchange);
  if (site->index)
    rc_index_forget(site->index);
  g_clear_pointer(&exchange.parameters, g_array_unref);
  return response;
}
