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

#include "annotate.h"
#include "error.h"
#include "extract.h"
#include "language.h"
#include "layout.h"
#include "message.h"
#include "metadata.h"
#include "record.h"
#include "text.h"

#define READ_BYTES (256 * 1024)
/* Messages are gathered to this size before they are written. */
#define SEND_BYTES (64 * 1024)

/* --- in the worker process --- */

/* Nothing can be done about a parent that does not read. */
static void send_all(int out, GByteArray *bytes) {
  for (gsize sent = 0; sent < bytes->len;) {
    ssize_t written = write(out, bytes->data + sent, bytes->len - sent);
    if (written < 0 && errno != EINTR)
      _exit(1);
    sent += written > 0 ? (gsize)written : 0;
  }
  g_byte_array_set_size(bytes, 0);
}

/* All pages, an empty one for each that poppler cannot read: places in the array
 * are page indexes.  *read counts those that could be read. */
static GPtrArray *read_pages(RcExtraction *extraction, int out, guint32 *read) {
  GPtrArray *pages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_page_free);
  g_autoptr(GByteArray) message = g_byte_array_new();
  guint32 count = rc_extraction_page_count(extraction);
  *read = 0;
  for (guint32 index = 1; index <= count; index++) {
    rc_message_append_page(message, index, count);
    send_all(out, message);
    RcPage *page = rc_extraction_read_page(extraction, index);
    *read += page != NULL;
    if (!page) {
      page = rc_page_new();
      page->index = index;
      page->text = g_strdup("");
    }
    g_ptr_array_add(pages, page);
  }
  return pages;
}

static void append_postings(GByteArray *postings, const GArray *words, RcStemmer *stemmer) {
  for (guint i = 0; i < words->len; i++) {
    const char *word = g_array_index(words, RcWord, i).word;
    rc_posting_append(postings, RC_FIELD_WORD, word);
    rc_posting_append(postings, RC_FIELD_STEM, rc_stemmer_stem(stemmer, word));
  }
}

/* Languages are needed before the document is described, postings after: words
 * are cut once and kept. */
static GPtrArray *annotate(GPtrArray *passages) {
  GPtrArray *words = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  for (guint i = 0; i < passages->len; i++) {
    RcPassage *passage = g_ptr_array_index(passages, i);
    GArray *own = rc_text_words(passage->text, -1);
    passage->language = g_strdup(rc_language_detect(passage->text, own));
    rc_annotate_passage(passage, own);
    g_ptr_array_add(words, own);
  }
  return words;
}

static void send_document(int out, RcExtraction *extraction, const GPtrArray *pages,
                          const GPtrArray *passages) {
  g_autoptr(RcDocument) document = rc_document_new();
  g_autofree char *title = rc_extraction_title(extraction);
  rc_metadata_read(document, pages, passages, title);
  g_autoptr(GByteArray) message = g_byte_array_new();
  json_t *record = rc_record_from_metadata(document);
  rc_message_append_document(message, record);
  json_decref(record);
  send_all(out, message);
}

static void send_passages(int out, const GPtrArray *passages, const GPtrArray *words,
                          RcStemmer *stemmer) {
  g_autoptr(GByteArray) message = g_byte_array_new(), postings = g_byte_array_new();
  for (guint i = 0; i < passages->len; i++) {
    json_t *record = rc_record_from_passage(g_ptr_array_index(passages, i));
    g_byte_array_set_size(postings, 0);
    append_postings(postings, g_ptr_array_index(words, i), stemmer);
    rc_message_append_passage(message, record, postings);
    json_decref(record);
    if (message->len > SEND_BYTES)
      send_all(out, message);
  }
  send_all(out, message);
}

static void send_end(int out, RcStatus status, guint32 pages, guint32 pages_read) {
  g_autoptr(GByteArray) message = g_byte_array_new();
  rc_message_append_end(message, status, pages, pages_read);
  send_all(out, message);
}

static RcStatus judge(guint32 pages, guint32 pages_read, guint passages) {
  if (pages_read == 0)
    return RC_STATUS_DAMAGED;
  if (passages == 0)
    return RC_STATUS_NO_TEXT;
  return pages_read < pages ? RC_STATUS_PARTIAL : RC_STATUS_OK;
}

void rc_worker_run(int descriptor, int out, RcStemmer *stemmer) {
  RcStatus status;
  g_autoptr(RcExtraction) extraction = rc_extraction_open(descriptor, &status);
  if (!extraction) {
    send_end(out, status, 0, 0);
    return;
  }
  guint32 count = rc_extraction_page_count(extraction), read;
  g_autoptr(GPtrArray) pages = read_pages(extraction, out, &read);
  g_autoptr(GPtrArray) passages = rc_layout_passages(pages);
  g_autoptr(GPtrArray) words = annotate(passages);
  send_document(out, extraction, pages, passages);
  send_passages(out, passages, words, stemmer);
  send_end(out, judge(count, read, passages->len), count, read);
}

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

static void be_worker(int descriptor, int out, RcStemmer *stemmer) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  signal(SIGINT, SIG_IGN); /* the parent decides what ends */
  signal(SIGPIPE, SIG_DFL);
  close_all_but(descriptor, out);
  rc_worker_run(3, 4, stemmer);
  _exit(0);
}

/* --- in the parent process --- */

RcWorker *rc_worker_start(int descriptor, RcEntries *entries, RcStemmer *stemmer, GError **error) {
  RcWorker *worker = g_new0(RcWorker, 1);
  worker->entries = entries;
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
    be_worker(descriptor, ends[1], stemmer);
  close(ends[1]);
  worker->pipe = ends[0];
  fcntl(worker->pipe, F_SETFL, O_NONBLOCK);
  worker->deadline = g_get_monotonic_time() + RC_WORKER_SECONDS_MAX * G_USEC_PER_SEC;
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
  worker->passages++;
  if (worker->records)
    g_ptr_array_add(worker->records, json_incref(message->record));
  return rc_entries_add_passage(worker->entries, passage, message->postings,
                                message->postings_length, error);
}

static bool take_message(RcWorker *worker, const RcMessage *message, GError **error) {
  RcDocument *document = rc_entries_document(worker->entries);
  if (worker->ended)
    return refuse(error, "more after the end");
  switch (message->type) {
  case RC_MESSAGE_PAGE:
    if (worker->described || message->page <= worker->page)
      return refuse(error, "page out of order");
    worker->page = message->page;
    worker->pages = message->pages;
    return true;
  case RC_MESSAGE_DOCUMENT:
    if (worker->described)
      return refuse(error, "two documents");
    worker->described = true;
    return rc_record_read_metadata(message->record, document, error);
  case RC_MESSAGE_PASSAGE:
    return take_passage(worker, message, error);
  case RC_MESSAGE_END:
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
}

static void reap(RcWorker *worker) {
  if (worker->pid > 0)
    waitpid(worker->pid, NULL, 0);
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
  rc_entries_free(worker->entries);
  g_free(worker);
}
