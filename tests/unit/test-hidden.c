/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <math.h>

#include "extract.h"
#include "fixture.h"
#include "hidden.h"

/* Characters are boxes, so that no font of the system matters (those of another font have no
 * shape); bytes are of CP1251. */
#define FONT                                                                                       \
  "4 0 obj <</Type/Font/Subtype/Type3/FontBBox[0 0 600 700]/FontMatrix[.001 0 0 .001 0 0]"         \
  "/FirstChar 32/LastChar 255/Widths 5 0 R/CharProcs<</a 6 0 R>>/Encoding<</Differences 7 0 R>>"   \
  "/ToUnicode 8 0 R>> endobj\n"
#define SHAPE "600 0 0 0 500 700 d1 50 0 450 700 re f"
#define MAP                                                                                        \
  "/CIDInit/ProcSet findresource begin begincmap /CMapName/M def /CMapType 2 def "                 \
  "1 begincodespacerange <00> <FF> endcodespacerange 2 beginbfrange <20> <7E> <0020> "             \
  "<C0> <FF> <0410> endbfrange endcmap end"
/* A grey picture, the same with a colour that is none, a transparent colour, and one that
 * multiplies. */
#define RESOURCES                                                                                  \
  "/Resources<</Font<</F 4 0 R/H 9 0 R/N 12 0 R>>/XObject<</P 10 0 R/K 14 0 R/B 15 0 "             \
  "R>>/ExtGState<</T "                                                                             \
  "<</ca .4>>/M <</BM/Multiply>>>>>>"

/* A page with such contents and annotations; `images`, if it is asked for: yours to unref. */
static RcPage *read_page(const char *contents, const char *annotations, GArray **images) {
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(GString) pdf = g_string_new("%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
                                        "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n");
  g_string_append_printf(pdf,
                         "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/CropBox[50 0 600 "
                         "800]/Contents 11 0 R" RESOURCES "/Annots[%s]>> endobj\n" FONT,
                         annotations);
  g_string_append(pdf, "5 0 obj [");
  for (int i = 32; i < 256; i++)
    g_string_append(pdf, "600 ");
  g_string_append_printf(pdf,
                         "] endobj\n6 0 obj <</Length %zu>> stream\n" SHAPE
                         "\nendstream endobj\n7 0 obj [32/space",
                         strlen(SHAPE));
  for (int i = 33; i < 256; i++)
    g_string_append(pdf, "/a");
  g_string_append_printf(
      pdf,
      "] endobj\n8 0 obj <</Length %zu>> stream\n" MAP
      "\nendstream endobj\n9 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj\n"
      "10 0 obj <</Type/XObject/Subtype/Image/Width 1/Height 2/ColorSpace/DeviceGray"
      "/BitsPerComponent 8/Length 2>> stream\n\x66\x99\nendstream endobj\n"
      "11 0 obj <</Length %zu>> stream\n%s\nendstream endobj\n"
      "12 0 obj <</Type/Font/Subtype/Type3/FontBBox[0 0 600 700]/FontMatrix[.001 0 0 .001 0 0]"
      "/FirstChar 32/LastChar 255/Widths 5 0 R/CharProcs<</a 13 0 R>>/Encoding<</Differences "
      "7 0 R>>/ToUnicode 8 0 R>> endobj\n13 0 obj <</Length 21>> stream\n600 0 0 0 500 700 d1  "
      "\nendstream endobj\n14 0 obj <</Type/XObject/Subtype/Image/Width 1/Height 2/ColorSpace"
      "/DeviceGray/BitsPerComponent 8/Mask[102 102]/Length 2>> stream\n\x66\x99\nendstream endobj\n"
      "15 0 obj <</Type/XObject/Subtype/Image/Width 9/Height 9/ColorSpace/DeviceGray"
      "/BitsPerComponent 8/Filter/FlateDecode/Length 4>> stream\nx\234\7\7\nendstream endobj\n"
      "trailer <</Root 1 0 R>>\n%%%%EOF\n",
      strlen(MAP), strlen(contents), contents);
  g_autofree char *path = fixture_write(folder, "page.pdf", pdf->str, (gssize)pdf->len);
  RcStatus status;
  g_autoptr(RcExtraction) extraction =
      rc_extraction_open(open(path, O_RDONLY | O_CLOEXEC), &status);
  assert_non_null(extraction);
  RcPage *page = rc_extraction_read_page(extraction, 1);
  assert_non_null(page);
  if (images)
    *images = rc_extraction_images(extraction, 1);
  return page;
}

typedef struct {
  const char *name, *contents, *annotations;
  const char *text; /* all that is seen */
  guint why;
} Case;

/* Russian in CP1251: "Свидетель Тимуров показал". */
#define WITNESS                                                                                    \
  "\xd1\xe2\xe8\xe4\xe5\xf2\xe5\xeb\xfc \xd2\xe8\xec\xf3\xf0\xee\xe2 "                             \
  "\xef\xee\xea\xe0\xe7\xe0\xeb"
#define LINE "BT /F 10 Tf 100 600 Td (Witness Timurova spoke) Tj ET "
/* Around the name. */
#define BOX "145 596 52 14 re f "

static void check(const Case *cases, gsize count) {
  for (gsize i = 0; i < count; i++) {
    const Case *c = &cases[i];
    g_autoptr(RcPage) page = read_page(c->contents, c->annotations ? c->annotations : "", NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    g_auto(GStrv) words = g_strsplit_set(page->text, " \n", -1);
    for (char **word = words; *word; word++)
      g_string_append_printf(text, "%s%s", **word && text->len ? " " : "", *word);
    if (strcmp(text->str, c->text) != 0 || page->hidden != c->why)
      fail_msg("%s: \"%s\", why %u", c->name, text->str, page->hidden);
    /* Boxes, runs and lines are of the text that is left. */
    for (guint j = 0; j < page->lines->len; j++)
      assert_true(g_array_index(page->lines, RcLine, j).end <= strlen(page->text));
    for (guint j = 0; j < page->spans->len; j++)
      assert_true(g_array_index(page->spans, RcSpan, j).end <= strlen(page->text));
  }
}

/* Each with text that is seen beside it. */
static void test_what_is_hidden(void **state) {
  (void)state;
  static const Case cases[] = {
      {"a black box", LINE BOX, NULL, "Witness spoke", RC_HIDDEN_COVERED},
      {"a white box", LINE "1 g " BOX, NULL, "Witness spoke", RC_HIDDEN_COVERED},
      {"a box of a colour", LINE ".2 .4 .9 rg " BOX, NULL, "Witness spoke", RC_HIDDEN_COVERED},
      {"Russian", "BT /F 10 Tf 100 600 Td (" WITNESS ") Tj ET 158 596 48 14 re f ", NULL,
       "Свидетель показал", RC_HIDDEN_COVERED},
      {"a thick line", LINE "12 w 146 603 m 197 603 l S ", NULL, "Witness spoke",
       RC_HIDDEN_COVERED},
      {"a thick line askew", LINE "12 w 146 603 m 197 604 l S ", NULL, "Witness spoke",
       RC_HIDDEN_PICTURE},
      {"a thick line with ends", LINE "2 J 12 w 152 603 m 191 603 l S ", NULL, "Witness spoke",
       RC_HIDDEN_COVERED},
      {"the colour of a thick line",
       ".2 .4 .9 RG 20 w 90 503 m 250 503 l S " LINE
       ".2 .4 .9 rg BT /F 10 Tf 100 500 Td (praise) Tj ET ",
       NULL, "Witness Timurova spoke", RC_HIDDEN_PALE},
      {"a picture", LINE "q 52 0 0 14 145 596 cm /P Do Q ", NULL, "Witness spoke",
       RC_HIDDEN_PICTURE},
      {"a box that leaves the feet of letters", LINE "145 601.5 52 9 re f ", NULL, "Witness spoke",
       RC_HIDDEN_COVERED},
      {"most of a name", LINE "145 596 33 14 re f ", NULL, "Witness spoke", RC_HIDDEN_COVERED},
      {"two letters of one", LINE "147 596 13 14 re f ", NULL, "Witness murova spoke",
       RC_HIDDEN_COVERED},
      {"a letter in brackets",
       "BT /F 10 Tf 100 600 Td (Witness \\(T\\) spoke) Tj ET 153.5 596 7 14 re f ", NULL,
       "Witness spoke", RC_HIDDEN_COVERED},
      {"nearly white on white", LINE ".98 g BT /F 10 Tf 100 500 Td (praise) Tj ET ", NULL,
       "Witness Timurova spoke", RC_HIDDEN_PALE},
      {"a font of the system",
       "BT /H 10 Tf 100 600 Td (Witness) Tj 60 0 Td (Timurova) Tj 60 0 Td (spoke) Tj ET "
       "158 596 48 14 re f ",
       NULL, "Witness spoke", RC_HIDDEN_COVERED},
      {"white on white", LINE "1 g BT /F 10 Tf 100 500 Td (praise) Tj ET ", NULL,
       "Witness Timurova spoke", RC_HIDDEN_PALE},
      {"black on black", LINE "90 490 200 30 re f BT /F 10 Tf 100 500 Td (praise) Tj ET ", NULL,
       "Witness Timurova spoke", RC_HIDDEN_PALE},
      {"tiny", LINE "BT /F .3 Tf 100 500 Td (praise) Tj ET ", NULL, "Witness Timurova spoke",
       RC_HIDDEN_TINY},
      {"never drawn", LINE "BT 3 Tr /F 10 Tf 100 500 Td (praise) Tj ET ", NULL,
       "Witness Timurova spoke", RC_HIDDEN_UNDRAWN},
      {"never drawn, in a font of its own", LINE "BT 3 Tr /H 10 Tf 100 500 Td (praise) Tj ET ",
       NULL, "Witness Timurova spoke", RC_HIDDEN_UNDRAWN},
      {"clipped", LINE "q 0 0 10 10 re W n BT /F 10 Tf 100 500 Td (praise) Tj ET Q ", NULL,
       "Witness Timurova spoke", RC_HIDDEN_UNDRAWN},
      {"marked for redaction", LINE, "<</Type/Annot/Subtype/Redact/Rect[145 596 197 610]>>",
       "Witness spoke", RC_HIDDEN_MARKED},
      {"outside of the page", LINE "BT /F 10 Tf 5 500 Td (x) Tj ET ", NULL,
       "Witness Timurova spoke", 0},
      /* OCR of a scan, and a box over a name in it. */
      {"a covered name of a scan",
       "q 600 0 0 800 0 0 cm /P Do Q BT 3 Tr /F 10 Tf 100 600 Td (Witness Timurova spoke) Tj ET "
       "0 g " BOX,
       NULL, "Witness spoke", RC_HIDDEN_COVERED},
  };
  check(cases, G_N_ELEMENTS(cases));
}

static void test_what_is_seen(void **state) {
  (void)state;
  static const char *const all = "Witness Timurova spoke";
  const Case cases[] = {
      {"text alone", LINE, NULL, all, 0},
      {"a box behind", ".9 g " BOX "0 g " LINE, NULL, all, 0},
      {"a dark box behind white text", BOX "1 g BT /F 10 Tf 148 600 Td (Timurova) Tj ET ", NULL,
       "Timurova", 0},
      {"white text on a picture", "q 300 0 0 100 90 550 cm /P Do Q 1 g " LINE, NULL, all, 0},
      {"a frame", LINE "145 596 52 14 re S ", NULL, all, 0},
      {"a line below", LINE "145 598.5 52 .6 re f ", NULL, all, 0},
      {"a line through", LINE "145 603 52 .8 re f ", NULL, all, 0},
      {"transparent yellow", LINE "/T gs 1 1 0 rg " BOX, NULL, all, 0},
      {"yellow that multiplies", LINE "/M gs 1 1 0 rg " BOX, NULL, all, 0},
      {"a box over one letter", LINE "147 596 7 14 re f ", NULL, all, 0},
      {"a box beside", LINE "145 620 52 14 re f ", NULL, all, 0},
      {"a box with a hole", LINE "140 590 62 26 re 143 594 56 18 re f* ", NULL, all, 0},
      {"pale grey", ".8 g " LINE, NULL, all, 0},
      {"narrow letters", "10 Tz BT /F 10 Tf 100 600 Td (Timurova) Tj ET ", NULL, "Timurova", 0},
      {"outlines", "1 Tr .3 w " LINE, NULL, all, 0},
      {"OCR above a scan", "q 600 0 0 800 0 0 cm /P Do Q 3 Tr " LINE, NULL, all, 0},
      {"OCR below a scan", LINE "q 600 0 0 800 0 0 cm /P Do Q ", NULL, all, 0},
      {"transparent yellow on a scan",
       "q 600 0 0 800 0 0 cm /P Do Q 3 Tr " LINE "/T gs 1 1 0 rg " BOX, NULL, all, 0},
      {"yellow that multiplies on a scan",
       "q 600 0 0 800 0 0 cm /P Do Q 3 Tr " LINE "/M gs 1 1 0 rg " BOX, NULL, all, 0},
      {"a highlight", LINE,
       "<</Type/Annot/Subtype/Highlight/Rect[145 596 197 610]/C[1 1 0]"
       "/QuadPoints[145 610 197 610 145 596 197 596]>>",
       all, 0},
      {"a link", LINE, "<</Type/Annot/Subtype/Link/Rect[145 596 197 610]/Border[0 0 1]>>", all, 0},
  };
  check(cases, G_N_ELEMENTS(cases));
}

/* Characters that a font of the system may lack: they are seen elsewhere. */
static void test_a_font_without_shapes(void **state) {
  (void)state;
  static const Case cases[] = {
      {"no shape", "90 600 2 2 re f BT /N 10 Tf 100 600 Td (A B) Tj ET " BOX, NULL, "A B", 0},
      {"no shape, covered", "BT /N 10 Tf 100 600 Td (A) Tj 50 0 Td (B) Tj ET " BOX, NULL, "A",
       RC_HIDDEN_COVERED},
  };
  check(cases, G_N_ELEMENTS(cases));
}

/* What came over a blank is no reason to draw the page. */
static void test_what_wants_pictures(void **state) {
  (void)state;
  g_autofree RcPainting *painting = g_new(RcPainting, 1);
  const RcBox boxes[] = {{100, 100, 106, 110}, {106, 100, 112, 110}, {130, 100, 136, 110}};
  RcCharacters characters = {.text = "a b", .boxes = boxes, .count = G_N_ELEMENTS(boxes)};
  rc_painting_clear(painting, 600, 800);
  for (guint i = 0; i < G_N_ELEMENTS(boxes); i += 2)
    painting->has_text[rc_painting_row(painting, 105)]
                      [rc_painting_column(painting, (double)boxes[i].x1 + 3)] = 1;
  painting->covers[painting->cover_count++] = (RcBox){110, 90, 126, 130};
  assert_false(rc_hidden_wants_pictures(&characters, painting));
  painting->covers[painting->cover_count++] = (RcBox){134, 90, 150, 130};
  assert_true(rc_hidden_wants_pictures(&characters, painting));
  painting->cover_count = 0;
  painting->is_doubtful = true;
  assert_true(rc_hidden_wants_pictures(&characters, painting));
}

/* Whole, whatever cuts them off, and none of annotations. */
static void test_images(void **state) {
  (void)state;
  static const struct {
    const char *name, *contents, *annotations;
    guint count;
    bool watched; /* poppler, if it is asked, does not know of the crop box */
  } cases[] = {
      {"one", LINE "q 52 0 0 14 145 596 cm /P Do Q ", "", 1, true},
      {"cut off", LINE "q 145 596 5 5 re W n 52 0 0 14 145 596 cm /P Do Q ", "", 1, true},
      {"two", LINE "q 52 0 0 14 145 596 cm /P Do /P Do Q ", "", 2, true},
      {"with a colour that is none", LINE "q 52 0 0 14 145 596 cm /K Do Q ", "", 1, true},
      {"let through", LINE "q /T gs 52 0 0 14 145 596 cm /P Do Q ", "", 1, true},
      {"beside a frame", LINE "12 w 20 20 90 90 re S q 52 0 0 14 145 596 cm /P Do Q ", "", 1,
       false},
      {"beside a note", LINE "q 52 0 0 14 145 596 cm /P Do Q ",
       "<</Type/Annot/Subtype/Text/Rect[10 10 20 20]/Contents(a)>>", 1, false},
      {"none", LINE BOX, "", 0, false},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GArray) images = NULL;
    g_autoptr(RcPage) page = read_page(cases[i].contents, cases[i].annotations, &images);
    const RcBox *box = (const RcBox *)(const void *)images->data;
    if (images->len != cases[i].count ||
        (cases[i].watched && (fabsf(box->x1 - 95) > .1f || fabsf(box->y1 - 190) > .1f ||
                              fabsf(box->x2 - 147) > .1f || fabsf(box->y2 - 204) > .1f)))
      fail_msg("%s: %u images", cases[i].name, images->len);
  }
}

/* Damage of what may show writing. */
static void test_damaged_images(void **state) {
  (void)state;
  g_autoptr(RcPage) narrow = read_page(LINE "q 52 0 0 14 145 300 cm /B Do Q ", "", NULL);
  g_autoptr(RcPage) wide = read_page(LINE "q 400 0 0 300 100 100 cm /B Do Q ", "", NULL);
  assert_int_equal(narrow->damage, RC_DAMAGE_NONE);
  assert_int_equal(wide->damage, RC_DAMAGE_SURE);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_what_is_hidden),
      cmocka_unit_test(test_what_is_seen),
      cmocka_unit_test(test_a_font_without_shapes),
      cmocka_unit_test(test_what_wants_pictures),
      cmocka_unit_test(test_images),
      cmocka_unit_test(test_damaged_images),
  };
  return cmocka_run_group_tests_name("hidden", tests, NULL, NULL);
}
