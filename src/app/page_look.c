/* SPDX-License-Identifier: EUPL-1.2 */
/* Pages before they are acted upon: what calling a rung will do, and what is due. */
#include "pages.h"
#include "piket/base/clock.h"
#include "piket/store/incident_store.h"

enum { PORTION = 100 };

/* ---- before a question ---------------------------------------------------------------------- */

void
pk_escalation_free(PkEscalation *escalation)
{
    if (!escalation)
        return;
    g_free(escalation->ident);
    g_free(escalation->ladder_name);
    g_free(escalation->rung_name);
    g_clear_pointer(&escalation->persons, g_ptr_array_unref);
    g_free(escalation->phone);
    g_free(escalation->text);
    g_free(escalation);
}

static PkEscalation *
escalation_of(PkApp *app, const PkLadder *ladder, int no, int64_t now_us, GError **error)
{
    const PkRung *rung = pk_ladder_rung(ladder, no);
    g_autoptr(PkEscalation) look = g_new0(PkEscalation, 1);
    g_autoptr(GPtrArray) whom = NULL;
    g_autofree char *phone = NULL;

    if (!rung) {
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING, _("This ladder has no rung %d."), no);
        return NULL;
    }
    whom = pk_page_whom(app, ladder, rung, now_us, error);
    phone = whom ? pk_page_phone(app, rung, whom, error) : NULL;
    if (!phone)
        return NULL;
    look->ladder_name = g_strdup(pk_ladder_name(ladder, pk_i18n_lang()));
    look->rung = no;
    look->rung_name = pk_rung_name(rung, pk_i18n_lang());
    look->persons = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < whom->len; i++)
        g_ptr_array_add(look->persons, pk_app_person_name(app, whom->pdata[i]));
    look->phone = g_steal_pointer(&phone);
    look->text = g_strdup(_("Piket: 1 page waiting"));
    look->need_reason = rung->need_reason;
    return g_steal_pointer(&look);
}

PkEscalation *
pk_page_escalation_look(PkApp *app, int64_t page_key, int rung, GError **error)
{
    g_auto(PkPageCase) at = { 0 };
    int64_t now_us = pk_clock_now_us();
    PkAct act = { 0 };

    if (!pk_app_may(app, PK_MAY_READ, error) || !pk_page_case_open(app, page_key, &at, error) ||
        !pk_page_by_hand(at.ladder, &at.history, rung, now_us, &act, error))
        return NULL;
    PkEscalation *look = escalation_of(app, at.ladder, act.rung, now_us, error);
    if (!look)
        return NULL;
    look->page_key = page_key;
    look->page_no = at.page->no;
    look->incident_key = at.page->incident_key;
    look->ident = g_strdup(at.page->ident ? at.page->ident : "");
    return look;
}

PkEscalation *
pk_escalation_look(PkApp *app, int64_t incident_key, int rung, GError **error)
{
    PkPageRaise raise = { .incident_key = incident_key };
    g_autoptr(PkLadder) ladder = NULL;
    int64_t now_us = pk_clock_now_us();
    int64_t page = 0;

    if (!pk_app_may(app, PK_MAY_READ, error) || !pk_page_open_of(app, incident_key, &page, error))
        return NULL;
    if (page)
        return pk_page_escalation_look(app, page, rung, error);
    g_autoptr(PkIncident) incident = pk_incident_get(app->db, incident_key, error);
    if (!incident || !pk_page_choose(app, &raise, incident, now_us, &ladder, error))
        return NULL;
    if (!ladder) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_MISSING,
                            _("No ladder is for this incident. Import one: piket ladder import."));
        return NULL;
    }
    PkPageHistory none = { .started_us = now_us };
    PkEscalation *look = escalation_of(
        app, ladder, rung ? rung : pk_page_now(ladder, &none).next.rung, now_us, error);
    if (!look)
        return NULL;
    look->incident_key = incident_key;
    look->ident = g_strdup(incident->ident);
    return look;
}

/* ---- what is due ---------------------------------------------------------------------------- */

/* A page may turn out not to be due: a line of its owner put the reminder off. */
static bool
add_due(PkApp *app, int64_t page_key, int64_t now_us, GArray *due, int64_t *next_us, GError **error)
{
    g_auto(PkPageCase) at = { 0 };

    if (!pk_page_case_open(app, page_key, &at, error))
        return false;
    if (at.now.next.what == PK_ACT_NONE)
        return true;
    if (at.now.next.due_us > now_us) {
        *next_us = MIN(*next_us, at.now.next.due_us);
        return true;
    }
    PkPageDue one = { page_key, at.page->incident_key, at.now.next };
    g_array_append_val(due, one);
    return true;
}

GArray *
pk_page_due(PkApp *app, int64_t now_us, unsigned limit, int64_t *ret_next_us, GError **error)
{
    g_autoptr(GArray) due = g_array_new(FALSE, FALSE, sizeof(PkPageDue));
    PkPageMoment after = { INT64_MIN, 0 };
    g_autoptr(GError) broken = NULL;
    int64_t next_us = INT64_MAX, later_us = 0;

    if (!pk_app_may(app, PK_MAY_READ, error))
        return NULL;
    for (bool more = true; more && due->len < limit;) {
        g_autoptr(GArray) pages = pk_page_list_due(app->db, now_us, after, PORTION, error);
        if (!pages)
            return NULL;
        more = pages->len == PORTION;
        for (guint i = 0; i < pages->len && due->len < limit; i++) {
            after = g_array_index(pages, PkPageMoment, i);
            g_autoptr(GError) why = NULL;
            if (add_due(app, after.key, now_us, due, &next_us, &why))
                continue;
            /* One that cannot be read holds up no other; a database that is away does. */
            if (why->code == PK_ERROR_BUSY || why->code == PK_ERROR_OFFLINE) {
                g_propagate_error(error, g_steal_pointer(&why));
                return NULL;
            }
            if (!broken)
                broken = g_steal_pointer(&why);
        }
    }
    if (!pk_page_first_due(app->db, now_us, &later_us, error))
        return NULL;
    if (broken && due->len == 0) {
        g_propagate_error(error, g_steal_pointer(&broken));
        return NULL;
    }
    *ret_next_us = later_us ? MIN(next_us, later_us) : next_us;
    return g_steal_pointer(&due);
}
