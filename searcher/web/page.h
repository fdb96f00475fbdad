/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The web pages, each a function of what was asked and what was found.
 *
 * Every page works without scripts, from 320 pixels up, by keyboard and by
 * screen reader.  Pages are appended to page->out and cannot fail. */
#ifndef RC_PAGE_H
#define RC_PAGE_H

#include "cited.h"
#include "page-text.h"
#include "search.h"

/* What all pages of one answer share; owns nothing. */
typedef struct {
  GString *out;
  RcLanguage language;
  bool language_chosen;   /* by `ui` in the address: links keep it */
  const char *root;       /* path of the search page, ends in "/" */
  const char *stylesheet; /* URL */
} RcPage;

/* The start page: a search field and what there is to search. */
void rc_page_start(RcPage *page, const RcRequest *request, const RcIndexSummary *index);
/* What was found, or what to try when nothing was. */
void rc_page_results(RcPage *page, const RcRequest *request, const RcResults *results);
/* One document whole, with who cites it, or NULL. */
void rc_page_document(RcPage *page, const RcRequest *request, const RcHit *hit,
                      const RcCited *cited);
/* The query language, by `live` examples (see examples.h): those that find something are links. */
void rc_page_help(RcPage *page, const GPtrArray *live);
/* An HTTP error; `detail` (English, may be NULL) says what exactly is wrong. */
void rc_page_error(RcPage *page, int status, const char *detail);

#endif
