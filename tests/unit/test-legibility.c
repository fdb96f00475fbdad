/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is taken for text and what for noise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <string.h>

#include "extract.h"
#include "legibility.h"

static const char english[] =
    "The Committee is concerned at reports that persons belonging to ethnic minorities were "
    "detained without a warrant and that their complaints were not examined. It recommends that "
    "the State party investigate all such cases.";
static const char russian[] =
    "Комитет обеспокоен сообщениями о том, что лица, принадлежащие к этническим меньшинствам, "
    "задерживались без ордера, а их жалобы не рассматривались. Он рекомендует государству-"
    "участнику расследовать все такие случаи.";
static const char kazakh[] =
    "Барлық адамдар тумысынан азат және қадір-қасиеті мен құқықтары тең болып дүниеге келеді. "
    "Адамдарға ақыл-парасат, ар-ождан берілген, сондықтан олар бір-бірімен туыстық, "
    "бауырмалдық қарым-қатынас жасаулары тиіс.";
static const char uzbek[] =
    "Barcha odamlar erkin, qadr-qimmat va huquqlarda teng bo‘lib tug‘iladilar. Ular aql va vijdon "
    "sohibidirlar va bir-birlari ila birodarlarcha muomala qilishlari zarur.";
static const char vietnamese[] =
    "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền. Mọi con người "
    "đều được tạo hoá ban cho lý trí và lương tâm và cần phải đối xử với nhau trong tình anh em.";
static const char armenian[] =
    "Բոլոր մարդիկ ծնվում են ազատ ու հավասար իրենց արժանապատվությամբ ու իրավունքներով։ Նրանք ունեն "
    "բանականություն ու խիղճ և միմյանց պետք է եղբայրաբար վերաբերվեն։";
static const char contents[] =
    "I. Introduction ........................................................... 1-4 3\n"
    "II. Positive aspects ...................................................... 5-9 4\n"
    "III. Concerns ............................................................. 10-40 5\n";
static const char table[] =
    "1998 12 34 56 78 90 1 234 5 678 90 12 345 67 89 0 1999 13 35 57 79 91 2 345 "
    "6 789 01 23 456 78 90 1 2000 14 36 58 80 92 3 456 7 890 12 34 567 89 01 2";

static RcLegibility judge(const char *text) {
  RcLetterStatistics statistics;
  rc_legibility_count(text, &statistics);
  return rc_legibility_judge(&statistics);
}

static void test_text(void **state) {
  (void)state;
  static const char *const texts[] = {english,  russian,  kazakh, uzbek,     vietnamese,
                                      armenian, contents, table,  "Annex I", "A/HRC/13/7",
                                      "ДОКЛАД", "1",      "§ 24", "•"};
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
    if (judge(texts[i]) != RC_LEGIBILITY_READABLE)
      fail_msg("taken for noise: %s", texts[i]);
}

/* What stands for a name that was taken out makes no text noise, and no noise text. */
static void test_runs_of_one_letter(void **state) {
  (void)state;
  g_autofree char *redacted = g_strdup_printf(
      "XXXXXXXXXXXXXXXXXXXX and XXXXXXXXXXXXXXXXXXXXXXXX against XXXXXXXXXXXXXXXXXXXX\n%s\n"
      "XXXXXXXXXXXXXXXXXXXX, XXXXXXXXXXXXXXXXXXXXXXXXXXXX, XXXXXXXXXXXXXXXXXXXXXXXXXXXX",
      english);
  assert_int_equal(judge(redacted), RC_LEGIBILITY_READABLE);
  assert_int_equal(judge("XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX, XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX"),
                   RC_LEGIBILITY_READABLE);
  GString *noise = g_string_new("Wkh Frpplwwhh lv frqfhuqhg dw uhsruwv wkdw shuvrqv ehorqjlqj wr "
                                "hwkqlf plqrulwlhv zhuh ghwdlqhg zlwkrxw d zduudqw ");
  for (guint i = 0; i < 20; i++)
    g_string_append(noise, "eeeeeeeeeeaaaaaaaaaa ");
  assert_int_equal(judge(noise->str), RC_LEGIBILITY_NOISE);
  g_string_free(noise, TRUE);
}

static void test_no_text(void **state) {
  (void)state;
  assert_int_equal(judge(""), RC_LEGIBILITY_EMPTY);
  assert_int_equal(judge(" \n\t\f\xC2\xA0\n"), RC_LEGIBILITY_EMPTY);
}

/* Each character of `text` moved: what a font without a Unicode map looks like. */
static char *shift(const char *text, int by) {
  GString *shifted = g_string_new(NULL);
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    g_string_append_unichar(shifted, c == ' ' ? c : (gunichar)((int)c + by));
  }
  return g_string_free(shifted, FALSE);
}

static void test_shifted_letters(void **state) {
  (void)state;
  static const struct {
    const char *text;
    int by;
  } cases[] = {{english, 1},   {english, 2},   {english, 3},      {english, 5},
               {english, -1},  {english, -3},  {english, -29},    {english, 0xE000},
               {russian, -29}, {russian, 200}, {russian, -0x340}, {russian, 0xE000}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *noise = shift(cases[i].text, cases[i].by);
    if (judge(noise) != RC_LEGIBILITY_NOISE)
      fail_msg("taken for text (shift %d): %s", cases[i].by, noise);
  }
}

static void test_wrong_encoding(void **state) {
  (void)state;
  g_autofree char *bytes = g_convert(russian, -1, "CP1251", "UTF-8", NULL, NULL, NULL);
  g_autofree char *noise = bytes ? g_convert(bytes, -1, "UTF-8", "CP1252", NULL, NULL, NULL) : NULL;
  assert_non_null(noise);
  assert_int_equal(judge(noise), RC_LEGIBILITY_NOISE);
}

static void test_signs(void **state) {
  (void)state;
  assert_int_equal(judge("\x01\x02\x03\x04\x05 \x06\x07\x0e\x0f \x10\x11\x12\x13\x14\x15"),
                   RC_LEGIBILITY_NOISE);
  assert_int_equal(judge("\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD the \xEF\xBF\xBD\xEF\xBF\xBD text"),
                   RC_LEGIBILITY_NOISE);
  GString *signs = g_string_new(NULL);
  for (int i = 0; i < 100; i++)
    g_string_append(signs, "#$ %&! ");
  assert_int_equal(judge(signs->str), RC_LEGIBILITY_NOISE);
  g_string_free(signs, TRUE);
}

static void test_misreading(void **state) {
  (void)state;
  RcLetterStatistics statistics;
  rc_legibility_count("UN UBRAR'( ocr i - 1.w ,i\xC2\xB7/ rrwenty-sixth session, Nicar~gua",
                      &statistics);
  assert_true(rc_legibility_shows_misreading(&statistics));
  rc_legibility_count(english, &statistics);
  assert_false(rc_legibility_shows_misreading(&statistics));
}

/* No false alarm in the sample library; the one page that has no text is a scan. */
static void check_corpus_file(const char *path) {
  RcStatus status;
  g_autoptr(RcExtraction) extraction =
      rc_extraction_open(open(path, O_RDONLY | O_CLOEXEC), &status);
  assert_non_null(extraction);
  for (guint32 i = 1; i <= rc_extraction_page_count(extraction); i++) {
    g_autoptr(RcPage) page = rc_extraction_read_page(extraction, i);
    if (judge(page->text) == RC_LEGIBILITY_NOISE)
      fail_msg("%s: page %u is taken for noise", path, i);
  }
}

static void test_corpus(void **state) {
  (void)state;
  g_autoptr(GDir) folder = g_dir_open("corpus", 0, NULL);
  assert_non_null(folder);
  for (const char *name; (name = g_dir_read_name(folder));) {
    g_autofree char *path = g_build_filename("corpus", name, NULL);
    if (g_str_has_suffix(name, ".pdf"))
      check_corpus_file(path);
  }
}

static void test_font_without_map(void **state) {
  (void)state;
  RcStatus status;
  g_autoptr(RcExtraction) extraction =
      rc_extraction_open(open("tests/fixtures/no-unicode-map.pdf", O_RDONLY | O_CLOEXEC), &status);
  assert_non_null(extraction);
  g_autoptr(RcPage) page = rc_extraction_read_page(extraction, 1);
  assert_int_equal(judge(page->text), RC_LEGIBILITY_NOISE);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_text),
      cmocka_unit_test(test_no_text),
      cmocka_unit_test(test_runs_of_one_letter),
      cmocka_unit_test(test_shifted_letters),
      cmocka_unit_test(test_wrong_encoding),
      cmocka_unit_test(test_signs),
      cmocka_unit_test(test_misreading),
      cmocka_unit_test(test_corpus),
      cmocka_unit_test(test_font_without_map),
  };
  return cmocka_run_group_tests_name("legibility", tests, NULL, NULL);
}
