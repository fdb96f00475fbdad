/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An Atom feed (RFC 4287) with what OpenSearch 1.1 says of an answer: an entry for each hit.  Names
 * of entries are the SHA-256 of what they are: the same wherever they are read. */
#include <string.h>

#include "citation.h"
#include "item.h"
#include "output.h"

/* Text of an element or an attribute. */
static void append_text(GString *out, const char *text) {
  g_autofree char *plain = rc_item_text(text);
  g_autofree char *escaped = g_markup_escape_text(plain, -1);
  g_string_append(out, escaped);
}

static void append_element(GString *out, const char *name, const char *attributes,
                           const char *text) {
  g_string_append_printf(out, "<%s%s>", name, attributes);
  append_text(out, text);
  g_string_append_printf(out, "</%s>\n", name);
}

void rc_output_atom_begin(RcSink *sink, const RcRequest *request, const RcResults *results,
                          const RcOutputOptions *options) {
  GString *out = sink->out;
  (void)options;
  g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
  g_checksum_update(checksum, (const guchar *)(results->parsed ? results->parsed : ""), -1);
  g_string_append(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                       "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
                       "xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\">\n");
  g_string_append_printf(out, "<id>urn:sha256:%s</id>\n", g_checksum_get_string(checksum));
  g_string_append(out, "<title>Recourse: ");
  append_text(out, results->parsed);
  g_string_append(out, "</title>\n");
  append_element(out, "updated", "",
                 results->index.updated ? results->index.updated : "1970-01-01T00:00:00Z");
  append_element(out, "generator", "", "Recourse");
  g_string_append_printf(out,
                         "<opensearch:totalResults>%" G_GUINT64_FORMAT
                         "</opensearch:totalResults>\n"
                         "<opensearch:startIndex>%u</opensearch:startIndex>\n",
                         results->total - results->collapsed, request->offset + 1);
  if (!request->all)
    g_string_append_printf(out, "<opensearch:itemsPerPage>%u</opensearch:itemsPerPage>\n",
                           request->limit);
  g_string_append(out, "<opensearch:Query role=\"request\" searchTerms=\"");
  append_text(out, request->text);
  g_string_append(out, "\"/>\n");
}

void rc_output_atom_hit(RcSink *sink, const RcRequest *request, const RcResults *results,
                        guint number, const RcOutputOptions *options) {
  const RcHit *hit = results->hits->pdata[number];
  GString *out = sink->out;
  (void)options;
  const RcWork *work = hit->work;
  const char *author = rc_work_author(work), *type = rc_work_peek(work, RC_METADATA_TYPE);
  const RcPassage *passage = rc_item_passage(request, hit);
  g_autofree char *id = rc_item_id(hit->document->sha256, passage);
  g_autofree char *citation = rc_citation_plain(rc_hit_reference(hit));
  g_string_append_printf(out, "<entry>\n<id>urn:sha256:%s</id>\n", id);
  append_element(out, "title", "", passage ? citation : rc_citation_title(work));
  append_element(out, "updated", "",
                 results->index.updated ? results->index.updated : "1970-01-01T00:00:00Z");
  g_string_append(out, "<author><name>");
  append_text(out, author ? author : work->file);
  g_string_append(out, "</name></author>\n");
  if (work->url) {
    g_string_append(out, "<link rel=\"alternate\" href=\"");
    append_text(out, work->url);
    g_string_append(out, "\"/>\n");
  }
  if (type) {
    g_string_append(out, "<category term=\"");
    append_text(out, type);
    g_string_append(out, "\"/>\n");
  }
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < hit->passages->len; i++) {
    const RcPassageHit *found = hit->passages->pdata[i];
    g_autofree char *cited =
        rc_citation_format(found->reference, request->cite, rc_citation_language(found->reference));
    g_string_append_printf(text, "%s%s (%s)", i ? " … " : "", found->passage->text, cited);
  }
  append_element(out, "content", " type=\"text\"", text->str);
  g_string_append(out, "</entry>\n");
}

void rc_output_atom_end(RcSink *sink, const RcRequest *request, const RcResults *results,
                        const RcOutputOptions *options) {
  (void)request;
  (void)results;
  (void)options;
  g_string_append(sink->out, "</feed>\n");
}
