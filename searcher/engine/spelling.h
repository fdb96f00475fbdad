/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far two spellings are from each other, as people misspell: Damerau and Levenshtein's
 * distance in characters, where usual slips count less - letters in the wrong order, one too many
 * or too few of a double letter, vowels that sound alike unstressed, b for p, the next key - and a
 * wrong first letter more. */
#ifndef RC_SPELLING_H
#define RC_SPELLING_H

#include <glib.h>

/* One letter wrong costs this. */
#define RC_SPELLING_EDIT 10
/* Further than the longest word may be from another. */
#define RC_SPELLING_FAR 255
/* Letters of the longest word that is looked at. */
#define RC_SPELLING_LETTERS_MAX 40

typedef struct RcSpelling RcSpelling;

/* For a word in normal form (text.h), or several with a space between; NULL if it has too few
 * letters (one or two) or too many to be known again with one of them wrong. */
RcSpelling *rc_spelling_new(const char *word);
void rc_spelling_free(RcSpelling *spelling);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcSpelling, rc_spelling_free)

/* The word may cost no more than a bound that its length sets, from less than one letter wrong in
 * three to two and a half in twelve; from now on no more than that either. */
void rc_spelling_narrow(RcSpelling *spelling, guint bound);

/* What it costs to make the word of `other`; RC_SPELLING_FAR beyond the bound.  Where many are
 * asked about in the order of an alphabet, what two have in common at their beginning is done
 * once. */
guint rc_spelling_cost(RcSpelling *spelling, const char *other);

/* What the keys say that `typed` was typed with where the other layout of the keyboard (US
 * English, Russian) is on: "ghfdf" is права, "ершы" this.  Yours to free. */
char *rc_spelling_other_layout(const char *typed);

#endif
