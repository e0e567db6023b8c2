/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/app/gate.h"

#include "app_private.h"
#include "piket/app/change.h"
#include "piket/app/read.h"
#include "piket/store/incident_store.h"
#include "piket/store/line_store.h"

#include <string.h>

void
pk_outgoing_person(PkOutgoing *out)
{
    *out = (PkOutgoing){ .to_person = true };
}

void
pk_outgoing_ceiling(PkOutgoing *out, PkTlp ceiling)
{
    *out =
        (PkOutgoing){ .to_person = ceiling == PK_TLP_RED, .has_ceiling = true, .ceiling = ceiling };
}

bool
pk_outgoing_may(PkOutgoing *out, PkTlp label)
{
    PkGateAsk ask = { .relation = out->to_person ? PK_TO_PERSON : PK_TO_OWN,
                      .need_to_know = true, /* who runs the command asked for it */
                      .has_ceiling = out->has_ceiling,
                      .ceiling = out->ceiling };
    bool may = pk_tlp_gate(label, &ask) == PK_GATE_YES;

    if (may && out->has_receiver)
        may = pk_tlp_gate(label, &out->receiver) == PK_GATE_YES;

    (may ? out->passed : out->omitted)[label]++;
    return may;
}

unsigned
pk_outgoing_omitted(const PkOutgoing *out)
{
    unsigned n = 0;

    for (int i = 0; i < PK_TLP_N; i++)
        n += out->omitted[i];
    return n;
}

bool
pk_outgoing_label(const PkOutgoing *out, PkTlp *ret_label)
{
    for (int i = PK_TLP_N - 1; i >= 0; i--) {
        if (out->passed[i] > 0) {
            *ret_label = (PkTlp)i;
            return true;
        }
    }
    return false;
}

char *
pk_outgoing_said(const PkOutgoing *out)
{
    if (pk_outgoing_omitted(out) == 0)
        return NULL;
    g_autoptr(GString) counts = g_string_new(NULL);
    for (int i = PK_TLP_N - 1; i >= 0; i--) {
        if (out->omitted[i] > 0)
            g_string_append_printf(counts, "%s%u %s", counts->len ? ", " : "", out->omitted[i],
                                   pk_tlp_label((PkTlp)i));
    }
    return g_strdup_printf(_("Left out: %s. Do not just raise the ceiling (--tlp-max): ask the "
                             "source."),
                           counts->str);
}

static bool
label_of(PkApp *app, int64_t incident_key, PkTlp *label, GError **error)
{
    g_autoptr(PkIncident) incident = pk_incident_get(app->db, incident_key, error);

    if (incident)
        *label = pk_tlp_strictest(*label, incident->tlp);
    return incident != NULL;
}

bool
pk_done_label(PkApp *app, const PkDone *done, PkTlp *ret_label, GError **error)
{
    PkTlp label = PK_TLP_CLEAR;

    if (done->line_key != 0) {
        g_autoptr(PkLine) line = pk_line_get(app->db, done->line_key, error);
        if (!line)
            return false;
        label = line->tlp;
        if (done->incident_key != 0 && !label_of(app, done->incident_key, &label, error))
            return false;
    }
    *ret_label = label;
    return true;
}

bool
pk_incident_label(PkApp *app, const char *ident, PkTlp *ret_label, GError **error)
{
    PkTlp label = PK_TLP_CLEAR;
    int64_t key = 0;

    if (!ident || !*ident) {
        *ret_label = PK_TLP_AMBER;
        return true;
    }
    if (!pk_incident_resolve(app, ident, &key, error) || !label_of(app, key, &label, error))
        return false;
    *ret_label = label;
    return true;
}

bool
pk_share_log(PkApp *app, int64_t incident_key, PkTlp ceiling, const char *what, const char *reason,
             GError **error)
{
    g_auto(PkDone) done = { 0 };

    if (!reason || !*reason) {
        g_set_error(error, PK_ERROR, PK_ERROR_CONFIRM,
                    _("Letting %s leave asks for a reason, which is recorded. Add --reason TEXT."),
                    pk_tlp_label(ceiling));
        return false;
    }
    g_autofree char *text = g_strdup_printf(_("Shared outside Piket up to %s (%s). Reason: %s"),
                                            pk_tlp_label(ceiling), what, reason);
    PkNote note = { .text = text,
                    .category = PK_CAT_SYSTEM,
                    .precision = PK_PRECISION_SECOND,
                    .has_tlp = true,
                    .tlp = PK_TLP_AMBER };
    return pk_note_add(app, incident_key, &note, &done, error);
}
