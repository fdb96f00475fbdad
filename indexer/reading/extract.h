/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Extraction: from an open PDF to pages.  The only place that knows poppler.
 *
 * Runs in a worker process only: the file is not to be trusted and poppler may
 * crash, hang or exhaust memory on it. */
#ifndef RC_EXTRACT_H
#define RC_EXTRACT_H

#include "document.h"
#include "pages.h"
#include "picture.h"

typedef struct RcExtraction RcExtraction;

/* Takes `descriptor`, which must be readable and seekable.  NULL with *status
 * set to RC_STATUS_ENCRYPTED or RC_STATUS_DAMAGED if it cannot be opened. */
RcExtraction *rc_extraction_open(int descriptor, RcStatus *status);
/* A page of our own.  Once it has been read and while it is open, processes forked from
 * here find poppler's tables, the fonts of the system and the converter from UTF-16 in
 * memory: behind the wall the last could not be loaded. */
RcExtraction *rc_extraction_open_sample(void);
void rc_extraction_free(RcExtraction *extraction);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcExtraction, rc_extraction_free)

/* Of poppler, "22.12.0"; static. */
const char *rc_extraction_version(void);

guint32 rc_extraction_page_count(const RcExtraction *extraction);
/* The PDF's own title, yours to free, or NULL.  Its Author and Creator are never
 * read: they can unmask an author who wished to stay unnamed. */
char *rc_extraction_title(const RcExtraction *extraction);
/* How many files are attached to it as a whole; names of the first of them go to `names`, as
 * long as there are fewer than `names_max` and each no longer than `bytes_max`. */
guint32 rc_extraction_files(const RcExtraction *extraction, GPtrArray *names, guint names_max,
                            gsize bytes_max);
/* True if a form is in it that a program draws (XFA): its pages may only say so. */
bool rc_extraction_has_form_program(const RcExtraction *extraction);
/* The page with that index, counted from 1; NULL if poppler cannot read it. */
RcPage *rc_extraction_read_page(RcExtraction *extraction, guint32 index);

/* The page as a picture, yours to free: at `dpi`, but with fewer pixels to the inch
 * where a page is so large, and more where it is so small, that the picture would
 * be of no use.  NULL if it cannot be drawn. */
RcPicture *rc_extraction_render_page(RcExtraction *extraction, guint32 index, double dpi);
/* True if nothing is to be seen on the page, or it cannot be drawn.  A page with images is
 * taken for not blank, even one scanned from blank paper: to look into images takes as
 * long as reading many pages of text. */
bool rc_extraction_page_is_blank(RcExtraction *extraction, guint32 index);
/* Where images are on the page, of RcBox; yours to unref.  Those that its content itself has
 * ("inline") may be passed over. */
GArray *rc_extraction_images(RcExtraction *extraction, guint32 index);
/* How much of the page's area images cover, 0 to 1. */
double rc_extraction_image_share(RcExtraction *extraction, guint32 index);

/* Whether poppler gets the colour transforms it asks for; rc_extraction_render_page
 * sees to it itself. */
void rc_extraction_allow_transforms(bool allow);
/* How often poppler asked for a colour transform and got none: text needs none,
 * and making them costs over a third of the time (see colour.c). */
guint rc_extraction_transforms_refused(void);

#endif
