/* SPDX-License-Identifier: EUPL-1.2 */
#include "callback.h"
#include "journal.h"
#include "piket/app/callback.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/base/uuid.h"
#include "piket/store/action_store.h"
#include "piket/store/call_store.h"
#include "piket/store/contact_store.h"
#include "piket/store/incident_store.h"
#include "piket/store/line_store.h"
#include "piket/store/org_store.h"
#include "undo.h"

#include <string.h>

bool
pk_call_proposes(PkCallOutcome outcome)
{
    return outcome == PK_CALL_UNKNOWN;
}

static bool
refuse_own(const PkIncident *incident, const char *number, GError **error)
{
    if (!incident->reporter_phone || !pk_phone_same(number, incident->reporter_phone))
        return true;
    g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                        _("That is the number which the caller gave. Calling it proves nothing: "
                          "take a number of the card. Nothing was recorded."));
    return false;
}

/* The line of a card that was called: of the organisation, or of its region. */
static bool
fill_contact(PkApp *app, PkCallBack *call, int64_t contact_key, int64_t org_key, bool night,
             const char *caller, GError **error)
{
    g_autoptr(PkContact) contact = pk_contact_get(app->db, contact_key, error);
    g_autoptr(PkOrg) org = contact ? pk_org_get(app->db, org_key, error) : NULL;
    const char *number = NULL;

    if (!org)
        return false;
    if (contact->org_key != org_key && contact->org_key != org->region_key) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("That contact is not on the card of %s, nor on that of its region. Nothing "
                      "was recorded."),
                    org->name);
        return false;
    }
    PkCallFit fit = pk_call_fit(contact, night, caller, &number);
    if (fit == PK_CALL_HAS_NO_NUMBER) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("%s has no number on the card. Nothing was recorded."), contact->name);
        return false;
    }
    call->contact_key = contact->key;
    call->org_key = contact->org_key;
    call->name = g_strdup(contact->name);
    call->number = g_strdup(number ? number : caller); /* the caller's own: refused next */
    return true;
}

static bool
fill_number(PkCallBack *call, const char *typed, int64_t org_key, GError **error)
{
    g_autofree char *plain = typed ? pk_phone_normalise(typed) : NULL;

    if (!plain) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("Say which number was called: a line of the card, or one that was "
                              "found elsewhere. Nothing was recorded."));
        return false;
    }
    call->org_key = org_key;
    call->number = pk_text_clean(typed, -1, PK_TEXT_LINE, NULL);
    call->name = g_strdup("");
    return true;
}

static PkCallBack *
call_of(PkApp *app, const PkIncident *incident, const PkCallWish *wish, GError **error)
{
    g_autoptr(PkCallBack) call = g_new0(PkCallBack, 1);
    int64_t org_key = pk_call_reporter(app, incident->key, error);
    g_autofree char *note = pk_text_clean(wish->note ? wish->note : "", -1, PK_TEXT_LINE, NULL);

    if (!org_key)
        return NULL;
    call->at_us = pk_clock_now_us();
    call->uuid = pk_uuid_new(call->at_us);
    call->incident_key = incident->key;
    call->outcome = wish->outcome;
    call->by_who = g_strdup(app->login);
    call->note = *note ? g_steal_pointer(&note) : NULL;
    bool night = pk_call_is_night(app->zone, call->at_us);
    bool ok = wish->contact_key ? fill_contact(app, call, wish->contact_key, org_key, night,
                                               incident->reporter_phone, error)
                                : fill_number(call, wish->number, org_key, error);
    return ok && refuse_own(incident, call->number, error) ? g_steal_pointer(&call) : NULL;
}

/* ---- telling -------------------------------------------------------------------------------- */

/* clang-format off */
static const char *const told[PK_CALL_OUTCOMES] = {
    [PK_CALL_VERIFIED]  = N_("VERIFIED: called back %s; the person is real and reported this."),
    [PK_CALL_UNKNOWN]   = N_("POSSIBLE ABUSE: called back %s; the person is real and knows nothing "
                             "of this report. Escalate."),
    [PK_CALL_NO_ANSWER] = N_("Called back %s: no answer."),
    [PK_CALL_OTHER]     = N_("Called back %s: another number or another person."),
};
/* clang-format on */

static char *
text_of(const PkCallBack *call)
{
    g_autofree char *number = pk_phone_group(call->number);
    g_autofree char *whom = *call->name ? g_strdup_printf(_("%s (card, %s)"), call->name, number)
                                        : g_strdup_printf(_("%s (not from the card)"), number);
    g_autofree char *note = call->note ? g_strconcat(" ", call->note, NULL) : g_strdup("");
    g_autoptr(GString) text = g_string_new(NULL);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    g_string_printf(text, _(told[call->outcome]), whom);
#pragma GCC diagnostic pop
    g_string_append(text, note);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* No answer is a promise to try again. */
static bool
promise(PkApp *app, const PkCallBack *call, GError **error)
{
    g_autoptr(PkStandingAction) action = pk_standing_action_new();
    g_autofree char *uuid = pk_uuid_new(call->at_us);
    g_autofree char *number = pk_phone_group(call->number);

    if (call->outcome != PK_CALL_NO_ANSWER)
        return true;
    action->incident_key = call->incident_key;
    action->kind = PK_ACTION_CALLBACK;
    action->name = g_strdup("again");
    action->title = *call->name ? g_strdup_printf(_("call %s again on %s"), call->name, number)
                                : g_strdup_printf(_("call %s again"), number);
    action->owner = g_strdup(app->login);
    action->due_us = call->at_us + (int64_t)PK_CALL_AGAIN_MINUTES * 60 * G_USEC_PER_SEC;
    return pk_standing_action_check(action, error) &&
           pk_action_insert(app->db, action, uuid, error);
}

/* What the call says of the caller becomes the incident's. */
static bool
judge(PkApp *app, PkIncident *incident, const PkCallBack *call, bool *ret_changed, GError **error)
{
    bool verified = call->outcome == PK_CALL_VERIFIED;
    bool decides = verified || call->outcome == PK_CALL_UNKNOWN;

    if (!decides || incident->caller_verified == verified)
        return true;
    incident->caller_verified = verified;
    incident->changed_us = call->at_us;
    g_free(incident->changed_by);
    incident->changed_by = g_strdup(app->login);
    if (!pk_incident_update(app->db, incident, error))
        return false;
    incident->version++;
    *ret_changed = true;
    return true;
}

static bool
tell(PkApp *app, const PkIncident *incident, const PkCallBack *call, bool changed, PkDone *done,
     GError **error)
{
    g_autofree char *text = text_of(call);
    const char *outcome = pk_word_key(&pk_words_call_outcome, (int)call->outcome);
    json_t *details =
        json_pack("{s:s, s:s, s:s, s:s, s:I}", "change", "call_back", "outcome", outcome, "number",
                  call->number, "name", call->name, "version", (json_int_t)incident->version);

    if (changed)
        json_object_set_new(details, "fields",
                            json_pack("{s:{s:s, s:s}}", "verified", "old",
                                      incident->caller_verified ? "no" : "yes", "new",
                                      incident->caller_verified ? "yes" : "no"));
    if (!pk_tell_line(app, incident, PK_CAT_CONTACT, text, details, &done->line_key, error))
        return false;
    if (call->outcome == PK_CALL_UNKNOWN &&
        !pk_pin_insert(app->db, done->line_key, app->login, call->at_us, error))
        return false;
    done->ident = g_strdup(incident->ident);
    done->incident_key = incident->key;
    done->version = incident->version;
    done->said = call->outcome == PK_CALL_NO_ANSWER
                     ? g_strdup_printf(_("%s: %s Again in %d minutes."), incident->ident, text,
                                       PK_CALL_AGAIN_MINUTES)
                     : g_strdup_printf("%s: %s", incident->ident, text);
    return true;
}

static bool
record(PkApp *app, int64_t incident_key, const PkCallWish *wish, PkDone *done, GError **error)
{
    g_autoptr(PkIncident) incident = pk_incident_get(app->db, incident_key, error);
    g_autoptr(PkCallBack) call = incident ? call_of(app, incident, wish, error) : NULL;
    bool changed = false;

    return call && pk_call_insert(app->db, call, error) &&
           judge(app, incident, call, &changed, error) && promise(app, call, error) &&
           tell(app, incident, call, changed, done, error);
}

bool
pk_call_record(PkApp *app, int64_t incident_key, const PkCallWish *wish, PkDone *ret_done,
               GError **error)
{
    PkDone done = { 0 };

    if (!pk_app_needs_server(app, error) || !pk_app_begin(app, PK_MAY_LOG, error))
        return false;
    bool ok = record(app, incident_key, wish, &done, error);
    return pk_app_end(app, ok, &done, ret_done, error);
}
