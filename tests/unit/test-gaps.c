/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page shows beside a text layer that reads well: scans, fonts that say nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <poll.h>

#include "fixture.h"
#include "forkserver-fixture.h"
#include "gaps.h"
#include "page-fixture.h"
#include "rows.h"
#include "worker.h"

static void set_font(RcPage *page, guint line, guint font) {
  g_array_index(page->spans, RcSpan, line).font = font;
}

static void test_a_font_that_says_nothing(void **state) {
  (void)state;
  g_autoptr(RcFonts) fonts = rc_fonts_new();
  g_autoptr(RcPage) page = new_page(1), later = new_page(2);
  add_text(page, 72, 100, 400, "1. The mill was sealed, and the millers were sent away.");
  add_text(page, 72, 120, 400, "2. Wkh Frpplwwhh frqfoxghv wkdw wkh vhdolqj zdv xqodzixo,");
  add_text(page, 72, 140, 400, "dqg wkdw wkh ploohuv vkrxog eh sdlg zkdw wkhb orvw.");
  add_text(page, 72, 160, 400, "3. Мельницу открыли только весной.");
  add_text(page, 60, 160, 5, "\uF0B7");
  set_font(page, 0, 1);
  set_font(page, 1, 2);
  set_font(page, 2, 2);
  set_font(page, 3, 1);
  set_font(page, 4, 2); /* a bullet says nothing, and need not */
  assert_true(rc_gaps_drop_noise(page, fonts));
  assert_string_equal(page->text, "1. The mill was sealed, and the millers were sent away.\n"
                                  "3. Мельницу открыли только весной.\n\uF0B7\n");
  assert_int_equal(page->lines->len, 3);
  const RcLine *line = &g_array_index(page->lines, RcLine, 1);
  const RcSpan *span = &g_array_index(page->spans, RcSpan, line->first_span);
  assert_true(span->start == line->start && span->end == line->end && line->box.y1 > 150);
  assert_false(rc_gaps_drop_noise(page, fonts));
  /* So little would not tell it, but for what was before. */
  add_text(later, 72, 100, 400, "4. Qr ploo lv vhdohg.");
  add_text(later, 72, 120, 400, "5. Jkl qrs.");
  set_font(later, 0, 2);
  set_font(later, 1, 4);
  assert_true(rc_gaps_drop_noise(later, fonts));
  assert_string_equal(later->text, "5. Jkl qrs.\n");
}

/* --- images --- */

static void test_where_images_have_no_text(void **state) {
  (void)state;
  g_autoptr(RcPage) page = new_page(1);
  g_autoptr(GArray) images = g_array_new(FALSE, FALSE, sizeof(RcBox));
  const RcBox whole = {0, 0, 595, 842}, logo = {72, 72, 172, 300}, bar = {72, 400, 520, 420};
  g_array_append_val(images, logo);
  g_array_append_val(images, bar);
  g_autoptr(GArray) none = rc_gaps_find(page, images);
  assert_int_equal(none->len, 0);
  g_array_append_val(images, whole);
  add_text(page, 72, 40, 400, "Received by the registry");
  g_autoptr(GArray) most = rc_gaps_find(page, images);
  assert_int_equal(most->len, 1);
  assert_true(g_array_index(most, RcBox, 0).y2 > 700);
  for (float y = 80; y < 770; y += 60)
    add_text(page, 72, y, 400, "A paragraph of the text layer");
  g_autoptr(GArray) read = rc_gaps_find(page, images);
  assert_int_equal(read->len, 0);
  g_autoptr(RcPage) hostile = new_hostile_page();
  for (guint i = 0; i < hostile->lines->len; i++)
    g_array_append_val(images, g_array_index(hostile->lines, RcLine, i).box);
  g_autoptr(GArray) some = rc_gaps_find(hostile, images);
  assert_true(some->len < 1000);
}

/* Rows of strokes, the same in the dark, a photograph, a line of a drawing. */
static guint8 shade(char kind, int x, int y) {
  bool stroke = y % 14 < 6 && x % 4 < 2 && x % 40 < 32;
  if (kind == 'w' || kind == 'n')
    return (guint8)(stroke ? 20 : kind == 'w' ? 235 : 110);
  if (kind == 'p')
    return (guint8)((x * 3 + y * 5 + (x * y) % 37) % 256);
  return kind == 'd' && (x == 200 || y == 300) ? 0 : 255;
}

static void test_writing(void **state) {
  (void)state;
  g_autoptr(RcPicture) picture = rc_picture_new(595, 842, 72);
  g_autoptr(GArray) gaps = g_array_new(FALSE, FALSE, sizeof(RcBox));
  const RcBox gap = {72, 72, 500, 500}, odd = {NAN, -1e30f, 1e30f, INFINITY};
  g_array_append_val(gaps, gap);
  g_array_append_val(gaps, odd);
  for (const char *kind = "wnpd0"; *kind; kind++) {
    for (int y = 0; y < picture->height; y++)
      for (int x = 0; x < picture->width; x++)
        picture->pixels[y * picture->stride + x] = shade(*kind, x, y);
    if (rc_gaps_show_writing(gaps, picture) != (*kind == 'w'))
      fail_msg("writing or not: %c", *kind);
  }
}

/* --- what OCR reads --- */

static void add_read(RcPage *page, float y, float confidence, const char *text) {
  add_line(page, (RcBox){72, y, 472, y + 11}, 11, text);
  g_array_index(page->lines, RcLine, page->lines->len - 1).confidence = confidence;
}

static void test_gaps_are_filled(void **state) {
  (void)state;
  g_autoptr(RcFonts) fonts = rc_fonts_new();
  g_autoptr(RcPage) page = new_page(1), read = new_page(1), picture = new_page(1);
  add_text(page, 72, 100, 400, "Annex 2: the letter of the clerk");
  add_text(page, 72, 700, 400, "Typed below.");
  rc_gaps_drop_noise(page, fonts);
  add_read(picture, 300, 0.9f, "| | |");
  add_read(picture, 320, 0.3f, "Wxxrgh tlllk mnh of the trees");
  rc_gaps_fill(page, picture, fonts);
  assert_string_equal(page->text, "Annex 2: the letter of the clerk\nTyped below.\n");
  add_read(read, 101, 0.9f, "Armex 2: the letter of the cierk");
  add_read(read, 300, 0.9f, "The barley was weighed twice.");
  add_read(read, 320, 0.9f, "Ячмень взвесили дважды.");
  add_read(read, 340, 0.2f, "lIlI'");
  rc_gaps_fill(page, read, fonts);
  assert_string_equal(page->text, "Annex 2: the letter of the clerk\n"
                                  "The barley was weighed twice.\nЯчмень взвесили дважды.\n"
                                  "Typed below.\n");
  assert_true(g_array_index(page->lines, RcLine, 1).confidence > 0);
  assert_true(g_array_index(page->lines, RcLine, 1).size < 10.5f);
  assert_true(g_array_index(page->lines, RcLine, 3).confidence == 0);
}

/* A long scan beside typed text does not make notes of that. */
static void test_typed_text_has_its_size(void **state) {
  (void)state;
  RcPage *page = new_page(1);
  add_text(page, 72, 100, 400, "1. The mill was sealed, and the millers were sent away.");
  for (guint i = 0; i < 3; i++) {
    add_line(page, (RcBox){72, 300 + 30.0f * (float)i, 472, 316 + 30.0f * (float)i}, 16,
             "The barley was weighed twice, and the clerk wrote it down.");
    g_array_index(page->lines, RcLine, i + 1).confidence = 0.9f;
  }
  g_autoptr(GPtrArray) pages = new_pages(page);
  g_autoptr(GArray) rows = rc_rows_read(pages);
  assert_true(rc_rows_body_size(rows) < 11);
}

/* --- a document --- */

/* A page with a caption and an image of that kind below it. */
static void append_page(GString *pdf, guint number, char kind) {
  /* What stands in one place on all pages would be taken for a running head. */
  g_autofree char *content = g_strdup_printf(
      "BT /F 11 Tf 72 %u Td (Annex %u: the letter of the clerk to the millers) Tj ET\n"
      "q 450 0 0 450 72 200 cm /I Do Q",
      640 + 5 * number, number);
  g_string_append_printf(pdf,
                         "%u 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]\n"
                         "  /Contents %u 0 R /Resources <</Font <</F 3 0 R>>\n"
                         "  /XObject <</I %u 0 R>>>>>> endobj\n"
                         "%u 0 obj <</Length %zu>> stream\n%s\nendstream endobj\n"
                         "%u 0 obj <</Type /XObject /Subtype /Image /Width 450 /Height 450\n"
                         "  /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /ASCIIHexDecode\n"
                         "  /Length %d>> stream\n",
                         number, number + 1, number + 2, number + 1, strlen(content), content,
                         number + 2, 450 * 450 * 2 + 1);
  for (int y = 0; y < 450; y++)
    for (int x = 0; x < 450; x++)
      g_string_append_printf(pdf, "%02x", shade(kind, x, y));
  g_string_append(pdf, ">\nendstream endobj\n");
}

/* Of a page with a scan and one with a photograph, the first wants OCR. */
static void test_a_captioned_scan(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(GString) pdf =
      g_string_new("%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
                   "2 0 obj <</Type /Pages /Kids [10 0 R 20 0 R] /Count 2>> endobj\n"
                   "3 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj\n");
  append_page(pdf, 10, 'w');
  append_page(pdf, 20, 'p');
  g_string_append(pdf, "trailer <</Root 1 0 R /Size 30>>\n%%EOF\n");
  g_autofree char *path = fixture_write(folder, "scan.pdf", pdf->str, (gssize)pdf->len);
  static const FixtureDocument document = {.id = "0123456789abcdef", .path = "scan.pdf"};
  RcDocument *from = fixture_document_new(&document);
  from->pages = from->pages_read = 0;
  const RcOrder order = rc_order_for_pdf(RC_OCR_AUTO, false);
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  g_autoptr(RcWorker) worker =
      rc_worker_start(forkserver, descriptor, NULL, rc_entries_new(from), &order, NULL);
  while (rc_worker_receive(worker)) {
    struct pollfd ready = {.fd = worker->pipe, .events = POLLIN};
    poll(&ready, 1, 100);
  }
  close(descriptor);
  assert_int_equal(rc_entries_document(worker->entries)->status, RC_STATUS_PARTIAL);
  assert_int_equal(worker->wanting->len, 1);
  assert_int_equal(g_array_index(worker->wanting, guint32, 0), 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_font_that_says_nothing),
      cmocka_unit_test(test_where_images_have_no_text),
      cmocka_unit_test(test_writing),
      cmocka_unit_test(test_gaps_are_filled),
      cmocka_unit_test(test_typed_text_has_its_size),
      cmocka_unit_test(test_a_captioned_scan),
  };
  return cmocka_run_group_tests_name("gaps", tests, forkserver_fixture_start,
                                     forkserver_fixture_end);
}
