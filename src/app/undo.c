/* SPDX-License-Identifier: EUPL-1.2 */
#include "undo.h"

#include "clocks.h"
#include "fields.h"
#include "journal.h"
#include "piket/base/clock.h"
#include "piket/store/action_store.h"
#include "piket/store/incident_store.h"
#include "piket/store/line_store.h"
#include "piket/store/party_store.h"

typedef enum { OF_FIELDS, OF_PARTIES, OF_ACTION, OF_CLOCK, OF_NOTE, OF_PIN } Kind;

struct PkUndo {
    Kind kind;
    int64_t incident_key;
    char *what;
    PkRight right;
    /* OF_FIELDS */
    PkIncident *before, *after;
    guint fields;
    /* OF_PARTIES: PkParty, beside each other */
    GPtrArray *parties_before, *parties_after;
    /* OF_ACTION */
    PkStandingAction *action_before, *action_after;
    /* OF_CLOCK */
    PkClockRecord *clock_before, *clock_after;
    /* OF_NOTE, OF_PIN */
    int64_t line_key;
    bool pinned;
};

void
pk_undo_free(PkUndo *undo)
{
    if (!undo)
        return;
    g_free(undo->what);
    pk_incident_free(undo->before);
    pk_incident_free(undo->after);
    g_clear_pointer(&undo->parties_before, g_ptr_array_unref);
    g_clear_pointer(&undo->parties_after, g_ptr_array_unref);
    pk_standing_action_free(undo->action_before);
    pk_standing_action_free(undo->action_after);
    pk_clock_record_free(undo->clock_before);
    pk_clock_record_free(undo->clock_after);
    g_free(undo);
}

void
pk_done_clear(PkDone *done)
{
    g_free(done->said);
    g_free(done->ident);
    pk_undo_free(done->undo);
    *done = (PkDone){ 0 };
}

const char *
pk_undo_what(const PkUndo *undo)
{
    return undo->what;
}

int64_t
pk_undo_incident(const PkUndo *undo)
{
    return undo->incident_key;
}

const char *
pk_incident_called(const PkIncident *incident)
{
    return incident ? incident->ident : _("duty log");
}

static PkUndo *
undo_new(Kind kind, const PkIncident *incident, PkRight right, char *what)
{
    PkUndo *undo = g_new0(PkUndo, 1);

    undo->kind = kind;
    undo->incident_key = incident ? incident->key : 0;
    undo->right = right;
    undo->what = what;
    return undo;
}

/* ---- remembering ---------------------------------------------------------------------------- */

/* "status I26-0412 INVESTIGATION -> REPORT"; of several fields "I26-0412: a .. -> .., b .. -> ..".
 */
static char *
fields_back(PkApp *app, const PkIncident *before, const PkIncident *after, guint fields)
{
    for (int i = 0; i < PK_FIELD_N; i++) {
        if (fields != 1u << i)
            continue;
        g_autofree char *from = pk_field_shown(app, after, (PkField)i);
        g_autofree char *to = pk_field_shown(app, before, (PkField)i);
        return g_strdup_printf("%s %s %s -> %s", pk_field_label(pk_field_key((PkField)i)),
                               after->ident, from, to);
    }
    g_autofree char *said = pk_fields_said(app, after, before, fields);
    return g_strdup_printf("%s: %s", after->ident, said);
}

PkUndo *
pk_undo_of_fields(PkApp *app, const PkIncident *before, const PkIncident *after, guint fields)
{
    PkUndo *undo = undo_new(OF_FIELDS, after, PK_MAY_EDIT, fields_back(app, before, after, fields));

    undo->before = pk_incident_copy(before);
    undo->after = pk_incident_copy(after);
    undo->fields = fields;
    return undo;
}

PkUndo *
pk_undo_of_parties(const PkIncident *incident, const char *said, GPtrArray *before,
                   GPtrArray *after)
{
    PkUndo *undo = undo_new(OF_PARTIES, incident, PK_MAY_PARTY,
                            g_strdup_printf("%s: %s", incident->ident, said));

    undo->parties_before = before;
    undo->parties_after = after;
    return undo;
}

PkUndo *
pk_undo_of_action(const PkIncident *incident, const PkStandingAction *before,
                  const PkStandingAction *after)
{
    PkUndo *undo = undo_new(OF_ACTION, incident, PK_MAY_LOG,
                            g_strdup_printf(_("action %s A%d %s"), incident->ident, (int)after->no,
                                            pk_standing_action_title(after)));

    undo->action_before = before ? pk_action_copied(before) : NULL;
    undo->action_after = pk_action_copied(after);
    return undo;
}

PkUndo *
pk_undo_of_clock(const PkIncident *incident, const char *called, const PkClockRecord *before,
                 const PkClockRecord *after)
{
    PkUndo *undo = undo_new(OF_CLOCK, incident, PK_MAY_EDIT,
                            g_strdup_printf("%s: %s", incident->ident, called));

    undo->clock_before = pk_clock_copied(before);
    undo->clock_after = pk_clock_copied(after);
    return undo;
}

PkUndo *
pk_undo_of_note(const PkIncident *incident, int64_t line_key)
{
    PkUndo *undo = undo_new(OF_NOTE, incident, PK_MAY_LOG,
                            g_strdup_printf(_("line %d of %s"), (int)pk_journal_number(line_key),
                                            pk_incident_called(incident)));

    undo->line_key = line_key;
    return undo;
}

PkUndo *
pk_undo_of_pin(const PkIncident *incident, int64_t line_key, bool on)
{
    int number = (int)pk_journal_number(line_key);
    const char *called = pk_incident_called(incident);
    PkUndo *undo = undo_new(OF_PIN, incident, PK_MAY_LOG,
                            on ? g_strdup_printf(_("pin on line %d of %s"), number, called)
                               : g_strdup_printf(_("no pin on line %d of %s"), number, called));

    undo->line_key = line_key;
    undo->pinned = on;
    return undo;
}

/* ---- running -------------------------------------------------------------------------------- */

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
    PkFieldChange change = { .fields = undo->fields, .undo = true, .now_us = pk_clock_now_us() };
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
    if (then->closed_us && !now->closed_us && !pk_app_may(app, PK_MAY_CLOSE, error))
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

    if (!line)
        return false;
    if (line->corrected)
        return refuse(undo->what, NULL, error);
    g_autoptr(PkLine) first = NULL;
    if (line->corrects_no && !pk_line_by_no(app->db, line->incident_key, line->corrects_origin,
                                            line->corrects_no, &first, error))
        return false;
    g_autofree char *text =
        first && first->text
            ? g_strdup(first->text)
            : g_strdup_printf(_("Line %d was taken back."), (int)pk_journal_number(line->key));
    PkEntry entry = { .incident = incident,
                      .category = line->category,
                      .tlp = line->tlp,
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

    if (!line)
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
                                        : run_pin(app, undo, ret_redo, error);
    if (!ok)
        return false;
    g_autofree char *text = g_strdup_printf(_("Undone: %s."), undo->what);
    return pk_tell_line(app, incident, undo->kind == OF_PIN ? PK_CAT_SYSTEM : PK_CAT_STATUS, text,
                        json_pack("{s:s}", "change", "undo"), NULL, error);
}

bool
pk_undo_run(PkApp *app, const PkUndo *undo, PkUndo **ret_redo, GError **error)
{
    g_autoptr(PkUndo) redo = NULL;
    PkDone none = { 0 };

    if (!pk_app_begin(app, undo->right, error))
        return false;
    bool ok = run(app, undo, ret_redo ? &redo : NULL, error);
    if (!pk_app_end(app, ok, &none, NULL, error))
        return false;
    if (ret_redo)
        *ret_redo = g_steal_pointer(&redo);
    return true;
}
