/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes HTML into a GString such that text cannot reach it unescaped by
 * accident.
 *
 * Everything here escapes, whatever bytes it is given: markup characters become
 * entities, control characters and invalid UTF-8 become U+FFFD, bidirectional embeddings,
 * overrides and isolates are left out.  Tag and
 * attribute names are written as they are and must be literals of the program.
 * The only way to write markup is rc_html_raw_literal, which does not compile
 * with anything but a string literal. */
#ifndef RC_HTML_H
#define RC_HTML_H

#include <glib.h>

/* Text content: NUL-terminated, or `length` bytes.  NULL writes nothing. */
void rc_html(GString *out, const char *text);
void rc_html_bytes(GString *out, const char *text, gsize length);

/* A start tag.  Attributes follow as pairs of name and value, NULL after the
 * last pair; an attribute whose value is NULL is left out, one whose value is
 * empty is written so (`open=""`). */
void rc_html_open(GString *out, const char *tag, ...) G_GNUC_NULL_TERMINATED;
void rc_html_close(GString *out, const char *tag);
/* Start tag, text, end tag. */
void rc_html_element(GString *out, const char *tag, const char *text, ...) G_GNUC_NULL_TERMINATED;

#define rc_html_raw_literal(out, markup) g_string_append((out), "" markup "")

/* Appends `name=value` to a URL, percent-encoded, after "?" or "&" as needed.
 * The URL is not escaped for HTML: as an attribute it will be. */
void rc_html_url_parameter(GString *url, const char *name, const char *value);

#endif
