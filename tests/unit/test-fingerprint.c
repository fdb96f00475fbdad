/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which passages repeat the same words, and which only look as if they did. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "fingerprint.h"
#include "fixture.h"

static char *fingerprint(const char *text, const char *number, RcKind kind) {
  const FixturePassage from = {.text = text, .number = number, .kind = kind};
  g_autoptr(RcPassage) passage = fixture_passage_new(&from, 1);
  return rc_fingerprint(passage);
}

typedef struct {
  const char *text, *number, *other, *other_number;
} Pair;

static const Pair meet[] = {
    /* The number of the paragraph. */
    {"24. The State party should ensure that all complaints of torture are investigated promptly.",
     "24",
     "7. The State party should ensure that all complaints of torture are investigated promptly.",
     "7"},
    {"146.17. Take steps to guarantee the independence of judges and lawyers in all regions;", NULL,
     "92.4 Take steps to guarantee the independence of judges and lawyers in all regions;", "92.4"},
    {"12. (a) Take steps to guarantee the independence of judges and lawyers in all regions;",
     "12(a)", "(iv) Take steps to guarantee the independence of judges and lawyers in all regions;",
     NULL},
    {"а) обеспечить доступ детей мигрантов к школьному образованию на всех языках и без взимания "
     "платы;",
     NULL,
     "16. б) обеспечить доступ детей мигрантов к школьному образованию на всех языках и без "
     "взимания платы;",
     "16"},
    /* Case, punctuation, hyphens, letters that look alike, marks of notes. */
    {"The State party should co-operate with non-governmental organisations that visit places of "
     "detention.",
     NULL,
     "· THE STATE PARTY SHOULD COOPERATE WITH “NON GOVERNMENTAL” ORGANISATIONS, THAT VISIT PLACES "
     "OF DETENTION",
     NULL},
    {"Eleven people died,[12] and more than twenty thousand fled across the border that night.³",
     NULL, "Eleven people died and more than twenty thousand fled across the border – that night!",
     NULL},
    {"Ещё в тот же день следственный изолятор отказал адвокату в свидании с подзащитным.", NULL,
     "«Еще в тот же день следственный изолятор отказал адвокату в свидании с подзащитным»", NULL},
    /* The name of the only State. */
    {"6. Ratify the Convention on the Prevention and Punishment of the Crime of Genocide (Brazil);",
     "6",
     "17. Ratify the Convention on the Prevention and Punishment of the Crime of Genocide "
     "(Estonia);",
     "17"},
    {"The recommendations that are listed below have been examined and enjoy the support of the "
     "Russian Federation.",
     NULL,
     "The recommendations that are listed below have been examined and enjoy the support of "
     "Norway.",
     NULL},
    {"Комитет призывает Казахстан обеспечить эффективное расследование всех сообщений о пытках и "
     "жестоком обращении.",
     NULL,
     "Комитет призывает Узбекистан обеспечить эффективное расследование всех сообщений о пытках "
     "и жестоком обращении.",
     NULL},
};

static const Pair apart[] = {
    /* Another thing is recommended. */
    {"Ratify the Convention on the Rights of Persons with Disabilities and its Optional Protocol;",
     NULL,
     "Consider ratifying the Convention on the Rights of Persons with Disabilities and its "
     "Optional Protocol;",
     NULL},
    {"The Committee recommends that the State party amend its law on the freedom of assembly.",
     NULL,
     "The Committee recommends that the State party amend its law on the freedom of association.",
     NULL},
    {"The Committee recommends that the State party abolish the death penalty in its law.", NULL,
     "The Committee recommends that the State party not abolish the death penalty in its law.",
     NULL},
    /* Numbers that say something. */
    {"For these reasons the Court holds unanimously that there has been a violation of Article 6.",
     NULL,
     "For these reasons the Court holds unanimously that there has been a violation of Article 8.",
     NULL},
    {"В 2019 году в стране было возбуждено 15 уголовных дел о пытках, и ни одно не дошло до суда.",
     NULL,
     "В 2020 году в стране было возбуждено 15 уголовных дел о пытках, и ни одно не дошло до суда.",
     NULL},
    {"3.5 million people were displaced by the armed conflict in the east of the country.", NULL,
     "4.5 million people were displaced by the armed conflict in the east of the country.", NULL},
    {"2019 saw more arrests of journalists and bloggers than any year before it did.", NULL,
     "2020 saw more arrests of journalists and bloggers than any year before it did.", NULL},
    {"Обвинение предъявлено по статье 282¹ о создании экстремистского сообщества группой лиц по "
     "сговору.",
     NULL,
     "Обвинение предъявлено по статье 282² о создании экстремистского сообщества группой лиц по "
     "сговору.",
     NULL},
    {"The police counted 1 12 protesters who were held overnight without any access to a lawyer.",
     NULL,
     "The police counted 11 2 protesters who were held overnight without any access to a lawyer.",
     NULL},
    /* An initial is no number. */
    {"A. Doe was held for three days without any access to a lawyer or to relatives.", NULL,
     "B. Doe was held for three days without any access to a lawyer or to relatives.", NULL},
    /* A list of States is what it says. */
    {"The rapporteurs that were selected by the Council to facilitate the review are Slovakia and "
     "France.",
     NULL,
     "The rapporteurs that were selected by the Council to facilitate the review are Bolivia and "
     "Qatar.",
     NULL},
    {"He was extradited from Kazakhstan to Uzbekistan although he had asked for asylum there.",
     NULL, "He was extradited from Norway to Tajikistan although he had asked for asylum there.",
     NULL},
    /* A place is no State. */
    {"Houses were burned in Korday that night, and the police did nothing for several hours.", NULL,
     "Houses were burned in Masanchi that night, and the police did nothing for several hours.",
     NULL},
};

static void test_pairs(const Pair *pairs, gsize count, bool same) {
  for (gsize i = 0; i < count; i++) {
    g_autofree char *one = fingerprint(pairs[i].text, pairs[i].number, RC_KIND_BODY);
    g_autofree char *other = fingerprint(pairs[i].other, pairs[i].other_number, RC_KIND_BODY);
    if (!one || !other || (strcmp(one, other) == 0) != same)
      fail_msg("%s (%s) %s (%s)", pairs[i].text, one, pairs[i].other, other);
    assert_int_equal(strlen(one), RC_ALIKE_DIGITS);
    assert_int_equal(strspn(one, "0123456789abcdef"), RC_ALIKE_DIGITS);
  }
}

static void test_what_meets(void **state) {
  (void)state;
  test_pairs(meet, G_N_ELEMENTS(meet), true);
}

static void test_what_stays_apart(void **state) {
  (void)state;
  test_pairs(apart, G_N_ELEMENTS(apart), false);
}

/* What is short is repeated in places where it says something else. */
static void test_what_has_none(void **state) {
  static const char long_text[] =
      "The State party should ensure that all complaints of torture are investigated promptly.";
  static const char *const none[] = {
      "",
      "Noted.",
      "62. The Government did not comment on it.",
      "24. 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15",
      "Accepted by Norway, Norway, Norway, Norway, Norway, Norway, Norway, Norway and Norway.",
      "12.",
      "(a)",
      "[12]",
      "Принято к сведению.",
  };
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(none); i++)
    assert_null(fingerprint(none[i], "24", RC_KIND_BODY));
  assert_null(fingerprint(long_text, NULL, RC_KIND_HEADING));
  assert_null(fingerprint(long_text, NULL, RC_KIND_TABLE));
  g_autofree char *recommendation = fingerprint(long_text, NULL, RC_KIND_RECOMMENDATION);
  g_autofree char *note = fingerprint(long_text, NULL, RC_KIND_FOOTNOTE);
  assert_string_equal(recommendation, note);
}

/* A worker that has been taken over cannot have words taken for the name of a State. */
static void test_a_false_mention(void **state) {
  static const char text[] =
      "The Committee welcomes the amnesty of all prisoners of conscience by the State party.";
  (void)state;
  const FixturePassage from = {.text = text};
  g_autoptr(RcPassage) passage = fixture_passage_new(&from, 1);
  g_autofree char *own = rc_fingerprint(passage);
  guint32 start = (guint32)(strstr(text, "amnesty") - text);
  RcMention false_mention = {RC_FIELD_REGION, g_strdup("KZ"), start, start + 7};
  g_array_append_val(passage->mentions, false_mention);
  g_autofree char *claimed = rc_fingerprint(passage);
  assert_string_equal(own, claimed);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_what_meets),
      cmocka_unit_test(test_what_stays_apart),
      cmocka_unit_test(test_what_has_none),
      cmocka_unit_test(test_a_false_mention),
  };
  return cmocka_run_group_tests_name("fingerprint", tests, NULL, NULL);
}
