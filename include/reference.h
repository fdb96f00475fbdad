/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reference: by what a passage is cited, in its parts.
 *
 * Made once of a document and a passage; every style of citation (see citation.h), JSON and the
 * formats of reference managers are made of it.  What is not known is NULL, 0 or empty. */
#ifndef RC_REFERENCE_H
#define RC_REFERENCE_H

#include "document.h"

/* What is cited: styles cite each in a way of its own. */
typedef enum {
  RC_WORK_UN,            /* it has a symbol of the United Nations */
  RC_WORK_EUROPEAN_CASE, /* a judgment or decision of the European Court of Human Rights */
  RC_WORK_CASE,          /* of another court */
  RC_WORK_LAW,           /* a treaty or a law: cited by its articles */
  RC_WORK_REPORT,        /* all else, by who wrote it */
  RC_N_WORKS
} RcWork;

/* "un", "european-case", ...; static. */
const char *rc_work_name(RcWork work);

/* What a part of a pinpoint numbers. */
typedef enum {
  RC_LOCATOR_HEADING, /* a part with its own numbers, by its heading: a separate opinion */
  RC_LOCATOR_ARTICLE,
  RC_LOCATOR_PARAGRAPH,
  RC_LOCATOR_RECOMMENDATION, /* of the list that the paragraph before announces */
  RC_LOCATOR_ITEM,           /* of another such list */
  RC_LOCATOR_FOOTNOTE,
  RC_N_LOCATORS
} RcLocatorKind;

/* "paragraph", "footnote", ...; static. */
const char *rc_locator_name(RcLocatorKind kind);

typedef struct {
  RcLocatorKind kind;
  char value[]; /* "12 (a)", "14 (2)", "DISSENTING OPINION OF JUDGE ROE" */
} RcLocator;

typedef struct {
  RcWork work;
  char *author;            /* the organisation, body or court */
  char *body;              /* its id in the vocabulary: "CERD" */
  char *title;             /* as the document has it */
  char *name;              /* of a case as it is cited: "Roe and Others v. Ruritania" */
  char *symbol;            /* of the document; of a case the numbers of its applications */
  GPtrArray *applications; /* of char *: the same, one by one; never NULL */
  char *type;              /* of the schema: "judgment" */
  char *date;              /* ISO 8601, as precise as it is known */
  char *language;          /* BCP 47 */
  bool translation;        /* a court's text in none of its official languages */
  GPtrArray *locators;     /* of RcLocator *, outermost first; never NULL: empty where the passage
                              has no number and is cited by its page */
  char *number;            /* of the passage, as the document's record has it */
  guint32 unnumbered;      /* of a passage without one: its place on the page, see document.h */
  RcKind kind;             /* among those of its kind */
  char *page_label;        /* printed on the page where the passage begins */
  guint32 page, last_page; /* where it begins and ends, counted in the file from 1; 0: all of it */
  char *url;               /* by the convention of who published it */
  char *file;              /* path of the first file, valid UTF-8 */
  char *sha256;
} RcReference;

/* The reference to a passage, or with NULL to the document as a whole; yours to free. */
RcReference *rc_reference_new(const RcDocument *document, const RcPassage *passage);
void rc_reference_free(RcReference *reference);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcReference, rc_reference_free)

/* A number of a passage (see document.h) in its parts, of RcLocator *; NULL gives an empty
 * array.  Yours to unref. */
GPtrArray *rc_reference_read_number(const char *number);

#endif
