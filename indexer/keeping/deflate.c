/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The linker prefers a symbol of the program to one of a library, so this definition
 * stands in for that of zlib (see colour.c for what that rests on) and passes the call on
 * with another level.  Xapian takes what did not become smaller as it is; what reads the
 * database notices nothing. */
#include "deflate.h"

#include <dlfcn.h>
#include <zlib.h>

static bool allowed = true;

void rc_deflate_allow(bool allow) {
  allowed = allow;
}

typedef int DeflateInit(z_streamp stream, int level, int method, int window_bits, int memory_level,
                        int strategy, const char *version, int stream_size);

int deflateInit2_(z_streamp stream, int level, int method, int window_bits, int memory_level,
                  int strategy, const char *version, int stream_size) {
  DeflateInit *init = (DeflateInit *)dlsym(RTLD_NEXT, "deflateInit2_");
  if (!init)
    return Z_VERSION_ERROR;
  return init(stream, allowed ? level : Z_NO_COMPRESSION, method, window_bits,
              allowed ? memory_level : 1, strategy, version, stream_size);
}
