/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numbers.h"

#include <string.h>

/* Group 1 is the number, group 2 the letter of an item within it. */
static GRegex *number_pattern(void) {
  static GRegex *pattern;
  if (g_once_init_enter(&pattern)) {
    GRegex *compiled =
        g_regex_new("^(?:§\\s*|п\\.\\s*)?"
                    "(?:(\\d{1,3}(?:\\.\\d{1,3}){0,3})(?:\\.|\\)|(?<=§ \\d)|(?=\\s*\\([a-zа-я]\\)))"
                    "(?:\\s*\\(([a-zа-я]{1,2})\\))?|\\(?([a-zа-я]|[ivx]{1,5})\\))\\s+",
                    G_REGEX_OPTIMIZE, 0, NULL);
    g_assert(compiled);
    g_once_init_leave(&pattern, compiled);
  }
  return pattern;
}

char *rc_number_read(const char *text, gsize *length) {
  g_autoptr(GMatchInfo) match = NULL;
  if (!g_regex_match(number_pattern(), text, 0, &match))
    return NULL;
  g_autofree char *number = g_match_info_fetch(match, 1);
  g_autofree char *letter = g_match_info_fetch(match, 2);
  g_autofree char *item = g_match_info_fetch(match, 3);
  int start, end;
  g_match_info_fetch_pos(match, 0, &start, &end);
  *length = (gsize)end;
  if (item && *item)
    return g_strdup_printf("(%s)", item);
  return letter && *letter ? g_strdup_printf("%s (%s)", number, letter) : g_steal_pointer(&number);
}

static bool starts_with_bullet(const char *text) {
  static const char *const bullets[] = {"•", "·", "▪", "◦", "", "", "—", "–", "- ", "o "};
  for (gsize i = 0; i < G_N_ELEMENTS(bullets); i++)
    if (g_str_has_prefix(text, bullets[i]))
      return true;
  return false;
}

bool rc_number_starts_item(const char *text) {
  gsize length;
  g_autofree char *number = rc_number_read(text, &length);
  return number || starts_with_bullet(text);
}

char *rc_number_read_footnote(const char *text, gsize *length) {
  gsize mark = *text == '*' ? strspn(text, "*") : strspn(text, "0123456789");
  if (mark == 0 || mark > 4)
    return NULL;
  *length = mark;
  if (text[*length] == '.')
    (*length)++;
  while (g_ascii_isspace(text[*length]))
    (*length)++;
  return g_strndup(text, mark);
}
