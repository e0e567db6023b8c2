/* SPDX-License-Identifier: EUPL-1.2 */
/* Small things several use cases share: copies of rows, and the line that tells. */
#include "journal.h"
#include "piket/base/clock.h"
#include "undo.h"

PkParty *
pk_party_copied(const PkParty *party)
{
    PkParty *copy = g_memdup2(party, sizeof *party);

    copy->incident_ident = g_strdup(party->incident_ident);
    copy->org_name = g_strdup(party->org_name);
    copy->org_code = g_strdup(party->org_code);
    copy->region = g_strdup(party->region);
    copy->impact = g_strdup(party->impact);
    copy->need_agreed_by = g_strdup(party->need_agreed_by);
    copy->clock_name = g_strdup(party->clock_name);
    return copy;
}

bool
pk_party_same(const PkParty *a, const PkParty *b)
{
    return a->role == b->role && a->status == b->status && a->needs == b->needs &&
           a->aware_us == b->aware_us && a->sig_aware_us == b->sig_aware_us &&
           g_strcmp0(a->impact, b->impact) == 0 &&
           g_strcmp0(a->need_agreed_by, b->need_agreed_by) == 0;
}

PkStandingAction *
pk_action_copied(const PkStandingAction *action)
{
    PkStandingAction *copy = g_memdup2(action, sizeof *action);

    copy->name = g_strdup(action->name);
    copy->title = g_strdup(action->title);
    copy->owner = g_strdup(action->owner);
    copy->done_by = g_strdup(action->done_by);
    copy->reason = g_strdup(action->reason);
    copy->incident_ident = g_strdup(action->incident_ident);
    return copy;
}

bool
pk_tell_line(PkApp *app, const PkIncident *incident, PkCategory category, const char *text,
             void *details, int64_t *ret_line, GError **error)
{
    PkEntry entry = { .incident = incident,
                      .category = category,
                      .tlp = incident ? incident->tlp : PK_TLP_AMBER,
                      .text = text,
                      .details = details,
                      .now_us = pk_clock_now_us() };

    return pk_journal_add(app, entry, ret_line, NULL, error);
}
