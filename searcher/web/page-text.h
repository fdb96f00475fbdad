/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the web pages say, in English and Russian: one table.
 *
 * "{1}", "{2}" stand for values that rc_page_text_fill puts in.  All of it is
 * plain text, never markup.  Returned constant strings are static. */
#ifndef RC_PAGE_TEXT_H
#define RC_PAGE_TEXT_H

#include <glib.h>

#include "query.h"

/* "en", "ru"; as BCP 47 and as the value of the parameter `ui`. */
const char *rc_language_code(RcLanguage language);
/* The language of the pages: `chosen` if it is one of ours, else what the
 * browser prefers (an Accept-Language header, or NULL), else English. */
RcLanguage rc_language_choose(const char *chosen, const char *accept_language);

typedef enum {
  /* frame */
  RC_TEXT_TAGLINE,
  RC_TEXT_SKIP,
  RC_TEXT_HELP,
  RC_TEXT_OTHER_LANGUAGE,
  RC_TEXT_PRIVACY,
  RC_TEXT_SITE_NAVIGATION,
  RC_TEXT_INDEX_SUMMARY,
  RC_TEXT_NOT_FULLY_READ,
  RC_TEXT_UPDATED,
  /* the form */
  RC_TEXT_SEARCH_LABEL,
  RC_TEXT_SEARCH_HINT,
  RC_TEXT_SEARCH_BUTTON,
  RC_TEXT_FILTERS,
  RC_TEXT_ANY,
  RC_TEXT_EXAMPLES,
  /* results */
  RC_TEXT_RESULTS_TITLE,
  RC_TEXT_EVERYTHING,
  RC_TEXT_ABOUT,
  RC_TEXT_ACTIVE_FILTERS,
  RC_TEXT_REMOVE_FILTER,
  RC_TEXT_REMOVE_ALL,
  RC_TEXT_NOTES,
  RC_TEXT_EXPANSION,
  RC_TEXT_ADDED,
  RC_TEXT_ONLY_AS_TYPED,
  RC_TEXT_NEAREST,
  RC_TEXT_NEAREST_ONLY,
  RC_TEXT_LACKS,
  RC_TEXT_LACK_COUNT,
  RC_TEXT_SUGGESTION,
  RC_TEXT_PAGE,
  RC_TEXT_PAGE_PRINTED,
  RC_TEXT_PARAGRAPH,
  RC_TEXT_FOOTNOTE,
  RC_TEXT_OTHER_VERSION,
  RC_TEXT_MORE_PASSAGES,
  RC_TEXT_SHOW_EACH,
  RC_TEXT_SHOW_ONCE,
  RC_TEXT_INCOMPLETE,
  RC_TEXT_OCR,
  RC_TEXT_CITE,
  RC_TEXT_SIMILAR,
  RC_TEXT_SIMILAR_TO,
  RC_TEXT_NOT_SIMILAR,
  RC_TEXT_NARROW,
  RC_TEXT_SHOW_MORE,
  RC_TEXT_PAGES_OF_RESULTS,
  RC_TEXT_PREVIOUS,
  RC_TEXT_NEXT,
  RC_TEXT_SHOWN,
  RC_TEXT_SORT,
  RC_TEXT_UNIT,
  RC_TEXT_DOWNLOAD,
  /* nothing found */
  RC_TEXT_NOTHING,
  RC_TEXT_NOTHING_ADVICE,
  RC_TEXT_TRY_FEWER,
  RC_TEXT_TRY_PREFIX,
  RC_TEXT_TRY_OR,
  RC_TEXT_TRY_FILTERS,
  RC_TEXT_TRY_OTHER_LANGUAGE,
  RC_TEXT_TRY_DOCUMENT,
  RC_TEXT_TRY_NOT_READ,
  /* document */
  RC_TEXT_BACK,
  RC_TEXT_UNTITLED,
  RC_TEXT_ABOUT_DOCUMENT,
  RC_TEXT_DATE,
  RC_TEXT_COUNTRY,
  RC_TEXT_ORIGINAL_LANGUAGE,
  RC_TEXT_APPLICANT,
  RC_TEXT_RESPONDENT,
  RC_TEXT_FILE,
  RC_TEXT_PAGES_LABEL,
  RC_TEXT_PAGES_READ,
  RC_TEXT_STATUS_WARNING,
  RC_TEXT_TWINS,
  RC_TEXT_CITED_BY,
  RC_TEXT_CONTENTS,
  RC_TEXT_MATCHES,
  RC_TEXT_DOCUMENT_TEXT,
  RC_TEXT_NO_PASSAGES,
  RC_TEXT_LINK_TO_PASSAGE,
  RC_TEXT_CALLED_FROM,
  RC_TEXT_SOURCE_PDF,
  RC_TEXT_SOURCE_PAGE,
  RC_TEXT_SOURCE_SIDECAR,
  RC_TEXT_SOURCE_FILE_NAME,
  RC_TEXT_SOURCE_TEXT,
  RC_TEXT_SOURCE_OTHER,
  /* help: a heading is followed by its rows, see page.c */
  RC_TEXT_HELP_LEAD,
  RC_TEXT_HELP_WORDS,
  RC_TEXT_HELP_WORDS_ALL,
  RC_TEXT_HELP_WORDS_FORMS,
  RC_TEXT_HELP_WORDS_EXACT,
  RC_TEXT_HELP_WORDS_PREFIX,
  RC_TEXT_HELP_COMBINE,
  RC_TEXT_HELP_PHRASE,
  RC_TEXT_HELP_OR,
  RC_TEXT_HELP_NOT,
  RC_TEXT_HELP_BRACKETS,
  RC_TEXT_HELP_NEAR,
  RC_TEXT_HELP_NAMES,
  RC_TEXT_HELP_COUNTRY,
  RC_TEXT_HELP_REGION,
  RC_TEXT_HELP_GROUP,
  RC_TEXT_HELP_BODY,
  RC_TEXT_HELP_RIGHT,
  RC_TEXT_HELP_CITE,
  RC_TEXT_HELP_SYMBOL,
  RC_TEXT_HELP_PARA,
  RC_TEXT_HELP_CITES,
  RC_TEXT_HELP_ARTICLE,
  RC_TEXT_HELP_FIELDS,
  RC_TEXT_HELP_YEAR,
  RC_TEXT_HELP_LANGUAGE,
  RC_TEXT_HELP_KIND,
  RC_TEXT_HELP_TYPE,
  RC_TEXT_HELP_ORG,
  RC_TEXT_HELP_TITLE,
  RC_TEXT_HELP_TYPE_IT,
  RC_TEXT_HELP_FINDS,
  RC_TEXT_HELP_TRUST,
  RC_TEXT_HELP_TRUST_BODY,
  /* errors */
  RC_TEXT_ERROR_400,
  RC_TEXT_ERROR_400_BODY,
  RC_TEXT_ERROR_404,
  RC_TEXT_ERROR_404_BODY,
  RC_TEXT_ERROR_405,
  RC_TEXT_ERROR_405_BODY,
  RC_TEXT_ERROR_414,
  RC_TEXT_ERROR_414_BODY,
  RC_TEXT_ERROR_500,
  RC_TEXT_ERROR_500_BODY,
  RC_TEXT_ERROR_503,
  RC_TEXT_ERROR_503_BODY,
  RC_TEXT_ERROR_SAID,
  RC_TEXT_ERROR_HOME,
  RC_N_TEXTS
} RcText;

const char *rc_page_text(RcLanguage language, RcText text);
/* The text with {1}, {2}, ... replaced by the strings that follow, NULL after
 * the last.  Yours to free. */
char *rc_page_text_fill(RcLanguage language, RcText text, ...) G_GNUC_NULL_TERMINATED;

/* Things that are counted. */
typedef enum {
  RC_COUNT_DOCUMENTS,
  RC_COUNT_PASSAGES,
  RC_COUNT_PASSAGES_FOUND,
  RC_COUNT_PAGES,
  RC_COUNT_MORE_PASSAGES,
  RC_COUNT_APART,
  RC_COUNT_COLLAPSED,
  RC_COUNT_ALIKE_DOCUMENTS,
  RC_COUNT_ALIKE_PASSAGES,
  RC_N_COUNTS
} RcCount;

/* "1 document", "5 документов"; yours to free. */
char *rc_page_text_count(RcLanguage language, RcCount count, guint64 number);
/* A number with its thousands apart; yours to free. */
char *rc_page_text_number(RcLanguage language, guint64 number);
/* An ISO 8601 date as people write it ("2020-11": "November 2020"); a date that
 * is none comes back as it is.  Yours to free. */
char *rc_page_text_date(RcLanguage language, const char *date);

#endif
