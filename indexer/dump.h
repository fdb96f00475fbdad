/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --dump: what the pipe makes of one PDF, for people and for tests. */
#ifndef RC_DUMP_H
#define RC_DUMP_H

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>

#include "reading.h"
#include "sandbox.h"

typedef struct {
  const char *path;
  RcStemmer *stemmer;
  RcOcrChoice ocr;
  RcSandboxMode sandbox;
  const volatile sig_atomic_t *interrupted; /* set by a signal: stop */
} RcDump;

/* Reads the file as a run would, pages that want it by OCR, and prints JSON lines
 * to `out`: an object with the document's metadata and provenance, then one object
 * per passage.  RC_ERROR_IO if it is not a file that can be read; false without an error,
 * and nothing printed, if it was interrupted. */
bool rc_dump(const RcDump *dump, FILE *out, GError **error);

#endif
