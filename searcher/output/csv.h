/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV as RFC 4180 has it, in UTF-8. */
#ifndef RC_CSV_H
#define RC_CSV_H

#include <glib.h>

/* Appends a cell in quotes, and a comma before it unless it is the first of its row; NULL is empty.
 * A spreadsheet would compute what begins like a formula: where that could call or run anything, an
 * apostrophe stands before it. */
void rc_csv_cell(GString *out, const char *value);
void rc_csv_end_row(GString *out);

#endif
