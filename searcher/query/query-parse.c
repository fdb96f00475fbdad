/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what people type to a query tree: cleaning, cutting into tokens, and a
 * recursive descent over these.
 *
 *   or      = and { ( "OR" | "ИЛИ" ) and }
 *   and     = not { [ "AND" | "И" ] not }
 *   not     = { "NOT" | "НЕ" | "-" } near
 *   near    = primary { "NEAR/5" primary }
 *   primary = "(" or ")" | word | =word | word* | "phrase" | field:value
 *
 * Nothing is an error.  Brackets are counted while tokens are cut, and those
 * that do not match or nest too deeply become no token at all, so that the
 * descent is never deeper than RC_QUERY_NESTING_MAX. */
#include <string.h>

#include "query.h"
#include "symbol.h"
#include "text.h"

/* How much of what was typed a note quotes, in characters. */
#define QUOTED_CHARACTERS_MAX 40
/* How many notes of one name there are at most. */
#define NOTES_ALIKE_MAX 3

typedef enum {
  TOKEN_LEAF,
  TOKEN_OPEN,
  TOKEN_CLOSE,
  TOKEN_AND,
  TOKEN_OR,
  TOKEN_NOT,
  TOKEN_NEAR,
  TOKEN_END
} TokenType;

typedef struct {
  TokenType type;
  RcQuery *leaf;    /* TOKEN_LEAF, until the parser takes it */
  bool pasted;      /* TOKEN_LEAF: a symbol or a number of an application */
  const char *name; /* of an operator, as typed; static */
  guint distance;   /* TOKEN_NEAR */
} Token;

typedef struct {
  const char *at, *end; /* what is not yet cut into tokens */
  bool boundary;        /* a "-" at this place means NOT */
  bool cut;             /* the text was too long: its end is missing */
  bool full;            /* as many terms as may be: the rest is left out */
  unsigned unclosed;    /* bit per row of quotes: no closing mark is left */
  guint depth;          /* brackets open at this place */
  guint terms;          /* words and values so far */
  GArray *tokens;       /* of Token */
  guint next;           /* the token the parser looks at */
  RcQuery *held;        /* what comes before that, read already; or NULL */
  GPtrArray *notes;     /* of RcNote *, borrowed */
} Parser;

/* --- notes --- */

/* Adds a note unless it is there already, or enough of its name are; takes it. */
static void add_note(GPtrArray *notes, RcNote *note) {
  guint alike = 0;
  for (guint i = 0; i < notes->len; i++) {
    const RcNote *other = notes->pdata[i];
    alike += strcmp(rc_note_name(other->code), rc_note_name(note->code)) == 0;
  }
  if (alike >= NOTES_ALIKE_MAX)
    rc_note_free(note);
  else
    rc_note_add(notes, note);
}

/* The beginning of start..end for a note; yours to free. */
static char *quote_typed(const char *start, const char *end) {
  const char *p = start;
  for (guint i = 0; p < end && i < QUOTED_CHARACTERS_MAX; i++)
    p = g_utf8_next_char(p);
  g_autofree char *text = g_strndup(start, (gsize)(p - start));
  g_strchomp(text);
  return g_strconcat(text, p < end ? "…" : "", NULL);
}

/* Of what was typed from start to end. */
static void note_typed(Parser *parser, RcNoteCode code, const char *start, const char *end) {
  g_autofree char *typed = quote_typed(start, end);
  add_note(parser->notes, rc_note_new(code, typed, NULL));
}

/* Of a limit, and where there is some of what was left out. */
static void note_limit(GPtrArray *notes, RcNoteCode code, int limit, const char *left_out) {
  g_autofree char *number = g_strdup_printf("%d", limit);
  add_note(notes, rc_note_new(code, number, left_out, NULL));
}

/* --- cleaning --- */

/* How many bytes of `text` are read: at most RC_QUERY_BYTES_MAX, ending between
 * words if there is a space near, else between characters. */
static gsize length_read(const char *text) {
  gsize length = strnlen(text, RC_QUERY_BYTES_MAX + 1);
  if (length <= RC_QUERY_BYTES_MAX)
    return length;
  length = RC_QUERY_BYTES_MAX;
  for (gsize i = length; i > RC_QUERY_BYTES_MAX / 2; i--)
    if (g_ascii_isspace(text[i]))
      return i;
  while (length > 0 && ((guchar)text[length] & 0xC0) == 0x80)
    length--;
  return length;
}

/* Valid UTF-8 without control characters; yours to free.  Sets *cut. */
static char *clean_text(const char *text, GPtrArray *notes, bool *cut) {
  gsize length = length_read(text);
  *cut = text[length] != '\0';
  if (*cut)
    note_limit(notes, RC_NOTE_TOO_LONG, RC_QUERY_BYTES_MAX, NULL);
  if (!g_utf8_validate(text, (gssize)length, NULL))
    add_note(notes, rc_note_new(RC_NOTE_INVALID_UTF8, NULL));
  g_autofree char *valid = g_utf8_make_valid(text, (gssize)length);
  GString *clean = g_string_sized_new(strlen(valid));
  bool controls = false;
  for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    bool control = g_unichar_iscntrl(c) && !g_unichar_isspace(c) && c != '\v';
    /* Marks that steer the direction of writing or the byte order: easily copied along with a
     * word. */
    bool invisible = c == 0x200E || c == 0x200F || c == 0x061C || c == 0xFEFF ||
                     (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    controls |= control;
    if (control || c == 0xFFFD)
      g_string_append_c(clean, ' ');
    else if (!invisible)
      g_string_append_unichar(clean, c);
  }
  if (controls)
    add_note(notes, rc_note_new(RC_NOTE_CONTROL_CHARACTER, NULL));
  return g_string_free(clean, FALSE);
}

/* --- tokens --- */

static void clear_token(gpointer data) {
  Token *token = data;
  rc_query_free(token->leaf);
}

static void add_token(Parser *parser, TokenType type, const char *name) {
  Token token = {.type = type, .name = name};
  g_array_append_val(parser->tokens, token);
}

/* Takes `leaf`; NULL adds nothing. */
static void add_leaf(Parser *parser, RcQuery *leaf) {
  Token token = {.type = TOKEN_LEAF, .leaf = leaf};
  if (leaf)
    g_array_append_val(parser->tokens, token);
}

/* Counts one more term; false, once noted, if there are too many. */
static bool count_term(Parser *parser, const char *start) {
  if (parser->terms < RC_QUERY_TERMS_MAX) {
    parser->terms++;
    return true;
  }
  parser->full = true;
  g_autofree char *typed = quote_typed(start, parser->end);
  note_limit(parser->notes, RC_NOTE_TOO_MANY_TERMS, RC_QUERY_TERMS_MAX, typed);
  return false;
}

/* The words of start..end as far as the limits let them in; an array of char *, normal forms, yours
 * to unref. */
static GPtrArray *take_phrase(Parser *parser, const char *start, const char *end) {
  GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
  g_auto(RcTokens) tokens;
  rc_tokens_start(&tokens, start, end - start);
  for (RcToken token; rc_tokens_next(&tokens, &token);) {
    if (words->len == RC_QUERY_PHRASE_WORDS_MAX) {
      g_autofree char *typed = quote_typed(start + token.start, end);
      note_limit(parser->notes, RC_NOTE_TOO_MANY_TERMS, RC_QUERY_PHRASE_WORDS_MAX, typed);
      break;
    }
    if (words->len < RC_QUERY_PHRASE_TERMS_MAX && !count_term(parser, start + token.start))
      break;
    g_ptr_array_add(words, g_strdup(token.word));
  }
  return words;
}

/* The same of words that count singly. */
static GPtrArray *take_words(Parser *parser, const char *start, const char *end) {
  GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
  g_auto(RcTokens) tokens;
  rc_tokens_start(&tokens, start, end - start);
  for (RcToken token; rc_tokens_next(&tokens, &token);) {
    if (!count_term(parser, start + token.start))
      break;
    g_ptr_array_add(words, g_strdup(token.word));
  }
  return words;
}

static RcQuery *new_text(RcQueryType type, const char *text) {
  RcQuery *query = rc_query_new(type);
  query->text = g_strdup(text);
  return query;
}

/* Words in a row: a phrase, or `single` if there is one; NULL if none.  Takes
 * `words`. */
static RcQuery *new_row(GPtrArray *words, RcQueryType single) {
  RcQuery *query = NULL;
  if (words->len == 1)
    query = new_text(single, words->pdata[0]);
  else if (words->len > 1) {
    query = rc_query_new(RC_QUERY_PHRASE);
    g_ptr_array_extend_and_steal(query->words, words);
    return query;
  }
  g_ptr_array_unref(words);
  return query;
}

/* A run as people see it: one word, with its parts in any inflection where hyphens join them
 * ("asylum-seekers"), a row of words where other signs do. */
static RcQuery *new_run(Parser *parser, const char *start, const char *end) {
  g_autoptr(GArray) words = rc_text_words(start, end - start);
  g_autoptr(GString) whole = g_string_new(NULL);
  bool hyphened = words->len > 1 && rc_text_hyphened(words, 0, whole) == words->len && whole->len;
  if (!hyphened)
    return new_row(take_words(parser, start, end), RC_QUERY_WORD);
  return count_term(parser, start) ? new_text(RC_QUERY_WORD, whole->str) : NULL;
}

/* Words that must all hold, in any order: what cannot be read otherwise.  Where
 * no further brackets may be opened they become a row. */
static RcQuery *new_words(Parser *parser, const char *start, const char *end) {
  GPtrArray *words = take_words(parser, start, end);
  if (parser->depth >= RC_QUERY_NESTING_MAX)
    return new_row(words, RC_QUERY_WORD);
  GPtrArray *queries = g_ptr_array_new();
  for (guint i = 0; i < words->len; i++)
    g_ptr_array_add(queries, new_text(RC_QUERY_WORD, words->pdata[i]));
  g_ptr_array_unref(words);
  return rc_query_join(RC_QUERY_AND, queries);
}

/* --- quotation marks --- */

static const struct {
  gunichar opener;
  const char *closers;
} quotes[] = {
    {'"', "\""},
    {0x00AB, "»"},    /* « */
    {0x201C, "”\"“"}, /* “ */
    {0x201E, "“”\""}, /* „ */
};

static bool is_quote(gunichar c) {
  return c == '"' || c == 0x00AB || c == 0x00BB || c == 0x201C || c == 0x201D || c == 0x201E;
}

/* The mark that closes the one at `opener`, or NULL.  What was looked for once in
 * vain is not behind any later opener either: that keeps parsing linear. */
static const char *find_closer(Parser *parser, const char *opener) {
  gunichar c = g_utf8_get_char(opener);
  guint kind = 0;
  while (kind < G_N_ELEMENTS(quotes) && quotes[kind].opener != c)
    kind++;
  if (kind == G_N_ELEMENTS(quotes) || parser->unclosed & (1u << kind))
    return NULL;
  for (const char *p = g_utf8_next_char(opener); p < parser->end; p = g_utf8_next_char(p))
    if (g_utf8_strchr(quotes[kind].closers, -1, g_utf8_get_char(p)))
      return p;
  parser->unclosed |= 1u << kind;
  return NULL;
}

/* The quoted text at the parser's place.  Moves behind it; false if there is no
 * closing mark, then only behind the opening one. */
static bool lex_quoted(Parser *parser, const char **start, const char **end) {
  const char *closer = find_closer(parser, parser->at);
  *start = parser->at = g_utf8_next_char(parser->at);
  if (closer) {
    *end = closer;
    parser->at = g_utf8_next_char(closer);
    return true;
  }
  if (parser->cut) { /* closed in what was left out */
    *end = parser->at = parser->end;
    return true;
  }
  note_typed(parser, RC_NOTE_UNBALANCED_QUOTE, *start, parser->end);
  return false;
}

static void lex_phrase(Parser *parser) {
  const char *start, *end;
  if (!lex_quoted(parser, &start, &end))
    return;
  if (memchr(start, '*', (gsize)(end - start)))
    note_typed(parser, RC_NOTE_WILDCARD_IN_QUOTES, start, end);
  add_leaf(parser, new_row(take_phrase(parser, start, end), RC_QUERY_EXACT));
}

/* --- runs: what stands between spaces, brackets and quotation marks --- */

/* Punctuation that parts words even without a space; a comma between digits
 * belongs to a number. */
static bool is_separator(const Parser *parser, const char *p, gunichar c) {
  if (c == ';' || c == 0x2026 || c == 0x2014)
    return true;
  if (c != ',')
    return false;
  bool digit_before = p > parser->at && g_ascii_isdigit(p[-1]);
  return !(digit_before && p + 1 < parser->end && g_ascii_isdigit(p[1]));
}

static const char *find_run_end(const Parser *parser, bool with_separators) {
  const char *p = parser->at;
  bool inside = false; /* a word */
  for (; p < parser->end; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    /* "1 250" and "14(3)(d)" are one run, whatever stands in them */
    gsize unit = inside ? 0 : rc_text_unit(p, (gsize)(parser->end - p));
    inside = g_unichar_isalnum(c);
    if (unit) {
      p = g_utf8_prev_char(p + unit);
      inside = true;
      continue;
    }
    if (g_unichar_isspace(c) || c == '(' || c == ')' || is_quote(c))
      break;
    if (!with_separators && is_separator(parser, p, c))
      break;
  }
  return p;
}

/* NEAR, or NEAR/5 in any case: without a number it is a word unless it is in capitals. */
static bool is_near(const char *start, const char *end) {
  if (end - start < 4 || g_ascii_strncasecmp(start, "NEAR", 4) != 0)
    return false;
  const char *p = start + 4;
  if (p == end)
    return memcmp(start, "NEAR", 4) == 0;
  if (*p++ != '/' || p == end)
    return false;
  while (p < end && g_ascii_isdigit(*p))
    p++;
  return p == end;
}

/* NEAR from here to `end`, with a distance that can be. */
static void add_near(Parser *parser, const char *end) {
  guint64 distance = RC_QUERY_NEAR_USUAL;
  if (end - parser->at > 4) /* a number that is too great is the greatest */
    distance = g_ascii_strtoull(parser->at + strlen("NEAR/"), NULL, 10);
  Token token = {
      .type = TOKEN_NEAR, .name = "NEAR", .distance = (guint)CLAMP(distance, 1, RC_QUERY_NEAR_MAX)};
  g_array_append_val(parser->tokens, token);
  if (distance == token.distance)
    return;
  g_autofree char *typed = quote_typed(parser->at, end);
  g_autofree char *taken = g_strdup_printf("%u", token.distance);
  add_note(parser->notes, rc_note_new(RC_NOTE_NEAR_LIMITED, typed, taken, NULL));
}

/* An operator if it is exactly what stands from here to `end`. */
static bool lex_operator(Parser *parser, const char *end) {
  static const struct {
    const char *name;
    TokenType type;
  } operators[] = {{"AND", TOKEN_AND}, {"OR", TOKEN_OR},  {"NOT", TOKEN_NOT},
                   {"И", TOKEN_AND},   {"ИЛИ", TOKEN_OR}, {"НЕ", TOKEN_NOT}};
  gsize length = (gsize)(end - parser->at);
  guint row = 0;
  while (row < G_N_ELEMENTS(operators) && (strlen(operators[row].name) != length ||
                                           memcmp(parser->at, operators[row].name, length) != 0))
    row++;
  if (row < G_N_ELEMENTS(operators)) {
    add_token(parser, operators[row].type, operators[row].name);
  } else if (is_near(parser->at, end)) {
    add_near(parser, end);
  } else {
    return false;
  }
  parser->at = end;
  return true;
}

/* Where the name of `name:value` ends, or NULL if it does not look like one: an
 * address, an hour or a sentence with a colon. */
static const char *find_colon(const char *start, const char *end) {
  const char *p = start;
  while (p < end && g_unichar_isalpha(g_utf8_get_char(p)))
    p = g_utf8_next_char(p);
  if (p == start || p == end || *p != ':')
    return NULL;
  return end - p >= 3 && p[1] == '/' && p[2] == '/' ? NULL : p;
}

/* Reads the value behind `colon`, quoted or not; false if there is none. */
static bool lex_value(Parser *parser, const char *colon, const char **start, const char **end) {
  parser->at = colon + 1;
  if (parser->at < parser->end && find_closer(parser, parser->at))
    return lex_quoted(parser, start, end);
  *start = parser->at;
  *end = parser->at = find_run_end(parser, true);
  while (*end > *start && strchr(",;", (*end)[-1]))
    (*end)--;
  return *end > *start;
}

static void add_field(Parser *parser, RcField field, const char *run, const char *start,
                      const char *end) {
  g_autofree char *value = g_strndup(start, (gsize)(end - start));
  RcNote *problem = NULL;
  g_autoptr(RcQuery) query = rc_query_new_field(field, value, &problem);
  if (query) {
    if (count_term(parser, run))
      add_leaf(parser, g_steal_pointer(&query));
    return;
  }
  add_note(parser->notes, problem);
  add_leaf(parser, new_words(parser, run, end));
}

/* name:value in whatever state; false if the run is not of that shape. */
static bool lex_field(Parser *parser, const char *run_end) {
  const char *run = parser->at;
  const char *colon = find_colon(run, run_end);
  if (!colon)
    return false;
  g_autofree char *name = g_ascii_strdown(run, colon - run);
  int field = rc_schema_field_by_name(name);
  if (field >= 0 && !rc_schema_is_filter((RcField)field))
    field = -1;
  const char *start, *end;
  bool valued = lex_value(parser, colon, &start, &end);
  if (valued && field >= 0) {
    add_field(parser, (RcField)field, run, start, end);
    return true;
  }
  if (valued)
    note_typed(parser, RC_NOTE_UNKNOWN_FIELD, run, colon);
  else if (field >= 0)
    note_typed(parser, RC_NOTE_EMPTY_FIELD, run, colon + 1);
  add_leaf(parser, new_words(parser, run, valued ? end : colon));
  return true;
}

/* A run with a star: `word*` if that is what it is, else words without it. */
static RcQuery *new_starred(Parser *parser, const char *start, const char *end) {
  const char *star = memchr(start, '*', (gsize)(end - start));
  g_autoptr(GArray) before = rc_text_words(start, star - start);
  g_autoptr(GArray) after = rc_text_words(star, end - star);
  bool at_end = before->len == 1 && after->len == 0 &&
                g_array_index(before, RcWord, 0).end == (gsize)(star - start);
  if (!at_end) {
    note_typed(parser, RC_NOTE_WILDCARD_INSIDE, start, end);
    return new_row(take_words(parser, start, end), RC_QUERY_WORD);
  }
  const char *word = g_array_index(before, RcWord, 0).word;
  if (g_utf8_strlen(word, -1) < RC_QUERY_PREFIX_LETTERS_MIN) {
    note_typed(parser, RC_NOTE_PREFIX_TOO_SHORT, start, end);
    return new_row(take_words(parser, start, end), RC_QUERY_WORD);
  }
  return count_term(parser, start) ? new_text(RC_QUERY_PREFIX, word) : NULL;
}

/* =word or ="two words". */
static bool lex_exact(Parser *parser) {
  if (*parser->at != '=')
    return false;
  parser->at++;
  if (parser->at == parser->end)
    return true;
  if (is_quote(g_utf8_get_char(parser->at)))
    return true; /* a phrase is exact anyway */
  const char *start = parser->at;
  parser->at = find_run_end(parser, false);
  if (memchr(start, '*', (gsize)(parser->at - start)))
    note_typed(parser, RC_NOTE_WILDCARD_AFTER_EQUALS, start, parser->at);
  add_leaf(parser, new_row(take_words(parser, start, parser->at), RC_QUERY_EXACT));
  return true;
}

/* --- symbols with a paragraph, and addresses of documents --- */

/* So much is looked at for a symbol and what stands before it. */
#define PASTED_BYTES_MAX 400

/* Where the symbol begins in the address of a document, or NULL if it is none. */
static const char *find_in_address(const char *text) {
  static const char *const schemes[] = {"https://", "http://"};
  static const char *const hosts[] = {"undocs.org/", "www.undocs.org/", "docs.un.org/"};
  static const char *const names[] = {"symbolno=", "finalsymbol="};
  bool scheme = false;
  for (guint i = 0; i < G_N_ELEMENTS(schemes) && !scheme; i++) {
    scheme = g_ascii_strncasecmp(text, schemes[i], strlen(schemes[i])) == 0;
    text += scheme ? strlen(schemes[i]) : 0;
  }
  gsize length = strcspn(text, " \t\n\r\"()");
  g_autofree char *address = g_ascii_strdown(text, (gssize)length);
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    const char *name = strstr(address, names[i]);
    if (name && (scheme || strchr(address, '?')))
      return text + (name - address) + strlen(names[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS(hosts); i++) {
    gsize host = strlen(hosts[i]);
    bool language = strlen(address) > host + 3 && g_ascii_isalpha(address[host]) &&
                    g_ascii_isalpha(address[host + 1]) && address[host + 2] == '/';
    if (g_str_has_prefix(address, hosts[i]))
      return text + host + (language ? 3 : 0);
  }
  return NULL;
}

/* What was pasted: a symbol with what stands behind it. */
typedef struct {
  const char *symbol;
  const char *paragraphs; /* "24, 26-28"; NULL: none are named */
  const char *words;      /* where what may be mere words, too, begins; NULL: nothing may */
} Pasted;

/* The document that has the symbol; of named paragraphs those. */
static RcQuery *new_document(Parser *parser, const Pasted *pasted) {
  RcQuery *document = rc_query_new_field(RC_FIELD_SYMBOL, pasted->symbol, NULL);
  g_autoptr(GPtrArray) numbers = rc_symbol_list_paragraphs(pasted->paragraphs);
  GPtrArray *paragraphs = g_ptr_array_new();
  for (guint i = 0; i < numbers->len && parser->terms < RC_QUERY_TERMS_MAX; i++, parser->terms++)
    g_ptr_array_add(paragraphs, rc_query_new_field(RC_FIELD_PARAGRAPH, numbers->pdata[i], NULL));
  if (paragraphs->len > 0)
    return rc_query_and(document, rc_query_join(RC_QUERY_OR, paragraphs));
  g_ptr_array_unref(paragraphs);
  return document;
}

/* The document, or its paragraphs, and what cites it or them. */
static RcQuery *new_pasted(Parser *parser, const char *start, const char *end,
                           const Pasted *pasted) {
  if (!count_term(parser, start))
    return NULL;
  RcQuery *document = new_document(parser, pasted);
  if (parser->terms == RC_QUERY_TERMS_MAX || parser->depth + 1 >= RC_QUERY_NESTING_MAX)
    return document;
  parser->terms++;
  g_autofree char *cited =
      g_strconcat(pasted->symbol, pasted->paragraphs ? ":" : NULL, pasted->paragraphs, NULL);
  RcQuery *words = pasted->words ? new_run(parser, pasted->words, end) : NULL;
  RcQuery *either = rc_query_new(RC_QUERY_OR);
  g_ptr_array_add(either->children, document);
  g_ptr_array_add(either->children, rc_query_new_field(RC_FIELD_CITES, cited, NULL));
  if (words)
    g_ptr_array_add(either->children, words);
  return either;
}

/* The end of the symbol with which `text` begins, by itself or in an address, or NULL. */
static const char *read_pasted_symbol(const char *text, bool *in_address, GString *symbol) {
  const char *address = find_in_address(text), *at = address ? address : text;
  g_auto(RcSymbolText) folded = rc_symbol_text_fold(at);
  gsize read = rc_symbol_read(folded.text->str, true, symbol);
  if (!read || !strchr(symbol->str, '/'))
    return NULL;
  const char *end = at + g_array_index(folded.offsets, guint32, read);
  if (address && strchr("?&#.", *end)) /* what else the address says */
    end += strcspn(end, " \t\n\r\"(),;");
  *in_address = address != NULL;
  return end;
}

/* Behind the word with which one of `beginnings` begins at `text`, and the space after it; `text`
 * itself where none does. */
static const char *skip_word(const char *text, const char *const *beginnings, bool to_its_end) {
  for (; *beginnings; beginnings++) {
    const char *p = text + strlen(*beginnings);
    if (g_ascii_strncasecmp(text, *beginnings, strlen(*beginnings)) != 0)
      continue;
    while (to_its_end && g_unichar_isalpha(g_utf8_get_char(p)))
      p = g_utf8_next_char(p);
    return p + strspn(p, " ");
  }
  return text;
}

/* The end of "application no. 31111/04", "№ 31111/04" or "31111/04", or NULL. */
static const char *read_pasted_application(const char *text, GString *number) {
  static const char *const words[] = {"application", "жалоб", "Жалоб", "заяв", "Заяв", NULL};
  static const char *const signs[] = {"nos.", "no.", "no", "№", NULL};
  static const char digits[] = "0123456789";
  const char *sign = skip_word(text, words, true), *p = skip_word(sign, signs, false);
  gsize count = strspn(p, digits), year = p[count] == '/' ? strspn(p + count + 1, digits) : 0;
  const char *end = p + count + 1 + year;
  /* Without a sign "24/06" may be a day. */
  if (count < (p == sign ? 3 : 1) || count > 6 || (year != 2 && year != 4) || *end == '/' ||
      g_unichar_isalnum(g_utf8_get_char(end)))
    return NULL;
  g_string_append_len(number, p, end - p);
  return end;
}

/* "CERD/C/KAZ/CO/8-10", "CERD/C/KAZ/CO/8-10, para. 24", "https://undocs.org/en/A/HRC/13/5" and
 * "no. 31111/04, §§ 25-30", as they are pasted. */
static bool lex_pasted(Parser *parser, const char *run_end) {
  const char *start = parser->at;
  gsize length = MIN((gsize)(parser->end - start), PASTED_BYTES_MAX);
  while (length > 0 && ((guchar)start[length] & 0xC0) == 0x80)
    length--;
  g_autofree char *text = g_strndup(start, length);
  g_autoptr(GString) symbol = g_string_new(NULL);
  bool in_address = false;
  const char *end = read_pasted_application(text, symbol);
  bool application = end;
  if (!end && memchr(start, '/', (gsize)(run_end - start)))
    end = read_pasted_symbol(text, &in_address, symbol);
  if (!end)
    return false;
  gsize further = 0;
  g_autofree char *paragraphs = rc_symbol_read_paragraphs(end, &further);
  end += further;
  bool alone = !paragraphs && !in_address;
  if (alone && !application && start + (end - text) != run_end)
    return false;
  parser->at = start + (end - text);
  if (paragraphs) {
    g_autofree char *typed = quote_typed(start, parser->at);
    add_note(parser->notes, rc_note_new(RC_NOTE_PASTED_PARAGRAPH, typed, symbol->str, NULL));
  }
  const Pasted pasted = {symbol->str, paragraphs,
                         alone ? parser->at - (application ? symbol->len : (gsize)(end - text))
                               : NULL};
  RcQuery *leaf = new_pasted(parser, start, parser->at, &pasted);
  add_leaf(parser, leaf);
  if (leaf)
    g_array_index(parser->tokens, Token, parser->tokens->len - 1).pasted = true;
  return true;
}

static void lex_run(Parser *parser) {
  const char *start = parser->at;
  const char *end = find_run_end(parser, false);
  if (lex_operator(parser, end) || lex_pasted(parser, end) || lex_exact(parser) ||
      lex_field(parser, end))
    return;
  parser->at = end;
  if (memchr(start, '*', (gsize)(end - start)))
    add_leaf(parser, new_starred(parser, start, end));
  else
    add_leaf(parser, new_run(parser, start, end));
}

/* --- brackets, minus, and all together --- */

/* A minus that excludes: at the start of what it excludes, and only one of it. */
static bool lex_minus(Parser *parser, bool boundary) {
  gunichar c = g_utf8_get_char(parser->at);
  const char *next = g_utf8_next_char(parser->at);
  if (!boundary || (c != '-' && c != 0x2212) || next == parser->end)
    return false;
  gunichar after = g_utf8_get_char(next);
  if (g_unichar_isspace(after) || after == ')' || after == '-')
    return false;
  parser->at = next;
  add_token(parser, TOKEN_NOT, "-");
  return true;
}

static void lex_one(Parser *parser) {
  gunichar c = g_utf8_get_char(parser->at);
  bool boundary = parser->boundary;
  parser->boundary = g_unichar_isspace(c) || is_separator(parser, parser->at, c);
  if (parser->boundary) {
    parser->at = g_utf8_next_char(parser->at);
  } else if (c == '(') {
    parser->at++;
    parser->boundary = true;
    if (++parser->depth <= RC_QUERY_NESTING_MAX)
      add_token(parser, TOKEN_OPEN, NULL);
    else
      note_limit(parser->notes, RC_NOTE_TOO_DEEP, RC_QUERY_NESTING_MAX, NULL);
  } else if (c == ')') {
    parser->at++;
    if (parser->depth == 0)
      add_note(parser->notes, rc_note_new(RC_NOTE_UNBALANCED_CLOSE, NULL));
    else if (parser->depth-- <= RC_QUERY_NESTING_MAX)
      add_token(parser, TOKEN_CLOSE, NULL);
  } else if (c == 0x00BB || c == 0x201D) /* » ” alone: nothing to close */
    parser->at = g_utf8_next_char(parser->at);
  else if (is_quote(c))
    lex_phrase(parser);
  else if (!lex_minus(parser, boundary))
    lex_run(parser);
}

/* --- the descent --- */

static RcQuery *parse_or(Parser *parser);

static Token *peek(Parser *parser) {
  return &g_array_index(parser->tokens, Token, parser->next);
}

/* Says that an operator had nothing to join; in what a limit cut off it may have
 * had. */
static void note_stray(Parser *parser, const char *name) {
  if ((parser->cut || parser->full) && peek(parser)->type == TOKEN_END)
    return;
  add_note(parser->notes, rc_note_new(RC_NOTE_STRAY_OPERATOR, name, NULL));
}

static RcQuery *parse_primary(Parser *parser) {
  if (parser->held)
    return g_steal_pointer(&parser->held);
  Token *token = peek(parser);
  if (token->type == TOKEN_LEAF) {
    parser->next++;
    return g_steal_pointer(&token->leaf);
  }
  if (token->type != TOKEN_OPEN)
    return NULL;
  parser->next++;
  RcQuery *inside = parse_or(parser);
  if (peek(parser)->type == TOKEN_CLOSE)
    parser->next++;
  return inside;
}

/* Words that NEAR can measure from: a leaf of them, or one of several. */
static bool has_place(const RcQuery *query) {
  bool words = query->type == RC_QUERY_WORD || query->type == RC_QUERY_EXACT ||
               query->type == RC_QUERY_PREFIX || query->type == RC_QUERY_PHRASE ||
               query->type == RC_QUERY_OR;
  for (guint i = 0; words && query->children && i < query->children->len; i++)
    words = has_place(query->children->pdata[i]);
  return words;
}

/* Of several in a row the greatest distance is that of all.  What has no place is held for the
 * conjunction around. */
static RcQuery *parse_near(Parser *parser) {
  RcQuery *left = parse_primary(parser);
  RcQuery *near = NULL;
  while (left && !parser->held && peek(parser)->type == TOKEN_NEAR) {
    guint distance = peek(parser)->distance;
    const char *name = peek(parser)->name;
    parser->next++;
    RcQuery *right = parse_primary(parser);
    if (!right) {
      note_stray(parser, name);
    } else if (!(near || has_place(left)) || !has_place(right)) {
      add_note(parser->notes, rc_note_new(RC_NOTE_NEAR_OPERAND, name, NULL));
      parser->held = right;
    } else {
      if (!near) {
        near = rc_query_new(RC_QUERY_NEAR);
        g_ptr_array_add(near->children, left);
        left = near;
      }
      near->distance = MAX(near->distance, distance);
      g_ptr_array_add(near->children, right);
    }
  }
  return left;
}

/* Two negations cancel out. */
static RcQuery *parse_not(Parser *parser) {
  const char *name = NULL;
  bool negated = false;
  for (; !parser->held && peek(parser)->type == TOKEN_NOT; parser->next++) {
    name = peek(parser)->name;
    negated = !negated;
  }
  RcQuery *operand = parse_near(parser);
  if (!operand && name)
    note_stray(parser, name);
  if (!operand || !negated)
    return operand;
  if (operand->type == RC_QUERY_NOT) {
    RcQuery *inner = g_ptr_array_steal_index(operand->children, 0);
    rc_query_free(operand);
    return inner;
  }
  RcQuery *query = rc_query_new(RC_QUERY_NOT);
  g_ptr_array_add(query->children, operand);
  return query;
}

/* *side_by_side: words were joined without an AND between them. */
static RcQuery *parse_and(Parser *parser, bool *side_by_side) {
  GPtrArray *operands = g_ptr_array_new();
  const char *pending = NULL; /* an AND that waits for its right side */
  guint pasted = G_MAXUINT;   /* the operand that was */
  for (;;) {
    Token *token = peek(parser);
    bool is_pasted = token->type == TOKEN_LEAF && token->pasted && !pending;
    if (parser->held) {
      g_ptr_array_add(operands, parse_not(parser));
    } else if (token->type == TOKEN_AND || token->type == TOKEN_NEAR) {
      if (operands->len == 0 || pending || token->type == TOKEN_NEAR)
        note_stray(parser, token->name);
      else
        pending = token->name;
      parser->next++;
    } else if (token->type == TOKEN_LEAF || token->type == TOKEN_OPEN || token->type == TOKEN_NOT) {
      RcQuery *operand = parse_not(parser);
      if (!operand)
        continue;
      if (is_pasted && pasted < operands->len) { /* of a footnote: nothing is both of them */
        GPtrArray *either = g_ptr_array_new();
        g_ptr_array_add(either, operands->pdata[pasted]);
        g_ptr_array_add(either, operand);
        operands->pdata[pasted] = rc_query_join(RC_QUERY_OR, either);
        continue;
      }
      if (operands->len > 0 && !pending)
        *side_by_side = true;
      pending = NULL;
      g_ptr_array_add(operands, operand);
      if (is_pasted)
        pasted = operands->len - 1;
    } else
      break;
  }
  if (pending)
    note_stray(parser, pending);
  return rc_query_join(RC_QUERY_AND, operands);
}

static RcQuery *parse_or(Parser *parser) {
  GPtrArray *operands = g_ptr_array_new();
  bool side_by_side = false;
  const char *pending = NULL; /* an OR that waits for its right side */
  for (;;) {
    RcQuery *operand = parse_and(parser, &side_by_side);
    if (operand) {
      g_ptr_array_add(operands, operand);
      pending = NULL;
    }
    if (peek(parser)->type != TOKEN_OR)
      break;
    const char *name = peek(parser)->name;
    parser->next++;
    if (operands->len == 0 || pending)
      note_stray(parser, name);
    else
      pending = name;
  }
  if (pending)
    note_stray(parser, pending);
  bool mixed = side_by_side && operands->len > 1;
  RcQuery *query = rc_query_join(RC_QUERY_OR, operands);
  if (mixed) {
    g_autofree char *read_as = rc_query_to_string(query);
    add_note(parser->notes, rc_note_new(RC_NOTE_MIXED_OPERATORS, read_as, NULL));
  }
  return query;
}

RcQuery *rc_query_parse(const char *text, GPtrArray *notes) {
  Parser parser = {.boundary = true, .notes = notes};
  g_autofree char *clean = clean_text(text, notes, &parser.cut);
  g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(Token));
  g_array_set_clear_func(tokens, clear_token);
  parser.tokens = tokens;
  parser.at = clean;
  parser.end = clean + strlen(clean);
  while (parser.at < parser.end && !parser.full)
    lex_one(&parser);
  if (parser.depth > 0 && !parser.cut && !parser.full)
    add_note(notes, rc_note_new(RC_NOTE_UNBALANCED_OPEN, NULL));
  add_token(&parser, TOKEN_END, NULL);
  RcQuery *query = parse_or(&parser);
  if (query)
    return query;
  /* Nothing could be read as a query: whatever words there are. */
  parser.terms = parser.depth = 0;
  parser.full = false;
  query = new_words(&parser, clean, parser.end);
  if (query)
    return query;
  g_autofree char *typed = g_strstrip(g_strdup(clean));
  if (*typed)
    note_typed(&parser, RC_NOTE_NO_WORDS, typed, typed + strlen(typed));
  return rc_query_new(RC_QUERY_ALL);
}
