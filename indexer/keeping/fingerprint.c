/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fingerprint.h"

#include <string.h>

#include "text.h"
#include "vocabulary.h"

/* Stands for the name of a State: a letter that no document has. */
#define STATE "\u16a0"
#define STATE_BYTES_MAX 200
/* "12. (a)" is two labels. */
#define LABELS_MAX 2
#define LABEL_DIGITS_MAX 3
#define NOTE_DIGITS_MAX 3

/* --- the number at the beginning --- */

/* True if `label` stands in the number of the paragraph as a part of its own. */
static bool is_numbered(const char *number, const char *label, gsize length) {
  for (const char *p = number; p && *p; p++) {
    bool begins = p == number || !(g_ascii_isalnum(p[-1]) || p[-1] == '.');
    if (begins && strncmp(p, label, length) == 0 && !g_ascii_isalnum(p[length]) && p[length] != '.')
      return true;
  }
  return false;
}

/* The end of "146.17" at `p`; `p` itself if no number of so few digits stands there. */
static const char *skip_number(const char *p) {
  const char *end = p;
  do {
    gsize digits = strspn(end, "0123456789");
    if (digits == 0 || digits > LABEL_DIGITS_MAX)
      return p;
    end += digits;
  } while (*end == '.' && g_ascii_isdigit(*++end));
  return end[-1] == '.' ? end - 1 : end;
}

/* The end of "a" or "iv" at `p`, where a parenthesis must follow: "A. Smith" is a name. */
static const char *skip_letters(const char *p) {
  gsize roman = strspn(p, "ivxlcIVXLC");
  if (roman > 0 && p[roman] == ')')
    return p + roman;
  const char *end = g_unichar_isalpha(g_utf8_get_char(p)) ? g_utf8_next_char(p) : p;
  return *end == ')' ? end : p;
}

/* The text behind the numbers with which it begins. */
static const char *skip_labels(const char *text, const char *number) {
  for (int i = 0; i < LABELS_MAX; i++) {
    const char *p = text;
    while (*p && !g_unichar_isalnum(g_utf8_get_char(p)))
      p = g_utf8_next_char(p);
    const char *end = skip_number(p);
    bool closed = *end == '.' || *end == ')';
    if (end == p)
      closed = (end = skip_letters(p)) > p;
    if (end == p || !g_ascii_isspace(end[closed]) ||
        (!closed && !is_numbered(number, p, (gsize)(end - p))))
      break;
    text = end + closed;
  }
  return text;
}

/* --- the words --- */

/* True if the mention is a name of the State that it is said to be. */
static bool names_state(const RcPassage *passage, const RcMention *mention) {
  if (mention->field != RC_FIELD_REGION || !rc_vocabulary_is_country(mention->concept) ||
      mention->end - mention->start > STATE_BYTES_MAX)
    return false;
  g_autofree char *name = g_strndup(passage->text + mention->start, mention->end - mention->start);
  g_autofree char *words = rc_text_normalise(name);
  const RcForm *forms = NULL;
  for (int count = rc_vocabulary_find(words, &forms); count > 0; count--, forms++)
    if (strcmp(rc_vocabulary_concept(forms->concept)->id, mention->concept) == 0)
      return true;
  return false;
}

/* The State that the passage names, or NULL if it names none or several. */
static const char *only_state(const RcPassage *passage) {
  const char *state = NULL;
  for (guint i = 0; i < passage->mentions->len; i++) {
    const RcMention *mention = &g_array_index(passage->mentions, RcMention, i);
    if (!names_state(passage, mention))
      continue;
    if (state && strcmp(state, mention->concept) != 0)
      return NULL;
    state = mention->concept;
  }
  return state;
}

/* Appends the text from `start` up to `end`, without marks of notes that are set as raised
 * digits: those behind a digit are part of a number (282¹). */
static void append_text(GString *out, const char *start, const char *end) {
  for (const char *p = start; p < end; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    bool raised =
        c == 0xB2 || c == 0xB3 || c == 0xB9 || c == 0x2070 || (c >= 0x2074 && c <= 0x2079);
    if (!raised || (out->len > 0 && g_ascii_isdigit(out->str[out->len - 1])))
      g_string_append_len(out, p, g_utf8_next_char(p) - p);
  }
}

/* What of the passage counts, the name of its State put out. */
static GString *new_text(const RcPassage *passage) {
  const char *at = skip_labels(passage->text, passage->number);
  const char *state = only_state(passage);
  GString *out = g_string_new(NULL);
  for (guint i = 0; state && i < passage->mentions->len; i++) {
    const RcMention *mention = &g_array_index(passage->mentions, RcMention, i);
    const char *start = passage->text + mention->start;
    if (start < at || !names_state(passage, mention))
      continue;
    append_text(out, at, start);
    g_string_append(out, " " STATE " ");
    at = passage->text + mention->end;
  }
  append_text(out, at, passage->text + strlen(passage->text));
  return out;
}

/* What was hashed. */
typedef struct {
  GChecksum *checksum;
  guint words;
  bool digit; /* it ends in one */
} Hash;

/* Nothing stands between words, so that hyphens and spaces make no difference; between numbers
 * they do. */
static void add_word(Hash *hash, const char *word) {
  gsize length = strlen(word);
  if (hash->digit && g_ascii_isdigit(*word))
    g_checksum_update(hash->checksum, (const guchar *)" ", 1);
  g_checksum_update(hash->checksum, (const guchar *)word, (gssize)length);
  hash->digit = g_ascii_isdigit(word[length - 1]);
  hash->words += !strpbrk(word, "0123456789");
}

char *rc_fingerprint(const RcPassage *passage) {
  if (passage->kind == RC_KIND_HEADING || passage->kind == RC_KIND_TABLE)
    return NULL;
  g_autoptr(GString) text = new_text(passage);
  g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
  Hash hash = {.checksum = checksum};
  bool article = false; /* "the", held back: some names of States have it */
  g_auto(RcTokens) tokens;
  rc_tokens_start(&tokens, text->str, (gssize)text->len);
  for (RcToken token; rc_tokens_next(&tokens, &token);) {
    bool state = strcmp(token.word, STATE) == 0;
    gsize digits = strspn(token.word, "0123456789");
    bool in_brackets =
        token.start > 0 && text->str[token.start - 1] == '[' && text->str[token.end] == ']';
    if (in_brackets && !token.word[digits] && digits <= NOTE_DIGITS_MAX)
      continue; /* "[12]" calls a note */
    if (article && !state)
      add_word(&hash, "the");
    article = strcmp(token.word, "the") == 0;
    if (state)
      g_checksum_update(checksum, (const guchar *)STATE, -1);
    else if (!article)
      add_word(&hash, token.word);
  }
  if (hash.words < RC_FINGERPRINT_WORDS_MIN)
    return NULL;
  return g_strndup(g_checksum_get_string(checksum), RC_ALIKE_DIGITS);
}
