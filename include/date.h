/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as they are kept: ISO 8601, as precise as they are known. */
#ifndef RC_DATE_H
#define RC_DATE_H

#include <stdbool.h>

/* True for "2020", "2020-11" and "2020-11-24", where that month and day exist. */
bool rc_date_is_iso(const char *text);

#endif
