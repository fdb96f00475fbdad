/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text through the tokeniser: words ascend and lie within the text, and a
 * normal form is itself one word of the same normal form, fit to be a term. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "terms.h"
#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program in every build, unlike an assertion. */
static void must(bool holds) {
  if (!holds)
    abort();
}

/* True if `p` does not stand inside a character. */
static bool is_boundary(const char *text, gsize length, guint32 offset) {
  return offset == length || (text[offset] & 0xC0) != 0x80;
}

static void check_stable(const char *word) {
  g_autoptr(GArray) again = rc_text_words(word, -1);
  must(again->len == 1);
  must(strcmp(g_array_index(again, RcWord, 0).word, word) == 0);
  must(g_array_index(again, RcWord, 0).start == 0);
  must(g_array_index(again, RcWord, 0).end == strlen(word));
}

/* What a worker sends of a word its parent takes. */
static void check_term(const char *word) {
  static const guint32 position = 1;
  g_autoptr(GByteArray) terms = g_byte_array_new();
  const RcTerm sent = {.field = RC_FIELD_WORD, .value = word, .position_count = 1};
  rc_terms_append(terms, &sent, &position);
  must(rc_terms_check(terms->data, terms->len, RC_IN_DOCUMENT, 0, position, NULL));
  gsize offset = 0;
  RcTerm term;
  must(rc_terms_next(terms->data, terms->len, &offset, &term));
  must(strcmp(term.value, word) == 0 && offset == terms->len);
}

static void check_words(const char *text, gsize length) {
  g_autoptr(GArray) words = rc_text_words(text, (gssize)length);
  guint32 before = 0;
  for (guint i = 0; i < words->len; i++) {
    const RcWord *word = &g_array_index(words, RcWord, i);
    must(word->start >= before && word->end > word->start && word->end <= length);
    must(is_boundary(text, length, word->start) && is_boundary(text, length, word->end));
    must(*word->word && strlen(word->word) <= RC_WORD_BYTES_MAX);
    must(g_utf8_validate(word->word, -1, NULL));
    check_stable(word->word);
    check_term(word->word);
    before = word->end;
  }
}

/* Takes the spaces between figures out. */
static void join_figures(char *text) {
  char *to = text;
  for (const char *from = text; *from; from++)
    if (*from != ' ' || from == text || !g_ascii_isdigit(from[-1]) || !g_ascii_isdigit(from[1]))
      *to++ = *from;
  *to = '\0';
}

/* The words of a text stay the same when it is cut into words again, but for numbers: "3/331" is
 * two, which with a space between them are one. */
static void check_normalised(const char *text) {
  g_autofree char *once = rc_text_normalise(text);
  g_autofree char *twice = rc_text_normalise(once);
  join_figures(once);
  join_figures(twice);
  must(strcmp(once, twice) == 0);
  rc_text_script(once);
}

static void check_printable(const char *text, gsize length) {
  g_autofree char *printable = rc_text_printable(text, (gssize)length);
  must(g_utf8_validate(printable, -1, NULL));
  for (const char *p = printable; *p; p = g_utf8_next_char(p))
    must(!rc_text_acts_on_screen(g_utf8_get_char(p)));
}

/* A text as JSON: nothing in it acts on a screen or begins markup, and it reads as what it was. */
static void check_json(const char *text) {
  json_auto_t *value = json_string(text);
  g_autoptr(GString) out = g_string_new(NULL);
  rc_json_append(out, value, 17);
  for (const char *p = out->str; *p; p = g_utf8_next_char(p))
    must(!rc_text_acts_on_screen(g_utf8_get_char(p)) && *p != '<');
  json_auto_t *again = json_loads(out->str, JSON_DECODE_ANY, NULL);
  must(again && json_equal(value, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  g_autofree char *bytes = g_strndup((const char *)data, size);
  check_printable((const char *)data, size);
  g_autofree char *text = g_utf8_make_valid(bytes, -1);
  check_words(text, strlen(text));
  check_normalised(text);
  check_json(text);
  return 0;
}
