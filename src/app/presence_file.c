/* SPDX-License-Identifier: EUPL-1.2 */
#include "presence_file.h"

#include "app_private.h"
#include "piket/base/text.h"
#include "piket/base/uuid.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BYTES_MAX = 2048, /* of one console's file                                              */
    RECHECK_MS = 100, /* a lock goes a moment after the news that its file was closed       */
    RETRY_MS = 1000,  /* the folder is not there yet                                        */
    STRAY_S = 60,     /* a file that was never finished                                     */
    GOODBYE_MS = 1500,
};

struct PkWhoFolder {
    gint refs; /* the owner's and the thread's */
    char *file, *folder, *login, *name;
    bool read_only;
    PkBell *bell;
    int wake, notify; /* eventfd, inotify */
    GMutex lock;      /* of what follows */
    GCond ended_cond;
    bool stop, ended;
    char *wanted;
    GPtrArray *others;
    /* Of the thread alone: */
    char *shown; /* told by the own file */
    char *own;   /* its name in the folder, or NULL */
    int own_fd;
    int watch;
};

static void
who_unref(PkWhoFolder *who)
{
    if (!g_atomic_int_dec_and_test(&who->refs))
        return;
    close(who->wake);
    if (who->notify >= 0)
        close(who->notify);
    pk_bell_unref(who->bell);
    g_mutex_clear(&who->lock);
    g_cond_clear(&who->ended_cond);
    g_ptr_array_unref(who->others);
    g_free(who->file);
    g_free(who->folder);
    g_free(who->login);
    g_free(who->name);
    g_free(who->wanted);
    g_free(who->shown);
    g_free(who->own);
    g_free(who);
}

/* ---- the own file --------------------------------------------------------------------------- */

static char *
path_of(const PkWhoFolder *who, const char *name)
{
    return g_build_filename(who->folder, name, NULL);
}

static void
leave(PkWhoFolder *who)
{
    if (who->own) {
        g_autofree char *path = path_of(who, who->own);
        unlink(path);
        close(who->own_fd);
    }
    who->own_fd = -1;
    g_clear_pointer(&who->own, g_free);
    g_clear_pointer(&who->shown, g_free);
}

/* Whoever may open the database may see who does, and nobody else. */
static bool
make_folder(const PkWhoFolder *who, mode_t *ret_mode, gid_t *ret_group)
{
    struct stat st;

    if (stat(who->file, &st) != 0)
        return false;
    *ret_mode = st.st_mode & 0660;
    *ret_group = st.st_gid;
    if (mkdir(who->folder, 0700) != 0)
        return errno == EEXIST;
    mode_t mode = *ret_mode | (*ret_mode & 0440) >> 2;
    return chown(who->folder, (uid_t)-1, st.st_gid) == 0 || errno == EPERM
               ? chmod(who->folder, mode) == 0
               : false;
}

/* Under another name until it is locked: nobody takes it for one that was left behind. */
static void
arrive(PkWhoFolder *who, const char *uuid)
{
    g_autofree char *own = pk_uuid_new(g_get_real_time());
    g_autofree char *hidden = g_strconcat(".", own, NULL);
    g_autofree char *before = path_of(who, hidden);
    g_autofree char *path = path_of(who, own);
    g_autofree char *text = g_strdup_printf("%s\n%s\n%s\n", who->login, who->name, uuid);
    size_t n = strlen(text);
    mode_t mode = 0600;
    gid_t group = 0;

    if (!make_folder(who, &mode, &group))
        return;
    int fd = open(before, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return;
    bool shared = fchown(fd, (uid_t)-1, group) == 0;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0 && write(fd, text, n) == (ssize_t)n &&
        fchmod(fd, shared ? mode : 0600) == 0 && rename(before, path) == 0) {
        who->own = g_steal_pointer(&own);
        who->own_fd = fd;
        who->shown = g_strdup(uuid);
        return;
    }
    unlink(before);
    close(fd);
}

/* ---- the others ----------------------------------------------------------------------------- */

static char *
clean(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);

    return pk_text_clean(valid, -1, PK_TEXT_LINE, NULL);
}

static const PkLooker *
known(const GPtrArray *others, const char *login)
{
    for (guint i = 0; i < others->len; i++) {
        const PkLooker *other = others->pdata[i];
        if (strcmp(other->login, login) == 0)
            return other;
    }
    return NULL;
}

static void
take_in(int fd, const char *uuid, GPtrArray *others)
{
    char text[BYTES_MAX + 1];
    ssize_t n = read(fd, text, BYTES_MAX);

    if (n <= 0)
        return;
    text[n] = '\0';
    g_auto(GStrv) parts = g_strsplit(text, "\n", 4);
    if (g_strv_length(parts) < 3 || strcmp(parts[2], uuid) != 0)
        return;
    g_autofree char *login = clean(parts[0]);
    g_autofree char *name = clean(parts[1]);
    if (!*login || known(others, login))
        return;
    g_autofree char *initials = pk_app_initials(*name ? name : login);
    g_ptr_array_add(others, pk_looker_new(login, name, *initials ? initials : login));
}

/* A lock that can be had is one whose console is gone. */
static void
look_at(const PkWhoFolder *who, const char *name, const char *uuid, GPtrArray *others)
{
    g_autofree char *path = path_of(who, name);
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

    if (fd < 0)
        return;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
        bool gone = flock(fd, LOCK_SH | LOCK_NB) == 0;
        bool begun = *name == '.' && g_get_real_time() / G_USEC_PER_SEC - st.st_mtime < STRAY_S;
        if (!gone && uuid && *name != '.')
            take_in(fd, uuid, others);
        else if (gone && !begun && !who->read_only)
            unlink(path);
    }
    close(fd);
}

static int
by_login(const void *a, const void *b)
{
    const PkLooker *x = *(PkLooker *const *)a, *y = *(PkLooker *const *)b;

    return strcmp(x->login, y->login);
}

static void
look_around(PkWhoFolder *who, const char *uuid)
{
    GPtrArray *others = pk_lookers_new();
    g_autoptr(GDir) folder = uuid ? g_dir_open(who->folder, 0, NULL) : NULL;
    const char *name;

    while (folder && (name = g_dir_read_name(folder)) != NULL) {
        if (g_strcmp0(name, who->own) != 0)
            look_at(who, name, uuid, others);
    }
    g_ptr_array_sort(others, by_login);
    g_mutex_lock(&who->lock);
    bool current = g_strcmp0(who->wanted, uuid) == 0;
    bool same = !current || pk_lookers_same(who->others, others);
    GPtrArray *old = current ? who->others : others;
    if (current)
        who->others = others;
    g_mutex_unlock(&who->lock);
    g_ptr_array_unref(old);
    if (!same)
        pk_bell_ring(who->bell);
}

/* ---- the thread ----------------------------------------------------------------------------- */

static bool
watch_folder(PkWhoFolder *who)
{
    if (who->watch < 0)
        who->watch = inotify_add_watch(who->notify, who->folder,
                                       IN_MOVED_TO | IN_DELETE | IN_CLOSE_WRITE | IN_ONLYDIR |
                                           IN_DELETE_SELF);
    return who->watch >= 0;
}

/* Empties both descriptors. True: something happened in the folder, or is wanted. */
static bool
take_events(PkWhoFolder *who)
{
    union {
        char bytes[4096];
        struct inotify_event align;
    } got;
    uint64_t count;
    bool any = read(who->wake, &count, sizeof count) > 0;

    for (ssize_t n; who->notify >= 0 && (n = read(who->notify, &got, sizeof got)) > 0;) {
        any = true;
        for (const char *at = got.bytes; at < got.bytes + n;) {
            const struct inotify_event *event = (const void *)at;
            if (event->mask & IN_IGNORED) { /* the folder is gone: it is made anew */
                who->watch = -1;
                leave(who);
            }
            at += sizeof *event + event->len;
        }
    }
    return any;
}

/* NULL to end; else what to show ("" for nothing). Owned. */
static char *
wanted_now(PkWhoFolder *who)
{
    g_mutex_lock(&who->lock);
    char *wanted = who->stop ? NULL : g_strdup(who->wanted ? who->wanted : "");
    g_mutex_unlock(&who->lock);
    return wanted;
}

static void *
run(void *data)
{
    PkWhoFolder *who = data;
    bool again = false; /* look once more after a moment */

    for (char *wanted; (wanted = wanted_now(who)) != NULL; g_free(wanted)) {
        const char *uuid = *wanted ? wanted : NULL;
        if (g_strcmp0(uuid, who->shown) != 0)
            leave(who);
        if (uuid && !who->shown && !who->read_only)
            arrive(who, uuid);
        bool watching = uuid && watch_folder(who);
        look_around(who, uuid);
        struct pollfd fds[] = { { .fd = who->wake, .events = POLLIN },
                                { .fd = who->notify, .events = POLLIN } };
        int ms = again ? RECHECK_MS : uuid && !watching ? RETRY_MS : -1;
        poll(fds, 2, ms);
        again = take_events(who) && uuid;
    }
    leave(who);
    g_mutex_lock(&who->lock);
    who->ended = true;
    g_cond_broadcast(&who->ended_cond);
    g_mutex_unlock(&who->lock);
    who_unref(who);
    return NULL;
}

/* ---- for the main thread -------------------------------------------------------------------- */

PkWhoFolder *
pk_who_folder_new(const char *where, const char *login, const char *name, bool read_only,
                  PkBell *bell)
{
    PkWhoFolder *who = g_new0(PkWhoFolder, 1);

    who->refs = 2;
    who->file = g_strdup(where);
    who->folder = g_strconcat(where, "-who", NULL);
    who->login = clean(login);
    who->name = clean(name);
    who->read_only = read_only;
    who->bell = pk_bell_ref(bell);
    who->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    who->notify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    who->others = pk_lookers_new();
    who->own_fd = who->watch = -1;
    g_mutex_init(&who->lock);
    g_cond_init(&who->ended_cond);
    g_thread_unref(g_thread_new("piket-who", run, who));
    return who;
}

static void
nudge(PkWhoFolder *who)
{
    uint64_t one = 1;

    if (write(who->wake, &one, sizeof one) < 0)
        return; /* full: it wakes already */
}

void
pk_who_folder_free(PkWhoFolder *who)
{
    if (!who)
        return;
    int64_t until_us = g_get_monotonic_time() + GOODBYE_MS * INT64_C(1000);
    bool late = false;
    g_mutex_lock(&who->lock);
    who->stop = true;
    nudge(who);
    while (!who->ended && !late)
        late = !g_cond_wait_until(&who->ended_cond, &who->lock, until_us);
    g_mutex_unlock(&who->lock);
    who_unref(who);
}

void
pk_who_folder_show(PkWhoFolder *who, const char *uuid)
{
    g_mutex_lock(&who->lock);
    bool same = g_strcmp0(who->wanted, uuid) == 0;
    if (!same) {
        g_free(who->wanted);
        who->wanted = g_strdup(uuid);
        g_ptr_array_set_size(who->others, 0); /* they were at the other one */
    }
    g_mutex_unlock(&who->lock);
    if (!same)
        nudge(who);
}

GPtrArray *
pk_who_folder_list(PkWhoFolder *who)
{
    g_mutex_lock(&who->lock);
    GPtrArray *others = pk_lookers_copy(who->others);
    g_mutex_unlock(&who->lock);
    return others;
}
