/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One run of the indexer: brings the index up to date with the files of a walk.
 *
 * Unchanged files are passed over, changed ones replaced, files that hold the
 * same bytes become one document, and what has vanished below the folders of the
 * walk is removed.  A document whose sidecar has changed is read again: the time
 * kept of each file is cut to milliseconds and holds the digest of the values below
 * that.  Workers read documents side by side; this process alone writes.
 *
 * Pages that want OCR are left to a second pass: when all documents are read and
 * committed, those with such pages are read again, with OCR, and replaced.  So do
 * documents of earlier runs whose pages have not had OCR yet. */
#ifndef RC_RUN_H
#define RC_RUN_H

#include <signal.h>

#include "ocr.h"
#include "sandbox.h"
#include "stem.h"
#include "store.h"
#include "walk.h"

typedef struct {
  guint jobs;                               /* workers at a time */
  RcOcrChoice ocr;                          /* which pages are read by OCR */
  RcSandboxMode sandbox;                    /* how workers are closed in */
  bool progress;                            /* a line on standard error that keeps changing */
  const volatile sig_atomic_t *interrupted; /* set by a signal: finish and stop */
  const char *manifest;                     /* CSV of metadata, see sidecar.h; or NULL */
} RcRunOptions;

/* What a run did. */
typedef struct {
  guint read[RC_N_STATUSES]; /* documents read in this run, by status */
  guint unreadable;          /* files that could not be opened: not in the index */
  guint unchanged, replaced, same_bytes, removed;
  guint64 pages;       /* read in this run */
  guint64 pages_ocr;   /* of these, read by OCR */
  double ocr_seconds;  /* that the second pass took */
  GPtrArray *problems; /* of char *: sentences that name the file */
  bool interrupted;
} RcRunSummary;

void rc_run_summary_clear(RcRunSummary *summary);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RcRunSummary, rc_run_summary_clear)

/* Reads all files of `walk` into `store` and commits.  `summary` starts zeroed.
 * False only if the index cannot be written; a file that cannot be read is a
 * status and a problem in the summary. */
bool rc_run(RcStore *store, const RcWalk *walk, RcStemmer *stemmer, const RcRunOptions *options,
            RcRunSummary *summary, GError **error);

/* The SHA-256 of an open file's bytes as 64 hex digits, yours to free, and its
 * first 16 as the document's id; the descriptor is rewound.  NULL with errno set
 * if it cannot be read. */
char *rc_run_hash(int descriptor);

#endif
