/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "case-name.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* What says that a case follows, in the languages of the courts; any case of letters. */
static const char *const leads[] = {
    "case of ", "in the case of ", "affaire ",  "in the matter of ", "the matter of ",
    "по делу ", "дело ",           "у справі ", "справа ",           "caso ",
    "causa ",   "asunto ",         NULL};

/* Between the parties, and how the Court writes it. */
static const struct {
  const char *written, *cited;
} against[] = {{"against", "v."},  {"v", "v."},  {"vs", "v."},     {"vs.", "v."},
               {"v.", "v."},       {"c.", "c."}, {"contre", "c."}, {"против", "против"},
               {"проти", "проти"}, {0}};

/* Words of a name that are small even where it is set in capitals: of the languages of the
 * documents, and particles of surnames. */
static const char *const small[] = {
    "and",  "of",  "the", "for", "in",  "on",  "a",   "an",  "de",   "da", "do",     "dos",
    "das",  "del", "van", "von", "der", "den", "du",  "et",  "y",    "и",  "в",      "о",
    "об",   "на",  "по",  "та",  "й",   "і",   "у",   "з",   "про",  "за", "другие", "другими",
    "інші", "де",  "да",  "ду",  "дос", "ван", "фон", "дер", "дель", NULL};

static bool is_one_of(const char *const *words, const char *word) {
  return g_strv_contains(words, word);
}

static bool has_small_letter(const char *word) {
  while (*word && !g_unichar_islower(g_utf8_get_char(word)))
    word = g_utf8_next_char(word);
  return *word;
}

/* More than one letter, and none of them small. */
static bool is_shouted(const char *word) {
  guint letters = 0;
  for (const char *p = word; *p; p = g_utf8_next_char(p))
    letters += g_unichar_isalpha(g_utf8_get_char(p));
  return letters > 1 && !has_small_letter(word);
}

static const char *cited_against(const char *word) {
  g_autofree char *lower = g_utf8_strdown(word, -1);
  for (gsize i = 0; against[i].written; i++)
    if (strcmp(against[i].written, lower) == 0)
      return against[i].cited;
  return NULL;
}

/* A shouted word as it is written within a name: "O'NEILL-ROE" is "O'Neill-Roe", "S.R.L." and
 * "II" stay. */
static void append_quietly(GString *name, const char *word, bool first) {
  g_autofree char *lower = g_utf8_strdown(word, -1);
  if (!first && is_one_of(small, lower)) {
    g_string_append(name, lower);
    return;
  }
  bool stays = strspn(word, "IVX") == strlen(word);
  for (const char *dot = strchr(word, '.'); dot && !stays; dot = strchr(dot + 1, '.'))
    stays = g_unichar_isalpha(g_utf8_get_char(dot + 1));
  bool begins = true;
  for (const char *p = word; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    bool mc = p == word + 2 && g_str_has_prefix(word, "MC");
    g_string_append_unichar(name, stays || begins || mc ? c : g_unichar_tolower(c));
    /* A letter after an apostrophe begins a name (O'Neill), but not "ROE'S", and no Ukrainian
     * syllable (Лук'яненко). */
    bool apostrophe = (c == '\'' || c == 0x2019) && p == word + 1;
    begins = (!g_unichar_isalnum(c) && c != '\'' && c != 0x2019 && c != '.') || apostrophe;
  }
}

/* Without the words in front, and without quotation marks around all of it. */
static char *strip(const char *title) {
  const char *rest = title;
  for (gsize i = 0; leads[i]; i++) {
    glong letters = g_utf8_strlen(leads[i], -1);
    if (g_utf8_strlen(title, -1) <= letters)
      continue;
    const char *end = g_utf8_offset_to_pointer(title, letters);
    g_autofree char *head = g_utf8_strdown(title, end - title);
    if (strcmp(head, leads[i]) == 0) {
      rest = end;
      break;
    }
  }
  char *name = g_strstrip(g_strdup(rest));
  static const struct {
    const char *open, *close;
  } quotes[] = {{"«", "»"}, {"“", "”"}, {"„", "“"}, {"\"", "\""}};
  for (gsize i = 0; i < G_N_ELEMENTS(quotes); i++) {
    gsize length = strlen(name), open = strlen(quotes[i].open), close = strlen(quotes[i].close);
    if (length > open + close && g_str_has_prefix(name, quotes[i].open) &&
        g_str_has_suffix(name, quotes[i].close)) {
      memmove(name, name + open, length - open - close);
      name[length - open - close] = '\0';
      break;
    }
  }
  return name;
}

/* True if words from..to stand in capitals, but for those that are small in any name. */
static bool is_loud(char **words, guint from, guint to) {
  bool loud = false;
  for (guint i = from; i < to; i++) {
    if (has_small_letter(words[i]) && !is_one_of(small, words[i]))
      return false;
    loud |= is_shouted(words[i]);
  }
  return loud;
}

/* Words from..to as they are written within a name; those of the second party are not at its
 * beginning. */
static void append_words(GString *name, char **words, guint from, guint to) {
  bool loud = is_loud(words, from, to);
  for (guint i = from; i < to; i++) {
    if (name->len && *words[i])
      g_string_append_c(name, ' ');
    if (loud)
      append_quietly(name, words[i], i == from && from == 0);
    else
      g_string_append(name, words[i]);
  }
}

char *rc_quiet_name(const char *name) {
  g_auto(GStrv) words = g_strsplit(name, " ", -1);
  GString *quiet = g_string_new(NULL);
  append_words(quiet, words, 0, g_strv_length(words));
  return g_string_free(quiet, FALSE);
}

char *rc_case_name(const char *title) {
  g_autofree char *stripped = strip(title);
  g_auto(GStrv) words = g_strsplit(stripped, " ", -1);
  guint end = g_strv_length(words), between = 0;
  while (between < end && !cited_against(words[between]))
    between++;
  GString *name = g_string_new(NULL);
  bool whole = between == 0 || between + 1 >= end; /* no two parties: nothing is known of it */
  /* "Jane ROE" is cited by what stands in capitals at its end. */
  guint surname = between;
  while (surname > 0 && is_shouted(words[surname - 1]))
    surname--;
  if (whole || surname == between || is_loud(words, 0, between))
    surname = 0;
  append_words(name, words, surname, whole ? end : between);
  if (!whole) {
    g_string_append_printf(name, " %s", cited_against(words[between]));
    append_words(name, words, between + 1, end);
  }
  if (!name->len)
    g_string_append(name, title);
  return g_string_free(name, FALSE);
}
