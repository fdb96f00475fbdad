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

GByteArray *rc_pack_new(const GByteArray *plain) {
  GByteArray *pack = g_byte_array_new();
  g_byte_array_set_size(pack, (guint)ZSTD_compressBound(plain->len));
  size_t size = ZSTD_compress(pack->data, pack->len, plain->data, plain->len, LEVEL);
  g_assert(!ZSTD_isError(size)); /* the bound is large enough */
  return g_byte_array_set_size(pack, (guint)size);
}

/* What all frames hold together, at least one; false if that is not known, or too much. */
static bool read_size(const guint8 *bytes, gsize length, guint64 *size) {
  *size = 0;
  do {
    unsigned long long frame_size = ZSTD_getFrameContentSize(bytes, length);
    size_t frame_length = ZSTD_findFrameCompressedSize(bytes, length);
    /* Also what says that it is not known. */
    if (frame_size > RC_PACK_BYTES_MAX - *size || ZSTD_isError(frame_length))
      return false;
    *size += frame_size;
    bytes += frame_length;
    length -= frame_length;
  } while (length > 0);
  return true;
}

GByteArray *rc_pack_open(const void *bytes, gsize length) {
  guint64 size;
  if (!read_size(bytes, length, &size))
    return NULL;
  g_autoptr(GByteArray) plain = g_byte_array_new();
  g_byte_array_set_size(plain, (guint)size);
  size_t got = ZSTD_decompress(plain->data, plain->len, bytes, length);
  return got == size ? g_steal_pointer(&plain) : NULL;
}

bool rc_pack_next(const GByteArray *plain, gsize *offset, const guint8 **record, gsize *length) {
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
