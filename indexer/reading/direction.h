/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Direction: words of Arabic, Hebrew and the like in the order in which they are read.
 *
 * Poppler gives the letters of such a word in their order, but words as they stand on the page,
 * from left to right, and puts marks around each that are not on the page. */
#ifndef RC_DIRECTION_H
#define RC_DIRECTION_H

#include <glib.h>
#include <stdbool.h>

/* Takes the marks out of a page's text, if poppler put them there: `characters` are on the
 * page.  A mark that is counted as one of them stays. */
void rc_direction_drop_marks(char *text, gsize characters);

/* True if most letters of the text run from right to left. */
bool rc_direction_is_leftward(const char *text);

/* Puts the words of one line, the bytes [0, length) of `line`, into the order of reading:
 * right-to-left words one after the other; the other way round on a page that is `leftward`.
 * No byte is lost, and none comes from elsewhere. */
void rc_direction_order_words(char *line, gsize length, bool leftward);

#endif
