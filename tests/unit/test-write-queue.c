/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The write queue: writes are done in order, elsewhere, and none after one that failed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <unistd.h>

#include "error.h"
#include "write-queue.h"

#define ROOM 100

/* A queue, a place where its writes leave their numbers, and a gate that holds them up. */
typedef struct {
  RcWriteQueue *queue;
  GArray *written; /* of guint */
  guint freed;
  GMutex lock; /* of the gate */
  GCond opened;
  bool shut;
  GThread *thread; /* of the last write */
  pid_t task;      /* the same, as the kernel numbers it */
  bool took_signals;
} Book;

typedef struct {
  Book *book;
  guint number;
  bool fails;
} Write;

static int set_up(void **state) {
  Book *book = g_new0(Book, 1);
  book->queue = rc_write_queue_new(ROOM);
  book->written = g_array_new(FALSE, FALSE, sizeof(guint));
  g_mutex_init(&book->lock);
  g_cond_init(&book->opened);
  *state = book;
  return 0;
}

static int tear_down(void **state) {
  Book *book = *state;
  rc_write_queue_free(book->queue);
  g_array_unref(book->written);
  g_mutex_clear(&book->lock);
  g_cond_clear(&book->opened);
  g_free(book);
  return 0;
}

static void open_gate(Book *book) {
  g_mutex_lock(&book->lock);
  book->shut = false;
  g_cond_broadcast(&book->opened);
  g_mutex_unlock(&book->lock);
}

static void wait_at_gate(Book *book) {
  g_mutex_lock(&book->lock);
  while (book->shut)
    g_cond_wait(&book->opened, &book->lock);
  g_mutex_unlock(&book->lock);
}

static bool write_number(gpointer data, GError **error) {
  const Write *write = data;
  sigset_t blocked;
  wait_at_gate(write->book);
  pthread_sigmask(SIG_BLOCK, NULL, &blocked);
  write->book->took_signals |= !sigismember(&blocked, SIGINT) || !sigismember(&blocked, SIGTERM);
  write->book->thread = g_thread_self();
  write->book->task = gettid();
  g_array_append_val(write->book->written, write->number);
  if (write->fails)
    g_set_error(error, RC_ERROR, RC_ERROR_IO, "write %u failed", write->number);
  return !write->fails;
}

static void free_write(gpointer data) {
  g_atomic_int_inc((gint *)&((Write *)data)->book->freed);
  g_free(data);
}

static bool add(Book *book, guint number, gsize bytes, GError **error) {
  Write *write = g_new(Write, 1);
  *write = (Write){book, number, number == 13};
  return rc_write_queue_add(book->queue, write_number, write, free_write, bytes, error);
}

static guint count_freed(Book *book) {
  return (guint)g_atomic_int_get((gint *)&book->freed);
}

static bool is_running(pid_t task) {
  g_autofree char *path = g_strdup_printf("/proc/self/task/%d", (int)task);
  return g_file_test(path, G_FILE_TEST_IS_DIR);
}

static void test_all_is_written_in_order_and_elsewhere(void **state) {
  Book *book = *state;
  for (guint round = 0; round < 3; round++) {
    for (guint i = 100; i < 200; i++)
      assert_true(add(book, i, 30, NULL));
    assert_true(rc_write_queue_finish(book->queue, NULL));
    assert_int_equal(book->written->len, 100 * (round + 1));
    for (guint i = 0; i < 100; i++)
      assert_int_equal(g_array_index(book->written, guint, 100 * round + i), 100 + i);
    assert_int_equal(count_freed(book), book->written->len);
  }
  assert_true(book->thread != g_thread_self());
  assert_false(book->took_signals);
}

/* Who joins a thread may go on before the kernel has taken it off its list: that is waited for. */
static void test_no_thread_is_left_after_finishing(void **state) {
  Book *book = *state;
  assert_true(rc_write_queue_finish(book->queue, NULL));
  assert_true(add(book, 1, 1, NULL));
  assert_true(rc_write_queue_finish(book->queue, NULL));
  assert_int_not_equal(book->task, 0);
  assert_int_not_equal(book->task, getpid());
  for (guint attempt = 0; attempt < 1000 && is_running(book->task); attempt++)
    g_usleep(10 * 1000);
  assert_false(is_running(book->task));
}

static gpointer open_gate_later(gpointer data) {
  g_usleep(100 * 1000);
  open_gate(data);
  return NULL;
}

/* The gate is shut, so nothing is written before it opens: whoever adds more than there
 * is room for comes back after that. */
static void test_a_full_queue_makes_wait(void **state) {
  Book *book = *state;
  book->shut = true;
  assert_true(add(book, 1, ROOM / 2, NULL));
  assert_true(add(book, 2, ROOM / 2, NULL));
  assert_int_equal(count_freed(book), 0);
  GThread *opener = g_thread_new("opener", open_gate_later, book);
  assert_true(add(book, 3, 1, NULL));
  assert_true(count_freed(book) >= 1);
  /* One that is larger than all room waits until it is alone. */
  assert_true(add(book, 4, 10 * ROOM, NULL));
  assert_true(count_freed(book) >= 3);
  g_thread_join(opener);
  assert_true(rc_write_queue_finish(book->queue, NULL));
  assert_int_equal(book->written->len, 4);
}

/* If it waited for the gate, this would never end. */
static void test_what_holds_nothing_needs_no_room(void **state) {
  Book *book = *state;
  book->shut = true;
  assert_true(add(book, 1, 10 * ROOM, NULL));
  assert_true(add(book, 2, 0, NULL));
  assert_int_equal(count_freed(book), 0);
  open_gate(book);
  assert_true(rc_write_queue_finish(book->queue, NULL));
  assert_int_equal(book->written->len, 2);
}

static void test_nothing_is_written_after_a_failure(void **state) {
  Book *book = *state;
  book->shut = true;
  for (guint i = 12; i <= 14; i++)
    assert_true(add(book, i, 1, NULL));
  open_gate(book);
  g_autoptr(GError) error = NULL, same = NULL, again = NULL;
  assert_false(rc_write_queue_finish(book->queue, &error));
  assert_int_equal(error->code, RC_ERROR_IO);
  assert_string_equal(error->message, "write 13 failed");
  assert_false(add(book, 15, 1, &same));
  assert_string_equal(same->message, error->message);
  assert_false(rc_write_queue_finish(book->queue, &again));
  assert_string_equal(again->message, error->message);
  assert_int_equal(book->written->len, 2);
  assert_int_equal(count_freed(book), 4);
}

static void test_freeing_drops_what_is_not_begun(void **state) {
  Book *book = *state;
  book->shut = true;
  for (guint i = 1; i <= 5; i++)
    assert_true(add(book, i, 1, NULL));
  GThread *opener = g_thread_new("opener", open_gate_later, book);
  g_clear_pointer(&book->queue, rc_write_queue_free);
  g_thread_join(opener);
  assert_true(book->written->len <= 1);
  assert_int_equal(count_freed(book), 5);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_all_is_written_in_order_and_elsewhere),
      TEST(test_no_thread_is_left_after_finishing),
      TEST(test_a_full_queue_makes_wait),
      TEST(test_what_holds_nothing_needs_no_room),
      TEST(test_nothing_is_written_after_a_failure),
      TEST(test_freeing_drops_what_is_not_begun),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
