/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hunspell.h"

#include <string.h>

#include "text.h"

/* SFX FLAG STRIP ADD CONDITION: a word that ends in `strip` and meets the condition loses it and
 * gets `add`. */
typedef struct {
  char *strip, *add, *condition;
} Suffix;

static void clear_suffix(gpointer data) {
  Suffix *suffix = data;
  g_free(suffix->strip);
  g_free(suffix->add);
  g_free(suffix->condition);
}

/* True if `word` ends as the condition says: letters, and sets of them as in "[лнр]ый" and
 * "[^аеи]ть", from the last backwards. */
static bool meets(const char *word, const char *condition) {
  const char *at = word + strlen(word), *c = condition + strlen(condition);
  if (strcmp(condition, ".") == 0)
    return true;
  while (c > condition) {
    if (at == word)
      return false;
    const char *letter = g_utf8_prev_char(at);
    c = g_utf8_prev_char(c);
    if (*c == ']') {
      const char *end = c;
      while (c > condition && *c != '[')
        c--;
      bool negated = c[1] == '^', found = false;
      for (const char *one = c + 1 + negated; one < end && !found; one = g_utf8_next_char(one))
        found = g_utf8_get_char(one) == g_utf8_get_char(letter);
      if (found == negated)
        return false;
    } else if (g_utf8_get_char(c) != g_utf8_get_char(letter)) {
      return false;
    }
    at = letter;
  }
  return true;
}

/* "0" in a rule is nothing. */
static char *affix(const char *text) {
  return g_strdup(strcmp(text, "0") == 0 ? "" : text);
}

/* Flag (a character) -> array of Suffix. */
static GHashTable *read_suffixes(const char *path, GError **error) {
  g_autofree char *text = NULL;
  if (!g_file_get_contents(path, &text, NULL, error))
    return NULL;
  GHashTable *suffixes = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line; line++) {
    g_autofree char *spaced = g_strdelimit(g_strdup(*line), "\t\r", ' ');
    g_auto(GStrv) words = g_strsplit(spaced, " ", -1);
    const char *columns[5] = {0};
    guint count = 0;
    for (char **word = words; *word && count < G_N_ELEMENTS(columns); word++)
      if (**word)
        columns[count++] = *word;
    if (count < G_N_ELEMENTS(columns) || strcmp(columns[0], "SFX") != 0)
      continue;
    gpointer flag = GUINT_TO_POINTER(g_utf8_get_char(columns[1]));
    GArray *rules = g_hash_table_lookup(suffixes, flag);
    if (!rules) {
      rules = g_array_new(FALSE, FALSE, sizeof(Suffix));
      g_array_set_clear_func(rules, clear_suffix);
      g_hash_table_insert(suffixes, flag, rules);
    }
    Suffix suffix = {affix(columns[2]), affix(columns[3]), g_strdup(columns[4])};
    g_array_append_val(rules, suffix);
  }
  return suffixes;
}

static void add_form(GArray *forms, GStringChunk *strings, RcHunspellForm form, const char *text) {
  g_autofree char *words = rc_text_normalise(text);
  if (!*words || strchr(words, ' '))
    return;
  form.form = g_string_chunk_insert_const(strings, words);
  g_array_append_val(forms, form);
}

/* "судья/G": a word and its flags, a character each. */
static void read_word(GArray *forms, GStringChunk *strings, GHashTable *suffixes, char *line) {
  line[strcspn(line, " \t\r")] = '\0';
  char *slash = strchr(line, '/');
  if (slash)
    *slash = '\0';
  g_autofree char *lemma = rc_text_normalise(line);
  if (!*lemma || strchr(lemma, ' '))
    return;
  RcHunspellForm form = {.lemma = g_string_chunk_insert_const(strings, lemma),
                         .is_name = g_unichar_isupper(g_utf8_get_char(line)),
                         .alone = !slash};
  add_form(forms, strings, form, line);
  for (const char *flag = slash ? slash + 1 : ""; *flag; flag = g_utf8_next_char(flag)) {
    const GArray *rules = g_hash_table_lookup(suffixes, GUINT_TO_POINTER(g_utf8_get_char(flag)));
    for (guint i = 0; rules && i < rules->len; i++) {
      const Suffix *suffix = &g_array_index(rules, Suffix, i);
      if (!g_str_has_suffix(line, suffix->strip) || !meets(line, suffix->condition))
        continue;
      g_autofree char *stem = g_strndup(line, strlen(line) - strlen(suffix->strip));
      g_autofree char *text = g_strconcat(stem, suffix->add, NULL);
      add_form(forms, strings, form, text);
    }
  }
}

GArray *rc_hunspell_read(const char *base, GStringChunk *strings, GError **error) {
  g_autofree char *affixes = g_strconcat(base, ".aff", NULL);
  g_autofree char *words = g_strconcat(base, ".dic", NULL);
  g_autofree char *text = NULL;
  g_autoptr(GHashTable) suffixes = read_suffixes(affixes, error);
  if (!suffixes || !g_file_get_contents(words, &text, NULL, error))
    return NULL;
  GArray *forms = g_array_new(FALSE, FALSE, sizeof(RcHunspellForm));
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  /* The first line says how many follow. */
  for (char **line = lines[0] ? lines + 1 : lines; *line; line++)
    read_word(forms, strings, suffixes, *line);
  return forms;
}
