/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spacing: lines that were stretched to the width of their column letter by letter.
 *
 * Poppler takes the gaps between their letters for spaces ("н аруш е ни и") and those between
 * their words for the borders of columns.  In a line whose words fall into letters, its own gaps
 * tell the ones from the others. */
#ifndef RC_SPACING_H
#define RC_SPACING_H

#include "pages.h"

/* A space on the page. */
typedef struct {
  guint32 byte; /* of the character after it, in the page's text */
  float width;  /* clear between the characters, in points */
} RcGap;

/* Joins letters to words and pieces of stretched lines to lines; `gaps`: of RcGap, by byte.
 * Text, lines and spans of the page are made anew where there are any. */
void rc_spacing_close(RcPage *page, const GArray *gaps);

#endif
