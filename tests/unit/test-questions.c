/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions: what words stand for, in English and Russian, what comes first, what is near, what is
 * counted. */
#include <stdio.h>

#include "error.h"
#include "search-fixture.h"

static const FixturePassage saudi[] = {
    {.text = "Women told the Committee about guardianship.", .language = "en"},
    {.text = "Migrant workers were expelled from the coast.", .language = "en"},
    {0}};
static const FixturePassage saudi_ru[] = {
    {.text = "Женщины рассказали Комитету об опеке. Их держали в тюрьме.", .language = "ru"}, {0}};
static const FixturePassage traveller[] = {
    {.text =
         "Workers from Nepal went to Saudi Arabia, and guardianship was a word they learned there. "
         "Saudi Arabia, Saudi Arabia!",
     .language = "en"},
    {.text = "Рабочие из Непала ехали в Саудовскую Аравию.", .language = "ru"},
    {0}};
static const FixturePassage tales[] = {
    {.text = "An Arabia of tales. The guardianship of a lamp.", .language = "en"}, {0}};
static const FixturePassage fair[] = {
    {.text = "A trade fair was held in Almaty, in a jail that is no more.", .language = "en"},
    {.text = "Dungans from Bishkek came to the fair.", .language = "en"},
    {.text = "In Bishkek and in Almaty people told of it.", .language = "en"},
    {0}};

static const FixtureDocument asked[] = {
    {"aaaaaaaaaaaaaaaa", "a.pdf", "The visit", "2019", NULL, "report", "Sample Centre", "en",
     saudi},
    {"bbbbbbbbbbbbbbbb", "b.pdf", "Поездка", "2020", NULL, "report", NULL, "ru", saudi_ru},
    {"cccccccccccccccc", "c.pdf", "Roads", "2021", NULL, "submission", NULL, "en", traveller},
    {"dddddddddddddddd", "d.pdf", "Tales", "2022", NULL, "submission", NULL, "en", tales},
    {"eeeeeeeeeeeeeeee", "e.pdf", "The fair", "2019", NULL, "report", NULL, "en", fair},
};
static const char *const countries[G_N_ELEMENTS(asked)] = {"SA", "SA", "NP", NULL, "KZ"};

/* An index of documents, each of them about one of the States. */
static Fixture *new_fixture(const FixtureDocument *documents, const char *const *states,
                            gsize count) {
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->folder = fixture_folder_new();
  g_autoptr(RcStore) store = rc_store_open(fixture->folder, RC_STORE_CREATE, NULL);
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  for (gsize i = 0; i < count; i++) {
    RcDocument *document = fixture_document_new(&documents[i]);
    rc_document_set(document, RC_METADATA_COUNTRY, states[i], "title");
    RcEntries *entries = fixture_fill_entries(document, documents[i].passages, stemmer);
    assert_true(rc_store_add_document(store, entries, NULL));
  }
  assert_true(rc_store_commit(store, NULL));
  g_clear_pointer(&store, rc_store_free);
  fixture->index = rc_index_open(fixture->folder, NULL);
  return fixture;
}

static int set_up_questions(void **state) {
  Fixture *fixture = new_fixture(asked, countries, G_N_ELEMENTS(asked));
  *state = fixture;
  return fixture->index ? 0 : -1;
}

/* The ids found in their order, then those that are near. */
static void assert_answer(void **state, const char *options, const char *order, guint nearest) {
  g_autoptr(RcResults) results = ask(state, options);
  g_autoptr(GString) letters = g_string_new(NULL);
  for (guint i = 0; i < results->hits->len; i++)
    g_string_append_c(letters, *hit_of(results, i)->document->id);
  if (strcmp(letters->str, order) != 0 || results->nearest != nearest)
    fail_msg("%s: %s, the last %u near", options, letters->str, results->nearest);
  for (guint i = 0; i < results->hits->len; i++)
    assert_int_equal(hit_of(results, i)->lacks != NULL, i >= results->hits->len - nearest);
}

typedef struct {
  const char *options, *order;
  guint nearest;
} Case;

static void check(void **state, const Case *cases, gsize count) {
  for (gsize i = 0; i < count; i++)
    assert_answer(state, cases[i].options, cases[i].order, cases[i].nearest);
}

/* A name of several words is one thing, in both languages and by any of its names; documents of the
 * State itself come before those that speak of it, however often, but not those that have the rest
 * by words of the other language alone. */
static void test_names_of_several_words(void **state) {
  static const Case cases[] = {
      {"q=Saudi Arabia", "bac", 0},
      {"q=SAUDI ARABIA", "bac", 0},
      {"q=Kingdom of Saudi Arabia", "bac", 0},
      {"q=Саудовская Аравия", "bac", 0},
      {"q=в Саудовской Аравии", "bac", 0},
      {"q=Saudi Arabia expelled", "abc", 2},
      {"q=Saudi Arabia guardianship", "acbd", 1},
      {"q=Саудовская Аравия опека", "bacd", 1},
      {"q=Саудовская Аравия AND Непал", "cba", 2},
      {"q=Nepal", "c", 0},
      {"q=Непал", "c", 0},
      /* Not as a name: words as they are. */
      {"q=Saudi Arabia&expand=no", "c", 0},
      {"q=\"Saudi Arabia\"", "c", 0},
      {"q=\"Саудовскую Аравию\"", "c", 0},
      {"q==Arabia", "cd", 0},
      {"q=Arabia&expand=no", "cd", 0},
  };
  check(state, cases, G_N_ELEMENTS(cases));
  static const char *const names[] = {"q=Saudi Arabia lamp", "q=лампа Саудовской Аравии"};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autoptr(RcResults) results = ask(state, names[i]);
    assert_int_equal(results->expansions->len, 1);
    const RcExpansion *expansion = results->expansions->pdata[0];
    assert_string_equal(expansion->word, i ? "саудовской аравии" : "saudi arabia");
    assert_string_equal(expansion->concept->id, "SA");
  }
}

/* What others say in the other language for what was asked is found where a State is asked about.
 * */
static void test_hints(void **state) {
  static const Case cases[] = {
      {"q=выдворили", "", 0},
      {"q=Саудовская Аравия выдворили", "abc", 2},
      {"q=Саудовская Аравия выдворили&expand=no", "", 0},
      {"q=Непал OR выдворили", "c", 0},
      {"q=\"Саудовскую Аравию\" выдворили", "c", 1},
  };
  check(state, cases, G_N_ELEMENTS(cases));
}

/* People and the place where they live: not the State that they have their name from, unless
 * nothing says where.  An adjective may mean the State. */
static void test_people_in_a_place(void **state) {
  static const FixturePassage minority[] = {
      {.text = "The school of ethnic Hungarians was closed.", .language = "en"}, {0}};
  static const FixturePassage minority_ru[] = {
      {.text = "Закрыли школу, где учились этнические венгры.", .language = "ru"}, {0}};
  static const FixturePassage abroad[] = {
      {.text = "Slovakia asked about a school, and Hungary answered Slovakia.", .language = "en"},
      {.text = "Budapest is the capital. Словакия спросила о школе.", .language = "en"},
      {0}};
  static const FixturePassage court[] = {
      {.text = "The European Court of Human Rights heard of a ferry.", .language = "en"}, {0}};
  static const FixtureDocument own[] = {
      {"aaaaaaaaaaaaaaaa", "a.pdf", "A visit", "2019", NULL, NULL, NULL, "en", minority},
      {"bbbbbbbbbbbbbbbb", "b.pdf", "Поездка", "2019", NULL, NULL, NULL, "ru", minority_ru},
      {"cccccccccccccccc", "c.pdf", "A reply", "2019", NULL, NULL, NULL, "en", abroad},
      {"dddddddddddddddd", "d.pdf", "A case", "2019", NULL, NULL, NULL, "en", court},
  };
  static const char *const states[G_N_ELEMENTS(own)] = {"SK", "SK", "HU", "HU"};
  static const Case cases[] = {
      {"q=Hungarians in Slovakia&limit=2", "ab", 0},
      {"q=венгры в Словакии&limit=2", "ba", 0},
      {"q=Hungarians in Slovakia", "abc", 1},
      {"q=венгры в Словакии", "bac", 1},
      {"q=Hungarians, schools&limit=1", "c", 0}, /* nothing says where */
      {"q=венгры, школа&limit=1", "c", 0},
      {"q=Hungarian answer to Slovakia&limit=1", "c", 0}, /* an adjective */
      {"q=венгерский ответ Словакии&limit=1", "c", 0},
      {"q=Strasbourg Hungarians answered&limit=1", "c", 1}, /* no place, but the Court */
      {"q=Страсбург, венгры, паром&limit=1", "d", 1},
  };
  (void)state;
  Fixture *fixture = new_fixture(own, states, G_N_ELEMENTS(own));
  void *own_state = fixture;
  check(&own_state, cases, G_N_ELEMENTS(cases));
  tear_down(&own_state);
}

/* What others say in the other language for an expression is as good as a translation, where that
 * is an expression, too. */
static void test_expressions_across(void **state) {
  static const FixturePassage english[] = {
      {.text = "Female genital mutilation was heard of.", .language = "en"}, {0}};
  static const FixturePassage russian[] = {
      {.text = "Порка детей в селе прекратилась.", .language = "ru"}, {0}};
  static const FixturePassage word[] = {{.text = "An excision of a chapter.", .language = "en"},
                                        {0}};
  static const FixtureDocument own[] = {
      {"aaaaaaaaaaaaaaaa", "a.pdf", "A visit", "2019", NULL, NULL, NULL, "en", english},
      {"bbbbbbbbbbbbbbbb", "b.pdf", "Поездка", "2019", NULL, NULL, NULL, "ru", russian},
      {"cccccccccccccccc", "c.pdf", "A reply", "2019", NULL, NULL, NULL, "en", word},
  };
  static const char *const states[G_N_ELEMENTS(own)] = {NULL};
  static const Case cases[] = {
      {"q=обрезание девочек", "a", 0},
      {"q=hitting children", "b", 0},
      {"q=spanking", "", 0}, /* a word may be meant otherwise */
      {"q=обрезание девочек&expand=no", "", 0},
  };
  (void)state;
  Fixture *fixture = new_fixture(own, states, G_N_ELEMENTS(own));
  void *own_state = fixture;
  check(&own_state, cases, G_N_ELEMENTS(cases));
  tear_down(&own_state);
}

/* All that each word is looked for by, how much it weighs and what has it. */
static void test_explanation(void **state) {
  static const struct {
    const char *options, *word, *kind, *text;
    guint count;
  } cases[] = {
      {"q=jail Nepal&explain=yes", "jail", "typed", "jail", 1},
      {"q=jail Nepal&explain=yes", "jail", "translation", "тюрьма", 1},
      {"q=jail Nepal&explain=yes", "nepal", "name", "Nepal (region:NP)", 1},
      {"q=тюрьма&explain=yes", "тюрьма", "typed", "тюрьма", 1},
      {"q=выдворили&explain=yes", "выдворили", "hint", "expelled", 1},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcResults) results = ask(state, cases[i].options);
    const RcWay *found = NULL;
    for (guint k = 0; k < results->explained->len; k++) {
      const RcExplained *one = results->explained->pdata[k];
      assert_string_equal(((const RcWay *)one->ways->pdata[0])->kind, "typed");
      for (guint m = 0; m < one->ways->len && strcmp(one->word, cases[i].word) == 0; m++) {
        const RcWay *way = one->ways->pdata[m];
        if (strcmp(way->kind, cases[i].kind) == 0 && strcmp(way->text, cases[i].text) == 0)
          found = way;
      }
    }
    if (!found || found->count != cases[i].count || found->weight <= 0)
      fail_msg("%s: no %s %s in %u", cases[i].options, cases[i].kind, cases[i].text,
               cases[i].count);
  }
  g_autoptr(RcResults) silent = ask(state, "q=jail");
  assert_null(silent->explained);
  g_autoptr(RcResults) excluded = ask(state, "q=lamp -jail&explain=yes");
  assert_int_equal(excluded->explained->len, 1);
}

/* What joins the words of a question neither is required nor weighs, outside quotes. */
static void test_function_words(void **state) {
  static const Case cases[] = {
      {"q=women guardianship", "abdc", 2},
      {"q=what did the women say about guardianship?", "abdc", 2},
      {"q=что говорили женщины об опеке", "badc", 2},
      {"q=what about the lamp", "d", 0},
      {"q=что известно про опеку", "bdac", 0},
      {"q=\"of a lamp\"", "d", 0},
      {"q=\"of the lamp\"", "", 0},
      /* Unless there is nothing else, or words are searched as typed. */
      {"q=is no more", "eac", 2},
      {"q=what about the lamp&expand=no", "", 0},
  };
  check(state, cases, G_N_ELEMENTS(cases));
}

/* Other words of the same language, and of the other; not in quotes, after = or under NOT, and not
 * where they are not wanted. */
static void test_expansion(void **state) {
  static const Case cases[] = {
      {"q=jail", "eb", 0},
      {"q=тюрьма", "be", 0},
      {"q=deported", "a", 0},
      {"q=jail&expand=no", "e", 0},
      {"q=тюрьма&expand=no", "b", 0},
      {"q=deported&expand=no", "", 0},
      {"q==jail", "e", 0},
      {"q=\"a jail\"", "e", 0},
      {"q=jai*", "e", 0},
      {"q=jail OR nowhere", "eb", 0},
      {"q=опека -jail", "bdac", 0},
      {"q=опека -тюрьме", "dac", 0},
  };
  check(state, cases, G_N_ELEMENTS(cases));
}

static char *join(const GPtrArray *texts) {
  g_autoptr(GString) joined = g_string_new(NULL);
  for (guint i = 0; i < texts->len; i++)
    g_string_append_printf(joined, "%s%s", i ? ", " : "", (const char *)texts->pdata[i]);
  return g_strdup(joined->str);
}

/* Where less than a page has all, what has some follows and says what it lacks; all that is no word
 * to be found must still hold. */
static void test_nearest(void **state) {
  static const Case cases[] = {
      {"q=jail lamp", "deb", 3},
      {"q=jail lamp&limit=2", "de", 2},
      {"q=jail lamp&limit=2&offset=1", "", 0}, /* on the first page */
      {"q=jail lamp&sort=date", "", 0},
      {"q=jail lamp&unit=passage", "deb", 3},
      {"q=jail lamp&unit=passage&limit=2", "de", 2},
      {"q=jail lamp&unit=passage&year=2022", "d", 1},
      {"q=jail lamp&unit=passage&expand=no", "", 0},
      {"q=jail fair&unit=passage", "eebe", 3}, /* one has both */
      {"q=fair Almaty NOT trade&unit=passage", "e", 0},
      {"q=jail lamp&expand=no", "", 0},
      {"q=jail lamp&country=SA", "b", 1},
      {"q=jail lamp&year=2022", "d", 1},
      {"q=jail lamp year:2019", "e", 1},
      {"q=jail lamp&lang=ru", "b", 1},
      {"q=jail lamp&region=KG", "", 0},
      {"q=jail lamp NOT bishkek", "db", 2}, /* of the whole document, not of that paragraph */
      {"q=тюрьма лампа NOT опеке", "de", 2},
      {"q=jail guardianship&limit=1", "b", 0}, /* a page is full */
      {"q=xylophone", "", 0},
      {"q=xylophone zebra", "", 0}, /* what lacks all is not near */
      {"q=\"trade fair\" lamp", "ed", 2},
      {"q=jail (lamp OR xylophone)", "deb", 3},
  };
  check(state, cases, G_N_ELEMENTS(cases));
  static const struct {
    const char *options, *lacks[3];
  } lacking[] = {
      {"q=jail lamp", {"jail", "lamp", "lamp"}},
      {"q=тюрьма, лампа", {"лампа", "тюрьма", "лампа"}},
      {"q=jail (lamp OR xylophone)", {"jail", "lamp OR xylophone", "lamp OR xylophone"}},
      {"q=\"trade fair\" lamp", {"lamp", "trade fair"}},
      {"q==lamp jai*", {"jai*", "lamp"}},
      {"q=tales fair Саудовская Аравия", {"tales, fair"}},
      {"q=jail lamp&unit=passage", {"jail", "lamp", "lamp"}},
      {"q=тюрьма, лампа&unit=passage", {"лампа", "тюрьма", "лампа"}},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(lacking); i++) {
    g_autoptr(RcResults) results = ask(state, lacking[i].options);
    assert_int_equal(results->total, 0);
    for (guint k = 0; k < 3 && lacking[i].lacks[k]; k++) {
      g_autofree char *lacks = join(hit_of(results, k)->lacks);
      if (strcmp(lacks, lacking[i].lacks[k]) != 0)
        fail_msg("%s: hit %u lacks %s", lacking[i].options, k, lacks);
    }
  }
}

/* An empty answer says how many documents have each thing. */
static void test_what_is_lacking(void **state) {
  static const struct {
    const char *options, *lacks;
  } cases[] = {
      {"q=Kazakhstan jail Dungans xylophone", "kazakhstan 1, jail 2, dungans 1, xylophone 0"},
      {"q=тюрьма в Казахстане, ксилофон", "тюрьма 2, казахстане 1, ксилофон 0"},
      {"q=\"trade fair\" =lamp jai* женщины", "trade fair 1, lamp 1, jai* 1, женщины 2"},
      {"q=what about the xylophone", "xylophone 0"},
      {"q=lamp&year=1900", "lamp 1"},
      {"q=jail lamp&unit=passage", "jail 2, lamp 1"},
      {"q=jail", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcResults) results = ask(state, cases[i].options);
    g_autoptr(GString) lacks = g_string_new(NULL);
    for (guint k = 0; k < results->lacks->len; k++) {
      const RcLack *lack = results->lacks->pdata[k];
      g_string_append_printf(lacks, "%s%s %u", k ? ", " : "", lack->text, (guint)lack->count);
    }
    if (strcmp(lacks->str, cases[i].lacks) != 0)
      fail_msg("%s: %s", cases[i].options, lacks->str);
  }
}

/* The State that a document is about, which its paragraphs need not name. */
static void test_country(void **state) {
  static const Case cases[] = {
      {"country=SA", "ba", 0},
      {"country=Saudi Arabia", "ba", 0},
      {"country=саудовская аравия", "ba", 0},
      {"country=KZ", "e", 0},
      {"country=KZ&country=NP", "ce", 0}, /* it is about one: either */
      {"q=country:KZ OR country:NP", "ce", 0},
      {"q=guardianship country:Непал", "c", 0},
      {"q=guardianship -country:SA", "dc", 0},
      {"q=-country:SA", "dce", 0},
      {"country=KG", "", 0},
      {"country=SA&lang=ru", "b", 0},
  };
  check(state, cases, G_N_ELEMENTS(cases));
  g_autoptr(RcResults) passages = ask(state, "country=SA&unit=passage");
  assert_int_equal(passages->total, 3);
  static const char *const no_country[] = {"country=Almaty", "country=Алматы", "country=Atlantis"};
  for (gsize i = 0; i < G_N_ELEMENTS(no_country); i++) {
    g_autoptr(RcRequest) request = new_request(no_country[i]);
    g_autoptr(GError) error = NULL;
    assert_null(rc_search(((Fixture *)*state)->index, request, &error));
    assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_QUERY));
    assert_non_null(strstr(error->message, "--vocabulary region")); /* where they are listed */
  }
}

/* What one paragraph must have is counted where one has it; what has it apart follows. */
static void test_apart(void **state) {
  static const struct {
    const char *options;
    guint total, apart, hits;
  } cases[] = {
      {"region=KZ&group=dungan", 0, 1, 1}, /* the groups in one paragraph, the town in another */
      {"region=KG&group=dungan", 1, 0, 1},
      {"region=KZ&region=KG", 1, 0, 1},
      {"q=jail&region=KZ", 1, 0, 1},
      {"q=jail&region=KG", 0, 1, 1},
      {"q=тюрьма&region=Бишкек", 0, 1, 1},
      {"q=guardianship&region=SA", 1, 0, 1},
      {"q=guardianship&region=SA&lang=ru", 0, 1, 1},
      {"q=guardianship&lang=en", 3, 0, 3},
      {"q=lang:ru lang:en", 0, 1, 1},
      {"q=guardianship&kind=heading", 0, 0, 0},
      {"q=jail fair&unit=passage&region=KG", 0, 0, 0},
      {"q=jail bishkek", 1, 0, 1}, /* no fact of a paragraph: words may stand apart */
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcResults) results = ask(state, cases[i].options);
    if (results->total != cases[i].total || results->apart != cases[i].apart ||
        results->hits->len - results->nearest != cases[i].hits)
      fail_msg("%s: %u, %u apart, %u hits", cases[i].options, (guint)results->total,
               (guint)results->apart, results->hits->len - results->nearest);
  }
  /* It follows by date, too. */
  static const Case orders[] = {
      {"q=(region:KZ group:dungan) OR region:NP&sort=date", "ce", 0},
      {"q=(region:KZ group:dungan) OR region:NP&sort=-date", "ce", 0},
      {"q=(region:KZ group:dungan) OR region:NP&sort=date&limit=1", "c", 0},
      {"q=(region:KZ group:dungan) OR region:NP&sort=date&limit=1&offset=1", "e", 0},
      {"q=(region:KZ group:dungan) OR region:NP", "ce", 0},
      {"q=lang:ru&sort=date", "bc", 0},
      {"q=lang:ru", "cb", 0},
  };
  check(state, orders, G_N_ELEMENTS(orders));
}

/* --- facets --- */

/* Asks for `options` and checks each number of its facets by asking for that, too; so `deep`. */
static guint check_facets(void **state, const char *options, guint deep) {
  g_autofree char *counting = g_strconcat(options, "&facets=1&limit=0", NULL);
  g_autoptr(RcResults) results = ask(state, counting);
  guint checked = 0;
  for (int field = 0; field < RC_N_FIELDS; field++) {
    const GPtrArray *facet = results->facets[field];
    const char *name = rc_schema_field((RcField)field)->name;
    for (guint i = 0; facet && i < facet->len && rc_schema_is_filter((RcField)field); i++) {
      const RcFacetValue *value = facet->pdata[i];
      g_autofree char *click = g_strdup_printf("%s&%s=%s", options, name, value->id);
      g_autoptr(RcResults) clicked = ask(state, click);
      if (clicked->total != value->count)
        fail_msg("%s: said to be %u, are %u", click, (guint)value->count, (guint)clicked->total);
      checked += 1 + (deep ? check_facets(state, click, deep - 1) : 0);
    }
  }
  return checked;
}

/* A value that the facets do not have would find nothing. */
static void check_what_is_not_counted(void **state, const char *options) {
  static const char *const values[][2] = {
      {"region", "KZ"},         {"region", "KG"},  {"region", "SA"},   {"region", "NP"},
      {"group", "dungan"},      {"group", "roma"}, {"lang", "en"},     {"lang", "ru"},
      {"year", "2019"},         {"year", "2022"},  {"type", "report"}, {"type", "submission"},
      {"country", "SA"},        {"country", "KZ"}, {"kind", "body"},   {"kind", "heading"},
      {"org", "Sample Centre"},
  };
  g_autofree char *counting = g_strconcat(options, "&facets=1", NULL);
  g_autoptr(RcResults) results = ask(state, counting);
  for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
    g_autofree char *given = g_strconcat(values[i][0], "=", NULL);
    RcField field = (RcField)rc_schema_field_by_name(values[i][0]);
    if (strstr(options, given) && !rc_schema_field(field)->several)
      continue; /* another value widens */
    const GPtrArray *facet = results->facets[field];
    bool counted = false;
    for (guint k = 0; facet && k < facet->len; k++)
      counted |= g_ascii_strcasecmp(((RcFacetValue *)facet->pdata[k])->id, values[i][1]) == 0;
    g_autofree char *click = g_strdup_printf("%s&%s=%s", options, values[i][0], values[i][1]);
    g_autoptr(RcResults) clicked = ask(state, click);
    if ((clicked->total > 0) != counted)
      fail_msg("%s: %u, %s", click, (guint)clicked->total, counted ? "counted" : "not counted");
  }
}

/* A number beside a value is what a click on it gives: of documents, and of passages. */
static void test_a_count_is_what_the_click_gives(void **state) {
  static const char *const asking[] = {
      "q=",
      "q=guardianship",
      "q=опека",
      "q=fair OR lamp",
      "q=Saudi Arabia",
      "q=guardianship -lamp",
      "q=\"Saudi Arabia\"",
      "q=jail bishkek",
      "group=dungan",
      "region=KZ&region=KG",
      "country=SA",
      "q=people&lang=en",
  };
  static const char *const units[] = {"", "&unit=passage"};
  guint checked = 0;
  for (gsize i = 0; i < 2 * G_N_ELEMENTS(asking); i++) {
    g_autofree char *options = g_strconcat(asking[i / 2], units[i % 2], NULL);
    checked += check_facets(state, options, 1);
    check_what_is_not_counted(state, options);
  }
  assert_true(checked > 1000);
}

/* --- many documents --- */

#define MANY 600

/* Of every three documents one has the phrase, one its words the other way round, one half of it.
 */
static void test_phrases_in_many_documents(void **state) {
  static const FixturePassage texts[][4] = {
      {{.text = "They spoke of hate speech."},
       {.text = "Там был язык вражды."},
       {.text = "Speech"}},
      {{.text = "Speech of hate"}, {.text = "Вражды язык"}, {.text = "Hate and its speech"}},
      {{.text = "They hate it"}, {.text = "speech alone"}, {.text = "Язык"}},
  };
  static const struct {
    const char *options;
    guint total, passages;
  } cases[] = {
      {"q=\"hate speech\"", MANY / 3, MANY / 3},
      {"q=«язык вражды»", MANY / 3, MANY / 3},
      {"q=\"speech hate\"", 0, 0},
      {"q=\"hate speech\" \"язык вражды\"", MANY / 3, 0}, /* in two paragraphs */
      {"q=\"hate speech\" OR \"язык вражды\"", MANY / 3, 2 * MANY / 3},
      {"q=hate speech&expand=no", MANY, MANY},
      {"q=speech -\"hate speech\"&expand=no", 2 * MANY / 3, MANY},
      {"q=язык -\"язык вражды\"&expand=no", 2 * MANY / 3, 2 * MANY / 3},
      {"q=speech -=hate&expand=no", 0, 0},
      {"q=-\"hate speech\"", 2 * MANY / 3, 0},
      {"q==alone", MANY / 3, MANY / 3},
      {"q=spok* hat*", MANY / 3, MANY / 3},
      {"q=вражд*", 2 * MANY / 3, 2 * MANY / 3},
      {"unit=passage&q=\"hate speech\"", MANY / 3, MANY / 3},
      {"unit=passage&q=speech -\"hate speech\"&expand=no", MANY / 3 * 4, MANY / 3 * 4},
      {"unit=passage&q=-\"язык вражды\"", MANY / 3 * 8, 0},
      {"unit=passage&q=язык -\"язык вражды\"&expand=no", 2 * MANY / 3, 2 * MANY / 3},
  };
  (void)state;
  Fixture fixture = {.folder = fixture_folder_new()};
  void *own_state = &fixture;
  g_autofree FixtureDocument *many = g_new0(FixtureDocument, MANY);
  g_autoptr(GPtrArray) strings = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < MANY; i++) {
    many[i].id = g_strdup_printf("%016x", i);
    many[i].path = g_strdup_printf("%u.pdf", i);
    many[i].passages = texts[i % 3];
    g_ptr_array_add(strings, (gpointer)many[i].id);
    g_ptr_array_add(strings, (gpointer)many[i].path);
  }
  fixture_index(fixture.folder, many, MANY);
  fixture.index = rc_index_open(fixture.folder, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcResults) results = ask(&own_state, cases[i].options);
    if (results->total != cases[i].total || results->total_passages != cases[i].passages)
      fail_msg("%s: %u, %u passages", cases[i].options, (guint)results->total,
               (guint)results->total_passages);
    assert_true(results->total_exact);
  }
  rc_index_free(fixture.index);
  fixture_folder_remove(&fixture.folder);
}

/* Every document names Kazakhstan and the Roma.  Of those that speak of a granary most do so where
 * they name Kazakhstan; beside it stands Nepal, which no other paragraph names, and once Peru. */
static void test_distinctive_values_first(void **state) {
  static const FixturePassage texts[][4] = {
      {{.text = "A granary in Kazakhstan, as in Nepal.", .language = "en"},
       {.text = "Амбар в Казахстане, как и в Непале.", .language = "ru"},
       {.text = "Roma from Kazakhstan", .language = "en"}},
      {{.text = "A granary of the Roma in Kazakhstan.", .language = "en"},
       {.text = "Амбар цыган в Казахстане.", .language = "ru"},
       {.text = "Roma from Kazakhstan", .language = "en"}},
      {{.text = "A village in Kazakhstan", .language = "en"},
       {.text = "Roma from Kazakhstan", .language = "en"}},
      {{.text = "A granary in Peru and in Kazakhstan.", .language = "en"},
       {.text = "Амбар в Перу и в Казахстане.", .language = "ru"}},
  };
  static const guint of[] = {0, 0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 3};
  static const struct {
    const char *options, *regions;
  } cases[] = {
      {"q=granary&expand=no", "NP 3 KZ 6 PE 1"},
      {"q=амбар&expand=no", "NP 3 KZ 6 PE 1"},
      {"q=granary&expand=no&unit=passage", "NP 3 KZ 6 PE 1"},
      {"q=амбар&expand=no&unit=passage", "NP 3 KZ 6 PE 1"},
      /* What all documents have is distinctive of none, and nothing is of all of them. */
      {"q=roma&expand=no", "KZ 11"},
      {"q=", "KZ 12 NP 3 PE 1"},
      {"q=&unit=passage", "KZ 29 NP 6 PE 2"},
  };
  (void)state;
  Fixture fixture = {.folder = fixture_folder_new()};
  void *own_state = &fixture;
  FixtureDocument documents[G_N_ELEMENTS(of)] = {0};
  g_autoptr(GPtrArray) strings = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < G_N_ELEMENTS(of); i++) {
    documents[i].id = g_strdup_printf("%016x", i);
    documents[i].path = g_strdup_printf("%u.pdf", i);
    documents[i].date = i % 3 ? "2019" : "2020";
    documents[i].passages = texts[of[i]];
    g_ptr_array_add(strings, (gpointer)documents[i].id);
    g_ptr_array_add(strings, (gpointer)documents[i].path);
  }
  fixture_index(fixture.folder, documents, G_N_ELEMENTS(of));
  fixture.index = rc_index_open(fixture.folder, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *options = g_strconcat(cases[i].options, "&facets=1", NULL);
    g_autoptr(RcResults) results = ask(&own_state, options);
    g_autoptr(GString) regions = g_string_new(NULL);
    for (guint k = 0; k < results->facets[RC_FIELD_REGION]->len; k++) {
      const RcFacetValue *value = results->facets[RC_FIELD_REGION]->pdata[k];
      g_string_append_printf(regions, "%s%s %u", k ? " " : "", value->id, (guint)value->count);
    }
    if (strcmp(regions->str, cases[i].regions) != 0)
      fail_msg("%s: %s", cases[i].options, regions->str);
    /* Years are what they are. */
    const GPtrArray *years = results->facets[RC_FIELD_YEAR];
    for (guint k = 1; years && k < years->len; k++)
      assert_true(((RcFacetValue *)years->pdata[k - 1])->count >=
                  ((RcFacetValue *)years->pdata[k])->count);
  }
  rc_index_free(fixture.index);
  fixture_folder_remove(&fixture.folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_distinctive_values_first),
      cmocka_unit_test(test_names_of_several_words),
      cmocka_unit_test(test_hints),
      cmocka_unit_test(test_people_in_a_place),
      cmocka_unit_test(test_expressions_across),
      cmocka_unit_test(test_explanation),
      cmocka_unit_test(test_function_words),
      cmocka_unit_test(test_expansion),
      cmocka_unit_test(test_nearest),
      cmocka_unit_test(test_what_is_lacking),
      cmocka_unit_test(test_country),
      cmocka_unit_test(test_apart),
      cmocka_unit_test(test_a_count_is_what_the_click_gives),
      cmocka_unit_test(test_phrases_in_many_documents),
  };
  return cmocka_run_group_tests_name("questions", tests, set_up_questions, tear_down);
}
