/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Highlights: the bytes that answer a query, shown as «…» around them; and
 * citations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "fixture.h"
#include "highlight.h"
#include "plan.h"
#include "query.h"
#include "search.h"

static GArray *mark(const char *typed, const RcPassage *passage) {
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_autoptr(RcRequest) request = rc_request_new();
  assert_true(rc_request_set(request, "q", typed, NULL));
  rc_request_prepare(request);
  g_autoptr(GPtrArray) marks = rc_plan_marks(NULL, stemmer, request, NULL);
  g_autoptr(RcHighlighter) highlighter = rc_highlighter_new(marks, stemmer);
  return rc_highlighter_mark(highlighter, passage);
}

/* The text with [ and ] around each highlight. */
static char *show(const char *typed, const char *text) {
  const FixturePassage from = {.text = text};
  g_autoptr(RcPassage) passage = fixture_passage_new(&from, 1);
  g_autoptr(GArray) highlights = mark(typed, passage);
  GString *shown = g_string_new(NULL);
  guint32 done = 0;
  for (guint i = 0; i < highlights->len; i++) {
    RcHighlight highlight = g_array_index(highlights, RcHighlight, i);
    assert_true(highlight.start >= done && highlight.start < highlight.end);
    assert_true(highlight.end <= strlen(text));
    g_string_append_len(shown, text + done, highlight.start - done);
    g_string_append_printf(shown, "[%.*s]", (int)(highlight.end - highlight.start),
                           text + highlight.start);
    done = highlight.end;
  }
  g_string_append(shown, text + done);
  return g_string_free(shown, FALSE);
}

typedef struct {
  const char *typed, *shown;
} Case;

/* The text of a case is what is shown without the brackets. */
static void check(const Case *cases, gsize count) {
  for (gsize i = 0; i < count; i++) {
    g_auto(GStrv) parts = g_strsplit_set(cases[i].shown, "[]", -1);
    g_autofree char *text = g_strjoinv("", parts);
    g_autofree char *shown = show(cases[i].typed, text);
    assert_string_equal(shown, cases[i].shown);
  }
}

static void test_words(void **state) {
  static const Case cases[] = {
      {"detention", "[Detentions] of the [detention], undetained"},
      {"detained police", "The [police] [detained] him"},
      {"задержание", "[Задержания] и [задержанием]"},
      {"еж", "[Ёж] и елка"},
      {"party", "The State [party’s] report"},
      {"absent", "Nothing here"},
      {"", "Nothing here"},
      {"highway", "The [high\u00ADway] there"},
      {"cafe", "The [café] there"},
  };
  (void)state;
  check(cases, G_N_ELEMENTS(cases));
}

/* What was searched is marked: an expression, its words by themselves, other names, words for it in
 * the other language; words that no answer needs are not. */
static void test_groups(void **state) {
  static const Case cases[] = {
      {"the police and the market", "the [police] and the [market]"},
      {"полиция и рынок", "[полиция] и [рынок]"},
      {"the of", "[the] [of]"},
      {"hate speech", "[Hate speech], [speech] of [hate], the [язык вражды]"},
      {"место лишения свободы", "В [месте лишения свободы] нет [места]"},
      {"Saudi Arabia", "From [Saudi Arabia] to [Саудовская Аравия], an [Arabia] of tales"},
      {"Саудовская Аравия", "В [Саудовской Аравии], in [Saudi Arabia]"},
      {"asylum-seekers", "[asylum-seekers], [asylum seekers], seekers"},
      {"\"hate speech\"", "[Hate speech], speech of hate, the язык вражды"},
      {"police", "[Police], [полиция]"},
      {"=police", "[Police], полиция"},
  };
  (void)state;
  check(cases, G_N_ELEMENTS(cases));
}

static void test_phrases_exact_and_prefix(void **state) {
  static const Case cases[] = {
      {"\"hate speech\"", "[Hate speech], hate and speech, [hate-speech]"},
      {"\"язык вражды\"", "«[Язык вражды]» и языки вражды"},
      {"\"a b\" \"a b c\"", "[a b c] [a b]"},
      {"=detention", "Detentions, [detention], detained"},
      {"detent*", "[Detentions], [detention], detained"},
      {"дискримин*", "[Дискриминация] и [дискриминационный]"},
      {"\"b c\" c", "b a [b c] a [c]"},
      {"co-operation", "[co-operation], [co operation], [cooperation]"},
  };
  (void)state;
  check(cases, G_N_ELEMENTS(cases));
}

/* Nothing of what is excluded. */
static void test_operators(void **state) {
  static const Case cases[] = {
      {"police -internet", "[police] internet"},
      {"NOT police", "police"},
      {"a OR b -c", "[a] [b] c"},
      {"(b k) OR -(c e)", "[b] [k] c e"},
      {"year:2020 a", "2020 [a]"},
      {"lang:en en", "[en]"},
  };
  (void)state;
  check(cases, G_N_ELEMENTS(cases));
}

/* Names: in any spelling as words, by what lies below them as filters. */
static void test_names(void **state) {
  static const Case cases[] = {
      {"group:dungan", "Houses of [Dungans] and Uyghurs"},
      {"region:KZ", "In [Masanchi] and Bishkek"},
      {"region:KG", "In Masanchi and [Bishkek]"},
      {"Masanchi", "В [Масанчи] сожгли"},
      {"group:dungan dungans", "[Dungans] fled"},
      {"-group:dungan", "Dungans fled"},
  };
  (void)state;
  check(cases, G_N_ELEMENTS(cases));
}

/* Citations by all that finds them: the symbol, its beginnings, the paragraphs. */
static void test_symbols(void **state) {
  static const Case cases[] = {
      {"cites:cerd/c/kaz/co/8-10", "See [CERD/C/KAZ/CO/8-10], para. 24 and A/RES/48/134"},
      {"cites:CERD/C/KAZ/", "See [CERD/C/KAZ/CO/8-10], para. 24 and A/RES/48/134"},
      {"cites:CERD/C/KAZ/CO/8-10:24", "See [CERD/C/KAZ/CO/8-10], para. 24 and A/RES/48/134"},
      {"cites:CERD/C/KAZ/CO/8-10:25", "See CERD/C/KAZ/CO/8-10, para. 24"},
      {"-cites:CERD/C/KAZ/CO/8-10", "See CERD/C/KAZ/CO/8-10, para. 24"},
      {"symbol:CERD/C/KAZ/CO/8-10", "See CERD/C/KAZ/CO/8-10, para. 24"},
      {"article:ICCPR:26 article:nonsense",
       "[Article 26] of the ICCPR and article 27 of the ICCPR"},
      {"article:ICCPR", "[Article 26] of the [ICCPR] and [article 27] of the [ICCPR]"},
  };
  (void)state;
  check(cases, G_N_ELEMENTS(cases));
}

static void test_no_query(void **state) {
  (void)state;
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(NULL);
  g_autoptr(GPtrArray) marks = rc_plan_marks(NULL, stemmer, NULL, NULL);
  g_autoptr(RcHighlighter) highlighter = rc_highlighter_new(marks, stemmer);
  const FixturePassage from = {.text = "Text"};
  g_autoptr(RcPassage) passage = fixture_passage_new(&from, 1);
  g_autoptr(GArray) highlights = rc_highlighter_mark(highlighter, passage);
  assert_int_equal(highlights->len, 0);
}

/* A mention that overlaps a word is one highlight with it. */
static void test_overlaps_are_joined(void **state) {
  (void)state;
  const FixturePassage from = {.text = "the Zhambyl Region of Kazakhstan"};
  g_autoptr(RcPassage) passage = fixture_passage_new(&from, 1);
  g_autoptr(GArray) highlights = mark("region:KZ-31 region", passage);
  assert_int_equal(highlights->len, 1);
  assert_int_equal(g_array_index(highlights, RcHighlight, 0).start, 4);
  assert_int_equal(g_array_index(highlights, RcHighlight, 0).end, 18);
}

/* --- citations --- */

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_words),
      cmocka_unit_test(test_groups),
      cmocka_unit_test(test_phrases_exact_and_prefix),
      cmocka_unit_test(test_operators),
      cmocka_unit_test(test_names),
      cmocka_unit_test(test_no_query),
      cmocka_unit_test(test_symbols),
      cmocka_unit_test(test_overlaps_are_joined),
  };
  return cmocka_run_group_tests_name("highlight", tests, NULL, NULL);
}
