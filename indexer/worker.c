/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "error.h"
#include "message.h"
#include "record.h"
#include "sidecar.h"

#define READ_BYTES (256 * 1024)
/* What a worker may take of memory, and of processor time without OCR. */
#define MEMORY_BYTES_MAX (G_GUINT64_CONSTANT(1) << 30)
#define CPU_SECONDS_MAX 60

/* --- in the worker process --- */

/* Keeps descriptors 0 to 2 (nowhere), 3 (the document) and 4 (the pipe). */
static void close_all_but(int descriptor, int out) {
  int nowhere = open("/dev/null", O_RDWR);
  for (int i = 0; i <= 2; i++)
    dup2(nowhere, i);
  /* Out of the way first: either may be 3 or 4 already. */
  int high_descriptor = fcntl(descriptor, F_DUPFD, 5), high_out = fcntl(out, F_DUPFD, 5);
  dup2(high_descriptor, 3);
  dup2(high_out, 4);
  close_range(5, ~0U, 0);
}

static void be_worker(int descriptor, int out, RcStemmer *stemmer, const RcTask *task) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  signal(SIGINT, SIG_IGN); /* the parent decides what ends */
  signal(SIGPIPE, SIG_DFL);
  close_all_but(descriptor, out);
  /* OCR has limits of its own, page by page, and models of a few hundred MB. */
  RcSandboxLimits limits = {MEMORY_BYTES_MAX, task->ocr ? 0 : CPU_SECONDS_MAX};
  if (!rc_sandbox_close(task->sandbox, &limits))
    _exit(1);
  rc_reading_run(3, 4, stemmer, task);
  _exit(0);
}

/* --- in the parent process --- */

static gint64 seconds_from_now(int seconds) {
  return g_get_monotonic_time() + seconds * G_USEC_PER_SEC;
}

RcWorker *rc_worker_start(int descriptor, RcEntries *entries, RcStemmer *stemmer,
                          const RcTask *task, GError **error) {
  RcWorker *worker = g_new0(RcWorker, 1);
  worker->entries = entries;
  worker->has_ocr = task->ocr != NULL;
  worker->wanting = g_array_new(FALSE, FALSE, sizeof(guint32));
  worker->bytes = g_byte_array_new();
  worker->pipe = -1;
  worker->status = RC_STATUS_CRASHED;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0 || (worker->pid = fork()) < 0) {
    g_set_error(error, RC_ERROR, RC_ERROR_IO, "cannot start a worker process: %s",
                g_strerror(errno));
    worker->pid = 0;
    rc_worker_free(worker);
    return NULL;
  }
  if (worker->pid == 0)
    be_worker(descriptor, ends[1], stemmer, task);
  close(ends[1]);
  worker->pipe = ends[0];
  fcntl(worker->pipe, F_SETFL, O_NONBLOCK);
  worker->deadline = seconds_from_now(RC_WORKER_SECONDS_MAX);
  return worker;
}

static bool refuse(GError **error, const char *what) {
  g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "worker message: %s", what);
  return false;
}

static bool take_passage(RcWorker *worker, const RcMessage *message, GError **error) {
  if (!worker->described)
    return refuse(error, "passage before document");
  g_autoptr(RcPassage) passage = rc_record_to_passage(message->record, error);
  if (!passage)
    return false;
  const RcPageStart *last =
      &g_array_index(passage->page_starts, RcPageStart, passage->page_starts->len - 1);
  if (passage->ordinal != worker->passages + 1 || last->page > worker->pages)
    return refuse(error, "passage out of order");
  if (!rc_entries_add_passage(worker->entries, passage, message->postings, message->postings_length,
                              error))
    return false;
  worker->passages++;
  if (worker->records)
    g_ptr_array_add(worker->records, json_incref(message->record));
  return true;
}

/* What a person said of the document wins, and is in place before the passages,
 * which carry its year, type and symbol. */
static bool take_document(RcWorker *worker, const RcMessage *message, GError **error) {
  RcDocument *document = rc_entries_document(worker->entries);
  if (!rc_record_read_metadata(message->record, document, error))
    return false;
  if (rc_sidecar_is_claimed(document))
    return refuse(error, "a source that is not the worker's");
  rc_sidecar_apply(worker->values, document);
  return true;
}

/* With OCR each page has its time, and what comes after the last page has that of a
 * document. */
static bool take_page(RcWorker *worker, const RcMessage *message, GError **error) {
  if (worker->described || message->page <= worker->page ||
      (worker->page > 0 && message->pages != worker->pages))
    return refuse(error, "page out of order");
  worker->page = message->page;
  worker->pages = message->pages;
  bool last = message->page == message->pages;
  if (worker->has_ocr)
    worker->deadline =
        seconds_from_now(RC_WORKER_OCR_WALL_SECONDS_MAX + (last ? RC_WORKER_SECONDS_MAX : 0));
  return true;
}

static bool take_ocr(RcWorker *worker, RcDocument *document, const RcMessage *message,
                     GError **error) {
  guint count = message->wanting->len;
  guint32 last = count ? g_array_index(message->wanting, guint32, count - 1) : 0;
  if (!worker->wanting || worker->wanting->len || last > worker->pages ||
      message->pages_ocr > worker->pages)
    return refuse(error, "ocr of other pages");
  document->pages_ocr = message->pages_ocr;
  g_array_append_vals(worker->wanting, message->wanting->data, count);
  return true;
}

/* What a worker may say of how it ended; the rest is seen from outside. */
static const bool is_worker_status[RC_N_STATUSES] = {
    [RC_STATUS_OK] = true,        [RC_STATUS_PARTIAL] = true, [RC_STATUS_NO_TEXT] = true,
    [RC_STATUS_ENCRYPTED] = true, [RC_STATUS_DAMAGED] = true,
};

static bool take_message(RcWorker *worker, const RcMessage *message, GError **error) {
  RcDocument *document = rc_entries_document(worker->entries);
  if (worker->ended)
    return refuse(error, "more after the end");
  switch (message->type) {
  case RC_MESSAGE_PAGE:
    return take_page(worker, message, error);
  case RC_MESSAGE_DOCUMENT:
    if (worker->described)
      return refuse(error, "two documents");
    worker->described = true;
    return take_document(worker, message, error);
  case RC_MESSAGE_PASSAGE:
    return take_passage(worker, message, error);
  case RC_MESSAGE_OCR:
    return take_ocr(worker, document, message, error);
  case RC_MESSAGE_END:
    if (message->pages != worker->pages)
      return refuse(error, "end of another document");
    if (!is_worker_status[message->status])
      return refuse(error, "a status that only this process gives");
    worker->ended = true;
    worker->status = message->status;
    document->pages = message->pages;
    document->pages_read = message->pages_read;
    return true;
  }
  return refuse(error, "unknown type");
}

/* Decodes all whole messages received so far. */
static bool take_messages(RcWorker *worker, GError **error) {
  gsize offset = 0, used;
  do {
    g_auto(RcMessage) message = {0};
    if (!rc_message_read(worker->bytes->data + offset, worker->bytes->len - offset, &used, &message,
                         error) ||
        (used && !take_message(worker, &message, error)))
      return false;
    offset += used;
  } while (used);
  g_byte_array_remove_range(worker->bytes, 0, (guint)offset);
  return true;
}

/* Sets what the document came to: a worker that died before its END message
 * leaves what it had sent. */
static void conclude(RcWorker *worker) {
  RcDocument *document = rc_entries_document(worker->entries);
  if (!worker->ended && worker->passages > 0)
    worker->status = RC_STATUS_PARTIAL;
  if (!worker->ended)
    document->pages = worker->pages;
  document->status = worker->status;
  /* Also of one that could not be read. */
  rc_sidecar_apply(worker->values, document);
}

static void reap(RcWorker *worker) {
  int ended;
  if (worker->pid > 0 && waitpid(worker->pid, &ended, 0) == worker->pid && WIFSIGNALED(ended) &&
      (WTERMSIG(ended) == SIGXCPU || WTERMSIG(ended) == SIGPROF))
    worker->status = RC_STATUS_TIMEOUT; /* its processor time was up */
  worker->pid = 0;
}

void rc_worker_kill(RcWorker *worker, RcStatus status) {
  if (worker->pid > 0)
    kill(worker->pid, SIGKILL);
  reap(worker);
  if (!worker->ended)
    worker->status = status;
  conclude(worker);
}

bool rc_worker_receive(RcWorker *worker) {
  guint before = worker->bytes->len;
  g_byte_array_set_size(worker->bytes, before + READ_BYTES);
  ssize_t got = read(worker->pipe, worker->bytes->data + before, READ_BYTES);
  g_byte_array_set_size(worker->bytes, before + (got > 0 ? (guint)got : 0));
  if (got < 0 && (errno == EAGAIN || errno == EINTR))
    return true;
  g_autoptr(GError) error = NULL;
  if (got > 0 && !take_messages(worker, &error)) {
    /* Whatever sends such bytes is not our code any more. */
    worker->ended = false;
    rc_worker_kill(worker, RC_STATUS_CRASHED);
    return false;
  }
  if (got > 0)
    return true;
  reap(worker);
  conclude(worker);
  return false;
}

void rc_worker_free(RcWorker *worker) {
  if (!worker)
    return;
  if (worker->pid > 0)
    kill(worker->pid, SIGKILL);
  reap(worker);
  if (worker->pipe >= 0)
    close(worker->pipe);
  g_byte_array_unref(worker->bytes);
  g_clear_pointer(&worker->records, g_ptr_array_unref);
  g_clear_pointer(&worker->wanting, g_array_unref);
  rc_entries_free(worker->entries);
  rc_document_free(worker->values);
  g_free(worker);
}
