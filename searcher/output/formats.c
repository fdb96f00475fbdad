/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "output.h"

const RcOutputFormat rc_output_formats[] = {
    {"text", NULL, "text/plain; charset=utf-8", rc_output_text, rc_concepts_write_text},
    {"json", "JSON", "application/json; charset=utf-8", rc_output_json, rc_concepts_write_json},
    {0},
};

const RcOutputFormat *rc_output_format(const char *name) {
  for (const RcOutputFormat *format = rc_output_formats; format->name; format++)
    if (strcmp(format->name, name) == 0)
      return format;
  return NULL;
}

void rc_sink_pass(RcSink *sink) {
  if (sink->take && sink->out->len >= RC_SINK_BYTES)
    sink->take(sink->out, sink->to);
}
