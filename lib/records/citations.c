/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "citations.h"

#include <string.h>

#include "symbol.h"

/* How far before a symbol the address is looked for in which it stands, and before
 * a number the word that says what it is, in bytes. */
#define ADDRESS_BYTES 160
#define CONTEXT_BYTES 90
/* How far before a symbol the paragraph of it is looked for, and in how many words less one. */
#define BEFORE_BYTES 160
#define BETWEEN_WORDS_MAX 9
/* An application has at most so many digits. */
#define NUMBER_DIGITS_MAX 6

typedef struct {
  const char *text;
  RcSymbolText folded;
  GArray *cites;
} Reading;

static guint32 offset_at(const Reading *reading, gsize i) {
  return g_array_index(reading->folded.offsets, guint32, i);
}

static bool begins_with_any(const char *text, const char *const *words) {
  for (; *words; words++)
    if (g_str_has_prefix(text, *words))
      return true;
  return false;
}

/* What may stand between a paragraph and the document that it is of: "paragraph 24 of its previous
 * concluding observations (", «в пункте 24 общей рекомендации».  No article, annex or verb. */
/* clang-format off */
static const char *const between[] = {
    "of", "the", "its", "their", "that", "same", "document", "report", "resolution", "decision",
    "general", "comment", "recommendation", "previous", "earlier", "last", "concluding",
    "observations", "views", "no", "human", "rights", "council", "assembly", "security",
    "economic", "social", "and", "commission", "on", "committee", "committee's",
    "документа", "доклада", "резолюции", "решения", "общего", "порядка", "замечания", "общей",
    "рекомендации", "своего", "своей", "своих", "его", "её", "их", "этого", "этой", "того", "той",
    "же", "предыдущего", "предыдущей", "предыдущих", "прежних", "последних", "заключительных",
    "замечаний", "соображений", "совета", "комитета", "по", "правам", "человека", "безопасности",
    NULL};
/* clang-format on */

/* True if `text`, in lower case, is some of these words; the first of English ones is "of". */
static bool is_between(const char *text) {
  g_autofree char *plain = g_strdup(text);
  g_strdelimit(plain, "\n(", ' ');
  g_auto(GStrv) words = g_strsplit(g_strstrip(plain), " ", BETWEEN_WORDS_MAX + 1);
  guint count = g_strv_length(words);
  bool fits = count <= BETWEEN_WORDS_MAX;
  for (guint i = 0; fits && i < count; i++)
    fits = !*words[i] || g_strv_contains(between, words[i]);
  return fits && count && *words[0] && (!g_ascii_isalpha(*words[0]) || strcmp(words[0], "of") == 0);
}

/* The paragraph that is named before a symbol, "paragraph 24 of SYMBOL"; yours, or NULL. */
static char *read_paragraph_before(const char *text, guint32 start) {
  static const char *const beginnings[] = {"p", "§", "п", "абз", NULL}; /* of words for it */
  guint32 from = start > BEFORE_BYTES ? start - BEFORE_BYTES : 0;
  while (((guchar)text[from] & 0xC0) == 0x80)
    from++;
  guint32 at = from; /* most texts have no such word */
  while (at < start && !strchr("pP", text[at]) && (guchar)text[at] < 0x80)
    at++;
  if (at == start)
    return NULL;
  g_autofree char *before = g_utf8_strdown(text + from, (gssize)(start - from));
  for (const char *p = before + strlen(before); (p = g_utf8_find_prev_char(before, p));) {
    const char *last = g_utf8_find_prev_char(before, p);
    if (!begins_with_any(p, beginnings) || (last && g_unichar_isalnum(g_utf8_get_char(last))))
      continue;
    gsize length;
    g_autofree char *paragraphs = rc_symbol_read_paragraphs(p, &length);
    if (paragraphs)
      return is_between(p + length) ? g_steal_pointer(&paragraphs) : NULL;
  }
  return NULL;
}

/* Characters from..to of the folded text are a citation of `symbol`. */
static void add_citation(Reading *reading, gsize from, gsize to, const char *symbol) {
  guint32 start = offset_at(reading, from);
  /* What is dropped behind the last character is not of it. */
  const char *last = reading->text + offset_at(reading, to - 1);
  guint32 end =
      *last == '%' ? offset_at(reading, to) : (guint32)(g_utf8_next_char(last) - reading->text);
  RcCitation citation = {.symbol = g_strdup(symbol),
                         .paragraph = rc_symbol_read_paragraphs(reading->text + end, NULL),
                         .start = start,
                         .end = end};
  if (!citation.paragraph)
    citation.paragraph = read_paragraph_before(reading->text, start);
  g_array_append_val(reading->cites, citation);
}

static bool is_word(char c) {
  return g_ascii_isalnum(c) || c == RC_SYMBOL_LETTER;
}

/* True if text[i] stands in an address of the United Nations: a run without spaces. */
static bool is_in_address(const char *text, gsize i) {
  static const char *const hosts[] = {"un.org/",    "undocs.org/", "ohchr.org/",
                                      "unhcr.org/", "undocs.org",  "symbol"};
  gsize start = i;
  while (start > 0 && i - start < ADDRESS_BYTES && text[start - 1] != ' ')
    start--;
  g_autofree char *run = g_ascii_strdown(text + start, (gssize)(i - start));
  for (gsize h = 0; h < G_N_ELEMENTS(hosts); h++)
    if (strstr(run, hosts[h]))
      return true;
  return false;
}

/* --- symbols --- */

/* The length of a symbol at `i`, which begins a word. */
static gsize read_symbol(const char *text, gsize i, GString *symbol) {
  char before = i ? text[i - 1] : ' ';
  if (is_word(before) || before == '_' || before == '.' || before == '@')
    return 0;
  if (before == '-' && i > 1 && text[i - 2] != ' ' && !g_ascii_isdigit(text[i - 2]))
    return 0;
  if (before == '/' || before == '=' || before == '\\') {
    if (before == '\\' || !is_in_address(text, i))
      return 0;
    return rc_symbol_read(text + i, true, symbol);
  }
  return rc_symbol_read(text + i, false, symbol);
}

/* --- numbers --- */

/* The lower-case text before a number, bounded, on a boundary of characters. */
static char *read_context(const Reading *reading, gsize i) {
  gsize end = offset_at(reading, i), start = end > CONTEXT_BYTES ? end - CONTEXT_BYTES : 0;
  while (start < end && ((guchar)reading->text[start] & 0xC0) == 0x80)
    start++;
  g_autofree char *near = g_strndup(reading->text + start, end - start);
  for (char *p = near; *p; p++)
    if (g_ascii_isspace(*p))
      *p = ' ';
  GString *lower = g_string_new(NULL);
  g_autofree char *down = g_utf8_strdown(near, -1);
  g_string_assign(lower, down);
  g_string_replace(lower, "\u00A0", " ", 0);
  return g_string_free(lower, FALSE);
}

/* The sign of a number, the longest first where one ends another. */
static const char *const number_signs[] = {"nos.", "no.",  "№№",  "№",  "n°",
                                           "nº",   " nos", " no", " n", NULL};
/* What is said to have the number. */
static const char *const application_words[] = {"application", "app.",  "appl.", "жалоб",
                                                "заява",       "заяви", "заяву", "заяві",
                                                "заявк",       "скарг", NULL};
static const char *const other_words[] = {
    "resolution", "резолюц", "communication", "сообщени",   "order",  "приказ", "decree", "закон",
    "law",        "act",     "directive",     "regulation", "case",   "дело",   "наказ",  "декрет",
    "директив",   "указ",    "постановлен",   "decision",   "решени", "рішенн", NULL};
/* What follows the number of an order: "№ 1234/04 of 25 January". */
static const char *const dated_words[] = {" of ", " dated ", " від", " от ", NULL};

/* A number is of an application if that is said, or if it stands behind "no.", has
 * the shape of one and nothing else is said. */
static bool is_application(const Reading *reading, gsize i, gsize end, gsize digits, gsize year) {
  g_autofree char *context = read_context(reading, i);
  bool is_signed = false;
  g_strchomp(context);
  for (const char *const *sign = number_signs; *sign && !is_signed; sign++) {
    is_signed = g_str_has_suffix(context, *sign);
    if (is_signed)
      context[strlen(context) - strlen(*sign)] = '\0';
  }
  g_strchomp(context);
  const char *space = strrchr(context, ' '), *word = space ? space + 1 : context;
  word += strspn(word, "([");
  if (begins_with_any(word, application_words))
    return year == 2 || year == 4;
  /* Behind a comma or a bracket the number is of the case before it. */
  bool behind = *context && strchr(",)]", context[strlen(context) - 1]);
  const char *after = reading->text + offset_at(reading, end);
  return is_signed && digits >= 3 && year == 2 && !begins_with_any(word, other_words) &&
         (behind || !begins_with_any(after, dated_words));
}

/* "12345/67": the length; the digits of both parts. */
static gsize read_fraction(const char *p, gsize *number, gsize *year) {
  *number = strspn(p, "0123456789");
  *year = p[*number] == '/' ? strspn(p + *number + 1, "0123456789") : 0;
  gsize length = *number + 1 + *year;
  bool fits = *number && *number <= NUMBER_DIGITS_MAX && *year && *year <= 4;
  return fits && !is_word(p[length]) && p[length] != '/' ? length : 0;
}

/* From one number of a list to the next: ", ", " and ", ", and ". */
static gsize skip_list_joint(const Reading *reading, gsize i) {
  static const char *const joints[] = {", and ", " and ", ", ", " и ", " та ", " і ", "; ", " & "};
  const char *start = reading->text + offset_at(reading, i);
  for (gsize j = 0; j < G_N_ELEMENTS(joints); j++)
    if (g_str_has_prefix(start, joints[j])) /* folded, each character is one */
      return i + (gsize)g_utf8_strlen(joints[j], -1);
  return 0;
}

/* --- resolutions in words --- */

static const struct {
  const char *symbol;
  const char *const words[5];
} resolving_bodies[] = {
    {"A/HRC/RES/",
     {"human rights council", "совета по правам человека", "совет по правам человека", NULL}},
    {"A/RES/",
     {"general assembly", "генеральной ассамблеи", "генеральная ассамблея",
      "генеральной ассамблеей", NULL}},
    {"S/RES/", {"security council", "совета безопасности", "совет безопасности", NULL}},
    {"E/CN.4/RES/", {"commission on human rights", "комиссии по правам человека", NULL}},
    {"E/RES/", {"economic and social council", "экономического и социального совета", NULL}},
};
static const char *const resolution_words[] = {"resolution", "резолюц", NULL};
/* What may stand between a body, the word and the number. */
static const char *const fillers[] = {"its ", "in ",  "в ",  "своей ", "no. ", "№ ",
                                      "№",    "the ", "of ", "своих ", NULL};

/* The body named at the end of `context`, NULL if none is; cuts it off. */
static const char *cut_body(char *context) {
  gsize length = strlen(context);
  for (gsize i = 0; i < G_N_ELEMENTS(resolving_bodies); i++) {
    for (const char *const *word = resolving_bodies[i].words; *word; word++) {
      gsize n = strlen(*word);
      if (n <= length && strcmp(context + length - n, *word) == 0) {
        context[length - n] = '\0';
        return resolving_bodies[i].symbol;
      }
    }
  }
  return NULL;
}

static void trim_fillers(char *context) {
  for (bool cut = true; cut;) {
    cut = false;
    gsize length = strlen(g_strchomp(context));
    while (length && strchr(", ", context[length - 1]))
      context[--length] = '\0';
    for (const char *const *filler = fillers; *filler && !cut; filler++) {
      gsize n = strlen(*filler);
      n -= (*filler)[n - 1] == ' ';
      cut = n < length && strncmp(context + length - n, *filler, n) == 0 &&
            (context[length - n - 1] == ' ' || n > 2);
      if (cut)
        context[length - n] = '\0';
    }
  }
}

/* The body behind the number: "60/251 of the General Assembly". */
static const char *find_body_behind(const Reading *reading, gsize end) {
  const char *after = reading->text + offset_at(reading, end);
  g_autofree char *near = g_utf8_substring(after, 0, MIN(g_utf8_strlen(after, CONTEXT_BYTES), 60));
  g_autofree char *lower = g_utf8_strdown(near, -1);
  const char *p = lower + (*lower == ' ');
  p += g_str_has_prefix(p, "of the ") ? strlen("of the ") : 0;
  for (gsize i = 0; i < G_N_ELEMENTS(resolving_bodies); i++)
    if (begins_with_any(p, resolving_bodies[i].words))
      return resolving_bodies[i].symbol;
  return NULL;
}

/* "General Assembly resolution 60/251", "резолюция 60/251 Генеральной Ассамблеи":
 * what its symbol begins with, NULL if none is said. */
static const char *find_resolving_body(const Reading *reading, gsize i, gsize end) {
  g_autofree char *context = read_context(reading, i);
  trim_fillers(context);
  const char *body = cut_body(context);
  if (body)
    g_strchomp(context);
  char *space = strrchr(context, ' '), *word = space ? space + 1 : context;
  if (!begins_with_any(word + strspn(word, "(["), resolution_words))
    return NULL;
  *word = '\0';
  trim_fillers(context);
  if (!body)
    body = cut_body(context);
  return body ? body : find_body_behind(reading, end);
}

/* "60/251", "1325 (2000)", "217 A (III)": the length; its canonical form. */
static gsize read_resolution(const char *p, GString *number) {
  gsize digits, year, length = read_fraction(p, &digits, &year);
  if (length) {
    g_string_append_len(number, p, (gssize)length);
    return length;
  }
  if (digits == 0 || digits > 4)
    return 0;
  g_autofree char *symbol = g_strdup_printf("A/RES/%.40s", p);
  g_autoptr(GString) canonical = g_string_new(NULL);
  length = rc_symbol_read(symbol, false, canonical);
  if (!strchr(canonical->str, '('))
    return 0;
  g_string_append(number, canonical->str + strlen("A/RES/"));
  return length - strlen("A/RES/");
}

/* --- the text --- */

/* A number at `i` and the others of its list; where they end, 0 if it is none. */
static gsize read_numbers(Reading *reading, gsize i) {
  const char *text = reading->folded.text->str;
  gsize digits, year, done = 0, length = read_fraction(text + i, &digits, &year);
  g_autoptr(GString) number = g_string_new(NULL);
  gsize resolution = read_resolution(text + i, number);
  const char *body = resolution ? find_resolving_body(reading, i, i + resolution) : NULL;
  if (!body && !(length && is_application(reading, i, i + length, digits, year)))
    return 0;
  length = body ? resolution : length;
  const guint first_of_list = reading->cites->len;
  for (bool first = true; length; first = false) {
    g_string_truncate(number, 0);
    if (body)
      read_resolution(text + i, number);
    else
      g_string_append_len(number, text + i, (gssize)length);
    if (!first && !body && year != 2)
      break;
    /* The Security Council counts through: "resolution 1325/2000" is 1325 of 2000. */
    const char *stroke = strchr(number->str, '/');
    bool of_year = stroke && body && strcmp(body, "S/RES/") == 0;
    g_autofree char *symbol = of_year
                                  ? g_strdup_printf("%s%.*s(%s)", body, (int)(stroke - number->str),
                                                    number->str, stroke + 1)
                                  : g_strconcat(body ? body : "", number->str, NULL);
    add_citation(reading, i, i + length, symbol);
    done = i + length;
    gsize next = skip_list_joint(reading, done);
    g_string_truncate(number, 0);
    i = next && text[next - 1] == ' ' ? next : done;
    length = !next  ? 0
             : body ? read_resolution(text + i, number)
                    : read_fraction(text + i, &digits, &year);
  }
  /* Joined cases have one judgment: "nos. 12345/67 and 12346/67, § 24". */
  const RcCitation *last = &g_array_index(reading->cites, RcCitation, reading->cites->len - 1);
  for (guint k = first_of_list; !body && k + 1 < reading->cites->len; k++) {
    RcCitation *citation = &g_array_index(reading->cites, RcCitation, k);
    if (!citation->paragraph)
      citation->paragraph = g_strdup(last->paragraph);
  }
  return done;
}

void rc_citations_find(const char *text, GArray *cites) {
  /* A digit is in every symbol and number; a stroke or a parenthesis too. */
  if (!strpbrk(text, "0123456789") ||
      !(strpbrk(text, "/(%") || strstr(text, "∕") || strstr(text, "⁄") || strstr(text, "／")))
    return;
  Reading reading = {text, rc_symbol_text_fold(text), cites};
  g_autoptr(GString) symbol = g_string_new(NULL);
  const char *folded = reading.folded.text->str;
  for (gsize i = 0; folded[i];) {
    gsize end = 0; /* of the citations that begin here, where a word does */
    if (g_ascii_isdigit(folded[i])) {
      bool inside = i && (is_word(folded[i - 1]) || folded[i - 1] == '/');
      end = inside ? 0 : read_numbers(&reading, i);
    } else if (g_ascii_isalnum(folded[i])) {
      gsize length = read_symbol(folded, i, symbol);
      end = length ? i + length : 0;
      if (length)
        add_citation(&reading, i, end, symbol->str);
    }
    if (end) {
      i = end;
      continue;
    }
    for (i++; is_word(folded[i]) && is_word(folded[i - 1]);)
      i++;
  }
  rc_symbol_text_clear(&reading.folded);
}
