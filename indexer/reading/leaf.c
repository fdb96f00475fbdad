/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "leaf.h"

#include <string.h>

#include "items.h"

/* Of a leaf, [failed, size, width, height, lines], and of a line, [text, left, top, right, bottom,
 * size, bold, confidence]. */
#define LEAF_ITEMS 5
#define LINE_ITEMS 8

void rc_leaf_append(GByteArray *out, const RcPage *page, float size) {
  rc_items_append_array(out, LEAF_ITEMS);
  rc_items_append_number(out, page == NULL);
  rc_items_append_real(out, (double)size);
  rc_items_append_real(out, page ? (double)page->width : 0);
  rc_items_append_real(out, page ? (double)page->height : 0);
  rc_items_append_array(out, page ? page->lines->len : 0);
  for (guint i = 0; page && i < page->lines->len; i++) {
    const RcLine *line = &g_array_index(page->lines, RcLine, i);
    g_autofree char *text = g_strndup(page->text + line->start, line->end - line->start);
    rc_items_append_array(out, LINE_ITEMS);
    rc_items_append_text(out, text);
    rc_items_append_real(out, (double)line->box.x1);
    rc_items_append_real(out, (double)line->box.y1);
    rc_items_append_real(out, (double)line->box.x2);
    rc_items_append_real(out, (double)line->box.y2);
    rc_items_append_real(out, (double)line->size);
    rc_items_append_number(out, line->bold);
    rc_items_append_real(out, (double)line->confidence);
  }
}

bool rc_leaf_read(const void *bytes, gsize length, RcPage *page, bool *failed, float *size) {
  RcItems items;
  g_autoptr(RcPage) read = rc_page_new();
  g_autoptr(GString) text = g_string_new(NULL);
  rc_items_start(&items, bytes, length);
  items.failed = rc_items_read_array(&items) != LEAF_ITEMS || items.failed;
  *failed = rc_items_read_number(&items, 1) != 0;
  *size = (float)rc_items_read_real(&items);
  read->width = (float)rc_items_read_real(&items);
  read->height = (float)rc_items_read_real(&items);
  gsize count = rc_items_read_array(&items);
  for (gsize i = 0; i < count && !items.failed; i++) {
    gsize line_length;
    items.failed = rc_items_read_array(&items) != LINE_ITEMS || items.failed;
    const char *line_text = rc_items_read_text(&items, &line_length);
    RcLine line = {.start = (guint32)text->len, .first_span = (guint)i, .span_count = 1};
    g_string_append_len(text, line_text, (gssize)line_length);
    line.end = (guint32)text->len;
    g_string_append_c(text, '\n');
    line.box.x1 = (float)rc_items_read_real(&items);
    line.box.y1 = (float)rc_items_read_real(&items);
    line.box.x2 = (float)rc_items_read_real(&items);
    line.box.y2 = (float)rc_items_read_real(&items);
    line.size = (float)rc_items_read_real(&items);
    line.bold = rc_items_read_number(&items, 1) != 0;
    line.confidence = (float)rc_items_read_real(&items);
    RcSpan span = {.start = line.start,
                   .end = line.end,
                   .size = line.size,
                   .bold = line.bold,
                   .top = line.box.y1,
                   .bottom = line.box.y2};
    g_array_append_val(read->lines, line);
    g_array_append_val(read->spans, span);
  }
  if (!rc_items_end(&items))
    return false;
  if (!*failed) {
    page->width = read->width;
    page->height = read->height;
    g_free(page->text);
    page->text = g_strdup(text->str);
    g_array_set_size(page->lines, 0);
    g_array_set_size(page->spans, 0);
    g_array_append_vals(page->lines, read->lines->data, read->lines->len);
    g_array_append_vals(page->spans, read->spans->data, read->spans->len);
  }
  return true;
}
