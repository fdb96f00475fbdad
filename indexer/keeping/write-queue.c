/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "write-queue.h"

#include <signal.h>

typedef struct {
  RcWrite *write;
  gpointer data;
  GDestroyNotify free_data;
  gsize bytes;
} Item;

struct RcWriteQueue {
  gsize bytes_max;
  GThread *thread; /* NULL while there is none */
  GMutex lock;     /* of all that follows */
  GCond changed;
  GQueue items;  /* of Item *, not begun */
  gsize bytes;   /* of these and the one under way */
  GError *error; /* of the write that failed, or NULL */
  bool closed;   /* the thread ends when nothing is left */
};

RcWriteQueue *rc_write_queue_new(gsize bytes_max) {
  RcWriteQueue *queue = g_new0(RcWriteQueue, 1);
  queue->bytes_max = bytes_max;
  g_mutex_init(&queue->lock);
  g_cond_init(&queue->changed);
  g_queue_init(&queue->items);
  return queue;
}

static void free_item(gpointer data) {
  Item *item = data;
  item->free_data(item->data);
  g_free(item);
}

/* --- in the thread --- */

static gpointer run_thread(gpointer data) {
  RcWriteQueue *queue = data;
  g_mutex_lock(&queue->lock);
  for (;;) {
    while (g_queue_is_empty(&queue->items) && !queue->closed)
      g_cond_wait(&queue->changed, &queue->lock);
    Item *item = g_queue_pop_head(&queue->items);
    if (!item) /* and there will be none */
      break;
    bool failed = queue->error != NULL;
    GError *error = NULL;
    gsize bytes = item->bytes;
    g_mutex_unlock(&queue->lock);
    if (!failed)
      item->write(item->data, &error);
    free_item(item);
    g_mutex_lock(&queue->lock);
    queue->bytes -= bytes;
    if (error)
      queue->error = error;
    g_cond_broadcast(&queue->changed);
  }
  g_mutex_unlock(&queue->lock);
  return NULL;
}

/* --- in the thread of the caller --- */

static bool tell_failure(const RcWriteQueue *queue, GError **error) {
  if (queue->error && error)
    *error = g_error_copy(queue->error);
  return queue->error == NULL;
}

bool rc_write_queue_add(RcWriteQueue *queue, RcWrite *write, gpointer data,
                        GDestroyNotify free_data, gsize bytes, GError **error) {
  Item *item = g_new(Item, 1);
  *item = (Item){write, data, free_data, bytes};
  if (!queue->thread) {
    /* Signals are for the thread that decides what ends. */
    sigset_t all, before;
    sigfillset(&all);
    queue->closed = false;
    pthread_sigmask(SIG_SETMASK, &all, &before);
    queue->thread = g_thread_new("write", run_thread, queue);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
  }
  g_mutex_lock(&queue->lock);
  while (!queue->error && bytes > 0 && queue->bytes > 0 && queue->bytes + bytes > queue->bytes_max)
    g_cond_wait(&queue->changed, &queue->lock);
  bool sound = tell_failure(queue, error);
  if (sound) {
    queue->bytes += bytes;
    g_queue_push_tail(&queue->items, g_steal_pointer(&item));
    g_cond_broadcast(&queue->changed);
  }
  g_mutex_unlock(&queue->lock);
  if (item)
    free_item(item);
  return sound;
}

gsize rc_write_queue_bytes(RcWriteQueue *queue) {
  g_mutex_lock(&queue->lock);
  gsize bytes = queue->bytes;
  g_mutex_unlock(&queue->lock);
  return bytes;
}

bool rc_write_queue_finish(RcWriteQueue *queue, GError **error) {
  if (queue->thread) {
    g_mutex_lock(&queue->lock);
    queue->closed = true;
    g_cond_broadcast(&queue->changed);
    g_mutex_unlock(&queue->lock);
    g_thread_join(g_steal_pointer(&queue->thread));
  }
  return tell_failure(queue, error);
}

void rc_write_queue_free(RcWriteQueue *queue) {
  if (!queue)
    return;
  g_mutex_lock(&queue->lock);
  g_queue_clear_full(&queue->items, free_item);
  g_mutex_unlock(&queue->lock);
  rc_write_queue_finish(queue, NULL);
  g_clear_error(&queue->error);
  g_mutex_clear(&queue->lock);
  g_cond_clear(&queue->changed);
  g_free(queue);
}
