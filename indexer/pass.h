/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pass: one way over many documents, several at a time; and what the passes of a run
 * share.  Internal to run.c and the passes, see run.h. */
#ifndef RC_PASS_H
#define RC_PASS_H

#include "journal.h"
#include "progress.h"
#include "run.h"
#include "sidecar.h"
#include "worker.h"

/* A document on its way into the index. */
typedef struct {
  RcWorker *worker;
  char *id;
  char *sha256; /* by which it is told from others, also in the journal */
  RcFile file;
  int descriptor;          /* of the file, open until the job is done; or -1 */
  char *path;              /* where it lies, for people */
  char *journal;           /* under what the journal knows it, while its worker runs */
  GArray *twins;           /* of RcFile: other files of the same bytes met meanwhile */
  RcSidecarValues *values; /* what a sidecar says, until a worker has it; or NULL */
  gint64 started;          /* monotonic time at which its worker was, microseconds */
  gint64 processor;        /* that its workers have used, microseconds */
  /* For the OCR pass: what the reading pass made of the document. */
  bool known; /* it was read by an earlier run */
  bool again; /* it was read by an earlier reader, and that is in the index still */
  RcStatus status;
  guint32 pages, pages_read;
  GArray *wanting; /* of guint32: pages that want OCR; empty if known */
  guint wanted;    /* how many there were before this run, or were found in it */
  bool given_up;   /* OCR is not to be tried on it any more */
  GArray *hidden;  /* of RcHiddenPage: pages with text that no reader sees */
  GArray *unread;  /* of guint32: pages that were left out, see rc_worker_unread */
  RcMissed missed; /* what else is in it and was not read */
  guint32 full;    /* from this page on there was too much, or 0; see RcWorker */
  guint64 weight;  /* as its pass weighs it */
} RcJob;

/* A run, see run.h. */
typedef struct {
  RcStore *store;
  RcCatalogue *catalogue; /* of `store` */
  const RcWalk *walk;
  const RcRunOptions *options;
  RcRunSummary *summary;
  RcJournal *journal;
  RcSidecars *sidecars;
  RcProgress *progress;
  char *reader_version;  /* see reading.h */
  GPtrArray *jobs;       /* of RcJob *, running */
  GHashTable *seen;      /* keys "root:path" of files met in this run -> NULL if it is a link
                            that leads nowhere */
  GHashTable *spares;    /* id -> RcFile *, met but beyond what is kept of a document */
  GHashTable *queued;    /* set of ids in `ocr_queue`, or that were */
  GHashTable *earlier;   /* set of ids of documents that are read again for their reader */
  GArray *earlier_files; /* of guint: a file of each by its number in the walk */
  GArray *suspects;      /* of guint: numbers of files of the walk, read last */
  GPtrArray *ocr_queue;  /* of RcJob *, waiting for OCR; NULL where taken */
  GArray *ocr_suspects;  /* of guint: places in it, read last */
  GPtrArray *archived;   /* of char *: ids of the archive, in the rebuild pass */
  GHashTable *before;    /* id -> RcDocument *: what is known of all documents, in that pass */
  GHashTable *holders;   /* key of a file -> who holds it, in that pass; or NULL */
  GPtrArray *orphans;    /* of char *: ids of the archive that do not come back */
  GPtrArray *unrestored; /* of char *: ids of documents that the archive did not give back */
  guint commits;         /* of the store when the journal was trimmed last */
} RcRun;

/* Which documents a pass goes over. */
typedef enum {
  RC_TURN_FIRST,
  RC_TURN_AGAIN, /* those that an earlier reader has read, which a pass before has left to it */
  RC_TURN_ALONE  /* suspects, likewise: one at a time */
} RcTurn;

/* What a pass does with each document. */
typedef struct {
  const char *name; /* in the progress */
  /* Takes document `number` of those of its turn; adds a job if it must be read. */
  bool (*start)(RcRun *run, guint number, RcTurn turn, GError **error);
  /* The worker of a job is done: takes `job`. */
  bool (*finish)(RcRun *run, RcJob *job, GError **error);
  /* How much work document `number` is, against others; NULL: all are the same. */
  guint64 (*weigh)(const RcRun *run, guint number, RcTurn turn);
  RcTurn turn;
} RcPass;

/* Goes over documents 0 to count - 1, `jobs` at a time. */
bool rc_pass_run(RcRun *run, const RcPass *pass, guint count, guint jobs, GError **error);

bool rc_pass_is_interrupted(const RcRun *run);

/* --- jobs --- */

/* A document of which nothing is known but what its bytes are and who reads it now. */
RcDocument *rc_job_new_document(const RcRun *run, const char *id, const char *sha256);
RcJob *rc_job_new(const char *id, const char *sha256, const RcFile *file);
void rc_job_free(RcJob *job);
/* Starts a worker for `job`, which it takes and adds to the running ones; frees it if
 * that fails.  Takes `document`, what is known of it before; NULL: its id.  Where the order
 * is OCR, what that has read before is used and what it reads is kept, see leaves.h. */
bool rc_job_start(RcRun *run, RcJob *job, RcForkServer *server, const RcOrder *order,
                  RcDocument *document, GError **error);

/* Under what the journal knows a reading of a document: OCR is another one than the first.
 * Yours to free. */
char *rc_job_journal_key(const char *sha256, bool ocr);

/* --- what became of files --- */

void rc_run_add_problem(RcRun *run, const char *path, const char *what);
/* Counts a document that the run is done with and tells of it; `wanting` are the pages
 * that want OCR still, for the reason `why`. */
void rc_run_count(RcRun *run, const RcJob *job, RcStatus status, guint32 pages, guint32 pages_read,
                  const GArray *wanting, const char *why);
/* A file whose document the index has as it is. */
void rc_run_count_unchanged(RcRun *run, const char *path, const char *id);

/* --- the passes --- */

bool rc_rebuild_pass(RcRun *run, GError **error);
/* After all passes: names the documents that could not be made anew, and counts as left out
 * those whose PDFs were not read again. */
void rc_rebuild_pass_tell(RcRun *run);
/* Reading, then the suspects. */
bool rc_reading_pass(RcRun *run, GError **error);
/* What an earlier reader has read and the reading pass has met is read again, then suspects. */
bool rc_rereading_pass(RcRun *run, GError **error);
bool rc_ocr_pass(RcRun *run, GError **error);
/* Takes away what OCR has read of documents that are done with, or gone. */
bool rc_ocr_pass_sweep(RcRun *run, GError **error);
/* Puts an unchanged document into the OCR pass if it still wants OCR and this run is to
 * do it. */
bool rc_ocr_pass_queue_known(RcRun *run, const char *id, const RcFile *file);

/* Why pages have no text although there is something on them. */
extern const char rc_ocr_is_off[];

#endif
