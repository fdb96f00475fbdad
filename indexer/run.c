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

#include "worker.h"

/* A file larger than this is not read. */
#define FILE_BYTES_MAX (G_GUINT64_CONSTANT(1) << 30)
#define ID_DIGITS 16

/* A file on its way into the index. */
typedef struct {
  RcWorker *worker;
  char *id;
  RcFile file;
  GArray *twins; /* of RcFile: other files of the same bytes met meanwhile */
} Job;

typedef struct {
  RcStore *store;
  const RcWalk *walk;
  RcStemmer *stemmer;
  const RcRunOptions *options;
  RcRunSummary *summary;
  GPtrArray *jobs;  /* of Job *, running */
  GHashTable *seen; /* keys "root:path" of files met in this run */
  guint next;       /* file of the walk to be taken next */
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
  g_free(job->id);
  g_free(job->file.path);
  g_array_unref(job->twins);
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

/* Fills in size and time; false if it is the same as when it was read last. */
static bool has_changed(const Run *run, RcFile *file, const struct stat *info) {
  file->mtime = info->st_mtim.tv_sec * G_GINT64_CONSTANT(1000000000) + info->st_mtim.tv_nsec;
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
    run->summary->unchanged++;
  else
    run->summary->same_bytes++;
  return drop_replaced(run, file, id, error) && rc_store_add_file(run->store, id, file, error);
}

static bool start_job(Run *run, int descriptor, RcFile *file, const char *sha256, GError **error) {
  RcDocument *document = rc_document_new();
  document->sha256 = g_strdup(sha256);
  document->id = g_strndup(sha256, ID_DIGITS);
  Job *job = g_new0(Job, 1);
  job->id = g_strdup(document->id);
  job->file = *file;
  job->file.path = g_strdup(file->path);
  job->twins = g_array_new(FALSE, FALSE, sizeof(RcFile));
  g_array_set_clear_func(job->twins, clear_file);
  job->worker = rc_worker_start(descriptor, rc_entries_new(document), run->stemmer, error);
  if (job->worker)
    g_ptr_array_add(run->jobs, job);
  else
    free_job(job);
  return job->worker != NULL;
}

/* The file is open and new or changed. */
static bool take_open_file(Run *run, int descriptor, const char *path, RcFile *file,
                           GError **error) {
  g_autofree char *sha256 = rc_run_hash(descriptor);
  if (!sha256) {
    run->summary->unreadable++;
    add_problem(run, path, g_strerror(errno));
    return true;
  }
  g_autofree char *id = g_strndup(sha256, ID_DIGITS);
  if (rc_store_has_document(run->store, id))
    return add_known(run, file, id, error);
  Job *same = find_job(run, id);
  if (same) {
    RcFile twin = *file;
    twin.path = g_strdup(file->path);
    g_array_append_val(same->twins, twin);
    return true;
  }
  return start_job(run, descriptor, file, sha256, error);
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
  if (has_changed(run, &file, &info))
    taken = take_open_file(run, descriptor, source->path, &file, error);
  else
    run->summary->unchanged++;
  close(descriptor);
  return taken;
}

/* What a status other than ok means to whoever runs the program. */
static const char *const status_texts[RC_N_STATUSES] = {
    [RC_STATUS_PARTIAL] = "read in part: some pages could not be read",
    [RC_STATUS_NO_TEXT] = "no text: the pages are images, most likely a scan",
    [RC_STATUS_ENCRYPTED] = "encrypted: needs a password",
    [RC_STATUS_DAMAGED] = "not a PDF, or too damaged to be read",
    [RC_STATUS_TIMEOUT] = "took too long and was stopped",
    [RC_STATUS_OUT_OF_MEMORY] = "needed too much memory and was stopped",
    [RC_STATUS_CRASHED] = "the process that read it crashed",
    [RC_STATUS_TOO_BIG] = "too big",
    [RC_STATUS_UNREADABLE] = "cannot be read",
};

static void count_document(Run *run, const RcDocument *document, const RcFile *file) {
  run->summary->read[document->status]++;
  run->summary->pages += document->pages_read;
  if (document->status == RC_STATUS_OK)
    return;
  g_autofree char *path = rc_store_absolute_path(run->store, file);
  add_problem(run, path, status_texts[document->status]);
}

/* Writes what a worker that is done has brought, and the twins of its file. */
static bool finish_job(Run *run, Job *job, GError **error) {
  RcEntries *entries = g_steal_pointer(&job->worker->entries);
  RcDocument *document = rc_entries_document(entries);
  RcFile file = job->file;
  file.path = g_strdup(job->file.path);
  g_array_append_val(document->files, file);
  count_document(run, document, &job->file);
  if (!drop_replaced(run, &job->file, job->id, error) ||
      !rc_store_add_document(run->store, entries, error))
    return false;
  for (guint i = 0; i < job->twins->len; i++)
    if (!add_known(run, &g_array_index(job->twins, RcFile, i), job->id, error))
      return false;
  return true;
}

/* --- all files --- */

static void show_progress(const Run *run) {
  if (!run->options->progress)
    return;
  fprintf(stderr, "\r\033[K%u of %u files, %" G_GUINT64_FORMAT " pages read",
          run->next - run->jobs->len, run->walk->files->len, run->summary->pages);
  fflush(stderr);
}

static bool is_interrupted(const Run *run) {
  return run->options->interrupted && *run->options->interrupted;
}

static bool start_jobs(Run *run, GError **error) {
  while (run->jobs->len < run->options->jobs && run->next < run->walk->files->len &&
         !is_interrupted(run)) {
    if (!take_file(run, &g_array_index(run->walk->files, RcWalkFile, run->next++), error))
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

static bool serve_job(Run *run, guint number, const struct pollfd *ready, GError **error) {
  Job *job = g_ptr_array_index(run->jobs, number);
  bool more = ready->revents == 0 || rc_worker_receive(job->worker);
  if (more && g_get_monotonic_time() > job->worker->deadline) {
    rc_worker_kill(job->worker, RC_STATUS_TIMEOUT);
    more = false;
  }
  if (more)
    return true;
  bool finished = finish_job(run, job, error);
  g_ptr_array_remove_index(run->jobs, number);
  show_progress(run);
  return finished;
}

static bool run_jobs(Run *run, GError **error) {
  g_autofree struct pollfd *polls = g_new0(struct pollfd, run->options->jobs);
  for (;;) {
    if (!start_jobs(run, error))
      return false;
    if (run->jobs->len == 0 || is_interrupted(run))
      return true;
    wait_for_workers(run, polls);
    for (guint i = run->jobs->len; i-- > 0;)
      if (!serve_job(run, i, &polls[i], error))
        return false;
  }
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

bool rc_run(RcStore *store, const RcWalk *walk, RcStemmer *stemmer, const RcRunOptions *options,
            RcRunSummary *summary, GError **error) {
  g_autoptr(GPtrArray) jobs = g_ptr_array_new_with_free_func(free_job);
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  Run run = {store, walk, stemmer, options, summary, jobs, seen, 0};
  summary->problems = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < walk->problems->len; i++)
    g_ptr_array_add(summary->problems, g_strdup(g_ptr_array_index(walk->problems, i)));
  bool done = run_jobs(&run, error);
  summary->interrupted = is_interrupted(&run);
  if (options->progress)
    fputs("\r\033[K", stderr);
  return done && (summary->interrupted || remove_vanished(&run, error)) &&
         rc_store_commit(store, error);
}
