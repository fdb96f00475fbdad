/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stem.h"

#include <libstemmer.h>
#include <string.h>

#include "text.h"

/* Words remembered at most: some 10 MB. */
#define CACHE_WORDS_MAX 100000

struct RcStemmer {
  RcLexicon lexicon;
  struct sb_stemmer *english;
  struct sb_stemmer *russian;
  GHashTable *stems; /* word -> stem, both in `strings` */
  GStringChunk *strings;
};

RcStemmer *rc_stemmer_new(RcLexicon lexicon) {
  RcStemmer *stemmer = g_new0(RcStemmer, 1);
  stemmer->lexicon = lexicon;
  stemmer->english = sb_stemmer_new("english", "UTF_8");
  stemmer->russian = sb_stemmer_new("russian", "UTF_8");
  g_assert(stemmer->english && stemmer->russian);
  stemmer->stems = g_hash_table_new(g_str_hash, g_str_equal);
  stemmer->strings = g_string_chunk_new(64 * 1024);
  return stemmer;
}

void rc_stemmer_free(RcStemmer *stemmer) {
  if (!stemmer)
    return;
  sb_stemmer_delete(stemmer->english);
  sb_stemmer_delete(stemmer->russian);
  g_hash_table_unref(stemmer->stems);
  g_string_chunk_free(stemmer->strings);
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

static const char *make_stem(RcStemmer *stemmer, const char *word) {
  const char *lemma = stemmer->lexicon ? stemmer->lexicon(word) : NULL;
  if (lemma)
    return g_string_chunk_insert(stemmer->strings, lemma);
  struct sb_stemmer *algorithm = algorithm_for(stemmer, word);
  const sb_symbol *stem =
      algorithm ? sb_stemmer_stem(algorithm, (const sb_symbol *)word, (int)strlen(word)) : NULL;
  int length = stem ? sb_stemmer_length(algorithm) : 0;
  return length > 0 ? g_string_chunk_insert_len(stemmer->strings, (const char *)stem, length)
                    : g_string_chunk_insert(stemmer->strings, word);
}

const char *rc_stemmer_stem(RcStemmer *stemmer, const char *word) {
  const char *stem = g_hash_table_lookup(stemmer->stems, word);
  if (stem)
    return stem;
  stem = make_stem(stemmer, word);
  /* Stems are handed out for the life of the stemmer, so a full cache takes no
   * new words instead of dropping old ones. */
  if (g_hash_table_size(stemmer->stems) < CACHE_WORDS_MAX)
    g_hash_table_insert(stemmer->stems, g_string_chunk_insert(stemmer->strings, word),
                        (gpointer)stem);
  return stem;
}
