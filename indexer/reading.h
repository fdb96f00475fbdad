/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading: what a worker process does with one document.
 *
 * The whole way from an open descriptor to messages: extract, OCR where a page
 * wants it, layout, annotate, describe, invert.  Runs in a process of its own, closed
 * in by the sandbox before it begins; see worker.h for the other end of the pipe. */
#ifndef RC_READING_H
#define RC_READING_H

#include "extract.h"
#include "ocr.h"
#include "stem.h"

/* The longest a document may take, in seconds of wall time; with OCR, the longest
 * it may take beyond its pages.  Without OCR a worker begins no page after two thirds
 * of this: what it has read until then comes through. */
#define RC_READING_SECONDS_MAX 120
/* What a worker may take of processor time, without OCR, and of memory. */
#define RC_READING_CPU_SECONDS_MAX 60
#define RC_READING_MEMORY_BYTES_MAX (G_GUINT64_CONSTANT(1) << 30)
/* The longest a page may take, in seconds of wall time. */
#define RC_READING_PAGE_SECONDS_MAX 10
/* The longest a page may take where OCR is at work, in seconds of processor time. */
#define RC_READING_OCR_SECONDS_MAX 20

/* How a document is to be read. */
typedef struct {
  RcStemmer *stemmer;
  RcOcrChoice choice;     /* which pages want OCR */
  RcOcr *ocr;             /* reads them; NULL in the first pass, which only names them */
  const GArray *skip;     /* of guint32: pages not to be read; or NULL for none */
  const GArray *skip_ocr; /* of guint32: pages that OCR must leave alone; or NULL */
  bool packed;            /* the descriptor holds what rc_entries_pack made, not a PDF: its
                             passages are annotated anew */
} RcTask;

/* Reads the document behind `descriptor`, which it takes, and writes messages to `out`
 * (see message.h).  Ends the process if the other end of `out` is gone. */
void rc_reading_run(int descriptor, int out, const RcTask *task);

/* Reads a page of our own all the way, so that processes forked from here find in memory what
 * else each would make at its first document: tables of poppler and fonts, compiled
 * patterns, tables of languages.  Nothing of use is written to `out`.  Keep what is
 * returned as long as there is forking: poppler's tables go with it. */
RcExtraction *rc_reading_warm(int out, const RcTask *task);

/* What reads documents here and within which limits, in one line: where it failed on a
 * document, only another is to try again.  Yours to free. */
char *rc_reading_version(void);

#endif
