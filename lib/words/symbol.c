/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "symbol.h"

#include <string.h>

/* --- folding --- */

/* Cyrillic letters that look like Latin ones, and strokes. */
static const struct {
  gunichar from;
  char to;
} look_alikes[] = {
    {U'А', 'A'}, {U'В', 'B'}, {U'Е', 'E'}, {U'К', 'K'}, {U'М', 'M'},  {U'Н', 'H'}, {U'О', 'O'},
    {U'Р', 'P'}, {U'С', 'C'}, {U'Т', 'T'}, {U'Х', 'X'}, {U'І', 'I'},  {U'Ѕ', 'S'}, {U'Ј', 'J'},
    {U'а', 'a'}, {U'е', 'e'}, {U'о', 'o'}, {U'р', 'p'}, {U'с', 'c'},  {U'х', 'x'}, {U'і', 'i'},
    {U'у', 'y'}, {U'ѕ', 's'}, {U'∕', '/'}, {U'⁄', '/'}, {U'／', '/'},
};
static const struct {
  const char *from;
  char to;
} encoded[] = {{"%2f", '/'},   {"%28", '('}, {"%29", ')'},
               {"%252f", '/'}, {"%20", ' '}, {"%2e", '.'}};

static char fold_character(gunichar c) {
  if (c < 0x80)
    return (char)(c < 0x20 ? ' ' : c);
  if (g_unichar_isspace(c))
    return ' ';
  if ((c >= 0x2010 && c <= 0x2013) || c == 0x2212)
    return '-';
  for (gsize i = 0; i < G_N_ELEMENTS(look_alikes); i++)
    if (look_alikes[i].from == c)
      return look_alikes[i].to;
  return g_unichar_isalnum(c) ? RC_SYMBOL_LETTER : RC_SYMBOL_OTHER;
}

/* The length of a percent-encoded character, 0 if there is none. */
static gsize read_encoded(const char *p, char *c) {
  for (gsize i = 0; *p == '%' && i < G_N_ELEMENTS(encoded); i++) {
    gsize length = strlen(encoded[i].from);
    if (g_ascii_strncasecmp(p, encoded[i].from, length) == 0) {
      *c = encoded[i].to;
      return length;
    }
  }
  return 0;
}

/* What is not seen; U+00AD is between numbers, where it is the hyphen of a range. */
static bool is_dropped(const RcSymbolText *folded, gunichar c, const char *next) {
  if (c != 0x00AD)
    return (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF;
  gsize length = folded->text->len;
  return !(length && g_ascii_isdigit(folded->text->str[length - 1]) && g_ascii_isdigit(*next));
}

RcSymbolText rc_symbol_text_fold(const char *text) {
  gsize length = strlen(text);
  RcSymbolText folded = {g_string_sized_new(length),
                         g_array_sized_new(FALSE, FALSE, sizeof(guint32), (guint)length + 1)};
  for (const char *p = text; *p;) {
    guint32 offset = (guint32)(p - text);
    gunichar c = g_utf8_get_char(p);
    char ascii;
    gsize width = read_encoded(p, &ascii);
    const char *next = width ? p + width : g_utf8_next_char(p);
    if (!width)
      ascii = c == 0x00AD ? '-' : fold_character(c);
    p = next;
    bool run = ascii == ' ' && folded.text->len && folded.text->str[folded.text->len - 1] == ' ';
    if (run || is_dropped(&folded, c, next))
      continue;
    g_string_append_c(folded.text, ascii);
    g_array_append_val(folded.offsets, offset);
  }
  guint32 end = (guint32)length;
  g_array_append_val(folded.offsets, end);
  return folded;
}

void rc_symbol_text_clear(RcSymbolText *folded) {
  g_string_free(folded->text, TRUE);
  g_array_unref(folded->offsets);
}

/* --- one symbol --- */

/* What begins a symbol, and what its second part may be: a list in which "#" is a
 * number, "*" anything. */
static const struct {
  const char *organ, *second;
} organs[] = {
    {"A", "# HRC RES CONF.# C.# AC.# CN.# INF L.# DEC BUR ES-# S-# PV.# SR.#"},
    {"S", "# RES PRST PV.# INF AC.# C.# L.# Agenda AGENDA"},
    {"E", "# CN.# C.# RES CONF.# ECE ESCAP ECA AC.# INF L.# DEC ICEF SR.# PV.# HLPF FFDO NGO"},
    {"T", "RES PET PV.# L.#"},
    {"CERD", "C SP #"},
    {"CEDAW", "C SP PSWG #"},
    {"CCPR", "C SP #"},
    {"CAT", "C SP OP #"},
    {"CRC", "C SP GC #"},
    {"CMW", "C SP"},
    {"CRPD", "C CSP SP"},
    {"CED", "C SP MSP"},
    {"HRI", "GEN CORE MC ICM"},
    {"INT", "CERD CEDAW CCPR CESCR CAT CRC CMW CRPD CED"},
    {"ST", "*"},
    {"TD", "*"},
    {"HR", "P PUB PRO"},
    {"HCR", "*"},
    {"EC", "GC # SC"},
    {"DP", "*"},
    {"UNEP", "*"},
    {"FCCC", "*"},
    {"ECE", "*"},
    {"ICCD", "*"},
    {"CTOC", "COP"},
    {"CAC", "COSP"},
    {"ID", "B CONF.#"},
    {"LC", "*"},
    {"CP", "*"},
    {"AC", "*"},
    {"UNMIK", "REG"},
    {"JIU", "REP NOTE"},
    {"NPT", "CONF.#"},
    {"WHO", "*"},
    {"ISBA", "*"},
    {"CD", "#"},
};

/* Parts that are not in capitals, each followed by a number: "Rev.1". */
static const char *const mixed_parts[] = {"Rev", "Add", "Corr", "Sub", "Amend", "Vol"};

static bool is_letter(char c, bool any_case) {
  return any_case ? g_ascii_isalpha(c) : g_ascii_isupper(c);
}

static bool is_part_character(char c, bool any_case) {
  return g_ascii_isdigit(c) || is_letter(c, any_case);
}

static bool is_word_character(char c) {
  return g_ascii_isalnum(c) || c == RC_SYMBOL_LETTER;
}

/* "Rev.1", "Add. 2", "CORR.1": the length, 0 if it is none of these. */
static gsize read_mixed_part(const char *p, GString *out) {
  for (gsize i = 0; i < G_N_ELEMENTS(mixed_parts); i++) {
    gsize length = strlen(mixed_parts[i]);
    if (g_ascii_strncasecmp(p, mixed_parts[i], length) != 0)
      continue;
    const char *number = p + length;
    number += *number == '.' ? 1 : 0;
    number += *number == ' ' && g_ascii_isdigit(number[1]) ? 1 : 0;
    gsize digits = strspn(number, "0123456789");
    if (digits == 0 || digits > 6)
      return 0;
    g_string_append_printf(out, "%s.%.*s", mixed_parts[i], (int)digits, number);
    return (gsize)(number - p) + digits;
  }
  return 0;
}

/* A run of letters and digits that ends where a word does. */
static gsize read_segment(const char *p, bool any_case) {
  gsize n = 0;
  while (n < RC_SYMBOL_BYTES_MAX && is_part_character(p[n], any_case))
    n++;
  return is_word_character(p[n]) ? 0 : n;
}

static bool is_organ(const char *p, gsize length, bool any_case) {
  char first = g_ascii_toupper(*p);
  for (gsize i = 0; i < G_N_ELEMENTS(organs); i++)
    if (*organs[i].organ == first && strlen(organs[i].organ) == length &&
        (any_case ? g_ascii_strncasecmp(p, organs[i].organ, length)
                  : strncmp(p, organs[i].organ, length)) == 0)
      return true;
  return false;
}

/* What joins a segment to the next: "WG.6", "WG. 6", "8-10", "8-\n10", "4-CRC". */
static gsize read_joint(const char *p, const char *start, bool any_case) {
  if (*p != '-' && *p != '.')
    return 0;
  bool number = g_ascii_isdigit(p[-1]), spaced = p[1] == ' ' && g_ascii_isdigit(p[2]);
  if (*p == '.' && number) /* "2015.2" of the WHO */
    return p - start == 4 && g_ascii_isdigit(p[1]) ? 1 : 0;
  gsize letters = 0;
  while (letters < 6 && is_letter(p[1 + letters], any_case))
    letters++;
  if (number && letters)
    return letters > 2 && is_organ(p + 1, letters, any_case) ? 1 : 0;
  if (is_part_character(p[1], any_case))
    return 1;
  return spaced && (number || *p == '.') ? 2 : 0;
}

static gsize read_part(const char *start, bool any_case, GString *out) {
  gsize mixed = read_mixed_part(start, out);
  const char *p = start + mixed;
  if (is_word_character(*p) && mixed)
    return 0;
  /* Behind "Rev.1" only the other half of a joint symbol. */
  gsize joint = mixed && *p == '-' && is_letter(p[1], any_case) ? 1 : 0;
  gsize n = mixed && !joint ? 0 : read_segment(p + joint, any_case);
  p += n ? joint : 0;
  while (n && p - start < RC_SYMBOL_BYTES_MAX) {
    if (joint)
      g_string_append_c(out, p[-(gssize)joint]);
    for (gsize i = 0; i < n; i++)
      g_string_append_c(out, g_ascii_toupper(p[i]));
    p += n;
    joint = read_joint(p, start, any_case);
    n = joint ? read_segment(p + joint, any_case) : 0;
    p += n ? joint : 0;
  }
  return (gsize)(p - start);
}

/* The year or session of a resolution behind its number: " (2000)", "(III)A",
 * " A (III)". */
static gsize read_session(const char *start, GString *out) {
  const char *p = start + (*start == ' ');
  char letter = g_ascii_isupper(*p) && p[1] == ' ' ? *p : '\0';
  p += letter ? 2 : 0;
  if (*p != '(')
    return 0;
  gsize n = strspn(p + 1, "0123456789");
  n = n == 4 ? n : n ? 0 : strspn(p + 1, "IVXLCES-");
  if (n == 0 || n > 12 || p[n + 1] != ')')
    return 0;
  g_string_append_len(out, p, (gssize)n + 2);
  p += n + 2;
  if (!letter && g_ascii_isupper(*p) && !is_word_character(p[1]))
    letter = *p++;
  if (letter)
    g_string_append_c(out, letter);
  return (gsize)(p - start);
}

/* The length of a stroke and of a break at it; 0 if the symbol ends here. */
static gsize read_stroke(const char *p, bool any_case) {
  gsize before = *p == ' ' ? 1 : 0;
  if (p[before] != '/')
    return 0;
  const char *part = p + before + 1;
  part += *part == '-' && part[1] == ' ' ? 1 : 0;
  if (*part != ' ')
    return (gsize)(part - p);
  part++;
  /* Behind a break only what can hardly be a word of the text. */
  gsize n = read_segment(part, any_case);
  g_autoptr(GString) ignored = g_string_new(NULL);
  bool likely = n > 1 || (n && (g_ascii_isdigit(*part) || part[n] == '/' || part[n] == '.')) ||
                read_mixed_part(part, ignored);
  return before || !likely ? 0 : (gsize)(part - p);
}

static bool matches_pattern(const char *part, gsize length, const char *pattern, gsize size) {
  gsize i = 0, j = 0;
  while (i < length && j < size && pattern[j] != '*') {
    if (pattern[j] == '#') {
      gsize digits = strspn(part + i, "0123456789");
      if (digits == 0)
        return false;
      i += digits;
      j++;
    } else if (part[i++] != pattern[j++])
      return false;
  }
  return (j < size && pattern[j] == '*') || (i == length && j == size);
}

/* Checks the second part, and that "A/4" is a size of paper, "A/810" a document. */
static bool is_known(const char *symbol) {
  const char *second = strchr(symbol, '/') + 1;
  gsize organ = (gsize)(second - symbol) - 1, length = strcspn(second, "/");
  bool numbered = strpbrk(symbol, "0123456789") != NULL;
  if (!second[length] && strspn(second, "0123456789") == length && length < 3)
    return false;
  for (gsize i = 0; numbered && i < G_N_ELEMENTS(organs); i++) {
    if (strlen(organs[i].organ) != organ || strncmp(organs[i].organ, symbol, organ) != 0)
      continue;
    for (const char *p = organs[i].second; *p; p += *p == ' ') {
      gsize size = strcspn(p, " ");
      if (matches_pattern(second, length, p, size))
        return *p != '*' || second[length] == '/';
      p += size;
    }
  }
  return false;
}

static gsize read_un_symbol(const char *start, bool any_case, GString *out) {
  gsize n = 0;
  while (n < 6 && is_letter(start[n], any_case))
    n++;
  if (!is_organ(start, n, any_case))
    return 0;
  const char *p = start + n;
  for (gsize i = 0; i < n; i++)
    g_string_append_c(out, g_ascii_toupper(start[i]));
  for (gsize stroke; (stroke = read_stroke(p, any_case)) > 0;) {
    gsize before = out->len;
    bool resolution = g_str_has_suffix(out->str, "/RES");
    g_string_append_c(out, '/');
    gsize part = read_part(p + stroke, any_case, out);
    if (part == 0 || out->len > RC_SYMBOL_BYTES_MAX) {
      g_string_truncate(out, before);
      break;
    }
    p += stroke + part;
    p += resolution ? read_session(p, out) : 0;
  }
  return strchr(out->str, '/') && is_known(out->str) ? (gsize)(p - start) : 0;
}

bool rc_symbol_is_united_nations(const char *symbol) {
  g_autoptr(GString) read = g_string_new(NULL);
  return read_un_symbol(symbol, false, read) == strlen(symbol);
}

/* --- other organisations --- */

/* Followed by a year in parentheses and a number: "CM/Rec(2008)5". */
static const char *const dated[] = {
    "CM/Rec",
    "CM/ResDH",
    "CM/ResCMN",
    "CM/ResCSS",
    "CM/ResChS",
    "CM/ResAP",
    "CM/Res",
    "CM/Inf",
    "CM/Inf/DH",
    "CM/Del/Dec",
    "CM",
    "Rec",
    "Res",
    "ResDH",
    "CPT",
    "CPT/Inf",
    "ECRI",
    "CRI",
    "CDL-AD",
    "CDL-REF",
    "CDL",
    "CommDH",
    "CommDH/IssuePaper",
    "CommDH/Speech",
    "CommDH/PositionPaper",
    "ACFC/OP/I",
    "ACFC/OP/II",
    "ACFC/OP/III",
    "ACFC/OP/IV",
    "ACFC/OP/V",
    "ACFC/SR/I",
    "ACFC/SR/II",
    "ACFC/SR/III",
    "ACFC/SR/IV",
    "ACFC/SR/V",
    "ACFC/INF/OP/I",
    "SG/Inf",
    "GRETA",
    "MIN-LANG",
    "ECRML",
    "ACFC",
    "ACFC/SR",
    "ACFC/II",
    "ACFC/III",
    "GREVIO",
    "AS/Jur",
    "AS/Mon",
    "MONEYVAL",
};
/* Begin a reference of the OSCE; behind the stroke come numbers. */
static const char *const osce[] = {
    "PC.DEC",  "PC.DEL",  "PC.JOUR", "MC.DOC",   "MC.DEC",   "MC.DEL",   "MC.JOUR",   "MC.GAL",
    "SUM.DOC", "FSC.DEC", "FSC.DOC", "FSC.JOUR", "HDIM.DEL", "CIO.GAL",  "ODIHR.GAL", "SEC.GAL",
    "SEC.DEL", "HDIM.IO", "PC.SHDM", "PC.FR",    "HDIM.NGO", "HCNM.GAL", "PC.NGO"};

/* The longest name of a list that stands at `p`, as it is written in the list. */
static const char *find_name(const char *const *names, gsize count, const char *p, bool any_case) {
  const char *best = NULL;
  char folded = g_ascii_toupper(*p);
  for (gsize i = 0; i < count; i++) {
    if (*names[i] != *p && !(any_case && g_ascii_toupper(*names[i]) == folded))
      continue; /* nearly always: this is asked of every word */
    gsize n = strlen(names[i]);
    bool same = any_case ? g_ascii_strncasecmp(p, names[i], n) == 0 : strncmp(p, names[i], n) == 0;
    if (same && (!best || n > strlen(best)))
      best = names[i];
  }
  return best;
}

static gsize read_dated(const char *start, bool any_case, GString *out) {
  const char *name = find_name(dated, G_N_ELEMENTS(dated), start, any_case);
  if (!name)
    return 0;
  const char *p = start + strlen(name);
  p += *p == ' ';
  gsize year = *p == '(' ? strspn(p + 1, "0123456789") : 0;
  if ((year != 2 && year != 4) || p[year + 1] != ')')
    return 0;
  g_string_append_printf(out, "%s(%.*s)", name, (int)year, p + 1);
  p += year + 2;
  p += *p == ' ';
  gsize number = strspn(p, "0123456789");
  if (number == 0 || number > 6)
    return 0;
  g_string_append_len(out, p, (gssize)number);
  p += number;
  if (g_ascii_strncasecmp(p, "rev", 3) == 0 && !g_ascii_isalpha(p[3])) {
    gsize digits = strspn(p + 3, "0123456789");
    g_string_append_printf(out, "rev%.*s", (int)MIN(digits, 4), p + 3);
    p += 3 + digits;
  }
  return is_word_character(*p) ? 0 : (gsize)(p - start);
}

static gsize read_osce(const char *start, bool any_case, GString *out) {
  const char *name = find_name(osce, G_N_ELEMENTS(osce), start, any_case);
  const char *p = name ? start + strlen(name) : NULL;
  if (!p || *p != '/')
    return 0;
  g_string_append(out, name);
  for (int parts = 0; parts < 4 && *p == '/'; parts++) {
    gsize before = out->len, stroke = 1 + (p[1] == ' ' && g_ascii_isdigit(p[2]));
    g_string_append_c(out, '/');
    gsize n = read_mixed_part(p + stroke, out);
    if (!n) {
      n = strspn(p + stroke, "0123456789");
      g_string_append_len(out, p + stroke, (gssize)MIN(n, 8));
    }
    if (n == 0 || is_word_character(p[stroke + n])) {
      g_string_truncate(out, before);
      break;
    }
    p += stroke + n;
  }
  return strpbrk(out->str, "0123456789") ? (gsize)(p - start) : 0;
}

gsize rc_symbol_read(const char *folded, bool any_case, GString *symbol) {
  static gsize (*const readers[])(const char *, bool, GString *) = {read_osce, read_dated,
                                                                    read_un_symbol};
  for (gsize i = 0; i < G_N_ELEMENTS(readers); i++) {
    g_string_truncate(symbol, 0);
    gsize length = readers[i](folded, any_case, symbol);
    if (length)
      return length;
  }
  return 0;
}

/* --- paragraphs --- */

static const char *const paragraph_words[] = {
    "paragraphs", "paragraph", "paras.",   "para.",   "paras",   "para",   "§§",
    "§",          "пунктах",   "пунктами", "пунктов", "пунктам", "пункте", "пункта",
    "пункты",     "пункту",    "пунктом",  "пункти",  "пункт",   "пп.",    "п.п.",
    "п.",         "параграфы", "параграф", "абз.",
};
static const char *const paragraph_joints[] = {",", " and ", " и ", " та ", " і ", ";", " & "};
#define PARAGRAPHS_BYTES_MAX 100

static const char *skip_spaces(const char *p) {
  while (*p == ' ' || *p == '\n' || g_str_has_prefix(p, "\u00A0"))
    p += (guchar)*p < 0x80 ? 1 : strlen("\u00A0");
  return p;
}

/* "24", "7.2", "24 (a)", "24 а)"; NULL if no number is here. */
static const char *read_number(const char *p, GString *out) {
  gsize n = strspn(p, "0123456789");
  if (n == 0 || n > 4)
    return NULL;
  g_string_append_len(out, p, (gssize)n);
  p += n;
  if (*p == '.' && g_ascii_isdigit(p[1])) {
    n = 1 + strspn(p + 1, "0123456789");
    g_string_append_len(out, p, (gssize)MIN(n, 4));
    p += n;
  }
  const char *letter = skip_spaces(p);
  letter += *letter == '(';
  const char *close = *letter ? g_utf8_next_char(letter) : letter;
  if (*close != ')' || !g_unichar_isalpha(g_utf8_get_char(letter)))
    return p;
  g_string_append_printf(out, " (%.*s)", (int)(close - letter), letter);
  return close + 1;
}

static const char *read_dash(const char *p) {
  static const char *const dashes[] = {"-", "–", "‑", "—", "\u00AD"};
  for (gsize i = 0; i < G_N_ELEMENTS(dashes); i++)
    if (g_str_has_prefix(p, dashes[i]))
      return skip_spaces(p + strlen(dashes[i]));
  return NULL;
}

/* A number, or a range of them. */
static const char *read_range(const char *p, GString *out) {
  const char *end = read_number(p, out);
  const char *last = end ? read_dash(end) : NULL;
  gsize before = out->len;
  if (!last)
    return end;
  g_string_append_c(out, '-');
  const char *last_end = read_number(last, out);
  if (!last_end)
    g_string_truncate(out, before);
  return last_end ? last_end : end;
}

static const char *skip_joint(const char *p) {
  for (gsize i = 0; i < G_N_ELEMENTS(paragraph_joints); i++)
    if (g_str_has_prefix(p, paragraph_joints[i]))
      return skip_spaces(p + strlen(paragraph_joints[i]));
  return NULL;
}

static const char *skip_paragraph_word(const char *p) {
  p += strspn(p, " ,:;)]\n");
  p = skip_spaces(p);
  if (g_str_has_prefix(p, "at "))
    p += strlen("at ");
  p += *p == '(';
  for (gsize i = 0; i < G_N_ELEMENTS(paragraph_words); i++)
    if (g_str_has_prefix(p, paragraph_words[i]))
      return skip_spaces(p + strlen(paragraph_words[i]));
  return NULL;
}

/* A number behind a comma may be the day of a date or of another document: it is a
 * paragraph unless a word or a stroke follows it. */
static bool ends_list(const char *end, bool after_comma) {
  if (*end == '/')
    return true;
  const char *next = skip_spaces(end);
  return after_comma && next > end && g_unichar_isalpha(g_utf8_get_char(next)) && !skip_joint(end);
}

char *rc_symbol_read_paragraphs(const char *text, gsize *length) {
  const char *p = skip_paragraph_word(text);
  g_autoptr(GString) all = g_string_new(NULL);
  p = p ? read_range(p, all) : NULL;
  if (!p)
    return NULL;
  for (const char *next; all->len < PARAGRAPHS_BYTES_MAX && (next = skip_joint(p));) {
    gsize before = all->len;
    g_string_append(all, ", ");
    bool comma = *p == ',' || *p == ';';
    const char *end = read_range(next, all);
    if (!end || ends_list(end, comma)) {
      g_string_truncate(all, before);
      break;
    }
    p = end;
  }
  if (length)
    *length = (gsize)(p - text);
  return g_string_free(g_steal_pointer(&all), FALSE);
}

/* --- what stands by itself --- */

static char *normalise_application(const char *typed) {
  const char *p = typed + strcspn(typed, "0123456789");
  gsize number = strspn(p, "0123456789"),
        year = p[number] == '/' ? strspn(p + number + 1, "0123456789") : 0;
  bool alone = p[number + (year ? 1 + year : 0)] == '\0';
  bool named = p == typed || g_str_has_suffix(typed, p);
  return alone && named && number && number < 7 && (year == 2 || year == 4) &&
                 !memchr(typed, '/', (gsize)(p - typed))
             ? g_strdup(p)
             : NULL;
}

char *rc_symbol_normalise(const char *typed) {
  g_autofree char *trimmed = g_strstrip(g_strdup(typed));
  g_auto(RcSymbolText) folded = rc_symbol_text_fold(trimmed);
  char *text = g_strstrip(folded.text->str);
  g_autoptr(GString) symbol = g_string_new(NULL);
  bool prefix = g_str_has_suffix(text, "/");
  g_autofree char *whole = g_strconcat(text, prefix ? "1" : "", NULL);
  if (rc_symbol_read(whole, true, symbol) == strlen(whole) && symbol->len) {
    g_string_truncate(symbol, symbol->len - (prefix ? 1 : 0));
    return g_string_free(g_steal_pointer(&symbol), FALSE);
  }
  char *application = normalise_application(text);
  if (application)
    return application;
  return strpbrk(text, "\1\2") ? g_steal_pointer(&trimmed) : g_strdup(text);
}

/* --- terms --- */

static void add_value(GPtrArray *values, const char *value, gsize length) {
  g_autofree char *copy = g_strndup(value, length);
  if (!g_ptr_array_find_with_equal_func(values, copy, g_str_equal, NULL))
    g_ptr_array_add(values, g_steal_pointer(&copy));
}

/* "S/RES/1325" of "S/RES/1325(2000)": the number alone is unique. */
static gsize length_without_year(const char *symbol) {
  return strncmp(symbol, "S/RES/", 6) == 0 ? strcspn(symbol, "(") : strlen(symbol);
}

/* The "-" between the halves of "CMW/C/GC/4-CRC/C/GC/23", or NULL. */
static const char *find_half(const char *symbol) {
  for (const char *p = strchr(symbol, '-'); p; p = strchr(p + 1, '-')) {
    gsize n = strcspn(p + 1, "/");
    if (n >= 3 && g_str_has_prefix(p + 1 + n, "/C/") && is_organ(p + 1, n, false))
      return p;
  }
  return NULL;
}

/* Each number of "24-26, 30, 31 (a)": "24", "25", "26", "30", "31", "31(a)". */
static GPtrArray *list_paragraphs(const char *paragraphs) {
  GPtrArray *numbers = g_ptr_array_new_with_free_func(g_free);
  g_auto(GStrv) items = g_strsplit(paragraphs ? paragraphs : "", ",", RC_SYMBOL_PARAGRAPHS_MAX);
  for (gsize i = 0; items[i]; i++) {
    const char *item = g_strstrip(items[i]), *dash = strchr(item, '-');
    guint64 first = g_ascii_strtoull(item, NULL, 10);
    guint64 last = dash ? g_ascii_strtoull(dash + 1, NULL, 10) : first;
    gsize digits = strspn(item, "0123456789");
    if (!digits)
      continue;
    for (guint64 n = first; n <= MAX(first, last) && numbers->len < RC_SYMBOL_PARAGRAPHS_MAX; n++) {
      g_autofree char *number = g_strdup_printf("%" G_GUINT64_FORMAT, n);
      add_value(numbers, number, strlen(number));
    }
    if (item[digits] && !dash) {
      g_auto(GStrv) parts = g_strsplit(item, " ", -1);
      g_autofree char *whole = g_strjoinv("", parts);
      add_value(numbers, whole, strlen(whole));
    }
  }
  return numbers;
}

GPtrArray *rc_symbol_terms(const char *symbol, const char *paragraphs) {
  GPtrArray *values = g_ptr_array_new_with_free_func(g_free);
  const char *half = find_half(symbol);
  add_value(values, symbol, strlen(symbol));
  add_value(values, symbol, length_without_year(symbol));
  if (half) {
    add_value(values, symbol, (gsize)(half - symbol));
    add_value(values, half + 1, strlen(half + 1));
  }
  guint names = values->len;
  g_autoptr(GPtrArray) numbers = list_paragraphs(paragraphs);
  for (guint i = 0; i < names; i++) {
    const char *name = values->pdata[i];
    for (guint j = 0; j < numbers->len; j++)
      g_ptr_array_add(values, g_strdup_printf("%s:%s", name, (char *)numbers->pdata[j]));
    for (gsize k = 0; !g_ascii_isdigit(*name) && name[k]; k++)
      if (name[k] == '/')
        add_value(values, name, k + 1);
  }
  return values;
}

GPtrArray *rc_symbol_list_paragraphs(const char *paragraphs) {
  GPtrArray *numbers = list_paragraphs(paragraphs);
  bool lettered = paragraphs && strpbrk(paragraphs, "(.") && !strpbrk(paragraphs, ",-");
  if (lettered && numbers->len > 1)
    g_ptr_array_remove_range(numbers, 0, numbers->len - 1);
  return numbers;
}

/* The paragraphs behind "SYMBOL:"; *symbol loses them. */
static char *split_paragraphs(char *symbol) {
  char *colon = strrchr(symbol, ':');
  if (colon && g_ascii_isdigit(colon[1])) {
    *colon = '\0';
    return g_strdup(colon + 1);
  }
  for (char *p = symbol; *p; p++) {
    char *paragraphs = strchr(" ,)", *p) ? rc_symbol_read_paragraphs(p, NULL) : NULL;
    if (paragraphs) {
      *p = '\0';
      return paragraphs;
    }
  }
  return NULL;
}

GPtrArray *rc_symbol_query_terms(const char *typed) {
  g_autofree char *name = g_strdup(typed);
  g_autofree char *paragraphs = split_paragraphs(name);
  g_autofree char *symbol = rc_symbol_normalise(name);
  symbol[length_without_year(symbol)] = '\0';
  g_autoptr(GPtrArray) numbers = rc_symbol_list_paragraphs(paragraphs);
  GPtrArray *values = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < numbers->len; i++)
    g_ptr_array_add(values, g_strdup_printf("%s:%s", symbol, (char *)numbers->pdata[i]));
  if (values->len == 0)
    g_ptr_array_add(values, g_steal_pointer(&symbol));
  return values;
}
