/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dump.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "error.h"
#include "record.h"
#include "run.h"
#include "worker.h"

static bool fail(const char *path, GError **error) {
  g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: %s", path, g_strerror(errno));
  return false;
}

static void print_record(const json_t *record, FILE *out) {
  json_dumpf(record, out, JSON_COMPACT);
  fputc('\n', out);
}

static RcEntries *make_entries(const char *path, const char *sha256) {
  RcDocument *document = rc_document_new();
  document->sha256 = g_strdup(sha256);
  document->id = g_strndup(sha256, 16);
  RcFile file = {.path = g_path_get_basename(path)};
  g_array_append_val(document->files, file);
  return rc_entries_new(document);
}

/* The document as a hit of recourse-search shows it, without what only the index
 * needs. */
static void print_document(const RcDocument *document, FILE *out) {
  json_t *record = rc_record_from_document(document);
  json_t *file = json_array_get(json_object_get(record, "files"), 0);
  json_object_set(record, "file", json_object_get(file, "path"));
  json_object_del(record, "files");
  json_object_del(record, "passage_positions");
  print_record(record, out);
  json_decref(record);
}

static void receive_all(RcWorker *worker) {
  struct pollfd ready = {.fd = worker->pipe, .events = POLLIN};
  while (rc_worker_receive(worker)) {
    if (g_get_monotonic_time() > worker->deadline) {
      rc_worker_kill(worker, RC_STATUS_TIMEOUT);
      return;
    }
    poll(&ready, 1, 1000);
  }
}

/* One reading of the file, to its end.  A page on which OCR died is left out of the
 * next. */
static RcWorker *read_file(int descriptor, const char *path, RcStemmer *stemmer, const RcTask *task,
                           GError **error) {
  g_autofree char *sha256 = rc_run_hash(descriptor);
  if (!sha256) {
    fail(path, error);
    return NULL;
  }
  RcWorker *worker = rc_worker_start(descriptor, make_entries(path, sha256), stemmer, task, error);
  if (!worker)
    return NULL;
  worker->records = g_ptr_array_new_with_free_func((GDestroyNotify)json_decref);
  receive_all(worker);
  rc_entries_document(worker->entries)->ocr_wanted = task->ocr ? 0 : worker->wanting->len;
  return worker;
}

/* The second pass; `*worker`, the first one's, stays if there is no OCR or it comes
 * to no end. */
static bool read_by_ocr(int descriptor, const char *path, RcStemmer *stemmer, const RcTask *task,
                        RcWorker **worker, GError **error) {
  g_autoptr(GError) problem = NULL;
  g_autoptr(RcOcr) ocr = rc_ocr_new(&problem);
  if (!ocr) {
    fprintf(stderr, "recourse-index: %s\n", problem->message);
    return true;
  }
  g_autoptr(GArray) skip = g_array_new(FALSE, FALSE, sizeof(guint32));
  RcTask with_ocr = *task;
  with_ocr.ocr = ocr;
  with_ocr.skip = skip;
  for (int attempt = 0; attempt <= RC_WORKER_OCR_SKIPS_MAX; attempt++) {
    g_autoptr(RcWorker) second = read_file(descriptor, path, stemmer, &with_ocr, error);
    if (!second)
      return false;
    if (second->ended) {
      rc_worker_free(*worker);
      *worker = g_steal_pointer(&second);
      return true;
    }
    g_array_append_val(skip, second->page);
  }
  return true;
}

static void print_all(const RcWorker *worker, FILE *out) {
  print_document(rc_entries_document(worker->entries), out);
  for (guint i = 0; i < worker->records->len; i++)
    print_record(g_ptr_array_index(worker->records, i), out);
}

bool rc_dump(const char *path, RcStemmer *stemmer, const RcTask *task, FILE *out, GError **error) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return fail(path, error);
  g_autoptr(RcWorker) worker = read_file(descriptor, path, stemmer, task, error);
  bool done = worker && (task->choice == RC_OCR_NEVER || worker->wanting->len == 0 ||
                         read_by_ocr(descriptor, path, stemmer, task, &worker, error));
  close(descriptor);
  if (done)
    print_all(worker, out);
  return done;
}
