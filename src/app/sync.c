/* SPDX-License-Identifier: EUPL-1.2 */
/* A meeting of outbox and server: who may hold it, what the server calls the outbox, then delivery,
 * then the copy. */
#include "piket/app/sync.h"

#include "piket/base/clock.h"
#include "piket/base/uuid.h"
#include "piket/store/migrate.h"
#include "sync_private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static void
item_free(void *data)
{
    PkSyncItem *item = data;

    g_free(item->ident);
    g_free(item->reason);
    g_free(item);
}

void
pk_sync_report_free(PkSyncReport *report)
{
    if (!report)
        return;
    g_clear_pointer(&report->items, g_ptr_array_unref);
    g_free(report);
}

/* ---- one meeting at a time --------------------------------------------------------------------
 */

/* A file beside the outbox; the system lets go of it when the process ends, however it ends. */
static int
take_lock(const char *path, GError **error)
{
    g_autofree char *name = g_strconcat(path, "-sync", NULL);
    g_autofree char *dir = g_path_get_dirname(path);
    int fd = g_mkdir_with_parents(dir, 0700) == 0
                 ? open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)
                 : -1;

    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    if (fd >= 0 && errno == EWOULDBLOCK)
        g_set_error_literal(error, PK_ERROR, PK_ERROR_BUSY,
                            _("Another Piket on this computer is delivering now. Wait until it is "
                              "done."));
    else
        g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                    _("The outbox %s cannot be used (%s). Check the rights of its folder."), path,
                    g_strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

/* ---- what the outbox is called ----------------------------------------------------------------
 */

/* The tag is written on the server first: a meeting that breaks off here costs a letter, and no
 * letter is ever given twice. */
static bool
ask_tag(PkApp *server, PkOrigin *origin, GError **error)
{
    PkDone none = { 0 };
    PkOrigin there = { .uuid = origin->uuid, .created_us = origin->created_us };

    if (!pk_app_begin(server, PK_MAY_LOG, error))
        return false;
    origin->tag = pk_outbox_tag_next(server->db, error);
    there.tag = origin->tag;
    bool ok = origin->tag && pk_origin_insert(server->db, &there, error);
    return pk_app_end(server, ok, &none, NULL, error);
}

static bool
begin_outbox(PkMeeting *meeting, PkOrigin *origin, GError **error)
{
    PkApp *server = meeting->server;
    PkOutbox outbox = { .address = (char *)pk_app_where(server),
                        .server_uuid = server->origin->uuid,
                        .login = server->login };

    if (!pk_db_begin(meeting->local, error))
        return false;
    if (pk_outbox_unmark_all(meeting->local, error) &&
        pk_origin_insert(meeting->local, origin, error) &&
        pk_outbox_set(meeting->local, &outbox, error))
        return pk_db_commit(meeting->local, error);
    pk_db_rollback(meeting->local);
    return false;
}

static PkOrigin *
make_outbox(PkMeeting *meeting, GError **error)
{
    g_autoptr(PkOrigin) origin = g_new0(PkOrigin, 1);

    origin->created_us = pk_clock_now_us();
    origin->uuid = pk_uuid_new(origin->created_us);
    origin->is_current = true;
    meeting->report->first = true;
    if (pk_app_may(meeting->server, PK_MAY_LOG, NULL) ? !ask_tag(meeting->server, origin, error)
                                                      : !(origin->tag = g_strdup("")))
        return NULL;
    if (!begin_outbox(meeting, origin, error))
        return NULL;
    return g_steal_pointer(&origin);
}

/* Lines carry the name of who wrote them: nobody delivers for somebody else. */
static bool
check_owner(const PkMeeting *meeting, const PkOutbox *outbox, GError **error)
{
    int64_t n_unsent = 0, n_refused = 0;

    if (strcmp(outbox->login, meeting->server->login) == 0)
        return true;
    if (!pk_outbox_count(meeting->local, &n_unsent, &n_refused, error))
        return false;
    if (n_unsent == 0)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                _("The outbox of this computer holds lines that %s wrote, and you are %s on the "
                  "server. Nothing was delivered; sync as %s first."),
                outbox->login, meeting->server->login, outbox->login);
    return false;
}

/* A server that was put back to a copy from before this outbox learns its tag again. */
static bool
introduce(PkMeeting *meeting, const PkOrigin *own, GError **error)
{
    PkDb *server = meeting->server->db;
    g_autoptr(GPtrArray) origins = pk_origin_list(server, error);
    PkOrigin there = { .uuid = own->uuid, .tag = own->tag, .created_us = own->created_us };
    PkDone none = { 0 };

    for (guint i = 0; origins && i < origins->len; i++) {
        const PkOrigin *other = origins->pdata[i];
        if (strcmp(other->tag, own->tag) != 0)
            continue;
        g_set_error(error, PK_ERROR, PK_ERROR_CONFLICT,
                    _("The server gave the letter %s of this outbox to another computer. Nothing "
                      "was delivered; keep the file and tell your administrator."),
                    own->tag);
        return false;
    }
    if (!origins || !pk_app_begin(meeting->server, PK_MAY_LOG, error))
        return false;
    bool ok =
        pk_outbox_tag_keep(server, own->tag, error) && pk_origin_insert(server, &there, error);
    meeting->own_there = there.key;
    return pk_app_end(meeting->server, ok, &none, NULL, error);
}

static bool
be_known(PkMeeting *meeting, const PkOrigin *own, GError **error)
{
    g_autoptr(PkOrigin) there = NULL;

    if (!pk_origin_by_uuid(meeting->server->db, own->uuid, &there, error))
        return false;
    if (!there)
        return introduce(meeting, own, error);
    meeting->own_there = there->key;
    return true;
}

/* ---- the meeting ------------------------------------------------------------------------------
 */

static bool
meet(PkMeeting *meeting, GError **error)
{
    g_autoptr(PkOutbox) outbox = NULL;
    g_autoptr(PkOrigin) own = NULL;

    if (!pk_app_make_file(meeting->server, error) || !pk_outbox_get(meeting->local, &outbox, error))
        return false;
    if (outbox && !check_owner(meeting, outbox, error))
        return false;
    /* Lines of an outbox are its owner's: whoever takes it over begins a chain with another letter.
     * Who may not write has no letter, until they may. */
    bool stays = false;
    if (outbox && strcmp(outbox->login, meeting->server->login) == 0) {
        own = pk_origin_current(meeting->local, error);
        if (!own)
            return false;
        stays = *own->tag || !pk_app_may(meeting->server, PK_MAY_LOG, NULL);
    }
    if (!stays) {
        g_clear_pointer(&own, pk_origin_free);
        own = make_outbox(meeting, error);
    }
    if (!own || (*own->tag && !be_known(meeting, own, error)))
        return false;
    meeting->own = own;
    g_strlcpy(meeting->report->tag, own->tag, sizeof meeting->report->tag);
    bool ok = pk_deliver(meeting, error) && pk_copy_refresh(meeting, error);
    meeting->own = NULL;
    return ok;
}

PkSyncReport *
pk_sync_run(PkApp *server, const char *path, GError **error)
{
    g_autoptr(PkSyncReport) report = g_new0(PkSyncReport, 1);
    PkMeeting meeting = { .server = server, .report = report };
    int lock = take_lock(path, error);

    if (lock < 0)
        return NULL;
    report->items = g_ptr_array_new_with_free_func(item_free);
    meeting.local = pk_outbox_open(path, true, error);
    bool ok = meeting.local && meet(&meeting, error);
    if (ok)
        while (pk_db_idle(meeting.local)) /* what was taken away leaves the log beside the file */
            continue;
    pk_db_close(meeting.local);
    close(lock);
    return ok ? g_steal_pointer(&report) : NULL;
}

GPtrArray *
pk_sync_waiting(const char *path, GError **error)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(item_free);

    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return g_steal_pointer(&items);
    g_autoptr(PkDb) db = pk_outbox_open(path, false, error);
    g_autoptr(GPtrArray) unsent = db ? pk_outbox_unsent(db, error) : NULL;
    for (guint i = 0; unsent && i < unsent->len; i++) {
        const PkUnsent *one = unsent->pdata[i];
        PkSyncItem *item = g_new0(PkSyncItem, 1);
        item->ident = g_strdup(one->ident);
        item->n_lines = one->last_no - one->sent_no;
        item->reason = g_strdup(one->reason);
        g_ptr_array_add(items, item);
    }
    return unsent ? g_steal_pointer(&items) : NULL;
}

PkSyncReport *
pk_sync_try(PkApp *app, GError **error)
{
    PkOutboxState state = { 0 };

    if (!pk_app_reconnect(app, error) || !pk_app_refresh(app, NULL, error))
        return NULL;
    if (app->mode != PK_MODE_SERVER) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_OFFLINE, _("The server does not answer."));
        return NULL;
    }
    if (!pk_outbox_look(app->outbox, &state, error))
        return NULL;
    if (state.made)
        return pk_sync_run(app, app->outbox, error);
    PkSyncReport *nothing = g_new0(PkSyncReport, 1);
    nothing->items = g_ptr_array_new_with_free_func(item_free);
    return nothing;
}
