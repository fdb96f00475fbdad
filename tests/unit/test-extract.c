/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Extraction: pages and lines of PDFs of corpus/, and how what is no PDF, or
 * locked, ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "extract.h"
#include "fixture.h"
#include "layout.h"

static RcExtraction *open_pdf(const char *path, RcStatus *status) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  assert_true(descriptor >= 0);
  *status = RC_STATUS_OK;
  return rc_extraction_open(descriptor, status);
}

static void assert_status(const char *path, RcStatus expected) {
  RcStatus status;
  g_autoptr(RcExtraction) extraction = open_pdf(path, &status);
  assert_null(extraction);
  assert_int_equal(status, expected);
}

/* What layout builds upon. */
static void check_page(const RcPage *page, guint32 index) {
  assert_int_equal(page->index, index);
  assert_true(page->width > 100 && page->height > 100);
  assert_true(g_utf8_validate(page->text, -1, NULL));
  guint32 before = 0;
  for (guint i = 0; i < page->lines->len; i++) {
    const RcLine *line = &g_array_index(page->lines, RcLine, i);
    assert_true(line->start >= before && line->end > line->start);
    assert_true(line->end <= strlen(page->text));
    assert_null(memchr(page->text + line->start, '\n', line->end - line->start));
    assert_true(line->box.x1 <= line->box.x2 && line->box.y1 <= line->box.y2);
    assert_true(line->size > 0);
    assert_true(line->first_span + line->span_count <= page->spans->len);
    before = line->end;
  }
  before = 0;
  for (guint i = 0; i < page->spans->len; i++) {
    const RcSpan *span = &g_array_index(page->spans, RcSpan, i);
    assert_true(span->start >= before && span->end >= span->start);
    assert_true(span->end <= strlen(page->text));
    before = span->end;
  }
}

static void test_pages_and_lines(void **state) {
  static const struct {
    const char *path, *words; /* that stand somewhere in it */
  } cases[] = {
      {"corpus/cerd-kaz-concluding-en.pdf", "Kazakhstan"},
      {"corpus/cerd-kaz-concluding-ru.pdf", "Казахстан"},
      {"corpus/gbao-two-columns-en.pdf", "Khorog"},
      {"corpus/dungans-kk.pdf", "Қордай"},
      {"corpus/roma-zakarpattia-uk.pdf", "Закарпаття"},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    RcStatus status;
    g_autoptr(RcExtraction) extraction = open_pdf(cases[i].path, &status);
    assert_non_null(extraction);
    guint32 count = rc_extraction_page_count(extraction);
    assert_true(count > 0);
    bool found = false;
    guint lines = 0;
    for (guint32 index = 1; index <= count; index++) {
      g_autoptr(RcPage) page = rc_extraction_read_page(extraction, index);
      assert_non_null(page);
      check_page(page, index);
      lines += page->lines->len;
      found = found || strstr(page->text, cases[i].words);
    }
    assert_true(found);
    assert_true(lines > count);
  }
}

static void test_page_count(void **state) {
  (void)state;
  RcStatus status;
  g_autoptr(RcExtraction) extraction = open_pdf("corpus/annual-report-en.pdf", &status);
  assert_int_equal(rc_extraction_page_count(extraction), 101);
}

static void test_title(void **state) {
  (void)state;
  RcStatus status;
  g_autoptr(RcExtraction) extraction = open_pdf("corpus/kaz-minorities-submission-en.pdf", &status);
  g_autofree char *title = rc_extraction_title(extraction);
  assert_non_null(title);
  assert_non_null(strstr(title, "Kazakhstan"));
}

static void test_a_scan_has_pages_and_no_lines(void **state) {
  (void)state;
  RcStatus status;
  g_autoptr(RcExtraction) extraction = open_pdf("corpus/scan-letter-en-ru.pdf", &status);
  assert_non_null(extraction);
  g_autoptr(RcPage) page = rc_extraction_read_page(extraction, 1);
  assert_non_null(page);
  assert_int_equal(page->lines->len, 0);
}

static void test_what_is_no_pdf(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *empty = fixture_write(folder, "empty.pdf", "", 0);
  g_autofree char *header = fixture_write(folder, "header.pdf", "%PDF-1.7\n", -1);
  g_autofree char *bytes = NULL;
  gsize length;
  assert_true(g_file_get_contents("corpus/dungans-kk.pdf", &bytes, &length, NULL));
  memset(bytes, 'x', length / 2);
  memset(bytes + length / 2, 0, length - length / 2);
  g_autofree char *noise = fixture_write(folder, "noise.pdf", bytes, (gssize)length);
  assert_status("tests/golden/words.txt", RC_STATUS_DAMAGED);
  assert_status(empty, RC_STATUS_DAMAGED);
  assert_status(header, RC_STATUS_DAMAGED);
  assert_status(noise, RC_STATUS_DAMAGED);
}

/* Half of a file still opens or is damaged, but never more than that. */
static void test_a_torn_pdf(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *bytes = NULL;
  gsize length;
  assert_true(g_file_get_contents("corpus/dungans-kk.pdf", &bytes, &length, NULL));
  for (gsize part = 1; part < 8; part++) {
    g_autofree char *torn = fixture_write(folder, "torn.pdf", bytes, (gssize)(length * part / 8));
    RcStatus status;
    g_autoptr(RcExtraction) extraction = open_pdf(torn, &status);
    assert_true(extraction || status == RC_STATUS_DAMAGED);
    guint32 count = extraction ? rc_extraction_page_count(extraction) : 0;
    for (guint32 index = 1; index <= count; index++) {
      g_autoptr(RcPage) page = rc_extraction_read_page(extraction, index);
      if (page)
        check_page(page, index);
    }
  }
}

static void test_an_encrypted_pdf(void **state) {
  (void)state;
  g_autofree char *qpdf = g_find_program_in_path("qpdf");
  if (!qpdf) {
    print_message("# not tested: qpdf is not installed\n");
    return;
  }
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *locked = g_build_filename(folder, "locked.pdf", NULL);
  const char *const command[] = {
      qpdf, "--encrypt", "secret", "owner", "256", "--", "corpus/dungans-kk.pdf", locked, NULL};
  int status = -1;
  assert_true(g_spawn_sync(NULL, (char **)command, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL,
                           &status, NULL));
  assert_true(g_spawn_check_wait_status(status, NULL));
  assert_status(locked, RC_STATUS_ENCRYPTED);
}

/* --- colour transforms --- */

/* A grey ICC profile: 128 bytes of header and a table of no tags is enough for
 * poppler to ask for a transform. */
static char *new_profile(gsize *length) {
  enum { TAGS = 3, WTPT = 20, KTRC = 14, DESC = 90 };
  GString *profile = g_string_new(NULL);
  g_string_set_size(profile, 128);
  memset(profile->str, 0, 128);
  memcpy(profile->str + 8, "\2\x10\0\0", 4);
  memcpy(profile->str + 12, "mntrGRAYXYZ ", 12);
  memcpy(profile->str + 36, "acsp", 4);
  memcpy(profile->str + 68, "\0\0\xf6\xd6\0\1\0\0\0\0\xd3\x2d", 12);
  const guint32 offset = 128 + 4 + 2 * 12;
  const guint32 table[] = {GUINT32_TO_BE(2),
                           GUINT32_TO_BE(0x77747074), /* wtpt */
                           GUINT32_TO_BE(offset),
                           GUINT32_TO_BE(WTPT),
                           GUINT32_TO_BE(0x6b545243), /* kTRC */
                           GUINT32_TO_BE(offset + WTPT),
                           GUINT32_TO_BE(KTRC)};
  g_string_append_len(profile, (const char *)table, sizeof table);
  g_string_append_len(profile, "XYZ \0\0\0\0\0\0\xf6\xd6\0\1\0\0\0\0\xd3\x2d", WTPT);
  g_string_append_len(profile, "curv\0\0\0\0\0\0\0\1\2\x33\0\0", 16);
  guint32 size = GUINT32_TO_BE((guint32)profile->len);
  memcpy(profile->str, &size, 4);
  *length = profile->len;
  return g_string_free(profile, FALSE);
}

static void add_object(GString *pdf, GArray *offsets, const char *body) {
  guint32 offset = (guint32)pdf->len;
  g_array_append_val(offsets, offset);
  g_string_append_printf(pdf, "%u 0 obj\n%s\nendobj\n", offsets->len, body);
}

/* One page with one word, painted in the colours of an ICC profile. */
static GString *new_icc_pdf(void) {
  GString *pdf = g_string_new("%PDF-1.4\n");
  g_autoptr(GArray) offsets = g_array_new(FALSE, FALSE, sizeof(guint32));
  static const char content[] = "/C cs 0.5 sc BT /F 12 Tf 72 700 Td (Dungans) Tj ET";
  add_object(pdf, offsets, "<</Type/Catalog/Pages 2 0 R>>");
  add_object(pdf, offsets, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
  add_object(
      pdf, offsets,
      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 "
      "R>>/ColorSpace<</C[/ICCBased 6 0 R]>>>>>>");
  g_autofree char *stream =
      g_strdup_printf("<</Length %zu>>stream\n%s\nendstream", strlen(content), content);
  add_object(pdf, offsets, stream);
  add_object(pdf, offsets, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
  gsize length;
  g_autofree char *profile = new_profile(&length);
  guint32 offset = (guint32)pdf->len;
  g_array_append_val(offsets, offset);
  g_string_append_printf(pdf, "6 0 obj\n<</N 1/Alternate/DeviceGray/Length %zu>>stream\n", length);
  g_string_append_len(pdf, profile, (gssize)length);
  g_string_append(pdf, "\nendstream\nendobj\n");
  gsize xref = pdf->len;
  g_string_append_printf(pdf, "xref\n0 %u\n0000000000 65535 f \n", offsets->len + 1);
  for (guint i = 0; i < offsets->len; i++)
    g_string_append_printf(pdf, "%010u 00000 n \n", g_array_index(offsets, guint32, i));
  g_string_append_printf(pdf, "trailer<</Size %u/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n",
                         offsets->len + 1, xref);
  return pdf;
}

/* Poppler asks the program for a transform, gets none, and reads the text all
 * the same.  If this fails, look at the linker's flags first (see colour.c). */
static void test_colour_transforms_are_refused(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(GString) bytes = new_icc_pdf();
  g_autofree char *path = fixture_write(folder, "icc.pdf", bytes->str, (gssize)bytes->len);
  RcStatus status;
  g_autoptr(RcExtraction) extraction = open_pdf(path, &status);
  assert_non_null(extraction);
  guint before = rc_extraction_transforms_refused();
  g_autoptr(RcPage) page = rc_extraction_read_page(extraction, 1);
  assert_non_null(page);
  assert_non_null(strstr(page->text, "Dungans"));
  assert_true(rc_extraction_transforms_refused() > before);
}

/* The passages of a page with this content, in Times of 10 points, /F; the codes \300 to \302 are
 * Hebrew letters. */
static GPtrArray *read_content(const char *content) {
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *pdf = g_strdup_printf(
      "%%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
      "2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n"
      "3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R\n"
      "  /Resources <</Font <</F 5 0 R>>>>>> endobj\n"
      "4 0 obj <</Length %zu>> stream\n%s\nendstream endobj\n"
      "5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Times-Roman\n"
      "  /Encoding /WinAnsiEncoding"
      "  /ToUnicode 6 0 R>> endobj\n"
      "6 0 obj <</Length 186>> stream\n"
      "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
      "1 begincodespacerange <00> <FF> endcodespacerange\n"
      "2 beginbfrange <20> <7E> <0020> <C0> <C2> <05D0> endbfrange\nendcmap end end\n"
      "endstream endobj\ntrailer <</Root 1 0 R /Size 7>>\n%%%%EOF\n",
      strlen(content), content);
  g_autofree char *path = fixture_write(folder, "content.pdf", pdf, -1);
  RcStatus status;
  g_autoptr(RcExtraction) extraction = open_pdf(path, &status);
  assert_non_null(extraction);
  g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_page_free);
  g_ptr_array_add(pages, rc_extraction_read_page(extraction, 1));
  assert_non_null(pages->pdata[0]);
  check_page(pages->pdata[0], 1);
  return rc_layout_passages(pages);
}

static const RcPassage *passage_at(const GPtrArray *passages, guint i) {
  assert_true(i < passages->len);
  return g_ptr_array_index(passages, i);
}

/* A name that runs from right to left in a line that does not. */
static void test_right_to_left_name(void **state) {
  (void)state;
  g_autoptr(GPtrArray) passages = read_content(
      "BT /F 10 Tf 72 700 Td (1. The paper \\300\\301 \\302\\301\\302 was closed in spring.) Tj\n"
      "0 -24 Td (2. Its readers were told to come back in the autumn.) Tj\n"
      "0 -24 Td (3. Nobody was heard.) Tj ET");
  assert_int_equal(passages->len, 3);
  assert_string_equal(passage_at(passages, 0)->text, "1. The paper גבג בא was closed in spring.");
  assert_string_equal(passage_at(passages, 1)->number, "2");
  assert_string_equal(passage_at(passages, 1)->text,
                      "2. Its readers were told to come back in the autumn.");
  assert_string_equal(passage_at(passages, 2)->text, "3. Nobody was heard.");
}

/* A line drawn out to the width of its column letter by letter, its words further apart: text of
 * one letter for each place, in points. */
static void test_stretched_letters(void **state) {
  static const char *const lines[] = {"the courts refused", "every petition of", "our weavers so"};
  (void)state;
  GString *content = g_string_new("BT /F 10 Tf 72 730 Td (1. Judgment of the valley) Tj\n");
  for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
    g_string_append_printf(content, "1 0 0 1 72 %u Tm\n", 700 - 14 * i);
    for (const char *p = lines[i]; *p; p++) /* odd ones a little nearer, as justified text has it */
      g_string_append_printf(content, "(%c) Tj %s 0 Td\n", *p,
                             *p == ' '            ? "10"
                             : (p - lines[i]) % 2 ? "9.5"
                                                  : "8.8");
  }
  g_string_append(content, "1 0 0 1 72 658 Tm (late in the spring.) Tj ET");
  g_autofree char *bytes = g_string_free(content, FALSE);
  g_autoptr(GPtrArray) passages = read_content(bytes);
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < passages->len; i++)
    g_string_append_printf(text, "%s ", passage_at(passages, i)->text);
  assert_string_equal(text->str,
                      "1. Judgment of the valley the courts refused every petition of our weavers "
                      "so late in the spring. ");
}

/* Short words and figures, the first of them apart, are none of that; nor are small letters before
 * capitals. */
static void test_short_words(void **state) {
  static const char *const words[] = {"AI, p. 1 and JS6, p. 14 or", "ai, p. 1 and s. 6, p. 14 or",
                                      "a B c D e F g H or"};
  (void)state;
  for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
    g_autofree char *content = g_strdup_printf(
        "BT /F 10 Tf 72 700 Td (12) Tj 15 0 Td (%s) Tj 124 0 Td (a) Tj ET", words[i]);
    g_autofree char *expected = g_strdup_printf("12 %s a", words[i]);
    g_autoptr(GPtrArray) passages = read_content(content);
    assert_int_equal(passages->len, 1);
    assert_string_equal(passage_at(passages, 0)->text, expected);
  }
}

/* The texts of the passages, each with a stroke after it. */
static char *join_texts(const GPtrArray *passages) {
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < passages->len; i++)
    g_string_append_printf(text, "%s|", passage_at(passages, i)->text);
  return g_string_free(text, FALSE);
}

/* Two columns of stretched lines are not one. */
static void test_stretched_columns(void **state) {
  static const char *const lines[][2] = {{"the courts refused", "Her mill stood by"},
                                         {"every petition of", "a ford below the"},
                                         {"our weavers so late", "two old bridges, and"},
                                         {"in the spring that", "nobody could cross"},
                                         {"they went home by", "the river without"},
                                         {"the road along it.", "paying the miller."}};
  (void)state;
  g_autoptr(GString) content = g_string_new("BT /F 10 Tf\n");
  for (guint i = 0; i < 2 * G_N_ELEMENTS(lines); i++) {
    const char *line = lines[i / 2][i % 2];
    g_string_append_printf(content, "1 0 0 1 %u %u Tm\n", i % 2 ? 340 : 72, 700 - 14 * (i / 2));
    for (const char *p = line; *p; p++)
      g_string_append_printf(content, "(%c) Tj %s 0 Td\n", *p,
                             *p == ' '        ? "10"
                             : (p - line) % 2 ? "9.5"
                                              : "8.8");
  }
  g_string_append(content, "ET");
  g_autoptr(GPtrArray) passages = read_content(content->str);
  g_autofree char *text = join_texts(passages);
  assert_string_equal(text,
                      "the courts refused every petition of our weavers so late in the spring "
                      "that they went home by the road along it.|Her mill stood by a ford "
                      "below the two old bridges, and nobody could cross the river without "
                      "paying the miller.|");
}

/* What warms the fork server has what patterns are compiled for: a number, which is read, and the
 * number of a page, which is left out. */
static void test_the_sample_page(void **state) {
  (void)state;
  g_autoptr(RcExtraction) extraction = rc_extraction_open_sample();
  assert_int_equal(rc_extraction_page_count(extraction), 1);
  g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_page_free);
  g_ptr_array_add(pages, rc_extraction_read_page(extraction, 1));
  assert_non_null(pages->pdata[0]);
  check_page(pages->pdata[0], 1);
  g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
  assert_int_equal(passages->len, 1);
  const RcPassage *passage = passages->pdata[0];
  assert_string_equal(passage->text, "1. The Committee recommends a report.");
  assert_string_equal(passage->number, "1");
  assert_int_equal(passage->kind, RC_KIND_RECOMMENDATION);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_colour_transforms_are_refused), /* before anything is drawn */
      cmocka_unit_test(test_pages_and_lines),
      cmocka_unit_test(test_page_count),
      cmocka_unit_test(test_title),
      cmocka_unit_test(test_a_scan_has_pages_and_no_lines),
      cmocka_unit_test(test_what_is_no_pdf),
      cmocka_unit_test(test_a_torn_pdf),
      cmocka_unit_test(test_an_encrypted_pdf),
      cmocka_unit_test(test_right_to_left_name),
      cmocka_unit_test(test_stretched_letters),
      cmocka_unit_test(test_short_words),
      cmocka_unit_test(test_stretched_columns),
      cmocka_unit_test(test_the_sample_page),
  };
  return cmocka_run_group_tests_name("extract", tests, NULL, NULL);
}
