/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads text and prints, for each line, its words and their stems: "word<TAB>stem", a word a line,
 * and an empty line after each line of the text.  tests/relevance/check-words compares them. */
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
      printf("%s\t%s\n", word->word, rc_stemmer_stem(stemmer, word->word));
    }
    putchar('\n');
  }
  free(line);
  return EXIT_SUCCESS;
}
