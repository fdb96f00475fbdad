/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "error.h"
#include "leaves.h"
#include "record.h"
#include "terms.h"

#define READ_BYTES (256 * 1024)
/* What a worker can say while its parent waits for room to write another document. */
#define PIPE_BYTES (1024 * 1024)
/* A worker that has closed its pipe has so long to end. */
#define CLOSED_SECONDS_MAX 5
/* What is read of a document is cut so often. */
#define CUTS_MAX 2

/* --- the process --- */

static gint64 seconds(guint32 count) {
  return (gint64)count * G_USEC_PER_SEC;
}

/* What the process has used of the processor: what was last seen where it is gone. */
static gint64 processor_time(RcWorker *worker) {
  clockid_t its_clock;
  struct timespec used;
  if (worker->pid > 0 && clock_getcpuclockid(worker->pid, &its_clock) == 0 &&
      clock_gettime(its_clock, &used) == 0)
    worker->processor = used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000;
  return worker->processor;
}

/* Starts a process that has said nothing yet. */
static bool start_process(RcWorker *worker, GError **error) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) {
    g_set_error(error, RC_ERROR, RC_ERROR_IO, "cannot start a worker process: %s",
                g_strerror(errno));
    return false;
  }
  if (worker->pipe >= 0)
    close(worker->pipe);
  worker->pipe = ends[0];
  fcntl(worker->pipe, F_SETFL, O_NONBLOCK);
  fcntl(worker->pipe, F_SETPIPE_SZ, PIPE_BYTES); /* where that is allowed */
  lseek(worker->descriptor, 0, SEEK_SET);
  /* What it has brought so far, for reading only. */
  int leaves = worker->leaves ? open(worker->leaves, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
  const int descriptors[] = {worker->descriptor, ends[1], leaves};
  const RcForkServerOrder given = {
      .descriptors = descriptors,
      .descriptor_count = leaves >= 0 ? 3 : 2,
      .order = &worker->order,
      .order_bytes = sizeof worker->order,
      .limits = {RC_ORDER_MEMORY_BYTES, worker->order.seconds},
  };
  pid_t pid = rc_forkserver_fork(worker->server, &given, error);
  close(ends[1]);
  if (leaves >= 0)
    close(leaves);
  worker->pid = MAX(pid, 0);
  worker->page = worker->pages = worker->passages = worker->untried = worker->leaf = 0;
  worker->full = 0;
  worker->through = worker->ended = worker->killed = false;
  worker->described = worker->order.packed;
  worker->status = RC_STATUS_CRASHED;
  worker->processor = worker->page_start = worker->heard_at = 0;
  worker->start = worker->heard = g_get_monotonic_time();
  g_byte_array_set_size(worker->bytes, 0);
  g_array_set_size(worker->wanting, 0);
  rc_missed_clear(&worker->missed);
  g_array_set_size(worker->hidden, 0);
  return pid > 0;
}

RcWorker *rc_worker_adopt(pid_t pid, int pipe, RcEntries *entries, const RcOrder *order) {
  RcWorker *worker = g_new0(RcWorker, 1);
  worker->entries = entries;
  worker->order = *order;
  worker->described = order->packed;
  worker->status = RC_STATUS_CRASHED;
  worker->wanting = g_array_new(FALSE, FALSE, sizeof(guint32));
  worker->hidden = g_array_new(FALSE, FALSE, sizeof(RcHiddenPage));
  worker->bytes = g_byte_array_new();
  worker->descriptor = -1;
  worker->pid = pid;
  worker->pipe = pipe;
  worker->start = worker->heard = g_get_monotonic_time();
  return worker;
}

RcWorker *rc_worker_start(RcForkServer *server, int descriptor, const char *leaves,
                          RcEntries *entries, const RcOrder *order, GError **error) {
  g_autoptr(RcWorker) worker = rc_worker_adopt(0, -1, entries, order);
  worker->server = server;
  worker->leaves = g_strdup(leaves);
  worker->descriptor = descriptor;
  return start_process(worker, error) ? g_steal_pointer(&worker) : NULL;
}

/* --- what it says --- */

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
  guint32 pages =
      worker->order.packed ? rc_entries_document(worker->entries)->pages : worker->pages;
  if (passage->more.items && !worker->order.packed)
    return refuse(error, "a passage with more than its items");
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
  if (!rc_record_read_metadata(message->record, message->record_length, document, error))
    return false;
  if (rc_sidecar_values_are_claimed(document))
    return refuse(error, "a source that is not the worker's");
  rc_sidecar_values_apply(worker->values, document);
  return true;
}

static bool take_terms(RcWorker *worker, const RcMessage *message, GError **error) {
  if (!worker->described)
    return refuse(error, "terms out of order");
  if (rc_entries_bytes(worker->entries) + message->terms_length > RC_WORKER_BYTES_MAX)
    return refuse(error, "more than a document may hold");
  if (!rc_entries_set_terms(worker->entries, message->terms, message->terms_length, error))
    return false;
  guint32 count = 0;
  RcTerm term;
  for (gsize offset = 0; rc_terms_next(message->terms, message->terms_length, &offset, &term);
       count++)
    if (count >= RC_WORKER_TERMS_MAX)
      return refuse(error, "more terms than a document may have");
  return true;
}

/* One page after the last says that all are read. */
static bool take_page(RcWorker *worker, const RcMessage *message, GError **error) {
  if (worker->described || worker->through || message->page <= worker->page ||
      (worker->page > 0 && message->pages != worker->pages))
    return refuse(error, "page out of order");
  worker->pages = message->pages;
  worker->through = message->page > message->pages;
  if (!worker->through)
    worker->page = message->page;
  worker->page_start = processor_time(worker);
  return true;
}

static bool take_ocr(RcWorker *worker, const RcMessage *message, GError **error) {
  guint count = message->wanting->len;
  guint32 last = count ? g_array_index(message->wanting, guint32, count - 1) : 0;
  if (worker->order.packed || worker->wanting->len || last > worker->pages ||
      message->pages_ocr > worker->pages)
    return refuse(error, "ocr of other pages");
  rc_entries_document(worker->entries)->pages_ocr = message->pages_ocr;
  worker->untried = message->untried;
  g_array_append_vals(worker->wanting, message->wanting->data, count);
  return true;
}

static bool take_hidden(RcWorker *worker, const RcMessage *message, GError **error) {
  guint count = message->hidden->len;
  if (worker->order.packed || worker->hidden->len || !worker->described || count == 0 ||
      g_array_index(message->hidden, RcHiddenPage, count - 1).page > worker->pages)
    return refuse(error, "hidden text of other pages");
  g_array_append_vals(worker->hidden, message->hidden->data, count);
  return true;
}

/* What cannot be kept is recognised again. */
static bool take_leaf(RcWorker *worker, const RcMessage *message, GError **error) {
  if (!worker->order.ocr || worker->through || worker->described || worker->page == 0 ||
      message->page != worker->page || message->page == worker->leaf)
    return refuse(error, "leaf out of order");
  worker->leaf = message->page;
  worker->leaf_bytes += message->record_length;
  if (worker->leaf_bytes > RC_WORKER_BYTES_MAX)
    return refuse(error, "more leaves than a document may have");
  if (worker->leaves)
    rc_leaves_add(worker->leaves, message->page, message->record, message->record_length);
  return true;
}

static bool take_full(RcWorker *worker, const RcMessage *message, GError **error) {
  guint32 pages =
      worker->order.packed ? rc_entries_document(worker->entries)->pages : worker->pages;
  if (!worker->described || worker->full || message->page > pages)
    return refuse(error, "full out of order");
  worker->full = message->page;
  return true;
}

static bool take_missed(RcWorker *worker, const RcMessage *message, GError **error) {
  const GArray *damaged = message->missed.damaged;
  guint32 last = damaged->len ? g_array_index(damaged, guint32, damaged->len - 1) : 0;
  if (worker->order.packed || !worker->described || rc_missed_is_any(&worker->missed) ||
      last > worker->pages)
    return refuse(error, "missed out of order");
  worker->missed = message->missed;
  worker->missed.damaged = g_array_copy(message->missed.damaged);
  worker->missed.names = g_ptr_array_ref(message->missed.names);
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
  if (worker->order.packed && worker->full) {
    document->status = RC_STATUS_PARTIAL;
    document->pages_read = MIN(document->pages_read, worker->full - 1);
  }
  if (worker->order.packed)
    return message->status == RC_STATUS_OK || refuse(error, "what was kept is damaged");
  document->pages = message->pages;
  document->pages_read = message->pages_read;
  g_array_set_size(document->hidden, 0);
  g_array_append_vals(document->hidden, worker->hidden->data, worker->hidden->len);
  return true;
}

/* Decodes all whole messages received so far. */
static bool take_messages(RcWorker *worker, GError **error) {
  static bool (*const takers[])(RcWorker *, const RcMessage *, GError **) = {
      [RC_MESSAGE_PAGE] = take_page,       [RC_MESSAGE_DOCUMENT] = take_document,
      [RC_MESSAGE_PASSAGE] = take_passage, [RC_MESSAGE_TERMS] = take_terms,
      [RC_MESSAGE_OCR] = take_ocr,         [RC_MESSAGE_END] = take_end,
      [RC_MESSAGE_LEAF] = take_leaf,       [RC_MESSAGE_FULL] = take_full,
      [RC_MESSAGE_MISSED] = take_missed,   [RC_MESSAGE_HIDDEN] = take_hidden,
  };
  gsize offset = 0, used;
  do {
    g_auto(RcMessage) message = {0};
    if (!rc_message_read(worker->bytes->data + offset, worker->bytes->len - offset, &used, &message,
                         error))
      return false;
    if (used && worker->ended)
      return refuse(error, "more after the end");
    if (used && !takers[message.type](worker, &message, error))
      return false;
    offset += used;
  } while (used);
  g_byte_array_remove_range(worker->bytes, 0, (guint)offset);
  return true;
}

/* --- how it ends --- */

/* True if the process has ended by itself. */
static bool has_exited(const RcWorker *worker) {
  siginfo_t info = {0};
  return waitid(P_PID, (id_t)worker->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == worker->pid;
}

/* Ends the process if it still runs. */
static void reap(RcWorker *worker) {
  bool runs = worker->pid > 0 && !has_exited(worker);
  int ended;
  struct rusage used;
  pid_t got;
  if (runs)
    kill(worker->pid, SIGKILL);
  do
    got = worker->pid > 0 ? wait4(worker->pid, &ended, 0, &used) : 0;
  while (got < 0 && errno == EINTR);
  worker->pid = 0;
  if (got <= 0)
    return;
  worker->processor = (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * G_USEC_PER_SEC +
                      used.ru_utime.tv_usec + used.ru_stime.tv_usec;
  worker->killed = !runs && WIFSIGNALED(ended) && WTERMSIG(ended) == SIGKILL;
  if (worker->ended)
    return;
  bool out_of_memory = WIFEXITED(ended) && WEXITSTATUS(ended) == RC_WORKER_EXIT_OUT_OF_MEMORY;
  bool time_was_up = WIFSIGNALED(ended) && WTERMSIG(ended) == SIGXCPU;
  worker->status = time_was_up     ? RC_STATUS_TIMEOUT
                   : out_of_memory ? RC_STATUS_OUT_OF_MEMORY
                                   : RC_STATUS_CRASHED;
}

/* True if the document is worth another process, for which the order is then changed. */
static bool revise(RcWorker *worker) {
  RcOrder *order = &worker->order;
  gint64 left = seconds(order->ocr ? RC_ORDER_OCR_SECONDS : RC_ORDER_ALL_SECONDS) - worker->spent;
  bool on_page = worker->page > 0 && !worker->through && !worker->described;
  if (worker->ended || !worker->server)
    return false;
  worker->kills = worker->killed_page == worker->page ? worker->kills : 0;
  worker->killed_page = worker->page;
  if (worker->killed && left > 0 && worker->kills++ < RC_WORKER_KILLS_MAX)
    return true;
  if (order->packed || worker->pages < 2)
    return false;
  if (order->ocr) {
    order->ocr_seconds = (guint32)(MAX(left, 0) / G_USEC_PER_SEC);
    if (!on_page || !rc_order_pages_add(&order->skip_ocr, worker->page))
      return false;
    /* An empty leaf: also in runs to come. */
    if (worker->leaves)
      rc_leaves_add(worker->leaves, worker->page, (const guint8 *)"", 0);
    return true;
  }
  /* As long as there is time to come as far again, without the page; else what is before it,
   * or a part of all if it is what comes after the pages that takes too much. */
  if (on_page && left > worker->processor && rc_order_pages_add(&order->skip, worker->page))
    return true;
  order->last = on_page ? worker->page - 1 : worker->page / (worker->cuts ? 4 : 2);
  return order->last > 0 && worker->cuts++ < CUTS_MAX;
}

/* The process is done with, one way or the other.  One that died before its END message has
 * told too little to be searched: nothing of it counts.  True if another one is at work. */
static bool conclude(RcWorker *worker) {
  RcDocument *document = rc_entries_document(worker->entries);
  worker->spent += worker->processor;
  if (!worker->ended) {
    rc_entries_clear(worker->entries);
    if (worker->kept)
      g_ptr_array_set_size(worker->kept, 0);
  }
  if (!worker->ended && !worker->order.packed) {
    for (int i = 0; i < RC_N_METADATA; i++)
      rc_document_set(document, i, NULL, NULL);
    g_array_set_size(worker->wanting, 0);
    rc_missed_clear(&worker->missed);
    g_array_set_size(worker->hidden, 0);
    g_array_set_size(document->hidden, 0);
    document->pages = worker->pages;
    document->pages_read = document->pages_ocr = 0;
  }
  if (revise(worker) && start_process(worker, NULL))
    return true;
  if (!worker->order.packed)
    document->status = worker->status;
  /* Also of one that could not be read. */
  rc_sidecar_values_apply(worker->values, document);
  return false;
}

gint64 rc_worker_wall_time(const RcOrder *order) {
  return seconds(MAX(order->seconds, RC_ORDER_SECONDS)) * RC_WORKER_WALL_FACTOR;
}

/* `quiet`: all that it has said was read. */
static bool is_late(RcWorker *worker, bool quiet) {
  const RcOrder *order = &worker->order;
  gint64 now = g_get_monotonic_time(), used = processor_time(worker);
  if (!quiet || used - worker->heard_at > G_USEC_PER_SEC) {
    worker->heard = now;
    worker->heard_at = used;
  }
  bool on_page = worker->page > 0 && !worker->through && !worker->described;
  return used > seconds(order->seconds) ||
         (on_page && quiet && used - worker->page_start > seconds(order->page_seconds)) ||
         now - worker->heard > seconds(RC_WORKER_SILENT_SECONDS) ||
         now - worker->start > rc_worker_wall_time(order);
}

bool rc_worker_receive(RcWorker *worker) {
  guint before = worker->bytes->len;
  g_byte_array_set_size(worker->bytes, before + READ_BYTES);
  ssize_t got = worker->pipe < 0 ? 0 : read(worker->pipe, worker->bytes->data + before, READ_BYTES);
  g_byte_array_set_size(worker->bytes, before + (got > 0 ? (guint)got : 0));
  bool quiet = got < 0 && (errno == EAGAIN || errno == EINTR);
  if (got > 0 && !take_messages(worker, NULL)) {
    /* Whatever sends such bytes is not our code any more. */
    reap(worker);
    worker->ended = worker->killed = false;
    worker->status = RC_STATUS_CRASHED;
    return conclude(worker);
  }
  if (got > 0 || quiet) {
    if (!is_late(worker, quiet))
      return true;
    reap(worker);
    if (!worker->ended)
      worker->status = RC_STATUS_TIMEOUT;
    return conclude(worker);
  }
  /* It has nothing more to say: one that has told all, or goes on for long without a pipe,
   * is not waited for.  The way that another one ends is its own. */
  if (worker->pipe >= 0) {
    close(worker->pipe);
    worker->pipe = -1;
    worker->closed = g_get_monotonic_time();
  }
  if (worker->pid > 0 && !worker->ended && !has_exited(worker) &&
      g_get_monotonic_time() - worker->closed < seconds(CLOSED_SECONDS_MAX))
    return true;
  reap(worker);
  return conclude(worker);
}

gsize rc_worker_bytes(const RcWorker *worker) {
  return rc_entries_bytes(worker->entries) + worker->bytes->len;
}

GArray *rc_worker_unread(const RcWorker *worker) {
  GArray *unread = g_array_new(FALSE, FALSE, sizeof(guint32));
  for (guint32 page = 1; page <= worker->pages; page++)
    if (page > worker->page || rc_order_pages_have(&worker->order.skip, page))
      g_array_append_val(unread, page);
  return unread;
}

void rc_worker_free(RcWorker *worker) {
  if (!worker)
    return;
  reap(worker);
  if (worker->pipe >= 0)
    close(worker->pipe);
  g_byte_array_unref(worker->bytes);
  g_clear_pointer(&worker->kept, g_ptr_array_unref);
  g_array_unref(worker->wanting);
  rc_missed_clear(&worker->missed);
  g_array_unref(worker->hidden);
  rc_entries_free(worker->entries);
  rc_sidecar_values_free(worker->values);
  g_free(worker->leaves);
  g_free(worker);
}
