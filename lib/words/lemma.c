/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lemma.h"

#include "lemma-tables.h"

const char *rc_lemma_stem(const char *word) {
  const guint64 offset_mask = (G_GUINT64_CONSTANT(1) << RC_LEMMA_OFFSET_BITS) - 1;
  guint64 hash = rc_lemma_hash(word);
  for (guint32 at = (guint32)hash & rc_lemma_slot_mask; rc_lemma_slots[at];
       at = (at + 1) & rc_lemma_slot_mask)
    if (rc_lemma_key(rc_lemma_slots[at]) == rc_lemma_key(hash))
      return rc_lemma_strings + (rc_lemma_slots[at] & offset_mask);
  return NULL;
}

const char *rc_lemma_digest(void) {
  return rc_lemma_table_digest;
}
