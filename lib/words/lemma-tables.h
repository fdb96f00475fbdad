/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The compiled lemmas: constant tables that vocabulary/lemmas.c writes and only lib/words/lemma.c
 * reads.
 *
 * A hash with open addressing whose slots hold the upper bits of a word's hash instead of the word:
 * a word that is not in it passes for one that is once in 2^40 times, and with a fifth of the
 * memory. */
#ifndef RC_LEMMA_TABLES_H
#define RC_LEMMA_TABLES_H

#include <glib.h>
#include <string.h>

/* Of a slot, the lower bits: where the stem begins in rc_lemma_strings.  No stem begins at 0, so a
 * slot of 0 is empty. */
enum { RC_LEMMA_OFFSET_BITS = 24 };

extern const char rc_lemma_strings[];
extern const guint64 rc_lemma_slots[];
extern const guint32 rc_lemma_slot_mask; /* number of slots, a power of two, less one */
extern const char rc_lemma_table_digest[];

/* Compiler and reader must agree on it. */
static inline guint64 rc_lemma_hash(const char *word) {
  gsize length = strlen(word);
  guint64 hash = (length + 1) * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
  for (gsize at = 0; at < length; at += 8) {
    guint64 chunk = 0;
    memcpy(&chunk, word + at, MIN(length - at, 8));
    hash = (hash ^ GUINT64_FROM_LE(chunk)) * G_GUINT64_CONSTANT(0xD6E8FEB86659FD93);
    hash ^= hash >> 32;
  }
  hash *= G_GUINT64_CONSTANT(0xFF51AFD7ED558CCD);
  return hash ^ hash >> 29;
}

/* The part of a hash that a slot holds, in the place where it holds it. */
static inline guint64 rc_lemma_key(guint64 hash) {
  return hash >> RC_LEMMA_OFFSET_BITS << RC_LEMMA_OFFSET_BITS;
}

#endif
