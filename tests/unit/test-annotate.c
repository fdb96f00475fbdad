/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mentions and citations, in English and Russian: what is one, and its false
 * friends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "annotate.h"
#include "vocabulary.h"

/* A text, and the concepts it mentions in order, parted by one space. */
typedef struct {
  const char *text, *concepts;
} MentionCase;

static RcPassage *annotated(const char *text) {
  RcPassage *passage = rc_passage_new();
  g_free(passage->text);
  passage->text = g_strdup(text);
  g_autoptr(GArray) words = rc_text_words(text, -1);
  rc_annotate_passage(passage, words);
  return passage;
}

static char *mentioned(const char *text) {
  g_autoptr(RcPassage) passage = annotated(text);
  GString *ids = g_string_new(NULL);
  for (guint i = 0; i < passage->mentions->len; i++) {
    const RcMention *mention = &g_array_index(passage->mentions, RcMention, i);
    assert_true(mention->start < mention->end && mention->end <= strlen(text));
    /* Instruments and rights have tests of their own: test-articles, test-rights. */
    if (mention->field != RC_FIELD_ARTICLE && mention->field != RC_FIELD_RIGHT)
      g_string_append_printf(ids, "%s%s", ids->len ? " " : "", mention->concept);
  }
  return g_string_free(ids, FALSE);
}

static void check(const MentionCase *cases, gsize count) {
  int wrong = 0;
  for (gsize i = 0; i < count; i++) {
    g_autofree char *found = mentioned(cases[i].text);
    if (strcmp(found, cases[i].concepts) == 0)
      continue;
    print_error("%s\n  found:    %s\n  expected: %s\n", cases[i].text, found, cases[i].concepts);
    wrong++;
  }
  assert_int_equal(wrong, 0);
}

static void test_regions_english(void **state) {
  (void)state;
  static const MentionCase cases[] = {
      {"in Zhambyl Region", "KZ-31"},
      {"in Jambyl oblast", "KZ-31"},
      {"the city of Djambul", "KZ-31"},
      {"Kazakhstan's south", "KZ"},
      {"Kazakhstan’s south", "KZ"},
      {"KAZAKHSTAN", "KZ"},
      {"the Republic of Kazakhstan", "KZ"},
      {"Masanchi, Sortöbe and Bular Batyr villages in Korday district",
       "KZ-31/korday/masanchi KZ-31/korday/sortobe KZ-31/korday/bular-batyr KZ-31/korday"},
      {"the villages of Shortobe, Aukhatty and Karakemer (Kordai)",
       "KZ-31/korday/sortobe KZ-31/korday/aukhatty KZ-31/korday/karakemer KZ-31/korday"},
      {"Qorday and Kurday", "KZ-31/korday KZ-31/korday"},
      {"in Almaty and in Almaty Region", "KZ-75 KZ-19"},
      {"South Kazakhstan Region", "KZ/south-kazakhstan"},
      {"in Osh and in Osh oblast", "KG-GO KG-O"},
      {"the Kyrgyz Republic", "KG"},
      {"Gorno-Badakhshan Autonomous Oblast (GBAO), Khorog", "TJ-GB TJ-GB TJ-GB/khorog"},
      {"Iran (Islamic Republic of) and Bolivia (Plurinational State of)", "IR BO"},
      {"Ivory Coast, Côte d’Ivoire, Burma, Myanmar", "CI CI MM MM"},
      {"turkey for dinner in Turkey", "TR"},
      {"fine china from China", "CN"},
      {"New Mexico and Mexico", "US-NM MX"},
      {"Papua New Guinea, Guinea-Bissau, Guinea and guinea pigs", "PG GW GN"},
      {"South Sudan is not Sudan", "SS SD"},
      {"from the South. Sudan ratified it", "SD"},
      {"give us the US", "US"},
      {"in the U.S. and the UK", "US GB"},
      {"Democratic Republic of the Congo and the Congo", "CD CG"},
      {"Democratic People’s Republic of Korea; Republic of Korea", "KP KR"},
      {"Crimea and Sevastopol", "UA-43 UA-40"},
      {"Mary and Vladimir came", ""},
      {"Mr. Milan Novak spoke in Milan", "IT-25/milan"},
      {"Vladimir Oblast", "RU-VLA"},
      {"the Chechen Republic", "RU-CE"},
      {"www.fergana.ru, Fergana", "UZ-FA/fergana"},
      {"the former Yugoslav Republic of Macedonia", "MK"},
  };
  check(cases, G_N_ELEMENTS(cases));
}

static void test_regions_russian(void **state) {
  (void)state;
  static const MentionCase cases[] = {
      {"в Жамбылской области", "KZ-31"},
      {"Жамбылская область Казахстана", "KZ-31 KZ"},
      {"в Алматинской и Жамбылской областях", "KZ-19 KZ-31"},
      {"в Джамбуле", "KZ-31"},
      {"Кордайского района", "KZ-31/korday"},
      {"в Кордае, сёлах Масанчи, Сортобе и Булар батыр",
       "KZ-31/korday KZ-31/korday/masanchi KZ-31/korday/sortobe KZ-31/korday/bular-batyr"},
      {"из Курдайского района", "KZ-31/korday"},
      {"в Узбекистане, Таджикистане и Киргизии", "UZ TJ KG"},
      {"Кыргызской Республике", "KG"},
      {"власти Российской Федерации", "RU"},
      {"в ГБАО и в Горно-Бадахшанской автономной области", "TJ-GB TJ-GB"},
      {"в Оше убиты; ошейник", "KG-GO"},
      {"того же мнения", ""},
      {"Того же мнения", ""},
      {"Тоголезская Республика", "TG"},
      {"чад и угар в Чаде", "TD"},
      {"владеет перу и бумагой", ""},
      {"в Крыму", "UA-43"},
      {"в Санкт-Петербурге и Ленинградской области", "RU-SPE RU-LEN"},
      {"в Чечне, Ингушетии и Дагестане", "RU-CE RU-IN RU-DA"},
      {"орёл летит в Орёл", "RU-ORL"},
      {"в Санкт\u00ADПетербурге и ЮжноКазахстанской области", "RU-SPE KZ/south-kazakhstan"},
      {"много семей в Семее", "KZ-10/semey"},
      {"по мерке и в Мерке", "KZ-31/merke"},
      {"Владимир сказал", ""},
      {"во Владимирской области", "RU-VLA"},
      {"Исламской Республики Иран", "IR"},
      {"Соединённых Штатов Америки и США", "US US"},
      {"в Республике Молдова и в Молдавии", "MD MD"},
  };
  check(cases, G_N_ELEMENTS(cases));
}

static void test_groups_english(void **state) {
  (void)state;
  static const MentionCase cases[] = {
      {"pogroms against Dungans", "dungan"},
      {"Dungan villages were burned", "dungan"},
      {"the Dungan language", ""},
      {"Kazakh officials", ""},
      {"the Russian language", ""},
      {"Kazakh-language schools", ""},
      {"Uzbek cuisine", ""},
      {"Russian and Kazakh languages", ""},
      {"ethnic Kazakhs", "kazakh"},
      {"ethnic Kazakh and nobody else", "kazakh"},
      {"Kazakh and Uyghur young men", "kazakh uyghur"},
      {"Kazakh, Russian and Uyghur women", "kazakh russian uyghur"},
      {"the Kazakh authorities and women", ""},
      {"Kazakh traders and women", ""},
      {"the Russian President met women", ""},
      {"between Kyrgyz and Uzbeks", "kyrgyz uzbek"},
      {"Uzbeks and Kyrgyz clashed", "uzbek kyrgyz"},
      {"Uzbeks and Kyrgyz authorities", "uzbek"},
      {"an Uzbek was killed", "uzbek"},
      {"a Kazakh company", ""},
      {"a Russian passport", ""},
      {"of Uzbek nationality", "uzbek"},
      {"the Russian Federation", "RU"},
      {"Russian citizens", ""},
      {"Turkish nationals", ""},
      {"Meskhetian Turks and Turks", "meskhetian-turk turk"},
      {"Crimean Tatars in Crimea", "crimean-tatar UA-43"},
      {"Crimean Tatar activists", "crimean-tatar"},
      {"the Crimean Tatar language", ""},
      {"wooden poles and Poles", "pole"},
      {"to polish people's shoes", ""},
      {"the Polish minority", "pole"},
      {"Roma, Sinti and Travellers", "roma sinti traveller"},
      {"Gypsies", "roma"},
      {"Lyuli (Mugat) children", "lyuli lyuli"},
      {"Central Asian Roma", "lyuli"},
      {"Uighurs, Uygur families, Uyghurs’ rights", "uyghur uyghur uyghur"},
      {"the Jewish Autonomous Region", "RU-YEV"},
      {"Jewish community", "jew"},
      {"Georgian wine for a Georgian family", "georgian"},
      {"the Korean minority (Koryo-saram)", "korean korean"},
      {"even people there", ""},
      {"Uzbek houses were set on fire", "uzbek"},
      {"Sami al-Hajj", ""},
      {"the Sámi people", "sami"},
  };
  check(cases, G_N_ELEMENTS(cases));
}

static void test_groups_russian(void **state) {
  (void)state;
  static const MentionCase cases[] = {
      {"погромы дунган", "dungan"},
      {"дунгане, дунганка и дунганин", "dungan dungan dungan"},
      {"дунганские сёла", "dungan"},
      {"дунганский язык", ""},
      {"русский язык", ""},
      {"на казахском языке", ""},
      {"казахстанский суд", ""},
      {"казахские власти", ""},
      {"казахское население", "kazakh"},
      {"этнические казахи", "kazakh"},
      {"этнических русских", "russian"},
      {"русские и казахи", "russian kazakh"},
      {"казахи, русские, украинцы", "kazakh russian ukrainian"},
      {"узбекских женщин и детей", "uzbek"},
      {"узбекская кухня", ""},
      {"казахской национальности", "kazakh"},
      {"крымские татары и крымскотатарский народ", "crimean-tatar crimean-tatar"},
      {"крымскотатарский язык", ""},
      {"турки-месхетинцы", "meskhetian-turk"},
      {"турок-месхетинцев и турок", "meskhetian-turk turk"},
      {"цыгане, рома и люли", "roma roma lyuli"},
      {"цыганский табор", "roma"},
      {"лезгинку танцуют лезгины", "lezgin"},
      {"уйгуров и кыргызов", "uyghur kyrgyz"},
      {"еврейская община", "jew"},
      {"немцы Поволжья", "volga-german"},
      {"чеченцы и ингуши", "chechen ingush"},
      {"в Чеченской Республике", "RU-CE"},
      {"каракалпаки Каракалпакстана", "karakalpak UZ-QR"},
      {"памирцы", "pamiri"},
  };
  check(cases, G_N_ELEMENTS(cases));
}

static void test_bodies(void **state) {
  (void)state;
  static const MentionCase cases[] = {
      {"the Committee on the Elimination of Racial Discrimination (CERD)", "CERD CERD"},
      {"Комитет по ликвидации расовой дискриминации", "CERD"},
      {"Комитета по правам человека", "CCPR"},
      {"the cat sat; CAT decided", "CAT"},
      {"they ordered a CAT scan", ""},
      {"рекомендации КПП", "CAT"},
      {"его задержали на КПП", ""},
      {"Cat", ""},
      {"Европейского суда по правам человека (ЕСПЧ)", "ECHR ECHR"},
      {"в рамках универсального периодического обзора", "UPR"},
      {"OSCE, ОБСЕ", "OSCE OSCE"},
      {"Committee on Economic, Social and Cultural Rights", "CESCR"},
      {"Human Rights Council and Human Rights Committee", "HRC CCPR"},
  };
  check(cases, G_N_ELEMENTS(cases));
}

/* Suzak is a district in Kyrgyzstan and one in Kazakhstan. */
static void test_ambiguous(void **state) {
  (void)state;
  static const MentionCase cases[] = {
      {"in Suzak", "KZ-61/sozak KG-J/suzak"},
      {"in Suzak, Kyrgyzstan", "KG-J/suzak KG"},
      {"Karabulak (Ingushetia)", "RU-IN/karabulak RU-IN"},
      {"in Suzak, Jalal-Abad", "KG-J/suzak KG-J/jalal-abad"},
      {"Казахстан, Сузак", "KZ KZ-61/sozak"},
  };
  check(cases, G_N_ELEMENTS(cases));
}

/* A line of tests/golden/NAME.tsv: a text, and ids or "*". */
typedef bool (*LineCheck)(const char *text, const char *ids);

/* Reads the list; what fails is printed.  Returns how many lines fail. */
static guint count_failures(const char *name, LineCheck holds, guint *lines) {
  g_autofree char *path = g_strdup_printf("tests/golden/%s.tsv", name);
  g_autofree char *content = NULL;
  assert_true(g_file_get_contents(path, &content, NULL, NULL));
  guint failures = *lines = 0;
  g_auto(GStrv) all = g_strsplit(content, "\n", -1);
  for (char **line = all; *line; line++) {
    if (**line == '#' || **line == '\0')
      continue;
    g_auto(GStrv) columns = g_strsplit(*line, "\t", 2);
    assert_non_null(columns[1]);
    (*lines)++;
    if (holds(columns[0], columns[1]))
      continue;
    g_autofree char *found = mentioned(columns[0]);
    print_message("# %s: %s: found %s\n", name, *line, *found ? found : "nothing");
    failures++;
  }
  return failures;
}

static bool mentions(const char *text, const char *ids) {
  g_autofree char *found = mentioned(text);
  g_auto(GStrv) has = g_strsplit(found, " ", -1);
  g_auto(GStrv) wanted = g_strsplit(ids, " ", -1);
  for (char **id = wanted; *id; id++)
    if (!g_strv_contains((const char *const *)has, *id))
      return false;
  return true;
}

static bool mentions_none(const char *text, const char *ids) {
  g_autofree char *found = mentioned(text);
  g_auto(GStrv) has = g_strsplit(found, " ", -1);
  g_auto(GStrv) unwanted = g_strsplit(ids, " ", -1);
  for (char **id = unwanted; *id; id++)
    if (strcmp(*id, "*") == 0 ? *found : g_strv_contains((const char *const *)has, *id))
      return false;
  return true;
}

/* The promise is 2 % at most. */
static void test_false_friends(void **state) {
  (void)state;
  guint lines, failures = count_failures("false-friends", mentions_none, &lines);
  print_message("# false friends: %u of %u taken for names\n", failures, lines);
  assert_true(lines >= 200 && failures * 50 <= lines);
}

static void test_true_mentions(void **state) {
  (void)state;
  guint lines, failures = count_failures("true-mentions", mentions, &lines);
  print_message("# true mentions: %u of %u found\n", lines - failures, lines);
  assert_true(lines >= 200);
  assert_int_equal(failures, 0);
}

/* The form in a neutral sentence of its language, written as its rule asks for. */
static char *neutral_sentence(const RcForm *form) {
  bool russian = strcmp(rc_vocabulary_form_language(form), "ru") == 0;
  const char *text = rc_vocabulary_form_text(form);
  g_autofree char *upper = g_utf8_strup(text, -1);
  g_autofree char *first = g_utf8_substring(upper, 0, 1);
  g_autofree char *capital = g_strconcat(first, g_utf8_next_char(text), NULL);
  switch ((RcFormRule)form->rule) {
  case RC_RULE_UPPER:
    return g_strdup_printf(russian ? "Доклад об этом: %s." : "They spoke of %s.", upper);
  case RC_RULE_CAPITAL:
    return g_strdup_printf(russian ? "Доклад об этом: %s." : "They spoke of %s.", capital);
  case RC_RULE_PEOPLE:
  case RC_RULE_ADJECTIVE:
  case RC_RULE_NOUN:
    return g_strdup_printf(russian ? "Это этнические %s." : "They are ethnic %s.", text);
  case RC_RULE_OFFICIAL:
    return g_strdup_printf(russian ? "%s рекомендует." : "%s recommends.", text);
  case RC_RULE_ALWAYS:
  case RC_RULE_NAMED:
  case RC_RULE_NEVER:
    break;
  }
  return g_strdup_printf(russian ? "Доклад об этом: %s." : "They spoke of %s.", text);
}

/* Every form of every region, group and body, English and each Russian case, is a mention
 * of it; `named` ones have tests in test-articles, beside instruments. */
static void test_every_form_is_found(void **state) {
  (void)state;
  guint forms = 0, missed = 0;
  for (int i = 0; i < rc_vocabulary_concept_count(); i++) {
    const RcConcept *concept = rc_vocabulary_concept(i);
    bool tested_here = concept->field != RC_FIELD_ARTICLE && concept->field != RC_FIELD_RIGHT;
    for (int k = 0; tested_here && k < concept->form_count; k++) {
      const RcForm *form = rc_vocabulary_concept_form(concept, k);
      if (form->rule == RC_RULE_NEVER || form->rule == RC_RULE_NAMED)
        continue;
      g_autofree char *text = neutral_sentence(form);
      forms++;
      if (mentions(text, concept->id))
        continue;
      g_autofree char *found = mentioned(text);
      print_message("# %s: %s: found %s\n", concept->id, text, *found ? found : "nothing");
      missed++;
    }
  }
  print_message("# forms found by their concept: %u of %u\n", forms - missed, forms);
  assert_int_equal(missed, 0);
}

static void test_offsets(void **state) {
  (void)state;
  g_autoptr(RcPassage) passage = annotated("в Жамбылской области");
  assert_int_equal(passage->mentions->len, 1);
  const RcMention *mention = &g_array_index(passage->mentions, RcMention, 0);
  assert_int_equal(mention->field, RC_FIELD_REGION);
  assert_int_equal(mention->start, strlen("в "));
  assert_int_equal(mention->end, strlen("в Жамбылской области"));
}

static void test_empty(void **state) {
  (void)state;
  g_autofree char *none = mentioned("");
  assert_string_equal(none, "");
}

/* A text, and what it cites: "SYMBOL" or "SYMBOL#PARAGRAPH", by one space. */
static char *cited(const char *text) {
  g_autoptr(RcPassage) passage = annotated(text);
  GString *all = g_string_new(NULL);
  for (guint i = 0; i < passage->cites->len; i++) {
    const RcCitation *cite = &g_array_index(passage->cites, RcCitation, i);
    assert_memory_equal(text + cite->start, cite->symbol, cite->end - cite->start);
    g_string_append_printf(all, "%s%s%s%s", i ? " " : "", cite->symbol, cite->paragraph ? "#" : "",
                           cite->paragraph ? cite->paragraph : "");
  }
  return g_string_free(all, FALSE);
}

static void test_citations(void **state) {
  (void)state;
  static const MentionCase cases[] = {
      {"see CERD/C/KAZ/CO/8-10, para. 24.", "CERD/C/KAZ/CO/8-10#24"},
      {"(A/HRC/WG.6/34/ITA/3)", "A/HRC/WG.6/34/ITA/3"},
      {"резолюция A/RES/48/134, п. 2", "A/RES/48/134#2"},
      {"CCPR/C/120/D/2334/2014, paras. 7.2", "CCPR/C/120/D/2334/2014#7.2"},
      {"E/CN.4/2003/85 and E/CN.4/Sub.2/2000/20.", "E/CN.4/2003/85 E/CN.4/Sub.2/2000/20"},
      {"CMW/C/GC/4-CRC/C/GC/23", "CMW/C/GC/4-CRC/C/GC/23"},
      {"HRI/GEN/1/Rev.9", "HRI/GEN/1/Rev.9"},
      {"CEDAW/C/KAZ/CO/5, пункты 24–26", "CEDAW/C/KAZ/CO/5#24-26"},
      {"(CAT/C/KAZ/CO/3) § 8", "CAT/C/KAZ/CO/3#8"},
      {"https://undocs.org/CERD/C/KAZ/CO/8-10", "CERD/C/KAZ/CO/8-10"},
      {"and/or 1/2 A/4 and A/B tests, km/h, http://a.b/c", ""},
      {"W/O/1 w/ E/mail", ""},
      {"CERD/C/KAZ/CO/8-10/and more", "CERD/C/KAZ/CO/8-10"},
      {"A/74/486.", "A/74/486"},
      {"A////1", ""},
      {"A/", ""},
  };
  int wrong = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *found = cited(cases[i].text);
    if (strcmp(found, cases[i].concepts) == 0)
      continue;
    print_error("%s\n  found:    %s\n  expected: %s\n", cases[i].text, found, cases[i].concepts);
    wrong++;
  }
  assert_int_equal(wrong, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_regions_english),
      cmocka_unit_test(test_regions_russian),
      cmocka_unit_test(test_groups_english),
      cmocka_unit_test(test_groups_russian),
      cmocka_unit_test(test_bodies),
      cmocka_unit_test(test_ambiguous),
      cmocka_unit_test(test_false_friends),
      cmocka_unit_test(test_true_mentions),
      cmocka_unit_test(test_every_form_is_found),
      cmocka_unit_test(test_offsets),
      cmocka_unit_test(test_empty),
      cmocka_unit_test(test_citations),
  };
  return cmocka_run_group_tests_name("annotate", tests, NULL, NULL);
}
