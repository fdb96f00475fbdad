/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names across scripts: the pairs of tests/golden/romanisations.tsv, and what cannot be a name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "romanisation.h"
#include "text.h"

/* How many of the pairs of a column meet, by letters and by the key. */
typedef struct {
  guint pairs, met, same_key;
} Counts;

static void count_pairs(const char *cyrillic, const char *list, bool expected, Counts *counts) {
  g_auto(GStrv) words = g_strsplit(list ? list : "", " ", -1);
  g_autofree char *key = rc_romanisation_key(cyrillic);
  for (char **word = words; *word; word++) {
    if (!**word)
      continue;
    g_autofree char *latin = rc_text_normalise(*word);
    g_autofree char *other = rc_romanisation_key(latin);
    bool meets = rc_romanisation_meets(cyrillic, latin);
    counts->pairs++;
    counts->met += meets;
    counts->same_key += g_strcmp0(key, other) == 0;
    if (meets != expected)
      print_message("%s and %s %s\n", cyrillic, latin, meets ? "meet" : "do not meet");
  }
}

static void names_meet(void **state) {
  (void)state;
  g_autofree char *text = NULL;
  assert_true(g_file_get_contents("tests/golden/romanisations.tsv", &text, NULL, NULL));
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  Counts same = {0}, others = {0};
  for (char **line = lines; *line; line++) {
    if (**line == '#' || !**line)
      continue;
    g_auto(GStrv) columns = g_strsplit(*line, "\t", -1);
    assert_true(g_strv_length(columns) >= 2);
    count_pairs(columns[0], columns[1], true, &same);
    count_pairs(columns[0], columns[2], false, &others);
  }
  print_message("%u of %u pairs meet, %u by the key; of %u others %u, %u\n", same.met, same.pairs,
                same.same_key, others.pairs, others.met, others.same_key);
  assert_true(same.pairs >= 200);
  assert_true(same.met * 100 >= same.pairs * 97);
  assert_true(same.same_key * 100 >= same.pairs * 80);
  assert_int_equal(others.met, 0);
}

/* Whatever meets begins as rc_romanisation_starts says, in both directions. */
static void starts_are_complete(void **state) {
  (void)state;
  g_autofree char *text = NULL;
  assert_true(g_file_get_contents("tests/golden/romanisations.tsv", &text, NULL, NULL));
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line; line++) {
    g_auto(GStrv) columns = g_strsplit(*line, "\t", -1);
    if (**line == '#' || !**line)
      continue;
    g_auto(GStrv) words = g_strsplit(columns[1], " ", -1);
    for (char **word = words; *word; word++) {
      g_autofree char *latin = rc_text_normalise(*word);
      if (!rc_romanisation_meets(columns[0], latin))
        continue;
      const char *pair[] = {columns[0], latin};
      for (int i = 0; i < 2; i++) {
        g_autoptr(GPtrArray) starts = rc_romanisation_starts(pair[i]);
        bool found = false;
        for (guint k = 0; k < starts->len; k++)
          found = found || g_str_has_prefix(pair[1 - i], starts->pdata[k]);
        if (!found)
          fail_msg("%s: not where %s is looked for", pair[1 - i], pair[i]);
      }
    }
  }
}

/* Ways of writing a name that meet, and whether their keys are one; and names that are not one. */
static void test_ways_of_writing(void **state) {
  static const struct {
    const char *cyrillic, *latin;
    bool meet, one_key;
  } cases[] = {
      {"муса", "moussa", true, true},   {"хабибула", "habibulla", true, true},
      {"хасан", "hassan", true, true},  {"петров", "petroff", true, true},
      {"иванов", "ivanof", true, true}, {"яна", "yana", true, true},
      {"мария", "mariya", true, true},  {"яна", "ina", false, false},
      {"диана", "dina", false, false},
  };
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *key = rc_romanisation_key(cases[i].cyrillic);
    g_autofree char *other = rc_romanisation_key(cases[i].latin);
    if (rc_romanisation_meets(cases[i].cyrillic, cases[i].latin) != cases[i].meet ||
        (strcmp(key, other) == 0) != cases[i].one_key)
      fail_msg("%s and %s: keys %s and %s", cases[i].cyrillic, cases[i].latin, key, other);
  }
}

/* Every letter of the alphabets that are in use has a way to be written. */
static void alphabets_are_whole(void **state) {
  (void)state;
  static const char alphabets[] = "абвгдежзийклмнопрстуфхцчшщыэюяєіїґўәғқңөұүһҳҷӣӯ";
  for (const char *p = alphabets; *p; p = g_utf8_next_char(p)) {
    g_autofree char *letter = g_strndup(p, (gsize)(g_utf8_next_char(p) - p));
    g_autofree char *word = g_strconcat(letter, "ана", NULL);
    g_autoptr(GPtrArray) starts = rc_romanisation_starts(word);
    assert_true(starts->len > 0);
  }
}

static void no_name_meets_nothing(void **state) {
  (void)state;
  g_autofree char *long_latin = g_strnfill(5000, 'a');
  g_autoptr(GString) long_cyrillic = g_string_new(NULL);
  for (int i = 0; i < 5000; i++)
    g_string_append(long_cyrillic, "а");
  const char *const words[] = {"",
                               "а",
                               "ан",
                               "a",
                               "2020",
                               "عمر",
                               "ана1",
                               "ana1",
                               "'",
                               "''''",
                               "日本語",
                               "ῥόδον",
                               "ьъ",
                               "анаana",
                               "anaана",
                               long_latin,
                               long_cyrillic->str};
  for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
    assert_false(rc_romanisation_meets("анна", words[i]));
    assert_false(rc_romanisation_meets(words[i], "anna"));
    g_autoptr(GPtrArray) starts = rc_romanisation_starts(words[i]);
    g_autofree char *key = rc_romanisation_key(words[i]);
    assert_int_equal(starts->len, 0);
    assert_null(key);
  }
  /* The longest of all that are looked at. */
  g_autofree char *most = g_strnfill(RC_ROMANISATION_LETTERS_MAX, 'a');
  g_string_truncate(long_cyrillic, (gsize)2 * RC_ROMANISATION_LETTERS_MAX);
  assert_true(rc_romanisation_meets(long_cyrillic->str, most));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_meet), cmocka_unit_test(test_ways_of_writing),
      cmocka_unit_test(starts_are_complete), cmocka_unit_test(alphabets_are_whole),
      cmocka_unit_test(no_name_meets_nothing)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
