/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Term lists: what is written is read back, and what no worker of ours would write is
 * refused, byte by byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "error.h"
#include "terms.h"

/* Words of the passage whose terms are checked. */
#define WORDS 1000000
#define LAST_POSITION 1000

/* --- coming back --- */

typedef struct {
  RcTerm term;
  guint32 positions[4];
} Case;

static void assert_same_term(RcTerm *read, const Case *from) {
  assert_int_equal(read->field, from->term.field);
  assert_int_equal(read->facet, from->term.facet);
  assert_string_equal(read->value, from->term.value);
  assert_int_equal(read->frequency, from->term.frequency);
  assert_int_equal(read->position_count, from->term.position_count);
  guint32 position = 0;
  for (guint32 i = 0; i < from->term.position_count; i++) {
    position = rc_term_next_position(read, position);
    assert_int_equal(position, from->positions[i]);
  }
}

static void check_round_trip(const Case *cases, size_t count, unsigned entry) {
  g_autoptr(GByteArray) list = g_byte_array_new();
  g_autoptr(GError) error = NULL;
  for (size_t i = 0; i < count; i++)
    rc_terms_append(list, &cases[i].term, cases[i].positions);
  assert_true(rc_terms_check(list->data, list->len, entry, WORDS, G_MAXUINT32, &error));
  assert_null(error);
  gsize offset = 0;
  RcTerm term;
  for (size_t i = 0; i < count; i++) {
    assert_true(rc_terms_next(list->data, list->len, &offset, &term));
    assert_same_term(&term, &cases[i]);
  }
  assert_false(rc_terms_next(list->data, list->len, &offset, &term));
  assert_int_equal(offset, list->len);
}

static void test_terms_of_a_document_come_back(void **state) {
  (void)state;
  g_autofree char *longest = g_strnfill(RC_TERM_BYTES_MAX, 'x');
  const Case cases[] = {
      {{.field = RC_FIELD_WORD, .value = "погром", .position_count = 3}, {1, 2, 127}},
      {{.field = RC_FIELD_WORD, .value = "a", .position_count = 3}, {128, 16383, 16384}},
      {{.field = RC_FIELD_WORD, .value = "o'zbek", .position_count = 2}, {2097151, 2097152}},
      {{.field = RC_FIELD_WORD, .value = longest, .position_count = 4},
       {268435455, 268435456, G_MAXUINT32 - 1, G_MAXUINT32}},
      {{.field = RC_FIELD_WORD, .value = "2020", .position_count = 1}, {G_MAXUINT32}},
      {{.field = RC_FIELD_DOCUMENT_STEM, .value = "Погром"}, {0}},
      {{.field = RC_FIELD_CONTEXT, .value = "Погром"}, {0}},
      {{.field = RC_FIELD_REGION, .value = "KZ", .facet = true}, {0}},
      {{.field = RC_FIELD_REGION, .value = "KZ-31"}, {0}},
      {{.field = RC_FIELD_CITES, .value = "CERD/C/KAZ/CO/8-10", .facet = true}, {0}},
      {{.field = RC_FIELD_LANGUAGE, .value = "ru", .facet = true}, {0}},
      {{.field = RC_FIELD_KIND, .value = "footnote", .facet = true}, {0}},
  };
  check_round_trip(cases, G_N_ELEMENTS(cases), RC_IN_DOCUMENT);
}

static void test_terms_of_a_passage_come_back(void **state) {
  (void)state;
  const Case cases[] = {
      {{.field = RC_FIELD_STEM, .value = "погром", .frequency = 1}, {0}},
      {{.field = RC_FIELD_STEM, .value = "dungan", .frequency = 127}, {0}},
      {{.field = RC_FIELD_STEM, .value = "b", .frequency = 128}, {0}},
      {{.field = RC_FIELD_STEM, .value = "c", .frequency = 300000}, {0}},
      {{.field = RC_FIELD_CONTEXT, .value = "погром"}, {0}},
      {{.field = RC_FIELD_GROUP, .value = "dungan", .facet = true}, {0}},
      {{.field = RC_FIELD_CITES, .value = "A/RES/48/134"}, {0}},
      {{.field = RC_FIELD_ARTICLE, .value = "ICCPR:26"}, {0}},
      {{.field = RC_FIELD_LANGUAGE, .value = "en"}, {0}},
      {{.field = RC_FIELD_KIND, .value = "body"}, {0}},
  };
  check_round_trip(cases, G_N_ELEMENTS(cases), RC_IN_PASSAGE);
}

static void test_an_empty_list(void **state) {
  (void)state;
  gsize offset = 0;
  RcTerm term;
  assert_true(rc_terms_check((const guint8 *)"", 0, RC_IN_PASSAGE, 0, 0, NULL));
  assert_false(rc_terms_next((const guint8 *)"", 0, &offset, &term));
}

/* A worker cannot make a passage seem longer than it is, or richer in a word; what hyphens join
 * counts once more. */
static void test_more_than_the_words(void **state) {
  (void)state;
  g_autoptr(GByteArray) list = g_byte_array_new();
  const RcTerm terms[] = {{.field = RC_FIELD_STEM, .value = "погром", .frequency = 3},
                          {.field = RC_FIELD_STEM, .value = "dungan", .frequency = 2}};
  for (gsize i = 0; i < G_N_ELEMENTS(terms); i++)
    rc_terms_append(list, &terms[i], NULL);
  g_autoptr(GError) error = NULL;
  assert_true(rc_terms_check(list->data, list->len, RC_IN_PASSAGE, 5, 0, NULL));
  assert_false(rc_terms_check(list->data, list->len, RC_IN_PASSAGE, 3, 0, &error));
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_INPUT));
  assert_false(rc_terms_check(list->data, list->len, RC_IN_DOCUMENT, 0, 0, NULL));
  /* Of seven words three pairs may be joined by hyphens: ten are counted, and not one more. */
  const RcTerm more = {.field = RC_FIELD_CONTEXT, .value = "погром", .frequency = 5};
  const RcTerm one = {.field = RC_FIELD_STEM, .value = "one", .frequency = 1};
  rc_terms_append(list, &more, NULL);
  assert_true(rc_terms_check(list->data, list->len, RC_IN_PASSAGE, 7, 0, NULL));
  rc_terms_append(list, &one, NULL);
  assert_false(rc_terms_check(list->data, list->len, RC_IN_PASSAGE, 7, 0, NULL));
}

/* --- what is refused --- */

/* A list given byte by byte, with `entry` as the kind of entry it is for. */
static void assert_check(const void *bytes, gsize length, unsigned entry, bool taken,
                         const char *name) {
  g_autoptr(GError) error = NULL;
  /* A copy of that very length: reading beyond it is an error that sanitizers see. */
  g_autofree guint8 *own = g_memdup2(bytes, length);
  bool read = rc_terms_check(own, length, entry, WORDS, LAST_POSITION, &error);
  if (read != taken)
    fail_msg("%s: %s", name, read ? "taken" : error->message);
  if (!taken)
    assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_BAD_INPUT));
}

#define TAKEN(entry, bytes) assert_check(bytes, sizeof(bytes) - 1, entry, true, #bytes)
#define REFUSED(entry, bytes) assert_check(bytes, sizeof(bytes) - 1, entry, false, #bytes)

/* Fields as the first byte of a term. */
#define WORD "\x04"
#define STEM "\x06"
#define REGION "\x0a"
#define FACET_REGION "\x8a"
#define GROUP "\x0b"
#define BODY "\x0c"
#define KIND "\x14"

static void test_the_numbers_of_fields(void **state) {
  (void)state;
  assert_int_equal(WORD[0], RC_FIELD_WORD);
  assert_int_equal(STEM[0], RC_FIELD_STEM);
  assert_int_equal(REGION[0], RC_FIELD_REGION);
  assert_int_equal(GROUP[0], RC_FIELD_GROUP);
  assert_int_equal(BODY[0], RC_FIELD_BODY);
  assert_int_equal(KIND[0], RC_FIELD_KIND);
}

static void test_lengths(void **state) {
  (void)state;
  TAKEN(RC_IN_PASSAGE, STEM "\1a\0\1\0");
  REFUSED(RC_IN_PASSAGE, STEM);                /* no length */
  REFUSED(RC_IN_PASSAGE, STEM "\0\0\1\0");     /* an empty value */
  REFUSED(RC_IN_PASSAGE, STEM "\2a\0\1\0");    /* a value that is shorter */
  REFUSED(RC_IN_PASSAGE, STEM "\1ab\0\1\0");   /* no NUL where it must be */
  REFUSED(RC_IN_PASSAGE, STEM "\1a");          /* no NUL at all */
  REFUSED(RC_IN_PASSAGE, STEM "\3a\0b\0\1\0"); /* a NUL inside */
  REFUSED(RC_IN_PASSAGE, STEM "\x7f"
                              "ab\0\1\0");
  REFUSED(RC_IN_PASSAGE, STEM "\1a\0");          /* no frequency */
  REFUSED(RC_IN_PASSAGE, STEM "\1a\0\1");        /* no count of positions */
  REFUSED(RC_IN_PASSAGE, STEM "\1a\0\1\0" STEM); /* a sound one, then half a one */
  REFUSED(RC_IN_DOCUMENT, WORD "\1a\0\0\1");     /* a position that is missing */
  REFUSED(RC_IN_DOCUMENT, WORD "\1a\0\0\2\1");
}

/* Longer than any term, which the index could not take. */
static void test_values_longer_than_terms(void **state) {
  (void)state;
  for (guint length = RC_TERM_BYTES_MAX; length <= 255; length++) {
    g_autoptr(GByteArray) list = g_byte_array_new();
    const guint8 header[] = {RC_FIELD_STEM, (guint8)length};
    g_byte_array_append(list, header, sizeof header);
    g_autofree char *value = g_strnfill(length, 'x');
    g_byte_array_append(list, (const guint8 *)value, length);
    g_byte_array_append(list, (const guint8 *)"\0\1\0", 3);
    assert_check(list->data, list->len, RC_IN_PASSAGE, length == RC_TERM_BYTES_MAX, "long value");
  }
}

static void test_numbers(void **state) {
  (void)state;
  TAKEN(RC_IN_PASSAGE, STEM "\1a\0\xff\x7f\0");
  TAKEN(RC_IN_PASSAGE, STEM "\1a\0\x81\0\0");                    /* 1 in two bytes is 1 */
  REFUSED(RC_IN_PASSAGE, STEM "\1a\0\xff");                      /* the next byte is missing */
  REFUSED(RC_IN_PASSAGE, STEM "\1a\0\xff\xff\xff\xff\x10\0");    /* over 32 bits */
  REFUSED(RC_IN_PASSAGE, STEM "\1a\0\x80\x80\x80\x80\x80\0\0");  /* six bytes */
  REFUSED(RC_IN_DOCUMENT, WORD "\1a\0\0\xff\xff\xff\xff\x0f\1"); /* endless positions */
  REFUSED(RC_IN_DOCUMENT, WORD "\1a\0\0\1\xff\xff\xff\xff\x7f");
}

/* What each field may be on: the whole table, both kinds of entry and the numbers
 * that are no field. */
static void test_fields(void **state) {
  static const RcField of_workers[] = {
      RC_FIELD_WORD,          RC_FIELD_STEM,    RC_FIELD_REGION,   RC_FIELD_GROUP, RC_FIELD_BODY,
      RC_FIELD_CITES,         RC_FIELD_ARTICLE, RC_FIELD_LANGUAGE, RC_FIELD_KIND,  RC_FIELD_RIGHT,
      RC_FIELD_DOCUMENT_STEM, RC_FIELD_CONTEXT, RC_FIELD_PARAGRAPH};
  static const struct {
    RcField field;
    const char *value;
  } known[] = {{RC_FIELD_REGION, "KZ"},        {RC_FIELD_GROUP, "dungan"},  {RC_FIELD_BODY, "CERD"},
               {RC_FIELD_ARTICLE, "ICCPR:26"}, {RC_FIELD_RIGHT, "torture"}, {RC_FIELD_KIND, "body"},
               {RC_FIELD_LANGUAGE, "kk-Latn"}};
  (void)state;
  for (guint field = 0; field < 0x80; field++) {
    const char *value = "a";
    bool workers = false;
    for (size_t i = 0; i < G_N_ELEMENTS(of_workers); i++)
      workers = workers || of_workers[i] == field;
    for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
      value = known[i].field == field ? known[i].value : value;
    const RcTerm term = {.field = (RcField)field, .value = value};
    g_autoptr(GByteArray) list = g_byte_array_new();
    rc_terms_append(list, &term, NULL);
    g_autofree char *name = g_strdup_printf("field %u", field);
    bool of_passages = field == RC_FIELD_STEM;
    bool of_documents = field == RC_FIELD_WORD || field == RC_FIELD_DOCUMENT_STEM;
    assert_check(list->data, list->len, RC_IN_DOCUMENT, workers && !of_passages, name);
    assert_check(list->data, list->len, RC_IN_PASSAGE, workers && !of_documents, name);
  }
}

/* What a document is and where it lies is the parent's to say. */
static void test_claims(void **state) {
  static const struct {
    RcField field;
    const char *value;
  } claims[] = {
      {RC_FIELD_ID, "1111111111111111"},
      {RC_FIELD_PASSAGE, "1111111111111111:1"},
      {RC_FIELD_PATH, "0:other.pdf"},
      {RC_FIELD_ENTRY, "document"},
      {RC_FIELD_SYMBOL, "CERD/C/KAZ/CO/8-10"},
      {RC_FIELD_YEAR, "2020"},
      {RC_FIELD_ORGANISATION, "UN"},
      {RC_FIELD_TYPE, "judgment"},
      {RC_FIELD_TITLE, "report"},
      {RC_FIELD_STATUS, "ok"},
      {RC_FIELD_COUNTRY, "KZ"},
      {RC_FIELD_START, "passage"},
      {RC_FIELD_DATE, "2020"},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(claims); i++) {
    const RcTerm term = {.field = claims[i].field, .value = claims[i].value};
    g_autoptr(GByteArray) list = g_byte_array_new();
    rc_terms_append(list, &term, NULL);
    assert_check(list->data, list->len, RC_IN_DOCUMENT, false, claims[i].value);
    assert_check(list->data, list->len, RC_IN_PASSAGE, false, claims[i].value);
  }
}

static void test_words_stand_in_documents_alone(void **state) {
  (void)state;
  TAKEN(RC_IN_DOCUMENT, WORD "\1a\0\0\0");
  REFUSED(RC_IN_PASSAGE, WORD "\1a\0\0\0");
}

/* They are counted, and shown as they are. */
static void test_languages_are_tags(void **state) {
  static const char *const wrong[] = {"Russian", "RU", "en_US", "русский", "en ru"};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
    const RcTerm term = {.field = RC_FIELD_LANGUAGE, .value = wrong[i], .facet = true};
    g_autoptr(GByteArray) list = g_byte_array_new();
    rc_terms_append(list, &term, NULL);
    assert_check(list->data, list->len, RC_IN_DOCUMENT, false, wrong[i]);
    assert_check(list->data, list->len, RC_IN_PASSAGE, false, wrong[i]);
  }
}

static void test_values_of_closed_lists(void **state) {
  (void)state;
  TAKEN(RC_IN_PASSAGE, KIND "\4body\0\0\0");
  REFUSED(RC_IN_PASSAGE, KIND "\4poem\0\0\0");
  REFUSED(RC_IN_PASSAGE, KIND "\4Body\0\0\0");
  TAKEN(RC_IN_PASSAGE, REGION "\2KZ\0\0\0");
  REFUSED(RC_IN_PASSAGE, REGION "\2kz\0\0\0");
  REFUSED(RC_IN_PASSAGE, REGION "\2ZZ\0\0\0");
  REFUSED(RC_IN_PASSAGE, REGION "\6dungan\0\0\0"); /* a concept, but of another field */
  REFUSED(RC_IN_PASSAGE, GROUP "\2KZ\0\0\0");
  REFUSED(RC_IN_PASSAGE, BODY "\6dungan\0\0\0");
}

static void test_facets(void **state) {
  (void)state;
  TAKEN(RC_IN_DOCUMENT, FACET_REGION "\2KZ\0\0\0");
  TAKEN(RC_IN_PASSAGE, FACET_REGION "\2KZ\0\0\0");
  REFUSED(RC_IN_DOCUMENT, "\x84\1a\0\0\0"); /* words are not counted */
  REFUSED(RC_IN_PASSAGE, "\x86\1a\0\0\0");  /* nor stems, of passages */
  REFUSED(RC_IN_DOCUMENT, "\x87\1a\0\0\0"); /* or of a document, */
  REFUSED(RC_IN_PASSAGE, "\x88\1a\0\0\0");  /* nor context */
  REFUSED(RC_IN_DOCUMENT, "\x88\1a\0\0\0");
  REFUSED(RC_IN_DOCUMENT, "\x81\1a\0\0\0"); /* an id, counted or not, is not a worker's */
  REFUSED(RC_IN_DOCUMENT, "\xff\1a\0\0\0");
}

static void test_positions(void **state) {
  (void)state;
  TAKEN(RC_IN_DOCUMENT, WORD "\1a\0\0\2\1\1");
  REFUSED(RC_IN_DOCUMENT, WORD "\1a\0\0\2\1\0"); /* the same twice */
  REFUSED(RC_IN_DOCUMENT, WORD "\1a\0\0\1\0");   /* there is no position 0 */
  TAKEN(RC_IN_DOCUMENT, WORD "\1a\0\0\1\xe8\7"); /* 1000, the last */
  REFUSED(RC_IN_DOCUMENT, WORD "\1a\0\0\1\xe9\7");
  TAKEN(RC_IN_DOCUMENT, WORD "\1a\0\0\2\xe7\7\1");
  REFUSED(RC_IN_DOCUMENT, WORD "\1a\0\0\2\xe7\7\2");
  /* A sum beyond 32 bits does not begin anew. */
  REFUSED(RC_IN_DOCUMENT, WORD "\1a\0\0\2\1\xff\xff\xff\xff\x0f");
  REFUSED(RC_IN_PASSAGE, STEM "\1a\0\1\1\1"); /* positions in a passage */
}

/* A plain word with a capital would pass for a prefixed term. */
static void test_prefixes_in_disguise(void **state) {
  static const char *const values[] = {"Q0123456789abcdef", "XR:KZ", "Zstem", "A"};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
    const RcTerm term = {.field = RC_FIELD_WORD, .value = values[i]};
    g_autoptr(GByteArray) list = g_byte_array_new();
    rc_terms_append(list, &term, NULL);
    assert_check(list->data, list->len, RC_IN_DOCUMENT, false, values[i]);
  }
  TAKEN(RC_IN_DOCUMENT, WORD "\2aQ\0\0\0");
}

static void test_values_that_are_not_clean(void **state) {
  static const char *const values[] = {"a\x1f"
                                       "b",
                                       "a\nb",
                                       "a\tb",
                                       "a\x7f",
                                       "\x01",
                                       "\x1b[31m",
                                       "\xff",
                                       "\xd0",
                                       "\xed\xa0\x80",
                                       "\xc0\xaf",
                                       "\xf5\x80\x80\x80",
                                       "a\xd0"};
  static const RcField fields[] = {RC_FIELD_WORD,     RC_FIELD_DOCUMENT_STEM, RC_FIELD_CITES,
                                   RC_FIELD_LANGUAGE, RC_FIELD_ARTICLE,       RC_FIELD_CONTEXT};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
    for (size_t j = 0; j < G_N_ELEMENTS(fields); j++) {
      const RcTerm term = {.field = fields[j], .value = values[i]};
      g_autoptr(GByteArray) list = g_byte_array_new();
      rc_terms_append(list, &term, NULL);
      assert_check(list->data, list->len, RC_IN_DOCUMENT, false, values[i]);
    }
  }
}

/* Articles are of an instrument that is known, and their numbers are numbers. */
static void test_articles(void **state) {
  static const struct {
    const char *value;
    bool taken;
  } cases[] = {
      {"ICCPR", true},      {"ICCPR:1", true},   {"ICCPR:450", true}, {"ICCPR:0", false},
      {"ICCPR:007", false}, {"ICCPR:", false},   {":26", false},      {"ICCPR:1000", false},
      {"NONE:26", false},   {"ICCPR:2a", false}, {"iccpr:2", false},  {"ICCPR:2:6", false},
      {"26", false},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    const RcTerm term = {.field = RC_FIELD_ARTICLE, .value = cases[i].value, .facet = true};
    g_autoptr(GByteArray) list = g_byte_array_new();
    rc_terms_append(list, &term, NULL);
    assert_check(list->data, list->len, RC_IN_DOCUMENT, cases[i].taken, cases[i].value);
  }
}

/* Every way to cut a sound list but between two terms is refused. */
static void test_every_cut(void **state) {
  (void)state;
  g_autoptr(GByteArray) list = g_byte_array_new();
  const guint32 positions[] = {5, 500};
  const RcTerm word = {.field = RC_FIELD_WORD, .value = "погром", .position_count = 2};
  const RcTerm region = {.field = RC_FIELD_REGION, .value = "KZ", .facet = true};
  rc_terms_append(list, &word, positions);
  guint between = list->len;
  rc_terms_append(list, &region, NULL);
  for (guint length = 0; length <= list->len; length++)
    assert_check(list->data, length, RC_IN_DOCUMENT,
                 length == 0 || length == between || length == list->len, "cut");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_terms_of_a_document_come_back),
      cmocka_unit_test(test_terms_of_a_passage_come_back),
      cmocka_unit_test(test_an_empty_list),
      cmocka_unit_test(test_more_than_the_words),
      cmocka_unit_test(test_the_numbers_of_fields),
      cmocka_unit_test(test_lengths),
      cmocka_unit_test(test_values_longer_than_terms),
      cmocka_unit_test(test_numbers),
      cmocka_unit_test(test_fields),
      cmocka_unit_test(test_claims),
      cmocka_unit_test(test_words_stand_in_documents_alone),
      cmocka_unit_test(test_languages_are_tags),
      cmocka_unit_test(test_values_of_closed_lists),
      cmocka_unit_test(test_facets),
      cmocka_unit_test(test_positions),
      cmocka_unit_test(test_prefixes_in_disguise),
      cmocka_unit_test(test_values_that_are_not_clean),
      cmocka_unit_test(test_articles),
      cmocka_unit_test(test_every_cut),
  };
  return cmocka_run_group_tests_name("terms", tests, NULL, NULL);
}
