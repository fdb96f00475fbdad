/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "items.h"

#include <string.h>

/* The types of items that records are made of, as the three highest bits of an item say them; a
 * double is the one kind of the last type that is taken. */
typedef enum { NUMBER = 0, NEGATIVE = 1, BYTES = 2, TEXT = 3, ARRAY = 4, REAL = 7 } Type;

/* The other five bits of the first byte are a number below this, or say how many bytes it has. */
#define INLINE_END 24
#define DOUBLE_BYTES 8

/* How many bytes behind the first one a number takes at least. */
static guint number_bytes(guint64 number) {
  if (number < INLINE_END)
    return 0;
  return number <= G_MAXUINT8 ? 1 : number <= G_MAXUINT16 ? 2 : number <= G_MAXUINT32 ? 4 : 8;
}

/* --- writing --- */

/* `number`: a value, or how many items or bytes belong to the item. */
static void append_head(GByteArray *out, Type type, guint64 number) {
  guint bytes = number_bytes(number);
  guint low = bytes ? INLINE_END + (guint)g_bit_nth_msf(bytes, -1) : (guint)number;
  guint8 head[1 + 8] = {(guint8)(type << 5 | low)};
  for (guint i = bytes; i > 0; i--, number >>= 8)
    head[i] = (guint8)number;
  g_byte_array_append(out, head, 1 + bytes);
}

void rc_items_append_array(GByteArray *out, gsize count) {
  append_head(out, ARRAY, count);
}

void rc_items_append_number(GByteArray *out, guint64 number) {
  append_head(out, NUMBER, number);
}

void rc_items_append_integer(GByteArray *out, gint64 integer) {
  /* A negative one is stored as what it lies below -1. */
  append_head(out, integer < 0 ? NEGATIVE : NUMBER,
              (guint64)(integer < 0 ? -1 - integer : integer));
}

void rc_items_append_real(GByteArray *out, double real) {
  guint64 bits;
  memcpy(&bits, &real, sizeof bits);
  bits = GUINT64_TO_BE(bits);
  const guint8 head = REAL << 5 | (INLINE_END + 3);
  g_byte_array_append(out, &head, 1);
  g_byte_array_append(out, (const guint8 *)&bits, sizeof bits);
}

void rc_items_append_text(GByteArray *out, const char *text) {
  gsize length = text ? strlen(text) : 0;
  append_head(out, TEXT, length);
  g_byte_array_append(out, (const guint8 *)text, (guint)length);
}

void rc_items_append_bytes(GByteArray *out, const void *bytes, gsize length) {
  append_head(out, BYTES, length);
  g_byte_array_append(out, bytes, (guint)length);
}

/* --- reading --- */

typedef struct {
  Type type;
  guint64 number; /* its value or the bits of it, or how many items or bytes belong to it */
  const guint8 *bytes;
} Item;

void rc_items_start(RcItems *items, const void *bytes, gsize length) {
  *items = (RcItems){.next = bytes, .left = length};
}

/* The next item; one of zeros, and the end of reading, if it is none of these or of another
 * form. */
static Item read_any(RcItems *items) {
  Item item = {0};
  guint low = items->left ? *items->next & 31 : 31;
  guint bytes = low < INLINE_END ? 0 : low < INLINE_END + 4 ? 1U << (low - INLINE_END) : G_MAXUINT;
  items->failed |= items->left == 0 || bytes > items->left - 1;
  if (items->failed)
    return item;
  item.type = (Type)(*items->next >> 5);
  item.number = bytes ? 0 : low;
  for (guint i = 1; i <= bytes; i++)
    item.number = item.number << 8 | items->next[i];
  bool is_known = item.type <= ARRAY || (item.type == REAL && bytes == DOUBLE_BYTES);
  bool is_shortest = item.type == REAL || bytes == number_bytes(item.number);
  guint64 content = item.type == TEXT || item.type == BYTES ? item.number : 0;
  gsize left = items->left - 1 - bytes;
  if (!is_known || !is_shortest || content > left) {
    items->failed = true;
    return (Item){0};
  }
  item.bytes = items->next + 1 + bytes;
  items->next = item.bytes + content;
  items->left = left - (gsize)content;
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
  guint64 bits = read_item(items, REAL).number;
  double real;
  memcpy(&real, &bits, sizeof real);
  return real;
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
