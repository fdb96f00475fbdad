/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "child.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define BY_SIGNAL 128

/* Who ends the program means the child, too. */
static const int passed_on[] = {SIGINT, SIGTERM, SIGHUP};
static volatile pid_t waited_for;

static void pass_on(int number) {
  kill(waited_for, number);
}

int rc_child_wait(pid_t child) {
  waited_for = child;
  for (gsize i = 0; i < G_N_ELEMENTS(passed_on); i++)
    signal(passed_on[i], pass_on);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR)
    continue;
  return WIFEXITED(status) ? WEXITSTATUS(status) : BY_SIGNAL + WTERMSIG(status);
}

void rc_child_end(int status) {
  for (gsize i = 0; i < G_N_ELEMENTS(passed_on); i++)
    if (status == BY_SIGNAL + passed_on[i]) {
      signal(passed_on[i], SIG_DFL);
      raise(passed_on[i]);
    }
  _exit(status);
}
