/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "forkserver.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "error.h"

struct RcForkServer {
  pid_t pid;
  int socket;
  bool cold;       /* it waits for the first word before it warms up */
  bool ready;      /* it has said that it stands in the sandbox */
  GError *failure; /* why it never will; or NULL */
};

/* What goes to the server, with the descriptors; the order follows it.  The first one that
 * a cold server gets is empty and only wakes it. */
typedef struct {
  RcSandboxLimits limits;
  guint32 descriptor_count;
  guint32 order_bytes;
} Request;

/* What the server has received. */
typedef struct {
  Request request;
  int descriptors[RC_FORKSERVER_DESCRIPTORS_MAX];
  guint8 order[RC_FORKSERVER_ORDER_BYTES_MAX] __attribute__((aligned));
} Received;

/* What comes back.  A process id, or a negative errno; as the first word of all, the
 * server's own id, or 0 with a message if it could not warm up, or NOT_CLOSED. */
typedef struct {
  pid_t pid;
  char message[512];
} Answer;

#define NOT_CLOSED (-EPERM)

/* --- in the worker --- */

/* Where memory ran out, the call that failed left its mark, and whatever could not go
 * on without raised a signal. */
static void tell_lack_of_memory(int signal_number) {
  if (errno == ENOMEM)
    _exit(RC_WORKER_EXIT_OUT_OF_MEMORY);
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

static void be_worker(const RcForkServerTask *task, RcSandboxMode sandbox, pid_t parent,
                      Received *received) {
  static const int signals[] = {SIGABRT, SIGSEGV, SIGTRAP, SIGBUS};
  const Request *request = &received->request;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent)
    _exit(1); /* it has ended already */
  signal(SIGPIPE, SIG_DFL);
  signal(SIGXFSZ, SIG_IGN); /* a library that writes a message to a file goes on */
  /* Descriptors 0 to 2 (nowhere) stay, and the worker's own, which get the numbers from
   * RC_FORKSERVER_DESCRIPTOR_FIRST on.  Out of the way first: each may have the number that
   * another is to have. */
  const int end = RC_FORKSERVER_DESCRIPTOR_FIRST + (int)request->descriptor_count;
  int *descriptors = received->descriptors;
  for (guint i = 0; i < request->descriptor_count; i++)
    descriptors[i] = fcntl(descriptors[i], F_DUPFD, end);
  for (guint i = 0; i < request->descriptor_count; i++)
    descriptors[i] = dup2(descriptors[i], RC_FORKSERVER_DESCRIPTOR_FIRST + (int)i);
  close_range((unsigned)end, ~0U, 0);
  if (!rc_sandbox_seal(sandbox, &request->limits))
    _exit(1);
  for (gsize i = 0; i < G_N_ELEMENTS(signals); i++)
    signal(signals[i], tell_lack_of_memory);
  errno = 0;
  task->work(descriptors, request->descriptor_count, received->order, request->order_bytes,
             task->data);
  _exit(0);
}

/* --- in the server --- */

/* False at the end of the socket, or of what the main process says: nobody will ask any
 * more. */
static bool receive_request(int socket, Received *received) {
  union {
    char bytes[CMSG_SPACE(sizeof(int[RC_FORKSERVER_DESCRIPTORS_MAX]))];
    struct cmsghdr align;
  } control;
  struct iovec vectors[] = {{&received->request, sizeof received->request},
                            {received->order, sizeof received->order}};
  struct msghdr message = {.msg_iov = vectors,
                           .msg_iovlen = G_N_ELEMENTS(vectors),
                           .msg_control = control.bytes,
                           .msg_controllen = sizeof control.bytes};
  ssize_t got;
  do
    got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  const Request *request = &received->request;
  if (got < (ssize_t)sizeof *request || (gsize)got != sizeof *request + request->order_bytes)
    return false;
  if (request->descriptor_count == 0)
    return true;
  const struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  const gsize bytes = request->descriptor_count * sizeof(int);
  if (!header || header->cmsg_len != CMSG_LEN(bytes))
    return false;
  memcpy(received->descriptors, CMSG_DATA(header), bytes);
  return true;
}

/* Keeps of all descriptors the socket and, where a sanitizer's report is wanted, standard
 * error: libraries complain there, page by page.  Returns the socket. */
static int shut_descriptors(int socket) {
  const int first = 3;
  int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int i = 0; i <= (RC_SANITIZED ? 1 : 2); i++)
    dup2(nowhere, i);
  socket = fcntl(socket, F_DUPFD_CLOEXEC, first + 1);
  dup2(socket, first);
  close_range(first + 1, ~0U, 0);
  fcntl(first, F_SETFD, FD_CLOEXEC);
  return first;
}

/* Everything up to the first fork; what there is to be told stands in `answer`. */
static bool prepare(const RcForkServerTask *task, RcSandboxMode sandbox, Answer *answer) {
  g_autoptr(GError) error = NULL;
  if (task->warm && !task->warm(task->data, &error)) {
    g_strlcpy(answer->message, error->message, sizeof answer->message);
    return false;
  }
  /* What stands in the environment is the administrator's: neither the variables nor their
   * bytes stay. */
  for (char **variable = environ; variable && *variable; variable++)
    explicit_bzero(*variable, strlen(*variable));
  clearenv();
  bool entered = rc_sandbox_enter(sandbox);
  answer->pid = entered ? getpid() : NOT_CLOSED;
  return entered;
}

static void serve(int socket, const RcForkServerTask *task, RcSandboxMode sandbox) {
  static Received received;
  pid_t parent = getppid();
  Answer answer = {0};
  socket = shut_descriptors(socket);
  if (task->cold && !receive_request(socket, &received))
    _exit(0);
  bool ready = prepare(task, sandbox, &answer);
  if (write(socket, &answer, sizeof answer) != sizeof answer || !ready)
    _exit(1);
  while (receive_request(socket, &received)) {
    /* As fork, but the child is one of the process that asks. */
    answer.pid = (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, NULL, NULL, NULL, NULL);
    if (answer.pid == 0)
      be_worker(task, sandbox, parent, &received);
    if (answer.pid < 0)
      answer.pid = -errno;
    for (guint i = 0; i < received.request.descriptor_count; i++)
      close(received.descriptors[i]);
    /* Nothing of this worker's order is there for the next one. */
    explicit_bzero(&received, sizeof received);
    if (write(socket, &answer, sizeof answer) != sizeof answer)
      break;
  }
  _exit(0);
}

/* --- in the main process --- */

static bool read_answer(const RcForkServer *server, Answer *answer) {
  ssize_t got;
  do
    got = read(server->socket, answer, sizeof *answer);
  while (got < 0 && errno == EINTR);
  return got == sizeof *answer;
}

static bool send_request(const RcForkServer *server, const Request *request,
                         const RcForkServerOrder *order) {
  union {
    char bytes[CMSG_SPACE(sizeof(int[RC_FORKSERVER_DESCRIPTORS_MAX]))];
    struct cmsghdr align;
  } control = {0};
  struct iovec vectors[] = {{(gpointer)request, sizeof *request},
                            {(gpointer)order->order, order->order_bytes}};
  struct msghdr message = {.msg_iov = vectors, .msg_iovlen = G_N_ELEMENTS(vectors)};
  const gsize bytes = order->descriptor_count * sizeof(int);
  if (bytes) {
    message.msg_control = control.bytes;
    message.msg_controllen = CMSG_SPACE(bytes);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(bytes);
    memcpy(CMSG_DATA(header), order->descriptors, bytes);
  }
  ssize_t sent;
  do
    sent = sendmsg(server->socket, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent == (ssize_t)(sizeof *request + order->order_bytes);
}

static RcForkServer *fail_to_start(RcForkServer *server, GError **error) {
  g_set_error(error, RC_ERROR, RC_ERROR_IO, "cannot start a process to read documents: %s",
              g_strerror(errno));
  rc_forkserver_free(server);
  return NULL;
}

RcForkServer *rc_forkserver_start(const RcForkServerTask *task, RcSandboxMode sandbox,
                                  GError **error) {
  RcForkServer *server = g_new0(RcForkServer, 1);
  server->socket = -1;
  server->cold = task->cold;
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
    return fail_to_start(server, error);
  server->pid = fork();
  if (server->pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGINT, SIG_IGN); /* the main process decides what ends */
    signal(SIGTERM, SIG_IGN);
    serve(ends[1], task, sandbox);
  }
  close(ends[1]);
  server->socket = ends[0];
  return server->pid < 0 ? fail_to_start(server, error) : server;
}

bool rc_forkserver_wait(RcForkServer *server, GError **error) {
  if (!server->ready && !server->failure) {
    Answer answer = {.pid = NOT_CLOSED};
    const Request wake = {0};
    const RcForkServerOrder nothing = {0};
    bool told =
        (!server->cold || send_request(server, &wake, &nothing)) && read_answer(server, &answer);
    server->ready = told && answer.pid > 0;
    if (told && answer.pid == 0)
      g_set_error_literal(&server->failure, RC_ERROR, RC_ERROR_IO, answer.message);
    else if (!server->ready)
      g_set_error(&server->failure, RC_ERROR, RC_ERROR_SYSTEM,
                  "documents cannot be read in a sandbox here; use another kernel, or "
                  "--sandbox=best for documents that you trust");
  }
  if (server->failure && error)
    *error = g_error_copy(server->failure);
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
  g_clear_error(&server->failure);
  g_free(server);
}

pid_t rc_forkserver_fork(RcForkServer *server, const RcForkServerOrder *order, GError **error) {
  const Request request = {order->limits, order->descriptor_count, (guint32)order->order_bytes};
  Answer answer = {.pid = -EPIPE};
  g_assert(order->descriptor_count <= RC_FORKSERVER_DESCRIPTORS_MAX &&
           order->order_bytes <= RC_FORKSERVER_ORDER_BYTES_MAX);
  if (!rc_forkserver_wait(server, error))
    return -1;
  if (!send_request(server, &request, order) || !read_answer(server, &answer) || answer.pid < 0) {
    g_set_error(error, RC_ERROR, RC_ERROR_IO, "cannot start a worker process: %s",
                g_strerror(answer.pid < 0 ? -answer.pid : errno));
    return -1;
  }
  return answer.pid;
}
