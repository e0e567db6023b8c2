/* SPDX-License-Identifier: EUPL-1.2 */
/* Running a way back: only while things stand as the change left them. */
#include "clocks.h"
#include "duty_private.h"
#include "fields.h"
#include "journal.h"
#include "piket/base/clock.h"
#include "piket/store/action_store.h"
#include "piket/store/incident_store.h"
#include "piket/store/line_store.h"
#include "piket/store/party_store.h"
#include "piket/store/rota_store.h"
#include "undo_private.h"

static bool
refuse(const char *what, const PkSince *since, GError **error)
{
    if (since && since->who)
        g_set_error(error, PK_ERROR, PK_ERROR_CONFLICT,
                    _("%s changed it since (%s). Not undone: %s."), since->who,
                    *since->fields ? since->fields : "?", what);
    else
        g_set_error(error, PK_ERROR, PK_ERROR_CONFLICT, _("It was changed since. Not undone: %s."),
                    what);
    return false;
}

static bool
run_fields(PkApp *app, const PkUndo *undo, PkUndo **ret_redo, GError **error)
{
    PkFieldChange change = {
        .fields = undo->fields, .undo = true, .over = -1, .now_us = pk_clock_now_us()
    };
    g_autoptr(PkIncident) now = pk_incident_get(app->db, undo->incident_key, error);
    g_auto(PkSince) since = { 0 };

    if (!now || !pk_journal_since(app, now->key, undo->after->version, true, &since, error))
        return false;
    if (since.who || (pk_fields_changed(now, undo->after) & undo->fields))
        return refuse(undo->what, &since, error);
    g_autoptr(PkIncident) then = pk_incident_copy(now);
    for (int i = 0; i < PK_FIELD_N; i++) {
        if (undo->fields & 1u << i)
            pk_field_copy(then, undo->before, (PkField)i);
    }
    change.before = now;
    change.after = then;
    if (then->closed_us && !now->closed_us && !pk_close_ready(app, now, error))
        return false;
    if (then->tlp < now->tlp && !pk_app_may(app, PK_MAY_LOWER_TLP, error))
        return false;
    if (!pk_fields_write(app, &change, NULL, error))
        return false;
    if (ret_redo)
        *ret_redo = pk_undo_of_fields(app, now, then, undo->fields);
    return true;
}

/* Puts one party back; what it was goes to then. */
static bool
restore_party(PkApp *app, const PkUndo *undo, guint i, const PkIncident *incident,
              PkClockTally *tally, GError **error)
{
    const PkParty *left = undo->parties_after->pdata[i];
    g_autoptr(PkParty) now = pk_party_get(app->db, left->key, error);

    if (!now)
        return false;
    if (!pk_party_same(now, left))
        return refuse(undo->what, NULL, error);
    g_autoptr(PkParty) back = pk_party_copied(undo->parties_before->pdata[i]);
    back->version = now->version;
    if (!pk_party_update(app->db, back, pk_clock_now_us(), error))
        return false;
    back->version++;
    return pk_clocks_sync(app, incident, back, tally, error);
}

static GPtrArray *
parties_copied(const GPtrArray *parties)
{
    GPtrArray *copies = g_ptr_array_new_with_free_func((GDestroyNotify)pk_party_free);

    for (guint i = 0; i < parties->len; i++)
        g_ptr_array_add(copies, pk_party_copied(parties->pdata[i]));
    return copies;
}

static PkUndo *
turned(const PkUndo *undo)
{
    PkUndo *redo = g_new0(PkUndo, 1);

    redo->kind = undo->kind;
    redo->incident_key = undo->incident_key;
    redo->right = undo->right;
    redo->again = !undo->again;
    redo->what = g_strdup(undo->what);
    return redo;
}

static bool
run_parties(PkApp *app, const PkUndo *undo, const PkIncident *incident, PkUndo **ret_redo,
            GError **error)
{
    g_auto(PkClockTally) tally = { 0 };

    if (!pk_clock_tally_init(app, &tally, error))
        return false;
    for (guint i = 0; i < undo->parties_after->len; i++) {
        if (!restore_party(app, undo, i, incident, &tally, error))
            return false;
    }
    if (!pk_incident_index(app->db, undo->incident_key, error))
        return false;
    if (ret_redo) {
        *ret_redo = turned(undo);
        (*ret_redo)->parties_before = parties_copied(undo->parties_after);
        (*ret_redo)->parties_after = parties_copied(undo->parties_before);
    }
    return true;
}

/* An added action cannot vanish: it is set aside with a reason that says why. */
static PkStandingAction *
action_back(const PkUndo *undo)
{
    PkStandingAction *back =
        pk_action_copied(undo->action_before ? undo->action_before : undo->action_after);

    if (!undo->action_before)
        back->reason = g_strdup(_("taken back"));
    return back;
}

static bool
run_action(PkApp *app, const PkUndo *undo, PkUndo **ret_redo, GError **error)
{
    const PkStandingAction *left = undo->action_after;
    g_autoptr(PkStandingAction) now = pk_action_get(app->db, undo->incident_key, left->no, error);

    if (!now)
        return false;
    if (now->done_us != left->done_us || g_strcmp0(now->reason, left->reason) != 0 ||
        g_strcmp0(now->done_by, left->done_by) != 0)
        return refuse(undo->what, NULL, error);
    g_autoptr(PkStandingAction) back = action_back(undo);
    back->version = now->version;
    if (!pk_action_update(app->db, back, error))
        return false;
    if (ret_redo) {
        *ret_redo = turned(undo);
        (*ret_redo)->action_before = pk_action_copied(left);
        (*ret_redo)->action_after = g_steal_pointer(&back);
    }
    return true;
}

static bool
run_clock(PkApp *app, const PkUndo *undo, const PkIncident *incident, PkUndo **ret_redo,
          GError **error)
{
    const PkClockRecord *left = undo->clock_after;
    g_auto(PkClockTally) tally = { 0 };
    g_autoptr(PkClockRecord) now = pk_clock_get(app->db, left->key, error);

    if (!now || !pk_clock_tally_init(app, &tally, error))
        return false;
    if (now->met_us != left->met_us || g_strcmp0(now->na_reason, left->na_reason) != 0 ||
        g_strcmp0(now->evidence, left->evidence) != 0)
        return refuse(undo->what, NULL, error);
    g_autoptr(PkClockRecord) back = pk_clock_copied(undo->clock_before);
    back->version = now->version;
    back->start_us = now->start_us; /* may have moved with the awareness */
    back->due_us = now->due_us;
    if (!pk_clock_update(app->db, back, error) ||
        !pk_clocks_final(app, incident, back, &tally, error))
        return false;
    if (ret_redo) {
        *ret_redo = turned(undo);
        (*ret_redo)->clock_before = pk_clock_copied(left);
        (*ret_redo)->clock_after = g_steal_pointer(&back);
    }
    return true;
}

/* Nothing is erased: a line that corrects it says that it was taken back, or what it said. */
static bool
run_note(PkApp *app, const PkUndo *undo, const PkIncident *incident, PkUndo **ret_redo,
         GError **error)
{
    g_autoptr(PkLine) line = pk_line_get(app->db, undo->line_key, error);
    int64_t key = 0;

    if (!line || !pk_line_readable(line, error))
        return false;
    if (line->corrected)
        return refuse(undo->what, NULL, error);
    g_autoptr(PkLine) first = NULL;
    if (line->corrects_no && !pk_line_by_no(app->db, line->incident_key, line->corrects_origin,
                                            line->corrects_no, &first, error))
        return false;
    if (first && !pk_line_readable(first, error))
        return false;
    g_autofree char *text =
        first && first->text
            ? g_strdup(first->text)
            : g_strdup_printf(_("Line %d was taken back."), (int)pk_journal_number(line->key));
    PkEntry entry = { .incident = incident,
                      .category = line->category,
                      .tlp = first ? pk_tlp_strictest(line->tlp, first->tlp) : line->tlp,
                      .text = text,
                      .details = json_pack("{s:s}", "change", "undo"),
                      .event_us = line->event_us,
                      .precision = line->precision,
                      .corrects = line,
                      .now_us = pk_clock_now_us() };
    if (!pk_journal_add(app, entry, &key, NULL, error))
        return false;
    if (ret_redo) {
        *ret_redo = turned(undo);
        (*ret_redo)->line_key = key;
    }
    return true;
}

static bool
run_pin(PkApp *app, const PkUndo *undo, PkUndo **ret_redo, GError **error)
{
    g_autoptr(PkLine) line = pk_line_get(app->db, undo->line_key, error);

    if (!line || !pk_line_readable(line, error))
        return false;
    if (line->pinned != undo->pinned)
        return refuse(undo->what, NULL, error);
    if (!(undo->pinned ? pk_pin_delete(app->db, line->key, error)
                       : pk_pin_insert(app->db, line->key, app->login, pk_clock_now_us(), error)))
        return false;
    if (ret_redo) {
        *ret_redo = turned(undo);
        (*ret_redo)->line_key = undo->line_key;
        (*ret_redo)->pinned = !undo->pinned;
    }
    return true;
}

/* A row is never changed: what comes back is a new one. */
static bool
run_shifts(PkApp *app, const PkUndo *undo, PkUndo **ret_redo, GError **error)
{
    g_autoptr(GPtrArray) now = g_ptr_array_new_with_free_func((GDestroyNotify)pk_shift_free);

    for (guint i = 0; i < undo->shifts->len; i++) {
        const PkShift *shift = undo->shifts->pdata[i];
        PkShift *made = undo->gone ? pk_duty_add(app, shift, error) : pk_shift_copy(shift);
        if (!made)
            return false;
        g_ptr_array_add(now, made);
        if (!undo->gone &&
            !pk_shift_drop(app->db, shift->key, pk_clock_now_us(), app->login, error))
            return false;
    }
    if (ret_redo) {
        *ret_redo = turned(undo);
        (*ret_redo)->shifts = g_steal_pointer(&now);
        (*ret_redo)->gone = !undo->gone;
    }
    return true;
}

static bool
run(PkApp *app, const PkUndo *undo, PkUndo **ret_redo, GError **error)
{
    g_autoptr(PkIncident) incident = NULL;

    if (undo->kind == OF_FIELDS)
        return run_fields(app, undo, ret_redo, error);
    if (undo->incident_key) {
        incident = pk_incident_get(app->db, undo->incident_key, error);
        if (!incident)
            return false;
    }
    if (undo->kind == OF_NOTE)
        return run_note(app, undo, incident, ret_redo, error);
    bool ok = undo->kind == OF_PARTIES  ? run_parties(app, undo, incident, ret_redo, error)
              : undo->kind == OF_ACTION ? run_action(app, undo, ret_redo, error)
              : undo->kind == OF_CLOCK  ? run_clock(app, undo, incident, ret_redo, error)
              : undo->kind == OF_SHIFTS ? run_shifts(app, undo, ret_redo, error)
                                        : run_pin(app, undo, ret_redo, error);
    if (!ok)
        return false;
    g_autofree char *text =
        g_strdup_printf(undo->again ? _("Done again: %s.") : _("Undone: %s."), undo->what);
    return pk_tell_line(app, incident, undo->kind >= OF_PIN ? PK_CAT_SYSTEM : PK_CAT_STATUS, text,
                        json_pack("{s:s}", "change", "undo"), NULL, error);
}

bool
pk_undo_run(PkApp *app, const PkUndo *undo, PkUndo **ret_redo, GError **error)
{
    g_autoptr(PkUndo) redo = NULL;
    PkDone none = { 0 };

    if (!pk_app_needs_server(app, error) || !pk_app_begin(app, undo->right, error))
        return false;
    bool ok = run(app, undo, ret_redo ? &redo : NULL, error);
    if (!pk_app_end(app, ok, &none, NULL, error))
        return false;
    if (ret_redo)
        *ret_redo = g_steal_pointer(&redo);
    return true;
}
