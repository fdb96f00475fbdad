/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people say of one document, whether in a sidecar or in a manifest: it wins over
 * what a worker reads.  sidecar.h reads it, the worker's end of the pipe applies it. */
#ifndef RC_SIDECAR_VALUES_H
#define RC_SIDECAR_VALUES_H

#include "document.h"

/* The sources of such values; a worker may not name them. */
#define RC_SOURCE_SIDECAR "sidecar"
#define RC_SOURCE_MANIFEST "manifest"

/* By RcMetadataField; a value that is not said is NULL, and so is its source.  Owns its
 * texts. */
typedef struct {
  RcMetadata of[RC_N_METADATA];
} RcSidecarValues;

/* With nothing said. */
RcSidecarValues *rc_sidecar_values_new(void);
void rc_sidecar_values_free(RcSidecarValues *values);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcSidecarValues, rc_sidecar_values_free)

/* Sets what is said in `document`; `values` may be NULL. */
void rc_sidecar_values_apply(const RcSidecarValues *values, RcDocument *document);

/* True if `document` has a value that says it came from people. */
bool rc_sidecar_values_are_claimed(const RcDocument *document);

#endif
