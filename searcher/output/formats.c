/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "output.h"

/* clang-format off */
const RcOutputFormat rc_output_formats[] = {
    {"text", NULL, "text/plain; charset=utf-8", rc_output_text_begin, rc_output_text_end,
     rc_output_text_hit, .tells = true, .concepts = rc_output_text_concepts,
     .cited = rc_output_text_cited},
    {"json", "JSON", "application/json; charset=utf-8", rc_output_json_begin, rc_output_json_end,
     rc_output_json_hit, .tells = true, .concepts = rc_output_json_concepts,
     .cited = rc_output_json_cited},
    {"ndjson", NULL, "application/x-ndjson; charset=utf-8", rc_output_ndjson_begin, NULL,
     rc_output_ndjson_hit, .tells = true},
    {"csv", "CSV", "text/csv; charset=utf-8", rc_output_csv_begin, NULL, rc_output_csv_hit,
     .concepts = rc_output_csv_concepts},
    {"bibtex", "BibTeX", "application/x-bibtex; charset=utf-8", NULL, NULL,
     rc_output_bibtex_hit, .found_only = true},
    {"ris", "RIS", "application/x-research-info-systems; charset=utf-8", NULL, NULL,
     rc_output_ris_hit, .found_only = true},
    {"csl", "CSL-JSON", "application/vnd.citationstyles.csl+json", rc_output_csl_begin,
     rc_output_csl_end, rc_output_csl_hit, .found_only = true},
    {"files", NULL, "text/plain; charset=utf-8", .hit = rc_output_files_hit, .found_only = true},
    {"count", NULL, "text/plain; charset=utf-8", .begin = rc_output_count_begin},
    {"atom", "Atom", "application/atom+xml; charset=utf-8", rc_output_atom_begin,
     rc_output_atom_end, rc_output_atom_hit, .found_only = true},
    {"skos", NULL, "text/turtle; charset=utf-8", .concepts = rc_output_skos_concepts},
    {0},
};
/* clang-format on */

const RcOutputFormat *rc_output_format(const char *name) {
  for (const RcOutputFormat *format = rc_output_formats; format->name; format++)
    if (strcmp(format->name, name) == 0)
      return format;
  return NULL;
}

bool rc_output_has_results(const RcOutputFormat *format) {
  return format->begin || format->hit;
}

void rc_output_write_hits(const RcOutputFormat *format, RcSink *sink, const RcRequest *request,
                          const RcResults *results, const RcOutputOptions *options) {
  guint count = results->hits ? results->hits->len : 0;
  count -= format->found_only ? MIN(count, results->nearest) : 0;
  for (guint i = 0; format->hit && i < count; i++) {
    format->hit(sink, request, results, i, options);
    sink->hits++;
    if (sink->take && sink->out->len >= RC_SINK_BYTES)
      sink->take(sink->out, sink->to);
  }
}

void rc_output_write(const RcOutputFormat *format, RcSink *sink, const RcRequest *request,
                     const RcResults *results, const RcOutputOptions *options) {
  if (format->begin)
    format->begin(sink, request, results, options);
  rc_output_write_hits(format, sink, request, results, options);
  if (format->end)
    format->end(sink, request, results, options);
}
