/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recourse-index: PDFs in, an index out. */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "dump.h"
#include "error.h"
#include "index.h"
#include "run.h"
#include "text.h"
#include "vocabulary.h"

#ifndef RC_VERSION
#define RC_VERSION "0.1"
#endif

typedef struct {
  char *index;
  char *files_from;
  char *manifest;
  char *dump;
  char *ocr;
  RcOcrChoice ocr_choice;
  char *sandbox;
  RcSandboxMode sandbox_mode;
  gboolean nul_separated;
  gboolean quiet;
  gboolean version;
  int jobs;
  char **paths;
} Options;

static volatile sig_atomic_t interrupted;

static void interrupt(int signal_number) {
  (void)signal_number;
  interrupted = 1;
}

/* No SA_RESTART: poll must return at once. */
static void catch_signals(void) {
  struct sigaction action = {.sa_handler = interrupt};
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  signal(SIGPIPE, SIG_IGN);
}

static const char description[] =
    "Reads PDF files into a full-text index for recourse-search.  Given folders, it\n"
    "reads every PDF below them.  Run it again at any time: unchanged files are passed\n"
    "over, changed ones replaced, and files that have vanished below the folders given\n"
    "are removed.\n"
    "\n"
    "Examples:\n"
    "  recourse-index ~/submissions               index a folder\n"
    "  recourse-index --index ./idx a.pdf b.pdf   two files into an index of its own\n"
    "  find . -name '*.pdf' -print0 | recourse-index -0 --files-from -\n"
    "  recourse-index --dump a.pdf                show what is read of one PDF\n"
    "\n"
    "Exit status: 0 done, 1 no PDF found, 2 wrong option, 69 the index cannot be used,\n"
    "74 a path or the index cannot be read or written, 75 another recourse-index is\n"
    "writing, 130 interrupted (what was finished is kept).\n";

static bool parse_ocr(Options *options, GError **error) {
  if (!options->ocr || rc_ocr_choice_from_name(options->ocr, &options->ocr_choice))
    return true;
  g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
              "--ocr=%s: must be auto, never or always", options->ocr);
  return false;
}

static bool parse_sandbox(Options *options, GError **error) {
  if (!options->sandbox || rc_sandbox_mode_from_name(options->sandbox, &options->sandbox_mode))
    return true;
  g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
              "--sandbox=%s: must be require, best or off", options->sandbox);
  return false;
}

static bool parse_options(int *argc, char ***argv, Options *options, GError **error) {
  const GOptionEntry entries[] = {
      {"index", 'i', 0, G_OPTION_ARG_FILENAME, &options->index,
       "The index folder (default: $RECOURSE_INDEX, else in your data folder)", "DIR"},
      {"files-from", 0, 0, G_OPTION_ARG_FILENAME, &options->files_from,
       "Read paths from FILE, one a line (- is standard input)", "FILE"},
      {"null", '0', 0, G_OPTION_ARG_NONE, &options->nul_separated,
       "Paths in --files-from end in NUL, not in a line feed", NULL},
      {"manifest", 0, 0, G_OPTION_ARG_FILENAME, &options->manifest,
       "Metadata of many PDFs: a CSV with a column `file` and the keys of sidecars", "FILE"},
      {"jobs", 'j', 0, G_OPTION_ARG_INT, &options->jobs,
       "Documents read at a time (default: one for each processor)", "N"},
      {"dump", 0, 0, G_OPTION_ARG_FILENAME, &options->dump,
       "Print what is read of one PDF as JSON lines; no index is touched", "FILE"},
      {"ocr", 0, 0, G_OPTION_ARG_STRING, &options->ocr,
       "Pages read by OCR: auto (those without readable text; the default), never, always "
       "(all with images too)",
       "WHEN"},
      {"sandbox", 0, 0, G_OPTION_ARG_STRING, &options->sandbox,
       "How the processes that read PDFs are closed in: require (the default), best (as far "
       "as the kernel can), off",
       "HOW"},
      {"quiet", 'q', 0, G_OPTION_ARG_NONE, &options->quiet, "No progress and no summary", NULL},
      {"version", 0, 0, G_OPTION_ARG_NONE, &options->version, "Print the version", NULL},
      {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->paths, NULL, NULL},
      G_OPTION_ENTRY_NULL};
  g_autoptr(GOptionContext) context = g_option_context_new("PATH...");
  g_option_context_add_main_entries(context, entries, NULL);
  g_option_context_set_description(context, description);
  return g_option_context_parse(context, argc, argv, error) && parse_ocr(options, error) &&
         parse_sandbox(options, error);
}

static void clear_options(Options *options) {
  g_free(options->index);
  g_free(options->files_from);
  g_free(options->manifest);
  g_free(options->dump);
  g_free(options->ocr);
  g_free(options->sandbox);
  g_strfreev(options->paths);
}

/* Adds the paths of --files-from.  RC_ERROR_IO if the list cannot be read. */
static bool add_listed(RcWalk *walk, const Options *options, bool *all_found, GError **error) {
  bool standard_input = strcmp(options->files_from, "-") == 0;
  FILE *list = standard_input ? stdin : fopen(options->files_from, "re");
  if (!list) {
    g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: cannot open this list of files",
                options->files_from);
    return false;
  }
  char *line = NULL;
  size_t size = 0;
  int end = options->nul_separated ? '\0' : '\n';
  for (ssize_t length; (length = getdelim(&line, &size, end, list)) > 0 && !interrupted;) {
    if (line[length - 1] == end)
      line[length - 1] = '\0';
    if (*line && !rc_walk_add(walk, line))
      *all_found = false;
  }
  g_free(line);
  if (!standard_input)
    fclose(list);
  return true;
}

static bool walk_paths(RcWalk *walk, const Options *options, bool *all_found, GError **error) {
  *all_found = true;
  for (char **path = options->paths; path && *path; path++)
    if (!rc_walk_add(walk, *path))
      *all_found = false;
  return !options->files_from || add_listed(walk, options, all_found, error);
}

static void print_error(const char *message) {
  g_autofree char *printable = rc_text_printable(message, -1);
  fprintf(stderr, "recourse-index: %s\n", printable);
}

static void print_count(guint count, const char *what) {
  if (count)
    fprintf(stderr, ", %u %s", count, what);
}

static void print_summary(const RcStore *store, const RcRunSummary *summary) {
  guint read = 0;
  for (int i = 0; i < RC_N_STATUSES; i++)
    read += summary->read[i];
  fprintf(stderr, "%u documents read (%" G_GUINT64_FORMAT " pages)", read, summary->pages);
  for (int i = 0; i < RC_N_STATUSES; i++)
    print_count(summary->read[i], rc_status_name(i));
  fputs("\n", stderr);
  if (summary->pages_ocr)
    fprintf(stderr, "%" G_GUINT64_FORMAT " pages read by OCR, %.1f a second\n", summary->pages_ocr,
            (double)summary->pages_ocr / summary->ocr_seconds);
  fprintf(stderr, "%u files unchanged", summary->unchanged);
  print_count(summary->replaced, "replaced");
  print_count(summary->same_bytes, "hold the same bytes as another");
  print_count(summary->removed, "removed");
  print_count(summary->unreadable, "unreadable");
  fprintf(stderr, "\nThe index holds %" G_GUINT64_FORMAT " documents.\n",
          rc_store_count_documents(store));
}

static int index_paths(const Options *options, GError **error) {
  g_autofree char *index = options->index ? g_strdup(options->index) : rc_index_default_path();
  g_autoptr(RcStore) store = rc_store_open(index, error);
  if (!store)
    return RC_EXIT_IO;
  g_autoptr(RcWalk) walk = rc_walk_new();
  bool all_found;
  if (!walk_paths(walk, options, &all_found, error))
    return RC_EXIT_IO;
  RcRunOptions run_options = {
      .jobs = options->jobs > 0 ? (guint)options->jobs : g_get_num_processors(),
      .ocr = options->ocr_choice,
      .sandbox = options->sandbox_mode,
      .progress = !options->quiet && isatty(STDERR_FILENO),
      .interrupted = &interrupted,
      .manifest = options->manifest,
  };
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_auto(RcRunSummary) summary = {0};
  if (!rc_run(store, walk, stemmer, &run_options, &summary, error))
    return RC_EXIT_IO;
  for (guint i = 0; i < summary.problems->len; i++)
    print_error(g_ptr_array_index(summary.problems, i));
  if (walk->files->len == 0 && all_found)
    print_error("no PDF files found below the paths given");
  if (!options->quiet)
    print_summary(store, &summary);
  if (summary.interrupted)
    return RC_EXIT_INTERRUPTED;
  if (!all_found)
    return RC_EXIT_IO;
  return walk->files->len ? RC_EXIT_FOUND : RC_EXIT_NOTHING;
}

static int dump_file(const Options *options, GError **error) {
  RcTask task = {.choice = options->ocr_choice, .sandbox = options->sandbox_mode};
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  if (!rc_dump(options->dump, stemmer, &task, stdout, error))
    return RC_EXIT_IO;
  return fflush(stdout) == 0 ? RC_EXIT_FOUND : RC_EXIT_IO;
}

static int run_program(const Options *options, GError **error) {
  if (options->version) {
    printf("recourse-index %s\n", RC_VERSION);
    return RC_EXIT_FOUND;
  }
  if (options->sandbox_mode == RC_SANDBOX_REQUIRE && !rc_sandbox_check(error))
    return RC_EXIT_USAGE;
  if (options->dump)
    return dump_file(options, error);
  if (options->paths || options->files_from)
    return index_paths(options, error);
  g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
              "no PATH given; --help shows how to use it");
  return RC_EXIT_USAGE;
}

int main(int argc, char **argv) {
  setlocale(LC_ALL, "");
  catch_signals();
  Options options = {0};
  g_autoptr(GError) error = NULL;
  int status = RC_EXIT_USAGE;
  if (parse_options(&argc, &argv, &options, &error))
    status = run_program(&options, &error);
  if (error) {
    print_error(error->message);
    status = rc_error_exit_status(error);
  }
  clear_options(&options);
  return status;
}
