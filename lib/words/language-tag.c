/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "language-tag.h"

#include <glib.h>
#include <string.h>

#define SUBTAG_BYTES_MAX 8

bool rc_language_tag_is_valid(const char *text) {
  gsize length = strspn(text, "abcdefghijklmnopqrstuvwxyz");
  const char *p = text + length;
  if (length < 2 || length > 3)
    return false;
  while (*p == '-') {
    for (length = 0, p++; g_ascii_isalnum(*p); p++)
      length++;
    if (length < 1 || length > SUBTAG_BYTES_MAX)
      return false;
  }
  return *p == '\0' && length > 1;
}
