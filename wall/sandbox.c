/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "error.h"

bool rc_sandbox_mode_from_name(const char *name, RcSandboxMode *mode) {
  static const char *const names[] = {"require", "best", "off"};
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    if (strcmp(names[i], name) == 0) {
      *mode = (RcSandboxMode)i;
      return true;
    }
  }
  return false;
}

/* --- landlock, by its three system calls: glibc has no wrappers --- */

/* Fonts that a PDF names without bringing them, and poppler's encoding tables. */
static const char *const worker_folders[] = {
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/usr/share/poppler",
    "/etc/fonts",
    "/usr/share/fontconfig",
    "/var/cache/fontconfig",
    NULL,
};

#define READ_RIGHTS (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)

/* As the kernel has it; older headers know only the first member. */
typedef struct {
  guint64 files, network, scopes;
} Ruleset;

static int landlock_version(void) {
  return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

/* Leaves reading what lies beneath `folders`, an array that ends in NULL. */
static bool restrict_files(const char *const *folders) {
  int version = landlock_version();
  if (version < 1)
    return false;
  /* Every right the kernel knows is handled, so all that is not granted is denied. */
  Ruleset rules = {.files = LANDLOCK_ACCESS_FS_MAKE_SYM * 2 - 1}; /* all of version 1 */
  if (version >= 2)
    rules.files |= G_GUINT64_CONSTANT(1) << 13; /* REFER */
  if (version >= 3)
    rules.files |= G_GUINT64_CONSTANT(1) << 14; /* TRUNCATE */
  if (version >= 4)
    rules.network = 3; /* BIND_TCP, CONNECT_TCP */
  if (version >= 5)
    rules.files |= G_GUINT64_CONSTANT(1) << 15; /* IOCTL_DEV */
  if (version >= 6)
    rules.scopes = 3; /* ABSTRACT_UNIX_SOCKET, SIGNAL */
  gsize size = version >= 6 ? sizeof rules : version >= 4 ? 2 * sizeof(guint64) : sizeof(guint64);
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
  if (ruleset < 0)
    return false;
  bool restricted = true;
  for (const char *const *folder = folders; *folder; folder++) {
    struct landlock_path_beneath_attr rule = {.allowed_access = READ_RIGHTS};
    rule.parent_fd = open(*folder, O_PATH | O_CLOEXEC | O_DIRECTORY);
    if (rule.parent_fd < 0)
      continue; /* not installed: nothing to allow */
    restricted &=
        syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    close(rule.parent_fd);
  }
  restricted = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0 && restricted;
  close(ruleset);
  return restricted;
}

/* --- seccomp --- */

/* Who may do what.  What no row allows is denied with EPERM, calls that no kernel has yet
 * too: denied and not killed, so that a library that merely tries goes on. */
enum { SERVER = 1, WORKER = 2, SEARCHER = 4, READERS = SERVER | WORKER, ALL = READERS | SEARCHER };

typedef struct {
  int call;
  guint who;
  struct scmp_arg_cmp argument; /* that it is allowed with */
  bool conditional;             /* there is one */
} Rule;

#define MAY(who_, name)                                                                            \
  { .call = SCMP_SYS(name), .who = (who_) }
#define MAY_IF(who_, name, number, how, ...)                                                       \
  {                                                                                                \
    .call = SCMP_SYS(name), .who = (who_), .argument = {number, how, __VA_ARGS__},                 \
    .conditional = true                                                                            \
  }
/* The argument is an int: the kernel does not look at what else is in the register. */
#define IS(value) SCMP_CMP_MASKED_EQ, 0xFFFFFFFF, (value)
/* None of these bits is set in it. */
#define HAS_NONE(bits) SCMP_CMP_MASKED_EQ, (bits), 0
#define HAS(bits) SCMP_CMP_MASKED_EQ, (bits), (bits)

/* Whatever writes, makes or changes, or opens without the rights to. */
#define OPENS_FOR_MORE (O_ACCMODE | O_CREAT | O_TRUNC | O_PATH | (O_TMPFILE & ~O_DIRECTORY))
/* Above are the clocks of other processes. */
#define CLOCK_MAX 15

static const Rule rules[] = {
    /* bytes, of descriptors that are open */
    MAY(ALL, read),
    MAY(ALL, pread64),
    MAY(ALL, readv),
    MAY(ALL, write),
    MAY(ALL, writev),
    MAY(ALL, lseek),
    MAY(ALL, _llseek),
    MAY(ALL, fstat),
    MAY(ALL, close),
    MAY(ALL, close_range),
    MAY(ALL, dup),
    MAY(ALL, dup2),
    MAY(ALL, dup3),
    MAY_IF(ALL, fcntl, 1, IS(F_GETFD)),
    MAY_IF(ALL, fcntl, 1, IS(F_SETFD)),
    MAY_IF(ALL, fcntl, 1, IS(F_GETFL)),
    MAY_IF(ALL, fcntl, 1, IS(F_DUPFD)),
    MAY_IF(ALL, fcntl, 1, IS(F_DUPFD_CLOEXEC)),
    /* files, which landlock chooses among */
    MAY_IF(ALL, open, 1, HAS_NONE(OPENS_FOR_MORE)),
    MAY_IF(ALL, openat, 2, HAS_NONE(OPENS_FOR_MORE)),
    MAY_IF(READERS, newfstatat, 3, HAS(AT_EMPTY_PATH)), /* the C library's fstat */
    MAY_IF(READERS, statx, 2, HAS(AT_EMPTY_PATH)),
    /* memory, of which none is ever a program */
    MAY(ALL, brk),
    MAY(ALL, munmap),
    MAY(ALL, mremap),
    MAY_IF(ALL, mmap, 2, HAS_NONE(PROT_EXEC)),
    MAY_IF(ALL, mmap2, 2, HAS_NONE(PROT_EXEC)),
    MAY_IF(ALL, mprotect, 2, HAS_NONE(PROT_EXEC)),
    MAY_IF(ALL, madvise, 2, IS(MADV_NORMAL)),
    MAY_IF(ALL, madvise, 2, IS(MADV_RANDOM)),
    MAY_IF(ALL, madvise, 2, IS(MADV_SEQUENTIAL)),
    MAY_IF(ALL, madvise, 2, IS(MADV_WILLNEED)),
    MAY_IF(ALL, madvise, 2, IS(MADV_DONTNEED)),
    MAY_IF(ALL, madvise, 2, IS(MADV_FREE)),
    MAY_IF(ALL, madvise, 2, IS(MADV_HUGEPAGE)),
    MAY_IF(ALL, madvise, 2, IS(MADV_NOHUGEPAGE)),
    MAY_IF(ALL, madvise, 2, IS(MADV_DONTDUMP)),
    /* itself */
    MAY(ALL, futex),
    MAY(ALL, sched_yield),
    MAY_IF(ALL, sched_getaffinity, 0, IS(0)),
    MAY(ALL, getcpu),
    MAY(ALL, rt_sigaction),
    MAY(ALL, rt_sigprocmask),
    MAY(ALL, rt_sigreturn),
    MAY(ALL, sigaltstack),
    MAY(ALL, restart_syscall),
    MAY(ALL, getpid),
    MAY(ALL, getppid),
    MAY(ALL, gettid),
    MAY(ALL, getuid),
    MAY(ALL, geteuid),
    MAY(ALL, getgid),
    MAY(ALL, getegid),
    MAY(ALL, getrandom),
    MAY(ALL, sysinfo), /* how much memory there is, which sorting asks */
    MAY(ALL, getrlimit),
    MAY_IF(READERS, prlimit64, 0, IS(0)),
    MAY(ALL, exit),
    MAY(ALL, exit_group),
    /* time */
    MAY_IF(ALL, clock_gettime, 0, SCMP_CMP_LE, CLOCK_MAX),
    MAY_IF(ALL, clock_getres, 0, SCMP_CMP_LE, CLOCK_MAX),
    MAY(ALL, gettimeofday),
    MAY(ALL, time),
    MAY(ALL, times),
    MAY_IF(ALL, getrusage, 0, IS(RUSAGE_SELF)),
    MAY(ALL, getitimer),
    MAY(ALL, setitimer),
    MAY(ALL, nanosleep),
    MAY_IF(ALL, clock_nanosleep, 0, SCMP_CMP_LE, CLOCK_MAX),
    /* asking for workers: a child of the server's parent, and nothing else that forks */
    MAY(SERVER, recvmsg),
    MAY_IF(SERVER, clone, 0, SCMP_CMP_EQ, CLONE_PARENT | SIGCHLD),
    MAY_IF(SERVER, prctl, 0, IS(PR_SET_PDEATHSIG)),
    MAY_IF(SERVER, prctl, 0, IS(PR_SET_NO_NEW_PRIVS)),
    MAY(SERVER, seccomp),
    MAY(SERVER, setrlimit),
    /* searching: names of files, the terminal, and the web server's socket */
    MAY(SEARCHER, newfstatat),
    MAY(SEARCHER, statx),
    MAY(SEARCHER, stat),
    MAY(SEARCHER, lstat),
    MAY(SEARCHER, access),
    MAY(SEARCHER, faccessat),
    MAY(SEARCHER, faccessat2),
    MAY(SEARCHER, getdents64),
    MAY(SEARCHER, fadvise64),
    MAY_IF(SEARCHER, ioctl, 1, IS(TCGETS)),
    MAY_IF(SEARCHER, ioctl, 1, IS(TIOCGWINSZ)),
    MAY_IF(SEARCHER, fcntl, 1, IS(F_SETFL)),
    MAY_IF(SEARCHER, accept, 0, IS(STDIN_FILENO)),
    MAY_IF(SEARCHER, accept4, 0, IS(STDIN_FILENO)),
    MAY(SEARCHER, poll),
    MAY(SEARCHER, ppoll),
    MAY(SEARCHER, select),
    MAY(SEARCHER, pselect6),
    MAY(SEARCHER, recvfrom),
    MAY_IF(SEARCHER, sendto, 4, SCMP_CMP_EQ, 0),
    MAY(SEARCHER, shutdown),
    MAY(SEARCHER, getpeername),
    MAY(SEARCHER, getsockname),
    MAY(SEARCHER, getsockopt),
};

/* Calls whose arguments no filter can see: programs do without them where the kernel is
 * said not to have them. */
static const int unknown[] = {SCMP_SYS(clone3), SCMP_SYS(openat2)};

static bool answer(scmp_filter_ctx filter, const int *calls, gsize count, int error) {
  for (gsize i = 0; i < count; i++)
    if (seccomp_rule_add(filter, SCMP_ACT_ERRNO((guint)error), calls[i], 0) != 0)
      return false;
  return true;
}

static bool allow(scmp_filter_ctx filter, guint who) {
  for (gsize i = 0; i < G_N_ELEMENTS(rules); i++)
    if ((rules[i].who & who) &&
        seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, rules[i].call, rules[i].conditional,
                               &rules[i].argument) != 0)
      return false;
  return answer(filter, unknown, G_N_ELEMENTS(unknown), ENOSYS);
}

/* A signal to oneself (abort) is tgkill. */
static bool allow_to_server(scmp_filter_ctx filter) {
  static const int no_device[] = {SCMP_SYS(ioctl)};
  return allow(filter, READERS) && answer(filter, no_device, 1, ENOTTY) &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 0) == 0;
}

static bool allow_to_searcher(scmp_filter_ctx filter) {
  return allow(filter, SEARCHER) &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 2,
                          SCMP_A0(SCMP_CMP_MASKED_EQ, 0xFFFFFFFF, 0),
                          SCMP_A2(SCMP_CMP_EQ, 0)) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                          SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid())) == 0;
}

/* The second filter of a worker, over the one that it has of its server: it takes the
 * server's rows away, limits that could be lowered again, and signals to others. */
static bool deny_to_worker(scmp_filter_ctx filter) {
  const guint32 deny = SCMP_ACT_ERRNO(EPERM);
  for (gsize i = 0; i < G_N_ELEMENTS(rules); i++)
    if (rules[i].who == SERVER && (i == 0 || rules[i].call != rules[i - 1].call) &&
        seccomp_rule_add(filter, deny, rules[i].call, 0) != 0)
      return false;
  return seccomp_rule_add(filter, deny, SCMP_SYS(prlimit64), 1, SCMP_A2(SCMP_CMP_NE, 0)) == 0 &&
         seccomp_rule_add(filter, deny, SCMP_SYS(tgkill), 1,
                          SCMP_A0(SCMP_CMP_NE, (scmp_datum_t)getpid())) == 0;
}

/* What the rules do not name gets `otherwise`. */
static bool restrict_calls(guint32 otherwise, bool (*add_rules)(scmp_filter_ctx filter)) {
  scmp_filter_ctx filter = seccomp_init(otherwise);
  if (!filter)
    return false;
  bool restricted = add_rules(filter) && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return restricted;
}

/* --- privileges and limits --- */

/* No more privileges, and no other process of the user that looks inside. */
static bool close_privileges(void) {
  bool closed = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && closed;
}

static bool limit(int resource, guint64 soft, guint64 hard) {
  struct rlimit both = {soft, hard};
  return setrlimit(resource, &both) == 0;
}

bool rc_sandbox_check(GError **error) {
  const char *missing = NULL;
  if (landlock_version() < 1)
    missing = "landlock (Linux 5.13 or later, with landlock among its security modules)";
  else if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0)
    missing = "seccomp";
  if (missing)
    g_set_error(error, RC_ERROR, RC_ERROR_SYSTEM,
                "this kernel lacks %s, so documents cannot be read in a sandbox; use another "
                "kernel, or --sandbox=best for documents that you trust",
                missing);
  return !missing;
}

bool rc_sandbox_enter(RcSandboxMode mode) {
  if (mode == RC_SANDBOX_OFF)
    return true;
  bool closed = close_privileges();
  /* The bounding set stands for what a program that is started could gain; only who has
   * CAP_SETPCAP can empty it. */
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {0};
  for (unsigned long capability = 0; capability < 64; capability++)
    prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  closed = syscall(SYS_capset, &header, none) == 0 && closed;
  closed = restrict_files(worker_folders) && closed;
  closed = restrict_calls(SCMP_ACT_ERRNO(EPERM), allow_to_server) && closed;
  return closed || mode == RC_SANDBOX_BEST;
}

bool rc_sandbox_seal(RcSandboxMode mode, const RcSandboxLimits *limits) {
  bool closed = limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_FSIZE, 0, 0);
  if (limits->memory_bytes && !RC_SANITIZED)
    closed = limit(RLIMIT_AS, limits->memory_bytes, limits->memory_bytes) && closed;
  if (limits->cpu_seconds)
    /* The soft limit ends with a signal of its own, by which the parent knows it. */
    closed = limit(RLIMIT_CPU, limits->cpu_seconds, limits->cpu_seconds + 1) && closed;
  if (mode == RC_SANDBOX_OFF)
    return true;
  /* Belts to what the filter denies anyway. */
  closed = limit(RLIMIT_NPROC, 0, 0) && limit(RLIMIT_MEMLOCK, 0, 0) &&
           limit(RLIMIT_MSGQUEUE, 0, 0) &&
           limit(RLIMIT_NOFILE, RC_SANDBOX_DESCRIPTORS_MAX, RC_SANDBOX_DESCRIPTORS_MAX) && closed;
  closed = restrict_calls(SCMP_ACT_ALLOW, deny_to_worker) && closed;
  return closed || mode == RC_SANDBOX_BEST;
}

bool rc_sandbox_enter_search(RcSandboxMode mode, const char *folder) {
  const char *const folders[] = {folder, NULL};
  if (mode == RC_SANDBOX_OFF)
    return true;
  /* Capabilities stay: root may search what another user has indexed. */
  bool closed = close_privileges();
  closed = limit(RLIMIT_CORE, 0, 0) && closed;
  closed = restrict_files(folders) && closed;
  closed = restrict_calls(SCMP_ACT_ERRNO(EPERM), allow_to_searcher) && closed;
  return closed || mode == RC_SANDBOX_BEST;
}
