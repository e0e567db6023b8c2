/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/app/callback.h"

#include "callback.h"

#include "piket/base/clock.h"
#include "piket/store/call_store.h"
#include "piket/store/contact_store.h"
#include "piket/store/incident_store.h"
#include "piket/store/org_store.h"
#include "piket/store/party_store.h"
#include "read_private.h"

#include <string.h>

void
pk_call_check_free(PkCallCheck *check)
{
    if (!check)
        return;
    g_free(check->ident);
    pk_org_free(check->org);
    pk_org_free(check->region_org);
    g_free(check->caller);
    g_free(check->caller_role);
    g_free(check->caller_phone);
    g_clear_pointer(&check->contacts, g_ptr_array_unref);
    g_clear_pointer(&check->region, g_ptr_array_unref);
    g_clear_pointer(&check->lines, g_array_unref);
    g_free(check->state_by);
    g_clear_pointer(&check->calls, g_ptr_array_unref);
    g_free(check);
}

/* Whose report it is: the party that reported it, else the one that came first. */
int64_t
pk_call_reporter(PkApp *app, int64_t incident_key, GError **error)
{
    g_autoptr(GPtrArray) parties = pk_party_list(app->db, incident_key, error);
    const PkParty *first = NULL;

    for (guint i = 0; parties && i < parties->len; i++) {
        const PkParty *party = parties->pdata[i];
        bool reports = party->role == PK_PARTY_ROLE_REPORTER;
        bool before = first && first->role == PK_PARTY_ROLE_REPORTER;
        if (!first || (reports && !before) || (reports == before && party->key < first->key))
            first = party;
    }
    if (parties && !first)
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("No organisation of the register is a party yet, so there is no card "
                              "to call back on. Add one first (a p)."));
    return first ? first->org_key : 0;
}

/* ---- the lines ------------------------------------------------------------------------------ */

static int
times_tried(const PkCallCheck *check, const PkContact *contact, bool decided)
{
    int n = 0;

    for (guint i = 0; i < check->calls->len; i++) {
        const PkCallBack *call = check->calls->pdata[i];
        n += call->contact_key == contact->key && (!decided || call->outcome == PK_CALL_OTHER);
    }
    return n;
}

/* Appends the lines of a card; true when one of them may be called. */
static bool
add_lines(PkCallCheck *check, const GPtrArray *contacts, bool region, int64_t now_us)
{
    bool any = false;

    for (guint i = 0; i < contacts->len; i++) {
        PkCallLine line = { .contact = contacts->pdata[i], .region = region };
        line.fit = pk_call_fit(line.contact, check->night, check->caller_phone, &line.number);
        line.stale = pk_contact_stale(line.contact, now_us);
        line.n_tried = times_tried(check, line.contact, false);
        any |= line.fit == PK_CALL_FIT;
        g_array_append_val(check->lines, line);
    }
    return any;
}

/* A card that is up to date before one that is not; somebody else than the wrong person of before;
 * then the trusted ones, who answer for the organisation. */
static int
worth(const PkCallCheck *check, const PkCallLine *line)
{
    if (line->fit != PK_CALL_FIT)
        return -1;
    return (times_tried(check, line->contact, true) ? 0 : 8) + (line->stale ? 0 : 4) +
           (pk_contact_trusted(line->contact) ? 2 : 0) +
           (line->contact->role == PK_CONTACT_VCIB ? 1 : 0);
}

static void
suggest(PkCallCheck *check)
{
    int best = -1;

    check->suggested = -1;
    for (guint i = 0; i < check->lines->len; i++) {
        int value = worth(check, &g_array_index(check->lines, PkCallLine, i));
        if (value > best) {
            best = value;
            check->suggested = (int)i;
        }
    }
}

static int
days_since_check(const GPtrArray *contacts, int64_t now_us)
{
    int64_t newest_us = 0;

    for (guint i = 0; i < contacts->len; i++)
        newest_us = MAX(newest_us, ((const PkContact *)contacts->pdata[i])->checked_us);
    return newest_us ? (int)(MAX(0, now_us - newest_us) / PK_DAY_US) : -1;
}

/* ---- the check ------------------------------------------------------------------------------ */

static bool
load_cards(PkApp *app, PkCallCheck *check, int64_t org_key, GError **error)
{
    int64_t now_us = pk_clock_now_us();

    check->org = pk_org_get(app->db, org_key, error);
    check->contacts = check->org ? pk_contact_list(app->db, org_key, error) : NULL;
    if (!check->contacts)
        return false;
    if (check->org->region_key && check->org->region_key != org_key) {
        check->region_org = pk_org_get(app->db, check->org->region_key, error);
        check->region =
            check->region_org ? pk_contact_list(app->db, check->org->region_key, error) : NULL;
        if (!check->region)
            return false;
    }
    check->on_card = pk_contact_with_phone(check->contacts, check->caller_phone);
    check->card_days = days_since_check(check->contacts, now_us);
    check->night = pk_call_is_night(app->zone, now_us);
    check->lines = g_array_new(FALSE, FALSE, sizeof(PkCallLine));
    if (!add_lines(check, check->contacts, false, now_us) && check->region)
        add_lines(check, check->region, true, now_us);
    suggest(check);
    return true;
}

static bool
load_state(PkApp *app, PkCallCheck *check, bool verified, GError **error)
{
    g_autoptr(PkCallBack) decisive = NULL;

    if (!pk_call_decisive(app->db, check->incident_key, &decisive, error))
        return false;
    check->state = pk_caller_state(decisive, verified);
    if (decisive && (decisive->outcome == PK_CALL_VERIFIED) == verified) {
        check->state_us = decisive->at_us;
        check->state_by = pk_app_person_name(app, decisive->by_who);
    }
    return true;
}

static char *
text_or_empty(const char *text)
{
    return g_strdup(text ? text : "");
}

static bool
load(PkApp *app, PkCallCheck *check, GError **error)
{
    g_autoptr(PkIncident) incident = pk_incident_get(app->db, check->incident_key, error);

    if (!incident)
        return false;
    check->ident = g_strdup(incident->ident);
    check->tlp = incident->tlp;
    check->caller = text_or_empty(incident->reporter);
    check->caller_role = text_or_empty(incident->reporter_role);
    check->caller_phone = text_or_empty(incident->reporter_phone);
    check->calls = pk_call_list(app->db, check->incident_key, error);
    int64_t org_key = check->calls ? pk_call_reporter(app, check->incident_key, error) : 0;
    return org_key && load_cards(app, check, org_key, error) &&
           load_state(app, check, incident->caller_verified, error);
}

PkCallCheck *
pk_call_check_load(PkApp *app, int64_t incident_key, GError **error)
{
    g_autoptr(PkCallCheck) check = g_new0(PkCallCheck, 1);
    bool own = false;

    check->incident_key = incident_key;
    if (!pk_read_begin(app, &own, error))
        return NULL;
    bool ok = load(app, check, error);
    pk_read_end(app, own);
    return ok ? g_steal_pointer(&check) : NULL;
}

char *
pk_caller_said(PkCallerState state, int64_t at_us, const PkZone *zone, int64_t now_us)
{
    g_autofree char *word = pk_word_caps(&pk_words_caller_state, (int)state);
    PkLocal at = pk_zone_local(zone, at_us), now = pk_zone_local(zone, now_us);
    bool today = at.year == now.year && at.month == now.month && at.day == now.day;

    if (!at_us)
        return g_steal_pointer(&word);
    PkTimeText text = pk_time_text(zone, at_us, pk_i18n_lang(),
                                   today ? PK_TIME_CLOCK : PK_TIME_DATE | PK_TIME_CLOCK);
    return g_strdup_printf("%s %s", word, text.s);
}
