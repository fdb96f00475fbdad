/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regular expressions that stand in the code: compiled when they are first asked for, and kept. */
#ifndef RC_EXPRESSION_H
#define RC_EXPRESSION_H

#include <glib.h>

/* `kept` is a static variable, NULL at first.  `pattern` must be right, as GRegex (PCRE) has it;
 * the expression is static.  Any thread may ask. */
const GRegex *rc_expression(GRegex **kept, const char *pattern, GRegexCompileFlags flags);

#endif
