/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "thesaurus.h"

#include <string.h>

#include "thesaurus-tables.h"

const char *rc_thesaurus_stems(const RcThesaurusEntry *entry) {
  return entry->kind == RC_THESAURUS_CONCEPT ? "" : rc_thesaurus_strings + entry->offset;
}

const char *rc_thesaurus_text(const RcThesaurusEntry *entry) {
  const char *stems = rc_thesaurus_strings + entry->offset;
  return stems + strlen(stems) + 1;
}

const RcConcept *rc_thesaurus_concept(const RcThesaurusEntry *entry) {
  return entry->kind == RC_THESAURUS_CONCEPT
             ? rc_vocabulary_lookup(RC_FIELD_REGION, rc_thesaurus_strings + entry->offset)
             : NULL;
}

int rc_thesaurus_find(const char *stems, const RcThesaurusEntry **first) {
  guint32 low = 0, high = rc_thesaurus_key_count;
  while (low < high) {
    guint32 middle = low + (high - low) / 2;
    const RcThesaurusKey *key = &rc_thesaurus_keys[middle];
    int order = strcmp(stems, rc_thesaurus_strings + key->stems);
    if (order == 0) {
      *first = &rc_thesaurus_entries[key->first];
      return (int)(key[1].first - key->first);
    }
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return 0;
}

/* Joins words[start] and what follows, at most `length` of them, by one space.  Returns false where
 * they are longer than any key. */
static bool join(const char *const *words, guint start, guint length, char *joined) {
  gsize end = 0;
  for (guint i = start; i < start + length; i++) {
    gsize bytes = strlen(words[i]);
    if (end + bytes + 2 > RC_THESAURUS_KEY_BYTES_MAX)
      return false;
    if (end > 0)
      joined[end++] = ' ';
    memcpy(joined + end, words[i], bytes);
    end += bytes;
  }
  joined[end] = '\0';
  return true;
}

int rc_thesaurus_match(const char *const *stems, guint count, guint start, guint *length,
                       const RcThesaurusEntry **first) {
  char joined[RC_THESAURUS_KEY_BYTES_MAX];
  for (guint n = MIN(count - start, RC_THESAURUS_LENGTH_MAX); n > 0; n--) {
    int found = join(stems, start, n, joined) ? rc_thesaurus_find(joined, first) : 0;
    if (found > 0) {
      *length = n;
      return found;
    }
  }
  return 0;
}

bool rc_thesaurus_is_function_word(const char *word) {
  guint32 low = 0, high = rc_thesaurus_function_count;
  while (low < high) {
    guint32 middle = low + (high - low) / 2;
    int order = strcmp(word, rc_thesaurus_strings + rc_thesaurus_functions[middle]);
    if (order == 0)
      return true;
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return false;
}

guint rc_thesaurus_function_words(const char *const *words, guint count, guint start) {
  char joined[RC_THESAURUS_KEY_BYTES_MAX];
  for (guint n = MIN(count - start, RC_THESAURUS_LENGTH_MAX); n > 0; n--)
    if (join(words, start, n, joined) && rc_thesaurus_is_function_word(joined))
      return n;
  return 0;
}
