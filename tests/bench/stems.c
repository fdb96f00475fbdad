/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads text and prints, for each line, its words, a word a line, and an empty line after them:
 * "word<TAB>stem<TAB>other stem<TAB>start<TAB>end".  The other stem may be missing; start and end
 * are bytes of the line.  tests/relevance/check-words compares stems, tests/e2e/check-counts counts
 * by them. */
#include <stdio.h>
#include <stdlib.h>

#include "stem.h"
#include "text.h"
#include "vocabulary.h"

int main(void) {
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  char *line = NULL;
  size_t size = 0;
  while (getline(&line, &size, stdin) > 0) {
    g_autoptr(GArray) words = rc_text_words(line, -1);
    for (guint i = 0; i < words->len; i++) {
      const RcWord *word = &g_array_index(words, RcWord, i);
      printf("%s\t%s\t", word->word, rc_stemmer_stem(stemmer, word->word));
      const char *other = rc_stemmer_other(stemmer, word->word);
      printf("%s\t%u\t%u\n", other ? other : "", word->start, word->end);
    }
    putchar('\n');
  }
  free(line);
  return EXIT_SUCCESS;
}
