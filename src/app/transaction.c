/* SPDX-License-Identifier: EUPL-1.2 */
/* The beginning and the end of every change. */
#include "app_private.h"
#include "piket/store/line_store.h"

#include <string.h>

/* A server refuses in words of its own to whom it took a role since; ours tell which one it takes.
 * Whom it shows not even that may no longer work here. Takes why. */
static bool
refused(PkApp *app, PkRight right, GError *why, GError **error)
{
    g_autoptr(GError) blind = NULL;

    if (pk_db_user(app->db) && g_error_matches(why, PK_ERROR, PK_ERROR_DENIED) &&
        !pk_db_in_transaction(app->db)) {
        if (!pk_app_look(app, &blind) && !g_error_matches(blind, PK_ERROR, PK_ERROR_OFFLINE)) {
            g_free(app->roles);
            app->roles = g_strdup("");
            app->switched_off = true;
        }
        if (!pk_app_may(app, right, error)) {
            g_error_free(why);
            return false;
        }
    }
    g_propagate_error(error, why);
    return false;
}

bool
pk_app_begin(PkApp *app, PkRight right, GError **error)
{
    GError *why = NULL;

    app->last_line = 0;
    app->undone = false;
    if ((right != PK_MAY_LOG && !pk_app_needs_server(app, error)) ||
        !pk_app_may(app, right, error) || !pk_app_make_file(app, error))
        return false;
    if (!pk_db_begin(app->db, &why))
        return refused(app, right, why, error);
    if (pk_app_look(app, error) && pk_app_may(app, right, error))
        return true;
    pk_db_rollback(app->db);
    return false;
}

/* The answer to a commit was lost. Every change has its journal line, so the line tells: is the one
 * that was written last there, under its own UUID? */
static bool
was_committed(PkApp *app, GError **error)
{
    g_autoptr(GError) still = NULL;
    g_autoptr(PkLine) line = NULL;

    if (app->last_line == 0 || !pk_db_settle_doubt(app->db, &still))
        return false;
    line = pk_line_get(app->db, app->last_line, &still);
    if (!line && !g_error_matches(still, PK_ERROR, PK_ERROR_MISSING))
        return false;
    g_clear_error(error);
    if (line && strcmp(line->uuid, app->last_uuid) == 0) {
        app->n_saved++;
        return true;
    }
    app->undone = true;
    g_set_error_literal(error, PK_ERROR, PK_ERROR_OFFLINE,
                        _("The connection to the server was lost while it was saving. Nothing was "
                          "saved; your text is kept, save it again."));
    return false;
}

/* Commits; a lost answer is looked up. */
static bool
commit(PkApp *app, GError **error)
{
    g_autoptr(GError) why = NULL;
    bool ok = pk_db_commit(app->db, &why);

    if (!ok && g_error_matches(why, PK_ERROR, PK_ERROR_UNSURE))
        ok = was_committed(app, &why);
    app->last_line = 0;
    if (!ok)
        g_propagate_error(error, g_steal_pointer(&why));
    return ok;
}

bool
pk_app_end(PkApp *app, bool ok, PkDone *done, PkDone *ret_done, GError **error)
{
    if (!ok)
        pk_db_rollback(app->db);
    else
        ok = commit(app, error);
    if (ok && ret_done) {
        *ret_done = *done;
        *done = (PkDone){ 0 };
    }
    pk_done_clear(done);
    return ok;
}
