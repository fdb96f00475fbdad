/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes one call of the program fail, for tests of what a full or broken disk does:
 *
 *   FAIL_CALL=write|fsync|rename|lock FAIL_NUMBER=n LD_PRELOAD=fail-call.so PROGRAM
 *
 * The n-th call of that kind in the first process of the program fails with ENOSPC (write)
 * or EIO; with FAIL_COUNT=FILE the number of calls is written there at the end instead.
 * "write" stands for pwrite too, "fsync" for fdatasync.  Writes to standard output and
 * error do not count.  With FAIL_HOW=kill the process is killed at that call instead; every
 * "lock" fails with ENOLCK, as on a file system that has none, or with FAIL_FILE=NAME those of
 * files with that name alone. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static pid_t first_process;
static int calls;

__attribute__((constructor)) static void start(void) {
  first_process = getpid();
}

__attribute__((destructor)) static void finish(void) {
  const char *path = getenv("FAIL_COUNT");
  FILE *file = path && getpid() == first_process ? fopen(path, "w") : NULL;
  if (file) {
    fprintf(file, "%d\n", calls);
    fclose(file);
  }
}

static int must_fail(const char *kind) {
  const char *wanted = getenv("FAIL_CALL"), *number = getenv("FAIL_NUMBER");
  if (!wanted || strcmp(wanted, kind) != 0 || getpid() != first_process)
    return 0;
  const char *how = getenv("FAIL_HOW");
  int now = ++calls == (number ? atoi(number) : 0);
  if (now && how && strcmp(how, "kill") == 0)
    raise(SIGKILL);
  return now;
}

#define REAL(name) ((__typeof__(name) *)dlsym(RTLD_NEXT, #name))

ssize_t write(int descriptor, const void *bytes, size_t length) {
  if (descriptor > 2 && must_fail("write")) {
    errno = ENOSPC;
    return -1;
  }
  return REAL(write)(descriptor, bytes, length);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t length, off_t offset) {
  if (must_fail("write")) {
    errno = ENOSPC;
    return -1;
  }
  return REAL(pwrite)(descriptor, bytes, length, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t length, off64_t offset) {
  if (must_fail("write")) {
    errno = ENOSPC;
    return -1;
  }
  return REAL(pwrite64)(descriptor, bytes, length, offset);
}

int fsync(int descriptor) {
  if (must_fail("fsync")) {
    errno = EIO;
    return -1;
  }
  return REAL(fsync)(descriptor);
}

int fdatasync(int descriptor) {
  if (must_fail("fsync")) {
    errno = EIO;
    return -1;
  }
  return REAL(fdatasync)(descriptor);
}

int rename(const char *from, const char *to) {
  if (must_fail("rename")) {
    errno = EIO;
    return -1;
  }
  return REAL(rename)(from, to);
}

static int is_meant(int descriptor) {
  const char *name = getenv("FAIL_FILE");
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  path[length > 0 ? length : 0] = '\0';
  return !name || strstr(path, name);
}

static int lock_or_call(const char *name, int descriptor, int command, void *argument) {
  const char *wanted = getenv("FAIL_CALL");
  if (wanted && strcmp(wanted, "lock") == 0 &&
      (command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK ||
       command == F_OFD_SETLKW) &&
      is_meant(descriptor)) {
    errno = ENOLCK;
    return -1;
  }
  return ((int (*)(int, int, ...))dlsym(RTLD_NEXT, name))(descriptor, command, argument);
}

int fcntl(int descriptor, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  void *argument = va_arg(arguments, void *);
  va_end(arguments);
  return lock_or_call("fcntl", descriptor, command, argument);
}

int fcntl64(int descriptor, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  void *argument = va_arg(arguments, void *);
  va_end(arguments);
  return lock_or_call("fcntl64", descriptor, command, argument);
}
