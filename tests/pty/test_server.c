/* SPDX-License-Identifier: EUPL-1.2 */
/* The console on a server that goes away, comes back, or does nothing more: the screen goes on,
 * what was typed is kept, and it is saved once. */
#include "cluster.h"
#include "pg.h"
#include "piketdb.h"
#include "pty_console.h"

#include <signal.h>
#include <string.h>

typedef struct {
    PkCluster *cluster;
    char *root; /* as the superuser */
    char *url;  /* as J. de Vries   */
    PkPty *pty;
} Desk;

static bool
sit_down(Desk *desk)
{
    *desk = (Desk){ .cluster = pk_cluster_start("start", "") };
    if (!desk->cluster)
        return false;
    desk->root = pk_cluster_url(desk->cluster, "one");
    pk_cluster_init(desk->root);
    desk->url = pk_test_pg_person(desk->root, "jdv", "officer lead coordinator");
    pk_pty_new_home();
    g_free(pk_console_run(desk->url, 0, "log", "-g", "Zeist", "Storing in Testerwoude", NULL));
    desk->pty =
        pk_console_start(desk->url, "en", 24, 80, (const char *[]){ "PIKET_TEST_NOW", NULL });
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
expect_lines(const Desk *desk, const char *body, const char *n)
{
    g_autofree char *sql =
        g_strdup_printf("SELECT count(*) FROM piket.line_text WHERE body LIKE '%%%s%%'", body);
    g_autofree char *there = pk_test_pg_ask(desk->root, sql);

    g_assert_cmpstr(there, ==, n);
}

/* Stopped under a report, and back again. */
static void
test_report(void)
{
    Desk desk;

    if (!sit_down(&desk))
        return;
    pk_pty_type(desk.pty, "m");
    pk_pty_expect(desk.pty, "What is going on?");
    pk_pty_press(desk.pty, "F6");
    pk_pty_type(desk.pty, "De server valt weg");
    pk_cluster_tell(desk.cluster, "kill", "one");
    pk_pty_type(desk.pty, " en ik typ door");
    pk_pty_press(desk.pty, "C-s");
    pk_pty_expect(desk.pty, "server");
    g_print("%s\n", pk_pty_screen(desk.pty));
    pk_pty_type(desk.pty, ", nog steeds");
    pk_pty_expect(desk.pty, "en ik typ door, nog steeds");
    pk_cluster_tell(desk.cluster, "start", "");
    pk_pty_press(desk.pty, "C-s");
    pk_pty_expect(desk.pty, "I26-0002 saved");
    g_print("%s\n", pk_pty_screen(desk.pty));
    expect_lines(&desk, "De server valt weg en ik typ door, nog steeds", "1");
    get_up(&desk);
}

int
main(int argc, char **argv)
{
    pk_console_init();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pty/server/report", test_report);
    return g_test_run();
}
