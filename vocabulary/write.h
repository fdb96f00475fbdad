/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vocabulary as constant C tables (lib/words/vocabulary-tables.h). */
#ifndef RC_WRITE_H
#define RC_WRITE_H

#include <stdbool.h>

#include "read.h"

/* Sorts the forms of `source` and writes the tables to a file at `path`.  Equal files give equal
 * bytes.  False if it cannot be written; why is then said on standard error. */
bool rc_tables_write(RcSource *source, const char *path);

#endif
