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

/* How all documents of a server are read. */
typedef struct {
  RcStemmer *stemmer;
  RcOcrChoice choice; /* which pages want OCR */
  bool has_ocr;       /* OCR reads them; without it they are only named */
} RcReader;

/* Pages that may be skipped by one reading; beyond that a document has failed. */
#define RC_READING_SKIPS_MAX 16

/* The order to read one document: what a fork server hands to its worker. */
typedef struct {
  guint32 skip_count, skip_ocr_count;
  guint32 skip[RC_READING_SKIPS_MAX];     /* pages not to be read */
  guint32 skip_ocr[RC_READING_SKIPS_MAX]; /* pages that OCR must leave alone */
  bool packed; /* the descriptor holds what rc_entries_pack made, not a PDF: its passages
                  are annotated anew */
} RcReadingOrder;

/* Fills in an order; the arrays, of guint32, may be NULL. */
void rc_reading_order_set(RcReadingOrder *order, const GArray *skip, const GArray *skip_ocr,
                          bool packed);

/* Starts a fork server for readings.  One with OCR is cold, see forkserver.h: it loads the
 * models when it is waited for, and that fails with RC_ERROR_IO and what to install where
 * there are none. */
RcForkServer *rc_reading_start(const RcReader *reader, RcSandboxMode sandbox, GError **error);
/* Forks a worker that reads `descriptor` and writes messages to `out`; both stay the
 * caller's.  `has_ocr` as the server's.  As rc_forkserver_fork. */
pid_t rc_reading_fork(RcForkServer *server, int descriptor, int out, const RcReadingOrder *order,
                      bool has_ocr, GError **error);

/* Reads the document behind `descriptor`, which it takes, and writes messages to `out`
 * (see message.h).  Ends the process if the other end of `out` is gone.  `ocr`: reads the
 * pages that want it, or NULL. */
void rc_reading_run(int descriptor, int out, const RcReader *reader, RcOcr *ocr,
                    const RcReadingOrder *order);

/* What reads documents here and within which limits, in one line: where it failed on a
 * document, only another is to try again.  Yours to free. */
char *rc_reading_version(void);

#endif
