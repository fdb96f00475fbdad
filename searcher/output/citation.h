/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a reference is written: styles of citation.
 *
 * A table of styles; each has a pattern for each kind of work, and words for what a number counts.
 * What of a reference is not known is left out, with what belongs to it.  Forms and their sources:
 *   un        United Nations Editorial Manual, footnotes and other references
 *   echr      note of the Registry of the European Court of Human Rights on citation, 2022
 *   oscola    Oxford University Standard for the Citation of Legal Authorities, 5th edition
 *   bluebook  The Bluebook: A Uniform System of Citation, 21st edition, rule 21
 *   gost      ГОСТ Р 7.0.5-2008, Библиографическая ссылка
 *   apa       Publication Manual of the American Psychological Association, 7th edition */
#ifndef RC_CITATION_H
#define RC_CITATION_H

#include "query.h"
#include "reference.h"

/* The reference in a style, one line of valid UTF-8; yours to free.  RC_STYLE_DEFAULT is
 * RC_STYLE_USUAL.  A style that has words in
 * both languages takes those of `language`. */
char *rc_citation_format(const RcReference *reference, RcCitationStyle style, RcLanguage language);

/* What names the document, number and page, as this program cites it in one line:
 * "CERD/C/KAZ/CO/8-10, para. 24, p. 3", "A/1, p. 4, unnumbered paragraph 2": no two paragraphs
 * of a document are cited alike.  Yours to free. */
char *rc_citation_plain(const RcReference *reference);

/* Where in the document it stands: "para. 24", "с. 7, сноска 5"; NULL for all of it.  Yours to
 * free. */
char *rc_citation_pinpoint(const RcReference *reference);

/* The same as a citation in CSL has it: a value and what it counts ("paragraph", "page", "note",
 * "section", "article-locator", static), both NULL for all of it.  The value is yours to free. */
typedef struct {
  char *value;
  const char *label;
} RcLocatorText;
RcLocatorText rc_citation_locator(const RcReference *reference);

/* The title or name of what is cited, whatever is known; borrowed, never NULL. */
const char *rc_citation_title(const RcWork *work);

/* The language of such words where nobody says in which one is written: Russian in references to
 * documents in Russian. */
RcLanguage rc_citation_language(const RcReference *reference);

#endif
