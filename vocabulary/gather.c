/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strings and what was gathered live to the end of the process, which is a short one. */
#include "gather.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "stem.h"
#include "text.h"
#include "thesaurus-tables.h"
#include "tsv.h"

struct RcGathering {
  RcStemmer *stemmer;
  GHashTable *functions; /* words -> RcFunction */
  GHashTable *stopped;   /* the stems of those that are one word: keys to nothing */
  GHashTable *keys;      /* stems -> array of Alternative */
  GStringChunk *strings; /* equal if their addresses are */
};

typedef struct {
  const char *stems, *text; /* of `strings`; of a concept id and label */
  RcThesaurusKind kind;
  RcThesaurusLanguage language;
  double score; /* the lower the better */
} Alternative;

RcGathering *rc_gathering_new(void) {
  /* Held to the end, as all that it points to. */
  static RcGathering gathering;
  gathering = (RcGathering){
      .stemmer = rc_stemmer_new(rc_vocabulary_lemma),
      .functions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
      .stopped = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
      .keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref),
      .strings = g_string_chunk_new(1 << 16),
  };
  return &gathering;
}

bool rc_gathering_add_function(RcGathering *gathering, const char *words, RcFunction function) {
  if (!strchr(words, ' '))
    g_hash_table_add(gathering->stopped, g_strdup(rc_stemmer_stem(gathering->stemmer, words)));
  return g_hash_table_insert(gathering->functions, g_strdup(words), GUINT_TO_POINTER(function));
}

static void gather_append(GString *stems, const char *stem) {
  g_string_append_printf(stems, "%s%s", stems->len > 0 ? " " : "", stem);
}

RcForms rc_gathering_forms(RcGathering *gathering, const char *text, RcThesaurusLanguage language) {
  GString *stems = g_string_new(NULL), *content = g_string_new(NULL);
  g_autofree char *words = rc_text_normalise(text);
  int contents = 0, negations = 0;
  g_auto(RcTokens) tokens = {0};
  rc_tokens_start(&tokens, text, -1);
  for (RcToken token; rc_tokens_next(&tokens, &token);) {
    RcFunction function = GPOINTER_TO_UINT(g_hash_table_lookup(gathering->functions, token.word));
    const char *stem = rc_stemmer_stem(gathering->stemmer, token.word);
    contents += function == 0;
    negations += function == RC_FUNCTION_NEGATION;
    if (function != RC_FUNCTION_ARTICLE)
      gather_append(stems, stem);
    if (function == 0 || function == RC_FUNCTION_NEGATION)
      gather_append(content, stem);
  }
  if (contents + negations < 2)
    g_string_assign(content, stems->str);
  return (RcForms){.text = g_strdup(text),
                   .stems = g_string_free(stems, FALSE),
                   .content = g_string_free(content, FALSE),
                   .empty = (contents == 0 && !strchr(words, ' ')) ||
                            g_hash_table_contains(gathering->functions, words),
                   .language = language};
}

void rc_forms_clear(RcForms *forms) {
  g_free(forms->text);
  g_free(forms->stems);
  g_free(forms->content);
  *forms = (RcForms){0};
}

/* True if every word of `some` is one of `all`; both are words joined by a space. */
static bool gather_has_all(const char *all, const char *some) {
  g_auto(GStrv) have = g_strsplit(all, " ", -1), want = g_strsplit(some, " ", -1);
  for (char **word = want; *word; word++)
    if (!g_strv_contains((const char *const *)have, *word))
      return false;
  return true;
}

/* The surer kinds have the higher rank. */
static int gather_sureness(RcThesaurusKind kind) {
  static const int sureness[] = {[RC_THESAURUS_NEAR] = 0,
                                 [RC_THESAURUS_TRANSLATION] = 1,
                                 [RC_THESAURUS_TRADE] = 2,
                                 [RC_THESAURUS_CONCEPT] = 3};
  return sureness[kind];
}

static void gather_put(RcGathering *gathering, const char *key, const Alternative *alternative) {
  GArray *list = g_hash_table_lookup(gathering->keys, key);
  if (!list) {
    list = g_array_new(FALSE, FALSE, sizeof(Alternative));
    g_hash_table_insert(gathering->keys, g_strdup(key), list);
  }
  for (guint i = 0; i < list->len; i++) {
    Alternative *present = &g_array_index(list, Alternative, i);
    if (present->stems != alternative->stems)
      continue;
    /* What two sources say is nearer than what each of them does. */
    double score =
        MIN(present->score, alternative->score) - (present->kind != alternative->kind ? 2 : 0.5);
    if (gather_sureness(alternative->kind) > gather_sureness(present->kind))
      *present = *alternative;
    present->score = score;
    return;
  }
  g_array_append_vals(list, alternative, 1);
}

/* What shares its stem with a function word is no translation, for it would be found where that
 * stands ("havings"); but lines of our own say that "concern" is asked for, whatever "concerning"
 * is. */
static bool gather_is_stopped(RcGathering *gathering, const char *stems, RcThesaurusKind kind) {
  return kind == RC_THESAURUS_TRANSLATION && g_hash_table_contains(gathering->stopped, stems);
}

static bool gather_is_key(const char *stems) {
  int words = 1;
  for (const char *space = strchr(stems, ' '); space; space = strchr(space + 1, ' '))
    words++;
  return *stems && words <= RC_THESAURUS_LENGTH_MAX && strlen(stems) < RC_THESAURUS_KEY_BYTES_MAX;
}

void rc_gathering_add(RcGathering *gathering, const RcForms *key, const RcForms *alternative,
                      RcThesaurusKind kind, double score) {
  if (key->empty || alternative->empty || gather_is_stopped(gathering, alternative->content, kind))
    return;
  const Alternative one = {
      .stems = g_string_chunk_insert_const(gathering->strings, alternative->content),
      .text = g_string_chunk_insert_const(gathering->strings, alternative->text),
      .kind = kind,
      .language = alternative->language,
      .score = score};
  const char *keys[] = {key->stems, key->content};
  for (int i = 0; i < 2 && (i == 0 || strcmp(keys[0], keys[1]) != 0); i++)
    if (gather_is_key(keys[i]) && !gather_is_stopped(gathering, keys[i], kind) &&
        !gather_has_all(one.stems, keys[i]))
      gather_put(gathering, keys[i], &one);
}

void rc_gathering_add_concept(RcGathering *gathering, const RcForms *key,
                              const RcConcept *concept) {
  const Alternative one = {.stems = g_string_chunk_insert_const(gathering->strings, concept->id),
                           .text =
                               g_string_chunk_insert_const(gathering->strings, concept->label_en),
                           .kind = RC_THESAURUS_CONCEPT,
                           .language = RC_THESAURUS_NO_LANGUAGE};
  if (!key->empty && gather_is_key(key->stems))
    gather_put(gathering, key->stems, &one);
}

/* Writing */

/* In the order of the alternatives of a key: kinds, how many of each there may be, and whether they
 * are of the key's language. */
static const struct {
  RcThesaurusKind kind;
  enum { GATHER_ANY, GATHER_SAME, GATHER_OTHER } language;
  guint most;
} gather_rows[] = {
    {RC_THESAURUS_CONCEPT, GATHER_ANY, 2},     {RC_THESAURUS_TRADE, GATHER_SAME, 5},
    {RC_THESAURUS_TRADE, GATHER_OTHER, 5},     {RC_THESAURUS_NEAR, GATHER_SAME, 10},
    {RC_THESAURUS_TRANSLATION, GATHER_ANY, 8}, {RC_THESAURUS_NEAR, GATHER_OTHER, 8},
};

/* Translations of the general dictionary that are so much worse than the best are senses that
 * nobody means. */
#define GATHER_SPREAD 4.5

typedef struct {
  FILE *out;
  GString *strings;
  GHashTable *pairs; /* "stems\ntext" -> offset + 1 */
  GHashTable *words; /* stems -> offset + 1: of any pair that begins with them */
  guint32 entries;
} Writer;

/* Where `first` stands in the strings, with `second` after it if that is not NULL. */
static guint32 writer_offset(Writer *writer, const char *first, const char *second) {
  g_autofree char *both = g_strconcat(first, "\n", second, NULL);
  GHashTable *known = second ? writer->pairs : writer->words;
  guint32 offset = GPOINTER_TO_UINT(g_hash_table_lookup(known, second ? both : first));
  if (offset > 0)
    return offset - 1;
  offset = (guint32)writer->strings->len;
  g_string_append_len(writer->strings, first, (gssize)strlen(first) + 1);
  if (second) {
    g_string_append_len(writer->strings, second, (gssize)strlen(second) + 1);
    g_hash_table_insert(writer->pairs, g_steal_pointer(&both), GUINT_TO_POINTER(offset + 1));
  }
  g_hash_table_insert(writer->words, g_strdup(first), GUINT_TO_POINTER(offset + 1));
  return offset;
}

static int compare_alternatives(gconstpointer a, gconstpointer b) {
  const Alternative *x = a, *y = b;
  if (x->score != y->score)
    return x->score < y->score ? -1 : 1;
  int order = strcmp(x->stems, y->stems);
  return order ? order : strcmp(x->text, y->text);
}

/* The score of the first translation of the general dictionary in a sorted list. */
static double gather_best(const GArray *list) {
  for (guint i = 0; i < list->len; i++)
    if (g_array_index(list, Alternative, i).kind == RC_THESAURUS_TRANSLATION)
      return g_array_index(list, Alternative, i).score;
  return 0;
}

/* Writes the alternatives of a key; `list` is sorted. */
static void write_alternatives(Writer *writer, const char *key, const GArray *list) {
  RcThesaurusLanguage own =
      rc_text_script(key) == RC_SCRIPT_CYRILLIC ? RC_THESAURUS_RUSSIAN : RC_THESAURUS_ENGLISH;
  double best = gather_best(list);
  guint all = 0;
  for (gsize row = 0; row < G_N_ELEMENTS(gather_rows); row++) {
    guint ranks[RC_THESAURUS_NO_LANGUAGE + 1] = {0}, most = gather_rows[row].most;
    for (guint i = 0; i < list->len && most > 0 && all < RC_THESAURUS_MAX; i++) {
      const Alternative *one = &g_array_index(list, Alternative, i);
      bool other = one->language != own;
      if (one->kind != gather_rows[row].kind ||
          (gather_rows[row].language != GATHER_ANY &&
           other != (gather_rows[row].language == GATHER_OTHER)) ||
          (one->kind == RC_THESAURUS_TRANSLATION && one->score > best + GATHER_SPREAD))
        continue;
      fprintf(writer->out, "{%u,%d,%d,%u},\n", writer_offset(writer, one->stems, one->text),
              one->kind, one->language, ranks[one->language]++);
      most--;
      all++;
    }
  }
  writer->entries += all;
}

static GPtrArray *sorted_keys(GHashTable *table) {
  GPtrArray *keys = g_ptr_array_new();
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, table);
  while (g_hash_table_iter_next(&iter, &key, NULL))
    g_ptr_array_add(keys, key);
  g_ptr_array_sort(keys, rc_text_compare_pointed);
  return keys;
}

bool rc_gathering_write(RcGathering *gathering, const char *path) {
  FILE *out = g_fopen(path, "w");
  if (!out)
    return false;
  Writer writer = {.out = out,
                   .strings = g_string_new(NULL),
                   .pairs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                   .words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
  g_autoptr(GPtrArray) keys = sorted_keys(gathering->keys);
  g_autofree guint32 *first = g_new(guint32, keys->len + 1);
  fputs("/* Written by compile-thesaurus; do not edit. */\n#include \"thesaurus-tables.h\"\n"
        "const RcThesaurusEntry rc_thesaurus_entries[] = {\n",
        out);
  for (guint i = 0; i < keys->len; i++) {
    GArray *list = g_hash_table_lookup(gathering->keys, keys->pdata[i]);
    g_array_sort(list, compare_alternatives);
    first[i] = writer.entries;
    write_alternatives(&writer, keys->pdata[i], list);
  }
  first[keys->len] = writer.entries;
  fputs("{0, 0, 0, 0}};\nconst RcThesaurusKey rc_thesaurus_keys[] = {\n", out);
  for (guint i = 0; i < keys->len; i++)
    fprintf(out, "{%u,%u},\n", writer_offset(&writer, keys->pdata[i], NULL), first[i]);
  fprintf(out, "{0,%u}};\nconst guint32 rc_thesaurus_key_count = %u;\n", first[keys->len],
          keys->len);
  g_autoptr(GPtrArray) functions = sorted_keys(gathering->functions);
  fputs("const guint32 rc_thesaurus_functions[] = {\n", out);
  for (guint i = 0; i < functions->len; i++)
    fprintf(out, "%u,\n", writer_offset(&writer, functions->pdata[i], NULL));
  fprintf(
      out,
      "0};\nconst guint32 rc_thesaurus_function_count = %u;\nconst char rc_thesaurus_strings[] =\n",
      functions->len);
  const char *end = writer.strings->str + writer.strings->len;
  for (const char *p = writer.strings->str; p < end; p += strlen(p) + 1) {
    rc_tsv_write_c(out, p);
    fputs(" \"\\0\"\n", out);
  }
  fprintf(out, ";\n/* %u keys, %u alternatives, %" G_GSIZE_FORMAT " bytes of strings */\n",
          keys->len, writer.entries, writer.strings->len);
  g_assert(writer.strings->len < 1 << 23); /* the offset of an entry has no more bits */
  bool failed = ferror(out) != 0;
  g_hash_table_unref(writer.pairs);
  g_hash_table_unref(writer.words);
  g_string_free(writer.strings, TRUE);
  return fclose(out) == 0 && !failed;
}
