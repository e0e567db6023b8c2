/* SPDX-License-Identifier: EUPL-1.2 */
/* Actions of an incident: done, not needed and why, open again, and one's own. */
#include "journal.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/base/uuid.h"
#include "piket/store/action_store.h"
#include "piket/store/incident_store.h"
#include "undo.h"

/* Fills what a change of an action tells, and writes its line. */
static bool
tell(PkApp *app, const PkIncident *incident, const PkStandingAction *before,
     const PkStandingAction *after, const char *what, PkDone *done, GError **error)
{
    g_autofree char *text =
        g_strdup_printf("A%d %s: %s.", (int)after->no, pk_standing_action_title(after), what);
    json_t *details =
        json_pack("{s:s, s:I, s:b, s:s}", "change", before ? "action_set" : "action_add", "action",
                  (json_int_t)after->no, "done", after->done_us != 0, "reason",
                  after->reason ? after->reason : "");

    done->said = g_strdup_printf("%s: %s", incident->ident, text);
    done->ident = g_strdup(incident->ident);
    done->incident_key = incident->key;
    done->version = incident->version;
    done->undo = pk_undo_of_action(incident, before, after);
    return pk_tell_line(app, incident, PK_CAT_ACTION, text, details, &done->line_key, error);
}

static bool
set_action(PkApp *app, int64_t incident_key, int64_t no, bool is_done, const char *reason,
           PkDone *done, GError **error)
{
    g_autoptr(PkIncident) incident = pk_incident_get(app->db, incident_key, error);
    g_autoptr(PkStandingAction) before =
        incident ? pk_action_get(app->db, incident_key, no, error) : NULL;

    if (!before)
        return false;
    g_autoptr(PkStandingAction) after = pk_action_copied(before);
    g_autofree char *clean = pk_text_clean(reason, -1, PK_TEXT_LINE, NULL);
    g_clear_pointer(&after->reason, g_free);
    g_clear_pointer(&after->done_by, g_free);
    after->done_us = 0;
    if (*clean) {
        after->reason = g_strdup(clean);
    } else if (is_done) {
        after->done_us = pk_clock_now_us();
        after->done_by = g_strdup(app->login);
    }
    if (!pk_standing_action_check(after, error) || !pk_action_update(app->db, after, error))
        return false;
    g_autofree char *what = *clean    ? g_strdup_printf(_("not needed, %s"), clean)
                            : is_done ? g_strdup(_("done"))
                                      : g_strdup(_("open again"));
    return tell(app, incident, before, after, what, done, error);
}

bool
pk_action_set(PkApp *app, int64_t incident_key, int64_t action_no, bool is_done, const char *reason,
              PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (!pk_app_needs_server(app, error) || !pk_app_begin(app, PK_MAY_LOG, error))
        return false;
    bool ok = set_action(app, incident_key, action_no, is_done, reason, &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}

static bool
add_action(PkApp *app, int64_t incident_key, const char *title, int64_t due_us, PkDone *done,
           GError **error)
{
    g_autoptr(PkIncident) incident = pk_incident_get(app->db, incident_key, error);
    g_autoptr(PkStandingAction) action = pk_standing_action_new();
    g_autofree char *uuid = pk_uuid_new(pk_clock_now_us());

    if (!incident)
        return false;
    action->incident_key = incident_key;
    action->title = pk_text_clean(title, -1, PK_TEXT_LINE, NULL);
    action->owner = g_strdup(app->login);
    action->due_us = due_us;
    if (!pk_standing_action_check(action, error) || !pk_action_insert(app->db, action, uuid, error))
        return false;
    PkTimeText at = pk_app_clock(app, due_us, pk_clock_now_us());
    g_autofree char *what =
        due_us ? g_strdup_printf(_("new, before %s"), at.s) : g_strdup(_("new"));
    return tell(app, incident, NULL, action, what, done, error);
}

bool
pk_action_add(PkApp *app, int64_t incident_key, const char *title, int64_t due_us, PkDone *ret_done,
              GError **error)
{
    PkDone done = { 0 };

    if (!pk_app_needs_server(app, error) || !pk_app_begin(app, PK_MAY_LOG, error))
        return false;
    bool ok = add_action(app, incident_key, title, due_us, &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}
