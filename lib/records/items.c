/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "items.h"

#include <cbor.h>
#include <string.h>

/* The first byte of an item and the longest number after it. */
#define HEAD_BYTES_MAX 9

/* --- writing --- */

/* Makes room for a head at the end of `out`; end_head takes back what it did not use. */
static guint8 *start_head(GByteArray *out) {
  g_byte_array_set_size(out, out->len + HEAD_BYTES_MAX);
  return out->data + out->len - HEAD_BYTES_MAX;
}

static void end_head(GByteArray *out, gsize written) {
  g_assert(written > 0);
  g_byte_array_set_size(out, out->len - HEAD_BYTES_MAX + (guint)written);
}

void rc_items_append_array(GByteArray *out, gsize count) {
  end_head(out, cbor_encode_array_start(count, start_head(out), HEAD_BYTES_MAX));
}

void rc_items_append_number(GByteArray *out, guint64 number) {
  end_head(out, cbor_encode_uint(number, start_head(out), HEAD_BYTES_MAX));
}

void rc_items_append_integer(GByteArray *out, gint64 integer) {
  /* A negative one is stored as what it lies below -1. */
  if (integer < 0)
    end_head(out, cbor_encode_negint((guint64)(-1 - integer), start_head(out), HEAD_BYTES_MAX));
  else
    rc_items_append_number(out, (guint64)integer);
}

void rc_items_append_real(GByteArray *out, double real) {
  end_head(out, cbor_encode_double(real, start_head(out), HEAD_BYTES_MAX));
}

void rc_items_append_text(GByteArray *out, const char *text) {
  gsize length = text ? strlen(text) : 0;
  end_head(out, cbor_encode_string_start(length, start_head(out), HEAD_BYTES_MAX));
  g_byte_array_append(out, (const guint8 *)text, (guint)length);
}

void rc_items_append_bytes(GByteArray *out, const void *bytes, gsize length) {
  end_head(out, cbor_encode_bytestring_start(length, start_head(out), HEAD_BYTES_MAX));
  g_byte_array_append(out, bytes, (guint)length);
}

/* --- reading --- */

typedef enum { OTHER, ARRAY, NUMBER, NEGATIVE, REAL, TEXT, BYTES } Type;

typedef struct {
  Type type;
  guint64 number; /* its value, or how many items or bytes belong to it */
  double real;
  const guint8 *bytes;
} Item;

static void take(Item *item, Type type, guint64 number) {
  item->type = type;
  item->number = number;
}

#define TAKE_NUMBER(name, bits, type)                                                              \
  static void name(void *item, uint##bits##_t number) {                                            \
    take(item, type, number);                                                                      \
  }
TAKE_NUMBER(take_number8, 8, NUMBER)
TAKE_NUMBER(take_number16, 16, NUMBER)
TAKE_NUMBER(take_number32, 32, NUMBER)
TAKE_NUMBER(take_number64, 64, NUMBER)
TAKE_NUMBER(take_negative8, 8, NEGATIVE)
TAKE_NUMBER(take_negative16, 16, NEGATIVE)
TAKE_NUMBER(take_negative32, 32, NEGATIVE)
TAKE_NUMBER(take_negative64, 64, NEGATIVE)

static void take_array(void *item, size_t count) {
  take(item, ARRAY, count);
}

static void take_real(void *item, double real) {
  take(item, REAL, 0);
  ((Item *)item)->real = real;
}

static void take_text(void *item, cbor_data bytes, size_t length) {
  take(item, TEXT, length);
  ((Item *)item)->bytes = bytes;
}

static void take_bytes(void *item, cbor_data bytes, size_t length) {
  take(item, BYTES, length);
  ((Item *)item)->bytes = bytes;
}

/* The others leave the item as OTHER. */
static const struct cbor_callbacks callbacks = {
    .uint8 = take_number8,
    .uint16 = take_number16,
    .uint32 = take_number32,
    .uint64 = take_number64,
    .negint8 = take_negative8,
    .negint16 = take_negative16,
    .negint32 = take_negative32,
    .negint64 = take_negative64,
    .byte_string_start = cbor_null_byte_string_start_callback,
    .byte_string = take_bytes,
    .string = take_text,
    .string_start = cbor_null_string_start_callback,
    .indef_array_start = cbor_null_indef_array_start_callback,
    .array_start = take_array,
    .indef_map_start = cbor_null_indef_map_start_callback,
    .map_start = cbor_null_map_start_callback,
    .tag = cbor_null_tag_callback,
    .float2 = cbor_null_float2_callback,
    .float4 = cbor_null_float4_callback,
    .float8 = take_real,
    .undefined = cbor_null_undefined_callback,
    .null = cbor_null_null_callback,
    .boolean = cbor_null_boolean_callback,
    .indef_break = cbor_null_indef_break_callback,
};

/* What the shortest head of an item takes. */
static gsize head_bytes(const Item *item) {
  if (item->type == REAL)
    return HEAD_BYTES_MAX;
  if (item->number < 24) /* stands in the first byte itself */
    return 1;
  if (item->number <= G_MAXUINT8)
    return 2;
  if (item->number <= G_MAXUINT16)
    return 3;
  return item->number <= G_MAXUINT32 ? 5 : HEAD_BYTES_MAX;
}

void rc_items_start(RcItems *items, const void *bytes, gsize length) {
  *items = (RcItems){.next = bytes, .left = length};
}

/* The next item; of type OTHER, and the end of reading, if it is none of these. */
static Item read_any(RcItems *items) {
  Item item = {0};
  if (items->failed || items->left == 0) {
    items->failed = true;
    return item;
  }
  struct cbor_decoder_result result =
      cbor_stream_decode(items->next, items->left, &callbacks, &item);
  gsize content = item.type == TEXT || item.type == BYTES ? (gsize)item.number : 0;
  if (result.status != CBOR_DECODER_FINISHED || item.type == OTHER ||
      result.read - content != head_bytes(&item)) {
    items->failed = true;
    return (Item){0};
  }
  items->next += result.read;
  items->left -= result.read;
  return item;
}

/* The next item, if it is of that type; else one of zeros, and the end of reading. */
static Item read_item(RcItems *items, Type type) {
  RcItems before = *items;
  Item item = read_any(items);
  if (!items->failed && item.type == type)
    return item;
  *items = before;
  items->failed = true;
  return (Item){0};
}

void rc_items_pass_over(RcItems *items, gsize count) {
  /* What is open is never more than what is left: each item takes a byte. */
  while (count > 0 && !items->failed) {
    Item item = read_any(items);
    count--;
    if (item.type == TEXT && item.number > 0)
      items->failed |= !g_utf8_validate_len((const char *)item.bytes, (gsize)item.number, NULL);
    if (item.type == ARRAY)
      count += (gsize)MIN(item.number, items->left + 1);
    items->failed |= count > items->left;
  }
}

gsize rc_items_read_array(RcItems *items) {
  Item item = read_item(items, ARRAY);
  items->failed |= item.number > items->left;
  return items->failed ? 0 : (gsize)item.number;
}

guint64 rc_items_read_number(RcItems *items, guint64 max) {
  Item item = read_item(items, NUMBER);
  items->failed |= item.number > max;
  return items->failed ? 0 : item.number;
}

gint64 rc_items_read_integer(RcItems *items) {
  /* The three highest bits of an item say its type: 1 is a negative integer. */
  bool negative = items->left > 0 && *items->next >> 5 == 1;
  Item item = read_item(items, negative ? NEGATIVE : NUMBER);
  items->failed |= item.number > G_MAXINT64;
  if (items->failed)
    return 0;
  return negative ? -1 - (gint64)item.number : (gint64)item.number;
}

double rc_items_read_real(RcItems *items) {
  return read_item(items, REAL).real;
}

const char *rc_items_read_text(RcItems *items, gsize *length) {
  Item item = read_item(items, TEXT);
  const char *text = (const char *)item.bytes;
  items->failed |= item.number > 0 && !g_utf8_validate_len(text, (gsize)item.number, NULL);
  *length = items->failed ? 0 : (gsize)item.number;
  return items->failed || !text ? "" : text;
}

const char *rc_items_read_bytes(RcItems *items, gsize *length) {
  Item item = read_item(items, BYTES);
  *length = (gsize)item.number;
  return item.bytes ? (const char *)item.bytes : "";
}

bool rc_items_end(const RcItems *items) {
  return !items->failed && items->left == 0;
}
