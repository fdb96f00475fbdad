/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The compiled vocabulary: constant tables that vocabulary/compile.c writes and
 * only lib/vocabulary.c reads.
 *
 * Every string that can be looked up - the normal form of a name, its first
 * word, a word of the lexicon, a word of a context list - is one RcName, and one
 * open-addressing hash finds it.  A word of running text that is none of them
 * costs one hash and, nearly always, one probe. */
#ifndef RC_VOCABULARY_TABLES_H
#define RC_VOCABULARY_TABLES_H

#include <string.h>

#include "vocabulary.h"

typedef struct {
  const char *words;  /* normal form, words joined by one space */
  const char *lemma;  /* lexicon form, or NULL */
  int first_form;     /* its forms, in a row in rc_table_forms */
  guint16 form_count; /* 0 if the string is not a whole name */
  guint8 longest;     /* words of the longest name that begins with this word, or 0 */
  guint8 contexts;    /* one bit for each row of rc_table_contexts */
} RcName;

/* `hash` is compared before the string is touched; `name` counts from 1, 0 is an
 * empty slot. */
typedef struct {
  guint32 hash;
  guint32 name;
} RcNameSlot;

extern const RcConcept rc_table_concepts[];
extern const int rc_table_concept_count;
extern const RcForm rc_table_forms[];   /* sorted by normal form, then concept */
extern const int rc_table_form_order[]; /* numbers of forms, concept by concept */
extern const RcName rc_table_names[];
extern const RcNameSlot rc_table_slots[];
extern const guint32 rc_table_slot_mask;      /* number of slots, a power of two, less one */
extern const char *const rc_table_contexts[]; /* names of the lists, NULL-terminated */

/* Eight bytes at a step: most words of a text are hashed once and found to be no
 * name.  Compiler and reader must agree on it. */
static inline guint32 rc_table_hash(const char *text, gsize length) {
  guint64 hash = length * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
  for (; length > 0; text += 8) {
    guint64 chunk = 0;
    gsize bytes = MIN(length, 8);
    memcpy(&chunk, text, bytes);
    hash = (hash ^ GUINT64_FROM_LE(chunk)) * G_GUINT64_CONSTANT(0xD6E8FEB86659FD93);
    hash ^= hash >> 32;
    length -= bytes;
  }
  return (guint32)hash;
}

#endif
