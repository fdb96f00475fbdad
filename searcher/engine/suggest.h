/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may have been meant: another spelling of a word or a query that finds nothing, names near
 * one that is unknown, and how a name is written in the other script.
 *
 * All of it comes from the words that the index has now and from the vocabulary; there is no table
 * of spellings, so that no word stays behind of a document that is withdrawn.  The terms of the
 * index are walked for it, those of one script or those with some first letters: 20 ms of a
 * processor where there are 300,000 words.  Names that are never displayed (vocabulary.h) are
 * never proposed. */
#ifndef RC_SUGGEST_H
#define RC_SUGGEST_H

#include "index.h"
#include "query.h"
#include "stem.h"
#include "vocabulary.h"

/* What a suggestion is made with; all borrowed. */
typedef struct {
  RcIndex *index;
  RcStemmer *stemmer;
  /* Asked now and then while terms are walked; false ends that, and what was found until then is
   * the answer.  NULL: there is no hurry. */
  bool (*goes_on)(gpointer data);
  /* Whether a stem is that of a word which is right though the index lacks it, for which nothing is
   * to be proposed: a quarter of such words is near another one.  NULL: none is known. */
  bool (*knows)(const char *stem, gpointer data);
  /* Whether a query finds anything; NULL: is taken to. */
  bool (*finds)(const RcQuery *query, gpointer data);
  gpointer data;
} RcSuggester;

/* Another spelling of `word` (normal form), one that the index or the vocabulary has and the index
 * finds: for a slip of the fingers or the ear, for another romanisation and for the other layout
 * of the keyboard.  One word in normal form, yours to free.  NULL if nothing is near, if the word
 * is found itself or known to be right, or with *error set: RC_ERROR_STALE or _IO. */
char *rc_suggest_word(const RcSuggester *suggester, const char *word, GError **error);

/* The whole query in canonical form with those words replaced that are found in no document, and
 * names of fields that are unknown by the nearest; NULL if there is nothing to replace or the new
 * query finds nothing either.  What is excluded stays as it is, and where many words are unknown
 * all do.  `typed` (or NULL) is the text, of which `query` is all, as it was typed: of what was
 * typed in the other layout the query has lost the letters that are punctuation here. */
char *rc_suggest_query(const RcSuggester *suggester, const RcQuery *query, const char *typed,
                       GError **error);

/* The concepts of `field` (whose values are concepts) with a name near `name`, nearest first, at
 * most `limit`; of const RcConcept *, yours to unref, empty if none is near.  In any language,
 * script and layout; an article's number ("ICPR:26") is passed over. */
GPtrArray *rc_suggest_names(RcField field, const char *name, guint limit);

/* The values near `value` that a field of another kind has: those of its list, else those of the
 * index, as documents have them.  Of char *, yours to unref; NULL with *error set. */
GPtrArray *rc_suggest_values(const RcSuggester *suggester, RcField field, const char *value,
                             guint limit, GError **error);

/* A word of the index. */
typedef struct {
  char *word;
  guint32 frequency; /* entries that have it */
} RcSuggestedWord;

/* The words of the index in the other script (Latin, Cyrillic) that may be the same name as `word`
 * (normal form), in any case, most frequent first, at most `limit`: see romanisation.h.  It is for
 * names; what is a word of a dictionary meets words that it has nothing to do with.  An array of
 * RcSuggestedWord, yours to unref; NULL with *error set. */
GArray *rc_suggest_other_script(const RcSuggester *suggester, const char *word, guint limit,
                                GError **error);

#endif
