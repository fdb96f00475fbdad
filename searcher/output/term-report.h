/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each of several queries finds, as text in English or Russian, as JSON and as CSV. */
#ifndef RC_TERM_REPORT_H
#define RC_TERM_REPORT_H

#include "output.h"
#include "search-terms.h"

typedef void RcTermReportOutput(GString *out, const RcTermReport *report,
                                const RcOutputOptions *options);

/* By the name of a format; NULL if it has none of them. */
RcTermReportOutput *rc_term_report_output(const char *format);

#endif
