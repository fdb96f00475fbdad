/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lemmas: the word under which a dictionary has an inflected one, where the rules of the stemmer
 * alone would not find it (люди: человек, пыток: пытка, children: child, feet: foot).
 *
 * Compiled while building from the dictionaries that the Makefile names; constant tables, so
 * nothing is read when a program starts, and all processes share them. */
#ifndef RC_LEMMA_H
#define RC_LEMMA_H

/* What the stem of `word`, in normal form (text.h), is instead of what the rules make of it;
 * static, or NULL where the rules are right. */
const char *rc_lemma_stem(const char *word);

/* SHA-256, in hexadecimal, of all that the tables say. */
const char *rc_lemma_digest(void);

#endif
