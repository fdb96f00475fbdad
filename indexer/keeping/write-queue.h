/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The write queue: what is to be written, done one after another by a thread of its own,
 * so that whoever listens to workers is not kept waiting by a commit.
 *
 * The thread takes no signals and exists from the first write that is added until
 * rc_write_queue_finish; where there is none, the process may fork.  After a write has
 * failed no other is done, and each call tells of that failure. */
#ifndef RC_WRITE_QUEUE_H
#define RC_WRITE_QUEUE_H

#include <glib.h>
#include <stdbool.h>

typedef struct RcWriteQueue RcWriteQueue;

/* Runs in the thread; what it touches, nobody else may touch before
 * rc_write_queue_finish. */
typedef bool RcWrite(gpointer data, GError **error);

/* A queue that holds at most so many bytes, unless one write alone holds more. */
RcWriteQueue *rc_write_queue_new(gsize bytes_max);
/* Drops what is not begun and waits for what is. */
void rc_write_queue_free(RcWriteQueue *queue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RcWriteQueue, rc_write_queue_free)

/* Adds a write that holds so many bytes of memory, and waits first until there is room,
 * which one without any does not need; takes `data`, which `free_data` frees. */
bool rc_write_queue_add(RcWriteQueue *queue, RcWrite *write, gpointer data,
                        GDestroyNotify free_data, gsize bytes, GError **error);
/* The bytes of what is not written yet. */
gsize rc_write_queue_bytes(RcWriteQueue *queue);
/* Waits until everything is written. */
bool rc_write_queue_finish(RcWriteQueue *queue, GError **error);

#endif
