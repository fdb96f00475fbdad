/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "arguments.h"
#include "completion.h"
#include "error.h"
#include "statement.h"

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
    "Different filters must all hold, and so must both values of one that is given twice, or\n"
    "either, where a paragraph has but one (a language, a year, a type). A word that begins\n"
    "with one \"-\" excludes, but for -n5 or -n 5 (--limit=5), -h and -V; after \"--\" everything "
    "is a word of the query.\n"
    "On a terminal what was found is bold, elsewhere it stands between *asterisks*.\n"
    "NO_COLOR turns colour off.\n"
    "\n"
    "Exit status: 0 found, 1 nothing found (of --verify: not all is exact), 2 wrong option,\n"
    "69 no usable index, 71 no sandbox to read a draft in, 74 reading or writing failed, 75 it "
    "took too long.";
static gboolean set_option(const char *name, const char *value, gpointer data, GError **error) {
  RcArguments *arguments = data;
  const RcRequestOption *option = rc_request_option(name + strlen("--"));
  if (option && (option->field >= 0 || option->type == RC_OPTION_PLACE) && value && *value)
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
  RcArguments *arguments = data;
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
  RcArguments *arguments = data;
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
    {"show", G_STRUCT_OFFSET(RcArguments, show), false,
     "read a document, or a part of it, instead of searching", "ID|SYMBOL"},
    {"page", G_STRUCT_OFFSET(RcArguments, page), true, "of --show: this page of the file", "N"},
    {"passage", G_STRUCT_OFFSET(RcArguments, passage), true, "of --show: this passage", "N"},
    {"context", G_STRUCT_OFFSET(RcArguments, context), true,
     "of --show: so many passages before and behind as well", "N"},
    {"cited-by", G_STRUCT_OFFSET(RcArguments, cited_by), false,
     "who cites a document, and which of its paragraphs most", "ID|SYMBOL"},
    {"verify", G_STRUCT_OFFSET(RcArguments, verify), false,
     "check each citation and quotation of a draft: text, Markdown, HTML, DOCX (-: standard input)",
     "DRAFT"},
    {"queries", G_STRUCT_OFFSET(RcArguments, queries), false,
     "count what each query of FILE finds, one on a line, and what it alone finds", "FILE"},
    {"record", G_STRUCT_OFFSET(RcArguments, record), false,
     "write a record of the search to FILE: the question, the index, all hits (.json: as JSON)",
     "FILE"},
    {"new-since", G_STRUCT_OFFSET(RcArguments, new_since), false,
     "leave out the documents that RECORD lists, which --record wrote as JSON", "RECORD"},
    {"output", G_STRUCT_OFFSET(RcArguments, output_path), false,
     "write to FILE, whole or not at all", "FILE"},
    {"completion", G_STRUCT_OFFSET(RcArguments, completion), false,
     "print the script that completes these options in bash, zsh or fish", "SHELL"},
    {"index", G_STRUCT_OFFSET(RcArguments, index_path), false,
     "the index (default $RECOURSE_INDEX, else that of this user)", "DIR"},
};

static gboolean set_own(const char *name, const char *value, gpointer data, GError **error) {
  RcArguments *arguments = data;
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

/* In which language a draft is reported on and a search recorded. */
static const char *const languages[RC_N_LANGUAGES] = {"en", "ru"};

static gboolean set_interface(const char *name, const char *value, gpointer data, GError **error) {
  RcArguments *arguments = data;
  (void)name;
  for (int language = 0; language < RC_N_LANGUAGES; language++)
    if (strcmp(languages[language], value) == 0) {
      arguments->output.language = (RcLanguage)language;
      return TRUE;
    }
  g_set_error(error, RC_ERROR, RC_ERROR_BAD_QUERY, "interface=%s: must be en or ru", value);
  return FALSE;
}

/* "--files" is "--format=files". */
static gboolean set_short_format(const char *name, const char *value, gpointer data,
                                 GError **error) {
  (void)value;
  return set_format(name, name + strlen("--"), data, error);
}

/* Options of the program itself that take nothing, and the letters that are short for some. */
static const struct {
  const char *name, *letter;
  gsize member;
  const char *help;
} own_flags[] = {
    {"open", NULL, G_STRUCT_OFFSET(RcArguments, open),
     "open the first hit in the desktop's viewer, at its page"},
    {"no-pager", NULL, G_STRUCT_OFFSET(RcArguments, no_pager),
     "do not show a long answer page by page on a terminal"},
    {"help", "-h", G_STRUCT_OFFSET(RcArguments, help), "show this help (-h)"},
    {"version", "-V", G_STRUCT_OFFSET(RcArguments, version), "show the version (-V)"},
};

static gboolean set_flag(const char *name, const char *value, gpointer data, GError **error) {
  (void)value;
  (void)error;
  for (gsize i = 0; i < G_N_ELEMENTS(own_flags); i++)
    if (strcmp(own_flags[i].name, name + strlen("--")) == 0)
      G_STRUCT_MEMBER(bool, data, own_flags[i].member) = true;
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
  add_entry(entries, "interface", 0, set_interface,
            "of --verify, --record and --queries: English (en, default) or Russian (ru)",
            "LANGUAGE");
  add_entry(entries, "files", 0, set_short_format, "only the files that are found", NULL);
  add_entry(entries, "count", 0, set_short_format, "only how many are found", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(own_flags); i++)
    add_entry(entries, own_flags[i].name, 0, set_flag, own_flags[i].help, NULL);
  return entries;
}

/* For RcCompletion. */
static char *new_values(const char *name) {
  g_autoptr(GString) values = g_string_new(NULL);
  const RcRequestOption *option = rc_request_option(name);
  if (option && option->type == RC_OPTION_SWITCH)
    g_string_append(values, " no yes");
  const RcNamed *row = !option              ? NULL
                       : option->field >= 0 ? rc_schema_field((RcField)option->field)->values
                                            : option->choices;
  for (; row && row->name; row++)
    if (!row->unlisted)
      g_string_append_printf(values, " %s", row->name);
  if (strcmp(name, "format") == 0)
    for (const RcOutputFormat *format = rc_output_formats; format->name; format++)
      g_string_append_printf(values, " %s", format->name);
  for (int field = 0; field < RC_N_FIELDS && strcmp(name, "vocabulary") == 0; field++)
    if (rc_schema_field((RcField)field)->concept)
      g_string_append_printf(values, " %s", rc_schema_field((RcField)field)->name);
  if (strcmp(name, "interface") == 0)
    g_string_append_printf(values, " %s %s", languages[RC_LANGUAGE_EN], languages[RC_LANGUAGE_RU]);
  if (strcmp(name, "completion") == 0)
    g_string_append(values, " " RC_COMPLETION_SHELLS);
  return values->len ? g_strdup(values->str + 1) : NULL;
}

/* GOption's own help option is off: it would find an "h" in a word that is
 * excluded, such as "-shelter". */
static GOptionContext *new_context(const GOptionEntry *entries, RcArguments *arguments) {
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

static void add_word(RcArguments *arguments, const char *word) {
  if (arguments->query->len)
    g_string_append_c(arguments->query, ' ');
  g_string_append(arguments->query, word);
  if (word[strspn(word, " \t\n")])
    arguments->asked = true;
}

/* What GOption has left: "-word" is a word of the query, "--word" an option that does not exist.
 * Words that are letters of options are these alone: -h, -V, -n5 and -n 5; who wants to be without
 * the word has NOT.  How many words of argv it has taken. */
static guint read_letter(RcArguments *arguments, char **word, GError **error) {
  for (gsize i = 0; i < G_N_ELEMENTS(own_flags); i++)
    if (g_strcmp0(own_flags[i].letter, *word) == 0) {
      G_STRUCT_MEMBER(bool, arguments, own_flags[i].member) = true;
      return 1;
    }
  if (!g_str_has_prefix(*word, "-n"))
    return 0;
  bool apart = !(*word)[2];
  const char *number = apart ? word[1] : *word + 2;
  if (!number || !*number || number[strspn(number, "0123456789")])
    return 0;
  rc_request_set(arguments->request, "limit", number, error);
  return apart ? 2 : 1;
}

static bool parse(RcArguments *arguments, GOptionContext *context, char **argv, GError **error) {
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
  for (char **word = remaining + 1; *word; word++) {
    guint letters = read_letter(arguments, word, error);
    if (*error)
      return false;
    if (letters > 0) {
      word += letters - 1;
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

/* One thing is asked for at a time.  What is new since a record is searched for; a record is of a
 * search and of all that it finds, and has a form and a file of its own. */
static bool settle(RcArguments *arguments, GError **error) {
  const struct {
    const char *option;
    bool given, asks;
  } options[] = {{"vocabulary", arguments->vocabulary >= 0, true},
                 {"verify", arguments->verify != NULL, true},
                 {"queries", arguments->queries != NULL, true},
                 {"cited-by", arguments->cited_by != NULL, true},
                 {"show", arguments->show != NULL, true},
                 {"open", arguments->open, false},
                 {"output", arguments->output_path != NULL, false},
                 {"format", arguments->format != rc_output_formats, false}};
  const char *alone = arguments->record ? "record" : arguments->new_since ? "new-since" : NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(options); i++) {
    if (options[i].given && alone && (options[i].asks || arguments->record)) {
      g_set_error(error, RC_ERROR, RC_ERROR_BAD_QUERY, "--%s goes without --%s", alone,
                  options[i].option);
      return false;
    }
    if (options[i].given && options[i].asks)
      alone = options[i].option;
  }
  if (!arguments->record)
    return true;
  arguments->format = rc_statement_format(arguments->record);
  arguments->output_path = g_strdup(arguments->record);
  arguments->output_mode = 0600;
  arguments->request->explain = true;
  return rc_request_set(arguments->request, "limit", "all", error) &&
         rc_request_set(arguments->request, "offset", "0", error);
}

static char *new_script(const GOptionEntry *entries, const char *shell, GError **error) {
  const RcCompletion completion = {"recourse-search", entries, new_values, .takes_files = false};
  char *script = rc_completion_script(&completion, shell);
  if (!script)
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_QUERY, "completion=%s: must be one of %s", shell,
                RC_COMPLETION_SHELLS);
  return script;
}

bool rc_arguments_parse(RcArguments *arguments, char **argv, GError **error) {
  g_autofree char *formats_help = list_formats(" (default)");
  g_autofree char *vocabularies = list_vocabularies();
  g_autofree char *vocabulary_help =
      g_strconcat("list the names that FIELD knows: ", vocabularies, NULL);
  g_autoptr(GArray) entries = new_entries(formats_help, vocabulary_help);
  g_autoptr(GOptionContext) context = new_context((GOptionEntry *)entries->data, arguments);
  g_autoptr(GError) problem = NULL;
  bool parsed = parse(arguments, context, argv, &problem) && settle(arguments, &problem);
  if (arguments->help)
    arguments->said = g_option_context_get_help(context, TRUE, NULL);
  else if (parsed && arguments->completion)
    arguments->said = new_script((GOptionEntry *)entries->data, arguments->completion, &problem);
  else if (arguments->version)
    arguments->said = g_strdup("recourse-search " RC_VERSION "\n");
  if (problem && !arguments->said)
    g_propagate_error(error, g_steal_pointer(&problem));
  return arguments->said || (parsed && !arguments->completion);
}

RcArguments *rc_arguments_new(void) {
  RcArguments *arguments = g_new0(RcArguments, 1);
  arguments->request = rc_request_new();
  arguments->query = g_string_new(NULL);
  arguments->format = rc_output_formats;
  arguments->vocabulary = -1;
  arguments->output_mode = 0666;
  return arguments;
}

void rc_arguments_free(RcArguments *arguments) {
  if (!arguments)
    return;
  rc_request_free(arguments->request);
  g_string_free(arguments->query, TRUE);
  g_free(arguments->index_path);
  g_free(arguments->output_path);
  g_free(arguments->record);
  g_free(arguments->queries);
  g_clear_pointer(&arguments->query_list, g_ptr_array_unref);
  g_free(arguments->new_since);
  g_free(arguments->show);
  g_free(arguments->verify);
  rc_draft_free(arguments->draft);
  g_free(arguments->cited_by);
  g_free(arguments->completion);
  g_free(arguments->said);
  g_free(arguments);
}
