/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OCR, and the pictures it is given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "extract.h"
#include "ocr.h"
#include "order.h"

#define SECONDS 60

static RcExtraction *open_pdf(const char *path) {
  RcStatus status;
  RcExtraction *extraction = rc_extraction_open(open(path, O_RDONLY | O_CLOEXEC), &status);
  assert_non_null(extraction);
  return extraction;
}

/* NULL where Tesseract's data are not installed. */
static int load(void **state) {
  g_autoptr(GError) error = NULL;
  *state = rc_ocr_new(&error);
  if (!*state)
    print_message("# skipping what needs OCR: %s\n", error->message);
  return 0;
}

static int unload(void **state) {
  rc_ocr_free(*state);
  return 0;
}

static RcPage *read_page(RcOcr *ocr, const char *path) {
  g_autoptr(RcExtraction) extraction = open_pdf(path);
  RcPage *page = rc_extraction_read_page(extraction, 1);
  g_autoptr(RcPicture) picture = rc_extraction_render_page(extraction, 1, RC_OCR_DPI);
  assert_non_null(picture);
  assert_true(rc_ocr_read(ocr, picture, SECONDS, true, page));
  return page;
}

/* What layout builds upon. */
static void check_lines(const RcPage *page) {
  guint32 before = 0;
  assert_int_equal(page->lines->len, page->spans->len);
  for (guint i = 0; i < page->lines->len; i++) {
    const RcLine *line = &g_array_index(page->lines, RcLine, i);
    assert_true(line->start >= before && line->end > line->start);
    assert_true(line->end <= strlen(page->text) && page->text[line->end] == '\n');
    assert_true(line->box.x1 >= 0 && line->box.x1 < line->box.x2 && line->box.x2 <= page->width);
    assert_true(line->box.y1 < line->box.y2 && line->box.y2 <= page->height + 20);
    assert_true(line->size > 0 && line->size < 200);
    assert_true(line->confidence > 0 && line->confidence <= 1);
    assert_true(line->first_span == i && line->span_count == 1);
    before = line->end;
  }
}

static void test_scan(void **state) {
  if (!*state)
    skip();
  g_autoptr(RcPage) page = read_page(*state, "corpus/scan-letter-en-ru.pdf");
  static const char *const words[] = {"families live here", "sewing machine",
                                      "девятнадцать цыганских", "жалоба на цыган", "аккордеон"};
  check_lines(page);
  assert_true(page->lines->len > 20);
  for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
    if (!strstr(page->text, words[i]))
      fail_msg("not found: %s\n%s", words[i], page->text);
}

/* Lines of one paragraph have one size and even distances. */
static void test_sizes_are_even(void **state) {
  if (!*state)
    skip();
  g_autoptr(RcPage) page = read_page(*state, "corpus/scan-letter-en-ru.pdf");
  guint usual = 0;
  for (guint i = 0; i < page->lines->len; i++)
    usual += fabsf(g_array_index(page->lines, RcLine, i).size -
                   g_array_index(page->lines, RcLine, page->lines->len / 2).size) < 0.1f;
  assert_true(usual > page->lines->len * 2 / 3);
}

/* Sizes are measured ill: lines that stand close below one another have one, the usual one or that
 * of notes. */
static void test_sizes_of_notes(void **state) {
  static const struct {
    float y, size, even;
  } lines[] = {
      {100, 9, 10}, {112, 10, 10}, {124, 12, 10}, {136, 10, 10},  {160, 10, 10},
      {172, 8, 10}, {184, 10, 10}, {220, 7, 7},   {228, 8.2f, 7}, {236, 7, 7},
      {244, 6, 7},  {270, 6, 7},   {300, 16, 16},
  };
  (void)state;
  g_autoptr(GArray) array = g_array_new(FALSE, TRUE, sizeof(RcLine));
  for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
    RcLine line = {.start = 60 * i,
                   .end = 60 * i + 50,
                   .size = lines[i].size,
                   .box = {70, lines[i].y, 400, lines[i].y + lines[i].size}};
    g_array_append_val(array, line);
  }
  float body_size = 0;
  rc_ocr_even_sizes(array, &body_size);
  assert_true(fabsf(body_size - 10) < 0.1f);
  for (guint i = 0; i < G_N_ELEMENTS(lines); i++)
    assert_true(fabsf(g_array_index(array, RcLine, i).size - lines[i].even) < 0.1f);
}

static void test_font_without_map(void **state) {
  if (!*state)
    skip();
  g_autoptr(RcPage) page = read_page(*state, "tests/fixtures/no-unicode-map.pdf");
  check_lines(page);
  assert_non_null(strstr(page->text, "меньшинств"));
}

static void test_white_picture(void **state) {
  if (!*state)
    skip();
  g_autoptr(RcPicture) picture = rc_picture_new(600, 800, 100);
  memset(picture->pixels, 0xFF, 600 * 800);
  g_autoptr(RcPage) page = rc_page_new();
  assert_true(rc_ocr_read(*state, picture, SECONDS, true, page));
  assert_int_equal(page->lines->len, 0);
  assert_string_equal(page->text, "");
}

/* A page that takes too long is left as it was, and the next one can be read. */
static void test_late(void **state) {
  if (!*state)
    skip();
  g_autoptr(RcExtraction) extraction = open_pdf("corpus/scan-letter-en-ru.pdf");
  g_autoptr(RcPicture) picture = rc_extraction_render_page(extraction, 1, RC_OCR_DPI);
  g_autoptr(RcPage) page = rc_page_new();
  page->text = g_strdup("as it was");
  assert_false(rc_ocr_read(*state, picture, 0, true, page));
  assert_string_equal(page->text, "as it was");
  assert_true(rc_ocr_read(*state, picture, SECONDS, true, page));
  assert_non_null(strstr(page->text, "accordion"));
}

static void test_without_data(void **state) {
  (void)state;
  g_autofree char *before = g_strdup(g_getenv("TESSDATA_PREFIX"));
  g_setenv("TESSDATA_PREFIX", "/nowhere", TRUE);
  g_autoptr(GError) error = NULL;
  assert_null(rc_ocr_new(&error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_IO));
  assert_non_null(strstr(error->message, "tesseract-ocr-rus"));
  if (before)
    g_setenv("TESSDATA_PREFIX", before, TRUE);
  else
    g_unsetenv("TESSDATA_PREFIX");
}

static void test_choices(void **state) {
  (void)state;
  RcOcrChoice choice = RC_OCR_ALWAYS;
  assert_true(rc_ocr_choice_from_name("never", &choice) && choice == RC_OCR_NEVER);
  assert_true(rc_ocr_choice_from_name("auto", &choice) && choice == RC_OCR_AUTO);
  assert_true(rc_ocr_choice_from_name("always", &choice) && choice == RC_OCR_ALWAYS);
  assert_false(rc_ocr_choice_from_name("", &choice));
  assert_false(rc_ocr_choice_from_name("Auto", &choice));
}

static void test_letters_of_the_other_alphabet(void **state) {
  (void)state;
  static const struct {
    const char *read, *mended;
  } cases[] = {
      {"при поддержке стран и органов OOH", "при поддержке стран и органов ООН"},
      {"обязательства CCCP в соответствии", "обязательства СССР в соответствии"},
      {"the seat of the СССР in the Council", "the seat of the CCCP in the Council"},
      {"доклад Комитета CAT и статья XX", "доклад Комитета CAT и статья XX"},
      {"мент A/8276 от тех же дней", "мент A/8276 от тех же дней"},
      {"резолюция A/C.1/212 и другие", "резолюция A/C.1/212 и другие"},
      {"The cat sat on the mat", "The cat sat on the mat"},
      {"", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *mended = rc_ocr_mend_letters(cases[i].read);
    assert_string_equal(mended, cases[i].mended);
  }
}

/* --- pictures --- */

static guint8 shade(const RcPicture *picture, double x, double y) {
  return picture->pixels[(int)(y * picture->height) * picture->stride + (int)(x * picture->width)];
}

/* The profile of this page says that red is blue, green is red and blue is green. */
static void test_colours_are_true_while_rendering(void **state) {
  (void)state;
  g_autoptr(RcExtraction) extraction = open_pdf("tests/fixtures/icc-swapped.pdf");
  guint before = rc_extraction_transforms_refused();
  g_autoptr(RcPicture) picture = rc_extraction_render_page(extraction, 1, 50);
  assert_int_equal(rc_extraction_transforms_refused(), before);
  assert_in_range(shade(picture, 0.17, 0.5), 25, 33);   /* blue */
  assert_in_range(shade(picture, 0.5, 0.5), 70, 82);    /* red */
  assert_in_range(shade(picture, 0.83, 0.5), 143, 155); /* green */
}

static void test_sizes_of_pictures(void **state) {
  (void)state;
  g_autoptr(RcExtraction) extraction = open_pdf("corpus/scan-letter-en-ru.pdf");
  g_autoptr(RcPicture) picture = rc_extraction_render_page(extraction, 1, RC_OCR_DPI);
  assert_in_range(picture->width, 2470, 2490); /* A4 */
  assert_in_range(picture->height, 3500, 3515);
  assert_false(rc_picture_is_blank(picture));
  assert_true(rc_extraction_image_share(extraction, 1) > 0.7);
  g_autoptr(RcPicture) large = rc_extraction_render_page(extraction, 1, 5000);
  assert_true((double)large->width * large->height <= 20.1e6);
}

/* A document of one page of that size in points. */
static RcExtraction *draw(const char *media_box, const char *content) {
  g_autofree char *pdf = g_strdup_printf(
      "%%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
      "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
      "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R >>\nendobj\n"
      "4 0 obj\n<< /Length %zu >>\nstream\n%s\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n",
      media_box, strlen(content), content);
  g_autofree char *path = NULL;
  int descriptor = g_file_open_tmp("recourse-test-XXXXXX.pdf", &path, NULL);
  assert_true(descriptor >= 0 && g_file_set_contents(path, pdf, -1, NULL));
  close(descriptor);
  RcExtraction *extraction = open_pdf(path);
  remove(path);
  return extraction;
}

static void test_odd_pages(void **state) {
  (void)state;
  static const char *const boxes[] = {
      "0 0 612 792", "0 0 1e9 1e9",     "0 0 1 1e7", "0 0 0.001 0.001", "0 0 0 0",
      "0 0 -5 -5",   "0 0 1e308 1e308", "5 5 5 5",   "0 0 200000 20",   "-1e30 -1e30 1e30 1e30"};
  for (gsize i = 0; i < G_N_ELEMENTS(boxes); i++) {
    g_autoptr(RcExtraction) extraction = draw(boxes[i], "");
    g_autoptr(RcPicture) picture = rc_extraction_render_page(extraction, 1, RC_OCR_DPI);
    if (picture)
      assert_true((double)picture->width * picture->height <= 20.1e6 &&
                  rc_picture_is_blank(picture));
    assert_true(rc_extraction_page_is_blank(extraction, 1));
  }
}

/* Wherever the only thing on a page stands. */
static void test_blank_pages(void **state) {
  (void)state;
  static const struct {
    const char *content;
    bool is_blank;
  } cases[] = {
      {"", true},
      {"0.9 g 0 0 612 792 re f", true}, /* tinted paper */
      {"0.97 g 9 9 90 90 re f", true},  /* too pale to be seen */
      {"4 w 0 780 m 612 780 l S", false},
      {"4 w 0 550 m 612 550 l S", false},
      {"4 w 0 12 m 612 12 l S", false},
      {"0.9 g 0 0 612 792 re f 0 g 300 300 9 9 re f", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcExtraction) extraction = draw("0 0 612 792", cases[i].content);
    if (rc_extraction_page_is_blank(extraction, 1) != cases[i].is_blank)
      fail_msg("case %zu", i);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_choices),
      cmocka_unit_test(test_letters_of_the_other_alphabet),
      cmocka_unit_test(test_colours_are_true_while_rendering),
      cmocka_unit_test(test_sizes_of_pictures),
      cmocka_unit_test(test_odd_pages),
      cmocka_unit_test(test_blank_pages),
      cmocka_unit_test(test_without_data),
      cmocka_unit_test_setup_teardown(test_scan, load, unload),
      cmocka_unit_test_setup_teardown(test_sizes_are_even, load, unload),
      cmocka_unit_test(test_sizes_of_notes),
      cmocka_unit_test_setup_teardown(test_font_without_map, load, unload),
      cmocka_unit_test_setup_teardown(test_white_picture, load, unload),
      cmocka_unit_test_setup_teardown(test_late, load, unload),
  };
  return cmocka_run_group_tests_name("ocr", tests, NULL, NULL);
}
