/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading.h"

#include <errno.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "annotate.h"
#include "articles.h"
#include "extract.h"
#include "language.h"
#include "layout.h"
#include "legibility.h"
#include "message.h"
#include "metadata.h"
#include "record.h"
#include "text.h"

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
  const RcTask *task;
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
  bool always = reading->task->choice == RC_OCR_ALWAYS;
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
  if (!reading->task->ocr || is_skipped(reading->task->skip, page->index))
    return false;
  g_autoptr(RcPicture) picture =
      rc_extraction_render_page(reading->extraction, page->index, RC_OCR_DPI);
  return picture && rc_ocr_read(reading->task->ocr, picture, OCR_SECONDS, page);
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
    if (reading->task->ocr)
      limit_processor_time(RC_TASK_OCR_SECONDS_MAX);
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
  g_autoptr(RcArticles) articles = rc_articles_new();
  for (guint i = 0; i < passages->len; i++) {
    RcPassage *passage = g_ptr_array_index(passages, i);
    GArray *own = rc_text_words(passage->text, -1);
    passage->language = g_strdup(rc_language_detect(passage->text, own));
    rc_annotate_passage(passage, own);
    rc_articles_find(articles, passage, own);
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

void rc_reading_run(int descriptor, int out, RcStemmer *stemmer, const RcTask *task) {
  RcStatus status;
  __attribute__((cleanup(clear_reading))) Reading reading = {
      .extraction = rc_extraction_open(descriptor, &status),
      .task = task,
      .out = out,
      .pages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_page_free),
      .wanting = g_array_new(FALSE, FALSE, sizeof(guint32)),
  };
  if (reading.extraction)
    read_document(&reading, stemmer);
  else
    send_end(&reading, status);
}
