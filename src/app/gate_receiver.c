/* SPDX-License-Identifier: EUPL-1.2 */
/* What goes to an organisation, and the reason that an unverified caller asks for. */
#include "callback.h"
#include "piket/app/gate.h"
#include "piket/app/read.h"
#include "piket/store/call_store.h"
#include "piket/store/incident_store.h"
#include "piket/store/org_store.h"
#include "piket/store/party_store.h"
#include "read_private.h"

/* Joined and a party of the incident: ours; else a partner; else anybody. */
static bool
relation_of(PkApp *app, const PkOrg *org, int64_t incident_key, PkReceiver *ret, GError **error)
{
    g_autoptr(PkParty) party = NULL;

    if (!pk_party_get_by_org(app->db, incident_key, org->key, &party, error))
        return false;
    if (org->joined && party)
        *ret = PK_TO_CLIENT;
    else if (org->joined || org->kind == PK_ORG_CSIRT || org->kind == PK_ORG_PARTNER)
        *ret = PK_TO_COMMUNITY;
    else
        *ret = PK_TO_PUBLIC;
    return true;
}

/* Somebody called in the name of this organisation, and nobody called back. */
static bool
is_unverified(PkApp *app, const PkIncident *incident, int64_t org_key, bool *ret, GError **error)
{
    g_autoptr(PkCallBack) call = NULL;
    g_autoptr(GError) nobody = NULL;

    *ret = false;
    if (incident->source == PK_SOURCE_OWN || incident->source == PK_SOURCE_IMPORT)
        return true;
    int64_t reporter = pk_call_reporter(app, incident->key, &nobody);
    if (reporter != org_key)
        return true;
    if (!pk_call_decisive(app->db, incident->key, &call, error))
        return false;
    *ret = pk_caller_state(call, incident->caller_verified) != PK_CALLER_VERIFIED;
    return true;
}

static bool
ask_of(PkApp *app, const PkOutgoingTo *to, PkGateAsk *ret_ask, PkTlp *ret_label, char **ret_name,
       GError **error)
{
    g_autoptr(PkIncident) incident = pk_incident_get(app->db, to->incident_key, error);
    g_autoptr(PkOrg) org = incident ? pk_org_get(app->db, to->org_key, error) : NULL;
    bool reason = to->reason && *to->reason;

    *ret_ask = (PkGateAsk){ .need_to_know = reason,
                            .reason_given = reason,
                            .is_contact = to->contact != NULL,
                            .contact_trusted = to->contact && pk_contact_trusted(to->contact) };
    if (!org || !relation_of(app, org, to->incident_key, &ret_ask->relation, error) ||
        !is_unverified(app, incident, to->org_key, &ret_ask->unverified, error))
        return false;
    *ret_label = incident->tlp;
    if (ret_name)
        *ret_name = g_strdup(org->name);
    return true;
}

static bool
refuse(PkGateAnswer answer, const char *name, PkTlp label, GError **error)
{
    bool asks = answer == PK_GATE_UNVERIFIED || answer == PK_GATE_NEED_TO_KNOW;

    if (answer == PK_GATE_YES)
        return true;
    g_set_error(error, PK_ERROR, asks ? PK_ERROR_CONFIRM : PK_ERROR_DENIED,
                _("%s for %s: %s Nothing left Piket."), pk_tlp_label(label), name,
                pk_gate_reason(answer));
    return false;
}

static bool
ask_in_snapshot(PkApp *app, const PkOutgoingTo *to, PkGateAsk *ret_ask, PkTlp *ret_label,
                char **ret_name, GError **error)
{
    bool own = false;

    if (!pk_read_begin(app, &own, error))
        return false;
    bool ok = ask_of(app, to, ret_ask, ret_label, ret_name, error);
    pk_read_end(app, own);
    return ok;
}

bool
pk_outgoing_act(PkApp *app, const PkOutgoingTo *to, PkTlp label, GError **error)
{
    g_autofree char *name = NULL;
    PkGateAsk ask = { 0 };
    PkTlp incident_label = PK_TLP_CLEAR;

    return ask_in_snapshot(app, to, &ask, &incident_label, &name, error) &&
           refuse(pk_tlp_gate(label, &ask), name, label, error);
}

bool
pk_outgoing_to(PkApp *app, PkOutgoing *out, const PkOutgoingTo *to, GError **error)
{
    g_autofree char *name = NULL;
    PkTlp label = PK_TLP_CLEAR;

    if (!ask_in_snapshot(app, to, &out->receiver, &label, &name, error))
        return false;
    out->has_receiver = true;
    out->to_person = false;
    return refuse(pk_tlp_gate(label, &out->receiver), name, label, error);
}

bool
pk_outgoing_log(PkApp *app, const PkOutgoingTo *to, PkTlp label, GError **error)
{
    g_autofree char *name = NULL;
    PkGateAsk ask = { 0 };
    PkTlp incident_label = PK_TLP_CLEAR;

    if (!ask_in_snapshot(app, to, &ask, &incident_label, &name, error))
        return false;
    ask.need_to_know = ask.reason_given = false;
    if (pk_tlp_gate(label, &ask) == PK_GATE_YES)
        return true;
    g_autofree char *text = g_strdup_printf(
        ask.unverified ? _("To %s up to %s (%s) while the caller is not verified. Reason: %s")
                       : _("To %s up to %s (%s). Reason: %s"),
        name, pk_tlp_label(label), to->what, to->reason ? to->reason : "-");
    g_auto(PkDone) done = { 0 };
    PkNote note = { .text = text,
                    .category = PK_CAT_SYSTEM,
                    .precision = PK_PRECISION_SECOND,
                    .has_tlp = true,
                    .tlp = PK_TLP_AMBER };
    return pk_note_add(app, to->incident_key, &note, &done, error);
}
