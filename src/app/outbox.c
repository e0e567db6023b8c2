/* SPDX-License-Identifier: EUPL-1.2 */
/* The outbox of this computer: where it is, what it holds, and working on it. */
#include "piket/app/sync.h"
#include "piket/base/paths.h"
#include "piket/store/migrate.h"
#include "sync_private.h"

#include <string.h>

char *
pk_outbox_path(const char *address, GError **error)
{
    if (!pk_app_is_server(address))
        return NULL;
    g_autofree char *dir = pk_paths_dir(PK_PATH_STATE, error);
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, address, -1);
    g_autofree char *name = g_strdup_printf("outbox-%.16s.db", sum);

    return dir ? g_build_filename(dir, name, NULL) : NULL;
}

PkDb *
pk_outbox_open(const char *path, bool make, GError **error)
{
    g_autoptr(PkDb) db = pk_db_open(path, make ? PK_DB_CREATE : PK_DB_READ, error);

    if (!db || !(make ? pk_migrate(db, NULL, NULL, error) : pk_schema_require_current(db, error)))
        return NULL;
    return g_steal_pointer(&db);
}

/* ---- what it holds ----------------------------------------------------------------------------
 */

static bool
look(PkDb *db, PkOutboxState *ret_state, GError **error)
{
    PkOutboxState state = { 0 };
    g_autoptr(PkOutbox) outbox = NULL;

    if (!pk_outbox_get(db, &outbox, error))
        return false;
    if (outbox) {
        g_autoptr(PkOrigin) origin = pk_origin_current(db, error);
        if (!origin || !pk_outbox_count(db, &state.n_unsent, &state.n_refused, error))
            return false;
        state.made = true;
        state.copied_us = outbox->copied_us;
        g_strlcpy(state.tag, origin->tag, sizeof state.tag);
    }
    *ret_state = state;
    return true;
}

bool
pk_outbox_look(const char *path, PkOutboxState *ret_state, GError **error)
{
    *ret_state = (PkOutboxState){ 0 };
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return true;
    g_autoptr(PkDb) db = pk_outbox_open(path, false, error);
    return db && look(db, ret_state, error);
}

PkMode
pk_app_mode(const PkApp *app)
{
    return app->mode;
}

bool
pk_app_outbox(PkApp *app, PkOutboxState *ret_state, GError **error)
{
    *ret_state = (PkOutboxState){ 0 };
    return app->mode != PK_MODE_COPY || look(app->db, ret_state, error);
}

char *
pk_outbox_words(PkMode mode, const PkOutboxState *state, int64_t now_us)
{
    if (mode == PK_MODE_NONE)
        return g_strdup(_("no copy - server does not answer, trying"));
    if (mode != PK_MODE_COPY)
        return state->n_unsent ? g_strdup_printf(_("%lld not yet sent"), (long long)state->n_unsent)
                               : NULL;
    PkTimeText age = pk_time_age(MAX(0, now_us - state->copied_us), pk_i18n_lang());
    g_autofree char *unsent =
        state->n_unsent ? g_strdup_printf(_("%lld not yet sent, "), (long long)state->n_unsent)
                        : g_strdup("");
    return g_strdup_printf(_("%scopy %s old - server does not answer, trying"), unsent, age.s);
}

char *
pk_outbox_short(PkMode mode, const PkOutboxState *state, int64_t now_us)
{
    g_autofree char *unsent =
        state->n_unsent ? g_strdup_printf(_("%lld unsent"), (long long)state->n_unsent) : NULL;

    if (mode == PK_MODE_NONE)
        return g_strdup(_("no server"));
    if (mode != PK_MODE_COPY)
        return g_steal_pointer(&unsent);
    PkTimeText age = pk_time_age(MAX(0, now_us - state->copied_us), pk_i18n_lang());
    return g_strdup_printf(_("copy %s%s%s"), age.s, unsent ? ", " : "", unsent ? unsent : "");
}

/* ---- working on it ----------------------------------------------------------------------------
 */

bool
pk_app_fall_back(PkApp *app, GError **error)
{
    PkOutboxState state = { 0 };

    if (!app->outbox || app->mode == PK_MODE_COPY)
        return app->mode == PK_MODE_COPY;
    app->mode = PK_MODE_NONE;
    if (!g_file_test(app->outbox, G_FILE_TEST_EXISTS))
        return false;
    g_autoptr(PkDb) db = pk_outbox_open(app->outbox, !app->read_only, error);
    if (!db || !look(db, &state, error) || state.copied_us == 0)
        return false; /* made, but the first meeting never ended */
    g_autoptr(PkOutbox) outbox = NULL;
    if (!pk_outbox_get(db, &outbox, error))
        return false;
    g_free(app->login);
    app->login = g_steal_pointer(&outbox->login);
    app->mode = PK_MODE_COPY;
    return pk_app_take_db(app, g_steal_pointer(&db), true, error);
}

bool
pk_app_reconnect(PkApp *app, GError **error)
{
    if (app->mode == PK_MODE_HERE || app->mode == PK_MODE_SERVER)
        return true;
    return pk_app_open_where(app, error);
}

bool
pk_app_again(PkApp *app, GError **why)
{
    int64_t version = 0;

    if (app->mode != PK_MODE_SERVER || !g_error_matches(*why, PK_ERROR, PK_ERROR_OFFLINE))
        return false;
    /* Another server may have taken over, or be about to. */
    bool back = (app->undone || pk_db_link(app->db) == PK_DB_LOST) &&
                pk_db_data_version(app->db, &version, NULL);
    if (!back && !pk_app_fall_back(app, NULL))
        return false;
    g_clear_error(why);
    return true;
}

bool
pk_app_needs_server(const PkApp *app, GError **error)
{
    if (app->mode == PK_MODE_COPY)
        g_set_error_literal(error, PK_ERROR, PK_ERROR_OFFLINE,
                            _("The server does not answer. Without it you can report and write "
                              "lines; this has to wait. Nothing was changed."));
    if (app->mode == PK_MODE_NONE)
        g_set_error_literal(error, PK_ERROR, PK_ERROR_OFFLINE,
                            _("The server does not answer, and this computer has no outbox yet: "
                              "'piket sync' makes one when the server is back. What you typed is "
                              "kept as a draft."));
    return app->mode == PK_MODE_HERE || app->mode == PK_MODE_SERVER;
}

char *
pk_app_unsent_said(const PkApp *app, char *said)
{
    if (app->mode != PK_MODE_COPY)
        return said;
    char *both = g_strconcat(said, " ", _("Not yet sent."), NULL);

    g_free(said);
    return both;
}
