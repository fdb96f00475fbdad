/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language a paragraph is written in, told by its letters and by the words
 * that every text of a language uses. */
#ifndef RC_LANGUAGE_H
#define RC_LANGUAGE_H

#include <glib.h>

/* The BCP 47 tag of the language of a text given by its words (array of RcWord):
 * "en", "ru", "uk", "es", "fr", "pt", "kk", "ky", "uz", "uz-Cyrl", or NULL where there is too
 * little to tell or it is another language.  `before` is the language of what stands before it,
 * which decides where a few words leave it open, or NULL.  Static. */
const char *rc_language_detect(const char *text, const GArray *words, const char *before);

#endif
