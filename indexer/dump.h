/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --dump: what the pipe makes of one PDF, for people and for tests. */
#ifndef RC_DUMP_H
#define RC_DUMP_H

#include <stdbool.h>
#include <stdio.h>

#include "stem.h"

/* Reads the file as a run would and prints JSON lines to `out`: an object with
 * the document's metadata and provenance, then one object per passage. */
bool rc_dump(const char *path, RcStemmer *stemmer, FILE *out, GError **error);

#endif
