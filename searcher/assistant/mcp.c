/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recourse-mcp: the search for assistants, by the Model Context Protocol over standard input and
 * output.
 *
 * Nothing is read before the wall is closed, nothing but answers goes to standard output. */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "index.h"
#include "json-rpc.h"
#include "limit.h"
#include "protocol.h"
#include "sandbox.h"
#include "text.h"

/* Until there is no more to read, or nobody who reads. */
static int serve(RcAssistant *assistant, RcRpcReader *reader) {
  g_autoptr(GString) out = g_string_new(NULL);
  char *line;
  while (rc_rpc_reader_next(reader, &line)) {
    g_string_truncate(out, 0);
    rc_assistant_answer(assistant, line, out);
    g_free(line);
    errno = 0;
    if (fwrite(out->str, 1, out->len, stdout) != out->len || fflush(stdout) != 0)
      return errno == EPIPE ? EXIT_SUCCESS : RC_EXIT_IO;
  }
  return EXIT_SUCCESS;
}

static int complain(const char *message, int status) {
  g_autofree char *printable = rc_text_printable(message, -1);
  fprintf(stderr, "recourse-mcp: %s\n", printable);
  return status;
}

static const char help[] =
    "Usage: recourse-mcp [--index=DIR]\n"
    "A server of the Model Context Protocol over standard input and output, started by the\n"
    "program of an assistant; see recourse-mcp(1).\n"
    "  --index=DIR  the index (default $RECOURSE_INDEX, else that of this user)\n"
    "  --help       show this help\n"
    "  --version    show the version\n";

int main(int argc, char **argv) {
  setlocale(LC_CTYPE, "C.UTF-8");
  signal(SIGPIPE, SIG_IGN);
  g_autofree char *path = rc_index_default_path();
  for (int i = 1; i < argc; i++) {
    bool apart = strcmp(argv[i], "--index") == 0 && i + 1 < argc;
    if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "--version") == 0) {
      fputs(argv[i][2] == 'h' ? help : "recourse-mcp " RC_VERSION "\n", stdout);
      return EXIT_SUCCESS;
    }
    if (!apart && !g_str_has_prefix(argv[i], "--index="))
      return complain("unknown option; --help lists them", RC_EXIT_USAGE);
    g_free(path);
    path = g_strdup(apart ? argv[++i] : argv[i] + strlen("--index="));
  }
  /* From here on this process reads the index, which must be there, and answers, as far as the
   * kernel can see to that.  One with parts elsewhere needs files, sockets or programs. */
  if (rc_index_is_self_contained(path))
    rc_sandbox_enter_search(RC_SANITIZED ? RC_SANDBOX_OFF : RC_SANDBOX_BEST, path);
  g_autoptr(GError) error = NULL;
  g_autoptr(RcIndex) index = rc_index_open(path, &error);
  if (!index)
    return complain(error->message, rc_error_exit_status(error));
  g_autoptr(RcAssistant) assistant = rc_assistant_new(path);
  g_autoptr(RcRpcReader) reader = rc_rpc_reader_new(STDIN_FILENO, rc_assistant_hear, assistant);
  rc_assistant_listen(assistant, reader);
  rc_limit_listen(rc_assistant_is_cancelled, assistant);
  return serve(assistant, reader);
}
