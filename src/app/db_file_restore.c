/* SPDX-License-Identifier: EUPL-1.2 */
/* Restoring a file. The copy is fetched, checked and given its new origin in a private folder; only
 * then is what stands there moved aside, and the copy gets its place in one step. */
#include "db_admin.h"

#include "files.h"
#include "gpg.h"
#include "piket/base/clock.h"
#include "piket/base/uuid.h"
#include "piket/store/migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* SQLite keeps these beside a file. A log of another file would be played into the new one. */
static const char *const parts[] = { "", "-wal", "-shm" };

typedef struct {
    const PkAppConfig *config;
    const PkDbRestore *restore;
    PkDbRestored *restored;
    char *copy; /* in the private folder */
} Job;

/* ---- fetching and checking ------------------------------------------------------------------ */

static bool
is_plain(const char *file)
{
    static const char magic[] = "SQLite format 3"; /* with its NUL */
    char head[sizeof magic] = { 0 };
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    bool same = fd >= 0 && read(fd, head, sizeof head) == (ssize_t)sizeof head &&
                memcmp(head, magic, sizeof head) == 0;

    if (fd >= 0)
        close(fd);
    return same;
}

static bool
fetch(const Job *job, GError **error)
{
    const char *file = job->restore->file;

    if (!is_plain(file) && g_str_has_suffix(file, ".gpg"))
        return pk_gpg_decrypt(file, job->copy, job->restore->ask_nobody, error);
    g_autoptr(PkDb) db = pk_db_file_look(file, error);
    return db && pk_db_backup(db, job->copy, error);
}

static bool
check(Job *job, GError **error)
{
    PkDbCopy *copy = &job->restored->copy;
    GError *problem = NULL;
    PkKeptHead kept;

    copy->file = g_strdup(job->restore->file);
    if (job->restore->head && !pk_seal_parse_head(job->restore->head, &kept, error))
        return false;
    if (fetch(job, &problem) && pk_db_file_check(job->copy, copy, &problem) &&
        (!job->restore->head || pk_db_compare_head(copy, &kept, &problem)))
        return pk_files_sum(copy->file, &copy->n_bytes, &copy->sha256, error);
    if (g_error_matches(problem, PK_ERROR, PK_ERROR_BROKEN))
        g_prefix_error(&problem, _("%s was not restored and nothing was changed. "), copy->file);
    g_propagate_error(error, problem);
    return false;
}

/* ---- a new origin --------------------------------------------------------------------------- */

static bool
bring_up_to_date(Job *job, GError **error)
{
    int64_t from = 0;
    g_autoptr(PkDb) db = pk_db_open(job->copy, PK_DB_WRITE, error);

    if (!db || !pk_migrate(db, NULL, &from, error))
        return false;
    job->restored->migrated = from < pk_schema_version() ? from : 0;
    return true;
}

/* The tag stays: numbers that an outbox gave are still its own. */
static bool
take_new_origin(PkApp *app, GError **error)
{
    g_autoptr(PkOrigin) origin = g_new0(PkOrigin, 1);

    origin->created_us = pk_clock_now_us();
    origin->uuid = pk_uuid_new(origin->created_us);
    origin->tag = g_strdup(app->origin->tag);
    origin->is_current = true;
    if (!pk_origin_insert(app->db, origin, error))
        return false;
    pk_origin_free(app->origin);
    app->origin = g_steal_pointer(&origin);
    return true;
}

static bool
renew(PkApp *app, const Job *job, GError **error)
{
    const PkDbCopy *copy = &job->restored->copy;
    g_autofree char *file = g_canonicalize_filename(copy->file, NULL);
    g_autofree char *before = g_strdup(app->origin->uuid);

    return take_new_origin(app, error) && pk_db_tell_restored(app, copy, file, before, error);
}

/* All of it must be in the file itself: the log beside it does not move along. */
static bool
is_closed(const char *path, GError **error)
{
    struct stat info;
    g_autofree char *log = g_strconcat(path, "-wal", NULL);

    if (stat(log, &info) != 0 || info.st_size == 0)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_INTERNAL,
                _("The copy could not be closed. Nothing was changed; try again."));
    return false;
}

static bool
adopt(Job *job, GError **error)
{
    PkAppConfig here = *job->config;

    here.where = job->copy;
    if (!bring_up_to_date(job, error))
        return false;
    g_autoptr(PkApp) app = pk_app_open(&here, error);
    if (!app || !pk_app_make_file(app, error) || !pk_db_begin(app->db, error))
        return false;
    if (!pk_app_end(app, renew(app, job, error), &(PkDone){ 0 }, NULL, error))
        return false;
    job->restored->origin = g_strdup(app->origin->uuid);
    g_clear_pointer(&app, pk_app_close);
    return is_closed(job->copy, error);
}

/* ---- putting it in place -------------------------------------------------------------------- */

/* Whoever may use the database that was there may use this one. */
static void
take_rights(const Job *job)
{
    struct stat info;

    if (stat(job->config->where, &info) != 0)
        return;
    if (chown(job->copy, (uid_t)-1, info.st_gid) == 0)
        chmod(job->copy, info.st_mode & 0770);
}

static char *
aside_name(const char *where)
{
    g_autofree char *stamp = pk_db_stamp();
    char *name = g_strdup_printf("%s.replaced-%s", where, stamp);

    for (int i = 2; access(name, F_OK) == 0; i++) {
        g_free(name);
        name = g_strdup_printf("%s.replaced-%s-%d", where, stamp, i);
    }
    return name;
}

/* Moves what is there; false with all of it where it was. */
static bool
move(const char *from, const char *to, bool *ret_moved, GError **error)
{
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *old = g_strconcat(from, parts[i], NULL);
        g_autofree char *new = g_strconcat(to, parts[i], NULL);
        if (g_rename(old, new) == 0) {
            *ret_moved = true;
        } else if (errno != ENOENT) {
            g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                        _("%s could not be moved aside (%s). Nothing was changed."), old,
                        g_strerror(errno));
            move(to, from, &(bool){ false }, NULL);
            return false;
        }
    }
    return true;
}

static bool
swap(Job *job, GError **error)
{
    g_autofree char *aside = aside_name(job->config->where);
    bool moved = false;

    take_rights(job);
    if (!move(job->config->where, aside, &moved, error))
        return false;
    if (!pk_files_settle(job->copy, job->config->where, error)) {
        move(aside, job->config->where, &(bool){ false }, NULL);
        return false;
    }
    if (moved)
        job->restored->aside = g_steal_pointer(&aside);
    return true;
}

/* No other may be writing while it is moved. Consoles that have it open notice that it was replaced
 * and refuse to go on in it. What is too damaged to be locked, nobody can write either. */
static bool
put_in_place(Job *job, GError **error)
{
    g_autoptr(GError) problem = NULL;
    g_autoptr(PkDb) old = pk_db_open(job->config->where, PK_DB_WRITE, &problem);
    g_autofree char *news = g_strconcat(job->config->where, "-notify", NULL);

    if (old)
        pk_db_idle(old);
    if (old && !pk_db_begin(old, &problem) && g_error_matches(problem, PK_ERROR, PK_ERROR_BUSY)) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return false;
    }
    if (!swap(job, error))
        return false;
    utimensat(AT_FDCWD, news, NULL, 0);
    g_clear_pointer(&old, pk_db_close);
    /* Opened and closed once under its new name, it is one file again. */
    if (job->restored->aside)
        old = pk_db_open(job->restored->aside, PK_DB_WRITE, NULL);
    return true;
}

/* ---- all of it ------------------------------------------------------------------------------ */

static bool
may_begin(const Job *job, GError **error)
{
    g_autofree char *dir = g_path_get_dirname(job->config->where);

    if (access(job->restore->file, R_OK) != 0) {
        g_set_error(error, PK_ERROR, errno == ENOENT ? PK_ERROR_MISSING : PK_ERROR_OFFLINE,
                    _("%s cannot be read (%s). Nothing was changed."), job->restore->file,
                    g_strerror(errno));
        return false;
    }
    if (!job->restore->replace && access(job->config->where, F_OK) == 0) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("There is a database at %s already, and it was left alone. Restore beside it "
                      "with --db, or move it aside with --replace."),
                    job->config->where);
        return false;
    }
    if (g_mkdir_with_parents(dir, 0700) == 0)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_OFFLINE,
                _("The folder %s cannot be made (%s). Check its rights, or name another file with "
                  "--db."),
                dir, g_strerror(errno));
    return false;
}

bool
pk_db_file_restore(const PkAppConfig *config, const PkDbRestore *restore, PkDbRestored *restored,
                   GError **error)
{
    Job job = { config, restore, restored, NULL };

    if (!may_begin(&job, error))
        return false;
    char *room = pk_files_room(config->where, error);
    if (!room)
        return false;
    job.copy = g_build_filename(room, "copy.db", NULL);
    bool ok = check(&job, error) && adopt(&job, error) && put_in_place(&job, error);
    g_free(job.copy);
    pk_files_remove_room(room);
    return ok;
}
