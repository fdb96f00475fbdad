/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Legibility: does the text layer of a page say what the page shows?
 *
 * Fonts without a Unicode map give control characters, private-use characters or
 * other letters than those drawn ("Wkh Frpplwwhh"), and text in a wrong encoding
 * gives "Êîìèòåò".  No dictionary is needed to see it: in running text of any
 * European language, letters come with much the same frequencies, and those of
 * noise are others.
 *
 * Careful rather than sharp: what is taken for noise is read by OCR instead, so a
 * false alarm loses good text.  Only Latin and Cyrillic letters are judged, and
 * only where there are enough of them; any other script counts as readable. */
#ifndef RC_LEGIBILITY_H
#define RC_LEGIBILITY_H

#include <glib.h>
#include <stdbool.h>

typedef enum {
  RC_LEGIBILITY_EMPTY, /* nothing but white space */
  RC_LEGIBILITY_READABLE,
  RC_LEGIBILITY_NOISE
} RcLegibility;

/* What there is to count in a text; white space is left out, and so are long runs of one letter
 * ("XXXXXXXX" for a name), which say nothing of the others. */
typedef struct {
  guint characters;
  guint latin, cyrillic, other; /* letters, by script */
  guint vowels;                 /* Latin and Cyrillic */
  guint accented;               /* Latin letters with marks, as one character */
  guint digits;
  guint runs;            /* of one letter, left out of all else */
  guint signs;           /* neither letters nor digits nor what leads the eye over a gap */
  guint broken;          /* control, private-use, unassigned and replacement characters */
  guint words;           /* runs of letters */
  guint mixed;           /* words of both Latin and Cyrillic letters */
  guint odd;             /* signs that print rarely has and bad OCR often: "Nicar~gua" */
  double latin_surprise; /* mean of -log2 of the letters' usual frequencies; 0 if none */
  double cyrillic_surprise;
} RcLetterStatistics;

void rc_legibility_count(const char *text, RcLetterStatistics *statistics);
RcLegibility rc_legibility_judge(const RcLetterStatistics *statistics);
/* True if a readable text has the marks of OCR that misread; for pages that are
 * known to be scans, since code and formulas have them too. */
bool rc_legibility_shows_misreading(const RcLetterStatistics *statistics);

#endif
