/* SPDX-License-Identifier: GPL-3.0-or-later */
/* References and citations: numbers in parts, names of cases, and each kind of work in each style.
 * All documents and persons are invented. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "case-name.h"
#include "citation.h"
#include "search.h"

/* --- numbers --- */

static char *describe_number(const char *number) {
  g_autoptr(GPtrArray) locators = rc_reference_read_number(number);
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < locators->len; i++) {
    const RcLocator *locator = locators->pdata[i];
    g_string_append_printf(text, "%s%s=%s", i ? "; " : "", rc_locator_name(locator->kind),
                           locator->value);
  }
  return g_string_free(text, FALSE);
}

static void test_numbers(void **state) {
  (void)state;
  static const struct {
    const char *number, *parts;
  } cases[] = {
      {NULL, ""},
      {"12", "paragraph=12"},
      {"12 (a) (ii)", "paragraph=12 (a) (ii)"},
      {"76.1", "paragraph=76.1"},
      {"4a", "paragraph=4a"},
      {"(iv)", "paragraph=(iv)"},
      {"fn. 7", "footnote=7"},
      {"fn. **", "footnote=**"},
      {"85, recommendation 57", "paragraph=85; recommendation=57"},
      {"36, item 1", "paragraph=36; item=1"},
      {"5, item 2, item 1", "paragraph=5; item=2, item 1"},
      {"1, recommendation 1, item 1", "paragraph=1; recommendation=1; item=1"},
      {"Article 14 (2)", "article=14 (2)"},
      {"Статья 52 (5) (1)", "article=52 (5) (1)"},
      {"Статья 83-1 (1)", "article=83-1 (1)"},
      {"Стаття 32 (b)", "article=32 (b)"},
      {"DISSENTING OPINION OF JUDGE ROE, para. 3",
       "heading=DISSENTING OPINION OF JUDGE ROE; paragraph=3"},
      {"ОСОБОЕ МНЕНИЕ СУДЬИ ИВАНОВА, para. 2, item 1",
       "heading=ОСОБОЕ МНЕНИЕ СУДЬИ ИВАНОВА; paragraph=2; item=1"},
      {"6. Meetings of the Commission, para. 6 (1)",
       "heading=6. Meetings of the Commission; paragraph=6 (1)"},
      {"1. Interpretation (a)", "heading=1. Interpretation; paragraph=(a)"},
      {"Annex", "heading=Annex"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *parts = describe_number(cases[i].number);
    assert_string_equal(parts, cases[i].parts);
  }
}

/* --- names of cases --- */

static void test_case_names(void **state) {
  (void)state;
  static const struct {
    const char *title, *name;
  } cases[] = {
      {"CASE OF ROE AND OTHERS v. RURITANIA", "Roe and Others v. Ruritania"},
      {"CASE OF X. AND OTHERS v. THE REPUBLIC OF RURITANIA",
       "X. and Others v. the Republic of Ruritania"},
      {"CASE OF SAMPLEAIR S.R.L. v. RURITANIA", "Sampleair S.R.L. v. Ruritania"},
      {"CASE OF O'ROE-MCDOE v. RURITANIA (No. 2)", "O'Roe-Mcdoe v. RURITANIA (No. 2)"},
      {"CASE OF MCROE v. RURITANIA", "McRoe v. Ruritania"},
      {"CASE OF ROE DE SAMPLE v. RURITANIA", "Roe de Sample v. Ruritania"},
      {"CASE OF SAMPLE MILL II v. RURITANIA", "Sample Mill II v. Ruritania"},
      {"Jane Mary ROE against Ruritania", "Roe v. Ruritania"},
      {"Roe v Minister of Samples", "Roe v. Minister of Samples"},
      {"MEC for Samples v M", "MEC for Samples v. M"},
      {"ДЕЛО «КОМПАНИЯ “ОБРАЗЕЦ ИНК.” ПРОТИВ РУРИТАНИИ»",
       "Компания “Образец Инк.” против Руритании"},
      {"ДЕЛО «ОБРАЗЦОВ И ДРУГИЕ ПРОТИВ РУРИТАНИИ»", "Образцов и другие против Руритании"},
      {"ДЕЛО «МЕЛЬНИЦА II ПРОТИВ РУРИТАНИИ»", "Мельница II против Руритании"},
      {"СПРАВА «ЗРАЗКОВ'ЯНЕНКО ПРОТИ РУРИТАНІЇ»", "Зразков'яненко проти Руританії"},
      {"Справа \"Зразок проти Руританії\"", "Зразок проти Руританії"},
      {"CASO 19 MUESTRAS Vs. RURITANIA", "19 Muestras v. Ruritania"},
      {"Мотивированное решение, Дело № А00-0000/2025",
       "Мотивированное решение, Дело № А00-0000/2025"},
      {"v.", "v."},
      {"CASE OF", "Case of"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *name = rc_case_name(cases[i].title);
    assert_string_equal(name, cases[i].name);
  }
  g_autofree char *court = rc_quiet_name("SUPREME COURT OF RURITANIA");
  assert_string_equal(court, "Supreme Court of Ruritania");
  g_autofree char *quiet = rc_quiet_name("Centre for Samples");
  assert_string_equal(quiet, "Centre for Samples");
}

/* --- citations --- */

typedef struct {
  const char *symbol, *title, *organisation, *date, *type, *language; /* of the document */
  const char *number, *page_label, *last_page_label;                  /* of the passage */
  guint32 page, last_page;
  const char *path; /* NULL: any */
} Source;

/* A hit with that passage, whose reference is rc_hit_reference(). */
static RcHit *new_hit(const Source *source) {
  RcDocument *document = rc_document_new();
  RcPassage *passage = rc_passage_new();
  RcFile file = {.path = g_strdup(source->path ? source->path : "folder/sample.pdf")};
  g_array_append_val(document->files, file);
  rc_document_set(document, RC_METADATA_SYMBOL, source->symbol, "page 1");
  rc_document_set(document, RC_METADATA_TITLE, source->title, "page 1");
  rc_document_set(document, RC_METADATA_ORGANISATION, source->organisation, "page 1");
  rc_document_set(document, RC_METADATA_DATE, source->date, "page 1");
  rc_document_set(document, RC_METADATA_TYPE, source->type, "page 1");
  rc_document_set(document, RC_METADATA_LANGUAGE, source->language, "text");
  passage->number = g_strdup(source->number);
  passage->page_label = g_strdup(source->page_label);
  passage->last_page_label = g_strdup(source->last_page_label);
  RcPageStart starts[] = {{0, source->page}, {5, source->last_page}};
  g_array_append_vals(passage->page_starts, starts, source->last_page ? 2 : 1);
  RcHit *hit = rc_hit_new(document);
  rc_hit_add_passage(hit, passage, g_array_new(FALSE, FALSE, sizeof(RcHighlight)));
  return hit;
}

static const Source general_comment = {
    .symbol = "CCPR/C/GC/98",
    .title = "General comment No. 98",
    .organisation = "Human Rights Committee",
    .date = "2019-09-03",
    .type = "other",
    .language = "en",
    .number = "12 (a)",
    .page_label = "3",
    .page = 4,
};
static const Source observations = {
    .symbol = "CERD/C/KAZ/CO/98",
    .title = "Заключительные замечания",
    .organisation = "Комитет по ликвидации расовой дискриминации",
    .date = "2022-05-11",
    .type = "concluding-observations",
    .language = "ru",
    .number = "24",
    .page_label = "3",
    .page = 3,
};
static const Source judgment = {
    .symbol = "99945/98, 99946/98",
    .title = "CASE OF ROE AND OTHERS v. RURITANIA",
    .organisation = "European Court of Human Rights",
    .date = "2019-06-04",
    .type = "judgment",
    .language = "en",
    .number = "47",
    .page_label = "11",
    .page = 12,
};
static const Source translated = {
    .symbol = "99945/98",
    .title = "ДЕЛО «ОБРАЗЦОВ ПРОТИВ РУРИТАНИИ»",
    .organisation = "Европейский суд по правам человека",
    .date = "2019-06-04",
    .type = "decision",
    .language = "ru",
    .number = "ОСОБОЕ МНЕНИЕ СУДЬИ ИВАНОВА, para. 3",
    .page = 30,
};
static const Source national = {
    .title = "Roe v Doe",
    .organisation = "SUPREME COURT OF RURITANIA",
    .date = "2020-02-14",
    .type = "judgment",
    .language = "en",
    .number = "5",
    .page = 2,
};
static const Source treaty = {
    .title = "Convention on Samples",
    .date = "1989-11-20",
    .type = "treaty",
    .language = "en",
    .number = "Article 14 (2)",
    .page = 5,
};
/* Numbered by sections, as are laws in English; in Russian there are articles, and what has none is
 * numbered by paragraphs. */
static const Source act = {
    .title = "Sample Mills Act",
    .date = "2015",
    .type = "law",
    .language = "en",
    .number = "4 (1) (b)",
    .page = 3,
};
static const Source instruction = {
    .title = "Инструкция о мельницах",
    .type = "law",
    .language = "ru",
    .number = "4",
    .page = 3,
};
static const Source report = {
    .title = "Samples in nine regions",
    .organisation = "Sample Centre",
    .date = "2020-11",
    .type = "report",
    .language = "en",
    .page = 3,
    .last_page = 4,
};
static const Source printed = {
    .title = "Образцы в девяти областях",
    .organisation = "Центр-образец",
    .date = "2020",
    .type = "report",
    .language = "ru",
    .page_label = "24",
    .last_page_label = "25",
    .page = 30,
    .last_page = 31,
};
static const Source note = {
    .title = "Образцы в девяти областях",
    .organisation = "Центр-образец",
    .date = "2020",
    .type = "report",
    .language = "ru",
    .number = "fn. 5",
    .page_label = "7",
    .page = 8,
};
static const Source joint = {
    .symbol = "CEDAW/C/GC/98/Rev.1, CRC/C/GC/98/Rev.1", .number = "3", .page = 2};
static const Source unknown = {
    .page = 3,
};

static const Source undated = {
    .symbol = "99945/98",
    .title = "CASE OF ROE v. RURITANIA",
    .organisation = "European Court of Human Rights",
    .type = "judgment",
    .language = "en",
    .number = "3",
    .page = 2,
};
static const Source of_no_kind = {
    .symbol = "99945/98",
    .title = "ДЕЛО «ОБРАЗЦОВ ПРОТИВ РУРИТАНИИ»",
    .organisation = "European Court of Human Rights",
    .date = "2019-06-04",
    .language = "ru",
    .number = "3",
    .page = 2,
};

/* Typed by hand after the manuals that citation.h names. */
static const struct {
  const Source *source;
  RcCitationStyle style;
  const char *citation;
} citations[] = {
    {&general_comment, RC_STYLE_UN, "CCPR/C/GC/98, para. 12 (a)"},
    {&general_comment, RC_STYLE_ECHR, "CCPR/C/GC/98, para. 12 (a)"},
    {&general_comment, RC_STYLE_OSCOLA,
     "UNHRC, General comment No. 98 (3 September 2019) UN Doc CCPR/C/GC/98, para 12(a)"},
    {&general_comment, RC_STYLE_BLUEBOOK,
     "Human Rights Committee, General comment No. 98, ¶ 12(a), U.N. Doc. CCPR/C/GC/98 (2019)"},
    {&general_comment, RC_STYLE_GOST, "CCPR/C/GC/98. П. 12 (a)."},
    {&general_comment, RC_STYLE_APA,
     "Human Rights Committee. (2019, September 3). General comment No. 98 (CCPR/C/GC/98), para. "
     "12 (a)"},
    {&observations, RC_STYLE_UN, "CERD/C/KAZ/CO/98, п. 24"},
    {&observations, RC_STYLE_OSCOLA,
     "UN Committee on the Elimination of Racial Discrimination, Заключительные замечания (11 May "
     "2022) UN Doc CERD/C/KAZ/CO/98, para 24"},
    {&observations, RC_STYLE_GOST, "CERD/C/KAZ/CO/98. П. 24."},
    {&observations, RC_STYLE_APA,
     "Committee on the Elimination of Racial Discrimination. (2022, May 11). Заключительные "
     "замечания (CERD/C/KAZ/CO/98), para. 24"},
    {&judgment, RC_STYLE_UN,
     "European Court of Human Rights, Roe and Others v. Ruritania, applications Nos. 99945/98 and "
     "99946/98, judgment of 4 June 2019, para. 47"},
    {&judgment, RC_STYLE_ECHR,
     "Roe and Others v. Ruritania, nos. 99945/98 and 99946/98, § 47, 4 June 2019"},
    {&judgment, RC_STYLE_OSCOLA,
     "Roe and Others v Ruritania [2019] ECtHR app nos 99945/98 and 99946/98 [47]"},
    {&judgment, RC_STYLE_BLUEBOOK,
     "Roe and Others v. Ruritania, App. Nos. 99945/98 and 99946/98, ¶ 47 (June 4, 2019)"},
    {&judgment, RC_STYLE_GOST,
     "Roe and Others v. Ruritania : постановление ЕСПЧ от 4 июня 2019 г. (жалобы № 99945/98 и "
     "99946/98). П. 47."},
    {&judgment, RC_STYLE_APA,
     "Roe and Others v. Ruritania, App. Nos. 99945/98 and 99946/98 (European Court of Human "
     "Rights, 2019, June 4), para. 47"},
    {&translated, RC_STYLE_UN,
     "Европейский суд по правам человека, Образцов против Руритании, жалоба № 99945/98, решение от "
     "4 июня 2019 г., ОСОБОЕ МНЕНИЕ СУДЬИ ИВАНОВА, п. 3"},
    {&translated, RC_STYLE_ECHR,
     "Образцов против Руритании (dec.), no. 99945/98, ОСОБОЕ МНЕНИЕ СУДЬИ ИВАНОВА, § 3, 4 June "
     "2019 (Russian translation)"},
    {&translated, RC_STYLE_OSCOLA,
     "Образцов против Руритании [2019] ECtHR app no 99945/98 (ОСОБОЕ МНЕНИЕ СУДЬИ ИВАНОВА) [3]"},
    {&translated, RC_STYLE_GOST,
     "Образцов против Руритании : решение ЕСПЧ от 4 июня 2019 г. (жалоба № 99945/98). ОСОБОЕ "
     "МНЕНИЕ СУДЬИ ИВАНОВА. П. 3."},
    {&national, RC_STYLE_UN,
     "Supreme Court of Ruritania, Roe v. Doe, judgment of 14 February "
     "2020, para. 5"},
    {&national, RC_STYLE_ECHR, "Roe v. Doe, Supreme Court of Ruritania, § 5, 14 February 2020"},
    {&national, RC_STYLE_OSCOLA, "Roe v Doe (Supreme Court of Ruritania, 14 February 2020) [5]"},
    {&national, RC_STYLE_BLUEBOOK, "Roe v. Doe, ¶ 5 (Supreme Court of Ruritania, Feb. 14, 2020)"},
    {&national, RC_STYLE_GOST,
     "Roe v. Doe от 14 февраля 2020 г. Supreme Court of Ruritania. П. "
     "5."},
    {&national, RC_STYLE_APA,
     "Roe v. Doe (Supreme Court of Ruritania, 2020, February 14), para. "
     "5"},
    {&undated, RC_STYLE_UN,
     "European Court of Human Rights, Roe v. Ruritania, application No. 99945/98, judgment, para. "
     "3"},
    {&undated, RC_STYLE_ECHR, "Roe v. Ruritania, no. 99945/98, § 3"},
    {&undated, RC_STYLE_OSCOLA, "Roe v Ruritania ECtHR app no 99945/98 [3]"},
    {&undated, RC_STYLE_GOST, "Roe v. Ruritania : постановление ЕСПЧ (жалоба № 99945/98). П. 3."},
    {&undated, RC_STYLE_APA,
     "Roe v. Ruritania, App. No. 99945/98 (European Court of Human Rights), para. 3"},
    {&of_no_kind, RC_STYLE_UN,
     "Европейский суд по правам человека, Образцов против Руритании, жалоба № 99945/98, 4 июня "
     "2019 г., п. 3"},
    {&of_no_kind, RC_STYLE_GOST,
     "Образцов против Руритании : ЕСПЧ от 4 июня 2019 г. (жалоба № 99945/98). П. 3."},
    {&treaty, RC_STYLE_UN, "Convention on Samples, art. 14 (2)"},
    {&treaty, RC_STYLE_ECHR, "Convention on Samples, Article 14 (2)"},
    {&treaty, RC_STYLE_OSCOLA, "Convention on Samples (20 November 1989) art 14(2)"},
    {&treaty, RC_STYLE_BLUEBOOK, "Convention on Samples, art. 14(2) (1989)"},
    {&treaty, RC_STYLE_GOST, "Convention on Samples : от 20 ноября 1989 г. Ст. 14 (2)."},
    {&treaty, RC_STYLE_APA, "Convention on Samples (1989), Article 14 (2)"},
    {&act, RC_STYLE_UN, "Sample Mills Act, sect. 4 (1) (b)"},
    {&act, RC_STYLE_ECHR, "Sample Mills Act, section 4 (1) (b)"},
    {&act, RC_STYLE_OSCOLA, "Sample Mills Act (2015) s 4(1)(b)"},
    {&act, RC_STYLE_BLUEBOOK, "Sample Mills Act, § 4(1)(b) (2015)"},
    {&act, RC_STYLE_GOST, "Sample Mills Act : от 2015 г. Разд. 4 (1) (b)."},
    {&act, RC_STYLE_APA, "Sample Mills Act (2015), § 4 (1) (b)"},
    {&instruction, RC_STYLE_UN, "Инструкция о мельницах, п. 4"},
    {&report, RC_STYLE_UN, "Sample Centre, Samples in nine regions (November 2020), pp. 3–4"},
    {&report, RC_STYLE_ECHR, "Sample Centre, Samples in nine regions, November 2020, pp. 3–4"},
    {&report, RC_STYLE_OSCOLA, "Sample Centre, Samples in nine regions (November 2020) 3–4"},
    {&report, RC_STYLE_BLUEBOOK, "Sample Centre, Samples in nine regions, at 3–4 (2020)"},
    {&report, RC_STYLE_GOST, "Sample Centre. Samples in nine regions. 2020. С. 3–4."},
    {&report, RC_STYLE_APA, "Sample Centre. (2020, November). Samples in nine regions, pp. 3–4"},
    {&printed, RC_STYLE_UN, "Центр-образец, Образцы в девяти областях (2020 г.), с. 24–25"},
    {&printed, RC_STYLE_GOST, "Центр-образец. Образцы в девяти областях. 2020. С. 24–25."},
    {&note, RC_STYLE_UN, "Центр-образец, Образцы в девяти областях (2020 г.), с. 7, сноска 5"},
    {&note, RC_STYLE_OSCOLA, "Центр-образец, Образцы в девяти областях (2020) 7, fn 5"},
    {&note, RC_STYLE_BLUEBOOK, "Центр-образец, Образцы в девяти областях, at 7, n.5 (2020)"},
    {&note, RC_STYLE_GOST, "Центр-образец. Образцы в девяти областях. 2020. С. 7. Сноска 5."},
    {&unknown, RC_STYLE_UN, "folder/sample.pdf, p. 3"},
    {&unknown, RC_STYLE_ECHR, "folder/sample.pdf, p. 3"},
    {&unknown, RC_STYLE_OSCOLA, "folder/sample.pdf 3"},
    {&unknown, RC_STYLE_BLUEBOOK, "folder/sample.pdf, at 3"},
    {&unknown, RC_STYLE_GOST, "folder/sample.pdf. С. 3."},
    {&unknown, RC_STYLE_APA, "folder/sample.pdf, p. 3"},
};

static void test_citations(void **state) {
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(citations); i++) {
    g_autoptr(RcHit) hit = new_hit(citations[i].source);
    const RcReference *reference = rc_hit_reference(hit);
    g_autofree char *citation =
        rc_citation_format(reference, citations[i].style, rc_citation_language(reference));
    assert_string_equal(citation, citations[i].citation);
  }
}

static void test_usual_style(void **state) {
  (void)state;
  static const struct {
    const Source *source;
    RcLanguage language;
    RcCitationStyle same;
  } cases[] = {
      {&general_comment, RC_LANGUAGE_EN, RC_STYLE_UN}, {&judgment, RC_LANGUAGE_EN, RC_STYLE_ECHR},
      {&report, RC_LANGUAGE_EN, RC_STYLE_APA},         {&treaty, RC_LANGUAGE_EN, RC_STYLE_APA},
      {&judgment, RC_LANGUAGE_RU, RC_STYLE_GOST},      {&report, RC_LANGUAGE_RU, RC_STYLE_GOST},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcHit) hit = new_hit(cases[i].source);
    const RcReference *reference = rc_hit_reference(hit);
    g_autofree char *usual = rc_citation_format(reference, RC_STYLE_USUAL, cases[i].language);
    g_autofree char *same = rc_citation_format(reference, cases[i].same, cases[i].language);
    assert_string_equal(usual, same);
  }
}

static void test_plain(void **state) {
  (void)state;
  static const Source recommendation = {
      .symbol = "A/1", .number = "85, recommendation 57", .page_label = "iv", .page = 9};
  static const Source article = {.symbol = "A/1", .number = "Статья 32 (2)", .page = 9};
  static const Source part = {.symbol = "A/1", .number = "(b)", .page = 9};
  static const struct {
    const Source *source;
    const char *citation;
  } cases[] = {
      {&recommendation, "A/1, para. 85, recommendation 57, p. iv"},
      {&article, "A/1, Статья 32 (2), p. 9"},
      {&part, "A/1, para. (b), p. 9"},
      {&general_comment, "CCPR/C/GC/98, para. 12 (a), p. 3"},
      {&treaty, "Convention on Samples, Article 14 (2), p. 5"},
      {&act, "Sample Mills Act, sect. 4 (1) (b), p. 3"},
      {&note, "Образцы в девяти областях, fn. 5, p. 7"},
      {&report, "Samples in nine regions, pp. 3–4"},
      {&unknown, "folder/sample.pdf, p. 3"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcHit) hit = new_hit(cases[i].source);
    const RcReference *reference = rc_hit_reference(hit);
    g_autofree char *citation = rc_citation_plain(reference);
    assert_string_equal(citation, cases[i].citation);
  }
}

static void test_unnumbered(void **state) {
  static const char *const wanted[RC_N_KINDS] = {
      [RC_KIND_BODY] = "folder/sample.pdf, p. 3, unnumbered paragraph 2",
      [RC_KIND_HEADING] = "folder/sample.pdf, p. 3, heading 2",
      [RC_KIND_FOOTNOTE] = "folder/sample.pdf, p. 3, unnumbered note 2",
      [RC_KIND_RECOMMENDATION] = "folder/sample.pdf, p. 3, unnumbered recommendation 2",
      [RC_KIND_TABLE] = "folder/sample.pdf, p. 3, table row 2",
  };
  (void)state;
  g_autoptr(RcHit) hit = new_hit(&unknown);
  RcPassage *passage = ((RcPassageHit *)hit->passages->pdata[0])->passage;
  passage->unnumbered = 2;
  for (int kind = 0; kind < RC_N_KINDS; kind++) {
    passage->kind = (RcKind)kind;
    g_autofree char *citation = rc_citation_plain(rc_hit_reference(hit));
    assert_string_equal(citation, wanted[kind]);
  }
}

/* A file name in another encoding does not spoil the output. */
static void test_a_citation_is_text(void **state) {
  static const Source latin = {.page = 1, .path = "caf\xe9.pdf"};
  (void)state;
  g_autoptr(RcHit) hit = new_hit(&latin);
  for (int style = 0; style < RC_N_STYLES; style++) {
    g_autofree char *citation =
        rc_citation_format(rc_hit_reference(hit), (RcCitationStyle)style, RC_LANGUAGE_EN);
    assert_true(g_utf8_validate(citation, -1, NULL));
  }
}

/* Where publishers have what is cited; nothing is made up for others. */
static void test_addresses(void **state) {
  (void)state;
  static const struct {
    const Source *source;
    const char *url;
  } cases[] = {
      {&general_comment, "https://docs.un.org/en/CCPR/C/GC/98"},
      {&joint, "https://docs.un.org/en/CEDAW/C/GC/98/Rev.1"},
      {&observations, "https://docs.un.org/ru/CERD/C/KAZ/CO/98"},
      {&judgment, "https://hudoc.echr.coe.int/eng#{%22appno%22:[%2299945/98%22]}"},
      {&national, NULL},
      {&report, NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcHit) hit = new_hit(cases[i].source);
    if (cases[i].url)
      assert_string_equal(hit->work->url, cases[i].url);
    else
      assert_null(hit->work->url);
  }
}

/* What a document is, of its first symbol if it has several, and where a passage of it stands. */
static void test_works(void **state) {
  (void)state;
  static const struct {
    const Source *source;
    const char *kind, *author, *body;
    bool is_case;
  } cases[] = {
      {&joint, "un", NULL, NULL, false},
      {&observations, "un", "Комитет по ликвидации расовой дискриминации", "CERD", false},
      {&judgment, "european-case", "European Court of Human Rights", "ECHR", true},
      {&national, "case", "Supreme Court of Ruritania", NULL, true},
      {&treaty, "law", NULL, NULL, false},
      {&report, "report", "Sample Centre", NULL, false},
      {&unknown, "report", NULL, NULL, false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcHit) hit = new_hit(cases[i].source);
    assert_string_equal(rc_work_kind_name(hit->work->kind), cases[i].kind);
    assert_true(g_strcmp0(rc_work_author(hit->work), cases[i].author) == 0);
    assert_true(g_strcmp0(hit->work->body ? hit->work->body->id : NULL, cases[i].body) == 0);
    assert_int_equal(rc_work_is_case(hit->work), cases[i].is_case);
  }
  g_autoptr(RcHit) hit = new_hit(&report);
  assert_int_equal(rc_reference_page(rc_hit_reference(hit)), 3);
  assert_int_equal(rc_reference_last_page(rc_hit_reference(hit)), 4);
  assert_int_equal(rc_reference_page(hit->reference), 0);
  assert_int_equal(rc_reference_last_page(hit->reference), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_numbers),     cmocka_unit_test(test_works),
      cmocka_unit_test(test_case_names),  cmocka_unit_test(test_citations),
      cmocka_unit_test(test_usual_style), cmocka_unit_test(test_plain),
      cmocka_unit_test(test_addresses),   cmocka_unit_test(test_a_citation_is_text),
      cmocka_unit_test(test_unnumbered),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
