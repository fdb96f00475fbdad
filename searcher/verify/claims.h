/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a draft says of documents: each place where one is cited, and each where one is quoted.
 *
 * Citations are found as in documents (citations.h), cases by their names, too, and what goes back
 * to the one before: "ibid., para. 5", "(para. 5)", "там же".  Quotations stand between quotation
 * marks of English and Russian, or are set apart.  Each is tied to the citations that it may be
 * of: of its note, behind it or before it. */
#ifndef RC_CLAIMS_H
#define RC_CLAIMS_H

#include "draft.h"

/* A quotation without a citation is one from so many words on: fewer are a name or a term. */
#define RC_CLAIM_WORDS_MIN 4
/* So many claims are looked at. */
#define RC_CLAIMS_MAX 5000

typedef enum { RC_CLAIM_CITATION, RC_CLAIM_QUOTATION } RcClaimKind;

typedef struct {
  RcClaimKind kind;
  guint block;        /* number among the draft's, from 0 */
  guint32 start, end; /* bytes of its text; of a quotation what stands between the marks */
  char *text;         /* these, on one line */

  /* Of a citation; without symbol and name it goes back to nothing that was cited. */
  char *symbol;     /* canonical, or the number of an application; NULL if only named */
  char *name;       /* of a case: "Roe v. Ruritania"; NULL if there is a symbol */
  char *paragraphs; /* "24-26, 30"; NULL: the document as a whole */
  guint page;       /* 0: none is named */
  bool again;       /* it goes back to the one before */
  bool unclear;     /* that may be any of several documents */
  bool loose;       /* "in paragraph 5,": it is none where nothing was cited before */

  /* Of a quotation. */
  GArray *sources; /* of guint: numbers of citations among the claims that it may be of, the
                      likeliest first; each of one note or sentence.  Empty where there is none */
} RcClaim;

/* All claims of the draft in the order of its text, a note where it is called; at most
 * RC_CLAIMS_MAX, *cut says if there are more.  Of RcClaim *, yours to unref. */
GPtrArray *rc_claims_find(const RcDraft *draft, bool *cut);

#endif
