/* SPDX-License-Identifier: EUPL-1.2 */
#include "app_private.h"
#include "db_admin.h"
#include "piket/app/handover.h"
#include "piket/app/reference.h"
#include "piket/app/sync.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/base/uuid.h"
#include "piket/store/migrate.h"
#include "piket/store/person_store.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

static const char in_memory[] = ":memory:";

/* ---- the connection ------------------------------------------------------------------------- */

static void
set_text(char **field, const char *text)
{
    g_free(*field);
    *field = g_strdup(text);
}

/* On a server the person is the role that is logged in, and nobody else. */
static bool
read_server_identity(PkApp *app, const PkPerson *person, GError **error)
{
    int64_t keeps = 0;

    if (person) {
        set_text(&app->name, person->name);
        return true;
    }
    if (!pk_person_keeps_server(app->db, app->login, &keeps, error))
        return false;
    app->keeper = keeps == 1;
    if (app->keeper)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                _("The server knows the role %s, but Piket does not. Have your administrator run "
                  "\"piket person add %s\"."),
                app->login, app->login);
    return false;
}

/* A server guards by itself; there the program's own guard would only ask everything twice. */
static void
set_eyes(PkApp *app)
{
    bool guards = !app->sees_all && !pk_db_user(app->db);

    pk_db_set_sight(app->db, guards ? &app->sight : NULL);
    pk_db_see_all(app->db, app->sees_all);
}

/* Whose groups were taken away while they worked finds no table any more. */
static bool
read_person(PkApp *app, PkPerson **ret_person, GError **error)
{
    g_autoptr(GError) why = NULL;

    if (pk_person_get(app->db, app->login, ret_person, &why))
        return true;
    if (pk_db_user(app->db) && g_error_matches(why, PK_ERROR, PK_ERROR_INVALID))
        pk_app_refuse_switched_off(app, error);
    else
        g_propagate_error(error, g_steal_pointer(&why));
    return false;
}

bool
pk_app_look(PkApp *app, GError **error)
{
    g_autoptr(PkPerson) person = NULL;
    GArray *named = NULL;

    if (app->origin && (!read_person(app, &person, error) ||
                        (pk_db_user(app->db) && !read_server_identity(app, person, error)) ||
                        !(named = pk_named_of_login(app->db, app->login, error))))
        return false;
    g_clear_pointer(&app->named, g_array_unref);
    app->named = named;
    app->switched_off = person && !person->active;
    if (person && app->mode == PK_MODE_COPY)
        set_text(&app->name, person->name);
    set_text(&app->roles, !app->origin        ? pk_roles_maker /* first writer: every role */
                          : app->switched_off ? ""
                          : person            ? person->roles
                          : app->keeper       ? pk_roles_keeper
                                              : pk_roles_newcomer);
    app->sight =
        pk_sight_new(app->login, app->roles, person ? person->ceiling : PK_TLP_GREEN, app->named);
    set_eyes(app);
    return true;
}

void
pk_app_see_all(PkApp *app, bool on)
{
    app->sees_all = on;
    set_eyes(app);
}

/* Roles and origin as the open database has them. */
static bool
read_identity(PkApp *app, GError **error)
{
    g_autoptr(GError) none = NULL;

    if (pk_db_user(app->db))
        set_text(&app->login, pk_db_user(app->db));
    app->sight.login = app->login;
    g_clear_pointer(&app->origin, pk_origin_free);
    app->origin = pk_origin_current(app->db, &none);
    if (!app->origin && !g_error_matches(none, PK_ERROR, PK_ERROR_MISSING)) {
        g_propagate_error(error, g_steal_pointer(&none));
        return false;
    }
    return pk_app_look(app, error);
}

bool
pk_app_take_db(PkApp *app, PkDb *db, bool on_file, GError **error)
{
    g_mutex_lock(&app->guard);
    PkDb *old = app->db;
    app->db = db;
    if (old)
        app->n_saved += pk_db_n_saved(old);
    g_mutex_unlock(&app->guard);
    pk_db_close(old);
    app->on_file = on_file;
    app->settled = false;
    pk_app_forget_places(app);
    return pk_db_data_version(db, &app->seen_commit, error) && read_identity(app, error);
}

/* "<file>.before-schema-4-20260310T021400", never one that is there. Owned. */
static char *
backup_name(const PkApp *app)
{
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(pk_clock_now_us() / PK_SECOND_US);
    g_autofree char *stamp = g_date_time_format(now, "%Y%m%dT%H%M%S");
    char *name = g_strdup_printf("%s.before-schema-%d-%s", app->where, pk_schema_version(), stamp);

    for (int i = 2; g_file_test(name, G_FILE_TEST_EXISTS); i++) {
        g_free(name);
        name =
            g_strdup_printf("%s.before-schema-%d-%s-%d", app->where, pk_schema_version(), stamp, i);
    }
    return name;
}

static bool
bring_up_to_date(PkApp *app, PkDb *db, GError **error)
{
    int64_t version = 0, from = 0;
    g_autofree char *backup = NULL;

    if (pk_db_is_server(app->where)) /* its administrator's to do: others may be working on it */
        return pk_schema_require_current(db, error);
    if (!pk_schema_read(db, &version, error))
        return false;
    if (version == pk_schema_version())
        return true;
    backup = version > 0 ? backup_name(app) : NULL;
    if (!pk_migrate(db, backup, &from, error))
        return false;
    if (backup && g_file_test(backup, G_FILE_TEST_EXISTS)) {
        g_free(app->backup);
        app->backup = g_steal_pointer(&backup);
    }
    return true;
}

static bool
open_file(PkApp *app, GError **error)
{
    g_autoptr(PkDb) db =
        app->glance && !pk_db_is_server(app->where)
            ? pk_db_file_look(app->where, error)
            : pk_db_open(app->where, app->read_only ? PK_DB_READ : PK_DB_WRITE, error);

    if (!db)
        return false;
    if (!(app->read_only ? pk_schema_require_current(db, error) : bring_up_to_date(app, db, error)))
        return false;
    return pk_app_take_db(app, g_steal_pointer(&db), true, error);
}

/* An empty database with the register in it, until the first write makes the file. */
static bool
open_memory(PkApp *app, GError **error)
{
    g_autoptr(PkDb) db = pk_db_open(in_memory, PK_DB_CREATE, error);

    if (!db || !pk_migrate(db, NULL, NULL, error) ||
        !pk_reference_load(db, pk_clock_now_us(), NULL, error))
        return false;
    return pk_app_take_db(app, g_steal_pointer(&db), false, error);
}

bool
pk_app_open_where(PkApp *app, GError **error)
{
    bool server = app->outbox != NULL;

    if (!(server || pk_app_is_there(app->where) ? open_file(app, error) : open_memory(app, error)))
        return false;
    app->mode = server ? PK_MODE_SERVER : PK_MODE_HERE;
    return true;
}

/* The outbox, when it is for want of the server that nothing was opened; without an outbox nothing,
 * for who can wait. */
static bool
open_without_server(PkApp *app, const PkAppConfig *config, GError **error)
{
    g_autoptr(GError) why = NULL;

    bool tried = !config->without_server;

    if (!app->outbox || (tried && !g_error_matches(*error, PK_ERROR, PK_ERROR_OFFLINE)))
        return false;
    if (!pk_app_fall_back(app, &why)) {
        bool open = config->patient && !why && open_memory(app, &why);
        if (why && !tried)
            g_propagate_error(error, g_steal_pointer(&why));
        if (!open)
            return false;
        app->mode = PK_MODE_NONE;
    }
    g_clear_error(error);
    return true;
}

/* ---- opening and closing -------------------------------------------------------------------- */

bool
pk_app_is_server(const char *where)
{
    return pk_db_is_server(where);
}

bool
pk_app_is_there(const char *where)
{
    return pk_db_is_server(where) ||
           (strcmp(where, in_memory) != 0 && g_file_test(where, G_FILE_TEST_EXISTS));
}

PkApp *
pk_app_open(const PkAppConfig *config, GError **error)
{
    g_autoptr(PkApp) app = g_new0(PkApp, 1);

    g_mutex_init(&app->guard);
    app->where = g_strdup(config->where);
    app->login = g_strdup(config->login);
    app->name = g_strdup(config->name);
    app->own_region = g_strdup(config->own_region);
    app->outbox = g_strdup(config->outbox);
    app->glance = config->glance;
    app->read_only = config->read_only;
    app->gap_minutes = config->gap_minutes > 0 ? config->gap_minutes : 30;
    app->handover_minutes =
        config->handover_minutes > 0 ? config->handover_minutes : PK_HANDOVER_WAIT_MINUTES;
    app->zone = pk_zone_new(config->zone, error);
    if (!app->zone)
        return NULL;
    pk_app_identify(&app->login, &app->name);
    GError *why = NULL;
    bool there = !config->without_server && pk_app_open_where(app, &why);
    if (!there && !open_without_server(app, config, &why)) {
        if (why)
            g_propagate_error(error, why);
        return NULL;
    }
    return g_steal_pointer(&app);
}

void
pk_app_close(PkApp *app)
{
    if (!app)
        return;
    pk_app_forget_places(app);
    pk_db_close(app->db);
    pk_origin_free(app->origin);
    pk_zone_free(app->zone);
    g_mutex_clear(&app->guard);
    g_free(app->where);
    g_free(app->login);
    g_free(app->name);
    g_free(app->roles);
    g_clear_pointer(&app->named, g_array_unref);
    g_free(app->own_region);
    g_free(app->backup);
    g_free(app->outbox);
    g_free(app);
}

static bool
look_for_commits(PkApp *app, bool *ret_changed, GError **error)
{
    int64_t now = 0;

    if (!pk_db_data_version(app->db, &now, error))
        return false;
    *ret_changed = now != app->seen_commit;
    app->seen_commit = now;
    return !*ret_changed || read_identity(app, error);
}

/* A server that went away: from now on the outbox. One that is back is found by pk_app_reconnect;
 * only who has nothing to fall back upon finds it here, when the next question is answered. */
static bool
refresh_server(PkApp *app, bool *ret_changed, GError **error)
{
    g_autoptr(GError) why = NULL;
    bool changed = false;

    if (app->mode == PK_MODE_NONE && !app->on_file)
        changed = pk_app_open_where(app, &why);
    else if (look_for_commits(app, &changed, &why) && app->mode == PK_MODE_NONE)
        app->mode = PK_MODE_SERVER;
    if (why && g_error_matches(why, PK_ERROR, PK_ERROR_OFFLINE) && app->mode == PK_MODE_SERVER &&
        pk_app_fall_back(app, NULL)) {
        g_clear_error(&why);
        changed = true;
    }
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return false;
    }
    if (ret_changed)
        *ret_changed = changed;
    return true;
}

bool
pk_app_refresh(PkApp *app, bool *ret_changed, GError **error)
{
    bool changed = false;

    if (app->mode != PK_MODE_HERE)
        return refresh_server(app, ret_changed, error);
    if (!app->on_file && strcmp(app->where, in_memory) != 0) {
        g_autoptr(GError) why = NULL;
        struct stat st;
        /* An empty file is one that somebody else is just making. */
        if (g_stat(app->where, &st) == 0 && st.st_size > 0) {
            changed = open_file(app, &why);
            if (why && !g_error_matches(why, PK_ERROR, PK_ERROR_BUSY)) {
                g_propagate_error(error, g_steal_pointer(&why));
                return false;
            }
        }
    } else {
        if (!look_for_commits(app, &changed, error))
            return false;
    }
    if (ret_changed)
        *ret_changed = changed;
    return true;
}

/* ---- the first write ------------------------------------------------------------------------ */

static bool
create_file(PkApp *app, GError **error)
{
    g_autofree char *dir = g_path_get_dirname(app->where);

    if (g_mkdir_with_parents(dir, 0700) != 0) {
        g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                    _("The folder %s cannot be made (%s). Check its rights, or name another file "
                      "with --db."),
                    dir, g_strerror(errno));
        return false;
    }
    g_autoptr(PkDb) db = pk_db_open(app->where, PK_DB_CREATE, error);
    if (!db || !bring_up_to_date(app, db, error))
        return false;
    return pk_app_take_db(app, g_steal_pointer(&db), true, error);
}

static bool
insert_origin(PkApp *app, int64_t now_us, GError **error)
{
    g_autoptr(PkOrigin) origin = g_new0(PkOrigin, 1);

    origin->uuid = pk_uuid_new(now_us);
    origin->tag = g_strdup("");
    origin->created_us = now_us;
    origin->is_current = true;
    return pk_origin_insert(app->db, origin, error);
}

static bool
insert_person(PkApp *app, const char *roles, GError **error)
{
    PkPerson person = { app->login, app->name, NULL, (char *)roles, PK_TLP_GREEN, true };
    g_autofree char *initials = pk_app_initials(app->name);

    person.initials = initials;
    return pk_person_insert(app->db, &person, error);
}

/* Origin, person and register: whatever of them is not there yet. */
static bool
settle(PkApp *app, GError **error)
{
    g_autoptr(GError) none = NULL;
    g_autoptr(PkPerson) person = NULL;
    int64_t now_us = pk_clock_now_us();

    g_autoptr(PkOrigin) origin = pk_origin_current(app->db, &none);
    if (!origin && !g_error_matches(none, PK_ERROR, PK_ERROR_MISSING)) {
        g_propagate_error(error, g_steal_pointer(&none));
        return false;
    }
    if (!origin && !insert_origin(app, now_us, error))
        return false;
    if (!pk_person_get(app->db, app->login, &person, error))
        return false;
    return person || insert_person(app, origin ? pk_roles_newcomer : pk_roles_maker, error);
}

bool
pk_app_make_file(PkApp *app, GError **error)
{
    if (app->read_only)
        return pk_app_may(app, PK_MAY_LOG, error);
    /* Whoever saves asks again: nobody else may have seen that the server is back. */
    if (app->mode == PK_MODE_NONE && !pk_app_reconnect(app, NULL))
        return pk_app_needs_server(app, error);
    if (app->settled || app->mode == PK_MODE_COPY)
        return true;
    if (pk_db_is_server(app->where)) /* "piket db init" did the rest */
        return app->settled = read_identity(app, error);
    bool memory = strcmp(app->where, in_memory) == 0;
    if (!app->on_file && !memory && !create_file(app, error))
        return false;
    if (!pk_db_begin(app->db, error))
        return false;
    if (!settle(app, error)) {
        pk_db_rollback(app->db);
        return false;
    }
    if (!pk_db_commit(app->db, error) ||
        !pk_reference_load(app->db, pk_clock_now_us(), NULL, error))
        return false;
    app->on_file = true;
    app->settled = read_identity(app, error);
    pk_app_forget_places(app);
    return app->settled;
}

/* ---- questions ------------------------------------------------------------------------------ */

bool
pk_app_on_file(const PkApp *app)
{
    return app->on_file;
}

const char *
pk_app_where(const PkApp *app)
{
    return app->where;
}

const char *
pk_app_login(const PkApp *app)
{
    return app->login;
}

const char *
pk_app_name(const PkApp *app)
{
    return app->name;
}

bool
pk_app_read_only(const PkApp *app)
{
    return app->read_only;
}

const PkZone *
pk_app_zone(const PkApp *app)
{
    return app->zone;
}

const char *
pk_app_backup_made(const PkApp *app)
{
    return app->backup;
}

void
pk_app_interrupt(PkApp *app)
{
    g_mutex_lock(&app->guard);
    if (app->db)
        pk_db_interrupt(app->db);
    g_mutex_unlock(&app->guard);
}

bool
pk_app_idle(PkApp *app)
{
    return app->on_file && !app->read_only && pk_db_idle(app->db);
}

PkTimeText
pk_app_clock(const PkApp *app, int64_t us, int64_t now_us)
{
    PkLocal then = pk_zone_local(app->zone, us), now = pk_zone_local(app->zone, now_us);
    bool today = then.year == now.year && then.month == now.month && then.day == now.day;

    return pk_time_text(app->zone, us, pk_i18n_lang(), today ? PK_TIME_CLOCK : PK_TIME_MOMENT);
}
