/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A draft held against the index: of each citation and each quotation one verdict, with what the
 * document truly says and where.
 *
 * Nothing is ever called false: a verdict says what this index holds. */
#ifndef RC_VERIFY_H
#define RC_VERIFY_H

#include "claims.h"
#include "sources.h"

typedef enum {
  RC_VERDICT_EXACT,             /* it stands there, word for word */
  RC_VERDICT_DIFFERS,           /* other words stand there */
  RC_VERDICT_ELSEWHERE,         /* it stands in another paragraph or document */
  RC_VERDICT_PARAGRAPH_MISSING, /* the document has no such paragraph */
  RC_VERDICT_AMBIGUOUS,         /* several documents may be meant */
  RC_VERDICT_UNREADABLE,        /* the document is there, but not all of it could be read */
  RC_VERDICT_NOT_IN_INDEX,      /* the document, or the words, are not there */
  RC_N_VERDICTS
} RcVerdict;

/* "exact", "paragraph-missing", ...; static. */
const char *rc_verdict_name(RcVerdict verdict);
/* The same for people, in their language; static. */
const char *rc_verdict_label(RcVerdict verdict, RcLanguage language);

/* What there is to say beside the verdict. */
typedef enum {
  RC_REASON_NONE,
  RC_REASON_NEGATION, /* a negation was dropped, added or left out */
  RC_REASON_OTHER_PARAGRAPH,
  RC_REASON_OTHER_DOCUMENT,
  RC_REASON_DIFFERS_ELSEWHERE, /* similar words stand, but in another place */
  RC_REASON_NO_DOCUMENT,       /* this index has no such document */
  RC_REASON_NO_WORDS,          /* the words stand nowhere in this index */
  RC_REASON_NO_EDITION,        /* no edition in the language of the quotation */
  RC_REASON_NO_PARAGRAPH,
  RC_REASON_NO_PAGE,
  RC_REASON_SEVERAL_DOCUMENTS,
  RC_REASON_SEVERAL_IN_NOTE, /* the note before cites several documents */
  RC_REASON_NOTHING_BEFORE,  /* it goes back, and nothing was cited before */
  RC_REASON_PAGES_NOT_READ,
  RC_REASON_CUT, /* too long to be compared whole */
  RC_N_REASONS
} RcReason;
/* "negation", ...; "" of none; static. */
const char *rc_reason_name(RcReason reason);
/* A sentence for people; "" of none; static. */
const char *rc_reason_text(RcReason reason, RcLanguage language);

/* A difference: what the draft has, and what the document. */
typedef struct {
  const char
      *kind;   /* "changed", "dropped", "added", "capital", "punctuation", "left-out"; static */
  char *draft; /* "" where it has nothing */
  char *source;
  bool negation;
} RcDifference;

typedef struct {
  const RcClaim *claim;
  const RcDraftBlock *block;
  guint32 place; /* line or paragraph of the draft */
  RcVerdict verdict;
  RcReason reason;
  guint citation; /* of a quotation: the claim that it was held against, from 1; 0: none */
  const RcReference *reference; /* to where it stands, or what is cited; NULL: nothing */
  char *words;                  /* of a quotation what truly stands there; NULL: nothing alike */
  GPtrArray *differences;       /* of RcDifference *; never NULL */
  GPtrArray *others; /* of const RcWork *: other documents that may be meant; never NULL */
} RcFinding;

typedef struct {
  const RcDraft *draft;
  RcSources *sources; /* what findings refer to */
  GPtrArray *claims;
  GPtrArray *findings; /* of RcFinding *, one for each claim */
  guint counts[RC_N_VERDICTS];
  bool cut;             /* the draft was not looked at to its end */
  RcIndexSummary index; /* what was searched */
} RcVerification;

/* The draft is borrowed and lives longer.  Fails as rc_search does. */
RcVerification *rc_verify(RcIndex *index, const RcDraft *draft, GError **error);
void rc_verification_free(RcVerification *verification);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcVerification, rc_verification_free)

/* True if there is a claim, all are exact and the draft was read whole. */
bool rc_verification_is_exact(const RcVerification *verification);

#endif
