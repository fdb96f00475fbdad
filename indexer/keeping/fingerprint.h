/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fingerprints: passages that repeat the same words have the same one.
 *
 * Two passages are taken for the same if nothing parts them but case, punctuation, spaces and
 * hyphens, letters that look alike, the number at the beginning, marks of notes ("[12]", "³"), and
 * the name of a State where each names a single one: the same recommendation to another State, or
 * by another.  Every other word and number counts: article 6 is not article 8, and "consider
 * ratifying" is not "ratify".  Headings and rows of tables have none, since they say nothing by
 * themselves, nor has what is short.
 *
 * Made by the parent from the text: of a worker that has been taken over it believes no more than
 * where the names of States stand, and looks these up. */
#ifndef RC_FINGERPRINT_H
#define RC_FINGERPRINT_H

#include "document.h"

/* Words without a digit that a passage has at the least, names of States not counted. */
#define RC_FINGERPRINT_WORDS_MIN 10

/* The fingerprint, RC_ALIKE_DIGITS hexadecimal digits (see schema.h); yours to free.  NULL if the
 * passage has none. */
char *rc_fingerprint(const RcPassage *passage);

#endif
