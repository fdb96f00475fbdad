/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates in words and digits: "4 July 2022", "November 2020", "27 марта 2020 г.",
 * "19 грудня 2017 року", "2021 жылғы 8 ақпан", "27.03.2020", "2020-03-27".
 *
 * English, Russian, Ukrainian and Kazakh; names of months in Spanish and French.  A date is as
 * precise as it is written; a day or month that does not exist is no date.  Runs in time linear in
 * the text, on text that is not to be trusted. */
#ifndef RC_DATES_H
#define RC_DATES_H

#include <glib.h>
#include <stdbool.h>

typedef struct {
  guint32 start, end;   /* bytes of the text, half-open */
  int year, month, day; /* 0: not given */
} RcDate;

/* The first date in `text`, valid UTF-8; false leaves *date alone. */
bool rc_dates_find(const char *text, RcDate *date);
/* True if `text` is one date and nothing else but a place before it and a word
 * for "year" after it: "Strasbourg, 4 July 2022", "26 січня 2017 року". */
bool rc_dates_is_date(const char *text, RcDate *date);
/* True if `text` is a year and nothing else but a place before it: "2019", "New York and Geneva,
 * 2004", "Москва, 2014 г.". */
bool rc_dates_is_year(const char *text, RcDate *date);
/* ISO 8601, as precise as the date, see date.h; yours to free. */
char *rc_dates_to_iso(const RcDate *date);

#endif
