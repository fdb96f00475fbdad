/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recourse-index: PDFs in, an index out. */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "access.h"
#include "check.h"
#include "completion.h"
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
  char *report;
  RcReportFormat report_format;
  char *withdraw;
  char *readmit;
  char *group;
  gboolean check;
  gboolean rebuild;
  gboolean retry_failed;
  gboolean no_reread;
  gboolean forget_missing;
  gboolean nul_separated;
  gboolean quiet;
  gboolean version;
  char *help; /* to be shown, or NULL */
  char *completion;
  int jobs;
  gint64 start; /* of the program: monotonic time, microseconds */
  char **paths;
} Options;

static volatile sig_atomic_t interrupted;

static void interrupt(int signal_number) {
  (void)signal_number;
  interrupted = 1;
}

static const char description[] =
    "Reads PDF files into a full-text index for recourse-search.  Given folders, it\n"
    "reads every PDF below them.  Run it again at any time: unchanged files are passed\n"
    "over, changed ones replaced, and files that have vanished below the folders given\n"
    "are removed, but for folders that have lost all of theirs.\n"
    "\n"
    "Examples:\n"
    "  recourse-index ~/submissions               index a folder\n"
    "  recourse-index --index ./idx a.pdf b.pdf   two files into an index of its own\n"
    "  find . -name '*.pdf' -print0 | recourse-index -0 --files-from -\n"
    "  recourse-index --dump a.pdf                show what is read of one PDF\n"
    "  recourse-index --report=text ~/submissions list every file with what became of it\n"
    "  recourse-index --check                     hold the index against itself\n"
    "  recourse-index --withdraw 0123456789abcdef take a document out for good\n"
    "\n"
    "Exit status: 0 done, 1 no PDF found or --check found damage, 2 wrong option, 69 no\n"
    "index, or one that cannot be used, 71 no sandbox here, 74 a path or the index\n"
    "cannot be read or written, 75 another recourse-index is writing, 130 interrupted (what was "
    "finished is kept).\n";

/* Options whose values are of a list. */
static const struct {
  const char *option, *list;
} lists[] = {
    {"ocr", "auto, never or always"},
    {"sandbox", "require, best or off"},
    {"report", "text or json"},
    {"completion", "bash, zsh or fish"},
};

/* For RcCompletion. */
static char *new_values(const char *name) {
  for (gsize i = 0; i < G_N_ELEMENTS(lists); i++)
    if (strcmp(lists[i].option, name) == 0) {
      g_autoptr(GString) values = g_string_new(lists[i].list);
      g_string_replace(values, ", ", " ", 0);
      g_string_replace(values, " or ", " ", 0);
      return g_string_free(g_steal_pointer(&values), FALSE);
    }
  return NULL;
}

static bool read_choices(Options *options, GError **error) {
  const struct {
    const char *value;
    bool known;
  } given[G_N_ELEMENTS(lists)] = {
      {options->ocr, options->ocr && rc_ocr_choice_from_name(options->ocr, &options->ocr_choice)},
      {options->sandbox,
       options->sandbox && rc_sandbox_mode_from_name(options->sandbox, &options->sandbox_mode)},
      {options->report,
       options->report && rc_report_format_from_name(options->report, &options->report_format)},
      {options->completion, options->help != NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
    if (given[i].value && !given[i].known) {
      g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--%s=%s: must be %s",
                  lists[i].option, given[i].value, lists[i].list);
      return false;
    }
  }
  return true;
}

static bool parse_options(int *argc, char ***argv, Options *options, GError **error) {
  gboolean help = false;
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
       "Documents read at a time (default: one more than there are processors)", "N"},
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
      {"report", 0, 0, G_OPTION_ARG_STRING, &options->report,
       "At the end, list every file with what became of it: text or json", "FORMAT"},
      {"retry-failed", 0, 0, G_OPTION_ARG_NONE, &options->retry_failed,
       "Read again what could not be read, though neither file nor program have changed", NULL},
      {"no-reread", 0, 0, G_OPTION_ARG_NONE, &options->no_reread,
       "Leave what an earlier version of the reader has read for a later run", NULL},
      {"forget-missing", 0, 0, G_OPTION_ARG_NONE, &options->forget_missing,
       "Remove what is gone although a whole folder is missing or has lost all its PDFs", NULL},
      {"rebuild", 0, 0, G_OPTION_ARG_NONE, &options->rebuild,
       "Make the index anew from the text it keeps; no PDF is read for that", NULL},
      {"check", 0, 0, G_OPTION_ARG_NONE, &options->check,
       "Hold the index against itself and say what to do", NULL},
      {"withdraw", 0, 0, G_OPTION_ARG_STRING, &options->withdraw,
       "Take a document out of index and kept text; its bytes are not indexed again", "ID"},
      {"readmit", 0, 0, G_OPTION_ARG_STRING, &options->readmit, "Take a withdrawal back", "ID"},
      {"group", 0, 0, G_OPTION_ARG_STRING, &options->group,
       "Let a group read the index, from now on; an empty NAME takes that back", "NAME"},
      {"quiet", 'q', 0, G_OPTION_ARG_NONE, &options->quiet, "No progress and no summary", NULL},
      {"completion", 0, 0, G_OPTION_ARG_STRING, &options->completion,
       "Print the script that completes these options in bash, zsh or fish", "SHELL"},
      {"help", 'h', 0, G_OPTION_ARG_NONE, &help, "Show the options and examples", NULL},
      {"version", 'V', 0, G_OPTION_ARG_NONE, &options->version, "Print the version", NULL},
      {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->paths, NULL, NULL},
      G_OPTION_ENTRY_NULL};
  g_autoptr(GOptionContext) context = g_option_context_new("PATH...");
  g_option_context_set_help_enabled(context, false);
  g_option_context_add_main_entries(context, entries, NULL);
  g_option_context_set_description(context, description);
  if (!g_option_context_parse(context, argc, argv, error))
    return false;
  const RcCompletion completion = {"recourse-index", entries, new_values, .takes_files = true};
  if (help)
    options->help = g_option_context_get_help(context, true, NULL);
  else if (options->completion)
    options->help = rc_completion_script(&completion, options->completion);
  return help || read_choices(options, error);
}

static void clear_options(Options *options) {
  g_free(options->help);
  g_free(options->completion);
  g_free(options->index);
  g_free(options->files_from);
  g_free(options->manifest);
  g_free(options->dump);
  g_free(options->ocr);
  g_free(options->sandbox);
  g_free(options->report);
  g_free(options->withdraw);
  g_free(options->readmit);
  g_free(options->group);
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

static void print_error(const char *message) {
  g_autofree char *printable = rc_text_printable(message, -1);
  fprintf(stderr, "recourse-index: %s\n", printable);
}

static void print_count(guint count, const char *what) {
  if (count)
    fprintf(stderr, ", %u %s", count, what);
}

static const char *plural(guint64 count) {
  return count == 1 ? "" : "s";
}

static void print_summary(const RcStore *store, const RcRunSummary *summary) {
  guint read = 0;
  for (int i = 0; i < RC_N_STATUSES; i++)
    read += summary->read[i];
  if (summary->rebuilt)
    fprintf(stderr, "%u document%s made anew from the text that is kept\n", summary->rebuilt,
            plural(summary->rebuilt));
  fprintf(stderr, "%u document%s read (%" G_GUINT64_FORMAT " page%s)", read, plural(read),
          summary->pages, plural(summary->pages));
  for (int i = 0; i < RC_N_STATUSES; i++)
    print_count(summary->read[i], rc_status_name(i));
  fputs("\n", stderr);
  if (summary->pages_ocr)
    fprintf(stderr, "%" G_GUINT64_FORMAT " page%s read by OCR, %.1f a second\n", summary->pages_ocr,
            plural(summary->pages_ocr), (double)summary->pages_ocr / summary->ocr_seconds);
  fprintf(stderr, "%u file%s unchanged", summary->unchanged, plural(summary->unchanged));
  print_count(summary->replaced, "replaced");
  print_count(summary->same_bytes, "hold the same bytes as another");
  print_count(summary->not_listed, "of these not listed, beyond 1,000 of one document");
  print_count(summary->removed, "removed");
  print_count(summary->unreadable, "unreadable");
  print_count(summary->withdrawn, "withdrawn");
  fputs("\n", stderr);
  if (summary->earlier_gone)
    fprintf(stderr,
            "%u document%s kept as read by an earlier reader, for want of the PDF; --report names "
            "each\n",
            summary->earlier_gone, plural(summary->earlier_gone));
  const guint waiting = summary->earlier - MIN(summary->earlier, summary->earlier_gone);
  if (waiting)
    fprintf(stderr,
            "%u document%s read by an earlier reader, left for a run with the folder, with OCR and "
            "without --no-reread\n",
            waiting, plural(waiting));
  fprintf(stderr, "%.2f s to the last commit, %.2f s to compact the index", summary->seconds,
          summary->compaction_seconds);
  const guint64 documents = rc_catalogue_totals(rc_store_catalogue(store)).documents;
  fprintf(stderr, "\nThe index holds %" G_GUINT64_FORMAT " document%s.\n", documents,
          plural(documents));
}

/* Says what the run came to; its exit status. */
static int conclude(const Options *options, const RcStore *store, const RcWalk *walk,
                    const RcRunSummary *summary, bool all_found) {
  for (guint i = 0; i < summary->problems->len; i++)
    print_error(g_ptr_array_index(summary->problems, i));
  all_found &= summary->left_out == 0;
  bool nothing = walk->files->len == 0 && summary->removed == 0;
  if (nothing && all_found)
    print_error("no PDF files found below the paths given");
  if (!options->quiet)
    print_summary(store, summary);
  if (summary->interrupted)
    return RC_EXIT_INTERRUPTED;
  if (!all_found)
    return RC_EXIT_IO;
  return nothing ? RC_EXIT_NOTHING : RC_EXIT_FOUND;
}

static RcStore *open_store(const Options *options, RcStorePurpose purpose, GError **error) {
  g_autofree char *path = options->index ? g_strdup(options->index) : rc_index_default_path();
  RcStore *store = rc_store_open(path, purpose, error);
  if (store && options->group && !rc_access_apply(path, options->group, error))
    g_clear_pointer(&store, rc_store_free);
  for (guint i = 0; store && i < rc_store_notes(store)->len; i++)
    print_error(g_ptr_array_index(rc_store_notes(store), i));
  return store;
}

/* Each worker takes two descriptors of this process, its document and its pipe; as many as
 * here stated are left for the index. */
#define DESCRIPTORS_OF_INDEX 64
#define JOBS_MAX 256

/* How many documents are read at a time: one more than there are processors, so that none is
 * idle while this process writes, or what was asked for, as far as there is room. */
static guint choose_jobs(const Options *options) {
  guint wanted = options->jobs > 0 ? (guint)options->jobs : g_get_num_processors() + 1;
  struct rlimit files;
  rlim_t most = JOBS_MAX;
  if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
    rlim_t needed = DESCRIPTORS_OF_INDEX + 2 * JOBS_MAX;
    struct rlimit raised = {MAX(files.rlim_cur, MIN(files.rlim_max, needed)), files.rlim_max};
    if (setrlimit(RLIMIT_NOFILE, &raised) == 0)
      files = raised;
    rlim_t room = files.rlim_cur > DESCRIPTORS_OF_INDEX ? files.rlim_cur - DESCRIPTORS_OF_INDEX : 0;
    most = CLAMP(room / 2, 1, JOBS_MAX);
  }
  if (options->jobs > 0 && wanted > most)
    fprintf(stderr, "recourse-index: --jobs=%u is more than there is room for: %u at a time\n",
            wanted, (guint)most);
  return MIN(wanted, (guint)most);
}

static int index_paths(const Options *options, GError **error) {
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  const RcReader plain = {.stemmer = stemmer};
  const RcReader with_ocr = {.stemmer = stemmer, .has_ocr = true};
  const bool wants_ocr = options->ocr_choice != RC_OCR_NEVER;
  /* Both before anything of anybody is opened.  The first warms up while the index is
   * opened, which waits for the disk. */
  g_autoptr(RcForkServer) reader = rc_reading_start(&plain, options->sandbox_mode, error);
  g_autoptr(RcForkServer) ocr_reader =
      reader && wants_ocr ? rc_reading_start(&with_ocr, options->sandbox_mode, error) : NULL;
  const RcStorePurpose purpose = options->rebuild ? RC_STORE_REPAIR : RC_STORE_CREATE;
  g_autoptr(RcStore) store =
      reader && (ocr_reader || !wants_ocr) ? open_store(options, purpose, error) : NULL;
  if (!store)
    return RC_EXIT_IO;
  g_autoptr(RcWalk) walk = rc_walk_new();
  bool all_found = true;
  for (char **path = options->paths; path && *path; path++)
    all_found &= rc_walk_add(walk, *path);
  if (options->files_from && !add_listed(walk, options, &all_found, error))
    return RC_EXIT_IO;
  g_autoptr(RcReport) report = options->report ? rc_report_new() : NULL;
  RcRunOptions run_options = {
      .reader = reader,
      .ocr_reader = ocr_reader,
      .start = options->start,
      .jobs = choose_jobs(options),
      .ocr = options->ocr_choice,
      .quiet = options->quiet,
      .retry_failed = options->retry_failed,
      .no_reread = options->no_reread,
      .rebuild = options->rebuild,
      .forget_missing = options->forget_missing,
      .interrupted = &interrupted,
      .manifest = options->manifest,
      .report = report,
  };
  g_auto(RcRunSummary) summary = {0};
  if (!rc_run(store, walk, &run_options, &summary, error))
    return RC_EXIT_IO;
  if (report)
    rc_report_write(report, options->report_format, stdout);
  return conclude(options, store, walk, &summary, all_found);
}

static int dump_file(const Options *options, GError **error) {
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  const RcDump dump = {.path = options->dump,
                       .stemmer = stemmer,
                       .ocr = options->ocr_choice,
                       .sandbox = options->sandbox_mode,
                       .interrupted = &interrupted};
  if (!rc_dump(&dump, stdout, error))
    return interrupted ? RC_EXIT_INTERRUPTED : RC_EXIT_IO;
  return RC_EXIT_FOUND;
}

static int check_index(const Options *options, GError **error) {
  g_autofree char *path = options->index ? g_strdup(options->index) : rc_index_default_path();
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
  guint64 documents = 0;
  bool unfinished = false;
  if (!rc_check(path, problems, notes, &unfinished, &documents, error))
    return RC_EXIT_IO;
  for (guint i = 0; i < notes->len; i++)
    print_error(g_ptr_array_index(notes, i));
  for (guint i = 0; i < problems->len; i++)
    print_error(g_ptr_array_index(problems, i));
  if (problems->len == 0) {
    fprintf(stderr, "%s: sound, %" G_GUINT64_FORMAT " document%s\n", path, documents,
            plural(documents));
    return RC_EXIT_FOUND;
  }
  if (unfinished && problems->len == 1)
    return RC_EXIT_NOTHING;
  print_error("the index is damaged: run recourse-index --rebuild with the folders of the PDFs, "
              "which makes it anew from the text it keeps and reads what is missing there");
  return RC_EXIT_NOTHING;
}

/* Ids are typed by hand or taken from a link. */
static bool check_id(const char *id, GError **error) {
  if (rc_digits_name_document(id))
    return true;
  g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
              "%s: not the id of a document, which has %d hexadecimal digits, nor its SHA-256, "
              "which has %d",
              id, RC_ID_DIGITS, RC_DIGEST_DIGITS);
  return false;
}

static int withdraw_document(const Options *options, GError **error) {
  bool was_there;
  if (!check_id(options->withdraw, error))
    return RC_EXIT_USAGE;
  g_autoptr(RcStore) store = open_store(options, RC_STORE_USE, error);
  if (!store || !rc_store_withdraw(store, options->withdraw, &was_there, error))
    return RC_EXIT_IO;
  fprintf(stderr, "%s: %s; its bytes will not be indexed again\n", options->withdraw,
          was_there ? "withdrawn" : "was not in the index");
  return RC_EXIT_FOUND;
}

static int readmit_document(const Options *options, GError **error) {
  bool was_withdrawn;
  if (!check_id(options->readmit, error))
    return RC_EXIT_USAGE;
  g_autoptr(RcStore) store = open_store(options, RC_STORE_USE, error);
  if (!store || !rc_store_readmit(store, options->readmit, &was_withdrawn, error))
    return RC_EXIT_IO;
  fprintf(stderr, "%s: %s\n", options->readmit,
          was_withdrawn ? "readmitted; run again with its folder to index it"
                        : "was not withdrawn");
  return was_withdrawn ? RC_EXIT_FOUND : RC_EXIT_NOTHING;
}

static int run_program(const Options *options, GError **error) {
  if (options->help) {
    fputs(options->help, stdout);
    return RC_EXIT_FOUND;
  }
  if (options->version) {
    printf("recourse-index %s\n", RC_VERSION);
    return RC_EXIT_FOUND;
  }
  if (options->check)
    return check_index(options, error);
  if (options->withdraw)
    return withdraw_document(options, error);
  if (options->readmit)
    return readmit_document(options, error);
  if (options->sandbox_mode == RC_SANDBOX_REQUIRE && !rc_sandbox_check(error))
    return RC_EXIT_SYSTEM;
  if (options->dump)
    return dump_file(options, error);
  if (options->paths || options->files_from)
    return index_paths(options, error);
  if (options->group) { /* which opening has set */
    g_autoptr(RcStore) store = open_store(options, RC_STORE_USE, error);
    return store ? RC_EXIT_FOUND : RC_EXIT_IO;
  }
  g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
              "no PATH given; --help shows how to use it");
  return RC_EXIT_USAGE;
}

int main(int argc, char **argv) {
  setlocale(LC_ALL, "");
  /* No SA_RESTART: poll must return at once. */
  struct sigaction action = {.sa_handler = interrupt};
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  signal(SIGPIPE, SIG_IGN);
  Options options = {.start = g_get_monotonic_time()};
  g_autoptr(GError) error = NULL;
  int status = RC_EXIT_USAGE;
  if (parse_options(&argc, &argv, &options, &error))
    status = run_program(&options, &error);
  if (error) {
    print_error(error->message);
    status = rc_error_exit_status(error);
  }
  clear_options(&options);
  /* Whatever was written there, it is not all of it. */
  if (fflush(stdout) != 0 || ferror(stdout)) {
    print_error("cannot write to the standard output");
    status = RC_EXIT_IO;
  }
  return status;
}
