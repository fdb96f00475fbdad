/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: what stands over the columns of a table, so that a row says what its figures are. */
#ifndef RC_CELLS_H
#define RC_CELLS_H

#include "rows.h"

/* True of the text of a cell that says how many and not what: digits without a letter, a dash. */
bool rc_cells_is_figure(const char *text);

/* Sets `columns` of the rows of tables: for each cell what stands over its column in the head of
 * the table, from top to bottom.  A head is what stands over the first row with figures, or a
 * first row in bold over others that are not.  A table that goes on on the next page without a
 * head has that of the page before.  Rows of a table without a head have none.  After
 * rc_rows_assign_roles. */
void rc_cells_name_columns(GArray *rows);

#endif
