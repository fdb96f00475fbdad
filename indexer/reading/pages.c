/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages.h"

#include <math.h>

RcPage *rc_page_new(void) {
  RcPage *page = g_new0(RcPage, 1);
  page->lines = g_array_new(FALSE, FALSE, sizeof(RcLine));
  page->spans = g_array_new(FALSE, FALSE, sizeof(RcSpan));
  page->remarks = g_ptr_array_new_with_free_func(g_free);
  page->files = g_ptr_array_new_with_free_func(g_free);
  return page;
}

void rc_page_free(RcPage *page) {
  if (!page)
    return;
  g_free(page->label);
  g_free(page->text);
  g_array_unref(page->lines);
  g_array_unref(page->spans);
  g_ptr_array_unref(page->remarks);
  g_ptr_array_unref(page->files);
  g_free(page);
}

RcBox rc_box_turn(RcBox box, guint quarters, float width, float height) {
  switch (quarters % 4) {
  case 1:
    return (RcBox){height - box.y2, box.x1, height - box.y1, box.x2};
  case 2:
    return (RcBox){width - box.x2, height - box.y2, width - box.x1, height - box.y1};
  case 3:
    return (RcBox){box.y1, width - box.x2, box.y2, width - box.x1};
  default:
    return box;
  }
}

bool rc_box_is_beside(const RcBox *a, const RcBox *b) {
  float overlap = fminf(a->y2, b->y2) - fmaxf(a->y1, b->y1);
  return overlap > 0.5f * fminf(a->y2 - a->y1, b->y2 - b->y1);
}

int rc_compare_floats(gconstpointer a, gconstpointer b) {
  float x = *(const float *)a, y = *(const float *)b;
  return (x > y) - (x < y);
}
