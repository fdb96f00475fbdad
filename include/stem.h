/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stems: what the index and a query compare instead of words.
 *
 * The forms of a word meet, and words of one root do not (nation, national): a Latin word is
 * stemmed as English, by rules that take off inflections alone and make one of British and
 * American spelling, a Cyrillic one as Russian by Snowball's algorithm, whatever the language of
 * the paragraph; digits and other scripts stay as they are.  A lexicon stands before the rules,
 * with the forms of names (vocabulary.h) and of all words that the rules would part or glue
 * (lemma.h). */
#ifndef RC_STEM_H
#define RC_STEM_H

#include <glib.h>
#include <stdbool.h>

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

/* The stem of a word in normal form (see text.h); of one with hyphens (rc_text_hyphened) that of
 * its parts in a row, so that its parts are inflected, and co-operation is cooperation.  Borrowed:
 * of one of the first RC_STEM_WORDS_MAX different words it lives as long as the stemmer, which
 * remembers them; of any other until the next call.  So its memory has a bound, however much is
 * read. */
const char *rc_stemmer_stem(RcStemmer *stemmer, const char *word);

/* Another stem under which forms of `word` may stand, or NULL; borrowed until the next call.  A
 * form of many a surname is also one of a common word or of a place («Волков», of wolves;
 * «Иванова», of Иваново): texts have it under that, its other cases under itself, and who asks for
 * it means both. */
const char *rc_stemmer_other(RcStemmer *stemmer, const char *word);

/* True of two English words in normal form that are one, as the British and as Americans write it
 * (organise, organize; labour, labor). */
bool rc_stem_are_spellings(const char *a, const char *b);

#endif
