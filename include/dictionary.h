/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dictionary of a document: its word forms, that is, its distinct words.
 *
 * A document has five times as many words as word forms.  Whatever depends on a word
 * alone (its name in the vocabulary, the languages that have it) is found out once for
 * each form and kept with it; whoever counts words counts by number. */
#ifndef RC_DICTIONARY_H
#define RC_DICTIONARY_H

#include "text.h"

/* Who keeps something with a word form. */
typedef enum { RC_MEMO_VOCABULARY, RC_MEMO_LANGUAGE, RC_N_MEMOS } RcMemo;

struct RcWordForm {
  guint32 number;                  /* from 0, in the order in which forms occurred first */
  gconstpointer memos[RC_N_MEMOS]; /* what was found out about it; NULL: not yet */
  char word[];                     /* normal form, see text.h */
};

typedef struct RcDictionary RcDictionary;

RcDictionary *rc_dictionary_new(void);
/* Words read with it end with it. */
void rc_dictionary_free(RcDictionary *dictionary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcDictionary, rc_dictionary_free)

/* All words of a text, as rc_text_words, each with its form. */
GArray *rc_dictionary_words(RcDictionary *dictionary, const char *text, gssize length);
/* How many forms there are, and the one of that number; borrowed. */
guint rc_dictionary_size(const RcDictionary *dictionary);
const RcWordForm *rc_dictionary_form(const RcDictionary *dictionary, guint number);

#endif
