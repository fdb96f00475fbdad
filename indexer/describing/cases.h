/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The name of a case before a court: "CASE OF A v. B", parties one above the other with "v"
 * between them or with what they are in the case beside them, or a neutral citation. */
#ifndef RC_CASES_H
#define RC_CASES_H

#include "first-page.h"

/* Yours to free; NULL if the page is of no case.  *size: the size in which it is set. */
char *rc_case_read(const RcFirstPage *page, float *size);
/* The parties of a case by its name, without "CASE OF", quotation marks and "(Appellant)"; false if
 * it does not say both.  A State behind "против" comes under its name, who else stands there is
 * NULL.  Both are yours to free. */
bool rc_case_split(const char *name, char **first, char **second);

#endif
