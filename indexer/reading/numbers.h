/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paragraph numbers as UN documents and judgments print them: "14.", "14. (a)",
 * "(a)", "a.", "76.12.", "3-1)", "§ 24", "(1)", "[6]", and the marks of list items. */
#ifndef RC_NUMBERS_H
#define RC_NUMBERS_H

#include <glib.h>
#include <stdbool.h>

/* Reads the number at the start of a paragraph.  Returns it as it is cited
 * ("14", "14 (a)", "76.12", "(b)"; "6" of "[6]" too), yours to free, and sets *length to the bytes
 * of `text` it takes, white space after it included; NULL if there is none.  A
 * bare "14" without a full stop is not a number, nor is an amount. */
char *rc_number_read(const char *text, gsize *length);

/* True if `number` is the one after `before`: "15" after "14", "76.13" after
 * "76.12", "(b)" after "(a)", "(iv)" after "(iii)". */
bool rc_number_follows(const char *before, const char *number);

/* The bytes of the bullet or dash that opens an item, the space after it included;
 * 0 if none does. */
gsize rc_number_bullet(const char *text);

/* True if a paragraph item starts here: a number as above, a bullet or a dash. */
bool rc_number_starts_item(const char *text);

/* The number of a footnote ("7", "*") and the bytes it takes, as above. */
char *rc_number_read_footnote(const char *text, gsize *length);

/* The bytes of the name of an article or a section of a law at the start of the text: "Article 14",
 * "Статья 32-1", "Artículo IX"; 0 if there is none. */
gsize rc_number_article(const char *text);

/* The value of a Roman numeral up to 89 in letters of one case, or 0. */
guint rc_number_roman(const char *text);

/* The bytes of what may be the mark of a note in letters: "a", "а", "iv"; 0 if the text does not
 * begin with one. */
gsize rc_number_note_letters(const char *text);

#endif
