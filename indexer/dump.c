/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dump.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "digest.h"
#include "error.h"
#include "json.h"
#include "run.h"
#include "worker.h"

/* A document is read again without the page it died on so many times. */
#define SKIPS_MAX 4

/* A file on its way out. */
typedef struct {
  const char *path;
  int descriptor;
  GArray *skip, *skip_ocr; /* of guint32: pages on which reading, or OCR, died */
} Dump;

static bool fail(const char *path, GError **error) {
  g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: %s", path, g_strerror(errno));
  return false;
}

static void print_record(json_t *record, FILE *out) {
  g_autoptr(GString) text = g_string_new(NULL);
  rc_json_append(text, record, 17);
  g_string_append_c(text, '\n');
  fwrite(text->str, 1, text->len, out);
  json_decref(record);
}

static RcEntries *make_entries(const Dump *dump, const char *sha256) {
  RcDocument *document = rc_document_new();
  document->sha256 = g_strdup(sha256);
  document->id = g_strndup(sha256, RC_ID_DIGITS);
  RcFile file = {.path = g_path_get_basename(dump->path)};
  g_array_append_val(document->files, file);
  return rc_entries_new(document);
}

static void receive_all(RcWorker *worker) {
  struct pollfd ready = {.fd = worker->pipe, .events = POLLIN};
  while (rc_worker_receive(worker)) {
    if (g_get_monotonic_time() > rc_worker_deadline(worker)) {
      rc_worker_kill(worker, RC_STATUS_TIMEOUT);
      return;
    }
    poll(&ready, 1, 1000);
  }
}

/* One reading of the file, to its end. */
static RcWorker *read_once(const Dump *dump, RcForkServer *server, bool has_ocr, GError **error) {
  g_autofree char *sha256 = rc_digest_file(dump->descriptor);
  if (!sha256) {
    fail(dump->path, error);
    return NULL;
  }
  RcWorkerTask task = {.skip = dump->skip, .skip_ocr = dump->skip_ocr, .has_ocr = has_ocr};
  RcWorker *worker =
      rc_worker_start(server, dump->descriptor, make_entries(dump, sha256), &task, error);
  if (!worker)
    return NULL;
  worker->kept = g_ptr_array_new_with_free_func((GDestroyNotify)rc_passage_free);
  receive_all(worker);
  rc_entries_document(worker->entries)->ocr_wanted = has_ocr ? 0 : worker->wanting->len;
  return worker;
}

/* Reads the file, again without the page it died on where it did. */
static RcWorker *read_file(const Dump *dump, RcForkServer *server, bool has_ocr, GError **error) {
  RcWorker *worker = read_once(dump, server, has_ocr, error);
  GArray *skip = has_ocr ? dump->skip_ocr : dump->skip;
  guint32 fatal;
  while (worker && skip->len < SKIPS_MAX && (fatal = rc_worker_fatal_page(worker))) {
    g_array_append_val(skip, fatal);
    rc_worker_free(worker);
    worker = read_once(dump, server, has_ocr, error);
  }
  return worker;
}

/* The OCR pass; `*worker`, the first one, stays if there is no OCR or it comes to no
 * end. */
static bool read_by_ocr(const Dump *dump, RcForkServer *server, RcWorker **worker, GError **error) {
  GError *problem = NULL;
  if (!rc_forkserver_wait(server, &problem)) {
    if (!g_error_matches(problem, RC_ERROR, RC_ERROR_IO)) {
      g_propagate_error(error, problem);
      return false;
    }
    fprintf(stderr, "recourse-index: %s\n", problem->message);
    g_error_free(problem);
    return true;
  }
  RcWorker *second = read_file(dump, server, true, error);
  if (!second)
    return false;
  if (second->ended) {
    RcWorker *first = *worker;
    *worker = second;
    second = first;
  }
  rc_worker_free(second);
  return true;
}

static void print_all(const RcWorker *worker, FILE *out) {
  print_record(rc_json_from_document(rc_entries_document(worker->entries)), out);
  for (guint i = 0; i < worker->kept->len; i++)
    print_record(rc_json_from_passage(g_ptr_array_index(worker->kept, i)), out);
}

bool rc_dump(const char *path, const RcReader *reader, RcSandboxMode sandbox, FILE *out,
             GError **error) {
  const RcReader with_ocr = {reader->stemmer, reader->choice, .has_ocr = true};
  const bool wants_ocr = reader->choice != RC_OCR_NEVER;
  /* Both before the file is opened. */
  g_autoptr(RcForkServer) server = rc_reading_start(reader, sandbox, error);
  g_autoptr(RcForkServer) ocr_server =
      server && wants_ocr ? rc_reading_start(&with_ocr, sandbox, error) : NULL;
  if (!server || (wants_ocr && !ocr_server))
    return false;
  g_autoptr(GArray) skip = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GArray) skip_ocr = g_array_new(FALSE, FALSE, sizeof(guint32));
  Dump dump = {path, open(path, O_RDONLY | O_CLOEXEC), skip, skip_ocr};
  if (dump.descriptor < 0)
    return fail(path, error);
  g_autoptr(RcWorker) worker = read_file(&dump, server, false, error);
  bool done = worker && (!wants_ocr || worker->wanting->len == 0 ||
                         read_by_ocr(&dump, ocr_server, &worker, error));
  close(dump.descriptor);
  if (done)
    print_all(worker, out);
  return done;
}
