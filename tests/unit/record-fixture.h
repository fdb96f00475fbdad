/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records as no honest worker writes them: any value in the text form of GVariant, which
 * is short to write down, as items of CBOR.  Tuples and arrays become arrays, ay bytes. */
#ifndef RECORD_FIXTURE_H
#define RECORD_FIXTURE_H

#include <glib.h>
#include <string.h>

#include "items.h"

static void record_fixture_append(GByteArray *out, GVariant *value) {
  if (g_variant_is_of_type(value, G_VARIANT_TYPE_STRING)) {
    rc_items_append_text(out, g_variant_get_string(value, NULL));
  } else if (g_variant_is_of_type(value, G_VARIANT_TYPE_BYTESTRING)) {
    const char *bytes = g_variant_get_bytestring(value);
    rc_items_append_bytes(out, bytes, strlen(bytes));
  } else if (g_variant_is_of_type(value, G_VARIANT_TYPE_UINT32)) {
    rc_items_append_number(out, g_variant_get_uint32(value));
  } else if (g_variant_is_of_type(value, G_VARIANT_TYPE_UINT64)) {
    rc_items_append_number(out, g_variant_get_uint64(value));
  } else if (g_variant_is_of_type(value, G_VARIANT_TYPE_INT64)) {
    rc_items_append_integer(out, g_variant_get_int64(value));
  } else if (g_variant_is_of_type(value, G_VARIANT_TYPE_DOUBLE)) {
    rc_items_append_real(out, g_variant_get_double(value));
  } else {
    rc_items_append_array(out, g_variant_n_children(value));
    for (gsize i = 0; i < g_variant_n_children(value); i++) {
      g_autoptr(GVariant) child = g_variant_get_child_value(value, i);
      record_fixture_append(out, child);
    }
  }
}

/* The value `text` of the type, as the bytes of a record. */
static GByteArray *record_fixture_new(const char *type, const char *text) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) value = g_variant_parse(G_VARIANT_TYPE(type), text, NULL, NULL, &error);
  if (!value)
    g_error("%s: %s", text, error->message);
  GByteArray *bytes = g_byte_array_new();
  record_fixture_append(bytes, value);
  return bytes;
}

#endif
