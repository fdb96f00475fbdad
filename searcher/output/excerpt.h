/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which part of a passage is shown where it is too long to be shown whole. */
#ifndef RC_EXCERPT_H
#define RC_EXCERPT_H

#include "search.h"

/* A range of bytes of a passage's text. */
typedef struct {
  guint32 start, end;
} RcExcerpt;

/* At most `characters` of the passage, whole words where there are any: those around the
 * most highlights that stand so close together, its beginning if there are none.  A
 * highlight within it may go on behind its end.  Takes time by the length of the text and
 * the number of highlights, once each. */
RcExcerpt rc_excerpt_of(const RcPassageHit *hit, guint characters);

#endif
