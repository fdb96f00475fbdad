/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox attacked from inside: a child closes it, as a worker does before it
 * reads the first byte, and then tries what an attacker who has taken it over
 * would try.  Each attempt is also made with the sandbox off, where it must work:
 * so none of them can fail for a reason of its own. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "sandbox.h"

/* A file of the test's own to be spoiled, a socket that listens, one that is open
 * already, and the process to be attacked: the parent of the attacker. */
static char victim[] = "/tmp/recourse-sandbox-XXXXXX";
static struct sockaddr_un address = {.sun_family = AF_UNIX};
static int listening, unconnected;
static pid_t target;

static void pause_a_little(void) {
  usleep(100000);
}

static bool read_a_file(void) {
  return open("/etc/passwd", O_RDONLY) >= 0;
}

static bool list_a_folder(void) {
  return open("/", O_RDONLY | O_DIRECTORY) >= 0;
}

static bool write_a_file(void) {
  return open(victim, O_WRONLY) >= 0;
}

static bool create_a_file(void) {
  char path[64];
  snprintf(path, sizeof path, "%s.new", victim);
  int made = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
  unlink(path);
  return made >= 0;
}

static bool rename_a_file(void) {
  char path[64];
  snprintf(path, sizeof path, "%s.moved", victim);
  return rename(victim, path) == 0 && rename(path, victim) == 0;
}

static bool change_mode(void) {
  return chmod(victim, 0600) == 0;
}

static bool truncate_a_file(void) {
  return truncate(victim, 0) == 0;
}

static bool open_a_socket(void) {
  return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool open_a_local_socket(void) {
  return socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

/* Through a socket that was open before the sandbox was closed. */
static bool connect_a_socket(void) {
  return connect(unconnected, (const struct sockaddr *)&address, sizeof address) == 0;
}

static bool listen_on_a_socket(void) {
  return listen(unconnected, 1) == 0;
}

static bool open_a_socket_pair(void) {
  int ends[2];
  return socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0;
}

static bool start_a_process(void) {
  pid_t child = fork();
  if (child == 0)
    _exit(0);
  return child > 0;
}

static bool start_a_process_by_number(void) {
  pid_t child = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
  if (child == 0)
    _exit(0);
  return child > 0;
}

/* A bomb would go on; how many come to life before it is stopped is told. */
static bool start_a_hundred_processes(void) {
  bool any = false;
  for (int i = 0; i < 100; i++)
    any = start_a_process() || any;
  return any;
}

static bool start_a_process_by_structure(void) {
  uint64_t arguments[8] = {[4] = SIGCHLD};
  pid_t child = (pid_t)syscall(SYS_clone3, arguments, sizeof arguments);
  if (child == 0)
    _exit(0);
  return child > 0;
}

static bool start_a_program(void) {
  /* Does not return where it works; the program's status 0 says so. */
  execl("/bin/true", "true", (char *)NULL);
  return false;
}

static bool signal_the_parent(void) {
  return kill(target, 0) == 0;
}

/* Whether it worked is seen from outside: the parent is gone. */
static bool kill_the_parent(void) {
  kill(target, SIGKILL);
  pause_a_little();
  return false;
}

static bool kill_a_thread_of_the_parent(void) {
  syscall(SYS_tgkill, target, target, SIGKILL);
  syscall(SYS_tkill, target, SIGKILL);
  pause_a_little();
  return false;
}

static bool kill_the_group(void) {
  return kill(0, 0) == 0;
}

/* A descriptor can be made to signal whoever is named its owner when bytes come. */
static bool signal_the_parent_by_a_pipe(void) {
  int ends[2];
  char byte = 'x';
  if (pipe(ends) < 0 || fcntl(ends[0], F_SETOWN, target) < 0 ||
      fcntl(ends[0], F_SETSIG, SIGKILL) < 0 || fcntl(ends[0], F_SETFL, O_ASYNC) < 0 ||
      write(ends[1], &byte, 1) != 1)
    return false;
  pause_a_little();
  return false;
}

/* A parent that the scheduler passes over does not keep its deadlines. */
static bool slow_the_parent(void) {
  const struct sched_param parameters = {0};
  return sched_setscheduler(target, SCHED_BATCH, &parameters) == 0;
}

static bool slow_the_parent_by_number(void) {
  struct {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
  } attributes = {.size = sizeof attributes, .policy = SCHED_BATCH};
  return syscall(SYS_sched_setattr, target, &attributes, 0) == 0;
}

static bool slow_the_parent_at_the_disk(void) {
  const int idle = 3 << 13;
  return syscall(SYS_ioprio_set, 1, target, idle) == 0;
}

static bool trace_the_parent(void) {
  return ptrace(PTRACE_SEIZE, target, NULL, NULL) == 0;
}

static bool open_the_parent(void) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%ld/mem", (long)target);
  return open(path, O_RDWR) >= 0;
}

static bool read_the_parent(void) {
  char byte;
  struct iovec local = {&byte, 1}, remote = {victim, 1};
  return process_vm_readv(target, &local, 1, &remote, 1, 0) == 1;
}

static bool trace_a_process(void) {
  return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
}

static bool make_hidden_memory(void) {
  return syscall(SYS_memfd_create, "x", 0) >= 0;
}

static bool leave_the_namespace(void) {
  return unshare(CLONE_NEWUSER) == 0;
}

static bool raise_a_limit(void) {
  return syscall(SYS_prlimit64, target, 7, NULL, (uint64_t[2]){0, 0}) == 0;
}

static bool mount_a_folder(void) {
  return mount("none", "/mnt", "tmpfs", 0, NULL) == 0;
}

static bool change_the_root(void) {
  return chroot("/tmp") == 0;
}

static bool make_a_folder(void) {
  char path[64];
  snprintf(path, sizeof path, "%s.folder", victim);
  bool made = mkdir(path, 0700) == 0;
  rmdir(path);
  return made;
}

static bool link_a_file(void) {
  char path[64];
  snprintf(path, sizeof path, "%s.link", victim);
  bool made = symlink(victim, path) == 0;
  unlink(path);
  return made;
}

static bool delete_a_file(void) {
  return unlink(victim) == 0;
}

typedef struct {
  const char *name;
  bool (*attempt)(void); /* true if it worked */
  bool everywhere;       /* works with the sandbox off wherever tests run */
} Attack;

/* What a container may forbid by itself is not expected to work without us. */
static const Attack attacks[] = {
    {"read a file", read_a_file, true},
    {"list a folder", list_a_folder, true},
    {"write a file", write_a_file, true},
    {"create a file", create_a_file, true},
    {"rename a file", rename_a_file, true},
    {"change a file's mode", change_mode, true},
    {"truncate a file", truncate_a_file, true},
    {"open a network socket", open_a_socket, true},
    {"open a local socket", open_a_local_socket, true},
    {"start a process", start_a_process, true},
    {"start a process by the call's number", start_a_process_by_number, true},
    {"start a process by the newer call", start_a_process_by_structure, true},
    {"start a hundred processes", start_a_hundred_processes, true},
    {"start a program", start_a_program, true},
    {"connect a socket", connect_a_socket, true},
    {"listen on a socket", listen_on_a_socket, false},
    {"open a pair of sockets", open_a_socket_pair, true},
    {"signal the parent", signal_the_parent, true},
    {"kill the parent", kill_the_parent, true},
    {"kill a thread of the parent", kill_a_thread_of_the_parent, true},
    {"signal the group", kill_the_group, true},
    {"kill the parent by a pipe that it owns", signal_the_parent_by_a_pipe, true},
    {"slow the parent", slow_the_parent, true},
    {"slow the parent by the newer call", slow_the_parent_by_number, true},
    {"slow the parent at the disk", slow_the_parent_at_the_disk, true},
    {"trace the parent", trace_the_parent, false},
    {"mount a folder", mount_a_folder, false},
    {"change the root", change_the_root, false},
    {"make a folder", make_a_folder, true},
    {"link a file", link_a_file, true},
    {"open the parent's memory", open_the_parent, false},
    {"read the parent's memory", read_the_parent, false},
    {"trace a process", trace_a_process, false},
    {"make hidden memory", make_hidden_memory, true},
    {"leave the namespace", leave_the_namespace, false},
    {"look at another's limits", raise_a_limit, false},
    {"delete a file", delete_a_file, true},
};

/* Closes both steps of the sandbox, as the server of the workers and they do. */
static bool close_sandbox(RcSandboxMode mode, const RcSandboxLimits *limits) {
  return rc_sandbox_enter(mode) && rc_sandbox_seal(mode, limits);
}

enum { WORKED, DENIED, NOT_CLOSED };

/* In a process that may be killed: runs the attack in a child and gives its status. */
static void be_parent(const Attack *attack, RcSandboxMode mode) {
  target = getpid();
  pid_t child = fork();
  if (child == 0) {
    const RcSandboxLimits limits = {0, 0};
    if (!close_sandbox(mode, &limits))
      _exit(NOT_CLOSED);
    _exit(attack->attempt() ? WORKED : DENIED);
  }
  int status = 0;
  bool known = child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status);
  _exit(known ? WEXITSTATUS(status) : DENIED);
}

/* Runs one attack on a parent of its own; true if it worked. */
static bool works(const Attack *attack, RcSandboxMode mode) {
  pid_t parent = fork();
  assert_true(parent >= 0);
  if (parent == 0)
    be_parent(attack, mode);
  int status;
  assert_int_equal(waitpid(parent, &status, 0), parent);
  if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_CLOSED)
    fail_msg("the sandbox could not be closed");
  return !WIFEXITED(status) || WEXITSTATUS(status) == WORKED;
}

static void need_sandbox(void) {
  g_autoptr(GError) error = NULL;
  if (!rc_sandbox_check(&error)) {
    print_message("skipped: %s\n", error->message);
    skip();
  }
}

static void test_attacks_are_denied(void **state) {
  (void)state;
  need_sandbox();
  guint worked = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(attacks); i++) {
    if (!works(&attacks[i], RC_SANDBOX_REQUIRE))
      continue;
    print_error("inside the sandbox one can %s\n", attacks[i].name);
    worked++;
  }
  assert_int_equal(worked, 0);
  assert_int_equal(access(victim, F_OK), 0);
}

static void test_attacks_work_without_it(void **state) {
  (void)state;
  for (gsize i = 0; i < G_N_ELEMENTS(attacks); i++)
    if (attacks[i].everywhere && !works(&attacks[i], RC_SANDBOX_OFF))
      fail_msg("even without the sandbox one cannot %s: the attack proves nothing",
               attacks[i].name);
}

/* What a worker needs goes on. */
static bool works_on(void) {
  int ends[2];
  char byte = 'x';
  void *memory = malloc(16 * 1024 * 1024);
  return memory && pipe(ends) == 0 && write(ends[1], &byte, 1) == 1 && read(ends[0], &byte, 1) == 1;
}

/* Between the two steps a process can fork and nothing more than a worker; after the
 * second, not even that. */
static void test_what_the_server_may(void **state) {
  (void)state;
  need_sandbox();
  for (int sealed = 0; sealed < 2; sealed++) {
    pid_t child = fork();
    if (child == 0) {
      const RcSandboxLimits limits = {0, 0};
      bool closed = rc_sandbox_enter(RC_SANDBOX_REQUIRE) &&
                    (!sealed || rc_sandbox_seal(RC_SANDBOX_REQUIRE, &limits));
      bool others = read_a_file() || write_a_file() || open_a_socket() || connect_a_socket() ||
                    signal_the_parent() || delete_a_file();
      _exit(!closed || others ? 3 : start_a_process());
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), !sealed);
  }
}

static void test_work_goes_on(void **state) {
  (void)state;
  need_sandbox();
  const Attack work = {"work", works_on, true};
  assert_true(works(&work, RC_SANDBOX_REQUIRE));
}

#ifndef __SANITIZE_ADDRESS__
static void test_memory_is_limited(void **state) {
  (void)state;
  pid_t child = fork();
  if (child == 0) {
    RcSandboxLimits limits = {256 * 1024 * 1024, 0};
    if (!close_sandbox(RC_SANDBOX_OFF, &limits))
      _exit(3);
    _exit(malloc((size_t)512 * 1024 * 1024) ? 0 : 1);
  }
  int status;
  waitpid(child, &status, 0);
  assert_true(WIFEXITED(status));
  assert_int_equal(WEXITSTATUS(status), 1);
}
#endif

static void test_processor_time_is_limited(void **state) {
  (void)state;
  pid_t child = fork();
  if (child == 0) {
    RcSandboxLimits limits = {0, 1};
    close_sandbox(RC_SANDBOX_OFF, &limits);
    for (volatile unsigned long spin = 0;; spin++)
      ;
  }
  int status;
  waitpid(child, &status, 0);
  assert_true(WIFSIGNALED(status));
  /* Not SIGKILL, which would say nothing of the reason. */
  assert_int_equal(WTERMSIG(status), SIGXCPU);
}

static void test_mode_names(void **state) {
  (void)state;
  RcSandboxMode mode = RC_SANDBOX_OFF;
  assert_true(rc_sandbox_mode_from_name("require", &mode));
  assert_int_equal(mode, RC_SANDBOX_REQUIRE);
  assert_true(rc_sandbox_mode_from_name("best", &mode));
  assert_int_equal(mode, RC_SANDBOX_BEST);
  assert_true(rc_sandbox_mode_from_name("off", &mode));
  assert_int_equal(mode, RC_SANDBOX_OFF);
  assert_false(rc_sandbox_mode_from_name("none", &mode));
  assert_false(rc_sandbox_mode_from_name("", &mode));
}

static int make_victim(void **state) {
  (void)state;
  int made = mkstemp(victim);
  if (made >= 0)
    close(made);
  snprintf(address.sun_path, sizeof address.sun_path, "%s.socket", victim);
  listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  unconnected = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  return made < 0 || unconnected < 0 ||
         bind(listening, (const struct sockaddr *)&address, sizeof address) < 0 ||
         listen(listening, 100) < 0;
}

static int remove_victim(void **state) {
  (void)state;
  close(listening);
  close(unconnected);
  unlink(address.sun_path);
  unlink(victim); /* gone already where the last attack worked */
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_attacks_are_denied),        cmocka_unit_test(test_work_goes_on),
      cmocka_unit_test(test_attacks_work_without_it),   cmocka_unit_test(test_what_the_server_may),
#ifndef __SANITIZE_ADDRESS__
      cmocka_unit_test(test_memory_is_limited),
#endif
      cmocka_unit_test(test_processor_time_is_limited), cmocka_unit_test(test_mode_names),
  };
  return cmocka_run_group_tests_name("sandbox", tests, make_victim, remove_victim);
}
