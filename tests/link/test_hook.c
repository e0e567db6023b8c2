/* SPDX-License-Identifier: EUPL-1.2 */
/* Commands that behave and that do not; and secrets in files. */
#include "kit.h"

#include "piket/base/error.h"
#include "piket/link/secret.h"

#include <glib/gstdio.h>
#include <poll.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <unistd.h>

static char *dir;

static void
try_script(const char *script, int deadline_ms, PkSendClass want, const char *words)
{
    g_autoptr(PkLinkConfig) config = empty_config();
    PkMessage message = message_by(PK_CHANNEL_HOOK);
    g_autofree char *text = g_strdup_printf("#!/bin/sh\ncd '%s'\n%s\n", dir, script);
    g_autofree char *path = outside_file(dir, "command", text, 0700);

    set(&config->hook, g_strdup_printf("[\"%s\", \"one two\", \"$(id)\"]", path));
    expect(config, &message, deadline_ms, want, words);
}

static void
test_behaves(void)
{
    g_setenv("PIKET_SECRET_TEST", "geheim", TRUE);
    try_script("cat >in; printf '%s|' \"$@\" >args; env >environment; ls /proc/self/fd >fds", 5000,
               PK_SEND_OK, NULL);
    g_autofree char *in = outside_read(dir, "in");
    g_autofree char *args = outside_read(dir, "args");
    g_autofree char *environment = outside_read(dir, "environment");
    g_assert_true(g_str_has_prefix(in, "{\"schema\":\"piket.notice/1\",\"id\":\"" UUID "\""));
    g_assert_cmpstr(args, ==, "one two|$(id)|");
    g_assert_null(strstr(environment, "geheim"));
    g_assert_nonnull(strstr(environment, "PATH="));
}

static void
test_misbehaves(void)
{
    try_script("exit 1", 5000, PK_SEND_TEMPORARY, "exit code 1");
    try_script("kill -9 $$", 5000, PK_SEND_UNSURE, "signal 9");
    try_script("exec sleep 60", 200, PK_SEND_UNSURE, "within the time");
    try_script("trap '' TERM; while :; do :; done", 200, PK_SEND_UNSURE, "within the time");
    try_script("yes 2>&1 | head -c 20000000; yes >&2 & exit 0", 5000, PK_SEND_OK, NULL);
}

/* What it leaves behind is ended with it. */
static void
test_forks(void)
{
    try_script("sleep 60 & echo $! >child; exit 0", 5000, PK_SEND_OK, NULL);
    g_autofree char *child = outside_read(dir, "child");
    int pidfd = pidfd_open((pid_t)g_ascii_strtoll(child, NULL, 10), 0);
    struct pollfd ended = { .fd = pidfd, .events = POLLIN };
    g_assert_true(*child);
    g_assert_true(pidfd < 0 || poll(&ended, 1, 5000) == 1); /* gone already, or it goes */
    if (pidfd >= 0)
        close(pidfd);
}

/* clang-format off */
static const char *const no_lists[] = {
    "", "[]", "{}", "[\"relative\"]", "[1]", "[\"/bin/true\", 1]", "/bin/true", "[\"/bin/true\"",
    "[\"/bin/\\u0000true\"]", "\"/bin/true\"",
};
/* clang-format on */

static void
test_refused(void)
{
    g_autoptr(PkLinkConfig) config = empty_config();
    PkMessage message = message_by(PK_CHANNEL_HOOK);

    for (size_t i = 0; i < G_N_ELEMENTS(no_lists); i++) {
        set(&config->hook, g_strdup(no_lists[i]));
        expect(config, &message, 1000, PK_SEND_TEMPORARY, i == 0 ? "no settings" : "is a list");
    }
    g_autofree char *open = outside_file(dir, "open", "#!/bin/sh\n", 0722);
    set(&config->hook, g_strdup_printf("[\"%s\"]", open));
    expect(config, &message, 1000, PK_SEND_TEMPORARY, "is not run");
    g_autofree char *plain = outside_file(dir, "plain", "#!/bin/sh\n", 0600);
    set(&config->hook, g_strdup_printf("[\"%s\"]", plain));
    expect(config, &message, 1000, PK_SEND_TEMPORARY, geteuid() == 0 ? NULL : "is not run");
    set(&config->hook, g_strdup("[\"/nowhere/command\"]"));
    expect(config, &message, 1000, PK_SEND_TEMPORARY, "is not run");
    g_autofree char *broken = outside_file(dir, "broken", "#!/nowhere/sh\n", 0700);
    set(&config->hook, g_strdup_printf("[\"%s\"]", broken));
    expect(config, &message, 1000, PK_SEND_TEMPORARY, "could not be started");
    g_autofree char *folder = g_build_filename(dir, "wide", NULL);
    g_mkdir(folder, 0700);
    g_autofree char *inside = outside_file(folder, "command", "#!/bin/sh\n", 0700);
    g_chmod(folder, 0777);
    set(&config->hook, g_strdup_printf("[\"%s\"]", inside));
    expect(config, &message, 1000, PK_SEND_TEMPORARY, "is not run");
}

static void
try_secret(const char *path, int code, const char *want)
{
    g_auto(PkSecret) secret = { 0 };
    g_autoptr(GError) error = NULL;

    if (pk_secret_read(path, "smtp_password", &secret, &error)) {
        g_assert_cmpstr(secret.text, ==, want);
        g_assert_cmpuint(secret.n, ==, strlen(want));
    } else {
        g_assert_error(error, PK_ERROR, code);
        g_assert_null(strstr(error->message, "geheim"));
    }
}

static void
test_secrets(void)
{
    g_autofree char *good = outside_file(dir, "good", "geheim\n", 0600);
    g_autofree char *group = outside_file(dir, "group", "geheim\n", 0640);
    g_autofree char *world = outside_file(dir, "world", "geheim\n", 0604);
    g_autofree char *none = outside_file(dir, "none", "\n", 0600);
    g_autofree char *long_text = g_strnfill(5000, 'x');
    g_autofree char *much = outside_file(dir, "much", long_text, 0600);
    g_autofree char *pipe_path = g_build_filename(dir, "pipe", NULL);

    g_assert_cmpint(mkfifo(pipe_path, 0600), ==, 0);
    try_secret(good, -1, "geheim");
    try_secret(group, PK_ERROR_DENIED, NULL);
    try_secret(world, PK_ERROR_DENIED, NULL);
    try_secret(none, PK_ERROR_INVALID, NULL);
    try_secret(much, PK_ERROR_INVALID, NULL);
    try_secret(pipe_path, PK_ERROR_DENIED, NULL); /* and does not wait for a writer */
    try_secret(dir, PK_ERROR_DENIED, NULL);
    try_secret("good", PK_ERROR_MISSING, NULL);
    try_secret("", PK_ERROR_MISSING, NULL);
    g_setenv("CREDENTIALS_DIRECTORY", dir, TRUE);
    g_autofree char *credential = outside_file(dir, "smtp_password", "geheim", 0400);
    try_secret("", -1, "geheim");
    g_unsetenv("CREDENTIALS_DIRECTORY");
    if (geteuid() == 0) {
        g_assert_cmpint(chown(good, 12345, 12345), ==, 0);
        try_secret(good, PK_ERROR_DENIED, NULL);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    pk_link_start();
    dir = outside_dir();
    g_test_add_func("/hook/behaves", test_behaves);
    g_test_add_func("/hook/misbehaves", test_misbehaves);
    g_test_add_func("/hook/forks", test_forks);
    g_test_add_func("/hook/refused", test_refused);
    g_test_add_func("/hook/secrets", test_secrets);
    int failed = g_test_run();
    outside_remove(dir);
    return failed;
}
