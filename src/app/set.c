/* SPDX-License-Identifier: EUPL-1.2 */
/* Setting fields and status of an incident: guards, the row, its line, and the clocks that follow.
 */
#include "clocks.h"
#include "conflict.h"
#include "fields.h"
#include "journal.h"
#include "pages.h"
#include "piket/base/clock.h"
#include "piket/model/ident.h"
#include "piket/store/action_store.h"
#include "piket/store/incident_store.h"
#include "piket/store/party_store.h"
#include "undo.h"

#include <string.h>

/* ---- writing -------------------------------------------------------------------------------- */

static json_t *
details_of(const PkFieldChange *change)
{
    json_t *fields = json_object();

    for (int i = 0; i < PK_FIELD_N; i++) {
        if (!(change->fields & 1u << i))
            continue;
        g_autofree char *old = pk_field_key_text(change->before, (PkField)i);
        g_autofree char *new = pk_field_key_text(change->after, (PkField)i);
        json_object_set_new(fields, pk_field_key((PkField)i),
                            json_pack("{s:s, s:s}", "old", old, "new", new));
    }
    json_t *details =
        json_pack("{s:s, s:I, s:o}", "change", change->undo ? "undo" : "set", "version",
                  (json_int_t)(change->before->version + 1), "fields", fields);
    if (change->reason)
        json_object_set_new(details, "reason", json_string(change->reason));
    if (change->permission)
        json_object_set_new(details, "permission", json_string(change->permission));
    if (change->over >= 0)
        json_object_set_new(details, "over", json_integer(change->over));
    return details;
}

/* Somebody who writes over the change of another says so. */
static bool
say_over(PkApp *app, const PkFieldChange *change, GString *text, GError **error)
{
    g_auto(PkThen) then = { 0 };

    if (change->over < 0)
        return true;
    if (!pk_then_load(app, change->before, change->over, false, &then, error))
        return false;
    for (int i = 0; i < PK_FIELD_N; i++) {
        if (!(change->fields & then.fields & 1u << i))
            continue;
        g_autofree char *who = pk_app_person_name(app, then.login[i]);
        PkTimeText at = pk_app_clock(app, then.at_us[i], change->now_us);
        g_string_append_printf(text, _(" This replaces what %s wrote at %s."), who, at.s);
        break;
    }
    return true;
}

static char *
line_text(PkApp *app, const PkFieldChange *change, const PkClockTally *tally, GError **error)
{
    g_autofree char *said = pk_fields_said(app, change->before, change->after, change->fields);
    g_autoptr(GString) text = g_string_new(NULL);

    if (change->undo)
        g_string_append_printf(text, _("Undone: %s."), said);
    else
        g_string_append_printf(text, _("Changed: %s."), said);
    if (!say_over(app, change, text, error))
        return NULL;
    if (change->reason)
        g_string_append_printf(text, _(" Reason: %s"), change->reason);
    if (change->permission)
        g_string_append_printf(text, _(" Permission of the source: %s"), change->permission);
    if (tally->rules && tally->running->len)
        g_string_append_printf(text, _(" Clocks running: %s."), tally->running->str);
    if (tally->rules && tally->unsure->len)
        g_string_append_printf(text, _(" Not sure: %s."), tally->unsure->str);
    return g_strdup(text->str);
}

/* The line holds old values too: with a label that is lowered they keep the old one. */
static PkTlp
label_of(const PkFieldChange *change)
{
    bool only_tlp = change->fields == 1u << PK_FIELD_TLP;

    return only_tlp ? change->after->tlp
                    : pk_tlp_strictest(change->before->tlp, change->after->tlp);
}

bool
pk_fields_write(PkApp *app, PkFieldChange *change, int64_t *ret_line, GError **error)
{
    const guint clock_fields =
        1u << PK_FIELD_AWARE | 1u << PK_FIELD_PERSONAL_DATA | 1u << PK_FIELD_KIND;
    bool only_aware = change->fields == 1u << PK_FIELD_AWARE;
    g_auto(PkClockTally) tally = { 0 };
    PkIncident *after = change->after;

    after->changed_us = change->now_us;
    g_free(after->changed_by);
    after->changed_by = g_strdup(app->login);
    if (!pk_incident_check(after, change->now_us, error) ||
        !pk_name_first(app, after, after->tlp, change->now_us, error) ||
        !pk_incident_update(app->db, after, error))
        return false;
    if ((change->fields & clock_fields) &&
        (!pk_clock_tally_init(app, &tally, error) ||
         !pk_clocks_follow(app, after, change->before->aware_us, &tally, error)))
        return false;
    g_autofree char *text = line_text(app, change, &tally, error);
    if (!text)
        return false;
    PkEntry entry = { .incident = after,
                      .category = only_aware ? PK_CAT_AWARE : PK_CAT_STATUS,
                      .tlp = label_of(change),
                      .text = text,
                      .details = details_of(change),
                      .event_us = only_aware && !change->undo && after->aware_us ? after->aware_us
                                                                                 : change->now_us,
                      .now_us = change->now_us };
    after->version++;
    return pk_journal_add(app, entry, ret_line, NULL, error);
}

/* Fills what every change of fields tells. */
static void
tell(PkApp *app, const PkFieldChange *change, int64_t line, const char *notice, PkDone *done)
{
    g_autofree char *said = pk_fields_said(app, change->before, change->after, change->fields);

    *done = (PkDone){ .ident = g_strdup(change->after->ident),
                      .incident_key = change->after->key,
                      .line_key = line,
                      .version = change->after->version };
    done->said =
        g_strdup_printf("%s: %s.%s%s", done->ident, said, notice ? " " : "", notice ? notice : "");
    done->undo = pk_undo_of_fields(app, change->before, change->after, change->fields);
}

static void
tell_unchanged(const PkIncident *incident, PkDone *done)
{
    *done = (PkDone){ .said = g_strdup_printf(_("%s: nothing changed."), incident->ident),
                      .ident = g_strdup(incident->ident),
                      .incident_key = incident->key,
                      .version = incident->version };
}

/* ---- fields --------------------------------------------------------------------------------- */

static bool
read_all(PkApp *app, PkIncident *incident, const PkSetting *settings, size_t n, int64_t now_us,
         GString *notices, GError **error)
{
    for (size_t i = 0; i < n; i++) {
        g_autofree char *notice = NULL;
        PkField field = PK_FIELD_TITLE;
        if (!pk_field_find(settings[i].key, &field, error) ||
            !pk_field_read(app, incident, field, settings[i].value ? settings[i].value : "", now_us,
                           &notice, error))
            return false;
        if (notice)
            g_string_append_printf(notices, "%s%s", notices->len ? " " : "", notice);
    }
    return true;
}

static bool
is_empty(const char *text)
{
    return !text || !*text;
}

/* Lowering a label asks for right and permission; moving a known awareness asks why. */
static bool
may_set(PkApp *app, const PkFieldChange *change, GError **error)
{
    bool lowers = change->after->tlp < change->before->tlp;
    bool moves = change->before->aware_us && (change->fields & 1u << PK_FIELD_AWARE);

    if (lowers && !pk_app_may(app, PK_MAY_LOWER_TLP, error))
        return false;
    if (lowers && is_empty(change->permission)) {
        g_set_error(error, PK_ERROR, PK_ERROR_CONFIRM,
                    _("%s goes from %s down to %s. Say who of the source permitted that; nothing "
                      "was changed yet."),
                    change->after->ident, pk_tlp_label(change->before->tlp),
                    pk_tlp_label(change->after->tlp));
        return false;
    }
    if (moves && is_empty(change->reason)) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_CONFIRM,
                            _("The awareness decides all legal clocks. Say why it changes; the "
                              "old time is kept in the journal, and nothing was changed yet."));
        return false;
    }
    return true;
}

static bool
set_fields(PkApp *app, int64_t incident_key, int64_t version, const PkSetting *settings, size_t n,
           PkFieldChange *change, PkDone *done, GError **error)
{
    g_autoptr(PkIncident) before = pk_incident_get(app->db, incident_key, error);
    g_autoptr(GString) notices = g_string_new(NULL);
    int64_t line = 0;

    if (!before)
        return false;
    g_autoptr(PkIncident) after = pk_incident_copy(before);
    if (!read_all(app, after, settings, n, change->now_us, notices, error) ||
        !pk_fields_guard(app, before, after, version, error))
        return false;
    change->before = before;
    change->after = after;
    change->fields = pk_fields_changed(before, after);
    if (change->fields == 0) {
        tell_unchanged(before, done);
        return true;
    }
    if (!may_set(app, change, error) || !pk_fields_write(app, change, &line, error))
        return false;
    tell(app, change, line, notices->len ? notices->str : NULL, done);
    return pk_page_rule(app, before, after, change->now_us, done, error);
}

bool
pk_incident_set(PkApp *app, int64_t incident_key, int64_t version, const PkSetting *settings,
                size_t n_settings, const char *reason, const char *permission, PkDone *ret_done,
                GError **error)
{
    return pk_incident_set_over(app, incident_key, version, -1, settings, n_settings, reason,
                                permission, ret_done, error);
}

bool
pk_incident_set_over(PkApp *app, int64_t incident_key, int64_t version, int64_t over,
                     const PkSetting *settings, size_t n_settings, const char *reason,
                     const char *permission, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };
    PkFieldChange change = { .reason = is_empty(reason) ? NULL : reason,
                             .permission = is_empty(permission) ? NULL : permission,
                             .over = over,
                             .now_us = pk_clock_now_us() };

    if (!pk_app_begin(app, PK_MAY_EDIT, error))
        return false;
    bool ok = set_fields(app, incident_key, version, settings, n_settings, &change, &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}

/* ---- status --------------------------------------------------------------------------------- */

GArray *
pk_status_next(PkStatus from)
{
    GArray *next = g_array_new(FALSE, FALSE, sizeof(PkStatus));

    /* Forward first, nearest first; then back, nearest first. */
    for (int s = (int)from + 1; s <= PK_STATUS_CLOSED; s++) {
        PkStatus status = (PkStatus)s;
        g_array_append_val(next, status);
    }
    for (int s = (int)from - 1; s >= PK_STATUS_REPORT; s--) {
        PkStatus status = (PkStatus)s;
        g_array_append_val(next, status);
    }
    return next;
}

/* The last four digits of the ident, or the word of either language. */
static bool
is_confirmed(const PkIncident *incident, const char *confirmed)
{
    size_t n = strlen(incident->ident);
    const char *digits = n > 4 ? incident->ident + n - 4 : incident->ident;

    return confirmed &&
           (strcmp(confirmed, digits) == 0 || strcmp(confirmed, incident->ident) == 0 ||
            g_ascii_strcasecmp(confirmed, "close") == 0 ||
            g_ascii_strcasecmp(confirmed, "sluiten") == 0);
}

bool
pk_close_ready(PkApp *app, const PkIncident *incident, GError **error)
{
    int64_t open_actions = 0;
    unsigned open_parties = 0;

    if (!pk_app_may(app, PK_MAY_CLOSE, error) ||
        !pk_action_count_open(app->db, incident->key, &open_actions, error))
        return false;
    g_autoptr(GPtrArray) parties = pk_party_list(app->db, incident->key, error);
    if (!parties)
        return false;
    for (guint i = 0; i < parties->len; i++)
        open_parties += pk_party_is_open(parties->pdata[i]) ? 1 : 0;
    g_autoptr(PkIncident) row = (PkIncident *)pk_incident_found(app->db, incident->key, error);
    return row && pk_incident_may_close(row, open_parties, (unsigned)open_actions, error);
}

static bool
may_close(PkApp *app, const PkIncident *incident, const char *confirmed, GError **error)
{
    if (!pk_close_ready(app, incident, error))
        return false;
    if (is_confirmed(incident, confirmed))
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_CONFIRM,
                _("Closing %s ends it for everybody. Type the last four digits of its "
                  "id, or the word close, to go on; nothing was changed yet."),
                incident->ident);
    return false;
}

/* Back is a judgement that others worked by and that does not hold: they want to know why. */
static bool
reason_for_back(const PkIncident *before, PkStatus status, const char *reason, GError **error)
{
    if (!pk_incident_step_is_back(before->status, status) || !is_empty(reason))
        return true;
    g_autofree char *was = pk_word_caps(&pk_words_status, before->status);
    g_autofree char *becomes = pk_word_caps(&pk_words_status, status);
    g_set_error(error, PK_ERROR, PK_ERROR_CONFIRM,
                _("From %s back to %s needs a reason, which is recorded: on the command line "
                  "--reason TEXT. Nothing was changed."),
                was, becomes);
    return false;
}

static bool
set_status(PkApp *app, int64_t incident_key, int64_t version, int64_t over, PkStatus status,
           const char *reason, const char *confirmed, PkDone *done, GError **error)
{
    PkFieldChange change = { .fields = 1u << PK_FIELD_STATUS,
                             .over = over,
                             .reason = is_empty(reason) ? NULL : reason,
                             .now_us = pk_clock_now_us() };
    g_autoptr(PkIncident) before = pk_incident_get(app->db, incident_key, error);
    int64_t line = 0;

    if (!before)
        return false;
    if (before->status == status) {
        tell_unchanged(before, done);
        return true;
    }
    g_autoptr(PkIncident) after = pk_incident_copy(before);
    after->status = status;
    if (!pk_fields_guard(app, before, after, version, error) ||
        /* Who writes over another's saw the difference, and the line tells of it. */
        (over < 0 && !reason_for_back(before, status, reason, error)) ||
        (status == PK_STATUS_CLOSED && !may_close(app, before, confirmed, error)))
        return false;
    after->status_since_us = change.now_us;
    after->closed_us = status == PK_STATUS_CLOSED ? change.now_us : 0;
    change.before = before;
    change.after = after;
    if (!pk_fields_write(app, &change, &line, error) ||
        (status == PK_STATUS_CLOSED && !pk_page_close_of(app, after, change.now_us, error)))
        return false;
    tell(app, &change, line, NULL, done);
    return true;
}

bool
pk_status_set(PkApp *app, int64_t incident_key, int64_t version, PkStatus status,
              const char *reason, const char *confirmed, PkDone *ret_done, GError **error)
{
    return pk_status_set_over(app, incident_key, version, -1, status, reason, confirmed, ret_done,
                              error);
}

bool
pk_status_set_over(PkApp *app, int64_t incident_key, int64_t version, int64_t over, PkStatus status,
                   const char *reason, const char *confirmed, PkDone *ret_done, GError **error)
{
    PkDone done = { 0 };

    if (!pk_app_begin(app, PK_MAY_EDIT, error))
        return false;
    bool ok = set_status(app, incident_key, version, over, status, reason, confirmed, &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}
