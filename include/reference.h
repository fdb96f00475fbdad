/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is cited, and where in it.
 *
 * A work is what a document is to those who cite it, made once of each document that is found; a
 * reference is a work and a passage of it, or all of it.  Every style of citation (see
 * citation.h), JSON and the formats of reference managers are made of these.  What the document
 * and the passage say themselves is read there; what is not known is NULL, 0 or empty. */
#ifndef RC_REFERENCE_H
#define RC_REFERENCE_H

#include "document.h"
#include "vocabulary.h"

/* Styles cite each kind in a way of its own. */
typedef enum {
  RC_WORK_UN,            /* it has a symbol of the United Nations */
  RC_WORK_EUROPEAN_CASE, /* a judgment or decision of the European Court of Human Rights */
  RC_WORK_CASE,          /* of another court */
  RC_WORK_LAW,           /* a treaty or a law: cited by its articles */
  RC_WORK_REPORT,        /* all else, by who wrote it */
  RC_N_WORK_KINDS
} RcWorkKind;

/* "un", "european-case", ...; static. */
const char *rc_work_kind_name(RcWorkKind kind);

/* A document of several symbols is what the first of them says. */
typedef struct {
  const RcDocument *document; /* borrowed: it lives longer */
  RcWorkKind kind;
  char *court;             /* that decided a case, its name as it is written in a sentence */
  const RcConcept *body;   /* who wrote it, if the vocabulary knows it; static */
  char *name;              /* of a case as it is cited: "Roe and Others v. Ruritania" */
  GPtrArray *applications; /* of char *: the numbers of a case, one by one; never NULL */
  bool translation;        /* a court's text in none of its official languages */
  char *url;               /* by the convention of who published it */
  char *file;              /* path of the first file, valid UTF-8; never NULL */
} RcWork;

/* Yours to free, before the document. */
RcWork *rc_work_new(const RcDocument *document);
void rc_work_free(RcWork *work);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcWork, rc_work_free)

/* What the document has of it, borrowed: never "". */
const char *rc_work_peek(const RcWork *work, RcMetadataField field);
/* The organisation, body or court; borrowed. */
const char *rc_work_author(const RcWork *work);
/* A judgment or a decision of any court. */
bool rc_work_is_case(const RcWork *work);

/* What a part of a pinpoint numbers. */
typedef enum {
  RC_LOCATOR_HEADING, /* a part with its own numbers, by its heading: a separate opinion */
  RC_LOCATOR_ARTICLE,
  RC_LOCATOR_PARAGRAPH,
  RC_LOCATOR_RECOMMENDATION, /* of the list that the paragraph before announces */
  RC_LOCATOR_ITEM,           /* of another such list */
  RC_LOCATOR_FOOTNOTE,
  RC_LOCATOR_SECTION, /* of an Act: what is numbered in laws in English that have no articles */
  RC_N_LOCATORS
} RcLocatorKind;

/* "paragraph", "footnote", ...; static. */
const char *rc_locator_name(RcLocatorKind kind);

typedef struct {
  RcLocatorKind kind;
  char value[]; /* "12 (a)", "14 (2)", "DISSENTING OPINION OF JUDGE ROE" */
} RcLocator;

typedef struct {
  const RcWork *work;       /* borrowed, as is the passage: they live longer */
  const RcPassage *passage; /* NULL: the document as a whole */
  GPtrArray *locators;      /* of RcLocator *, outermost first; never NULL: empty where the passage
                               has no number and is cited by its page */
} RcReference;

/* Yours to free. */
RcReference *rc_reference_new(const RcWork *work, const RcPassage *passage);
void rc_reference_free(RcReference *reference);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcReference, rc_reference_free)

/* Where the passage begins and ends, counted in the file from 1; 0: all of the document. */
guint32 rc_reference_page(const RcReference *reference);
guint32 rc_reference_last_page(const RcReference *reference);

/* A number of a passage (see document.h) in its parts, of RcLocator *; NULL gives an empty
 * array.  Yours to unref. */
GPtrArray *rc_reference_read_number(const char *number);

#endif
