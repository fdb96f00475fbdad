/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sidecar-values.h"

RcSidecarValues *rc_sidecar_values_new(void) {
  return g_new0(RcSidecarValues, 1);
}

void rc_sidecar_values_free(RcSidecarValues *values) {
  for (int i = 0; values && i < RC_N_METADATA; i++)
    rc_metadata_set(&values->of[i], NULL, NULL);
  g_free(values);
}

void rc_sidecar_values_apply(const RcSidecarValues *values, RcDocument *document) {
  for (int i = 0; values && i < RC_N_METADATA; i++)
    if (values->of[i].value)
      rc_metadata_set(&document->metadata[i], values->of[i].value, values->of[i].source);
}

bool rc_sidecar_values_are_claimed(const RcDocument *document) {
  for (int i = 0; i < RC_N_METADATA; i++) {
    const char *source = document->metadata[i].source;
    if (g_strcmp0(source, RC_SOURCE_SIDECAR) == 0 || g_strcmp0(source, RC_SOURCE_MANIFEST) == 0)
      return true;
  }
  return false;
}
