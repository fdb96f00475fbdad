/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compile-thesaurus OUT.c INDEX DICT FUNCTION-WORDS.tsv TRANSLATIONS.tsv NEAR-WORDS.tsv: checks the
 * three tables and writes them, with the general dictionary, as the constant tables of the
 * thesaurus.
 *
 * Runs while building, after the vocabulary, with whose lexicon it stems.  What is wrong is said as
 * "file:line: reason", all of it, and the exit status is 1. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gather.h"
#include "mueller.h"
#include "text.h"
#include "tsv.h"

typedef struct {
  RcGathering *gathering;
  GHashTable *crowds; /* stems -> in how many lines of near words they stand */
  GArray *meanings;   /* of Meaning: the lines of near words */
  RcTsv tsv;          /* where the reader stands, for complaints */
} Reader;

/* A form of a line. */
typedef struct {
  RcForms forms;
  const RcConcept *concept; /* instead of them: a State under all of its names */
  int place;                /* in its column */
  bool asked;               /* only asks: found by it, never added */
} Member;

typedef GArray *Meaning; /* of Member */

/* function-words.tsv */

static void read_function_words(char **columns, gpointer data) {
  Reader *reader = data;
  static const char *const lists[] = {[RC_FUNCTION_ARTICLE] = "article",
                                      [RC_FUNCTION_WORD] = "function",
                                      [RC_FUNCTION_NEGATION] = "negation",
                                      [RC_FUNCTION_QUESTION] = "question"};
  gsize list = RC_FUNCTION_ARTICLE;
  while (list < G_N_ELEMENTS(lists) && strcmp(lists[list], columns[0]) != 0)
    list++;
  if (list == G_N_ELEMENTS(lists)) {
    rc_tsv_complain(&reader->tsv, "unknown list '%s'", columns[0]);
    return;
  }
  g_auto(GStrv) items = g_strsplit(columns[2], ";", -1);
  for (char **item = items; *item; item++) {
    g_autofree char *words = rc_text_normalise(g_strstrip(*item));
    g_auto(GStrv) parts = g_strsplit(words, " ", -1);
    if (!*words || g_strv_length(parts) > RC_THESAURUS_LENGTH_MAX)
      rc_tsv_complain(&reader->tsv, *words ? "too many words: '%s'" : "a form without a word: '%s'",
                      *item);
    else if (!rc_gathering_add_function(reader->gathering, words, (RcFunction)list))
      rc_tsv_complain(&reader->tsv, "'%s' stands here twice", words);
  }
}

/* translations.tsv and near-words.tsv: a line is a meaning, its forms in English and in Russian */

static void clear_member(gpointer member) {
  rc_forms_clear(&((Member *)member)->forms);
}

static Meaning read_meaning(Reader *reader, char **columns) {
  Meaning meaning = g_array_new(FALSE, FALSE, sizeof(Member));
  g_array_set_clear_func(meaning, clear_member);
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (int language = RC_THESAURUS_ENGLISH; language <= RC_THESAURUS_RUSSIAN; language++) {
    g_auto(GStrv) items = g_strsplit(columns[language], ";", -1);
    for (int place = 0; items[place] || place == 0; place++) {
      char *text = items[place] ? g_strstrip(items[place]) : columns[language];
      Member member = {.place = place};
      char *brace = strchr(text, '{');
      if (brace) {
        member.asked = strcmp(brace, "{asked}") == 0;
        if (!member.asked)
          rc_tsv_complain(&reader->tsv, "unknown mark '%s'", brace);
        *brace = '\0';
      }
      const char *colon = strchr(text, ':'); /* "region:KZ": the State itself */
      if (colon && g_str_has_prefix(text, "region:"))
        member.concept = rc_vocabulary_lookup(RC_FIELD_REGION, colon + 1);
      if (colon && !member.concept)
        rc_tsv_complain(&reader->tsv, "'%s' is no region", text);
      if (member.concept && meaning->len > 0)
        rc_tsv_complain(&reader->tsv, "'%s' must stand first", text);
      member.forms = rc_gathering_forms(reader->gathering, text, (RcThesaurusLanguage)language);
      g_autofree char *words = rc_text_normalise(text);
      if (!*words)
        rc_tsv_complain(&reader->tsv, "a form without a word: '%s'", text);
      else if (!g_hash_table_add(seen, g_steal_pointer(&words)))
        rc_tsv_complain(&reader->tsv, "'%s' stands twice in its line", text);
      else if (member.forms.empty)
        rc_tsv_complain(&reader->tsv, "only function words: '%s'", text);
      g_array_append_val(meaning, member);
      if (!items[place])
        break;
    }
  }
  return meaning;
}

/* Forms of a line of translations.tsv are surely the same: all of them, in both languages. */
static void read_translation(char **columns, gpointer data) {
  Reader *reader = data;
  g_autoptr(GArray) meaning = read_meaning(reader, columns);
  for (guint i = 0; i < meaning->len; i++)
    for (guint k = 0; k < meaning->len; k++) {
      const Member *key = &g_array_index(meaning, Member, i);
      const Member *other = &g_array_index(meaning, Member, k);
      if (i != k && !other->asked)
        rc_gathering_add(reader->gathering, &key->forms, &other->forms, RC_THESAURUS_TRADE,
                         other->place + key->place * 0.5);
    }
}

static void read_near_words(char **columns, gpointer data) {
  Reader *reader = data;
  Meaning meaning = read_meaning(reader, columns);
  for (guint i = 0; i < meaning->len; i++) {
    const char *stems = g_array_index(meaning, Member, i).forms.content;
    guint crowd = GPOINTER_TO_UINT(g_hash_table_lookup(reader->crowds, stems));
    g_hash_table_insert(reader->crowds, g_strdup(stems), GUINT_TO_POINTER(crowd + 1));
  }
  g_array_append_val(reader->meanings, meaning);
}

/* The names of a State, stemmed, as keys: array of RcForms.  Those that are words, too ("US"), are
 * none. */
static GArray *names_of(Reader *reader, const RcConcept *concept) {
  GArray *names = g_array_new(FALSE, FALSE, sizeof(RcForms));
  g_array_set_clear_func(names, (GDestroyNotify)rc_forms_clear);
  for (int i = 0; i < concept->form_count; i++) {
    const RcForm *form = rc_vocabulary_concept_form(concept, i);
    const char *language = rc_vocabulary_form_language(form);
    bool russian = strcmp(language, "ru") == 0;
    if ((!russian && strcmp(language, "en") != 0) || form->kind > RC_FORM_VARIANT ||
        form->rule > RC_RULE_CAPITAL)
      continue;
    RcForms name = rc_gathering_forms(reader->gathering, rc_vocabulary_form_text(form),
                                      russian ? RC_THESAURUS_RUSSIAN : RC_THESAURUS_ENGLISH);
    g_array_append_val(names, name);
  }
  return names;
}

/* Adds to one key, which stands at `place` in its column, what stands beside it.  What stands in
 * many lines means little in each.  A State is none to its own names: `names` are those of the
 * line's. */
static void add_neighbours(Reader *reader, const RcForms *key, int place, const GArray *names,
                           const Meaning meaning) {
  bool is_name = false;
  for (guint i = 0; i < names->len; i++)
    is_name = is_name || strcmp(g_array_index(names, RcForms, i).stems, key->stems) == 0;
  for (guint i = 0; i < meaning->len; i++) {
    const Member *other = &g_array_index(meaning, Member, i);
    guint crowd = GPOINTER_TO_UINT(g_hash_table_lookup(reader->crowds, other->forms.content));
    if (other->concept && !is_name)
      rc_gathering_add_concept(reader->gathering, key, other->concept);
    else if (!other->concept && !other->asked)
      rc_gathering_add(reader->gathering, key, &other->forms, RC_THESAURUS_NEAR,
                       other->place + place * 0.5 + MIN(crowd, 8) * 0.5);
  }
}

static void add_near_words(Reader *reader) {
  for (guint i = 0; i < reader->meanings->len; i++) {
    const Meaning meaning = g_array_index(reader->meanings, Meaning, i);
    const Member *first = &g_array_index(meaning, Member, 0);
    g_autoptr(GArray) names = first->concept ? names_of(reader, first->concept)
                                             : g_array_new(FALSE, FALSE, sizeof(RcForms));
    for (guint k = 0; k < names->len; k++)
      add_neighbours(reader, &g_array_index(names, RcForms, k), 0, names, meaning);
    for (guint k = 0; k < meaning->len; k++) {
      const Member *key = &g_array_index(meaning, Member, k);
      if (!key->concept)
        add_neighbours(reader, &key->forms, key->place, names, meaning);
    }
  }
}

/* The general dictionary.  Of the English words that have a Russian translation in common those
 * with long articles are the common ones. */
static void add_article(const char *headword, const GArray *translations, gsize bytes,
                        gpointer data) {
  RcGathering *gathering = data;
  RcForms english = rc_gathering_forms(gathering, headword, RC_THESAURUS_ENGLISH);
  double common = log2(1 + (double)bytes / 64);
  for (guint i = 0; i < translations->len; i++) {
    const RcTranslation *one = &g_array_index(translations, RcTranslation, i);
    RcForms russian = rc_gathering_forms(gathering, one->text, RC_THESAURUS_RUSSIAN);
    rc_gathering_add(gathering, &english, &russian, RC_THESAURUS_TRANSLATION, one->score);
    rc_gathering_add(gathering, &russian, &english, RC_THESAURUS_TRANSLATION,
                     one->score - common * 0.7);
    rc_forms_clear(&russian);
  }
  rc_forms_clear(&english);
}

int main(int argc, char **argv) {
  if (argc != 7) {
    fputs("usage: compile-thesaurus OUT.c INDEX DICT FUNCTION-WORDS.tsv TRANSLATIONS.tsv "
          "NEAR-WORDS.tsv\n",
          stderr);
    return EXIT_FAILURE;
  }
  /* Held to the end, as all that it points to. */
  static Reader reader;
  reader = (Reader){.gathering = rc_gathering_new(),
                    .crowds = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                    .meanings = g_array_new(FALSE, FALSE, sizeof(Meaning))};
  static const struct {
    const char *header;
    void (*read)(char **columns, gpointer data);
  } files[] = {{"list\tlanguage\twords", read_function_words},
               {"en\tru", read_translation},
               {"en\tru", read_near_words}};
  for (guint i = 0; i < G_N_ELEMENTS(files); i++)
    g_free(rc_tsv_read(&reader.tsv, argv[4 + i], files[i].header, files[i].read, &reader));
  add_near_words(&reader);
  g_autoptr(GError) error = NULL;
  if (!rc_mueller_read(argv[2], argv[3], add_article, reader.gathering, &error)) {
    fprintf(stderr, "%s\n", error->message);
    return EXIT_FAILURE;
  }
  if (reader.tsv.mistakes > 0)
    return EXIT_FAILURE;
  if (!rc_gathering_write(reader.gathering, argv[1])) {
    perror(argv[1]);
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
