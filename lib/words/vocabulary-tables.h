/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The compiled vocabulary: constant tables that vocabulary/write.c writes and
 * only lib/words/vocabulary.c reads.
 *
 * Every string that can be looked up - the normal form of a name, the words a
 * longer name begins with, a word of the lexicon, a word of a context list - is
 * one RcName, and one open-addressing hash finds it.  Before that a filter of one bit for each hash
 * (Bloom's, with one function) is asked: it stays in the processor's cache, where the hash of all
 * names has no room, and refuses twelve of thirteen words of running text that are no name. */
#ifndef RC_VOCABULARY_TABLES_H
#define RC_VOCABULARY_TABLES_H

#include <string.h>

#include "vocabulary.h"

/* Offsets are of rc_table_strings, where the empty string stands at 0. */
typedef struct {
  guint32 words;         /* normal form, words joined by one space */
  guint32 lemma;         /* lexicon form, or 0 */
  gint32 first_form;     /* its forms, in a row in rc_table_forms */
  guint16 form_count;    /* 0 if the string is not a whole name */
  guint16 contexts : 15; /* one bit for each RcContext */
  guint16 goes_on : 1;   /* 1 if a longer name begins with these words */
} RcName;

G_STATIC_ASSERT(RC_N_CONTEXTS <= 15);

/* `hash` is compared before the string is touched; `name` counts from 1, 0 is an
 * empty slot. */
typedef struct {
  guint32 hash;
  guint32 name;
} RcNameSlot;

/* Bits of the filter, a power of two: a dozen for each name. */
enum { RC_TABLE_FILTER_BITS = 1 << 21 };

/* Bytes of the longest normal form that can be a name. */
enum { RC_TABLE_NAME_BYTES_MAX = 400 };

extern const char rc_table_strings[];
extern const RcConcept rc_table_concepts[];
extern const int rc_table_concept_count;
extern const guint16 rc_table_concept_order[]; /* concepts sorted by field and id */
extern const RcForm rc_table_forms[];          /* sorted by normal form, then concept */
extern const int rc_table_form_order[];        /* numbers of forms, concept by concept */
extern const RcName rc_table_names[];
extern const RcNameSlot rc_table_slots[];
extern const guint32 rc_table_slot_mask; /* number of slots, a power of two, less one */
extern const guint64 rc_table_filter[RC_TABLE_FILTER_BITS / 64];
extern const char rc_table_digest[];

/* The order of rc_table_concept_order, in which the case of ids does not count:
 * no two ids of a field differ in it alone. */
static inline int rc_table_compare_ids(RcField field_a, const char *a, RcField field_b,
                                       const char *b) {
  return field_a != field_b ? (int)field_a - (int)field_b : g_ascii_strcasecmp(a, b);
}

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

/* The bit of the filter for a hash: of its upper bits, as slots are of its lower ones. */
static inline guint32 rc_table_filter_bit(guint32 hash) {
  return hash / (guint32)((G_GUINT64_CONSTANT(1) << 32) / RC_TABLE_FILTER_BITS);
}

#endif
