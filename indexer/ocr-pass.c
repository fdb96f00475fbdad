/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The OCR pass: documents with pages that want OCR are read again, with it, and
 * replaced; those of earlier runs too whose pages have not had OCR yet. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "digest.h"
#include "error.h"
#include "leaves.h"
#include "pass.h"

const char rc_ocr_is_off[] = "images, or letters without meaning; --ocr=auto reads them";
static const char ocr_is_missing[] = "images, or letters without meaning, and OCR is not there";
static const char ocr_failed[] = "images, or letters without meaning, and OCR failed on them";
static const char ocr_took_long[] =
    "images, or letters without meaning; the next run goes on with them";
static const char ocr_given_up[] =
    "images, or letters without meaning; the indexer died each time OCR read them";
static const char ocr_interrupted[] = "images, or letters without meaning; the next run reads them";

bool rc_ocr_pass_queue_known(RcRun *run, const char *id, const RcFile *file) {
  const RcKnownDocument *known = rc_catalogue_find_document(run->catalogue, id);
  if (run->options->ocr == RC_OCR_NEVER || !known || known->ocr_wanted == 0 ||
      g_hash_table_contains(run->earlier, id))
    return false;
  if (!g_hash_table_add(run->queued, g_strdup(id)))
    return false;
  RcJob *job = rc_job_new(id, known->sha256, file);
  job->known = true;
  job->wanted = known->ocr_wanted;
  job->path = rc_catalogue_absolute_path(run->catalogue, file);
  g_ptr_array_add(run->ocr_queue, job);
  return true;
}

/* What the reading pass made of a document stays. */
static void keep_first_result(RcRun *run, const RcJob *job, const char *why) {
  if (!job->known && !job->again) {
    rc_run_count(run, job, job->status, job->pages, job->pages_read, job->wanting, why);
    return;
  }
  run->summary->unchanged++;
  rc_run_count_unchanged(run, job->path, job->id);
}

/* Starts a document of the queue; a file that has changed or vanished meanwhile is left
 * to the next run, a suspect to the end of this one. */
static bool start_queued(RcRun *run, guint number, RcTurn turn, GError **error) {
  if (turn == RC_TURN_ALONE)
    number = g_array_index(run->ocr_suspects, guint, number);
  RcJob *job = g_ptr_array_index(run->ocr_queue, number);
  g_autofree char *key = rc_job_journal_key(job->sha256, true);
  if (rc_journal_is_suspect(run->journal, key) && turn != RC_TURN_ALONE) {
    g_array_append_val(run->ocr_suspects, number);
    return true;
  }
  g_ptr_array_index(run->ocr_queue, number) = NULL;
  job->descriptor = open(job->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  g_autofree char *sha256 = job->descriptor >= 0 ? rc_digest_file(job->descriptor) : NULL;
  if (job->known && !job->values)
    job->values = rc_sidecars_read(run->sidecars, job->path);
  if (!sha256 || g_strcmp0(sha256, job->sha256) != 0) {
    keep_first_result(run, job, ocr_interrupted);
    rc_job_free(job);
    return true;
  }
  RcOrder order = rc_order_for_pdf(run->options->ocr, true);
  /* A suspect that was never finished stays as the first pass read it, with what OCR has read
   * of it. */
  job->given_up = rc_journal_attempts(run->journal, key) >= RC_JOURNAL_ATTEMPTS_MAX;
  if (job->given_up && job->again) {
    keep_first_result(run, job, ocr_given_up);
    rc_job_free(job);
    return true;
  }
  if (job->given_up)
    order.ocr_seconds = 0;
  return rc_job_start(run, job, run->options->ocr_reader, &order, NULL, error);
}

static bool finish_queued(RcRun *run, RcJob *job, GError **error) {
  bool done = true;
  /* What an earlier reader has read stays until OCR is through. */
  if (job->again && (!job->worker->ended || job->worker->untried)) {
    keep_first_result(run, job, ocr_took_long);
  } else if (job->worker->ended) {
    RcEntries *entries = g_steal_pointer(&job->worker->entries);
    RcDocument *document = rc_entries_document(entries);
    /* What there was no time for is wanted still. */
    document->ocr_wanted = job->given_up ? 0 : job->worker->untried;
    run->summary->pages_ocr += document->pages_ocr;
    rc_run_count(run, job, document->status, document->pages, document->pages_read,
                 job->worker->wanting,
                 job->given_up          ? ocr_given_up
                 : job->worker->untried ? ocr_took_long
                                        : ocr_failed);
    done = rc_store_replace_document(run->store, entries, error);
  } else {
    keep_first_result(run, job, ocr_failed);
    done = rc_store_clear_ocr_wanted(run->store, job->id, error);
  }
  rc_job_free(job);
  return done;
}

static const RcPass ocr_pass = {"OCR", start_queued, finish_queued, NULL, RC_TURN_FIRST};
static const RcPass suspects = {"OCR", start_queued, finish_queued, NULL, RC_TURN_ALONE};

/* Short documents first: none waits for one of a thousand pages. */
static int compare_wanted(gconstpointer a, gconstpointer b) {
  const RcJob *one = *(RcJob *const *)a, *other = *(RcJob *const *)b;
  return one->wanted < other->wanted ? -1 : one->wanted > other->wanted;
}

/* Models are loaded only where they are needed. */
bool rc_ocr_pass(RcRun *run, GError **error) {
  GError *problem = NULL;
  bool has_ocr = false;
  const char *why = ocr_interrupted;
  if (run->ocr_queue->len && !rc_pass_is_interrupted(run) &&
      !(has_ocr = rc_forkserver_wait(run->options->ocr_reader, &problem))) {
    if (!g_error_matches(problem, RC_ERROR, RC_ERROR_IO)) {
      g_propagate_error(error, problem);
      return false;
    }
    g_ptr_array_add(run->summary->problems, g_strdup(problem->message));
    g_error_free(problem);
    why = ocr_is_missing;
  }
  bool done = true;
  if (has_ocr) {
    gint64 start = g_get_monotonic_time();
    g_ptr_array_sort(run->ocr_queue, compare_wanted);
    done = rc_pass_run(run, &ocr_pass, run->ocr_queue->len, run->options->jobs, error) &&
           rc_pass_run(run, &suspects, run->ocr_suspects->len, 1, error);
    run->summary->ocr_seconds = (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC;
  }
  for (guint i = 0; i < run->ocr_queue->len; i++)
    if (g_ptr_array_index(run->ocr_queue, i))
      keep_first_result(run, g_ptr_array_index(run->ocr_queue, i), why);
  for (guint i = 0; has_ocr && i < run->jobs->len; i++)
    keep_first_result(run, g_ptr_array_index(run->jobs, i), why);
  return done;
}

static bool is_wanted(gpointer data, const char *sha256) {
  const RcRun *run = data;
  const char *id = rc_catalogue_find_digest(run->catalogue, sha256);
  const RcKnownDocument *known = id ? rc_catalogue_find_document(run->catalogue, id) : NULL;
  return known &&
         (known->ocr_wanted > 0 || rc_reader_is_earlier(known->status, known->reader_version));
}

bool rc_ocr_pass_sweep(RcRun *run, GError **error) {
  return rc_leaves_sweep(rc_store_path(run->store), is_wanted, run, error);
}
