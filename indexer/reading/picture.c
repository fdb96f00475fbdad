/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "picture.h"

/* Shades no further from each other than this are one. */
#define SHADE_DIFFERENCE 16

RcPicture *rc_picture_new(int width, int height, double dpi) {
  RcPicture *picture = g_new0(RcPicture, 1);
  picture->width = width;
  picture->height = height;
  picture->stride = width;
  picture->dpi = dpi;
  picture->pixels = g_malloc((gsize)width * (gsize)height);
  return picture;
}

void rc_picture_free(RcPicture *picture) {
  if (!picture)
    return;
  g_free(picture->pixels);
  g_free(picture);
}

RcPicture *rc_picture_turn(const RcPicture *picture, int quarters) {
  int width = picture->width, height = picture->height;
  bool aside = quarters % 2 != 0;
  RcPicture *turned = rc_picture_new(aside ? height : width, aside ? width : height, picture->dpi);
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      int to_x = quarters == 1   ? height - 1 - y
                 : quarters == 2 ? width - 1 - x
                 : quarters == 3 ? y
                                 : x;
      int to_y = quarters == 1   ? x
                 : quarters == 2 ? height - 1 - y
                 : quarters == 3 ? width - 1 - x
                                 : y;
      turned->pixels[(gsize)to_y * (gsize)turned->stride + (gsize)to_x] =
          picture->pixels[(gsize)y * (gsize)picture->stride + (gsize)x];
    }
  }
  return turned;
}

bool rc_picture_is_blank(const RcPicture *picture) {
  guint8 darkest = G_MAXUINT8, lightest = 0;
  for (int y = 0; y < picture->height; y++) {
    const guint8 *row = picture->pixels + (gsize)y * (gsize)picture->stride;
    for (int x = 0; x < picture->width; x++) {
      darkest = MIN(darkest, row[x]);
      lightest = MAX(lightest, row[x]);
    }
    if (lightest - darkest > SHADE_DIFFERENCE)
      return false;
  }
  return true;
}
