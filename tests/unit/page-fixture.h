/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages made by hand for the tests of reading. */
#ifndef RC_PAGE_FIXTURE_H
#define RC_PAGE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "../../indexer/reading/pages.h"

/* An empty A4 page. */
static inline RcPage *new_page(guint32 index) {
  RcPage *page = rc_page_new();
  page->index = index;
  page->width = 595;
  page->height = 842;
  g_free(page->text);
  page->text = g_strdup("");
  return page;
}

/* Adds a line of one span. */
static inline void add_line(RcPage *page, RcBox box, float size, const char *text) {
  gsize start = strlen(page->text);
  char *all = g_strconcat(page->text, text, "\n", NULL);
  g_free(page->text);
  page->text = all;
  RcLine line = {.start = (guint32)start,
                 .end = (guint32)(start + strlen(text)),
                 .box = box,
                 .size = size,
                 .first_span = page->spans->len,
                 .span_count = 1};
  RcSpan span = {
      .start = line.start, .end = line.end, .size = size, .top = box.y1, .bottom = box.y2};
  g_array_append_val(page->spans, span);
  g_array_append_val(page->lines, line);
}

/* A line of 10-point text whose top left corner stands there. */
static inline void add_text(RcPage *page, float x, float y, float width, const char *text) {
  add_line(page, (RcBox){x, y, x + width, y + 10}, 10, text);
}

static inline GPtrArray *new_pages(RcPage *first) {
  GPtrArray *pages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_page_free);
  g_ptr_array_add(pages, first);
  return pages;
}

/* Lines with boxes that no page has. */
static inline RcPage *new_hostile_page(void) {
  static const float odd[] = {NAN, INFINITY, -INFINITY, 1e30f, -1e30f, 0, -50, 1e-30f};
  RcPage *page = new_page(1);
  for (guint i = 0; i < 64; i++) {
    RcBox box = {odd[i % 8], odd[i / 8], odd[(i + 3) % 8], odd[(i / 8 + 5) % 8]};
    add_line(page, box, odd[(i * 5) % 8], i % 2 ? "words" : "14. Words");
  }
  return page;
}

/* Ten thousand lines, in two columns if `columns`. */
static inline RcPage *new_crowded_page(bool columns) {
  RcPage *page = new_page(1);
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < 10000; i++) {
    bool right = columns && i >= 5000;
    float x = right ? 310 : 50, y = 0.08f * (float)(right ? i - 5000 : i);
    RcLine line = {.start = (guint32)text->len,
                   .box = {x, y, x + 240, y + 10},
                   .size = 10,
                   .end = (guint32)text->len + 10};
    g_string_append(text, "some words\n");
    g_array_append_val(page->lines, line);
  }
  g_free(page->text);
  page->text = g_string_free(text, FALSE);
  return page;
}

/* Seconds that are long even for a slow machine with sanitizers. */
#define SECONDS_MAX 20.0

#endif
