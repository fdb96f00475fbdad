/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data items of CBOR (RFC 8949), of which records are made: appended to bytes one after
 * the other, and read in the same order.
 *
 * Only one form is written and taken: lengths are known and numbers as short as they can
 * be (section 4.2.1 there), reals are always doubles (which section 4.2.2 leaves to us).
 * So a record is one sequence of bytes and no other, and nothing hides in it. */
#ifndef RC_ITEMS_H
#define RC_ITEMS_H

#include <glib.h>
#include <stdbool.h>

/* Each appends an item to `out`.  The `count` items that come next belong to the array. */
void rc_items_append_array(GByteArray *out, gsize count);
void rc_items_append_number(GByteArray *out, guint64 number);
void rc_items_append_integer(GByteArray *out, gint64 integer);
void rc_items_append_real(GByteArray *out, double real);
/* UTF-8; NULL is appended as an empty text. */
void rc_items_append_text(GByteArray *out, const char *text);
void rc_items_append_bytes(GByteArray *out, const void *bytes, gsize length);

/* Reads the `left` bytes from `next`, which it borrows.  Once an item is not what was
 * asked for, `failed` is set and all that is read from then on is 0 or empty: check at
 * the end, and where it would be told apart from what is there. */
typedef struct {
  const guint8 *next;
  gsize left;
  bool failed;
} RcItems;

void rc_items_start(RcItems *items, const void *bytes, gsize length);
/* How many items belong to the array; not more than there are bytes left. */
gsize rc_items_read_array(RcItems *items);
/* Fails on a number that is higher than `max`. */
guint64 rc_items_read_number(RcItems *items, guint64 max);
gint64 rc_items_read_integer(RcItems *items);
double rc_items_read_real(RcItems *items);
/* Borrowed and not terminated; *length is in bytes.  A text is UTF-8 without U+0000. */
const char *rc_items_read_text(RcItems *items, gsize *length);
const char *rc_items_read_bytes(RcItems *items, gsize *length);
/* Passes over so many items, whatever they are, with all that belongs to them. */
void rc_items_pass_over(RcItems *items, gsize count);
/* True if all was as asked and nothing is left. */
bool rc_items_end(const RcItems *items);

#endif
