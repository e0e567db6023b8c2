/* SPDX-License-Identifier: EUPL-1.2 */
#include "news_private.h"
#include "piket/store/db.h"

#include <glib-unix.h>
#include <sys/inotify.h>
#include <unistd.h>

struct PkNews {
    PkListen *listen; /* to a server; what follows is then not used */
    void (*who)(void *data);
    void *who_data;
    char *path; /* <db>-notify */
    int fd;
    int watch; /* -1: the file is not there yet */
    guint source;
    void (*changed)(void *data);
    void *data;
};

static gboolean
on_event(int fd, G_GNUC_UNUSED GIOCondition condition, void *data)
{
    PkNews *news = data;
    char bytes[4096];
    bool any = false;
    /* What the events say does not matter: the database is asked. */
    while (read(fd, bytes, sizeof bytes) > 0)
        any = true;
    if (any)
        news->changed(news->data);
    return G_SOURCE_CONTINUE;
}

static void
on_changed(void *data)
{
    PkNews *news = data;
    news->changed(news->data);
}

static void
on_who(void *data)
{
    PkNews *news = data;
    if (news->who)
        news->who(news->who_data);
}

static PkNews *
news_of_server(const char *where, void (*changed)(void *data), void *data)
{
    PkNews *news = g_new0(PkNews, 1);
    news->fd = news->watch = -1;
    news->changed = changed;
    news->data = data;
    news->listen = pk_listen_new(where, on_changed, on_who, news);
    return news;
}

PkNews *
pk_news_new(const char *where, void (*changed)(void *data), void *data)
{
    if (pk_db_is_server(where))
        return news_of_server(where, changed, data);
    int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (fd < 0)
        return NULL;
    PkNews *news = g_new0(PkNews, 1);
    news->path = g_strconcat(where, "-notify", NULL);
    news->fd = fd;
    news->watch = -1;
    news->changed = changed;
    news->data = data;
    news->source = g_unix_fd_add(fd, G_IO_IN, on_event, news);
    pk_news_look(news);
    return news;
}

void
pk_news_free(PkNews *news)
{
    if (!news)
        return;
    pk_listen_free(news->listen);
    if (news->source)
        g_source_remove(news->source);
    if (news->fd >= 0)
        close(news->fd);
    g_free(news->path);
    g_free(news);
}

bool
pk_news_look(PkNews *news)
{
    if (news->listen)
        return true;
    if (news->watch < 0)
        news->watch = inotify_add_watch(news->fd, news->path, IN_ATTRIB | IN_MODIFY);
    return news->watch >= 0;
}

PkListen *
pk_news_listen(PkNews *news)
{
    return news ? news->listen : NULL;
}

void
pk_news_set_who(PkNews *news, void (*who)(void *data), void *data)
{
    news->who = who;
    news->who_data = data;
}
