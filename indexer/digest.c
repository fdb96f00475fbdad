/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "digest.h"

#include <errno.h>
#include <glib.h>
#include <nettle/base16.h>
#include <nettle/sha2.h>
#include <unistd.h>

#define BUFFER_BYTES (256 * 1024)

char *rc_digest_file(int descriptor) {
  g_autofree guint8 *buffer = g_malloc(BUFFER_BYTES);
  struct sha256_ctx sha256;
  ssize_t got;
  sha256_init(&sha256);
  if (lseek(descriptor, 0, SEEK_SET) < 0)
    return NULL;
  while ((got = read(descriptor, buffer, BUFFER_BYTES)) != 0) {
    if (got < 0 && errno != EINTR)
      return NULL;
    sha256_update(&sha256, got > 0 ? (size_t)got : 0, buffer);
  }
  if (lseek(descriptor, 0, SEEK_SET) < 0)
    return NULL;
  guint8 digest[SHA256_DIGEST_SIZE];
  char *digits = g_malloc0(BASE16_ENCODE_LENGTH(SHA256_DIGEST_SIZE) + 1);
  sha256_digest(&sha256, sizeof digest, digest);
  base16_encode_update(digits, sizeof digest, digest);
  return digits;
}
