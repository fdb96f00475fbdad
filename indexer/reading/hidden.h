/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hidden text: what stands in the text of a page and no reader sees on it.
 *
 * A name under a black bar, a sentence in white on white or of a size that nobody reads: whoever
 * reads the page does not know of it, so that it is neither found nor shown.  Judged are words,
 * by what of their characters can be told from what is behind them.  In doubt a word is seen:
 * what is struck out here is lost. */
#ifndef RC_HIDDEN_H
#define RC_HIDDEN_H

#include "document.h"
#include "pages.h"
#include "painting.h"
#include "picture.h"

/* The characters of a page: text and, for each character, where it stands. */
typedef struct {
  const char *text;
  const RcBox *boxes;
  guint count;         /* of boxes; characters beyond it have none and are seen */
  const guint8 *fonts; /* for each character a number of its font, once there are pictures */
} RcCharacters;

/* The page as it is, without its text, and with its text alone, in black on white: three
 * pictures of one size. */
typedef struct {
  const RcPicture *whole, *without_text, *text;
} RcHiddenPictures;

/* Marks in `why`, RC_HIDDEN_ values for each box, characters in boxes that hold their middle
 * (marks for redaction) and those that are too small; returns what it has marked. */
guint rc_hidden_mark_plain(const RcCharacters *characters, const RcPainting *painting,
                           const RcBox *marks, guint mark_count, guint8 *why);
/* True if the page must be drawn to tell whether all of its words are seen. */
bool rc_hidden_wants_pictures(const RcCharacters *characters, const RcPainting *painting);
/* Marks what the pictures do not show. */
guint rc_hidden_mark_unseen(const RcCharacters *characters, const RcPainting *painting,
                            const RcHiddenPictures *pictures, guint8 *why);

#endif
