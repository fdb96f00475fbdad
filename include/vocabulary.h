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
  RC_RULE_OFFICIAL,  /* an abbreviation that means other things as well: upper case,
                      and beside a word for what bodies do, or named in full in
                      the passage ("КПП" is also a checkpoint) */
  RC_RULE_NAMED,     /* the same, and only where the passage has the full name */
  RC_RULE_NEVER      /* known to searches, never a mention; hides what is inside */
} RcFormRule;

/* One name of one concept. */
typedef struct {
  const char *text;     /* as written, for display */
  const char *words;    /* normal form, words joined by one space */
  int concept;          /* number of its concept */
  const char *language; /* BCP 47: "en", "ru", "kk-Latn" */
  RcFormKind kind;
  RcFormRule rule;
} RcForm;

int rc_vocabulary_concept_count(void);
/* Concept by number, 0 <= number < count; never NULL. */
const RcConcept *rc_vocabulary_concept(int number);
/* Concept by field and id; NULL if there is none. */
const RcConcept *rc_vocabulary_lookup(RcField field, const char *id);
/* The i-th form of a concept, 0 <= i < form_count. */
const RcForm *rc_vocabulary_concept_form(const RcConcept *concept, int i);
/* True if `concept` is `ancestor` or stands below it. */
bool rc_vocabulary_is_below(const RcConcept *concept, const RcConcept *ancestor);

/* All forms that are exactly these words.  Returns how many there are (several
 * where a name means several concepts) and sets *forms to the first of that
 * many in a row; 0 leaves it alone. */
int rc_vocabulary_find(const char *words, const RcForm **forms);

/* Longest form that starts at words[start] of an array of RcWord.  Returns the
 * number of forms as above and sets *length to the number of words it takes;
 * 0 if none starts there. */
int rc_vocabulary_match(const GArray *words, guint start, guint *length, const RcForm **forms);

/* All concepts of `field` that `name` may mean (an id, a label or any form, in
 * any spelling), best first; an array of const RcConcept *, yours to unref,
 * empty if none.  More than one means the name is ambiguous. */
GPtrArray *rc_vocabulary_resolve(RcField field, const char *name);

/* The one form that all inflections of a vocabulary name share, or NULL if the
 * word is none of them: the lexicon that stands before the stemmer. */
const char *rc_vocabulary_lemma(const char *word);

/* True if a word in normal form is in a context list of vocabulary/context.tsv:
 * "people" (population, minority, women, ...), "ethnic" (ethnic, этнический),
 * "thing" (language, government, ...), "function", "joiner", "single". */
bool rc_vocabulary_is_context(const char *list, const char *word);

#endif
