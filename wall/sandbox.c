/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox.h"

#include <asm/sockios.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
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
static const char *const readable[] = {
    "/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/poppler",
    "/etc/fonts",       "/usr/share/fontconfig",  "/var/cache/fontconfig",
};

#define READ_RIGHTS (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)

static int landlock_version(void) {
  return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

/* Every right the kernel knows is handled, so all that is not granted is denied. */
static guint64 handled_rights(int version) {
  guint64 rights = LANDLOCK_ACCESS_FS_MAKE_SYM * 2 - 1; /* all of version 1 */
  if (version >= 2)
    rights |= G_GUINT64_CONSTANT(1) << 13; /* REFER */
  if (version >= 3)
    rights |= G_GUINT64_CONSTANT(1) << 14; /* TRUNCATE */
  if (version >= 5)
    rights |= G_GUINT64_CONSTANT(1) << 15; /* IOCTL_DEV */
  return rights;
}

static void allow_reading(int ruleset, const char *path) {
  struct landlock_path_beneath_attr rule = {.allowed_access = READ_RIGHTS};
  rule.parent_fd = open(path, O_PATH | O_CLOEXEC | O_DIRECTORY);
  if (rule.parent_fd < 0)
    return; /* not installed: nothing to allow */
  syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close(rule.parent_fd);
}

static bool restrict_files(void) {
  int version = landlock_version();
  if (version < 1)
    return false;
  struct landlock_ruleset_attr attributes = {.handled_access_fs = handled_rights(version)};
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
  if (ruleset < 0)
    return false;
  for (gsize i = 0; i < G_N_ELEMENTS(readable); i++)
    allow_reading(ruleset, readable[i]);
  bool restricted = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  close(ruleset);
  return restricted;
}

/* --- seccomp --- */

/* What parsing a document never needs.  Denied with EPERM and not by killing, so
 * that a library that merely tries goes on. */
static const int denied[] = {
    /* network */
    SCMP_SYS(socket),
    SCMP_SYS(socketpair),
    SCMP_SYS(connect),
    SCMP_SYS(bind),
    SCMP_SYS(listen),
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
    SCMP_SYS(sendto),
    SCMP_SYS(sendmsg),
    SCMP_SYS(sendmmsg),
    SCMP_SYS(recvfrom),
    SCMP_SYS(recvmmsg),
    /* programs and processes */
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(kill),
    SCMP_SYS(tkill),
    SCMP_SYS(rt_sigqueueinfo),
    SCMP_SYS(rt_tgsigqueueinfo),
    SCMP_SYS(pidfd_open),
    SCMP_SYS(pidfd_send_signal),
    SCMP_SYS(pidfd_getfd),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(process_madvise),
    SCMP_SYS(kcmp),
    SCMP_SYS(sched_setscheduler),
    SCMP_SYS(sched_setattr),
    SCMP_SYS(sched_setparam),
    SCMP_SYS(ioprio_set),
    SCMP_SYS(setns),
    SCMP_SYS(unshare),
    SCMP_SYS(setpriority),
    SCMP_SYS(sched_setaffinity),
    SCMP_SYS(setsid),
    SCMP_SYS(setpgid),
    /* identities and the file system */
    SCMP_SYS(setuid),
    SCMP_SYS(setgid),
    SCMP_SYS(setreuid),
    SCMP_SYS(setregid),
    SCMP_SYS(setresuid),
    SCMP_SYS(setresgid),
    SCMP_SYS(setgroups),
    SCMP_SYS(capset),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(move_mount),
    SCMP_SYS(open_tree),
    SCMP_SYS(fsopen),
    SCMP_SYS(fsmount),
    SCMP_SYS(mount_setattr),
    SCMP_SYS(unlink),
    SCMP_SYS(unlinkat),
    SCMP_SYS(rename),
    SCMP_SYS(renameat),
    SCMP_SYS(renameat2),
    SCMP_SYS(link),
    SCMP_SYS(linkat),
    SCMP_SYS(symlink),
    SCMP_SYS(symlinkat),
    SCMP_SYS(mkdir),
    SCMP_SYS(mkdirat),
    SCMP_SYS(rmdir),
    SCMP_SYS(mknod),
    SCMP_SYS(mknodat),
    SCMP_SYS(chmod),
    SCMP_SYS(fchmod),
    SCMP_SYS(fchmodat),
    SCMP_SYS(chown),
    SCMP_SYS(fchown),
    SCMP_SYS(lchown),
    SCMP_SYS(fchownat),
    SCMP_SYS(truncate),
    SCMP_SYS(setxattr),
    SCMP_SYS(fsetxattr),
    SCMP_SYS(utimensat),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(name_to_handle_at),
    SCMP_SYS(chdir),
    SCMP_SYS(fchdir),
    /* the kernel itself */
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(io_uring_enter),
    SCMP_SYS(io_uring_register),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(keyctl),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(delete_module),
    SCMP_SYS(kexec_load),
    SCMP_SYS(kexec_file_load),
    SCMP_SYS(reboot),
    SCMP_SYS(swapon),
    SCMP_SYS(swapoff),
    SCMP_SYS(acct),
    SCMP_SYS(quotactl),
    SCMP_SYS(syslog),
    SCMP_SYS(personality),
    SCMP_SYS(settimeofday),
    SCMP_SYS(clock_settime),
    SCMP_SYS(clock_adjtime),
    SCMP_SYS(adjtimex),
    SCMP_SYS(ioperm),
    SCMP_SYS(iopl),
    SCMP_SYS(vhangup),
    SCMP_SYS(fanotify_init),
    SCMP_SYS(inotify_init),
    SCMP_SYS(inotify_init1),
    SCMP_SYS(memfd_create),
    SCMP_SYS(memfd_secret),
    SCMP_SYS(shmget),
    SCMP_SYS(shmat),
    SCMP_SYS(msgget),
    SCMP_SYS(semget),
    SCMP_SYS(mq_open),
    SCMP_SYS(landlock_create_ruleset),
};

/* What the server that workers are forked from still needs, and they do not. */
static const int denied_to_workers[] = {
    SCMP_SYS(fork),    SCMP_SYS(vfork),     SCMP_SYS(clone),
    SCMP_SYS(recvmsg), SCMP_SYS(prlimit64), SCMP_SYS(setrlimit),
};

static bool deny(scmp_filter_ctx filter, const int *calls, gsize count) {
  for (gsize i = 0; i < count; i++)
    if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), calls[i], 0) != 0)
      return false;
  return true;
}

/* A signal to the parent by way of a descriptor: its owner may be any process of the user,
 * and the signal any. */
static bool deny_signals_of_descriptors(scmp_filter_ctx filter) {
  static const unsigned fcntl_commands[] = {F_SETOWN, F_SETOWN_EX, F_SETSIG};
  static const unsigned ioctl_requests[] = {FIOSETOWN, SIOCSPGRP, FIOASYNC};
  const scmp_datum_t low_half = 0xFFFFFFFF;
  for (gsize i = 0; i < G_N_ELEMENTS(fcntl_commands); i++)
    if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(fcntl), 1,
                         SCMP_A1(SCMP_CMP_MASKED_EQ, low_half, fcntl_commands[i])) != 0)
      return false;
  for (gsize i = 0; i < G_N_ELEMENTS(ioctl_requests); i++)
    if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl), 1,
                         SCMP_A1(SCMP_CMP_MASKED_EQ, low_half, ioctl_requests[i])) != 0)
      return false;
  return true;
}

static bool deny_to_all(scmp_filter_ctx filter) {
  return deny(filter, denied, G_N_ELEMENTS(denied)) && deny_signals_of_descriptors(filter);
}

/* Programs fall back to clone where clone3, whose flags no filter can see, is
 * said not to exist.  A signal to oneself (abort) is tgkill and stays. */
static bool deny_to_worker(scmp_filter_ctx filter) {
  return deny(filter, denied_to_workers, G_N_ELEMENTS(denied_to_workers)) &&
         seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(tgkill), 1,
                          SCMP_A0(SCMP_CMP_NE, (scmp_datum_t)getpid())) == 0;
}

static bool restrict_calls(bool (*add_rules)(scmp_filter_ctx filter)) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (!filter)
    return false;
  bool restricted = add_rules(filter) && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return restricted;
}

/* --- limits --- */

static bool limit(int resource, guint64 soft, guint64 hard) {
  struct rlimit both = {soft, hard};
  return setrlimit(resource, &both) == 0;
}

static bool set_limits(const RcSandboxLimits *limits) {
  bool set = limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_FSIZE, 0, 0);
  if (limits->memory_bytes && !RC_SANITIZED)
    set = limit(RLIMIT_AS, limits->memory_bytes, limits->memory_bytes) && set;
  if (limits->cpu_seconds)
    /* The soft limit ends with a signal of its own, by which the parent knows it. */
    set = limit(RLIMIT_CPU, limits->cpu_seconds, limits->cpu_seconds + 1) && set;
  return set;
}

bool rc_sandbox_check(GError **error) {
  const char *missing = NULL;
  if (landlock_version() < 1)
    missing = "landlock (Linux 5.13 or later, with landlock among its security modules)";
  else if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0)
    missing = "seccomp";
  if (missing)
    g_set_error(error, RC_ERROR, RC_ERROR_LIMIT,
                "this kernel lacks %s, so documents cannot be read in a sandbox; use another "
                "kernel, or --sandbox=best for documents that you trust",
                missing);
  return !missing;
}

bool rc_sandbox_enter(RcSandboxMode mode) {
  if (mode == RC_SANDBOX_OFF)
    return true;
  bool closed = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  closed = restrict_files() && closed;
  closed = restrict_calls(deny_to_all) && closed;
  return closed || mode == RC_SANDBOX_BEST;
}

bool rc_sandbox_seal(RcSandboxMode mode, const RcSandboxLimits *limits) {
  if (!set_limits(limits) && mode == RC_SANDBOX_REQUIRE)
    return false;
  return mode == RC_SANDBOX_OFF || restrict_calls(deny_to_worker) || mode == RC_SANDBOX_BEST;
}
