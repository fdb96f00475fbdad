/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long answers take inside one process:
 *
 *   answers INDEX <REQUESTS
 *
 * A line of REQUESTS is the options of one search as in a URL: "q=police+violence&facets=1".  All
 * are asked once to warm up, then once more; for each a line is printed: milliseconds of the clock,
 * those of the processor, the total, and "partial" where its time was up, or the error. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "limit.h"
#include "parameters.h"
#include "search.h"

static double seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static RcRequest *parse(const char *line, GError **error) {
  g_autoptr(GArray) parameters = rc_parameters_read(line, strlen(line), error);
  g_autoptr(RcRequest) request = rc_request_new();
  request->forgiving = true;
  for (guint i = 0; parameters && i < parameters->len; i++) {
    const RcParameter *parameter = &g_array_index(parameters, RcParameter, i);
    if (!rc_request_set(request, parameter->name, parameter->value, error))
      return NULL;
  }
  if (!parameters)
    return NULL;
  rc_request_prepare(request);
  return g_steal_pointer(&request);
}

static void answer(RcIndex *index, const char *line, bool told) {
  double wall = seconds(CLOCK_MONOTONIC), used = seconds(CLOCK_PROCESS_CPUTIME_ID);
  g_autoptr(GError) error = NULL;
  rc_limit_begin();
  g_autoptr(RcRequest) request = parse(line, &error);
  g_autoptr(RcResults) results = request ? rc_search(index, request, &error) : NULL;
  bool partial = results && rc_limit_is_over(NULL);
  if (told)
    printf("%.3f %.3f %" G_GUINT64_FORMAT " %s\n", 1000 * (seconds(CLOCK_MONOTONIC) - wall),
           1000 * (seconds(CLOCK_PROCESS_CPUTIME_ID) - used), results ? results->total : 0,
           error     ? error->message
           : partial ? "partial"
                     : "");
}

int main(int argc, char **argv) {
  g_autoptr(GError) error = NULL;
  g_autoptr(RcIndex) index = argc == 2 ? rc_index_open(argv[1], &error) : NULL;
  g_autofree char *text = NULL;
  if (!index || !g_file_get_contents("/dev/stdin", &text, NULL, &error)) {
    fprintf(stderr, "answers: %s\n", error ? error->message : "usage: answers INDEX <REQUESTS");
    return EXIT_FAILURE;
  }
  g_auto(GStrv) lines = g_strsplit(g_strchomp(text), "\n", -1);
  for (int told = 0; told < 2; told++)
    for (char **line = lines; *line; line++)
      answer(index, *line, told);
  return EXIT_SUCCESS;
}
