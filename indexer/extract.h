/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Extraction: from an open PDF to pages.  The only place that knows poppler.
 *
 * Runs in a worker process only: the file is not to be trusted and poppler may
 * crash, hang or exhaust memory on it. */
#ifndef RC_EXTRACT_H
#define RC_EXTRACT_H

#include "document.h"
#include "pages.h"

typedef struct RcExtraction RcExtraction;

/* Takes `descriptor`, which must be readable and seekable.  NULL with *status
 * set to RC_STATUS_ENCRYPTED or RC_STATUS_DAMAGED if it cannot be opened. */
RcExtraction *rc_extraction_open(int descriptor, RcStatus *status);
void rc_extraction_free(RcExtraction *extraction);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcExtraction, rc_extraction_free)

guint32 rc_extraction_page_count(const RcExtraction *extraction);
/* The PDF's own title, yours to free, or NULL.  Its Author and Creator are never
 * read: they can unmask an author who wished to stay unnamed. */
char *rc_extraction_title(const RcExtraction *extraction);
/* The page with that index, counted from 1; NULL if poppler cannot read it. */
RcPage *rc_extraction_read_page(RcExtraction *extraction, guint32 index);

/* How often poppler asked for a colour transform and got none: text needs none,
 * and making them costs over a third of the time (see colour.c). */
guint rc_extraction_transforms_refused(void);

#endif
