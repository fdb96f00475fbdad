/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reading pass: every file of the walk that is new or has changed; and the pass after it:
 * those whose documents an earlier reader has read. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest.h"
#include "pass.h"

/* Files that are kept of a document; each costs a writing of its record, with all of them. */
#define FILES_MAX 1000

/* --- what has changed --- */

/* What a sidecar said of the file when that time was kept. */
static guint32 digest_of(gint64 mtime) {
  return (guint32)(((mtime % RC_SIDECAR_DIGESTS) + RC_SIDECAR_DIGESTS) % RC_SIDECAR_DIGESTS);
}

static gint64 time_of(const struct stat *info, guint32 digest) {
  return info->st_mtim.tv_sec * G_GINT64_CONSTANT(1000000000) +
         info->st_mtim.tv_nsec / RC_SIDECAR_DIGESTS * RC_SIDECAR_DIGESTS + digest;
}

/* What failed is tried again by another reader, or if that is asked for. */
static bool wants_retry(const RcRun *run, const char *id) {
  const RcKnownDocument *known = rc_catalogue_find_document(run->catalogue, id);
  if (!known || known->status == RC_STATUS_OK || known->status == RC_STATUS_NO_TEXT)
    return false;
  bool failed_here = known->ocr_wanted == 0 || known->status != RC_STATUS_PARTIAL;
  return failed_here &&
         (run->options->retry_failed || g_strcmp0(known->reader, run->reader_version) != 0);
}

/* True if a document is to be read again because an earlier reader has read it: not without
 * OCR where that has found words before. */
static bool wants_rereading(const RcRun *run, const char *id) {
  const RcKnownDocument *known = rc_catalogue_find_document(run->catalogue, id);
  return known && !run->options->no_reread &&
         rc_reader_is_earlier(known->status, known->reader_version) &&
         (known->pages_ocr == 0 || run->options->ocr != RC_OCR_NEVER);
}

/* What is to be done with the file of a known document, of which nothing else is said now. */
typedef enum { PASS_OVER, READ, READ_LATER } Choice;

/* Of a document that is to be read again one file is enough. */
static Choice choose(const RcRun *run, const char *id, RcTurn turn) {
  bool again = wants_rereading(run, id);
  if (again && turn == RC_TURN_FIRST)
    return g_hash_table_add(run->earlier, g_strdup(id)) ? READ_LATER : PASS_OVER;
  return again || wants_retry(run, id) ? READ : PASS_OVER;
}

/* --- taking a file --- */

/* The id that bytes with this digest have, or will have: its beginning, but where other
 * bytes that begin alike are in the index or on their way there all of it.  Yours to free. */
static char *choose_id(const RcRun *run, const char *sha256) {
  const char *known = rc_catalogue_find_digest(run->catalogue, sha256);
  if (known)
    return g_strdup(known);
  g_autofree char *beginning = g_strndup(sha256, RC_ID_DIGITS);
  bool taken = rc_catalogue_find_document(run->catalogue, beginning) != NULL;
  for (guint i = 0; i < run->jobs->len && !taken; i++)
    taken = strcmp(((const RcJob *)g_ptr_array_index(run->jobs, i))->id, beginning) == 0;
  return taken ? g_strdup(sha256) : g_steal_pointer(&beginning);
}

/* Forgets what stood at that path before, if it was another document. */
static bool drop_replaced(RcRun *run, const RcFile *file, const char *id, GError **error) {
  const RcKnownFile *known = rc_catalogue_find_file(run->catalogue, file);
  if (!known || strcmp(known->id, id) == 0)
    return true;
  run->summary->replaced++;
  return rc_store_remove_file(run->store, file, error);
}

/* One more file of a document, or new times of one it has.  Beyond a thousand the record
 * would only grow: these are counted, and one of them stands in when the others go. */
static bool keep_file(RcRun *run, const char *id, const RcFile *file, GError **error) {
  const RcKnownFile *known = rc_catalogue_find_file(run->catalogue, file);
  if (rc_catalogue_find_document(run->catalogue, id)->files < FILES_MAX ||
      (known && strcmp(known->id, id) == 0))
    return rc_store_add_file(run->store, id, file, error);
  run->summary->not_listed++;
  if (!g_hash_table_contains(run->spares, id)) {
    RcFile *spare = g_new(RcFile, 1);
    *spare = rc_file_copy(file);
    g_hash_table_insert(run->spares, g_strdup(id), spare);
  }
  return true;
}

/* A known document at one more path, or touched but not changed. */
static bool add_known(RcRun *run, const RcFile *file, const char *id, GError **error) {
  const RcKnownFile *known = rc_catalogue_find_file(run->catalogue, file);
  g_autofree char *path = rc_catalogue_absolute_path(run->catalogue, file);
  bool queued = rc_ocr_pass_queue_known(run, id, file);
  if (known && strcmp(known->id, id) == 0)
    run->summary->unchanged += !queued;
  else
    run->summary->same_bytes++;
  if (!queued)
    rc_run_count_unchanged(run, path, id);
  return drop_replaced(run, file, id, error) && keep_file(run, id, file, error);
}

/* Nothing of the file is in the index by this run. */
static void refuse_file(RcRun *run, const char *path, const char *id, const char *status,
                        const char *what) {
  RcReportLine line = {
      .path = (char *)path, .id = (char *)id, .status = status, .reason = (char *)what};
  rc_report_add(run->options->report, &line);
  rc_run_add_problem(run, path, what);
}

/* A file that could not be read at all, which is said.  What was read of it before is kept;
 * else it is in the index as a document without text, so that whoever searches is told that
 * not everything was read.  Nobody knows its bytes, so the digest is of its path.  Its time is
 * none that a file has: each run tries again, and what is read then takes its place. */
static bool note_unread(RcRun *run, const char *path, const RcFile *place, RcStatus status,
                        const char *what, GError **error) {
  run->summary->unreadable++;
  refuse_file(run, path, NULL, rc_status_name(status), what);
  g_autofree char *name = g_strconcat("not opened: ", path, NULL);
  g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, name, -1);
  if (rc_catalogue_find_file(run->catalogue, place) || rc_store_is_withdrawn(run->store, digest))
    return true;
  RcFile file = {.root = place->root, .path = place->path};
  const char *known = rc_catalogue_find_digest(run->catalogue, digest);
  if (known)
    return rc_store_add_file(run->store, known, &file, error);
  g_autofree char *id = choose_id(run, digest);
  RcDocument *document = rc_job_new_document(run, id, digest);
  document->status = status;
  file.path = g_strdup(place->path);
  g_array_append_val(document->files, file);
  return rc_store_add_document(run->store, rc_entries_new(document), error);
}

/* Writes what a document came to, at a stroke where the index has it: with the files it has
 * there.  Takes `entries`. */
static bool write_document(RcRun *run, const RcJob *job, RcEntries *entries, GError **error) {
  if (!drop_replaced(run, &job->file, job->id, error)) {
    rc_entries_free(entries);
    return false;
  }
  if (rc_catalogue_find_document(run->catalogue, job->id)) {
    run->summary->replaced++;
    return rc_store_replace_document(run->store, entries, error) &&
           keep_file(run, job->id, &job->file, error);
  }
  RcFile file = rc_file_copy(&job->file);
  g_array_append_val(rc_entries_document(entries)->files, file);
  return rc_store_add_document(run->store, entries, error);
}

/* What was read of a document before is worth more than that it cannot be read now.  The
 * journal keeps its name: the next run tells of it again. */
static bool keep_earlier(RcRun *run, const RcJob *job, GError **error) {
  rc_run_add_problem(run, job->path,
                     "the indexer died each time it was read again; what was read of it before is "
                     "kept, and --retry-failed tries again");
  run->summary->unchanged++;
  rc_run_count_unchanged(run, job->path, job->id);
  const RcKnownFile *known = rc_catalogue_find_file(run->catalogue, &job->file);
  if (known && strcmp(known->id, job->id) == 0)
    return true;
  /* What is said of it at this path was not taken. */
  RcFile file = job->file;
  file.mtime -= digest_of(file.mtime);
  return drop_replaced(run, &file, job->id, error) && keep_file(run, job->id, &file, error);
}

/* A suspect that was never finished is given up without another attempt. */
static bool give_up(RcRun *run, RcJob *job, GError **error) {
  const RcKnownDocument *known = rc_catalogue_find_document(run->catalogue, job->id);
  bool written;
  if (known && known->passages > 0) {
    written = keep_earlier(run, job, error);
  } else {
    RcDocument *document = rc_job_new_document(run, job->id, job->sha256);
    document->status = RC_STATUS_CRASHED;
    written = write_document(run, job, rc_entries_new(document), error) &&
              rc_journal_end(run->journal, job->sha256, error);
    rc_run_count(run, job, RC_STATUS_CRASHED, 0, 0, job->wanting, "");
    rc_run_add_problem(run, job->path,
                       "the indexer died each time it was read; --retry-failed tries again");
  }
  rc_job_free(job);
  return written;
}

/* A file that is open, and what is known of it. */
typedef struct {
  int descriptor; /* moves into the job */
  const char *path;
  RcFile *file;
  RcSidecarValues *values; /* of a sidecar; moves into the job */
  guint number;            /* in the walk */
  bool leads_nowhere;
  RcTurn turn;
} OpenFile;

static bool start_reading(RcRun *run, OpenFile *open_file, const char *id, const char *sha256,
                          GError **error) {
  RcJob *job = rc_job_new(id, sha256, open_file->file);
  job->path = g_strdup(open_file->path);
  job->values = g_steal_pointer(&open_file->values);
  job->descriptor = open_file->descriptor;
  job->again = open_file->turn != RC_TURN_FIRST && wants_rereading(run, id);
  open_file->descriptor = -1;
  bool hopeless = rc_journal_attempts(run->journal, sha256) >= RC_JOURNAL_ATTEMPTS_MAX;
  const RcOrder order = rc_order_for_pdf(run->options->ocr, false);
  return hopeless && !run->options->retry_failed
             ? give_up(run, job, error)
             : rc_job_start(run, job, run->options->reader, &order, NULL, error);
}

/* The file is open and new or changed. */
static bool take_open_file(RcRun *run, OpenFile *open_file, GError **error) {
  g_autofree char *sha256 = rc_digest_file(open_file->descriptor);
  if (!sha256)
    return note_unread(run, open_file->path, open_file->file, RC_STATUS_UNREADABLE,
                       g_strerror(errno), error);
  g_autofree char *id = choose_id(run, sha256);
  RcJob *same = NULL; /* the job that reads these bytes */
  for (guint i = 0; i < run->jobs->len && !same; i++) {
    RcJob *job = g_ptr_array_index(run->jobs, i);
    same = strcmp(job->sha256, sha256) == 0 ? job : NULL;
  }
  if (rc_store_is_withdrawn(run->store, sha256)) {
    g_autofree char *what =
        g_strdup_printf("withdrawn, so it is not indexed; --readmit %s takes that back", id);
    run->summary->withdrawn++;
    refuse_file(run, open_file->path, id, "withdrawn", what);
    return rc_store_remove_file(run->store, open_file->file, error);
  }
  if (same) {
    /* The same bytes as those that are being read.  What a sidecar says of this file counts if
     * nothing is said of the other; where that is too late for this run, the next one sees that
     * it was not taken. */
    RcFile twin = rc_file_copy(open_file->file);
    if (open_file->values && !same->worker->values && !same->worker->described)
      same->worker->values = g_steal_pointer(&open_file->values);
    else if (open_file->values)
      twin.mtime -= digest_of(twin.mtime);
    g_array_append_val(same->twins, twin);
    return true;
  }
  /* Something else may be said of the file now than when it was read. */
  const RcKnownFile *known = rc_catalogue_find_file(run->catalogue, open_file->file);
  bool said_anew = digest_of(open_file->file->mtime) != (known ? digest_of(known->file.mtime) : 0);
  Choice choice = rc_catalogue_find_document(run->catalogue, id) && !said_anew
                      ? choose(run, id, open_file->turn)
                      : READ;
  if (choice == PASS_OVER)
    return add_known(run, open_file->file, id, error);
  if (choice == READ_LATER) {
    g_array_append_val(run->earlier_files, open_file->number);
    return drop_replaced(run, open_file->file, id, error) &&
           keep_file(run, id, open_file->file, error);
  }
  if (rc_journal_is_suspect(run->journal, sha256) && open_file->turn != RC_TURN_ALONE) {
    g_array_append_val(run->suspects, open_file->number);
    return true;
  }
  return start_reading(run, open_file, id, sha256, error);
}

/* Takes a file unless something keeps it from being read, or it is the same as when it was read
 * last and is not to be tried again. */
static bool look_at_file(RcRun *run, OpenFile *open_file, GError **error) {
  struct stat info;
  RcStatus status = RC_STATUS_UNREADABLE;
  const char *obstacle = NULL;
  if (open_file->descriptor < 0) {
    obstacle = open_file->leads_nowhere ? "a link that leads nowhere" : g_strerror(errno);
  } else if (fstat(open_file->descriptor, &info) < 0 || !S_ISREG(info.st_mode)) {
    obstacle = "not a regular file";
  } else if ((guint64)info.st_size > RC_RUN_FILE_BYTES_MAX) {
    status = RC_STATUS_TOO_BIG;
    obstacle = "larger than 1 GiB, not read";
  }
  if (obstacle)
    return note_unread(run, open_file->path, open_file->file, status, obstacle, error);
  open_file->values = rc_sidecars_read(run->sidecars, open_file->path);
  RcFile *file = open_file->file;
  file->mtime = time_of(&info, rc_sidecar_digest(open_file->values));
  file->bytes = (guint64)info.st_size;
  const RcKnownFile *known = rc_catalogue_find_file(run->catalogue, file);
  bool same = known && known->file.mtime == file->mtime && known->file.bytes == file->bytes;
  Choice choice = same ? choose(run, known->id, open_file->turn) : READ;
  if (choice == READ)
    return take_open_file(run, open_file, error);
  if (choice == READ_LATER) {
    g_array_append_val(run->earlier_files, open_file->number);
  } else if (!rc_ocr_pass_queue_known(run, known->id, file)) {
    run->summary->unchanged++;
    rc_run_count_unchanged(run, open_file->path, known->id);
  }
  return true;
}

/* The number in the walk of a file of that turn. */
static guint find_file(const RcRun *run, guint number, RcTurn turn) {
  const GArray *left = turn == RC_TURN_AGAIN ? run->earlier_files : run->suspects;
  return turn == RC_TURN_FIRST ? number : g_array_index(left, guint, number);
}

static bool start_file(RcRun *run, guint number, RcTurn turn, GError **error) {
  number = find_file(run, number, turn);
  const RcWalkFile *source = &g_array_index(run->walk->files, RcWalkFile, number);
  const RcWalkRoot *root = &g_array_index(run->walk->roots, RcWalkRoot, source->root);
  g_auto(RcFile) file = {0};
  rc_catalogue_locate(run->catalogue, root->folder, source->path, &file);
  bool first = g_hash_table_insert(run->seen, rc_catalogue_key(&file),
                                   GINT_TO_POINTER(!source->leads_nowhere));
  if (!first && turn == RC_TURN_FIRST)
    return true;
  OpenFile open_file = {.path = source->path,
                        .file = &file,
                        .number = number,
                        .leads_nowhere = source->leads_nowhere,
                        .turn = turn};
  open_file.descriptor = open(source->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  bool taken = look_at_file(run, &open_file, error);
  if (open_file.descriptor >= 0)
    close(open_file.descriptor);
  rc_sidecar_values_free(open_file.values);
  return taken;
}

/* --- what came of it --- */

/* True if what an earlier reader has read of a document is worth more than what is read now,
 * which is nothing; that is said. */
static bool is_worse(RcRun *run, const RcJob *job, const RcDocument *document) {
  static const RcStatus whole[] = {RC_STATUS_OK, RC_STATUS_PARTIAL, RC_STATUS_NO_TEXT};
  const RcKnownDocument *known = rc_catalogue_find_document(run->catalogue, job->id);
  bool failed = job->again && known && known->passages > 0 && document->passages == 0;
  for (gsize i = 0; i < G_N_ELEMENTS(whole); i++)
    failed &= document->status != whole[i];
  if (!failed)
    return false;
  g_autofree char *what =
      g_strdup_printf("could not be read again (%s); what an earlier reader has read of it is kept",
                      rc_status_name(document->status));
  rc_run_add_problem(run, job->path, what);
  run->summary->unchanged++;
  rc_run_count_unchanged(run, job->path, job->id);
  return true;
}

/* A document with pages for OCR waits for that, with what the reading pass made of it. */
static bool queue_for_ocr(RcRun *run, RcJob *job) {
  job->values = g_steal_pointer(&job->worker->values);
  g_clear_pointer(&job->worker, rc_worker_free);
  close(job->descriptor);
  job->descriptor = -1;
  g_hash_table_add(run->queued, g_strdup(job->id));
  job->wanted = job->wanting->len;
  g_ptr_array_add(run->ocr_queue, job);
  return true;
}

static bool finish_file(RcRun *run, RcJob *job, GError **error) {
  struct stat now;
  if (job->descriptor >= 0 && fstat(job->descriptor, &now) == 0 &&
      ((guint64)now.st_size != job->file.bytes ||
       time_of(&now, digest_of(job->file.mtime)) != job->file.mtime)) {
    bool noted = note_unread(run, job->path, &job->file, RC_STATUS_UNREADABLE,
                             "changed while it was read, so it was left out; run again", error);
    for (guint i = 0; noted && i < job->twins->len; i++) {
      const RcFile *twin = &g_array_index(job->twins, RcFile, i);
      g_autofree char *path = rc_catalogue_absolute_path(run->catalogue, twin);
      noted = note_unread(run, path, twin, RC_STATUS_UNREADABLE,
                          "had the same bytes as a file that changed while it was read, so it was "
                          "left out; run again",
                          error);
    }
    rc_job_free(job);
    return noted;
  }
  RcEntries *entries = g_steal_pointer(&job->worker->entries);
  RcDocument *document = rc_entries_document(entries);
  if (is_worse(run, job, document)) {
    rc_entries_free(entries);
    rc_job_free(job);
    return true;
  }
  job->status = document->status;
  job->pages = document->pages;
  job->pages_read = document->pages_read;
  g_array_append_vals(job->wanting, job->worker->wanting->data, job->worker->wanting->len);
  document->ocr_wanted = job->wanting->len;
  /* Words that OCR has found stay until it has found them again. */
  const RcKnownDocument *known = rc_catalogue_find_document(run->catalogue, job->id);
  if (job->again && known && known->pages_ocr > 0 && job->wanting->len) {
    rc_entries_free(entries);
    return queue_for_ocr(run, job);
  }
  job->again = false;
  bool written = write_document(run, job, entries, error);
  for (guint i = 0; written && i < job->twins->len; i++)
    written = add_known(run, &g_array_index(job->twins, RcFile, i), job->id, error);
  if (written && job->wanting->len && run->options->ocr != RC_OCR_NEVER)
    return queue_for_ocr(run, job);
  if (written)
    rc_run_count(run, job, job->status, job->pages, job->pages_read, job->wanting, rc_ocr_is_off);
  rc_job_free(job);
  return written;
}

/* A file without bytes is some work, too. */
static guint64 weigh_file(const RcRun *run, guint number, RcTurn turn) {
  number = find_file(run, number, turn);
  return g_array_index(run->walk->files, RcWalkFile, number).bytes + 1;
}

static const RcPass reading = {"Reading", start_file, finish_file, weigh_file, RC_TURN_FIRST};
static const RcPass rereading = {"Again", start_file, finish_file, weigh_file, RC_TURN_AGAIN};
static const RcPass suspects = {"Suspects", start_file, finish_file, NULL, RC_TURN_ALONE};

bool rc_reading_pass(RcRun *run, GError **error) {
  return rc_pass_run(run, &reading, run->walk->files->len, run->options->jobs, error) &&
         rc_pass_run(run, &suspects, run->suspects->len, 1, error);
}

bool rc_rereading_pass(RcRun *run, GError **error) {
  guint count = run->earlier_files->len;
  if (count == 0)
    return true;
  g_autofree char *sentence =
      g_strdup_printf("%u document%s read by an earlier reader and %s read again", count,
                      count == 1 ? " was" : "s were", count == 1 ? "is" : "are");
  rc_progress_tell(run->progress, sentence);
  g_array_set_size(run->suspects, 0); /* those of the pass before are done */
  return rc_store_commit(run->store, error) &&
         rc_pass_run(run, &rereading, count, run->options->jobs, error) &&
         rc_pass_run(run, &suspects, run->suspects->len, 1, error);
}
