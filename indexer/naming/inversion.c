/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inversion.h"

#include <string.h>

#include "article.h"
#include "symbol.h"
#include "terms.h"
#include "vocabulary.h"

/* A stem of the document. */
typedef struct {
  guint32 passage;   /* ordinal of the passage it occurred in last */
  guint32 frequency; /* in that passage */
  char value[];      /* NUL-terminated */
} Stem;

/* A word form of the document. */
typedef struct {
  Stem *stem;        /* NULL: it did not occur */
  GArray *positions; /* of guint32 */
} Word;

/* A value of a field that the document has. */
typedef struct {
  RcField field;
  bool facet;
  guint32 passage; /* ordinal of the passage it was added to last */
  char value[];    /* NUL-terminated */
} Fact;

struct RcInversion {
  RcStemmer *stemmer;
  const RcDictionary *dictionary;
  GArray *words;                    /* of Word, by number of the form */
  GPtrArray *stems, *facts;         /* in the order in which they occurred first */
  GHashTable *stem_of;              /* value -> Stem */
  GHashTable *fact_of[RC_N_FIELDS]; /* value -> Fact */
  GPtrArray *touched;               /* of Stem *: those of the passage at hand */
  guint32 position;                 /* of the next word */
  guint32 term_count;               /* of the document entry */
  gsize term_bytes;                 /* that they take at most */
};

RcInversion *rc_inversion_new(RcStemmer *stemmer, const RcDictionary *dictionary) {
  RcInversion *inversion = g_new0(RcInversion, 1);
  inversion->stemmer = stemmer;
  inversion->dictionary = dictionary;
  inversion->words = g_array_new(FALSE, TRUE, sizeof(Word));

  inversion->stems = g_ptr_array_new_with_free_func(g_free);
  inversion->facts = g_ptr_array_new_with_free_func(g_free);
  inversion->stem_of = g_hash_table_new(g_str_hash, g_str_equal);
  for (int i = 0; i < RC_N_FIELDS; i++)
    inversion->fact_of[i] = g_hash_table_new(g_str_hash, g_str_equal);
  inversion->touched = g_ptr_array_new();
  inversion->position = 1;
  return inversion;
}

void rc_inversion_free(RcInversion *inversion) {
  if (!inversion)
    return;
  g_hash_table_unref(inversion->stem_of);
  for (int i = 0; i < RC_N_FIELDS; i++)
    g_hash_table_unref(inversion->fact_of[i]);
  for (guint i = 0; i < inversion->words->len; i++)
    g_clear_pointer(&g_array_index(inversion->words, Word, i).positions, g_array_unref);
  g_array_unref(inversion->words);
  g_ptr_array_unref(inversion->stems);
  g_ptr_array_unref(inversion->facts);
  g_ptr_array_unref(inversion->touched);
  g_free(inversion);
}

/* Field, length and NUL of a value, and two numbers. */
#define TERM_BYTES 13
#define POSITION_BYTES 5

static void count_term(RcInversion *inversion, const char *value) {
  inversion->term_count++;
  inversion->term_bytes += strlen(value) + TERM_BYTES;
}

static Word *find_word(RcInversion *inversion, const RcWordForm *form) {
  if (form->number >= inversion->words->len)
    g_array_set_size(inversion->words, rc_dictionary_size(inversion->dictionary));
  Word *word = &g_array_index(inversion->words, Word, form->number);
  if (word->stem)
    return word;
  const char *value = rc_stemmer_stem(inversion->stemmer, form->word);
  word->stem = g_hash_table_lookup(inversion->stem_of, value);
  if (!word->stem) {
    gsize bytes = strlen(value) + 1;
    word->stem = g_malloc0(sizeof *word->stem + bytes);
    memcpy(word->stem->value, value, bytes);
    count_term(inversion, value);
    g_ptr_array_add(inversion->stems, word->stem);
    g_hash_table_insert(inversion->stem_of, word->stem->value, word->stem);
  }
  word->positions = g_array_new(FALSE, FALSE, sizeof(guint32));
  count_term(inversion, form->word);
  return word;
}

static void add_words(RcInversion *inversion, guint32 ordinal, const GArray *words) {
  for (guint i = 0; i < words->len; i++) {
    Word *word = find_word(inversion, g_array_index(words, RcWord, i).form);
    g_array_append_val(word->positions, inversion->position);
    inversion->position++;
    inversion->term_bytes += POSITION_BYTES;
    if (word->stem->passage != ordinal) {
      word->stem->passage = ordinal;
      word->stem->frequency = 0;
      g_ptr_array_add(inversion->touched, word->stem);
    }
    word->stem->frequency++;
  }
  inversion->position += RC_PASSAGE_GAP;
}

/* Adds a fact to the passage, once, and to the document; `facet`: it is counted. */
static void add_fact(RcInversion *inversion, guint32 ordinal, RcField field, const char *value,
                     bool facet, GByteArray *terms) {
  Fact *fact = g_hash_table_lookup(inversion->fact_of[field], value);
  if (!fact) {
    gsize bytes = strlen(value) + 1;
    fact = g_malloc0(sizeof *fact + bytes);
    fact->field = field;
    memcpy(fact->value, value, bytes);
    count_term(inversion, value);
    g_ptr_array_add(inversion->facts, fact);
    g_hash_table_insert(inversion->fact_of[field], fact->value, fact);
  }
  fact->facet |= facet && rc_schema_field(field)->facet;
  if (fact->passage == ordinal)
    return;
  fact->passage = ordinal;
  RcTerm term = {.field = field, .value = fact->value};
  rc_terms_append(terms, &term, NULL);
}

static void add_facts(RcInversion *inversion, const RcPassage *passage, GByteArray *terms) {
  guint32 ordinal = passage->ordinal;
  add_fact(inversion, ordinal, RC_FIELD_KIND, rc_kind_name(passage->kind), true, terms);
  if (passage->language)
    add_fact(inversion, ordinal, RC_FIELD_LANGUAGE, passage->language, true, terms);
  for (guint i = 0; i < passage->mentions->len; i++) {
    /* A concept and all above it, so that a search for a region finds its villages, and one
     * for an instrument its articles ("ICCPR:26").  All are counted: from the counts people
     * narrow a search, to the Covenant first and to its article 26 then. */
    const RcMention *mention = &g_array_index(passage->mentions, RcMention, i);
    int article = 0;
    const RcConcept *concept = mention->field == RC_FIELD_ARTICLE
                                   ? rc_article_lookup(mention->concept, &article)
                                   : rc_vocabulary_lookup(mention->field, mention->concept);
    if (article)
      add_fact(inversion, ordinal, mention->field, mention->concept, true, terms);
    while (concept) {
      add_fact(inversion, ordinal, mention->field, concept->id, true, terms);
      concept = concept->parent >= 0 ? rc_vocabulary_concept(concept->parent) : NULL;
    }
  }
  for (guint i = 0; i < passage->cites->len; i++) {
    /* The symbol, which is counted, and the terms by which its beginnings and the paragraphs cited
     * of it are found. */
    const RcCitation *citation = &g_array_index(passage->cites, RcCitation, i);
    g_autoptr(GPtrArray) values = rc_symbol_terms(citation->symbol, citation->paragraph);
    for (guint k = 0; k < values->len; k++)
      add_fact(inversion, ordinal, RC_FIELD_CITES, g_ptr_array_index(values, k), k == 0, terms);
  }
}

void rc_inversion_add_passage(RcInversion *inversion, const RcPassage *passage, const GArray *words,
                              GByteArray *terms) {
  add_words(inversion, passage->ordinal, words);
  for (guint i = 0; i < inversion->touched->len; i++) {
    const Stem *stem = g_ptr_array_index(inversion->touched, i);
    RcTerm term = {.field = RC_FIELD_STEM, .value = stem->value, .frequency = stem->frequency};
    rc_terms_append(terms, &term, NULL);
  }
  g_ptr_array_set_size(inversion->touched, 0);
  add_facts(inversion, passage, terms);
}

guint32 rc_inversion_term_count(const RcInversion *inversion) {
  return inversion->term_count;
}

gsize rc_inversion_term_bytes(const RcInversion *inversion) {
  return inversion->term_bytes;
}

void rc_inversion_append_document(const RcInversion *inversion, GByteArray *terms) {
  for (guint i = 0; i < inversion->words->len; i++) {
    const GArray *positions = g_array_index(inversion->words, Word, i).positions;
    if (!positions)
      continue;
    RcTerm term = {.field = RC_FIELD_WORD,
                   .value = rc_dictionary_form(inversion->dictionary, i)->word,
                   .position_count = positions->len};
    rc_terms_append(terms, &term, (const guint32 *)(void *)positions->data);
  }
  for (guint i = 0; i < inversion->stems->len; i++) {
    RcTerm term = {.field = RC_FIELD_STEM,
                   .value = ((const Stem *)g_ptr_array_index(inversion->stems, i))->value};
    rc_terms_append(terms, &term, NULL);
  }
  for (guint i = 0; i < inversion->facts->len; i++) {
    const Fact *fact = g_ptr_array_index(inversion->facts, i);
    RcTerm term = {.field = fact->field, .value = fact->value, .facet = fact->facet};
    rc_terms_append(terms, &term, NULL);
  }
}
