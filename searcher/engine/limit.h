/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The processor time of a request.
 *
 * A search looks at the clock itself and ends with what it has, or with RC_ERROR_LIMIT; should it
 * not come to that, a timer of the kernel ends the process.  Time that others take of the
 * machine does not count. */
#ifndef RC_LIMIT_H
#define RC_LIMIT_H

#include <glib.h>
#include <stdbool.h>

/* Seconds of processor time that a search may take... */
#define RC_LIMIT_SECONDS_DEFAULT 10
/* ...and how many times that, and a second, before the process is ended. */
#define RC_LIMIT_HARD_FACTOR 3
/* What the environment sets the seconds by, for both programs. */
#define RC_LIMIT_VARIABLE "RECOURSE_CPU_SECONDS"

/* The seconds that the environment asks for, or the default. */
double rc_limit_seconds(void);

/* A request begins: its processor time is counted from here.  Over: it has taken what it may; what
 * is given is not looked at. */
void rc_limit_begin(void);
bool rc_limit_is_over(gpointer unused);
bool rc_limit_has_time(gpointer unused);
/* The requests that begin from here on have so much together, until 0 is given. */
void rc_limit_share(double seconds);
/* Asked as often as the clock is looked at: true ends the search as if its time were over.  NULL:
 * nothing is asked. */
void rc_limit_listen(bool (*is_interrupted)(gpointer data), gpointer data);
/* Between two steps that take time: false with RC_ERROR_LIMIT when there is none left. */
bool rc_limit_goes_on(GError **error);

/* Seconds of processor time that this process has taken. */
double rc_limit_now(void);

/* Ends the process with RC_EXIT_LIMIT once it has taken so much more (see above); `last_words`,
 * if not NULL, is called before that, in a signal handler.  Armed again, the time begins
 * anew. */
void rc_limit_arm(void (*last_words)(void));
void rc_limit_disarm(void);

#endif
