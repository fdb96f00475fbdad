/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The process that parses a draft, and how this one listens to it. */
#include <errno.h>
#include <fcntl.h>
#include <libxml/parser.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "draft.h"
#include "error.h"
#include "forkserver.h"

#define EXTENSION_BYTES 16
/* The message is text, three numbers for each mark at the most, and six for each block. */
#define MESSAGE_BYTES_MAX (RC_DRAFT_TEXT_BYTES_MAX * 4 + RC_DRAFT_BLOCKS_MAX * 24)
/* What the worker says where it has no draft. */
enum { EXIT_BAD_INPUT = 10, EXIT_TOO_BIG };

typedef struct {
  char extension[EXTENSION_BYTES];
} Order;

/* --- in the worker --- */

/* Encodings whose tables the C library keeps in files: behind the wall none is opened. */
static bool warm(gpointer data, GError **error) {
  static const char *const encodings[] = {"WINDOWS-1251", "WINDOWS-1252", "KOI8-R", "UTF-16"};
  (void)data;
  (void)error;
  for (gsize i = 0; i < G_N_ELEMENTS(encodings); i++)
    g_iconv_open("UTF-8", encodings[i]); /* it stays open */
  xmlInitParser();
  return true;
}

/* NULL if there is more than a draft may have, or it cannot be read to its end. */
static GByteArray *read_all(int descriptor, gsize most) {
  g_autoptr(GByteArray) all = g_byte_array_new();
  static guint8 buffer[65536];
  for (;;) {
    ssize_t got = read(descriptor, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR)
      continue;
    if (got == 0)
      return g_steal_pointer(&all);
    if (got < 0 || all->len + (gsize)got > most)
      return NULL;
    g_byte_array_append(all, buffer, (guint)got);
  }
}

static void write_all(int descriptor, const GByteArray *message) {
  for (gsize done = 0; done < message->len;) {
    ssize_t wrote = write(descriptor, message->data + done, message->len - done);
    if (wrote < 0 && errno != EINTR)
      return;
    done += wrote > 0 ? (gsize)wrote : 0;
  }
}

static void work(const int *descriptors, guint descriptor_count, gconstpointer order_bytes,
                 gsize size, gpointer data) {
  Order order;
  (void)data;
  if (descriptor_count != 2 || size != sizeof order)
    return;
  memcpy(&order, order_bytes, sizeof order);
  g_autoptr(GByteArray) bytes = read_all(descriptors[0], RC_DRAFT_FILE_BYTES_MAX);
  if (!bytes)
    _exit(EXIT_TOO_BIG);
  g_autoptr(RcDraft) draft = rc_draft_parse((const char *)bytes->data, bytes->len,
                                            *order.extension ? order.extension : NULL, NULL);
  if (!draft)
    _exit(EXIT_BAD_INPUT);
  g_autoptr(GByteArray) message = rc_draft_pack(draft);
  write_all(descriptors[1], message);
}

/* --- in this process --- */

static bool blame(const char *path, int status, GError **error) {
  int exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  const char *why =
      exit_status == EXIT_TOO_BIG     ? "larger than a draft may be, or not to be read to its end"
      : exit_status == EXIT_BAD_INPUT ? "damaged, or not what its name says"
      : exit_status == RC_WORKER_EXIT_OUT_OF_MEMORY        ? "too much memory was needed"
      : WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU ? "reading it took too long"
                                                           : "reading it failed";
  g_set_error(error, RC_ERROR, RC_ERROR_BAD_INPUT, "%s: %s", path, why);
  return false;
}

static void refuse(const char *path, GError **error) {
  g_set_error(error, RC_ERROR, RC_ERROR_SYSTEM,
              "%s: drafts cannot be read in a sandbox here; use another kernel", path);
}

/* What the process says of the draft, when it has ended. */
static RcDraft *listen(RcForkServer *server, const char *path, int draft, GError **error) {
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) < 0) {
    g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: %s", path, g_strerror(errno));
    return NULL;
  }
  Order order = {""};
  const char *dot = strrchr(path, '.');
  g_strlcpy(order.extension, dot && !strchr(dot, '/') ? dot + 1 : "", sizeof order.extension);
  const int descriptors[] = {draft, pipe_ends[1]};
  const RcForkServerOrder given = {descriptors,
                                   G_N_ELEMENTS(descriptors),
                                   &order,
                                   sizeof order,
                                   {RC_DRAFT_MEMORY_BYTES, RC_DRAFT_CPU_SECONDS}};
  g_autoptr(GError) problem = NULL;
  pid_t worker = rc_forkserver_fork(server, &given, &problem);
  if (g_error_matches(problem, RC_ERROR, RC_ERROR_SYSTEM))
    refuse(path, error);
  else if (problem)
    g_propagate_error(error, g_steal_pointer(&problem));
  close(pipe_ends[1]);
  g_autoptr(GByteArray) message = worker > 0 ? read_all(pipe_ends[0], MESSAGE_BYTES_MAX) : NULL;
  close(pipe_ends[0]);
  int status = 0;
  while (worker > 0 && waitpid(worker, &status, 0) < 0 && errno == EINTR)
    ;
  if (worker <= 0)
    return NULL;
  RcDraft *read = message && status == 0 ? rc_draft_unpack(message->data, message->len) : NULL;
  if (!read)
    blame(path, status, error);
  return read;
}

RcDraft *rc_draft_read(const char *path, GError **error) {
  static const RcForkServerTask task = {.warm = warm, .work = work};
  bool standard = strcmp(path, "-") == 0;
  if (!rc_sandbox_check(NULL)) {
    refuse(path, error);
    return NULL;
  }
  int descriptor = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  struct stat about;
  if (descriptor >= 0 && fstat(descriptor, &about) == 0 && S_ISDIR(about.st_mode)) {
    close(descriptor);
    descriptor = -1;
    errno = EISDIR;
  }
  if (descriptor < 0) {
    g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: %s", path, g_strerror(errno));
    return NULL;
  }
  g_autoptr(RcForkServer) server = rc_forkserver_start(&task, RC_SANDBOX_REQUIRE, error);
  RcDraft *draft =
      server ? listen(server, standard ? "standard input" : path, descriptor, error) : NULL;
  if (!standard)
    close(descriptor);
  return draft;
}
