/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker as its parent sees it: a process that reads one document and says, over a
 * pipe, what stands in it.
 *
 * A PDF is untrusted input to a large parser, so each is read in a process of its
 * own, which gets an open descriptor and nothing else and ends with the document.
 * The parent believes nothing that it says before it has checked it. */
#ifndef RC_WORKER_H
#define RC_WORKER_H

#include "entries.h"
#include "reading.h"

/* The longest a page may take where OCR is at work, in seconds of wall time, for a
 * machine that is busy; a document has no other limit.  See
 * RC_READING_OCR_SECONDS_MAX. */
#define RC_WORKER_OCR_WALL_SECONDS_MAX 60
/* What may come of one document, in bytes of records and terms. */
#define RC_WORKER_BYTES_MAX (128 * 1024 * 1024)

/* A running worker, and what came from it so far. */
typedef struct {
  pid_t pid;
  int pipe;             /* messages come from here; non-blocking */
  gint64 deadline;      /* of the document; monotonic time, microseconds */
  gint64 page_deadline; /* of the page at hand */
  GByteArray *bytes;    /* received, not decoded yet */
  guint32 page;         /* page it has begun last, 0 before the first */
  guint32 pages;        /* pages it has announced */
  guint32 passages;     /* passages received */
  bool described;       /* the DOCUMENT message has come, or is not wanted */
  bool ended;           /* the END message has come */
  RcStatus status;      /* how it ended */
  GArray *wanting;      /* of guint32, from OCR: pages that want it, or on which it failed */
  bool has_ocr;         /* its pages may take as long as OCR does */
  bool packed;          /* it reads what was read before: the document is known */
  RcEntries *entries;   /* where the passages go */
  GPtrArray *kept;      /* of RcPassage *: the passages, for --dump; or NULL */
  RcDocument *values;   /* what a sidecar says, owned; wins over what is read; or NULL */
} RcWorker;

/* How a document is to be read, beyond what its fork server knows. */
typedef struct {
  const GArray *skip;     /* pages not to be read; or NULL */
  const GArray *skip_ocr; /* pages that OCR must leave alone; or NULL */
  gint64 deadline;        /* of the document, where it was begun before; 0: a new one */
  bool has_ocr;           /* the server has OCR */
  bool packed;            /* see RcReadingOrder */
} RcWorkerTask;

/* Starts a worker that reads `descriptor` (it stays the caller's).  Takes `entries`,
 * whose document has its id. */
RcWorker *rc_worker_start(RcForkServer *server, int descriptor, RcEntries *entries,
                          const RcWorkerTask *task, GError **error);

/* Reads what has come.  False once nothing more will come: the process is then
 * gone, the status of the document is set, and entries hold all that was read. */
bool rc_worker_receive(RcWorker *worker);

/* When the worker is late, in monotonic time: at the deadline of its page or of its
 * document, whichever is first. */
gint64 rc_worker_deadline(const RcWorker *worker);
/* Puts both deadlines off: its parent was busy and did not listen. */
void rc_worker_postpone(RcWorker *worker, gint64 microseconds);

/* Ends a worker that is late. */
void rc_worker_kill(RcWorker *worker, RcStatus status);

/* The page without which the document may be read if it is tried again: the one that
 * the worker died on or hung at.  0 if there is none, or nothing to be gained. */
guint32 rc_worker_fatal_page(const RcWorker *worker);

/* Kills the process if it still runs. */
void rc_worker_free(RcWorker *worker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcWorker, rc_worker_free)

#endif
