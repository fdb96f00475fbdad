/* SPDX-License-Identifier: GPL-3.0-or-later */
/* BibTeX, with the types and fields of biblatex where BibTeX has none: an entry for each hit. */
#include <string.h>

#include "citation.h"
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
      g_string_append_c(out, (guchar)*p < ' ' ? ' ' : *p);
  }
}

/* The names and the title are in braces twice: they are neither parted nor set in small letters. */
static void append_field(GString *out, const char *name, bool whole, const char *value) {
  if (!value || !*value)
    return;
  g_autofree char *valid = g_utf8_make_valid(value, -1);
  g_string_append_printf(out, ",\n  %s = %s", name, whole ? "{{" : "{");
  append_escaped(out, valid);
  g_string_append(out, whole ? "}}" : "}");
}

void rc_output_bibtex_hit(RcSink *sink, const RcRequest *request, const RcResults *results,
                          guint number, const RcOutputOptions *options) {
  static const char *const types[RC_N_WORKS] = {
      [RC_WORK_UN] = "report",         [RC_WORK_EUROPEAN_CASE] = "jurisdiction",
      [RC_WORK_CASE] = "jurisdiction", [RC_WORK_LAW] = "legislation",
      [RC_WORK_REPORT] = "report",
  };
  const RcHit *hit = results->hits->pdata[number];
  GString *out = sink->out;
  (void)options;
  const RcPassageHit *first = hit->passages->len ? hit->passages->pdata[0] : NULL;
  g_autoptr(RcReference) reference = rc_reference_new(hit->document, first ? first->passage : NULL);
  g_autofree char *pinpoint = rc_citation_pinpoint(reference);
  RcLocatorText where = rc_citation_locator(reference);
  g_autofree char *locator = where.value;
  bool page = g_strcmp0(where.label, "page") == 0;
  g_autofree char *year = reference->date ? g_strndup(reference->date, 4) : NULL;
  bool report = strcmp(types[reference->work], "report") == 0;
  /* Where passages are found a document is several hits. */
  g_string_append_printf(out, "@%s{%s", types[reference->work], hit->document->id);
  if (request->unit == RC_UNIT_PASSAGE && first)
    g_string_append_printf(out, ":%u", first->passage->ordinal);
  append_field(out, "title", true, rc_citation_title(reference));
  append_field(out, "author", true, report ? reference->author : NULL);
  append_field(out, "institution", true, reference->author);
  append_field(out, "number", false, reference->symbol);
  append_field(out, "type", false, reference->type);
  append_field(out, "date", false, reference->date);
  append_field(out, "year", false, year);
  append_field(out, "language", false, reference->language);
  append_field(out, "url", false, reference->url);
  append_field(out, "pages", false, page ? locator : pinpoint);
  append_field(out, "note", false, first ? first->passage->text : NULL);
  append_field(out, "file", false, reference->file);
  g_string_append(out, "\n}\n\n");
}
