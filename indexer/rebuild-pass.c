/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rebuild pass: every document of the archive is written to a new generation, its
 * passages annotated anew; no PDF is read.  Readers stay with the old generation until
 * the new one is whole. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "error.h"
#include "pass.h"

/* A file of memory that holds the bytes, read from its start; -1 if there is none. */
static int open_bytes(const GByteArray *bytes) {
  int descriptor = memfd_create("packed", MFD_CLOEXEC);
  for (gsize written = 0; descriptor >= 0 && written < bytes->len;) {
    ssize_t count = write(descriptor, bytes->data + written, bytes->len - written);
    if (count <= 0) {
      close(descriptor);
      return -1;
    }
    written += (gsize)count;
  }
  if (descriptor >= 0)
    lseek(descriptor, 0, SEEK_SET);
  return descriptor;
}

/* Of a record that cannot be read nobody knows where its PDF is. */
static const char read_again[] = "cannot be made anew from the archive; its PDF is read again, in "
                                 "this run if it lies below the paths given";

/* A record that is damaged, or in the form of another Recourse, costs its document a
 * reading; an archive that cannot be read is an error. */
static bool pass_over(RcRun *run, const char *id, GError *cause, GError **error) {
  if (!g_error_matches(cause, RC_ERROR, RC_ERROR_BAD_INPUT)) {
    g_propagate_error(error, cause);
    return false;
  }
  rc_run_add_problem(run, id, read_again);
  g_error_free(cause);
  return true;
}

static bool start_archived(RcRun *run, guint number, GError **error) {
  const char *id = g_ptr_array_index(run->archived, number);
  g_autoptr(GByteArray) packed = NULL;
  GError *cause = NULL;
  RcDocument *document = rc_archive_read(rc_store_archive(run->store), id, &packed, &cause);
  if (!document)
    return pass_over(run, id, cause, error);
  RcJob *job = rc_job_new(id, document->sha256, NULL);
  job->path = g_strdup(document->files->len ? g_array_index(document->files, RcFile, 0).path : id);
  job->descriptor = open_bytes(packed);
  const RcOrder order = rc_order_for_packed();
  return rc_job_start(run, job, run->options->reader, &order, document, error);
}

/* A document that does not come through is left out: its file is read as a new one. */
static bool finish_archived(RcRun *run, RcJob *job, GError **error) {
  bool restored = job->worker->ended;
  if (!restored)
    rc_run_add_problem(run, job->path, read_again);
  run->summary->rebuilt += restored;
  bool done = !restored ||
              rc_store_restore_document(run->store, g_steal_pointer(&job->worker->entries), error);
  rc_job_free(job);
  return done;
}

static const RcPass rebuilding = {"Rebuild", start_archived, finish_archived, NULL};

bool rc_rebuild_pass(RcRun *run, GError **error) {
  run->archived = rc_archive_list(rc_store_archive(run->store), error);
  if (!run->archived || !rc_store_begin_generation(run->store, error) ||
      !rc_pass_run(run, &rebuilding, run->archived->len, run->options->jobs, error))
    return false;
  /* Interrupted: the half-made generation goes with the next opening. */
  return rc_pass_is_interrupted(run) || rc_store_compact(run->store, error);
}
