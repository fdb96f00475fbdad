/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inversion.h"

#include <string.h>

#include "article.h"
#include "symbol.h"
#include "terms.h"
#include "text.h"
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
  bool facet;      /* counted of the document */
  bool facet_here; /* and of the passage at hand */
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
  guint32 position;                 /* of the next word */
  GPtrArray *own_stems, *own_facts; /* of Stem *, of Fact *: those of the passage at hand */
  char *section;                    /* what stands over the passage before: most have the same */
  GPtrArray *context;               /* of Stem *, each once: of that */
  guint32 term_count;               /* of the document entry */
  gsize term_bytes;                 /* that they take at most */
};

static void clear_word(gpointer data) {
  g_clear_pointer(&((Word *)data)->positions, g_array_unref);
}

RcInversion *rc_inversion_new(RcStemmer *stemmer, const RcDictionary *dictionary) {
  RcInversion *inversion = g_new0(RcInversion, 1);
  inversion->stemmer = stemmer;
  inversion->dictionary = dictionary;
  inversion->words = g_array_new(FALSE, TRUE, sizeof(Word));
  g_array_set_clear_func(inversion->words, clear_word);
  inversion->stems = g_ptr_array_new_with_free_func(g_free);
  inversion->facts = g_ptr_array_new_with_free_func(g_free);
  inversion->stem_of = g_hash_table_new(g_str_hash, g_str_equal);
  for (int i = 0; i < RC_N_FIELDS; i++)
    inversion->fact_of[i] = g_hash_table_new(g_str_hash, g_str_equal);
  inversion->own_stems = g_ptr_array_new();
  inversion->own_facts = g_ptr_array_new();
  inversion->context = g_ptr_array_new();
  inversion->position = 1;
  return inversion;
}

void rc_inversion_free(RcInversion *inversion) {
  if (!inversion)
    return;
  g_hash_table_unref(inversion->stem_of);
  for (int i = 0; i < RC_N_FIELDS; i++)
    g_hash_table_unref(inversion->fact_of[i]);
  g_array_unref(inversion->words);
  g_ptr_array_unref(inversion->stems);
  g_ptr_array_unref(inversion->facts);
  g_ptr_array_unref(inversion->own_stems);
  g_ptr_array_unref(inversion->own_facts);
  g_ptr_array_unref(inversion->context);
  g_free(inversion->section);
  g_free(inversion);
}

/* Field, length and NUL of a value, and two numbers. */
#define TERM_BYTES 13
#define POSITION_BYTES 5

static void count_term(RcInversion *inversion, const char *value) {
  inversion->term_count++;
  inversion->term_bytes += strlen(value) + TERM_BYTES;
}

/* `word` may have hyphens. */
static Stem *find_stem(RcInversion *inversion, const char *word) {
  const char *value = rc_stemmer_stem(inversion->stemmer, word);
  Stem *stem = g_hash_table_lookup(inversion->stem_of, value);
  if (!stem) {
    gsize bytes = strlen(value) + 1;
    stem = g_malloc0(sizeof *stem + bytes);
    memcpy(stem->value, value, bytes);
    count_term(inversion, value);
    g_ptr_array_add(inversion->stems, stem);
    g_hash_table_insert(inversion->stem_of, stem->value, stem);
  }
  return stem;
}

static Word *find_word(RcInversion *inversion, const RcWordForm *form) {
  if (form->number >= inversion->words->len)
    g_array_set_size(inversion->words, rc_dictionary_size(inversion->dictionary));
  Word *word = &g_array_index(inversion->words, Word, form->number);
  if (!word->stem) {
    word->stem = find_stem(inversion, form->word);
    word->positions = g_array_new(FALSE, FALSE, sizeof(guint32));
    count_term(inversion, form->word);
  }
  return word;
}

static void add_stem(RcInversion *inversion, guint32 ordinal, Stem *stem) {
  if (stem->passage != ordinal) {
    stem->passage = ordinal;
    stem->frequency = 0;
    g_ptr_array_add(inversion->own_stems, stem);
  }
  stem->frequency++;
}

/* What hyphens join is found as a whole, too. */
static void add_words(RcInversion *inversion, guint32 ordinal, const GArray *words,
                      GByteArray *terms) {
  g_autoptr(GString) whole = g_string_new(NULL);
  for (guint i = 0; i < words->len;) {
    i += rc_text_hyphened(words, i, whole);
    if (whole->len)
      add_stem(inversion, ordinal, find_stem(inversion, whole->str));
  }
  for (guint i = 0; i < words->len; i++) {
    Word *word = find_word(inversion, g_array_index(words, RcWord, i).form);
    g_array_append_val(word->positions, inversion->position);
    inversion->position++;
    inversion->term_bytes += POSITION_BYTES;
    add_stem(inversion, ordinal, word->stem);
  }
  inversion->position += RC_PASSAGE_GAP;
  for (guint i = 0; i < inversion->own_stems->len; i++) {
    const Stem *stem = g_ptr_array_index(inversion->own_stems, i);
    RcTerm term = {.field = RC_FIELD_STEM, .value = stem->value, .frequency = stem->frequency};
    rc_terms_append(terms, &term, NULL);
  }
  g_ptr_array_set_size(inversion->own_stems, 0);
}

/* The stems of the headings over the passage and over its columns, but for what it says itself. */
static void add_context(RcInversion *inversion, const RcPassage *passage, GByteArray *terms) {
  g_autoptr(GString) section = g_string_new(NULL);
  for (guint i = 0; i < passage->section->len; i++)
    g_string_append_printf(section, "%s\n", (const char *)passage->section->pdata[i]);
  for (guint i = 0; i < passage->columns->len; i++)
    g_string_append_printf(section, "%s\n", (const char *)passage->columns->pdata[i]);
  if (g_strcmp0(section->str, inversion->section) != 0) {
    g_auto(RcTokens) tokens;
    g_ptr_array_set_size(inversion->context, 0);
    rc_tokens_start(&tokens, section->str, (gssize)section->len);
    for (RcToken token; rc_tokens_next(&tokens, &token);) {
      Stem *stem = find_stem(inversion, token.word);
      if (!g_ptr_array_find(inversion->context, stem, NULL))
        g_ptr_array_add(inversion->context, stem);
    }
    g_free(inversion->section);
    inversion->section = g_strdup(section->str);
  }
  for (guint i = 0; i < inversion->context->len; i++) {
    const Stem *stem = g_ptr_array_index(inversion->context, i);
    RcTerm term = {.field = RC_FIELD_CONTEXT, .value = stem->value};
    if (stem->passage != passage->ordinal)
      rc_terms_append(terms, &term, NULL);
  }
}

/* Adds a fact to the passage, once, and to the document; `facet`: it is counted. */
static void add_fact(RcInversion *inversion, guint32 ordinal, RcField field, const char *value,
                     bool facet) {
  Fact *fact = g_hash_table_lookup(inversion->fact_of[field], value);
  bool counted = facet && rc_schema_field(field)->facet;
  if (!fact) {
    gsize bytes = strlen(value) + 1;
    fact = g_malloc0(sizeof *fact + bytes);
    fact->field = field;
    memcpy(fact->value, value, bytes);
    count_term(inversion, value);
    g_ptr_array_add(inversion->facts, fact);
    g_hash_table_insert(inversion->fact_of[field], fact->value, fact);
  }
  if (fact->passage != ordinal) {
    fact->passage = ordinal;
    fact->facet_here = false;
    g_ptr_array_add(inversion->own_facts, fact);
  }
  fact->facet |= counted;
  fact->facet_here |= counted;
}

/* The number of the paragraph, and that of the one it is a part of. */
static void add_paragraph(RcInversion *inversion, guint32 ordinal, const char *number) {
  g_autofree char *value = rc_schema_paragraph(number);
  if (!value)
    return;
  add_fact(inversion, ordinal, RC_FIELD_PARAGRAPH, value, false);
  g_autofree char *whole = g_strndup(value, strcspn(value, "("));
  if (*whole && strcmp(whole, value) != 0)
    add_fact(inversion, ordinal, RC_FIELD_PARAGRAPH, whole, false);
}

static void add_facts(RcInversion *inversion, const RcPassage *passage, GByteArray *terms) {
  guint32 ordinal = passage->ordinal;
  if (passage->number)
    add_paragraph(inversion, ordinal, passage->number);
  add_fact(inversion, ordinal, RC_FIELD_KIND, rc_kind_name(passage->kind), true);
  if (passage->language)
    add_fact(inversion, ordinal, RC_FIELD_LANGUAGE, passage->language, true);
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
      add_fact(inversion, ordinal, mention->field, mention->concept, true);
    while (concept) {
      add_fact(inversion, ordinal, mention->field, concept->id, true);
      concept = concept->parent >= 0 ? rc_vocabulary_concept(concept->parent) : NULL;
    }
  }
  for (guint i = 0; i < passage->cites->len; i++) {
    /* The symbol, which is counted, and the terms by which its beginnings and the paragraphs cited
     * of it are found. */
    const RcCitation *citation = &g_array_index(passage->cites, RcCitation, i);
    g_autoptr(GPtrArray) values = rc_symbol_terms(citation->symbol, citation->paragraph);
    for (guint k = 0; k < values->len; k++)
      add_fact(inversion, ordinal, RC_FIELD_CITES, g_ptr_array_index(values, k), k == 0);
  }
  for (guint i = 0; i < inversion->own_facts->len; i++) {
    const Fact *fact = g_ptr_array_index(inversion->own_facts, i);
    RcTerm term = {.field = fact->field, .value = fact->value, .facet = fact->facet_here};
    rc_terms_append(terms, &term, NULL);
  }
  g_ptr_array_set_size(inversion->own_facts, 0);
}

void rc_inversion_add_passage(RcInversion *inversion, const RcPassage *passage, const GArray *words,
                              GByteArray *terms) {
  add_words(inversion, passage->ordinal, words, terms);
  add_context(inversion, passage, terms);
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
    RcTerm term = {.field = RC_FIELD_DOCUMENT_STEM,
                   .value = ((const Stem *)g_ptr_array_index(inversion->stems, i))->value};
    rc_terms_append(terms, &term, NULL);
  }
  for (guint i = 0; i < inversion->facts->len; i++) {
    const Fact *fact = g_ptr_array_index(inversion->facts, i);
    RcTerm term = {.field = fact->field, .value = fact->value, .facet = fact->facet};
    rc_terms_append(terms, &term, NULL);
  }
}
