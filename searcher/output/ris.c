/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RIS, as reference managers read it: an item for each hit, a note for each of its passages.  Tags
 * are those that Zotero reads of cases, laws and reports. */
#include <string.h>

#include "citation.h"
#include "item.h"
#include "output.h"

static void append_tag(GString *out, const char *tag, const char *value) {
  if (!value || !*value)
    return;
  g_autofree char *text = rc_item_text(value);
  g_string_append_printf(out, "%s  - %s\r\n", tag, text);
}

void rc_output_ris_hit(RcSink *sink, const RcRequest *request, const RcResults *results,
                       guint number, const RcOutputOptions *options) {
  static const struct {
    const char *type, *number;
  } kinds[RC_N_WORK_KINDS] = {
      [RC_WORK_UN] = {"RPRT", "SN"},     [RC_WORK_EUROPEAN_CASE] = {"CASE", "SV"},
      [RC_WORK_CASE] = {"CASE", "SV"},   [RC_WORK_LAW] = {"STAT", "SN"},
      [RC_WORK_REPORT] = {"RPRT", "SN"},
  };
  const RcHit *hit = results->hits->pdata[number];
  (void)options;
  const RcWork *work = hit->work;
  const char *author = rc_work_author(work), *known = rc_work_peek(work, RC_METADATA_DATE);
  /* "2020/11/24", as much of it as is known. */
  g_auto(GStrv) days = g_strsplit(known ? known : "", "-", 3);
  g_autofree char *date = g_strjoinv("/", days);
  g_autofree char *id = rc_item_id(hit->document->id, rc_item_passage(request, hit));
  append_tag(sink->out, "TY", kinds[work->kind].type);
  append_tag(sink->out, "ID", id);
  append_tag(sink->out, "TI", rc_citation_title(work));
  append_tag(sink->out, "AU", rc_work_is_case(work) ? NULL : author);
  append_tag(sink->out, "PB", author);
  append_tag(sink->out, kinds[work->kind].number, rc_work_peek(work, RC_METADATA_SYMBOL));
  append_tag(sink->out, "PY", days[0]);
  append_tag(sink->out, "DA", date);
  append_tag(sink->out, "LA", rc_work_peek(work, RC_METADATA_LANGUAGE));
  append_tag(sink->out, "UR", work->url);
  for (guint i = 0; i < hit->passages->len; i++) {
    const RcPassageHit *found = hit->passages->pdata[i];
    g_autofree char *pinpoint = rc_citation_pinpoint(found->reference);
    g_autofree char *note = g_strdup_printf("%s: %s", pinpoint, found->passage->text);
    append_tag(sink->out, "N1", note);
  }
  g_string_append(sink->out, "ER  - \r\n\r\n");
}
