/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/app/presence.h"

#include "news_private.h"
#include "piket/base/bell.h"
#include "piket/store/db.h"
#include "presence_file.h"

#include <string.h>

struct PkPresence {
    PkNews *news;        /* of a server, or NULL   */
    PkWhoFolder *folder; /* beside a file, or NULL */
    PkBell *bell;
    void (*changed)(void *data);
    void *data;
};

static void
on_changed(void *data)
{
    PkPresence *presence = data;

    presence->changed(presence->data);
}

PkPresence *
pk_presence_new(const PkPresenceConfig *config, void (*changed)(void *data), void *data)
{
    PkPresence *presence = g_new0(PkPresence, 1);

    presence->changed = changed;
    presence->data = data;
    if (pk_news_listen(config->news)) {
        presence->news = config->news;
        pk_news_set_who(config->news, on_changed, presence);
    } else if (!pk_db_is_server(config->where) && strcmp(config->where, ":memory:") != 0) {
        presence->bell = pk_bell_new(on_changed, presence);
        presence->folder = pk_who_folder_new(config->where, config->login, config->name,
                                             config->read_only, presence->bell);
    }
    return presence;
}

void
pk_presence_free(PkPresence *presence)
{
    if (!presence)
        return;
    if (presence->news) {
        pk_news_set_who(presence->news, NULL, NULL);
        pk_listen_show(pk_news_listen(presence->news), NULL);
    }
    pk_who_folder_free(presence->folder);
    pk_bell_free(presence->bell);
    g_free(presence);
}

void
pk_presence_show(PkPresence *presence, const char *uuid)
{
    if (presence->news)
        pk_listen_show(pk_news_listen(presence->news), uuid);
    else if (presence->folder)
        pk_who_folder_show(presence->folder, uuid);
}

GPtrArray *
pk_presence_list(PkPresence *presence)
{
    if (presence->news)
        return pk_listen_who(pk_news_listen(presence->news));
    return presence->folder ? pk_who_folder_list(presence->folder) : pk_lookers_new();
}
