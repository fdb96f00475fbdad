/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "html.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD"

/* What a character of one byte is written as; NULL: as it is. */
static const char *entity(unsigned char c) {
  switch (c) {
  case '&':
    return "&amp;";
  case '<':
    return "&lt;";
  case '>':
    return "&gt;";
  case '"':
    return "&quot;";
  case '\'':
    return "&#39;";
  default:
    break;
  }
  bool control = (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
  return control ? REPLACEMENT : NULL;
}

/* Bidirectional embeddings, overrides and isolates, which turn around what stands after the text
 * that they came with, are left out: a title could make another page number of the one behind it.
 * The marks that Arabic and Hebrew need beside digits stay. */
static void append_escaped(GString *out, const char *valid, gsize length) {
  const char *end = valid + length;
  for (const char *p = valid, *next; p < end; p = next) {
    next = g_utf8_next_char(p);
    if ((guchar)*p < 0x80) {
      const char *written = entity((guchar)*p);
      if (written)
        g_string_append(out, written);
      else
        g_string_append_c(out, *p);
      continue;
    }
    gunichar c = g_utf8_get_char(p);
    if (c < 0xA0)
      g_string_append(out, REPLACEMENT);
    else if (!((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)))
      g_string_append_len(out, p, next - p);
  }
}

void rc_html_bytes(GString *out, const char *text, gsize length) {
  if (!text)
    return;
  if (g_utf8_validate_len(text, length, NULL)) {
    append_escaped(out, text, length);
    return;
  }
  g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
  append_escaped(out, valid, strlen(valid));
}

void rc_html(GString *out, const char *text) {
  if (text)
    rc_html_bytes(out, text, strlen(text));
}

static void open_tag(GString *out, const char *tag, va_list attributes) {
  g_string_append_c(out, '<');
  g_string_append(out, tag);
  const char *name;
  while ((name = va_arg(attributes, const char *))) {
    const char *value = va_arg(attributes, const char *);
    if (!value)
      continue;
    g_string_append_printf(out, " %s=\"", name);
    rc_html(out, value);
    g_string_append_c(out, '"');
  }
  g_string_append_c(out, '>');
}

void rc_html_open(GString *out, const char *tag, ...) {
  va_list attributes;
  va_start(attributes, tag);
  open_tag(out, tag, attributes);
  va_end(attributes);
}

void rc_html_close(GString *out, const char *tag) {
  g_string_append(out, "</");
  g_string_append(out, tag);
  g_string_append_c(out, '>');
}

void rc_html_element(GString *out, const char *tag, const char *text, ...) {
  va_list attributes;
  va_start(attributes, text);
  open_tag(out, tag, attributes);
  va_end(attributes);
  rc_html(out, text);
  rc_html_close(out, tag);
}

void rc_html_url_parameter(GString *url, const char *name, const char *value) {
  g_string_append_c(url, strchr(url->str, '?') ? '&' : '?');
  g_string_append_uri_escaped(url, name, NULL, FALSE);
  g_string_append_c(url, '=');
  g_string_append_uri_escaped(url, value, NULL, FALSE);
}
