/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "date.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

bool rc_date_is_iso(const char *text) {
  static const char shape[] = "dddd-dd-dd";
  gsize length = strlen(text);
  if (length != 4 && length != 7 && length != 10)
    return false;
  for (gsize i = 0; i < length; i++)
    if (shape[i] == 'd' ? !g_ascii_isdigit(text[i]) : text[i] != shape[i])
      return false;
  int month = length > 4 ? atoi(text + 5) : 1, day = length > 7 ? atoi(text + 8) : 1;
  return month <= 12 && g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)atoi(text));
}
