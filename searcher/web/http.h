/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an HTTP request to an HTTP response, without a server.
 *
 * rc_http_answer looks at nothing but its arguments and the index: no
 * environment, no clock, no log.  cgi.c adapts it to CGI and FastCGI; tests and
 * the fuzzer call it directly.  Nothing of a request is ever written anywhere
 * but into its response. */
#ifndef RC_HTTP_H
#define RC_HTTP_H

#include <glib.h>
#include <stdbool.h>

#include "index.h"
#include "schema.h"

/* What is served: lives as long as the program. */
typedef struct {
  char *index_path;
  RcIndex *index;   /* opened by the first request that needs it; NULL before */
  char *stylesheet; /* URL; NULL: style.css beside the search page */
  /* Of the help page, by its language: made once of each state of the index. */
  struct {
    GPtrArray *queries; /* see examples.h; NULL before */
    char *state;
  } examples[RC_N_LANGUAGES];
} RcSite;

void rc_site_clear(RcSite *site);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RcSite, rc_site_clear)

/* A request, as CGI names its parts; any member may be NULL. */
typedef struct {
  const char *method;
  const char *script_name; /* path under which the program is mounted: "" */
  const char *path_info;   /* path below that: "/help" */
  const char *query_string;
  const char *accept_language;
} RcHttpRequest;

typedef struct {
  int status;
  const char *reason; /* static: "Not Found" */
  GPtrArray *headers; /* of char *: "Name: value" */
  GString *body;      /* empty for HEAD; Content-Length is as for GET */
  char *fault;        /* for the server's log: what failed on our side, without
                          anything of the request; NULL if nothing did */
} RcHttpResponse;

/* Never NULL. */
RcHttpResponse *rc_http_answer(RcSite *site, const RcHttpRequest *request);
void rc_http_response_free(RcHttpResponse *response);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcHttpResponse, rc_http_response_free)

#endif
