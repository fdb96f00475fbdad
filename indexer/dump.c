/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dump.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest.h"
#include "error.h"
#include "json.h"
#include "run.h"
#include "worker.h"

#define POLL_MILLISECONDS 200

static void print_record(json_t *record, FILE *out) {
  g_autoptr(GString) text = g_string_new(NULL);
  rc_json_append(text, record, 17);
  g_string_append_c(text, '\n');
  fwrite(text->str, 1, text->len, out);
  json_decref(record);
}

/* Reads the file to its end with one server; NULL with an error, or without one if it was
 * interrupted. */
static RcWorker *read_file(const RcDump *dump, int descriptor, const char *sha256,
                           RcForkServer *server, bool ocr, GError **error) {
  RcDocument *document = rc_document_new();
  document->sha256 = g_strdup(sha256);
  document->id = g_strndup(sha256, RC_ID_DIGITS);
  RcFile file = {.path = g_path_get_basename(dump->path)};
  g_array_append_val(document->files, file);
  const RcOrder order = rc_order_for_pdf(dump->ocr, ocr);
  g_autoptr(RcWorker) worker =
      rc_worker_start(server, descriptor, NULL, rc_entries_new(document), &order, error);
  if (!worker)
    return NULL;
  worker->kept = g_ptr_array_new_with_free_func((GDestroyNotify)rc_passage_free);
  while (rc_worker_receive(worker)) {
    struct pollfd ready = {.fd = worker->pipe, .events = POLLIN};
    poll(&ready, 1, POLL_MILLISECONDS);
    if (*dump->interrupted)
      return NULL;
  }
  document->ocr_wanted = ocr ? 0 : worker->wanting->len;
  return g_steal_pointer(&worker);
}

/* The OCR pass; `*worker`, the first one, stays if there is no OCR or it comes to no
 * end. */
static bool read_by_ocr(const RcDump *dump, int descriptor, const char *sha256,
                        RcForkServer *server, RcWorker **worker, GError **error) {
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
  RcWorker *second = read_file(dump, descriptor, sha256, server, true, error);
  if (second && second->ended) {
    RcWorker *first = *worker;
    *worker = second;
    second = first;
  }
  bool done = second != NULL;
  rc_worker_free(second);
  return done;
}

/* Opens what can be read as a document: neither what would keep its opener waiting nor what
 * has no end.  -1 with an error. */
static int open_document(const char *path, GError **error) {
  struct stat info;
  int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  const char *obstacle = NULL;
  if (descriptor < 0 || fstat(descriptor, &info) < 0)
    obstacle = g_strerror(errno);
  else if (!S_ISREG(info.st_mode))
    obstacle = "not a regular file";
  else if ((guint64)info.st_size > RC_RUN_FILE_BYTES_MAX)
    obstacle = "larger than 1 GiB, not read";
  if (!obstacle)
    return descriptor;
  g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: %s", path, obstacle);
  if (descriptor >= 0)
    close(descriptor);
  return -1;
}

bool rc_dump(const RcDump *dump, FILE *out, GError **error) {
  const RcReader plain = {.stemmer = dump->stemmer};
  const RcReader with_ocr = {.stemmer = dump->stemmer, .has_ocr = true};
  const bool wants_ocr = dump->ocr != RC_OCR_NEVER;
  /* Both before the file is opened. */
  g_autoptr(RcForkServer) server = rc_reading_start(&plain, dump->sandbox, error);
  g_autoptr(RcForkServer) ocr_server =
      server && wants_ocr ? rc_reading_start(&with_ocr, dump->sandbox, error) : NULL;
  int descriptor = server && (ocr_server || !wants_ocr) ? open_document(dump->path, error) : -1;
  if (descriptor < 0)
    return false;
  g_autofree char *sha256 = rc_digest_file(descriptor);
  if (!sha256)
    g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: %s", dump->path, g_strerror(errno));
  g_autoptr(RcWorker) worker =
      sha256 ? read_file(dump, descriptor, sha256, server, false, error) : NULL;
  bool done = worker && (!wants_ocr || worker->wanting->len == 0 ||
                         read_by_ocr(dump, descriptor, sha256, ocr_server, &worker, error));
  if (done) {
    print_record(rc_json_from_document(rc_entries_document(worker->entries)), out);
    for (guint i = 0; i < worker->kept->len; i++)
      print_record(rc_json_from_passage(g_ptr_array_index(worker->kept, i)), out);
  }
  close(descriptor);
  return done;
}
