/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Descriptive metadata of a document, read from its first pages and, where that
 * says nothing, from the PDF's own title. */
#ifndef RC_METADATA_H
#define RC_METADATA_H

#include "document.h"
#include "pages.h"

/* Sets what can be told of `document`.  `pages` holds RcPage *; `passages` the
 * RcPassage * made of them, languages set; `pdf_title` may be NULL. */
void rc_metadata_read(RcDocument *document, const GPtrArray *pages, const GPtrArray *passages,
                      const char *pdf_title);

/* A date in running text, English or Russian, as ISO 8601 as precise as it is
 * ("4 July 2022" -> "2022-07-04", "November 2020" -> "2020-11"); yours to free;
 * NULL if the text has none. */
char *rc_metadata_find_date(const char *text);

#endif
