/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stem.h"

#include <libstemmer.h>
#include <string.h>

#include "text.h"

struct RcStemmer {
  RcLexicon lexicon;
  struct sb_stemmer *russian;
  GHashTable *stems; /* word -> stem, both in `strings` */
  GStringChunk *strings;
  GString *last; /* the stem that was made last */
};

RcStemmer *rc_stemmer_new(RcLexicon lexicon) {
  RcStemmer *stemmer = g_new0(RcStemmer, 1);
  stemmer->lexicon = lexicon;
  stemmer->russian = sb_stemmer_new("russian", "UTF_8");
  g_assert(stemmer->russian);
  stemmer->stems = g_hash_table_new(g_str_hash, g_str_equal);
  stemmer->strings = g_string_chunk_new(64 * 1024);
  stemmer->last = g_string_new(NULL);
  return stemmer;
}

void rc_stemmer_free(RcStemmer *stemmer) {
  if (!stemmer)
    return;
  sb_stemmer_delete(stemmer->russian);
  g_hash_table_unref(stemmer->stems);
  g_string_chunk_free(stemmer->strings);
  g_string_free(stemmer->last, TRUE);
  g_free(stemmer);
}

static bool has_vowel(const char *word, gsize length) {
  for (gsize i = 0; i < length; i++)
    if (strchr("aeiouy", word[i]))
      return true;
  return false;
}

/* British endings, and how Americans and the United Nations write them; of short words they are no
 * endings (raise, hour). */
static void unify_spelling(GString *word) {
  static const char *const endings[][2] = {
      {"isation", "ization"}, {"iser", "izer"}, {"is", "iz"}, {"ys", "yz"}, {"our", "or"}};
  for (guint i = 0; word->len > 5 && i < G_N_ELEMENTS(endings); i++)
    if (g_str_has_suffix(word->str, endings[i][0])) {
      g_string_truncate(word, word->len - strlen(endings[i][0]));
      g_string_append(word, endings[i][1]);
      return;
    }
}

bool rc_stem_are_spellings(const char *a, const char *b) {
  g_autoptr(GString) one = g_string_new(a), other = g_string_new(b);
  bool silent = g_str_has_suffix(a, "e") && g_str_has_suffix(b, "e");
  g_string_truncate(one, one->len - silent);
  g_string_truncate(other, other->len - silent);
  unify_spelling(one);
  unify_spelling(other);
  return g_string_equal(one, other);
}

/* Takes from an English word what inflection adds: 's, the plural, -ed and -ing, with a consonant
 * that they double and an e that they take away; that e is taken from all words.  What makes
 * another word of one (nation, national, nationality) is not touched: lawyers tell them apart. */
static void strip_english(GString *word) {
  if (g_str_has_suffix(word->str, "'s"))
    g_string_truncate(word, word->len - 2);
  const char *last = word->str + word->len - 1;
  if (word->len > 4 && (g_str_has_suffix(word->str, "ies") || g_str_has_suffix(word->str, "ied"))) {
    g_string_truncate(word, word->len - 3);
    g_string_append_c(word, 'y');
  } else if (word->len > 3 && *last == 's' && !strchr("sui'", last[-1])) {
    g_string_truncate(word, word->len - 1);
  }
  bool agreed = word->len > 4 && g_str_has_suffix(word->str, "eed");
  gsize ending = g_str_has_suffix(word->str, "ing") ? 3 : g_str_has_suffix(word->str, "ed") ? 2 : 0;
  if (agreed) {
    g_string_truncate(word, word->len - 1);
  } else if (ending && word->len >= ending + 2 && has_vowel(word->str, word->len - ending)) {
    g_string_truncate(word, word->len - ending);
    last = word->str + word->len - 1;
    if (word->len > 3 && *last == last[-1] && !strchr("aeiouylsz", *last))
      g_string_truncate(word, word->len - 1);
  }
  last = word->str + word->len - 1;
  if (word->len > 3 && *last == 'e' && last[-1] != 'e')
    g_string_truncate(word, word->len - 1);
  unify_spelling(word);
}

/* The genitive of many people ends as a man's name does, in -ов and -ев; of words that no
 * dictionary has, nearly all are names, whose other cases leave the ending when they are stemmed
 * (Каримова, Каримовым). */
static bool is_like_surname(const char *word) {
  return strlen(word) >= strlen("фомов") &&
         (g_str_has_suffix(word, "ов") || g_str_has_suffix(word, "ев"));
}

/* Snowball takes -ость away, too: the bytes of a word up to this ending, with it, or 0
 * (национальность is no национальный). */
static gsize length_to_quality(const char *word) {
  static const char *const cases[] = {"ь", "и", "ью", "ей", "ям", "ями", "ях"};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    gsize length = strlen(word) - MIN(strlen(word), strlen(cases[i]));
    if (length > strlen("ость") && g_str_has_suffix(word, cases[i]) &&
        memcmp(word + length - strlen("ост"), "ост", strlen("ост")) == 0)
      return length;
  }
  return 0;
}

/* The stem by rule. */
static void strip(RcStemmer *stemmer, const char *word, GString *stem) {
  RcScript script = rc_text_script(word);
  g_string_assign(stem, word);
  if (script == RC_SCRIPT_LATIN)
    strip_english(stem);
  if (script != RC_SCRIPT_CYRILLIC || is_like_surname(word))
    return;
  gsize quality = length_to_quality(word);
  if (quality) {
    g_string_truncate(stem, quality);
    return;
  }
  const sb_symbol *stripped =
      sb_stemmer_stem(stemmer->russian, (const sb_symbol *)word, (int)strlen(word));
  int length = sb_stemmer_length(stemmer->russian);
  if (length > 0)
    g_string_append_len(g_string_truncate(stem, 0), (const char *)stripped, length);
}

static void make_stem(RcStemmer *stemmer, const char *word) {
  if (strchr(word, '-')) {
    g_auto(GStrv) parts = g_strsplit(word, "-", -1);
    g_autoptr(GString) whole = g_string_new(NULL);
    for (char **part = parts; *part; part++) {
      make_stem(stemmer, *part);
      g_string_append_len(whole, stemmer->last->str, (gssize)stemmer->last->len);
    }
    g_string_assign(stemmer->last, whole->str);
    return;
  }
  const char *known = stemmer->lexicon ? stemmer->lexicon(word) : NULL;
  if (known)
    g_string_assign(stemmer->last, known);
  else
    strip(stemmer, word, stemmer->last);
}

const char *rc_stemmer_stem(RcStemmer *stemmer, const char *word) {
  const char *stem = g_hash_table_lookup(stemmer->stems, word);
  if (stem)
    return stem;
  make_stem(stemmer, word);
  /* Stems of these have been handed out: a full cache takes no new words instead of
   * dropping old ones, and keeps nothing more. */
  if (g_hash_table_size(stemmer->stems) >= RC_STEM_WORDS_MAX)
    return stemmer->last->str;
  stem =
      g_string_chunk_insert_len(stemmer->strings, stemmer->last->str, (gssize)stemmer->last->len);
  g_hash_table_insert(stemmer->stems, g_string_chunk_insert(stemmer->strings, word),
                      (gpointer)stem);
  return stem;
}

const char *rc_stemmer_other(RcStemmer *stemmer, const char *word) {
  if (rc_text_script(word) != RC_SCRIPT_CYRILLIC || strchr(word, '-') || !stemmer->lexicon)
    return NULL;
  g_autofree char *own = g_strdup(rc_stemmer_stem(stemmer, word));
  strip(stemmer, word, stemmer->last);
  if (!is_like_surname(stemmer->last->str))
    return NULL;
  /* «Волков» stands under the wolf, «Иванова» under the town of Иваново, all other cases under the
   * name. */
  g_autofree char *genitive = g_strconcat(stemmer->last->str, "а", NULL);
  const char *others[] = {stemmer->lexicon(stemmer->last->str), stemmer->lexicon(genitive),
                          stemmer->last->str};
  for (guint i = 0; i < G_N_ELEMENTS(others); i++)
    if (others[i] && strcmp(others[i], own) != 0)
      return others[i];
  return NULL;
}
