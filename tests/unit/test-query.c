/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The query language: what is typed, the canonical form of what was understood,
 * and the notes.  Every case is also read back from its canonical form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "error.h"
#include "query.h"

typedef struct {
  const char *typed;
  const char *parsed;
  const char *codes; /* of the notes, joined by a space */
} Case;

static void free_note(gpointer note) {
  rc_note_free(note);
}

static GPtrArray *new_notes(void) {
  return g_ptr_array_new_with_free_func(free_note);
}

static char *join_codes(const GPtrArray *notes) {
  GString *codes = g_string_new(NULL);
  for (guint i = 0; i < notes->len; i++)
    g_string_append_printf(codes, "%s%s", i ? " " : "",
                           rc_note_name(((const RcNote *)notes->pdata[i])->code));
  return g_string_free(codes, FALSE);
}

static void assert_same(const RcQuery *a, const RcQuery *b) {
  assert_int_equal(a->type, b->type);
  assert_int_equal(a->field, b->field);
  assert_int_equal(a->distance, b->distance);
  assert_true(g_strcmp0(a->text, b->text) == 0);
  assert_true(g_strcmp0(a->from, b->from) == 0);
  assert_true(g_strcmp0(a->to, b->to) == 0);
  assert_int_equal(a->words ? a->words->len : 0, b->words ? b->words->len : 0);
  for (guint i = 0; a->words && i < a->words->len; i++)
    assert_string_equal(a->words->pdata[i], b->words->pdata[i]);
  assert_int_equal(a->children ? a->children->len : 0, b->children ? b->children->len : 0);
  for (guint i = 0; a->children && i < a->children->len; i++)
    assert_same(a->children->pdata[i], b->children->pdata[i]);
}

static void assert_round_trip(const RcQuery *query) {
  g_autofree char *canonical = rc_query_to_string(query);
  g_autoptr(GPtrArray) notes = new_notes();
  g_autoptr(RcQuery) again = rc_query_parse(canonical, notes);
  assert_same(query, again);
  assert_int_equal(notes->len, 0);
}

/* What is too long is cut between words, or between characters where there is no space. */
static void test_a_query_that_is_too_long(void **state) {
  (void)state;
  for (int spaced = 0; spaced < 2; spaced++) {
    g_autoptr(GPtrArray) notes = new_notes();
    g_autofree char *start = g_strnfill(RC_QUERY_BYTES_MAX - 3, spaced ? ' ' : '-');
    g_autofree char *typed = g_strconcat(start, "погром", NULL);
    g_autoptr(RcQuery) query = rc_query_parse(typed, notes);
    g_autofree char *codes = join_codes(notes);
    assert_non_null(strstr(codes, rc_note_name(RC_NOTE_TOO_LONG)));
    assert_null(strstr(codes, rc_note_name(RC_NOTE_INVALID_UTF8)));
    if (spaced)
      assert_int_equal(query->type, RC_QUERY_ALL);
  }
}

/* An operator at the end of what was read may have had something to join. */
static void test_an_operator_before_the_cut(void **state) {
  static const char *const operators[] = {"AND", "И", "NOT", "НЕ"};
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(operators); i++) {
    g_autoptr(GPtrArray) notes = new_notes();
    g_autofree char *spaces = g_strnfill(RC_QUERY_BYTES_MAX - 20, ' ');
    g_autofree char *typed =
        g_strconcat("a", spaces, operators[i], " many-letters-behind-it", NULL);
    g_autoptr(RcQuery) query = rc_query_parse(typed, notes);
    g_autofree char *parsed = rc_query_to_string(query), *codes = join_codes(notes);
    assert_string_equal(parsed, "a");
    assert_string_equal(codes, "too-long");
  }
}

static void check(const Case *cases, size_t count) {
  for (size_t i = 0; i < count; i++) {
    g_autoptr(GPtrArray) notes = new_notes();
    g_autoptr(RcQuery) query = rc_query_parse(cases[i].typed, notes);
    g_autofree char *parsed = rc_query_to_string(query);
    g_autofree char *codes = join_codes(notes);
    assert_string_equal(parsed, cases[i].parsed);
    assert_string_equal(codes, cases[i].codes);
    assert_round_trip(query);
  }
}

#define CHECK(cases) check(cases, G_N_ELEMENTS(cases))

static void test_words(void **state) {
  static const Case cases[] = {
      {"", "", ""},
      {"   \t\n ", "", ""},
      {"Korday", "korday", ""},
      {"Korday pogrom", "korday AND pogrom", ""},
      {"Кордай погром", "кордай AND погром", ""},
      {"Ёлка ёж", "елка AND еж", ""},
      {"Қордай ауданы", "қордай AND ауданы", ""},
      {"Masanchi's", "masanchi's", ""},
      {"What happened?", "what AND happened", ""},
      {"Korday, Masanchi; Sortobe", "korday AND masanchi AND sortobe", ""},
      {"Korday,Masanchi", "korday AND masanchi", ""},
      {"дунгане—казахи", "дунгане AND казахи", ""},
      {"дунгане - казахи", "дунгане AND казахи", ""},
      {"Note: the State party", "note AND the AND state AND party", ""},
      {"and or not", "and AND or AND not", ""},
      {"и или не", "и AND или AND не", ""},
      {"И. А. Иванов", "иа AND иванов", ""},
      {"café", "cafe", ""},
      {"12$345", "\"12; 345\"", ""}, /* a space would make one number of them */
      {"\xE2\x80\x8EKorday\xEF\xBB\xBF", "korday", ""},
      {"Kor\xE2\x80\x8E"
       "day",
       "korday", ""},
      {"Кор\xE2\x80\x8Fдай", "кордай", ""},
  };
  (void)state;
  CHECK(cases);
}

static void test_runs_become_phrases(void **state) {
  static const Case cases[] = {
      {"co-operation", "co-operation", ""},
      {"1 250 человек", "1250 AND человек", ""},
      {"1,250", "1250", ""},
      {"3,5 percent", "\"3 5\" AND percent", ""},
      {"3,5 процента", "\"3 5\" AND процента", ""},
      {"14(3)(d)", "\"14 3 d\"", ""},
      {"ст. 282.1 (a)", "ст AND \"282 1\" AND a", ""},
      {"§ 24 № 7", "\"§ 24\" AND \"no 7\"", ""},
      {"А. С. Пушкин", "ас AND пушкин", ""},
      {"U.N.H.C.R.", "unhcr", ""},
      {"Санкт-Петербурге", "санкт-петербурге", ""},
      {"2011–2014", "\"2011 2014\"", ""},
      {"12,345 people", "12345 AND people", ""},
      {"http://example.org/a", "\"http example org a\"", ""},
      {"12:30", "\"12 30\"", ""},
      {"-co-operation", "NOT co-operation", ""},
  };
  (void)state;
  CHECK(cases);
}

static void test_operators(void **state) {
  static const Case cases[] = {
      {"Dungan OR Uyghur", "dungan OR uyghur", ""},
      {"дунган OR уйгур OR цыган", "дунган OR уйгур OR цыган", ""},
      {"Dungan AND Uyghur", "dungan AND uyghur", ""},
      {"a AND b OR c AND d", "(a AND b) OR (c AND d)", ""},
      {"a b OR c", "(a AND b) OR c", "mixed-operators"},
      {"a (b OR c)", "a AND (b OR c)", ""},
      {"a (b c) d", "a AND b AND c AND d", ""},
      {"a OR (b OR c)", "a OR b OR c", ""},
      {"((a))", "a", ""},
      {"() a ()", "a", ""},
      {"a)", "a", "unbalanced-parenthesis"},
      {"(a OR b", "a OR b", "unbalanced-parenthesis"},
      {"a (b OR c", "a AND (b OR c)", "unbalanced-parenthesis"},
      {"OR", "or", "stray-operator"},
      {"AND OR NOT", "and AND or AND not", "stray-operator stray-operator stray-operator"},
      {"OR a", "a", "stray-operator"},
      {"a OR", "a", "stray-operator"},
      {"a OR OR b", "a OR b", "stray-operator"},
      {"a AND AND b", "a AND b", "stray-operator"},
      {"a AND", "a", "stray-operator"},
      {"a (OR) b", "a AND b", "stray-operator"},
      {"дунгане ИЛИ уйгуры", "дунгане OR уйгуры", ""},
      {"дунгане И уйгуры", "дунгане AND уйгуры", ""},
      {"дети И НЕ школа", "дети AND NOT школа", ""},
      {"a b ИЛИ c", "(a AND b) OR c", "mixed-operators"},
      {"(дунгане ИЛИ уйгуры) НЕ (a И b)", "(дунгане OR уйгуры) AND NOT (a AND b)", ""},
      {"Или И", "или", "stray-operator"},
      {"И ИЛИ НЕ", "и AND или AND не", "stray-operator stray-operator stray-operator"},
  };
  (void)state;
  CHECK(cases);
}

static void test_near(void **state) {
  static const Case cases[] = {
      {"a NEAR/5 b", "a NEAR/5 b", ""},
      {"a NEAR b", "a NEAR/10 b", ""},
      {"дети near/3 школа", "дети NEAR/3 школа", ""},
      {"a Near/3 b", "a NEAR/3 b", ""},
      {"a near b", "a AND near AND b", ""},
      {"NEAR/x", "\"near x\"", ""},
      {"a NEAR/0 b", "a NEAR/1 b", "near-limited"},
      {"a NEAR/999999999999999999999999 b", "a NEAR/50 b", "near-limited"},
      {"x a NEAR/5 b y", "x AND a NEAR/5 b AND y", ""},
      {"x OR a NEAR/5 b", "x OR a NEAR/5 b", ""},
      {"NOT a NEAR/5 b", "NOT a NEAR/5 b", ""},
      {"a NEAR/5 b NEAR/9 c", "a NEAR/9 b NEAR/9 c", ""},
      {"дети NEAR/9 школа NEAR/5 дом", "дети NEAR/9 школа NEAR/9 дом", ""},
      {"(a OR bcd*) NEAR/5 =c", "(a OR bcd*) NEAR/5 =c", ""},
      {"\"hate speech\" NEAR/5 co-operation", "\"hate speech\" NEAR/5 co-operation", ""},
      {"kind:body NEAR/5 a NEAR/5 b", "kind:body AND a NEAR/5 b", "near-without-words"},
      {"NOT kind:body NEAR/5 a", "NOT kind:body AND a", "near-without-words"},
      {"a NEAR/5 b NEAR/5 (c d)", "a NEAR/5 b AND c AND d", "near-without-words"},
      {"(a NEAR/5 b) NEAR/9 c", "a NEAR/5 b AND c", "near-without-words"},
      {"a NEAR/5 NOT b", "a AND NOT b", "stray-operator"},
      {"a NEAR NEAR b", "a NEAR/10 b", "stray-operator"},
      {"NEAR a NEAR", "a", "stray-operator"},
      {"a AND NEAR b", "a AND b", "stray-operator"},
      {"a NEAR (b", "a NEAR/10 b", "unbalanced-parenthesis"},
      {"NOT NEAR", "not AND near", "stray-operator stray-operator"},
  };
  (void)state;
  CHECK(cases);
}

static void test_negation(void **state) {
  static const Case cases[] = {
      {"-internet", "NOT internet", ""},
      {"police -internet", "police AND NOT internet", ""},
      {"полиция NOT интернет", "полиция AND NOT интернет", ""},
      {"a AND NOT b", "a AND NOT b", ""},
      {"a OR -b", "a OR NOT b", ""},
      {"-(a OR b) c", "NOT (a OR b) AND c", ""},
      {"-\"hate speech\"", "NOT \"hate speech\"", ""},
      {"-kind:heading", "NOT kind:heading", ""},
      {"-=Korday", "NOT =korday", ""},
      {"\"hate speech\"-crime", "\"hate speech\" AND crime", ""},
      {"«язык вражды»-закон", "\"язык вражды\" AND закон", ""},
      {"NOT NOT a", "a", ""},
      {"NOT -a", "a", ""},
      {"NOT (NOT a)", "a", ""},
      {"\xE2\x88\x92internet", "NOT internet", ""},
      {"a NOT", "a", "stray-operator"},
      {"a -", "a", ""},
      {"--region KZ", "region AND kz", ""},
      {"a-", "a", ""},
  };
  (void)state;
  CHECK(cases);
}

static void test_phrases(void **state) {
  static const Case cases[] = {
      {"\"hate speech\"", "\"hate speech\"", ""},
      {"«язык вражды»", "\"язык вражды\"", ""},
      {"“hate speech”", "\"hate speech\"", ""},
      {"„Hate speech“", "\"hate speech\"", ""},
      {"\"Korday\"", "=korday", ""},
      {"\"\" a", "a", ""},
      {"\"a OR b\"", "\"a or b\"", ""},
      {"\"a (b) -c\"", "\"a b c\"", ""},
      {"a\"b c\"d", "a AND \"b c\" AND d", ""},
      {"\"hate speech", "hate AND speech", "unbalanced-quote"},
      {"«язык вражды", "язык AND вражды", "unbalanced-quote"},
      {"язык вражды»", "язык AND вражды", ""},
      {"\"a b\" \"c d", "\"a b\" AND c AND d", "unbalanced-quote"},
      {"\"discriminat* b\"", "\"discriminat b\"", "wildcard-ignored"},
  };
  (void)state;
  CHECK(cases);
}

static void test_pasted(void **state) {
  static const Case cases[] = {
      {"CERD/C/KAZ/CO/8-10, para. 24",
       "(symbol:CERD/C/KAZ/CO/8-10 AND para:24) OR cites:CERD/C/KAZ/CO/8-10:24",
       "paragraph-of-symbol"},
      {"CERD/C/KAZ/CO/8–10 п. 24",
       "(symbol:CERD/C/KAZ/CO/8-10 AND para:24) OR cites:CERD/C/KAZ/CO/8-10:24",
       "paragraph-of-symbol"},
      {"A/HRC/13/5, paras. 5, 7 and 9 police",
       "((symbol:A/HRC/13/5 AND (para:5 OR para:7 OR para:9)) OR cites:\"A/HRC/13/5:5, 7, 9\") AND "
       "police",
       "paragraph-of-symbol"},
      {"-(A/HRC/13/5 para 5)", "NOT ((symbol:A/HRC/13/5 AND para:5) OR cites:A/HRC/13/5:5)",
       "paragraph-of-symbol"},
      {"undocs.org/A/HRC/13/5", "symbol:A/HRC/13/5 OR cites:A/HRC/13/5", ""},
      {"https://undocs.org/en/A/HRC/13/5", "symbol:A/HRC/13/5 OR cites:A/HRC/13/5", ""},
      {"HTTPS://docs.un.org/ru/a/hrc/13/5", "symbol:A/HRC/13/5 OR cites:A/HRC/13/5", ""},
      {"https://docs.un.org/en/A%2FHRC%2F13%2F5?x=1 police",
       "(symbol:A/HRC/13/5 OR cites:A/HRC/13/5) AND police", ""},
      {"(see https://undocs.org/S/RES/1325(2000))",
       "see AND (symbol:\"S/RES/1325(2000)\" OR cites:\"S/RES/1325(2000)\")", ""},
      {"https://undocs.org/A/HRC/13/5, para. 98",
       "(symbol:A/HRC/13/5 AND para:98) OR cites:A/HRC/13/5:98", "paragraph-of-symbol"},
      {"https://tbinternet.ohchr.org/x.aspx?symbolno=CERD%2FC%2FKAZ%2FCO%2F8-10&Lang=en",
       "symbol:CERD/C/KAZ/CO/8-10 OR cites:CERD/C/KAZ/CO/8-10", ""},
      {"A/HRC/13/5 para. 3 (a)",
       "(symbol:A/HRC/13/5 AND para:\"3(a)\") OR cites:\"A/HRC/13/5:3 (a)\"",
       "paragraph-of-symbol"},
      {"CERD/C/KAZ/CO/5", "symbol:CERD/C/KAZ/CO/5 OR cites:CERD/C/KAZ/CO/5 OR \"cerd c kaz co 5\"",
       ""},
      {"-A/HRC/13/5", "NOT (symbol:A/HRC/13/5 OR cites:A/HRC/13/5 OR \"a hrc 13 5\")", ""},
      {"\"A/HRC/13/5\"", "\"a hrc 13 5\"", ""},
      {"no. 12345/67", "symbol:12345/67 OR cites:12345/67 OR \"12345 67\"", ""},
      {"Жалобы № 12345/67", "symbol:12345/67 OR cites:12345/67 OR \"12345 67\"", ""},
      {"Application no. 12345/67 police",
       "(symbol:12345/67 OR cites:12345/67 OR \"12345 67\") AND police", ""},
      {"application police", "application AND police", ""},
      {"no. 31111/04, § 25", "(symbol:31111/04 AND para:25) OR cites:31111/04:25",
       "paragraph-of-symbol"},
      {"A/HRC/13/5, para. 5; no. 7/04, § 3 police",
       "((symbol:A/HRC/13/5 AND para:5) OR cites:A/HRC/13/5:5 OR (symbol:7/04 AND para:3) OR "
       "cites:7/04:3) AND police",
       "paragraph-of-symbol paragraph-of-symbol"},
      {"A/HRC/13/5 AND CERD/C/KAZ/98",
       "(symbol:A/HRC/13/5 OR cites:A/HRC/13/5 OR \"a hrc 13 5\") AND (symbol:CERD/C/KAZ/98 OR "
       "cites:CERD/C/KAZ/98 OR \"cerd c kaz 98\")",
       ""},
      {"(no. 7/04)", "symbol:7/04 OR cites:7/04 OR \"7 04\"", ""},
      {"24/06 7/12345 123/4567/8 no 5", "\"24 06\" AND \"7 12345\" AND \"123 4567 8\" AND no AND 5",
       ""},
      {"https://undocs.org/", "\"https undocs org\"", ""},
      {"https://example.org/A/HRC/13/5", "\"https example org a hrc 13 5\"", ""},
      {"and/or para. 5", "\"and or\" AND para AND 5", ""},
  };
  (void)state;
  CHECK(cases);
}

static void test_prefix_and_exact(void **state) {
  static const Case cases[] = {
      {"discriminat*", "discriminat*", ""},
      {"дискриминац*", "дискриминац*", ""},
      {"пытк**", "пытк*", ""},
      {"abc*", "abc*", ""},
      {"ab*", "ab", "prefix-too-short"},
      {"аб*", "аб", "prefix-too-short"},
      {"*", "", "wildcard-ignored no-words"},
      {"*tion", "tion", "wildcard-ignored"},
      {"wo*rd", "\"wo rd\"", "wildcard-ignored"},
      {"co-oper*", "\"co oper\"", "wildcard-ignored"},
      {"=Korday", "=korday", ""},
      {"=Кордае", "=кордае", ""},
      {"=co-operation", "\"co operation\"", ""},
      {"=\"hate speech\"", "\"hate speech\"", ""},
      {"=word*", "=word", "wildcard-ignored"},
      {"= word", "word", ""},
  };
  (void)state;
  CHECK(cases);
}

static void test_fields(void **state) {
  static const Case cases[] = {
      {"region:KZ-31/korday", "region:KZ-31/korday", ""},
      {"region:Жамбыл", "region:Жамбыл", ""},
      {"Region:KZ", "region:KZ", ""},
      {"region:\"Zhambyl Region\" pogrom", "region:\"Zhambyl Region\" AND pogrom", ""},
      {"region:«Жамбылская область»", "region:\"Жамбылская область\"", ""},
      {"title:«a \"b\" c»", "title:«a \"b\" c»", ""},
      {"group:dungan,", "group:dungan", ""},
      {"(group:dungan OR group:uyghur)", "group:dungan OR group:uyghur", ""},
      {"symbol:CMW/C/GC/4-CRC/C/GC/23", "symbol:CMW/C/GC/4-CRC/C/GC/23", ""},
      {"article:ICCPR:26", "article:ICCPR:26", ""},
      {"lang:RU", "language:ru", ""},
      {"lang:KK-Latn", "language:kk-Latn", ""},
      {"lang:en-", "lang AND en", "bad-value"},
      {"kind:Footnote", "kind:footnote", ""},
      {"type:submission", "type:submission", ""},
      {"year:2018", "year:2018", ""},
      {"year:2018..2020", "year:2018..2020", ""},
      {"year:2018..", "year:2018..", ""},
      {"year:..2020", "year:..2020", ""},
      {"year:2020..2018", "year:2018..2020", ""},
      {"year:2018..2018", "year:2018", ""},
      {"year:2018-2020", "year:2018..2020", ""},
      {"year:\"2018\"", "year:2018", ""},
      {"year:now", "year AND now", "bad-value"},
      {"year:..", "year", "bad-value"},
      {"kind:poem", "kind AND poem", "bad-value"},
      {"-kind:poem", "NOT (kind AND poem)", "bad-value"},
      {"lang:klingon", "lang AND klingon", "bad-value"},
      {"author:Ivanov", "author AND ivanov", "unknown-field"},
      {"-author:\"A B\"", "NOT (author AND a AND b)", "unknown-field"},
      {"word:x", "word AND x", "unknown-field"},
      {"region: KZ", "region AND kz", "empty-field"},
      {"region:", "region", "empty-field"},
      {"region:\"\" a", "region AND a", "bad-value"},
  };
  (void)state;
  CHECK(cases);
}

static void test_hostile_bytes(void **state) {
  static const Case cases[] = {
      {"ab\xff"
       "cd",
       "ab AND cd", "invalid-utf8"},
      {"\xd0", "", "invalid-utf8"},
      {"a\x01"
       "b\x1b[31m",
       "a AND b AND 31m", "control-character"},
      {"a\xc2\x85"
       "b",
       "a AND b", "control-character"},
      {"a\xc2\x9b"
       "b",
       "a AND b", "control-character"},
      {"!!! ???", "", "no-words"},
      {"\\ ' ` % _ < > & ; --", "", "no-words"},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GPtrArray) notes = new_notes();
    g_autoptr(RcQuery) query = rc_query_parse(cases[i].typed, notes);
    g_autofree char *parsed = rc_query_to_string(query);
    g_autofree char *codes = join_codes(notes);
    assert_string_equal(parsed, cases[i].parsed);
    assert_string_equal(codes, cases[i].codes);
    assert_round_trip(query);
  }
}

/* `part` repeated. */
static char *repeat(const char *part, guint count) {
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < count; i++)
    g_string_append(text, part);
  return g_string_free(text, FALSE);
}

static void assert_noted(const char *typed, const char *code) {
  g_autoptr(GPtrArray) notes = new_notes();
  g_autoptr(RcQuery) query = rc_query_parse(typed, notes);
  bool found = false;
  for (guint i = 0; i < notes->len; i++)
    found |= strcmp(rc_note_name(((const RcNote *)notes->pdata[i])->code), code) == 0;
  assert_true(found);
  assert_round_trip(query);
}

static void test_limits(void **state) {
  (void)state;
  g_autofree char *brackets = repeat("(", 100000);
  g_autofree char *pairs = repeat("(a OR ", 100000);
  g_autofree char *minuses = repeat("NOT ", 100000);
  g_autofree char *quoted = repeat("\"", 99999);
  g_autofree char *words = repeat("слово ", 33);
  g_autofree char *word = repeat("щ", 5000);
  assert_noted(brackets, "too-long");
  assert_noted(brackets, "too-deep");
  assert_noted(pairs, "too-deep");
  assert_noted(minuses, "too-long");
  assert_noted(quoted, "too-long");
  assert_noted(words, "too-many-terms");
  assert_noted(word, "too-long");
}

/* A long quotation stays a phrase as far as it goes, with no word cut in two. */
static void test_long_quotation(void **state) {
  (void)state;
  g_autofree char *words = repeat("state party ", 200);
  g_autofree char *typed = g_strconcat("\"", words, "\"", NULL);
  g_autoptr(GPtrArray) notes = new_notes();
  g_autoptr(RcQuery) query = rc_query_parse(typed, notes);
  assert_int_equal(query->type, RC_QUERY_PHRASE);
  assert_int_equal(query->words->len, RC_QUERY_PHRASE_WORDS_MAX);
  g_autofree char *codes = join_codes(notes);
  assert_string_equal(codes, "too-many-terms");
  /* As many words as may be, and others beside it: all are read. */
  g_autofree char *hundred = repeat("state party ", RC_QUERY_PHRASE_WORDS_MAX / 2);
  g_autofree char *fits = g_strconcat("«", hundred, "» police violence", NULL);
  g_autoptr(GPtrArray) none = new_notes();
  g_autoptr(RcQuery) whole = rc_query_parse(fits, none);
  assert_int_equal(none->len, 0);
  assert_int_equal(whole->children->len, 3);
  assert_round_trip(whole);
  /* Several of them are as bounded as words are. */
  g_autofree char *phrases = repeat("\"a b c d e f g h i j\" ", 5);
  assert_noted(phrases, "too-many-terms");
}

/* Eight levels are read whole, and their canonical form can be read again. */
static void test_nesting(void **state) {
  (void)state;
  GString *typed = g_string_new("x");
  for (int level = 0; level < RC_QUERY_NESTING_MAX; level++) {
    g_string_prepend(typed, "a b OR -(");
    g_string_append(typed, ") OR c:d");
  }
  g_autoptr(GPtrArray) notes = new_notes();
  g_autoptr(RcQuery) query = rc_query_parse(typed->str, notes);
  g_autofree char *codes = join_codes(notes);
  assert_null(strstr(codes, "too-deep"));
  g_autofree char *canonical = rc_query_to_string(query);
  g_autoptr(GPtrArray) more = new_notes();
  g_autoptr(RcQuery) again = rc_query_parse(canonical, more);
  assert_same(query, again);
  g_string_free(typed, TRUE);
}

static void test_notes_name_what_was_typed(void **state) {
  (void)state;
  g_autoptr(GPtrArray) notes = new_notes();
  g_autoptr(RcQuery) query = rc_query_parse("автор:Иванов «язык", notes);
  assert_int_equal(notes->len, 2);
  g_autofree char *first = rc_note_text(notes->pdata[0], RC_LANGUAGE_EN);
  g_autofree char *second = rc_note_text(notes->pdata[1], RC_LANGUAGE_RU);
  assert_non_null(strstr(first, "“автор”"));
  assert_non_null(strstr(second, "«язык»"));
  assert_int_equal(query->type, RC_QUERY_AND);
}

static void test_and_joins(void **state) {
  (void)state;
  g_autoptr(GPtrArray) notes = new_notes();
  RcQuery *both = rc_query_and(rc_query_parse("a b", notes), rc_query_parse("c d", notes));
  g_autofree char *four = rc_query_to_string(both);
  assert_string_equal(four, "a AND b AND c AND d");
  both = rc_query_and(both, rc_query_new(RC_QUERY_ALL));
  assert_int_equal(both->children->len, 4);
  g_autoptr(RcQuery) either = rc_query_and(rc_query_parse("e OR f", notes), both);
  g_autofree char *string = rc_query_to_string(either);
  assert_string_equal(string, "(e OR f) AND a AND b AND c AND d");
  g_autoptr(RcQuery) all = rc_query_and(rc_query_new(RC_QUERY_ALL), rc_query_new(RC_QUERY_ALL));
  assert_int_equal(all->type, RC_QUERY_ALL);
}

static void test_field_values(void **state) {
  (void)state;
  static const char *const wrong[] = {"", "  ", "18", "20188", "..", "2018..x", "2018...2020"};
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autoptr(RcNote) problem = NULL;
    assert_null(rc_query_new_field(RC_FIELD_YEAR, wrong[i], &problem));
    assert_string_equal(rc_note_name(problem->code), "bad-value");
    assert_string_equal(problem->arguments[0], "year");
  }
  g_autoptr(RcQuery) range = rc_query_new_field(RC_FIELD_YEAR, " 2018 .. ", NULL);
  assert_null(range);
  g_autoptr(RcQuery) open = rc_query_new_field(RC_FIELD_YEAR, " 2018.. ", NULL);
  assert_int_equal(open->type, RC_QUERY_RANGE);
  assert_string_equal(open->from, "2018");
  assert_null(open->to);
}

static guint places_of(const char *template) {
  guint count = 0;
  for (char digit = '1'; digit <= '9'; digit++) {
    const char place[] = {'{', digit, '}', '\0'};
    count += strstr(template, place) != NULL;
    assert_true(!strstr(template, place) || count == (guint)(digit - '0')); /* none is left out */
  }
  return count;
}

/* Every note is said in both languages, of the same things. */
static void test_table_of_notes(void **state) {
  (void)state;
  for (int code = 0; code < RC_N_NOTES; code++) {
    const char *en = rc_note_template(code, RC_LANGUAGE_EN);
    const char *ru = rc_note_template(code, RC_LANGUAGE_RU);
    assert_non_null(rc_note_name(code));
    assert_string_not_equal(en, ru);
    assert_int_equal(places_of(en), places_of(ru));
    g_autoptr(RcNote) note = rc_note_new(code, "{2}", "%s", "three", NULL);
    for (int language = 0; language < RC_N_LANGUAGES; language++) {
      g_autofree char *text = rc_note_text(note, language);
      assert_true(g_str_has_suffix(text, "."));
      assert_int_equal(strstr(text, "{2}") != NULL, places_of(en) >= 1);
    }
  }
  static const struct {
    const char *typed, *en, *ru;
  } cases[] = {
      {"year:18",
       "year “18” is not a year: it must be like 2018, 2018..2020, 2018.. or ..2020; it was "
       "searched as words.",
       "«18» в поле year – не год: нужно 2018, 2018..2020, 2018.. или ..2020: искали как слова."},
      {"a OR", "“OR” has nothing to join here and was not read as an operator.",
       "«OR» здесь нечего соединять: оператором это не считалось."},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GPtrArray) notes = new_notes();
    g_autoptr(RcQuery) query = rc_query_parse(cases[i].typed, notes);
    assert_int_equal(notes->len, 1);
    g_autofree char *en = rc_note_text(notes->pdata[0], RC_LANGUAGE_EN);
    g_autofree char *ru = rc_note_text(notes->pdata[0], RC_LANGUAGE_RU);
    assert_string_equal(en, cases[i].en);
    assert_string_equal(ru, cases[i].ru);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_words),
      cmocka_unit_test(test_runs_become_phrases),
      cmocka_unit_test(test_operators),
      cmocka_unit_test(test_near),
      cmocka_unit_test(test_pasted),
      cmocka_unit_test(test_negation),
      cmocka_unit_test(test_phrases),
      cmocka_unit_test(test_prefix_and_exact),
      cmocka_unit_test(test_fields),
      cmocka_unit_test(test_hostile_bytes),
      cmocka_unit_test(test_limits),
      cmocka_unit_test(test_long_quotation),
      cmocka_unit_test(test_nesting),
      cmocka_unit_test(test_notes_name_what_was_typed),
      cmocka_unit_test(test_and_joins),
      cmocka_unit_test(test_field_values),
      cmocka_unit_test(test_table_of_notes),
      cmocka_unit_test(test_a_query_that_is_too_long),
      cmocka_unit_test(test_an_operator_before_the_cut),
  };
  return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
