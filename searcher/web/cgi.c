/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recourse.cgi: the search as CGI and FastCGI, one binary.
 *
 * Adapts a web server to rc_http_answer, see http.h.  Writes to the error log
 * only what is wrong with the site, never anything of a request. */
#include <fcgiapp.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "http.h"
#include "index.h"
#include "limit.h"
#include "sandbox.h"
#include "text.h"

/* A variable of the CGI environment. */
typedef const char *(*Lookup)(const char *name, gpointer environment);

static const char *lookup_process(const char *name, gpointer environment) {
  (void)environment;
  return getenv(name);
}

static const char *lookup_fastcgi(const char *name, gpointer environment) {
  return FCGX_GetParam(name, environment);
}

static RcHttpResponse *answer(RcSite *site, Lookup lookup, gpointer environment) {
  RcHttpRequest request = {
      .method = lookup("REQUEST_METHOD", environment),
      .script_name = lookup("SCRIPT_NAME", environment),
      .path_info = lookup("PATH_INFO", environment),
      .query_string = lookup("QUERY_STRING", environment),
      .accept_language = lookup("HTTP_ACCEPT_LANGUAGE", environment),
  };
  return rc_http_answer(site, &request);
}

static GString *serialise(const RcHttpResponse *response) {
  GString *bytes = g_string_new(NULL);
  g_string_append_printf(bytes, "Status: %d %s\r\n", response->status, response->reason);
  for (guint i = 0; i < response->headers->len; i++)
    g_string_append_printf(bytes, "%s\r\n", (const char *)response->headers->pdata[i]);
  g_string_append(bytes, "\r\n");
  g_string_append_len(bytes, response->body->str, (gssize)response->body->len);
  return bytes;
}

static void report(const RcHttpResponse *response) {
  g_autofree char *printable = response->fault ? rc_text_printable(response->fault, -1) : NULL;
  if (printable)
    fprintf(stderr, "recourse.cgi: %s\n", printable);
}

/* An answer is written whole, so nothing of another stands before this one. */
static void answer_last(void) {
  static const char words[] =
      "Status: 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n"
      "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
      "X-Content-Type-Options: nosniff\r\n\r\n"
      "The search took too long and was ended. This does not mean that nothing was found.\n"
      "Поиск занял слишком много времени и остановлен. Это не значит, что ничего нет.\n";
  ssize_t written = write(STDOUT_FILENO, words, sizeof words - 1);
  (void)written;
}

/* From here on this process reads the index and serves the socket that it was given, as far
 * as the kernel can see to that.  An index with parts elsewhere needs files, sockets or
 * programs; one that is not there yet is waited for. */
static bool close_in(const char *index_path) {
  bool there = g_file_test(index_path, G_FILE_TEST_IS_DIR);
  if (there && rc_index_is_self_contained(index_path))
    rc_sandbox_enter_search(RC_SANITIZED ? RC_SANDBOX_OFF : RC_SANDBOX_BEST, index_path);
  return there;
}

static int serve_once(RcSite *site) {
  close_in(site->index_path);
  rc_limit_arm(answer_last);
  g_autoptr(RcHttpResponse) response = answer(site, lookup_process, NULL);
  g_autoptr(GString) bytes = serialise(response);
  rc_limit_disarm();
  report(response);
  bool written = fwrite(bytes->str, 1, bytes->len, stdout) == bytes->len && fflush(stdout) == 0;
  return written ? EXIT_SUCCESS : RC_EXIT_IO;
}

static int serve_fastcgi(RcSite *site) {
  FCGX_Request request;
  if (FCGX_Init() != 0 || FCGX_InitRequest(&request, 0, 0) != 0) {
    fputs("recourse.cgi: FastCGI could not be set up\n", stderr);
    return RC_EXIT_IO;
  }
  /* Ended from outside it ends at once; libfcgi would wait for the request to be answered. */
  signal(SIGTERM, SIG_DFL);
  for (bool closed = false;;) {
    closed = closed || close_in(site->index_path);
    if (FCGX_Accept_r(&request) != 0)
      break;
    rc_limit_arm(NULL); /* the web server tells the visitor, and starts another process */
    g_autoptr(RcHttpResponse) response = answer(site, lookup_fastcgi, request.envp);
    g_autoptr(GString) bytes = serialise(response);
    rc_limit_disarm();
    report(response);
    FCGX_PutStr(bytes->str, (int)bytes->len, request.out);
    FCGX_Finish_r(&request);
  }
  return EXIT_SUCCESS;
}

static int usage(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], "--version") == 0) {
    puts("recourse.cgi (Recourse) " RC_VERSION);
    return EXIT_SUCCESS;
  }
  bool asked = argc > 1 && strcmp(argv[1], "--help") == 0;
  fputs("recourse.cgi is started by a web server, as CGI or FastCGI; see recourse.cgi(8).\n"
        "It searches the index named by the environment variable RECOURSE_INDEX.\n",
        asked ? stdout : stderr);
  return asked ? EXIT_SUCCESS : RC_EXIT_USAGE;
}

int main(int argc, char **argv) {
  setlocale(LC_CTYPE, "C.UTF-8");
  bool as_cgi = FCGX_IsCGI();
  signal(SIGTERM, SIG_DFL); /* which libfcgi has taken */
  if (argc > 1 || (as_cgi && !getenv("REQUEST_METHOD")))
    return usage(argc, argv);
  g_auto(RcSite) site = {.index_path = rc_index_default_path(),
                         .stylesheet = g_strdup(getenv("RECOURSE_STYLESHEET"))};
  return as_cgi ? serve_once(&site) : serve_fastcgi(&site);
}
