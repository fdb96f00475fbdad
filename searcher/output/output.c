/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "output.h"

static const RcOutputFormat formats[] = {
    {"text", "text/plain; charset=utf-8", rc_output_text},
    {"json", "application/json; charset=utf-8", rc_output_json},
};

const RcOutputFormat *rc_output_format(const char *name) {
  for (guint i = 0; i < G_N_ELEMENTS(formats); i++)
    if (strcmp(formats[i].name, name) == 0)
      return &formats[i];
  return NULL;
}
