/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack.h"

#include <string.h>
#include <zstd.h>

/* Higher levels take several times as long and gain a tenth. */
#define LEVEL 3

void rc_pack_add(GByteArray *plain, const void *record, gsize length) {
  guint32 prefix = GUINT32_TO_LE((guint32)length);
  g_byte_array_append(plain, (const guint8 *)&prefix, sizeof prefix);
  g_byte_array_append(plain, record, (guint)length);
}

/* A seal is a string of 32 bytes in CBOR, which no record is. */
#define SEAL_BYTES 34
static const guint8 seal_head[] = {0x58, 0x20};

/* False if it is not a digest. */
static bool make_seal(guint8 *seal, const char *sha256) {
  memcpy(seal, seal_head, sizeof seal_head);
  for (guint i = 0; i < SEAL_BYTES - sizeof seal_head; i++) {
    int high = sha256 ? g_ascii_xdigit_value(sha256[2 * i]) : -1;
    int low = high < 0 ? -1 : g_ascii_xdigit_value(sha256[2 * i + 1]);
    if (low < 0)
      return false;
    seal[sizeof seal_head + i] = (guint8)(high << 4 | low);
  }
  return true;
}

static bool is_seal(const guint8 *record, gsize length) {
  return length == SEAL_BYTES && memcmp(record, seal_head, sizeof seal_head) == 0;
}

void rc_pack_seal(GByteArray *plain, const char *sha256) {
  guint8 seal[SEAL_BYTES];
  if (make_seal(seal, sha256))
    rc_pack_add(plain, seal, sizeof seal);
}

GByteArray *rc_pack_new(const GByteArray *plain) {
  GByteArray *pack = g_byte_array_new();
  ZSTD_CCtx *context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, LEVEL);
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  g_byte_array_set_size(pack, (guint)ZSTD_compressBound(plain->len));
  size_t size = ZSTD_compress2(context, pack->data, pack->len, plain->data, plain->len);
  ZSTD_freeCCtx(context);
  g_assert(!ZSTD_isError(size)); /* the bound is large enough */
  return g_byte_array_set_size(pack, (guint)size);
}

bool rc_pack_is(const void *bytes, gsize length) {
  guint32 magic;
  if (length < sizeof magic)
    return false;
  memcpy(&magic, bytes, sizeof magic);
  return GUINT32_FROM_LE(magic) == ZSTD_MAGICNUMBER;
}

GByteArray *rc_pack_open(const void *bytes, gsize length) {
  /* What all frames hold together, at least one: it must be known, and not too much. */
  guint64 size = 0;
  gsize offset = 0;
  do {
    const guint8 *frame = (const guint8 *)bytes + offset;
    unsigned long long frame_size = ZSTD_getFrameContentSize(frame, length - offset);
    size_t frame_length = ZSTD_findFrameCompressedSize(frame, length - offset);
    /* Also what says that it is not known. */
    if (frame_size > RC_PACK_BYTES_MAX - size || ZSTD_isError(frame_length))
      return NULL;
    size += frame_size;
    offset += frame_length;
  } while (offset < length);
  g_autoptr(GByteArray) plain = g_byte_array_new();
  g_byte_array_set_size(plain, (guint)size);
  size_t got = ZSTD_decompress(plain->data, plain->len, bytes, length);
  return got == size ? g_steal_pointer(&plain) : NULL;
}

static bool next(const GByteArray *plain, gsize *offset, const guint8 **record, gsize *length) {
  guint32 prefix;
  if (*offset >= plain->len)
    return false;
  gsize rest = plain->len - *offset;
  if (rest >= sizeof prefix)
    memcpy(&prefix, plain->data + *offset, sizeof prefix);
  if (rest < sizeof prefix || GUINT32_FROM_LE(prefix) > rest - sizeof prefix) {
    *offset = (gsize)plain->len + 1;
    return false;
  }
  *length = GUINT32_FROM_LE(prefix);
  *record = plain->data + *offset + sizeof prefix;
  *offset += sizeof prefix + *length;
  return true;
}

bool rc_pack_next(const GByteArray *plain, gsize *offset, const guint8 **record, gsize *length) {
  while (next(plain, offset, record, length))
    if (!is_seal(*record, *length))
      return true;
  return false;
}

bool rc_pack_belongs(const GByteArray *plain, const char *sha256) {
  guint8 seal[SEAL_BYTES];
  bool known = make_seal(seal, sha256);
  gsize offset = 0, length;
  for (const guint8 *record; next(plain, &offset, &record, &length);)
    if (is_seal(record, length) && (!known || memcmp(record, seal, sizeof seal) != 0))
      return false;
  return true;
}

bool rc_pack_check(const void *bytes, gsize length, const char *sha256, gsize records) {
  g_autoptr(GByteArray) plain = rc_pack_open(bytes, length);
  gsize offset = 0, count = 0, record_length;
  const guint8 *record;
  while (plain && rc_pack_next(plain, &offset, &record, &record_length))
    count++;
  return plain && offset == plain->len && count == records && rc_pack_belongs(plain, sha256);
}
