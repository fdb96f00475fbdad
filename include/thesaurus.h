/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thesaurus: what else people write for a word or a few words, in English and in Russian.
 *
 * It is made while building of vocabulary/near-words.tsv and translations.tsv, which were written
 * for this field, and of a general English-Russian dictionary, and is keyed by stems (see stem.h),
 * so that any inflection finds it.  Constant tables: nothing is read or parsed when a program
 * starts, nothing handed out is ever freed.
 *
 * A key is one stem, or several in their order joined by one space ("thrown out" is "throw out" or
 * what else the stemmer makes of it).  The alternatives of a key are at most RC_THESAURUS_MAX, best
 * first: concepts, then what is surely the same, then near words of the language of the key, then
 * translations, then near words of the other language.  None has the stems of the key, or all of
 * them beside others, and no two have the same stems. */
#ifndef RC_THESAURUS_H
#define RC_THESAURUS_H

#include <glib.h>
#include <stdbool.h>

#include "vocabulary.h"

/* Alternatives of one key; stems in a key. */
enum { RC_THESAURUS_MAX = 24, RC_THESAURUS_LENGTH_MAX = 5 };

typedef enum {
  RC_THESAURUS_TRANSLATION, /* of the general dictionary: a sense, perhaps not the one meant */
  RC_THESAURUS_TRADE,       /* of translations.tsv: surely the same, in either language */
  RC_THESAURUS_NEAR,        /* of near-words.tsv: how others say it, in either language */
  RC_THESAURUS_CONCEPT      /* what a near word belongs to: a capital or a people to its State */
} RcThesaurusKind;

typedef enum {
  RC_THESAURUS_ENGLISH,
  RC_THESAURUS_RUSSIAN,
  RC_THESAURUS_NO_LANGUAGE
} RcThesaurusLanguage;

/* Three hundred thousand of them: packed. */
typedef struct {
  guint32 offset : 23;  /* of its strings, which the functions below give */
  guint32 kind : 2;     /* RcThesaurusKind */
  guint32 language : 2; /* RcThesaurusLanguage: of the alternative; none of a concept */
  guint32 rank : 5;     /* from 0, the best, among those of its kind and language */
} RcThesaurusEntry;

/* The stems of an alternative: one, or several joined by one space, which mean it where they stand
 * close together.  Function words are left out where two stems remain without them.  "" for a
 * concept. */
const char *rc_thesaurus_stems(const RcThesaurusEntry *entry);
/* As people are shown it: "place of detention", «лишение свободы»; the English label of a
 * concept.  Words that hurt and slang are keys and never shown. */
const char *rc_thesaurus_text(const RcThesaurusEntry *entry);
/* The concept of an alternative of that kind; NULL for the others. */
const RcConcept *rc_thesaurus_concept(const RcThesaurusEntry *entry);

/* The alternatives of a key.  Returns how many there are and sets *first to the first of that many
 * in a row; 0 leaves it alone. */
int rc_thesaurus_find(const char *stems, const RcThesaurusEntry **first);

/* The alternatives of the longest key, of at most RC_THESAURUS_LENGTH_MAX stems, that is
 * stems[start] and what follows it, start < count.  Returns their number as above and sets *length
 * to the stems of the key; 0 if no key begins there, and then leaves it alone. */
int rc_thesaurus_match(const char *const *stems, guint count, guint start, guint *length,
                       const RcThesaurusEntry **first);

/* How many words, from words[start] on, are no content of a question: function words ("the", «ли»)
 * and what questions are put with ("how many", «правда ли что»), as vocabulary/function-words.tsv
 * has them.  Words in normal form (see text.h), not stems.  The longest such run of one row of the
 * table; 0 if there is none. */
guint rc_thesaurus_function_words(const char *const *words, guint count, guint start);
/* The same for one word. */
bool rc_thesaurus_is_function_word(const char *word);

#endif
