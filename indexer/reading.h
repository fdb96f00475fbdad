/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading: what a worker process does with one document.
 *
 * The whole way from an open descriptor to messages: extract, OCR where a page
 * wants it, layout, annotate, describe.  Runs in a process of its own, closed in
 * by the sandbox before it begins; see worker.h for the other end of the pipe. */
#ifndef RC_READING_H
#define RC_READING_H

#include "ocr.h"
#include "sandbox.h"
#include "stem.h"

/* The longest a page may take where OCR is at work, in seconds of processor time. */
#define RC_TASK_OCR_SECONDS_MAX 20

/* How a document is to be read. */
typedef struct {
  RcOcrChoice choice;    /* which pages want OCR */
  RcOcr *ocr;            /* reads them; NULL in the first pass, which only names them */
  const GArray *skip;    /* of guint32: pages that OCR must leave alone; or NULL for none */
  RcSandboxMode sandbox; /* how the process is closed in before it reads */
} RcTask;

/* Reads the PDF behind `descriptor`, which it takes, and writes messages to `out`
 * (see message.h).  Ends the process if the other end of `out` is gone. */
void rc_reading_run(int descriptor, int out, RcStemmer *stemmer, const RcTask *task);

#endif
