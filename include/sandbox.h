/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox: what a worker process may still do once it is closed.
 *
 * It is closed before the first byte of a document is parsed.  After that the worker
 * can read and write the descriptors it has, allocate memory up to a limit, read fonts
 * and poppler's tables, and end.  It cannot open any other file, write or create any,
 * reach the network, start a program or another process, look at or signal another
 * process, or gain privileges.
 *
 * Made of landlock (files, from Linux 5.13 on; network from 6.7), a seccomp
 * filter that denies what is not needed (network, processes, tracing, mounting,
 * keys, modules, asynchronous and foreign input/output), resource limits, and the
 * no-new-privileges flag. */
#ifndef RC_SANDBOX_H
#define RC_SANDBOX_H

#include <glib.h>
#include <stdbool.h>

/* Sanitizers reserve terabytes of address space: under them only the memory limit is
 * dropped. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define RC_SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define RC_SANITIZED true
#endif
#endif
#ifndef RC_SANITIZED
#define RC_SANITIZED false
#endif

typedef enum {
  RC_SANDBOX_REQUIRE, /* do not read a document without it */
  RC_SANDBOX_BEST,    /* as much of it as the kernel has */
  RC_SANDBOX_OFF      /* limits only */
} RcSandboxMode;

/* "require", "best", "off"; false for another name. */
bool rc_sandbox_mode_from_name(const char *name, RcSandboxMode *mode);

typedef struct {
  guint64 memory_bytes; /* address space; 0: not limited */
  guint cpu_seconds;    /* 0: not limited */
} RcSandboxLimits;

/* True if this kernel has all that RC_SANDBOX_REQUIRE needs; RC_ERROR_LIMIT names
 * what is missing and what to do. */
bool rc_sandbox_check(GError **error);

/* The sandbox is closed in two steps, both for good and inherited by all that is
 * forked.  enter: no files, no network, no privileges; what is left is to receive
 * descriptors and to fork, for the server that workers are forked from.  seal: not
 * even that, and limits; before the first byte of a document is read.  False if
 * `mode` asks for more than the kernel gives; the caller must then end. */
bool rc_sandbox_enter(RcSandboxMode mode);
bool rc_sandbox_seal(RcSandboxMode mode, const RcSandboxLimits *limits);

#endif
