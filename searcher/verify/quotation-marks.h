/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quotation marks, as English and Russian set them. */
#ifndef RC_QUOTATION_MARKS_H
#define RC_QUOTATION_MARKS_H

#include <glib.h>
#include <stdbool.h>

/* Bytes of a text between marks, and with them. */
typedef struct {
  guint32 start, end;
  guint32 outer_start, outer_end;
} RcQuoted;

/* What stands between marks in `text`, ascending, without what is quoted within: “ ”, ‘ ’, « »,
 * „ “, " ", ' '.  A mark that nothing closes is none.  Of RcQuoted, yours to unref. */
GArray *rc_quotation_marks_find(const char *text);

#endif
