/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packs: the records of several passages, compressed together.
 *
 * One paragraph compressed by itself shrinks by a third, a hundred of them together by
 * three quarters: they share words, headings and names.  A pack is one zstd frame, in which
 * each record stands behind its length in four bytes, little endian; packs one after
 * another are a pack too.
 *
 * A frame has a checksum of what it holds (those of schema 4 have none), and in front of its
 * records a seal, which says whose they are: bits that rot, and entries that are taken for
 * others, are damage and never another text. */
#ifndef RC_PACK_H
#define RC_PACK_H

#include <glib.h>
#include <stdbool.h>

/* The most that a pack may hold, in bytes, before compression. */
#define RC_PACK_BYTES_MAX (512 * 1024 * 1024)

/* Seals what is to be packed as of the document with that digest: before all records. */
void rc_pack_seal(GByteArray *plain, const char *sha256);
/* Adds a record to what is to be packed. */
void rc_pack_add(GByteArray *plain, const void *record, gsize length);
/* Compresses what was added; yours to unref. */
GByteArray *rc_pack_new(const GByteArray *plain);

/* True if the bytes begin as a pack does. */
bool rc_pack_is(const void *bytes, gsize length);
/* What was packed, yours to unref; NULL if the bytes are not a pack.  These may be of a
 * damaged index: nothing is believed of them. */
GByteArray *rc_pack_open(const void *bytes, gsize length);
/* True if no seal in `plain` is of another document than that with the digest. */
bool rc_pack_belongs(const GByteArray *plain, const char *sha256);
/* True if the bytes are a pack of so many records of that document. */
bool rc_pack_check(const void *bytes, gsize length, const char *sha256, gsize records);
/* The record at *offset, borrowed, and moves on, past seals; false at the end.  Sets *offset beyond
 * the end of `plain` if something is there that is no record. */
bool rc_pack_next(const GByteArray *plain, gsize *offset, const guint8 **record, gsize *length);

#endif
