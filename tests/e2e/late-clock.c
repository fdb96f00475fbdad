/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes the processes of a program believe that they have used so many seconds of processor time
 * more than they have, for tests of what is left for another time:
 *
 *   LATE_SECONDS=n LD_PRELOAD=late-clock.so PROGRAM */
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static clock_t more;

/* At the start: a worker has no environment. */
__attribute__((constructor)) static void start(void) {
  const char *seconds = getenv("LATE_SECONDS");
  more = (clock_t)(seconds ? atoi(seconds) : 0) * CLOCKS_PER_SEC;
}

clock_t clock(void) {
  clock_t (*next)(void) = (clock_t(*)(void))dlsym(RTLD_NEXT, "clock");
  return next() + more;
}
