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
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "sandbox.h"

/* A file of the test's own to be spoiled, and the process to be attacked. */
static char victim[] = "/tmp/recourse-sandbox-XXXXXX";
static pid_t target;

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

static bool start_a_program(void) {
  /* Does not return where it works; the program's status 0 says so. */
  execl("/bin/true", "true", (char *)NULL);
  return false;
}

static bool signal_the_parent(void) {
  return kill(target, 0) == 0;
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
    {"start a program", start_a_program, true},
    {"signal the parent", signal_the_parent, true},
    {"open the parent's memory", open_the_parent, false},
    {"read the parent's memory", read_the_parent, false},
    {"trace a process", trace_a_process, false},
    {"make hidden memory", make_hidden_memory, true},
    {"leave the namespace", leave_the_namespace, false},
    {"look at another's limits", raise_a_limit, false},
    {"delete a file", delete_a_file, true},
};

/* Runs one attack in a child; true if it worked. */
static bool works(const Attack *attack, RcSandboxMode mode) {
  target = getpid();
  pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) {
    RcSandboxLimits limits = {0, 0};
    if (!rc_sandbox_close(mode, &limits))
      _exit(3);
    _exit(attack->attempt() ? 0 : 1);
  }
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 3)
    fail_msg("the sandbox could not be closed");
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
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
  for (gsize i = 0; i < G_N_ELEMENTS(attacks); i++)
    if (works(&attacks[i], RC_SANDBOX_REQUIRE))
      fail_msg("inside the sandbox one can %s", attacks[i].name);
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
    if (!rc_sandbox_close(RC_SANDBOX_OFF, &limits))
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
    rc_sandbox_close(RC_SANDBOX_OFF, &limits);
    for (volatile unsigned long spin = 0;; spin++)
      ;
  }
  int status;
  waitpid(child, &status, 0);
  assert_true(WIFSIGNALED(status));
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
  return made < 0;
}

static int remove_victim(void **state) {
  (void)state;
  unlink(victim); /* gone already where the last attack worked */
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_attacks_are_denied),        cmocka_unit_test(test_work_goes_on),
      cmocka_unit_test(test_attacks_work_without_it),
#ifndef __SANITIZE_ADDRESS__
      cmocka_unit_test(test_memory_is_limited),
#endif
      cmocka_unit_test(test_processor_time_is_limited), cmocka_unit_test(test_mode_names),
  };
  return cmocka_run_group_tests_name("sandbox", tests, make_victim, remove_victim);
}
