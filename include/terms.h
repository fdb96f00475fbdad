/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Term lists: the terms of one entry as a worker process sends them.
 *
 * A list is a row of: field (u8, an RcField; its highest bit set where the value is
 * counted in the facet of the field), length of the value (u8, not 0), value and a
 * NUL, within-document frequency (varint), number of positions (varint), positions
 * (varints, each the distance from the one before, not 0).  A varint holds seven bits
 * a byte, the lowest first, the highest bit set where another byte follows.
 *
 * Made in the worker, checked and read in the parent, which trusts none of it. */
#ifndef RC_TERMS_H
#define RC_TERMS_H

#include <glib.h>
#include <stdbool.h>

#include "schema.h"

/* Words of a passage stand so many positions behind those of the one before. */
#define RC_PASSAGE_GAP 100

/* One term of a list. */
typedef struct {
  RcField field;
  bool facet;
  const char *value; /* inside the list, NUL-terminated */
  guint32 frequency;
  guint32 position_count;
  const guint8 *positions; /* inside the list, see rc_term_next_position */
} RcTerm;

/* Appends a term; `positions` ascend from 1.  A value too long for a term is cut by
 * the tokeniser before it comes here. */
void rc_terms_append(GByteArray *list, const RcTerm *term, const guint32 *positions);

/* Reads the term at *offset of a list that was checked and moves on; false at its
 * end. */
bool rc_terms_next(const guint8 *list, gsize length, gsize *offset, RcTerm *term);
/* The next position of a term of a list that was checked; `last` is the one before,
 * 0 at first. */
guint32 rc_term_next_position(RcTerm *term, guint32 last);

/* Checks a whole list for an entry (RC_IN_DOCUMENT or RC_IN_PASSAGE): lengths; that each field is
 * one that a worker may set on such an entry, and each value clean UTF-8, of the closed list where
 * its field has one, and a tag where it is a language; that all frequencies together are `words`
 * and half as many at most; that positions are those of words of a document entry, ascend and end
 * at `last_position` at the latest.  RC_ERROR_BAD_INPUT says what is wrong. */
bool rc_terms_check(const guint8 *list, gsize length, unsigned entry, guint32 words,
                    guint32 last_position, GError **error);

#endif
