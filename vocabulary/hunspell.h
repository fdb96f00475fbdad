/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dictionary of Hunspell: its words, each in all forms that the suffixes of its affix file make.
 * Prefixes and the other rules of the format make no inflections and are passed over. */
#ifndef RC_HUNSPELL_H
#define RC_HUNSPELL_H

#include <glib.h>
#include <stdbool.h>

/* A word of the dictionary in one of its forms, both in normal form (text.h); of one word each, so
 * that neither has a space.  The strings are equal if their addresses are. */
typedef struct {
  const char *form, *lemma;
  bool is_name; /* the dictionary writes the lemma with a capital */
  bool alone;   /* it gives the lemma no suffixes: perhaps it is a form of another word */
} RcHunspellForm;

/* All forms of the dictionary whose files are `base`.aff and `base`.dic, both UTF-8; array of
 * RcHunspellForm, yours to unref.  Strings stay in `strings`.  NULL if a file cannot be read. */
GArray *rc_hunspell_read(const char *base, GStringChunk *strings, GError **error);

#endif
