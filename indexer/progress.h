/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Progress of long work, on standard error: on a terminal a bar that keeps changing with
 * what each process reads below it, elsewhere a line every ten seconds. */
#ifndef RC_PROGRESS_H
#define RC_PROGRESS_H

#include <glib.h>
#include <stdbool.h>

typedef struct RcProgress RcProgress;

/* A file being read, and how far. */
typedef struct {
  const char *path; /* borrowed */
  guint32 page, pages;
} RcProgressItem;

/* How far the work is. */
typedef struct {
  guint done, total; /* documents */
  double share;      /* of the work that is done, from 0 to 1 */
  guint64 pages;     /* read so far */
  const RcProgressItem *items;
  guint item_count;
} RcProgressState;

/* `quiet`: nothing is ever written. */
RcProgress *rc_progress_new(bool quiet);
/* Clears the bar. */
void rc_progress_free(RcProgress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcProgress, rc_progress_free)

/* A part of the work begins: "Reading", "OCR"; `what` is borrowed for as long as it lasts.
 * `pages` were read before it. */
void rc_progress_begin(RcProgress *progress, const char *what, guint64 pages);
/* A sentence for whoever watches, above the bar. */
void rc_progress_tell(RcProgress *progress, const char *sentence);
/* True if it is time for another look: ask before gathering the state. */
bool rc_progress_is_due(const RcProgress *progress);
void rc_progress_show(RcProgress *progress, const RcProgressState *state);

#endif
