/* SPDX-License-Identifier: EUPL-1.2 */
/* Small things several use cases share: copies of rows, the line that tells, an organisation that
 * somebody typed. */
#include "journal.h"
#include "piket/base/clock.h"
#include "piket/base/uuid.h"
#include "piket/model/ident.h"
#include "piket/store/copy_store.h"
#include "piket/store/counter_store.h"
#include "piket/store/incident_store.h"
#include "piket/store/org_store.h"
#include "undo.h"

#include <string.h>

enum { SOUGHT = 20 }; /* organisations looked at for a name that was typed before */

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

char *
pk_ident_next(PkApp *app, int year, GError **error)
{
    /* A clock that stands at 1970 or 2150 is wrong, but no reason to refuse a report. */
    PkIdent ident = { PK_IDENT_INCIDENT, CLAMP(year, 2000, 2099), "", 0 };

    g_strlcpy(ident.tag, app->origin->tag, sizeof ident.tag);
    for (;;) {
        bool taken = false;
        if (!pk_counter_next(app->db, "I", ident.year, &ident.number, error))
            return NULL;
        if (!pk_ident_valid(&ident)) {
            g_set_error(error, PK_ERROR, PK_ERROR_BROKEN,
                        _("The numbers of %d are used up: the counter stands at %lld. Nothing was "
                          "saved; tell your administrator."),
                        ident.year, (long long)ident.number);
            return NULL;
        }
        g_autofree char *text = pk_ident_format(&ident);
        if (!pk_incident_has_ident(app->db, text, &taken, error))
            return NULL;
        if (!taken)
            return g_steal_pointer(&text);
    }
}

/* The one that was typed before under this name; *ret_org stays NULL without. */
static bool
typed_before(PkApp *app, const char *name, PkOrg **ret_org, GError **error)
{
    g_autoptr(GPtrArray) found = pk_org_search(app->db, name, SOUGHT, error);

    if (!found)
        return false;
    for (guint i = 0; i < found->len; i++) {
        const PkOrg *org = found->pdata[i];
        if (org->kind == PK_ORG_OTHER && strcmp(org->name, name) == 0) {
            *ret_org = pk_org_get(app->db, org->key, error);
            return *ret_org;
        }
    }
    return true;
}

PkOrg *
pk_org_typed(PkApp *app, const char *name, int64_t now_us, GError **error)
{
    g_autoptr(PkOrg) org = pk_org_new();
    PkOrg *before = NULL;

    if (!typed_before(app, name, &before, error) || before)
        return before;
    org->uuid = pk_uuid_new(now_us);
    org->kind = PK_ORG_OTHER;
    org->name = g_strdup(name);
    org->source = g_strdup(_("typed at a report"));
    org->note = g_strdup(_("Not in the register: check the name."));
    pk_app_forget_places(app);
    if (!pk_org_check(org, error) || !pk_org_insert(app->db, org, error) ||
        (app->mode == PK_MODE_COPY && !pk_copy_org_set_apart(app->db, &org->key, error)))
        return NULL;
    return g_steal_pointer(&org);
}

void
pk_report_clear(PkReport *report)
{
    g_free(report->ident);
    g_free(report->org_free);
    g_free(report->reporter);
    g_free(report->reporter_role);
    g_free(report->reporter_phone);
    g_free(report->title);
    g_free(report->note);
    g_free(report->draft_uuid);
    *report = (PkReport){ 0 };
}
