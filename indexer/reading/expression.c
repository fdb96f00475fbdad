/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "expression.h"

const GRegex *rc_expression(GRegex **kept, const char *pattern, GRegexCompileFlags flags) {
  if (g_once_init_enter(kept)) {
    GRegex *compiled = g_regex_new(pattern, flags, 0, NULL);
    g_assert(compiled);
    g_once_init_leave(kept, compiled);
  }
  return *kept;
}
