/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A leaf: what OCR has made of a page, as bytes, so that it need not be read again. */
#ifndef RC_LEAF_H
#define RC_LEAF_H

#include "pages.h"

/* Appends what OCR made of `page`; of one that it failed on: NULL.  `size` is that of the
 * document's text so far, see rc_ocr_body_size. */
void rc_leaf_append(GByteArray *out, const RcPage *page, float size);
/* Puts a leaf into `page`: text, lines and spans.  *failed: OCR failed on it, and `page` is
 * as it was.  False, with `page` as it was, if it is no leaf. */
bool rc_leaf_read(const void *bytes, gsize length, RcPage *page, bool *failed, float *size);

#endif
