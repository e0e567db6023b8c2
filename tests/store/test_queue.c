/* SPDX-License-Identifier: EUPL-1.2 */
/* The writers' queue of one file: in the order of coming, past whoever died, and never for ever. */
#include "../../src/store/engine_sqlite_queue.h"

#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WAITERS = 8 };

static char *
new_file(void)
{
    g_autofree char *dir = g_dir_make_tmp("piket-queue-XXXXXX", NULL);
    char *path = g_build_filename(dir, "piket.db", NULL);
    g_assert_true(g_file_set_contents(path, "", 0, NULL));
    return path;
}

/* How many tickets were taken: the first number in the file. */
static uint64_t
taken(const char *path)
{
    g_autofree char *name = g_strconcat(path, "-queue", NULL);
    uint64_t n = 0;
    int fd = open(name, O_RDONLY);
    g_assert_cmpint(pread(fd, &n, sizeof n, 0), ==, sizeof n);
    close(fd);
    return n;
}

typedef struct {
    const char *path;
    int me;
    int *order;
    int *n;
} Waiter;

static void *
wait_and_note(void *data)
{
    Waiter *waiter = data;
    PkSqliteQueue *queue = pk_sqlite_queue_new(waiter->path);
    pk_sqlite_queue_enter(queue);
    waiter->order[(*waiter->n)++] = waiter->me; /* one at a time: that is what the queue is for */
    pk_sqlite_queue_leave(queue);
    pk_sqlite_queue_free(queue);
    return NULL;
}

static void
test_first_come(void)
{
    g_autofree char *path = new_file();
    PkSqliteQueue *queue = pk_sqlite_queue_new(path);
    GThread *threads[WAITERS];
    Waiter waiters[WAITERS];
    int order[WAITERS], n = 0;

    pk_sqlite_queue_enter(queue);
    for (int i = 0; i < WAITERS; i++) {
        uint64_t before = taken(path);
        waiters[i] = (Waiter){ path, i, order, &n };
        threads[i] = g_thread_new("waiter", wait_and_note, &waiters[i]);
        while (taken(path) == before)
            g_thread_yield();
    }
    pk_sqlite_queue_leave(queue);
    for (int i = 0; i < WAITERS; i++)
        g_thread_join(threads[i]);
    g_assert_cmpint(n, ==, WAITERS);
    for (int i = 0; i < WAITERS; i++)
        g_assert_cmpint(order[i], ==, i);
    pk_sqlite_queue_free(queue);
}

/* A process that enters, or waits, and stays until it is killed. Its ticket is taken on return. */
static pid_t
start_other(const char *path)
{
    uint64_t before = taken(path);
    pid_t pid = fork();
    if (pid == 0) {
        pk_sqlite_queue_enter(pk_sqlite_queue_new(path));
        for (;;)
            pause();
    }
    while (taken(path) == before)
        g_thread_yield();
    return pid;
}

static void
end_other(pid_t pid)
{
    kill(pid, SIGKILL);
    g_assert_cmpint(waitpid(pid, NULL, 0), ==, pid);
}

/* Who died in the queue holds nobody up, and who comes behind one that died in the middle does not
 * pass the one that is inside. */
static void
test_the_dead(void)
{
    g_autofree char *path = new_file();
    PkSqliteQueue *queue = pk_sqlite_queue_new(path);
    pid_t inside = start_other(path), waiting = start_other(path);

    g_assert_false(pk_sqlite_queue_enter_empty(queue));
    end_other(waiting);
    g_assert_false(pk_sqlite_queue_enter_empty(queue));
    end_other(inside);
    g_assert_true(pk_sqlite_queue_enter_empty(queue));
    pk_sqlite_queue_leave(queue);
    pk_sqlite_queue_free(queue);
}

/* A program that stands still holds the queue up for a while and not for good: SQLite's lock
 * decides then. */
static void
test_never_a_gate(void)
{
    g_autofree char *path = new_file();
    PkSqliteQueue *queue = pk_sqlite_queue_new(path);
    pid_t inside = start_other(path);

    pk_sqlite_queue_enter(queue);
    pk_sqlite_queue_leave(queue);
    end_other(inside);
    pk_sqlite_queue_enter(queue);
    pk_sqlite_queue_leave(queue);
    pk_sqlite_queue_free(queue);
}

/* Whatever stands in the file: it is a hint. */
static void
test_any_content(void)
{
    static const char full[] = "\xff\xff\xff\xff\xff\xff\xff\x2f\xff\xff\xff\xff";
    g_autofree char *path = new_file();
    g_autofree char *name = g_strconcat(path, "-queue", NULL);
    g_assert_true(g_file_set_contents(name, full, sizeof full - 1, NULL));
    PkSqliteQueue *queue = pk_sqlite_queue_new(path);
    PkSqliteQueue *other = pk_sqlite_queue_new(path);

    for (int i = 0; i < 3; i++) {
        g_assert_true(pk_sqlite_queue_enter_empty(queue));
        g_assert_false(pk_sqlite_queue_enter_empty(other));
        pk_sqlite_queue_leave(queue);
    }
    pk_sqlite_queue_free(other);
    pk_sqlite_queue_free(queue);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/queue/first-come", test_first_come);
    g_test_add_func("/queue/the-dead", test_the_dead);
    g_test_add_func("/queue/never-a-gate", test_never_a_gate);
    g_test_add_func("/queue/any-content", test_any_content);
    return g_test_run();
}
