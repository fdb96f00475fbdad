/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page as a picture: one byte of gray a pixel, 0 is black, rows from the top. */
#ifndef RC_PICTURE_H
#define RC_PICTURE_H

#include <glib.h>
#include <stdbool.h>

typedef struct {
  guint8 *pixels;
  int width, height; /* in pixels */
  int stride;        /* bytes from one row to the next */
  double dpi;        /* pixels to an inch of the page */
} RcPicture;

/* A picture of that size; what is in its pixels is not said. */
RcPicture *rc_picture_new(int width, int height, double dpi);
/* The picture turned clockwise by so many quarters of a circle. */
RcPicture *rc_picture_turn(const RcPicture *picture, int quarters);
void rc_picture_free(RcPicture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcPicture, rc_picture_free)

/* True if it is all of one shade: an empty page.  A part of a blank picture is blank. */
bool rc_picture_is_blank(const RcPicture *picture);

#endif
