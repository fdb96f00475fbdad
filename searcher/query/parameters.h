/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parameters of a URL's query string.
 *
 * Decoding is strict: a "%" without two hex digits is an error, not a guess.
 * What comes out is always safe to pass on: valid UTF-8 without NUL; bytes that
 * are not have become U+FFFD. */
#ifndef RC_PARAMETERS_H
#define RC_PARAMETERS_H

#include <glib.h>

#define RC_PARAMETERS_BYTES_MAX 16384 /* of the query string */
#define RC_PARAMETERS_MAX 100

typedef struct {
  char *name, *value;
} RcParameter;

/* Reads `name=value&...` of `length` bytes.  An array of RcParameter in the
 * order of the string, yours to unref; a name without "=" has an empty value.
 * RC_ERROR_LIMIT if there are too many bytes or parameters, RC_ERROR_BAD_INPUT
 * for a broken escape.  Messages never contain what was sent. */
GArray *rc_parameters_read(const char *query_string, gsize length, GError **error);

/* The last value of that name, borrowed, or NULL. */
const char *rc_parameters_peek(const GArray *parameters, const char *name);

#endif
