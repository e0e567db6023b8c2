/* SPDX-License-Identifier: EUPL-1.2 */
/* A backup of a file: copied by the engine while others go on writing, checked, encrypted when that
 * is asked, and only then given its name. */
#include "db_admin.h"

#include "files.h"
#include "gpg.h"
#include "piket/store/migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <string.h>
#include <unistd.h>

/* ---- names ---------------------------------------------------------------------------------- */

/* Beside the database with the time in its name, never one that is there. Owned. */
static char *
dated_name(const char *where, const char *ending)
{
    g_autofree char *stamp = pk_db_stamp();
    char *name = g_strdup_printf("%s.backup-%s%s", where, stamp, ending);

    for (int i = 2; access(name, F_OK) == 0; i++) {
        g_free(name);
        name = g_strdup_printf("%s.backup-%s-%d%s", where, stamp, i, ending);
    }
    return name;
}

static char *
name_of(const PkAppConfig *config, const PkDbBackup *backup)
{
    const char *ending = backup->key ? ".gpg" : "";

    if (!backup->file)
        return dated_name(config->where, ending);
    return g_strconcat(backup->file, g_str_has_suffix(backup->file, ending) ? "" : ending, NULL);
}

/* ---- the copy ------------------------------------------------------------------------------- */

/* Not to be looked at as nobody's: somebody may begin to write halfway. */
static PkDb *
open_source(const char *where, GError **error)
{
    return pk_db_open(where, access(where, W_OK) == 0 ? PK_DB_WRITE : PK_DB_READ, error);
}

static bool
copy_to(const char *where, const char *plain, PkDbCopy *copy, GError **error)
{
    g_autoptr(PkDb) db = open_source(where, error);

    if (!db || !pk_db_backup(db, plain, error))
        return false;
    if (pk_db_file_check(plain, copy, error))
        return true;
    g_prefix_error(error, _("The copy that was made is not sound, so it was not kept. "));
    return false;
}

/* The plain copy loses its name before gpg starts: whatever ends this, it does not stay behind. */
static bool
encrypt(const char *plain, const char *to, const PkDbCopy *copy, GError **error)
{
    int fd = open(plain, O_RDONLY | O_CLOEXEC);

    if (fd < 0) {
        g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE, _("%s cannot be read (%s)."), plain,
                    g_strerror(errno));
        return false;
    }
    unlink(plain);
    bool ok = pk_gpg_encrypt(fd, to, copy->file, copy->key, error);
    close(fd);
    return ok;
}

/* What is plain stays on the disk of the database, which is protected as the database is. */
static bool
make(const PkAppConfig *config, PkDbCopy *copy, const char *plain_room, const char *room,
     GError **error)
{
    g_autofree char *plain = g_build_filename(plain_room, "copy.db", NULL);
    g_autofree char *sealed = g_build_filename(room, "copy.gpg", NULL);
    const char *whole = copy->key ? sealed : plain;

    return copy_to(config->where, plain, copy, error) &&
           (!copy->key || encrypt(plain, sealed, copy, error)) &&
           pk_files_sum(whole, &copy->n_bytes, &copy->sha256, error) &&
           pk_files_settle(whole, copy->file, error);
}

/* ---- the record ----------------------------------------------------------------------------- */

static bool
tell(PkApp *app, const PkDbCopy *copy, GError **error)
{
    g_autofree char *file = g_canonicalize_filename(copy->file, NULL);
    g_autofree char *text =
        copy->key
            ? g_strdup_printf(_("Backup made, encrypted to %s: %s. It holds everything, "
                                "TLP:RED too. SHA-256 %s, head of heads %s."),
                              copy->key, file, copy->sha256, copy->head)
            : g_strdup_printf(_("Backup made, not encrypted: %s. It holds everything, TLP:RED "
                                "too. SHA-256 %s, head of heads %s."),
                              file, copy->sha256, copy->head);

    if (!pk_app_make_file(app, error) || !pk_db_begin(app->db, error))
        return false;
    json_t *details = json_pack("{s:s,s:s,s:s,s:s,s:s?}", "change", "backup", "file", file,
                                "sha256", copy->sha256, "head", copy->head, "key", copy->key);
    bool ok = pk_db_tell(app, text, details, error);
    return pk_app_end(app, ok, &(PkDone){ 0 }, NULL, error);
}

/* The backup is good whether or not the journal can tell of it. */
static void
record(const PkAppConfig *config, PkDbCopy *copy)
{
    g_autoptr(GError) problem = NULL;

    if (copy->schema != pk_schema_version()) {
        copy->not_recorded = g_strdup(_("The database is of an older schema; the journal does not "
                                        "tell of this backup."));
        return;
    }
    g_autoptr(PkApp) app = pk_app_open(config, &problem);
    if (app && tell(app, copy, &problem))
        return;
    copy->not_recorded =
        g_strdup_printf(_("The journal does not tell of this backup: %s"), problem->message);
}

bool
pk_db_file_backup(const PkAppConfig *config, const PkDbBackup *backup, PkDbCopy *copy,
                  GError **error)
{
    copy->file = name_of(config, backup);
    if (access(config->where, F_OK) != 0) {
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                    _("There is no database at %s. Name the file with --db."), config->where);
        return false;
    }
    if (access(copy->file, F_OK) == 0) {
        pk_files_taken(copy->file, error);
        return false;
    }
    if (backup->key && !(copy->key = pk_gpg_find(backup->key, error)))
        return false;
    char *room = pk_files_room(copy->file, error);
    char *plain_room = room && copy->key ? pk_files_room(config->where, error) : NULL;
    bool ok = room && (plain_room || !copy->key) &&
              make(config, copy, plain_room ? plain_room : room, room, error);
    pk_files_remove_room(room);
    pk_files_remove_room(plain_room);
    if (ok)
        record(config, copy);
    return ok;
}
