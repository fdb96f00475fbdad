/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as people write them. */
#ifndef RC_WRITTEN_DATE_H
#define RC_WRITTEN_DATE_H

typedef enum {
  RC_DATE_ENGLISH,      /* "24 November 2020", "November 2020" */
  RC_DATE_RUSSIAN,      /* "24 ноября 2020", "ноябрь 2020" */
  RC_DATE_RUSSIAN_YEAR, /* "24 ноября 2020 г.", "ноябрь 2020 г.", "2020 г." */
  RC_DATE_AMERICAN,     /* "Nov. 24, 2020", "Nov. 2020", months as the Bluebook shortens them */
  RC_DATE_YEAR_FIRST,   /* "2020, November 24", "2020, November" */
  RC_N_DATE_FORMS
} RcDateForm;

/* An ISO 8601 date, as precise as it is; what is none as it stands.  Yours to free. */
char *rc_written_date(const char *date, RcDateForm form);

#endif
