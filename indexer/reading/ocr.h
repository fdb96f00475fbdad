/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OCR: from the picture of a page to its lines.  The only place that knows
 * Tesseract.
 *
 * Models are loaded by the server that workers are forked from, once, and shared by fork;
 * a worker then reads pictures without opening a file or starting a thread.  Recognises English
 * and Russian, together on one page too. */
#ifndef RC_OCR_H
#define RC_OCR_H

#include <glib.h>
#include <stdbool.h>

#include "pages.h"
#include "picture.h"

/* Resolution at which a page should be drawn for OCR. */
#define RC_OCR_DPI 300

typedef struct RcOcr RcOcr;

/* Loads the models.  NULL with RC_ERROR_IO and a message that says what to install
 * if they are not there. */
RcOcr *rc_ocr_new(GError **error);
void rc_ocr_free(RcOcr *ocr);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcOcr, rc_ocr_free)

/* Replaces text, lines and spans of `page` by what the picture shows; it may show
 * no text.  Lines have a confidence, and are bold where their strokes are.  If `may_turn`, a page
 * that lies on its side or stands on its head is read as it ought to stand, and has the width and
 * height of that.  False, with the page as it was, if it takes more than `seconds` of processor
 * time or cannot be done. */
bool rc_ocr_read(RcOcr *ocr, const RcPicture *picture, int seconds, bool may_turn, RcPage *page);

/* The size that most text of the document had on the pages read so far, which those to
 * come are evened to; 0: not known. */
float rc_ocr_body_size(const RcOcr *ocr);
void rc_ocr_set_body_size(RcOcr *ocr, float size);

/* Sizes of lines are measured, not known, and layout takes another size for another kind of text:
 * lines that stand close below one another get one size, all that are near the usual one become
 * it, and of the smaller ones those near what is usual among them.  `lines` are of RcLine in
 * reading order; *body_size is that of the pages before, or 0, and is set to that of these. */
void rc_ocr_even_sizes(GArray *lines, float *body_size);

/* The letters of a line of `text` that OCR took from the other alphabet because
 * they look the same, put right: "OOH" in a Russian line becomes Cyrillic.  Yours
 * to free. */
char *rc_ocr_mend_letters(const char *text);

#endif
