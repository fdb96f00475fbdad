/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stems: what the index and a query compare instead of words.
 *
 * A Latin word is stemmed as English, a Cyrillic one as Russian (Snowball
 * algorithms "english" and "russian" of libstemmer), whatever the language of
 * the paragraph; digits and other scripts stay as they are.  A lexicon stands
 * before the stemmer: Snowball splits the forms of many names that matter here
 * (дунган and дунгане do not meet), and the lexicon maps all forms of a name to
 * one. */
#ifndef RC_STEM_H
#define RC_STEM_H

#include <glib.h>

/* Words that a stemmer remembers: some 10 MB. */
#define RC_STEM_WORDS_MAX 100000

typedef struct RcStemmer RcStemmer;

/* Looks a normalised word up; returns its lexicon form, borrowed, or NULL.
 * rc_vocabulary_lemma is the one in use. */
typedef const char *(*RcLexicon)(const char *word);

/* `lexicon` may be NULL.  Never fails: a missing algorithm is our own bug. */
RcStemmer *rc_stemmer_new(RcLexicon lexicon);
void rc_stemmer_free(RcStemmer *stemmer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcStemmer, rc_stemmer_free)

/* The stem of a word in normal form (see text.h).  Borrowed: of one of the first
 * RC_STEM_WORDS_MAX different words it lives as long as the stemmer, which remembers them;
 * of any other until the next call.  So its memory has a bound, however much is read. */
const char *rc_stemmer_stem(RcStemmer *stemmer, const char *word);

#endif
