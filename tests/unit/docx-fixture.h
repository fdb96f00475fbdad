/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A DOCX of the parts that it is told: a ZIP archive whose files are stored as they are. */
#ifndef DOCX_FIXTURE_H
#define DOCX_FIXTURE_H

#include <glib.h>
#include <string.h>

typedef struct {
  const char *name, *bytes;
} DocxPart;

static guint32 docx_crc(const char *bytes, gsize length) {
  guint32 crc = ~0U;
  for (gsize i = 0; i < length; i++) {
    crc ^= (guchar)bytes[i];
    for (int bit = 0; bit < 8; bit++)
      crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320U : 0);
  }
  return ~crc;
}

static void docx_number(GByteArray *zip, guint32 number, guint bytes) {
  guint32 little = GUINT32_TO_LE(number);
  g_byte_array_append(zip, (const guint8 *)&little, bytes);
}

/* What the local header and that of the directory share. */
static void docx_entry(GByteArray *zip, const DocxPart *part) {
  guint32 length = (guint32)strlen(part->bytes);
  docx_number(zip, 10, 2); /* version, flags, method, time, date */
  docx_number(zip, 0, 4);
  docx_number(zip, 0, 4);
  docx_number(zip, docx_crc(part->bytes, length), 4);
  docx_number(zip, length, 4);
  docx_number(zip, length, 4);
  docx_number(zip, (guint32)strlen(part->name), 2);
  docx_number(zip, 0, 2);
}

/* Yours to unref; behind the last part one without a name. */
static GByteArray *docx_of(const DocxPart *parts) {
  GByteArray *zip = g_byte_array_new();
  g_autoptr(GByteArray) directory = g_byte_array_new();
  guint16 count = 0;
  for (; parts[count].name; count++) {
    const DocxPart *part = &parts[count];
    guint32 offset = zip->len;
    docx_number(zip, 0x04034b50, 4);
    docx_entry(zip, part);
    g_byte_array_append(zip, (const guint8 *)part->name, (guint)strlen(part->name));
    g_byte_array_append(zip, (const guint8 *)part->bytes, (guint)strlen(part->bytes));
    docx_number(directory, 0x02014b50, 4);
    docx_number(directory, 10, 2);
    docx_entry(directory, part);
    docx_number(directory, 0, 4); /* comment, disk, attributes */
    docx_number(directory, 0, 2);
    docx_number(directory, 0, 4);
    docx_number(directory, offset, 4);
    g_byte_array_append(directory, (const guint8 *)part->name, (guint)strlen(part->name));
  }
  guint32 start = zip->len;
  g_byte_array_append(zip, directory->data, directory->len);
  docx_number(zip, 0x06054b50, 4);
  docx_number(zip, 0, 4);
  docx_number(zip, count, 2);
  docx_number(zip, count, 2);
  docx_number(zip, directory->len, 4);
  docx_number(zip, start, 4);
  docx_number(zip, 0, 2);
  return zip;
}

#endif
