/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Courts as their documents name them: a row of the first page that is the name of a court. */
#ifndef RC_COURTS_H
#define RC_COURTS_H

#include "first-page.h"

/* The name that a row is, without "In the" before it; yours to free, NULL if it is none. */
char *rc_court_name(const char *row);
/* "Судья Лужского районного суда М., рассмотрев": the court of the judge, "Лужский районный суд";
 * yours to free, NULL if there is none. */
char *rc_court_of_judge(const char *row);
/* True if a row is the name of an authority, as it stands over its acts: "ПРАВИТЕЛЬСТВО РОССИЙСКОЙ
 * ФЕДЕРАЦИИ", "MINISTRY OF JUSTICE", "LAWS OF KENYA". */
bool rc_court_is_authority(const char *row);
/* True if the page is of a court: it names one in a row, or has a row "JUDGMENT". */
bool rc_court_is_on_page(const RcFirstPage *page);
/* True if a row reads as a name: its words begin with capitals, but for the small ones; in
 * Cyrillic script only the first has to. */
bool rc_court_reads_as_name(const char *row);

#endif
