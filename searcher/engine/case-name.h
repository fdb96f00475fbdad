/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The name by which a case is cited. */
#ifndef RC_CASE_NAME_H
#define RC_CASE_NAME_H

/* Of the title on a judgment's first page, the name of the case: "CASE OF ROE AND OTHERS v.
 * RURITANIA" is "Roe and Others v. Ruritania", «ДЕЛО «ИВАНОВ И ДРУГИЕ ПРОТИВ РОССИИ»» «Иванов и
 * другие против России», and of "Jane ROE against Ruritania" the party is what stands in
 * capitals, as the Court itself names its cases.  The words of the title, but for those that say
 * that it is a case; never empty where `title` is not.  Yours to free. */
char *rc_case_name(const char *title);

/* A name that stands in capitals, as "COURT OF RURITANIA" on a judgment, as it is written in
 * a sentence; any other as it is.  Yours to free. */
char *rc_quiet_name(const char *name);

#endif
