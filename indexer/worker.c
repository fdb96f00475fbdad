/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "annotate.h"
#include "error.h"
#include "extract.h"
#include "language.h"
#include "layout.h"
#include "legibility.h"
#include "message.h"
#include "metadata.h"
#include "record.h"
#include "sidecar.h"
#include "text.h"

#define READ_BYTES (256 * 1024)
/* Messages are gathered to this size before they are written. */
#define SEND_BYTES (64 * 1024)
/* OCR gives up by itself before the process is ended: then only the page is lost. */
#define OCR_SECONDS 17
/* A page is looked at with so few pixels to see whether there is anything on it. */
#define GLANCE_DPI 30
/* A page that images cover to this share is a scan; if it has fewer words than that,
 * they are a number or a stamp added to it. */
#define SCAN_SHARE 0.7
#define STAMP_WORDS 25

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

/* A document being read. */
typedef struct {
  RcExtraction *extraction;
  const RcWorkerOcr *ocr;
  int out;
  GPtrArray *pages;       /* of RcPage *; places are page indexes */
  guint32 count;          /* pages in the document */
  guint32 read, read_ocr; /* pages whose text is there, blank ones too; by OCR */
  guint32 broken;         /* pages that poppler cannot read */
  GArray *wanting;        /* of guint32: pages that want OCR */
} Reading;

static void clear_reading(Reading *reading) {
  rc_extraction_free(reading->extraction);
  g_ptr_array_unref(reading->pages);
  g_array_unref(reading->wanting);
}

static bool is_blank(RcExtraction *extraction, guint32 index) {
  g_autoptr(RcPicture) picture = rc_extraction_render_page(extraction, index, GLANCE_DPI);
  return !picture || rc_picture_is_blank(picture);
}

/* True if the page should be read by OCR; *lacks says that without it the page has
 * no text to be found by. */
static bool wants_ocr(Reading *reading, const RcPage *page, const RcLetterStatistics *letters,
                      bool *lacks) {
  RcLegibility legibility = rc_legibility_judge(letters);
  bool always = reading->ocr->choice == RC_OCR_ALWAYS;
  bool is_misread = rc_legibility_shows_misreading(letters);
  bool is_short = letters->words < STAMP_WORDS;
  double images = 0; /* finding them out takes time: only where it matters */
  if (legibility == RC_LEGIBILITY_EMPTY)
    return *lacks = !is_blank(reading->extraction, page->index);
  if (is_short || is_misread || always)
    images = rc_extraction_image_share(reading->extraction, page->index);
  bool is_scan = images > SCAN_SHARE;
  *lacks = legibility == RC_LEGIBILITY_NOISE || (is_scan && is_short);
  return *lacks || (is_scan && is_misread) || (always && images > 0);
}

static bool is_skipped(const GArray *skip, guint32 index) {
  for (guint i = 0; skip && i < skip->len; i++)
    if (g_array_index(skip, guint32, i) == index)
      return true;
  return false;
}

static bool read_by_ocr(const Reading *reading, RcPage *page) {
  if (!reading->ocr->ocr || is_skipped(reading->ocr->skip, page->index))
    return false;
  g_autoptr(RcPicture) picture =
      rc_extraction_render_page(reading->extraction, page->index, RC_OCR_DPI);
  return picture && rc_ocr_read(reading->ocr->ocr, picture, OCR_SECONDS, page);
}

static void clear_text(RcPage *page) {
  g_free(page->text);
  page->text = g_strdup("");
  g_array_set_size(page->lines, 0);
  g_array_set_size(page->spans, 0);
}

/* Sees to a page whose text layer may say nothing.  Noise is not kept: its words
 * would only hide that the page cannot be found. */
static void judge_page(Reading *reading, RcPage *page) {
  RcLetterStatistics statistics;
  rc_legibility_count(page->text, &statistics);
  bool lacks = false, done = false;
  if (wants_ocr(reading, page, &statistics, &lacks)) {
    done = read_by_ocr(reading, page);
    reading->read_ocr += done;
    if (!done)
      g_array_append_val(reading->wanting, page->index);
    if (!done && rc_legibility_judge(&statistics) == RC_LEGIBILITY_NOISE)
      clear_text(page);
  }
  reading->read += done || !lacks;
}

/* An empty page stands for one that poppler cannot read. */
static void read_page(Reading *reading, guint32 index) {
  RcPage *page = rc_extraction_read_page(reading->extraction, index);
  if (page) {
    judge_page(reading, page);
  } else {
    page = rc_page_new();
    page->index = index;
    page->text = g_strdup("");
    reading->broken++;
  }
  g_ptr_array_add(reading->pages, page);
}

/* The kernel ends a process whose time is up; its parent then starts another one
 * that leaves out the page.  0 takes the limit away. */
static void limit_processor_time(int seconds) {
  struct itimerval limit = {.it_value.tv_sec = seconds};
  setitimer(ITIMER_PROF, &limit, NULL);
}

static void read_pages(Reading *reading) {
  g_autoptr(GByteArray) message = g_byte_array_new();
  for (guint32 index = 1; index <= reading->count; index++) {
    rc_message_append_page(message, index, reading->count);
    send_all(reading->out, message);
    if (reading->ocr->ocr)
      limit_processor_time(RC_WORKER_OCR_SECONDS_MAX);
    read_page(reading, index);
  }
  limit_processor_time(0);
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

static void send_document(const Reading *reading, const GPtrArray *passages) {
  g_autoptr(RcDocument) document = rc_document_new();
  g_autofree char *title = rc_extraction_title(reading->extraction);
  rc_metadata_read(document, reading->pages, passages, title);
  g_autoptr(GByteArray) message = g_byte_array_new();
  json_t *record = rc_record_from_metadata(document);
  rc_message_append_document(message, record);
  json_decref(record);
  send_all(reading->out, message);
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

static RcStatus judge(const Reading *reading, guint passages) {
  if (reading->broken == reading->count)
    return RC_STATUS_DAMAGED;
  if (passages == 0)
    return RC_STATUS_NO_TEXT;
  return reading->read < reading->count ? RC_STATUS_PARTIAL : RC_STATUS_OK;
}

static void send_end(const Reading *reading, RcStatus status) {
  g_autoptr(GByteArray) message = g_byte_array_new();
  if (reading->read_ocr || reading->wanting->len)
    rc_message_append_ocr(message, reading->read_ocr, reading->wanting);
  rc_message_append_end(message, status, reading->count, reading->read);
  send_all(reading->out, message);
}

static void read_document(Reading *reading, RcStemmer *stemmer) {
  reading->count = rc_extraction_page_count(reading->extraction);
  read_pages(reading);
  g_autoptr(GPtrArray) passages = rc_layout_passages(reading->pages);
  g_autoptr(GPtrArray) words = annotate(passages);
  send_document(reading, passages);
  send_passages(reading->out, passages, words, stemmer);
  send_end(reading, judge(reading, passages->len));
}

static void run_worker(int descriptor, int out, RcStemmer *stemmer, const RcWorkerOcr *ocr) {
  RcStatus status;
  __attribute__((cleanup(clear_reading))) Reading reading = {
      .extraction = rc_extraction_open(descriptor, &status),
      .ocr = ocr,
      .out = out,
      .pages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_page_free),
      .wanting = g_array_new(FALSE, FALSE, sizeof(guint32)),
  };
  if (reading.extraction)
    read_document(&reading, stemmer);
  else
    send_end(&reading, status);
}

static const RcWorkerOcr without_ocr = {RC_OCR_AUTO, NULL, NULL};

void rc_worker_run(int descriptor, int out, RcStemmer *stemmer) {
  run_worker(descriptor, out, stemmer, &without_ocr);
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

static void be_worker(int descriptor, int out, RcStemmer *stemmer, const RcWorkerOcr *ocr) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  signal(SIGINT, SIG_IGN); /* the parent decides what ends */
  signal(SIGPIPE, SIG_DFL);
  close_all_but(descriptor, out);
  run_worker(3, 4, stemmer, ocr);
  _exit(0);
}

/* --- in the parent process --- */

static gint64 seconds_from_now(int seconds) {
  return g_get_monotonic_time() + seconds * G_USEC_PER_SEC;
}

RcWorker *rc_worker_start(int descriptor, RcEntries *entries, RcStemmer *stemmer, GError **error) {
  return rc_worker_start_ocr(descriptor, entries, stemmer, &without_ocr, error);
}

RcWorker *rc_worker_start_ocr(int descriptor, RcEntries *entries, RcStemmer *stemmer,
                              const RcWorkerOcr *ocr, GError **error) {
  RcWorker *worker = g_new0(RcWorker, 1);
  worker->entries = entries;
  worker->has_ocr = ocr->ocr != NULL;
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
    be_worker(descriptor, ends[1], stemmer, ocr);
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
  g_clear_pointer(&worker->wanting, g_array_unref);
  rc_entries_free(worker->entries);
  rc_document_free(worker->values);
  g_free(worker);
}
