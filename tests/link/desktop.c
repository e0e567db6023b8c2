/* SPDX-License-Identifier: EUPL-1.2 */
/* On a private D-Bus with a stand-in daemon: ctest runs each mode in a dbus-run-session of its own.
 */
#include "kit.h"

static char *dir;
static GMutex lock;
static GCond pressed;
static char *last_action;

static void
on_action(const char *uuid, const char *action, G_GNUC_UNUSED void *data)
{
    g_mutex_lock(&lock);
    set(&last_action, g_strdup_printf("%s %s", uuid, action));
    g_cond_signal(&pressed);
    g_mutex_unlock(&lock);
}

static GPid
daemon_that(const char *mode)
{
    GPid pid = 0;
    g_autofree char *file = g_build_filename(dir, "shown", NULL);
    const char *argv[] = { g_getenv("PIKET_NOTIFYD"), mode, file, NULL };
    g_autofree char *ready = outside_start(argv, &pid);

    g_assert_cmpstr(ready, ==, "ready");
    return pid;
}

static void
test_shown_and_pressed(void)
{
    g_autoptr(PkLinkConfig) config = empty_config();
    PkMessage message = message_by(PK_CHANNEL_DESKTOP);
    GPid pid = daemon_that("press");

    pk_link_desktop_start(on_action, NULL);
    message.text = "Piket: 1 page waiting: I26-0412 <b>Fire</b>";
    message.tlp = PK_TLP_GREEN;
    expect(config, &message, 5000, PK_SEND_OK, NULL);
    g_mutex_lock(&lock);
    int64_t until_us = g_get_monotonic_time() + 5 * G_USEC_PER_SEC;
    while (!last_action && g_cond_wait_until(&pressed, &lock, until_us))
        ;
    g_assert_cmpstr(last_action, ==, UUID " acknowledge");
    g_mutex_unlock(&lock);
    expect(config, &message, 5000, PK_SEND_OK, NULL); /* again: the same id */
    message.kind = PK_NOTICE_TEST;
    message.uuid = "01900000-0000-7000-8000-000000000002";
    expect(config, &message, 5000, PK_SEND_OK, NULL);
    pk_link_desktop_stop();
    outside_end(pid);
    g_autofree char *shown = outside_read(dir, "shown");
    g_auto(GStrv) lines = g_strsplit(shown, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, 4);
    g_assert_nonnull(strstr(lines[0], "|Piket: 1 page waiting|TLP:GREEN: "));
    g_assert_nonnull(strstr(lines[0], "&lt;b&gt;Fire"));
    g_assert_nonnull(strstr(lines[0], "|acknowledge,Acknowledge,open,Open"));
    g_assert_cmpstr(lines[0], ==, lines[1]);
    g_assert_true(g_str_has_suffix(lines[2], "|"));
    g_assert_false(g_str_has_prefix(lines[0], "0|"));
}

static void
test_nobody_there(void)
{
    g_autoptr(PkLinkConfig) config = empty_config();
    PkMessage message = message_by(PK_CHANNEL_DESKTOP);

    expect(config, &message, 1000, PK_SEND_TEMPORARY, "piket-watch --desktop");
    pk_link_desktop_start(on_action, NULL);
    expect(config, &message, 5000, PK_SEND_TEMPORARY, "did not show it");
    pk_link_desktop_stop();
}

/* Last: its thread stays behind until libnotify gives up. */
static void
test_hangs(void)
{
    g_autoptr(PkLinkConfig) config = empty_config();
    PkMessage message = message_by(PK_CHANNEL_DESKTOP);
    GPid pid = daemon_that("hang");

    pk_link_desktop_start(on_action, NULL);
    expect(config, &message, 300, PK_SEND_UNSURE, "within the time");
    expect(config, &message, 300, PK_SEND_TEMPORARY, "still does not answer");
    pk_link_desktop_stop();
    outside_end(pid);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_link_start();
    dir = outside_dir();
    g_test_add_func("/desktop/nobody", test_nobody_there);
    g_test_add_func("/desktop/shown", test_shown_and_pressed);
    g_test_add_func("/desktop/hangs", test_hangs);
    int failed = g_test_run();
    outside_remove(dir);
    g_free(last_action);
    return failed;
}
