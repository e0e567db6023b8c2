/* SPDX-License-Identifier: EUPL-1.2 */
/* One incident, whole; and finding the one that somebody means. */
#include "conflict.h"
#include "journal.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/base/uuid.h"
#include "piket/model/ident.h"
#include "piket/model/rsit.h"
#include "piket/store/action_store.h"
#include "piket/store/call_store.h"
#include "piket/store/line_store.h"
#include "piket/store/party_store.h"
#include "piket/store/reference_store.h"
#include "read_private.h"

#include <string.h>

enum {
    LAST_LINES = 20,
    CHANGED_COLUMNS = 200,
    NEAR_REACH = 5, /* numbers below and above a missing one that are looked at */
    NEAR_SHOWN = 4,
};

void
pk_detail_free(PkDetail *detail)
{
    if (!detail)
        return;
    pk_incident_free(detail->incident);
    g_free(detail->place);
    g_clear_pointer(&detail->parties, g_ptr_array_unref);
    g_clear_pointer(&detail->clocks, g_ptr_array_unref);
    g_clear_pointer(&detail->actions, g_ptr_array_unref);
    g_clear_pointer(&detail->last_lines, g_ptr_array_unref);
    g_clear_pointer(&detail->missing, g_ptr_array_unref);
    g_clear_pointer(&detail->named, g_ptr_array_unref);
    g_free(detail->lead_name);
    g_free(detail->rsit_name);
    g_free(detail->changed);
    g_free(detail->since);
    g_free(detail);
}

/* "03:12 M. Bakker: severity MEDIUM -> HIGH": the last change among the last lines. Owned. */
static char *
changed_sentence(PkApp *app, const GPtrArray *last_lines, int64_t now_us)
{
    for (guint i = 0; i < last_lines->len; i++) {
        const PkLine *line = last_lines->pdata[i];
        if (line->category != PK_CAT_STATUS || !line->text)
            continue;
        PkTimeText at = pk_app_clock(app, line->recorded_us, now_us);
        g_autofree char *who = pk_app_person_name(app, line->author);
        g_autofree char *what = pk_text_fit(line->text, CHANGED_COLUMNS, "...");
        return g_strdup_printf("%s %s: %s", at.s, who, what);
    }
    return g_strdup("");
}

static bool
load_rsit(PkApp *app, PkDetail *detail, GError **error)
{
    const char *key = detail->incident->rsit;

    if (!key) {
        detail->rsit_name = g_strdup("");
        return true;
    }
    g_autoptr(GPtrArray) table = pk_rsit_list(app->db, error);
    if (!table)
        return false;
    detail->rsit_name = pk_rsit_name(table, key, pk_i18n_lang());
    return true;
}

static bool
load_clocks(PkApp *app, PkDetail *detail, int64_t key, GError **error)
{
    g_autoptr(GPtrArray) records = pk_clock_list(app->db, key, error);

    if (!records)
        return false;
    detail->clocks = pk_read_clock_views(app, records, error);
    return detail->clocks != NULL;
}

/* What calling back told of who reported it. */
static bool
load_caller(PkApp *app, PkDetail *detail, GError **error)
{
    g_autoptr(PkCallBack) call = NULL;
    const PkIncident *incident = detail->incident;

    if (!pk_call_decisive(app->db, incident->key, &call, error))
        return false;
    detail->caller_state = pk_caller_state(call, incident->caller_verified);
    if (call && (call->outcome == PK_CALL_VERIFIED) == incident->caller_verified)
        detail->caller_us = call->at_us;
    return true;
}

static bool
load(PkApp *app, PkDetail *detail, int64_t key, GError **error)
{
    g_autoptr(PkIncidentRow) row = pk_read_row(app, key, error);

    if (!row)
        return false;
    detail->incident = g_steal_pointer(&row->incident);
    detail->place = g_steal_pointer(&row->place);
    detail->parties = pk_party_list(app->db, key, error);
    if (!detail->parties || !load_clocks(app, detail, key, error))
        return false;
    detail->actions = pk_action_list(app->db, key, error);
    if (!detail->actions)
        return false;
    detail->last_lines = pk_line_list_before(app->db, key, 0, LAST_LINES, error);
    detail->named = detail->last_lines ? pk_name_views(app, key, error) : NULL;
    return detail->last_lines && detail->named && load_rsit(app, detail, error);
}

PkDetail *
pk_detail_load(PkApp *app, int64_t incident_key, GError **error)
{
    return pk_detail_load_since(app, incident_key, INT64_MAX, error);
}

PkDetail *
pk_detail_load_since(PkApp *app, int64_t incident_key, int64_t version, GError **error)
{
    g_autoptr(PkDetail) detail = g_new0(PkDetail, 1);
    bool own = false;

    if (!pk_read_begin(app, &own, error))
        return NULL;
    if (!load(app, detail, incident_key, error)) {
        pk_read_end(app, own);
        return NULL;
    }
    detail->missing = pk_incident_missing(detail->incident);
    detail->lead_name =
        detail->incident->lead ? pk_app_person_name(app, detail->incident->lead) : g_strdup("");
    if (!load_caller(app, detail, error)) {
        pk_read_end(app, own);
        return NULL;
    }
    detail->changed = changed_sentence(app, detail->last_lines, pk_clock_now_us());
    detail->since = version < detail->incident->version
                        ? pk_then_said(app, detail->incident, version, pk_clock_now_us(), error)
                        : g_strdup("");
    pk_read_end(app, own);
    return detail->since ? g_steal_pointer(&detail) : NULL;
}

/* ---- which incident does somebody mean? ----------------------------------------------------- */

/* Adds the ident to near when there is such an incident. */
static void
offer(PkApp *app, const PkIdent *ident, GString *near, unsigned *n)
{
    g_autoptr(PkIncident) incident = NULL;

    if (*n >= NEAR_SHOWN || !pk_ident_valid(ident))
        return;
    g_autofree char *text = pk_ident_format(ident);
    if (!pk_incident_by_ident(app->db, text, &incident, NULL) || !incident)
        return;
    g_string_append_printf(near, "%s%s", near->len ? ", " : "", text);
    ++*n;
}

/* The same number a year ago comes first: in January people still say last year's. */
static void
refuse_missing(PkApp *app, const PkIdent *asked, GError **error)
{
    g_autoptr(GString) near = g_string_new(NULL);
    g_autofree char *text = pk_ident_format(asked);
    unsigned n = 0;
    PkIdent other = *asked;

    other.year--;
    offer(app, &other, near, &n);
    for (int64_t away = 1; away <= NEAR_REACH; away++) {
        other = *asked;
        other.number = asked->number - away;
        offer(app, &other, near, &n);
        other.number = asked->number + away;
        offer(app, &other, near, &n);
    }
    if (n > 0)
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                    _("%s is not in this database. Did you mean %s?"), text, near->str);
    else
        g_set_error(error, PK_ERROR, PK_ERROR_MISSING,
                    _("%s is not in this database, and nothing near it either. Search for it by "
                      "name."),
                    text);
}

static bool
resolve_uuid(PkApp *app, const char *uuid, int64_t *ret_key, GError **error)
{
    g_autoptr(PkIncident) incident = NULL;

    if (!pk_incident_by_uuid(app->db, uuid, &incident, error))
        return false;
    if (!incident) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_MISSING,
                            _("No incident in this database has that UUID."));
        return false;
    }
    *ret_key = incident->key;
    return true;
}

static bool
parse_ident(PkApp *app, const char *text, PkIdent *ret_ident, GError **error)
{
    int year = pk_zone_local(app->zone, pk_clock_now_us()).year;

    if (!pk_ident_parse(text, year, ret_ident, error))
        return false;
    if (ret_ident->kind == PK_IDENT_INCIDENT || ret_ident->kind == PK_IDENT_EXERCISE)
        return true;
    g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                _("'%s' is not the number of an incident. Type one like I26-0412 or 412."), text);
    return false;
}

bool
pk_incident_resolve(PkApp *app, const char *text, int64_t *ret_key, GError **error)
{
    g_autofree char *clean = pk_text_clean(text, -1, PK_TEXT_LINE, NULL);
    g_autofree char *lower = g_ascii_strdown(clean, -1);
    g_autoptr(PkIncident) incident = NULL;
    PkIdent ident;

    if (!pk_app_may(app, PK_MAY_READ, error))
        return false;
    if (pk_uuid_valid(lower))
        return resolve_uuid(app, lower, ret_key, error);
    if (!parse_ident(app, clean, &ident, error))
        return false;
    g_autofree char *wanted = pk_ident_format(&ident);
    if (!pk_incident_by_ident(app->db, wanted, &incident, error))
        return false;
    if (!incident) {
        refuse_missing(app, &ident, error);
        return false;
    }
    *ret_key = incident->key;
    return true;
}
