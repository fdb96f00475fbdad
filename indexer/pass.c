/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pass.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "leaves.h"
#include "record.h"

#define POLL_MILLISECONDS 200
/* While more than that has come from workers and is not written, most of them wait. */
#define WAITING_BYTES_MAX (32 * 1024 * 1024)

/* --- jobs --- */

RcDocument *rc_job_new_document(const RcRun *run, const char *id, const char *sha256) {
  RcDocument *document = rc_document_new();
  document->sha256 = g_strdup(sha256);
  document->id = g_strdup(id);
  document->reader = g_strdup(run->reader_version);
  document->reader_version = RC_READER_VERSION;
  return document;
}

RcJob *rc_job_new(const char *id, const char *sha256, const RcFile *file) {
  RcJob *job = g_new0(RcJob, 1);
  job->id = g_strdup(id);
  job->sha256 = g_strdup(sha256);
  job->descriptor = -1;
  if (file)
    job->file = rc_file_copy(file);
  job->twins = g_array_new(FALSE, FALSE, sizeof(RcFile));
  g_array_set_clear_func(job->twins, rc_file_clear);
  job->wanting = g_array_new(FALSE, FALSE, sizeof(guint32));
  job->hidden = g_array_new(FALSE, FALSE, sizeof(RcHiddenPage));
  job->unread = g_array_new(FALSE, FALSE, sizeof(guint32));
  return job;
}

void rc_job_free(RcJob *job) {
  if (!job)
    return;
  rc_worker_free(job->worker);
  rc_sidecar_values_free(job->values);
  if (job->descriptor >= 0)
    close(job->descriptor);
  g_free(job->id);
  g_free(job->sha256);
  g_free(job->path);
  g_free(job->journal);
  g_free(job->file.path);
  g_array_unref(job->twins);
  g_array_unref(job->wanting);
  g_array_unref(job->hidden);
  g_array_unref(job->unread);
  rc_missed_clear(&job->missed);
  g_free(job);
}

char *rc_job_journal_key(const char *sha256, bool ocr) {
  return g_strconcat(ocr ? "ocr-" : "", sha256, NULL);
}

bool rc_job_start(RcRun *run, RcJob *job, RcForkServer *server, const RcOrder *order,
                  RcDocument *document, GError **error) {
  if (!document)
    document = rc_job_new_document(run, job->id, job->sha256);
  g_autoptr(RcEntries) entries = rc_entries_new(document);
  job->started = g_get_monotonic_time();
  g_autofree char *leaves =
      order->ocr ? rc_leaves_path(rc_store_path(run->store), job->sha256) : NULL;
  g_free(job->journal);
  job->journal = rc_job_journal_key(job->sha256, order->ocr);
  if (rc_journal_begin(run->journal, job->journal, error))
    job->worker =
        rc_worker_start(server, job->descriptor, leaves, g_steal_pointer(&entries), order, error);
  if (!job->worker) {
    rc_job_free(job);
    return false;
  }
  job->worker->values = g_steal_pointer(&job->values);
  g_ptr_array_add(run->jobs, job);
  return true;
}

/* --- going over documents --- */

bool rc_pass_is_interrupted(const RcRun *run) {
  return run->options->interrupted && *run->options->interrupted;
}

/* How far a pass is. */
typedef struct {
  guint next, count;    /* documents begun, and all */
  guint64 begun, total; /* the same by weight */
} Progress;

static guint64 weigh(const RcRun *run, const RcPass *pass, guint number) {
  return pass->weigh ? pass->weigh(run, number, pass->turn) : 1;
}

static void show_progress(const RcRun *run, const Progress *progress) {
  if (!rc_progress_is_due(run->progress))
    return;
  g_autofree RcProgressItem *items = g_new0(RcProgressItem, run->jobs->len + 1);
  guint64 pages = run->summary->pages, done = progress->begun;
  for (guint i = 0; i < run->jobs->len; i++) {
    const RcJob *job = g_ptr_array_index(run->jobs, i);
    items[i] = (RcProgressItem){job->path, job->worker->page, job->worker->pages};
    pages += job->worker->page;
    done -= job->weight;
  }
  RcProgressState state = {
      .done = progress->next - run->jobs->len,
      .total = progress->count,
      .share = progress->total ? (double)done / (double)progress->total : 0,
      .pages = pages,
      .items = items,
      .item_count = run->jobs->len,
  };
  rc_progress_show(run->progress, &state);
}

static bool finish_job(RcRun *run, const RcPass *pass, guint number, GError **error) {
  RcJob *job = g_ptr_array_steal_index(run->jobs, number);
  g_array_unref(job->unread);
  job->unread = rc_worker_unread(job->worker);
  job->full = job->worker->full;
  if (job->worker->ended) {
    rc_missed_clear(&job->missed);
    job->missed = job->worker->missed;
    job->worker->missed = (RcMissed){0};
    g_array_set_size(job->hidden, 0);
    g_array_append_vals(job->hidden, job->worker->hidden->data, job->worker->hidden->len);
  }
  job->processor += job->worker->spent;
  if (!rc_journal_end(run->journal, job->journal, error)) {
    rc_job_free(job);
    return false;
  }
  if (!pass->finish(run, job, error))
    return false;
  /* What a commit has made safe need not be remembered as under way. */
  guint commits = rc_store_commits(run->store);
  if (commits == run->commits)
    return true;
  run->commits = commits;
  return rc_journal_trim(run->journal, error);
}

bool rc_pass_run(RcRun *run, const RcPass *pass, guint count, guint jobs, GError **error) {
  g_autofree struct pollfd *polls = g_new0(struct pollfd, jobs);
  Progress progress = {.count = count};
  for (guint i = 0; i < count; i++)
    progress.total += weigh(run, pass, i);
  rc_progress_begin(run->progress, pass->name, run->summary->pages);
  while (!rc_pass_is_interrupted(run)) {
    while (run->jobs->len < jobs && progress.next < count && !rc_pass_is_interrupted(run)) {
      guint running = run->jobs->len;
      guint64 weight = weigh(run, pass, progress.next);
      if (!pass->start(run, progress.next++, pass->turn, error))
        return false;
      progress.begun += weight;
      if (run->jobs->len > running)
        ((RcJob *)g_ptr_array_index(run->jobs, running))->weight = weight;
    }
    if (run->jobs->len == 0)
      break;
    /* What is being written makes room by itself; where nothing is, the oldest worker is heard
     * to its end. */
    gsize written = rc_store_waiting_bytes(run->store), waiting = written;
    for (guint i = 0; i < run->jobs->len; i++) {
      const RcWorker *worker = ((RcJob *)g_ptr_array_index(run->jobs, i))->worker;
      polls[i] = (struct pollfd){.fd = worker->pipe, .events = POLLIN};
      waiting += rc_worker_bytes(worker);
    }
    guint heard = waiting <= WAITING_BYTES_MAX ? run->jobs->len : written == 0;
    poll(polls, heard, POLL_MILLISECONDS);
    for (guint i = heard; i-- > 0;)
      if (!rc_worker_receive(((RcJob *)g_ptr_array_index(run->jobs, i))->worker) &&
          !finish_job(run, pass, i, error))
        return false;
    show_progress(run, &progress);
  }
  /* Interrupted: those under way are no suspects. */
  for (guint i = 0; i < run->jobs->len; i++)
    if (!rc_journal_end(run->journal, ((RcJob *)g_ptr_array_index(run->jobs, i))->journal, error))
      return false;
  return true;
}
