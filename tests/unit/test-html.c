/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HTML writer, URL parameters and the texts of the pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "document.h"
#include "error.h"
#include "html.h"
#include "page-text.h"
#include "parameters.h"

#define REPLACEMENT "\xEF\xBF\xBD"

static void test_text_is_escaped(void **state) {
  (void)state;
  static const struct {
    const char *text, *html;
  } cases[] = {
      {"<script>alert(\"1\" & '2')</script>",
       "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;"},
      {"пытки\tи\nпогромы", "пытки\tи\nпогромы"},
      {"a\x01\x1b[31m\x7f", "a" REPLACEMENT REPLACEMENT "[31m" REPLACEMENT},
      {"\xc2\x9b", REPLACEMENT},
      {"p. \u202E12\u2066x\u2069\u202C, عربي\u200F!", "p. 12x, عربي\u200F!"},
      {"\xc2\xa0\xc3\xa9", "\xc2\xa0\xc3\xa9"},
      {"bad \xff\xc3", "bad " REPLACEMENT REPLACEMENT},
      {"", ""},
      {NULL, ""},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GString) out = g_string_new(NULL);
    rc_html(out, cases[i].text);
    assert_string_equal(out->str, cases[i].html);
  }
}

static void test_bytes_may_hold_nul(void **state) {
  (void)state;
  g_autoptr(GString) out = g_string_new(NULL);
  rc_html_bytes(out, "a\0<b", 4);
  assert_string_equal(out->str, "a" REPLACEMENT "&lt;b");
}

static void test_elements(void **state) {
  (void)state;
  g_autoptr(GString) out = g_string_new(NULL);
  rc_html_element(out, "a", "<x>", "href", "?a=\"&b", "class", NULL, "open", "", NULL);
  assert_string_equal(out->str, "<a href=\"?a=&quot;&amp;b\" open=\"\">&lt;x&gt;</a>");
  g_string_truncate(out, 0);
  rc_html_open(out, "p", NULL);
  rc_html_raw_literal(out, "<br>");
  rc_html_close(out, "p");
  assert_string_equal(out->str, "<p><br></p>");
}

static void test_url_parameters(void **state) {
  (void)state;
  g_autoptr(GString) url = g_string_new("/");
  rc_html_url_parameter(url, "q", "a&b=c #%+");
  rc_html_url_parameter(url, "region", "Ж");
  assert_string_equal(url->str, "/?q=a%26b%3Dc%20%23%25%2B&region=%D0%96");
}

/* --- reading parameters --- */

static GArray *read_parameters(const char *text) {
  GError *error = NULL;
  GArray *parameters = rc_parameters_read(text, strlen(text), &error);
  assert_null(error);
  return parameters;
}

static void test_parameters_are_decoded(void **state) {
  (void)state;
  g_autoptr(GArray) parameters = read_parameters(
      "&q=%D0%BF%D1%8B%D1%82%D0%BA%D0%B8+a%2Bb&&region=KZ&region=RU&empty=&bare&=x");
  assert_int_equal(parameters->len, 6);
  assert_string_equal(rc_parameters_peek(parameters, "q"), "пытки a+b");
  assert_string_equal(rc_parameters_peek(parameters, "region"), "RU");
  assert_string_equal(rc_parameters_peek(parameters, "empty"), "");
  assert_string_equal(rc_parameters_peek(parameters, "bare"), "");
  assert_string_equal(rc_parameters_peek(parameters, ""), "x");
  assert_null(rc_parameters_peek(parameters, "nothing"));
}

static void test_bad_bytes_become_harmless(void **state) {
  (void)state;
  g_autoptr(GArray) parameters = read_parameters("q=a%00b%ff%C3&r=%c3%a9");
  assert_string_equal(rc_parameters_peek(parameters, "q"),
                      "a" REPLACEMENT "b" REPLACEMENT REPLACEMENT);
  assert_string_equal(rc_parameters_peek(parameters, "r"), "é");
}

static void assert_refused(const char *text, gsize length, int code) {
  g_autoptr(GError) error = NULL;
  assert_null(rc_parameters_read(text, length, &error));
  assert_true(g_error_matches(error, RC_ERROR, code));
}

static void test_broken_escapes_are_refused(void **state) {
  (void)state;
  static const char *const broken[] = {"q=%", "q=%4", "q=%zz", "%G0=1", "a=1&q=%-1", "q=% 41"};
  for (size_t i = 0; i < G_N_ELEMENTS(broken); i++)
    assert_refused(broken[i], strlen(broken[i]), RC_ERROR_BAD_INPUT);
  /* An escape never reaches beyond its own value, nor beyond the length given. */
  assert_refused("q=%4&1=2", 8, RC_ERROR_BAD_INPUT);
  assert_refused("q=%41", 4, RC_ERROR_BAD_INPUT);
}

static void test_parameters_have_limits(void **state) {
  (void)state;
  g_autofree char *longest = g_strnfill(RC_PARAMETERS_BYTES_MAX, 'a');
  g_autoptr(GArray) one = read_parameters(longest);
  assert_int_equal(one->len, 1);
  g_autofree char *too_long = g_strnfill(RC_PARAMETERS_BYTES_MAX + 1, 'a');
  assert_refused(too_long, RC_PARAMETERS_BYTES_MAX + 1, RC_ERROR_LIMIT);
  g_autoptr(GString) many = g_string_new(NULL);
  for (int i = 0; i < RC_PARAMETERS_MAX; i++)
    g_string_append(many, "&a");
  g_autoptr(GArray) all = read_parameters(many->str);
  assert_int_equal(all->len, RC_PARAMETERS_MAX);
  g_string_append(many, "&a");
  assert_refused(many->str, many->len, RC_ERROR_LIMIT);
}

/* --- texts --- */

static void test_every_text_is_there(void **state) {
  (void)state;
  for (int language = 0; language < RC_N_LANGUAGES; language++)
    for (int text = 0; text < RC_N_TEXTS; text++)
      assert_non_null(rc_page_text((RcLanguage)language, (RcText)text));
  for (int text = 0; text < RC_N_TEXTS; text++) {
    const char *en = rc_page_text(RC_LANGUAGE_EN, (RcText)text);
    const char *ru = rc_page_text(RC_LANGUAGE_RU, (RcText)text);
    for (char digit = '1'; digit <= '9'; digit++) {
      const char place[] = {'{', digit, '}', '\0'};
      assert_int_equal(strstr(en, place) != NULL, strstr(ru, place) != NULL);
    }
  }
}

static void test_russian_plurals(void **state) {
  (void)state;
  static const struct {
    guint64 number;
    const char *text;
  } cases[] = {
      {0, "0 документов"},     {1, "1 документ"},       {2, "2 документа"},
      {4, "4 документа"},      {5, "5 документов"},     {11, "11 документов"},
      {12, "12 документов"},   {14, "14 документов"},   {21, "21 документ"},
      {22, "22 документа"},    {25, "25 документов"},   {101, "101 документ"},
      {111, "111 документов"}, {112, "112 документов"}, {10001, "10\u00a0001 документ"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = rc_page_text_count(RC_LANGUAGE_RU, RC_COUNT_DOCUMENTS, cases[i].number);
    assert_string_equal(text, cases[i].text);
  }
}

static void test_english_plurals(void **state) {
  (void)state;
  g_autofree char *one = rc_page_text_count(RC_LANGUAGE_EN, RC_COUNT_DOCUMENTS, 1);
  g_autofree char *many = rc_page_text_count(RC_LANGUAGE_EN, RC_COUNT_DOCUMENTS, 1234567);
  assert_string_equal(one, "1 document");
  assert_string_equal(many, "1,234,567 documents");
}

static void test_fill_takes_values_as_they_are(void **state) {
  (void)state;
  g_autofree char *text =
      rc_page_text_fill(RC_LANGUAGE_EN, RC_TEXT_SHOWN, "{2}", "%s", "{9}", NULL);
  assert_string_equal(text, "{2}\u2013%s of {9}");
}

static void test_dates(void **state) {
  (void)state;
  static const struct {
    RcLanguage language;
    const char *date, *text;
  } cases[] = {
      {RC_LANGUAGE_EN, "2020", "2020"},
      {RC_LANGUAGE_EN, "2020-11", "November 2020"},
      {RC_LANGUAGE_EN, "2020-11-24", "24 November 2020"},
      {RC_LANGUAGE_EN, "2026-11-22T09:00:00Z", "22 November 2026"},
      {RC_LANGUAGE_RU, "2020-05", "май 2020"},
      {RC_LANGUAGE_RU, "2020-05-03", "3 мая 2020"},
      {RC_LANGUAGE_RU, "2020-13", "2020-13"},
      {RC_LANGUAGE_RU, "весной", "весной"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = rc_page_text_date(cases[i].language, cases[i].date);
    assert_string_equal(text, cases[i].text);
  }
}

static void test_language_is_chosen(void **state) {
  (void)state;
  static const struct {
    const char *chosen, *accepted;
    RcLanguage language;
  } cases[] = {
      {NULL, NULL, RC_LANGUAGE_EN},
      {"ru", NULL, RC_LANGUAGE_RU},
      {"en", "ru", RC_LANGUAGE_EN},
      {"xx", "ru", RC_LANGUAGE_RU},
      {NULL, "ru-RU,ru;q=0.9,en;q=0.8", RC_LANGUAGE_RU},
      {NULL, "en;q=0.3, ru;q=0.7", RC_LANGUAGE_RU},
      {NULL, "de, en;q=0.5, ru;q=0.1", RC_LANGUAGE_EN},
      {NULL, "run, rus", RC_LANGUAGE_EN},
      {NULL, ",,;q=,\xff", RC_LANGUAGE_EN},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_int_equal(rc_language_choose(cases[i].chosen, cases[i].accepted), cases[i].language);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_text_is_escaped),
      cmocka_unit_test(test_bytes_may_hold_nul),
      cmocka_unit_test(test_elements),
      cmocka_unit_test(test_url_parameters),
      cmocka_unit_test(test_parameters_are_decoded),
      cmocka_unit_test(test_bad_bytes_become_harmless),
      cmocka_unit_test(test_broken_escapes_are_refused),
      cmocka_unit_test(test_parameters_have_limits),
      cmocka_unit_test(test_every_text_is_there),
      cmocka_unit_test(test_russian_plurals),
      cmocka_unit_test(test_english_plurals),
      cmocka_unit_test(test_fill_takes_values_as_they_are),
      cmocka_unit_test(test_dates),
      cmocka_unit_test(test_language_is_chosen),
  };
  return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
