/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Descriptive metadata of a document, read from its first page and, where that
 * says nothing, from the PDF's own title and the text.
 *
 * Sources: "page 1", "pdf" (the PDF's title), "text" (what most of the text is or
 * names).  The PDF's author and creator are never looked at.  Runs in a worker:
 * every value is bounded and free of control characters, and the work is linear
 * in the first page. */
#ifndef RC_METADATA_H
#define RC_METADATA_H

#include "document.h"
#include "pages.h"

/* Sets a value as it may be shown: no control characters, not endless. */
void rc_metadata_set_value(RcDocument *document, RcMetadataField field, const char *value,
                           const char *source);
/* Sets what can be told of `document`.  `pages` holds RcPage *; `passages` the
 * RcPassage * made of them, languages and mentions set; `pdf_title` may be NULL. */
void rc_metadata_read(RcDocument *document, const GPtrArray *pages, const GPtrArray *passages,
                      const char *pdf_title);

#endif
