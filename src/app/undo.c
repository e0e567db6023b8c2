/* SPDX-License-Identifier: EUPL-1.2 */
#include "undo_private.h"

#include "clocks.h"
#include "fields.h"
#include "journal.h"

#include <string.h>

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
    g_clear_pointer(&undo->shifts, g_ptr_array_unref);
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

bool
pk_undo_lowers_tlp(const PkUndo *undo)
{
    return undo->kind == OF_FIELDS && undo->before && undo->after &&
           undo->before->tlp < undo->after->tlp;
}

const char *
pk_incident_called(const PkIncident *incident)
{
    return incident ? incident->ident : _("duty log");
}

static PkUndo *
undo_new(PkUndoKind kind, const PkIncident *incident, PkRight right, char *what)
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

PkUndo *
pk_undo_of_shifts(const char *what, GPtrArray *shifts, bool gone)
{
    PkUndo *undo = undo_new(OF_SHIFTS, NULL, PK_MAY_DUTY, g_strdup(what));

    /* It stands before a full stop. */
    if (g_str_has_suffix(undo->what, "."))
        undo->what[strlen(undo->what) - 1] = '\0';
    undo->shifts = shifts;
    undo->gone = gone;
    return undo;
}
