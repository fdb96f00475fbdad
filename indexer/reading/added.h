/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people added to a PDF beside the text of its pages: what they filled in and typed on
 * them, notes they left there, files they attached.  A part of extract.c: the only other file
 * that knows poppler. */
#ifndef RC_ADDED_H
#define RC_ADDED_H

#include "pages.h"

typedef struct _PopplerPage PopplerPage;
typedef struct _PopplerDocument PopplerDocument;

/* What every reader shows on the page is, from then on, in the text that poppler gives of it, at
 * its place: values of form fields, words typed over the page, stamps.  What is hidden is not.
 * Notes, checked boxes and files that hang on the page go into `page`. */
void rc_added_read(PopplerPage *source, RcPage *page);

/* How many files are attached to the document itself; the names of the first go to `names`,
 * UTF-8, as long as there are fewer than `names_max` and each no longer than `bytes_max`. */
guint32 rc_added_files(PopplerDocument *document, GPtrArray *names, guint names_max,
                       gsize bytes_max);

#endif
