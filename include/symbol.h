/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Symbols of documents: "CERD/C/KAZ/CO/8-10", "S/RES/1325(2000)",
 * "CM/Rec(2008)5", "PC.DEC/1117", and application numbers of the European Court
 * of Human Rights, "12345/67"; with the paragraphs of them that are cited.
 *
 * A symbol is written in many ways and has one canonical form, by which it is
 * stored and searched.  Indexer and searcher read it here, so that they agree.
 * Known: which organs begin a symbol and what follows them, from the rules of the
 * UN Editorial Manual and the usage of the Council of Europe and the OSCE. */
#ifndef RC_SYMBOL_H
#define RC_SYMBOL_H

#include <glib.h>
#include <stdbool.h>

/* What stands between the symbols of one document: the application numbers of joined cases. */
#define RC_SYMBOLS_BETWEEN ", "

/* A canonical symbol, and what is read as one, is no longer, in bytes. */
#define RC_SYMBOL_BYTES_MAX 160
/* So many paragraphs of one citation become terms. */
#define RC_SYMBOL_PARAGRAPHS_MAX 50

/* A text in which each way of writing a character of symbols is that character:
 * Cyrillic letters that look like Latin ones, percent-encoding, dashes, strokes,
 * spaces (a run of them is one).  Other letters are RC_SYMBOL_LETTER, all else is
 * RC_SYMBOL_OTHER; soft hyphens and zero-width characters are left out. */
#define RC_SYMBOL_LETTER '\1'
#define RC_SYMBOL_OTHER '\2'
typedef struct {
  GString *text;
  GArray *offsets; /* of guint32: where each character stands in the original, one
                      more for its end */
} RcSymbolText;

/* `text` is valid UTF-8. */
RcSymbolText rc_symbol_text_fold(const char *text);
void rc_symbol_text_clear(RcSymbolText *folded);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RcSymbolText, rc_symbol_text_clear)

/* Reads the symbol that begins at `folded`, a place in a folded text, broken over
 * lines or not.  Its length there, 0 if there is none; the canonical form replaces
 * `symbol`.  any_case: lower case is read as well, as in addresses. */
gsize rc_symbol_read(const char *folded, bool any_case, GString *symbol);

/* Reads the paragraphs that follow a symbol in `text`: ", para. 24 (a)", "пп.
 * 24–26", "§§ 5, 7 and 9".  "24 (a)", "24-26", "5, 7, 9"; NULL if none are named;
 * yours to free.  *length, unless it is NULL itself, is how many bytes of `text` say so. */
char *rc_symbol_read_paragraphs(const char *text, gsize *length);

/* The numbers that "24-26, 30" names, at most RC_SYMBOL_PARAGRAPHS_MAX: "24", "25", "26", "30"; of
 * "24 (a)" alone only "24(a)", not all of 24.  NULL names none.  Array of char *, yours. */
GPtrArray *rc_symbol_list_paragraphs(const char *paragraphs);

/* The canonical form of a symbol that stands by itself, as in an option or in a
 * masthead; a "/" at its end stays.  What is no symbol known here is given back as
 * it is, without spaces around it.  Yours to free. */
char *rc_symbol_normalise(const char *typed);

/* True for a canonical symbol of a document of the United Nations: not for those of the Council of
 * Europe, the OSCE and courts. */
bool rc_symbol_is_united_nations(const char *symbol);

/* The values of terms for a citation of `symbol`, which is canonical: the symbol
 * itself, first; both halves of a joint one; a resolution without its year; all
 * its beginnings that end in "/"; and for each paragraph "SYMBOL:24".  `paragraphs`
 * is as read above or NULL.  Of char *; yours to unref.  A facet counts the
 * symbol alone. */
GPtrArray *rc_symbol_terms(const char *symbol, const char *paragraphs);

/* The values of terms, any of which is to match what was typed: "SYMBOL",
 * "SYMBOL:24", "SYMBOL:24-26", "PREFIX/", "SYMBOL, para. 24".  Of char *, one or
 * more; yours to unref. */
GPtrArray *rc_symbol_query_terms(const char *typed);

#endif
