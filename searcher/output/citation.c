/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "citation.h"

char *rc_citation_format(const RcDocument *document, const RcPassage *passage) {
  const char *symbol = rc_document_peek(document, RC_METADATA_SYMBOL);
  const char *title = rc_document_peek(document, RC_METADATA_TITLE);
  const char *path =
      document->files->len ? g_array_index(document->files, RcFile, 0).path : document->id;
  g_autofree char *name = g_utf8_make_valid(symbol ? symbol : title ? title : path, -1);
  GString *citation = g_string_new(name);
  /* "fn. 7", "Article 14 (2)" say what they number. */
  bool bare = passage->number && (g_ascii_isdigit(*passage->number) || *passage->number == '(');
  if (passage->number)
    g_string_append_printf(citation, bare ? ", para. %s" : ", %s", passage->number);
  if (passage->page_label)
    g_string_append_printf(citation, ", p. %s", passage->page_label);
  else
    g_string_append_printf(citation, ", p. %u", rc_passage_page_at(passage, 0));
  return g_string_free(citation, FALSE);
}
