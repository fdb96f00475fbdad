/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passages that repeat the same words are one hit, and every count is that of all of them. */
#include "search-fixture.h"

#include "error.h"

#define REPEATED                                                                                   \
  "The State party should ensure that all complaints of torture are investigated promptly"
static const char repeated_ru[] = "Государству-участнику следует обеспечить быстрое расследование "
                                  "всех жалоб на пытки, а также наказание виновных";

/* Of thirteen reports each repeats it once, the last one twice; the one before does in capitals. */
#define REPORTS 13

static void fill(const char *folder) {
  static const char *const countries[] = {"KZ", "UZ", "NO"};
  g_autoptr(RcStore) store = rc_store_open(folder, RC_STORE_CREATE, NULL);
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  for (guint i = 0; i < REPORTS; i++) {
    g_autofree char *numbered = g_strdup_printf("%u. " REPEATED ".", 10 + i);
    g_autofree char *own =
        g_strdup_printf("%u. Report %u tells of torture in a prison of its own.", 30 + i, i);
    const FixturePassage passages[] = {
        {.text = "Torture", .kind = RC_KIND_HEADING, .language = "en"},
        {.text = i == REPORTS - 2 ? "9. THE STATE PARTY SHOULD ENSURE, THAT ALL COMPLAINTS OF "
                                    "TORTURE ARE INVESTIGATED – PROMPTLY!"
                                  : numbered,
         .language = "en"},
        {.text = own, .language = "en"},
        {.text = i < 3 ? repeated_ru : "Об остальном доклад не говорит", .language = "ru"},
        {.text = i == REPORTS - 1 ? "(b) " REPEATED ";" : "Noted.", .language = "en"},
        {0}};
    g_autofree char *id = g_strdup_printf("%016x", i + 1);
    g_autofree char *date = g_strdup_printf("20%02u", i + 1);
    const FixtureDocument document = {
        .id = id, .path = "a.pdf", .date = date, .language = "en", .passages = passages};
    RcEntries *entries = fixture_entries_new(&document, stemmer);
    rc_document_set(rc_entries_document(entries), RC_METADATA_COUNTRY,
                    i < G_N_ELEMENTS(countries) ? countries[i] : NULL, "page 1");
    assert_true(rc_store_add_document(store, entries, NULL));
  }
  assert_true(rc_store_commit(store, NULL));
}

static int set_up(void **state) {
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->folder = fixture_folder_new();
  fill(fixture->folder);
  fixture->index = rc_index_open(fixture->folder, NULL);
  *state = fixture;
  return 0;
}

/* "1:2 5:5": which passages are shown, those that are found, by the numbers of their documents. */
static char *shown(const RcResults *results) {
  GString *list = g_string_new(NULL);
  for (guint i = 0; i < results->hits->len - results->nearest; i++) {
    const RcHit *hit = hit_of(results, i);
    g_string_append_printf(list, "%s%d:%u", i ? " " : "",
                           (int)g_ascii_strtoull(hit->document->id, NULL, 16),
                           passage_of(hit, 0)->passage->ordinal);
  }
  return g_string_free(list, FALSE);
}

/* The first hit that stands for others. */
static const RcPassageHit *find_alike(const RcResults *results) {
  for (guint i = 0; i < results->hits->len; i++)
    if (passage_of(hit_of(results, i), 0)->alike)
      return passage_of(hit_of(results, i), 0);
  return NULL;
}

static void test_shown_once(void **state) {
  g_autoptr(RcResults) results = ask(state, "q=torture&unit=passage&limit=100&expand=no&facets=");
  g_autoptr(RcResults) each =
      ask(state, "q=torture&unit=passage&limit=100&expand=no&facets=&collapse=no");
  assert_int_equal(each->total, 3 * REPORTS + 1);
  assert_int_equal(each->hits->len, each->total);
  assert_int_equal(each->collapsed, 0);
  assert_null(find_alike(each));
  assert_int_equal(results->total, each->total);
  assert_int_equal(results->total_passages, each->total_passages);
  assert_true(results->total_exact);
  assert_int_equal(results->collapsed, REPORTS);
  assert_int_equal(results->hits->len, results->total - results->collapsed);
  const RcPassageHit *hit = find_alike(results);
  assert_non_null(hit);
  assert_int_equal(hit->alike_passages, REPORTS);
  assert_int_equal(hit->alike_documents, REPORTS - 1);
  /* Headings and what is short are shown each, and facets are those of all. */
  for (int field = 0; field < RC_N_FIELDS; field++) {
    const GPtrArray *once = results->facets[field], *all = each->facets[field];
    assert_int_equal(once ? once->len : 0, all ? all->len : 0);
    for (guint i = 0; once && i < once->len; i++)
      assert_int_equal(((RcFacetValue *)once->pdata[i])->count,
                       ((RcFacetValue *)all->pdata[i])->count);
  }
}

/* Every hit stands on one page, and on no other; the counts are those of all on each. */
static void test_pages(void **state) {
  g_autoptr(RcResults) all = ask(state, "q=torture&unit=passage&limit=100&expand=no");
  g_autofree char *expected = shown(all);
  g_autoptr(GString) pages = g_string_new(NULL);
  for (guint offset = 0; offset < 40; offset += 3) {
    g_autofree char *options =
        g_strdup_printf("q=torture&unit=passage&limit=3&expand=no&offset=%u", offset);
    g_autoptr(RcResults) page = ask(state, options);
    g_autofree char *list = shown(page);
    g_string_append_printf(pages, "%s%s", pages->len && *list ? " " : "", list);
    assert_int_equal(page->total, all->total);
    assert_int_equal(page->collapsed, all->collapsed);
  }
  assert_string_equal(pages->str, expected);
}

/* What a hit names leads to all that it stands for, passages or documents. */
static void test_all_of_them(void **state) {
  g_autoptr(RcResults) results = ask(state, "q=complaints&unit=passage&expand=no");
  const RcPassageHit *hit = find_alike(results);
  assert_non_null(hit);
  g_autofree char *passages =
      g_strdup_printf("q=complaints&unit=passage&expand=no&limit=50&alike=%s", hit->alike);
  g_autoptr(RcResults) listed = ask(state, passages);
  assert_int_equal(listed->hits->len, hit->alike_passages + 1);
  assert_int_equal(listed->collapsed, 0);
  g_autofree char *documents = g_strdup_printf("q=complaints&limit=50&alike=%s", hit->alike);
  g_autoptr(RcResults) whole = ask(state, documents);
  assert_int_equal(whole->total, hit->alike_documents + 1);
  g_autofree char *alone = g_strdup_printf("q=alike:%s&unit=passage&limit=50", hit->alike);
  g_autoptr(RcResults) typed = ask(state, alone);
  assert_int_equal(typed->hits->len, hit->alike_passages + 1);
  g_autofree char *without =
      g_strdup_printf("q=torture NOT alike:%s&unit=passage&expand=no&limit=9", hit->alike);
  g_autoptr(RcResults) others = ask(state, without);
  assert_int_equal(others->total, 2 * REPORTS);
}

/* Of several the first in the order that was asked for; filters leave only their own. */
static void test_the_best_is_shown(void **state) {
  static const struct {
    const char *options, *first;
    guint passages, documents;
  } cases[] = {
      {"q=complaints&unit=passage&expand=no&sort=date", "1:2", REPORTS, REPORTS - 1},
      {"q=complaints&unit=passage&expand=no&sort=-date", "13:2", REPORTS, REPORTS - 1},
      {"q=complaints Uzbekistan&unit=passage&sort=relevance", "2:2", 0, 0},
      {"q=complaints&unit=passage&expand=no&year=2003..2005&sort=date", "3:2", 2, 2},
      {"q=complaints&unit=passage&expand=no&country=NO", "3:2", 0, 0},
      {"q=complaints&unit=passage&expand=no&year=2013&sort=date", "13:2", 1, 0},
      {"q=жалоб&unit=passage&expand=no&sort=date", "1:4", 2, 2},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(RcResults) results = ask(state, cases[i].options);
    g_autofree char *list = shown(results);
    if (!g_str_has_prefix(list, cases[i].first))
      fail_msg("%s: %s", cases[i].options, list);
    const RcPassageHit *hit = passage_of(hit_of(results, 0), 0);
    assert_int_equal(hit->alike_passages, cases[i].passages);
    assert_int_equal(hit->alike_documents, cases[i].documents);
    assert_int_equal(hit->alike != NULL, cases[i].passages > 0);
  }
}

/* The nearest, too; with documents as the unit nothing is left out. */
static void test_nearest_and_documents(void **state) {
  g_autoptr(RcResults) results = ask(state, "q=complaints zebra&unit=passage&limit=20&language=en");
  assert_int_equal(results->total, 0);
  guint repeated = 0;
  for (guint i = 0; i < results->hits->len; i++)
    repeated += strstr(passage_of(hit_of(results, i), 0)->passage->text, "omplaints") != NULL ||
                strstr(passage_of(hit_of(results, i), 0)->passage->text, "COMPLAINTS") != NULL;
  assert_int_equal(repeated, 1);
  const RcPassageHit *hit = find_alike(results);
  assert_non_null(hit);
  assert_int_equal(hit->alike_documents, REPORTS - 1);
  /* What is near does not repeat what is found, in either language. */
  static const struct {
    const char *options, *words;
    guint hits;
  } once[] = {
      {"q=complaints Norway", "omplaints", 1},
      {"q=complaints Norway&collapse=no", "omplaints", REPORTS},
      {"q=расследование, Казахстан", "расследование", 1},
      {"q=расследование, Казахстан&collapse=no", "расследование", 3},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(once); i++) {
    g_autofree char *options = g_strconcat(once[i].options, "&unit=passage&limit=40", NULL);
    g_autoptr(RcResults) near = ask(state, options);
    guint with_words = 0;
    for (guint k = 0; k < near->hits->len; k++)
      with_words += strstr(passage_of(hit_of(near, k), 0)->passage->text, once[i].words) != NULL;
    if (with_words != once[i].hits || near->nearest == 0)
      fail_msg("%s: %u, the last %u near", options, with_words, near->nearest);
  }
  g_autoptr(RcResults) documents = ask(state, "q=complaints&limit=50&expand=no");
  assert_int_equal(documents->total, REPORTS);
  assert_int_equal(documents->hits->len, REPORTS);
  assert_int_equal(documents->collapsed, 0);
  guint passages = 0;
  for (guint i = 0; i < documents->hits->len; i++)
    passages += hit_of(documents, i)->passages->len + hit_of(documents, i)->more_passages;
  assert_int_equal(passages, REPORTS + 1);
}

/* Takes the fingerprints out of all entries and has the index be of schema 6. */
static void make_old(const char *folder) {
  g_autofree char *stub_path = g_build_filename(folder, "xapian", NULL), *stub = NULL;
  assert_true(g_file_get_contents(stub_path, &stub, NULL, NULL));
  g_autofree char *path = g_build_filename(folder, g_strstrip(stub) + strlen("auto "), NULL);
  g_autoptr(XapianWriter) writer = xapian_writer_open(path, NULL);
  g_autoptr(GPtrArray) terms = xapian_database_terms(
      xapian_writer_database(writer), rc_schema_field(RC_FIELD_ALIKE)->prefix, 0, NULL);
  guint32 count = 0;
  assert_true(terms->len > 0);
  assert_true(xapian_database_count(xapian_writer_database(writer), &count, NULL));
  assert_true(xapian_writer_begin(writer, NULL));
  for (guint32 docid = 1; docid <= count; docid++) {
    g_autoptr(XapianDocument) document = xapian_writer_read(writer, docid, NULL);
    for (guint i = 0; i < terms->len; i++)
      xapian_document_remove_term(document, terms->pdata[i]);
    xapian_document_add_value(document, RC_SLOT_ALIKE, "");
    assert_true(xapian_writer_replace(writer, docid, document, NULL));
  }
  assert_true(xapian_writer_set_metadata(writer, RC_INDEX_KEY_SCHEMA, "6", NULL));
  assert_true(xapian_writer_commit(writer, NULL));
}

/* An index that was made before there were fingerprints is searched as it was. */
static void test_an_index_without_fingerprints(void **state) {
  (void)state;
  Fixture old = {.folder = fixture_folder_new()};
  void *fixture = &old;
  fill(old.folder);
  make_old(old.folder);
  g_autoptr(GError) error = NULL;
  old.index = rc_index_open(old.folder, &error);
  assert_null(error);
  g_autoptr(RcResults) results = ask(&fixture, "q=torture&unit=passage&limit=100&expand=no");
  assert_int_equal(results->total, 3 * REPORTS + 1);
  assert_int_equal(results->hits->len, results->total);
  assert_int_equal(results->collapsed, 0);
  assert_null(find_alike(results));
  rc_index_free(old.index);
  g_autoptr(RcStore) store = rc_store_open(old.folder, RC_STORE_CREATE, NULL);
  assert_true(rc_store_is_outdated(store)); /* and the next run makes it anew */
  fixture_folder_remove(&old.folder);
}

/* What is no fingerprint is refused, or in a query searched as words with a note. */
static void test_wrong_values(void **state) {
  static const char *const wrong[] = {"1", "0123456789abcdeg", "0123456789ABCDEF",
                                      "0123456789abcdef0", "нет"};
  g_autoptr(RcRequest) request = rc_request_new();
  for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++)
    assert_false(rc_request_set(request, "alike", wrong[i], NULL));
  g_autoptr(RcResults) none = ask(state, "alike=0123456789abcdef&unit=passage");
  assert_int_equal(none->total, 0);
  g_autoptr(RcRequest) typed = new_request("q=alike:xyz");
  assert_int_equal(typed->notes->len, 1);
  assert_string_equal(rc_note_name(((RcNote *)typed->notes->pdata[0])->code), "bad-value");
}

#define OVER_AN_INDEX(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      OVER_AN_INDEX(test_shown_once),
      OVER_AN_INDEX(test_pages),
      OVER_AN_INDEX(test_all_of_them),
      OVER_AN_INDEX(test_the_best_is_shown),
      OVER_AN_INDEX(test_nearest_and_documents),
      cmocka_unit_test(test_an_index_without_fingerprints),
      OVER_AN_INDEX(test_wrong_values),
  };
  return cmocka_run_group_tests_name("alike", tests, NULL, NULL);
}
