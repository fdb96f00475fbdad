/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recourse-search: what the command line asks for, to standard output. */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "arguments.h"
#include "concepts.h"
#include "earlier.h"
#include "error.h"
#include "limit.h"
#include "output-file.h"
#include "pager.h"
#include "query-list.h"
#include "sandbox.h"
#include "statement.h"
#include "term-report.h"
#include "text.h"
#include "verification.h"
#include "viewer.h"

#define COLUMNS_MAX 200 /* longer lines are hard to read */

/* A message for people, on standard error. */
G_GNUC_PRINTF(1, 2)
static void complain(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *message = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_autofree char *printable = rc_text_printable(message, -1);
  fprintf(stderr, "recourse-search: %s\n", printable);
}

/* Nothing was written yet: an answer is written whole. */
static void say_last_words(void) {
  static const char words[] = "recourse-search: it took too long and was ended\n";
  ssize_t written = write(STDERR_FILENO, words, sizeof words - 1);
  (void)written;
}

/* --- searching --- */

/* Before the wall, which denies to start programs: nothing of the query was looked at by then, and
 * of the index its folders alone are. */
static bool begin_viewer(const char *path, GError **error) {
  g_autoptr(RcIndex) index = rc_index_open(path, error);
  g_autoptr(GPtrArray) roots = index ? rc_index_read_roots(index, error) : NULL;
  if (roots && rc_index_shards(index) > 1)
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_QUERY,
                "--open: %s is several indexes, whose files may lie anywhere", path);
  return roots && !*error && rc_viewer_begin(roots, error);
}

/* The index that is named, or the usual one.  From here on this process reads it and writes the
 * answer, as far as the kernel can see to that.  An index with parts elsewhere needs files, sockets
 * or programs. */
static RcIndex *open_index(const RcArguments *arguments, GError **error) {
  g_autofree char *path =
      arguments->index_path ? g_strdup(arguments->index_path) : rc_index_default_path();
  if (arguments->new_since &&
      !rc_earlier_leave_out(arguments->new_since, arguments->request, error))
    return NULL;
  if (arguments->open && !begin_viewer(path, error))
    return NULL;
  if (rc_index_is_self_contained(path))
    rc_sandbox_enter_search(RC_SANITIZED ? RC_SANDBOX_OFF : RC_SANDBOX_BEST, path);
  return rc_index_open(path, error);
}

/* What is asked for, or the page of it that begins at the offset: RcResults, RcCited of what is
 * cited, RcVerification of a draft.  Where all is wanted, a part of a page is none. */
static gpointer find(RcIndex *index, const RcArguments *arguments, GError **error) {
  RcRequest *request = arguments->request;
  RcPlace place = {arguments->show, arguments->page, arguments->passage, arguments->context};
  if (arguments->draft)
    return rc_verify(index, arguments->draft, error);
  if (arguments->query_list)
    return rc_search_terms(index, request, arguments->query_list, error);
  if (arguments->cited_by)
    return rc_cited_by(index, arguments->cited_by, request, error);
  if (arguments->show)
    return rc_search_show(index, &place, request, error);
  g_autoptr(RcResults) results = rc_search(index, request, error);
  if (!results || !request->all || !rc_request_has_note(request, RC_NOTE_TIME_LIMIT))
    return g_steal_pointer(&results);
  g_set_error(error, RC_ERROR, RC_ERROR_LIMIT,
              "the search took more than %g s of processor time and was ended before all was "
              "found; ask for less, or set " RC_LIMIT_VARIABLE " to more",
              rc_limit_seconds());
  return NULL;
}

typedef struct {
  const RcArguments *arguments;
  guint notes; /* on what was typed */
  gpointer found;
} Finding;

static bool attempt(RcIndex *index, gpointer data, GError **error) {
  Finding *finding = data;
  g_ptr_array_set_size(finding->arguments->request->notes, (int)finding->notes);
  finding->found = find(index, finding->arguments, error);
  return finding->found != NULL;
}

/* The same, once more from the beginning if the index was written to meanwhile. */
static gpointer find_first(RcIndex *index, const RcArguments *arguments, GError **error) {
  Finding finding = {arguments, arguments->request->notes->len, NULL};
  rc_index_attempt(index, attempt, &finding, error);
  return finding.found;
}

/* --- writing --- */

/* A reader that has had enough (head, a pager) is no failure. */
static bool write_output(const char *bytes, gsize length, GError **error) {
  rc_limit_disarm();
  errno = 0;
  if ((fwrite(bytes, 1, length, stdout) == length && fflush(stdout) == 0) || errno == EPIPE)
    return true;
  g_set_error(error, RC_ERROR, RC_ERROR_IO, "writing to standard output: %s", g_strerror(errno));
  return false;
}

/* For a sink: what is written is gone, `to` (a GError *) says that it could not be. */
static void take_output(GString *out, gpointer to) {
  GError **error = to;
  if (!*error)
    write_output(out->str, out->len, error);
  g_string_truncate(out, 0);
}

/* What standard output is like, before a pager stands between. */
static void look_at_terminal(RcOutputOptions *output) {
  if (!isatty(STDOUT_FILENO))
    return;
  const char *no_colour = g_getenv("NO_COLOR");
  struct winsize size;
  output->colour = !(no_colour && *no_colour) && g_strcmp0(g_getenv("TERM"), "dumb") != 0;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    output->width = MIN(size.ws_col, COLUMNS_MAX);
}

/* Of all that is found the pages behind the first, which was written: each is a request with time
 * of its own.  They are of one state of the index, or it is an error. */
static bool write_more_pages(RcIndex *index, const RcArguments *arguments, RcSink *sink,
                             GError **error) {
  RcRequest *request = arguments->request;
  guint notes = request->notes->len;
  for (bool more = true; more;) {
    request->offset += request->limit;
    rc_limit_arm(say_last_words);
    g_autoptr(RcResults) page = find(index, arguments, error);
    if (!page) {
      g_prefix_error(error, "the answer is not whole: ");
      return false;
    }
    rc_output_write_hits(arguments->format, sink, request, page, &arguments->output);
    g_ptr_array_set_size(request->notes, (int)notes); /* those of the first page */
    more = page->hits->len == request->limit;
  }
  return true;
}

/* What the format has no place for: how the request was understood, and, as a part is never taken
 * for all, of how many hits these are. */
static void tell(const RcArguments *arguments, const RcResults *results, guint64 written) {
  const RcRequest *request = arguments->request;
  if (arguments->format->tells)
    return;
  for (guint i = 0; i < request->notes->len; i++) {
    g_autofree char *text = rc_note_text(request->notes->pdata[i], RC_LANGUAGE_EN);
    complain("%s", text);
  }
  guint64 all = results->total - MIN(results->total, results->collapsed);
  if (arguments->format->hit && !request->all && written < all)
    complain("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " are written; --limit=all writes all",
             written, all);
}

static bool write_answer(RcIndex *index, const RcArguments *arguments, const RcResults *results,
                         GError **error) {
  const RcRequest *request = arguments->request;
  const RcOutputFormat *format = arguments->format;
  RcOutputOptions options = arguments->output;
  if (arguments->record)
    rc_limit_disarm(); /* what it says beside the results has a time of its own */
  g_autoptr(RcStatement) statement = arguments->record ? rc_statement_new(index, error) : NULL;
  if (arguments->record && !statement)
    return false;
  options.statement = statement;
  g_autoptr(GString) out = g_string_new(NULL);
  g_autoptr(GError) unwritten = NULL;
  RcSink sink = {out, take_output, &unwritten, 0};
  if (format->begin)
    format->begin(&sink, request, results, &options);
  rc_output_write_hits(format, &sink, request, results, &options);
  bool more = request->all && format->hit && !arguments->show;
  if (more && results->hits->len == request->limit &&
      !write_more_pages(index, arguments, &sink, error))
    return false;
  if (format->end)
    format->end(&sink, request, results, &options);
  take_output(out, &unwritten);
  tell(arguments, results, sink.hits);
  if (unwritten)
    g_propagate_error(error, g_steal_pointer(&unwritten));
  return !*error;
}

/* The page of the first hit in the desktop's viewer, if there is one. */
static bool open_first(const RcArguments *arguments, const RcResults *results, GError **error) {
  if (results->total == 0 || results->hits->len == 0)
    return true;
  const RcHit *hit = results->hits->pdata[0];
  guint32 page = hit->passages->len ? ((RcPassageHit *)hit->passages->pdata[0])->hit_page : 1;
  return rc_viewer_open(hit->document->files, arguments->page ? arguments->page : page, error);
}

/* --- what is asked for --- */

/* Sets *error: what is asked for cannot be written so. */
static int refuse_format(const RcArguments *arguments, const char *what, GError **error) {
  g_set_error(error, RC_ERROR, RC_ERROR_BAD_QUERY, "%s has no format %s", what,
              arguments->format->name);
  return RC_EXIT_USAGE;
}

/* Each gives the exit status, or sets the error. */
static int run_search(const RcArguments *arguments, GError **error) {
  if (!arguments->asked && !arguments->show) {
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_QUERY,
                "What is to be searched for? Give words or a filter; --help shows how.");
    return RC_EXIT_USAGE;
  }
  if (!rc_output_has_results(arguments->format))
    return refuse_format(arguments, "what is found", error);
  rc_request_prepare(arguments->request);
  g_autoptr(RcIndex) index = open_index(arguments, error);
  g_autoptr(RcResults) results = index ? find_first(index, arguments, error) : NULL;
  bool written = results && write_answer(index, arguments, results, error) &&
                 (!arguments->open || open_first(arguments, results, error));
  return written && results->total > 0 ? RC_EXIT_FOUND : RC_EXIT_NOTHING;
}

static int run_vocabulary(const RcArguments *arguments, GError **error) {
  if (!arguments->format->concepts)
    return refuse_format(arguments, "--vocabulary", error);
  g_autoptr(RcIndex) index = open_index(arguments, error);
  /* It is there to count in; none is needed unless one was named. */
  if (!index && !arguments->index_path && g_error_matches(*error, RC_ERROR, RC_ERROR_NO_INDEX))
    g_clear_error(error);
  g_autoptr(RcConceptList) list = NULL;
  if (!*error)
    list = rc_concepts_list(index, (RcField)arguments->vocabulary, arguments->query->str, error);
  g_autoptr(GString) out = g_string_new(NULL);
  if (list)
    arguments->format->concepts(out, list, &arguments->output);
  return list && write_output(out->str, out->len, error) && list->rows->len > 0 ? RC_EXIT_FOUND
                                                                                : RC_EXIT_NOTHING;
}

static int run_cited(const RcArguments *arguments, GError **error) {
  if (!arguments->format->cited)
    return refuse_format(arguments, "--cited-by", error);
  rc_request_prepare(arguments->request);
  g_autoptr(RcIndex) index = open_index(arguments, error);
  g_autoptr(RcCited) cited = index ? find_first(index, arguments, error) : NULL;
  g_autoptr(GString) out = g_string_new(NULL);
  if (cited)
    arguments->format->cited(out, arguments->request, cited, &arguments->output);
  return cited && write_output(out->str, out->len, error) && cited->documents > 0 ? RC_EXIT_FOUND
                                                                                  : RC_EXIT_NOTHING;
}

/* The draft is read before the index is opened: what reads it is a copy of this process. */
static int run_verify(RcArguments *arguments, GError **error) {
  RcVerificationOutput *write = rc_verification_output(arguments->format->name);
  if (!write)
    return refuse_format(arguments, "--verify", error);
  rc_limit_disarm(); /* it has a time of its own */
  arguments->draft = rc_draft_read(arguments->verify, error);
  g_autoptr(RcIndex) index = arguments->draft ? open_index(arguments, error) : NULL;
  g_autoptr(RcVerification) verification = index ? find_first(index, arguments, error) : NULL;
  if (!verification)
    return RC_EXIT_NOTHING;
  g_autofree char *name = g_path_get_basename(arguments->verify);
  g_autoptr(GString) out = g_string_new(NULL);
  write(out, verification, name, &arguments->output);
  bool written = write_output(out->str, out->len, error);
  return written && rc_verification_is_exact(verification) ? RC_EXIT_FOUND : RC_EXIT_NOTHING;
}

/* The list is read before the wall, and is bytes only; each of its searches has a time of its
 * own. */
static int run_queries(RcArguments *arguments, GError **error) {
  RcTermReportOutput *write = rc_term_report_output(arguments->format->name);
  if (!write)
    return refuse_format(arguments, "--queries", error);
  if (arguments->query->len || arguments->request->similar) {
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_QUERY,
                "--queries has its words from a file; filters alone go with it");
    return RC_EXIT_USAGE;
  }
  arguments->query_list = rc_query_list_read(arguments->queries, error);
  rc_limit_disarm();
  g_autoptr(RcIndex) index = arguments->query_list ? open_index(arguments, error) : NULL;
  g_autoptr(RcTermReport) report = index ? find_first(index, arguments, error) : NULL;
  if (!report)
    return RC_EXIT_NOTHING;
  g_autoptr(GString) out = g_string_new(NULL);
  write(out, report, &arguments->output);
  return write_output(out->str, out->len, error) && report->documents > 0 ? RC_EXIT_FOUND
                                                                          : RC_EXIT_NOTHING;
}

/* The error is ours to tell of. */
static int fail(const GError *error, const char *advice) {
  int status = rc_error_exit_status(error);
  complain("%s%s", error->message, status == RC_EXIT_USAGE ? advice : "");
  return status;
}

int main(int argc, char **argv) {
  (void)argc;
  setlocale(LC_ALL, "");
  signal(SIGPIPE, SIG_IGN);
  g_set_prgname("recourse-search");
  g_autoptr(RcArguments) arguments = rc_arguments_new();
  g_autoptr(GError) error = NULL;
  if (!rc_arguments_parse(arguments, argv, &error) ||
      (!arguments->said && arguments->output_path &&
       !rc_output_file_begin(arguments->output_path, arguments->output_mode, &error)))
    return fail(error, "; --help lists the options");
  look_at_terminal(&arguments->output);
  arguments->output.whole = arguments->show != NULL;
  /* What is typed as a draft needs the terminal. */
  bool typed = g_strcmp0(arguments->verify, "-") == 0 && isatty(STDIN_FILENO);
  bool paged = !arguments->no_pager && !arguments->version && !arguments->completion && !typed &&
               arguments->format == rc_output_formats;
  const char *pager = paged ? rc_pager_command() : NULL;
  if (pager && !rc_pager_begin(pager, &error))
    return fail(error, "");
  rc_limit_arm(say_last_words); /* here, as no child inherits it */
  if (arguments->said)
    return write_output(arguments->said, strlen(arguments->said), &error) ? RC_EXIT_FOUND
                                                                          : fail(error, "");
  int status = arguments->vocabulary >= 0 ? run_vocabulary(arguments, &error)
               : arguments->verify        ? run_verify(arguments, &error)
               : arguments->queries       ? run_queries(arguments, &error)
               : arguments->cited_by      ? run_cited(arguments, &error)
                                          : run_search(arguments, &error);
  return error ? fail(error, "") : status;
}
