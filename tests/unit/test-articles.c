/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies, instruments and the articles cited of them, in English and Russian: what is
 * one, its false friends, and that every form in the data is found by its concept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "annotate.h"
#include "article.h"
#include "articles.h"
#include "record.h"

/* A document, its passages parted by a line feed, and what its last one mentions in
 * order: bodies as "body/CERD", instruments and articles by their value alone. */
typedef struct {
  const char *text, *found;
} Case;

static RcPassage *new_passage(const char *text) {
  RcPassage *passage = rc_passage_new();
  g_free(passage->text);
  passage->text = g_strdup(text);
  passage->ordinal = 1;
  RcPageStart start = {0, 1};
  g_array_append_val(passage->page_starts, start);
  return passage;
}

static GPtrArray *read_document(const char *text) {
  GPtrArray *passages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_passage_free);
  g_autoptr(RcArticles) articles = rc_articles_new();
  g_auto(GStrv) parts = g_strsplit(text, "\n", -1);
  for (char **part = parts; *part; part++) {
    RcPassage *passage = new_passage(*part);
    g_autoptr(GArray) words = rc_text_words(*part, -1);
    rc_annotate_passage(passage, words);
    rc_articles_find(articles, passage, words);
    g_ptr_array_add(passages, passage);
  }
  return passages;
}

static char *mentioned(const char *text) {
  g_autoptr(GPtrArray) passages = read_document(text);
  const RcPassage *last = passages->pdata[passages->len - 1];
  GString *found = g_string_new(NULL);
  guint32 from = 0;
  for (guint i = 0; i < last->mentions->len; i++) {
    const RcMention *mention = &g_array_index(last->mentions, RcMention, i);
    assert_true(mention->start >= from && mention->start < mention->end);
    assert_true(mention->end <= strlen(last->text));
    from = mention->start;
    if (mention->field == RC_FIELD_BODY)
      g_string_append_printf(found, "%sbody/%s", found->len ? " " : "", mention->concept);
    else if (mention->field == RC_FIELD_ARTICLE)
      g_string_append_printf(found, "%s%s", found->len ? " " : "", mention->concept);
  }
  return g_string_free(found, FALSE);
}

static void check(const Case *cases, gsize count) {
  int wrong = 0;
  for (gsize i = 0; i < count; i++) {
    g_autofree char *found = mentioned(cases[i].text);
    if (strcmp(found, cases[i].found) == 0)
      continue;
    print_error("%s\n  found:    %s\n  expected: %s\n", cases[i].text, found, cases[i].found);
    wrong++;
  }
  assert_int_equal(wrong, 0);
}

static void test_articles_english(void **state) {
  (void)state;
  static const Case cases[] = {
      {"article 26 of the ICCPR", "ICCPR:26 ICCPR"},
      {"Article 9, paragraph 2, of CEDAW", "CEDAW:9 CEDAW"},
      {"articles 2, 5 (e) and 6 of the Convention on the Elimination of Racial Discrimination",
       "ICERD:2 ICERD:5 ICERD:6 ICERD"},
      {"articles 2 and 16(1)(c) of CEDAW", "CEDAW:2 CEDAW:16 CEDAW"},
      {"art. 14 ECHR", "ECHR-CONVENTION:14 ECHR-CONVENTION"},
      {"Article 6 § 1 of the European Convention on Human Rights",
       "ECHR-CONVENTION:6 ECHR-CONVENTION"},
      {"Article 14 taken in conjunction with Article 8 of the European Convention on Human Rights",
       "ECHR-CONVENTION:14 ECHR-CONVENTION:8 ECHR-CONVENTION"},
      {"Article 14 (prohibition of discrimination) of the European Convention on Human Rights",
       "ECHR-CONVENTION:14 ECHR-CONVENTION"},
      {"Article 1 of Protocol No. 12 to the Convention", "ECHR-P12:1 ECHR-P12"},
      {"ICCPR, arts. 2 and 26", "ICCPR ICCPR:2 ICCPR:26"},
      {"(ICCPR arts. 2 and 26; ICERD art. 5)", "ICCPR ICCPR:2 ICCPR:26 ICERD ICERD:5"},
      {"the Convention on the Rights of the Child (article 30)", "CRC CRC:30"},
      {"articles 12-15 of the ICESCR", "ICESCR:12 ICESCR:13 ICESCR:14 ICESCR:15 ICESCR"},
      {"articles 12 to 14 of ICESCR", "ICESCR:12 ICESCR:13 ICESCR:14 ICESCR"},
      {"article 2, paragraphs 1 and 2, of the ICCPR", "ICCPR:2 ICCPR"},
      {"Convention against Torture and Other Cruel, Inhuman or Degrading Treatment or Punishment",
       "CAT"},
      {"its article 7 and ILO Convention No. 169", "ILO-169"},
      {"Article 15 of ILO Convention No. 169", "ILO-169:15 ILO-169"},
      {"the Rome Statute of the International Criminal Court", "ROME-STATUTE"},
      /* Not of a treaty, or nobody says of which. */
      {"article 41 of the Constitution", ""},
      {"the ICCPR and article 41 of the Constitution", "ICCPR"},
      {"the ICCPR, article 41 of the Constitution", "ICCPR"},
      {"article 377 of the Penal Code", ""},
      {"the ICCPR, article 41 Penal Code", "ICCPR"},
      {"article 1 of the Convention", ""},
      {"article 1 of the Convention on Nuclear Safety", ""},
      {"article 1. The ICCPR", "ICCPR"},
      {"an article in 14 newspapers; the ICCPR", "ICCPR"},
      {"article 2010 of the ICCPR", "ICCPR"},
  };
  check(cases, G_N_ELEMENTS(cases));
}

static void test_articles_russian(void **state) {
  (void)state;
  static const Case cases[] = {
      {"ст. 14 ЕКПЧ", "ECHR-CONVENTION:14 ECHR-CONVENTION"},
      {"статьи 2 и 26 МПГПП", "ICCPR:2 ICCPR:26 ICCPR"},
      {"пункт 1 статьи 6 Конвенции о правах ребёнка", "CRC:6 CRC"},
      {"в статье 26 Международного пакта о гражданских и политических правах", "ICCPR:26 ICCPR"},
      {"нарушение статей 2, 5 е) и 6 Международной конвенции о ликвидации всех форм расовой "
       "дискриминации",
       "ICERD:2 ICERD:5 ICERD:6 ICERD"},
      {"статьёй 14 Конвенции о защите прав человека и основных свобод",
       "ECHR-CONVENTION:14 ECHR-CONVENTION"},
      {"МПГПП (ст. 26)", "ICCPR ICCPR:26"},
      {"МПЭСКП, ст. ст. 12–14", "ICESCR ICESCR:12 ICESCR:13 ICESCR:14"},
      {"статьи 14 в совокупности со статьёй 8 Европейской конвенции",
       "ECHR-CONVENTION:14 ECHR-CONVENTION:8 ECHR-CONVENTION"},
      {"ст. 1 Протокола № 12", "ECHR-P12:1 ECHR-P12"},
      {"согласно Кишинёвскому соглашению о возвращении несовершеннолетних", "CHISINAU"},
      {"статья 2 Рамочной конвенции о защите национальных меньшинств", "FCNM:2 FCNM"},
      {"ст. 6 § 1 ЕКПЧ", "ECHR-CONVENTION:6 ECHR-CONVENTION"},
      /* Not of a treaty. */
      {"статья 41 Конституции", ""},
      {"МПГПП и статья 41 Конституции", "ICCPR"},
      {"МПГПП, статья 41 Уголовного кодекса", "ICCPR"},
      {"ст. 282 УК РФ", ""},
      {"статьи 4 Конвенции", ""},
      {"статья в газете", ""},
  };
  check(cases, G_N_ELEMENTS(cases));
}

/* "The Convention" is the one that the document means, or none. */
static void test_the_convention(void **state) {
  (void)state;
  static const Case cases[] = {
      {"under the Convention on the Rights of the Child. Article 12 of the Convention",
       "CRC CRC:12"},
      {"Конвенция о правах ребёнка. Статья 12 Конвенции", "CRC CRC:12"},
      {"the ICCPR and the CRC. Article 12 of the Convention", "ICCPR body/CRC"},
      {"the Convention on the Rights of the Child, the Convention against Torture; article 12 of "
       "the Convention",
       "CRC CAT"},
      {"CERD/C/KAZ/CO/8-10\nunder article 4 of the Convention", "ICERD:4"},
      {"CERD/C/KAZ/CO/8-10\nHate speech (arts. 2 and 4)", "ICERD:2 ICERD:4"},
      {"CERD/C/KAZ/CO/8-10\narticle 4 of the Covenant", ""},
      {"CCPR/C/KAZ/CO/2\nпо статье 26 Пакта", "ICCPR:26"},
      {"As said in the long report CERD/C/KAZ/CO/8-10 by which everybody in this country, and in "
       "others too, was reached\narticle 4 of the Convention",
       ""},
      {"the Convention for the Protection of Human Rights and Fundamental Freedoms (“the "
       "Convention”)\nArticle 3 of the Convention",
       "ECHR-CONVENTION:3"},
      {"Конвенции о правах инвалидов (далее – Конвенция)\nстатьёй 5 Конвенции", "CRPD:5"},
      {"Hate speech (arts. 2 and 4)", ""},
  };
  check(cases, G_N_ELEMENTS(cases));
}

/* A name of a treaty and of its committee. */
static void test_namesakes(void **state) {
  (void)state;
  static const Case cases[] = {
      {"CEDAW recommended", "body/CEDAW"},
      {"ratified CEDAW in 1998", "CEDAW"},
      {"States parties to CRC", "CRC"},
      {"the Convention on the Rights of the Child (CRC)", "CRC CRC"},
      {"the Committee on the Rights of the Child (CRC)", "body/CRC body/CRC"},
      {"CEDAW/C/KAZ/CO/5", "body/CEDAW"},
      {"ECHR ruled", "body/ECHR"},
      {"КПР рекомендовал", "body/CRC"},
      {"ст. 12 КПР", "CRC:12 CRC"},
      {"ратифицировал КПР", "CRC"},
      {"КЛДЖ отметил", "body/CEDAW"},
  };
  check(cases, G_N_ELEMENTS(cases));
}

/* Abbreviations that are words, or mean something else: both readings. */
static void test_ambiguous_abbreviations(void **state) {
  (void)state;
  static const Case cases[] = {
      {"the cat sat; CAT recommended", "body/CAT"},
      {"a CAT scan of the head", ""},
      {"CAT/C/KAZ/CO/3", "body/CAT"},
      {"рекомендации КПП", "body/CAT"},
      {"Комитет против пыток (КПП)", "body/CAT body/CAT"},
      {"задержан на КПП «Кордай»", ""},
      {"через КПП на границе", ""},
      {"the ICC Prosecutor", "body/ICC"},
      {"the International Criminal Court (ICC)", "body/ICC body/ICC"},
      {"accredited with A status by the ICC", ""},
      {"the International Coordinating Committee of National Institutions (ICC)",
       "body/GANHRI body/GANHRI"},
      {"Совет ООН по правам человека (СПЧ)", "body/HRC body/HRC"},
      {"член СПЧ", ""},
      {"Совет по правам человека при Президенте РФ (СПЧ)",
       "body/RU-PRESIDENTIAL-COUNCIL body/RU-PRESIDENTIAL-COUNCIL"},
      {"Комитет по правам инвалидов (КПИ)", "body/CRPD body/CRPD"},
      {"ключевые показатели (КПИ)", ""},
      {"Подкомитет по предупреждению пыток (ППП)", "body/SPT body/SPT"},
      {"дело ППП", ""},
      {"the SPT visited; the SPT report", "body/SPT body/SPT"},
      {"ratified CED", "ICPPED"},
      {"a CED player", ""},
      {"WHO ARE THEY?", ""},
      {"WHO and UNICEF", "body/WHO body/UNICEF"},
      {"PACE resolution 1234", "body/PACE"},
      {"THE PACE OF REFORM", ""},
      {"A/HRC/WG.6/29/FRA/1", ""},
      {"EU Agency for Fundamental Rights (FRA)", "body/FRA body/FRA"},
      {"The Human Rights Committee", "body/CCPR"},
      {"its parliamentary human rights committee", ""},
      {"the National Human Rights Committee of Qatar", ""},
      {"МОТ и ЮНИСЕФ", "body/UNICEF"},
      {"Конвенции МОТ", "body/ILO"},
  };
  check(cases, G_N_ELEMENTS(cases));
}

static void test_bodies_by_name(void **state) {
  (void)state;
  static const Case cases[] = {
      {"ЕСПЧ, БДИПЧ, ВКНМ, УВКПЧ, УВКБ и ПАСЕ",
       "body/ECHR body/ODIHR body/HCNM body/OHCHR body/UNHCR body/PACE"},
      {"перед Комитетом по ликвидации расовой дискриминации", "body/CERD"},
      {"Специальным докладчиком по вопросам меньшинств", "body/SR-MINORITIES"},
      {"the Special Rapporteur on torture visited", "body/SR-TORTURE"},
      {"the Venice Commission and ECRI", "body/VENICE body/ECRI"},
      {"в Венецианскую комиссию", "body/VENICE"},
      {"Рабочей группы по произвольным задержаниям", "body/WGAD"},
      {"the Inter-American Court of Human Rights", "body/IACTHR"},
      {"Африканской комиссии по правам человека и народов", "body/ACHPR"},
      {"the Special Rapporteur on the situation of human rights in Belarus", "body/SR-BELARUS"},
      {"Совет Безопасности ООН", "body/UNSC"},
      {"Совета Безопасности Республики Казахстан", ""},
      {"the former Commission on Human Rights and its Sub-Commission on the Promotion and "
       "Protection of Human Rights",
       "body/CHR body/SUBCOM"},
  };
  check(cases, G_N_ELEMENTS(cases));
}

static void test_values(void **state) {
  (void)state;
  int number = -1;
  assert_string_equal(rc_article_lookup("ICCPR:26", &number)->id, "ICCPR");
  assert_int_equal(number, 26);
  assert_string_equal(rc_article_lookup("ICCPR", &number)->id, "ICCPR");
  assert_int_equal(number, 0);
  static const char *const wrong[] = {"ICCPR:",   "ICCPR:0", "ICCPR:x", "ICCPR:1234", "ICCPR:26a",
                                      "ICCPR:-1", "NONE:26", "NONE",    ":",          ""};
  for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++)
    assert_null(rc_article_lookup(wrong[i], NULL));
  static const char *const typed[] = {"ЕКПЧ:14", "echr:14",
                                      "European Convention on Human Rights:14"};
  for (gsize i = 0; i < G_N_ELEMENTS(typed); i++) {
    g_autoptr(GPtrArray) instruments = rc_article_resolve(typed[i], &number);
    assert_int_equal(instruments->len, 1);
    g_autofree char *value = rc_article_value(instruments->pdata[0], number);
    assert_string_equal(value, "ECHR-CONVENTION:14");
  }
  g_autofree char *en = rc_concept_label(RC_FIELD_ARTICLE, "ICCPR:26", false);
  g_autofree char *ru = rc_concept_label(RC_FIELD_ARTICLE, "ICCPR:26", true);
  assert_string_equal(en, "International Covenant on Civil and Political Rights, art. 26");
  assert_string_equal(ru, "Международный пакт о гражданских и политических правах, ст. 26");
}

/* Lists without end, brackets that never close: bounded work and sound offsets. */
static void test_hostile(void **state) {
  (void)state;
  static const char *const pieces[] = {
      "articles ", "1-450, ",         "2 and ", "(",  "ICCPR ", "§ ",      "paras. ",
      "ст. ",      "the Convention ", ") ",     "– ", "CEDAW ", "\xc2\xa0"};
  for (guint seed = 0; seed < 200; seed++) {
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 300; i++)
      g_string_append(text, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
    g_autoptr(GPtrArray) passages = read_document(text->str);
    g_autoptr(GByteArray) record = g_byte_array_new();
    rc_record_append_passage(record, passages->pdata[0]);
    g_autoptr(RcPassage) copy = rc_record_read_passage(record->data, record->len, NULL);
    assert_true(copy && copy->mentions->len > 0);
    g_autofree char *found = mentioned(text->str);
  }
}

/* A sentence that says nothing else, in the language of the form; words that an
 * abbreviation needs stand near. */
static char *neutral_sentence(const RcForm *form) {
  bool russian = g_str_has_prefix(rc_vocabulary_form_language(form), "ru");
  bool official = form->rule == RC_RULE_OFFICIAL;
  return g_strdup_printf(russian ? "Вчера здесь говорили: %s%s, и не только."
                                 : "Yesterday they spoke of it: %s%s, among others.",
                         rc_vocabulary_form_text(form),
                         !official ? ""
                         : russian ? " рекомендует"
                                   : " recommends");
}

static bool finds(const char *text, const RcConcept *concept) {
  g_autoptr(GPtrArray) passages = read_document(text);
  const RcPassage *passage = passages->pdata[0];
  for (guint i = 0; i < passage->mentions->len; i++) {
    const RcMention *mention = &g_array_index(passage->mentions, RcMention, i);
    if (mention->field == concept->field && strcmp(mention->concept, concept->id) == 0)
      return true;
  }
  return false;
}

/* True if the form also names another concept of any field. */
static bool is_shared(const RcForm *form) {
  const RcForm *forms = NULL;
  int count = rc_vocabulary_find(rc_vocabulary_form_words(form), &forms);
  for (int i = 0; i < count; i++)
    if (forms[i].concept != form->concept)
      return true;
  return false;
}

static void check_forms(RcField field, int least) {
  int checked = 0, wrong = 0;
  for (int i = 0; i < rc_vocabulary_concept_count(); i++) {
    const RcConcept *concept = rc_vocabulary_concept(i);
    for (int k = 0; concept->field == field && k < concept->form_count; k++) {
      const RcForm *form = rc_vocabulary_concept_form(concept, k);
      if (form->rule == RC_RULE_NEVER || form->rule == RC_RULE_NAMED || is_shared(form))
        continue;
      g_autofree char *text = neutral_sentence(form);
      checked++;
      if (finds(text, concept))
        continue;
      print_error("%s is not found in: %s\n", concept->id, text);
      wrong++;
    }
  }
  print_message("%d forms\n", checked);
  assert_true(checked >= least);
  assert_int_equal(wrong, 0);
}

static void test_every_body(void **state) {
  (void)state;
  check_forms(RC_FIELD_BODY, 1500);
}

static void test_every_instrument(void **state) {
  (void)state;
  check_forms(RC_FIELD_ARTICLE, 1000);
}

/* What articles may be cited of, each with a number. */
static void test_every_instrument_has_articles(void **state) {
  (void)state;
  int wrong = 0;
  for (int i = 0; i < rc_vocabulary_concept_count(); i++) {
    const RcConcept *concept = rc_vocabulary_concept(i);
    if (concept->field != RC_FIELD_ARTICLE)
      continue;
    g_autofree char *english = g_strdup_printf("article 5 of the %s", concept->label_en);
    g_autofree char *russian = g_strdup_printf("%s, ст. 5", concept->label_ru);
    g_autofree char *value = rc_article_value(concept, 5);
    g_autofree char *expected_en = g_strdup_printf("%s %s", value, concept->id);
    g_autofree char *expected_ru = g_strdup_printf("%s %s", concept->id, value);
    g_autofree char *found_en = mentioned(english), *found_ru = mentioned(russian);
    if (strcmp(found_en, expected_en) != 0 || strcmp(found_ru, expected_ru) != 0) {
      print_error("%s: %s / %s\n", concept->id, found_en, found_ru);
      wrong++;
    }
  }
  assert_int_equal(wrong, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_articles_english),
      cmocka_unit_test(test_articles_russian),
      cmocka_unit_test(test_the_convention),
      cmocka_unit_test(test_namesakes),
      cmocka_unit_test(test_ambiguous_abbreviations),
      cmocka_unit_test(test_bodies_by_name),
      cmocka_unit_test(test_values),
      cmocka_unit_test(test_hostile),
      cmocka_unit_test(test_every_body),
      cmocka_unit_test(test_every_instrument),
      cmocka_unit_test(test_every_instrument_has_articles),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
