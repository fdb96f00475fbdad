/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries: which terms, positions and values a document and its passages get. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "error.h"
#include "fixture.h"
#include "pack.h"
#include "terms.h"

static const FixturePassage passages[] = {
    {.text = "Погром в Масанчи", .kind = RC_KIND_HEADING, .language = "ru"},
    {.text = "Dungans cite A/RES/48/134", .language = "en", .page = 2},
    {.text = "погром погром", .language = "ru", .page = 3},
    {0}};
static const FixtureDocument report = {"0123456789abcdef",
                                       "папка/a.pdf",
                                       "Погромы Кордая",
                                       "2020-11",
                                       "cerd/c/kaz/1",
                                       "submission",
                                       "Центр",
                                       "ru",
                                       passages};

static int set_up(void **state) {
  *state = fixture_folder_new();
  return 0;
}

static int tear_down(void **state) {
  char *folder = *state;
  fixture_folder_remove(&folder);
  return 0;
}

/* The entries as a database: document 1 is the document entry, then the
 * passages in order. */
static XapianWriter *write_entries(void *const *state, const FixtureDocument *from) {
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_autoptr(RcEntries) entries = fixture_entries_new(from, stemmer);
  const char *country = from == &report ? "KZ" : NULL;
  rc_document_set(rc_entries_document(entries), RC_METADATA_COUNTRY, country, "page 1");
  g_autofree char *path = g_build_filename(*state, from->id, NULL);
  XapianWriter *writer = xapian_writer_create(path, NULL);
  assert_true(xapian_writer_begin(writer, NULL));
  assert_true(rc_entries_write(entries, writer, NULL));
  assert_true(xapian_writer_commit(writer, NULL));
  return writer;
}

/* The ids of the entries that have a term, joined. */
static char *entries_with(XapianWriter *writer, RcField field, const char *value) {
  g_autofree char *term = rc_schema_term(field, value);
  g_autoptr(GArray) ids = xapian_database_postings(xapian_writer_database(writer), term, 0, NULL);
  GString *joined = g_string_new(NULL);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf(joined, "%s%u", i ? " " : "", g_array_index(ids, guint32, i));
  return g_string_free(joined, FALSE);
}

/* An article is a fact of its own, and so is the treaty; rights bring what is above. */
static void test_articles_and_rights(void **state) {
  static const FixturePassage texts[] = {
      {.text = "article 26 of the ICCPR", .language = "en"},
      {.text = "the Optional Protocol to the ICCPR", .language = "en", .page = 2},
      {.text = "язык вражды", .language = "ru", .page = 3},
      {0}};
  static const FixtureDocument document = {
      .id = "0123456789abcde0", .path = "b.pdf", .passages = texts};
  static const struct {
    RcField field;
    const char *value, *entries;
  } cases[] = {
      {RC_FIELD_ARTICLE, "ICCPR:26", "1 2"},  {RC_FIELD_ARTICLE, "ICCPR", "1 2 3"},
      {RC_FIELD_ARTICLE, "ICCPR-OP1", "1 3"}, {RC_FIELD_ARTICLE, "ICCPR:2", ""},
      {RC_FIELD_RIGHT, "hate-speech", "1 4"}, {RC_FIELD_RIGHT, "racism", "1 4"},
      {RC_FIELD_RIGHT, "equality", "1 4"},
  };
  g_autoptr(XapianWriter) writer = write_entries(state, &document);
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *found = entries_with(writer, cases[i].field, cases[i].value);
    assert_string_equal(found, cases[i].entries);
  }
}

static void test_terms(void **state) {
  static const struct {
    RcField field;
    const char *value, *entries;
  } cases[] = {
      {RC_FIELD_ENTRY, "document", "1"},
      {RC_FIELD_ID, "0123456789abcdef", "1 2 3 4"},
      {RC_FIELD_PASSAGE, "2", "3"},
      {RC_FIELD_WORD, "погром", "1"},
      {RC_FIELD_WORD, "dungans", "1"},
      {RC_FIELD_GROUP, "dungan", "1 3"},
      {RC_FIELD_REGION, "KZ", "1 2"}, /* all that lies above Masanchi */
      {RC_FIELD_REGION, "KZ-31", "1 2"},
      {RC_FIELD_CITES, "A/RES/48/134", "1 3"},
      {RC_FIELD_LANGUAGE, "ru", "1 2 4"},
      {RC_FIELD_LANGUAGE, "en", "1 3"},
      {RC_FIELD_KIND, "heading", "1 2"},
      {RC_FIELD_YEAR, "2020", "1"},
      {RC_FIELD_TYPE, "submission", "1 2 3 4"},
      {RC_FIELD_COUNTRY, "KZ", "1 2 3 4"},
      {RC_FIELD_START, "passage", "1"},
      {RC_FIELD_SYMBOL, "CERD/C/KAZ/1", "1"},
      {RC_FIELD_ORGANISATION, "центр", "1 2 3 4"},
      {RC_FIELD_STATUS, "ok", "1"},
  };
  g_autoptr(XapianWriter) writer = write_entries(state, &report);
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *entries = entries_with(writer, cases[i].field, cases[i].value);
    if (strcmp(entries, cases[i].entries) != 0)
      fail_msg("%s: in %s, not in %s", cases[i].value, entries, cases[i].entries);
  }
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_autofree char *stem = entries_with(writer, RC_FIELD_STEM, rc_stemmer_stem(stemmer, "погром"));
  assert_string_equal(stem, "2 4"); /* of passages; of the document it is another term */
  g_autofree char *whole =
      entries_with(writer, RC_FIELD_DOCUMENT_STEM, rc_stemmer_stem(stemmer, "погром"));
  assert_string_equal(whole, "1");
  g_autofree char *title =
      entries_with(writer, RC_FIELD_TITLE, rc_stemmer_stem(stemmer, "погромы"));
  assert_string_equal(title, "1");
}

/* Where the words of each passage begin, as the document entry has it. */
static GArray *read_starts(XapianWriter *writer) {
  g_autofree char *term = rc_schema_term(RC_FIELD_START, "passage");
  const guint32 document = 1;
  return fixture_positions(xapian_writer_database(writer), term, &document, 1);
}

static void test_positions(void **state) {
  g_autoptr(XapianWriter) writer = write_entries(state, &report);
  XapianDatabase *database = xapian_writer_database(writer);
  gsize length;
  g_autofree char *data = xapian_database_data(database, 1, &length, NULL);
  g_autoptr(RcDocument) document = rc_record_unpack_document(data, length, NULL);
  assert_non_null(document);
  assert_int_equal(document->passages, 3);
  g_autoptr(GArray) begins = read_starts(writer);
  assert_int_equal(begins->len, 3);
  const guint32 *starts = (const guint32 *)(void *)begins->data;
  assert_int_equal(starts[0], 1);
  g_autoptr(GArray) places = fixture_positions(database, "погром", (const guint32[]){1}, 1);
  assert_int_equal(places->len, 3);
  assert_int_equal(g_array_index(places, guint32, 0), starts[0]);
  assert_int_equal(g_array_index(places, guint32, 1), starts[2]);
  assert_int_equal(g_array_index(places, guint32, 2), starts[2] + 1);
  /* three words, then the gap that no phrase crosses */
  assert_int_equal(starts[1], starts[0] + 3 + RC_PASSAGE_GAP);
  g_autoptr(GArray) none = fixture_positions(database, "погром", (const guint32[]){2}, 1);
  assert_int_equal(none->len, 0);
}

static void test_records(void **state) {
  g_autoptr(XapianWriter) writer = write_entries(state, &report);
  gsize length, offset = 0;
  g_autofree char *data = xapian_database_data(xapian_writer_database(writer), 2, &length, NULL);
  g_autoptr(GByteArray) pack = rc_pack_open(data, length);
  assert_non_null(pack);
  const guint8 *record;
  for (guint32 ordinal = 1; ordinal <= 3; ordinal++) {
    assert_true(rc_pack_next(pack, &offset, &record, &length));
    g_autoptr(RcPassage) passage = rc_record_read_passage(record, length, NULL);
    assert_non_null(passage);
    assert_int_equal(passage->ordinal, ordinal);
    assert_string_equal(passage->text, passages[ordinal - 1].text);
  }
  assert_false(rc_pack_next(pack, &offset, &record, &length));
  g_autofree char *none = xapian_database_data(xapian_writer_database(writer), 3, &length, NULL);
  assert_int_equal(length, 0);
}

/* `expected`: the terms of a facet slot with a space between them, or another value. */
static void assert_value(XapianWriter *writer, guint32 docid, guint slot, const char *expected) {
  g_autofree char *value = xapian_database_value(xapian_writer_database(writer), docid, slot, NULL);
  if (slot != RC_SLOT_DATE)
    g_strdelimit(value, "\x1f", ' ');
  assert_string_equal(value, expected);
}

static void test_values(void **state) {
  g_autoptr(XapianWriter) writer = write_entries(state, &report);
  for (guint32 docid = 1; docid <= 4; docid++) {
    /* the id behind it: documents of one date have an order of their own */
    assert_value(writer, docid, RC_SLOT_DATE,
                 "2020-11\x1e"
                 "0123456789abcdef");
    /* as they are shown, not in upper case as the terms are */
    assert_value(writer, docid, RC_SLOT_DOCUMENT_FACETS, "XN:KZ Tsubmission XO:Центр Y2020 XT:ok");
  }
  /* each what is counted of it alone, the document what any of them has, each once */
  assert_value(writer, 2, RC_SLOT_PASSAGE_FACETS,
               "XK:heading Lru XH:pogroms XH:violence XR:KZ-31/korday/masanchi XR:KZ-31/korday "
               "XR:KZ-31 XR:KZ");
  assert_value(writer, 3, RC_SLOT_PASSAGE_FACETS, "XK:body Len XG:dungan XC:A/RES/48/134");
  assert_value(writer, 4, RC_SLOT_PASSAGE_FACETS, "XK:body Lru XH:pogroms XH:violence");
  assert_value(writer, 1, RC_SLOT_PASSAGE_FACETS,
               "XK:heading Lru XH:pogroms XH:violence XR:KZ-31/korday/masanchi XR:KZ-31/korday "
               "XR:KZ-31 XR:KZ XK:body Len XG:dungan XC:A/RES/48/134");
}

/* What is counted of the passages of an entry. */
static char **read_facets(XapianWriter *writer, guint32 docid) {
  g_autofree char *joined =
      xapian_database_value(xapian_writer_database(writer), docid, RC_SLOT_PASSAGE_FACETS, NULL);
  return g_strsplit(joined, "\x1f", -1);
}

/* A symbol that is cited is counted, its beginnings and paragraphs are not; and none of them where
 * a document names itself. */
static void test_what_is_not_counted(void **state) {
  static const FixturePassage texts[] = {
      {.text = "see CERD/C/KAZ/CO/8-10, para. 24", .language = "en"}, {0}};
  static const FixtureDocument other = {
      .id = "0123456789abcde5", .path = "n.pdf", .passages = texts};
  static const FixtureDocument own = {
      .id = "0123456789abcde6", .path = "o.pdf", .symbol = "CERD/C/KAZ/CO/8-10", .passages = texts};
  g_autoptr(XapianWriter) writer = write_entries(state, &other),
                          itself = write_entries(state, &own);
  g_autofree char *paragraph = entries_with(writer, RC_FIELD_CITES, "CERD/C/KAZ/CO/8-10:24");
  assert_string_equal(paragraph, "1 2");
  for (guint32 docid = 1; docid <= 2; docid++) {
    g_autofree char *value =
        xapian_database_value(xapian_writer_database(writer), docid, RC_SLOT_PASSAGE_FACETS, NULL);
    assert_true(g_str_has_suffix(value, "\x1fXC:CERD/C/KAZ/CO/8-10"));
    assert_ptr_equal(strstr(value, "XC:"), g_strrstr(value, "XC:")); /* once */
    g_autofree char *none =
        xapian_database_value(xapian_writer_database(itself), docid, RC_SLOT_PASSAGE_FACETS, NULL);
    assert_null(strstr(none, "XC:"));
  }
}

/* The ids of the entries that have the stem of a word of that field. */
static char *entries_with_stem(XapianWriter *writer, RcField field, const char *word) {
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  return entries_with(writer, field, rc_stemmer_stem(stemmer, word));
}

/* What stands over a passage: headings of its section, of the document its title and who wrote
 * it.  A document as a whole has the latter two. */
static void test_context(void **state) {
  static const FixturePassage texts[] = {
      {.text = "Пытки в колониях", .kind = RC_KIND_HEADING, .language = "ru"},
      {.text = "Осуждённых били", .language = "ru", .section = "Пытки в колониях"},
      {.text = "О пытках молчат", .language = "ru", .section = "Пытки в колониях"},
      {.text = "Prison conditions", .language = "en"},
      {0}};
  static const FixtureDocument document = {.id = "0123456789abcde7",
                                           .path = "c.pdf",
                                           .title = "Тюрьмы и пытки",
                                           .organisation = "Комитет за жизнь",
                                           .passages = texts};
  static const struct {
    const char *word, *entries;
  } cases[] = {
      {"колония", "3 4"},       /* not of the heading, which says it itself, nor of what has none */
      {"тюрьма", "1 2 3 4 5"},  /* of the title, */
      {"пытки", "1 2 3 4 5"},   /* said by a passage or not, */
      {"комитет", "1 2 3 4 5"}, /* and of the organisation */
      {"били", ""},
      {"prison", ""},
  };
  g_autoptr(XapianWriter) writer = write_entries(state, &document);
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *entries = entries_with_stem(writer, RC_FIELD_CONTEXT, cases[i].word);
    if (strcmp(entries, cases[i].entries) != 0)
      fail_msg("%s: in %s, not in %s", cases[i].word, entries, cases[i].entries);
  }
  /* Headings make no words of the document of what it does not say. */
  g_autofree char *said = entries_with_stem(writer, RC_FIELD_DOCUMENT_STEM, "колония");
  g_autofree char *title = entries_with_stem(writer, RC_FIELD_DOCUMENT_STEM, "тюрьма");
  assert_string_equal(said, "1");
  assert_string_equal(title, "");
}

/* What each of the entries weighs by the stem of a word in its context, 0 of those without it. */
static void weigh_context(XapianWriter *writer, const char *word, double *weights, guint count) {
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_autofree char *term = rc_schema_term(RC_FIELD_CONTEXT, rc_stemmer_stem(stemmer, word));
  g_autoptr(XapianQuery) query = xapian_query_new_term(term);
  XapianSearch search = {.query = query,
                         .limit = 9,
                         .collapse_slot = XAPIAN_NO_SLOT,
                         .sort_slot = XAPIAN_NO_SLOT,
                         .bm25_k1 = 1};
  g_autoptr(XapianResult) result = xapian_search(xapian_writer_database(writer), &search, NULL);
  memset(weights, 0, count * sizeof *weights);
  for (guint i = 0; i < result->matches->len; i++) {
    XapianMatch match = g_array_index(result->matches, XapianMatch, i);
    assert_in_range(match.docid, 1, count);
    weights[match.docid - 1] = match.weight;
  }
}

/* Context counts once, be it said over a passage as often as it may: by the document, by headings,
 * by both. */
static void test_context_counts_once(void **state) {
  static const FixturePassage texts[] = {
      {.text = "Осуждённых били", .language = "ru", .section = "Пытки"},
      {.text = "Осуждённых били", .language = "ru"},
      {.text = "Осуждённых били", .language = "ru", .section = "Карцер, карцеры и карцер"},
      {0}};
  static const FixtureDocument document = {.id = "0123456789abcde8",
                                           .path = "c.pdf",
                                           .title = "Пытки, пытки и пытки",
                                           .organisation = "Пытки",
                                           .passages = texts};
  g_autoptr(XapianWriter) writer = write_entries(state, &document);
  double shared[4], own[4];
  weigh_context(writer, "пытки", shared, 4);
  weigh_context(writer, "карцер", own, 4);
  assert_true(shared[1] > 0 && shared[1] == shared[2] && shared[2] == shared[3]);
  assert_true(own[1] == 0 && own[2] == 0 && own[3] > 0);
}

/* So it does if a worker says otherwise. */
static void test_context_of_a_worker_counts_once(void **state) {
  static const FixturePassage texts[] = {
      {.text = "one two three four"}, {.text = "five"}, {.text = "six"}, {0}};
  static const FixtureDocument document = {
      .id = "0123456789abcde9", .path = "w.pdf", .passages = texts};
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_autoptr(RcEntries) entries = fixture_entries_new(&document, stemmer);
  for (guint32 ordinal = 4; ordinal <= 5; ordinal++) {
    const RcTerm term = {
        .field = RC_FIELD_CONTEXT, .value = "barn", .frequency = ordinal == 5 ? 4 : 0};
    g_autoptr(RcPassage) passage = fixture_passage_new(texts, ordinal);
    g_autoptr(GByteArray) record = g_byte_array_new(), terms = g_byte_array_new();
    rc_record_append_passage(record, passage);
    rc_terms_append(terms, &term, NULL);
    g_autoptr(RcPassage) added = rc_entries_add_passage(entries, record->data, record->len, 4,
                                                        terms->data, terms->len, NULL);
    assert_non_null(added);
  }
  g_autofree char *path = g_build_filename(*state, document.id, NULL);
  g_autoptr(XapianWriter) writer = xapian_writer_create(path, NULL);
  assert_true(xapian_writer_begin(writer, NULL));
  assert_true(rc_entries_write(entries, writer, NULL));
  assert_true(xapian_writer_commit(writer, NULL));
  double weights[6];
  weigh_context(writer, "barn", weights, 6);
  assert_true(weights[1] == 0 && weights[4] > 0 && weights[4] == weights[5]);
}

/* A search adds up the values of a facet, entry by entry: of one they have an end. */
static void test_many_values(void **state) {
  const char *folder = *state;
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_autoptr(RcEntries) entries = fixture_entries_new(&report, stemmer);
  g_autoptr(GByteArray) terms = g_byte_array_new();
  for (guint i = 0; i <= RC_FACET_VALUES_MAX; i++) {
    g_autofree char *symbol = g_strdup_printf("A/%u/1", 1000 + i);
    const RcTerm term = {.field = RC_FIELD_CITES, .value = symbol, .facet = true};
    rc_terms_append(terms, &term, NULL);
  }
  const RcTerm kind = {.field = RC_FIELD_KIND, .value = "body", .facet = true};
  rc_terms_append(terms, &kind, NULL);
  assert_true(rc_entries_set_terms(entries, terms->data, terms->len, NULL));
  g_autofree char *path = g_build_filename(folder, "many", NULL);
  g_autoptr(XapianWriter) writer = xapian_writer_create(path, NULL);
  assert_true(xapian_writer_begin(writer, NULL));
  assert_true(rc_entries_write(entries, writer, NULL));
  assert_true(xapian_writer_commit(writer, NULL));
  g_auto(GStrv) values = read_facets(writer, 1);
  assert_int_equal(g_strv_length(values), RC_FACET_VALUES_MAX + 1);
  assert_string_equal(values[RC_FACET_VALUES_MAX], "XK:body"); /* each field has its own end */
}

/* A document of which nothing is known but its id can be found all the same. */
static void test_an_empty_document(void **state) {
  static const FixtureDocument empty = {.id = "ffffffffffffffff", .path = "x.pdf"};
  g_autoptr(XapianWriter) writer = write_entries(state, &empty);
  g_autofree char *entries = entries_with(writer, RC_FIELD_ENTRY, "document");
  assert_string_equal(entries, "1");
  assert_value(writer, 1, RC_SLOT_DATE,
               "\x1e"
               "ffffffffffffffff");
  assert_value(writer, 1, RC_SLOT_DOCUMENT_FACETS, "XT:ok");
  assert_value(writer, 1, RC_SLOT_PASSAGE_FACETS, "");
  g_autoptr(GArray) starts = read_starts(writer);
  assert_int_equal(starts->len, 0);
}

/* The document entry adds nothing to weights or lengths, however long it is. */
static void test_the_document_entry_weighs_nothing(void **state) {
  g_autoptr(XapianWriter) writer = write_entries(state, &report);
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_autofree char *term = rc_schema_term(RC_FIELD_STEM, rc_stemmer_stem(stemmer, "погром"));
  g_autoptr(XapianQuery) query = xapian_query_new_term(term);
  XapianSearch search = {
      .query = query, .limit = 9, .collapse_slot = XAPIAN_NO_SLOT, .sort_slot = XAPIAN_NO_SLOT};
  g_autoptr(XapianResult) result = xapian_search(xapian_writer_database(writer), &search, NULL);
  assert_int_equal(result->matches->len, 2);
  /* twice in two words, once in three */
  assert_int_equal(g_array_index(result->matches, XapianMatch, 0).docid, 4);
  assert_int_equal(g_array_index(result->matches, XapianMatch, 1).docid, 2);
  g_autofree char *whole =
      rc_schema_term(RC_FIELD_DOCUMENT_STEM, rc_stemmer_stem(stemmer, "погром"));
  g_autoptr(XapianQuery) of_document = xapian_query_new_term(whole);
  search.query = of_document;
  g_autoptr(XapianResult) none = xapian_search(xapian_writer_database(writer), &search, NULL);
  assert_int_equal(none->matches->len, 1);
  assert_true(g_array_index(none->matches, XapianMatch, 0).weight == 0);
}

/* --- what is refused --- */

/* The bytes of one passage as a worker would send them. */
typedef struct {
  GByteArray *record, *terms;
  guint32 words;
} Sent;

static void clear_sent(Sent *sent) {
  g_byte_array_unref(sent->record);
  g_byte_array_unref(sent->terms);
}

#define SENT __attribute__((cleanup(clear_sent))) Sent

static Sent send_first_passage(void) {
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_autoptr(RcDictionary) dictionary = rc_dictionary_new();
  g_autoptr(RcInversion) inversion = rc_inversion_new(stemmer, dictionary);
  g_autoptr(RcPassage) passage = fixture_passage_new(&passages[0], 1);
  g_autoptr(GArray) words = rc_dictionary_words(dictionary, passage->text, -1);
  Sent sent = {g_byte_array_new(), g_byte_array_new(), words->len};
  rc_record_append_passage(sent.record, passage);
  rc_inversion_add_passage(inversion, passage, words, sent.terms);
  return sent;
}

static bool add(RcEntries *entries, const Sent *sent, guint32 words, GError **error) {
  g_autoptr(RcPassage) passage =
      rc_entries_add_passage(entries, sent->record->data, sent->record->len, words,
                             sent->terms->data, sent->terms->len, error);
  return passage != NULL;
}

/* Adds what must be refused: nothing of it is there afterwards. */
static void assert_refused(RcEntries *entries, const Sent *sent, guint32 words) {
  g_autoptr(GError) error = NULL;
  gsize bytes = rc_entries_bytes(entries);
  guint count = rc_entries_document(entries)->passages;
  assert_false(add(entries, sent, words, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_INPUT));
  assert_int_equal(rc_entries_bytes(entries), bytes);
  assert_int_equal(rc_entries_document(entries)->passages, count);
}

/* A passage with a term that is the parent's to set leaves nothing, not even the
 * terms before it. */
static void test_refused_terms(void **state) {
  (void)state;
  static const char id[] = "0123456789abcdef";
  g_autoptr(RcEntries) entries = rc_entries_new(fixture_document_new(&report));
  SENT sent = send_first_passage();
  guint sound = sent.terms->len;
  const RcTerm stolen = {.field = RC_FIELD_ID, .value = id};
  rc_terms_append(sent.terms, &stolen, NULL);
  assert_refused(entries, &sent, sent.words);
  g_byte_array_set_size(sent.terms, sound);
  assert_true(add(entries, &sent, sent.words, NULL));
  assert_int_equal(rc_entries_document(entries)->passages, 1);
  assert_int_equal(rc_entries_bytes(entries), sent.record->len + sound);
}

static void test_a_refused_record(void **state) {
  (void)state;
  g_autoptr(RcEntries) entries = rc_entries_new(fixture_document_new(&report));
  SENT sent = send_first_passage();
  g_byte_array_set_size(sent.record, sent.record->len - 1);
  assert_refused(entries, &sent, sent.words);
  g_byte_array_set_size(sent.record, 0);
  assert_refused(entries, &sent, sent.words);
}

/* However many words are claimed, positions never begin anew. */
static void test_more_words_than_positions(void **state) {
  g_autoptr(RcEntries) entries = rc_entries_new(fixture_document_new(&report));
  SENT sent = send_first_passage();
  assert_refused(entries, &sent, G_MAXUINT32);
  assert_true(add(entries, &sent, G_MAXUINT32 / 2, NULL));
  assert_refused(entries, &sent, G_MAXUINT32 / 2 + 1);
  assert_true(add(entries, &sent, 3, NULL));
  assert_int_equal(rc_entries_document(entries)->passages, 2);
  g_autofree char *path = g_build_filename(*state, "words", NULL);
  g_autoptr(XapianWriter) writer = xapian_writer_create(path, NULL);
  assert_true(xapian_writer_begin(writer, NULL));
  assert_true(rc_entries_write(entries, writer, NULL));
  assert_true(xapian_writer_commit(writer, NULL));
  g_autoptr(GArray) starts = read_starts(writer);
  assert_int_equal(starts->len, 2);
  assert_int_equal(g_array_index(starts, guint32, 0), 1);
  assert_int_equal(g_array_index(starts, guint32, 1), 1 + G_MAXUINT32 / 2 + RC_PASSAGE_GAP);
}

/* Positions of the document entry end with the document. */
static void test_refused_document_terms(void **state) {
  (void)state;
  g_autoptr(RcEntries) entries = rc_entries_new(fixture_document_new(&report));
  SENT sent = send_first_passage();
  assert_true(add(entries, &sent, sent.words, NULL));
  g_autoptr(GByteArray) sound = g_byte_array_new(), far = g_byte_array_new();
  const guint32 within[] = {1, 3}, beyond[] = {1, 3 + RC_PASSAGE_GAP + 2};
  const RcTerm term = {.field = RC_FIELD_WORD, .value = "погром", .position_count = 2};
  rc_terms_append(sound, &term, within);
  rc_terms_append(far, &term, beyond);
  g_autoptr(GError) error = NULL;
  assert_true(rc_entries_set_terms(entries, sound->data, sound->len, NULL));
  gsize bytes = rc_entries_bytes(entries);
  assert_false(rc_entries_set_terms(entries, far->data, far->len, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_INPUT));
  assert_int_equal(rc_entries_bytes(entries), bytes);
}

static void test_cleared_entries(void **state) {
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_autoptr(RcEntries) entries = fixture_entries_new(&report, stemmer);
  assert_true(rc_entries_bytes(entries) > 0);
  rc_entries_clear(entries);
  assert_int_equal(rc_entries_bytes(entries), 0);
  assert_int_equal(rc_entries_document(entries)->passages, 0);
  g_autofree char *path = g_build_filename(*state, "cleared", NULL);
  g_autoptr(XapianWriter) writer = xapian_writer_create(path, NULL);
  assert_true(xapian_writer_begin(writer, NULL));
  assert_true(rc_entries_write(entries, writer, NULL));
  assert_true(xapian_writer_commit(writer, NULL));
  g_autofree char *words = entries_with(writer, RC_FIELD_WORD, "погром");
  g_autofree char *documents = entries_with(writer, RC_FIELD_ENTRY, "document");
  g_autofree char *all = entries_with(writer, RC_FIELD_ID, "0123456789abcdef");
  assert_string_equal(words, "");
  assert_string_equal(documents, "1");
  assert_string_equal(all, "1");
}

/* A document does not cite itself by naming itself, whatever the case. */
static void test_own_symbol_is_not_cited(void **state) {
  static const FixtureDocument own = {
      "eeeeeeeeeeeeeeee", "o.pdf", NULL, NULL, "a/res/48/134", NULL, NULL, NULL, passages};
  g_autoptr(XapianWriter) writer = write_entries(state, &own);
  g_autofree char *cited = entries_with(writer, RC_FIELD_CITES, "A/RES/48/134");
  g_autofree char *symbol = entries_with(writer, RC_FIELD_SYMBOL, "A/RES/48/134");
  assert_string_equal(cited, "");
  assert_string_equal(symbol, "1");
}

/* Names in any encoding and of any length are terms. */
static void test_path_terms(void **state) {
  (void)state;
  g_autofree char *long_name = g_strnfill(3000, 'x');
  static char raw[] = "caf\xe9/a b.pdf", russian[] = "папка/a.pdf";
  const RcFile files[] = {{.root = 0, .path = raw},
                          {.root = 1, .path = raw},
                          {.root = 0, .path = russian},
                          {.root = 0, .path = long_name}};
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
    char *term = rc_entries_path_term(&files[i]);
    assert_true(strlen(term) <= RC_TERM_BYTES_MAX);
    assert_true(g_utf8_validate(term, -1, NULL));
    assert_true(g_hash_table_add(seen, term));
  }
}

/* A document that cites thousands is counted for a thousand of them, and found by each. */
static void test_values_of_a_slot(void **state) {
  enum { CITED = 3 * RC_FACET_VALUES_MAX / 2 };
  g_autoptr(GString) text = g_string_new("see");
  for (guint i = 1; i <= CITED; i++)
    g_string_append_printf(text, " A/HRC/7/%u,", i);
  const FixturePassage texts[] = {{.text = text->str, .language = "en"}, {0}};
  const FixtureDocument document = {.id = "0123456789abcde1", .path = "b.pdf", .passages = texts};
  g_autoptr(XapianWriter) writer = write_entries(state, &document);
  g_auto(GStrv) counted = read_facets(writer, 1);
  guint symbols = 0;
  for (guint i = 0; counted[i]; i++)
    symbols += g_str_has_prefix(counted[i], "XC:");
  assert_int_equal(symbols, RC_FACET_VALUES_MAX);
  for (guint i = 1; i <= CITED; i++) {
    g_autofree char *cited = g_strdup_printf("A/HRC/7/%u", i);
    g_autofree char *found = entries_with(writer, RC_FIELD_CITES, cited);
    assert_string_equal(found, "1 2");
  }
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      WITH_FOLDER(test_terms),
      WITH_FOLDER(test_articles_and_rights),
      WITH_FOLDER(test_positions),
      WITH_FOLDER(test_records),
      WITH_FOLDER(test_values),
      WITH_FOLDER(test_what_is_not_counted),
      WITH_FOLDER(test_context),
      WITH_FOLDER(test_context_counts_once),
      WITH_FOLDER(test_context_of_a_worker_counts_once),
      WITH_FOLDER(test_values_of_a_slot),
      WITH_FOLDER(test_many_values),
      WITH_FOLDER(test_an_empty_document),
      WITH_FOLDER(test_the_document_entry_weighs_nothing),
      WITH_FOLDER(test_own_symbol_is_not_cited),
      WITH_FOLDER(test_cleared_entries),
      cmocka_unit_test(test_refused_terms),
      cmocka_unit_test(test_a_refused_record),
      WITH_FOLDER(test_more_words_than_positions),
      cmocka_unit_test(test_refused_document_terms),
      cmocka_unit_test(test_path_terms),
  };
  return cmocka_run_group_tests_name("entries", tests, NULL, NULL);
}
