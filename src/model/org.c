/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/org.h"

#include "check.h"
#include "piket/base/text.h"
#include "piket/model/incident.h"

#include <string.h>

PkOrg *
pk_org_new(void)
{
    PkOrg *org = g_new0(PkOrg, 1);

    org->kind = PK_ORG_OTHER;
    org->valid_from = org->valid_until = PK_DAY_UNKNOWN;
    return org;
}

void
pk_org_free(PkOrg *org)
{
    if (!org)
        return;
    g_free(org->uuid);
    g_free(org->name);
    g_free(org->code);
    g_free(org->region_name);
    g_free(org->province);
    g_free(org->became);
    g_free(org->note);
    g_free(org->source);
    g_free(org->serves);
    g_free(org);
}

static bool
is_code(const char *code)
{
    size_t n = strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    return n > 0 && n <= 20 && !code[n];
}

bool
pk_org_check(const PkOrg *org, GError **error)
{
    const char *fault = NULL;

    if (!pk_check_line(org->name, PK_NAME_MAX))
        fault = _("An organisation needs a name of 1 to 200 characters.");
    else if (org->kind > PK_ORG_OTHER)
        fault = _("The kind of the organisation is not one that Piket knows.");
    else if (org->code && !is_code(org->code))
        fault = _("A code is capitals and digits, like GM9001.");
    else if (org->valid_from != PK_DAY_UNKNOWN && org->valid_until != PK_DAY_UNKNOWN &&
             org->valid_from >= org->valid_until)
        fault = _("An organisation must begin to exist before it ends.");
    else if (org->note && !pk_text_check(org->note, PK_TEXT_MULTILINE))
        fault = _("The note holds control characters or is not UTF-8.");
    return pk_check_verdict(fault, error);
}

bool
pk_org_exists(const PkOrg *org, int64_t day)
{
    return (org->valid_from == PK_DAY_UNKNOWN || day >= org->valid_from) &&
           (org->valid_until == PK_DAY_UNKNOWN || day < org->valid_until);
}
