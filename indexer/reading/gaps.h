/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gaps: what a page shows and its text layer does not say, though it says other things: a scan
 * beside or below typed words, a paragraph in a font whose letters make no sense. */
#ifndef RC_GAPS_H
#define RC_GAPS_H

#include "pages.h"
#include "picture.h"

/* What was seen of the fonts of a document so far. */
typedef struct RcFonts RcFonts;

RcFonts *rc_fonts_new(void);
void rc_fonts_free(RcFonts *fonts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcFonts, rc_fonts_free)

/* Takes out of the page, whose fonts are then known, the lines that are set in fonts whose
 * letters say nothing; false if there are none. */
bool rc_gaps_drop_noise(RcPage *page, RcFonts *fonts);

/* Where `images`, of RcBox, are wide and the page has no line of text far down, in points;
 * yours to unref. */
GArray *rc_gaps_find(const RcPage *page, const GArray *images);
/* True if the picture, of the whole page, shows rows of letters in one of these places. */
bool rc_gaps_show_writing(const GArray *gaps, const RcPicture *picture);

/* Adds the lines that OCR has read where the page has none; what it makes of a picture without
 * letters is not taken.  Sizes that it measured become the usual one of the document where they
 * are near it. */
void rc_gaps_fill(RcPage *page, RcPage *read, const RcFonts *fonts);

#endif
