/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Painting: what a page paints, and in which order, seen where poppler calls cairo.
 *
 * poppler tells where characters stand, not whether anybody sees them.  A page that is watched
 * is drawn by poppler while nothing is painted: each call is noted on a grid and goes no
 * further, which takes a fraction of the time of drawing.  What the grid says is coarse: it
 * tells which pages are worth drawing, and those are drawn whole, without their text, and with
 * nothing but their text.
 *
 * One thing at a time, for the whole process. */
#ifndef RC_PAINTING_H
#define RC_PAINTING_H

#include <glib.h>
#include <stdbool.h>

#include "pages.h"

/* Of what comes over text so much is remembered by its place. */
#define RC_PAINTING_COVERS_MAX 64
/* More images of a page are not looked at. */
#define RC_PAINTING_IMAGES_MAX 1000
/* Cells of a page, in each direction: about a third of a character of print. */
#define RC_PAINTING_CELLS 256

typedef enum {
  RC_PAINTED_NOTHING, /* or text */
  RC_PAINTED_FILL,    /* a path filled with a colour that lets nothing through */
  RC_PAINTED_PICTURE,
  RC_PAINTED_OTHER
} RcPainted;

typedef struct {
  double width, height;                                    /* of the page, in points */
  guint32 shades[RC_PAINTING_CELLS][RC_PAINTING_CELLS];    /* 0xFFrrggbb, or 0: not known */
  guint8 last[RC_PAINTING_CELLS][RC_PAINTING_CELLS];       /* RcPainted: what came last */
  guint8 has_text[RC_PAINTING_CELLS][RC_PAINTING_CELLS];   /* a character was drawn there */
  guint8 is_picture[RC_PAINTING_CELLS][RC_PAINTING_CELLS]; /* a large picture has been there */
  double picture_share; /* of the page's area that pictures cover, as far as 1 */
  bool has_pictures;    /* one was painted, however small, or something that is made of one */
  bool has_others;      /* images may be elsewhere than in `images`, too */
  RcBox images[RC_PAINTING_IMAGES_MAX]; /* where they are, or would be but for what is cut off */
  guint image_count;
  RcBox covers[RC_PAINTING_COVERS_MAX]; /* what came where a character, or a blank, had been */
  guint cover_count;
  bool is_doubtful;   /* text may be hidden wherever it is: as what has its colour hides it */
  bool has_mute_font; /* a font was made ready, and none of its characters was drawn */
} RcPainting;

/* Which part of what is painted from now on reaches its surface. */
typedef enum {
  RC_PART_ALL,
  RC_PART_NO_TEXT,
  RC_PART_TEXT, /* in black, whatever its colour */
  RC_PART_NONE
} RcPart;

/* Until it is called again: RC_PART_ALL is how things are. */
void rc_painting_choose(RcPart part);
typedef struct _cairo cairo_t;
/* Until it is called again, with NULL: what is painted on `page` is noted in `painting`, and
 * nothing is painted.  Images are not decoded but where they are wide. */
void rc_painting_watch(RcPainting *painting, cairo_t *page);
/* A page of that size on which nothing is painted; the same may be used for one page after the
 * other. */
void rc_painting_clear(RcPainting *painting, double width, double height);
/* The cell of a place on the page: within the grid, wherever the place is. */
guint rc_painting_column(const RcPainting *painting, double x);
guint rc_painting_row(const RcPainting *painting, double y);

#endif
