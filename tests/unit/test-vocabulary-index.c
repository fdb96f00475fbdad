/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every name through the whole index: a document for each region, group and body, a
 * paragraph for each of its names in a sentence of its language; a search by the concept,
 * and by any of its names, finds every one of these paragraphs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "fixture.h"
#include "index.h"

enum { SHOWN_MAX = 20 };

static const RcField fields[] = {RC_FIELD_REGION, RC_FIELD_GROUP, RC_FIELD_BODY};

static bool is_searched(RcField field) {
  for (gsize i = 0; i < G_N_ELEMENTS(fields); i++)
    if (fields[i] == field)
      return true;
  return false;
}

/* True if the form is a mention wherever it stands, and means one concept of its field.
 * What needs a word beside it is tested in test-annotate and test-articles. */
static bool is_plain(const RcForm *form, RcField field) {
  if (form->rule != RC_RULE_ALWAYS && form->rule != RC_RULE_CAPITAL && form->rule != RC_RULE_UPPER)
    return false;
  const RcForm *forms = NULL;
  int count = rc_vocabulary_find(rc_vocabulary_form_words(form), &forms), meanings = 0;
  for (int i = 0; i < count; i++)
    meanings += rc_vocabulary_concept(forms[i].concept)->field == field;
  return meanings == 1;
}

static char *sentence_with(const RcForm *form) {
  bool english = strcmp(rc_vocabulary_form_language(form), "en") == 0;
  return english
             ? g_strdup_printf("Yesterday they spoke of %s and went home.",
                               rc_vocabulary_form_text(form))
             : g_strdup_printf("Вчера говорили: %s, и разошлись.", rc_vocabulary_form_text(form));
}

/* The names of a concept as paragraphs; an array of FixturePassage that ends with NULL. */
static GArray *new_paragraphs(const RcConcept *concept) {
  GArray *paragraphs = g_array_new(TRUE, TRUE, sizeof(FixturePassage));
  for (int k = 0; k < concept->form_count; k++) {
    const RcForm *form = rc_vocabulary_concept_form(concept, k);
    if (!is_plain(form, concept->field))
      continue;
    FixturePassage paragraph = {.text = sentence_with(form)};
    g_array_append_val(paragraphs, paragraph);
  }
  return paragraphs;
}

static void free_paragraphs(GArray *paragraphs) {
  for (guint i = 0; i < paragraphs->len; i++)
    g_free((char *)g_array_index(paragraphs, FixturePassage, i).text);
  g_array_unref(paragraphs);
}

/* Adds the document of a concept; returns how many paragraphs it has. */
static guint add_document(RcStore *store, RcStemmer *stemmer, int number, GArray *counts) {
  const RcConcept *concept = rc_vocabulary_concept(number);
  GArray *paragraphs = new_paragraphs(concept);
  guint count = paragraphs->len;
  g_array_index(counts, guint, (guint)number) = count;
  if (count) {
    g_autofree char *id = g_strdup_printf("%016x", (unsigned)number);
    FixtureDocument document = {
        .id = id, .path = id, .passages = (const FixturePassage *)(void *)paragraphs->data};
    assert_true(rc_store_add_document(store, fixture_entries_new(&document, stemmer), NULL));
  }
  free_paragraphs(paragraphs);
  return count;
}

/* Paragraphs of the concept's own document that a search by the concept finds. */
static guint count_found(RcIndex *index, int number) {
  const RcConcept *concept = rc_vocabulary_concept(number);
  g_autofree char *id = g_strdup_printf("%016x", (unsigned)number);
  g_autofree char *own_term = rc_schema_term(RC_FIELD_ID, id);
  g_autofree char *concept_term = rc_schema_term(concept->field, concept->id);
  g_autofree char *document_term = rc_schema_term(RC_FIELD_ENTRY, "document");
  g_autoptr(XapianQuery) own = xapian_query_new_term(own_term);
  g_autoptr(XapianQuery) named = xapian_query_new_term(concept_term);
  g_autoptr(XapianQuery) document = xapian_query_new_term(document_term);
  XapianQuery *both[] = {own, named};
  g_autoptr(XapianQuery) entries = xapian_query_new_combined(XAPIAN_AND, both, 2);
  XapianQuery *parts[] = {entries, document};
  g_autoptr(XapianQuery) query = xapian_query_new_combined(XAPIAN_AND_NOT, parts, 2);
  XapianSearch search = {.query = query,
                         .check_at_least = G_MAXUINT,
                         .collapse_slot = XAPIAN_NO_SLOT,
                         .sort_slot = XAPIAN_NO_SLOT};
  g_autoptr(XapianResult) result = xapian_search(rc_index_database(index), &search, NULL);
  assert_non_null(result);
  assert_int_equal(result->lower, result->upper);
  return result->lower;
}

/* Every name leads to its concept, so that a search by any of them is the same search; but for one
 * in the very letters of an id, which means that alone. */
static guint count_unresolved(int number) {
  const RcConcept *concept = rc_vocabulary_concept(number);
  guint lost = 0;
  for (int k = 0; k < concept->form_count; k++) {
    const char *text = rc_vocabulary_form_text(rc_vocabulary_concept_form(concept, k));
    g_autoptr(GPtrArray) meant = rc_vocabulary_resolve(concept->field, text);
    bool is_id = meant->len == 1 && strcmp(((const RcConcept *)meant->pdata[0])->id, text) == 0;
    lost += !is_id && !g_ptr_array_find(meant, concept, NULL);
  }
  return lost;
}

static void test_every_name_is_found(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  int concepts = rc_vocabulary_concept_count();
  guint paragraphs = 0, lost = 0, unresolved = 0, shown = 0;
  g_autoptr(GArray) counts = g_array_sized_new(FALSE, TRUE, sizeof(guint), (guint)concepts);
  g_array_set_size(counts, (guint)concepts);
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_autoptr(RcStore) store = rc_store_open(folder, RC_STORE_CREATE, NULL);
  assert_non_null(store);
  for (int i = 0; i < concepts; i++)
    if (is_searched(rc_vocabulary_concept(i)->field))
      paragraphs += add_document(store, stemmer, i, counts);
  assert_true(rc_store_commit(store, NULL));
  g_autoptr(RcIndex) index = rc_index_open(folder, NULL);
  assert_non_null(index);
  for (int i = 0; i < concepts; i++) {
    guint wanted = g_array_index(counts, guint, (guint)i);
    guint found = wanted ? count_found(index, i) : 0;
    lost += wanted - found;
    if (found < wanted && shown++ < SHOWN_MAX)
      print_error("%s: %u of %u\n", rc_vocabulary_concept(i)->id, found, wanted);
    if (is_searched(rc_vocabulary_concept(i)->field))
      unresolved += count_unresolved(i);
  }
  print_message(
      "names indexed: %u, not found by their concept: %u, names that lead to another: %u\n",
      paragraphs, lost, unresolved);
  assert_true(paragraphs > 50000);
  assert_int_equal(lost, 0);
  assert_int_equal(unresolved, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_name_is_found)};
  return cmocka_run_group_tests_name("vocabulary-index", tests, NULL, NULL);
}
