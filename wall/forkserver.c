/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forkserver.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "error.h"
#include "extract.h"

/* Pages that may be skipped by one reading; beyond that a document has failed. */
#define SKIPS_MAX 16

struct RcForkServer {
  pid_t pid;
  int socket;
  bool ready; /* it has said that it stands in the sandbox */
};

/* What the server is asked for; two descriptors come with it. */
typedef struct {
  pid_t parent; /* who asks, and is to wait for the worker */
  guint32 skip_count, skip_ocr_count;
  guint32 skip[SKIPS_MAX], skip_ocr[SKIPS_MAX];
  bool packed;
} Request;

typedef enum { DOCUMENT, OUT, N_DESCRIPTORS } DescriptorRole;

/* --- in the worker --- */

/* Where memory ran out, the call that failed left its mark, and whatever could not go
 * on without raised a signal. */
static void tell_lack_of_memory(int signal_number) {
  if (errno == ENOMEM)
    _exit(RC_WORKER_EXIT_OUT_OF_MEMORY);
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

static void catch_lack_of_memory(void) {
  static const int signals[] = {SIGABRT, SIGSEGV, SIGTRAP, SIGBUS};
  for (gsize i = 0; i < G_N_ELEMENTS(signals); i++)
    signal(signals[i], tell_lack_of_memory);
  errno = 0;
}

/* Keeps descriptors 0 to 2 (nowhere), 3 (the document) and 4 (the pipe). */
static void arrange_descriptors(int document, int out) {
  /* Out of the way first: either may have the number that the other is to have. */
  int high_document = fcntl(document, F_DUPFD, 5), high_out = fcntl(out, F_DUPFD, 5);
  dup2(high_document, 3);
  dup2(high_out, 4);
  close_range(5, ~0U, 0);
}

static GArray *new_pages(const guint32 *pages, guint32 count) {
  GArray *array = g_array_new(FALSE, FALSE, sizeof(guint32));
  return g_array_append_vals(array, pages, count);
}

static void be_worker(const RcTask *warm, RcSandboxMode sandbox, const Request *request,
                      const int *descriptors) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != request->parent)
    _exit(1); /* it has ended already */
  signal(SIGPIPE, SIG_DFL);
  signal(SIGXFSZ, SIG_IGN); /* a library that writes a message to a file goes on */
  arrange_descriptors(descriptors[DOCUMENT], descriptors[OUT]);
  /* OCR has limits of its own, page by page, and models of a few hundred MB. */
  RcSandboxLimits limits = {RC_READING_MEMORY_BYTES_MAX,
                            warm->ocr ? 0 : RC_READING_CPU_SECONDS_MAX};
  if (!rc_sandbox_seal(sandbox, &limits))
    _exit(1);
  catch_lack_of_memory();
  RcTask task = *warm;
  task.skip = new_pages(request->skip, MIN(request->skip_count, SKIPS_MAX));
  task.skip_ocr = new_pages(request->skip_ocr, MIN(request->skip_ocr_count, SKIPS_MAX));
  task.packed = request->packed;
  rc_reading_run(3, 4, &task);
  _exit(0);
}

/* --- in the server --- */

/* False at the end of the socket: nobody will ask any more. */
static bool receive_request(int socket, Request *request, int *descriptors) {
  union {
    char bytes[CMSG_SPACE(sizeof(int[N_DESCRIPTORS]))];
    struct cmsghdr align;
  } control;
  struct iovec vector = {request, sizeof *request};
  struct msghdr message = {.msg_iov = &vector,
                           .msg_iovlen = 1,
                           .msg_control = control.bytes,
                           .msg_controllen = sizeof control.bytes};
  ssize_t got;
  do
    got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  const struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  if (got != sizeof *request || !header || header->cmsg_len != CMSG_LEN(sizeof(int[N_DESCRIPTORS])))
    return false;
  memcpy(descriptors, CMSG_DATA(header), sizeof(int[N_DESCRIPTORS]));
  return true;
}

/* As fork, but the child is one of the process that asks. */
static pid_t fork_for_parent(void) {
  return (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, NULL, NULL, NULL, NULL);
}

/* Poppler complains on standard error, page by page; a sanitizer's report is wanted. */
static void close_standard_streams(void) {
  int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int i = 0; i <= (RC_SANITIZED ? 1 : 2); i++)
    dup2(nowhere, i);
  close(nowhere);
}

static void serve(int socket, const RcTask *task, RcSandboxMode sandbox) {
  pid_t parent = getppid();
  close_standard_streams();
  g_autoptr(RcExtraction) warm = rc_reading_warm(STDOUT_FILENO, task);
  bool entered = rc_sandbox_enter(sandbox);
  pid_t answer = entered ? getpid() : -1;
  if (write(socket, &answer, sizeof answer) != sizeof answer || !entered)
    _exit(1);
  Request request;
  int descriptors[N_DESCRIPTORS];
  while (receive_request(socket, &request, descriptors)) {
    request.parent = parent;
    answer = fork_for_parent();
    if (answer == 0)
      be_worker(task, sandbox, &request, descriptors);
    if (answer < 0)
      answer = -errno;
    for (int i = 0; i < N_DESCRIPTORS; i++)
      close(descriptors[i]);
    if (write(socket, &answer, sizeof answer) != sizeof answer)
      break;
  }
  _exit(0);
}

/* --- in the main process --- */

static bool read_answer(const RcForkServer *server, pid_t *answer) {
  ssize_t got;
  do
    got = read(server->socket, answer, sizeof *answer);
  while (got < 0 && errno == EINTR);
  return got == sizeof *answer;
}

static RcForkServer *fail_to_start(RcForkServer *server, GError **error) {
  g_set_error(error, RC_ERROR, RC_ERROR_IO, "cannot start a process to read documents: %s",
              g_strerror(errno));
  rc_forkserver_free(server);
  return NULL;
}

RcForkServer *rc_forkserver_start(const RcTask *task, RcSandboxMode sandbox, GError **error) {
  RcForkServer *server = g_new0(RcForkServer, 1);
  server->socket = -1;
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
    return fail_to_start(server, error);
  server->pid = fork();
  if (server->pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGINT, SIG_IGN); /* the main process decides what ends */
    signal(SIGTERM, SIG_IGN);
    close(ends[0]);
    serve(ends[1], task, sandbox);
  }
  close(ends[1]);
  server->socket = ends[0];
  return server->pid < 0 ? fail_to_start(server, error) : server;
}

bool rc_forkserver_wait(RcForkServer *server, GError **error) {
  pid_t answer = -1;
  if (!server->ready)
    server->ready = read_answer(server, &answer) && answer >= 0;
  if (!server->ready)
    g_set_error(error, RC_ERROR, RC_ERROR_LIMIT,
                "documents cannot be read in a sandbox here; use another kernel, or "
                "--sandbox=best for documents that you trust");
  return server->ready;
}

void rc_forkserver_free(RcForkServer *server) {
  if (!server)
    return;
  if (server->socket >= 0)
    close(server->socket); /* the server ends when it reads the end of it */
  if (server->pid > 0)
    while (waitpid(server->pid, NULL, 0) < 0 && errno == EINTR)
      ;
  g_free(server);
}

static guint32 copy_pages(guint32 *to, const GArray *pages) {
  guint32 count = pages ? MIN(pages->len, SKIPS_MAX) : 0;
  if (count)
    memcpy(to, pages->data, count * sizeof *to);
  return count;
}

static bool send_request(const RcForkServer *server, Request *request, const int *descriptors) {
  union {
    char bytes[CMSG_SPACE(sizeof(int[N_DESCRIPTORS]))];
    struct cmsghdr align;
  } control = {0};
  struct iovec vector = {request, sizeof *request};
  struct msghdr message = {.msg_iov = &vector,
                           .msg_iovlen = 1,
                           .msg_control = control.bytes,
                           .msg_controllen = sizeof control.bytes};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int[N_DESCRIPTORS]));
  memcpy(CMSG_DATA(header), descriptors, sizeof(int[N_DESCRIPTORS]));
  ssize_t sent;
  do
    sent = sendmsg(server->socket, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent == sizeof *request;
}

pid_t rc_forkserver_fork(RcForkServer *server, int descriptor, int out, const GArray *skip,
                         const GArray *skip_ocr, bool packed, GError **error) {
  Request request = {.packed = packed};
  if (!rc_forkserver_wait(server, error))
    return -1;
  request.skip_count = copy_pages(request.skip, skip);
  request.skip_ocr_count = copy_pages(request.skip_ocr, skip_ocr);
  const int descriptors[N_DESCRIPTORS] = {descriptor, out};
  pid_t answer = -EPIPE;
  if (!send_request(server, &request, descriptors) || !read_answer(server, &answer) || answer < 0) {
    g_set_error(error, RC_ERROR, RC_ERROR_IO, "cannot start a worker process: %s",
                g_strerror(answer < 0 ? -answer : errno));
    return -1;
  }
  return answer;
}
