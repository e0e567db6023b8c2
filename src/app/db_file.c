/* SPDX-License-Identifier: EUPL-1.2 */
/* A database that is one file: looking at it, making it, bringing it up to date. */
#include "db_admin.h"

#include "piket/base/clock.h"
#include "piket/store/admin_store.h"
#include "piket/store/migrate.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- looking -------------------------------------------------------------------------------- */

PkDb *
pk_db_file_look(const char *path, GError **error)
{
    struct stat info;
    g_autofree char *log = g_strconcat(path, "-wal", NULL);
    bool in_use = stat(log, &info) == 0 && info.st_size > 0;

    return pk_db_open(path, in_use ? PK_DB_READ : PK_DB_LOOK, error);
}

bool
pk_db_file_check(const char *path, PkDbCopy *copy, GError **error)
{
    g_autoptr(PkDb) db = pk_db_file_look(path, error);
    int64_t version = 0;

    if (!db || !pk_schema_read(db, &version, error))
        return false;
    if (version == 0) {
        g_set_error(error, PK_ERROR, PK_ERROR_BROKEN,
                    _("There is no data of Piket in %s. Nothing was changed."),
                    copy->file ? copy->file : path);
        return false;
    }
    if (version > pk_schema_version()) {
        g_set_error(error, PK_ERROR, PK_ERROR_TOO_NEW,
                    _("%s was made by a newer Piket (schema %d; this one knows up to %d). Nothing "
                      "was changed. Install the newer Piket first."),
                    copy->file ? copy->file : path, (int)version, pk_schema_version());
        return false;
    }
    return pk_db_check(db, error) && pk_db_copy_fill(db, copy, error);
}

/* ---- status --------------------------------------------------------------------------------- */

static void G_GNUC_PRINTF(2, 3) trouble(PkDbStatus *status, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_ptr_array_add(status->troubles, g_strdup_vprintf(format, args));
    va_end(args);
}

static char *
user_name(uid_t id)
{
    const struct passwd *entry = getpwuid(id);

    return entry ? g_strdup(entry->pw_name) : g_strdup_printf("%u", (unsigned)id);
}

static char *
group_name(gid_t id)
{
    const struct group *entry = getgrgid(id);

    return entry ? g_strdup(entry->gr_name) : g_strdup_printf("%u", (unsigned)id);
}

static void
look_at_rights(const char *where, const struct stat *info, PkDbStatus *status)
{
    status->n_bytes = info->st_size;
    status->mode = info->st_mode & 0777;
    status->owner = user_name(info->st_uid);
    status->group = group_name(info->st_gid);
    status->writable = access(where, W_OK) == 0;
    if (status->mode & 0007)
        trouble(
            status,
            _("Everybody on this computer can get at the file (mode %04o). Use: chmod o= FILE."),
            status->mode);
    if (!status->writable)
        trouble(status, _("You may not write this file: reading only."));
}

static void
look_at_content(PkDbStatus *status)
{
    if (status->schema > status->needed)
        trouble(status, _("Made by a newer Piket. Bring this Piket up to date."));
    else if (status->schema > 0 && status->schema < status->needed)
        trouble(status, _("Older than this Piket. 'piket db migrate' brings it up to date, after a "
                          "copy; so does the next command that opens it."));
    if (status->n_incidents > 0 && status->backup_us == 0)
        trouble(status, _("No backup is on record. 'piket db backup' makes one."));
    else if (status->backup_us > 0 &&
             pk_clock_now_us() - status->backup_us > PK_BACKUP_AGE_DAYS * PK_DAY_US)
        trouble(status,
                _("The last backup on record is more than %d days old. 'piket db backup' "
                  "makes one."),
                PK_BACKUP_AGE_DAYS);
}

static bool
status_of_file(const char *where, bool heads, PkDbStatus *status, GError **error)
{
    struct stat info;
    g_autofree char *log = g_strconcat(where, "-wal", NULL);

    status->engine = g_strdup("sqlite");
    if (stat(where, &info) != 0 && errno == ENOENT)
        return true;
    if (stat(where, &info) != 0) {
        g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                    _("%s cannot be read (%s). Name another file with --db."), where,
                    g_strerror(errno));
        return false;
    }
    status->exists = true;
    look_at_rights(where, &info, status);
    if (stat(log, &info) == 0)
        status->n_log_bytes = info.st_size;
    g_autoptr(PkDb) db = pk_db_file_look(where, error);
    if (!db || !pk_db_status_fill(db, heads, status, error))
        return false;
    look_at_content(status);
    return true;
}

/* ---- making and migrating ------------------------------------------------------------------- */

static bool
is_there(const char *where)
{
    struct stat info;

    return stat(where, &info) == 0 && info.st_size > 0;
}

static bool
init_file(const PkAppConfig *config, bool *ret_made, GError **error)
{
    bool there = is_there(config->where);
    g_autoptr(PkApp) app = pk_app_open(config, error);

    if (!app || !pk_app_make_file(app, error))
        return false;
    *ret_made = !there;
    return true;
}

static bool
migrate_file(const PkAppConfig *config, PkDbMigrated *ret_migrated, GError **error)
{
    g_autoptr(PkDb) db = pk_db_file_look(config->where, error);
    PkDbMigrated migrated = { 0, pk_schema_version(), NULL };

    if (!db || !pk_schema_read(db, &migrated.from, error))
        return false;
    g_clear_pointer(&db, pk_db_close);
    g_autoptr(PkApp) app = pk_app_open(config, error); /* this migrates, after a copy */
    if (!app)
        return false;
    migrated.copy = g_strdup(pk_app_backup_made(app));
    *ret_migrated = migrated;
    return true;
}

/* ---- the table ------------------------------------------------------------------------------ */

static bool
is_file(G_GNUC_UNUSED const char *where)
{
    return true;
}

/* clang-format off */
const PkDbAdmin pk_db_admin_file = {
    .is_for = is_file,           .status = status_of_file,     .init = init_file,
    .migrate = migrate_file,     .backup = pk_db_file_backup,  .restore = pk_db_file_restore,
};
/* clang-format on */
