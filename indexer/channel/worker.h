/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker as its parent sees it: a process that reads one document and says, over a
 * pipe, what stands in it.
 *
 * A PDF is untrusted input to a large parser, so each is read in a process of its
 * own, which gets an open descriptor and nothing else and ends with the document.
 * The parent believes nothing that it says before it has checked it.
 *
 * Where the process dies, or is ended because it is late, another one may be started that
 * leaves out the page at fault, or what there was no time for: here alone is decided what
 * is tried again.  Whoever waits for a worker sees one, however many processes it took.
 *
 * Late is who has used up the processor time of its order: neither a busy machine nor a
 * parent that does not listen makes a worker late.  A worker that neither uses any nor
 * says anything is ended after a long time. */
#ifndef RC_WORKER_H
#define RC_WORKER_H

#include "entries.h"
#include "forkserver.h"
#include "message.h"
#include "order.h"
#include "sidecar-values.h"

/* A worker that in so many seconds neither said a thing nor used a second of processor
 * time is ended. */
#define RC_WORKER_SILENT_SECONDS 600
/* And one that takes so many times longer than its processor time, of which it is taken to have at
 * least RC_ORDER_SECONDS: who is given little waits no shorter for the processor. */
#define RC_WORKER_WALL_FACTOR 60
/* One that is killed from outside is started again so often on the same page. */
#define RC_WORKER_KILLS_MAX 2

/* A running worker, and what came from it so far. */
typedef struct {
  RcEntries *entries;      /* where the passages go */
  GPtrArray *kept;         /* of RcPassage *: the passages, for --dump; or NULL */
  RcSidecarValues *values; /* what a sidecar says, owned; wins over what is read; or NULL */
  char *leaves;            /* file of what OCR has read of it, see leaves.h, owned; or NULL */
  RcOrder order;           /* what the process at hand was told */
  /* What the process at hand has said. */
  guint32 page;     /* page it has begun last, 0 before the first */
  guint32 pages;    /* pages it has announced */
  guint32 passages; /* passages received */
  bool through;     /* it is done with the pages */
  bool described;   /* the DOCUMENT message has come, or is not wanted */
  bool ended;       /* the END message has come */
  RcStatus status;  /* how it ended */
  guint32 full;     /* from this page on it sent nothing: too much for one document; or 0 */
  GArray *wanting;  /* of guint32, from OCR: pages that want it, or on which it failed */
  GArray *hidden;   /* of RcHiddenPage: pages of which text is left out that nobody sees */
  guint32 untried;  /* how many of them OCR had no time for */
  RcMissed missed;  /* what is in the document and was not read */
  guint32 leaf;     /* page of the last leaf */
  gsize leaf_bytes; /* of all leaves */
  /* The process at hand. */
  RcForkServer *server; /* that it was forked from, or NULL; the caller's, as the next */
  int descriptor;       /* of the document */
  pid_t pid;            /* 0: none */
  int pipe;             /* messages come from here; non-blocking */
  GByteArray *bytes;    /* received, not decoded yet */
  bool killed;          /* it died of a signal that this process did not send */
  gint64 processor;     /* what it has used of the processor when last looked at; as all
                           times here in microseconds */
  gint64 page_start;    /* what it had used when it began its page */
  gint64 heard;         /* monotonic time at which it said something, or was seen to have */
  gint64 heard_at;      /* used another second; what it had used then */
  gint64 start;         /* monotonic time at which it was started */
  gint64 closed;        /* and at which it closed its pipe */
  /* Those before it. */
  gint64 spent;        /* processor time of them all */
  guint kills;         /* how many in a row were killed from outside ... */
  guint32 killed_page; /* ... on this page */
  guint cuts;          /* how often `order.last` was set */
} RcWorker;

/* Starts a worker that reads `descriptor` from its start as `order` says; descriptor and
 * server stay the caller's and must outlive it.  Takes `entries`, whose document has its
 * id.  `leaves`: the file with the leaves of the document, where they are added; or NULL. */
RcWorker *rc_worker_start(RcForkServer *server, int descriptor, const char *leaves,
                          RcEntries *entries, const RcOrder *order, GError **error);
/* A worker whose process is there already, `pid`, or is not needed, 0; takes `pipe`, which
 * must not block, and `entries`.  It is not started again. */
RcWorker *rc_worker_adopt(pid_t pid, int pipe, RcEntries *entries, const RcOrder *order);

/* After so many microseconds from its start a worker with that order is ended. */
gint64 rc_worker_wall_time(const RcOrder *order);

/* Reads what has come and ends a process that is late; call it when `pipe`, which changes
 * when another one is started, can be read, and a few times a second.  False once nothing
 * more will come: the process is then gone, the status of the document is set, and
 * entries hold all that was read. */
bool rc_worker_receive(RcWorker *worker);
/* Memory that holds what has come and is not taken from the worker yet, in bytes. */
gsize rc_worker_bytes(const RcWorker *worker);

/* The pages that were not read because of where processes died or were late, ascending, of
 * guint32; yours to unref.  For a worker that is done. */
GArray *rc_worker_unread(const RcWorker *worker);

/* Kills the process if it still runs. */
void rc_worker_free(RcWorker *worker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcWorker, rc_worker_free)

#endif
