/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reports on a draft: formats by the names of those of searches.  The web page has none, so that it
 * links nothing of what reads drafts. */
#ifndef RC_VERIFICATION_H
#define RC_VERIFICATION_H

#include "output.h"
#include "verify.h"

/* The whole report on a draft, a file of that name. */
typedef void RcVerificationOutput(GString *out, const RcVerification *verification,
                                  const char *name, const RcOutputOptions *options);

RcVerificationOutput rc_verification_text, rc_verification_json;

/* What writes the format of that name, NULL if reports have it not. */
RcVerificationOutput *rc_verification_output(const char *format);

#endif
