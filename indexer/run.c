/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sidecar.h"
#include "worker.h"

/* A file larger than this is not read. */
#define FILE_BYTES_MAX (G_GUINT64_CONSTANT(1) << 30)
#define ID_DIGITS 16

/* A file on its way into the index. */
typedef struct {
  RcWorker *worker;
  char *id;
  RcFile file;
  GArray *twins;      /* of RcFile: other files of the same bytes met meanwhile */
  RcDocument *values; /* what a sidecar says, until a worker has it; or NULL */
  /* For the second pass: what the first one made of the document. */
  bool known; /* it was read by an earlier run */
  RcStatus status;
  guint32 pages_read;
  GArray *wanting; /* of guint32: pages that want OCR; empty if known */
  GArray *skip;    /* of guint32: pages on which OCR died */
} Job;

typedef struct {
  RcStore *store;
  const RcWalk *walk;
  RcStemmer *stemmer;
  const RcRunOptions *options;
  RcRunSummary *summary;
  GPtrArray *jobs;  /* of Job *, running */
  GPtrArray *queue; /* of Job *, waiting for the second pass */
  GHashTable *seen; /* keys "root:path" of files met in this run */
  guint next;       /* file of the walk to be taken next; then, job of the queue */
  RcOcr *ocr;       /* in the second pass */
  RcSidecars *sidecars;
} Run;

void rc_run_summary_clear(RcRunSummary *summary) {
  g_clear_pointer(&summary->problems, g_ptr_array_unref);
}

static void add_problem(Run *run, const char *path, const char *what) {
  g_ptr_array_add(run->summary->problems, g_strdup_printf("%s: %s", path, what));
}

static void clear_file(gpointer file) {
  g_free(((RcFile *)file)->path);
}

static void clear_local_file(RcFile *file) {
  clear_file(file);
}

static void free_job(gpointer data) {
  Job *job = data;
  rc_worker_free(job->worker);
  rc_document_free(job->values);
  g_free(job->id);
  g_free(job->file.path);
  g_array_unref(job->twins);
  g_array_unref(job->wanting);
  g_array_unref(job->skip);
  g_free(job);
}

/* --- one file --- */

char *rc_run_hash(int descriptor) {
  g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
  static guint8 buffer[256 * 1024];
  ssize_t got;
  if (lseek(descriptor, 0, SEEK_SET) < 0)
    return NULL;
  while ((got = read(descriptor, buffer, sizeof buffer)) != 0) {
    if (got < 0 && errno != EINTR)
      return NULL;
    g_checksum_update(checksum, buffer, MAX(got, 0));
  }
  if (lseek(descriptor, 0, SEEK_SET) < 0)
    return NULL;
  return g_strdup(g_checksum_get_string(checksum));
}

/* What a sidecar said of the file when that time was kept. */
static guint32 digest_of(gint64 mtime) {
  return (guint32)(((mtime % RC_SIDECAR_DIGESTS) + RC_SIDECAR_DIGESTS) % RC_SIDECAR_DIGESTS);
}

/* True if something else is said of the file now than when it was read. */
static bool is_said_anew(const Run *run, const RcFile *file) {
  const RcKnownFile *known = rc_store_find_file(run->store, file);
  return digest_of(file->mtime) != (known ? digest_of(known->mtime) : 0);
}

/* Fills in size and time; false if it is the same as when it was read last. */
static bool has_changed(const Run *run, RcFile *file, const struct stat *info,
                        const RcDocument *values) {
  file->mtime = info->st_mtim.tv_sec * G_GINT64_CONSTANT(1000000000) +
                info->st_mtim.tv_nsec / RC_SIDECAR_DIGESTS * RC_SIDECAR_DIGESTS +
                rc_sidecar_digest(values);
  file->bytes = (guint64)info->st_size;
  const RcKnownFile *known = rc_store_find_file(run->store, file);
  return !known || known->mtime != file->mtime || known->bytes != file->bytes;
}

static Job *find_job(const Run *run, const char *id) {
  for (guint i = 0; i < run->jobs->len; i++) {
    Job *job = g_ptr_array_index(run->jobs, i);
    if (strcmp(job->id, id) == 0)
      return job;
  }
  return NULL;
}

/* Keeps what a sidecar says for the next worker. */
static void free_worker(Job *job) {
  job->values = g_steal_pointer(&job->worker->values);
  g_clear_pointer(&job->worker, rc_worker_free);
}

static Job *new_job(const char *id, const RcFile *file) {
  Job *job = g_new0(Job, 1);
  job->id = g_strdup(id);
  job->file = *file;
  job->file.path = g_strdup(file->path);
  job->twins = g_array_new(FALSE, FALSE, sizeof(RcFile));
  g_array_set_clear_func(job->twins, clear_file);
  job->wanting = g_array_new(FALSE, FALSE, sizeof(guint32));
  job->skip = g_array_new(FALSE, FALSE, sizeof(guint32));
  return job;
}

/* Puts an unchanged document into the second pass if it still wants OCR and this
 * run is to do it. */
static bool queue_known(Run *run, const char *id, const RcFile *file) {
  if (run->options->ocr == RC_OCR_NEVER || rc_store_ocr_wanted(run->store, id) == 0)
    return false;
  for (guint i = 0; i < run->queue->len; i++)
    if (strcmp(((Job *)g_ptr_array_index(run->queue, i))->id, id) == 0)
      return false;
  Job *job = new_job(id, file);
  job->known = true;
  g_ptr_array_add(run->queue, job);
  return true;
}

/* Forgets what stood at that path before, if it was another document. */
static bool drop_replaced(Run *run, const RcFile *file, const char *id, GError **error) {
  const RcKnownFile *known = rc_store_find_file(run->store, file);
  if (!known || strcmp(known->id, id) == 0)
    return true;
  run->summary->replaced++;
  return rc_store_remove_file(run->store, file, error);
}

/* A known document at one more path, or touched but not changed. */
static bool add_known(Run *run, const RcFile *file, const char *id, GError **error) {
  const RcKnownFile *known = rc_store_find_file(run->store, file);
  if (known && strcmp(known->id, id) == 0)
    run->summary->unchanged += !queue_known(run, id, file);
  else
    run->summary->same_bytes++;
  return drop_replaced(run, file, id, error) && rc_store_add_file(run->store, id, file, error);
}

/* Takes `job`; what a sidecar says of it goes with the worker. */
static bool start_job(Run *run, Job *job, int descriptor, const char *sha256, GError **error) {
  RcDocument *document = rc_document_new();
  document->sha256 = g_strdup(sha256);
  document->id = g_strdup(job->id);
  RcTask task = {run->options->ocr, run->ocr, job->skip, run->options->sandbox};
  RcEntries *entries = rc_entries_new(document);
  job->worker = rc_worker_start(descriptor, entries, run->stemmer, &task, error);
  if (!job->worker) {
    free_job(job);
    return false;
  }
  job->worker->values = g_steal_pointer(&job->values);
  g_ptr_array_add(run->jobs, job);
  return true;
}

/* A file of the same bytes as one that is being read.  What a sidecar says of it
 * counts if nothing is said of the other; where that is too late for this run, the
 * next one sees that it was not taken. */
static void add_twin(Job *job, const RcFile *file, RcDocument **values) {
  RcFile twin = *file;
  twin.path = g_strdup(file->path);
  if (*values && !job->worker->values && !job->worker->described)
    job->worker->values = g_steal_pointer(values);
  else if (*values)
    twin.mtime -= digest_of(twin.mtime);
  g_array_append_val(job->twins, twin);
}

/* The file is open and new or changed. */
static bool take_open_file(Run *run, int descriptor, const char *path, RcFile *file,
                           RcDocument **values, GError **error) {
  g_autofree char *sha256 = rc_run_hash(descriptor);
  if (!sha256) {
    run->summary->unreadable++;
    add_problem(run, path, g_strerror(errno));
    return true;
  }
  g_autofree char *id = g_strndup(sha256, ID_DIGITS);
  Job *same = find_job(run, id);
  if (same) {
    add_twin(same, file, values);
    return true;
  }
  if (rc_store_has_document(run->store, id) && !is_said_anew(run, file))
    return add_known(run, file, id, error);
  Job *job = new_job(id, file);
  job->values = g_steal_pointer(values);
  return start_job(run, job, descriptor, sha256, error);
}

static bool take_file(Run *run, const RcWalkFile *source, GError **error) {
  __attribute__((cleanup(clear_local_file))) RcFile file = {0};
  const RcWalkRoot *root = &g_array_index(run->walk->roots, RcWalkRoot, source->root);
  rc_store_locate(run->store, root->folder, source->path, &file);
  if (!g_hash_table_add(run->seen, g_strdup_printf("%u:%s", file.root, file.path)))
    return true;
  struct stat info;
  int descriptor = open(source->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0 || fstat(descriptor, &info) < 0 || !S_ISREG(info.st_mode) ||
      (guint64)info.st_size > FILE_BYTES_MAX) {
    run->summary->unreadable++;
    add_problem(run, source->path,
                descriptor < 0           ? g_strerror(errno)
                : !S_ISREG(info.st_mode) ? "not a regular file"
                                         : "larger than 1 GiB, not read");
    if (descriptor >= 0)
      close(descriptor);
    return true;
  }
  bool taken = true;
  g_autoptr(RcDocument) values = rc_sidecars_read(run->sidecars, source->path);
  if (has_changed(run, &file, &info, values))
    taken = take_open_file(run, descriptor, source->path, &file, &values, error);
  else
    run->summary->unchanged += !queue_known(run, rc_store_find_file(run->store, &file)->id, &file);
  close(descriptor);
  return taken;
}

/* What a status other than ok means to whoever runs the program. */
static const char *const status_texts[RC_N_STATUSES] = {
    [RC_STATUS_PARTIAL] = "read in part: some pages could not be read",
    [RC_STATUS_NO_TEXT] = "no text: blank pages, or pictures in which OCR finds none",
    [RC_STATUS_ENCRYPTED] = "encrypted: needs a password",
    [RC_STATUS_DAMAGED] = "not a PDF, or too damaged to be read",
    [RC_STATUS_TIMEOUT] = "took too long and was stopped",
    [RC_STATUS_OUT_OF_MEMORY] = "needed too much memory and was stopped",
    [RC_STATUS_CRASHED] = "the process that read it crashed",
    [RC_STATUS_TOO_BIG] = "too big",
    [RC_STATUS_UNREADABLE] = "cannot be read",
};

/* "page 3", "pages 1-4, 7" */
static char *list_pages(const GArray *pages) {
  GString *list = g_string_new(pages->len == 1 ? "page " : "pages ");
  for (guint i = 0, end; i < pages->len; i = end) {
    guint32 first = g_array_index(pages, guint32, i);
    for (end = i + 1; end < pages->len; end++)
      if (g_array_index(pages, guint32, end) != first + (end - i))
        break;
    g_string_append_printf(list, "%s%u", i ? ", " : "", first);
    if (end - i > 1)
      g_string_append_printf(list, "-%u", first + (end - i) - 1);
  }
  return g_string_free(list, FALSE);
}

/* Why pages have no text although there is something on them. */
static const char ocr_is_off[] = "images, or letters without meaning; --ocr=auto reads them";
static const char ocr_is_missing[] = "images, or letters without meaning, and OCR is not there";
static const char ocr_failed[] = "images, or letters without meaning, and OCR failed on them";
static const char ocr_interrupted[] = "images, or letters without meaning; the next run reads them";

/* Counts a document that this run is done with; `wanting` are the pages that want
 * OCR still, for the reason `why`. */
static void count_document(Run *run, const RcFile *file, RcStatus status, guint32 pages_read,
                           const GArray *wanting, const char *why) {
  run->summary->read[status]++;
  run->summary->pages += pages_read;
  if (status == RC_STATUS_OK)
    return;
  g_autofree char *path = rc_store_absolute_path(run->store, file);
  if (wanting->len == 0) {
    add_problem(run, path, status_texts[status]);
    return;
  }
  g_autofree char *pages = list_pages(wanting);
  g_autofree char *problem = g_strdup_printf("no text on %s: %s", pages, why);
  add_problem(run, path, problem);
}

/* Takes a document out that is in the index and was read again; the other files
 * that hold it are added to `others`. */
static bool take_out(Run *run, const Job *job, GArray *others, GError **error) {
  if (!rc_store_has_document(run->store, job->id))
    return true;
  g_autoptr(GPtrArray) files = rc_store_list_files(run->store);
  g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(RcFile));
  g_array_set_clear_func(all, clear_file);
  for (guint i = 0; i < files->len; i++) {
    const RcKnownFile *known = g_ptr_array_index(files, i);
    if (strcmp(known->id, job->id) != 0)
      continue;
    RcFile file = known->file, other = known->file;
    file.path = g_strdup(known->file.path);
    g_array_append_val(all, file);
    if (other.root == job->file.root && strcmp(other.path, job->file.path) == 0)
      continue;
    other.path = g_strdup(known->file.path);
    g_array_append_val(others, other);
  }
  for (guint i = 0; i < all->len; i++)
    if (!rc_store_remove_file(run->store, &g_array_index(all, RcFile, i), error))
      return false;
  run->summary->replaced++;
  return true;
}

/* Writes what a worker that is done has brought, and the twins of its file. */
static bool write_job(Run *run, Job *job, GError **error) {
  g_autoptr(RcEntries) entries = g_steal_pointer(&job->worker->entries);
  RcDocument *document = rc_entries_document(entries);
  RcFile file = job->file;
  file.path = g_strdup(job->file.path);
  g_array_append_val(document->files, file);
  document->ocr_wanted = job->worker->wanting->len;
  g_autoptr(GArray) others = g_array_new(FALSE, FALSE, sizeof(RcFile));
  g_array_set_clear_func(others, clear_file);
  if (!drop_replaced(run, &job->file, job->id, error) || !take_out(run, job, others, error) ||
      !rc_store_add_document(run->store, g_steal_pointer(&entries), error))
    return false;
  for (guint i = 0; i < others->len; i++)
    if (!rc_store_add_file(run->store, job->id, &g_array_index(others, RcFile, i), error))
      return false;
  for (guint i = 0; i < job->twins->len; i++)
    if (!add_known(run, &g_array_index(job->twins, RcFile, i), job->id, error))
      return false;
  return true;
}

/* The first pass is done with a document: takes `job`. */
static bool finish_job(Run *run, Job *job, GError **error) {
  const RcDocument *document = rc_entries_document(job->worker->entries);
  job->status = document->status;
  job->pages_read = document->pages_read;
  g_array_append_vals(job->wanting, job->worker->wanting->data, job->worker->wanting->len);
  bool written = write_job(run, job, error);
  if (written && job->wanting->len && run->options->ocr != RC_OCR_NEVER) {
    free_worker(job);
    g_ptr_array_add(run->queue, job);
    return true;
  }
  if (written)
    count_document(run, &job->file, job->status, job->pages_read, job->wanting, ocr_is_off);
  free_job(job);
  return written;
}

/* --- the second pass --- */

/* What the first pass made of a document stays. */
static void keep_first_result(Run *run, const Job *job, const char *why) {
  if (job->known)
    run->summary->unchanged++;
  else
    count_document(run, &job->file, job->status, job->pages_read, job->wanting, why);
}

/* Starts a document of the queue, or starts it again; takes `job`.  A file that has
 * changed or vanished meanwhile is left to the next run. */
static bool start_ocr_job(Run *run, Job *job, GError **error) {
  g_autofree char *path = rc_store_absolute_path(run->store, &job->file);
  int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  g_autofree char *sha256 = descriptor >= 0 ? rc_run_hash(descriptor) : NULL;
  bool started = true;
  if (job->known && !job->values)
    job->values = rc_sidecars_read(run->sidecars, path);
  if (sha256 && g_str_has_prefix(sha256, job->id)) {
    started = start_job(run, job, descriptor, sha256, error);
  } else {
    keep_first_result(run, job, ocr_interrupted);
    free_job(job);
  }
  if (descriptor >= 0)
    close(descriptor);
  return started;
}

static bool replace_document(Run *run, Job *job, GError **error) {
  RcEntries *entries = g_steal_pointer(&job->worker->entries);
  const RcDocument *document = rc_entries_document(entries);
  run->summary->pages_ocr += document->pages_ocr;
  count_document(run, &job->file, document->status, document->pages_read, job->worker->wanting,
                 ocr_failed);
  return rc_store_replace_document(run->store, entries, error);
}

/* The second pass is done with a document, or its worker died on a page: then it is
 * read again without that page.  Takes `job`. */
static bool finish_ocr_job(Run *run, Job *job, GError **error) {
  const RcWorker *worker = job->worker;
  if (!worker->ended && !worker->described && worker->page &&
      job->skip->len < RC_WORKER_OCR_SKIPS_MAX) {
    g_array_append_val(job->skip, worker->page);
    free_worker(job);
    return start_ocr_job(run, job, error);
  }
  bool done;
  if (worker->ended) {
    done = replace_document(run, job, error);
  } else {
    keep_first_result(run, job, ocr_failed);
    done = rc_store_clear_ocr_wanted(run->store, job->id, error);
  }
  free_job(job);
  return done;
}

/* --- all files --- */

/* Pages that the running workers are through with. */
static guint64 pages_under_way(const Run *run) {
  guint64 pages = 0;
  for (guint i = 0; i < run->jobs->len; i++) {
    const RcWorker *worker = ((const Job *)g_ptr_array_index(run->jobs, i))->worker;
    pages += worker->page ? worker->page - 1 : 0;
  }
  return pages;
}

static void show_progress(const Run *run) {
  if (!run->options->progress)
    return;
  guint done = run->next - run->jobs->len;
  if (run->ocr)
    fprintf(stderr, "\r\033[KOCR: %u of %u documents, %" G_GUINT64_FORMAT " pages read", done,
            run->queue->len, run->summary->pages_ocr + pages_under_way(run));
  else
    fprintf(stderr, "\r\033[K%u of %u files, %" G_GUINT64_FORMAT " pages read", done,
            run->walk->files->len, run->summary->pages);
  fflush(stderr);
}

static bool is_interrupted(const Run *run) {
  return run->options->interrupted && *run->options->interrupted;
}

/* One pass over all there is to read. */
typedef struct {
  guint (*count)(const Run *run);
  bool (*start)(Run *run, guint number, GError **error);
  bool (*finish)(Run *run, Job *job, GError **error);
} Pass;

static guint count_files(const Run *run) {
  return run->walk->files->len;
}

static bool start_file(Run *run, guint number, GError **error) {
  return take_file(run, &g_array_index(run->walk->files, RcWalkFile, number), error);
}

static guint count_queue(const Run *run) {
  return run->queue->len;
}

static bool start_queued(Run *run, guint number, GError **error) {
  Job *job = g_ptr_array_index(run->queue, number);
  g_ptr_array_index(run->queue, number) = NULL;
  return start_ocr_job(run, job, error);
}

static const Pass first_pass = {count_files, start_file, finish_job};
static const Pass second_pass = {count_queue, start_queued, finish_ocr_job};

static bool start_jobs(Run *run, const Pass *pass, GError **error) {
  while (run->jobs->len < run->options->jobs && run->next < pass->count(run) &&
         !is_interrupted(run)) {
    if (!pass->start(run, run->next++, error))
      return false;
    show_progress(run);
  }
  return true;
}

/* Waits for something to come from any worker, a second at most. */
static void wait_for_workers(const Run *run, struct pollfd *polls) {
  for (guint i = 0; i < run->jobs->len; i++) {
    const Job *job = g_ptr_array_index(run->jobs, i);
    polls[i] = (struct pollfd){.fd = job->worker->pipe, .events = POLLIN};
  }
  poll(polls, run->jobs->len, 1000);
}

static bool serve_job(Run *run, const Pass *pass, guint number, const struct pollfd *ready,
                      GError **error) {
  Job *job = g_ptr_array_index(run->jobs, number);
  bool more = ready->revents == 0 || rc_worker_receive(job->worker);
  if (more && g_get_monotonic_time() > job->worker->deadline) {
    rc_worker_kill(job->worker, RC_STATUS_TIMEOUT);
    more = false;
  }
  if (more)
    return true;
  g_ptr_array_steal_index(run->jobs, number);
  bool finished = pass->finish(run, job, error);
  show_progress(run);
  return finished;
}

static bool run_jobs(Run *run, const Pass *pass, GError **error) {
  g_autofree struct pollfd *polls = g_new0(struct pollfd, run->options->jobs);
  for (;;) {
    if (!start_jobs(run, pass, error))
      return false;
    if (run->jobs->len == 0 || is_interrupted(run))
      return true;
    wait_for_workers(run, polls);
    for (guint i = run->jobs->len; i-- > 0;)
      if (!serve_job(run, pass, i, &polls[i], error))
        return false;
    if (run->ocr)
      show_progress(run);
  }
}

/* Reads what wants OCR again.  Models are loaded only here: most runs have no use
 * for them, and the first pass forks faster without. */
static bool run_second_pass(Run *run, GError **error) {
  g_autoptr(GError) problem = NULL;
  g_autoptr(RcOcr) ocr = NULL;
  const char *why = ocr_interrupted;
  bool done = true;
  if (run->queue->len && !is_interrupted(run) && !(ocr = rc_ocr_new(&problem))) {
    g_ptr_array_add(run->summary->problems, g_strdup(problem->message));
    why = ocr_is_missing;
  }
  if (ocr) {
    gint64 start = g_get_monotonic_time();
    run->ocr = ocr;
    run->next = 0;
    done = run_jobs(run, &second_pass, error);
    run->ocr = NULL;
    run->summary->ocr_seconds = (double)(g_get_monotonic_time() - start) / G_USEC_PER_SEC;
  }
  for (guint i = 0; i < run->queue->len; i++)
    if (g_ptr_array_index(run->queue, i))
      keep_first_result(run, g_ptr_array_index(run->queue, i), why);
  for (guint i = 0; ocr && i < run->jobs->len; i++)
    keep_first_result(run, g_ptr_array_index(run->jobs, i), why);
  return done;
}

/* --- what has vanished --- */

/* The root of the walk that answers for a path: a folder read whole that had
 * PDFs; NULL if none does. */
static const RcWalkRoot *answering_root(const RcWalk *walk, const char *path) {
  for (guint i = 0; i < walk->roots->len; i++) {
    const RcWalkRoot *root = &g_array_index(walk->roots, RcWalkRoot, i);
    gsize length = strlen(root->folder);
    if (root->is_folder && strncmp(root->folder, path, length) == 0 &&
        (path[length] == '/' || length == 1))
      return root;
  }
  return NULL;
}

static void warn_of_empty_roots(Run *run, const bool *kept) {
  for (guint i = 0; i < run->walk->roots->len; i++)
    if (kept[i])
      add_problem(run, g_array_index(run->walk->roots, RcWalkRoot, i).folder,
                  "has no PDF files any more, or could not be read whole; what the index holds "
                  "from there is kept");
}

static bool remove_vanished(Run *run, GError **error) {
  g_autoptr(GPtrArray) files = rc_store_list_files(run->store);
  g_autofree bool *kept = g_new0(bool, run->walk->roots->len + 1);
  for (guint i = 0; i < files->len; i++) {
    const RcKnownFile *known = g_ptr_array_index(files, i);
    g_autofree char *key = g_strdup_printf("%u:%s", known->file.root, known->file.path);
    g_autofree char *path = rc_store_absolute_path(run->store, &known->file);
    const RcWalkRoot *root = answering_root(run->walk, path);
    if (!root || g_hash_table_contains(run->seen, key))
      continue;
    if (!root->complete || root->files == 0) {
      kept[root - &g_array_index(run->walk->roots, RcWalkRoot, 0)] = true;
      continue;
    }
    run->summary->removed++;
    if (!rc_store_remove_file(run->store, &known->file, error))
      return false;
  }
  warn_of_empty_roots(run, kept);
  return true;
}

/* The first pass is whole in the index before the second begins. */
static bool run_both_passes(Run *run, GError **error) {
  if (!run_jobs(run, &first_pass, error) || (!is_interrupted(run) && !remove_vanished(run, error)))
    return false;
  return (run->queue->len == 0 || rc_store_commit(run->store, error)) &&
         run_second_pass(run, error) && rc_store_commit(run->store, error);
}

static void free_queued(gpointer job) {
  if (job)
    free_job(job);
}

bool rc_run(RcStore *store, const RcWalk *walk, RcStemmer *stemmer, const RcRunOptions *options,
            RcRunSummary *summary, GError **error) {
  g_autoptr(GPtrArray) jobs = g_ptr_array_new_with_free_func(free_job);
  g_autoptr(GPtrArray) queue = g_ptr_array_new_with_free_func(free_queued);
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  summary->problems = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(RcSidecars) sidecars = rc_sidecars_new(summary->problems);
  Run run = {.store = store,
             .walk = walk,
             .stemmer = stemmer,
             .options = options,
             .summary = summary,
             .jobs = jobs,
             .queue = queue,
             .seen = seen,
             .sidecars = sidecars};
  if (options->manifest)
    rc_sidecars_read_manifest(sidecars, options->manifest);
  for (guint i = 0; i < walk->problems->len; i++)
    g_ptr_array_add(summary->problems, g_strdup(g_ptr_array_index(walk->problems, i)));
  bool done = run_both_passes(&run, error);
  summary->interrupted = is_interrupted(&run);
  if (options->progress)
    fputs("\r\033[K", stderr);
  return done;
}
