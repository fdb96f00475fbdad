/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recourse-search: arguments to a request, results to standard output. */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "concepts.h"
#include "error.h"
#include "limit.h"
#include "output-file.h"
#include "output.h"
#include "request.h"
#include "sandbox.h"
#include "text.h"

#ifndef RC_VERSION
#define RC_VERSION "unknown"
#endif

#define COLUMNS_MAX 200 /* longer lines are hard to read */

/* What the command line says. */
typedef struct {
  RcRequest *request;
  GString *query;    /* the words, joined by a space */
  char *index_path;  /* NULL: the default */
  char *output_path; /* NULL: standard output */
  const RcOutputFormat *format;
  char *show; /* a document that is to be read; NULL: it is searched */
  guint page, passage, context;
  int vocabulary; /* RcField whose concepts are to be listed, or -1 */
  bool help, version;
  bool asked; /* there is a word or a filter */
} Arguments;

static const char summary[] =
    "Searches an index made by recourse-index(1) and shows the passages that answer.\n"
    "\n"
    "Examples:\n"
    "  recourse-search pogrom Korday\n"
    "  recourse-search '\"hate speech\" -internet' --group=Roma --year=2018..2020\n"
    "  recourse-search погром Масанчи OR Кордай --lang=ru\n"
    "  recourse-search 'пытк* (полиция OR милиция)' --region=Казахстан --unit=passage\n"
    "  recourse-search --cites=CERD/C/KAZ/CO/8-10 --sort=-date --format=json";

static const char description[] =
    "The query language, see recourse-query(7):\n"
    "  police violence          both words, in any inflection and anywhere in a document\n"
    "  Dungan OR Uyghur         either; OR takes all the words on each side of it\n"
    "  дунгане ИЛИ уйгуры       the same: И, ИЛИ, НЕ are AND, OR, NOT\n"
    "  -internet, NOT internet  without that word\n"
    "  \"ethnic minorities\"      these words in a row, as written; «ёлочки» do as well\n"
    "  (a OR b) c               parentheses group, up to eight deep\n"
    "  discriminat*             words that begin so; three letters or more\n"
    "  police NEAR/5 violence   at most five words apart, in one paragraph\n"
    "  =Korday                  this form only, no other spelling\n"
    "  region:KZ group:dungan   a field: any option above that narrows a search\n"
    "  title:\"shadow report\"    a field with several words\n"
    "  year:2018..2020          a range; either end may be left open\n"
    "\n"
    "A filter given twice finds either value; different filters must all hold. A word that\n"
    "begins with one \"-\" excludes; after \"--\" everything is a word of the query.\n"
    "On a terminal what was found is bold, elsewhere it stands between *asterisks*.\n"
    "NO_COLOR turns colour off.\n"
    "\n"
    "Exit status: 0 found, 1 nothing found, 2 wrong option, 69 no usable index,\n"
    "74 reading or writing failed, 75 it took too long.";

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

/* --- arguments --- */

static gboolean set_option(const char *name, const char *value, gpointer data, GError **error) {
  Arguments *arguments = data;
  const RcRequestOption *option = rc_request_option(name + strlen("--"));
  if (option && option->field >= 0 && value && *value)
    arguments->asked = true;
  return rc_request_set(arguments->request, name + strlen("--"), value, error);
}

/* "text (default), json or csv"; yours to free. */
static char *list_formats(const char *after_first) {
  g_autoptr(GString) list = g_string_new(NULL);
  for (const RcOutputFormat *format = rc_output_formats; format->name; format++)
    g_string_append_printf(list, "%s%s%s",
                           format == rc_output_formats ? ""
                           : format[1].name            ? ", "
                                                       : " or ",
                           format->name, format == rc_output_formats ? after_first : "");
  return g_string_free(g_steal_pointer(&list), FALSE);
}

static gboolean set_format(const char *name, const char *value, gpointer data, GError **error) {
  Arguments *arguments = data;
  (void)name;
  arguments->format = rc_output_format(value);
  g_autofree char *known = list_formats("");
  if (!arguments->format)
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_QUERY, "format=%s: must be %s", value, known);
  return arguments->format != NULL;
}

/* "region, group, body, article or right"; yours to free. */
static char *list_vocabularies(void) {
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  for (int field = 0; field < RC_N_FIELDS; field++)
    if (rc_schema_field((RcField)field)->concept)
      g_ptr_array_add(names, (gpointer)rc_schema_field((RcField)field)->name);
  const char *last = g_ptr_array_steal_index(names, names->len - 1);
  g_ptr_array_add(names, NULL);
  g_autofree char *others = g_strjoinv(", ", (char **)names->pdata);
  return g_strdup_printf("%s or %s", others, last);
}

static gboolean set_vocabulary(const char *name, const char *value, gpointer data, GError **error) {
  Arguments *arguments = data;
  (void)name;
  arguments->vocabulary = rc_concepts_field(value);
  g_autofree char *known = list_vocabularies();
  if (arguments->vocabulary < 0)
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_QUERY, "vocabulary=%s: must be %s", value, known);
  return arguments->vocabulary >= 0;
}

/* Options of the program itself that take a text or a number. */
static const struct {
  const char *name;
  gsize member;
  bool number;
  const char *help, *argument;
} own_options[] = {
    {"show", G_STRUCT_OFFSET(Arguments, show), false,
     "read a document, or a part of it, instead of searching", "ID|SYMBOL"},
    {"page", G_STRUCT_OFFSET(Arguments, page), true, "of --show: this page of the file", "N"},
    {"passage", G_STRUCT_OFFSET(Arguments, passage), true, "of --show: this passage", "N"},
    {"context", G_STRUCT_OFFSET(Arguments, context), true,
     "of --show: so many passages before and behind as well", "N"},
    {"output", G_STRUCT_OFFSET(Arguments, output_path), false, "write to FILE, whole or not at all",
     "FILE"},
    {"index", G_STRUCT_OFFSET(Arguments, index_path), false,
     "the index (default $RECOURSE_INDEX, else that of this user)", "DIR"},
};

static gboolean set_own(const char *name, const char *value, gpointer data, GError **error) {
  Arguments *arguments = data;
  gsize i = 0;
  while (strcmp(own_options[i].name, name + strlen("--")) != 0)
    i++;
  guint64 number = 0;
  if (!own_options[i].number) {
    char **text = &G_STRUCT_MEMBER(char *, arguments, own_options[i].member);
    g_free(*text);
    *text = g_strdup(value);
  } else if (!g_ascii_string_to_unsigned(value, 10, 0, G_MAXUINT32, &number, NULL)) {
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_QUERY, "%s=%s: must be a number", name + 2, value);
    return FALSE;
  } else {
    G_STRUCT_MEMBER(guint, arguments, own_options[i].member) = (guint)number;
  }
  return TRUE;
}

/* "--files" is "--format=files". */
static gboolean set_short_format(const char *name, const char *value, gpointer data,
                                 GError **error) {
  (void)value;
  return set_format(name, name + strlen("--"), data, error);
}

static gboolean set_help(const char *name, const char *value, gpointer data, GError **error) {
  Arguments *arguments = data;
  (void)value;
  (void)error;
  if (strcmp(name, "--version") == 0)
    arguments->version = true;
  else
    arguments->help = true;
  return TRUE;
}

static void add_entry(GArray *entries, const char *name, int flags, gpointer callback,
                      const char *help, const char *argument) {
  bool alone = !argument && callback != set_option;
  GOptionEntry entry = {
      name, 0,       flags | (alone ? G_OPTION_FLAG_NO_ARG : 0), G_OPTION_ARG_CALLBACK, callback,
      help, argument};
  g_array_append_val(entries, entry);
}

/* One entry per row of the table of options, and those of the program itself. */
static GArray *new_entries(const char *formats_help, const char *vocabulary_help) {
  GArray *entries = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
  for (const RcRequestOption *option = rc_request_options(); option->name; option++) {
    if (option->type == RC_OPTION_TEXT) /* the words themselves */
      continue;
    add_entry(entries, option->name, 0, set_option, option->help, option->argument);
    for (int i = 0; option->field >= 0 && i < RC_FIELD_ALIASES_MAX; i++) {
      const char *alias = rc_schema_field((RcField)option->field)->aliases[i];
      if (alias)
        add_entry(entries, alias, G_OPTION_FLAG_HIDDEN, set_option, option->help, option->argument);
    }
  }
  add_entry(entries, "format", 0, set_format, formats_help, "FORMAT");
  add_entry(entries, "vocabulary", 0, set_vocabulary, vocabulary_help, "FIELD");
  for (gsize i = 0; i < G_N_ELEMENTS(own_options); i++)
    add_entry(entries, own_options[i].name, 0, set_own, own_options[i].help,
              own_options[i].argument);
  add_entry(entries, "files", 0, set_short_format, "only the files that are found", NULL);
  add_entry(entries, "count", 0, set_short_format, "only how many are found", NULL);
  add_entry(entries, "help", 0, set_help, "show this help", NULL);
  add_entry(entries, "version", 0, set_help, "show the version", NULL);
  return entries;
}

/* GOption's own help option is off: it would find an "h" in a word that is
 * excluded, such as "-shelter". */
static GOptionContext *new_context(const GOptionEntry *entries, Arguments *arguments) {
  GOptionContext *context = g_option_context_new("QUERY...");
  GOptionGroup *group = g_option_group_new("main", "", "", arguments, NULL);
  g_option_group_add_entries(group, entries);
  g_option_context_set_main_group(context, group);
  g_option_context_set_help_enabled(context, FALSE);
  g_option_context_set_ignore_unknown_options(context, TRUE);
  g_option_context_set_summary(context, summary);
  g_option_context_set_description(context, description);
  return context;
}

static void add_word(Arguments *arguments, const char *word) {
  if (arguments->query->len)
    g_string_append_c(arguments->query, ' ');
  g_string_append(arguments->query, word);
  if (word[strspn(word, " \t\n")])
    arguments->asked = true;
}

static bool parse_arguments(Arguments *arguments, GOptionContext *context, char **argv,
                            GError **error) {
  guint count = 0, end = g_strv_length(argv);
  while (count < end && strcmp(argv[count], "--") != 0)
    count++;
  /* GOption removes what it has read from the array, but does not free it. */
  g_autofree char **options = g_new0(char *, count + 1);
  memcpy(options, argv, count * sizeof *options);
  /* "--facets" is "--facets=": GOption knows options with a value and those without, but none with
   * and without. */
  g_autoptr(GPtrArray) switches = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < count; i++) {
    const char *name = g_str_has_prefix(argv[i], "--") ? argv[i] + strlen("--") : "";
    const RcRequestOption *option = rc_request_option(name);
    if (!option || option->type != RC_OPTION_SWITCH)
      continue;
    options[i] = g_strconcat(argv[i], "=", NULL);
    g_ptr_array_add(switches, options[i]);
  }
  int left = (int)count;
  char **remaining = options;
  if (!g_option_context_parse(context, &left, &remaining, error))
    return false;
  /* What GOption has left: "-word" is a word of the query, "--word" an option that does not
   * exist.  "-h" asks for help: who wants to be without the letter has NOT. */
  for (char **word = remaining + 1; *word; word++) {
    if (strcmp(*word, "-h") == 0) {
      arguments->help = true;
      continue;
    }
    if (g_str_has_prefix(*word, "--") && (*word)[2]) {
      g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION, "Unknown option %s", *word);
      return false;
    }
    add_word(arguments, *word);
  }
  for (guint i = count + 1; i < end; i++)
    add_word(arguments, argv[i]);
  return rc_request_set(arguments->request, "q", arguments->query->str, error);
}

/* --- searching --- */

/* The index that is named, or the usual one.  From here on this process reads it and writes the
 * answer, as far as the kernel can see to that.  An index with parts elsewhere needs files, sockets
 * or programs. */
static RcIndex *open_index(const Arguments *arguments, GError **error) {
  g_autofree char *path =
      arguments->index_path ? g_strdup(arguments->index_path) : rc_index_default_path();
  if (rc_index_is_self_contained(path))
    rc_sandbox_enter_search(RC_SANITIZED ? RC_SANDBOX_OFF : RC_SANDBOX_BEST, path);
  return rc_index_open(path, error);
}

/* What is asked for, or the page of it that begins at the offset.  Where all is asked for, a part
 * of a page is none. */
static RcResults *find(RcIndex *index, const Arguments *arguments, GError **error) {
  RcRequest *request = arguments->request;
  RcPlace place = {arguments->show, arguments->page, arguments->passage, arguments->context};
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

/* The same, once more from the beginning if the index was written to meanwhile. */
static RcResults *find_first(RcIndex *index, const Arguments *arguments, GError **error) {
  guint notes = arguments->request->notes->len;
  g_autoptr(GError) problem = NULL;
  for (int attempt = 0; attempt < RC_INDEX_ATTEMPTS_MAX; attempt++) {
    g_clear_error(&problem);
    RcResults *results = find(index, arguments, &problem);
    if (results)
      return results;
    g_ptr_array_set_size(arguments->request->notes, (int)notes);
    if (!rc_index_should_retry(index, problem) || !rc_index_reopen(index, NULL))
      break;
  }
  g_propagate_error(error, g_steal_pointer(&problem));
  return NULL;
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

static RcOutputOptions output_options(const Arguments *arguments) {
  RcOutputOptions options = {.whole = arguments->show != NULL};
  if (isatty(STDOUT_FILENO)) {
    const char *no_colour = g_getenv("NO_COLOR");
    struct winsize size;
    options.colour = !(no_colour && *no_colour) && g_strcmp0(g_getenv("TERM"), "dumb") != 0;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
      options.width = MIN(size.ws_col, COLUMNS_MAX);
  }
  return options;
}

/* Of all that is found the pages behind the first, which was written: each is a request with time
 * of its own.  They are of one state of the index, or it is an error. */
static bool write_more_pages(RcIndex *index, const Arguments *arguments, RcSink *sink,
                             const RcOutputOptions *options, GError **error) {
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
    rc_output_write_hits(arguments->format, sink, request, page, options);
    g_ptr_array_set_size(request->notes, (int)notes); /* those of the first page */
    more = page->hits->len == request->limit;
  }
  return true;
}

/* What the format has no place for: how the request was understood, and, as a part is never taken
 * for all, of how many hits these are. */
static void tell(const Arguments *arguments, const RcResults *results, guint64 written) {
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

static bool write_answer(RcIndex *index, const Arguments *arguments, const RcResults *results,
                         GError **error) {
  const RcRequest *request = arguments->request;
  const RcOutputFormat *format = arguments->format;
  const RcOutputOptions options = output_options(arguments);
  g_autoptr(GString) out = g_string_new(NULL);
  g_autoptr(GError) unwritten = NULL;
  RcSink sink = {out, take_output, &unwritten, 0};
  if (format->begin)
    format->begin(&sink, request, results, &options);
  rc_output_write_hits(format, &sink, request, results, &options);
  bool more = request->all && format->hit && !arguments->show;
  if (more && results->hits->len == request->limit &&
      !write_more_pages(index, arguments, &sink, &options, error))
    return false;
  if (format->end)
    format->end(&sink, request, results, &options);
  take_output(out, &unwritten);
  tell(arguments, results, sink.hits);
  if (unwritten)
    g_propagate_error(error, g_steal_pointer(&unwritten));
  return !*error;
}

/* --- what is asked for --- */

/* Each gives the exit status, or sets the error. */
static int run_search(const Arguments *arguments, GError **error) {
  if (!arguments->asked && !arguments->show) {
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_QUERY,
                "What is to be searched for? Give words or a filter; --help shows how.");
    return RC_EXIT_USAGE;
  }
  rc_request_prepare(arguments->request);
  g_autoptr(RcIndex) index = open_index(arguments, error);
  g_autoptr(RcResults) results = index ? find_first(index, arguments, error) : NULL;
  bool written = results && write_answer(index, arguments, results, error);
  return written && results->total > 0 ? RC_EXIT_FOUND : RC_EXIT_NOTHING;
}

static int run_vocabulary(const Arguments *arguments, GError **error) {
  if (!arguments->format->write_concepts) {
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_QUERY, "--vocabulary has no format %s",
                arguments->format->name);
    return RC_EXIT_USAGE;
  }
  g_autoptr(RcIndex) index = open_index(arguments, error);
  /* It is there to count in; none is needed unless one was named. */
  if (!index && !arguments->index_path && g_error_matches(*error, RC_ERROR, RC_ERROR_NO_INDEX))
    g_clear_error(error);
  g_autoptr(RcConceptList) list = NULL;
  if (!*error)
    list = rc_concepts_list(index, (RcField)arguments->vocabulary, arguments->query->str, error);
  g_autoptr(GString) out = g_string_new(NULL);
  if (list)
    arguments->format->write_concepts(out, list);
  return list && write_output(out->str, out->len, error) && list->rows->len > 0 ? RC_EXIT_FOUND
                                                                                : RC_EXIT_NOTHING;
}

static int run_help(GOptionContext *context, const Arguments *arguments, GError **error) {
  g_autofree char *text = arguments->help ? g_option_context_get_help(context, TRUE, NULL)
                                          : g_strdup("recourse-search " RC_VERSION "\n");
  return write_output(text, strlen(text), error) ? RC_EXIT_FOUND : RC_EXIT_IO;
}

/* The error is ours to tell of. */
static int fail(const GError *error, const char *advice) {
  int status = rc_error_exit_status(error);
  complain("%s%s", error->message, status == RC_EXIT_USAGE ? advice : "");
  return status;
}

static int run(Arguments *arguments, char **argv) {
  g_autofree char *formats_help = list_formats(" (default)");
  g_autofree char *vocabularies = list_vocabularies();
  g_autofree char *vocabulary_help =
      g_strconcat("list the names that FIELD knows: ", vocabularies, NULL);
  g_autoptr(GArray) entries = new_entries(formats_help, vocabulary_help);
  g_autoptr(GOptionContext) context = new_context((GOptionEntry *)entries->data, arguments);
  g_autoptr(GError) error = NULL;
  bool parsed = parse_arguments(arguments, context, argv, &error);
  bool help = arguments->help || arguments->version;
  if (help)
    g_clear_error(&error);
  else if (!parsed ||
           (arguments->output_path && !rc_output_file_begin(arguments->output_path, &error)))
    return fail(error, "; --help lists the options");
  int status = help                         ? run_help(context, arguments, &error)
               : arguments->vocabulary >= 0 ? run_vocabulary(arguments, &error)
                                            : run_search(arguments, &error);
  return error ? fail(error, "") : status;
}

int main(int argc, char **argv) {
  (void)argc;
  setlocale(LC_ALL, "");
  signal(SIGPIPE, SIG_IGN);
  rc_limit_arm(say_last_words);
  g_set_prgname("recourse-search");
  g_autoptr(RcRequest) request = rc_request_new();
  g_autoptr(GString) query = g_string_new(NULL);
  Arguments arguments = {
      .request = request, .query = query, .format = rc_output_formats, .vocabulary = -1};
  int status = run(&arguments, argv);
  g_free(arguments.index_path);
  g_free(arguments.output_path);
  g_free(arguments.show);
  return status;
}
