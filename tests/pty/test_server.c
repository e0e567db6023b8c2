/* SPDX-License-Identifier: EUPL-1.2 */
/* The console on a server that goes away, comes back, or does nothing more: the screen goes on,
 * what was typed is kept, and it is saved once. */
#include "cluster.h"
#include "pg.h"
#include "piketdb.h"
#include "pty_console.h"

#include <string.h>

typedef struct {
    PkCluster *cluster;
    char *root; /* as the superuser */
    char *url;  /* as J. de Vries   */
    PkPty *pty;
} Desk;

static bool
sit_down(Desk *desk, const char *verb, const char *which)
{
    *desk = (Desk){ .cluster = pk_cluster_start(verb, "--sync") };
    if (!desk->cluster)
        return false;
    desk->root = pk_cluster_url(desk->cluster, which);
    pk_cluster_init(desk->root);
    desk->url = pk_test_pg_person(desk->root, "jdv", "officer lead coordinator");
    pk_pty_new_home();
    g_free(pk_console_run(desk->url, 0, "log", "-g", "Zeist", "Storing in Testerwoude", NULL));
    desk->pty =
        pk_console_start(desk->url, "en", 24, 132, (const char *[]){ "PIKET_TEST_NOW", NULL });
    return true;
}

static void
get_up(Desk *desk)
{
    pk_console_leave(desk->pty);
    pk_cluster_free(desk->cluster);
    g_free(desk->root);
    g_free(desk->url);
}

static void
expect_once(const Desk *desk, const char *body)
{
    g_autofree char *condition = g_strdup_printf(
        "(SELECT count(*) FROM piket.line_text WHERE body LIKE '%%%s%%') = 1", body);

    pk_cluster_until(desk->root, condition);
}

/* A standby takes over under a line: it is saved there, and nobody has to do anything for it. */
static void
test_failover(void)
{
    Desk desk;

    if (!sit_down(&desk, "pair-start", "pair"))
        return;
    pk_pty_type(desk.pty, "2");
    pk_pty_expect(desk.pty, "1 of 1");
    pk_pty_expect(desk.pty, "ACTIONS");
    pk_pty_type(desk.pty, "t");
    pk_pty_expect(desk.pty, "Line for I26-0001");
    pk_pty_type(desk.pty, "Halfway");
    pk_cluster_tell(desk.cluster, "crash", "one");
    pk_pty_type(desk.pty, " over");
    pk_pty_expect(desk.pty, "Halfway over");
    pk_pty_press(desk.pty, "enter");
    pk_cluster_tell(desk.cluster, "promote", "");
    pk_pty_expect(desk.pty, "I26-0001: line 2 added");
    expect_once(&desk, "Halfway over");
    pk_pty_type(desk.pty, "m");
    pk_pty_expect(desk.pty, "What is going on?");
    pk_pty_press(desk.pty, "F6");
    pk_pty_type(desk.pty, "Gemeld op de tweede");
    pk_pty_press(desk.pty, "C-s");
    pk_pty_expect(desk.pty, "I26-0002 saved");
    expect_once(&desk, "Gemeld op de tweede");
    get_up(&desk);
}

/* The console looks for the server every few seconds; who presses the key again is in time once,
 * and then sees what was saved. */
static void
save_when_it_is_back(PkPty *pty)
{
    bool saved = false;

    for (int i = 0; i < 200 && !saved; i++) {
        pk_pty_press(pty, "C-s");
        pk_pty_listen(pty, 300);
        g_autofree char *screen = pk_pty_screen(pty);
        saved = strstr(screen, "LAST LINES") != NULL;
    }
    g_assert_true(saved);
}

/* The server stops under a report and does nothing more: the screen goes on all the while. */
static void
test_frozen(void)
{
    Desk desk;

    if (!sit_down(&desk, "start", "one"))
        return;
    pk_pty_type(desk.pty, "m");
    pk_pty_expect(desk.pty, "What is going on?");
    pk_pty_press(desk.pty, "F6");
    pk_cluster_tell(desk.cluster, "freeze", "one");
    pk_pty_type(desk.pty, "De server staat stil");
    pk_pty_expect(desk.pty, "De server staat stil");
    pk_pty_press(desk.pty, "C-s");
    pk_pty_resize(desk.pty, 30, 120);
    pk_pty_expect_frame(desk.pty);
    pk_pty_expect(desk.pty, "not answer"); /* in one sentence or the other */
    pk_pty_expect(desk.pty, "De server staat stil");
    pk_cluster_tell(desk.cluster, "thaw", "one");
    save_when_it_is_back(desk.pty);
    expect_once(&desk, "De server staat stil");
    get_up(&desk);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_console_init();
    g_test_add_func("/pty/server/failover", test_failover);
    g_test_add_func("/pty/server/frozen", test_frozen);
    return g_test_run();
}
