/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fork server: its workers are this process's children and closed in, have what they
 * are given and nothing else, it outlives whatever becomes of them, and it leaves nothing
 * behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "error.h"
#include "fixture.h"
#include "forkserver.h"
#include "reading.h"
#include "worker.h"

#define CORPUS_PDF "corpus/dungans-kk.pdf"

static RcStemmer *stemmer;
/* How often a server has warmed up, in memory that all processes share. */
static guint *warmed;
/* Where a variable of the environment stands, in this process and those forked from it. */
static const char *secret;

static int set_up(void **state) {
  (void)state;
  stemmer = rc_stemmer_new(rc_vocabulary_lemma);
  g_setenv("RECOURSE_TEST_SECRET", "a token of the administrator", TRUE);
  secret = g_getenv("RECOURSE_TEST_SECRET");
  warmed = mmap(NULL, sizeof *warmed, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return warmed == MAP_FAILED;
}

static int tear_down(void **state) {
  (void)state;
  g_clear_pointer(&stemmer, rc_stemmer_free);
  return 0;
}

static RcForkServer *start_server(RcSandboxMode sandbox) {
  const RcReader reader = {.stemmer = stemmer};
  RcForkServer *server = rc_reading_start(&reader, sandbox, NULL);
  assert_non_null(server);
  assert_true(rc_forkserver_wait(server, NULL));
  return server;
}

static RcWorker *start_worker(RcForkServer *server, const char *path) {
  static const FixtureDocument from = {.id = "0123456789abcdef", .path = "a.pdf"};
  const RcOrder order = rc_order_for_pdf(RC_OCR_NEVER, false);
  RcDocument *document = fixture_document_new(&from);
  document->pages = document->pages_read = 0;
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  assert_true(descriptor >= 0);
  RcWorker *worker =
      rc_worker_start(server, descriptor, NULL, rc_entries_new(document), &order, NULL);
  close(descriptor);
  assert_non_null(worker);
  worker->server = NULL; /* so it is not started again */
  return worker;
}

static RcStatus finish(RcWorker *worker) {
  while (rc_worker_receive(worker)) {
    struct pollfd ready = {.fd = worker->pipe, .events = POLLIN};
    poll(&ready, 1, 100);
  }
  return rc_entries_document(worker->entries)->status;
}

/* Forks a reading whose messages go nowhere. */
static pid_t fork_reading(RcForkServer *server, GError **error) {
  const RcOrder order = rc_order_for_pdf(RC_OCR_NEVER, false);
  const int descriptors[] = {open(CORPUS_PDF, O_RDONLY | O_CLOEXEC), open("/dev/null", O_WRONLY)};
  const RcForkServerOrder given = {.descriptors = descriptors,
                                   .descriptor_count = G_N_ELEMENTS(descriptors),
                                   .order = &order,
                                   .order_bytes = sizeof order};
  pid_t pid = rc_forkserver_fork(server, &given, error);
  close(descriptors[0]);
  close(descriptors[1]);
  return pid;
}

static RcStatus read_file(RcForkServer *server, const char *path) {
  g_autoptr(RcWorker) worker = start_worker(server, path);
  return finish(worker);
}

/* The server still reads what is sound. */
static void assert_alive(RcForkServer *server) {
  assert_int_equal(read_file(server, CORPUS_PDF), RC_STATUS_OK);
}

/* A line of /proc/PID/status, its name cut off; yours to free.  NULL if it is gone. */
static char *process_value(pid_t pid, const char *name) {
  g_autofree char *path = g_strdup_printf("/proc/%d/status", pid), *text = NULL;
  if (!g_file_get_contents(path, &text, NULL, NULL))
    return NULL;
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line; line++)
    if (g_str_has_prefix(*line, name) && (*line)[strlen(name)] == ':')
      return g_strdup(g_strstrip(*line + strlen(name) + 1));
  return NULL;
}

static void assert_process_value(pid_t pid, const char *name, const char *expected) {
  g_autofree char *value = process_value(pid, name);
  assert_non_null(value);
  if (strcmp(value, expected) != 0)
    fail_msg("%s of the process: %s, not %s", name, value, expected);
}

/* The process ids of this process's children, of pid_t; yours to unref. */
static GArray *list_children(void) {
  GArray *children = g_array_new(FALSE, FALSE, sizeof(pid_t));
  g_autofree char *own = g_strdup_printf("%d", getpid());
  g_autoptr(GDir) processes = g_dir_open("/proc", 0, NULL);
  for (const char *name; (name = g_dir_read_name(processes));) {
    pid_t pid = (pid_t)g_ascii_strtoll(name, NULL, 10);
    g_autofree char *parent = pid > 0 ? process_value(pid, "PPid") : NULL;
    if (g_strcmp0(parent, own) == 0)
      g_array_append_val(children, pid);
  }
  return children;
}

static void assert_no_children(void) {
  assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
  assert_int_equal(errno, ECHILD);
}

static void test_a_worker_is_our_child(void **state) {
  (void)state;
  g_autoptr(RcForkServer) server = start_server(RC_SANDBOX_REQUIRE);
  g_autoptr(GArray) before = list_children();
  assert_int_equal(before->len, 1);
  pid_t pid = fork_reading(server, NULL);
  assert_true(pid > 0 && pid != g_array_index(before, pid_t, 0));
  g_autofree char *own = g_strdup_printf("%d", getpid());
  assert_process_value(pid, "PPid", own);
  int status;
  assert_int_equal(waitpid(pid, &status, 0), pid);
  assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* Server and worker stand in the sandbox, before the first byte is read. */
static void test_all_stand_in_the_sandbox(void **state) {
  (void)state;
  g_autofree char *own_filters = process_value(getpid(), "Seccomp_filters");
  guint64 filters = own_filters ? g_ascii_strtoull(own_filters, NULL, 10) : 0;
  g_autofree char *of_server = g_strdup_printf("%" G_GUINT64_FORMAT, filters + 1);
  g_autofree char *of_none = g_strdup_printf("%" G_GUINT64_FORMAT, filters);
  for (int off = 0; off < 2; off++) {
    g_autoptr(RcForkServer) server = start_server(off ? RC_SANDBOX_OFF : RC_SANDBOX_REQUIRE);
    g_autoptr(GArray) children = list_children();
    assert_int_equal(children->len, 1);
    pid_t pid = g_array_index(children, pid_t, 0);
    if (own_filters)
      assert_process_value(pid, "Seccomp_filters", off ? of_none : of_server);
    if (!off) {
      assert_process_value(pid, "NoNewPrivs", "1");
      assert_process_value(pid, "Seccomp", "2");
      g_autoptr(RcWorker) worker = start_worker(server, CORPUS_PDF);
      assert_process_value(worker->pid, "NoNewPrivs", "1");
      assert_process_value(worker->pid, "Seccomp", "2");
      assert_process_value(worker->pid, "CapEff", "0000000000000000");
      assert_process_value(worker->pid, "CapPrm", "0000000000000000");
      assert_process_value(worker->pid, "CapInh", "0000000000000000");
      assert_process_value(worker->pid, "CapAmb", "0000000000000000");
      if (prctl(PR_CAPBSET_READ, 0) == 1 && getuid() == 0)
        assert_process_value(worker->pid, "CapBnd", "0000000000000000");
      assert_int_equal(finish(worker), RC_STATUS_OK);
    }
  }
}

static void test_hostile_files(void **state) {
  static const char loop[] =
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
      "2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2000000000>>endobj\n"
      "xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
      "trailer<</Root 1 0 R/Size 3>>\nstartxref\n117\n%%EOF\n";
  static const char xref_loop[] = "%PDF-1.4\nxref\n0 1\n0000000000 65535 f \n"
                                  "trailer<</Size 2000000000/Prev 9/Root 1 0 R>>\n"
                                  "startxref\n9\n%%EOF\n";
  static const char deep[] = "%PDF-1.4\n1 0 obj[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[";
  static const struct {
    const char *bytes;
    gssize length;
  } files[] = {{loop, sizeof loop - 1},
               {xref_loop, sizeof xref_loop - 1},
               {deep, sizeof deep - 1},
               {"%PDF-1.7\n", 9},
               {"", 0},
               {"\0\0\0\0", 4}};
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcForkServer) server = start_server(RC_SANDBOX_REQUIRE);
  for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autofree char *path = fixture_write(folder, "x.pdf", files[i].bytes, files[i].length);
    RcStatus status = read_file(server, path);
    if (status != RC_STATUS_DAMAGED)
      fail_msg("file %zu: %s", i, rc_status_name(status));
  }
  assert_alive(server);
}

/* However a real document is cut or scattered with zeros, the server goes on. */
static void test_damaged_copies(void **state) {
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autoptr(RcForkServer) server = start_server(RC_SANDBOX_REQUIRE);
  g_autofree char *bytes = NULL;
  gsize length;
  assert_true(g_file_get_contents(CORPUS_PDF, &bytes, &length, NULL));
  for (guint tenth = 1; tenth < 10; tenth += 2) {
    g_autofree char *cut = fixture_write(folder, "c.pdf", bytes, (gssize)(length * tenth / 10));
    assert_true(read_file(server, cut) < RC_N_STATUSES);
    bytes[length * tenth / 10] ^= 0x55;
    g_autofree char *spoilt = fixture_write(folder, "s.pdf", bytes, (gssize)length);
    assert_true(read_file(server, spoilt) < RC_N_STATUSES);
  }
  assert_alive(server);
}

/* Such a title needs a converter that the C library loads from a file. */
static void test_a_title_in_utf_16(void **state) {
  static const char pdf[] =
      "%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
      "2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n"
      "3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R\n"
      "  /Resources <</Font <</F 5 0 R>>>>>> endobj\n"
      "4 0 obj <</Length 61>> stream\n"
      "BT /F 12 Tf 20 150 Td (A paragraph of words to be read.) Tj ET\n"
      "endstream endobj\n"
      "5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj\n"
      "6 0 obj <</Title <FEFF041E04420447045104420020043E0020043F044B0442043A04300445>>> endobj\n"
      "trailer <</Root 1 0 R /Info 6 0 R /Size 7>>\n%%EOF\n";
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *path = fixture_write(folder, "title.pdf", pdf, sizeof pdf - 1);
  for (int off = 0; off < 2; off++) {
    g_autoptr(RcForkServer) server = start_server(off ? RC_SANDBOX_OFF : RC_SANDBOX_REQUIRE);
    g_autoptr(RcWorker) worker = start_worker(server, path);
    assert_int_equal(finish(worker), RC_STATUS_OK);
    const RcDocument *document = rc_entries_document(worker->entries);
    assert_non_null(document->metadata[RC_METADATA_TITLE].value);
    assert_string_equal(document->metadata[RC_METADATA_TITLE].value, "Отчёт о пытках");
  }
}

/* A page whose forms each draw the next one twice, 28 deep: no worker is done with it
 * before it is ended.  Yours to free. */
static char *write_slow_pdf(const char *folder) {
  g_autoptr(GString) pdf =
      g_string_new("%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
                   "2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n"
                   "3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R\n"
                   "  /Resources <</XObject <</X 10 0 R>>>>>> endobj\n"
                   "4 0 obj <</Length 5>> stream\n/X Do\nendstream endobj\n");
  for (int i = 10; i < 38; i++)
    g_string_append_printf(pdf,
                           "%d 0 obj <</Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 11\n"
                           "  /Resources <</XObject <</X %d 0 R>>>>>> stream\n"
                           "/X Do /X Do\nendstream endobj\n",
                           i, i + 1);
  g_string_append(pdf, "trailer <</Root 1 0 R /Size 38>>\n%%EOF\n");
  return fixture_write(folder, "slow.pdf", pdf->str, (gssize)pdf->len);
}

/* Whatever ends a worker, it ends as one document. */
static void test_workers_that_die(void **state) {
  static const struct {
    int signal;
    RcStatus status;
  } deaths[] = {{SIGKILL, RC_STATUS_CRASHED},
                {SIGSEGV, RC_STATUS_CRASHED},
                {SIGABRT, RC_STATUS_CRASHED},
                {SIGXCPU, RC_STATUS_TIMEOUT}};
  (void)state;
  FIXTURE_FOLDER folder = fixture_folder_new();
  g_autofree char *slow = write_slow_pdf(folder);
  g_autoptr(RcForkServer) server = start_server(RC_SANDBOX_REQUIRE);
  for (size_t i = 0; i < G_N_ELEMENTS(deaths); i++) {
    g_autoptr(RcWorker) worker = start_worker(server, slow);
    kill(worker->pid, deaths[i].signal);
    RcStatus status = finish(worker);
    if (status != deaths[i].status)
      fail_msg("signal %d: %s", deaths[i].signal, rc_status_name(status));
    assert_int_equal(rc_entries_bytes(worker->entries), 0);
  }
  assert_alive(server);
}

static void test_many_workers(void **state) {
  (void)state;
  g_autoptr(RcForkServer) server = start_server(RC_SANDBOX_REQUIRE);
  RcWorker *workers[8];
  for (size_t i = 0; i < G_N_ELEMENTS(workers); i++)
    workers[i] = start_worker(server, CORPUS_PDF);
  guint passages = 0;
  for (size_t i = 0; i < G_N_ELEMENTS(workers); i++) {
    assert_int_equal(finish(workers[i]), RC_STATUS_OK);
    assert_true(i == 0 || workers[i]->passages == passages);
    passages = workers[i]->passages;
    rc_worker_free(workers[i]);
  }
  assert_true(passages > 0);
}

/* The end of the server is not that of a worker; when both are gone, all are. */
static void test_no_process_is_left(void **state) {
  (void)state;
  assert_no_children();
  RcForkServer *server = start_server(RC_SANDBOX_REQUIRE);
  g_autoptr(RcWorker) worker = start_worker(server, CORPUS_PDF);
  rc_forkserver_free(server);
  assert_int_equal(finish(worker), RC_STATUS_OK);
  assert_no_children();
  rc_forkserver_free(start_server(RC_SANDBOX_REQUIRE)); /* one that was never asked */
  assert_no_children();
}

/* A server that is gone is an error, not a signal or a wait. */
static void test_a_server_that_died(void **state) {
  (void)state;
  RcForkServer *server = start_server(RC_SANDBOX_REQUIRE);
  g_autoptr(GArray) children = list_children();
  assert_int_equal(children->len, 1);
  kill(g_array_index(children, pid_t, 0), SIGKILL);
  g_autoptr(GError) error = NULL;
  pid_t pid = fork_reading(server, &error);
  assert_int_equal(pid, -1);
  assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_IO));
  rc_forkserver_free(server);
  assert_no_children();
}

/* --- work of another kind --- */

/* What a worker of ours is told, and what it tells of itself. */
typedef struct {
  gint64 number;
  char text[1000];
} Order;

typedef struct {
  Order order;
  gsize order_bytes;
  guint descriptor_count;
  guint warmed;
  guint open; /* descriptors that it has beyond standard error */
  bool has_environment;
  gsize secret_bytes; /* that are left of a variable */
  struct rlimit core;
} Account;

static bool warm_up(gpointer data, GError **error) {
  if (data)
    g_set_error_literal(error, RC_ERROR, RC_ERROR_IO, data);
  (*warmed)++;
  return !data;
}

/* Its last descriptor is the pipe to be written to. */
static void give_account(const int *descriptors, guint descriptor_count, gconstpointer order,
                         gsize order_bytes, gpointer data) {
  Account account = {.order_bytes = order_bytes, .descriptor_count = descriptor_count};
  (void)data;
  memcpy(&account.order, order, MIN(order_bytes, sizeof account.order));
  account.warmed = *warmed;
  for (int i = STDERR_FILENO + 1; i < 1024; i++)
    account.open += fcntl(i, F_GETFD) >= 0;
  account.has_environment = environ && *environ;
  account.secret_bytes = strlen(secret);
  getrlimit(RLIMIT_CORE, &account.core);
  if (write(descriptors[descriptor_count - 1], &account, sizeof account) != sizeof account)
    _exit(1);
}

static void ask(RcForkServer *server, const Order *order, gsize order_bytes, guint descriptor_count,
                Account *account) {
  int ends[2], status;
  assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
  const int given[] = {ends[0], ends[0], ends[0], ends[1]};
  const RcForkServerOrder request = {
      .descriptors = given + G_N_ELEMENTS(given) - descriptor_count,
      .descriptor_count = descriptor_count,
      .order = order,
      .order_bytes = order_bytes,
  };
  pid_t pid = rc_forkserver_fork(server, &request, NULL);
  assert_true(pid > 0);
  assert_int_equal(waitpid(pid, &status, 0), pid);
  assert_int_equal(status, 0);
  assert_int_equal(read(ends[0], account, sizeof *account), sizeof *account);
  close(ends[0]);
  close(ends[1]);
}

/* Neither what the main process has open when the server starts nor what another worker
 * was given; the order as it was sent, and nothing of the one before; no variable of the
 * administrator's, and no core to leave any of it in. */
static void test_what_a_worker_has(void **state) {
  (void)state;
  const RcForkServerTask task = {.warm = warm_up, .work = give_account};
  int inherited = fcntl(STDERR_FILENO, F_DUPFD, 500);
  assert_true(inherited >= 500);
  *warmed = 0;
  g_autoptr(RcForkServer) server = rc_forkserver_start(&task, RC_SANDBOX_REQUIRE, NULL);
  Order order = {.number = 42}, nothing = {0};
  memset(order.text, 'x', sizeof order.text);
  for (guint count = RC_FORKSERVER_DESCRIPTORS_MAX; count > 0; count--) {
    Account account;
    bool whole = count % 2 == 0;
    ask(server, &order, whole ? sizeof order : 0, count, &account);
    assert_int_equal(account.descriptor_count, count);
    assert_int_equal(account.open, count);
    assert_int_equal(account.warmed, 1);
    assert_false(account.has_environment);
    assert_int_equal(account.secret_bytes, 0);
    assert_int_equal(account.core.rlim_max, 0);
    assert_int_equal(account.order_bytes, whole ? sizeof order : 0);
    assert_memory_equal(&account.order, whole ? &order : &nothing, sizeof order);
  }
  close(inherited);
}

/* A pipe whose other end the main process closes is at its end: the server holds nothing
 * that was open when it started. */
static void test_what_a_server_has(void **state) {
  (void)state;
  const RcForkServerTask task = {.warm = warm_up, .work = give_account};
  int ends[2];
  char byte;
  assert_int_equal(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
  g_autoptr(RcForkServer) server = rc_forkserver_start(&task, RC_SANDBOX_REQUIRE, NULL);
  assert_true(rc_forkserver_wait(server, NULL));
  close(ends[1]);
  assert_int_equal(read(ends[0], &byte, 1), 0);
  close(ends[0]);
}

static void test_a_cold_server(void **state) {
  (void)state;
  const RcForkServerTask task = {.warm = warm_up, .work = give_account, .cold = true};
  *warmed = 0;
  rc_forkserver_free(rc_forkserver_start(&task, RC_SANDBOX_REQUIRE, NULL));
  assert_int_equal(*warmed, 0);
  g_autoptr(RcForkServer) server = rc_forkserver_start(&task, RC_SANDBOX_REQUIRE, NULL);
  for (int i = 0; i < 2; i++) {
    assert_true(rc_forkserver_wait(server, NULL));
    assert_int_equal(*warmed, 1);
  }
  Account account;
  ask(server, NULL, 0, 1, &account);
  assert_int_equal(account.warmed, 1);
}

static void test_what_cannot_warm_up(void **state) {
  (void)state;
  for (int cold = 0; cold < 2; cold++) {
    const RcForkServerTask task = {warm_up, give_account, "нет models", cold};
    g_autoptr(RcForkServer) server = rc_forkserver_start(&task, RC_SANDBOX_REQUIRE, NULL);
    for (int i = 0; i < 2; i++) {
      g_autoptr(GError) error = NULL;
      assert_false(rc_forkserver_wait(server, &error));
      assert_true(g_error_matches(error, RC_ERROR, RC_ERROR_IO));
      assert_string_equal(error->message, "нет models");
      const RcForkServerOrder order = {0};
      assert_int_equal(rc_forkserver_fork(server, &order, NULL), -1);
    }
  }
  assert_no_children();
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_what_a_worker_has),
      cmocka_unit_test(test_what_a_server_has),
      cmocka_unit_test(test_a_title_in_utf_16),
      cmocka_unit_test(test_a_cold_server),
      cmocka_unit_test(test_what_cannot_warm_up),
      cmocka_unit_test(test_a_worker_is_our_child),
      cmocka_unit_test(test_all_stand_in_the_sandbox),
      cmocka_unit_test(test_hostile_files),
      cmocka_unit_test(test_damaged_copies),
      cmocka_unit_test(test_workers_that_die),
      cmocka_unit_test(test_many_workers),
      cmocka_unit_test(test_no_process_is_left),
      cmocka_unit_test(test_a_server_that_died),
  };
  return cmocka_run_group_tests_name("forkserver", tests, set_up, tear_down);
}
