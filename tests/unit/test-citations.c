/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents cited in text, from tests/golden/symbols.tsv; symbols as they are typed;
 * their terms. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <time.h>

#include "citations.h"
#include "document.h"
#include "symbol.h"

static char *find(const char *text) {
  g_autoptr(RcPassage) passage = rc_passage_new();
  rc_citations_find(text, passage->cites);
  GString *all = g_string_new(NULL);
  guint32 before = 0;
  for (guint i = 0; i < passage->cites->len; i++) {
    const RcCitation *cite = &g_array_index(passage->cites, RcCitation, i);
    assert_true(cite->start >= before && cite->end > cite->start && cite->end <= strlen(text));
    before = cite->end;
    g_string_append_printf(all, "%s%s%s%s", i ? " | " : "", cite->symbol,
                           cite->paragraph ? "#" : "", cite->paragraph ? cite->paragraph : "");
  }
  return g_string_free(all, FALSE);
}

/* What is canonical reads as itself. */
static void check_canonical(const char *expected, guint number) {
  g_auto(GStrv) items = g_strsplit(expected, " | ", -1);
  for (gsize i = 0; items[i]; i++) {
    items[i][strcspn(items[i], "#")] = '\0';
    g_autofree char *again = rc_symbol_normalise(items[i]);
    if (strcmp(again, items[i]) != 0)
      fail_msg("symbols.tsv:%u: %s is normalised to %s", number, items[i], again);
  }
}

static int check_line(const char *line, guint number) {
  if (*line == '#' || *line == '\0')
    return 0;
  g_auto(GStrv) parts = g_strsplit(line, "\t", 2);
  assert_non_null(parts[1]);
  g_autofree char *text = g_strcompress(parts[0]);
  g_autofree char *found = find(text);
  check_canonical(parts[1], number);
  if (strcmp(found, parts[1]) == 0)
    return 0;
  print_error("symbols.tsv:%u: %s\n  found:    %s\n  expected: %s\n", number, parts[0], found,
              parts[1]);
  return 1;
}

static void test_text(void **state) {
  (void)state;
  g_autofree char *list = NULL;
  assert_true(g_file_get_contents("tests/golden/symbols.tsv", &list, NULL, NULL));
  g_auto(GStrv) lines = g_strsplit(list, "\n", -1);
  int wrong = 0;
  for (guint i = 0; lines[i]; i++)
    wrong += check_line(lines[i], i + 1);
  assert_int_equal(wrong, 0);
}

typedef struct {
  const char *text, *expected;
} Case;

static char *join(GPtrArray *values) {
  g_ptr_array_add(values, NULL);
  char *all = g_strjoinv(" | ", (char **)values->pdata);
  g_ptr_array_unref(values);
  return all;
}

static void test_typed(void **state) {
  (void)state;
  static const Case cases[] = {
      {"cerd/c/kaz/co/8-10", "CERD/C/KAZ/CO/8-10"},
      {"CERD%2fC%2FKAZ%2fCO%2f8-10", "CERD/C/KAZ/CO/8-10"},
      {"СЕRD/С/КАZ/СО/8–10", "CERD/C/KAZ/CO/8-10"},
      {" CERD/C/KAZ/ CO/8-10 ", "CERD/C/KAZ/CO/8-10"},
      {"hri/gen/1/rev.9", "HRI/GEN/1/Rev.9"},
      {"CEDAW/C/KAZ/CO/5:24", "CEDAW/C/KAZ/CO/5:24"},
      {"CEDAW/C/KAZ/CO/5:24-26", "CEDAW/C/KAZ/CO/5:24 | CEDAW/C/KAZ/CO/5:25 | CEDAW/C/KAZ/CO/5:26"},
      {"CEDAW/C/KAZ/CO/5:24(a)", "CEDAW/C/KAZ/CO/5:24(a)"},
      {"CEDAW/C/KAZ/CO/5, para. 24", "CEDAW/C/KAZ/CO/5:24"},
      {"CEDAW/C/KAZ/CO/5, п. 24 а)", "CEDAW/C/KAZ/CO/5:24(а)"},
      {"cedaw/c/kaz/co/", "CEDAW/C/KAZ/CO/"},
      {"CEDAW/C/KAZ/CO", "CEDAW/C/KAZ/CO"},
      {"CERD/", "CERD/"},
      {"S/RES/1325 (2000)", "S/RES/1325"},
      {"S/RES/1325", "S/RES/1325"},
      {"no. 5809/08", "5809/08"},
      {"№ 5809/08:99", "5809/08:99"},
      {"cm/rec (2008) 5", "CM/Rec(2008)5"},
      {"Отчёт о работе", "Отчёт о работе"},
      {"", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *found = join(rc_symbol_query_terms(cases[i].text));
    assert_string_equal(found, cases[i].expected);
  }
}

static bool has(const GPtrArray *values, const char *value) {
  return g_ptr_array_find_with_equal_func((GPtrArray *)values, value, g_str_equal, NULL);
}

static void test_terms(void **state) {
  (void)state;
  g_autofree char *plain = join(rc_symbol_terms("CERD/C/62/CO/3", "24-25, 30 (a)"));
  assert_string_equal(plain, "CERD/C/62/CO/3 | CERD/C/62/CO/3:24 | CERD/C/62/CO/3:25 | "
                             "CERD/C/62/CO/3:30 | CERD/C/62/CO/3:30(a) | CERD/ | CERD/C/ | "
                             "CERD/C/62/ | CERD/C/62/CO/");
  g_autofree char *number = join(rc_symbol_terms("5809/08", NULL));
  assert_string_equal(number, "5809/08");
  g_autoptr(GPtrArray) joint = rc_symbol_terms("CMW/C/GC/4-CRC/C/GC/23", "5");
  assert_true(has(joint, "CMW/C/GC/4:5") && has(joint, "CRC/C/GC/23:5") && has(joint, "CRC/C/GC/"));
  g_autoptr(GPtrArray) dated = rc_symbol_terms("S/RES/1325(2000)", NULL);
  assert_string_equal(dated->pdata[0], "S/RES/1325(2000)");
  assert_true(has(dated, "S/RES/1325"));
  g_autoptr(GPtrArray) endless = rc_symbol_terms("A/74/486", "1-9999");
  assert_true(has(endless, "A/74/486:50") && !has(endless, "A/74/486:51"));
}

/* What is not asked for as a prefix is not one. */
static void test_prefix(void **state) {
  (void)state;
  g_autoptr(GPtrArray) terms = rc_symbol_terms("CEDAW/C/KAZ/CO/5", NULL);
  assert_true(has(terms, "CEDAW/C/KAZ/CO/"));
  assert_false(has(terms, "CEDAW/C/KAZ/CO"));
}

/* A megabyte of what begins like a symbol takes well under a second of processor time. */
static void test_hostile(void **state) {
  (void)state;
  static const char *const units[] = {
      "A/",        "A/1/",          "((A/1",           "A/1- ",
      "CERD/C/ ",  "%2f",           "nos. 1/23, ",     "1/23 ",
      "A/1-1",     "S/RES/1 (",     "CM/Rec(",         "resolution 60/251 ",
      "para. 1, ", "undocs.org/A/", "para. 1 of A/1 ", "п. 1 A/1 "};
  for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
    g_autoptr(GString) text = g_string_new(NULL);
    while (text->len < 1024 * 1024)
      g_string_append(text, units[i]);
    clock_t start = clock();
    g_autofree char *found = find(text->str);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    print_message("%s: %.2f s\n", units[i], seconds);
    assert_true(seconds < 5);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_text),   cmocka_unit_test(test_typed),   cmocka_unit_test(test_terms),
      cmocka_unit_test(test_prefix), cmocka_unit_test(test_hostile),
  };
  return cmocka_run_group_tests_name("citations", tests, NULL, NULL);
}
