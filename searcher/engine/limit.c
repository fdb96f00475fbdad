/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "limit.h"

#include <glib.h>
#include <math.h>
#include <signal.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "error.h"

static void (*volatile armed)(void);

double rc_limit_seconds(void) {
  const char *text = g_getenv(RC_LIMIT_VARIABLE);
  double seconds = text ? g_ascii_strtod(text, NULL) : 0;
  return isfinite(seconds) && seconds > 0 ? seconds : RC_LIMIT_SECONDS_DEFAULT;
}

double rc_limit_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double end, shared_end;

void rc_limit_begin(void) {
  end = rc_limit_now() + rc_limit_seconds();
  if (shared_end > 0)
    end = fmin(end, shared_end);
}

void rc_limit_share(double seconds) {
  shared_end = seconds > 0 ? rc_limit_now() + seconds : 0;
}

static bool (*interrupted)(gpointer data);
static gpointer interrupted_data;

void rc_limit_listen(bool (*is_interrupted)(gpointer data), gpointer data) {
  interrupted = is_interrupted;
  interrupted_data = data;
}

bool rc_limit_is_over(gpointer unused) {
  (void)unused;
  return rc_limit_now() >= end || (interrupted && interrupted(interrupted_data));
}

bool rc_limit_has_time(gpointer unused) {
  return !rc_limit_is_over(unused);
}

bool rc_limit_goes_on(GError **error) {
  bool over = rc_limit_is_over(NULL);
  if (over)
    g_set_error(error, RC_ERROR, RC_ERROR_LIMIT,
                "the search took more than %g s of processor time and was ended",
                rc_limit_seconds());
  return !over;
}

static void end_process(int number) {
  (void)number;
  if (armed)
    armed();
  _exit(RC_EXIT_LIMIT);
}

static void set_timer(double seconds) {
  double whole = floor(fmin(seconds, 1e6));
  struct itimerval limit = {
      .it_value = {.tv_sec = (time_t)whole, .tv_usec = (suseconds_t)(fmod(seconds, 1) * 1e6)}};
  setitimer(ITIMER_PROF, &limit, NULL);
}

void rc_limit_arm(void (*last_words)(void)) {
  struct sigaction action = {.sa_handler = end_process};
  armed = last_words;
  sigaction(SIGPROF, &action, NULL);
  set_timer(rc_limit_seconds() * RC_LIMIT_HARD_FACTOR + 1);
}

void rc_limit_disarm(void) {
  set_timer(0);
}
