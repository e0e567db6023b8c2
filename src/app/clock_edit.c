/* SPDX-License-Identifier: EUPL-1.2 */
/* The start of a legal clock, the end of an agreed one, and new ones that people agree on. */
#include "clocks.h"
#include "journal.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/base/uuid.h"
#include "piket/store/incident_store.h"
#include "undo.h"

#include <string.h>

enum { TITLE_MAX = 200 };

/* What one edit did. */
typedef struct {
    PkIncident *incident;
    PkClockTally tally;
    GPtrArray *before; /* PkClockRecord */
    GPtrArray *after;  /* beside before */
    const char *reason;
    int64_t now_us;
} Edit;

static bool
edit_init(PkApp *app, Edit *edit, int64_t incident_key, GError **error)
{
    edit->before = g_ptr_array_new_with_free_func((GDestroyNotify)pk_clock_record_free);
    edit->after = g_ptr_array_new_with_free_func((GDestroyNotify)pk_clock_record_free);
    edit->now_us = pk_clock_now_us();
    edit->incident = pk_incident_get(app->db, incident_key, error);
    return edit->incident && pk_clock_tally_init(app, &edit->tally, error);
}

static void
edit_clear(Edit *edit)
{
    g_clear_pointer(&edit->before, g_ptr_array_unref);
    g_clear_pointer(&edit->after, g_ptr_array_unref);
    pk_incident_free(edit->incident);
    pk_clock_tally_clear(&edit->tally);
}

static bool
may_start(const PkRule *rule, int64_t at_us, int64_t now_us, GError **error)
{
    if (rule && rule->start == PK_RULE_START_NOTIFICATION) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("'%s' begins with the first filing of the notification, so its start is "
                      "not changed here. Correct when that notification was met."),
                    pk_rule_name(rule, pk_i18n_lang()));
        return false;
    }
    if (rule && at_us > now_us) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("A clock cannot have begun in the future; check the time."));
        return false;
    }
    return true;
}

static bool
move(PkApp *app, Edit *edit, const PkClockRecord *clock, int64_t at_us, GError **error)
{
    const PkRule *rule = pk_clock_rule(&edit->tally, clock);
    g_autoptr(PkClockRecord) after = pk_clock_copied(clock);

    if (rule) {
        after->start_us = at_us;
        rule = pk_clock_rule(&edit->tally, after);
        after->due_us = pk_deadline_due(rule, at_us, app->zone);
        after->by_hand = true;
    } else {
        after->due_us = at_us;
    }
    if (!pk_clock_update(app->db, after, error))
        return false;
    g_ptr_array_add(edit->before, pk_clock_copied(clock));
    g_ptr_array_add(edit->after, g_steal_pointer(&after));
    return true;
}

/* Those of the same party that began with the same event: one awareness, one start. */
static bool
move_siblings(PkApp *app, Edit *edit, const PkClockRecord *clock, int64_t at_us, GError **error)
{
    const PkRule *rule = pk_clock_rule(&edit->tally, clock);
    g_autoptr(GPtrArray) clocks = pk_clock_list(app->db, clock->incident_key, error);

    if (!clocks)
        return false;
    for (guint i = 0; rule && i < clocks->len; i++) {
        const PkClockRecord *other = clocks->pdata[i];
        const PkRule *its = pk_clock_rule(&edit->tally, other);
        if (other->key == clock->key || other->party_key != clock->party_key || !its ||
            its->start != rule->start || other->met_us || other->na_reason ||
            other->start_us != clock->start_us)
            continue;
        if (!move(app, edit, other, at_us, error))
            return false;
    }
    return true;
}

/* "start Mon 9 Mar 04:26 CET -> Mon 9 Mar 05:00 CET; 24h early warning: now due ..." */
static char *
said(const PkApp *app, const Edit *edit, bool legal)
{
    const PkClockRecord *was = edit->before->pdata[0];
    const PkClockRecord *is = edit->after->pdata[0];
    int64_t from_us = legal ? was->start_us : was->due_us;
    int64_t to_us = legal ? is->start_us : is->due_us;
    g_autofree char *called = pk_clock_called(&edit->tally, is);
    PkTimeText from = pk_time_text(app->zone, from_us, pk_i18n_lang(), PK_TIME_MOMENT);
    PkTimeText to = pk_time_text(app->zone, to_us, pk_i18n_lang(), PK_TIME_MOMENT);
    g_autoptr(GString) text = g_string_new(NULL);

    g_string_printf(
        text, legal ? _("%s: start %s -> %s. Reason: %s.") : _("%s: due %s -> %s. Reason: %s."),
        called, from_us ? from.s : "-", to.s, edit->reason);
    for (guint i = 0; legal && i < edit->after->len; i++) {
        const PkClockRecord *clock = edit->after->pdata[i];
        g_autofree char *name = pk_clock_called(&edit->tally, clock);
        PkTimeText due = pk_time_text(app->zone, clock->due_us, pk_i18n_lang(), PK_TIME_MOMENT);
        if (clock->due_us)
            g_string_append_printf(text, _(" %s is now due %s."), name, due.s);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static json_t *
details_of(const Edit *edit)
{
    json_t *list = json_array();

    for (guint i = 0; i < edit->after->len; i++) {
        const PkClockRecord *was = edit->before->pdata[i], *is = edit->after->pdata[i];
        json_array_append_new(
            list, json_pack("{s:s, s:I, s:s, s:s, s:s, s:s}", "rule", is->rule, "no",
                            (json_int_t)is->no, "start_old", pk_time_rfc3339(was->start_us).s,
                            "start", pk_time_rfc3339(is->start_us).s, "due_old",
                            pk_time_rfc3339(was->due_us).s, "due", pk_time_rfc3339(is->due_us).s));
    }
    return json_pack("{s:s, s:s, s:o}", "change", "clock_edit", "reason", edit->reason, "clocks",
                     list);
}

static bool
tell(PkApp *app, const Edit *edit, bool legal, PkDone *done, GError **error)
{
    g_autofree char *text = said(app, edit, legal);

    done->ident = g_strdup(edit->incident->ident);
    done->incident_key = edit->incident->key;
    done->version = edit->incident->version;
    done->said = g_strdup_printf("%s: %s", done->ident, text);
    if (edit->after->len == 1)
        done->undo =
            pk_undo_of_clock(edit->incident, text, edit->before->pdata[0], edit->after->pdata[0]);
    return pk_tell_line(app, edit->incident, PK_CAT_STATUS, text, details_of(edit), &done->line_key,
                        error);
}

static bool
edit_clock(PkApp *app, Edit *edit, int64_t clock_key, int64_t at_us, PkDone *done, GError **error)
{
    g_autoptr(PkClockRecord) clock = pk_clock_get(app->db, clock_key, error);

    if (!clock || !edit_init(app, edit, clock->incident_key, error))
        return false;
    const PkRule *rule = pk_clock_rule(&edit->tally, clock);
    return may_start(rule, at_us, edit->now_us, error) && move(app, edit, clock, at_us, error) &&
           move_siblings(app, edit, clock, at_us, error) &&
           tell(app, edit, rule != NULL, done, error);
}

bool
pk_clock_edit(PkApp *app, int64_t clock_key, int64_t at_us, const char *reason, PkDone *ret_done,
              GError **error)
{
    g_autofree char *clean = pk_text_clean(reason ? reason : "", -1, PK_TEXT_LINE, NULL);
    Edit edit = { .reason = clean };
    PkDone done = { 0 };

    if (!*clean) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_CONFIRM,
                            _("Moving a deadline asks for a reason, which is recorded beside the "
                              "old time. Add --reason TEXT."));
        return false;
    }
    if (!pk_app_begin(app, PK_MAY_EDIT, error))
        return false;
    bool ok = edit_clock(app, &edit, clock_key, at_us, &done, error);
    edit_clear(&edit);
    return pk_app_end(app, ok, &done, ret_done, error);
}

/* ---- agreed --------------------------------------------------------------------------------- */

static bool
add_clock(PkApp *app, int64_t incident_key, const char *title, int64_t due_us, PkDone *done,
          GError **error)
{
    g_autoptr(PkIncident) incident = pk_incident_get(app->db, incident_key, error);
    g_autoptr(PkClockRecord) clock = g_new0(PkClockRecord, 1);
    int64_t now_us = pk_clock_now_us();

    if (!incident)
        return false;
    clock->uuid = pk_uuid_new(now_us);
    clock->incident_key = incident_key;
    clock->rule = g_strdup(PK_CLOCK_AGREED);
    clock->title = g_strdup(title);
    clock->start_us = now_us;
    clock->due_us = due_us;
    if (!pk_clock_insert(app->db, clock, error))
        return false;
    PkTimeText due = pk_time_text(app->zone, due_us, pk_i18n_lang(), PK_TIME_MOMENT);
    g_autofree char *text = g_strdup_printf(_("Agreed: %s, before %s."), title, due.s);
    done->ident = g_strdup(incident->ident);
    done->incident_key = incident_key;
    done->version = incident->version;
    done->said = g_strdup_printf("%s: %s", done->ident, text);
    json_t *details = json_pack("{s:s, s:s, s:s}", "change", "clock_add", "title", title, "due",
                                pk_time_rfc3339(due_us).s);
    return pk_tell_line(app, incident, PK_CAT_STATUS, text, details, &done->line_key, error);
}

bool
pk_clock_add(PkApp *app, int64_t incident_key, const char *title, int64_t due_us, PkDone *ret_done,
             GError **error)
{
    g_autofree char *clean = pk_text_clean(title ? title : "", -1, PK_TEXT_LINE, NULL);
    PkDone done = { 0 };

    if (!*clean || g_utf8_strlen(clean, -1) > TITLE_MAX || due_us <= 0) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("An agreed deadline needs what was agreed (at most %d characters) and "
                      "before when. Nothing was saved."),
                    TITLE_MAX);
        return false;
    }
    if (!pk_app_begin(app, PK_MAY_EDIT, error))
        return false;
    bool ok = add_clock(app, incident_key, clean, due_us, &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}
