/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "written-date.h"

#include <glib.h>
#include <stdio.h>

#include "query.h"

enum { ENGLISH, RUSSIAN, RUSSIAN_GENITIVE, AMERICAN };
static const char *const months[][12] = {
    [ENGLISH] = {"January", "February", "March", "April", "May", "June", "July", "August",
                 "September", "October", "November", "December"},
    [RUSSIAN] = {"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь",
                 "октябрь", "ноябрь", "декабрь"},
    [RUSSIAN_GENITIVE] = {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа",
                          "сентября", "октября", "ноября", "декабря"},
    [AMERICAN] = {"Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.",
                  "Nov.", "Dec."},
};

/* Names of months without and with a day; patterns of year {1}, month {2} and day {3}, by how
 * many of them are known. */
static const struct {
  int alone, named;
  const char *patterns[3];
} forms[RC_N_DATE_FORMS] = {
    [RC_DATE_ENGLISH] = {ENGLISH, ENGLISH, {"{1}", "{2} {1}", "{3} {2} {1}"}},
    [RC_DATE_RUSSIAN] = {RUSSIAN, RUSSIAN_GENITIVE, {"{1}", "{2} {1}", "{3} {2} {1}"}},
    [RC_DATE_RUSSIAN_YEAR] = {RUSSIAN,
                              RUSSIAN_GENITIVE,
                              {"{1} г.", "{2} {1} г.", "{3} {2} {1} г."}},
    [RC_DATE_AMERICAN] = {AMERICAN, AMERICAN, {"{1}", "{2} {1}", "{2} {3}, {1}"}},
    [RC_DATE_YEAR_FIRST] = {ENGLISH, ENGLISH, {"{1}", "{1}, {2}", "{1}, {2} {3}"}},
};

char *rc_written_date(const char *date, RcDateForm form) {
  int year = 0, month = 1, day = 0;
  int read = sscanf(date, "%4d-%2d-%2d", &year, &month, &day);
  if (read < 1 || month < 1 || month > 12)
    return g_strdup(date);
  g_autofree char *years = g_strdup_printf("%d", year), *days = g_strdup_printf("%d", day);
  const char *name = months[read == 2 ? forms[form].alone : forms[form].named][month - 1];
  const char *arguments[] = {years, name, days, NULL};
  return rc_fill_template(forms[form].patterns[read - 1], arguments);
}
