/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests ask a database. */
#ifndef RC_XAPIAN_FIXTURE_H
#define RC_XAPIAN_FIXTURE_H

#include "xapian-c.h"

/* How many documents have `term`; "": how many there are. */
G_GNUC_UNUSED static guint fixture_count(XapianDatabase *database, const char *term) {
  g_autoptr(GArray) postings = xapian_database_postings(database, term, 0, NULL);
  g_assert_nonnull(postings);
  return postings->len;
}

#endif
