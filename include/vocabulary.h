/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vocabulary: names of regions, ethnic groups, bodies, instruments and rights,
 * and the concepts they mean.
 *
 * Concepts are data in vocabulary/ *.tsv; a build step checks them and compiles
 * them to constant tables, so nothing is read or parsed when a program starts.
 * All pointers handed out are static and are never freed. */
#ifndef RC_VOCABULARY_H
#define RC_VOCABULARY_H

#include <glib.h>
#include <stdbool.h>

#include "schema.h"
#include "text.h"

/* A region, ethnic group, body, instrument (in the field of the articles) or right. */
typedef struct {
  RcField field;        /* RC_FIELD_REGION, _GROUP, _BODY, _ARTICLE or _RIGHT */
  const char *id;       /* "KZ-31/korday", "dungan", "CERD" */
  const char *label_en; /* what people are shown; never an exonym */
  const char *label_ru;
  int parent;     /* number of the concept above it, or -1 */
  int first_form; /* its forms: form_count numbers in the order of */
  int form_count; /* rc_vocabulary_concept_form */
} RcConcept;

typedef enum {
  RC_FORM_PREFERRED,  /* the name in use */
  RC_FORM_VARIANT,    /* another spelling, case form or adjective of it */
  RC_FORM_HISTORICAL, /* a name of the past */
  RC_FORM_EXONYM,     /* given by others: searchable, never displayed */
  RC_FORM_PEJORATIVE  /* searchable, never displayed */
} RcFormKind;

/* What must hold around a form before it counts as a mention. */
typedef enum {
  RC_RULE_ALWAYS,
  RC_RULE_CAPITAL,   /* first letter upper case: a name that is also a word */
  RC_RULE_UPPER,     /* every letter upper case: an abbreviation ("CAT", "US") */
  RC_RULE_PEOPLE,    /* an adjective: only beside a word for people ("Kazakh and
                      Uyghur young men"), not "Kazakh officials" */
  RC_RULE_ADJECTIVE, /* an adjective of a people without a state: not before a word
                      for a language and the like ("Dungan villages" is one, "the
                      Dungan language" is not) */
  RC_RULE_NOUN,      /* an adjective that is also a noun («русские»): as RC_RULE_PEOPLE,
                      or with nothing after it that it could describe */
  RC_RULE_OFFICIAL,  /* an abbreviation that means other things as well: upper case,
                      and beside a word for what bodies do, or named in full in
                      the passage ("КПП" is also a checkpoint) */
  RC_RULE_NAMED,     /* the same, and only where the passage has the full name */
  RC_RULE_NEVER      /* known to searches, never a mention; hides what is inside */
} RcFormRule;

/* One name of one concept.  Its strings are offsets, which the functions below
 * resolve: tens of thousands of pointers would be relocated at every start. */
typedef struct {
  guint32 text_offset, words_offset, language_offset;
  int concept;                   /* number of its concept */
  guint8 kind;                   /* RcFormKind */
  guint8 rule;                   /* RcFormRule */
  guint16 name;                  /* of those of its concept: case forms, adjective share one */
  guint16 first_year, last_year; /* a historical name's years in use; 0: unknown */
} RcForm;

/* The lists of vocabulary/context.tsv: words that decide what a name nearby is. */
typedef enum {
  RC_CONTEXT_PEOPLE,   /* population, minority, women, ... */
  RC_CONTEXT_ETHNIC,   /* ethnic, этнический */
  RC_CONTEXT_THING,    /* language, government, ... */
  RC_CONTEXT_FUNCTION, /* the, of, in */
  RC_CONTEXT_JOINER,   /* and, or */
  RC_CONTEXT_SINGLE,   /* a, another, every */
  RC_CONTEXT_SPEECH,   /* speaks, translated, taught: what a language follows */
  RC_CONTEXT_PHRASE,   /* San Francisco, German shepherd: names within it are none */
  RC_CONTEXT_OFFICIAL, /* committee, ratified, session: what bodies are spoken of with */
  RC_N_CONTEXTS
} RcContext;

int rc_vocabulary_concept_count(void);
/* Concept by number, 0 <= number < count; never NULL. */
const RcConcept *rc_vocabulary_concept(int number);
/* Concept by field and id; NULL if there is none. */
const RcConcept *rc_vocabulary_lookup(RcField field, const char *id);
/* True for the code of a country, not of a part of one. */
bool rc_vocabulary_is_country(const char *code);
/* The i-th form of a concept, 0 <= i < form_count. */
const RcForm *rc_vocabulary_concept_form(const RcConcept *concept, int i);
/* All forms of all concepts, 0 <= number < count, in the order of their normal forms as bytes. */
int rc_vocabulary_form_count(void);
const RcForm *rc_vocabulary_form(int number);
/* A form as written, for display; its normal form, words joined by one space;
 * its language by BCP 47: "en", "ru", "kk-Latn". */
const char *rc_vocabulary_form_text(const RcForm *form);
const char *rc_vocabulary_form_words(const RcForm *form);
const char *rc_vocabulary_form_language(const RcForm *form);
/* False for the names that are searched but never displayed. */
bool rc_vocabulary_is_displayed(const RcForm *form);
/* True if `concept` is `ancestor` or stands below it. */
bool rc_vocabulary_is_below(const RcConcept *concept, const RcConcept *ancestor);

/* All forms that are exactly these words.  Returns how many there are (several
 * where a name means several concepts) and sets *forms to the first of that
 * many in a row; 0 leaves it alone. */
int rc_vocabulary_find(const char *words, const RcForm **forms);

/* Longest form that starts at words[start] of an array of RcWord and ends before
 * words[end], end <= words->len.  Returns the
 * number of forms as above and sets *length to the number of words it takes;
 * 0 if none starts there, and then sets *length only if a phrase does that names
 * nothing although it holds a name (RC_CONTEXT_PHRASE). */
int rc_vocabulary_match(const GArray *words, guint start, guint end, guint *length,
                        const RcForm **forms);

/* All concepts of `field` that `name` may mean (an id, a label or any form, in
 * any spelling), best first; an array of const RcConcept *, yours to unref,
 * empty if none.  More than one means the name is ambiguous; an id in its own letters never is. */
GPtrArray *rc_vocabulary_resolve(RcField field, const char *name);

/* The one form that all inflections of a vocabulary name share, else what rc_lemma_stem
 * has, or NULL: the lexicon that stands before the rules of the stemmer. */
const char *rc_vocabulary_lemma(const char *word);

/* True if the word is in a context list. */
bool rc_vocabulary_is_context(RcContext context, const RcWord *word);

/* SHA-256, in hexadecimal, of the files the vocabulary was compiled from, of the lemmas (lemma.h)
 * and of how text is cut into words.  An index that was made with another one has other mentions,
 * words or stems. */
const char *rc_vocabulary_digest(void);

#endif
