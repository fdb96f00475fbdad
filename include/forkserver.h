/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fork server: the warm process that workers are forked from.
 *
 * It is started before the index or a document is opened and never sees one: it has the
 * vocabulary, the stemmer, poppler's tables and, where there is OCR, the models, and
 * nothing of any document.  It stands in the sandbox itself.  Asked over a socket, it
 * forks a process that reads one document from a descriptor and ends.  That process is
 * a child of this program's main process, which alone waits for it. */
#ifndef RC_FORKSERVER_H
#define RC_FORKSERVER_H

#include <sys/types.h>

#include "reading.h"
#include "sandbox.h"

/* With this exit status a worker says that it got no memory. */
#define RC_WORKER_EXIT_OUT_OF_MEMORY 3

typedef struct RcForkServer RcForkServer;

/* Starts a server for readings as `task` says (its lists of pages are given with each
 * document).  It warms up by itself: there is time for other things meanwhile. */
RcForkServer *rc_forkserver_start(const RcTask *task, RcSandboxMode sandbox, GError **error);
/* Waits until the server is warm and stands in the sandbox; the first fork does so too.
 * RC_ERROR_LIMIT if the kernel cannot close the sandbox as asked. */
bool rc_forkserver_wait(RcForkServer *server, GError **error);
/* Ends the server; workers that still run are not touched. */
void rc_forkserver_free(RcForkServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcForkServer, rc_forkserver_free)

/* Forks a worker that reads `descriptor` and writes messages to `out`; both stay the
 * caller's.  `skip` and `skip_ocr` are arrays of guint32 or NULL, see RcTask; `packed`
 * as there.  Returns its process id, or -1 with RC_ERROR_IO, or that of waiting. */
pid_t rc_forkserver_fork(RcForkServer *server, int descriptor, int out, const GArray *skip,
                         const GArray *skip_ocr, bool packed, GError **error);

#endif
