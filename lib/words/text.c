/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

#include <string.h>

/* What one character is to the tokeniser. */
typedef enum { OTHER, LETTER, DIGIT_OR_MARK, APOSTROPHE, IGNORABLE, SIGN } CharacterClass;

static bool is_apostrophe(gunichar c) {
  return c == '\'' || c == 0x2018 || c == 0x2019 || c == 0x02BB || c == 0x02BC || c == 0x0060 ||
         c == 0x00B4;
}

/* Default-ignorable characters that real PDFs put inside words. */
static bool is_ignorable(gunichar c) {
  return c == 0x00AD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF || (c >= 0xFE00 && c <= 0xFE0F);
}

static CharacterClass classify(gunichar c) {
  if (c < 0x80) {
    if (g_ascii_isalpha((char)c))
      return LETTER;
    if (g_ascii_isdigit((char)c))
      return DIGIT_OR_MARK;
    return c == '\'' || c == '`' ? APOSTROPHE : OTHER;
  }
  if (c >= 0x0400 && c <= 0x0481)
    return LETTER;
  if (is_apostrophe(c))
    return APOSTROPHE;
  if (is_ignorable(c))
    return IGNORABLE;
  if (g_unichar_isalpha(c))
    return LETTER;
  if (c == 0x00A7 || c == 0x2116) /* § and № */
    return SIGN;
  return g_unichar_isalnum(c) || g_unichar_ismark(c) ? DIGIT_OR_MARK : OTHER;
}

/* The next character at `offset`; the text is valid UTF-8 by contract. */
static gunichar character_at(const RcTokens *tokens, gsize offset, gsize *next) {
  const char *p = tokens->text + offset;
  if ((guchar)*p < 0x80) {
    *next = offset + 1;
    return (guchar)*p;
  }
  *next = (gsize)(g_utf8_next_char(p) - tokens->text);
  return g_utf8_get_char(p);
}

/* Characters whose normal form needs no table: lower-case letters of the basic
 * Latin and Cyrillic alphabets, and digits.  0 for all others. */
static gunichar fold_simple(gunichar c) {
  if (c < 0x80)
    return (gunichar)g_ascii_tolower((char)c);
  if (c >= 0x0410 && c <= 0x042F)
    return c + 0x20;
  if (c >= 0x0430 && c <= 0x044F)
    return c;
  if (c == 0x0401 || c == 0x0451)
    return 0x0435;
  /* U+0400..U+040F are the extensions: Ђ, Є, І, Ї, Ў ... */
  if (c >= 0x0402 && c <= 0x040F)
    return c + 0x50;
  if (c >= 0x0452 && c <= 0x045F)
    return c;
  return 0;
}

/* True of letters of scripts that put no space between words. */
static bool stands_alone(gunichar c) {
  if (c < 0x0E00)
    return false;
  switch (g_unichar_get_script(c)) {
  case G_UNICODE_SCRIPT_HAN:
  case G_UNICODE_SCRIPT_HIRAGANA:
  case G_UNICODE_SCRIPT_KATAKANA:
  case G_UNICODE_SCRIPT_THAI:
  case G_UNICODE_SCRIPT_LAO:
  case G_UNICODE_SCRIPT_KHMER:
  case G_UNICODE_SCRIPT_MYANMAR:
    return true;
  default:
    return false;
  }
}

/* True of a letter that goes on with a word. */
static bool is_joined_letter(gunichar c) {
  return classify(c) == LETTER && !stands_alone(c);
}

/* True if one follows at `offset`, ignorable characters passed over. */
static bool letter_follows(const RcTokens *tokens, gsize offset) {
  while (offset < tokens->length) {
    gsize next;
    gunichar c = character_at(tokens, offset, &next);
    if (classify(c) != IGNORABLE)
      return is_joined_letter(c);
    offset = next;
  }
  return false;
}

/* An apostrophe counts only between letters, and some characters ("ŉ") bring one
 * of their own.  Of a sign for two letters of a script without spaces the first is the word. */
static void append_word(GString *out, const char *word) {
  CharacterClass last = OTHER;
  bool alone = false;
  for (const char *p = word; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c == '\'' && !(last == LETTER && is_joined_letter(g_utf8_get_char(p + 1))))
      continue;
    if (!g_unichar_ismark(c)) {
      if (alone)
        break;
      alone = stands_alone(c);
      last = classify(c);
    }
    g_string_append_unichar(out, c);
  }
}

/* The general way: NFKC, case folding, marks off Latin letters, composed.  Some
 * compatibility characters fall apart into more than a word ("⑴" is "(1)"): only
 * what belongs to words is kept, so that the normal form is one word again. */
static void append_folded(GString *out, const char *text, gsize length) {
  g_autofree char *compatible = g_utf8_normalize(text, (gssize)length, G_NORMALIZE_NFKC);
  g_autofree char *folded = g_utf8_casefold(compatible ? compatible : "", -1);
  /* Cherokee folds to capitals and back: only lower case after it is stable. */
  g_autofree char *lower = g_utf8_strdown(folded, -1);
  g_autofree char *decomposed = g_utf8_normalize(lower, -1, G_NORMALIZE_NFKD);
  g_autoptr(GString) kept = g_string_sized_new(length);
  gunichar base = 0;
  bool after_latin = false;
  for (const char *p = decomposed ? decomposed : ""; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (is_ignorable(c))
      continue;
    if (g_unichar_ismark(c)) {
      /* U+0301 over Cyrillic is a stress mark, never part of a letter; ё is е. */
      if (!after_latin && c != 0x0301 && !(c == 0x0308 && base == 0x0435))
        g_string_append_unichar(kept, c);
      continue;
    }
    if (classify(c) == OTHER)
      continue;
    base = c;
    after_latin = g_unichar_get_script(c) == G_UNICODE_SCRIPT_LATIN;
    g_string_append_unichar(kept, is_apostrophe(c) ? '\'' : c);
  }
  g_autofree char *composed = g_utf8_normalize(kept->str, -1, G_NORMALIZE_NFC);
  append_word(out, composed ? composed : "");
}

/* --- letters of two scripts in one word --- */

/* Letters that look alike.  A Cyrillic or Greek one may stand for the Latin one, and back for the
 * first of its row. */
static const struct {
  gunichar latin, cyrillic, greek;
} alike[] = {
    {'A', 0x0410, 0x0391}, {'B', 0x0412, 0x0392}, {'C', 0x0421, 0x03F9}, {'E', 0x0415, 0x0395},
    {'H', 0x041D, 0x0397}, {'I', 0x0406, 0x0399}, {'J', 0x0408, 0},      {'K', 0x041A, 0x039A},
    {'M', 0x041C, 0x039C}, {'N', 0, 0x039D},      {'O', 0x041E, 0x039F}, {'P', 0x0420, 0x03A1},
    {'S', 0x0405, 0},      {'T', 0x0422, 0x03A4}, {'X', 0x0425, 0x03A7}, {'Y', 0x0423, 0x03A5},
    {'Z', 0, 0x0396},      {'a', 0x0430, 0x03B1}, {'c', 0x0441, 0x03F2}, {'e', 0x0435, 0},
    {'i', 0x0456, 0x03B9}, {'j', 0x0458, 0x03F3}, {'k', 0x043A, 0x03BA}, {'o', 0x043E, 0x03BF},
    {'p', 0x0440, 0x03C1}, {'s', 0x0455, 0},      {'v', 0, 0x03BD},      {'x', 0x0445, 0x03C7},
    {'y', 0x0443, 0},      {'h', 0x04BB, 0},
};

enum { IN_LATIN = 1, IN_CYRILLIC = 2, IN_GREEK = 4 };

/* The script of a letter; 0 of all else. */
static unsigned script_of(gunichar c) {
  if (c < 0x80)
    return g_ascii_isalpha((char)c) ? IN_LATIN : 0;
  if (c >= 0x0400 && c <= 0x052F)
    return IN_CYRILLIC;
  if (c >= 0x0370 && c <= 0x03FF)
    return IN_GREEK;
  return c >= 0x00C0 && c <= 0x024F && c != 0x00D7 && c != 0x00F7 ? IN_LATIN : 0;
}

/* The letter of `script` that looks like `c`, or is it; 0 if there is none. */
static gunichar letter_in(gunichar c, unsigned script) {
  if (script_of(c) == 0 || script_of(c) == script)
    return c;
  for (guint i = 0; i < G_N_ELEMENTS(alike); i++)
    if (alike[i].latin == c || alike[i].cyrillic == c || alike[i].greek == c)
      return script == IN_LATIN ? alike[i].latin : alike[i].cyrillic;
  return 0;
}

/* `text`, if its letters are of several scripts, in the one in which all can be read, and a copy as
 * it is if there is none.  To be freed. */
static char *in_one_script(const char *text, gsize length) {
  GString *latin = g_string_new(NULL), *cyrillic = g_string_new(NULL);
  bool is_latin = true, is_cyrillic = true, is_roman = true;
  unsigned scripts = 0;
  for (const char *p = text; p < text + length; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p), l = letter_in(c, IN_LATIN), k = letter_in(c, IN_CYRILLIC);
    scripts |= script_of(c);
    is_latin &= l != 0;
    is_cyrillic &= k != 0;
    is_roman &=
        l == 0 ? false : script_of(c) == 0 || (l < 0x80 && strchr("IVXLCDMivxlcdm", (char)l));
    g_string_append_unichar(latin, l ? l : c);
    g_string_append_unichar(cyrillic, k ? k : c);
  }
  is_cyrillic &= (scripts & IN_CYRILLIC) != 0;
  GString *chosen = (scripts & (scripts - 1)) == 0           ? NULL
                    : is_latin && (is_roman || !is_cyrillic) ? latin
                    : is_cyrillic                            ? cyrillic
                                                             : NULL;
  char *result = chosen ? g_strdup(chosen->str) : g_strndup(text, length);
  g_string_free(latin, TRUE);
  g_string_free(cyrillic, TRUE);
  return result;
}

/* Sets *word to the text, folded, in one script if its letters can be read in one.  Folded, more
 * letters may look like others: "Å" is "a", "ß" is "ss". */
static void fold_in_one_script(GString *word, const char *text, gsize length) {
  g_autofree char *one_script = in_one_script(text, length);
  g_string_truncate(word, 0);
  append_folded(word, one_script, strlen(one_script));
  g_autofree char *folded = in_one_script(word->str, word->len);
  if (strcmp(folded, word->str) == 0)
    return;
  g_string_truncate(word, 0);
  append_folded(word, folded, strlen(folded));
}

/* What is left is a word as it would be cut from a text: an apostrophe at its end belongs to
 * none. */
static void cut_to_limit(GString *word) {
  if (word->len <= RC_WORD_BYTES_MAX)
    return;
  const char *end = g_utf8_find_prev_char(word->str, word->str + RC_WORD_BYTES_MAX + 1);
  while (end && end > word->str && end[-1] == '\'')
    end--;
  g_string_truncate(word, end ? (gsize)(end - word->str) : 0);
  /* What is left may be of one script where the whole was not. */
  g_autofree char *one_script = in_one_script(word->str, word->len);
  if (strcmp(one_script, word->str) == 0)
    return;
  g_string_truncate(word, 0);
  append_folded(word, one_script, strlen(one_script));
  cut_to_limit(word);
}

void rc_tokens_start(RcTokens *tokens, const char *text, gssize length) {
  tokens->text = text;
  tokens->length = length < 0 ? strlen(text) : (gsize)length;
  tokens->offset = tokens->last_end = 0;
  tokens->buffer = NULL;
}

void rc_tokens_clear(RcTokens *tokens) {
  if (tokens->buffer)
    g_string_free(tokens->buffer, TRUE);
  tokens->buffer = NULL;
}

/* Moves to the first character of a word; false at the end of the text. */
static bool skip_to_word(RcTokens *tokens) {
  while (tokens->offset < tokens->length) {
    gsize next;
    CharacterClass class = classify(character_at(tokens, tokens->offset, &next));
    if (class == LETTER || class == DIGIT_OR_MARK || class == SIGN)
      return true;
    tokens->offset = next;
  }
  return false;
}

/* --- what is one word although other characters stand in it --- */

static gunichar next_character(const char *text, gsize length, gsize at, gsize *next) {
  if (at >= length) {
    *next = at;
    return 0;
  }
  gunichar c = g_utf8_get_char(text + at);
  *next = (gsize)(g_utf8_next_char(text + at) - text);
  return c;
}

static bool belongs_to_word(gunichar c) {
  CharacterClass class = classify(c);
  return class == LETTER || class == DIGIT_OR_MARK;
}

static gsize count_digits(const char *text, gsize length, gsize at) {
  gsize count = 0;
  while (at + count < length && g_ascii_isdigit(text[at + count]))
    count++;
  return count;
}

/* The bytes of a number at text[at] whose digits stand in groups of three, or 0.  With a plain
 * space between them it is none beside another number: that is a row of a table. */
static gsize grouped_number(const char *text, gsize length, gsize at) {
  gsize first = count_digits(text, length, at), end = at + first;
  if (first == 0 || first > 3 || text[at] == '0')
    return 0;
  gunichar separator = 0;
  for (;;) {
    gsize group;
    gunichar c = next_character(text, length, end, &group);
    if ((separator && c != separator) ||
        !(c == ',' || c == ' ' || c == 0x00A0 || c == 0x2009 || c == 0x202F) ||
        count_digits(text, length, group) != 3)
      break;
    separator = c;
    end = group + 3;
  }
  gsize next;
  if (!separator || belongs_to_word(next_character(text, length, end, &next)))
    return 0;
  bool beside = (at >= 2 && text[at - 1] == ' ' && g_ascii_isdigit(text[at - 2])) ||
                (end + 1 < length && text[end] == ' ' && g_ascii_isdigit(text[end + 1]));
  return separator == ' ' && (beside || end - at > first + 8) ? 0 : end - at;
}

/* The bytes of an abbreviation of single letters with dots at text[at], or 0: "U.N.H.C.R.",
 * "О.О.Н", and of capitals "A. S." too. */
static gsize dotted_letters(const char *text, gsize length, gsize at) {
  gsize end = at, letters = 0;
  bool capitals = true, spaced = false;
  for (gsize from = at;;) {
    gsize dot, after, ignored;
    gunichar letter = next_character(text, length, from, &dot);
    if (!is_joined_letter(letter))
      break;
    capitals &= g_unichar_isupper(letter);
    gunichar c = next_character(text, length, dot, &after);
    if (c != '.') {
      /* the last letter needs no dot, but for "А.Пушкин" */
      if (letters > 0 && text[from - 1] == '.' && !belongs_to_word(c) && c != '\'' && c != 0x2019) {
        letters++;
        end = dot;
      }
      break;
    }
    letters++;
    end = after;
    from = after;
    bool space = next_character(text, length, after, &ignored) == ' ';
    if (space != (spaced || (space && letters == 1)))
      break;
    spaced = space;
    if (spaced) {
      gsize beyond;
      gunichar capital = next_character(text, length, after + 1, &beyond);
      if (!capitals || !g_unichar_isupper(capital) ||
          next_character(text, length, beyond, &ignored) != '.')
        break;
      from = after + 1;
    }
  }
  return letters > 1 ? end - at : 0;
}

/* A raised or lowered digit. */
static bool is_raised(gunichar c) {
  return c == 0x00B2 || c == 0x00B3 || c == 0x00B9 || c == 0x2070 || (c >= 0x2074 && c <= 0x2079) ||
         (c >= 0x2080 && c <= 0x2089);
}

gsize rc_text_unit(const char *text, gsize length) {
  gsize next, bytes = grouped_number(text, length, 0);
  gunichar c = length > 0 ? next_character(text, length, 0, &next) : 0;
  if (bytes == 0 && classify(c) == LETTER)
    bytes = dotted_letters(text, length, 0);
  if (bytes > 0 || length == 0)
    return bytes;
  if (classify(c) == SIGN) {
    while (classify(next_character(text, length, next, &bytes)) == SIGN)
      next = bytes;
    gunichar space = next_character(text, length, next, &bytes);
    if (space == ' ' || space == 0x00A0 || space == 0x2009 || space == 0x202F)
      next = bytes;
    bytes = count_digits(text, length, next);
    return bytes ? next + bytes : 0;
  }
  /* "14(3)(d)": a number, and what is short and in brackets right after it */
  gsize digits = count_digits(text, length, 0), end = digits;
  while (digits && end < length && text[end] == '(') {
    gsize at = end + 1, letters = 0;
    while (letters < 5 && belongs_to_word(next_character(text, length, at, &next))) {
      at = next;
      letters++;
    }
    if (letters == 0 || letters == 5 || at >= length || text[at] != ')')
      break;
    end = at + 1;
  }
  return end > digits ? end : 0;
}

/* Reads one word into the buffer.  *simple: the buffer holds its normal form already; *scripts:
 * those of its letters.  Returns the end of the word, ignorable characters after it left. */
static gsize scan_word(RcTokens *tokens, bool *simple, unsigned *scripts) {
  gsize offset = tokens->offset, end = offset;
  CharacterClass last = OTHER;
  gunichar before = 0;
  *simple = true;
  *scripts = 0;
  while (offset < tokens->length) {
    gsize next;
    gunichar c = character_at(tokens, offset, &next);
    CharacterClass class = classify(c);
    if (class == OTHER || class == SIGN ||
        (class == APOSTROPHE && !(last == LETTER && letter_follows(tokens, next))))
      break;
    if (c >= 0x80 && before && !g_unichar_ismark(c) &&
        ((is_raised(c) && before < 0x80 && g_ascii_isdigit((char)before)) || stands_alone(c)))
      break;
    if (stands_alone(before) && class != IGNORABLE && !g_unichar_ismark(c))
      break;
    offset = next;
    if (class == IGNORABLE)
      continue;
    gunichar folded = class == APOSTROPHE ? '\'' : fold_simple(c);
    if (!folded)
      *simple = false;
    else if (folded < 0x80)
      g_string_append_c(tokens->buffer, (char)folded);
    else
      g_string_append_unichar(tokens->buffer, folded);
    *scripts |= script_of(c);
    end = offset;
    if (c < 0x80 || !g_unichar_ismark(c)) {
      last = class; /* a mark belongs to its letter */
      before = c;
    }
  }
  return end;
}

/* Letters and digits alone of text[start .. end], in the buffer, for it to be folded. */
static void gather(RcTokens *tokens, gsize start, gsize end) {
  g_autoptr(GString) kept = g_string_new(NULL);
  for (gsize at = start, next; at < end; at = next) {
    gunichar c = character_at(tokens, at, &next);
    if (belongs_to_word(c))
      g_string_append_unichar(kept, c);
  }
  fold_in_one_script(tokens->buffer, kept->str, kept->len);
}

/* Reads the word at the offset into the buffer; returns its end. */
static gsize read_word(RcTokens *tokens) {
  gsize start = tokens->offset, next;
  gunichar c = character_at(tokens, start, &next);
  gsize whole = c < 0x80 && g_ascii_isdigit((char)c)
                    ? grouped_number(tokens->text, tokens->length, start)
                : next < tokens->length && tokens->text[next] == '.'
                    ? dotted_letters(tokens->text, tokens->length, start)
                    : 0;
  if (whole) {
    gather(tokens, start, start + whole);
    return start + whole;
  }
  if (classify(c) == SIGN) {
    g_string_append(tokens->buffer, c == 0x2116 ? "no" : "§");
    gsize end = start;
    while (end < tokens->length && character_at(tokens, end, &next) == c)
      end = next; /* §§ */
    return end;
  }
  bool simple;
  unsigned scripts;
  gsize end = scan_word(tokens, &simple, &scripts);
  bool mixed = (scripts & (scripts - 1)) != 0;
  if (mixed || !simple)
    fold_in_one_script(tokens->buffer, tokens->text + start, end - start);
  return end;
}

/* True if one hyphen stands between the word before and the one at `start`. */
static bool is_hyphened(const RcTokens *tokens, gsize start) {
  if (tokens->last_end == 0 || start <= tokens->last_end)
    return false;
  gsize next;
  gunichar c = character_at(tokens, tokens->last_end, &next);
  return next == start && (c == '-' || (c >= 0x2010 && c <= 0x2013));
}

bool rc_tokens_next(RcTokens *tokens, RcToken *token) {
  if (!tokens->buffer)
    tokens->buffer = g_string_sized_new(64);
  while (skip_to_word(tokens)) {
    g_string_truncate(tokens->buffer, 0);
    gsize start = tokens->offset;
    gsize end = read_word(tokens);
    tokens->offset = end;
    /* XX, the number of a century, is typed with either letter. */
    if (g_str_has_prefix(tokens->buffer->str, "х") &&
        strspn(tokens->buffer->str, "х") == tokens->buffer->len) {
      gsize letters = tokens->buffer->len / 2;
      g_string_truncate(tokens->buffer, 0);
      while (letters-- > 0)
        g_string_append_c(tokens->buffer, 'x');
    }
    cut_to_limit(tokens->buffer);
    if (tokens->buffer->len == 0)
      continue; /* marks alone leave nothing */
    bool hyphened = is_hyphened(tokens, start);
    tokens->last_end = end;
    *token = (RcToken){(guint32)start, (guint32)end, tokens->buffer->str, hyphened};
    return true;
  }
  return false;
}

static void clear_word(gpointer data) {
  g_free((char *)((RcWord *)data)->word);
}

GArray *rc_text_words(const char *text, gssize length) {
  GArray *words = g_array_new(FALSE, FALSE, sizeof(RcWord));
  g_array_set_clear_func(words, clear_word);
  g_auto(RcTokens) tokens;
  rc_tokens_start(&tokens, text, length);
  for (RcToken token; rc_tokens_next(&tokens, &token);) {
    RcWord word = {token.start, token.end, g_strdup(token.word), NULL, token.hyphened};
    g_array_append_val(words, word);
  }
  return words;
}

guint rc_text_hyphened(const GArray *words, guint start, GString *whole) {
  guint end = start + 1;
  bool lettered = false;
  while (end < words->len && end - start < RC_HYPHENED_MAX &&
         g_array_index(words, RcWord, end).hyphened)
    end++;
  g_string_truncate(whole, 0);
  for (guint i = start; end - start > 1 && i < end; i++) {
    const char *word = g_array_index(words, RcWord, i).word;
    lettered |= g_unichar_isalpha(g_utf8_get_char(word)) != FALSE;
    g_string_append_printf(whole, "%s%s", i > start ? "-" : "", word);
  }
  if (!lettered || whole->len > RC_WORD_BYTES_MAX)
    g_string_truncate(whole, 0);
  return end - start;
}

int rc_text_compare_pointed(gconstpointer a, gconstpointer b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char *rc_text_normalise(const char *text) {
  GString *out = g_string_new(NULL);
  g_auto(RcTokens) tokens;
  rc_tokens_start(&tokens, text, -1);
  for (RcToken token; rc_tokens_next(&tokens, &token);) {
    if (out->len)
      g_string_append_c(out, ' ');
    g_string_append(out, token.word);
  }
  return g_string_free(out, FALSE);
}

RcScript rc_text_script(const char *word) {
  if (g_ascii_isalpha(*word))
    return RC_SCRIPT_LATIN;
  if ((guchar)*word >= 0xD0 && (guchar)*word <= 0xD3)
    return RC_SCRIPT_CYRILLIC; /* U+0400..U+04FF */
  for (const char *p = word; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (!g_unichar_isalpha(c))
      continue;
    GUnicodeScript script = g_unichar_get_script(c);
    return script == G_UNICODE_SCRIPT_LATIN      ? RC_SCRIPT_LATIN
           : script == G_UNICODE_SCRIPT_CYRILLIC ? RC_SCRIPT_CYRILLIC
                                                 : RC_SCRIPT_OTHER;
  }
  return RC_SCRIPT_OTHER;
}

static bool is_control(gunichar c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

/* In UTF-8, C1 is the byte C2 and one below A0. */
bool rc_text_has_control(const char *text) {
  for (const guchar *p = (const guchar *)text; *p; p++)
    if (*p < 0x20 || *p == 0x7F || (*p == 0xC2 && p[1] < 0xA0))
      return true;
  return false;
}

/* These turn what stands after them around, beyond the text that they came with. */
static bool is_bidirectional_control(gunichar c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
         c == 0x200F || c == 0x061C;
}

bool rc_text_acts_on_screen(gunichar c) {
  return is_control(c) || is_bidirectional_control(c);
}

char *rc_text_printable(const char *text, gssize length) {
  g_autofree char *valid = g_utf8_make_valid(text, length);
  GString *out = g_string_sized_new(strlen(valid));
  for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c == '\t' || c == '\n')
      g_string_append_c(out, ' ');
    else if (is_control(c))
      g_string_append_unichar(out, 0xFFFD);
    else if (!is_bidirectional_control(c))
      g_string_append_unichar(out, c);
  }
  return g_string_free(out, FALSE);
}

void rc_text_append_json(GString *out, const char *json, gsize length) {
  const char *end = json + length, *plain = json;
  for (const char *p = json; p < end; p = g_utf8_next_char(p)) {
    gunichar c = (guchar)*p < 0x80 ? (guchar)*p : g_utf8_get_char(p);
    if (c != '<' && (c < 0x7F || !rc_text_acts_on_screen(c)))
      continue;
    g_string_append_len(out, plain, p - plain);
    g_string_append_printf(out, "\\u%04x", c);
    plain = g_utf8_next_char(p);
  }
  g_string_append_len(out, plain, end - plain);
}
