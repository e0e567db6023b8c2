/* SPDX-License-Identifier: EUPL-1.2 */
/* A ticket is a locked byte of <db>-queue, at TICKETS + its number; the next number stands in the
 * file, which all writers map. It is one's turn when no byte before one's own is locked. The kernel
 * takes the lock of a writer that died, so nobody waits for the dead. Whoever leaves wakes the next
 * one; who sleeps looks again after LOOK_MS whatever happens, so a wake that was lost, with its
 * sender say, costs no more than that. */
#include "engine_sqlite_queue.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <linux/futex.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
    SIZE = 4096,    /* of the file */
    BELLS = 64,     /* whoever waits listens to one of them */
    LOOK_MS = 20,   /* the longest sleep between two looks */
    BEFORE = 65536, /* so many tickets before one's own are looked at */
};

/* Behind the file's end: only locked, never written. Room below for BEFORE. */
static const int64_t TICKETS = INT64_C(1) << 32;

typedef struct {
    _Atomic uint64_t next;
    _Atomic uint32_t bells[BELLS]; /* counts rings */
} Shared;

_Static_assert(sizeof(Shared) <= SIZE, "the queue fits in its file");

struct PkSqliteQueue {
    int lock_fd;
    int news_fd; /* -1: cannot be touched */
    Shared *shared;
    uint64_t ticket;
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

/* The file only ever grows to its one size, so that no page of the map lies behind its end. NULL on
 * a full disk, too: the room is taken, not promised. */
static Shared *
map_file(int fd)
{
    struct stat st;

    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
        (st.st_size < SIZE && posix_fallocate(fd, 0, SIZE) != 0))
        return NULL;
    void *map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    return map == MAP_FAILED ? NULL : map;
}

PkSqliteQueue *
pk_sqlite_queue_new(const char *where)
{
    if (strcmp(where, ":memory:") == 0)
        return NULL;
    int lock_fd = open_beside(where, "-queue");
    if (lock_fd < 0)
        return NULL;
    Shared *shared = map_file(lock_fd);
    if (!shared) {
        close(lock_fd);
        return NULL;
    }
    PkSqliteQueue *queue = g_new0(PkSqliteQueue, 1);
    queue->lock_fd = lock_fd;
    queue->shared = shared;
    queue->news_fd = open_beside(where, "-notify");
    return queue;
}

void
pk_sqlite_queue_free(PkSqliteQueue *queue)
{
    if (!queue)
        return;
    munmap(queue->shared, SIZE);
    close(queue->lock_fd);
    if (queue->news_fd >= 0)
        close(queue->news_fd);
    g_free(queue);
}

/* ---- tickets -------------------------------------------------------------------------------- */

/* A number in the file is only a hint, so it is kept where it cannot overflow. */
static int64_t
place_of(uint64_t ticket)
{
    return TICKETS + (int64_t)(ticket & (UINT64_MAX >> 2));
}

static bool
lock_byte(const PkSqliteQueue *queue, uint64_t ticket, short how)
{
    struct flock byte = {
        .l_type = how, .l_whence = SEEK_SET, .l_start = (off_t)place_of(ticket), .l_len = 1
    };
    return fcntl(queue->lock_fd, F_OFD_SETLK, &byte) == 0;
}

/* The byte is locked before the number is taken: nobody has a later ticket and does not see it. */
static bool
take_ticket(PkSqliteQueue *queue)
{
    for (int i = 0; i < 1000; i++) {
        uint64_t next = atomic_load(&queue->shared->next);
        if (!lock_byte(queue, next, F_WRLCK)) {
            sched_yield(); /* somebody is just taking that one */
            continue;
        }
        uint64_t expected = next;
        if (atomic_compare_exchange_strong(&queue->shared->next, &expected, next + 1)) {
            queue->ticket = next;
            return true;
        }
        lock_byte(queue, next, F_UNLCK);
    }
    return false;
}

static bool
is_turn(const PkSqliteQueue *queue)
{
    struct flock before = { .l_type = F_WRLCK,
                            .l_whence = SEEK_SET,
                            .l_start = (off_t)place_of(queue->ticket) - BEFORE,
                            .l_len = BEFORE };
    return fcntl(queue->lock_fd, F_OFD_GETLK, &before) != 0 || before.l_type == F_UNLCK;
}

static _Atomic uint32_t *
bell_of(const PkSqliteQueue *queue, uint64_t ticket)
{
    return &queue->shared->bells[ticket % BELLS];
}

static void
sleep_on(_Atomic uint32_t *bell, uint32_t heard)
{
    struct timespec look = { 0, LOOK_MS * 1000000L };

    syscall(SYS_futex, bell, FUTEX_WAIT, heard, &look, NULL, 0);
}

static void
give_up(PkSqliteQueue *queue)
{
    _Atomic uint32_t *bell = bell_of(queue, queue->ticket + 1);

    lock_byte(queue, queue->ticket, F_UNLCK);
    atomic_fetch_add(bell, 1);
    syscall(SYS_futex, bell, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0);
}

/* ---- the queue ------------------------------------------------------------------------------ */

void
pk_sqlite_queue_enter(PkSqliteQueue *queue)
{
    if (!queue || queue->inside || !take_ticket(queue))
        return;
    gint64 until = g_get_monotonic_time() + PK_QUEUE_MS * G_TIME_SPAN_MILLISECOND;
    for (;;) {
        /* Heard before looking: a ring in between ends the sleep at once. */
        uint32_t heard = atomic_load(bell_of(queue, queue->ticket));
        queue->inside = is_turn(queue);
        if (queue->inside)
            return;
        if (g_get_monotonic_time() >= until)
            break;
        sleep_on(bell_of(queue, queue->ticket), heard);
    }
    give_up(queue);
}

bool
pk_sqlite_queue_enter_empty(PkSqliteQueue *queue)
{
    if (!queue || queue->inside)
        return true;
    if (!take_ticket(queue))
        return false;
    queue->inside = is_turn(queue);
    if (!queue->inside)
        give_up(queue);
    return queue->inside;
}

void
pk_sqlite_queue_leave(PkSqliteQueue *queue)
{
    if (!queue || !queue->inside)
        return;
    queue->inside = false;
    give_up(queue);
}

void
pk_sqlite_queue_tell(PkSqliteQueue *queue)
{
    if (queue && queue->news_fd >= 0)
        futimens(queue->news_fd, NULL);
}
