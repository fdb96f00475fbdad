/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record of a search, to be put into a file and handed on: what was asked and how that was
 * understood, of which index and when, all that was found, and what could not be read.
 *
 * It says nothing of who asked, and on which machine. */
#ifndef RC_STATEMENT_H
#define RC_STATEMENT_H

#include "output.h"

struct RcStatement {
  char *written;     /* when the search was made: ISO 8601, UTC */
  GPtrArray *unread; /* of RcHit *, see unread.h */
};
typedef struct RcStatement RcStatement;

/* Now, of this index.  Yours to free; NULL as rc_search fails. */
RcStatement *rc_statement_new(RcIndex *index, GError **error);
void rc_statement_free(RcStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcStatement, rc_statement_free)

/* How a record in a file of that name is written: as JSON if the name ends so, else as text.
 * Static.  The options that its parts are given must have the statement. */
const RcOutputFormat *rc_statement_format(const char *path);

extern RcOutputPart rc_statement_text_begin, rc_statement_text_end;
extern RcOutputHit rc_statement_text_hit;
extern RcOutputPart rc_statement_json_begin, rc_statement_json_end;
extern RcOutputHit rc_statement_json_hit;

#endif
