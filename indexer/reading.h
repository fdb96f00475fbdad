/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading: what a worker process does with one document.
 *
 * The whole way from an open descriptor to messages: extract, OCR where a page
 * wants it, layout, annotate, describe, invert.  Runs in a process of its own, closed
 * in by the sandbox before it begins; see worker.h for the other end of the pipe, and
 * forkserver.h for where the process comes from. */
#ifndef RC_READING_H
#define RC_READING_H

#include "forkserver.h"
#include "order.h"
#include "stem.h"

typedef struct RcOcr RcOcr;

/* What all workers of a server have. */
typedef struct {
  RcStemmer *stemmer;
  bool has_ocr; /* OCR reads the pages that want it; without it they are only named */
} RcReader;

/* Starts a fork server for readings.  One with OCR is cold, see forkserver.h: it loads the
 * models when it is waited for, and that fails with RC_ERROR_IO and what to install where
 * there are none. */
RcForkServer *rc_reading_start(const RcReader *reader, RcSandboxMode sandbox, GError **error);
/* Reads the document behind `descriptor`, which it takes, as ordered, and writes messages
 * to `out` (see message.h).  Ends the process if the other end of `out` is gone.  `ocr`:
 * reads the pages that want it, or NULL; `leaves`: a descriptor of what it has read of the
 * document before (see leaves.h), or -1. */
void rc_reading_run(int descriptor, int out, int leaves, RcStemmer *stemmer, RcOcr *ocr,
                    const RcOrder *order);

/* What reads documents here and within which limits, in one line: where it failed on a
 * document, only another is to try again.  Yours to free. */
char *rc_reading_version(void);

#endif
