/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/party.h"

#include "check.h"
#include "piket/base/text.h"
#include "piket/model/incident.h"

PkParty *
pk_party_new(void)
{
    PkParty *party = g_new0(PkParty, 1);

    party->role = PK_PARTY_ROLE_AFFECTED;
    party->status = PK_PARTY_AFFECTED;
    return party;
}

void
pk_party_free(PkParty *party)
{
    if (!party)
        return;
    g_free(party->incident_ident);
    g_free(party->org_name);
    g_free(party->org_code);
    g_free(party->region);
    g_free(party->impact);
    g_free(party->need_agreed_by);
    g_free(party->clock_name);
    g_free(party);
}

bool
pk_party_check(const PkParty *party, GError **error)
{
    const char *fault = NULL;

    if (!pk_check_line(party->org_name, PK_NAME_MAX))
        fault = _("A party needs the name of an organisation, at most 200 characters.");
    else if (party->role > PK_PARTY_ROLE_ASSISTING || party->status > PK_PARTY_NOT_AFFECTED ||
             party->needs >= 1u << pk_words_need.n_words)
        fault = _("The role, status or need of the party is not one that Piket knows.");
    else if (party->impact && (!pk_text_check(party->impact, PK_TEXT_MULTILINE) ||
                               g_utf8_strlen(party->impact, -1) > PK_IMPACT_MAX))
        fault = _("The impact is longer than 2000 characters or holds control characters.");
    else if (!pk_check_optional(party->need_agreed_by, PK_NAME_MAX))
        fault = _("The names of who agreed are longer than 200 characters.");
    else if (party->needs != 0 && !party->need_agreed_by)
        fault = _("Help is decided together: fill in who agreed to it on both sides.");
    return pk_check_verdict(fault, error);
}

static bool
is_victim(const PkParty *party)
{
    return party->role == PK_PARTY_ROLE_AFFECTED || party->role == PK_PARTY_ROLE_POSSIBLE;
}

bool
pk_party_is_open(const PkParty *party)
{
    return is_victim(party) && party->status != PK_PARTY_CLOSED &&
           party->status != PK_PARTY_NOT_AFFECTED;
}

PkPartyStatus
pk_party_first_status(PkPartyRole role)
{
    switch (role) {
    case PK_PARTY_ROLE_AFFECTED: return PK_PARTY_AFFECTED;
    case PK_PARTY_ROLE_POSSIBLE: return PK_PARTY_POSSIBLE;
    case PK_PARTY_ROLE_REPORTER:
    case PK_PARTY_ROLE_SUPPLIER:
    case PK_PARTY_ROLE_CHAIN:
    case PK_PARTY_ROLE_ASSISTING: break;
    }
    return PK_PARTY_NOT_AFFECTED;
}
