/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/contact.h"

#include "check.h"
#include "piket/model/incident.h"

#include <string.h>

PkContact *
pk_contact_new(void)
{
    PkContact *contact = g_new0(PkContact, 1);

    contact->role = PK_CONTACT_DESK;
    return contact;
}

void
pk_contact_free(PkContact *contact)
{
    if (!contact)
        return;
    g_free(contact->name);
    g_free(contact->phone_day);
    g_free(contact->phone_night);
    g_free(contact->mail);
    g_free(contact->fingerprint);
    g_free(contact->source);
    g_free(contact->channel);
    g_free(contact->hours);
    g_free(contact);
}

static bool
is_phone(const char *text)
{
    g_autofree char *number = pk_phone_normalise(text);

    return number && pk_check_line(text, PK_NAME_MAX);
}

static bool
is_mail(const char *text)
{
    const char *at = strchr(text, '@');

    return pk_check_line(text, PK_NAME_MAX) && at && at > text && at[1] && !strchr(at + 1, '@') &&
           !strpbrk(text, " ,;<>\"");
}

bool
pk_contact_check(const PkContact *contact, GError **error)
{
    const char *fault = NULL;

    if (!pk_check_line(contact->name, PK_NAME_MAX))
        fault = _("A contact needs a name of 1 to 200 characters.");
    else if (contact->role > PK_CONTACT_DESK)
        fault = _("The role of the contact is not one that Piket knows.");
    else if (!contact->phone_day && !contact->phone_night && !contact->mail)
        fault = _("A contact needs a telephone number or a mail address.");
    else if ((contact->phone_day && !is_phone(contact->phone_day)) ||
             (contact->phone_night && !is_phone(contact->phone_night)))
        fault = _("A telephone number has 3 to 15 digits, like 06 00 00 00 77.");
    else if (contact->mail && !is_mail(contact->mail))
        fault = _("A mail address has one @ and no spaces, like ciso@oefendam.example.");
    return pk_check_verdict(fault, error);
}

int
pk_contact_age_months(const PkContact *contact, int64_t now_us)
{
    if (contact->checked_us <= 0)
        return -1;
    g_autoptr(GDateTime) then = g_date_time_new_from_unix_utc(contact->checked_us / 1000000);
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(now_us / 1000000);
    if (!then || !now || g_date_time_compare(then, now) >= 0)
        return 0;
    int months = (g_date_time_get_year(now) - g_date_time_get_year(then)) * 12 +
                 g_date_time_get_month(now) - g_date_time_get_month(then);
    g_autoptr(GDateTime) whole = g_date_time_add_months(then, months);
    return g_date_time_compare(whole, now) > 0 ? months - 1 : months;
}

bool
pk_contact_stale(const PkContact *contact, int64_t now_us)
{
    if (contact->checked_us <= 0)
        return true;
    g_autoptr(GDateTime) then = g_date_time_new_from_unix_utc(contact->checked_us / 1000000);
    g_autoptr(GDateTime) until =
        then ? g_date_time_add_months(then, PK_CONTACT_STALE_MONTHS) : NULL;

    return !until || now_us / 1000000 > g_date_time_to_unix(until);
}

bool
pk_contact_trusted(const PkContact *contact)
{
    return contact->role == PK_CONTACT_VCIB && contact->signed_us > 0;
}

const char *
pk_contact_phone_at(const PkContact *contact, bool night)
{
    if (!night)
        return contact->phone_day;
    if (contact->phone_night)
        return contact->phone_night;
    return contact->is_24x7 ? contact->phone_day : NULL;
}

const PkContact *
pk_contact_with_phone(const GPtrArray *contacts, const char *number)
{
    for (unsigned i = 0; i < contacts->len; i++) {
        const PkContact *contact = contacts->pdata[i];
        if (pk_phone_same(contact->phone_day, number) ||
            pk_phone_same(contact->phone_night, number))
            return contact;
    }
    return NULL;
}
