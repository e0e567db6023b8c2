/* SPDX-License-Identifier: EUPL-1.2 */
/* A command on this machine, without a shell: JSON on its input, its exit code the answer. */
#include "link_private.h"
#include "piket/base/clock.h"
#include "piket/base/error.h"
#include "piket/base/i18n.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARGUMENTS_MAX = 32, GRACE_MS = 400 };

/* ---- the setting ---------------------------------------------------------------------------- */

char **
pk_hook_parse(const char *json, GError **error)
{
    json_t *array = json_loads(json, 0, NULL);
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
    size_t n = json_array_size(array);
    bool ok = json_is_array(array) && n > 0 && n <= ARGUMENTS_MAX;

    for (size_t i = 0; ok && i < n; i++) {
        const char *word = json_string_value(json_array_get(array, i));
        ok = word && (i > 0 || g_path_is_absolute(word));
        if (ok)
            g_ptr_array_add(list, g_strdup(word));
    }
    json_decref(array);
    if (!ok) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("The setting hook is a list that begins with the whole path of a "
                              "command, written as [\"/usr/local/bin/sms\", \"--quiet\"]."));
        return NULL;
    }
    g_ptr_array_add(list, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&list), FALSE);
}

/* Owned by root or by who runs this, and nobody else may write it. */
static bool
is_ours(const char *path, mode_t kind)
{
    struct stat at;

    return stat(path, &at) == 0 && (at.st_mode & S_IFMT) == kind &&
           (at.st_uid == 0 || at.st_uid == geteuid()) && !(at.st_mode & (S_IWGRP | S_IWOTH));
}

static bool
check_command(const char *path, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);

    if (is_ours(path, S_IFREG) && is_ours(folder, S_IFDIR) && access(path, X_OK) == 0)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                _("%s is not run: the command and its folder must belong to root or to the user "
                  "that sends, be writable by nobody else, and the command must be executable."),
                path);
    return false;
}

/* ---- running it ----------------------------------------------------------------------------- */

/* The message as a file without a name: nothing to write to while it runs, so nothing to hang on.
 */
static int
input(const char *body)
{
    int fd = memfd_create("piket-notice", MFD_CLOEXEC);
    size_t n = strlen(body);

    if (fd >= 0 && (write(fd, body, n) != (ssize_t)n || lseek(fd, 0, SEEK_SET) != 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

static int
start(char **argv, int in, pid_t *ret_pid)
{
    char path[] = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    char lang[] = "LANG=C.UTF-8", home[] = "HOME=/";
    char *environment[] = { path, lang, home, NULL };
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    sigset_t none, all;

    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&how);
    posix_spawn_file_actions_adddup2(&files, in, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&files, 3);
    posix_spawn_file_actions_addchdir_np(&files, "/");
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                       POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&how, 0);
    posix_spawnattr_setsigmask(&how, &none);
    posix_spawnattr_setsigdefault(&how, &all);
    int failed = posix_spawn(ret_pid, argv[0], &files, &how, argv, environment);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&how);
    return failed;
}

static bool
ends_within(int pidfd, int64_t ms)
{
    int64_t until_us = pk_clock_mono_us() + ms * 1000;
    struct pollfd at = { .fd = pidfd, .events = POLLIN };

    for (;;) {
        int64_t left_us = until_us - pk_clock_mono_us();
        int n = poll(&at, 1, left_us > 0 ? (int)((left_us + 999) / 1000) : 0);
        if (n > 0)
            return true;
        if (n == 0 || errno != EINTR)
            return false;
    }
}

/* The leader is not reaped before its group is ended, so the group's number is still its own. */
static bool
wait_for(pid_t pid, int deadline_ms, int *ret_status)
{
    int pidfd = pidfd_open(pid, 0);
    bool in_time = pidfd >= 0 && ends_within(pidfd, deadline_ms);

    if (!in_time) {
        kill(-pid, SIGTERM);
        if (pidfd >= 0)
            ends_within(pidfd, GRACE_MS);
    }
    kill(-pid, SIGKILL); /* also what it left behind */
    while (waitpid(pid, ret_status, 0) < 0 && errno == EINTR)
        ;
    if (pidfd >= 0)
        close(pidfd);
    return in_time;
}

static void
judge(bool in_time, int status, PkLinkResult *result)
{
    if (!in_time)
        pk_link_say(result, PK_SEND_UNSURE,
                    g_strdup(_("The command of the hook did not end within the time and was "
                               "stopped.")));
    else if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        pk_link_say(result, PK_SEND_OK, NULL);
    else if (WIFEXITED(status))
        pk_link_say(result, PK_SEND_TEMPORARY,
                    g_strdup_printf(_("The command of the hook ended with exit code %d."),
                                    WEXITSTATUS(status)));
    else
        pk_link_say(result, PK_SEND_UNSURE,
                    g_strdup_printf(_("The command of the hook was ended by signal %d."),
                                    WTERMSIG(status)));
}

void
pk_link_hook(const PkLinkConfig *config, const PkMessage *message, int deadline_ms,
             PkLinkResult *result)
{
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) argv = pk_hook_parse(config->hook, &error);
    g_autofree char *body = pk_link_json(message);
    pid_t pid = 0;
    int status = 0;

    if (!argv || !check_command(argv[0], &error)) {
        pk_link_say(result, PK_SEND_TEMPORARY, g_strdup(error->message));
        return;
    }
    int in = input(body);
    int failed = in < 0 ? errno : start(argv, in, &pid);
    if (in >= 0)
        close(in);
    if (failed) {
        pk_link_say(result, PK_SEND_TEMPORARY,
                    g_strdup_printf(_("The command of the hook could not be started (%s)."),
                                    g_strerror(failed)));
        return;
    }
    bool in_time = wait_for(pid, deadline_ms, &status);
    judge(in_time, status, result);
}
