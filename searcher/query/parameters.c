/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parameters.h"

#include "error.h"

#include <stdbool.h>
#include <string.h>

static void clear_parameter(gpointer data) {
  RcParameter *parameter = data;
  g_free(parameter->name);
  g_free(parameter->value);
}

/* One name or value; NULL if an escape is broken. */
static char *decode(const char *text, gsize length) {
  g_autoptr(GString) decoded = g_string_sized_new(length);
  for (gsize i = 0; i < length; i++) {
    if (text[i] != '%') {
      g_string_append_c(decoded, text[i] == '+' ? ' ' : text[i]);
      continue;
    }
    if (length - i < 3 || !g_ascii_isxdigit(text[i + 1]) || !g_ascii_isxdigit(text[i + 2]))
      return NULL;
    int byte = g_ascii_xdigit_value(text[i + 1]) * 16 + g_ascii_xdigit_value(text[i + 2]);
    g_string_append_c(decoded, (char)byte);
    i += 2;
  }
  /* NUL counts as invalid here and is replaced like any other bad byte. */
  return g_utf8_make_valid(decoded->str, (gssize)decoded->len);
}

static bool add_parameter(GArray *parameters, const char *text, gsize length) {
  const char *equals = memchr(text, '=', length);
  gsize name_length = equals ? (gsize)(equals - text) : length;
  gsize value_start = equals ? name_length + 1 : length;
  g_autofree char *name = decode(text, name_length);
  g_autofree char *value = decode(text + value_start, length - value_start);
  if (!name || !value)
    return false;
  RcParameter parameter = {g_steal_pointer(&name), g_steal_pointer(&value)};
  g_array_append_val(parameters, parameter);
  return true;
}

GArray *rc_parameters_read(const char *query_string, gsize length, GError **error) {
  g_autoptr(GArray) parameters = g_array_new(FALSE, FALSE, sizeof(RcParameter));
  g_array_set_clear_func(parameters, clear_parameter);
  if (length > RC_PARAMETERS_BYTES_MAX) {
    g_set_error_literal(error, RC_ERROR, RC_ERROR_LIMIT, "query string: too long");
    return NULL;
  }
  for (gsize start = 0; start < length;) {
    const char *ampersand = memchr(query_string + start, '&', length - start);
    gsize end = ampersand ? (gsize)(ampersand - query_string) : length;
    if (end > start && parameters->len == RC_PARAMETERS_MAX) {
      g_set_error_literal(error, RC_ERROR, RC_ERROR_LIMIT, "query string: too many parameters");
      return NULL;
    }
    if (end > start && !add_parameter(parameters, query_string + start, end - start)) {
      g_set_error_literal(error, RC_ERROR, RC_ERROR_BAD_INPUT,
                          "query string: % must be followed by two hexadecimal digits");
      return NULL;
    }
    start = end + 1;
  }
  return g_steal_pointer(&parameters);
}

const char *rc_parameters_peek(const GArray *parameters, const char *name) {
  for (guint i = parameters->len; i > 0; i--) {
    const RcParameter *parameter = &g_array_index(parameters, RcParameter, i - 1);
    if (strcmp(parameter->name, name) == 0)
      return parameter->value;
  }
  return NULL;
}
