/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "citations.h"

#include <string.h>

/* Bounds that keep hostile text ("A/A/A/A/...") from being read over and over. */
enum { ORGAN_BYTES_MAX = 8, SYMBOL_BYTES_MAX = 160 };

/* What a symbol begins with, and how many strokes it has at the least: "A/4" is
 * a size of paper, "A/74/486" a document. */
static const struct {
  const char *organ;
  int strokes;
} organs[] = {
    {"A", 2},    {"S", 2},   {"E", 2},   {"ST", 2},   {"T", 2},    {"CERD", 2},  {"CEDAW", 2},
    {"CCPR", 2}, {"CAT", 2}, {"CRC", 2}, {"CMW", 2},  {"CRPD", 2}, {"CED", 2},   {"HRI", 2},
    {"TD", 2},   {"DP", 2},  {"HCR", 2}, {"UNEP", 2}, {"FCCC", 2}, {"INT", 2},   {"LC", 2},
    {"AC", 2},   {"HR", 2},  {"CP", 2},  {"ID", 2},   {"ECE", 2},  {"UNMIK", 2},
};

static bool is_symbol_character(char c) {
  return g_ascii_isalnum(c) || c == '/' || c == '.' || c == '-';
}

/* Parts are in capitals and digits but for these: "Rev.1", "Add.2", "Sub.2". */
static bool is_mixed_case_part(const char *part, gsize length) {
  static const char *const prefixes[] = {"Rev.",  "Add.",   "Corr.", "Sub.",
                                         "Conf.", "Amend.", "Vol."};
  for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
    if (length >= strlen(prefixes[i]) && strncmp(part, prefixes[i], strlen(prefixes[i])) == 0)
      return true;
  return false;
}

static bool is_symbol_part(const char *part, gsize length) {
  bool mixed = is_mixed_case_part(part, length);
  for (gsize i = 0; i < length; i++)
    if (g_ascii_islower(part[i]) && !mixed)
      return false;
  return length > 0;
}

static int least_strokes(const char *organ, gsize length) {
  for (gsize i = 0; i < G_N_ELEMENTS(organs); i++)
    if (strlen(organs[i].organ) == length && strncmp(organs[i].organ, organ, length) == 0)
      return organs[i].strokes;
  return G_MAXINT;
}

/* The length of the symbol that starts at `start`, 0 if none does.  Parts are
 * taken as long as they can belong to one: "CERD/C/KAZ/CO/8-10/and" ends at 10. */
static gsize symbol_length(const char *start, const char *limit) {
  int needed = least_strokes(start, strcspn(start, "/")), strokes = 0;
  bool digit = false;
  const char *end = start + strcspn(start, "/");
  while (needed < G_MAXINT && end < limit && *end == '/') {
    const char *part = end + 1;
    gsize length = 0;
    while (part + length < limit && part[length] != '/')
      length++;
    if (!is_symbol_part(part, length))
      break;
    for (gsize i = 0; i < length; i++)
      digit |= g_ascii_isdigit(part[i]) != 0;
    end = part + length;
    strokes++;
  }
  return strokes >= needed && digit ? (gsize)(end - start) : 0;
}

/* Where the digits of a pinpoint start after `p`, or NULL: ", para. 24". */
static const char *pinpoint_number(const char *p) {
  static const char *const words[] = {"paragraphs", "paragraph", "paras.", "para.", "paras", "para",
                                      "§§",         "§",         "пункты", "пункт", "пп.",   "п."};
  p += strspn(p, " ,)]");
  if (g_str_has_prefix(p, "at "))
    p += strlen("at ");
  p += strncmp(p, "\xc2\xa0", 2) == 0 ? 2 : 0;
  for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
    if (!g_str_has_prefix(p, words[i]))
      continue;
    p += strlen(words[i]);
    while (*p == ' ' || strncmp(p, "\xc2\xa0", 2) == 0)
      p += *p == ' ' ? 1 : 2;
    return g_ascii_isdigit(*p) ? p : NULL;
  }
  return NULL;
}

/* "24", "24-26"; yours to free, NULL if no paragraph is named. */
static char *read_pinpoint(const char *after) {
  const char *number = pinpoint_number(after);
  if (!number)
    return NULL;
  gsize length = strspn(number, "0123456789");
  const char *dash = number + length;
  gsize dash_length = *dash == '-' ? 1 : g_str_has_prefix(dash, "–") ? strlen("–") : 0;
  gsize last = dash_length ? strspn(dash + dash_length, "0123456789") : 0;
  g_autofree char *first = g_strndup(number, length);
  return last ? g_strdup_printf("%s-%.*s", first, (int)last, dash + dash_length)
              : g_steal_pointer(&first);
}

static void add_citation(const char *text, const char *start, gsize length, GArray *cites) {
  RcCitation citation = {.symbol = g_strndup(start, length),
                         .paragraph = read_pinpoint(start + length),
                         .start = (guint32)(start - text),
                         .end = (guint32)(start - text + (gssize)length)};
  g_array_append_val(cites, citation);
}

/* The start of the part that ends at `stroke`, not before `from`. */
static const char *organ_start(const char *from, const char *stroke) {
  const char *start = stroke;
  while (start > from && stroke - start <= ORGAN_BYTES_MAX && is_symbol_character(start[-1]))
    start--;
  return start;
}

/* The end of what may be a symbol: a full stop or a dash at its end is not of it. */
static const char *symbol_limit(const char *start) {
  const char *end = start;
  while (end - start < SYMBOL_BYTES_MAX && is_symbol_character(*end))
    end++;
  while (end > start && !g_ascii_isalnum(end[-1]))
    end--;
  return end;
}

void rc_citations_find(const char *text, GArray *cites) {
  const char *from = text;
  for (const char *stroke; (stroke = strchr(from, '/'));) {
    const char *start = organ_start(from, stroke);
    gsize length = symbol_length(start, symbol_limit(start));
    if (length > 0)
      add_citation(text, start, length, cites);
    from = length > 0 ? start + length : stroke + 1;
  }
}
