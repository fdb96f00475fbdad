/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any lines anywhere on any pages through layout: what comes out are passages as
 * include/document.h describes them.
 *
 * Sixteen bytes are a line: page, four coordinates, size, style, a span and the
 * number of a sample text; 0xFF there, and as many bytes as the last one says follow
 * as the line's own text. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "layout.h"

#define LINE_BYTES 16
#define PAGES_MAX 5
#define LINES_MAX 400

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const samples[] = {
    "The Committee recommends that the State party:",
    "(a) Investigate all reports; and",
    "14. Комитет обеспокоен дискрими-",
    "нацией и из\u00ADза этого",
    "1 Note with https://example.org/a-",
    "b/c.html.",
    "2014",
    "- 3 -",
    "xii",
    "A",
    "R E P O R T",
    "• To teach",
    "76.12 Ratify (Norway);",
    "cell",
    "a sentence that ends in a note.1",
    "** See the annex.",
};

/* Ends the program in every build, unlike an assertion. */
static void must(bool holds) {
  if (!holds)
    abort();
}

/* A coordinate: mostly within a page, at times anything. */
static float read_number(const uint8_t *bytes) {
  static const float odd[] = {NAN, INFINITY, -INFINITY, 1e30f, -1e30f, 1e-30f, -0.0f, 3e38f};
  guint16 value = (guint16)(bytes[0] << 8 | bytes[1]);
  return value >= 0xFFF0 ? odd[value & 7] : (float)value / 64 - 100;
}

static void add_line(RcPage *page, const uint8_t *bytes, const char *text) {
  GString *all = g_string_new(page->text);
  RcLine line = {.start = (guint32)all->len, .first_span = page->spans->len, .span_count = 1};
  g_string_append(all, text);
  line.end = (guint32)all->len;
  line.box = (RcBox){read_number(bytes + 1), read_number(bytes + 3), read_number(bytes + 5),
                     read_number(bytes + 7)};
  line.size = read_number(bytes + 9);
  line.bold = bytes[11] & 1;
  RcSpan span = {.start = line.start + bytes[12] % 8, .end = line.start + bytes[13] % 32};
  span.start = MIN(span.start, line.end);
  span.end = MIN(MAX(span.start, span.end), (guint32)all->len);
  span.size = read_number(bytes + 9) / 2;
  span.bottom = line.box.y1;
  g_string_append_c(all, '\n');
  g_free(page->text);
  page->text = g_string_free(all, FALSE);
  g_array_append_val(page->spans, span);
  g_array_append_val(page->lines, line);
}

static GPtrArray *new_pages(const uint8_t *data, size_t size) {
  GPtrArray *pages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_page_free);
  for (guint i = 0; i < PAGES_MAX; i++) {
    RcPage *page = rc_page_new();
    page->index = i + 1;
    page->width = 595;
    page->height = 842;
    g_free(page->text);
    page->text = g_strdup("");
    page->label = i % 2 ? g_strdup_printf("%u", i + 1) : NULL;
    g_ptr_array_add(pages, page);
  }
  for (guint n = 0; size >= LINE_BYTES && n < LINES_MAX; n++) {
    RcPage *page = g_ptr_array_index(pages, data[0] % PAGES_MAX);
    gsize length = data[14] == 0xFF ? MIN((gsize)data[15], size - LINE_BYTES) : 0;
    g_autofree char *raw = g_strndup((const char *)data + LINE_BYTES, length);
    g_autofree char *own = g_utf8_make_valid(raw, -1);
    g_strdelimit(own, "\n", ' ');
    bool visible = *g_strstrip(own) != '\0';
    add_line(page, data, visible ? own : samples[data[14] % G_N_ELEMENTS(samples)]);
    data += LINE_BYTES + length;
    size -= LINE_BYTES + length;
  }
  return pages;
}

static void check_passage(const RcPassage *passage, guint32 ordinal, guint count) {
  must(passage->ordinal == ordinal);
  must(passage->text && *passage->text && g_utf8_validate(passage->text, -1, NULL));
  must(passage->page_starts->len > 0);
  gsize length = strlen(passage->text);
  for (guint i = 0; i < passage->page_starts->len; i++) {
    RcPageStart start = g_array_index(passage->page_starts, RcPageStart, i);
    must(start.page >= 1 && start.page <= PAGES_MAX && start.offset <= length);
    must((passage->text[start.offset] & 0xC0) != 0x80);
    must(i > 0 || start.offset == 0);
    if (i > 0) {
      RcPageStart before = g_array_index(passage->page_starts, RcPageStart, i - 1);
      must(before.offset <= start.offset && before.page < start.page);
    }
  }
  must(passage->footnote_of <= count);
  must(passage->footnote_of == 0 || passage->kind == RC_KIND_FOOTNOTE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  g_autoptr(GPtrArray) pages = new_pages(data, size);
  g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
  for (guint i = 0; i < passages->len; i++)
    check_passage(g_ptr_array_index(passages, i), i + 1, passages->len);
  return 0;
}
