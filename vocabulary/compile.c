/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compile-vocabulary OUT.c TSV...: checks the vocabulary and writes it as constant C tables.
 *
 * Runs while building, so it may take memory and time; the programs pay nothing.  What is wrong is
 * said as "file:line: reason", all of it, and the exit status is 1. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lemmas.h"
#include "read.h"
#include "write.h"

int main(int argc, char **argv) {
  if (argc == 4 && strcmp(argv[1], "--forms") == 0)
    return rc_lemmas_write_forms(argv[3], argv[2]) ? EXIT_SUCCESS : EXIT_FAILURE;
  if (argc == 6 && strcmp(argv[1], "--lemmas") == 0) {
    RcLemmaSources sources = {.russian = argv[3], .analyses = argv[4], .english = argv[5]};
    return rc_lemmas_write(&sources, argv[2]) ? EXIT_SUCCESS : EXIT_FAILURE;
  }
  if (argc < 3 || argv[1][0] == '-') {
    fputs("usage: compile-vocabulary OUT.c TSV...\n"
          "       compile-vocabulary --forms OUT HUNSPELL\n"
          "       compile-vocabulary --lemmas OUT.c HUNSPELL ANALYSES WORDNET\n",
          stderr);
    return EXIT_FAILURE;
  }
  /* Held to the end, as all that it points to. */
  static RcSource *source;
  source = rc_source_read(argv + 2);
  return source && rc_tables_write(source, argv[1]) ? EXIT_SUCCESS : EXIT_FAILURE;
}
