/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --dump: what the pipe makes of one PDF, for people and for tests. */
#ifndef RC_DUMP_H
#define RC_DUMP_H

#include <stdbool.h>
#include <stdio.h>

#include "reading.h"
#include "sandbox.h"

/* Reads the file as a run would, pages that want it by OCR, and prints JSON lines
 * to `out`: an object with the document's metadata and provenance, then one object
 * per passage.  `reader` has the stemmer and the choice of OCR. */
bool rc_dump(const char *path, const RcReader *reader, RcSandboxMode sandbox, FILE *out,
             GError **error);

#endif
