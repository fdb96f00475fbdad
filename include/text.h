/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one tokeniser: indexing, queries, highlighting and vocabulary matching all cut text into
 * words here, so they always agree.
 *
 * A word is a run of letters, digits and marks (Unicode general categories L, N, M); an apostrophe
 * between two letters belongs to the word, and U+2018, U+2019, U+02BB, U+02BC, U+0060 and U+00B4
 * all count as that apostrophe. Default-ignorable characters inside a word (soft hyphen, zero-width
 * space and joiners) are passed over.
 *
 * One thing is one word, however it is written: letters with dots are an abbreviation
 * ("U.N.H.C.R.", and "A. S." of capitals), digits in groups of three a number ("1,250", "1 250"
 * with whatever space).  A raised digit after another digit is a word of its own ("282¹" is "282"
 * and "1", as "282.1"), and so are § and № (which is "no").  Scripts that are written without
 * spaces have no words here but letters.
 *
 * The normal form of a word is NFKC, case-folded, ё as е.  Letters of two scripts that look alike
 * become those of the script of the others; where all could be either they are Cyrillic, but for
 * Roman numbers, which are Latin.  Marks are dropped from Latin letters only ("é" is "e"); й, ї and
 * ў are letters of their own and stay.  A word of more than RC_WORD_BYTES_MAX bytes is cut there in
 * its normal form; its offsets still cover it whole. */
#ifndef RC_TEXT_H
#define RC_TEXT_H

#include <glib.h>
#include <stdbool.h>

#define RC_WORD_BYTES_MAX 200
/* Raised when the same text is cut into other words or these have other stems: indexes are then
 * made anew. */
#define RC_WORDS_VERSION "3"

/* One word of a text. */
typedef struct {
  guint32 start, end; /* bytes of the original text, half-open */
  const char *word;   /* normal form; lives until the next token is read */
  bool hyphened;      /* a hyphen and nothing else stands between it and the word before */
} RcToken;

/* Reads the words of one text in order.  Set up with rc_tokens_start; holds no
 * memory of its own until a word needs it. */
typedef struct {
  const char *text;
  gsize length;
  gsize offset;    /* where the next word is looked for */
  gsize last_end;  /* of the word that was read last */
  GString *buffer; /* normal form of the current word */
} RcTokens;

/* `text` is valid UTF-8 of `length` bytes (or -1: NUL-terminated) and must
 * outlive `tokens`. */
void rc_tokens_start(RcTokens *tokens, const char *text, gssize length);
bool rc_tokens_next(RcTokens *tokens, RcToken *token);
void rc_tokens_clear(RcTokens *tokens);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RcTokens, rc_tokens_clear)

/* A distinct word of a document, see dictionary.h. */
typedef struct RcWordForm RcWordForm;

/* All words of a text at once. */
typedef struct {
  guint32 start, end;
  const char *word; /* normal form; of the array, or of the dictionary of `form` */
  RcWordForm *form; /* NULL if it was read without a dictionary */
  bool hyphened;    /* as of RcToken */
} RcWord;
/* An array of RcWord, each with its own copy of the normal form, that frees them with it;
 * yours to unref. */
GArray *rc_text_words(const char *text, gssize length);

/* The bytes of the number or legal reference at the beginning of `text` that may have spaces or
 * brackets in it and is one thing all the same ("1 250", "14(3)(d)", "§ 24", "№ 7", "A. S."); 0 if
 * there is none. */
gsize rc_text_unit(const char *text, gsize length);

/* How many words from words[start] on hyphens join, parts of one word: 1 if none, and never more
 * than RC_HYPHENED_MAX.  If there are several, and one has a letter, *whole (which must not be
 * NULL) is their normal forms joined by hyphens, the word under which rc_stemmer_stem knows them;
 * else it is empty. */
#define RC_HYPHENED_MAX 6
guint rc_text_hyphened(const GArray *words, guint start, GString *whole);

/* The normal forms of all words of `text`, joined by one space: the form under
 * which names are compared.  Cut into words again these stay the same, but for numbers that read
 * as one with a space between them ("3/331").  Yours to free. */
char *rc_text_normalise(const char *text);

/* Byte order of the strings that `a` and `b` point to, for sorting an array of char *. */
int rc_text_compare_pointed(gconstpointer a, gconstpointer b);

/* Scripts that Recourse treats apart.  A word's script is that of its first
 * letter. */
typedef enum { RC_SCRIPT_OTHER, RC_SCRIPT_LATIN, RC_SCRIPT_CYRILLIC } RcScript;
RcScript rc_text_script(const char *word);

/* True if there is a control character (C0, C1, DEL) in the text, which must be UTF-8. */
bool rc_text_has_control(const char *text);

/* True of characters that do something to a terminal or a page instead of standing in the
 * text: controls (C0, C1, DEL; tab and line feed too) and bidirectional ones.  Arabic and
 * Hebrew letters are no such characters: they run to the left by themselves. */
bool rc_text_acts_on_screen(gunichar c);

/* `text` made safe for a terminal or a log: control characters (C0, C1, DEL)
 * and invalid bytes become U+FFFD, tab and line feed a space, and bidirectional
 * controls are dropped.  Yours to free. */
char *rc_text_printable(const char *text, gssize length);

/* Appends JSON that was written by a library, valid UTF-8: characters that act on a screen, and
 * "<", which could end or begin markup around it, become "\u0085" and the like.  It says the
 * same as before: all of them can only stand in its strings. */
void rc_text_append_json(GString *out, const char *json, gsize length);

#endif
