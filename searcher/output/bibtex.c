/* SPDX-License-Identifier: GPL-3.0-or-later */
/* BibTeX, with the types and fields of biblatex where BibTeX has none: an entry for each hit. */
#include <string.h>

#include "citation.h"
#include "item.h"
#include "output.h"

/* TeX takes these for its own; braces must match, so they are written by name. */
static const struct {
  char character;
  const char *written;
} special[] = {
    {'\\', "\\textbackslash{}"},
    {'{', "\\textbraceleft{}"},
    {'}', "\\textbraceright{}"},
    {'$', "\\$"},
    {'&', "\\&"},
    {'%', "\\%"},
    {'#', "\\#"},
    {'_', "\\_"},
    {'^', "\\textasciicircum{}"},
    {'~', "\\textasciitilde{}"},
};

static void append_escaped(GString *out, const char *text) {
  for (const char *p = text; *p; p++) {
    gsize i = 0;
    while (i < G_N_ELEMENTS(special) && special[i].character != *p)
      i++;
    if (i < G_N_ELEMENTS(special))
      g_string_append(out, special[i].written);
    else
      g_string_append_c(out, *p);
  }
}

/* The names and the title are in braces twice: they are neither parted nor set in small letters. */
static void append_field(GString *out, const char *name, bool whole, const char *value) {
  if (!value || !*value)
    return;
  g_autofree char *text = rc_item_text(value);
  g_string_append_printf(out, ",\n  %s = %s", name, whole ? "{{" : "{");
  append_escaped(out, text);
  g_string_append(out, whole ? "}}" : "}");
}

void rc_output_bibtex_hit(RcSink *sink, const RcRequest *request, const RcResults *results,
                          guint number, const RcOutputOptions *options) {
  static const char *const types[RC_N_WORK_KINDS] = {
      [RC_WORK_UN] = "report",         [RC_WORK_EUROPEAN_CASE] = "jurisdiction",
      [RC_WORK_CASE] = "jurisdiction", [RC_WORK_LAW] = "legislation",
      [RC_WORK_REPORT] = "report",
  };
  const RcHit *hit = results->hits->pdata[number];
  GString *out = sink->out;
  (void)options;
  const RcReference *reference = rc_hit_reference(hit);
  const RcPassage *passage = reference->passage;
  const RcWork *work = hit->work;
  const char *author = rc_work_author(work), *date = rc_work_peek(work, RC_METADATA_DATE);
  g_autofree char *pinpoint = rc_citation_pinpoint(reference);
  RcLocatorText where = rc_citation_locator(reference);
  g_autofree char *locator = where.value;
  bool page = g_strcmp0(where.label, "page") == 0;
  g_autofree char *year = date ? g_strndup(date, 4) : NULL;
  bool report = strcmp(types[work->kind], "report") == 0;
  g_autofree char *id = rc_item_id(hit->document->id, rc_item_passage(request, hit));
  g_string_append_printf(out, "@%s{%s", types[work->kind], id);
  append_field(out, "title", true, rc_citation_title(work));
  append_field(out, "author", true, report ? author : NULL);
  append_field(out, "institution", true, author);
  append_field(out, "number", false, rc_work_peek(work, RC_METADATA_SYMBOL));
  append_field(out, "type", false, rc_work_peek(work, RC_METADATA_TYPE));
  append_field(out, "date", false, date);
  append_field(out, "year", false, year);
  append_field(out, "language", false, rc_work_peek(work, RC_METADATA_LANGUAGE));
  append_field(out, "url", false, work->url);
  append_field(out, "pages", false, page ? locator : pinpoint);
  append_field(out, "note", false, passage ? passage->text : NULL);
  append_field(out, "file", false, work->file);
  g_string_append(out, "\n}\n\n");
}
