/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker as its parent sees it.  Real workers, forked from a server, read PDFs of
 * corpus/; hostile ones are bytes in a pipe, and whatever they say, the parent keeps
 * nothing of it, says "crashed" and lives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "fixture.h"
#include "forkserver-fixture.h"
#include "leaves.h"
#include "message.h"
#include "reading.h"
#include "record-fixture.h"
#include "terms.h"
#include "worker.h"
#include "xapian-fixture.h"

#define PIPE_BYTES (64 * 1024)
#define CORPUS_PDF "corpus/cerd-kaz-concluding-ru.pdf"

static RcEntries *new_entries(void) {
  static const FixtureDocument document = {.id = "0123456789abcdef", .path = "a.pdf"};
  RcDocument *from = fixture_document_new(&document);
  from->pages = from->pages_read = 0;
  return rc_entries_new(from);
}

/* A worker without a process: its pipe holds `bytes` and then ends, or if `open` is not
 * NULL, goes on at that end. */
static RcWorker *new_open_worker(const GByteArray *bytes, int *open) {
  const RcOrder order = rc_order_for_pdf(RC_OCR_AUTO, false);
  int ends[2];
  assert_int_equal(pipe(ends), 0);
  fcntl(ends[1], F_SETPIPE_SZ, PIPE_BYTES);
  /* What no pipe holds is read from a file. */
  if (bytes->len > PIPE_BYTES) {
    close(ends[0]);
    close(ends[1]);
    ends[0] = memfd_create("messages", MFD_CLOEXEC);
    ends[1] = dup(ends[0]);
  }
  if (bytes->len)
    assert_int_equal(write(ends[1], bytes->data, bytes->len), bytes->len);
  if (bytes->len > PIPE_BYTES)
    lseek(ends[0], 0, SEEK_SET);
  if (open)
    *open = ends[1];
  else
    close(ends[1]);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  RcWorker *worker = rc_worker_adopt(0, ends[0], new_entries(), &order);
  worker->kept = g_ptr_array_new_with_free_func((GDestroyNotify)rc_passage_free);
  return worker;
}

static RcWorker *new_fed_worker(const GByteArray *bytes) {
  return new_open_worker(bytes, NULL);
}

static void receive_all(RcWorker *worker) {
  while (rc_worker_receive(worker)) {
    struct pollfd ready = {.fd = worker->pipe, .events = POLLIN};
    poll(&ready, 1, 100);
  }
}

/* --- scripts of messages --- */

static void add_page(GByteArray *out, guint32 page) {
  rc_message_append_page(out, page, 3);
}

/* A passage that brings an item which only a later Recourse knows. */
static void add_grown_passage(GByteArray *out) {
  const FixturePassage from = {.text = "Погром в Масанчи", .page = 1};
  g_autoptr(RcPassage) passage = fixture_passage_new(&from, 1);
  g_autoptr(GByteArray) record = g_byte_array_new(), terms = g_byte_array_new();
  passage->more.items = 1;
  passage->more.bytes = g_byte_array_append(g_byte_array_new(), (const guint8 *)"\x07", 1);
  rc_record_append_passage(record, passage);
  rc_message_append_passage(out, record, 3, terms);
}

/* With a text form of metadata: also what no worker of ours says. */
static void add_document(GByteArray *out, const char *metadata) {
  g_autoptr(GByteArray) record = record_fixture_new("a(sss)", metadata);
  rc_message_append_document(out, record);
}

/* A passage of three words with its stem and one more term. */
static void add_passage_on(GByteArray *out, guint32 ordinal, guint32 page, RcField field,
                           const char *value) {
  const FixturePassage from = {.text = "Погром в Масанчи", .page = page};
  g_autoptr(RcPassage) passage = fixture_passage_new(&from, ordinal);
  g_autoptr(GByteArray) record = g_byte_array_new(), terms = g_byte_array_new();
  const RcTerm stem = {.field = RC_FIELD_STEM, .value = "погром", .frequency = 1};
  const RcTerm more = {.field = field, .value = value};
  rc_terms_append(terms, &stem, NULL);
  rc_terms_append(terms, &more, NULL);
  rc_record_append_passage(record, passage);
  rc_message_append_passage(out, record, 3, terms);
}

static void add_passage(GByteArray *out, guint32 ordinal) {
  add_passage_on(out, ordinal, 1, RC_FIELD_LANGUAGE, "ru");
}

/* Terms of the document entry: a word at `position`, and one more term. */
static void add_terms(GByteArray *out, guint32 position, RcField field, const char *value) {
  g_autoptr(GByteArray) terms = g_byte_array_new();
  const RcTerm word = {.field = RC_FIELD_WORD, .value = "погром", .position_count = 1};
  const RcTerm more = {.field = field, .value = value};
  rc_terms_append(terms, &word, &position);
  rc_terms_append(terms, &more, NULL);
  rc_message_append_terms(out, terms);
}

/* One term more than is taken. */
static void add_many_terms(GByteArray *out) {
  g_autoptr(GByteArray) terms = g_byte_array_new();
  for (guint32 i = 0; i <= RC_WORKER_TERMS_MAX; i++) {
    g_autofree char *value = g_strdup_printf("w%u", i);
    const RcTerm term = {.field = RC_FIELD_STEM, .value = value};
    rc_terms_append(terms, &term, NULL);
  }
  rc_message_append_terms(out, terms);
}

static void add_ocr(GByteArray *out, guint32 pages_ocr, guint32 wanting) {
  g_autoptr(GArray) pages = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_array_append_val(pages, wanting);
  rc_message_append_ocr(out, pages_ocr, 0, pages);
}

/* That a page is damaged. */
static void add_missed(GByteArray *out, guint32 page) {
  RcMissed missed = {.damaged = g_array_new(FALSE, FALSE, sizeof(guint32))};
  g_array_append_val(missed.damaged, page);
  rc_message_append_missed(out, &missed);
  rc_missed_clear(&missed);
}

static void add_hidden(GByteArray *out, guint32 page) {
  const RcHiddenPage hidden = {page, RC_HIDDEN_COVERED};
  g_autoptr(GArray) pages = g_array_new(FALSE, FALSE, sizeof hidden);
  g_array_append_val(pages, hidden);
  rc_message_append_hidden(out, pages);
}

#define OTHER_ID "1111111111111111"

/* Appends the message that a letter stands for: p page 1, P page 2, z that all three are
 * read, d document, 1 2 3 passages, w terms, o OCR, e end, E the end of a packed document,
 * q the page of a document of one; and what no worker of ours sends, see the table of each
 * test. */
static void add_letter(GByteArray *out, char letter) {
  switch (letter) {
  case 'p':
    return add_page(out, 1);
  case 'P':
    return add_page(out, 2);
  case 'q':
    return rc_message_append_page(out, 1, 1);
  case 'z':
    return add_page(out, 4);
  case 'v': /* a leaf of page 1, and of page 2 */
  case 'V': {
    g_autoptr(GByteArray) leaf = g_byte_array_new();
    g_byte_array_append(leaf, (const guint8 *)"leaf", 4);
    return rc_message_append_leaf(out, letter == 'v' ? 1 : 2, leaf);
  }
  case 'd':
    return add_document(out, "[('title', 'Дунгане', 'page 1'), ('date', '2020-11', 'page 1')]");
  case 'w':
    return add_terms(out, 1, RC_FIELD_LANGUAGE, "ru");
  case 'o':
    return add_ocr(out, 1, 3);
  case 'e':
    return rc_message_append_end(out, RC_STATUS_OK, 3, 3);
  case 'E':
    return rc_message_append_end(out, RC_STATUS_OK, 0, 0);
  case 'b': /* a passage beyond the last page */
    return add_passage_on(out, 1, 4, RC_FIELD_LANGUAGE, "ru");
  case 'j':
    return add_grown_passage(out);
  case 'i': /* with the unique term of another document */
    return add_passage_on(out, 1, 1, RC_FIELD_ID, OTHER_ID);
  case 'I':
    return add_passage_on(out, 1, 1, RC_FIELD_PASSAGE, OTHER_ID ":1");
  case 'l': /* with the path of another */
    return add_passage_on(out, 1, 1, RC_FIELD_PATH, "0:other.pdf");
  case 'f': /* with a field that is the parent's */
    return add_passage_on(out, 1, 1, RC_FIELD_STATUS, "ok");
  case 'r': /* with a region that is none */
    return add_passage_on(out, 1, 1, RC_FIELD_REGION, "ATLANTIS");
  case 'W': /* the same in the terms of the document entry */
    return add_terms(out, 1, RC_FIELD_ID, OTHER_ID);
  case 'L':
    return add_terms(out, 1, RC_FIELD_PATH, "0:other.pdf");
  case 'k': /* a word beyond the end */
    return add_terms(out, 100000, RC_FIELD_LANGUAGE, "ru");
  case 'O': /* OCR beyond the last page */
    return add_ocr(out, 1, 4);
  case 'u':
    return add_ocr(out, 4, 3);
  case 'x': /* garbage */
    g_byte_array_append(out, (const guint8 *)"\xde\xad\xbe\xef\0\0\0\0", 8);
    return;
  case 'h': /* half a message */
    g_byte_array_append(out, (const guint8 *)"\2\xff\0\0\0{", 6);
    return;
  case 't': /* a page of a document with other pages */
    return rc_message_append_page(out, 2, 4);
  case 'g': /* from page 2 on there is too much, and from page 4 of 3 */
    return rc_message_append_full(out, 2);
  case 'G':
    return rc_message_append_full(out, 4);
  case 'n': /* the last page is damaged, and one beyond it */
    return add_missed(out, 3);
  case 'N':
    return add_missed(out, 4);
  case 'H': /* text that nobody sees, on page 2 and on page 4 of 3 */
  case 'J':
    return add_hidden(out, letter == 'H' ? 2 : 4);
  case 'B': /* more terms than a document may have */
    return add_many_terms(out);
  case 'T': /* its end */
    return rc_message_append_end(out, RC_STATUS_OK, 4, 3);
  case 'm': /* too many pages for any document */
    return rc_message_append_end(out, RC_STATUS_OK, 10000001, 3);
  case 's': /* a status that is seen from outside */
    return rc_message_append_end(out, RC_STATUS_TIMEOUT, 3, 3);
  case 'X':
    return rc_message_append_end(out, RC_STATUS_DAMAGED, 0, 0);
  case 'D': /* a date that is none */
    return add_document(out, "[('title', 'Дунгане', 'page 1'), ('date', 'soon', 'page 1')]");
  case 'S': /* what only a person may say */
    return add_document(out, "[('title', 'Дунгане', 'sidecar')]");
  default:
    assert_true(letter >= '0' && letter <= '9');
    return add_passage(out, (guint32)(letter - '0'));
  }
}

static GByteArray *new_script(const char *script) {
  GByteArray *out = g_byte_array_new();
  for (const char *p = script; *p; p++)
    add_letter(out, *p);
  return out;
}

typedef struct {
  const char *script;
  RcStatus status;
  guint passages; /* kept */
} Play;

/* The document must also be fit to be stored and read again. */
static void assert_storable(RcEntries *entries) {
  g_autoptr(GByteArray) record = g_byte_array_new();
  rc_record_append_document(record, rc_entries_document(entries));
  g_autoptr(RcDocument) again = rc_record_read_document(record->data, record->len, NULL);
  assert_non_null(again);
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(XapianWriter) writer = xapian_writer_create(folder, NULL);
  assert_true(xapian_writer_begin(writer, NULL));
  assert_true(rc_entries_write(entries, writer, NULL));
  assert_true(xapian_writer_commit(writer, NULL));
}

/* Of a document that was not believed, nothing is left that could be found. */
static void assert_nothing_kept(const RcWorker *worker, const char *script) {
  const RcDocument *document = rc_entries_document(worker->entries);
  if (rc_entries_bytes(worker->entries) || document->passages)
    fail_msg("%s: passages or terms are kept", script);
  for (int i = 0; i < RC_N_METADATA; i++)
    if (rc_document_peek(document, (RcMetadataField)i))
      fail_msg("%s: its %s is kept", script, rc_metadata_name((RcMetadataField)i));
}

static RcWorker *play(const char *script) {
  g_autoptr(GByteArray) bytes = new_script(script);
  RcWorker *worker = new_fed_worker(bytes);
  receive_all(worker);
  return worker;
}

static void check(const Play *plays, gsize count) {
  for (gsize i = 0; i < count; i++) {
    g_autoptr(RcWorker) worker = play(plays[i].script);
    const RcDocument *document = rc_entries_document(worker->entries);
    guint passages = document->passages;
    if (document->status != plays[i].status || passages != plays[i].passages)
      fail_msg("%s: %s with %u passages", plays[i].script, rc_status_name(document->status),
               passages);
    if (document->status == RC_STATUS_CRASHED)
      assert_nothing_kept(worker, plays[i].script);
    else
      assert_int_equal(worker->kept->len, passages);
    assert_storable(worker->entries);
  }
}

/* All of these must end as crashed documents of which nothing is kept. */
static void check_refused(const char *const *scripts) {
  for (; *scripts; scripts++) {
    const Play one = {*scripts, RC_STATUS_CRASHED, 0};
    check(&one, 1);
  }
}

static void test_honest_workers(void **state) {
  static const Play plays[] = {
      {"pPd12we", RC_STATUS_OK, 2}, {"pPzd12we", RC_STATUS_OK, 2}, {"pPdwe", RC_STATUS_OK, 0},
      {"pd123we", RC_STATUS_OK, 3}, {"pPd12woe", RC_STATUS_OK, 2}, {"pPd12wge", RC_STATUS_OK, 2},
  };
  (void)state;
  check(plays, G_N_ELEMENTS(plays));
}

static void test_what_an_honest_worker_leaves(void **state) {
  (void)state;
  g_autoptr(RcWorker) worker = play("pPd12woe");
  const RcDocument *document = rc_entries_document(worker->entries);
  assert_int_equal(document->pages, 3);
  assert_int_equal(document->pages_read, 3);
  assert_int_equal(document->pages_ocr, 1);
  assert_int_equal(worker->wanting->len, 1);
  assert_int_equal(g_array_index(worker->wanting, guint32, 0), 3);
  assert_string_equal(rc_document_peek(document, RC_METADATA_DATE), "2020-11");
}

/* The end never came, wherever it stopped: half a document would pass for the whole. */
static void test_silent_ends(void **state) {
  static const char *const scripts[] = {"",        "p", "pPd", "pPd1",  "pPd12", "pPd12w",
                                        "pPd12wo", "h", "ph",  "pPd1h", NULL};
  (void)state;
  check_refused(scripts);
}

static void test_garbage(void **state) {
  static const char *const scripts[] = {"x", "pxPd12we", "pPdx12we", "pPd12x3we", "hx", NULL};
  (void)state;
  check_refused(scripts);
}

static void test_messages_out_of_order(void **state) {
  static const char *const scripts[] = {
      "ppPzd1we",          /* the same page twice */
      "Ppzd1we",           /* backwards */
      "ptd1wT",            /* the document grows */
      "pdPwe",             /* a page after the description */
      "pzPdwe",            /* or after all were read */
      "pzzdwe",   "pddwe", /* described twice */
      "p1we",              /* not described */
      "pwd1e",             /* terms before the description */
      "pPd2we",            /* ordinals begin at 1 */
      "pPd9we",            /* a jump */
      "pPd19we",           /* a jump after a good one */
      "pPd11we",           /* the same twice */
      "pPd0we",            /* there is no passage 0 */
      "pPd1wT",            /* the end of another document */
      "pPd1wm",            /* more pages than a record may hold */
      "pPd1ws",            /* a status that only this process gives */
      "ed",                /* no pages, but three at the end */
      "pPd1wee",           /* two ends */
      "pPd1wep",           /* more after the end */
      "pPd12wex",          /* even garbage */
      "pPd1woOe",          /* OCR told twice */
      "pPgd1we",           /* full before it has begun */
      "pPd1wgge",          /* full twice */
      "pPnd1we",           /* what was missed, before it is described */
      "pPd1wnne",          /* and twice */
      "pPHd1we",           /* hidden text before it is described */
      "pPd1wHHe",          /* told twice */
      NULL,
  };
  (void)state;
  check_refused(scripts);
}

static void test_bad_contents(void **state) {
  static const char *const scripts[] = {
      "pPd1wJe",           /* hidden text on a page beyond the document */
      "pPd1wGe",           /* full on a page beyond the document */
      "pPd1wNe",           /* damage there */
      "pPd1Be",            /* more terms than a document may have */
      "pPdjwe",            /* a passage with an item that is not known */
      "pPdbwe",            /* a passage on a page beyond the document */
      "pPdiwe",            /* the unique term of another document */
      "pPdIwe",            /* of a passage of another */
      "pPdlwe",            /* the path of another */
      "pPdfwe",            /* a field that is the parent's */
      "pPdrwe",            /* a concept that is none */
      "pPd1We",            /* the same on the document entry */
      "pPd1Le",  "pPd1ke", /* a position beyond the words */
      "pPd1wOe",           /* OCR of a page beyond the document */
      "pPd1wue", "pPD1we", /* a date that is none */
      "pPS1we",            /* a person's word */
      NULL,
  };
  (void)state;
  check_refused(scripts);
}

static void test_hidden_text(void **state) {
  (void)state;
  g_autoptr(RcWorker) worker = play("pPzd1wHe");
  const GArray *hidden = rc_entries_document(worker->entries)->hidden;
  assert_int_equal(hidden->len, 1);
  assert_int_equal(g_array_index(hidden, RcHiddenPage, 0).page, 2);
  assert_int_equal(g_array_index(hidden, RcHiddenPage, 0).why, RC_HIDDEN_COVERED);
  g_autoptr(RcWorker) dead = play("pPzd1wHep");
  assert_int_equal(rc_entries_document(dead->entries)->hidden->len, 0);
}

/* As much as a document may hold is taken, and a passage more is not. */
static void test_too_much(void **state) {
  enum { TEXT_BYTES = 4 * 1000 * 1000, MOST = RC_WORKER_BYTES_MAX / TEXT_BYTES };
  (void)state;
  g_autofree char *text = g_strnfill(TEXT_BYTES, 'x');
  const FixturePassage from = {.text = text, .page = 1};
  for (guint32 count = MOST; count <= MOST + 1; count++) {
    g_autoptr(GByteArray) bytes = new_script("pd"), terms = g_byte_array_new();
    for (guint32 ordinal = 1; ordinal <= count; ordinal++) {
      g_autoptr(RcPassage) passage = fixture_passage_new(&from, ordinal);
      g_autoptr(GByteArray) record = g_byte_array_new();
      rc_record_append_passage(record, passage);
      rc_message_append_passage(bytes, record, 0, terms);
    }
    add_letter(bytes, 'e');
    g_autoptr(RcWorker) worker = new_fed_worker(bytes);
    receive_all(worker);
    const RcDocument *document = rc_entries_document(worker->entries);
    assert_int_equal(document->status, count == MOST ? RC_STATUS_OK : RC_STATUS_CRASHED);
    assert_int_equal(document->passages, count == MOST ? MOST : 0);
  }
}

/* A leaf of OCR follows its page, and is kept as it comes, whatever becomes of the worker. */
static void test_leaves(void **state) {
  static const struct {
    const char *script;
    bool ocr;
    guint leaves;
    RcStatus status;
  } cases[] = {{"pvPVzd1we", true, 2, RC_STATUS_OK},    {"pvP", true, 1, RC_STATUS_CRASHED},
               {"pvPzd1we", true, 1, RC_STATUS_OK},     {"pvd1we", false, 0, RC_STATUS_CRASHED},
               {"vpd1we", true, 0, RC_STATUS_CRASHED},  {"pVPd1we", true, 0, RC_STATUS_CRASHED},
               {"pvvd1we", true, 1, RC_STATUS_CRASHED}, {"pPzVd1we", true, 0, RC_STATUS_CRASHED}};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    FIXTURE_FOLDER folder = fixture_folder_new();
    g_autoptr(GByteArray) bytes = new_script(cases[i].script);
    g_autoptr(RcWorker) worker = new_fed_worker(bytes);
    worker->order.ocr = cases[i].ocr;
    worker->leaves = rc_leaves_path(folder, "0123456789abcdef");
    receive_all(worker);
    int descriptor = open(worker->leaves, O_RDONLY | O_CLOEXEC);
    g_autoptr(GHashTable) leaves = rc_leaves_read(descriptor);
    if (descriptor >= 0)
      close(descriptor);
    RcStatus status = rc_entries_document(worker->entries)->status;
    if (status != cases[i].status || g_hash_table_size(leaves) != cases[i].leaves)
      fail_msg("%s: %s, %u leaves", cases[i].script, rc_status_name(status),
               g_hash_table_size(leaves));
  }
}

/* Nothing of a refused document can be searched for, of what came before either. */
static void test_a_refused_document_leaves_nothing(void **state) {
  (void)state;
  g_autoptr(RcWorker) worker = play("pPd12W");
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(XapianWriter) writer = xapian_writer_create(folder, NULL);
  assert_true(xapian_writer_begin(writer, NULL));
  assert_true(rc_entries_write(worker->entries, writer, NULL));
  static const struct {
    RcField field;
    const char *value;
    guint32 entries;
  } terms[] = {
      {RC_FIELD_WORD, "погром", 0}, {RC_FIELD_STEM, "погром", 0},    {RC_FIELD_ID, OTHER_ID, 0},
      {RC_FIELD_YEAR, "2020", 0},   {RC_FIELD_STATUS, "crashed", 1},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(terms); i++) {
    g_autofree char *term = rc_schema_term(terms[i].field, terms[i].value);
    guint count = fixture_count(xapian_writer_database(writer), term);
    if (count != terms[i].entries)
      fail_msg("%s: on %u entries", term, count);
  }
}

/* Every way to cut a sound stream is survived and leaves nothing. */
static void test_every_cut(void **state) {
  (void)state;
  g_autoptr(GByteArray) whole = new_script("pPd12we");
  for (guint length = 0; length < whole->len; length++) {
    g_autoptr(GByteArray) cut = g_byte_array_new();
    g_byte_array_append(cut, whole->data, length);
    g_autoptr(RcWorker) worker = new_fed_worker(cut);
    receive_all(worker);
    assert_int_equal(rc_entries_document(worker->entries)->status, RC_STATUS_CRASHED);
    assert_nothing_kept(worker, "cut");
  }
}

/* One byte changed anywhere: the parent lives; the document is whole or nothing. */
static void test_every_byte_changed(void **state) {
  (void)state;
  g_autoptr(GByteArray) bytes = new_script("pPd12we");
  guint refused = 0;
  for (guint i = 0; i < bytes->len; i++) {
    guint8 kept = bytes->data[i];
    bytes->data[i] ^= (guint8)(0x41 + i);
    g_autoptr(RcWorker) worker = new_fed_worker(bytes);
    receive_all(worker);
    bytes->data[i] = kept;
    const RcDocument *document = rc_entries_document(worker->entries);
    bool crashed = document->status == RC_STATUS_CRASHED;
    assert_int_equal(document->passages, crashed ? 0 : 2);
    if (crashed)
      assert_nothing_kept(worker, "changed");
    refused += crashed;
  }
  assert_true(refused > bytes->len / 4);
}

/* --- time --- */

/* Of a worker that is late nothing is kept, but what it has told to its end. */
static void test_a_worker_that_is_late(void **state) {
  static const struct {
    const char *script;
    RcStatus status;
    guint passages;
  } cases[] = {{"", RC_STATUS_TIMEOUT, 0},
               {"p", RC_STATUS_TIMEOUT, 0},
               {"pPd1", RC_STATUS_TIMEOUT, 0},
               {"pPd12w", RC_STATUS_TIMEOUT, 0},
               {"pPd12we", RC_STATUS_OK, 2}};
  (void)state;
  for (size_t i = 0; i < 2 * G_N_ELEMENTS(cases); i++) {
    g_autoptr(GByteArray) bytes = new_script(cases[i / 2].script);
    int open;
    g_autoptr(RcWorker) worker = new_open_worker(bytes, &open);
    assert_true(rc_worker_receive(worker));
    assert_true(rc_worker_receive(worker));
    if (i % 2)
      worker->heard -= (gint64)(RC_WORKER_SILENT_SECONDS + 1) * G_USEC_PER_SEC;
    else
      worker->start -= (gint64)(RC_WORKER_WALL_FACTOR * RC_ORDER_SECONDS + 1) * G_USEC_PER_SEC;
    assert_false(rc_worker_receive(worker));
    const RcDocument *document = rc_entries_document(worker->entries);
    assert_int_equal(document->status, cases[i / 2].status);
    assert_int_equal(document->passages, cases[i / 2].passages);
    if (document->status == RC_STATUS_TIMEOUT)
      assert_nothing_kept(worker, cases[i / 2].script);
    close(open);
  }
}

/* As fast as the processor is. */
static void spin(void) {
  for (volatile unsigned long turns = 0;; turns++)
    ;
}

static void say(int out, const char *script) {
  g_autoptr(GByteArray) bytes = new_script(script);
  if (write(out, bytes->data, bytes->len) != (ssize_t)bytes->len)
    _exit(1);
}

static void spin_at_once(int out) {
  (void)out;
  spin();
}

static void spin_on_a_page(int out) {
  say(out, "p");
  spin();
}

static void spin_after_a_page(int out) {
  say(out, "pPz");
  spin();
}

/* Not one page takes long, but there is no end of them. */
static void begin_pages_for_ever(int out) {
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  for (guint32 page = 1;; page = page % 9999999 + 1) {
    g_byte_array_set_size(bytes, 0);
    rc_message_append_page(bytes, page, 9999999);
    if (write(out, bytes->data, bytes->len) < 0)
      _exit(1);
  }
}

/* Longer in the world than its limits are on the processor. */
static void sleep_on_a_page(int out) {
  say(out, "pP");
  sleep(3);
  say(out, "zd12we");
}

/* A process that `act`s, as a worker. */
static RcWorker *start_child(void (*act)(int out), const RcOrder *order) {
  int ends[2];
  assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
  pid_t pid = fork();
  assert_true(pid >= 0);
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    act(ends[1]);
    _exit(0);
  }
  close(ends[1]);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return rc_worker_adopt(pid, ends[0], new_entries(), order);
}

/* The time of a page and that of a document are processor time: who uses it up is ended,
 * who sleeps, or does not get the processor, is not. */
static void test_processor_time(void **state) {
  static const struct {
    void (*act)(int out);
    guint32 page_seconds, seconds; /* 60: more than it gets to */
    bool ocr;
    RcStatus status;
    gint64 spent; /* seconds at least */
  } cases[] = {
      {spin_at_once, 60, 1, false, RC_STATUS_TIMEOUT, 1},
      {spin_on_a_page, 1, 60, false, RC_STATUS_TIMEOUT, 1},
      {spin_on_a_page, 1, 60, true, RC_STATUS_TIMEOUT, 1},
      {spin_after_a_page, 1, 2, false, RC_STATUS_TIMEOUT, 2},
      {begin_pages_for_ever, 1, 2, true, RC_STATUS_TIMEOUT, 2},
      {sleep_on_a_page, 1, 1, false, RC_STATUS_OK, 0},
      {sleep_on_a_page, 1, 1, true, RC_STATUS_OK, 0},
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    const RcOrder order = {
        .ocr = cases[i].ocr, .page_seconds = cases[i].page_seconds, .seconds = cases[i].seconds};
    g_autoptr(RcWorker) worker = start_child(cases[i].act, &order);
    receive_all(worker);
    RcStatus status = rc_entries_document(worker->entries)->status;
    if (status != cases[i].status || worker->spent < cases[i].spent * G_USEC_PER_SEC ||
        worker->spent > 30 * G_USEC_PER_SEC)
      fail_msg("case %zu: %s after %" G_GINT64_FORMAT " us", i, rc_status_name(status),
               worker->spent);
    assert_int_equal(worker->pid, 0);
  }
}

/* A parent that was away finds all that was said meanwhile before it finds anybody late. */
static void test_a_parent_that_does_not_listen(void **state) {
  (void)state;
  const RcOrder order = {.page_seconds = 1, .seconds = 60};
  g_autoptr(RcWorker) worker = start_child(sleep_on_a_page, &order);
  int ended;
  siginfo_t info;
  do
    ended = waitid(P_PID, (id_t)worker->pid, &info, WEXITED | WNOWAIT);
  while (ended < 0);
  receive_all(worker);
  assert_int_equal(rc_entries_document(worker->entries)->status, RC_STATUS_OK);
}

static int said, heard; /* ends of pipes by which such a worker waits */

/* Its second page is begun, and the time of the first long over, behind more bytes than are
 * read at a time. */
static void say_much_and_spin(int out) {
  static const guint8 bytes[512 * 1024];
  g_autoptr(GByteArray) leaf = g_byte_array_new(), message = g_byte_array_new();
  struct timespec used = {0};
  char byte;
  g_byte_array_append(leaf, bytes, sizeof bytes);
  rc_message_append_leaf(message, 1, leaf);
  say(out, "p");
  if (read(heard, &byte, 1) != 1 || write(out, message->data, message->len) < 0)
    _exit(1);
  say(out, "P");
  while (used.tv_sec < 2)
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  say(out, "zd12we");
  if (write(said, "x", 1) != 1)
    _exit(1);
}

/* So is one that has much to read. */
static void test_a_parent_that_is_behind(void **state) {
  (void)state;
  const RcOrder order = {.ocr = true, .page_seconds = 1, .seconds = 60};
  int to_child[2], to_parent[2];
  char byte = 'x';
  assert_int_equal(pipe2(to_child, O_CLOEXEC), 0);
  assert_int_equal(pipe2(to_parent, O_CLOEXEC), 0);
  heard = to_child[0];
  said = to_parent[1];
  g_autoptr(RcWorker) worker = start_child(say_much_and_spin, &order);
  if (fcntl(worker->pipe, F_SETPIPE_SZ, 1024 * 1024) < 0)
    skip(); /* all of it has no room */
  while (worker->page == 0)
    assert_true(rc_worker_receive(worker));
  assert_int_equal(write(to_child[1], &byte, 1), 1);
  assert_int_equal(read(to_parent[0], &byte, 1), 1);
  receive_all(worker);
  assert_int_equal(rc_entries_document(worker->entries)->status, RC_STATUS_OK);
  for (guint i = 0; i < 2; i++) {
    close(to_child[i]);
    close(to_parent[i]);
  }
}

/* --- what was read before --- */

static RcWorker *play_packed(const char *script) {
  g_autoptr(GByteArray) bytes = new_script(script);
  RcWorker *worker = new_fed_worker(bytes);
  RcDocument *document = rc_entries_document(worker->entries);
  worker->order.packed = worker->described = true;
  document->status = RC_STATUS_PARTIAL;
  document->pages = 3;
  document->pages_read = 2;
  receive_all(worker);
  return worker;
}

/* The document is as it was; only its passages are made anew. */
static void test_a_packed_document(void **state) {
  (void)state;
  g_autoptr(RcWorker) worker = play_packed("12wE");
  const RcDocument *document = rc_entries_document(worker->entries);
  assert_true(worker->ended);
  assert_int_equal(document->passages, 2);
  assert_int_equal(document->status, RC_STATUS_PARTIAL);
  assert_int_equal(document->pages, 3);
  assert_int_equal(document->pages_read, 2);
}

static void test_packed_documents_that_fail(void **state) {
  static const char *const scripts[] = {"",    "1",    "12w", "12wX", "d12wE", "p12wE",
                                        "2wE", "1wiE", "x",   "bwE",  "1WE",   NULL};
  (void)state;
  for (const char *const *script = scripts; *script; script++) {
    g_autoptr(RcWorker) worker = play_packed(*script);
    const RcDocument *document = rc_entries_document(worker->entries);
    if (worker->ended || document->passages || rc_entries_bytes(worker->entries))
      fail_msg("%s: taken", *script);
    assert_int_equal(document->pages, 3);
    assert_int_equal(document->status, RC_STATUS_PARTIAL);
  }
}

/* --- real workers --- */

static int worker_descriptor = -1; /* of the file that is read last */

static RcWorker *start_with(const char *path, const RcOrder *order) {
  if (worker_descriptor >= 0)
    close(worker_descriptor);
  worker_descriptor = open(path, O_RDONLY | O_CLOEXEC);
  assert_true(worker_descriptor >= 0);
  RcWorker *worker =
      rc_worker_start(forkserver, worker_descriptor, NULL, new_entries(), order, NULL);
  assert_non_null(worker);
  worker->kept = g_ptr_array_new_with_free_func((GDestroyNotify)rc_passage_free);
  return worker;
}

static RcWorker *start(const char *path) {
  const RcOrder order = rc_order_for_pdf(RC_OCR_AUTO, false);
  return start_with(path, &order);
}

/* That those pages are named as not read, and no others. */
static void assert_unread(const RcWorker *worker, guint32 first, guint32 last) {
  g_autoptr(GArray) unread = rc_worker_unread(worker);
  assert_int_equal(unread->len, last + 1 - first);
  for (guint i = 0; i < unread->len; i++)
    assert_int_equal(g_array_index(unread, guint32, i), first + i);
}

static void test_a_pdf_is_read(void **state) {
  (void)state;
  g_autoptr(RcWorker) worker = start(CORPUS_PDF);
  assert_true(worker->pid > 0);
  receive_all(worker);
  const RcDocument *document = rc_entries_document(worker->entries);
  assert_int_equal(worker->pid, 0);
  assert_int_equal(document->status, RC_STATUS_OK);
  assert_true(document->pages > 0);
  assert_int_equal(document->pages_read, document->pages);
  assert_string_equal(rc_document_peek(document, RC_METADATA_LANGUAGE), "ru");
  assert_true(worker->kept->len > 10);
  assert_int_equal(worker->kept->len, document->passages);
  bool speaks = false;
  for (guint i = 0; i < worker->kept->len; i++) {
    const RcPassage *passage = g_ptr_array_index(worker->kept, i);
    assert_int_equal(passage->ordinal, i + 1);
    speaks = speaks || strstr(passage->text, "Казахстан");
  }
  assert_true(speaks);
}

static void test_a_worker_freed_while_it_runs(void **state) {
  (void)state;
  RcWorker *worker = start(CORPUS_PDF);
  pid_t pid = worker->pid;
  rc_worker_free(worker);
  assert_int_equal(waitpid(pid, NULL, WNOHANG), -1);
}

static void test_files_that_are_no_pdf(void **state) {
  static const char *const files[] = {"tests/golden/words.txt", "/dev/null"};
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autoptr(RcWorker) worker = start(files[i]);
    receive_all(worker);
    assert_int_equal(rc_entries_document(worker->entries)->status, RC_STATUS_DAMAGED);
    assert_int_equal(worker->passages, 0);
  }
}

/* Pages that are to be skipped are, and the document says that it is not whole. */
static void test_a_skipped_page(void **state) {
  (void)state;
  g_autoptr(RcWorker) whole = start(CORPUS_PDF);
  receive_all(whole);
  RcOrder order = rc_order_for_pdf(RC_OCR_AUTO, false);
  assert_true(rc_order_pages_add(&order.skip, 1));
  g_autoptr(RcWorker) worker = start_with(CORPUS_PDF, &order);
  receive_all(worker);
  const RcDocument *document = rc_entries_document(worker->entries);
  assert_int_equal(document->status, RC_STATUS_PARTIAL);
  assert_int_equal(document->pages, rc_entries_document(whole->entries)->pages);
  assert_int_equal(document->pages_read, document->pages - 1);
  assert_unread(worker, 1, 1);
  assert_true(worker->kept->len > 0);
  for (guint i = 0; i < worker->kept->len; i++)
    assert_true(rc_passage_page_at(g_ptr_array_index(worker->kept, i), 0) > 1);
}

/* --- another try --- */

/* A document of so many pages with a line of text; page `slow` is never done with: its forms
 * each draw the next one twice, `deep` deep.  Yours to free. */
static char *write_slow_pdf(const char *folder, guint pages, guint slow, guint deep) {
  g_autoptr(GString) pdf = g_string_new("%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
                                        "2 0 obj <</Type /Pages /Kids [");
  for (guint i = 0; i < pages; i++)
    g_string_append_printf(pdf, "%u 0 R ", 100 + i);
  g_string_append_printf(pdf, "] /Count %u>> endobj\n", pages);
  g_string_append(pdf, "3 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj\n");
  for (guint i = 10; i < 10 + deep; i++)
    g_string_append_printf(pdf,
                           "%u 0 obj <</Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 11\n"
                           "  /Resources <</XObject <</X %u 0 R>>>>>> stream\n"
                           "/X Do /X Do\nendstream endobj\n",
                           i, i + 1);
  for (guint i = 0; i < pages; i++) {
    /* Elsewhere on each page: what stands in one place is taken for a running head. */
    g_autofree char *text =
        g_strdup_printf("BT /F 12 Tf 72 %u Td (The granary stood empty in year %u) Tj ET%s",
                        300 + i * 7 % 200, i, slow == 0 || i + 1 == slow ? " /X Do" : "");
    g_string_append_printf(pdf,
                           "%u 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792]\n"
                           "  /Contents %u 0 R /Resources <</Font <</F 3 0 R>>\n"
                           "  /XObject <</X 10 0 R>>>>>> endobj\n"
                           "%u 0 obj <</Length %zu>> stream\n%s\nendstream endobj\n",
                           100 + i, 100 + pages + i, 100 + pages + i, strlen(text), text);
  }
  g_string_append_printf(pdf, "trailer <</Root 1 0 R /Size %u>>\n%%%%EOF\n", 100 + 2 * pages);
  return fixture_write(folder, "slow.pdf", pdf->str, (gssize)pdf->len);
}

/* A page that takes too long costs itself and nothing else. */
static void test_a_page_that_takes_too_long(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *path = write_slow_pdf(folder, 5, 3, 40);
  RcOrder order = rc_order_for_pdf(RC_OCR_AUTO, false);
  order.page_seconds = 1;
  g_autoptr(RcWorker) worker = start_with(path, &order);
  receive_all(worker);
  const RcDocument *document = rc_entries_document(worker->entries);
  assert_int_equal(document->status, RC_STATUS_PARTIAL);
  assert_int_equal(document->pages, 5);
  assert_int_equal(document->pages_read, 4);
  assert_unread(worker, 3, 3);
  assert_true(worker->kept->len > 0);
}

/* What was read before the time of the document was up is kept, and what was not is named.  A page
 * is much shorter than that time also under sanitizers: one that is not would be left out by
 * itself.  A busy machine is given longer until it has read a page. */
static void test_a_document_that_takes_too_long(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *path = write_slow_pdf(folder, 10000, 0, 8);
  RcOrder order = rc_order_for_pdf(RC_OCR_AUTO, false);
  guint pages_read = 0;
  for (order.seconds = 2; pages_read == 0; order.seconds *= 2) {
    assert_true(order.seconds <= 64);
    g_autoptr(RcWorker) worker = start_with(path, &order);
    receive_all(worker);
    const RcDocument *document = rc_entries_document(worker->entries);
    pages_read = document->pages_read;
    assert_int_equal(document->status, pages_read > 0 ? RC_STATUS_PARTIAL : RC_STATUS_TIMEOUT);
    assert_true(pages_read < 10000);
    assert_int_equal(worker->kept->len > 0, pages_read > 0);
    if (pages_read > 0)
      assert_unread(worker, pages_read + 1, 10000);
  }
}

/* Reads until page `page` is begun, and kills the process. */
static void kill_on_page(RcWorker *worker, guint32 page) {
  pid_t pid = worker->pid;
  while (worker->page != page)
    assert_true(rc_worker_receive(worker));
  assert_int_equal(kill(pid, SIGKILL), 0);
  while (worker->pid == pid)
    if (!rc_worker_receive(worker))
      return;
}

/* Somebody else's signal is not the document's fault, unless it comes again and again. */
static void test_a_worker_killed_from_outside(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *path = write_slow_pdf(folder, 5, 3, 40), *whole = NULL;
  gsize length;
  g_autoptr(RcWorker) worker = start(path);
  kill_on_page(worker, 3);
  assert_true(worker->pid > 0);
  assert_int_equal(worker->order.skip.count, 0);
  kill_on_page(worker, 3);
  assert_int_equal(worker->order.skip.count, 0);
  /* The third time it is read without the page. */
  kill_on_page(worker, 3);
  receive_all(worker);
  assert_int_equal(rc_entries_document(worker->entries)->status, RC_STATUS_PARTIAL);
  assert_unread(worker, 3, 3);
  /* One that was killed once and then comes through has lost nothing. */
  g_autoptr(RcWorker) once = start(path);
  assert_true(g_file_get_contents(CORPUS_PDF, &whole, &length, NULL));
  while (once->page != 3)
    assert_true(rc_worker_receive(once));
  int file = open(path, O_WRONLY | O_TRUNC);
  assert_int_equal(write(file, whole, length), length);
  close(file);
  kill(once->pid, SIGKILL);
  receive_all(once);
  assert_int_equal(rc_entries_document(once->entries)->status, RC_STATUS_OK);
  assert_unread(once, 1, 0);
}

/* What is kept of a document makes the same entries again, without the PDF. */
static void test_packed_and_read_again(void **state) {
  (void)state;
  g_autoptr(RcWorker) first = start(CORPUS_PDF);
  receive_all(first);
  g_autoptr(GByteArray) packed = rc_entries_pack(first->entries);
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *path =
      fixture_write(folder, "packed", (const char *)packed->data, (gssize)packed->len);
  const RcOrder order = rc_order_for_packed();
  g_autoptr(RcWorker) again = start_with(path, &order);
  rc_entries_document(again->entries)->pages = rc_entries_document(first->entries)->pages;
  receive_all(again);
  assert_true(again->ended);
  assert_int_equal(again->kept->len, first->kept->len);
  assert_int_equal(rc_entries_bytes(again->entries), rc_entries_bytes(first->entries));
  g_autoptr(GByteArray) same = rc_entries_pack(again->entries);
  assert_int_equal(same->len, packed->len);
  assert_memory_equal(same->data, packed->data, packed->len);
}

static void test_packed_bytes_that_are_damaged(void **state) {
  (void)state;
  g_autoptr(RcEntries) empty = new_entries();
  g_autoptr(GByteArray) none = rc_entries_pack(empty);
  static const struct {
    const char *bytes;
    gssize length;
  } wrong[] = {{"", 0}, {"nothing packed", 14}, {"\x28\xb5\x2f\xfd", 4}};
  FIXTURE_FOLDER folder = fixture_folder_new();
  const RcOrder order = rc_order_for_packed();
  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autofree char *path = fixture_write(folder, "packed", wrong[i].bytes, wrong[i].length);
    g_autoptr(RcWorker) worker = start_with(path, &order);
    receive_all(worker);
    assert_false(worker->ended);
    assert_int_equal(rc_entries_bytes(worker->entries), 0);
  }
  g_autofree char *path = fixture_write(folder, "p", (const char *)none->data, (gssize)none->len);
  g_autoptr(RcWorker) worker = start_with(path, &order);
  receive_all(worker);
  assert_true(worker->ended);
}

/* What runs in the process, without one: the same stream can be decoded here. */
static void test_run_without_a_process(void **state) {
  (void)state;
  const RcOrder order = rc_order_for_pdf(RC_OCR_AUTO, false);
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *stream = g_build_filename(folder, "stream", NULL);
  int out = open(stream, O_RDWR | O_CREAT, 0600);
  rc_reading_run(open(CORPUS_PDF, O_RDONLY | O_CLOEXEC), out, -1, forkserver_stemmer, NULL, &order);
  close(out);
  g_autofree char *bytes = NULL;
  gsize length, offset = 0, used;
  assert_true(g_file_get_contents(stream, &bytes, &length, NULL));
  RcMessageType last = 0;
  guint seen[RC_MESSAGE_END + 1] = {0};
  while (offset < length) {
    g_auto(RcMessage) message = {0};
    assert_true(
        rc_message_read((const guint8 *)bytes + offset, length - offset, &used, &message, NULL));
    assert_true(used > 0);
    assert_true(message.type >= last);
    last = message.type;
    seen[last]++;
    offset += used;
  }
  assert_int_equal(seen[RC_MESSAGE_DOCUMENT], 1);
  assert_int_equal(seen[RC_MESSAGE_TERMS], 1);
  assert_int_equal(seen[RC_MESSAGE_END], 1);
  assert_int_equal(last, RC_MESSAGE_END);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_honest_workers),
      cmocka_unit_test(test_what_an_honest_worker_leaves),
      cmocka_unit_test(test_silent_ends),
      cmocka_unit_test(test_garbage),
      cmocka_unit_test(test_messages_out_of_order),
      cmocka_unit_test(test_bad_contents),
      cmocka_unit_test(test_hidden_text),
      cmocka_unit_test(test_too_much),
      cmocka_unit_test(test_leaves),
      cmocka_unit_test(test_a_refused_document_leaves_nothing),
      cmocka_unit_test(test_every_cut),
      cmocka_unit_test(test_every_byte_changed),
      cmocka_unit_test(test_a_worker_that_is_late),
      cmocka_unit_test(test_processor_time),
      cmocka_unit_test(test_a_parent_that_does_not_listen),
      cmocka_unit_test(test_a_parent_that_is_behind),
      cmocka_unit_test(test_a_packed_document),
      cmocka_unit_test(test_packed_documents_that_fail),
      cmocka_unit_test(test_a_pdf_is_read),
      cmocka_unit_test(test_a_page_that_takes_too_long),
      cmocka_unit_test(test_a_document_that_takes_too_long),
      cmocka_unit_test(test_a_worker_killed_from_outside),
      cmocka_unit_test(test_a_worker_freed_while_it_runs),
      cmocka_unit_test(test_files_that_are_no_pdf),
      cmocka_unit_test(test_a_skipped_page),
      cmocka_unit_test(test_packed_and_read_again),
      cmocka_unit_test(test_packed_bytes_that_are_damaged),
      cmocka_unit_test(test_run_without_a_process),
  };
  return cmocka_run_group_tests_name("worker", tests, forkserver_fixture_start,
                                     forkserver_fixture_end);
}
