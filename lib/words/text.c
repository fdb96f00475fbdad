/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

#include <string.h>

/* What one character is to the tokeniser. */
typedef enum { OTHER, LETTER, DIGIT_OR_MARK, APOSTROPHE, IGNORABLE } CharacterClass;

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

/* True if a letter follows at `offset`, ignorable characters passed over. */
static bool letter_follows(const RcTokens *tokens, gsize offset) {
  while (offset < tokens->length) {
    gsize next;
    CharacterClass class = classify(character_at(tokens, offset, &next));
    if (class != IGNORABLE)
      return class == LETTER;
    offset = next;
  }
  return false;
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

/* An apostrophe counts only between letters, and some characters ("ŉ") bring one
 * of their own. */
static void append_word(GString *out, const char *word) {
  CharacterClass last = OTHER;
  for (const char *p = word; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c == '\'' && !(last == LETTER && classify(g_utf8_get_char(p + 1)) == LETTER))
      continue;
    if (!g_unichar_ismark(c))
      last = classify(c);
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

/* What is left is a word as it would be cut from a text: an apostrophe at its end belongs to
 * none. */
static void cut_to_limit(GString *word) {
  if (word->len <= RC_WORD_BYTES_MAX)
    return;
  const char *end = g_utf8_find_prev_char(word->str, word->str + RC_WORD_BYTES_MAX + 1);
  while (end && end > word->str && end[-1] == '\'')
    end--;
  g_string_truncate(word, end ? (gsize)(end - word->str) : 0);
}

void rc_tokens_start(RcTokens *tokens, const char *text, gssize length) {
  tokens->text = text;
  tokens->length = length < 0 ? strlen(text) : (gsize)length;
  tokens->offset = 0;
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
    if (class == LETTER || class == DIGIT_OR_MARK)
      return true;
    tokens->offset = next;
  }
  return false;
}

/* Reads one word into the buffer.  *simple: the buffer holds its normal form
 * already.  Returns the end of the word, ignorable characters after it left. */
static gsize scan_word(RcTokens *tokens, bool *simple) {
  gsize offset = tokens->offset, end = offset;
  CharacterClass last = OTHER;
  *simple = true;
  while (offset < tokens->length) {
    gsize next;
    gunichar c = character_at(tokens, offset, &next);
    CharacterClass class = classify(c);
    if (class == OTHER ||
        (class == APOSTROPHE && !(last == LETTER && letter_follows(tokens, next))))
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
    end = offset;
    if (c < 0x80 || !g_unichar_ismark(c))
      last = class; /* a mark belongs to its letter */
  }
  return end;
}

bool rc_tokens_next(RcTokens *tokens, RcToken *token) {
  if (!tokens->buffer)
    tokens->buffer = g_string_sized_new(64);
  while (skip_to_word(tokens)) {
    bool simple;
    g_string_truncate(tokens->buffer, 0);
    gsize start = tokens->offset;
    gsize end = scan_word(tokens, &simple);
    tokens->offset = end;
    if (!simple) {
      g_string_truncate(tokens->buffer, 0);
      append_folded(tokens->buffer, tokens->text + start, end - start);
    }
    cut_to_limit(tokens->buffer);
    if (tokens->buffer->len == 0)
      continue; /* marks alone leave nothing */
    *token = (RcToken){(guint32)start, (guint32)end, tokens->buffer->str};
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
    RcWord word = {token.start, token.end, g_strdup(token.word), NULL};
    g_array_append_val(words, word);
  }
  return words;
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
