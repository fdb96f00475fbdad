/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wrapper of Xapian: write, read back, search, and every way to fail as an
 * error of ours, never an exception. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "xapian-c.h"
#include "xapian-fixture.h"

/* Three documents: terms, a value for the year, a facet value. */
static void write_three(const char *path) {
  static const struct {
    const char *data, *term, *year, *facet;
    guint wdf;
  } rows[] = {{"one", "alpha", "2018", "en", 1},
              {"два", "alpha", "2020", "ru", 5},
              {"three", "beta", "2019", "en", 1}};
  g_autoptr(XapianWriter) writer = xapian_writer_create(path, NULL);
  assert_non_null(writer);
  assert_true(xapian_writer_begin(writer, NULL));
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(XapianDocument) document = xapian_document_new();
    xapian_document_set_data(document, rows[i].data, strlen(rows[i].data));
    xapian_document_add_term(document, rows[i].term, rows[i].wdf);
    xapian_document_add_term(document, "all", 0);
    xapian_document_add_posting(document, "hate", (guint)(10 + i), 0);
    xapian_document_add_posting(document, "speech", (guint)(11 + 2 * i), 0);
    xapian_document_add_value(document, 1, rows[i].year);
    xapian_document_add_value(document, 2, rows[i].facet);
    assert_true(xapian_writer_add(writer, document, NULL));
  }
  assert_true(xapian_writer_set_metadata(writer, "key", "value", NULL));
  assert_true(xapian_writer_commit(writer, NULL));
}

static int set_up(void **state) {
  char *folder = fixture_folder_new();
  g_autofree char *path = g_build_filename(folder, "db", NULL);
  write_three(path);
  *state = folder;
  return 0;
}

static int tear_down(void **state) {
  char *folder = *state;
  fixture_folder_remove(&folder);
  return 0;
}

static XapianDatabase *open_database(void *const *state) {
  g_autofree char *path = g_build_filename(*state, "db", NULL);
  XapianDatabase *database = xapian_database_open(path, NULL);
  assert_non_null(database);
  return database;
}

static XapianWriter *open_writer(void *const *state) {
  g_autofree char *path = g_build_filename(*state, "db", NULL);
  bool there = g_file_test(path, G_FILE_TEST_EXISTS);
  XapianWriter *writer = there ? xapian_writer_open(path, NULL) : xapian_writer_create(path, NULL);
  assert_non_null(writer);
  return writer;
}

static void test_reading(void **state) {
  g_autoptr(XapianDatabase) database = open_database(state);
  assert_int_equal(fixture_count(database, ""), 3);
  assert_int_equal(fixture_count(database, "alpha"), 2);
  assert_int_equal(fixture_count(database, "absent"), 0);
  gsize length = 0;
  g_autofree char *data = xapian_database_data(database, 2, &length, NULL);
  assert_string_equal(data, "два");
  assert_int_equal(length, strlen("два"));
  g_autofree char *value = xapian_database_value(database, 3, 1, NULL);
  assert_string_equal(value, "2019");
  g_autofree char *none = xapian_database_value(database, 3, 7, NULL);
  assert_string_equal(none, "");
  g_autofree char *metadata = xapian_database_metadata(database, "key", NULL);
  assert_string_equal(metadata, "value");
  g_autofree char *absent = xapian_database_metadata(database, "other", NULL);
  assert_string_equal(absent, "");
}

/* Takes the terms that it is shown, at most so many. */
typedef struct {
  GString *terms;
  guint left;
} Visit;

static bool take_term(const char *term, gpointer data) {
  Visit *visit = data;
  g_string_append_printf(visit->terms, "%s ", term);
  return --visit->left > 0;
}

static void test_visiting_terms(void **state) {
  g_autoptr(XapianDatabase) database = open_database(state);
  g_autoptr(GString) terms = g_string_new(NULL);
  Visit all = {terms, 100}, one = {terms, 1};
  assert_true(xapian_database_visit_terms(database, "al", take_term, &all, NULL));
  assert_string_equal(terms->str, "all alpha ");
  assert_true(xapian_database_visit_terms(database, "", take_term, &one, NULL));
  assert_string_equal(terms->str, "all alpha all ");
  assert_true(xapian_database_visit_terms(database, "absent", take_term, &all, NULL));
  assert_string_equal(terms->str, "all alpha all ");
}

static void test_lists(void **state) {
  g_autoptr(XapianDatabase) database = open_database(state);
  g_autoptr(GArray) ids = xapian_database_postings(database, "all", 0, NULL);
  assert_int_equal(ids->len, 3);
  assert_int_equal(g_array_index(ids, guint32, 0), 1);
  assert_int_equal(g_array_index(ids, guint32, 2), 3);
  g_autoptr(GArray) one = xapian_database_postings(database, "all", 1, NULL);
  assert_int_equal(one->len, 1);
  g_autoptr(GArray) none = xapian_database_postings(database, "absent", 0, NULL);
  assert_int_equal(none->len, 0);
  const guint32 two = 2;
  g_autoptr(GArray) positions = fixture_positions(database, "speech", &two, 1);
  assert_int_equal(positions->len, 1);
  assert_int_equal(g_array_index(positions, guint32, 0), 13);
  g_autoptr(GPtrArray) terms = xapian_database_terms(database, "al", 0, NULL);
  assert_int_equal(terms->len, 2);
  assert_string_equal(terms->pdata[0], "all");
  assert_string_equal(terms->pdata[1], "alpha");
  g_autoptr(GPtrArray) first = xapian_database_terms(database, "al", 1, NULL);
  assert_int_equal(first->len, 1);
}

/* Data and values may hold any bytes, NUL included. */
static void test_bytes(void **state) {
  g_autoptr(XapianWriter) writer = open_writer(state);
  g_autoptr(XapianDocument) document = xapian_document_new();
  xapian_document_set_data(document, "a\0b", 3);
  assert_true(xapian_writer_begin(writer, NULL));
  assert_true(xapian_writer_replace(writer, 1, document, NULL));
  gsize length;
  g_autofree char *data = xapian_database_data(xapian_writer_database(writer), 1, &length, NULL);
  assert_int_equal(length, 3);
  assert_memory_equal(data, "a\0b", 4);
}

/* --- searching --- */

static XapianSearch new_search(const XapianQuery *query) {
  return (XapianSearch){.query = query,
                        .limit = 10,
                        .check_at_least = G_MAXUINT,
                        .collapse_slot = XAPIAN_NO_SLOT,
                        .sort_slot = XAPIAN_NO_SLOT};
}

/* The ids found, joined, in order. */
static char *found(XapianDatabase *database, const XapianSearch *search) {
  g_autoptr(XapianResult) result = xapian_search(database, search, NULL);
  assert_non_null(result);
  GString *ids = g_string_new(NULL);
  for (guint i = 0; i < result->matches->len; i++)
    g_string_append_printf(ids, "%s%u", i ? " " : "",
                           g_array_index(result->matches, XapianMatch, i).docid);
  return g_string_free(ids, FALSE);
}

static void assert_finds(XapianDatabase *database, XapianQuery *query_taken, const char *ids) {
  g_autoptr(XapianQuery) query = query_taken;
  XapianSearch search = new_search(query);
  g_autofree char *own = found(database, &search);
  assert_string_equal(own, ids);
}

static XapianQuery *both(XapianOperator op, const char *a, const char *b) {
  g_autoptr(XapianQuery) one = xapian_query_new_term(a), two = xapian_query_new_term(b);
  XapianQuery *parts[] = {one, two};
  return xapian_query_new_combined(op, parts, 2);
}

static void test_operators(void **state) {
  g_autoptr(XapianDatabase) database = open_database(state);
  assert_finds(database, xapian_query_new_term("beta"), "3");
  assert_finds(database, xapian_query_new_all(), "1 2 3");
  assert_finds(database, xapian_query_new_nothing(), "");
  assert_finds(database, both(XAPIAN_AND, "alpha", "beta"), "");
  assert_finds(database, both(XAPIAN_AND, "all", "beta"), "3");
  assert_finds(database, both(XAPIAN_AND_NOT, "all", "alpha"), "3");
  assert_finds(database, both(XAPIAN_FILTER, "all", "alpha"), "1 2");
  assert_finds(database, both(XAPIAN_AND_MAYBE, "all", "beta"), "3 1 2");
  g_autoptr(XapianQuery) either = both(XAPIAN_OR, "alpha", "beta");
  g_autoptr(XapianQuery) synonym = both(XAPIAN_SYNONYM, "alpha", "beta");
  g_autoptr(XapianQuery) best = both(XAPIAN_MAX, "alpha", "beta");
  const XapianQuery *const all[] = {either, synonym, best};
  for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
    XapianSearch search = new_search(all[i]);
    g_autoptr(XapianResult) result = xapian_search(database, &search, NULL);
    assert_int_equal(result->matches->len, 3);
  }
}

static void test_three_operands(void **state) {
  g_autoptr(XapianDatabase) database = open_database(state);
  g_autoptr(XapianQuery) all = xapian_query_new_term("all");
  g_autoptr(XapianQuery) alpha = xapian_query_new_term("alpha");
  g_autoptr(XapianQuery) beta = xapian_query_new_term("beta");
  XapianQuery *parts[] = {all, alpha, beta};
  assert_finds(database, xapian_query_new_combined(XAPIAN_AND_NOT, parts, 3), "");
  assert_finds(database, xapian_query_new_combined(XAPIAN_AND, parts, 3), "");
}

static void test_phrases(void **state) {
  static const char *const words[] = {"hate", "speech"}, *const turned[] = {"speech", "hate"};
  g_autoptr(XapianDatabase) database = open_database(state);
  /* Only in the first do they stand side by side. */
  assert_finds(database, xapian_query_new_phrase(words, 2), "1");
  assert_finds(database, xapian_query_new_phrase(turned, 2), "");
  assert_finds(database, xapian_query_new_phrase(words, 1), "1 2 3");
}

/* Ranges of ids, given as pairs of first and last. */
static XapianQuery *ranges_of(const XapianRange *ranges, guint count) {
  g_autoptr(GArray) array = g_array_new(FALSE, FALSE, sizeof(XapianRange));
  g_array_append_vals(array, ranges, count);
  return xapian_query_new_ranges(array);
}

static void test_id_ranges(void **state) {
  static const XapianRange apart[] = {{1, 1}, {3, 3}}, side[] = {{1, 1}, {2, 3}},
                           beyond[] = {{3, 9}}, far[] = {{7, 9}}, whole[] = {{1, G_MAXUINT32}};
  g_autoptr(XapianDatabase) database = open_database(state);
  assert_finds(database, ranges_of(apart, 2), "1 3");
  assert_finds(database, ranges_of(side, 2), "1 2 3");
  assert_finds(database, ranges_of(NULL, 0), "");
  const struct {
    const XapianRange *ranges;
    guint count;
    const char *term, *found;
  } cases[] = {{apart, 2, "alpha", "1"}, {apart, 2, "beta", "3"},    {beyond, 1, "all", "3"},
               {far, 1, "all", ""},      {whole, 1, "all", "1 2 3"}, {side + 1, 1, "alpha", "2"}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(XapianQuery) term = xapian_query_new_term(cases[i].term);
    g_autoptr(XapianQuery) ranges = ranges_of(cases[i].ranges, cases[i].count);
    XapianQuery *parts[] = {term, ranges}, *turned[] = {ranges, term};
    assert_finds(database, xapian_query_new_combined(XAPIAN_FILTER, parts, 2), cases[i].found);
    assert_finds(database, xapian_query_new_combined(XAPIAN_AND, turned, 2), cases[i].found);
  }
  /* What is not in a range. */
  g_autoptr(XapianQuery) all = xapian_query_new_all();
  g_autoptr(XapianQuery) ranges = ranges_of(apart, 2);
  XapianQuery *parts[] = {all, ranges};
  assert_finds(database, xapian_query_new_combined(XAPIAN_AND_NOT, parts, 2), "2");
}

/* Some term of each row within so many words, in any order. */
static void test_near(void **state) {
  g_autoptr(XapianDatabase) database = open_database(state);
  g_autoptr(GPtrArray) hate = g_ptr_array_new(), speech = g_ptr_array_new();
  g_ptr_array_add(hate, (gpointer) "absent");
  g_ptr_array_add(hate, (gpointer) "hate");
  g_ptr_array_add(speech, (gpointer) "speech");
  const GPtrArray *rows[] = {hate, speech}, *turned[] = {speech, hate};
  static const char *const found[] = {"1", "1 2", "1 2 3"}; /* 1, 2 and 3 words apart */
  for (guint i = 0; i < G_N_ELEMENTS(found); i++) {
    assert_finds(database, xapian_query_new_near(rows, 2, 2 + i), found[i]);
    assert_finds(database, xapian_query_new_near(turned, 2, 2 + i), found[i]);
  }
  g_ptr_array_set_size(hate, 1);
  assert_finds(database, xapian_query_new_near(rows, 2, 9), "");
}

static void test_value_ranges(void **state) {
  g_autoptr(XapianDatabase) database = open_database(state);
  assert_finds(database, xapian_query_new_value_range(1, "2018", "2019"), "1 3");
  assert_finds(database, xapian_query_new_value_range(1, "2019", NULL), "2 3");
  assert_finds(database, xapian_query_new_value_range(1, NULL, "2018"), "1");
  assert_finds(database, xapian_query_new_value_range(1, NULL, NULL), "1 2 3");
  assert_finds(database, xapian_query_new_value_range(1, "2021", "2030"), "");
}

static void test_order_and_pages(void **state) {
  g_autoptr(XapianDatabase) database = open_database(state);
  g_autoptr(XapianQuery) all = xapian_query_new_all();
  XapianSearch search = new_search(all);
  search.sort_slot = 1;
  g_autofree char *ascending = found(database, &search);
  assert_string_equal(ascending, "1 3 2");
  search.sort_reverse = true;
  g_autofree char *descending = found(database, &search);
  assert_string_equal(descending, "2 3 1");
  search.offset = search.limit = 1;
  g_autofree char *second = found(database, &search);
  assert_string_equal(second, "3");
  search.offset = 5;
  g_autofree char *beyond = found(database, &search);
  assert_string_equal(beyond, "");
}

static void test_weights(void **state) {
  g_autoptr(XapianDatabase) database = open_database(state);
  g_autoptr(XapianQuery) alpha = xapian_query_new_term("alpha");
  g_autoptr(XapianQuery) zero = xapian_query_new_scaled(alpha, 0);
  g_autoptr(XapianQuery) weight = xapian_query_new_weight(1000);
  XapianQuery *parts[] = {zero, weight};
  g_autoptr(XapianQuery) constant = xapian_query_new_combined(XAPIAN_AND, parts, 2);
  XapianSearch search = new_search(constant);
  g_autoptr(XapianResult) result = xapian_search(database, &search, NULL);
  assert_int_equal(result->matches->len, 2);
  for (guint i = 0; i < 2; i++)
    assert_true(g_array_index(result->matches, XapianMatch, i).weight == 1000);
  /* Weight first, then the value. */
  search.sort_slot = 1;
  search.weight_first = search.sort_reverse = true;
  g_autofree char *newest = found(database, &search);
  assert_string_equal(newest, "2 1");
}

static int compare_texts(gconstpointer a, gconstpointer b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* "en 2, ru 1": the values of a facet, sorted, which they need not be. */
static char *counted(const XapianResult *result, guint facet) {
  const GArray *counts = result->facets->pdata[facet];
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < counts->len; i++) {
    const XapianValueCount *count = &g_array_index(counts, XapianValueCount, i);
    g_ptr_array_add(texts, g_strdup_printf("%s %u", count->value, count->count));
  }
  g_ptr_array_sort(texts, compare_texts);
  g_ptr_array_add(texts, NULL);
  return g_strjoinv(", ", (char **)texts->pdata);
}

static void test_collapse_and_facets(void **state) {
  static const int slots[] = {2, 1};
  g_autoptr(XapianDatabase) database = open_database(state);
  g_autoptr(XapianQuery) all = xapian_query_new_all();
  XapianSearch search = new_search(all);
  search.facet_slots = slots;
  search.facet_count = 2;
  g_autoptr(XapianResult) result = xapian_search(database, &search, NULL);
  assert_int_equal(result->lower, 3);
  assert_int_equal(result->estimated, 3);
  assert_int_equal(result->upper, 3);
  assert_int_equal(result->facets->len, 2);
  g_autofree char *languages = counted(result, 0), *years = counted(result, 1);
  assert_string_equal(languages, "en 2, ru 1");
  assert_string_equal(years, "2018 1, 2019 1, 2020 1");
  assert_null(g_array_index(result->matches, XapianMatch, 0).collapse_value);
  search.collapse_slot = 2;
  g_autoptr(XapianResult) collapsed = xapian_search(database, &search, NULL);
  assert_int_equal(collapsed->matches->len, 2);
  const XapianMatch *best = &g_array_index(collapsed->matches, XapianMatch, 0);
  assert_string_equal(best[0].collapse_value, "en");
  assert_int_equal(best[0].collapsed, 1);
  assert_int_equal(best[1].collapsed, 0);
  assert_int_equal(collapsed->uncollapsed, 3);
  assert_int_equal(collapsed->lower, 2);
  assert_int_equal(collapsed->estimated, 2);
  assert_int_equal(collapsed->upper, 2);
  search.collapse_most = 2;
  g_autofree char *two = found(database, &search);
  assert_string_equal(two, "1 2 3");
}

/* What weighs does not say what is found, which can be asked for again. */
static void test_within(void **state) {
  static const guint32 ids[] = {1, 3};
  static const int slots[] = {2};
  g_autoptr(XapianDatabase) database = open_database(state);
  g_autoptr(GArray) docids = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_array_append_vals(docids, ids, 2);
  g_autoptr(XapianQuery) all = xapian_query_new_all(), some = xapian_query_new_docids(docids);
  XapianSearch search = new_search(all);
  search.within = some;
  search.facet_slots = slots;
  search.facet_count = 1;
  g_autoptr(XapianResult) result = xapian_search(database, &search, NULL);
  assert_int_equal(result->estimated, 2);
  assert_int_equal(result->docids->len, 2);
  assert_memory_equal(result->docids->data, ids, sizeof ids);
  g_autofree char *languages = counted(result, 0), *shown = found(database, &search);
  assert_string_equal(languages, "en 2");
  assert_string_equal(shown, "1 3");
  search.check_at_least = 0;
  search.facet_count = 0;
  g_autoptr(XapianResult) uncounted = xapian_search(database, &search, NULL);
  g_autofree char *again = found(database, &search);
  assert_null(uncounted->docids);
  assert_string_equal(again, "1 3");
}

/* --- what is counted without a match --- */

enum { RANDOM_DOCUMENTS = 700, RANDOM_TERMS = 8 };

static void write_random(const char *path, GRand *random) {
  g_autoptr(XapianWriter) writer = xapian_writer_create(path, NULL);
  assert_true(xapian_writer_begin(writer, NULL));
  for (guint i = 0; i < RANDOM_DOCUMENTS; i++) {
    g_autoptr(XapianDocument) document = xapian_document_new();
    g_autofree char *value = g_strdup_printf("%d", g_rand_int_range(random, 0, 100));
    xapian_document_add_value(document, 1, value);
    for (int term = 0; term < RANDOM_TERMS; term++) {
      char name[] = {(char)('a' + term), '\0'};
      if (g_rand_int_range(random, 0, 1 << term) == 0)
        xapian_document_add_posting(document, name, (guint)term + 1, 1);
    }
    assert_true(xapian_writer_add(writer, document, NULL));
  }
  assert_true(xapian_writer_commit(writer, NULL));
}

static XapianQuery *new_random_query(GRand *random, guint depth) {
  const int kind = g_rand_int_range(random, 0, depth ? 14 : 7);
  char one[] = {(char)('a' + g_rand_int_range(random, 0, RANDOM_TERMS)), '\0'};
  char two[] = {(char)('a' + g_rand_int_range(random, 0, RANDOM_TERMS)), '\0'};
  const char *const words[] = {one, two};
  guint32 first = (guint32)g_rand_int_range(random, 1, RANDOM_DOCUMENTS);
  XapianRange range = {first, (guint32)g_rand_int_range(random, (int)first, RANDOM_DOCUMENTS + 1)};
  if (kind == 0)
    return xapian_query_new_phrase(words, 1 + (guint)g_rand_int_range(random, 0, 2));
  if (kind == 1)
    return ranges_of(&range, 1);
  if (kind == 2)
    return xapian_query_new_value_range(1, g_rand_boolean(random) ? "4" : NULL, "7");
  if (kind == 3)
    return g_rand_boolean(random) ? xapian_query_new_all() : xapian_query_new_nothing();
  if (kind < 7)
    return xapian_query_new_term(one);
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)xapian_query_free);
  const guint count = 2 + (guint)g_rand_int_range(random, 0, 2);
  for (guint i = 0; i < count; i++)
    g_ptr_array_add(parts, new_random_query(random, depth - 1));
  g_autoptr(XapianQuery) all = xapian_query_new_combined(
      (XapianOperator)(kind - 7), (XapianQuery *const *)parts->pdata, parts->len);
  return xapian_query_new_scaled(all, g_rand_boolean(random) ? 0 : 2);
}

/* What is counted without a match is what a match finds. */
static void test_sets(void **state) {
  g_autofree char *path = g_build_filename(*state, "random", NULL);
  g_autoptr(GRand) random = g_rand_new_with_seed(1);
  write_random(path, random);
  g_autoptr(XapianDatabase) database = xapian_database_open(path, NULL);
  guint some = 0;
  for (guint i = 0; i < 2000; i++) {
    g_autoptr(XapianQuery) query = new_random_query(random, 3);
    XapianSearch search = new_search(query);
    g_autoptr(GError) error = NULL;
    search.limit = 0;
    g_autoptr(XapianResult) counted_all = xapian_search(database, &search, &error);
    if (error)
      fail_msg("%s", error->message);
    search.check_at_least = 0;
    search.limit = G_MAXUINT;
    search.by_docid = true;
    g_autoptr(XapianResult) matched = xapian_search(database, &search, NULL);
    assert_int_equal(counted_all->estimated, matched->matches->len);
    for (guint k = 0; k < matched->matches->len; k++)
      assert_int_equal(g_array_index(counted_all->docids, guint32, k),
                       g_array_index(matched->matches, XapianMatch, k).docid);
    some += matched->matches->len > 0;
  }
  assert_in_range(some, 1000, 1999);
}

/* Constant weights are the same whether they are weighed one by one or told apart. */
static void test_tiers(void **state) {
  g_autoptr(XapianDatabase) database = open_database(state);
  g_autoptr(XapianQuery) words = both(XAPIAN_OR, "alpha", "beta");
  g_autoptr(XapianQuery) all = xapian_query_new_term("all"), beta = xapian_query_new_term("beta");
  g_autoptr(XapianQuery) none = xapian_query_new_term("gamma");
  const XapianTier tiers[] = {{all, 100}, {beta, 50}, {none, 25}};
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func((GDestroyNotify)xapian_query_free);
  g_ptr_array_add(parts, xapian_query_copy(words));
  for (gsize i = 0; i < G_N_ELEMENTS(tiers); i++) {
    g_autoptr(XapianQuery) zero = xapian_query_new_scaled(tiers[i].query, 0);
    g_autoptr(XapianQuery) weight = xapian_query_new_weight(tiers[i].weight);
    XapianQuery *constant[] = {zero, weight};
    g_ptr_array_add(parts, xapian_query_new_combined(XAPIAN_AND, constant, 2));
  }
  g_autoptr(XapianQuery) whole =
      xapian_query_new_combined(XAPIAN_OR, (XapianQuery *const *)parts->pdata, parts->len);
  XapianSearch search = new_search(whole);
  g_autoptr(XapianResult) one_by_one = xapian_search(database, &search, NULL);
  search.untiered = words;
  search.tiers = tiers;
  search.tier_count = G_N_ELEMENTS(tiers);
  g_autoptr(XapianResult) apart = xapian_search(database, &search, NULL);
  assert_int_equal(apart->matches->len, 3);
  for (guint i = 0; i < 3; i++) {
    const XapianMatch *a = &g_array_index(one_by_one->matches, XapianMatch, i);
    const XapianMatch *b = &g_array_index(apart->matches, XapianMatch, i);
    assert_int_equal(a->docid, b->docid);
    assert_true(a->weight > 100);
    assert_true(a->weight - b->weight < 1e-9 && b->weight - a->weight < 1e-9);
  }
}

/* However few are shown, each value counts once, and what has none by itself. */
static void test_collapsed_are_counted(void **state) {
  g_autofree char *path = g_build_filename(*state, "collapsed", NULL);
  g_autoptr(XapianWriter) writer = xapian_writer_create(path, NULL);
  assert_true(xapian_writer_begin(writer, NULL));
  for (guint i = 0; i < 400; i++) {
    g_autoptr(XapianDocument) document = xapian_document_new();
    g_autofree char *value = i % 100 == 99 ? g_strdup("") : g_strdup_printf("%u", i < 300 ? 0 : i);
    xapian_document_add_term(document, i % 2 ? "odd" : "even", 1);
    xapian_document_add_term(document, i % 3 ? "other" : "third", 1);
    xapian_document_add_value(document, 3, value);
    assert_true(xapian_writer_add(writer, document, NULL));
  }
  assert_true(xapian_writer_commit(writer, NULL));
  g_autoptr(XapianDatabase) database = xapian_database_open(path, NULL);
  XapianQuery *parts[] = {xapian_query_new_term("odd"), xapian_query_new_term("third")};
  g_autoptr(XapianQuery) either = xapian_query_new_combined(XAPIAN_OR, parts, 2);
  xapian_query_free(parts[0]);
  xapian_query_free(parts[1]);
  for (guint limit = 0; limit < 3; limit++) {
    XapianSearch search = new_search(either);
    search.collapse_slot = 3;
    search.limit = limit;
    g_autoptr(XapianResult) result = xapian_search(database, &search, NULL);
    assert_int_equal(result->matches->len, limit);
    assert_int_equal(result->uncollapsed, 267);
    assert_int_equal(result->lower, 1 + 49 + 17 + 4);
    assert_int_equal(result->estimated, result->lower);
    assert_int_equal(result->upper, result->lower);
  }
}

/* How many values the documents that are found have is exact, however few are shown. */
static void test_collapse_counts(void **state) {
  g_autofree char *path = g_build_filename(*state, "many", NULL);
  g_autoptr(XapianWriter) writer = xapian_writer_create(path, NULL);
  assert_true(xapian_writer_begin(writer, NULL));
  for (guint i = 0; i < 300; i++) {
    g_autoptr(XapianDocument) document = xapian_document_new();
    g_autofree char *value = g_strdup_printf("%u", i / 7);
    xapian_document_add_term(document, i % 2 ? "odd" : "even", 1 + i % 3);
    xapian_document_add_term(document, i % 5 ? "many" : "few", 1);
    if (i % 10)
      xapian_document_add_value(document, 1, value);
    assert_true(xapian_writer_add(writer, document, NULL));
  }
  assert_true(xapian_writer_commit(writer, NULL));
  g_autoptr(XapianQuery) odd = xapian_query_new_term("odd"), many = xapian_query_new_term("many");
  XapianQuery *parts[] = {odd, many};
  g_autoptr(XapianQuery) either = xapian_query_new_combined(XAPIAN_OR, parts, 2);
  XapianSearch search = new_search(either);
  search.check_at_least = G_MAXUINT;
  search.collapse_slot = 1;
  static const guint limits[] = {0, 1, 10, 300};
  for (gsize i = 0; i < G_N_ELEMENTS(limits); i++) {
    search.limit = limits[i];
    g_autoptr(XapianResult) result = xapian_search(xapian_writer_database(writer), &search, NULL);
    assert_int_equal(result->uncollapsed, 270); /* all but 0, 10, 20, ...: few and even */
    assert_int_equal(result->estimated, 43);    /* each of which has a value */
    assert_int_equal(result->lower, 43);
    assert_int_equal(result->upper, 43);
  }
}

/* Five documents: of their two groups one is 1 to 3, the other 4 and 5. */
static XapianDatabase *write_groups(void *const *state) {
  static const char *const values[] = {"a;b", "b", "a;;c;a", "a", ""};
  g_autofree char *path = g_build_filename(*state, "groups", NULL);
  g_autoptr(XapianWriter) writer = xapian_writer_create(path, NULL);
  assert_true(xapian_writer_begin(writer, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
    g_autoptr(XapianDocument) document = xapian_document_new();
    xapian_document_add_term(document, "all", 1);
    xapian_document_add_value(document, 3, values[i]);
    assert_true(xapian_writer_add(writer, document, NULL));
  }
  assert_true(xapian_writer_commit(writer, NULL));
  return xapian_database_open(path, NULL);
}

/* A value that is several counts for each of them, once for a document or a group of them. */
static void test_facets_of_groups(void **state) {
  static const guint32 first[] = {1, 4};
  static const int slots[] = {3};
  g_autoptr(XapianDatabase) database = write_groups(state);
  g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_array_append_vals(starts, first, 2);
  g_autoptr(XapianQuery) all = xapian_query_new_all();
  XapianSearch search = new_search(all);
  search.facet_slots = slots;
  search.facet_count = 1;
  g_autoptr(XapianResult) whole = xapian_search(database, &search, NULL);
  g_autofree char *values = counted(whole, 0);
  assert_string_equal(values, "a 1, a;;c;a 1, a;b 1, b 1");
  search.facet_separator = ';';
  g_autoptr(XapianResult) single = xapian_search(database, &search, NULL);
  g_autofree char *parts = counted(single, 0);
  assert_string_equal(parts, "a 3, b 2, c 1");
  search.facet_starts = starts;
  g_autoptr(XapianResult) grouped = xapian_search(database, &search, NULL);
  g_autofree char *groups = counted(grouped, 0);
  assert_string_equal(groups, "a 2, b 1, c 1");
  /* Documents of a group that are not found say nothing. */
  const XapianRange range = {2, 2};
  g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof range);
  g_array_append_val(ranges, range);
  g_autoptr(XapianQuery) second = xapian_query_new_ranges(ranges);
  search.query = second;
  g_autoptr(XapianResult) few = xapian_search(database, &search, NULL);
  g_autofree char *of_second = counted(few, 0);
  assert_string_equal(of_second, "b 1");
  g_array_set_size(starts, 0);
  search.query = all;
  g_autoptr(XapianResult) none = xapian_search(database, &search, NULL);
  g_autofree char *of_one = counted(none, 0);
  assert_string_equal(of_one, "a 1, b 1, c 1");
}

/* --- writing --- */

static void test_nothing_shows_before_commit(void **state) {
  g_autoptr(XapianDatabase) database = open_database(state);
  g_autofree char *before = xapian_database_state(database, NULL);
  g_autoptr(XapianWriter) writer = open_writer(state);
  assert_true(xapian_writer_begin(writer, NULL));
  assert_true(xapian_writer_delete(writer, "alpha", NULL));
  assert_int_equal(fixture_count(xapian_writer_database(writer), ""), 1);
  assert_true(xapian_database_reopen(database, NULL));
  assert_int_equal(fixture_count(database, ""), 3);
  assert_true(xapian_writer_commit(writer, NULL));
  assert_true(xapian_database_reopen(database, NULL));
  assert_int_equal(fixture_count(database, ""), 1);
  g_autofree char *after = xapian_database_state(database, NULL);
  assert_string_not_equal(before, after);
}

static void test_closing_discards(void **state) {
  XapianWriter *writer = open_writer(state);
  assert_true(xapian_writer_begin(writer, NULL));
  assert_true(xapian_writer_delete(writer, "all", NULL));
  xapian_writer_free(writer);
  g_autoptr(XapianDatabase) database = open_database(state);
  assert_int_equal(fixture_count(database, ""), 3);
}

static void test_a_document_is_changed(void **state) {
  g_autoptr(XapianWriter) writer = open_writer(state);
  assert_true(xapian_writer_begin(writer, NULL));
  g_autoptr(XapianDocument) document = xapian_writer_read(writer, 1, NULL);
  xapian_document_remove_term(document, "alpha");
  xapian_document_remove_term(document, "never there");
  xapian_document_add_term(document, "gamma", 1);
  assert_true(xapian_writer_replace(writer, 1, document, NULL));
  XapianDatabase *database = xapian_writer_database(writer);
  assert_finds(database, xapian_query_new_term("gamma"), "1");
  assert_finds(database, xapian_query_new_term("alpha"), "2");
}

/* --- failing --- */

static void assert_error(GError **error, int code) {
  assert_true(g_error_matches(*error, XAPIAN_ERROR, code));
  assert_true(*(*error)->message);
  g_clear_error(error);
}

static void test_errors_of_opening(void **state) {
  GError *error = NULL;
  g_autofree char *absent = g_build_filename(*state, "absent", NULL);
  assert_null(xapian_database_open(absent, &error));
  assert_error(&error, XAPIAN_ERROR_NOT_FOUND);
  g_autoptr(XapianWriter) writer = open_writer(state);
  g_autofree char *path = g_build_filename(*state, "db", NULL);
  assert_null(xapian_writer_open(path, &error));
  assert_error(&error, XAPIAN_ERROR_LOCKED);
  assert_null(xapian_writer_create(path, &error));
  assert_non_null(error);
  g_clear_error(&error);
  g_autofree char *under_a_file = g_build_filename(path, "iamglass", "db", NULL);
  assert_null(xapian_writer_create(under_a_file, &error));
  assert_non_null(error);
  g_clear_error(&error);
  /* Opening makes nothing, neither a database nor a folder, and replaces no part. */
  assert_null(xapian_writer_open(absent, &error));
  assert_error(&error, XAPIAN_ERROR_NOT_FOUND);
  assert_false(g_file_test(absent, G_FILE_TEST_EXISTS));
  g_clear_pointer(&writer, xapian_writer_free);
  g_autofree char *version = g_build_filename(path, "iamglass", NULL);
  assert_int_equal(remove(version), 0);
  assert_null(xapian_writer_open(path, &error));
  assert_non_null(error);
  g_clear_error(&error);
  assert_false(g_file_test(version, G_FILE_TEST_EXISTS));
}

static void test_a_damaged_database(void **state) {
  GError *error = NULL;
  g_autofree char *path = fixture_write(*state, "db/iamglass", "not a database", -1);
  g_autofree char *database = g_build_filename(*state, "db", NULL);
  assert_null(xapian_database_open(database, &error));
  assert_error(&error, XAPIAN_ERROR_CORRUPT);
}

static void test_errors_of_reading(void **state) {
  g_autoptr(XapianDatabase) database = open_database(state);
  GError *error = NULL;
  gsize length;
  assert_null(xapian_database_data(database, 99, &length, &error));
  assert_error(&error, XAPIAN_ERROR_NOT_FOUND);
  assert_null(xapian_database_data(database, 0, &length, &error));
  assert_non_null(error);
  g_clear_error(&error);
}

static void test_errors_of_writing(void **state) {
  g_autoptr(XapianWriter) writer = open_writer(state);
  GError *error = NULL;
  assert_null(xapian_writer_read(writer, 99, &error));
  assert_error(&error, XAPIAN_ERROR_NOT_FOUND);
  assert_false(xapian_writer_commit(writer, &error)); /* nothing was begun */
  assert_error(&error, XAPIAN_ERROR_OTHER);
  g_autofree char *endless = g_strnfill(300, 'x');
  g_autoptr(XapianDocument) document = xapian_document_new();
  xapian_document_add_term(document, endless, 1);
  assert_true(xapian_writer_begin(writer, NULL));
  assert_false(xapian_writer_add(writer, document, &error));
  assert_error(&error, XAPIAN_ERROR_OTHER);
}

/* What cannot be made is told where it is used, and only there. */
static void test_errors_of_making(void **state) {
  g_autoptr(XapianWriter) writer = open_writer(state);
  assert_true(xapian_writer_begin(writer, NULL));
  for (int i = 0; i < 3; i++) {
    g_autoptr(XapianDocument) document = xapian_document_new();
    xapian_document_add_term(document, "alpha", 1);
    if (i == 0)
      xapian_document_add_term(document, "", 1);
    else if (i == 1)
      xapian_document_add_posting(document, "", 1, 1);
    else
      xapian_document_set_data(document, "", G_MAXSIZE);
    xapian_document_add_value(document, 1, "2020");
    GError *error = NULL;
    assert_false(xapian_writer_add(writer, document, &error));
    assert_error(&error, XAPIAN_ERROR_OTHER);
    assert_false(xapian_writer_replace(writer, 1, document, &error));
    assert_error(&error, XAPIAN_ERROR_OTHER);
  }
  assert_true(xapian_writer_commit(writer, NULL));
  g_autoptr(XapianDatabase) database = open_database(state);
  assert_int_equal(fixture_count(database, ""), 3);

  /* An empty term would be every document to Xapian. */
  g_autoptr(XapianQuery) term = xapian_query_new_term("");
  g_autoptr(XapianQuery) all = xapian_query_new_all();
  g_autoptr(XapianQuery) scaled = xapian_query_new_scaled(all, -1);
  XapianQuery *parts[] = {all, term};
  g_autoptr(XapianQuery) combined = xapian_query_new_combined(XAPIAN_OR, parts, 2);
  g_autoptr(XapianQuery) copy = xapian_query_copy(combined);
  const XapianQuery *const failed[] = {term, scaled, combined, copy};
  for (gsize i = 0; i < G_N_ELEMENTS(failed); i++) {
    XapianSearch search = {.query = failed[i],
                           .limit = 1,
                           .collapse_slot = XAPIAN_NO_SLOT,
                           .sort_slot = XAPIAN_NO_SLOT};
    GError *error = NULL;
    assert_null(xapian_search(database, &search, &error));
    assert_error(&error, XAPIAN_ERROR_OTHER);
  }
}

/* Xapian compresses what it stores: one letter repeated would fit one block. */
static char *incompressible(gsize length) {
  GRand *random = g_rand_new_with_seed(1);
  char *data = g_malloc0(length + 1);
  for (gsize i = 0; i < length; i++)
    data[i] = (char)g_rand_int_range(random, '!', '~');
  g_rand_free(random);
  return data;
}

/* Gives all documents `data`. */
static void replace_all(XapianWriter *writer, const char *data) {
  g_autoptr(XapianDocument) document = xapian_document_new();
  xapian_document_set_data(document, data, strlen(data));
  assert_true(xapian_writer_begin(writer, NULL));
  for (guint32 id = 1; id <= 3; id++)
    assert_true(xapian_writer_replace(writer, id, document, NULL));
  assert_true(xapian_writer_commit(writer, NULL));
}

/* A reader that stays on an old revision fails as "modified" and goes on after
 * it has reopened. */
static void test_reader_behind_commits(void **state) {
  g_autofree char *data = incompressible(200000);
  g_autoptr(XapianWriter) writer = open_writer(state);
  replace_all(writer, data);
  g_autoptr(XapianDatabase) database = open_database(state);
  for (int i = 0; i < 4; i++)
    replace_all(writer, data);
  GError *error = NULL;
  gsize length;
  assert_null(xapian_database_data(database, 2, &length, &error));
  assert_error(&error, XAPIAN_ERROR_MODIFIED);
  assert_true(xapian_database_reopen(database, NULL));
  g_autofree char *fresh = xapian_database_data(database, 2, &length, NULL);
  assert_int_equal(length, strlen(data));
}

#define WITH_DATABASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      WITH_DATABASE(test_reading),
      WITH_DATABASE(test_lists),
      WITH_DATABASE(test_visiting_terms),
      WITH_DATABASE(test_bytes),
      WITH_DATABASE(test_operators),
      WITH_DATABASE(test_three_operands),
      WITH_DATABASE(test_phrases),
      WITH_DATABASE(test_value_ranges),
      WITH_DATABASE(test_id_ranges),
      WITH_DATABASE(test_near),
      WITH_DATABASE(test_facets_of_groups),
      WITH_DATABASE(test_order_and_pages),
      WITH_DATABASE(test_weights),
      WITH_DATABASE(test_collapse_and_facets),
      WITH_DATABASE(test_within),
      WITH_DATABASE(test_sets),
      WITH_DATABASE(test_tiers),
      WITH_DATABASE(test_collapsed_are_counted),
      WITH_DATABASE(test_collapse_counts),
      WITH_DATABASE(test_nothing_shows_before_commit),
      WITH_DATABASE(test_closing_discards),
      WITH_DATABASE(test_a_document_is_changed),
      WITH_DATABASE(test_errors_of_opening),
      WITH_DATABASE(test_a_damaged_database),
      WITH_DATABASE(test_errors_of_reading),
      WITH_DATABASE(test_errors_of_writing),
      WITH_DATABASE(test_errors_of_making),
      WITH_DATABASE(test_reader_behind_commits),
  };
  return cmocka_run_group_tests_name("xapian-c", tests, NULL, NULL);
}
