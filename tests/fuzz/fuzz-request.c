/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as the query string of a web request: decoding, the option table,
 * the query parser and the page that comes of it, all but the index. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "http.h"
#include "parameters.h"
#include "query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program in every build, unlike an assertion. */
static void must(bool holds) {
  if (!holds)
    abort();
}

static void check_parameters(const char *bytes, gsize size) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) parameters = rc_parameters_read(bytes, size, &error);
  must((parameters == NULL) == (error != NULL));
  for (guint i = 0; parameters && i < parameters->len; i++) {
    const RcParameter *parameter = &g_array_index(parameters, RcParameter, i);
    must(g_utf8_validate(parameter->name, -1, NULL) && g_utf8_validate(parameter->value, -1, NULL));
    must(rc_parameters_peek(parameters, parameter->name) != NULL);
  }
}

static void check_response(const RcHttpResponse *response) {
  must(response->status >= 200 && response->status < 600);
  must(g_utf8_validate(response->body->str, (gssize)response->body->len, NULL));
  must(strstr(response->body->str, "<script") == NULL);
  for (guint i = 0; i < response->headers->len; i++)
    must(strpbrk(response->headers->pdata[i], "\r\n") == NULL);
}

/* The request reaches options and parser before the index turns out missing. */
static void check_request(const char *text) {
  static const char *const paths[] = {"/", "/help", NULL};
  g_autoptr(GArray) parameters = rc_parameters_read(text, strlen(text), NULL);
  g_autoptr(RcRequest) request = rc_request_new();
  for (guint i = 0; parameters && i < parameters->len; i++) {
    const RcParameter *parameter = &g_array_index(parameters, RcParameter, i);
    g_autoptr(GError) error = NULL;
    must(rc_request_set(request, parameter->name, parameter->value, &error) == (error == NULL));
  }
  rc_request_prepare(request);
  must(request->query != NULL);
  for (const char *const *path = paths; *path; path++) {
    g_auto(RcSite) site = {.index_path = g_strdup("/nonexistent/recourse-index")};
    RcHttpRequest http = {"GET", text, *path, text, text};
    g_autoptr(RcHttpResponse) response = rc_http_answer(&site, &http);
    check_response(response);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  g_autofree char *text = g_strndup((const char *)data, size);
  check_parameters((const char *)data, size);
  check_request(text);
  return 0;
}
