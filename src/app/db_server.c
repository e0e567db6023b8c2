/* SPDX-License-Identifier: EUPL-1.2 */
/* A database on a server. Its copies are made by the server's own means; what is Piket's is the
 * schema with its roles, and the origin of a database that came out of a copy. */
#include "db_admin.h"

#include "files.h"
#include "piket/app/reference.h"
#include "piket/base/clock.h"
#include "piket/base/uuid.h"
#include "piket/model/seal.h"
#include "piket/store/admin_store.h"
#include "piket/store/migrate.h"
#include "piket/store/reference_store.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>
#include <unistd.h>

/* A migration of a large database takes longer than a person waits for a line. */
enum { PATIENCE_S = 24 * 60 * 60 };

/* ---- status --------------------------------------------------------------------------------- */

static bool
status_of_server(const char *where, bool heads, PkDbStatus *status, GError **error)
{
    g_autoptr(PkDb) db = pk_db_open(where, PK_DB_READ, error);

    if (!db || !pk_db_status_fill(db, heads, status, error) ||
        !pk_admin_size(db, &status->n_bytes, error))
        return false;
    status->exists = true;
    status->writable = true;
    if (status->schema == 0)
        g_ptr_array_add(
            status->troubles,
            g_strdup(_("There is no Piket in this database yet. An administrator of the "
                       "server makes it with 'piket db init'.")));
    else if (status->schema > status->needed)
        g_ptr_array_add(status->troubles,
                        g_strdup(_("Made by a newer Piket. Bring this Piket up to date.")));
    else if (status->schema < status->needed)
        g_ptr_array_add(status->troubles,
                        g_strdup(_("Older than this Piket. An administrator of the server brings "
                                   "it up to date with 'piket db migrate', after a pg_dump.")));
    return true;
}

/* ---- making and migrating ------------------------------------------------------------------- */

/* A new origin that is the current one. Owned. */
static PkOrigin *
new_origin(PkDb *db, const char *tag, GError **error)
{
    g_autoptr(PkOrigin) origin = g_new0(PkOrigin, 1);

    origin->created_us = pk_clock_now_us();
    origin->uuid = pk_uuid_new(origin->created_us);
    origin->tag = g_strdup(tag);
    origin->is_current = true;
    return pk_origin_insert(db, origin, error) ? g_steal_pointer(&origin) : NULL;
}

static bool
first_origin(PkDb *db, GError **error)
{
    g_autoptr(GError) none = NULL;
    g_autoptr(PkOrigin) there = pk_origin_current(db, &none);

    if (there)
        return true;
    if (!g_error_matches(none, PK_ERROR, PK_ERROR_MISSING)) {
        g_propagate_error(error, g_steal_pointer(&none));
        return false;
    }
    g_autoptr(PkOrigin) origin = new_origin(db, "", error);
    return origin != NULL;
}

/* Whatever of the schema, the origin and the reference data is not there yet. */
static bool
complete(PkDb *db, int64_t *ret_from, GError **error)
{
    if (!pk_migrate(db, NULL, ret_from, error) || !pk_db_begin(db, error))
        return false;
    if (!first_origin(db, error)) {
        pk_db_rollback(db);
        return false;
    }
    return pk_db_commit(db, error) && pk_reference_load(db, pk_clock_now_us(), NULL, error);
}

/* Roles are for a superuser to make. */
static bool
set_up(PkDb *db, GError **error)
{
    g_autoptr(GError) why = NULL;

    if (pk_schema_setup(db, &why))
        return true;
    if (g_error_matches(why, PK_ERROR, PK_ERROR_DENIED))
        g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                    _("Only a superuser of the server can do this, and %s is none. Nothing was "
                      "changed; have the administrator of the server run it, usually as postgres."),
                    pk_db_user(db));
    else
        g_propagate_error(error, g_steal_pointer(&why));
    return false;
}

/* An init that broke off half-way left a schema with nothing in it. */
static bool
is_whole(PkDb *db, bool *ret_whole, GError **error)
{
    g_autoptr(GError) none = NULL;
    g_autoptr(PkOrigin) origin = pk_origin_current(db, &none);
    g_autoptr(GPtrArray) sets = NULL;

    *ret_whole = false;
    if (!origin && g_error_matches(none, PK_ERROR, PK_ERROR_MISSING))
        return true;
    if (!origin) {
        g_propagate_error(error, g_steal_pointer(&none));
        return false;
    }
    sets = pk_reference_list(db, error);
    *ret_whole = sets && sets->len > 0;
    return sets != NULL;
}

static bool
init_server(const PkAppConfig *config, bool *ret_made, GError **error)
{
    g_autoptr(PkDb) db = pk_db_open(config->where, PK_DB_CREATE, error);
    int64_t version = 0;

    if (!db)
        return false;
    pk_db_set_patience(db, PATIENCE_S);
    if (!pk_schema_read(db, &version, error))
        return false;
    bool whole = false;
    if (version == pk_schema_version() && !is_whole(db, &whole, error))
        return false;
    *ret_made = !whole && (version == 0 || version == pk_schema_version());
    return whole || (set_up(db, error) && complete(db, NULL, error));
}

static bool
migrate_server(const PkAppConfig *config, PkDbMigrated *ret_migrated, GError **error)
{
    g_autoptr(PkDb) db = pk_db_open(config->where, PK_DB_WRITE, error);
    PkDbMigrated migrated = { 0, pk_schema_version(), NULL };

    if (!db)
        return false;
    pk_db_set_patience(db, PATIENCE_S);
    if (!pk_schema_read(db, &migrated.from, error))
        return false;
    if (migrated.from == 0) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_MISSING,
                            _("There is no Piket in this database yet. An administrator of the "
                              "server makes it with 'piket db init'."));
        return false;
    }
    if (migrated.from != migrated.to &&
        (!set_up(db, error) || !complete(db, &migrated.from, error)))
        return false;
    *ret_migrated = migrated;
    return true;
}

/* ---- copies --------------------------------------------------------------------------------- */

static bool
backup_server(G_GNUC_UNUSED const PkAppConfig *config, G_GNUC_UNUSED const PkDbBackup *backup,
              G_GNUC_UNUSED PkDbCopy *copy, GError **error)
{
    g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                        _("A server is backed up by its own means, as its administrator: pg_dump "
                          "-Fc -f FILE -d ADDRESS. Nothing was written; the operations page tells "
                          "the rest."));
    return false;
}

/* The lines of whoever did it: an administrator of the server need not be a person of Piket. */
static bool
renew(PkDb *db, const PkAppConfig *config, PkDbRestored *restored, GError **error)
{
    const PkDbCopy *copy = &restored->copy;
    g_autofree char *file = g_canonicalize_filename(copy->file, NULL);
    g_autoptr(PkOrigin) before = pk_origin_current(db, error);
    g_autoptr(PkZone) zone = pk_zone_new(config->zone, error);

    if (!before || !zone)
        return false;
    g_autoptr(PkOrigin) origin = new_origin(db, before->tag, error);
    if (!origin)
        return false;
    PkApp app = { .db = db, .login = (char *)pk_db_user(db), .origin = origin, .zone = zone };
    restored->origin = g_strdup(origin->uuid);
    return pk_db_tell_restored(&app, copy, file, before->uuid, error);
}

static bool
compare(const PkDbRestore *restore, const PkDbCopy *copy, GError **error)
{
    PkKeptHead kept;

    return !restore->head || (pk_seal_parse_head(restore->head, &kept, error) &&
                              pk_db_compare_head(copy, &kept, error));
}

/* pg_restore has put the copy in; this gives it its own origin and tells of it. */
static bool
finish_restore(const PkAppConfig *config, const PkDbRestore *restore, PkDbRestored *restored,
               GError **error)
{
    PkDbCopy *copy = &restored->copy;
    int64_t version = 0;

    if (restore->replace) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("On a server nothing is replaced: pg_restore the copy into a new "
                              "database, and name that one with --db."));
        return false;
    }
    copy->file = g_strdup(restore->file);
    if (!pk_files_sum(copy->file, &copy->n_bytes, &copy->sha256, error))
        return false;
    g_autoptr(PkDb) db = pk_db_open(config->where, PK_DB_WRITE, error);
    if (!db)
        return false;
    pk_db_set_patience(db, PATIENCE_S);
    if (!pk_schema_read(db, &version, error))
        return false;
    if (version != pk_schema_version())
        return pk_schema_require_current(db, error);
    /* A dump without --create lacks who may connect, and another server lacks the roles. */
    if (!pk_db_copy_fill(db, copy, error) || !compare(restore, copy, error) || !set_up(db, error) ||
        !pk_db_begin(db, error))
        return false;
    if (renew(db, config, restored, error))
        return pk_db_commit(db, error);
    pk_db_rollback(db);
    return false;
}

/* ---- the table ------------------------------------------------------------------------------ */

/* clang-format off */
const PkDbAdmin pk_db_admin_server = {
    .is_for = pk_db_is_server,   .status = status_of_server,   .init = init_server,
    .migrate = migrate_server,   .backup = backup_server,      .restore = finish_restore,
};
/* clang-format on */
