/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people say of a PDF beside it: `name.pdf.meta` for one file, a manifest for
 * many.
 *
 * A sidecar is UTF-8, one `key = value` a line; empty lines and lines that begin
 * with "#" mean nothing.  A manifest is CSV as RFC 4180 has it, its first record the
 * names of the columns: `file`, a path that is absolute or below the manifest's
 * folder, and keys.  Keys are the names of descriptive metadata; an empty value is
 * none.  A sidecar wins over the manifest, both over what was read of the PDF.
 *
 * The parent process reads them: they are the owner's own word, but checked as all
 * text that comes from outside.  What is wrong is passed over and becomes a
 * problem, "FILE:LINE: reason"; nothing here fails. */
#ifndef RC_SIDECAR_H
#define RC_SIDECAR_H

#include "sidecar-values.h"

/* Digests are below this. */
#define RC_SIDECAR_DIGESTS 1000000

typedef struct RcSidecars RcSidecars;

/* `problems` of char * is borrowed and added to. */
RcSidecars *rc_sidecars_new(GPtrArray *problems);
void rc_sidecars_free(RcSidecars *sidecars);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcSidecars, rc_sidecars_free)

void rc_sidecars_read_manifest(RcSidecars *sidecars, const char *path);

/* What is said of the PDF at an absolute path, yours to free; NULL if nothing is said. */
RcSidecarValues *rc_sidecars_read(RcSidecars *sidecars, const char *pdf_path);

/* A number that changes with the values, from 1; 0 for NULL. */
guint32 rc_sidecar_digest(const RcSidecarValues *values);

#endif
