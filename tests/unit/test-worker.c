/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker and what its parent makes of it.  Real workers read PDFs of
 * corpus/; hostile ones are bytes in a pipe, and whatever they say, the parent
 * takes what is sound, says "crashed" and lives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>

#include "fixture.h"
#include "record.h"
#include "worker.h"

#define CORPUS_PDF "corpus/cerd-kaz-concluding-ru.pdf"

/* As a run without OCR and with the sandbox that programs have by default. */
static const RcTask task = {.choice = RC_OCR_AUTO};

static RcEntries *new_entries(void) {
  static const FixtureDocument document = {.id = "0123456789abcdef", .path = "a.pdf"};
  return rc_entries_new(fixture_document_new(&document));
}

/* A worker without a process: its pipe holds `bytes` and then ends. */
static RcWorker *new_fed_worker(const GByteArray *bytes) {
  RcWorker *worker = g_new0(RcWorker, 1);
  int ends[2];
  assert_int_equal(pipe(ends), 0);
  fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
  if (bytes->len)
    assert_int_equal(write(ends[1], bytes->data, bytes->len), bytes->len);
  close(ends[1]);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  worker->pipe = ends[0];
  worker->bytes = g_byte_array_new();
  worker->status = RC_STATUS_CRASHED;
  worker->entries = new_entries();
  worker->records = g_ptr_array_new_with_free_func((GDestroyNotify)json_decref);
  return worker;
}

static void receive_all(RcWorker *worker) {
  struct pollfd ready = {.fd = worker->pipe, .events = POLLIN};
  while (rc_worker_receive(worker))
    poll(&ready, 1, 1000);
}

/* --- scripts of messages --- */

static void add_page(GByteArray *out, guint32 page) {
  rc_message_append_page(out, page, 3);
}

static void add_document(GByteArray *out) {
  json_t *record = json_pack("{s:s, s:s}", "title", "Дунгане", "date", "2020-11");
  rc_message_append_document(out, record);
  json_decref(record);
}

static void add_passage_on(GByteArray *out, guint32 ordinal, guint32 page, RcField field) {
  const FixturePassage from = {.text = "Погром в Масанчи", .page = page};
  g_autoptr(RcPassage) passage = fixture_passage_new(&from, ordinal);
  g_autoptr(GByteArray) postings = g_byte_array_new();
  rc_posting_append(postings, RC_FIELD_WORD, "погром");
  rc_posting_append(postings, field, "погром");
  json_t *record = rc_record_from_passage(passage);
  rc_message_append_passage(out, record, postings);
  json_decref(record);
}

static void add_passage(GByteArray *out, guint32 ordinal) {
  add_passage_on(out, ordinal, 1, RC_FIELD_STEM);
}

static void add_end(GByteArray *out) {
  rc_message_append_end(out, RC_STATUS_OK, 3, 3);
}

/* One letter a message: p page 1, P page 2, d document, 1 2 3 passages, e end,
 * and what no worker of ours sends: 9 a passage with ordinal 9, b one beyond the
 * last page, f one with a field that is the parent's, x garbage, h half a
 * message, t a page of a document with other pages, n a passage with no page. */
static GByteArray *new_script(const char *script) {
  GByteArray *out = g_byte_array_new();
  for (const char *p = script; *p; p++) {
    switch (*p) {
    case 'p':
      add_page(out, 1);
      break;
    case 'P':
      add_page(out, 2);
      break;
    case 'd':
      add_document(out);
      break;
    case 'e':
      add_end(out);
      break;
    case 'b':
      add_passage_on(out, 1, 4, RC_FIELD_STEM);
      break;
    case 'f':
      add_passage_on(out, 1, 1, RC_FIELD_REGION);
      break;
    case 'x':
      g_byte_array_append(out, (const guint8 *)"\xde\xad\xbe\xef\0\0\0\0", 8);
      break;
    case 'h':
      g_byte_array_append(out, (const guint8 *)"\2\xff\0\0\0{", 6);
      break;
    case 't':
      rc_message_append_page(out, 2, 4);
      break;
    case 'T':
      rc_message_append_end(out, RC_STATUS_OK, 4, 3);
      break;
    case 'm':
      rc_message_append_end(out, RC_STATUS_OK, 10000001, 3);
      break;
    case 'D': {
      json_t *record = json_pack("{s:s}", "date", "soon");
      rc_message_append_document(out, record);
      json_decref(record);
      break;
    }
    default:
      add_passage(out, (guint32)(*p - '0'));
    }
  }
  return out;
}

typedef struct {
  const char *script;
  RcStatus status;
  guint passages; /* kept */
} Play;

/* The document must also be fit to be stored and read again. */
static void assert_storable(RcEntries *entries) {
  json_t *record = rc_record_from_document(rc_entries_document(entries));
  g_autoptr(RcDocument) again = rc_record_to_document(record, NULL);
  json_decref(record);
  assert_non_null(again);
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(XapianWriter) writer = xapian_writer_open(folder, NULL);
  assert_true(xapian_writer_begin(writer, NULL));
  assert_true(rc_entries_write(entries, writer, NULL));
  assert_true(xapian_writer_commit(writer, NULL));
}

static void check(const Play *plays, gsize count) {
  for (gsize i = 0; i < count; i++) {
    g_autoptr(GByteArray) bytes = new_script(plays[i].script);
    g_autoptr(RcWorker) worker = new_fed_worker(bytes);
    receive_all(worker);
    const RcDocument *document = rc_entries_document(worker->entries);
    if (document->status != plays[i].status || worker->passages != plays[i].passages)
      fail_msg("%s: %s with %u passages", plays[i].script, rc_status_name(document->status),
               worker->passages);
    assert_int_equal(document->passage_positions->len, plays[i].passages);
    assert_int_equal(worker->records->len, plays[i].passages);
    assert_storable(worker->entries);
  }
}

static void test_honest_workers(void **state) {
  static const Play plays[] = {
      {"pPd12e", RC_STATUS_OK, 2},
      {"pPde", RC_STATUS_OK, 0},
      {"pd123e", RC_STATUS_OK, 3},
  };
  (void)state;
  check(plays, G_N_ELEMENTS(plays));
}

/* The end never came: what was sent is kept. */
static void test_silent_ends(void **state) {
  static const Play plays[] = {
      {"", RC_STATUS_CRASHED, 0},      {"p", RC_STATUS_CRASHED, 0},
      {"pPd", RC_STATUS_CRASHED, 0},   {"pPd1", RC_STATUS_PARTIAL, 1},
      {"pPd12", RC_STATUS_PARTIAL, 2}, {"h", RC_STATUS_CRASHED, 0},
      {"ph", RC_STATUS_CRASHED, 0},    {"pPd1h", RC_STATUS_PARTIAL, 1},
  };
  (void)state;
  check(plays, G_N_ELEMENTS(plays));
}

static void test_garbage(void **state) {
  static const Play plays[] = {
      {"x", RC_STATUS_CRASHED, 0},
      {"pxPd12e", RC_STATUS_CRASHED, 0},
      {"pPdx12e", RC_STATUS_CRASHED, 0},
      {"hx", RC_STATUS_CRASHED, 0},
  };
  (void)state;
  check(plays, G_N_ELEMENTS(plays));
}

static void test_messages_out_of_order(void **state) {
  static const Play plays[] = {
      {"pp", RC_STATUS_CRASHED, 0},    /* the same page twice */
      {"Pp", RC_STATUS_CRASHED, 0},    /* backwards */
      {"pt", RC_STATUS_CRASHED, 0},    /* the document grows */
      {"pdP", RC_STATUS_CRASHED, 0},   /* a page after the description */
      {"pdd", RC_STATUS_CRASHED, 0},   /* described twice */
      {"p1", RC_STATUS_CRASHED, 0},    /* not described */
      {"pPd2e", RC_STATUS_CRASHED, 0}, /* ordinals begin at 1 */
      {"pPd9e", RC_STATUS_CRASHED, 0}, /* a jump */
      {"pPd0e", RC_STATUS_CRASHED, 0}, /* there is no passage 0 */
      {"pPdT", RC_STATUS_CRASHED, 0},  /* the end of another document */
      {"pPdm", RC_STATUS_CRASHED, 0},  /* more pages than a record may hold */
      {"ed", RC_STATUS_CRASHED, 0},    /* no pages, but three at the end */
      {"pPdee", RC_STATUS_CRASHED, 0}, /* two ends */
      {"pPdep", RC_STATUS_CRASHED, 0}, /* more after the end */
  };
  (void)state;
  check(plays, G_N_ELEMENTS(plays));
}

/* A jump after good passages keeps these and takes no more. */
static void test_good_passages_before_bad_ones_stay(void **state) {
  static const Play plays[] = {
      {"pPd19e", RC_STATUS_PARTIAL, 1},
      {"pPd11e", RC_STATUS_PARTIAL, 1},
      {"pPd12x3e", RC_STATUS_PARTIAL, 2},
      {"pPd12ex", RC_STATUS_PARTIAL, 2},
  };
  (void)state;
  check(plays, G_N_ELEMENTS(plays));
}

static void test_bad_contents(void **state) {
  static const Play plays[] = {
      {"pPdbe", RC_STATUS_CRASHED, 0}, /* a page beyond the document */
      {"pPdfe", RC_STATUS_CRASHED, 0}, /* a field that is the parent's */
      {"pPD1e", RC_STATUS_CRASHED, 0}, /* a date that is none */
  };
  (void)state;
  check(plays, G_N_ELEMENTS(plays));
}

/* Nothing of a refused passage can be searched for. */
static void test_a_refused_passage_leaves_nothing(void **state) {
  (void)state;
  g_autoptr(GByteArray) bytes = new_script("pPdfe");
  g_autoptr(RcWorker) worker = new_fed_worker(bytes);
  receive_all(worker);
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(XapianWriter) writer = xapian_writer_open(folder, NULL);
  assert_true(xapian_writer_begin(writer, NULL));
  assert_true(rc_entries_write(worker->entries, writer, NULL));
  guint32 count = 1;
  assert_true(
      xapian_database_term_frequency(xapian_writer_database(writer), "погром", &count, NULL));
  assert_int_equal(count, 0);
}

/* Every way to cut a sound stream is survived. */
static void test_every_cut(void **state) {
  (void)state;
  g_autoptr(GByteArray) whole = new_script("pPd12e");
  for (guint length = 0; length < whole->len; length++) {
    g_autoptr(GByteArray) cut = g_byte_array_new();
    g_byte_array_append(cut, whole->data, length);
    g_autoptr(RcWorker) worker = new_fed_worker(cut);
    receive_all(worker);
    const RcDocument *document = rc_entries_document(worker->entries);
    assert_true(document->status == RC_STATUS_CRASHED || document->status == RC_STATUS_PARTIAL);
    assert_int_equal(document->status == RC_STATUS_PARTIAL, worker->passages > 0);
  }
}

/* One byte changed anywhere: the parent lives and the document can be stored. */
static void test_every_byte_changed(void **state) {
  (void)state;
  g_autoptr(GByteArray) bytes = new_script("pPd12e");
  for (guint i = 0; i < bytes->len; i++) {
    guint8 kept = bytes->data[i];
    bytes->data[i] ^= (guint8)(0x41 + i);
    g_autoptr(RcWorker) worker = new_fed_worker(bytes);
    receive_all(worker);
    bytes->data[i] = kept;
    assert_true(worker->passages <= 2);
    assert_int_equal(rc_entries_document(worker->entries)->passage_positions->len,
                     worker->passages);
  }
}

static void test_a_worker_that_is_late(void **state) {
  (void)state;
  for (int passages = 0; passages < 2; passages++) {
    g_autoptr(GByteArray) bytes = new_script(passages ? "pPd1" : "p");
    g_autoptr(RcWorker) worker = new_fed_worker(bytes);
    assert_true(rc_worker_receive(worker));
    rc_worker_kill(worker, RC_STATUS_TIMEOUT);
    RcStatus status = rc_entries_document(worker->entries)->status;
    assert_int_equal(status, passages ? RC_STATUS_PARTIAL : RC_STATUS_TIMEOUT);
    assert_int_equal(rc_entries_document(worker->entries)->pages, 3);
  }
}

/* --- real workers --- */

static RcWorker *start(const char *path) {
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  assert_true(descriptor >= 0);
  RcWorker *worker = rc_worker_start(descriptor, new_entries(), stemmer, &task, NULL);
  close(descriptor);
  assert_non_null(worker);
  worker->records = g_ptr_array_new_with_free_func((GDestroyNotify)json_decref);
  return worker;
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
  assert_true(worker->records->len > 10);
  assert_int_equal(worker->records->len, document->passage_positions->len);
  bool speaks = false;
  for (guint i = 0; i < worker->records->len; i++) {
    g_autoptr(RcPassage) passage = rc_record_to_passage(worker->records->pdata[i], NULL);
    assert_non_null(passage);
    assert_int_equal(passage->ordinal, i + 1);
    speaks = speaks || strstr(passage->text, "Казахстан");
  }
  assert_true(speaks);
}

static void test_a_killed_worker(void **state) {
  (void)state;
  g_autoptr(RcWorker) worker = start(CORPUS_PDF);
  pid_t pid = worker->pid;
  rc_worker_kill(worker, RC_STATUS_TIMEOUT);
  assert_int_equal(rc_entries_document(worker->entries)->status, RC_STATUS_TIMEOUT);
  assert_int_equal(waitpid(pid, NULL, WNOHANG), -1); /* gone, not a zombie */
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

/* What runs in the process, without one: the same stream can be decoded here. */
static void test_run_without_a_process(void **state) {
  (void)state;
  g_autoptr(RcStemmer) stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_autofree char *path = g_strdup(CORPUS_PDF);
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *stream = g_build_filename(folder, "stream", NULL);
  int out = open(stream, O_RDWR | O_CREAT, 0600);
  rc_reading_run(open(path, O_RDONLY | O_CLOEXEC), out, stemmer, &task);
  close(out);
  g_autofree char *bytes = NULL;
  gsize length, offset = 0, used;
  assert_true(g_file_get_contents(stream, &bytes, &length, NULL));
  RcMessageType last = 0;
  while (offset < length) {
    g_auto(RcMessage) message = {0};
    assert_true(
        rc_message_read((const guint8 *)bytes + offset, length - offset, &used, &message, NULL));
    assert_true(used > 0);
    assert_true(message.type >= last);
    last = message.type;
    offset += used;
  }
  assert_int_equal(last, RC_MESSAGE_END);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_honest_workers),
      cmocka_unit_test(test_silent_ends),
      cmocka_unit_test(test_garbage),
      cmocka_unit_test(test_messages_out_of_order),
      cmocka_unit_test(test_good_passages_before_bad_ones_stay),
      cmocka_unit_test(test_bad_contents),
      cmocka_unit_test(test_a_refused_passage_leaves_nothing),
      cmocka_unit_test(test_every_cut),
      cmocka_unit_test(test_every_byte_changed),
      cmocka_unit_test(test_a_worker_that_is_late),
      cmocka_unit_test(test_a_pdf_is_read),
      cmocka_unit_test(test_a_killed_worker),
      cmocka_unit_test(test_a_worker_freed_while_it_runs),
      cmocka_unit_test(test_files_that_are_no_pdf),
      cmocka_unit_test(test_run_without_a_process),
  };
  return cmocka_run_group_tests_name("worker", tests, NULL, NULL);
}
