/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Marginalia: what is set on a page of text and is no part of it: the numbers of its lines, and
 * watermarks. */
#ifndef RC_MARGINALIA_H
#define RC_MARGINALIA_H

#include <glib.h>

/* Takes them out of the lines of all pages (of RcPage *); their text stays as it is. */
void rc_marginalia_remove(const GPtrArray *pages);

#endif
