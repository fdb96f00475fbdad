/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "item.h"

#include "text.h"

const RcPassage *rc_item_passage(const RcRequest *request, const RcHit *hit) {
  return request->unit == RC_UNIT_PASSAGE ? rc_hit_reference(hit)->passage : NULL;
}

char *rc_item_id(const char *digits, const RcPassage *passage) {
  return passage ? g_strdup_printf("%s-%u", digits, passage->ordinal) : g_strdup(digits);
}

char *rc_item_text(const char *text) {
  g_autofree char *printable = rc_text_printable(text, -1);
  GString *out = g_string_new(printable);
  g_string_replace(out, "\uFFFE", " ", 0);
  g_string_replace(out, "\uFFFF", " ", 0);
  return g_string_free(out, FALSE);
}
