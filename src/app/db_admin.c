/* SPDX-License-Identifier: EUPL-1.2 */
/* Who answers for which place, and what every engine's answer holds. */
#include "db_admin.h"

#include "journal.h"
#include "piket/base/clock.h"
#include "piket/store/admin_store.h"
#include "piket/store/migrate.h"
#include "undo.h"

/* The first that claims a place has it. */
static const PkDbAdmin *const engines[] = { &pk_db_admin_server, &pk_db_admin_file };

static const PkDbAdmin *
admin_of(const char *where)
{
    size_t i = 0;

    while (!engines[i]->is_for(where) && i + 1 < G_N_ELEMENTS(engines))
        i++;
    return engines[i];
}

/* ---- ends of things ------------------------------------------------------------------------- */

void
pk_db_status_free(PkDbStatus *status)
{
    if (!status)
        return;
    g_free(status->engine);
    g_free(status->place);
    g_free(status->owner);
    g_free(status->group);
    g_free(status->origin);
    g_free(status->tag);
    g_free(status->backup_file);
    g_free(status->head);
    g_ptr_array_unref(status->troubles);
    g_free(status);
}

void
pk_db_migrated_clear(PkDbMigrated *migrated)
{
    g_free(migrated->copy);
    *migrated = (PkDbMigrated){ 0 };
}

void
pk_db_copy_clear(PkDbCopy *copy)
{
    g_free(copy->file);
    g_free(copy->sha256);
    g_free(copy->key);
    g_free(copy->head);
    g_free(copy->not_recorded);
    *copy = (PkDbCopy){ 0 };
}

void
pk_db_restored_clear(PkDbRestored *restored)
{
    pk_db_copy_clear(&restored->copy);
    g_free(restored->aside);
    g_free(restored->origin);
    *restored = (PkDbRestored){ 0 };
}

/* ---- the five calls ------------------------------------------------------------------------- */

PkDbStatus *
pk_db_status(const char *where, bool heads, GError **error)
{
    g_autoptr(PkDbStatus) status = g_new0(PkDbStatus, 1);

    status->troubles = g_ptr_array_new_with_free_func(g_free);
    status->place = g_strdup(where);
    status->needed = pk_schema_version();
    status->count_max = PK_ADMIN_COUNT_MAX;
    return admin_of(where)->status(where, heads, status, error) ? g_steal_pointer(&status) : NULL;
}

bool
pk_db_init(const PkAppConfig *config, bool *ret_made, GError **error)
{
    bool made = false;

    if (!admin_of(config->where)->init(config, &made, error))
        return false;
    if (ret_made)
        *ret_made = made;
    return true;
}

bool
pk_db_migrate(const PkAppConfig *config, PkDbMigrated *ret_migrated, GError **error)
{
    return admin_of(config->where)->migrate(config, ret_migrated, error);
}

bool
pk_db_backup_make(const PkAppConfig *config, const PkDbBackup *backup, PkDbCopy *ret_copy,
                  GError **error)
{
    g_auto(PkDbCopy) copy = { .count_max = PK_ADMIN_COUNT_MAX };

    if (!admin_of(config->where)->backup(config, backup, &copy, error))
        return false;
    *ret_copy = copy;
    copy = (PkDbCopy){ 0 };
    return true;
}

bool
pk_db_restore(const PkAppConfig *config, const PkDbRestore *restore, PkDbRestored *ret_restored,
              GError **error)
{
    g_auto(PkDbRestored) restored = { .copy = { .count_max = PK_ADMIN_COUNT_MAX } };

    if (!admin_of(config->where)->restore(config, restore, &restored, error))
        return false;
    *ret_restored = restored;
    restored = (PkDbRestored){ 0 };
    return true;
}

/* ---- shared --------------------------------------------------------------------------------- */

static char *
file_of(const char *details)
{
    json_t *object = details ? json_loads(details, 0, NULL) : NULL;
    char *file = g_strdup(json_string_value(json_object_get(object, "file")));

    json_decref(object);
    return file;
}

bool
pk_db_status_fill(PkDb *db, bool heads, PkDbStatus *status, GError **error)
{
    PkAdminCounts counts = { 0 };
    g_autofree char *details = NULL;
    g_autoptr(GError) none = NULL;

    g_free(status->engine);
    status->engine = g_strdup(pk_db_engine(db));
    if (!pk_schema_read(db, &status->schema, error))
        return false;
    if (status->schema == 0 || status->schema > status->needed)
        return true;
    g_autoptr(PkOrigin) origin = pk_origin_current(db, &none);
    if (none && !g_error_matches(none, PK_ERROR, PK_ERROR_MISSING)) {
        g_propagate_error(error, g_steal_pointer(&none));
        return false;
    }
    status->origin = origin ? g_strdup(origin->uuid) : NULL;
    status->tag = g_strdup(origin ? origin->tag : "");
    if (!pk_admin_counts(db, &counts, error) ||
        !pk_admin_last_backup(db, &status->backup_us, &details, error))
        return false;
    status->n_incidents = counts.n_incidents;
    status->n_lines = counts.n_lines;
    status->newest_us = counts.newest_us;
    status->backup_file = file_of(details);
    PkHeads all = { 0 };
    if (heads && !pk_admin_heads(db, &all, error))
        return false;
    status->head = heads ? g_strdup(all.digits) : NULL;
    return true;
}

bool
pk_db_copy_fill(PkDb *db, PkDbCopy *copy, GError **error)
{
    PkAdminCounts counts = { 0 };
    PkHeads heads = { 0 };

    if (!pk_schema_read(db, &copy->schema, error) || !pk_admin_counts(db, &counts, error) ||
        !pk_admin_heads(db, &heads, error))
        return false;
    copy->n_incidents = counts.n_incidents;
    copy->n_lines = counts.n_lines;
    copy->newest_us = counts.newest_us;
    copy->n_heads = heads.n_heads;
    copy->n_wrong = heads.n_wrong;
    copy->head = g_strdup(heads.digits);
    return true;
}

bool
pk_db_tell(PkApp *app, const char *text, void *details, GError **error)
{
    return pk_tell_line(app, NULL, PK_CAT_SYSTEM, text, details, NULL, error);
}

bool
pk_db_tell_restored(PkApp *app, const PkDbCopy *copy, const char *file, const char *origin_before,
                    GError **error)
{
    PkTimeText newest = pk_time_text(app->zone, copy->newest_us, pk_i18n_lang(), PK_TIME_FULL);
    g_autofree char *text = g_strdup_printf(
        _("Restored from the backup %s, of which the newest line came in at %s. What was written "
          "after that is not here. This database has the new origin %s. Head of heads of the "
          "backup: %s."),
        file, copy->newest_us ? newest.s : "-", app->origin->uuid, copy->head);
    json_t *details = json_pack("{s:s,s:s,s:s,s:s,s:s,s:s}", "change", "restore", "file", file,
                                "sha256", copy->sha256, "head", copy->head, "origin_before",
                                origin_before, "origin", app->origin->uuid);

    return pk_db_tell(app, text, details, error);
}

bool
pk_db_compare_head(const PkDbCopy *copy, const PkKeptHead *kept, GError **error)
{
    if (g_str_has_prefix(copy->head, kept->digits))
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_BROKEN,
                _("Its head of heads is %s, which is not the one that was kept. It is another "
                  "backup, or it was changed."),
                copy->head);
    return false;
}

char *
pk_db_stamp(void)
{
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(pk_clock_now_us() / PK_SECOND_US);

    return g_date_time_format(now, "%Y%m%dT%H%M%S");
}
