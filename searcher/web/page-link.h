/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links between the pages: a request as a URL, with one thing changed. */
#ifndef RC_PAGE_LINK_H
#define RC_PAGE_LINK_H

#include "page.h"

/* What is different from the request; zero-initialise. */
typedef struct {
  const char *document; /* id of the document to open, or NULL: the search */
  guint passage;        /* ordinal to jump to, or 0 */
  guint offset;         /* hits before the page; links that change what is found
                           leave it 0 */
  RcField field;        /* of `add` and `remove` */
  const char *add;      /* a filter value more, or NULL */
  const char *remove;   /* a filter value less, or NULL */
  bool no_filters;      /* leave all filters out */
  const char *option;   /* the one that has another value, or NULL */
  const char *value;    /* this; NULL: its usual one */
  const char *format;   /* another format, or NULL: this one, HTML */
  const char *ui;       /* another language of the pages, or NULL */
} RcLink;

/* The URL of `request` (NULL: none, the start page) changed by `link`; yours to
 * free.  Not escaped for HTML: use it as an attribute's value. */
char *rc_page_link(const RcPage *page, const RcRequest *request, const RcLink *link);

#endif
