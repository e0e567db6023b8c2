/* SPDX-License-Identifier: EUPL-1.2 */
#include "../../src/app/worker_private.h"

#include <string.h>

/* What the worker works on here: nothing, but it sees what was asked. */
typedef struct {
    GMutex lock;
    GCond changed;
    GString *ran;     /* one letter per job, in the worker's thread */
    bool started;     /* a job waits to be let go                   */
    bool let_go;      /* by the test, or by an interrupt            */
    int n_interrupts; /* while a job ran                            */
    int n_opened;
    int n_closed;
    int n_requests_freed;
    int n_fail_open; /* fail this often first */
    GThread *thread;
} Desk;

typedef struct {
    Desk *desk;
    char letter;
    bool waits;
} Request;

static GString
    *seen; /* what came home, in the main thread: "a" a result, "a-" overtaken, "a!" error */

static void *
desk_open(void *what, GError **error)
{
    Desk *desk = what;

    if (desk->n_fail_open > 0) {
        desk->n_fail_open--;
        g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE, "Closed");
        return NULL;
    }
    desk->n_opened++;
    desk->thread = g_thread_self();
    return desk;
}

static void
desk_close(void *app)
{
    Desk *desk = app;

    g_assert_true(desk->thread == g_thread_self());
    desk->n_closed++;
}

static void
let_go(Desk *desk)
{
    g_mutex_lock(&desk->lock);
    desk->let_go = true;
    g_cond_broadcast(&desk->changed);
    g_mutex_unlock(&desk->lock);
}

static void
desk_interrupt(void *app)
{
    ((Desk *)app)->n_interrupts++;
    let_go(app);
}

static const PkWorkerOpener opener = { desk_open, desk_close, desk_interrupt, NULL, NULL };

static void
desk_init(Desk *desk)
{
    memset(desk, 0, sizeof *desk);
    g_mutex_init(&desk->lock);
    g_cond_init(&desk->changed);
    desk->ran = g_string_new("");
    seen = g_string_new("");
}

static void
desk_clear(Desk *desk)
{
    g_string_free(desk->ran, TRUE);
    g_string_free(seen, TRUE);
    g_mutex_clear(&desk->lock);
    g_cond_clear(&desk->changed);
}

static void *
run(PkApp *app, void *data, GError **error)
{
    Desk *desk = (Desk *)app;
    Request *request = data;
    bool interrupted = false;

    g_mutex_lock(&desk->lock);
    if (request->waits) {
        desk->started = true;
        g_cond_broadcast(&desk->changed);
        while (!desk->let_go)
            g_cond_wait(&desk->changed, &desk->lock);
        interrupted = desk->n_interrupts > 0;
    }
    g_string_append_c(desk->ran, request->letter);
    g_mutex_unlock(&desk->lock);
    if (interrupted || request->letter == 'x') {
        g_set_error(error, PK_ERROR, PK_ERROR_BUSY, "Interrupted");
        return NULL;
    }
    return g_strdup_printf("%c", request->letter);
}

static void
request_free(void *data)
{
    Request *request = data;

    g_atomic_int_inc(&request->desk->n_requests_freed);
    g_free(request);
}

static void
done(void *result, const GError *error, void *data)
{
    g_autofree char *text = result;

    g_assert_false(result && error);
    g_string_append_c(seen, (char)GPOINTER_TO_INT(data));
    if (!result)
        g_string_append_c(seen, error ? '!' : '-');
}

static void
call(PkWorker *worker, Desk *desk, int slot, char letter, bool waits)
{
    Request *request = g_new(Request, 1);

    *request = (Request){ desk, letter, waits };
    pk_worker_call(worker, slot, run, request, request_free, done, GINT_TO_POINTER(letter));
}

static void
wait_started(Desk *desk)
{
    g_mutex_lock(&desk->lock);
    while (!desk->started)
        g_cond_wait(&desk->changed, &desk->lock);
    g_mutex_unlock(&desk->lock);
}

static void
deliver_all(PkWorker *worker)
{
    pk_worker_drain(worker);
    while (g_main_context_iteration(NULL, FALSE))
        ;
}

static void
test_in_order(void)
{
    Desk desk;
    desk_init(&desk);
    PkWorker *worker = pk_worker_new_with(&opener, &desk);

    g_assert_false(pk_worker_busy(worker));
    for (char c = 'a'; c <= 'e'; c++)
        call(worker, &desk, 0, c, false);
    call(worker, &desk, 0, 'x', false);
    deliver_all(worker);
    g_assert_cmpstr(desk.ran->str, ==, "abcdex");
    g_assert_cmpstr(seen->str, ==, "abcdex!");
    g_assert_cmpint(desk.n_requests_freed, ==, 6);
    g_assert_false(pk_worker_busy(worker));
    pk_worker_free(worker);
    g_assert_cmpint(desk.n_opened, ==, 1);
    g_assert_cmpint(desk.n_closed, ==, 1);
    desk_clear(&desk);
}

/* While 'w' runs in slot 0, newer work replaces what waits in its own slot and nothing else. */
static void
test_newer_replaces_waiting(void)
{
    Desk desk;
    desk_init(&desk);
    PkWorker *worker = pk_worker_new_with(&opener, &desk);

    call(worker, &desk, 0, 'w', true);
    wait_started(&desk);
    call(worker, &desk, 1, 'a', false);
    call(worker, &desk, 2, 'b', false);
    call(worker, &desk, 0, 'c', false);
    call(worker, &desk, 1, 'd', false);
    call(worker, &desk, 0, 'e', false);
    g_assert_true(pk_worker_busy(worker));
    g_assert_cmpint(desk.n_interrupts, ==, 0);
    let_go(&desk);
    deliver_all(worker);
    g_assert_cmpstr(desk.ran->str, ==, "wbcde");
    g_assert_cmpstr(seen->str, ==, "a-wbcde");
    g_assert_cmpint(desk.n_requests_freed, ==, 6);
    pk_worker_free(worker);
    desk_clear(&desk);
}

static void
test_newer_interrupts_running(void)
{
    Desk desk;
    desk_init(&desk);
    PkWorker *worker = pk_worker_new_with(&opener, &desk);

    call(worker, &desk, 3, 'w', true);
    wait_started(&desk);
    call(worker, &desk, 3, 'a', false);
    deliver_all(worker);
    g_assert_cmpint(desk.n_interrupts, ==, 1);
    g_assert_cmpstr(seen->str, ==, "w-a"); /* its error is nobody's business */
    pk_worker_free(worker);
    desk_clear(&desk);
}

static void
test_free_with_queued_jobs(void)
{
    Desk desk;
    desk_init(&desk);
    PkWorker *worker = pk_worker_new_with(&opener, &desk);

    call(worker, &desk, 0, 'a', false);
    pk_worker_drain(worker); /* has run, is not delivered */
    call(worker, &desk, 0, 'w', true);
    wait_started(&desk);
    let_go(&desk);
    for (char c = 'b'; c <= 'd'; c++)
        call(worker, &desk, 0, c, false);
    pk_worker_free(worker);
    g_assert_cmpint(desk.n_requests_freed, ==, 5); /* run or not */
    g_assert_true(g_str_has_prefix(desk.ran->str, "aw"));
    g_autoptr(GString) told = g_string_new(desk.ran->str);
    for (char c = 'b'; c <= 'd'; c++) {
        if (!strchr(desk.ran->str, c))
            g_string_append_printf(told, "%c-", c); /* so that what it answers to is let go of */
    }
    g_assert_cmpstr(seen->str, ==, told->str);
    g_assert_cmpint(desk.n_closed, ==, 1);
    while (g_main_context_iteration(NULL, FALSE))
        ; /* nothing of it is left in the loop */
    g_assert_cmpstr(seen->str, ==, told->str);
    desk_clear(&desk);
}

static void
test_opens_again_after_a_failure(void)
{
    Desk desk;
    desk_init(&desk);
    desk.n_fail_open = 2;
    PkWorker *worker = pk_worker_new_with(&opener, &desk);

    for (char c = 'a'; c <= 'd'; c++)
        call(worker, &desk, 0, c, false);
    deliver_all(worker);
    g_assert_cmpstr(seen->str, ==, "a!b!cd");
    pk_worker_free(worker);
    desk_clear(&desk);
}

static void
test_many_of_one_slot(void)
{
    Desk desk;
    desk_init(&desk);
    PkWorker *worker = pk_worker_new_with(&opener, &desk);

    for (int i = 0; i < 2000; i++)
        call(worker, &desk, 1 + i % 2, 'a', false);
    call(worker, &desk, 1, 'y', false);
    call(worker, &desk, 2, 'z', false);
    deliver_all(worker);
    g_assert_cmpint(desk.n_requests_freed, ==, 2002);
    g_assert_nonnull(strstr(seen->str, "y"));
    g_assert_true(g_str_has_suffix(seen->str, "z"));
    pk_worker_free(worker);
    desk_clear(&desk);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/worker/in-order", test_in_order);
    g_test_add_func("/worker/newer-replaces-waiting", test_newer_replaces_waiting);
    g_test_add_func("/worker/newer-interrupts-running", test_newer_interrupts_running);
    g_test_add_func("/worker/free-with-queued-jobs", test_free_with_queued_jobs);
    g_test_add_func("/worker/opens-again-after-a-failure", test_opens_again_after_a_failure);
    g_test_add_func("/worker/many-of-one-slot", test_many_of_one_slot);
    return g_test_run();
}
