/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers for scripts, a line each. */
#include "output.h"
#include "text.h"

/* The first file of a document; what would break the line or a terminal is written as a space. */
void rc_output_files_hit(RcSink *sink, const RcRequest *request, const RcResults *results,
                         guint number, const RcOutputOptions *options) {
  const RcDocument *document = ((const RcHit *)results->hits->pdata[number])->document;
  (void)request;
  (void)options;
  if (!document->files->len)
    return;
  g_autofree char *path = rc_text_printable(g_array_index(document->files, RcFile, 0).path, -1);
  g_string_append_printf(sink->out, "%s\n", path);
}

void rc_output_count_begin(RcSink *sink, const RcRequest *request, const RcResults *results,
                           const RcOutputOptions *options) {
  (void)request;
  (void)options;
  g_string_append_printf(sink->out, "%" G_GUINT64_FORMAT "\n", results->total);
}
