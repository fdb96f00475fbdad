/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wall: what a process may still do once it is closed in.
 *
 * A worker is closed in before the first byte of a document is parsed.  After that it can
 * read and write the descriptors it has, allocate memory up to a limit, read fonts and
 * poppler's tables, and end.  It cannot open any other file, write, create or change any,
 * lock the document, reach the network, start a program, a process or a thread, look at or
 * signal another process, use what System V keeps for others, make memory that is a
 * program, or gain privileges.  That a file exists, its size and its times it can still
 * learn: the call that asks for those of an open file takes a name as well.
 *
 * A searcher is closed in before it reads a request: it can read what lies beneath the
 * index folder, also what comes there later, and serve the socket that it was given.
 *
 * Made of landlock (files, from Linux 5.13 on; network from 6.7; signals from 6.12), a
 * seccomp filter that lists what is allowed, by argument where a call can do more than is
 * needed, no capabilities, resource limits, and the no-new-privileges flag.  What the
 * filter does not name is denied with EPERM, and the process goes on. */
#ifndef RC_SANDBOX_H
#define RC_SANDBOX_H

#include <glib.h>
#include <stdbool.h>

/* Sanitizers reserve terabytes of address space: under them the memory limit is dropped, and
 * the searchers do not close themselves in, since leaks are looked for by another process. */
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

/* Descriptors that a worker may have at a time. */
#define RC_SANDBOX_DESCRIPTORS_MAX 64

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

/* True if this kernel has all that RC_SANDBOX_REQUIRE needs; RC_ERROR_SYSTEM names
 * what is missing and what to do. */
bool rc_sandbox_check(GError **error);

/* The sandbox is closed in two steps, both for good and inherited by all that is
 * forked.  enter: no files, no network, no privileges; what is left is to receive
 * descriptors and to fork, for the server that workers are forked from.  seal: not
 * even that, and limits; before the first byte of a document is read.  False if
 * `mode` asks for more than the kernel gives; the caller must then end. */
bool rc_sandbox_enter(RcSandboxMode mode);
bool rc_sandbox_seal(RcSandboxMode mode, const RcSandboxLimits *limits);

/* Closes a searcher in: of files it can read what lies beneath `folder`, and of sockets
 * accept on descriptor 0.  The same folder must stay: one that takes its name is not
 * readable.  As above. */
bool rc_sandbox_enter_search(RcSandboxMode mode, const char *folder);

#endif
