/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fork server: the warm process that workers are forked from.
 *
 * Start it before anything of anybody is opened: what the main process holds by then, a
 * worker holds too.  It keeps no descriptor of the main process but standard error under
 * sanitizers, and nothing of its environment.  It loads what all workers need, stands in
 * the sandbox, and from then on does nothing but fork: asked over a socket, it makes a
 * process that has a few descriptors and an order, does its work and ends.  That process
 * is a child of the main process, which alone waits for it.  What the work is, only the
 * callbacks know. */
#ifndef RC_FORKSERVER_H
#define RC_FORKSERVER_H

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

#include "sandbox.h"

/* With this exit status a worker says that it got no memory. */
#define RC_WORKER_EXIT_OUT_OF_MEMORY 3
/* The most a worker can be given. */
#define RC_FORKSERVER_DESCRIPTORS_MAX 4
#define RC_FORKSERVER_ORDER_BYTES_MAX 4096
/* The number of the first descriptor in the worker; the others follow. */
#define RC_FORKSERVER_DESCRIPTOR_FIRST 3

typedef struct RcForkServer RcForkServer;

/* What a server is for.  `data` stays the caller's and must outlive the start; server and
 * workers have copies of their own, as after a fork. */
typedef struct {
  /* In the server, before it is closed in: loads and opens what all workers share.  False
   * with an error whose message rc_forkserver_wait then gives.  May be NULL. */
  bool (*warm)(gpointer data, GError **error);
  /* In each worker, closed in: the process ends when it returns.  `descriptors` are the
   * worker's own, `order` is aligned for any type and `order_bytes` long. */
  void (*work)(const int *descriptors, guint descriptor_count, gconstpointer order,
               gsize order_bytes, gpointer data);
  gpointer data;
  /* It does not warm up until it is waited for: for what takes long and may not be needed.
   * Until then it has loaded nothing and is as empty as when it was started. */
  bool cold;
} RcForkServerTask;

/* What one worker is given. */
typedef struct {
  const int *descriptors; /* they stay the caller's */
  guint descriptor_count; /* RC_FORKSERVER_DESCRIPTORS_MAX at most */
  gconstpointer order;    /* a plain struct without pointers, copied */
  gsize order_bytes;      /* RC_FORKSERVER_ORDER_BYTES_MAX at most */
  RcSandboxLimits limits;
} RcForkServerOrder;

/* Starts a server.  RC_ERROR_IO if there can be no more processes. */
RcForkServer *rc_forkserver_start(const RcForkServerTask *task, RcSandboxMode sandbox,
                                  GError **error);
/* Waits until the server is warm and stands in the sandbox; the first fork does so too.
 * RC_ERROR_SYSTEM if the kernel cannot close the sandbox as asked, RC_ERROR_IO with the
 * message of `warm` if that failed; the same again each time. */
bool rc_forkserver_wait(RcForkServer *server, GError **error);
/* Ends the server; workers that still run are not touched. */
void rc_forkserver_free(RcForkServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcForkServer, rc_forkserver_free)

/* Forks a worker.  Returns its process id, or -1 with RC_ERROR_IO, or that of waiting. */
pid_t rc_forkserver_fork(RcForkServer *server, const RcForkServerOrder *order, GError **error);

#endif
