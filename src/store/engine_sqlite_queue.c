/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine_sqlite_queue.h"

#include <fcntl.h>
#include <glib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Between two looks at the lock: short enough to be next soon, different for every waiter so that
 * they do not look in step. */
enum { LOOK_US_MIN = 200, LOOK_US_MAX = 2000 };

struct PkSqliteQueue {
    int lock_fd;
    int news_fd; /* -1: cannot be touched */
    bool inside;
};

/* Whoever may write the database may queue for it: the same rights, whatever the umask. */
static int
open_beside(const char *where, const char *suffix)
{
    struct stat st;
    g_autofree char *path = g_strconcat(where, suffix, NULL);
    if (stat(where, &st) != 0)
        return -1;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    struct stat own;
    if (fd >= 0 && fstat(fd, &own) == 0 && own.st_uid == geteuid())
        fchmod(fd, st.st_mode & 0666);
    return fd;
}

PkSqliteQueue *
pk_sqlite_queue_new(const char *where)
{
    if (strcmp(where, ":memory:") == 0)
        return NULL;
    int lock_fd = open_beside(where, "-queue");
    if (lock_fd < 0)
        return NULL;
    PkSqliteQueue *queue = g_new0(PkSqliteQueue, 1);
    queue->lock_fd = lock_fd;
    queue->news_fd = open_beside(where, "-notify");
    return queue;
}

void
pk_sqlite_queue_free(PkSqliteQueue *queue)
{
    if (!queue)
        return;
    close(queue->lock_fd);
    if (queue->news_fd >= 0)
        close(queue->news_fd);
    g_free(queue);
}

void
pk_sqlite_queue_enter(PkSqliteQueue *queue)
{
    if (!queue || queue->inside)
        return;
    gint64 until = g_get_monotonic_time() + PK_QUEUE_MS * G_TIME_SPAN_MILLISECOND;
    while (flock(queue->lock_fd, LOCK_EX | LOCK_NB) != 0) {
        if (g_get_monotonic_time() >= until)
            return;
        g_usleep((gulong)g_random_int_range(LOOK_US_MIN, LOOK_US_MAX));
    }
    queue->inside = true;
}

void
pk_sqlite_queue_leave(PkSqliteQueue *queue)
{
    if (!queue || !queue->inside)
        return;
    flock(queue->lock_fd, LOCK_UN);
    queue->inside = false;
}

void
pk_sqlite_queue_tell(PkSqliteQueue *queue)
{
    if (queue && queue->news_fd >= 0)
        futimens(queue->news_fd, NULL);
}
