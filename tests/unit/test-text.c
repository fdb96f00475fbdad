/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tokeniser: what is a word, its normal form and its place.  Most cases
 * stand in tests/golden/words.txt, for people to add to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

/* \xHH becomes a byte. */
static char *unescape(const char *written) {
  GString *text = g_string_new(NULL);
  for (const char *p = written; *p; p++) {
    if (p[0] == '\\' && p[1] == 'x') {
      char digits[3] = {p[2], p[3], 0};
      g_string_append_c(text, (char)strtol(digits, NULL, 16));
      p += 3;
    } else {
      g_string_append_c(text, *p);
    }
  }
  return g_string_free(text, FALSE);
}

static void test_golden_words(void **state) {
  (void)state;
  g_autofree char *file = NULL;
  assert_true(g_file_get_contents("tests/golden/words.txt", &file, NULL, NULL));
  g_auto(GStrv) lines = g_strsplit(file, "\n", -1);
  guint cases = 0, wrong = 0;
  for (guint i = 0; lines[i]; i++) {
    const char *bar = strrchr(lines[i], '|');
    if (*lines[i] == '#' || !bar)
      continue;
    g_autofree char *written = g_strndup(lines[i], (gsize)(bar - lines[i]));
    g_autofree char *text = unescape(written);
    g_autofree char *expected = g_strstrip(g_strdup(bar + 1));
    g_autofree char *words = rc_text_normalise(text);
    cases++;
    if (strcmp(words, expected) != 0) {
      wrong++;
      print_message("tests/golden/words.txt:%u: %s\n  expected: %s\n  found:    %s\n", i + 1,
                    written, expected, words);
    }
  }
  assert_int_equal(wrong, 0);
  assert_true(cases > 60);
}

typedef struct {
  const char *text;
  guint32 start, end;
  const char *word;
} Place;

/* The first word of each text and the bytes it takes. */
static void test_offsets(void **state) {
  static const Place cases[] = {
      {"Korday", 0, 6, "korday"},
      {"  Korday  ", 2, 8, "korday"},
      {"«Кордай»", 2, 14, "кордай"},
      {"party's ", 0, 7, "party's"},
      {"party’s ", 0, 9, "party's"},
      {"parties’ ", 0, 7, "parties"},
      {"party's\u30B3", 0, 7, "party's"}, /* no word goes on with a letter that stands alone */
      {"party'\u30B3", 0, 5, "party"},
      {"’tis", 3, 6, "tis"},
      /* The soft hyphen inside belongs to the word, one at its end does not. */
      {"high\u00ADway", 0, 9, "highway"},
      {"high\u00AD way", 0, 4, "high"},
      {"\u00ADhigh", 2, 6, "high"},
      {"cafe\u0301 x", 0, 6, "cafe"},
      {"Ёж", 0, 4, "еж"},
      {"-5", 1, 2, "5"},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GArray) words = rc_text_words(cases[i].text, -1);
    assert_true(words->len >= 1);
    const RcWord *word = &g_array_index(words, RcWord, 0);
    assert_string_equal(word->word, cases[i].word);
    assert_int_equal(word->start, cases[i].start);
    assert_int_equal(word->end, cases[i].end);
  }
}

static void test_length_bounds_the_text(void **state) {
  (void)state;
  g_autoptr(GArray) words = rc_text_words("one two three", 7);
  assert_int_equal(words->len, 2);
  g_autoptr(GArray) cut = rc_text_words("one two three", 6);
  assert_string_equal(g_array_index(cut, RcWord, 1).word, "tw");
  g_autoptr(GArray) none = rc_text_words("one", 0);
  assert_int_equal(none->len, 0);
}

/* One reader after the other over the same text gives the same words. */
static void test_tokens_agree_with_words(void **state) {
  (void)state;
  const char *text = "Дунгане и Uyghurs жили в Korday’s сёлах — «Масанчи»";
  g_autoptr(GArray) words = rc_text_words(text, -1);
  g_auto(RcTokens) tokens;
  rc_tokens_start(&tokens, text, -1);
  guint count = 0;
  for (RcToken token; rc_tokens_next(&tokens, &token); count++) {
    const RcWord *word = &g_array_index(words, RcWord, count);
    assert_string_equal(token.word, word->word);
    assert_int_equal(token.start, word->start);
    assert_int_equal(token.end, word->end);
  }
  assert_int_equal(count, words->len);
  assert_int_equal(count, 8);
  RcToken token;
  assert_false(rc_tokens_next(&tokens, &token));
}

static char *repeat(const char *part, guint count) {
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < count; i++)
    g_string_append(text, part);
  return g_string_free(text, FALSE);
}

static void test_long_words_are_cut(void **state) {
  static const char *const letters[] = {"a", "щ", "א", "é", "𐐀"};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(letters); i++) {
    g_autofree char *text = repeat(letters[i], 500);
    g_autoptr(GArray) words = rc_text_words(text, -1);
    assert_int_equal(words->len, 1);
    const RcWord *word = &g_array_index(words, RcWord, 0);
    assert_int_equal(word->start, 0);
    assert_int_equal(word->end, strlen(text));
    assert_true(strlen(word->word) <= RC_WORD_BYTES_MAX);
    assert_true(strlen(word->word) > RC_WORD_BYTES_MAX - 4);
    assert_true(g_utf8_validate(word->word, -1, NULL));
  }
  g_autofree char *fits = repeat("a", RC_WORD_BYTES_MAX);
  g_autofree char *same = rc_text_normalise(fits);
  assert_string_equal(fits, same);
}

/* What the tokeniser gives out it takes back as one word unchanged. */
static void test_normal_form_is_stable(void **state) {
  static const char *const texts[] = {
      "Ёж", "O‘zbek",  "Straße",  "İstanbul",  "ﬁ",       "Ǆ", "ΐ",
      "ŉ",  "ǰ",       "ẞ",       "K",         "Å",       "ſ", "\u1E9B\u0323",
      "Ω",  "й\u0301", "\u0345α", "⑴",         "㎢",      "ﷺ", "½",
      "ᾳ",  "ℵ",       "𝐀𝔸",      "a\u0300'b", "ё\u0301", "Ѐ", "ѝ",
      "Ї",  "ґ",       "q\u0323", "ﬅ",
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autoptr(GArray) words = rc_text_words(texts[i], -1);
    for (guint k = 0; k < words->len; k++) {
      const char *word = g_array_index(words, RcWord, k).word;
      g_autofree char *again = rc_text_normalise(word);
      assert_string_equal(word, again);
      assert_false(g_ascii_isupper(*word));
    }
  }
}

static void test_marks_alone_are_no_word(void **state) {
  (void)state;
  g_autofree char *stress = rc_text_normalise("\u0301 \u0301\u0301 a");
  assert_string_equal(stress, "a");
  g_autofree char *empty = rc_text_normalise("\u200B\uFEFF");
  assert_string_equal(empty, "");
}

static void test_script(void **state) {
  static const struct {
    const char *word;
    RcScript script;
  } cases[] = {
      {"korday", RC_SCRIPT_LATIN},  {"кордай", RC_SCRIPT_CYRILLIC}, {"қордай", RC_SCRIPT_CYRILLIC},
      {"їжак", RC_SCRIPT_CYRILLIC}, {"2020", RC_SCRIPT_OTHER},      {"1го", RC_SCRIPT_CYRILLIC},
      {"3rd", RC_SCRIPT_LATIN},     {"東京", RC_SCRIPT_OTHER},      {"", RC_SCRIPT_OTHER},
      {"łodz", RC_SCRIPT_LATIN},    {"ԛ", RC_SCRIPT_CYRILLIC},      {"λόγος", RC_SCRIPT_OTHER},
      {"əlifba", RC_SCRIPT_LATIN},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_int_equal(rc_text_script(cases[i].word), cases[i].script);
}

static void test_printable(void **state) {
  static const struct {
    const char *text;
    gssize length;
    const char *printable;
  } cases[] = {
      {"Кордай, Korday", -1, "Кордай, Korday"},
      {"a\tb\nc", -1, "a b c"},
      {"\x1b[31mred", -1, "\uFFFD[31mred"},
      {"a\rb", -1, "a\uFFFDb"},
      {"a\x7f", -1, "a\uFFFD"},
      {"a\xc2\x9b"
       "2J",
       -1, "a\uFFFD2J"},
      {"a\xff"
       "b",
       -1, "a\uFFFDb"},
      {"a\0b", 3, "a\uFFFDb"},
      {"abc", 2, "ab"},
      {"a\u202Eb\u2066c\u200Fd\u061Ce", -1, "abcde"},
      {"", -1, ""},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *printable = rc_text_printable(cases[i].text, cases[i].length);
    assert_string_equal(printable, cases[i].printable);
  }
}

/* A long word is one word of the same form wherever it is cut: before and after an
 * apostrophe, and where one letter takes several bytes. */
static void test_cut_words_are_stable(void **state) {
  static const char *const ends[] = {"'bc", "''b", "щ'щ", "é'é", "ŉa", "ꝏ'ꝏ", "a\u0300'b", "ﷺ'a"};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
    for (int before = RC_WORD_BYTES_MAX - 12; before <= RC_WORD_BYTES_MAX + 1; before++) {
      g_autofree char *filled = g_strnfill((gsize)before, 'a');
      g_autofree char *text = g_strconcat(filled, ends[i], ends[i], ends[i], NULL);
      g_autofree char *word = rc_text_normalise(text);
      g_autofree char *again = rc_text_normalise(word);
      assert_string_equal(word, again);
    }
}

static void test_json(void **state) {
  static const struct {
    const char *json, *written;
  } cases[] = {
      {"[\"Кордай\"]", "[\"Кордай\"]"},
      {"\"</script>\"", "\"\\u003c/script>\""},
      {"\"a\x7f\xc2\x85\xc2\x9b\xc2\xa0\"", "\"a\\u007f\\u0085\\u009b\xc2\xa0\""},
      {"\"\u202Ex\u2066\u200Fعربي\"", "\"\\u202ex\\u2066\\u200fعربي\""},
      {"", ""},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GString) out = g_string_new(NULL);
    rc_text_append_json(out, cases[i].json, strlen(cases[i].json));
    assert_string_equal(out->str, cases[i].written);
  }
}

static void test_controls(void **state) {
  static const char *const clean[] = {"", "a b", "Жамбыл", "caf\u00e9", "\u00a0", "\u0440\u0302"};
  static const char *const controls[] = {"\t", "a\n", "\x1b[0m", "a\x7f", "\xc2\x80", "Ж\xc2\x9f"};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(clean); i++)
    assert_false(rc_text_has_control(clean[i]));
  for (size_t i = 0; i < G_N_ELEMENTS(controls); i++)
    assert_true(rc_text_has_control(controls[i]));
  /* as Unicode has it */
  for (gunichar c = 1; c < 0x3000; c++) {
    char text[7] = "";
    g_unichar_to_utf8(c, text);
    assert_int_equal(rc_text_has_control(text), g_unichar_iscntrl(c));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_controls),
      cmocka_unit_test(test_cut_words_are_stable),
      cmocka_unit_test(test_json),
      cmocka_unit_test(test_golden_words),
      cmocka_unit_test(test_offsets),
      cmocka_unit_test(test_length_bounds_the_text),
      cmocka_unit_test(test_tokens_agree_with_words),
      cmocka_unit_test(test_long_words_are_cut),
      cmocka_unit_test(test_normal_form_is_stable),
      cmocka_unit_test(test_marks_alone_are_no_word),
      cmocka_unit_test(test_script),
      cmocka_unit_test(test_printable),
  };
  return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
