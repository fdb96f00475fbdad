/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker process: reads one document from a descriptor and tells its parent,
 * over a pipe, what stands in it.
 *
 * A PDF is untrusted input to a large parser, so each is read in a process of its
 * own, which gets an open descriptor and nothing else and ends with the document.
 * What the parent forks from has parsed nothing. */
#ifndef RC_WORKER_H
#define RC_WORKER_H

#include <sys/types.h>

#include "entries.h"
#include "reading.h"

/* The longest a document may take, in seconds of wall time; with OCR, the longest
 * it may take beyond its pages. */
#define RC_WORKER_SECONDS_MAX 120
/* The longest a page may take where OCR is at work, in seconds of wall time, for a
 * machine that is busy; a document has no other limit.  See RC_TASK_OCR_SECONDS_MAX. */
#define RC_WORKER_OCR_WALL_SECONDS_MAX 60

/* A document is read again without the page OCR died on, so many times. */
#define RC_WORKER_OCR_SKIPS_MAX 3

/* A running worker as its parent sees it, and what came from it so far. */
typedef struct {
  pid_t pid;
  int pipe;           /* messages come from here; non-blocking */
  gint64 deadline;    /* monotonic time, microseconds */
  GByteArray *bytes;  /* received, not decoded yet */
  guint32 page;       /* page it has begun last, 0 before the first */
  guint32 pages;      /* pages it has announced */
  guint32 passages;   /* passages received */
  bool described;     /* the DOCUMENT message has come */
  bool ended;         /* the END message has come */
  RcStatus status;    /* how it ended */
  GArray *wanting;    /* of guint32, from OCR: pages that want it, or on which it failed */
  bool has_ocr;       /* its pages may take as long as OCR does */
  RcEntries *entries; /* where the passages go */
  GPtrArray *records; /* of json_t *: the passage records, kept for --dump; or NULL */
  RcDocument *values; /* what a sidecar says, owned; wins over what is read; or NULL */
} RcWorker;

/* Forks a worker that reads `descriptor` (it stays the caller's) as `task` says.
 * Takes `entries`, whose document has its id; `stemmer` and the task's OCR are
 * shared by fork. */
RcWorker *rc_worker_start(int descriptor, RcEntries *entries, RcStemmer *stemmer,
                          const RcTask *task, GError **error);

/* Reads what has come.  False once nothing more will come: the process is then
 * gone, the status of the document is set, and entries hold all that was read. */
bool rc_worker_receive(RcWorker *worker);

/* Ends a worker that is late. */
void rc_worker_kill(RcWorker *worker, RcStatus status);

/* Kills the process if it still runs. */
void rc_worker_free(RcWorker *worker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcWorker, rc_worker_free)

#endif
