/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/callback.h"

#include "piket/base/i18n.h"

enum { OFFICE_FROM = 8, OFFICE_UNTIL = 18, FRIDAY = 5 };

/* clang-format off */
static const PkWord outcomes[] = {
    { PK_CALL_VERIFIED,  "verified",  "verified",     "geverifieerd",   "1 ok klopt" },
    { PK_CALL_UNKNOWN,   "unknown",   "knows nothing", "weet van niets", "2 abuse misbruik" },
    { PK_CALL_NO_ANSWER, "no_answer", "no answer",    "geen gehoor",    "3 voicemail" },
    { PK_CALL_OTHER,     "other",     "other person", "andere persoon", "4 ander" },
};

static const PkWord states[] = {
    { PK_CALLER_UNVERIFIED, "unverified", "not verified",   "niet geverifieerd", "" },
    { PK_CALLER_VERIFIED,   "verified",   "verified",       "geverifieerd",      "" },
    { PK_CALLER_ABUSE,      "abuse",      "possible abuse", "mogelijk misbruik", "" },
};
/* clang-format on */

const PkWords pk_words_call_outcome = { N_("outcome of the call"), outcomes,
                                        G_N_ELEMENTS(outcomes) };
const PkWords pk_words_caller_state = { N_("caller"), states, G_N_ELEMENTS(states) };

void
pk_call_back_free(PkCallBack *call)
{
    if (!call)
        return;
    g_free(call->uuid);
    g_free(call->number);
    g_free(call->name);
    g_free(call->note);
    g_free(call->by_who);
    g_free(call);
}

bool
pk_call_is_night(const PkZone *zone, int64_t at_us)
{
    PkLocal local = pk_zone_local(zone, at_us);
    int64_t days = pk_civil_days(local.year, local.month, local.day);
    int weekday = (int)(((days + 3) % 7 + 7) % 7) + 1; /* 1 January 1970 was a Thursday */

    return weekday > FRIDAY || local.hour < OFFICE_FROM || local.hour >= OFFICE_UNTIL;
}

static bool
is_number(const char *text)
{
    return text && *text;
}

PkCallFit
pk_call_fit(const PkContact *contact, bool night, const char *caller_number,
            const char **ret_number)
{
    const char *open = pk_contact_phone_at(contact, night);
    const char *shut = is_number(contact->phone_day) ? contact->phone_day : contact->phone_night;
    const char *number = is_number(open) ? open : shut;
    PkCallFit fit = is_number(open) ? PK_CALL_FIT : PK_CALL_IS_CLOSED;

    if (!is_number(number)) {
        fit = PK_CALL_HAS_NO_NUMBER;
        number = NULL;
    } else if (is_number(caller_number) && pk_phone_same(number, caller_number)) {
        fit = PK_CALL_IS_CALLERS;
        number = NULL;
    }
    if (ret_number)
        *ret_number = number;
    return fit;
}

PkCallerState
pk_caller_state(const PkCallBack *decisive, bool verified)
{
    if (decisive && decisive->outcome == PK_CALL_UNKNOWN && !verified)
        return PK_CALLER_ABUSE;
    return verified ? PK_CALLER_VERIFIED : PK_CALLER_UNVERIFIED;
}
