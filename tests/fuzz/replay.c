/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A main for a fuzz target without a fuzzer: gives it each file named on the
 * command line once and prints TAP.  A target that finds something ends the
 * program, and the plan is then not met. */
#include <glib.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv) {
  int failures = 0;
  printf("1..%d\n", argc - 1);
  for (int i = 1; i < argc; i++) {
    g_autofree char *data = NULL;
    gsize length = 0;
    g_autoptr(GError) error = NULL;
    g_autofree char *name = g_path_get_basename(argv[i]);
    fflush(stdout); /* so that a crash shows behind which file it came */
    if (g_file_get_contents(argv[i], &data, &length, &error)) {
      LLVMFuzzerTestOneInput((const uint8_t *)data, length);
      printf("ok %d - %s\n", i, name);
    } else {
      printf("not ok %d - %s\n# %s\n", i, name, error->message);
      failures++;
    }
  }
  return failures > 0;
}
