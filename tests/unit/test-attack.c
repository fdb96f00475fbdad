/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker that an attacker has taken over, as its parent sees it: a child of the test,
 * closed in as workers are, that does to the pipe and to itself what it should not.
 * Each ends as one document with a status, of which nothing is kept, and leaves no
 * process.  What it tries on the system is in test-sandbox.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "error.h"
#include "fixture.h"
#include "message.h"
#include "terms.h"
#include "worker.h"

/* The processor time of an attacker that is to be stopped by time, in seconds; and of all
 * others: something else is to stop them. */
#define SECONDS_MAX 1
#define SECONDS_AMPLE 60

typedef struct {
  const char *name;
  void (*attack)(int out);
  RcStatus status;
} Attack;

static guint seconds_max(const Attack *attack) {
  return attack->status == RC_STATUS_TIMEOUT ? SECONDS_MAX : SECONDS_AMPLE;
}

static void send_bytes(int out, const GByteArray *bytes) {
  for (gsize sent = 0; sent < bytes->len;) {
    ssize_t written = write(out, bytes->data + sent, bytes->len - sent);
    if (written < 0)
      _exit(1);
    sent += (gsize)written;
  }
}

/* A parent that waits for it hangs. */
static void sleep_for_ever(void) {
  for (;;)
    pause();
}

/* --- what is written --- */

static void add_record(GByteArray *out, const char *text, const GByteArray *terms) {
  const FixturePassage from = {.text = text};
  g_autoptr(RcPassage) passage = fixture_passage_new(&from, 1);
  g_autoptr(GByteArray) record = g_byte_array_new();
  rc_record_append_passage(record, passage);
  rc_message_append_passage(out, record, 1, terms);
}

static void add_start(GByteArray *out) {
  g_autoptr(RcDocument) document = rc_document_new();
  g_autoptr(GByteArray) record = g_byte_array_new();
  rc_document_set(document, RC_METADATA_TITLE, "A title", "page 1");
  rc_record_append_metadata(record, document);
  rc_message_append_page(out, 1, 1);
  rc_message_append_document(out, record);
}

/* A whole document whose passage has one term more. */
static void send_claim(int out, RcField field, const char *value) {
  g_autoptr(GByteArray) bytes = g_byte_array_new(), terms = g_byte_array_new();
  g_autoptr(GByteArray) none = g_byte_array_new();
  const RcTerm stem = {.field = RC_FIELD_STEM, .value = "погром", .frequency = 1};
  const RcTerm claim = {.field = field, .value = value};
  add_start(bytes);
  rc_terms_append(terms, &stem, NULL);
  rc_terms_append(terms, &claim, NULL);
  add_record(bytes, "Погром", terms);
  rc_message_append_terms(bytes, none);
  rc_message_append_end(bytes, RC_STATUS_OK, 1, 1);
  send_bytes(out, bytes);
}

static void tell_the_truth(int out) {
  send_claim(out, RC_FIELD_LANGUAGE, "ru");
}

static void claim_another_id(int out) {
  send_claim(out, RC_FIELD_ID, "1111111111111111");
}

static void claim_another_passage(int out) {
  send_claim(out, RC_FIELD_PASSAGE, "1111111111111111:1");
}

static void claim_another_path(int out) {
  send_claim(out, RC_FIELD_PATH, "0:other.pdf");
}

static void set_a_field_of_the_parent(int out) {
  send_claim(out, RC_FIELD_STATUS, "ok");
}

static void send_garbage(int out) {
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  for (guint i = 0; i < 100000; i++) {
    guint8 byte = (guint8)(i * 2654435761u >> 13);
    g_byte_array_append(bytes, &byte, 1);
  }
  send_bytes(out, bytes);
}

static void send_half_a_message(int out) {
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  add_start(bytes);
  g_byte_array_set_size(bytes, bytes->len - 1);
  send_bytes(out, bytes);
}

static void send_half_a_message_and_sleep(int out) {
  send_half_a_message(out);
  sleep_for_ever();
}

/* A passage as long as a message may be, and then one as long again. */
static void send_an_endless_message(int out) {
  static const guint32 length = RC_MESSAGE_BYTES_MAX;
  const guint8 header[] = {RC_MESSAGE_PASSAGE, (guint8)length, (guint8)(length >> 8),
                           (guint8)(length >> 16), (guint8)(length >> 24)};
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  add_start(bytes);
  g_byte_array_append(bytes, header, sizeof header);
  send_bytes(out, bytes);
  g_byte_array_set_size(bytes, 1 << 20);
  memset(bytes->data, 0, bytes->len);
  for (;;)
    send_bytes(out, bytes);
}

/* Sound passages without end. */
static void send_endless_messages(int out) {
  g_autoptr(GByteArray) bytes = g_byte_array_new(), none = g_byte_array_new();
  g_autofree char *text = g_strnfill(1 << 20, 'x');
  add_start(bytes);
  for (guint32 ordinal = 1;; ordinal++) {
    g_autoptr(RcPassage) passage = rc_passage_new();
    g_autoptr(GByteArray) record = g_byte_array_new();
    RcPageStart start = {0, 1};
    passage->ordinal = ordinal;
    passage->text = g_strdup(text);
    g_array_append_val(passage->page_starts, start);
    rc_record_append_passage(record, passage);
    rc_message_append_passage(bytes, record, 1, none);
    send_bytes(out, bytes);
    g_byte_array_set_size(bytes, 0);
  }
}

static void end_and_go_on(int out) {
  tell_the_truth(out);
  send_half_a_message(out);
}

/* --- what is done --- */

static void sleep_at_once(int out) {
  (void)out;
  sleep_for_ever();
}

static void sleep_on_a_page(int out) {
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  rc_message_append_page(bytes, 1, 2);
  send_bytes(out, bytes);
  sleep_for_ever();
}

/* Page after page, never too long at any. */
static void begin_pages_for_ever(int out) {
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  for (guint32 page = 1;; page = page % 9999999 + 1) {
    g_byte_array_set_size(bytes, 0);
    rc_message_append_page(bytes, page, 9999999);
    send_bytes(out, bytes);
  }
}

static void exit_silently(int out) {
  (void)out;
  _exit(0);
}

static void exit_before_the_end(int out) {
  g_autoptr(GByteArray) bytes = g_byte_array_new(), none = g_byte_array_new();
  add_start(bytes);
  add_record(bytes, "Погром", none);
  send_bytes(out, bytes);
}

static void fail_an_assertion(int out) {
  (void)out;
  abort();
}

/* Closes the pipe, so that nothing more can come, and stays. */
static void close_and_sleep(int out) {
  close(out);
  sleep_for_ever();
}

static void close_and_stay_after_the_end(int out) {
  tell_the_truth(out);
  close_and_sleep(out);
}

static void turn_in_circles(int out) {
  (void)out;
  for (volatile unsigned long spin = 0;; spin++)
    ;
}

static void allocate_for_ever(int out) {
  (void)out;
  for (volatile char *memory;;) {
    memory = malloc(1 << 20);
    if (!memory)
      _exit(RC_WORKER_EXIT_OUT_OF_MEMORY);
    for (int i = 0; i < 1 << 20; i += 4096)
      memory[i] = 1;
  }
}

/* --- the parent --- */

static void be_attacker(const Attack *attack, int out) {
  const RcSandboxLimits limits = {256 * 1024 * 1024, seconds_max(attack)};
  signal(SIGPIPE, SIG_DFL);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (!rc_sandbox_enter(RC_SANDBOX_REQUIRE) || !rc_sandbox_seal(RC_SANDBOX_REQUIRE, &limits))
    _exit(1);
  attack->attack(out);
  _exit(0);
}

static RcWorker *start(const Attack *attack) {
  static const FixtureDocument document = {.id = "0123456789abcdef", .path = "a.pdf"};
  /* The time of a page is that of OCR: the longer one. */
  const RcOrder order = {
      .ocr = true, .page_seconds = RC_ORDER_OCR_PAGE_SECONDS, .seconds = seconds_max(attack)};
  RcDocument *from = fixture_document_new(&document);
  int ends[2];
  from->pages = from->pages_read = 0;
  assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
  pid_t pid = fork();
  assert_true(pid >= 0);
  if (pid == 0) {
    close(ends[0]);
    be_attacker(attack, ends[1]);
  }
  close(ends[1]);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  RcWorker *worker = rc_worker_adopt(pid, ends[0], rc_entries_new(from), &order);
  /* One that sleeps has a second of the hour that it would have. */
  if (attack->status == RC_STATUS_TIMEOUT)
    worker->start -= rc_worker_wall_time(&order) - G_USEC_PER_SEC;
  return worker;
}

/* As a run does with each of its workers. */
static void serve(RcWorker *worker) {
  while (rc_worker_receive(worker)) {
    struct pollfd ready = {.fd = worker->pipe, .events = POLLIN};
    poll(&ready, 1, 50);
  }
}

static void check(const Attack *attack) {
  g_autoptr(RcWorker) worker = start(attack);
  pid_t pid = worker->pid;
  serve(worker);
  const RcDocument *document = rc_entries_document(worker->entries);
  if (document->status != attack->status)
    fail_msg("%s: %s", attack->name, rc_status_name(document->status));
  bool whole = document->status == RC_STATUS_OK;
  if (!whole && (rc_entries_bytes(worker->entries) || document->passages))
    fail_msg("%s: something of it is kept", attack->name);
  if (waitpid(pid, NULL, WNOHANG) != -1 || errno != ECHILD)
    fail_msg("%s: its process is left", attack->name);
}

static void need_sandbox(void) {
  g_autoptr(GError) error = NULL;
  if (!rc_sandbox_check(&error)) {
    print_message("skipped: %s\n", error->message);
    skip();
  }
}

static void check_all(const Attack *attacks, gsize count) {
  need_sandbox();
  for (gsize i = 0; i < count; i++)
    check(&attacks[i]);
}

/* The same bytes without the lie are taken: it is the lie that is refused. */
static void test_the_truth(void **state) {
  static const Attack attacks[] = {{"tell the truth", tell_the_truth, RC_STATUS_OK}};
  (void)state;
  check_all(attacks, 1);
}

static void test_claims(void **state) {
  static const Attack attacks[] = {
      {"claim another document's id", claim_another_id, RC_STATUS_CRASHED},
      {"claim another document's passage", claim_another_passage, RC_STATUS_CRASHED},
      {"claim another document's path", claim_another_path, RC_STATUS_CRASHED},
      {"set a field of the parent", set_a_field_of_the_parent, RC_STATUS_CRASHED},
  };
  (void)state;
  check_all(attacks, G_N_ELEMENTS(attacks));
}

static void test_the_pipe(void **state) {
  static const Attack attacks[] = {
      {"send garbage", send_garbage, RC_STATUS_CRASHED},
      {"send half a message", send_half_a_message, RC_STATUS_CRASHED},
      {"send half a message and sleep", send_half_a_message_and_sleep, RC_STATUS_TIMEOUT},
      {"send an endless message", send_an_endless_message, RC_STATUS_CRASHED},
      {"send endless messages", send_endless_messages, RC_STATUS_CRASHED},
      {"go on after the end", end_and_go_on, RC_STATUS_CRASHED},
  };
  (void)state;
  check_all(attacks, G_N_ELEMENTS(attacks));
}

static void test_time(void **state) {
  static const Attack attacks[] = {
      {"sleep for ever", sleep_at_once, RC_STATUS_TIMEOUT},
      {"sleep on a page", sleep_on_a_page, RC_STATUS_TIMEOUT},
      {"turn in circles", turn_in_circles, RC_STATUS_TIMEOUT},
      {"begin pages for ever", begin_pages_for_ever, RC_STATUS_TIMEOUT},
  };
  (void)state;
  check_all(attacks, G_N_ELEMENTS(attacks));
}

static void test_ends(void **state) {
  static const Attack attacks[] = {
      {"exit silently", exit_silently, RC_STATUS_CRASHED},
      {"exit before the end", exit_before_the_end, RC_STATUS_CRASHED},
      {"fail an assertion", fail_an_assertion, RC_STATUS_CRASHED},
  };
  (void)state;
  check_all(attacks, G_N_ELEMENTS(attacks));
}

/* A worker whose pipe has ended is not waited for. */
static void test_a_closed_pipe(void **state) {
  static const Attack attacks[] = {
      {"close the pipe and sleep", close_and_sleep, RC_STATUS_CRASHED},
      {"close the pipe after the end and sleep", close_and_stay_after_the_end, RC_STATUS_OK},
  };
  (void)state;
  check_all(attacks, G_N_ELEMENTS(attacks));
}

static void test_memory(void **state) {
  static const Attack attacks[] = {
      {"allocate for ever", allocate_for_ever, RC_STATUS_OUT_OF_MEMORY},
  };
  (void)state;
  if (RC_SANITIZED)
    skip();
  check_all(attacks, G_N_ELEMENTS(attacks));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_the_truth),     cmocka_unit_test(test_claims),
      cmocka_unit_test(test_the_pipe),      cmocka_unit_test(test_time),
      cmocka_unit_test(test_ends),          cmocka_unit_test(test_memory),
      cmocka_unit_test(test_a_closed_pipe),
  };
  return cmocka_run_group_tests_name("attack", tests, NULL, NULL);
}
