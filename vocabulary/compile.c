/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compile-vocabulary OUT.c TSV...: checks the vocabulary and writes it as constant C tables.
 *
 * Runs while building, so it may take memory and time; the programs pay nothing.  What is wrong is
 * said as "file:line: reason", all of it, and the exit status is 1. */
#include <stdio.h>
#include <stdlib.h>

#include "read.h"
#include "write.h"

int main(int argc, char **argv) {
  if (argc < 3) {
    fputs("usage: compile-vocabulary OUT.c TSV...\n", stderr);
    return EXIT_FAILURE;
  }
  /* Held to the end, as all that it points to. */
  static RcSource *source;
  source = rc_source_read(argv + 2);
  return source && rc_tables_write(source, argv[1]) ? EXIT_SUCCESS : EXIT_FAILURE;
}
