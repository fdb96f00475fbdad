/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RIS, as reference managers read it: an item for each hit, a note for each of its passages.  Tags
 * are those that Zotero reads of cases, laws and reports. */
#include <string.h>

#include "citation.h"
#include "output.h"

/* A value stands on one line. */
static void append_tag(GString *out, const char *tag, const char *value) {
  if (!value || !*value)
    return;
  g_autofree char *valid = g_utf8_make_valid(value, -1);
  for (char *p = valid; *p; p++)
    if ((guchar)*p < ' ')
      *p = ' ';
  g_string_append_printf(out, "%s  - %s\r\n", tag, valid);
}

void rc_output_ris_hit(RcSink *sink, const RcRequest *request, const RcResults *results,
                       guint number, const RcOutputOptions *options) {
  static const struct {
    const char *type, *author, *number;
  } works[RC_N_WORKS] = {
      [RC_WORK_UN] = {"RPRT", "PB", "SN"},     [RC_WORK_EUROPEAN_CASE] = {"CASE", "PB", "SV"},
      [RC_WORK_CASE] = {"CASE", "PB", "SV"},   [RC_WORK_LAW] = {"STAT", "PB", "SN"},
      [RC_WORK_REPORT] = {"RPRT", "PB", "SN"},
  };
  const RcHit *hit = results->hits->pdata[number];
  (void)options;
  const RcPassageHit *first = hit->passages->len ? hit->passages->pdata[0] : NULL;
  g_autoptr(RcReference) reference = rc_reference_new(hit->document, first ? first->passage : NULL);
  bool of_court = reference->work == RC_WORK_EUROPEAN_CASE || reference->work == RC_WORK_CASE;
  /* "2020/11/24", as much of it as is known. */
  g_auto(GStrv) days = g_strsplit(reference->date ? reference->date : "", "-", 3);
  g_autofree char *date = g_strjoinv("/", days);
  g_autofree char *year = reference->date ? g_strndup(reference->date, 4) : NULL;
  append_tag(sink->out, "TY", works[reference->work].type);
  /* Where passages are found a document is several hits. */
  bool passages = request->unit == RC_UNIT_PASSAGE && first;
  g_autofree char *id = passages
                            ? g_strdup_printf("%s-%u", hit->document->id, first->passage->ordinal)
                            : g_strdup(hit->document->id);
  append_tag(sink->out, "ID", id);
  append_tag(sink->out, "TI", rc_citation_title(reference));
  if (!of_court)
    append_tag(sink->out, "AU", reference->author);
  append_tag(sink->out, works[reference->work].author, reference->author);
  append_tag(sink->out, works[reference->work].number, reference->symbol);
  append_tag(sink->out, "PY", year);
  append_tag(sink->out, "DA", date);
  append_tag(sink->out, "LA", reference->language);
  append_tag(sink->out, "UR", reference->url);
  for (guint i = 0; i < hit->passages->len; i++) {
    const RcPassageHit *found = hit->passages->pdata[i];
    g_autofree char *pinpoint = rc_citation_pinpoint(found->reference);
    g_autofree char *note = g_strdup_printf("%s: %s", pinpoint, found->passage->text);
    append_tag(sink->out, "N1", note);
  }
  g_string_append(sink->out, "ER  - \r\n\r\n");
}
