/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "error.h"
#include "message.h"
#include "record.h"
#include "sidecar.h"

#define READ_BYTES (256 * 1024)
/* What a worker can say while its parent waits for room to write another document. */
#define PIPE_BYTES (1024 * 1024)

static gint64 seconds_from_now(int seconds) {
  return g_get_monotonic_time() + seconds * G_USEC_PER_SEC;
}

static void start_page(RcWorker *worker) {
  worker->page_deadline = seconds_from_now(worker->has_ocr ? RC_WORKER_OCR_WALL_SECONDS_MAX
                                                           : RC_READING_PAGE_SECONDS_MAX);
}

static RcWorker *new_worker(RcEntries *entries, const RcWorkerTask *task) {
  RcWorker *worker = g_new0(RcWorker, 1);
  worker->entries = entries;
  worker->has_ocr = task->has_ocr;
  worker->packed = task->packed;
  worker->described = task->packed;
  worker->wanting = g_array_new(FALSE, FALSE, sizeof(guint32));
  worker->bytes = g_byte_array_new();
  worker->pipe = -1;
  worker->status = RC_STATUS_CRASHED;
  worker->deadline = task->deadline ? task->deadline : seconds_from_now(RC_READING_SECONDS_MAX);
  worker->page_deadline = G_MAXINT64;
  return worker;
}

RcWorker *rc_worker_start(RcForkServer *server, int descriptor, RcEntries *entries,
                          const RcWorkerTask *task, GError **error) {
  g_autoptr(RcWorker) worker = new_worker(entries, task);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) {
    g_set_error(error, RC_ERROR, RC_ERROR_IO, "cannot start a worker process: %s",
                g_strerror(errno));
    return NULL;
  }
  worker->pipe = ends[0];
  fcntl(worker->pipe, F_SETFL, O_NONBLOCK);
  fcntl(worker->pipe, F_SETPIPE_SZ, PIPE_BYTES); /* where that is allowed */
  RcReadingOrder order;
  rc_reading_order_set(&order, task->skip, task->skip_ocr, task->packed);
  worker->pid = rc_reading_fork(server, descriptor, ends[1], &order, task->has_ocr, error);
  close(ends[1]);
  if (worker->pid < 0) {
    worker->pid = 0;
    return NULL;
  }
  return g_steal_pointer(&worker);
}

static bool refuse(GError **error, const char *what) {
  g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "worker message: %s", what);
  return false;
}

static bool take_passage(RcWorker *worker, const RcMessage *message, GError **error) {
  if (!worker->described)
    return refuse(error, "passage before document");
  if (rc_entries_bytes(worker->entries) + message->record_length + message->terms_length >
      RC_WORKER_BYTES_MAX)
    return refuse(error, "more than a document may hold");
  g_autoptr(RcPassage) passage =
      rc_entries_add_passage(worker->entries, message->record, message->record_length,
                             message->words, message->terms, message->terms_length, error);
  if (!passage)
    return false;
  const RcPageStart *last =
      &g_array_index(passage->page_starts, RcPageStart, passage->page_starts->len - 1);
  guint32 pages = worker->packed ? rc_entries_document(worker->entries)->pages : worker->pages;
  if (passage->ordinal != worker->passages + 1 || last->page > pages)
    return refuse(error, "passage out of order");
  worker->passages++;
  if (worker->kept)
    g_ptr_array_add(worker->kept, g_steal_pointer(&passage));
  return true;
}

/* What a person said of the document wins, and is in place before the passages,
 * which carry its year, type and symbol. */
static bool take_document(RcWorker *worker, const RcMessage *message, GError **error) {
  RcDocument *document = rc_entries_document(worker->entries);
  if (worker->described)
    return refuse(error, "two documents");
  worker->described = true;
  worker->page_deadline = G_MAXINT64;
  if (!rc_record_read_metadata(message->record, message->record_length, document, error))
    return false;
  if (rc_sidecar_is_claimed(document))
    return refuse(error, "a source that is not the worker's");
  rc_sidecar_apply(worker->values, document);
  return true;
}

static bool take_terms(RcWorker *worker, const RcMessage *message, GError **error) {
  if (!worker->described || message->terms_length > RC_WORKER_BYTES_MAX)
    return refuse(error, "terms out of order");
  return rc_entries_set_terms(worker->entries, message->terms, message->terms_length, error);
}

/* With OCR each page has its time, and what comes after the last page has that of a
 * document. */
static bool take_page(RcWorker *worker, const RcMessage *message, GError **error) {
  if (worker->described || message->page <= worker->page ||
      (worker->page > 0 && message->pages != worker->pages))
    return refuse(error, "page out of order");
  worker->page = message->page;
  worker->pages = message->pages;
  start_page(worker);
  if (worker->has_ocr)
    worker->deadline = worker->page_deadline + RC_READING_SECONDS_MAX * G_USEC_PER_SEC;
  return true;
}

static bool take_ocr(RcWorker *worker, const RcMessage *message, GError **error) {
  guint count = message->wanting->len;
  guint32 last = count ? g_array_index(message->wanting, guint32, count - 1) : 0;
  if (worker->packed || worker->wanting->len || last > worker->pages ||
      message->pages_ocr > worker->pages)
    return refuse(error, "ocr of other pages");
  rc_entries_document(worker->entries)->pages_ocr = message->pages_ocr;
  g_array_append_vals(worker->wanting, message->wanting->data, count);
  return true;
}

/* What a worker may say of how it ended; the rest is seen from outside. */
static const bool is_worker_status[RC_N_STATUSES] = {
    [RC_STATUS_OK] = true,        [RC_STATUS_PARTIAL] = true, [RC_STATUS_NO_TEXT] = true,
    [RC_STATUS_ENCRYPTED] = true, [RC_STATUS_DAMAGED] = true,
};

static bool take_end(RcWorker *worker, const RcMessage *message, GError **error) {
  RcDocument *document = rc_entries_document(worker->entries);
  if (message->pages != worker->pages)
    return refuse(error, "end of another document");
  if (!is_worker_status[message->status])
    return refuse(error, "a status that only this process gives");
  worker->ended = true;
  worker->status = message->status;
  if (worker->packed)
    return message->status == RC_STATUS_OK || refuse(error, "what was kept is damaged");
  document->pages = message->pages;
  document->pages_read = message->pages_read;
  return true;
}

static bool take_message(RcWorker *worker, const RcMessage *message, GError **error) {
  static bool (*const takers[])(RcWorker *, const RcMessage *, GError **) = {
      [RC_MESSAGE_PAGE] = take_page,       [RC_MESSAGE_DOCUMENT] = take_document,
      [RC_MESSAGE_PASSAGE] = take_passage, [RC_MESSAGE_TERMS] = take_terms,
      [RC_MESSAGE_OCR] = take_ocr,         [RC_MESSAGE_END] = take_end,
  };
  if (worker->ended)
    return refuse(error, "more after the end");
  return takers[message->type](worker, message, error);
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

/* Nothing that it said of the document is to be believed. */
static void forget(RcWorker *worker, RcDocument *document) {
  rc_entries_clear(worker->entries);
  if (worker->kept)
    g_ptr_array_set_size(worker->kept, 0);
  if (worker->packed)
    return;
  for (int i = 0; i < RC_N_METADATA; i++)
    rc_document_set(document, i, NULL, NULL);
  g_array_set_size(worker->wanting, 0);
  document->pages = worker->pages;
  document->pages_read = document->pages_ocr = 0;
}

/* Sets what the document came to.  A worker that died before its END message has told
 * too little to be searched: nothing of it counts. */
static void conclude(RcWorker *worker) {
  RcDocument *document = rc_entries_document(worker->entries);
  if (!worker->ended)
    forget(worker, document);
  if (!worker->packed)
    document->status = worker->status;
  /* Also of one that could not be read. */
  rc_sidecar_apply(worker->values, document);
}

/* What the way a process died says of its document. */
static RcStatus status_of_death(int ended) {
  if (WIFSIGNALED(ended) && (WTERMSIG(ended) == SIGXCPU || WTERMSIG(ended) == SIGPROF))
    return RC_STATUS_TIMEOUT; /* its processor time was up */
  if (WIFEXITED(ended) && WEXITSTATUS(ended) == RC_WORKER_EXIT_OUT_OF_MEMORY)
    return RC_STATUS_OUT_OF_MEMORY;
  return RC_STATUS_CRASHED;
}

static void reap(RcWorker *worker) {
  int ended;
  pid_t got;
  do
    got = worker->pid > 0 ? waitpid(worker->pid, &ended, 0) : 0;
  while (got < 0 && errno == EINTR);
  if (got > 0 && !worker->ended)
    worker->status = status_of_death(ended);
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
  /* It has nothing more to say: one that goes on without a pipe is not waited for.  One
   * that has ended by itself keeps its own way of ending. */
  if (worker->pid > 0)
    kill(worker->pid, SIGKILL);
  reap(worker);
  conclude(worker);
  return false;
}

gint64 rc_worker_deadline(const RcWorker *worker) {
  return MIN(worker->deadline, worker->page_deadline);
}

void rc_worker_postpone(RcWorker *worker, gint64 microseconds) {
  worker->deadline += microseconds;
  if (worker->page_deadline != G_MAXINT64)
    worker->page_deadline += microseconds;
}

guint32 rc_worker_fatal_page(const RcWorker *worker) {
  /* One with a single page, or one that is through with them, would die again. */
  bool died_on_page = !worker->ended && !worker->described && worker->page > 0;
  return died_on_page && worker->pages > 1 ? worker->page : 0;
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
  g_clear_pointer(&worker->kept, g_ptr_array_unref);
  g_array_unref(worker->wanting);
  rc_entries_free(worker->entries);
  rc_document_free(worker->values);
  g_free(worker);
}
