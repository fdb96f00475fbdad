/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "annotate.h"
#include "articles.h"
#include "dictionary.h"
#include "extract.h"
#include "gaps.h"
#include "inversion.h"
#include "language.h"
#include "layout.h"
#include "leaf.h"
#include "leaves.h"
#include "legibility.h"
#include "message.h"
#include "metadata.h"
#include "numbering.h"
#include "ocr.h"
#include "pack.h"
#include "record.h"
#include "remarks.h"
#include "text.h"

/* Messages are gathered to this size before they are written. */
#define SEND_BYTES (64 * 1024)
/* OCR gives up by itself before the process is ended: then only the page is lost. */
#define OCR_SECONDS 17
/* A page that images cover to this share is a scan; if it has fewer words than that,
 * they are a number or a stamp added to it. */
#define SCAN_SHARE 0.7
#define STAMP_WORDS 25
/* Images are looked at with so few pixels, and no longer than this in a document. */
#define GLANCE_DPI 72
#define GLANCE_SECONDS_MAX 15
/* What is said in place of a form that cannot be drawn is no longer. */
#define NOTICE_WORDS_MAX 150

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
  RcStemmer *stemmer;
  RcOcr *ocr; /* or NULL */
  const RcOrder *order;
  int out;
  GPtrArray *pages;       /* of RcPage *; places are page indexes */
  guint32 count;          /* pages in the document */
  guint32 read, read_ocr; /* pages whose text is there, blank ones too; by OCR */
  GArray *wanting;        /* of guint32: pages that want OCR */
  guint32 untried;        /* of these, pages that there was no time for */
  RcMissed missed;        /* what else is in it and cannot be read */
  RcFonts *fonts;         /* and what they are good for */
  double glanced;         /* seconds spent on looking whether images show writing */
  GArray *hidden;         /* of RcHiddenPage: pages with text that no reader sees */
  GHashTable *leaves;     /* what OCR made of pages before, see leaves.h; or NULL */
} Reading;

/* True if the page should be read by OCR; *lacks says that without it the page has
 * no text to be found by. */
static bool wants_ocr(Reading *reading, const RcPage *page, const RcLetterStatistics *letters,
                      bool *lacks) {
  RcLegibility legibility = rc_legibility_judge(letters);
  bool always = reading->order->choice == RC_OCR_ALWAYS;
  bool is_misread = rc_legibility_shows_misreading(letters);
  bool is_short = letters->words < STAMP_WORDS;
  double images = 0; /* finding them out takes time: only where it matters */
  if (legibility == RC_LEGIBILITY_EMPTY)
    return *lacks = !page->is_blank;
  if (is_short || is_misread || always)
    images = rc_extraction_image_share(reading->extraction, page->index);
  bool is_scan = images > SCAN_SHARE;
  *lacks = legibility == RC_LEGIBILITY_NOISE || (is_scan && is_short);
  return *lacks || (is_scan && is_misread) || (always && images > 0);
}

static void clear_text(RcPage *page) {
  g_free(page->text);
  page->text = g_strdup("");
  g_array_set_size(page->lines, 0);
  g_array_set_size(page->spans, 0);
}

/* What OCR made of the page before; false if it has not been tried. */
static bool read_leaf(const Reading *reading, RcPage *page, bool *failed) {
  GBytes *leaf =
      reading->leaves ? g_hash_table_lookup(reading->leaves, GUINT_TO_POINTER(page->index)) : NULL;
  gsize length = 0;
  const guint8 *bytes = leaf ? g_bytes_get_data(leaf, &length) : NULL;
  float size;
  *failed = leaf && length == 0; /* the process that read it died */
  if (*failed || !bytes)
    return *failed;
  if (!rc_leaf_read(bytes, length, page, failed, &size))
    return false;
  rc_ocr_set_body_size(reading->ocr, size);
  return true;
}

static double processor_seconds(void) {
  return (double)clock() / CLOCKS_PER_SEC;
}

/* True if the page has what OCR makes of it, now or before; as it ought to stand if `may_turn`. */
static bool read_by_ocr(Reading *reading, RcPage *page, bool may_turn) {
  bool failed = false;
  if (!reading->ocr || rc_order_pages_have(&reading->order->skip_ocr, page->index))
    return false;
  if (read_leaf(reading, page, &failed))
    return !failed;
  if (processor_seconds() >= reading->order->ocr_seconds) {
    reading->untried++;
    return false;
  }
  g_autoptr(RcPicture) picture =
      rc_extraction_render_page(reading->extraction, page->index, RC_OCR_DPI);
  bool blank = picture && rc_picture_is_blank(picture);
  if (blank)
    clear_text(page);
  failed = !blank && !(picture && rc_ocr_read(reading->ocr, picture, OCR_SECONDS, may_turn, page));
  g_autoptr(GByteArray) message = g_byte_array_new(), leaf = g_byte_array_new();
  rc_leaf_append(leaf, failed ? NULL : page, rc_ocr_body_size(reading->ocr));
  rc_message_append_leaf(message, page->index, leaf);
  send_all(reading->out, message);
  return !failed;
}

/* True if the page shows more than its text layer says, beside what that says well. */
static bool has_gaps(Reading *reading, RcPage *page) {
  bool gaps = rc_gaps_drop_noise(page, reading->fonts);
  g_autoptr(GArray) images = rc_extraction_images(reading->extraction, page->index);
  g_autoptr(GArray) places = rc_gaps_find(page, images);
  if (gaps || places->len == 0)
    return gaps;
  /* So much time is for looking; then whatever may be writing is taken for it. */
  double start = processor_seconds();
  if (reading->glanced > GLANCE_SECONDS_MAX)
    return true;
  g_autoptr(RcPicture) picture =
      rc_extraction_render_page(reading->extraction, page->index, GLANCE_DPI);
  gaps = picture && rc_gaps_show_writing(places, picture);
  reading->glanced += processor_seconds() - start;
  return gaps;
}

/* OCR of the page, for what is not in its text layer. */
static bool fill_gaps(Reading *reading, RcPage *page) {
  g_autoptr(RcPage) read = rc_page_new();
  read->index = page->index;
  read->width = page->width;
  read->height = page->height;
  read->text = g_strdup("");
  if (!read_by_ocr(reading, read, false))
    return false;
  rc_gaps_fill(page, read, reading->fonts);
  return true;
}

/* Sees to a page whose text layer may say nothing.  Noise is not kept: its words
 * would only hide that the page cannot be found. */
static void judge_page(Reading *reading, RcPage *page) {
  RcLetterStatistics statistics;
  rc_legibility_count(page->text, &statistics);
  bool lacks = false, done = false;
  page->is_blank =
      statistics.characters == 0 && rc_extraction_page_is_blank(reading->extraction, page->index);
  /* A page that shows nothing may be meant to; if it is also at odds with itself, it is not. */
  bool damaged =
      page->damage == RC_DAMAGE_SURE || (page->damage == RC_DAMAGE_POSSIBLE && page->is_blank);
  if (damaged)
    g_array_append_val(reading->missed.damaged, page->index);
  if (wants_ocr(reading, page, &statistics, &lacks)) {
    done = read_by_ocr(reading, page, true);
    reading->read_ocr += done;
    if (!done)
      g_array_append_val(reading->wanting, page->index);
    if (!done && rc_legibility_judge(&statistics) == RC_LEGIBILITY_NOISE)
      clear_text(page);
  } else if (statistics.characters > 0 && has_gaps(reading, page)) {
    lacks = true;
    done = fill_gaps(reading, page);
    reading->read_ocr += done;
    if (!done)
      g_array_append_val(reading->wanting, page->index);
  }
  reading->read += (done || !lacks) && !damaged;
}

static void send_page(const Reading *reading, guint32 page) {
  g_autoptr(GByteArray) message = g_byte_array_new();
  rc_message_append_page(message, page, reading->count);
  send_all(reading->out, message);
}

static void read_pages(Reading *reading) {
  guint32 last = reading->order->last ? MIN(reading->order->last, reading->count) : reading->count;
  for (guint32 index = 1; index <= last; index++) {
    /* So late, what was read must be sent now, or would be lost. */
    if (index > 1 && !reading->ocr && processor_seconds() > reading->order->seconds * 2.0 / 3)
      break;
    send_page(reading, index);
    bool skip = rc_order_pages_have(&reading->order->skip, index);
    RcPage *page = skip ? NULL : rc_extraction_read_page(reading->extraction, index);
    if (page) {
      RcHiddenPage hidden = {index, page->hidden};
      if (hidden.why)
        g_array_append_val(reading->hidden, hidden);
      judge_page(reading, page);
    } else {
      /* An empty page stands for one that poppler cannot read, or that is to be skipped. */
      page = rc_page_new();
      page->index = index;
      page->text = g_strdup("");
      if (!skip)
        g_array_append_val(reading->missed.damaged, page->index);
    }
    GPtrArray *names = reading->missed.names;
    reading->missed.files += page->files->len;
    for (guint i = 0; i < page->files->len && names->len < RC_MISSED_NAMES_MAX; i++)
      if (strlen(page->files->pdata[i]) <= RC_MISSED_NAME_BYTES_MAX)
        g_ptr_array_add(names, g_strdup(page->files->pdata[i]));
    g_ptr_array_add(reading->pages, page);
  }
  if (reading->count > 0)
    send_page(reading, reading->count + 1);
}

/* *language is that of the last passage that has one, NULL before the first. */
static void annotate(RcArticles *articles, RcPassage *passage, const GArray *words,
                     const char **language) {
  const char *own = rc_language_detect(passage->text, words, *language);
  *language = own ? own : *language;
  g_free(passage->language);
  passage->language = g_strdup(own);
  rc_annotate_passage(passage, words);
  rc_articles_find(articles, passage, words);
}

/* Languages are needed before the document is described, terms after: words are cut
 * once and kept. */
static GPtrArray *annotate_all(const GPtrArray *passages, RcDictionary *dictionary) {
  GPtrArray *words = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  g_autoptr(RcArticles) articles = rc_articles_new();
  const char *language = NULL;
  for (guint i = 0; i < passages->len; i++) {
    RcPassage *passage = g_ptr_array_index(passages, i);
    GArray *own = rc_dictionary_words(dictionary, passage->text, -1);
    annotate(articles, passage, own, &language);
    g_ptr_array_add(words, own);
  }
  return words;
}

/* A form that a program draws has a page for readers that cannot run it, with nothing on it but
 * that; those that Adobe's programs make say it in these words. */
static bool says_that_it_is_a_form(const Reading *reading) {
  static const char notice[] = "may not be able to display this type of document";
  guint words = 0;
  bool notices = false;
  for (guint i = 0; i < reading->pages->len && words <= NOTICE_WORDS_MAX; i++) {
    const RcPage *page = g_ptr_array_index(reading->pages, i);
    RcLetterStatistics statistics;
    rc_legibility_count(page->text, &statistics);
    words += statistics.words;
    g_auto(GStrv) lines = g_strsplit_set(page->text, " \n", -1);
    g_autofree char *text = g_strjoinv(" ", lines);
    notices = notices || strstr(text, notice);
  }
  return words <= NOTICE_WORDS_MAX &&
         (notices || rc_extraction_has_form_program(reading->extraction));
}

static void send_document(const Reading *reading, const GPtrArray *passages) {
  g_autoptr(RcDocument) document = rc_document_new();
  g_autofree char *title = rc_extraction_title(reading->extraction);
  rc_metadata_read(document, reading->pages, passages, title);
  /* The notice that stands in place of a form is no title. */
  const char *named = rc_document_peek(document, RC_METADATA_TITLE);
  const RcPage *first = reading->pages->len ? g_ptr_array_index(reading->pages, 0) : NULL;
  if (reading->missed.form && named && first && strstr(first->text, named))
    rc_document_set(document, RC_METADATA_TITLE, NULL, NULL);
  g_autoptr(GByteArray) message = g_byte_array_new(), record = g_byte_array_new();
  rc_record_append_metadata(record, document);
  rc_message_append_document(message, record);
  send_all(reading->out, message);
}

/* Passages on their way out: buffers that are used again for each. */
typedef struct {
  int out;
  RcInversion *inversion;
  GByteArray *message, *record, *terms;
  gsize bytes;  /* of all records and terms so far */
  guint32 full; /* page from which on there is no room; or 0 */
} Sending;

static void start_sending(Sending *sending, int out, RcStemmer *stemmer,
                          const RcDictionary *dictionary) {
  *sending = (Sending){out,
                       rc_inversion_new(stemmer, dictionary),
                       g_byte_array_new(),
                       g_byte_array_new(),
                       g_byte_array_new(),
                       0,
                       0};
}

/* What a word takes at most beside its letters, in the terms of its passage and of the
 * document; how many terms a name or a symbol makes, and their bytes. */
#define WORD_BYTES 48
#define FACT_TERMS 16
#define FACT_BYTES 1024

/* What comes after the first passage without room is left out too: a text with holes
 * would be taken for whole. */
static void send_passage(Sending *sending, const RcPassage *passage, const GArray *words) {
  /* What it may add to the terms of the document counts, too. */
  gsize facts = passage->mentions->len + passage->cites->len + 1;
  gsize bytes = sending->bytes + rc_inversion_term_bytes(sending->inversion) +
                5 * strlen(passage->text) + (gsize)words->len * WORD_BYTES + facts * FACT_BYTES;
  gsize terms =
      rc_inversion_term_count(sending->inversion) + 2 * (gsize)words->len + facts * FACT_TERMS;
  if (!sending->full && (bytes > RC_WORKER_BYTES_MAX || terms > RC_WORKER_TERMS_MAX))
    sending->full = g_array_index(passage->page_starts, RcPageStart, 0).page;
  if (sending->full)
    return;
  g_byte_array_set_size(sending->record, 0);
  g_byte_array_set_size(sending->terms, 0);
  rc_record_append_passage(sending->record, passage);
  rc_inversion_add_passage(sending->inversion, passage, words, sending->terms);
  sending->bytes += (gsize)sending->record->len + sending->terms->len;
  rc_message_append_passage(sending->message, sending->record, words->len, sending->terms);
  if (sending->message->len > SEND_BYTES)
    send_all(sending->out, sending->message);
}

/* The terms of the document entry end what passages there are. */
static void finish_sending(Sending *sending) {
  g_byte_array_set_size(sending->terms, 0);
  rc_inversion_append_document(sending->inversion, sending->terms);
  rc_message_append_terms(sending->message, sending->terms);
  send_all(sending->out, sending->message);
  g_byte_array_unref(sending->message);
  g_byte_array_unref(sending->record);
  g_byte_array_unref(sending->terms);
  rc_inversion_free(sending->inversion);
}

static void read_pdf(RcExtraction *extraction, int out, int leaves, RcStemmer *stemmer, RcOcr *ocr,
                     const RcOrder *order) {
  Reading reading = {
      .extraction = extraction,
      .stemmer = stemmer,
      .ocr = ocr,
      .order = order,
      .out = out,
      .pages = g_ptr_array_new_with_free_func((GDestroyNotify)rc_page_free),
      .wanting = g_array_new(FALSE, FALSE, sizeof(guint32)),
      .missed = {.damaged = g_array_new(FALSE, FALSE, sizeof(guint32)),
                 .names = g_ptr_array_new_with_free_func(g_free)},
      .fonts = rc_fonts_new(),
      .hidden = g_array_new(FALSE, FALSE, sizeof(RcHiddenPage)),
      .leaves = leaves >= 0 && ocr ? rc_leaves_read(leaves) : NULL,
      .count = rc_extraction_page_count(extraction),
  };
  reading.missed.files = rc_extraction_files(extraction, reading.missed.names, RC_MISSED_NAMES_MAX,
                                             RC_MISSED_NAME_BYTES_MAX);
  read_pages(&reading);
  reading.missed.form = says_that_it_is_a_form(&reading);
  g_autoptr(GPtrArray) passages = rc_layout_passages(reading.pages);
  rc_remarks_insert(passages, reading.pages);
  rc_numbering_count_unnumbered(passages);
  g_autoptr(RcDictionary) dictionary = rc_dictionary_new();
  g_autoptr(GPtrArray) words = annotate_all(passages, dictionary);
  send_document(&reading, passages);
  Sending sending;
  start_sending(&sending, out, stemmer, dictionary);
  for (guint i = 0; i < passages->len; i++)
    send_passage(&sending, g_ptr_array_index(passages, i), g_ptr_array_index(words, i));
  finish_sending(&sending);
  RcStatus status = sending.full                                   ? RC_STATUS_PARTIAL
                    : reading.missed.damaged->len == reading.count ? RC_STATUS_DAMAGED
                    : passages->len == 0                           ? RC_STATUS_NO_TEXT
                    : reading.read < reading.count || rc_missed_is_any(&reading.missed)
                        ? RC_STATUS_PARTIAL
                        : RC_STATUS_OK;
  g_autoptr(GByteArray) end = g_byte_array_new();
  if (rc_missed_is_any(&reading.missed))
    rc_message_append_missed(end, &reading.missed);
  if (reading.read_ocr || reading.wanting->len)
    rc_message_append_ocr(end, reading.read_ocr, reading.untried, reading.wanting);
  if (reading.hidden->len)
    rc_message_append_hidden(end, reading.hidden);
  if (sending.full)
    rc_message_append_full(end, sending.full);
  rc_message_append_end(end, status, reading.count,
                        sending.full ? MIN(reading.read, sending.full - 1) : reading.read);
  send_all(out, end);
  g_ptr_array_unref(reading.pages);
  g_array_unref(reading.wanting);
  rc_missed_clear(&reading.missed);
  rc_fonts_free(reading.fonts);
  g_array_unref(reading.hidden);
  g_clear_pointer(&reading.leaves, g_hash_table_unref);
}

/* --- documents read before --- */

/* Sends the passages anew; a record that is damaged ends it. */
static void read_packed(int descriptor, int out, RcStemmer *stemmer) {
  g_autoptr(GByteArray) packed = g_byte_array_new();
  guint8 buffer[64 * 1024];
  for (ssize_t got; (got = read(descriptor, buffer, sizeof buffer)) > 0;)
    g_byte_array_append(packed, buffer, (guint)got);
  g_autoptr(GByteArray) plain = rc_pack_open(packed->data, packed->len);
  g_autoptr(RcDictionary) dictionary = rc_dictionary_new();
  Sending sending;
  start_sending(&sending, out, stemmer, dictionary);
  g_autoptr(RcArticles) articles = rc_articles_new();
  const char *language = NULL;
  gsize offset = 0, length;
  bool sound = plain != NULL;
  for (const guint8 *record; sound && rc_pack_next(plain, &offset, &record, &length);) {
    g_autoptr(RcPassage) passage = rc_record_read_passage(record, length, NULL);
    sound = passage != NULL;
    if (!sound)
      break;
    g_autoptr(GArray) words = rc_dictionary_words(dictionary, passage->text, -1);
    annotate(articles, passage, words, &language);
    send_passage(&sending, passage, words);
  }
  sound = sound && offset == plain->len;
  finish_sending(&sending);
  g_autoptr(GByteArray) message = g_byte_array_new();
  if (sending.full)
    rc_message_append_full(message, sending.full);
  rc_message_append_end(message, sound ? RC_STATUS_OK : RC_STATUS_DAMAGED, 0, 0);
  send_all(out, message);
}

void rc_reading_run(int descriptor, int out, int leaves, RcStemmer *stemmer, RcOcr *ocr,
                    const RcOrder *order) {
  RcStatus status;
  if (order->packed)
    return read_packed(descriptor, out, stemmer);
  g_autoptr(RcExtraction) extraction = rc_extraction_open(descriptor, &status);
  if (extraction)
    return read_pdf(extraction, out, leaves, stemmer, ocr, order);
  g_autoptr(GByteArray) message = g_byte_array_new();
  rc_message_append_end(message, status, 0, 0);
  send_all(out, message);
}

/* --- the server --- */

/* What the server of all readings holds. */
typedef struct {
  const RcReader *reader;
  RcOcr *ocr;
  RcExtraction *sample; /* open as long as there is forking: poppler's tables go with it */
} Server;

/* Loads the models and reads a page of our own all the way, so that processes forked from
 * here find in memory what else each would make at its first document: tables of poppler
 * and fonts, compiled patterns, tables of languages.  What is read goes nowhere. */
static bool warm_up(gpointer data, GError **error) {
  Server *server = data;
  const RcOrder order = rc_order_for_pdf(RC_OCR_AUTO, server->reader->has_ocr);
  if (server->reader->has_ocr && !(server->ocr = rc_ocr_new(error)))
    return false;
  server->sample = rc_extraction_open_sample();
  read_pdf(server->sample, STDOUT_FILENO, -1, server->reader->stemmer, server->ocr, &order);
  return true;
}

static void work(const int *descriptors, guint descriptor_count, gconstpointer order,
                 gsize order_bytes, gpointer data) {
  const Server *server = data;
  if (descriptor_count >= 2 && order_bytes == sizeof(RcOrder))
    rc_reading_run(descriptors[0], descriptors[1], descriptor_count > 2 ? descriptors[2] : -1,
                   server->reader->stemmer, server->ocr, order);
}

RcForkServer *rc_reading_start(const RcReader *reader, RcSandboxMode sandbox, GError **error) {
  Server server = {.reader = reader};
  const RcForkServerTask task = {warm_up, work, &server, .cold = reader->has_ocr};
  return rc_forkserver_start(&task, sandbox, error);
}

char *rc_reading_version(void) {
  return g_strdup_printf("%d, poppler %s, %d s of processor, %d s a page, %d MiB",
                         RC_READER_VERSION, rc_extraction_version(), RC_ORDER_SECONDS,
                         RC_ORDER_PAGE_SECONDS, (int)(RC_ORDER_MEMORY_BYTES >> 20));
}
