/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Citations and quotations of a draft, and which belong together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "claims.h"

/* "0 c A/1:5|1 q words<0": number, citation with document and paragraph, quotation with its
 * sources; yours to free. */
static char *tell(const char *text, const char *extension) {
  g_autoptr(RcDraft) draft = rc_draft_parse(text, strlen(text), extension, NULL);
  bool cut;
  g_autoptr(GPtrArray) claims = rc_claims_find(draft, &cut);
  assert_false(cut);
  GString *all = g_string_new(NULL);
  for (guint i = 0; i < claims->len; i++) {
    const RcClaim *claim = claims->pdata[i];
    g_string_append_printf(all, "%s%u ", i ? "|" : "", i);
    if (claim->kind == RC_CLAIM_CITATION)
      g_string_append_printf(all, "%s:%s%s", claim->symbol ? claim->symbol : claim->name,
                             claim->paragraphs ? claim->paragraphs : "", claim->unclear ? "?" : "");
    else
      g_string_append_printf(all, "'%s'", claim->text);
    if (claim->page)
      g_string_append_printf(all, " p%u", claim->page);
    for (guint k = 0; k < claim->sources->len; k++)
      g_string_append_printf(all, "<%u", g_array_index(claim->sources, guint, k));
  }
  return g_string_free(all, FALSE);
}

static void assert_claims(const char *text, const char *extension, const char *wanted) {
  g_autofree char *told = tell(text, extension);
  assert_string_equal(told, wanted);
}

static void test_citations(void **state) {
  (void)state;
  static const struct {
    const char *text, *wanted;
  } cases[] = {
      {"See CERD/C/KAZ/CO/8-10, para. 24 (a).", "0 CERD/C/KAZ/CO/8-10:24 (a)"},
      {"in paragraph 12 of document A/HRC/40/2 it", "0 A/HRC/40/2:12"},
      {"General comment No. 36 (2018), U.N. Doc. CCPR/C/GC/36 (2018), ¶ 3.", "0 CCPR/C/GC/36:3"},
      {"App no 57950/00 (ECtHR, 24 February 2005), para 191", "0 57950/00:191"},
      {"Roe v Ruritania [2005] ECtHR app no 57950/00 [189]", "0 57950/00:189"},
      {"See Roe and Others v. Ruritania, no. 12345/05, § 47, 20 July 2024.", "0 12345/05:47"},
      {"as in Roe v. Ruritania, § 47.", "0 Roe v. Ruritania:47"},
      {"CERD/C/KAZ/CO/8-10, p. 4.", "0 CERD/C/KAZ/CO/8-10: p4"},
      {"CERD/C/KAZ/CO/8-10, paras. 24–26; A/HRC/40/2, para. 3",
       "0 CERD/C/KAZ/CO/8-10:24-26|1 A/HRC/40/2:3"},
      {"см. CERD/C/KAZ/CO/8-10, пп. 24 и 26.", "0 CERD/C/KAZ/CO/8-10:24, 26"},
      {"в пункте 12 документа A/HRC/40/2 сказано", "0 A/HRC/40/2:12"},
      {"Дело «Иванов и другие против России», жалоба № 12345/05, п. 47.", "0 12345/05:47"},
      {"A/HRC/40/2, para. 3. Ibid., para. 5. Ibid.",
       "0 A/HRC/40/2:3|1 A/HRC/40/2:5|2 A/HRC/40/2:5"},
      {"A/HRC/40/2, п. 3. Там же, п. 5.", "0 A/HRC/40/2:3|1 A/HRC/40/2:5"},
      {"A/HRC/40/2, para. 3. It went on (para. 5). In paragraph 6, it ended.",
       "0 A/HRC/40/2:3|1 A/HRC/40/2:5|2 A/HRC/40/2:6"},
      {"(жалоба № 12345/05). П. 63. Далее.", "0 12345/05:63"},
      {"Mill “Quill Inc.” v. Ruritania, no. 12345/05, § 6.", "0 12345/05:6"},
      {"«Компания “Перо” против Руритании», жалоба № 12345/05, п. 6.", "0 12345/05:6"},
      {"Компания “Перо” против Руритании, жалоба № 12345/05, п. 6.", "0 12345/05:6"},
      {"Paragraph 12 of A/HRC/40/2 says so.", "0 A/HRC/40/2:12"},
      {"Пункт 12 документа A/HRC/40/2 говорит так.", "0 A/HRC/40/2:12"},
      {"In paragraph 12, it says much (A/HRC/40/2).", "0 A/HRC/40/2:12"},
      {"In paragraph 12, the writer is wrong.", ""},
      {"A/HRC/40/2, п. 3. Там же. П. 5.", "0 A/HRC/40/2:3|1 A/HRC/40/2:5"},
      {"See nos. 12345/05 and 12346/05, § 47.", "0 12345/05:47|1 12346/05:47"},
      {"Nothing is cited in article 5, no. 6.", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_claims(cases[i].text, NULL, cases[i].wanted);
}

static void test_quotations(void **state) {
  (void)state;
  static const struct {
    const char *text, *wanted;
  } cases[] = {
      {"It said “so it is” (A/HRC/40/2, para. 3).", "0 'so it is'<1|1 A/HRC/40/2:3"},
      {"In para. 12 of A/HRC/40/2, it said “so”.", "0 A/HRC/40/2:12|1 'so'<0"},
      {"«Это так», A/HRC/40/2, п. 3; «а это нет» (A/HRC/41/2, п. 4).",
       "0 'Это так'<1|1 A/HRC/40/2:3|2 'а это нет'<3|3 A/HRC/41/2:4"},
      {"A/HRC/40/2, para. 3, says \"a\", and A/HRC/41/2, para. 4, \"b\".",
       "0 A/HRC/40/2:3|1 'a'<0|2 A/HRC/41/2:4|3 'b'<2"},
      {"It is „so und “nicht” so“ and ‘the State’s’ own.", "0 'so und “nicht” so'"},
      {"The (“Covenant”) is a “treaty”, see A/HRC/40/2.", "0 'treaty'<1|1 A/HRC/40/2:"},
      {"A word “as such” is none. “Four words are one.”", "0 'Four words are one.'"},
      {"It’s ‘the States’ own words’ (A/HRC/40/2).", "0 'the States’ own words'<1|1 A/HRC/40/2:"},
      {"It's 'the plain words' of the States' duty, 'so' (A/HRC/40/2).",
       "0 'the plain words'<2|1 'so'<2|2 A/HRC/40/2:"},
      {"The victims' words and the States' words (A/HRC/40/2).", "0 A/HRC/40/2:"},
      {"It is unclosed “so, A/HRC/40/2, para. 3", "0 A/HRC/40/2:3"},
      {"A/HRC/40/2, para. 3, says much. It adds: “so it is then.”",
       "0 A/HRC/40/2:3|1 'so it is then.'<0"},
      {"Both “a” and “b” (A/HRC/40/2, para. 3).", "0 'a'<2|1 'b'<2|2 A/HRC/40/2:3"},
      {"“The end.” (A/HRC/40/2, para. 3; A/HRC/41/2, para. 4) More.",
       "0 'The end.'<1<2|1 A/HRC/40/2:3|2 A/HRC/41/2:4"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_claims(cases[i].text, NULL, cases[i].wanted);
}

static void test_notes(void **state) {
  (void)state;
  assert_claims("It said “so”.[1] And “no”,[2] too. “A third one is there.”[3]\n\n"
                "[1] A/HRC/40/2, para. 3.\n[2] Ibid., para. 4; A/HRC/41/2.\n[3] Ibid.\n",
                NULL,
                "0 'so'<1|1 A/HRC/40/2:3|2 'no'<3<4|3 A/HRC/40/2:4|4 A/HRC/41/2:|"
                "5 'A third one is there.'<6|6 A/HRC/41/2:?");
  assert_claims("Сказано «так»[^a].\n\n[^a]: A/HRC/40/2, п. 3.\n", "md",
                "0 'так'<1|1 A/HRC/40/2:3");
  assert_claims("Both “a” and “b” do.[1]\n\n[1] A/HRC/40/2.", NULL,
                "0 'a'<2|1 'b'<2|2 A/HRC/40/2:");
  assert_claims("[1] A/HRC/40/2 is called by nothing.", NULL, "0 A/HRC/40/2:");
}

static void test_set_apart(void **state) {
  (void)state;
  assert_claims("In A/HRC/40/2, para. 3, it said:\n\n> The words\n> of others.\n", NULL,
                "0 A/HRC/40/2:3|1 'The words  of others.'<0");
  assert_claims("> “The words.” (A/HRC/40/2, para. 3)\n", "md", "0 'The words.'<1|1 A/HRC/40/2:3");
  assert_claims("A/HRC/41/2, para. 4:\n\n> The words, as in A/HRC/40/2, para. 3, stand.\n", "md",
                "0 A/HRC/41/2:4|1 'The words, as in A/HRC/40/2, para. 3, stand.'<0");
  assert_claims("> The words — A/HRC/40/2, para. 3\n", "md", "0 'The words'<1|1 A/HRC/40/2:3");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_citations),
      cmocka_unit_test(test_quotations),
      cmocka_unit_test(test_notes),
      cmocka_unit_test(test_set_apart),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
