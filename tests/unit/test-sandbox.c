/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox attacked from inside: a child closes it, as a worker does before it
 * reads the first byte, and then tries what an attacker who has taken it over
 * would try.  Each attempt is also made with the sandbox off, where it must work:
 * so none of them can fail for a reason of its own. */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/sched.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "sandbox.h"

/* A file of the test's own to be spoiled, and its descriptor, open for reading, as a
 * worker has the document; a folder, as a searcher has the index; a socket that listens, one
 * that is open already; what System V keeps for another program; and the process to be
 * attacked: the parent of the attacker. */
static char victim[] = "/tmp/recourse-sandbox-XXXXXX";
static char folder[] = "/tmp/recourse-folder-XXXXXX";
static int document;
static struct sockaddr_un address = {.sun_family = AF_UNIX};
static int listening, unconnected;
static int messages, semaphores, memory;
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
  return connect(unconnected, (const struct sockaddr *)&address, sizeof address) == 0 ||
         errno == EISCONN;
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

/* --- what a list of what is denied forgets --- */

#ifdef SYS_utime
static bool change_times_by_the_oldest_call(void) {
  return syscall(SYS_utime, victim, NULL) == 0;
}

static bool change_times_by_an_old_call(void) {
  return syscall(SYS_utimes, victim, NULL) == 0 ||
         syscall(SYS_futimesat, AT_FDCWD, victim, NULL) == 0;
}
#endif

static bool change_times(void) {
  return utimensat(AT_FDCWD, victim, NULL, 0) == 0;
}

static bool change_times_of_the_document(void) {
  return futimens(document, NULL) == 0;
}

static bool change_mode_by_the_newest_call(void) {
  return syscall(452, AT_FDCWD, victim, 0600, 0) == 0; /* fchmodat2 */
}

static bool change_owner(void) {
  return chown(victim, getuid(), getgid()) == 0;
}

static bool set_an_attribute(void) {
  return setxattr(victim, "user.a", "x", 1, 0) == 0;
}

static bool set_an_attribute_of_a_link(void) {
  return lsetxattr(victim, "user.a", "x", 1, 0) == 0;
}

static bool set_an_attribute_by_the_newest_call(void) {
  const struct {
    uint64_t value;
    uint32_t size, flags;
  } arguments = {(uint64_t)(uintptr_t) "x", 1, 0};
  return syscall(463, AT_FDCWD, victim, 0, "user.a", &arguments, sizeof arguments) == 0;
}

static bool remove_an_attribute(void) {
  return removexattr(victim, "user.note") == 0;
}

static bool read_an_attribute(void) {
  char note[16];
  return getxattr(victim, "user.note", note, sizeof note) > 0;
}

static bool set_flags_of_the_document(void) {
  int flags = 0;
  if (ioctl(document, FS_IOC_GETFLAGS, &flags) < 0)
    return false;
  flags |= FS_NODUMP_FL;
  return ioctl(document, FS_IOC_SETFLAGS, &flags) == 0;
}

static bool lock_the_document(void) {
  return flock(document, LOCK_EX | LOCK_NB) == 0;
}

static bool lock_the_document_by_range(void) {
  struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
  return fcntl(document, F_SETLK, &lock) == 0;
}

static bool lease_the_document(void) {
  return fcntl(document, F_SETLEASE, F_RDLCK) == 0;
}

static bool open_the_document_for_writing(void) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", document);
  return open(path, O_RDWR) >= 0;
}

static bool hold_a_path(void) {
  return open(victim, O_PATH) >= 0;
}

static bool read_a_link(void) {
  char path[256];
  return readlink("/proc/self/exe", path, sizeof path) > 0;
}

static bool take_a_message(void) {
  struct {
    long type;
    char text[16];
  } message;
  return msgrcv(messages, &message, sizeof message.text, 0, IPC_NOWAIT) >= 0;
}

static bool destroy_messages(void) {
  return msgctl(messages, IPC_RMID, NULL) == 0;
}

static bool change_a_semaphore(void) {
  struct sembuf up = {0, 1, 0};
  return semop(semaphores, &up, 1) == 0;
}

static bool destroy_semaphores(void) {
  return semctl(semaphores, 0, IPC_RMID) == 0;
}

static bool share_memory(void) {
  return shmat(memory, NULL, 0) != (void *)-1;
}

static bool destroy_shared_memory(void) {
  return shmctl(memory, IPC_RMID, NULL) == 0;
}

static bool make_a_program_of_memory(void) {
  return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
         MAP_FAILED;
}

static bool make_a_program_of_written_memory(void) {
  void *written = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return written != MAP_FAILED && mprotect(written, 4096, PROT_READ | PROT_EXEC) == 0;
}

static bool make_a_program_of_the_document(void) {
  return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, document, 0) != MAP_FAILED;
}

static bool make_data_programs(void) {
  return syscall(SYS_personality, 0x400000) >= 0;
}

static void *do_nothing(void *data) {
  return data;
}

static bool start_a_thread(void) {
  pthread_t thread;
  return pthread_create(&thread, NULL, do_nothing, NULL) == 0 && pthread_join(thread, NULL) == 0;
}

/* As the server that workers are forked from does. */
static bool start_a_sibling(void) {
  pid_t child = (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
  if (child == 0)
    _exit(0);
  return child > 0;
}

static bool see_the_clock_of_the_parent(void) {
  struct timespec used;
  return clock_gettime((clockid_t)(~(unsigned)target << 3 | 2), &used) == 0;
}

static bool see_the_group_of_the_parent(void) {
  return getpgid(target) >= 0;
}

static bool see_the_processors_of_the_parent(void) {
  cpu_set_t set;
  return sched_getaffinity(target, sizeof set, &set) == 0;
}

static bool outlive_the_parent(void) {
  return prctl(PR_SET_PDEATHSIG, 0) == 0;
}

static bool take_another_name(void) {
  return prctl(PR_SET_NAME, "kworker/0:0") == 0;
}

static bool become_dumpable(void) {
  return prctl(PR_SET_DUMPABLE, 1) == 0;
}

static bool see_the_machine(void) {
  struct utsname name;
  return uname(&name) == 0;
}

static bool make_a_timer(void) {
  int timer;
  return syscall(SYS_timer_create, CLOCK_MONOTONIC, NULL, &timer) == 0;
}

static bool watch_files(void) {
  return syscall(SYS_inotify_init1, 0) >= 0;
}

static bool use_the_ring(void) {
  char parameters[256] = {0};
  return syscall(SYS_io_uring_setup, 1, parameters) >= 0;
}

static bool use_keys(void) {
  return syscall(SYS_keyctl, 0, -3, 1) >= 0;
}

#ifdef SYS_modify_ldt
static bool change_segments(void) {
  char table[64];
  return syscall(SYS_modify_ldt, 0, table, sizeof table) >= 0;
}
#endif

static bool list_mounts(void) {
  const struct {
    uint32_t size, spare;
    uint64_t mount, parameter;
  } arguments = {sizeof arguments, 0, UINT64_MAX, 0};
  uint64_t found[8];
  return syscall(458, &arguments, found, 8, 0) >= 0; /* listmount */
}

/* By which it could be signalled, and what it has open be taken. */
static bool hold_the_parent(void) {
  return syscall(SYS_pidfd_open, target, 0) >= 0;
}

/* No kernel has it: ENOSYS says that nothing stands before it. */
static bool reach_a_call_of_the_future(void) {
  return syscall(100000) < 0 && errno == ENOSYS;
}

#ifdef __x86_64__
/* By the numbers of programs with short pointers: whatever it says, nobody stood before it. */
static bool call_by_another_number(void) {
  syscall(0x40000000 | SYS_getpid);
  return true;
}

/* As programs of 32 bits call; a fault, which the harness would catch, where the kernel knows
 * none. */
static bool call_as_another_machine(void) {
  signal(SIGSEGV, SIG_DFL);
  long result = 20; /* its getpid */
  __asm__ volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
  return true;
}
#endif

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
    {"hold the parent", hold_the_parent, true},
    {"leave the namespace", leave_the_namespace, false},
    {"look at another's limits", raise_a_limit, false},
#ifdef SYS_utime
    {"change times by the oldest call", change_times_by_the_oldest_call, true},
    {"change times by an old call", change_times_by_an_old_call, true},
#endif
    {"change times", change_times, true},
    {"change the document's times", change_times_of_the_document, true},
    {"change a file's mode by the newest call", change_mode_by_the_newest_call, false},
    {"change a file's owner", change_owner, true},
    {"set an attribute", set_an_attribute, false},
    {"set an attribute of a link", set_an_attribute_of_a_link, false},
    {"set an attribute by the newest call", set_an_attribute_by_the_newest_call, false},
    {"read an attribute", read_an_attribute, false},
    {"remove an attribute", remove_an_attribute, false},
    {"set flags of the document", set_flags_of_the_document, false},
    {"lock the document", lock_the_document, true},
    {"lock the document by range", lock_the_document_by_range, true},
    {"lease the document", lease_the_document, true},
    {"open the document for writing", open_the_document_for_writing, true},
    {"hold a path", hold_a_path, true},
    {"read a link", read_a_link, true},
    {"take another program's message", take_a_message, true},
    {"change another program's semaphore", change_a_semaphore, true},
    {"share another program's memory", share_memory, true},
    {"destroy another program's messages", destroy_messages, true},
    {"destroy another program's semaphores", destroy_semaphores, true},
    {"destroy another program's memory", destroy_shared_memory, true},
    {"make a program of memory", make_a_program_of_memory, true},
    {"make a program of memory that was written", make_a_program_of_written_memory, true},
    {"make a program of the document", make_a_program_of_the_document, false},
    {"make all data programs", make_data_programs, true},
    {"start a thread", start_a_thread, true},
    {"start a sibling", start_a_sibling, true},
    {"see the parent's clock", see_the_clock_of_the_parent, true},
    {"see the parent's group", see_the_group_of_the_parent, true},
    {"see the parent's processors", see_the_processors_of_the_parent, true},
    {"outlive the parent", outlive_the_parent, true},
    {"take another name", take_another_name, true},
    {"become dumpable", become_dumpable, true},
    {"see the machine", see_the_machine, true},
    {"make a timer", make_a_timer, true},
    {"watch files", watch_files, true},
    {"use the ring", use_the_ring, false},
    {"use keys", use_keys, false},
#ifdef SYS_modify_ldt
    {"change segments", change_segments, false},
#endif
    {"list mounts", list_mounts, false},
    {"reach a call of the future", reach_a_call_of_the_future, true},
#ifdef __x86_64__
    {"call by another number", call_by_another_number, true},
    {"call as another machine", call_as_another_machine, false},
#endif
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
  char byte;
  struct stat info;
  struct timespec used;
  return malloc(16 * 1024 * 1024) && fstat(document, &info) == 0 &&
         pread(document, &byte, 1, 0) == 1 && clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) == 0 &&
         raise(SIGCHLD) == 0;
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
      _exit(!closed || others || start_a_process() || start_a_thread() ? 3 : start_a_sibling());
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), !sealed);
  }
}

/* --- every call that there is --- */

/* What a process that reads a document keeps, with any arguments or with some, beside the two
 * calls that it is told the kernel does not have, and ioctl. */
static const long kept[] = {
    SYS_read,          SYS_pread64,      SYS_readv,
    SYS_write,         SYS_writev,       SYS_lseek,
    SYS_fstat,         SYS_close,        SYS_close_range,
    SYS_dup,           SYS_dup3,         SYS_fcntl,
    SYS_openat,        SYS_newfstatat,   SYS_statx,
    SYS_brk,           SYS_munmap,       SYS_mremap,
    SYS_mmap,          SYS_mprotect,     SYS_madvise,
    SYS_futex,         SYS_sched_yield,  SYS_sched_getaffinity,
    SYS_getcpu,        SYS_rt_sigaction, SYS_rt_sigprocmask,
    SYS_rt_sigreturn,  SYS_sigaltstack,  SYS_restart_syscall,
    SYS_getpid,        SYS_getppid,      SYS_gettid,
    SYS_getuid,        SYS_geteuid,      SYS_getgid,
    SYS_getegid,       SYS_getrandom,    SYS_sysinfo,
    SYS_prlimit64,     SYS_exit,         SYS_exit_group,
    SYS_clock_gettime, SYS_clock_getres, SYS_gettimeofday,
    SYS_times,         SYS_getrusage,    SYS_getitimer,
    SYS_setitimer,     SYS_nanosleep,    SYS_clock_nanosleep,
    SYS_tgkill,        SYS_ioctl,        SYS_clone3,
    SYS_openat2,
#ifdef SYS_open /* what newer machines do not have */
    SYS_open,          SYS_dup2,         SYS_getrlimit,
    SYS_time,
#endif
};

/* Some by their names, to be tried without the sandbox too, where each is reached. */
static const struct {
  const char *name;
  long number;
} reached[] = {
    {"get_robust_list", SYS_get_robust_list},
    {"set_robust_list", SYS_set_robust_list},
    {"syncfs", SYS_syncfs},
    {"memfd_create", SYS_memfd_create},
    {"execveat", SYS_execveat},
    {"epoll_create1", SYS_epoll_create1},
    {"inotify_add_watch", SYS_inotify_add_watch},
    {"shmdt", SYS_shmdt},
};

/* What the kernel itself has put into a program that it watches calls these: no filter sees
 * them, and they end whoever calls them from elsewhere. */
#ifdef __x86_64__
#define OF_PROBES(number) ((number) == 335 || (number) == 336)
#else
#define OF_PROBES(number) false
#endif

static bool is_kept(long number) {
  for (gsize i = 0; i < G_N_ELEMENTS(kept); i++)
    if (kept[i] == number)
      return true;
  return false;
}

/* Zeros, which most calls take for a fault, and numbers that are all ones. */
static bool is_denied(long number) {
  for (long value = -1; value <= 0; value++)
    if (syscall(number, value, value, value, value, value, value) != -1 || errno != EPERM)
      return false;
  return true;
}

/* Whatever a kernel has now or gets next.  Among them are io_uring_setup, move_pages, kcmp,
 * perf_event_open, bpf, userfaultfd, keyctl, ptrace and process_vm_readv, which a container
 * may forbid by itself. */
static void test_no_other_call(void **state) {
  (void)state;
  need_sandbox();
  pid_t child = fork();
  if (child == 0) {
    const RcSandboxLimits limits = {0, 0};
    /* Not without a wall: among all calls are some that harm. */
    if (!close_sandbox(RC_SANDBOX_REQUIRE, &limits) || !is_denied(SYS_reboot))
      _exit(NOT_CLOSED);
    for (long number = 0; number < 1024; number++)
      if (!is_kept(number) && !OF_PROBES(number) && !is_denied(number)) {
        print_error("call %ld is not denied\n", number);
        _exit(WORKED);
      }
    _exit(DENIED);
  }
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status));
  assert_int_equal(WEXITSTATUS(status), DENIED);
  for (gsize i = 0; i < G_N_ELEMENTS(reached); i++) {
    child = fork();
    if (child == 0)
      _exit(is_denied(reached[i].number) ? DENIED : WORKED);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == DENIED)
      fail_msg("%s is denied without the sandbox too: this proves nothing", reached[i].name);
    assert_false(is_kept(reached[i].number));
  }
}

static void test_work_goes_on(void **state) {
  (void)state;
  need_sandbox();
  const Attack work = {"work", works_on, true};
  assert_true(works(&work, RC_SANDBOX_REQUIRE));
}

/* --- the wall of a searcher --- */

static bool read_in_the_folder(const char *name) {
  char path[64], byte;
  snprintf(path, sizeof path, "%s/%s", folder, name);
  int opened = open(path, O_RDONLY);
  return opened >= 0 && read(opened, &byte, 1) == 1;
}

static bool write_in_the_folder(const char *name) {
  char path[64];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  int opened = open(path, O_WRONLY | O_CREAT, 0600);
  bool written = opened >= 0 && write(opened, "x", 1) == 1;
  close(opened);
  return written;
}

static bool create_in_the_folder(void) {
  return write_in_the_folder("of-an-attacker");
}

static bool write_over_the_index(void) {
  return write_in_the_folder("before");
}

static bool accept_on_another_socket(void) {
  return accept4(listening, NULL, NULL, SOCK_NONBLOCK) >= 0 || errno == EAGAIN;
}

static bool send_elsewhere(void) {
  return sendto(unconnected, "x", 1, 0, (const struct sockaddr *)&address, sizeof address) >= 0 ||
         errno != EPERM;
}

/* True if the attack worked; the status of closing and what follows are the child's. */
static bool works_for_searcher(const Attack *attack, RcSandboxMode mode) {
  int status;
  target = getpid();
  fcntl(listening, F_SETFL, O_NONBLOCK);
  pid_t child = fork();
  if (child == 0) {
    if (!rc_sandbox_enter_search(mode, folder))
      _exit(NOT_CLOSED);
    _exit(attack->attempt() ? WORKED : DENIED);
  }
  assert_int_equal(waitpid(child, &status, 0), child);
  if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_CLOSED)
    fail_msg("the wall could not be closed");
  return WIFEXITED(status) && WEXITSTATUS(status) == WORKED;
}

static void test_a_searcher(void **state) {
  static const Attack search_attacks[] = {
      {"read a file outside the index", read_a_file, true},
      {"list a folder", list_a_folder, true},
      {"write a file", write_a_file, true},
      {"create a file", create_a_file, true},
      {"create a file in the index", create_in_the_folder, true},
      {"write over the index", write_over_the_index, true},
      {"rename a file", rename_a_file, true},
      {"change times", change_times, true},
      {"open a network socket", open_a_socket, true},
      {"connect a socket", connect_a_socket, true},
      {"accept on a socket that is not the given one", accept_on_another_socket, true},
      {"send to a socket that is not connected", send_elsewhere, true},
      {"start a process", start_a_process, true},
      {"start a thread", start_a_thread, true},
      {"start a program", start_a_program, true},
      {"signal the parent", signal_the_parent, true},
      {"trace the parent", trace_the_parent, false},
      {"read the parent's memory", read_the_parent, false},
      {"look at another's limits", raise_a_limit, false},
      {"make a program of memory", make_a_program_of_memory, true},
      {"make hidden memory", make_hidden_memory, true},
      {"take another program's message", take_a_message, true},
      {"become dumpable", become_dumpable, true},
      {"reach a call of the future", reach_a_call_of_the_future, true},
      {"delete a file", delete_a_file, true},
  };
  (void)state;
  need_sandbox();
  assert_true(write_in_the_folder("before"));
  for (gsize i = 0; i < G_N_ELEMENTS(search_attacks); i++) {
    const Attack *attack = &search_attacks[i];
    if (works_for_searcher(attack, RC_SANDBOX_REQUIRE))
      fail_msg("behind its wall a searcher can %s", attack->name);
  }
  char path[64];
  for (gsize i = 0; i < G_N_ELEMENTS(search_attacks); i++) {
    const Attack *attack = &search_attacks[i];
    if (attack->everywhere && !works_for_searcher(attack, RC_SANDBOX_OFF))
      fail_msg("even without the wall one cannot %s: the attack proves nothing", attack->name);
    /* There again for the next. */
    struct {
      long type;
      char text[16];
    } message = {1, "of another"};
    msgsnd(messages, &message, sizeof message.text, IPC_NOWAIT);
  }
  snprintf(path, sizeof path, "%s/of-an-attacker", folder);
  unlink(path);
  snprintf(path, sizeof path, "%s/before", folder);
  unlink(path);
  close(open(victim, O_CREAT | O_RDWR, 0600));
}

static bool answer_a_client(void) {
  char byte = 0;
  int client = accept(STDIN_FILENO, NULL, NULL);
  return client >= 0 && read(client, &byte, 1) == 1 && write(client, &byte, 1) == 1;
}

/* What was in the index when the wall was closed and what comes later can be read, and the
 * socket that was given serves. */
static void test_a_searcher_goes_on(void **state) {
  (void)state;
  need_sandbox();
  assert_true(write_in_the_folder("before"));
  int ends[2], status;
  char byte = 'x';
  assert_int_equal(pipe(ends), 0);
  fcntl(listening, F_SETFL, 0);
  pid_t child = fork();
  if (child == 0) {
    dup2(listening, STDIN_FILENO);
    bool closed = rc_sandbox_enter_search(RC_SANDBOX_REQUIRE, folder);
    bool told = read(ends[0], &byte, 1) == 1;
    _exit(closed && told && read_in_the_folder("before") && read_in_the_folder("later") &&
                  answer_a_client()
              ? 0
              : 1);
  }
  assert_true(write_in_the_folder("later"));
  assert_int_equal(write(ends[1], &byte, 1), 1);
  int client = socket(AF_UNIX, SOCK_STREAM, 0);
  assert_int_equal(connect(client, (const struct sockaddr *)&address, sizeof address), 0);
  assert_int_equal(write(client, &byte, 1), 1);
  assert_int_equal(read(client, &byte, 1), 1);
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_int_equal(status, 0);
  close(client);
  close(ends[0]);
  close(ends[1]);
  for (int i = 0; i < 2; i++) {
    char path[64];
    snprintf(path, sizeof path, "%s/%s", folder, i ? "later" : "before");
    unlink(path);
  }
}

#if !RC_SANITIZED
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
  struct {
    long type;
    char text[16];
  } message = {1, "of another"};
  int made = mkstemp(victim);
  if (made < 0 || write(made, "document", 8) != 8 || !mkdtemp(folder))
    return 1;
  close(made);
  document = open(victim, O_RDONLY | O_CLOEXEC);
  setxattr(victim, "user.note", "private", 7, 0);
  messages = msgget(IPC_PRIVATE, 0600 | IPC_CREAT);
  semaphores = semget(IPC_PRIVATE, 1, 0600 | IPC_CREAT);
  memory = shmget(IPC_PRIVATE, 4096, 0600 | IPC_CREAT);
  msgsnd(messages, &message, sizeof message.text, 0);
  snprintf(address.sun_path, sizeof address.sun_path, "%s.socket", victim);
  listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  unconnected = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  return document < 0 || unconnected < 0 ||
         bind(listening, (const struct sockaddr *)&address, sizeof address) < 0 ||
         listen(listening, 100) < 0;
}

static int remove_victim(void **state) {
  (void)state;
  close(listening);
  close(unconnected);
  unlink(address.sun_path);
  /* Gone already where the last attacks worked. */
  unlink(victim);
  rmdir(folder);
  msgctl(messages, IPC_RMID, NULL);
  semctl(semaphores, 0, IPC_RMID);
  shmctl(memory, IPC_RMID, NULL);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_a_searcher_goes_on),
    cmocka_unit_test(test_a_searcher),
    cmocka_unit_test(test_attacks_are_denied),
    cmocka_unit_test(test_work_goes_on),
    cmocka_unit_test(test_attacks_work_without_it),
    cmocka_unit_test(test_what_the_server_may),
    cmocka_unit_test(test_no_other_call),
#if !RC_SANITIZED
    cmocka_unit_test(test_memory_is_limited),
#endif
    cmocka_unit_test(test_processor_time_is_limited),
    cmocka_unit_test(test_mode_names),
  };
  return cmocka_run_group_tests_name("sandbox", tests, make_victim, remove_victim);
}
