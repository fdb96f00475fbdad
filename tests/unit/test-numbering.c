/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Under what a numbered paragraph stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "document.h"
#include "numbering.h"
#include "numbers.h"

/* A passage, and the number by which it is cited. */
typedef struct {
  char kind; /* h: heading, r: recommendation, f: note, F: on the next page, else of the text */
  const char *text, *number;
} Line;

static void check(const Line *lines, gsize count) {
  g_autoptr(GPtrArray) passages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_passage_free);
  const char *heading = NULL;
  for (gsize i = 0; i < count; i++) {
    RcPassage *passage = rc_passage_new();
    RcPageStart start = {0, lines[i].kind == 'F' ? 2 : 1};
    gsize length;
    passage->text = g_strdup(lines[i].text);
    passage->kind = lines[i].kind == 'h'          ? RC_KIND_HEADING
                    : lines[i].kind == 'r'        ? RC_KIND_RECOMMENDATION
                    : strchr("fF", lines[i].kind) ? RC_KIND_FOOTNOTE
                                                  : RC_KIND_BODY;
    g_array_append_val(passage->page_starts, start);
    if (heading)
      g_ptr_array_add(passage->section, g_strdup(heading));
    heading = lines[i].kind == 'h' ? lines[i].text : heading;
    if (passage->kind == RC_KIND_FOOTNOTE)
      passage->number = g_strdup_printf("fn. %c", *lines[i].text);
    else if (lines[i].kind != 'h')
      passage->number = rc_number_read(lines[i].text, &length);
    g_ptr_array_add(passages, passage);
  }
  rc_numbering_qualify(passages);
  for (gsize i = 0; i < count; i++) {
    const RcPassage *passage = g_ptr_array_index(passages, i);
    if (g_strcmp0(passage->number, lines[i].number) != 0)
      fail_msg("%s: %s, not %s", lines[i].text, passage->number, lines[i].number);
  }
}

/* Paragraphs that a later law has put between others stand with them. */
static void test_inserted(void **state) {
  (void)state;
  static const Line lines[] = {
      {'h', "Статья 53", NULL},
      {'b', "1) принимает законы;", "Статья 53 (1)"},
      {'b', "1-1) вносит поправки;", "Статья 53 (1-1)"},
      {'b', "1-2) проводит голосования;", "Статья 53 (1-2)"},
      {'b', "2) утверждает отчёты.", "Статья 53 (2)"},
      {'h', "Статья 54", NULL},
      {'b', "1) избирает судей;", "Статья 54 (1)"},
      {'b', "1-1) слушает отчёты.", "Статья 54 (1-1)"},
      {'h', "Article 55", NULL},
      {'b', "1. Mills are free.", "Article 55 (1)"},
      {'b', "2. Weirs are not.", "Article 55 (2)"},
      {'b', "2-1. Fords are free.", "Article 55 (2-1)"},
      {'b', "7-1. Nobody knows where this stands.", "7-1"},
  };
  check(lines, G_N_ELEMENTS(lines));
}

/* An article of one paragraph is cited as the article; of several none is told apart by it. */
static void test_articles_of_one_paragraph(void **state) {
  (void)state;
  static const Line lines[] = {
      {'b', "The States that agree on this,", NULL},
      {'h', "Article 1", NULL},
      {'b', "All mills are free.", "Article 1"},
      {'h', "Article 2", NULL},
      {'h', "Of weirs", NULL},
      {'b', "All weirs are free.", "Article 2"},
      {'f', "1 As agreed.", "fn. 1"},
      {'h', "Article 3", NULL},
      {'b', "1. Fords are free.", "Article 3 (1)"},
      {'b', "2. Ferries are not.", "Article 3 (2)"},
      {'b', "This does not hold in winter.", NULL},
      {'h', "Статья 4", NULL},
      {'b', "Каждый свободен:", "Статья 4"},
      {'b', "(a) зимой;", "Статья 4 (a)"},
      {'h', "Статья 5", NULL},
      {'b', "Никто не платит.", NULL},
      {'b', "Но и не берёт.", NULL},
      {'h', "PART II", NULL},
      {'b', "What follows is a protocol.", NULL},
      {'h', "Article 9", NULL},
      {'b', "It stands in no row.", NULL},
  };
  check(lines, G_N_ELEMENTS(lines));
}

/* A judgment that quotes articles has none. */
static void test_quoted_articles(void **state) {
  (void)state;
  static const Line lines[] = {
      {'b', "1. The case began.", "1"},     {'b', "2. It went on.", "2"},
      {'b', "3. It was heard.", "3"},       {'h', "Article 6", NULL},
      {'b', "Everyone is heard.", NULL},    {'h', "Article 7", NULL},
      {'b', "Nobody is punished.", NULL},   {'h', "THE LAW", NULL},
      {'b', "4. The Court finds so.", "4"},
  };
  check(lines, G_N_ELEMENTS(lines));
}

/* Recommendations count from one again, under the paragraph that announces them, and may be more
 * than the paragraphs of the report. */
static void test_recommendations(void **state) {
  (void)state;
  static const Line lines[] = {
      {'b', "1. The review was held.", "1"},
      {'b', "2. Arcadia was asked:", "2"},
      {'b', "(a) About its courts;", "2 (a)"},
      {'b', "(b) About its schools.", "2 (b)"},
      {'h', "II. Recommendations", NULL},
      {'b', "3. These enjoy its support:", "3"},
      {'r', "1. Build schools (Utopia);", "3, recommendation 1"},
      {'r', "2. Build bridges (Utopia);", "3, recommendation 2"},
      {'r', "3. Build wells (Laputa);", "3, recommendation 3"},
      {'b', "4. Teach in both languages.", "3, recommendation 4"},
      {'r', "5. Keep archives (Laputa).", "3, recommendation 5"},
      {'b', "4. These do not:", "4"},
      {'r', "1. Open the border (Laputa);", "4, recommendation 1"},
      {'r', "2. Open the files (Utopia).", "4, recommendation 2"},
      {'b', "5. The report was adopted.", "5"},
  };
  check(lines, G_N_ELEMENTS(lines));
}

static void test_articles(void **state) {
  (void)state;
  static const Line lines[] = {
      {'h', "Article 13", NULL},
      {'h', "Bees", NULL},
      {'b', "1. Bees are free.", "Article 13 (1)"},
      {'b', "2. Honey is not.", "Article 13 (2)"},
      {'b', "(a) Save in spring;", "Article 13 (2) (a)"},
      {'b', "(i) On Mondays;", "Article 13 (2) (a) (i)"},
      {'b', "(ii) On feasts;", "Article 13 (2) (a) (ii)"},
      {'b', "(b) Save for guests.", "Article 13 (2) (b)"},
      {'h', "Статья 14. Пасека", NULL},
      {'b', "1. Пасека неприкосновенна.", "Статья 14 (1)"},
      {'b', "2. Пасечник вправе:", "Статья 14 (2)"},
      {'b', "1) Держать пчёл;", "Статья 14 (2) (1)"},
      {'b', "2) Продавать мёд.", "Статья 14 (2) (2)"},
      {'b', "3. Улей не облагается.", "Статья 14 (3)"},
      {'b', "Статья 15", NULL},
      {'b', "1. Закон вступает в силу.", "Статья 15 (1)"},
  };
  check(lines, G_N_ELEMENTS(lines));
}

/* The longest numbering of a judgment is that of its reasons. */
static void test_judgment(void **state) {
  (void)state;
  static const Line lines[] = {
      {'h', "HAVING SEEN:", NULL},
      {'b', "1. The complaint.", "HAVING SEEN, para. 1"},
      {'h', "CONSIDERING:", NULL},
      {'b', "1. The law says:", "1"},
      {'b', "2. The field was hers.", "2"},
      {'b', "3. The court erred.", "3"},
      {'b', "4. She had no counsel.", "4"},
      {'h', "ПОСТАНОВИЛ:", NULL},
      {'b', "1. Отменить решение.", "ПОСТАНОВИЛ, para. 1"},
      {'b', "2. Вернуть поле.", "ПОСТАНОВИЛ, para. 2"},
      {'h', "DISSENTING OPINION OF JUDGE ROE", NULL},
      {'b', "1. I disagree.", "DISSENTING OPINION OF JUDGE ROE, para. 1"},
      {'b', "2. The field was nobody's.", "DISSENTING OPINION OF JUDGE ROE, para. 2"},
      {'f', "1 See above.", "fn. 1"},
  };
  check(lines, G_N_ELEMENTS(lines));
}

/* Letters that are Roman numerals, too. */
static void test_letters(void **state) {
  (void)state;
  static const Line lines[] = {
      {'b', "1. The court heard:", "1"},      {'b', "(a) a miller;", "1 (a)"},
      {'b', "(b) a baker;", "1 (b)"},         {'b', "(c) a clerk;", "1 (c)"},
      {'b', "(i) of the town;", "1 (c) (i)"}, {'b', "(ii) of the valley;", "1 (c) (ii)"},
      {'b', "(d) a judge;", "1 (d)"},         {'b', "(e) a guard;", "1 (e)"},
      {'b', "(f) a cook;", "1 (f)"},          {'b', "(g) a smith;", "1 (g)"},
      {'b', "(h) a nurse;", "1 (h)"},         {'b', "(i) a teacher;", "1 (i)"},
      {'b', "(j) a driver.", "1 (j)"},
  };
  check(lines, G_N_ELEMENTS(lines));
}

/* A list of figures in brackets within a paragraph does not count on its paragraphs, be it the end
 * of the document. */
static void test_styles(void **state) {
  (void)state;
  static const Line lines[] = {
      {'b', "1. Суд выслушал:", "1"},         {'b', "2. Суд решил:", "2"},
      {'b', "1) вернуть мельницу;", "2 (1)"}, {'b', "2) вернуть ключи;", "2 (2)"},
      {'b', "3) открыть дорогу.", "2 (3)"},   {'b', "3. Суд закрыл дело.", "3"},
      {'b', "4. The file was closed:", "4"},  {'b', "1) the book;", "4 (1)"},
      {'b', "2) the map;", "4 (2)"},          {'b', "3) the seal;", "4 (3)"},
      {'b', "4) the keys;", "4 (4)"},         {'b', "5) the lamp.", "4 (5)"},
  };
  check(lines, G_N_ELEMENTS(lines));
}

/* A paragraph that was not read ends no numbering; one that is far ahead is none of it. */
static void test_a_missing_number(void **state) {
  (void)state;
  static const Line lines[] = {
      {'b', "1. The mill was sealed.", "1"},
      {'b', "2. Ключи забрали.", "2"},
      {'b', "3. Nobody was heard.", "3"},
      {'b', "5. The file was closed.", "5"},
      {'b', "34. The regiment stayed.", "5, item 34"},
  };
  check(lines, G_N_ELEMENTS(lines));
}

/* The name of a heading that is too long ends between two letters. */
static void test_a_long_heading(void **state) {
  (void)state;
  g_autoptr(GString) heading = g_string_new("V"), number = NULL;
  for (guint i = 0; i < 120; i++)
    g_string_append(heading, "б");
  number = g_string_new_len(heading->str, 199);
  g_string_append(number, ", para. 1");
  const Line lines[] = {
      {'b', "1. The law says:", "1"},
      {'b', "2. The field was hers.", "2"},
      {'b', "3. The court erred.", "3"},
      {'h', heading->str, NULL},
      {'b', "1. Отменить решение.", number->str},
  };
  check(lines, G_N_ELEMENTS(lines));
}

/* Notes that count anew on each page are told apart by it. */
static void test_notes_of_pages(void **state) {
  (void)state;
  static const Line lines[] = {
      {'b', "1. The mill was sealed.", "1"}, {'f', "1 By the clerk.", "fn. 1"},
      {'f', "2 Весной.", "fn. 2"},           {'b', "2. Ключи забрали.", "2"},
      {'F', "1 Кто, не сказано.", "fn. 1"},  {'F', "1 Nobody knows.", NULL},
  };
  check(lines, G_N_ELEMENTS(lines));
}

/* Numbers that nothing tells apart name nothing. */
static void test_no_two_are_the_same(void **state) {
  (void)state;
  static const Line lines[] = {
      {'b', "[6] The seller spoke.", "6"},
      {'b', "(a) first", "6 (a)"},
      {'b', "(a) second", NULL},
      {'b', "1.1 Bees", "1.1"},
      {'b', "1.1 Wasps", NULL},
      {'f', "* One note", "fn. *"},
      {'f', "* Another note", NULL},
      {'b', "[7] The buyer spoke.", "7"},
  };
  check(lines, G_N_ELEMENTS(lines));
}

/* Numbers without end or order take no long time and make no long names. */
static void test_hostile_numbers(void **state) {
  (void)state;
  g_autoptr(GPtrArray) passages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_passage_free);
  for (guint i = 0; i < 50000; i++) {
    RcPassage *passage = rc_passage_new();
    RcPageStart start = {0, 1};
    gsize length;
    passage->text = g_strdup_printf("%u. Text", i * 7919 % (i % 3 ? 5 : 997));
    g_array_append_val(passage->page_starts, start);
    passage->number = rc_number_read(passage->text, &length);
    g_ptr_array_add(passages, passage);
  }
  rc_numbering_qualify(passages);
  g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < passages->len; i++) {
    char *number = ((RcPassage *)g_ptr_array_index(passages, i))->number;
    assert_true(!number || (strlen(number) < 100 && g_hash_table_add(taken, number)));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_inserted),        cmocka_unit_test(test_recommendations),
      cmocka_unit_test(test_articles),        cmocka_unit_test(test_articles_of_one_paragraph),
      cmocka_unit_test(test_quoted_articles), cmocka_unit_test(test_judgment),
      cmocka_unit_test(test_letters),         cmocka_unit_test(test_styles),
      cmocka_unit_test(test_a_long_heading),  cmocka_unit_test(test_a_missing_number),
      cmocka_unit_test(test_notes_of_pages),  cmocka_unit_test(test_no_two_are_the_same),
      cmocka_unit_test(test_hostile_numbers),
  };
  return cmocka_run_group_tests_name("numbering", tests, NULL, NULL);
}
