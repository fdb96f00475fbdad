/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One run of the indexer: brings the index up to date with the files of a walk.
 *
 * Unchanged files are passed over, changed ones replaced, files that hold the
 * same bytes become one document, and what has vanished below the folders of the
 * walk is removed, but for folders of which nothing is left (see vanished.h).  A
 * document whose sidecar has changed is read again: the time kept of each file is cut
 * to milliseconds and holds the digest of the values below that.  Workers read
 * documents side by side; this process alone writes.
 *
 * A run is a row of passes over documents, each in a file of its own:
 *   rebuild  if the index was made with another schema or other names: from the archive
 *   reading  all files that are new or have changed
 *   suspects those under way when an earlier run died, one at a time
 *   again    those that an earlier reader has read, as long as their files are met: what it read
 *            stays until all of it is read anew
 *   OCR      documents with pages that want it: what can be read at once is in the index
 *            first, and these are replaced
 * and ends with a compaction where enough was written. */
#ifndef RC_RUN_H
#define RC_RUN_H

#include <signal.h>

#include "forkserver.h"
#include "order.h"
#include "report.h"
#include "sandbox.h"
#include "stem.h"
#include "store.h"
#include "walk.h"

/* A file larger than this is not read. */
#define RC_RUN_FILE_BYTES_MAX (G_GUINT64_CONSTANT(1) << 30)

typedef struct {
  RcForkServer *reader;                     /* for workers without OCR */
  RcForkServer *ocr_reader;                 /* those with OCR; NULL if `ocr` is RC_OCR_NEVER */
  gint64 start;                             /* of the program: monotonic time, microseconds */
  guint jobs;                               /* workers at a time */
  RcOcrChoice ocr;                          /* which pages are read by OCR */
  bool quiet;                               /* no progress on standard error */
  bool retry_failed;                        /* read again what failed with the same reader */
  bool no_reread;                           /* leave what an earlier reader has read */
  bool rebuild;                             /* make the index anew from the archive */
  bool forget_missing;                      /* a folder without its PDFs was emptied on purpose */
  const volatile sig_atomic_t *interrupted; /* set by a signal: finish and stop */
  const char *manifest;                     /* CSV of metadata, see sidecar.h; or NULL */
  RcReport *report;                         /* gets a line for each file; or NULL */
} RcRunOptions;

/* What a run did. */
typedef struct {
  guint read[RC_N_STATUSES]; /* documents read in this run, by status */
  guint unreadable;          /* files that could not be opened: not in the index */
  guint withdrawn;           /* files whose bytes are withdrawn: not in the index */
  guint unchanged, replaced, same_bytes, removed;
  guint not_listed;   /* of these with the same bytes, beyond what is kept of one document */
  guint left_out;     /* folders and paths of which nothing is known but that they could not be
                         read, are missing or have lost all their PDFs; documents that lost their
                         text with the archive and were not read again */
  guint earlier;      /* documents left as an earlier reader has read them */
  guint earlier_gone; /* of these, documents that have no file any more */
  guint rebuilt;      /* documents made anew from the archive */
  guint64 pages;      /* read in this run */
  guint64 pages_ocr;  /* of these, read by OCR */
  double ocr_seconds; /* that the OCR pass took */
  double seconds;     /* from the start of the program to the last commit */
  double compaction_seconds;
  GPtrArray *problems; /* of char *: sentences that name the file */
  bool interrupted;
} RcRunSummary;

void rc_run_summary_clear(RcRunSummary *summary);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RcRunSummary, rc_run_summary_clear)

/* Reads all files of `walk` into `store` and commits.  `summary` starts zeroed.
 * False only if the index cannot be written or no worker be started; a file that cannot
 * be read is a status and a problem in the summary. */
bool rc_run(RcStore *store, const RcWalk *walk, const RcRunOptions *options, RcRunSummary *summary,
            GError **error);

#endif
