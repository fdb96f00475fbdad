/* SPDX-License-Identifier: GPL-3.0-or-later */
/* V. K. Mueller's English-Russian dictionary as Debian's mueller7-dict has it: from an article the
 * words that translate its headword, without transcription, grammar, labels, examples and what only
 * explains. */
#ifndef RC_MUELLER_H
#define RC_MUELLER_H

#include <glib.h>
#include <stdbool.h>

/* A translation of one or two words; the lower its score the nearer: 0 is the first one of the
 * first sense. */
typedef struct {
  char *text;
  double score;
} RcTranslation;

/* Of one headword: array of RcTranslation, borrowed, in the order of the article, which has that
 * many bytes (a common word has a long one). */
typedef void (*RcMuellerVisit)(const char *headword, const GArray *translations, gsize bytes,
                               gpointer data);

/* Visits the articles of a dictionary in the format of dictd: `text` is the .dict file,
 * uncompressed.  Returns false with an error that names the file where it is not readable as that.
 */
bool rc_mueller_read(const char *index, const char *text, RcMuellerVisit visit, gpointer data,
                     GError **error);

#endif
