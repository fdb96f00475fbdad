/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stem.h"

#include <libstemmer.h>
#include <string.h>

#include "text.h"

struct RcStemmer {
  RcLexicon lexicon;
  struct sb_stemmer *english;
  struct sb_stemmer *russian;
  GHashTable *stems; /* word -> stem, both in `strings` */
  GStringChunk *strings;
  GString *last; /* the stem that was made last */
};

RcStemmer *rc_stemmer_new(RcLexicon lexicon) {
  RcStemmer *stemmer = g_new0(RcStemmer, 1);
  stemmer->lexicon = lexicon;
  stemmer->english = sb_stemmer_new("english", "UTF_8");
  stemmer->russian = sb_stemmer_new("russian", "UTF_8");
  g_assert(stemmer->english && stemmer->russian);
  stemmer->stems = g_hash_table_new(g_str_hash, g_str_equal);
  stemmer->strings = g_string_chunk_new(64 * 1024);
  stemmer->last = g_string_new(NULL);
  return stemmer;
}

void rc_stemmer_free(RcStemmer *stemmer) {
  if (!stemmer)
    return;
  sb_stemmer_delete(stemmer->english);
  sb_stemmer_delete(stemmer->russian);
  g_hash_table_unref(stemmer->stems);
  g_string_chunk_free(stemmer->strings);
  g_string_free(stemmer->last, TRUE);
  g_free(stemmer);
}

static struct sb_stemmer *algorithm_for(RcStemmer *stemmer, const char *word) {
  switch (rc_text_script(word)) {
  case RC_SCRIPT_LATIN:
    return stemmer->english;
  case RC_SCRIPT_CYRILLIC:
    return stemmer->russian;
  case RC_SCRIPT_OTHER:
    break;
  }
  return NULL;
}

static void make_stem(RcStemmer *stemmer, const char *word) {
  const char *lemma = stemmer->lexicon ? stemmer->lexicon(word) : NULL;
  struct sb_stemmer *algorithm = lemma ? NULL : algorithm_for(stemmer, word);
  const sb_symbol *stem =
      algorithm ? sb_stemmer_stem(algorithm, (const sb_symbol *)word, (int)strlen(word)) : NULL;
  int length = stem ? sb_stemmer_length(algorithm) : 0;
  g_string_truncate(stemmer->last, 0);
  if (length > 0)
    g_string_append_len(stemmer->last, (const char *)stem, length);
  else
    g_string_append(stemmer->last, lemma ? lemma : word);
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
