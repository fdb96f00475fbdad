/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "completion.h"

#include <string.h>

/* One option as a script has it. */
typedef struct {
  const char *name, *help, *argument; /* argument: NULL if it has none or may stand without */
  char letter;                        /* 0: none */
  const char *values;                 /* NULL: any */
  bool folder, file;                  /* what its value is */
} Option;

typedef struct {
  const char *name;
  void (*begin)(GString *out, const RcCompletion *completion);
  void (*option)(GString *out, const RcCompletion *completion, const Option *option);
  void (*end)(GString *out, const RcCompletion *completion);
} Shell;

/* --- bash --- */

/* "=" is a word by itself there, unless people have chosen otherwise. */
static void begin_bash(GString *out, const RcCompletion *completion) {
  g_string_append_printf(
      out,
      "# %s in bash\n"
      "_%s() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} options=''\n"
      "  if [[ $word == = ]]; then\n"
      "    word='' option+='='\n"
      "  elif [[ $option == = ]]; then\n"
      "    option=${COMP_WORDS[COMP_CWORD - 2]}=\n"
      "  fi\n"
      "  COMPREPLY=()\n",
      completion->program, completion->program);
}

static void add_to_bash(GString *out, const RcCompletion *completion, const Option *option) {
  (void)completion;
  g_string_append_printf(out, "  options+=' --%s%s'\n", option->name, option->argument ? "=" : "");
  if (!option->argument && !option->values)
    return;
  g_string_append_printf(out, "  [[ $option == --%s=", option->name);
  if (option->argument)
    g_string_append_printf(out, " || $option == --%s", option->name);
  if (option->letter)
    g_string_append_printf(out, " || $option == -%c", option->letter);
  g_string_append(out, " ]] && {\n");
  if (option->folder || option->file)
    g_string_append_printf(out,
                           "    compopt -o filenames\n"
                           "    mapfile -t COMPREPLY < <(compgen -%c -- \"$word\")\n",
                           option->folder ? 'd' : 'f');
  else if (option->values)
    g_string_append_printf(out, "    mapfile -t COMPREPLY < <(compgen -W '%s' -- \"$word\")\n",
                           option->values);
  g_string_append(out, "    return\n  }\n");
}

static void end_bash(GString *out, const RcCompletion *completion) {
  g_string_append_printf(out,
                         "  if [[ $word == -* ]]; then\n"
                         "    mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\")\n"
                         "    [[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace\n"
                         "%s"
                         "  fi\n"
                         "}\n"
                         "complete -F _%s %s\n",
                         completion->takes_files
                             ? "  else\n"
                               "    compopt -o filenames\n"
                               "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
                             : "",
                         completion->program, completion->program);
}

/* --- zsh --- */

static void begin_zsh(GString *out, const RcCompletion *completion) {
  g_string_append_printf(out, "#compdef %s\n_arguments", completion->program);
}

/* Within [...] and between colons, see zshcompsys(1). */
static void append_escaped(GString *out, const char *text) {
  for (; *text; text++) {
    if (strchr("[]:\\", *text))
      g_string_append_c(out, '\\');
    g_string_append_c(out, *text);
  }
}

static void append_zsh(GString *out, const Option *option, const char *shape) {
  g_autoptr(GString) row = g_string_new(shape);
  g_string_append_c(row, '[');
  append_escaped(row, option->help);
  g_string_append_c(row, ']');
  if (option->argument || option->values) {
    g_string_append(row, option->argument ? ":" : "::");
    append_escaped(row, option->argument ? option->argument : option->name);
    g_string_append_printf(row, ":%s%s%s",
                           option->folder   ? "_files -/"
                           : option->file   ? "_files"
                           : option->values ? "("
                                            : " ",
                           option->values ? option->values : "", option->values ? ")" : "");
  }
  g_autofree char *quoted = g_shell_quote(row->str);
  g_string_append_printf(out, " \\\n  %s", quoted);
}

static void add_to_zsh(GString *out, const RcCompletion *completion, const Option *option) {
  (void)completion;
  g_autofree char *shape = g_strdup_printf("--%s%s", option->name,
                                           option->argument ? "="
                                           : option->values ? "=-"
                                                            : "");
  append_zsh(out, option, shape);
  const char letter[] = {'-', option->letter, option->argument ? '+' : '\0', '\0'};
  if (option->letter)
    append_zsh(out, option, letter);
}

static void end_zsh(GString *out, const RcCompletion *completion) {
  g_string_append_printf(out, " \\\n  '*::%s'\n",
                         completion->takes_files ? "PATH:_files" : "QUERY: ");
}

/* --- fish --- */

static void begin_fish(GString *out, const RcCompletion *completion) {
  g_string_append_printf(out, "# %s in fish\n", completion->program);
  if (!completion->takes_files)
    g_string_append_printf(out, "complete -c %s -f\n", completion->program);
}

static void add_to_fish(GString *out, const RcCompletion *completion, const Option *option) {
  g_autofree char *help = g_shell_quote(option->help);
  g_string_append_printf(out, "complete -c %s -l %s -d %s", completion->program, option->name,
                         help);
  if (option->letter)
    g_string_append_printf(out, " -s %c", option->letter);
  if (option->argument)
    g_string_append(out, option->file ? " -r -F" : " -x");
  if (option->folder || option->values)
    g_string_append_printf(out, " -a '%s'",
                           option->folder ? "(__fish_complete_directories)" : option->values);
  g_string_append_c(out, '\n');
}

/* --- any --- */

static const Shell shells[] = {
    {"bash", begin_bash, add_to_bash, end_bash},
    {"zsh", begin_zsh, add_to_zsh, end_zsh},
    {"fish", begin_fish, add_to_fish, NULL},
};

static void add_option(GString *out, const Shell *shell, const RcCompletion *completion,
                       const GOptionEntry *entry) {
  g_autofree char *values = completion->new_values(entry->long_name);
  static const char *const files[] = {"FILE", "DRAFT", "RECORD", NULL};
  const char *argument = entry->arg_description;
  const Option option = {
      .name = entry->long_name,
      .help = entry->description,
      .argument = argument,
      .letter = entry->short_name,
      .values = values,
      .folder = g_strcmp0(argument, "DIR") == 0,
      .file = argument && g_strv_contains(files, argument),
  };
  shell->option(out, completion, &option);
}

char *rc_completion_script(const RcCompletion *completion, const char *shell) {
  gsize i = 0;
  while (i < G_N_ELEMENTS(shells) && strcmp(shells[i].name, shell) != 0)
    i++;
  if (i == G_N_ELEMENTS(shells))
    return NULL;
  GString *out = g_string_new(NULL);
  shells[i].begin(out, completion);
  for (const GOptionEntry *entry = completion->entries; entry->long_name; entry++)
    if (*entry->long_name && !(entry->flags & G_OPTION_FLAG_HIDDEN))
      add_option(out, &shells[i], completion, entry);
  if (shells[i].end)
    shells[i].end(out, completion);
  return g_string_free(out, FALSE);
}
