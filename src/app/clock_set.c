/* SPDX-License-Identifier: EUPL-1.2 */
/* What became of a clock: met with a number, not applicable with a reason, or running again. */
#include "clocks.h"
#include "journal.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/store/incident_store.h"
#include "undo.h"

static bool
may_meet(const PkApp *app, const PkClockRecord *clock, int64_t met_us, int64_t now_us,
         GError **error)
{
    PkTimeText start = pk_app_clock(app, clock->start_us, now_us);

    if (met_us > now_us) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("A deadline cannot have been met in the future; check the time."));
        return false;
    }
    if (met_us && clock->start_us && met_us < clock->start_us) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("This clock began at %s and cannot have been met before that; check both "
                      "times."),
                    start.s);
        return false;
    }
    return true;
}

/* "4711, 4712": numbers of the first and of later filings. Owned, NULL without. */
static char *
numbers(const char *before, const char *added)
{
    g_autofree char *clean = pk_text_clean(added, -1, PK_TEXT_LINE, NULL);

    if (!*clean)
        return g_strdup(before);
    return before ? g_strdup_printf("%s, %s", before, clean) : g_steal_pointer(&clean);
}

static void
apply(PkClockRecord *clock, const PkClockFate *fate)
{
    g_autofree char *reason = pk_text_clean(fate->na_reason, -1, PK_TEXT_LINE, NULL);
    bool filed = fate->met_us != 0;
    char *evidence = filed ? numbers(clock->evidence, fate->evidence) : NULL;

    if (!filed || !clock->met_us || fate->met_us < clock->met_us)
        clock->met_us = fate->met_us;
    g_free(clock->evidence);
    clock->evidence = evidence;
    g_free(clock->na_reason);
    clock->na_reason = *reason ? g_steal_pointer(&reason) : NULL;
    clock->unsure = fate->unsure && !filed && !clock->na_reason;
}

/* "met at 04:20, number 4711" */
static char *
fate_said(const PkApp *app, const PkClockRecord *before, const PkClockRecord *after, int64_t now_us)
{
    PkTimeText met = pk_app_clock(app, after->met_us, now_us);

    if (after->na_reason)
        return g_strdup_printf(_("not applicable, %s"), after->na_reason);
    if (after->unsure)
        return g_strdup(_("not sure whether it applies; the clock runs on"));
    if (!after->met_us)
        return g_strdup(_("running again"));
    if (before->met_us)
        return g_strdup_printf(_("reported again, number %s; met at %s"),
                               after->evidence ? after->evidence : "-", met.s);
    return g_strdup_printf(_("met at %s, number %s"), met.s,
                           after->evidence ? after->evidence : "-");
}

static bool
tell(PkApp *app, const PkIncident *incident, const PkClockRecord *before,
     const PkClockRecord *after, const PkClockTally *tally, PkDone *done, GError **error)
{
    g_autofree char *called = pk_clock_called(tally, after);
    g_autofree char *fate = fate_said(app, before, after, pk_clock_now_us());
    g_autoptr(GString) text = g_string_new(NULL);
    json_t *details = json_pack(
        "{s:s, s:s, s:s, s:s, s:s}", "change", "clock_set", "rule", after->rule, "met",
        after->met_us ? pk_time_rfc3339(after->met_us).s : "", "evidence",
        after->evidence ? after->evidence : "", "reason", after->na_reason ? after->na_reason : "");

    g_string_printf(text, "%s: %s.", called, fate);
    if (tally->running->len)
        g_string_append_printf(text, _(" Clocks running: %s."), tally->running->str);
    done->ident = g_strdup(incident->ident);
    done->incident_key = incident->key;
    done->version = incident->version;
    done->said = g_strdup_printf("%s: %s", incident->ident, text->str);
    done->undo =
        pk_undo_of_clock(incident, done->said + strlen(incident->ident) + 2, before, after);
    return pk_tell_line(app, incident, PK_CAT_STATUS, text->str, details, &done->line_key, error);
}

static bool
set_clock(PkApp *app, int64_t clock_key, const PkClockFate *fate, PkDone *done, GError **error)
{
    g_auto(PkClockTally) tally = { 0 };
    g_autoptr(PkClockRecord) before = pk_clock_get(app->db, clock_key, error);

    if (!before || !may_meet(app, before, fate->met_us, pk_clock_now_us(), error) ||
        !pk_clock_tally_init(app, &tally, error))
        return false;
    g_autoptr(PkIncident) incident = pk_incident_get(app->db, before->incident_key, error);
    if (!incident)
        return false;
    g_autoptr(PkClockRecord) after = pk_clock_copied(before);
    apply(after, fate);
    return pk_clock_update(app->db, after, error) &&
           pk_clocks_final(app, incident, after, &tally, error) &&
           tell(app, incident, before, after, &tally, done, error);
}

bool
pk_clock_set(PkApp *app, int64_t clock_key, const PkClockFate *fate, PkDone *ret_done,
             GError **error)
{
    PkDone done = { 0 };

    if (!pk_app_begin(app, PK_MAY_EDIT, error))
        return false;
    bool ok = set_clock(app, clock_key, fate, &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}
