/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first page of a document of the United Nations: what stands over its title, and the number
 * of its printing at the foot. */
#ifndef RC_MASTHEAD_H
#define RC_MASTHEAD_H

#include <glib.h>

/* Sets the role of these rows (of RcRow) of the pages (of RcPage *). */
void rc_masthead_assign_roles(GArray *rows, const GPtrArray *pages);

#endif
