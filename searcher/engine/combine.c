/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "combine.h"

GPtrArray *rc_combine_new_parts(void) {
  return g_ptr_array_new_with_free_func((GDestroyNotify)xapian_query_free);
}

XapianQuery *rc_combine_term(RcField field, const char *value) {
  g_autofree char *term = rc_schema_term(field, value);
  return xapian_query_new_term(term);
}

XapianQuery *rc_combine(XapianOperator op, GPtrArray *parts) {
  XapianQuery *combined =
      parts->len ? xapian_query_new_combined(op, (XapianQuery *const *)parts->pdata, parts->len)
                 : xapian_query_new_nothing();
  g_ptr_array_unref(parts);
  return combined;
}

XapianQuery *rc_combine_two(XapianOperator op, XapianQuery *a, XapianQuery *b) {
  GPtrArray *parts = rc_combine_new_parts();
  g_ptr_array_add(parts, a);
  g_ptr_array_add(parts, b);
  return rc_combine(op, parts);
}
