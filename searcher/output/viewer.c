/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "viewer.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"
#include "query.h"

#define PAGE_MAX 1000000
#define ARGUMENTS_MAX 4
/* A PDF says that it is one within so many bytes. */
#define HEADER_BYTES 1024

/* Which viewers there are, in the order in which they are looked for, and how each is told a page:
 * {1} is the file, {2} the page.  The last opens what people have chosen, but on no page. */
static const struct {
  const char *program, *arguments[ARGUMENTS_MAX];
} viewers[] = {
    {"evince", {"--page-index={2}", "{1}", NULL}},
    {"okular", {"--page", "{2}", "{1}", NULL}},
    {"zathura", {"--page={2}", "{1}", NULL}},
    {"atril", {"--page-index={2}", "{1}", NULL}},
    {"qpdfview", {"{1}#{2}", NULL}},
    {"mupdf", {"{1}", "{2}", NULL}},
    {"xdg-open", {"{1}", NULL}},
};

/* What the launcher is told. */
typedef struct {
  guint32 root, page;
  char path[PATH_MAX]; /* below the root; ends in NUL */
} Order;

/* How it went: as the messages below. */
typedef enum { OPENED, NO_FILE, NOT_INSIDE, NO_PDF, NO_VIEWER, NOT_STARTED } Outcome;

static const char *const messages[] = {
    [NO_FILE] = "the file is not there any more",
    [NOT_INSIDE] = "the file does not lie in a folder of the index",
    [NO_PDF] = "the file is no PDF any more",
    [NO_VIEWER] =
        "no viewer of PDFs was found; set " RC_VIEWER_VARIABLE " to the command of one, with "
        "{file} and {page} where they go",
    [NOT_STARTED] = "the viewer could not be started",
};

static int launcher = -1; /* the socket to it */

/* --- in the launcher --- */

/* The file that is meant, absolute and yours; NULL with *outcome.  Its folder is in a folder of the
 * index, whatever links there are; the file itself may be a link, as it may for the indexer. */
static char *find_file(const Order *order, const GPtrArray *roots, Outcome *outcome) {
  *outcome = NOT_INSIDE;
  bool ends = memchr(order->path, '\0', sizeof order->path) != NULL;
  if (!ends || order->root >= roots->len || !*order->path || *order->path == '/')
    return NULL;
  g_auto(GStrv) parts = g_strsplit(order->path, "/", -1);
  for (char **part = parts; *part; part++)
    if (!**part || strcmp(*part, ".") == 0 || strcmp(*part, "..") == 0)
      return NULL;
  const char *root = roots->pdata[order->root];
  g_autofree char *file = g_build_filename(root, order->path, NULL);
  g_autofree char *folder = g_path_get_dirname(file);
  g_autofree char *real_root = realpath(root, NULL), *real_folder = realpath(folder, NULL);
  gsize length = real_root ? strlen(real_root) : 0;
  if (!real_root || !real_folder) {
    *outcome = NO_FILE;
    return NULL;
  }
  bool inside = strncmp(real_folder, real_root, length) == 0 &&
                (length == 1 || real_folder[length] == '/' || real_folder[length] == '\0');
  return inside ? g_steal_pointer(&file) : NULL;
}

static Outcome check_file(const char *path) {
  char header[HEADER_BYTES];
  struct stat info;
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  bool regular = file >= 0 && fstat(file, &info) == 0 && S_ISREG(info.st_mode);
  ssize_t got = regular ? read(file, header, sizeof header) : -1;
  bool pdf = got > 0 && memmem(header, (gsize)got, "%PDF-", strlen("%PDF-"));
  if (file >= 0)
    close(file);
  return file < 0 ? NO_FILE : pdf ? OPENED : NO_PDF;
}

/* The command, yours; NULL if there is none.  What stands in the variable was looked at before. */
static char **new_command(const char *file, const char *page) {
  g_autoptr(GStrvBuilder) command = g_strv_builder_new();
  const char *own = g_getenv(RC_VIEWER_VARIABLE);
  const char *const values[] = {file, page, NULL};
  g_auto(GStrv) words = NULL;
  if (own && *own && g_shell_parse_argv(own, NULL, &words, NULL)) {
    bool named = strstr(own, "{file}") != NULL;
    for (char **word = words; *word; word++) {
      g_autoptr(GString) pattern = g_string_new(*word);
      g_string_replace(pattern, "{file}", "{1}", 0);
      g_string_replace(pattern, "{page}", "{2}", 0);
      g_autofree char *argument = rc_fill_template(pattern->str, values);
      g_strv_builder_add(command, argument);
    }
    if (!named)
      g_strv_builder_add(command, file);
    return g_strv_builder_end(command);
  }
  for (gsize i = 0; i < G_N_ELEMENTS(viewers); i++) {
    g_autofree char *program = g_find_program_in_path(viewers[i].program);
    if (!program)
      continue;
    g_strv_builder_add(command, program);
    for (const char *const *argument = viewers[i].arguments; *argument; argument++) {
      g_autofree char *filled = rc_fill_template(*argument, values);
      g_strv_builder_add(command, filled);
    }
    return g_strv_builder_end(command);
  }
  return NULL;
}

/* The viewer goes on by itself when all else has ended. */
static Outcome start(char **command) {
  int ends[2], problem = 0;
  if (pipe2(ends, O_CLOEXEC) < 0)
    return NOT_STARTED;
  pid_t pid = fork();
  if (pid == 0) {
    setsid();
    signal(SIGPIPE, SIG_DFL);
    execvp(command[0], command);
    problem = errno;
    ssize_t told = write(ends[1], &problem, sizeof problem);
    _exit(told > 0);
  }
  close(ends[1]);
  bool failed = pid < 0 || read(ends[0], &problem, sizeof problem) > 0;
  close(ends[0]);
  return !failed ? OPENED : problem == ENOENT ? NO_VIEWER : NOT_STARTED;
}

static void launch(int socket, const GPtrArray *roots) {
  static Order order;
  ssize_t got = read(socket, &order, sizeof order);
  if (got != sizeof order)
    _exit(0); /* nothing was found */
  Outcome outcome;
  g_autofree char *file = find_file(&order, roots, &outcome);
  if (file)
    outcome = check_file(file);
  if (outcome == OPENED) {
    g_autofree char *page = g_strdup_printf("%u", CLAMP(order.page, 1, PAGE_MAX));
    g_auto(GStrv) command = new_command(file, page);
    outcome = command ? start(command) : NO_VIEWER;
  }
  ssize_t told = write(socket, &outcome, sizeof outcome);
  _exit(told != sizeof outcome);
}

/* --- in the searcher --- */

bool rc_viewer_begin(const GPtrArray *roots, GError **error) {
  const char *own = g_getenv(RC_VIEWER_VARIABLE);
  g_auto(GStrv) words = NULL;
  g_autoptr(GError) problem = NULL;
  if (own && *own && !g_shell_parse_argv(own, NULL, &words, &problem)) {
    g_set_error(error, RC_ERROR, RC_ERROR_BAD_QUERY, RC_VIEWER_VARIABLE ": %s", problem->message);
    return false;
  }
  int ends[2] = {-1, -1};
  pid_t pid = socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0 ? -1 : fork();
  if (pid == 0) {
    /* It holds nothing else that is open: who reads what the searcher writes waits for its end. */
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int i = 0; i <= STDERR_FILENO; i++)
      dup2(nowhere, i);
    int socket = dup2(ends[1], STDERR_FILENO + 1);
    fcntl(socket, F_SETFD, FD_CLOEXEC);
    close_range((unsigned)socket + 1, ~0U, 0);
    launch(socket, roots);
  }
  if (ends[1] >= 0)
    close(ends[1]);
  launcher = ends[0];
  if (pid < 0)
    g_set_error(error, RC_ERROR, RC_ERROR_IO, "cannot start a process: %s", g_strerror(errno));
  return pid > 0;
}

bool rc_viewer_open(const GArray *files, guint32 page, GError **error) {
  static Order order;
  const RcFile *file = &g_array_index(files, RcFile, 0);
  order.root = file->root;
  order.page = page;
  Outcome outcome = NOT_STARTED;
  bool fits = g_strlcpy(order.path, file->path, sizeof order.path) < sizeof order.path;
  bool told = fits && write(launcher, &order, sizeof order) == sizeof order &&
              read(launcher, &outcome, sizeof outcome) == sizeof outcome;
  close(launcher);
  if (told && outcome == OPENED)
    return true;
  bool known = outcome > OPENED && outcome < G_N_ELEMENTS(messages);
  g_set_error(error, RC_ERROR, RC_ERROR_IO, "%s: %s", file->path,
              messages[known ? outcome : NOT_STARTED]);
  return false;
}
