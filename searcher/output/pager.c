/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "child.h"
#include "error.h"

/* What sh says of a command that it cannot run. */
#define NOT_RUN 126

const char *rc_pager_command(void) {
  const char *terminal = g_getenv("TERM"), *command = g_getenv("PAGER");
  if (!isatty(STDOUT_FILENO) || !terminal || !*terminal || strcmp(terminal, "dumb") == 0)
    return NULL;
  if (command)
    return *command && strcmp(command, "cat") != 0 ? command : NULL;
  g_autofree char *less = g_find_program_in_path("less");
  return less ? "less" : NULL;
}

bool rc_pager_begin(const char *command, GError **error) {
  int ends[2] = {-1, -1};
  pid_t pager = pipe2(ends, O_CLOEXEC) < 0 ? -1 : fork();
  if (pager == 0) {
    dup2(ends[0], STDIN_FILENO);
    signal(SIGPIPE, SIG_DFL);
    /* It ends at once if the answer fits the screen, shows what is bold, and leaves the screen. */
    g_setenv("LESS", "FRX", FALSE);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(NOT_RUN);
  }
  pid_t searcher = pager < 0 ? -1 : fork();
  if (searcher < 0) {
    g_set_error(error, RC_ERROR, RC_ERROR_IO, "cannot start a process: %s", g_strerror(errno));
  } else if (searcher == 0) {
    if (isatty(STDERR_FILENO))
      dup2(ends[1], STDERR_FILENO);
    dup2(ends[1], STDOUT_FILENO);
  }
  for (int i = 0; i < 2 && ends[i] >= 0; i++)
    close(ends[i]);
  if (searcher <= 0)
    return searcher == 0;
  int status = rc_child_wait(searcher), shown = rc_child_wait(pager);
  rc_child_end(shown == NOT_RUN || shown == NOT_RUN + 1 ? RC_EXIT_IO : status);
}
