/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps a program busy for ever, for tests of what ends it:
 *
 *   SPIN_WORD=word LD_PRELOAD=spin.so PROGRAM
 *
 * Once text that holds the word has been unpacked, the process says "spinning" on standard
 * error and uses the processor until somebody ends it, as a library may that never comes back. */
#include <dlfcn.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

size_t ZSTD_decompress(void *to, size_t capacity, const void *from, size_t length) {
  size_t (*unpack)(void *, size_t, const void *, size_t) =
      (size_t(*)(void *, size_t, const void *, size_t))dlsym(RTLD_NEXT, "ZSTD_decompress");
  const char *word = getenv("SPIN_WORD");
  size_t got = unpack(to, capacity, from, length);
  if (word && got <= capacity && memmem(to, got, word, strlen(word))) {
    ssize_t written = write(STDERR_FILENO, "spinning\n", 9);
    for (volatile int spins = written > 0; spins >= 0; spins = 1)
      continue;
  }
  return got;
}
