/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/migrate.h"

#include "engine.h"
#include "piket/base/i18n.h"
#include "piket/store/packed.h"

#include <string.h>

const PkReference *
pk_reference_find(const char *name)
{
    for (size_t i = 0; i < pk_n_references; i++) {
        if (strcmp(pk_references[i].name, name) == 0)
            return &pk_references[i];
    }
    return NULL;
}

int
pk_schema_version(void)
{
    return (int)pk_n_migrations;
}

bool
pk_schema_read(PkDb *db, int64_t *ret_version, GError **error)
{
    return pk_db_engine_table(db)->get_version(pk_db_connection(db), ret_version, error);
}

static bool
refuse_newer(PkDb *db, int64_t version, GError **error)
{
    if (version <= pk_schema_version())
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_TOO_NEW,
                _("%s was made by a newer Piket (schema %d; this one knows up to %d). Nothing was "
                  "changed. Install the newer Piket, or name another file with --db."),
                pk_db_where(db), (int)version, pk_schema_version());
    return false;
}

/* The shared text in this engine's spelling. */
static char *
spell(const PkEngine *engine, const char *text)
{
    g_autoptr(GString) out = g_string_new(text);
    for (const PkSpelling *s = engine->spellings; s->macro; s++)
        g_string_replace(out, s->macro, s->text, 0);
    g_assert(!strstr(out->str, "{{"));
    return g_strdup(out->str);
}

static bool
apply(PkDb *db, const PkMigration *migration, GError **error)
{
    const PkEngine *engine = pk_db_engine_table(db);
    g_autofree char *text = spell(engine, migration->shared);
    if (!pk_db_script(db, text, error))
        return false;
    const char *own = *(const char *const *)((const char *)migration + engine->own);
    if (own && !pk_db_script(db, own, error))
        return false;
    return engine->set_version(pk_db_connection(db), migration->version, error);
}

static bool
apply_all(PkDb *db, GError **error)
{
    int64_t from = 0;

    if (!pk_db_begin(db, error))
        return false;
    /* Another process may have been faster: look again inside the lock. */
    if (!pk_schema_read(db, &from, error)) {
        pk_db_rollback(db);
        return false;
    }
    for (size_t i = 0; i < pk_n_migrations; i++) {
        if (pk_migrations[i].version > from && !apply(db, &pk_migrations[i], error)) {
            pk_db_rollback(db);
            return false;
        }
    }
    return pk_db_commit(db, error);
}

bool
pk_schema_setup(PkDb *db, GError **error)
{
    const PkEngine *engine = pk_db_engine_table(db);

    return !engine->setup || engine->setup(pk_db_connection(db), error);
}

bool
pk_migrate(PkDb *db, const char *backup_path, int64_t *ret_from, GError **error)
{
    const PkEngine *engine = pk_db_engine_table(db);
    int64_t from = 0;

    if (!pk_schema_read(db, &from, error) || !refuse_newer(db, from, error))
        return false;
    if (ret_from)
        *ret_from = from;
    if (from == pk_schema_version())
        return true;
    if (from > 0 && backup_path && engine->backup &&
        !engine->backup(pk_db_connection(db), backup_path, error))
        return false;
    if (engine->lock_schema && !engine->lock_schema(pk_db_connection(db), error))
        return false;
    bool ok = apply_all(db, error);
    if (engine->unlock_schema)
        engine->unlock_schema(pk_db_connection(db));
    return ok;
}

bool
pk_schema_require_current(PkDb *db, GError **error)
{
    int64_t version = 0;
    if (!pk_schema_read(db, &version, error) || !refuse_newer(db, version, error))
        return false;
    if (version == pk_schema_version())
        return true;
    if (version == 0 && pk_db_is_server(pk_db_where(db)))
        g_set_error(
            error, PK_ERROR, PK_ERROR_MISSING,
            _("%s is not a Piket database yet. Have its administrator run \"piket db init\" "
              "with this address."),
            pk_db_where(db));
    else if (pk_db_is_server(pk_db_where(db)))
        g_set_error(
            error, PK_ERROR, PK_ERROR_INVALID,
            _("%s is from an older Piket (schema %d, needed %d). Have its administrator make "
              "a backup and run \"piket db migrate\"."),
            pk_db_where(db), (int)version, pk_schema_version());
    else
        g_set_error(
            error, PK_ERROR, PK_ERROR_INVALID,
            _("%s is from an older Piket (schema %d, needed %d). Open it once with rights to "
              "write: it is then copied and brought up to date."),
            pk_db_where(db), (int)version, pk_schema_version());
    return false;
}
