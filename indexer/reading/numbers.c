/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numbers.h"

#include "expression.h"
#include <string.h>

/* Group 1 is the number, group 2 the letter of an item within it, group 3 a number with a
 * point, groups 4 and 5 a letter or Roman numeral alone, the others numbers without a full
 * stop: "(1)", "[6]", "§ 24".  "3-1" was put behind 3 by a later law.  A number is told from
 * an amount by what follows: a full stop or a bracket, or, after one with a point, a capital
 * ("126.92 Continue") or a Russian infinitive ("76.12 принять"). */
static const GRegex *number_pattern(void) {
  static GRegex *kept;
  const GRegex *pattern = rc_expression(
      &kept,
      "^(?:§\\s*|п\\.\\s*)?(?:"
      "(\\d{1,3}(?:\\.\\d{1,3}){0,3}(?:-\\d{1,2})?)(?:[.)]\\s*(?=[\\p{Lu}\"«“‘(\\[])"
      "|[.)]\\s+(?=\\pL|\\d{1,4}\\s*\\pL)|"
      "\\s*(?=\\([\\p{Ll}]{1,2}\\)))(?:\\(?([\\p{Ll}]{1,2})\\)\\s*)?"
      "|(\\d{1,3}(?:\\.\\d{1,3}){1,3})\\s+(?=[\\p{Lu}\"«“]|\\p{Cyrillic}+(?:ть|ти|чь)(?:ся)?\\b)"
      "|\\(?(\\p{Ll}|[ivx]{1,5})\\)(?:\\s+|(?<=..\\))(?=[\\p{Lu}\\p{Cyrillic}\\[\"«“‘]))"
      "|([a-o]|[ivx]{2,5})\\.\\s+(?=\\p{Lu}\\p{Ll})"
      "|\\((\\d{1,3})\\)\\s+(?=\\p{Lu}\\s?\\p{Ll}|[\"«“‘])"
      "|(?:\\[(\\d{1,3})\\]\\s*|(?<=§|§\\s)(\\d{1,3})\\s+)(?=[\\p{Lu}\"«“‘]))",
      0);
  return pattern;
}

char *rc_number_read(const char *text, gsize *length) {
  g_autoptr(GMatchInfo) match = NULL;
  /* Most paragraphs begin with a capital, no number does. */
  if (g_unichar_isupper(g_utf8_get_char(text)))
    return NULL;
  if (!g_regex_match(number_pattern(), text, 0, &match))
    return NULL;
  int start, end;
  g_match_info_fetch_pos(match, 0, &start, &end);
  *length = (gsize)end;
  gint group = g_match_info_get_match_count(match) - 1; /* the last that there is */
  g_autofree char *last = g_match_info_fetch(match, group);
  if (group >= 4)
    return group <= 5 ? g_strdup_printf("(%s)", last) : g_steal_pointer(&last);
  if (group != 2)
    return g_steal_pointer(&last);
  g_autofree char *number = g_match_info_fetch(match, 1);
  return g_strdup_printf("%s (%s)", number, last);
}

/* The last number in "76.12" or "14", the place of the letter in "(b)"; 0 where it
 * cannot be told. */
static guint last_part(const char *number) {
  const char *point = strrchr(number, '.');
  if (*number == '(')
    return number[2] == ')' ? (guint)(guchar)number[1] : 0;
  return (guint)g_ascii_strtoull(point ? point + 1 : number, NULL, 10);
}

/* Bytes before the last part: "76." of "76.12". */
static gsize stem_length(const char *number) {
  const char *point = strrchr(number, '.');
  return point ? (gsize)(point - number) : *number == '(' ? 1 : 0;
}

/* The value of "(iv)", or 0. */
static guint roman_item(const char *number) {
  gsize length = *number == '(' ? strcspn(number + 1, ")") : 0;
  g_autofree char *numeral = g_strndup(number + 1, length);
  return length && !number[length + 2] ? rc_number_roman(numeral) : 0;
}

bool rc_number_follows(const char *before, const char *number) {
  gsize stem = stem_length(number);
  guint roman = roman_item(before);
  return stem == stem_length(before) && strncmp(before, number, stem) == 0 &&
         !strchr(number, ' ') &&
         (last_part(number) == last_part(before) + 1 || (roman && roman_item(number) == roman + 1));
}

gsize rc_number_bullet(const char *text) {
  static const char *const bullets[] = {"•", "·", "▪", "◦", "●", "■", "✓", "➢",
                                        "",  "",  "",  "",  "—", "–", "-", "o"};
  for (gsize i = 0; i < G_N_ELEMENTS(bullets); i++) {
    gsize length = strlen(bullets[i]);
    if (g_str_has_prefix(text, bullets[i]) && text[length] == ' ')
      return length + 1;
  }
  /* What else fonts of signs are encoded as. */
  gunichar sign = g_utf8_get_char(text);
  gsize length = sign >= 0xE000 && sign <= 0xF8FF ? strlen("\uE000") : 0;
  return length && text[length] == ' ' ? length + 1 : 0;
}

bool rc_number_starts_item(const char *text) {
  gsize length;
  g_autofree char *number = rc_number_read(text, &length);
  return number || rc_number_bullet(text);
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

gsize rc_number_article(const char *text) {
  static GRegex *kept;
  const GRegex *pattern =
      rc_expression(&kept,
                    "^(?:article|artículo|artigo|artikel|section|rule|principle|"
                    "статья|стаття|правило|принцип)\\s+"
                    "(?:\\d{1,4}(?:[-.]\\d{1,3})?|[ivxlc]{1,8})(?=[\\s.:–—-]|$)",
                    G_REGEX_CASELESS);
  g_autoptr(GMatchInfo) match = NULL;
  int start, end = 0;
  if (g_regex_match(pattern, text, 0, &match))
    g_match_info_fetch_pos(match, 0, &start, &end);
  return (gsize)end;
}

guint rc_number_roman(const char *text) {
  static const char *const tens[] = {"", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx"};
  static const char *const ones[] = {"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};
  g_autofree char *lower = g_ascii_strdown(text, -1);
  g_autofree char *upper = g_ascii_strup(text, -1);
  if (strcmp(text, lower) != 0 && strcmp(text, upper) != 0)
    return 0;
  for (guint value = 1; value < 90; value++) {
    g_autofree char *numeral = g_strconcat(tens[value / 10], ones[value % 10], NULL);
    if (strcmp(lower, numeral) == 0)
      return value;
  }
  return 0;
}

/* No Roman numeral up to 89 is longer. */
#define ROMAN_BYTES_MAX 7

gsize rc_number_note_letters(const char *text) {
  gunichar c = g_utf8_get_char(text);
  bool small = g_ascii_islower((gchar)MIN(c, 0x7F)) || (c >= 0x430 && c <= 0x44F);
  gsize one = small ? (gsize)(g_utf8_next_char(text) - text) : 0, length = strspn(text, "ivxl");
  if (length > ROMAN_BYTES_MAX)
    return 0;
  g_autofree char *numeral = g_strndup(text, length);
  if (!rc_number_roman(numeral))
    length = one;
  return g_unichar_isalnum(g_utf8_get_char(text + length)) ? 0 : length;
}
