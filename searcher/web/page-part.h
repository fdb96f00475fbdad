/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts that several pages are made of; for the page-*.c files only. */
#ifndef RC_PAGE_PART_H
#define RC_PAGE_PART_H

#include "html.h"
#include "page-link.h"
#include "page.h"

/* The text in the language of the page, borrowed. */
#define rc_page_say(page, text) rc_page_text((page)->language, (text))

/* Everything up to the start of <main>.  `other_language` is the URL of this
 * page in the other language. */
void rc_page_begin(RcPage *page, const char *title, const char *other_language);
/* The rest; `index` may be NULL. */
void rc_page_end(RcPage *page, const RcIndexSummary *index);

/* <a href=url class=style>text</a>; `style` may be NULL. */
void rc_page_anchor(RcPage *page, const char *url, const char *text, const char *style);

/* The search form with all that the request has set. */
void rc_page_form(RcPage *page, const RcRequest *request, bool filters_open);

/* The text of a passage from byte `start` to `end` with its highlights marked, as far as
 * they stand in it.  `labels` (page number -> what is printed on it, borrowed): also writes
 * where a new page begins; NULL: it does not. */
void rc_page_passage_text(RcPage *page, const RcPassageHit *hit, guint32 start, guint32 end,
                          const GHashTable *labels);
/* <p>Cite as <cite>...</cite></p> */
void rc_page_citation(RcPage *page, const RcReference *reference, RcCitationStyle style);
/* A row of a table with its highlights marked, its columns named above its cells. */
void rc_page_cells(RcPage *page, const RcPassageHit *hit);
/* "Page 3 (printed 2)"; label may be NULL; yours to free. */
char *rc_page_page_name(const RcPage *page, guint32 number, const char *label);
/* "paragraph 14", "footnote 7"; NULL if the passage has no number; yours. */
char *rc_page_paragraph_name(const RcPage *page, const RcPassage *passage);

/* What a filter value is called: a concept's label, a closed list's label, or
 * the value itself; borrowed. */
const char *rc_page_value_label(const RcPage *page, RcField field, const char *value);
/* Title of a document, else its file name; yours to free. */
char *rc_page_document_title(const RcPage *page, const RcDocument *document);

#endif
