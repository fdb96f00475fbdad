/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching a small index made for it: what is found, what is counted, in which
 * order, and how it is shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "examples.h"
#include "http.h"
#include "limit.h"
#include "search-fixture.h"

/* --- the index --- */

static const FixturePassage korday[] = {
    {.text = "The pogrom in Korday", .kind = RC_KIND_HEADING, .language = "en"},
    {.text = "In Masanchi houses of ethnic Dungans were burnt. The police watched.",
     .number = "1",
     .page = 1,
     .language = "en"},
    {.text = "Hate speech was spread on the internet before the pogrom.",
     .number = "2",
     .page = 2,
     .language = "en"},
    {.text = "See CERD/C/KAZ/CO/8-10, para. 24.",
     .kind = RC_KIND_FOOTNOTE,
     .number = "fn. 1",
     .page = 2,
     .language = "en"},
    {0}};
static const FixturePassage korday_ru[] = {
    {.text = "Погром в Кордайском районе", .kind = RC_KIND_HEADING, .language = "ru"},
    {.text = "В Масанчи сожгли дома дунган. Полиция наблюдала.", .page = 1, .language = "ru"},
    {.text = "Язык вражды в интернете", .page = 2, .language = "ru"},
    {0}};
static const FixturePassage roma[] = {
    {.text = "Цыгане сообщали о задержаниях и о языке ненависти. Речь идёт об облавах.",
     .language = "ru"},
    {.text = "Рекомендовать прекратить задержания.",
     .kind = RC_KIND_RECOMMENDATION,
     .language = "ru"},
    {0}};
/* The words of the phrase stand at the end of one paragraph and the start of
 * the next. */
static const FixturePassage apart[] = {
    {.text = "The report speaks of hate", .language = "en"},
    {.text = "speech and of detentions of Uyghurs in Almaty.", .language = "en"},
    {0}};
static const FixturePassage detained[] = {
    {.text = "A man was detained. Detention lasted a day; speech followed.", .language = "en"},
    {0}};

#define KORDAY "aaaaaaaaaaaaaaaa"
#define KORDAY_RU "bbbbbbbbbbbbbbbb"
#define ROMA "cccccccccccccccc"
#define APART "dddddddddddddddd"
#define DETAINED "eeeeeeeeeeeeeeee"
#define EMPTY "ffffffffffffffff"

static const FixtureDocument documents[] = {
    {KORDAY, "en/korday.pdf", "The Korday pogrom", "2020-11", "CERD/C/KAZ/98", "submission",
     "Sample Centre", "en", korday},
    {KORDAY_RU, "ru/korday.pdf", "Кордайский погром", "2020-11-24", "cerd/c/kaz/98", "submission",
     "Sample Centre", "ru", korday_ru},
    {ROMA, "ru/roma.pdf", "Цыгане в России", "2014", NULL, "report", "Центр-образец", "ru", roma},
    {APART, "en/apart.pdf", "Annual report", "2018-05-01", NULL, "report", NULL, "en", apart},
    {DETAINED, "en/detained.pdf", "Views on detention", NULL, NULL, "decision", NULL, "en",
     detained},
    {EMPTY, "scan.pdf", NULL, "1998", NULL, NULL, NULL, NULL, NULL},
};

static int set_up(void **state) {
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->folder = fixture_folder_new();
  fixture_index(fixture->folder, documents, G_N_ELEMENTS(documents));
  fixture->index = rc_index_open(fixture->folder, NULL);
  *state = fixture;
  return fixture->index ? 0 : -1;
}

/* --- asking --- */

/* The first letters of the ids found, in order of the alphabet: "a" is KORDAY.  What is only near
 * is not found. */
static char *letters_found(const RcResults *results) {
  GString *letters = g_string_new(NULL);
  assert_true(results->nearest <= results->hits->len);
  for (char letter = 'a'; letter <= 'f'; letter++)
    for (guint i = 0; i < results->hits->len - results->nearest; i++)
      if (*hit_of(results, i)->document->id == letter)
        g_string_append_c(letters, letter);
  return g_string_free(letters, FALSE);
}

typedef struct {
  const char *options;
  const char *found;
} Case;

static void check_with(void **state, const Case *cases, gsize count, const char *more) {
  bool right = true;
  for (gsize i = 0; i < count; i++) {
    g_autofree char *options = g_strconcat(cases[i].options, more, NULL);
    g_autoptr(RcResults) results = ask(state, options);
    g_autofree char *letters = letters_found(results);
    if (strcmp(letters, cases[i].found) != 0) {
      print_error("%s: found %s, not %s\n", options, letters, cases[i].found);
      right = false;
    }
    assert_int_equal(results->total + results->apart, strlen(letters));
    assert_true(results->total_exact);
  }
  assert_true(right);
}

/* Words with all that they stand for. */
static void check(void **state, const Case *cases, gsize count) {
  check_with(state, cases, count, "");
}

/* Words in their inflections alone. */
static void check_as_typed(void **state, const Case *cases, gsize count) {
  check_with(state, cases, count, "&expand=no");
}

static void test_words(void **state) {
  static const Case cases[] = {
      {"q=pogrom", "a"},
      {"q=pogroms", "a"},
      {"q=погром", "b"},
      {"q=задержание", "c"},
      {"q=detentions", "de"},
      {"q=POLICE", "a"},
      {"q=nowhere", ""},
      {"q=идет", "c"},
      {"q=облавы", "c"},
      /* Words of different paragraphs still make the document found. */
      {"q=police internet", "a"},
      {"q=detained internet", ""},
  };
  check_as_typed(state, cases, G_N_ELEMENTS(cases));
}

static void test_operators(void **state) {
  static const Case cases[] = {
      {"q=pogrom OR погром", "ab"},
      {"q=pogrom OR погром OR задержания", "abc"},
      {"q=pogrom AND погром", ""},
      {"q=speech NOT pogrom", "de"},
      {"q=speech -pogrom -almaty", "e"},
      {"q=(pogrom OR погром) (internet OR интернет)", "ab"},
      {"q=-pogrom", "bcdef"},
      {"q=NOT (pogrom OR погром)", "cdef"},
      {"q=", "abcdef"},
      {"q=nowhere OR -pogrom", "bcdef"},
  };
  check_as_typed(state, cases, G_N_ELEMENTS(cases));
}

static void test_phrases(void **state) {
  static const Case cases[] = {
      {"q=\"hate speech\"", "a"}, /* never from one paragraph into the next */
      {"q=hate speech", "ad"},
      {"q=\"speech hate\"", ""},
      {"q=«язык вражды»", "b"},
      {"q=\"языке ненависти\"", "c"},
      {"q=\"язык ненависти\"", ""}, /* as written */
      {"q=\"hate speech\" police", "a"},
      {"q=speech -\"hate speech\"", "de"},
      {"q=\"houses of ethnic dungans\"", "a"},
      {"q=\"in masanchi houses of ethnic dungans were burnt the police watched\"", "a"},
  };
  check_as_typed(state, cases, G_N_ELEMENTS(cases));
  /* And the passage that holds it is shown. */
  g_autoptr(RcResults) results = ask(state, "q=\"houses of ethnic dungans\"");
  assert_true(passage_of(hit_of(results, 0), 0)->complete);
  assert_int_equal(passage_of(hit_of(results, 0), 0)->passage->ordinal, 2);
  assert_int_equal(results->total_passages, 1);
}

/* A phrase is its words in their order, in each paragraph: one that has them in another, or others
 * between them, does not count beside one that has the phrase. */
static void test_phrases_are_in_order(void **state) {
  static const FixturePassage english[] = {{.text = "They brought bread and salt."},
                                           {.text = "Of bread, salt and water nobody spoke."},
                                           {.text = "They had bread and no more salt."},
                                           {0}};
  static const FixturePassage russian[] = {{.text = "Принесли хлеб и соль."},
                                           {.text = "Хлеб, соль и воду унесли."},
                                           {.text = "Остался хлеб и одна соль."},
                                           {0}};
  static const FixtureDocument own[] = {
      {.id = "aaaaaaaaaaaaaaaa", .path = "a.pdf", .passages = english},
      {.id = "bbbbbbbbbbbbbbbb", .path = "b.pdf", .passages = russian},
  };
  static const char *const asking[] = {"q=\"bread and salt\"", "q=«хлеб и соль»"};
  (void)state;
  Fixture fixture = {.folder = fixture_folder_new()};
  void *own_state = &fixture;
  fixture_index(fixture.folder, own, G_N_ELEMENTS(own));
  fixture.index = rc_index_open(fixture.folder, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(asking); i++) {
    g_autoptr(RcResults) results = ask(&own_state, asking[i]);
    assert_int_equal(results->total, 1);
    assert_int_equal(results->total_passages, 1);
    assert_int_equal(passage_of(hit_of(results, 0), 0)->passage->ordinal, 1);
  }
  rc_index_free(fixture.index);
  fixture_folder_remove(&fixture.folder);
}

/* A search whose processor time is up ends, and does not say that nothing was found. */
static void test_a_search_without_time(void **state) {
  g_autoptr(RcRequest) request = new_request("q=pogrom");
  g_autoptr(GError) error = NULL;
  g_setenv(RC_LIMIT_VARIABLE, "1e-9", TRUE);
  g_autoptr(RcResults) results = rc_search(((Fixture *)*state)->index, request, &error);
  g_unsetenv(RC_LIMIT_VARIABLE);
  assert_true(rc_limit_seconds() == 10); /* unless it is said otherwise */
  assert_null(results);
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_LIMIT));
}

static void test_exact_and_prefix(void **state) {
  static const Case cases[] = {
      {"q==detained", "e"},   {"q==detention", "e"},   {"q==detentions", "d"},
      {"q==задержания", "c"}, {"q==задержание", ""},   {"q=detent*", "de"},
      {"q=deten*", "de"},     {"q=задерж*", "c"},      {"q=вражд*", "b"},
      {"q=nowh*", ""},        {"q=speec* pogr*", "a"}, {"q=speech -detent*", "a"},
  };
  check_as_typed(state, cases, G_N_ELEMENTS(cases));
}

/* Words near each other stand in one paragraph, and no further: documents and paragraphs are
 * counted exactly, without them too. */
static void test_near(void **state) {
  static const struct {
    const char *options;
    guint documents, passages;
  } cases[] = {
      {"q=houses NEAR/5 dungans", 1, 1},
      {"q=houses NEAR/4 burnt", 0, 0},
      {"q=houses NEAR/5 burnt", 1, 1},
      {"q=dungan NEAR/3 house", 1, 1}, /* in any inflection and order */
      {"q=дунгане NEAR/2 дом", 1, 1},
      {"q=hate NEAR/50 speech", 1, 1}, /* not from one paragraph into the next */
      {"q=speech -(hate NEAR speech)&expand=no", 2, 2},
      {"q=speech NOT hate NEAR/1 spread&expand=no", 3, 3}, /* "speech" stands between */
      {"q=hate NEAR/1 speech NEAR/1 spread", 0, 0},
      {"q=hate NEAR/3 speech NEAR/3 spread", 1, 1},
      {"q=detained NEAR/2 detained", 0, 0}, /* one word is not two */
      {"q=(police OR hate) NEAR/2 (watch* OR =spread)", 1, 1},
      {"q=(police OR hate) NEAR/1 (watch* OR =speech) OR houses NEAR/3 dungans", 1, 2},
      {"q=\"hate speech\" NEAR/2 spread", 1, 1},
      {"q=\"hate speech\" NEAR/5 hate", 0, 0},
      {"q=nowhere NEAR dungans", 0, 0},
      {"q=-(nowhere NEAR dungans)", 6, 0},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcResults) results = ask(state, cases[i].options);
    if (results->total != cases[i].documents || results->total_passages != cases[i].passages)
      fail_msg("%s: %u documents, %u passages", cases[i].options, (guint)results->total,
               (guint)results->total_passages);
  }
  g_autoptr(RcResults) results = ask(state, "q=dungan NEAR/3 house&unit=passage");
  assert_int_equal(results->total, 1);
  const RcPassageHit *hit = passage_of(hit_of(results, 0), 0);
  assert_true(hit->complete);
  assert_int_equal(hit->highlights->len, 2);
}

/* A document that is named is found, and what cites it. */
static void test_pasted(void **state) {
  static const Case cases[] = {
      {"q=https://undocs.org/en/CERD/C/KAZ/98", "ab"},
      {"q=CERD/C/KAZ/98", "ab"},
      {"q=CERD/C/KAZ/98, para. 2", "a"},
      {"q=CERD/C/KAZ/98, paras. 2-3", "a"},
      {"q=CERD/C/KAZ/98, para. 3", ""},
      {"q=CERD/C/KAZ/CO/8-10, para. 24", "a"},
      {"q=CERD/C/KAZ/CO/8-10, para. 25", ""},
  };
  check(state, cases, G_N_ELEMENTS(cases));
}

static void test_filters(void **state) {
  static const Case cases[] = {
      {"region=KZ", "abd"},
      {"region=Kazakhstan", "abd"},
      {"region=KZ&q=speech", "ad"},
      {"group=dungan", "ab"},
      {"group=Дунгане", "ab"},
      {"group=dungan&group=roma", ""}, /* a paragraph may have both: both must hold */
      {"q=group:dungan OR group:roma", "abc"},
      {"region=KZ&region=KZ-31", "ab"},
      {"region=KZ-31&region=KG", ""},
      {"lang=ru&lang=en", "abcde"}, /* it has one of these: either */
      {"year=2014&year=2018", "cd"},
      {"group=dungan&lang=ru", "b"},
      {"lang=ru", "bc"},
      {"year=2020", "ab"},
      {"year=2014..2018", "cd"},
      {"year=2018..", "abd"},
      {"year=..2014", "cf"},
      {"type=report", "cd"},
      {"org=sample centre", "ab"},
      {"symbol=CERD/C/KAZ/98", "ab"},
      {"cites=CERD/C/KAZ/CO/8-10", "a"},
      {"cites=cerd/c/kaz/co/8-10", "a"},
      {"kind=recommendation", "c"},
      {"para=2", "a"},
      {"para=2&q=speech", "a"},
      {"para=FN. 1", "a"},
      {"para=1&para=2&lang=ru", ""},
      {"q=para:2", "a"},
      {"q=paragraph:3", ""},
      {"q=speech NOT para:2", "de"},
      {"kind=footnote&q=pogrom", "a"},
      {"title=korday", "a"},
      {"title=погром", "b"},
      {"title=annual reports", "d"},
      {"q=title:\"—\"", ""},
      {"q=year:2020 lang:ru", "b"},
      {"q=-lang:ru", "adef"},
      {"q=region:KZ -group:dungan", "d"},
  };
  check_as_typed(state, cases, G_N_ELEMENTS(cases));
}

static void test_names_in_any_spelling(void **state) {
  static const Case cases[] = {
      {"q=Masanchi", "ab"}, {"q=Масанчи", "ab"}, {"q==Masanchi", "a"}, /* this form only */
      {"q=дунгане", "ab"},  {"q=Dungan", "ab"},
  };
  check(state, cases, G_N_ELEMENTS(cases));
  g_autoptr(RcResults) results = ask(state, "q=Dungan");
  assert_int_equal(results->expansions->len, 1);
  const RcExpansion *expansion = results->expansions->pdata[0];
  assert_string_equal(expansion->word, "dungan");
  assert_string_equal(expansion->concept->id, "dungan");
  assert_int_equal(expansion->count, 2);
}

static void test_an_unknown_name_is_an_error(void **state) {
  g_autoptr(RcRequest) request = new_request("region=Atlantis");
  g_autoptr(GError) error = NULL;
  assert_null(rc_search(((Fixture *)*state)->index, request, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_QUERY));
  assert_non_null(strstr(error->message, "Atlantis"));
}

/* --- the unit --- */

/* One in the query, and one of a form, is searched as words, and what is like it named. */
static void test_an_unknown_value_is_words(void **state) {
  static const struct {
    const char *name, *value, *query;
    guint total;
    const char *near; /* of the note; NULL: it is another */
  } cases[] = {
      {"expand", "no", "region:Kazahstan pogrom", 0, "Kazakhstan"},
      {"expand", "no", "region:Казахстон погром", 0, "Казахстан"},
      {"expand", "no", "region:pogrom", 1, ""},
      {"expand", "no", "pogrom -region:Kazahstan", 1, "Kazakhstan"},
      {"expand", "no", "country:Kazahstan", 0, "Kazakhstan"},
      {"expand", "no", "org:\"Sampel Centre\" pogrom", 0, "Sample Centre"},
      {"region", "Kazahstan", "pogrom", 0, "Kazakhstan"},
      {"region", "police", "pogrom", 1, ""},
      {"kind", "pogrom", "", 1, NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcRequest) request = rc_request_new();
    request->forgiving = true;
    assert_true(rc_request_set(request, "expand", "no", NULL));
    assert_true(rc_request_set(request, cases[i].name, cases[i].value, NULL));
    assert_true(rc_request_set(request, "q", cases[i].query, NULL));
    rc_request_prepare(request);
    g_autoptr(RcResults) results = rc_search(((Fixture *)*state)->index, request, NULL);
    assert_non_null(results);
    if (results->total != cases[i].total)
      fail_msg("%s, %s: found %u", cases[i].value, cases[i].query, (guint)results->total);
    assert_int_equal(request->notes->len, 1);
    const RcNote *note = request->notes->pdata[0];
    assert_string_equal(rc_note_name(note->code), cases[i].near ? "unknown-value" : "bad-value");
    g_autofree char *text = rc_note_text(note, RC_LANGUAGE_EN);
    if (cases[i].near && !strstr(text, cases[i].near))
      fail_msg("%s, %s: %s", cases[i].value, cases[i].query, text);
  }
}

/* Who wrote a document is known by some words of the name, in any inflection, and says so. */
static void test_values_by_words(void **state) {
  static const Case cases[] = {
      {"q=org:centres&expand=no", "ab"},        {"q=org:\"centre sample\"&expand=no", "ab"},
      {"q=org:образцы&expand=no", "c"},         {"q=speech -org:centre&expand=no", "de"},
      {"q=org:\"sample court\"&expand=no", ""}, {"q=org:\"—\"&expand=no", ""},
  };
  check(state, cases, G_N_ELEMENTS(cases));
  static const struct {
    const char *options, *value;
  } read_as[] = {{"q=org:centre", "SAMPLE CENTRE"},
                 {"q=org:centres", "SAMPLE CENTRE"},
                 {"q=org:образцы", "ЦЕНТР-ОБРАЗЕЦ"}};
  for (gsize i = 0; i < G_N_ELEMENTS(read_as); i++) {
    g_autoptr(RcRequest) request = new_request(read_as[i].options);
    g_autoptr(RcResults) results = rc_search(((Fixture *)*state)->index, request, NULL);
    assert_non_null(results);
    const RcNote *note = request->notes->pdata[0];
    assert_string_equal(rc_note_name(note->code), "value-read-as");
    g_autofree char *text = rc_note_text(note, RC_LANGUAGE_EN);
    if (!strstr(text, read_as[i].value))
      fail_msg("%s: %s", read_as[i].options, text);
  }
}

/* A body is found by its abbreviation under its names in both languages. */
static void test_values_of_bodies(void **state) {
  static const FixturePassage said[] = {{.text = "It was heard."}, {0}};
  static const FixtureDocument own[] = {
      {.id = "aaaaaaaaaaaaaaaa",
       .path = "a.pdf",
       .organisation = "Committee against Torture",
       .passages = said},
      {.id = "bbbbbbbbbbbbbbbb",
       .path = "b.pdf",
       .organisation = "Комитет против пыток ООН",
       .passages = said},
      {.id = "cccccccccccccccc",
       .path = "c.pdf",
       .organisation = "Комитет матерей против молчания",
       .passages = said},
  };
  static const Case cases[] = {{"q=org:CAT&expand=no", "ab"}, {"q=org:УВКПЧ&expand=no", ""}};
  (void)state;
  Fixture fixture = {.folder = fixture_folder_new()};
  void *own_state = &fixture;
  fixture_index(fixture.folder, own, G_N_ELEMENTS(own));
  fixture.index = rc_index_open(fixture.folder, NULL);
  check(&own_state, cases, G_N_ELEMENTS(cases));
  rc_index_free(fixture.index);
  fixture_folder_remove(&fixture.folder);
}

/* A filter says how many documents it cannot judge: one has no date, three no organisation. */
static void test_without_value(void **state) {
  static const struct {
    const char *options, *note;
  } cases[] = {
      {"q=year:2018..", "1 of 6 documents have no known year"},
      {"year=2014&year=2018&q=speech", "1 of 6 documents have no known year"},
      {"org=Sample Centre", "3 of 6 documents have no known org"},
      {"type=report", "1 of 6 documents have no known type"},
      {"lang=ru", NULL},
      {"q=year:2018.. OR speech", NULL}, /* what has no date may have the word */
      {"q=-year:2018", NULL},
      {"q=speech", NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcRequest) request = new_request(cases[i].options);
    g_autoptr(RcResults) results = rc_search(((Fixture *)*state)->index, request, NULL);
    assert_non_null(results);
    g_autofree char *text =
        request->notes->len ? rc_note_text(request->notes->pdata[0], RC_LANGUAGE_EN) : NULL;
    if ((text != NULL) != (cases[i].note != NULL) || (text && !strstr(text, cases[i].note)))
      fail_msg("%s: %s", cases[i].options, text ? text : "no note");
  }
}

static void test_passages_as_the_unit(void **state) {
  static const struct {
    const char *options;
    guint typed, total; /* by the words in their inflections alone, and by all they stand for */
  } cases[] = {
      {"q=pogrom&unit=passage", 4, 7},          /* a title stands over all paragraphs */
      {"q=police internet&unit=passage", 0, 0}, /* not within one paragraph */
      {"q=police houses&unit=passage", 1, 2},
      {"q=speech -hate&unit=passage", 2, 4}, /* NOT holds within the paragraph */
      {"q=\"hate speech\"&unit=passage", 1, 1},
      {"q==detention&unit=passage", 1, 1},
      {"kind=heading&unit=passage", 2, 2},
      {"group=dungan&unit=passage", 2, 2},
      {"q=pogrom&kind=heading&unit=passage", 1, 2},
      {"q=pogrom&group=dungan&unit=passage", 1, 2},
      {"q=internet&group=dungan&unit=passage", 0, 0},
      {"lang=ru&unit=passage", 5, 5},
      {"year=2014&unit=passage", 2, 2},
      {"title=korday&q=pogrom&unit=passage", 4, 4},
      {"title=korday&q=internet&unit=passage", 1, 1},
      {"q=title:annual OR detained&unit=passage", 3, 5}, /* a title holds for all paragraphs */
      {"q=speech -title:korday&unit=passage", 2, 4},
      {"q=-title:annual&unit=passage", 10, 10},
      {"q=symbol:CERD/ speech&unit=passage", 1, 2},
      {"q=symbol:CERD/C/KAZ/98 OR цыгане&unit=passage", 9, 9},
      {"q=symbol:CERD/C/KAZ/98 OR облавы&unit=passage", 8, 8},
      {"q=-symbol:CERD/&unit=passage", 5, 5},
      {"unit=passage", 12, 12},
      {"q=nowhere&unit=passage", 0, 0},
  };
  for (size_t i = 0; i < 2 * G_N_ELEMENTS(cases); i++) {
    bool typed = i % 2;
    guint total = typed ? cases[i / 2].typed : cases[i / 2].total;
    g_autofree char *options =
        g_strconcat(cases[i / 2].options, "&limit=100", typed ? "&expand=no" : "", NULL);
    g_autoptr(RcResults) results = ask(state, options);
    if (results->total != total)
      fail_msg("%s: %u", options, (guint)results->total);
    assert_int_equal(results->hits->len - results->nearest, total);
    for (guint k = 0; k < results->hits->len; k++) {
      assert_int_equal(hit_of(results, k)->passages->len, 1);
      assert_int_equal(passage_of(hit_of(results, k), 0)->complete, k < total);
    }
  }
}

/* Passages that satisfy the whole query come first and say so. */
static void test_complete(void **state) {
  g_autoptr(RcResults) results = ask(state, "q=pogrom internet&passages=10");
  const RcHit *hit = hit_of(results, 0);
  assert_true(hit->passages->len >= 2);
  assert_true(passage_of(hit, 0)->complete);
  assert_int_equal(passage_of(hit, 0)->passage->ordinal, 3);
  for (guint i = 1; i < hit->passages->len; i++)
    assert_false(passage_of(hit, i)->complete);
  assert_int_equal(results->total_passages, 1);
  assert_int_equal(hit->more_passages, 0);
  g_autoptr(RcResults) apart_only = ask(state, "q=police internet");
  assert_int_equal(apart_only->total, 1);
  assert_int_equal(apart_only->total_passages, 0);
  assert_false(passage_of(hit_of(apart_only, 0), 0)->complete);
}

static void test_a_complete_passage_outranks(void **state) {
  /* Both documents have both words, only one has them in one paragraph. */
  g_autoptr(RcResults) results = ask(state, "q=hate speech&expand=no");
  assert_string_equal(hit_of(results, 0)->document->id, KORDAY);
  assert_true(passage_of(hit_of(results, 0), 0)->complete);
  assert_false(passage_of(hit_of(results, 1), 0)->complete);
  assert_true(hit_of(results, 0)->score > hit_of(results, 1)->score);
  /* So do those with other words for both, but less than the words themselves. */
  g_autoptr(RcResults) expanded = ask(state, "q=hate speech");
  assert_int_equal(expanded->hits->len, 4);
  assert_string_equal(hit_of(expanded, 0)->document->id, KORDAY);
  for (guint i = 0; i < 4; i++)
    assert_int_equal(passage_of(hit_of(expanded, i), 0)->complete, i < 3);
  assert_string_equal(hit_of(expanded, 3)->document->id, APART);
}

#define FILLING "They went home by the road along the river and told nobody what they had seen. "
#define LONG FILLING FILLING FILLING FILLING FILLING FILLING FILLING FILLING

/* Who says more of what was asked comes first, even if another says part of it oftener and
 * shorter; so does who says it in the words that were asked for, even if part of that stands above
 * it and another says it all by a translation; a heading announces and says nothing; what is
 * excluded recommends nobody. */
static void test_who_comes_first(void **state) {
  static const FixturePassage heading[] = {{.text = "Granary", .kind = RC_KIND_HEADING}, {0}};
  static const FixturePassage parts[] = {
      {.text = "Orchard, orchard, orchard"}, {.text = "Vineyard, vineyard, vineyard"}, {0}};
  static const FixturePassage all[] = {
      {.text = LONG "The orchard lay behind a vineyard and a granary."}, {0}};
  static const FixturePassage left_out[] = {{.text = "A meadow with a hamlet"}, {0}};
  static const FixturePassage kept[] = {
      {.text = "A meadow with a bridge", .page = 6, .turn = sizeof "A meadow " - 1}, {0}};
  static const FixturePassage below[] = {{.text = LONG "They kept a beehive."}, {0}};
  static const FixturePassage abroad[] = {{.text = "Тюрьма: beehive, beehive, beehive"}, {0}};
  static const FixturePassage below_ru[] = {{.text = LONG "Там росла ракита."}, {0}};
  static const FixturePassage abroad_ru[] = {{.text = "A prison: ракита, ракита, ракита"}, {0}};
  static const FixtureDocument own[] = {
      {"aaaaaaaaaaaaaaaa", "a.pdf", NULL, "2020", NULL, NULL, NULL, NULL, heading},
      {"bbbbbbbbbbbbbbbb", "b.pdf", NULL, "2020", NULL, NULL, NULL, NULL, parts},
      {"cccccccccccccccc", "c.pdf", NULL, "2010", NULL, NULL, NULL, NULL, all},
      {"dddddddddddddddd", "d.pdf", NULL, "2010", NULL, NULL, NULL, NULL, left_out},
      {"eeeeeeeeeeeeeeee", "e.pdf", NULL, "2020", NULL, NULL, NULL, NULL, kept},
      {"ffffffffffffffff", "f.pdf", "Jails", "2010", NULL, NULL, NULL, NULL, below},
      {"0000000000000000", "0.pdf", NULL, "2020", NULL, NULL, NULL, NULL, abroad},
      {"1111111111111111", "1.pdf", "Тюрьмы", "2010", NULL, NULL, NULL, NULL, below_ru},
      {"2222222222222222", "2.pdf", NULL, "2020", NULL, NULL, NULL, NULL, abroad_ru},
  };
  static const struct {
    const char *options;
    char first;
    guint count;
  } cases[] = {{"q=granary", 'c', 2},
               {"q=orchard vineyard", 'c', 2},
               {"q=jail beehive", 'f', 4},
               {"q=тюрьма ракита", '1', 4},
               {"q=meadow OR (granary NOT hamlet)", 'e', 4}};
  (void)state;
  Fixture fixture = {.folder = fixture_folder_new()};
  void *own_state = &fixture;
  fixture_index(fixture.folder, own, G_N_ELEMENTS(own));
  fixture.index = rc_index_open(fixture.folder, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcResults) results = ask(&own_state, cases[i].options);
    assert_int_equal(results->hits->len, cases[i].count);
    char first = *hit_of(results, 0)->document->id;
    if (first != cases[i].first)
      fail_msg("%s: first comes %c, not %c", cases[i].options, first, cases[i].first);
  }
  /* It is shown with the page on which the words stand that were asked for. */
  g_autoptr(RcResults) begins = ask(&own_state, "q=meadow bridge");
  g_autoptr(RcResults) goes_on = ask(&own_state, "q=bridge");
  assert_int_equal(passage_of(hit_of(begins, 0), 0)->hit_page, 6);
  assert_int_equal(passage_of(hit_of(goes_on, 0), 0)->hit_page, 7);
  rc_index_free(fixture.index);
  fixture_folder_remove(&fixture.folder);
}

static void test_more_passages(void **state) {
  static const struct {
    const char *options;
    guint more, total;
  } cases[] = {
      {"q=pogrom&passages=1", 3,
       7}, /* the title's word holds for all four, and so it does abroad */
      {"q=pogrom&passages=1&expand=no", 3, 4},
      {"q=pogrom&passages=3&expand=no", 1, 4},
      {"q=задержания lang:ru&passages=1&expand=no", 1, 2},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcResults) results = ask(state, cases[i].options);
    const RcHit *hit = hit_of(results, 0);
    assert_int_equal(hit->more_passages, cases[i].more);
    assert_int_equal(results->total_passages, cases[i].total);
  }
}

/* --- how a passage is shown --- */

/* A passage of a document that is left out by another of its passages does not count, though it
 * satisfies the query by itself. */
static void test_total_passages_with_not(void **state) {
  static const struct {
    const char *options;
    guint total; /* of documents, each with one such passage */
  } cases[] = {
      {"q=speech -Korday&expand=no", 2},     {"q=speech -Korday", 4},
      {"q=speech -police&expand=no", 2},     {"q=язык -полиция&expand=no", 1},
      {"q=speech OR (язык NOT полиция)", 5}, {"q=speech -police&expand=no&sort=date", 2},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcResults) results = ask(state, cases[i].options);
    if (results->total != cases[i].total || results->total_passages != cases[i].total)
      fail_msg("%s: %u documents, %u passages", cases[i].options, (guint)results->total,
               (guint)results->total_passages);
  }
}

/* "КПП" is a checkpoint to most who type it: a doubtful abbreviation is not widened, a name that is
 * sure is. */
static void test_doubtful_abbreviations_stay_as_typed(void **state) {
  static const char *const doubtful[] = {"q=КПП", "q=CAT", "q=СПЧ"};
  for (gsize i = 0; i < G_N_ELEMENTS(doubtful); i++) {
    g_autoptr(RcResults) results = ask(state, doubtful[i]);
    assert_int_equal(results->expansions->len, 0);
  }
  g_autoptr(RcResults) sure = ask(state, "q=дунгане");
  assert_int_equal(sure->expansions->len, 1);
}

static void test_a_passage_hit(void **state) {
  g_autoptr(RcResults) results = ask(state, "q=\"hate speech\"");
  const RcPassageHit *hit = passage_of(hit_of(results, 0), 0);
  assert_int_equal(hit->hit_page, 2);
  assert_ptr_equal(hit->reference, rc_hit_reference(hit_of(results, 0)));
  assert_ptr_equal(hit->reference->work, hit_of(results, 0)->work);
  assert_ptr_equal(hit->reference->passage, hit->passage);
  assert_string_equal(rc_work_peek(hit->reference->work, RC_METADATA_SYMBOL), "CERD/C/KAZ/98");
  assert_string_equal(hit->passage->number, "2");
  assert_int_equal(rc_reference_page(hit->reference), 2);
  assert_int_equal(hit->highlights->len, 1);
  assert_int_equal(g_array_index(hit->highlights, RcHighlight, 0).start, 0);
  assert_int_equal(g_array_index(hit->highlights, RcHighlight, 0).end, 11);
  g_autoptr(RcResults) note = ask(state, "cites=CERD/C/KAZ/CO/8-10");
  assert_string_equal(passage_of(hit_of(note, 0), 0)->passage->number, "fn. 1");
}

/* Nothing in the query is found in passages: documents alone. */
static void test_documents_without_passages(void **state) {
  g_autoptr(RcResults) results = ask(state, "year=1998");
  assert_int_equal(results->hits->len, 1);
  assert_int_equal(hit_of(results, 0)->passages->len, 0);
  assert_null(rc_hit_reference(hit_of(results, 0))->passage);
  assert_string_equal(g_array_index(hit_of(results, 0)->document->files, RcFile, 0).path,
                      "scan.pdf");
}

/* --- order and pages --- */

static void assert_order(void **state, const char *options, const char *order) {
  g_autoptr(RcResults) results = ask(state, options);
  g_autoptr(GString) letters = g_string_new(NULL);
  for (guint i = 0; i < results->hits->len; i++)
    g_string_append_c(letters, *hit_of(results, i)->document->id);
  assert_string_equal(letters->str, order);
}

static void test_sorting(void **state) {
  assert_order(state, "sort=-date&q=-=detained", "badcf");
  assert_order(state, "sort=date&q=-=detained", "fcdab");
  assert_order(state, "sort=date&q=", "fcdabe"); /* what has no date is last, either way */
  assert_order(state, "sort=-date&q=", "badcfe");
  assert_order(state, "sort=date&q=speech OR detained", "cdabe");
  assert_order(state, "sort=-date&q=speech year:2018..&expand=no", "ad");
  assert_order(state, "sort=date&q=speech year:2018..&expand=no", "da");
  assert_order(state, "sort=date&q=speech year:2018..", "dab");
}

/* Page by page each document comes once, whatever the size of a page. */
static void assert_pages(void **state, const char *options, guint total) {
  for (guint limit = 1; limit <= total + 1; limit++) {
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint offset = 0; offset < total + limit; offset += limit) {
      g_autofree char *page =
          g_strdup_printf("%s&limit=%u&offset=%u&passages=1", options, limit, offset);
      g_autoptr(RcResults) results = ask(state, page);
      guint found = results->hits->len - results->nearest;
      assert_int_equal(results->total, total);
      assert_int_equal(found, offset < total ? MIN(limit, total - offset) : 0);
      assert_true(results->nearest == 0 || (offset == 0 && total < limit)); /* on the first page */
      for (guint i = 0; i < found; i++) {
        const RcHit *hit = hit_of(results, i);
        guint ordinal = hit->passages->len ? passage_of(hit, 0)->passage->ordinal : 0;
        bool by_passage = strstr(options, "unit=passage") != NULL;
        assert_true(g_hash_table_add(
            seen, g_strdup_printf("%s:%u", hit->document->id, by_passage ? ordinal : 0)));
      }
    }
    assert_int_equal(g_hash_table_size(seen), total);
  }
}

static void test_pages(void **state) {
  assert_pages(state, "q=", 6);
  assert_pages(state, "q=speech OR погром OR задержания", 5);
  assert_pages(state, "q=-pogrom", 5);
  /* Some of these have a passage that ranks, some only a date. */
  assert_pages(state, "q=pogrom OR year:2014 OR year:1998&expand=no", 3);
  assert_pages(state, "q=pogrom OR year:2014 OR year:1998", 4);
  assert_pages(state, "q=police internet", 1);
  assert_pages(state, "sort=-date&q=", 6);
  assert_pages(state, "sort=date&q=speech", 5);
  assert_pages(state, "sort=date&q=speech&expand=no", 3);
  assert_pages(state, "unit=passage&q=pogrom OR speech OR погром", 10);
  assert_pages(state, "unit=passage&q=internet OR speech OR интернет&expand=no", 4);
  assert_pages(state, "unit=passage&q=", 12);
}

/* --- facets and twins --- */

static guint64 count_of(const RcResults *results, RcField field, const char *id) {
  const GPtrArray *facet = results->facets[field];
  assert_non_null(facet);
  for (guint i = 0; i < facet->len; i++) {
    const RcFacetValue *value = facet->pdata[i];
    if (strcmp(value->id, id) == 0)
      return value->count;
  }
  return 0;
}

static void test_facets(void **state) {
  g_autoptr(RcResults) results = ask(state, "q=&facets=1");
  static const struct {
    RcField field;
    const char *id;
    guint count;
  } cases[] = {
      {RC_FIELD_LANGUAGE, "en", 3},     {RC_FIELD_LANGUAGE, "ru", 2},
      {RC_FIELD_YEAR, "2020", 2},       {RC_FIELD_YEAR, "1998", 1},
      {RC_FIELD_GROUP, "dungan", 2},    {RC_FIELD_GROUP, "roma", 1},
      {RC_FIELD_GROUP, "uyghur", 1},    {RC_FIELD_REGION, "KZ", 3},
      {RC_FIELD_REGION, "KZ-31", 2},    {RC_FIELD_TYPE, "report", 2},
      {RC_FIELD_KIND, "heading", 2},    {RC_FIELD_KIND, "recommendation", 1},
      {RC_FIELD_STATUS, "ok", 6},       {RC_FIELD_CITES, "CERD/C/KAZ/CO/8-10", 1},
      {RC_FIELD_REGION, "Atlantis", 0},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
    if (count_of(results, cases[i].field, cases[i].id) != cases[i].count)
      fail_msg("facet %s: %u", cases[i].id, (guint)count_of(results, cases[i].field, cases[i].id));
  assert_null(results->facets[RC_FIELD_WORD]);
  /* by count, then by id; regions with their labels */
  const RcFacetValue *language = results->facets[RC_FIELD_LANGUAGE]->pdata[0];
  assert_string_equal(language->id, "en");
  const RcFacetValue *region = results->facets[RC_FIELD_REGION]->pdata[0];
  assert_string_equal(region->label_en, "Kazakhstan");
  assert_string_equal(region->label_ru, "Казахстан");
}

static void test_facets_count_what_was_found(void **state) {
  g_autoptr(RcResults) expanded = ask(state, "q=speech&facets=1&limit=1");
  assert_int_equal(count_of(expanded, RC_FIELD_LANGUAGE, "en"), 3);
  assert_int_equal(count_of(expanded, RC_FIELD_LANGUAGE, "ru"), 2);
  g_autoptr(RcResults) results = ask(state, "q=speech&facets=1&limit=1&expand=no");
  assert_int_equal(count_of(results, RC_FIELD_LANGUAGE, "en"), 3);
  assert_int_equal(count_of(results, RC_FIELD_LANGUAGE, "ru"), 0);
  g_autoptr(RcResults) without = ask(state, "q=speech");
  assert_null(without->facets[RC_FIELD_LANGUAGE]);
}

static void test_twins(void **state) {
  g_autoptr(RcResults) results = ask(state, "q=pogrom");
  const RcHit *hit = hit_of(results, 0);
  assert_int_equal(hit->twins->len, 1);
  const RcTwin *twin = hit->twins->pdata[0];
  assert_string_equal(twin->id, KORDAY_RU);
  assert_string_equal(twin->language, "ru");
  g_autoptr(RcResults) alone = ask(state, "q=задержания");
  assert_int_equal(hit_of(alone, 0)->twins->len, 0);
}

static void test_the_index_is_described(void **state) {
  g_autoptr(RcResults) results = ask(state, "q=Pogrom (internet)");
  assert_string_equal(results->parsed, "pogrom AND internet");
  assert_int_equal(results->index.documents, 6);
  assert_int_equal(results->index.pages, 18);
  assert_true(results->index.state && *results->index.state);
}

/* --- one document --- */

static void test_a_document_whole(void **state) {
  RcIndex *index = ((Fixture *)*state)->index;
  g_autoptr(RcRequest) request = new_request("q=pogrom");
  g_autoptr(RcHit) hit = rc_search_read(index, KORDAY, request, NULL);
  assert_non_null(hit);
  assert_int_equal(hit->passages->len, 4);
  for (guint i = 0; i < 4; i++)
    assert_int_equal(passage_of(hit, i)->passage->ordinal, i + 1);
  assert_int_equal(passage_of(hit, 0)->highlights->len, 1);
  assert_int_equal(passage_of(hit, 1)->highlights->len, 0);
  assert_int_equal(hit->twins->len, 1);
  g_autoptr(RcHit) plain = rc_search_read(index, KORDAY, NULL, NULL);
  assert_int_equal(passage_of(plain, 0)->highlights->len, 0);
  g_autoptr(RcHit) empty = rc_search_read(index, EMPTY, NULL, NULL);
  assert_int_equal(empty->passages->len, 0);
}

static void test_a_document_that_is_not(void **state) {
  static const char *const ids[] = {"0000000000000000", "", "aaaa", KORDAY ":1",
                                    /* its id, but another digest */
                                    KORDAY KORDAY KORDAY KORDAY_RU};
  for (size_t i = 0; i < G_N_ELEMENTS(ids); i++) {
    g_autoptr(GError) error = NULL;
    assert_null(rc_search_read(((Fixture *)*state)->index, ids[i], NULL, &error));
    assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_INPUT));
  }
}

/* A prefix that too many words begin with is cut and said so, in either script, whatever is found.
 */
static void test_a_prefix_of_many_words(void **state) {
  static const struct {
    const char *beginning, *query, *passages;
  } cases[] = {{"wor", "q=wor*", "q=wor*&unit=passage"}, {"сло", "q=сло*", "q=сло*&unit=passage"}};
  (void)state;
  for (gsize k = 0; k < G_N_ELEMENTS(cases); k++) {
    FIXTURE_FOLDER folder = fixture_folder_new();
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 300; i++) {
      g_string_append(text, cases[k].beginning);
      g_string_append_unichar(text, (k ? 0x430 : 'a') + (gunichar)i / 26);
      g_string_append_unichar(text, (k ? 0x430 : 'a') + (gunichar)i % 26);
      g_string_append_c(text, ' ');
    }
    const FixturePassage passages[] = {{.text = text->str}, {0}};
    const FixtureDocument many = {.id = "9999999999999999", .path = "m.pdf", .passages = passages};
    fixture_index(folder, &many, 1);
    g_autoptr(RcIndex) index = rc_index_open(folder, NULL);
    g_autoptr(RcRequest) request = new_request(cases[k].query);
    g_autoptr(RcResults) results = rc_search(index, request, NULL);
    assert_int_equal(results->total, 1);
    assert_int_equal(request->notes->len, 1);
    const RcNote *note = request->notes->pdata[0];
    assert_string_equal(rc_note_name(note->code), "prefix-limited");
    assert_string_equal(note->arguments[0], "200");
    assert_string_equal(note->arguments[1], cases[k].beginning);
    /* What is marked is what was searched, when the document is read too. */
    const RcHit *hit = results->hits->pdata[0];
    assert_int_equal(passage_of(hit, 0)->highlights->len, 200);
    g_autoptr(RcHit) whole = rc_search_read(index, many.id, request, NULL);
    assert_int_equal(passage_of(whole, 0)->highlights->len, 200);
    g_autoptr(RcRequest) by_passage = new_request(cases[k].passages);
    g_autoptr(RcResults) found = rc_search(index, by_passage, NULL);
    assert_int_equal(found->total, 1);
    assert_int_equal(by_passage->notes->len, 1);
    g_autofree char *longer = g_strconcat("q=", cases[k].beginning, k ? "аб*" : "ab*", NULL);
    g_autoptr(RcRequest) one = new_request(longer);
    g_autoptr(RcResults) few = rc_search(index, one, NULL);
    assert_int_equal(few->total, 1);
    assert_int_equal(one->notes->len, 0);
  }
}

static guint count_examples(RcIndex *index, RcLanguage language, double seconds) {
  g_autoptr(GPtrArray) examples = rc_examples_make(index, language, seconds);
  guint count = 0;
  for (guint i = 0; i < examples->len; i++)
    count += examples->pdata[i] != NULL;
  return count;
}

/* All searches for examples share their time; what is searched for afterwards has its own. */
static void test_examples_share_their_time(void **state) {
  RcIndex *index = ((Fixture *)*state)->index;
  assert_true(count_examples(index, RC_LANGUAGE_EN, 60) > 5);
  assert_true(count_examples(index, RC_LANGUAGE_RU, 60) > 5);
  assert_int_equal(count_examples(index, RC_LANGUAGE_EN, 1e-9), 0);
  assert_int_equal(count_examples(index, RC_LANGUAGE_RU, 1e-9), 0);
  g_autoptr(RcResults) results = ask(state, "q=police");
  assert_true(results->total > 0);
}

static void ask_page(RcSite *site, const char *path, const char *query_string) {
  RcHttpRequest request = {.method = "GET", .path_info = path, .query_string = query_string};
  g_autoptr(RcHttpResponse) response = rc_http_answer(site, &request);
  assert_int_equal(response->status, 200);
}

/* The examples of the help page are made once of each state of the index and for each language,
 * whatever else is asked. */
static void test_examples_are_made_once(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  fixture_index(folder, documents, 1);
  g_auto(RcSite) site = {.index_path = g_strdup(folder)};
  ask_page(&site, "/help", "ui=en");
  g_autoptr(GPtrArray) first = g_ptr_array_ref(site.examples[RC_LANGUAGE_EN].queries);
  assert_null(site.examples[RC_LANGUAGE_RU].queries);
  ask_page(&site, "/help", "ui=ru");
  ask_page(&site, "/", "q=Dungans&ui=en");
  ask_page(&site, "/help", "ui=en");
  assert_ptr_equal(site.examples[RC_LANGUAGE_EN].queries, first);
  assert_ptr_not_equal(site.examples[RC_LANGUAGE_RU].queries, first);
  fixture_index(folder, documents + 1, 1);
  ask_page(&site, "/help", "ui=en");
  assert_ptr_not_equal(site.examples[RC_LANGUAGE_EN].queries, first);
}

/* What was read of the index for one request is not there any more when the next one comes. */
static void test_nothing_is_kept_of_a_request(void **state) {
  static const char *const asked[] = {"q=%22hate+speech%22", "q=%D0%B4%D1%83%D0%BD%D0%B3*",
                                      "q==police&unit=passage&format=json"};
  g_auto(RcSite) site = {.index_path = g_strdup(((Fixture *)*state)->folder)};
  for (gsize i = 0; i < G_N_ELEMENTS(asked); i++) {
    ask_page(&site, "/", asked[i]);
    assert_int_equal(g_hash_table_size(rc_index_passage_starts(site.index)), 0);
  }
}

/* More hits than the candidates that are looked at first. */
static void test_many_documents(void **state) {
  (void)state;
  enum { COUNT = 450 };
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree FixtureDocument *many = g_new0(FixtureDocument, COUNT);
  g_autoptr(GPtrArray) strings = g_ptr_array_new_with_free_func(g_free);
  static const FixturePassage passages[] = {{.text = "speech"}, {.text = "speech again"}, {0}};
  for (int i = 0; i < COUNT; i++) {
    many[i].id = g_strdup_printf("%016x", i);
    many[i].path = g_strdup_printf("%d.pdf", i);
    many[i].passages = passages;
    g_ptr_array_add(strings, (gpointer)many[i].id);
    g_ptr_array_add(strings, (gpointer)many[i].path);
  }
  fixture_index(folder, many, COUNT);
  g_autoptr(RcIndex) index = rc_index_open(folder, NULL);
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint offset = 0; offset < COUNT; offset += 90) {
    g_autofree char *options = g_strdup_printf("q=speech&limit=90&offset=%u", offset);
    g_autoptr(RcRequest) request = new_request(options);
    g_autoptr(RcResults) results = rc_search(index, request, NULL);
    assert_int_equal(results->total, COUNT);
    assert_int_equal(results->total_passages, 2 * COUNT);
    for (guint i = 0; i < results->hits->len; i++)
      assert_true(g_hash_table_add(seen, g_strdup(hit_of(results, i)->document->id)));
  }
  assert_int_equal(g_hash_table_size(seen), COUNT);
}

/* The documents found, by their letters, each with the paragraphs that are shown, and what it
 * lacks. */
static char *tell_hits(const RcResults *results) {
  g_autoptr(GString) told = g_string_new(NULL);
  for (char letter = 'a'; letter <= 'f'; letter++)
    for (guint i = 0; i < results->hits->len; i++) {
      const RcHit *hit = hit_of(results, i);
      if (*hit->document->id != letter)
        continue;
      g_string_append_c(told, letter);
      for (guint k = 0; k < hit->passages->len; k++)
        g_string_append_printf(told, "%u%s", passage_of(hit, k)->passage->ordinal,
                               passage_of(hit, k)->complete ? "! " : " ");
      for (guint k = 0; hit->lacks && k < hit->lacks->len; k++)
        g_string_append_printf(told, "without %s ", (const char *)hit->lacks->pdata[k]);
    }
  return g_strdup(told->str);
}

/* Documents in several databases, whose entries take turns, are found as in one. */
static void test_several_databases(void **state) {
  static const char *const asking[] = {
      "q=speech",
      "q=\"hate speech\"",
      "q=«язык вражды» OR \"houses of ethnic dungans\"",
      "q=speech -\"hate speech\"",
      "q=speech -police",
      "q=дунгане NEAR/2 дом",
      "q=вражд* OR deten*",
      "q==задержания",
      "q=police internet",
      "q=title:korday OR облавы",
      "q=speech -title:korday",
      "q=symbol:CERD/ speech",
      "q=org:centre",
      "year=2014..",
      "q=Dungans xylophone",
      "q=дунгане ксилофон",
  };
  static const char *const units[] = {"", "&unit=passage", "&expand=no", "&expand=no&unit=passage"};
  const guint unit_count = G_N_ELEMENTS(units);
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(GString) stub = g_string_new(NULL);
  for (guint i = 0; i < 3; i++) {
    g_autofree char *name = g_strdup_printf("shard-%u", i);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    fixture_index(path, documents + 2 * i, 2);
    g_string_append_printf(stub, "auto %s/xapian\n", name);
  }
  g_free(fixture_write(folder, "xapian", stub->str, -1));
  Fixture fixture = {.index = rc_index_open(folder, NULL)};
  void *own_state = &fixture;
  assert_int_equal(rc_index_shards(fixture.index), 3);
  for (gsize i = 0; i < unit_count * G_N_ELEMENTS(asking); i++) {
    g_autofree char *options = g_strconcat(asking[i / unit_count], units[i % unit_count], NULL);
    g_autoptr(RcResults) one = ask(state, options), several = ask(&own_state, options);
    g_autofree char *of_one = tell_hits(one), *of_several = tell_hits(several);
    if (strcmp(of_one, of_several) != 0 || one->total != several->total ||
        one->total_passages != several->total_passages || one->nearest != several->nearest)
      fail_msg("%s: %s, not %s", options, of_several, of_one);
  }
  rc_index_free(fixture.index);
}

/* The notes on an answer, by their names and in their order; yours. */
static char *tell_notes(const RcRequest *request) {
  g_autoptr(GString) told = g_string_new(NULL);
  for (guint i = 0; i < request->notes->len; i++) {
    const RcNote *note = request->notes->pdata[i];
    g_string_append_printf(told, "%s%s %s", i ? ", " : "", rc_note_name(note->code),
                           note->arguments[0]);
  }
  return g_strdup(told->str);
}

/* In several databases passages are named one by one, up to a number: where there are more, an
 * answer says so, in both languages and wherever it is shown, and in no other case. */
static void test_more_than_can_be_named(void **state) {
  enum { COUNT = 501 };
  static const struct {
    const char *options, *notes;
    guint total;
  } cases[] = {
      {"q=title:register ferry&expand=no", "documents-limited 1000", 1},
      {"q=title:реестр паром&expand=no", "documents-limited 1000", 1},
      {"q=title:register title:реестр", "documents-limited 1000", 2 * COUNT}, /* once */
      {"q=title:\"register of ferries\"&expand=no", "", 1},
      {"q=title:\"реестр паромов\"&expand=no", "", 1},
      {"unit=passage&q=враж*", "passages-limited 1000", 2 * COUNT},
      {"q=speech -ferry&expand=no", "documents-limited 1000", 2 * COUNT - 1},
      {"q=вражды -паром&expand=no", "documents-limited 1000", 2 * COUNT - 1},
      {"q=ferry -speech&expand=no", "", 0},
      {"q=\"hate speech\"", "passages-limited 1000", 2 * COUNT},
      {"q=«язык вражды»", "passages-limited 1000", 2 * COUNT},
      {"q=\"язык вражды\" «язык вражды»", "passages-limited 1000", 2 * COUNT}, /* once */
      {"q==speech OR =ferry", "passages-limited 1000", 2 * COUNT},
      {"q=hate NEAR speech", "passages-limited 1000", 2 * COUNT},
      {"q=\"a ferry\"", "", 1},
      {"q=\"был паром\"", "", 1},
      {"q=ferr* OR =паром", "", 1},
      {"q=speech&expand=no", "", 2 * COUNT},
  };
  static const FixturePassage all[] = {
      {.text = "Hate speech was heard."}, {.text = "Был слышен язык вражды."}, {0}};
  static const FixturePassage one[] = {
      {.text = "Hate speech on a ferry"}, {.text = "Был язык вражды. Это был паром."}, {0}};
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree FixtureDocument *many = g_new0(FixtureDocument, 2 * COUNT);
  g_autoptr(GPtrArray) strings = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < 2 * COUNT; i++) {
    many[i].id = g_strdup_printf("%016x", i);
    g_ptr_array_add(strings, (gpointer)many[i].id);
    many[i].path = "a.pdf";
    many[i].title = i ? "Register, реестр" : "Register of ferries, реестр паромов";
    many[i].passages = i ? all : one;
  }
  for (guint i = 0; i < 2; i++) {
    g_autofree char *path = g_build_filename(folder, i ? "b" : "a", NULL);
    fixture_index(path, many + i * COUNT, COUNT);
  }
  g_free(fixture_write(folder, "xapian", "auto a/xapian\nauto b/xapian\n", -1));
  g_autoptr(RcIndex) index = rc_index_open(folder, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcRequest) request = new_request(cases[i].options);
    g_autoptr(RcResults) results = rc_search(index, request, NULL);
    g_autofree char *notes = tell_notes(request);
    if (strcmp(notes, cases[i].notes) != 0 || results->total != cases[i].total)
      fail_msg("%s: %u documents, %s", cases[i].options, (guint)results->total, notes);
  }
  static const struct {
    const char *query_string, *says;
  } answers[] = {
      {"q=title:register+ferry&ui=en", "looked for in 1000 of the documents"},
      {"q=title:register+ferry&ui=ru", "искали в 1000 из подходящих документов"},
      {"q=title:register+ferry&format=text", "looked for in 1000 of the documents"},
      {"q=title:register+ferry&format=json", "\"code\":\"documents-limited\""},
      {"q=%22hate+speech%22&ui=en", "“hate speech” is in more than 1000 passages"},
      {"q=%22hate+speech%22&ui=ru", "«hate speech» есть более чем в 1000 абзацах"},
      {"q=%22hate+speech%22&format=text", "“hate speech” is in more than 1000 passages"},
      {"q=%22hate+speech%22&format=json", "\"code\":\"passages-limited\""},
  };
  g_auto(RcSite) site = {.index_path = g_strdup(folder)};
  for (gsize i = 0; i < G_N_ELEMENTS(answers); i++) {
    RcHttpRequest request = {
        .method = "GET", .path_info = "/", .query_string = answers[i].query_string};
    g_autoptr(RcHttpResponse) response = rc_http_answer(&site, &request);
    g_autofree char *body = g_strndup(response->body->str, response->body->len);
    g_autoptr(GRegex) line = g_regex_new("\n *", 0, 0, NULL); /* text is broken into lines */
    g_autofree char *joined = g_regex_replace_literal(line, body, -1, 0, " ", 0, NULL);
    if (!strstr(joined, answers[i].says))
      fail_msg("%s: not said: %s", answers[i].query_string, answers[i].says);
  }
}

/* A searcher closes itself in only where all lies in the folder. */
static void test_what_lies_in_the_folder(void **state) {
  static const struct {
    const char *stub;
    bool inside;
  } stubs[] = {
      {"auto generation-2\n", true},
      {"# a comment\n\nglass generation-2\nauto b/c\n", true},
      {"", true},
      {"auto /srv/index/generation-2\n", false},
      {"auto generation-2\nauto ../other/generation-1\n", false},
      {"auto generation-2\nremote 10.0.0.1:5000\n", false},
      {"remote :ssh -T host xapian-progsrv /srv/db\n", false},
      {"inmemory\n", false},
      {"auto\n", false},
  };
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  assert_true(rc_index_is_self_contained(folder));
  for (gsize i = 0; i < G_N_ELEMENTS(stubs); i++) {
    g_autofree char *path = fixture_write(folder, "xapian", stubs[i].stub, -1);
    if (rc_index_is_self_contained(folder) != stubs[i].inside)
      fail_msg("%s", stubs[i].stub);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_words),
      cmocka_unit_test(test_operators),
      cmocka_unit_test(test_near),
      cmocka_unit_test(test_pasted),
      cmocka_unit_test(test_phrases),
      cmocka_unit_test(test_phrases_are_in_order),
      cmocka_unit_test(test_exact_and_prefix),
      cmocka_unit_test(test_filters),
      cmocka_unit_test(test_names_in_any_spelling),
      cmocka_unit_test(test_an_unknown_name_is_an_error),
      cmocka_unit_test(test_an_unknown_value_is_words),
      cmocka_unit_test(test_values_by_words),
      cmocka_unit_test(test_values_of_bodies),
      cmocka_unit_test(test_without_value),
      cmocka_unit_test(test_passages_as_the_unit),
      cmocka_unit_test(test_complete),
      cmocka_unit_test(test_a_complete_passage_outranks),
      cmocka_unit_test(test_who_comes_first),
      cmocka_unit_test(test_a_search_without_time),
      cmocka_unit_test(test_more_passages),
      cmocka_unit_test(test_total_passages_with_not),
      cmocka_unit_test(test_doubtful_abbreviations_stay_as_typed),
      cmocka_unit_test(test_a_passage_hit),
      cmocka_unit_test(test_documents_without_passages),
      cmocka_unit_test(test_more_than_can_be_named),
      cmocka_unit_test(test_sorting),
      cmocka_unit_test(test_pages),
      cmocka_unit_test(test_facets),
      cmocka_unit_test(test_facets_count_what_was_found),
      cmocka_unit_test(test_twins),
      cmocka_unit_test(test_the_index_is_described),
      cmocka_unit_test(test_a_document_whole),
      cmocka_unit_test(test_a_document_that_is_not),
      cmocka_unit_test(test_a_prefix_of_many_words),
      cmocka_unit_test(test_examples_share_their_time),
      cmocka_unit_test(test_examples_are_made_once),
      cmocka_unit_test(test_nothing_is_kept_of_a_request),
      cmocka_unit_test(test_several_databases),
      cmocka_unit_test(test_many_documents),
      cmocka_unit_test(test_what_lies_in_the_folder),
  };
  return cmocka_run_group_tests_name("search", tests, set_up, tear_down);
}
