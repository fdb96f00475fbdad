/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "statement.h"

#include "unread.h"

RcStatement *rc_statement_new(RcIndex *index, GError **error) {
  g_autoptr(GPtrArray) unread = rc_search_unread(index, error);
  if (!unread)
    return NULL;
  g_autoptr(GDateTime) now = g_date_time_new_now_utc();
  RcStatement *statement = g_new0(RcStatement, 1);
  statement->written = g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");
  statement->unread = g_steal_pointer(&unread);
  return statement;
}

void rc_statement_free(RcStatement *statement) {
  if (!statement)
    return;
  g_free(statement->written);
  g_ptr_array_unref(statement->unread);
  g_free(statement);
}

const RcOutputFormat *rc_statement_format(const char *path) {
  static const RcOutputFormat text = {.name = "text",
                                      .begin = rc_statement_text_begin,
                                      .end = rc_statement_text_end,
                                      .hit = rc_statement_text_hit,
                                      .found_only = true,
                                      .tells = true};
  static const RcOutputFormat json = {.name = "json",
                                      .begin = rc_statement_json_begin,
                                      .end = rc_statement_json_end,
                                      .hit = rc_statement_json_hit,
                                      .found_only = true,
                                      .tells = true};
  return g_str_has_suffix(path, ".json") ? &json : &text;
}
