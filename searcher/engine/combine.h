/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Queries put together from others, which these functions take and free. */
#ifndef RC_COMBINE_H
#define RC_COMBINE_H

#include "schema.h"
#include "xapian-c.h"

/* An empty array of XapianQuery *, yours, that frees what it holds. */
GPtrArray *rc_combine_new_parts(void);

/* What has that value of the field; yours. */
XapianQuery *rc_combine_term(RcField field, const char *value);

/* The parts, which it takes, as one query, yours: nothing where there are none. */
XapianQuery *rc_combine(XapianOperator op, GPtrArray *parts);
XapianQuery *rc_combine_two(XapianOperator op, XapianQuery *a, XapianQuery *b);

#endif
