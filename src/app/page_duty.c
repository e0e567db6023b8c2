/* SPDX-License-Identifier: EUPL-1.2 */
/* What a ladder asks of the rota: who is on duty, and which days are holidays. */
#include "duty_private.h"
#include "pages.h"

enum { DAYS_AROUND = 1 };

bool
pk_page_on_duty(PkApp *app, const char *role, int64_t at_us, char **ret_login, GError **error)
{
    g_autoptr(PkDutyRow) row = NULL;
    int duty = 0;

    *ret_login = NULL;
    if (!pk_word_parse(&pk_words_duty, role, &duty, error) ||
        !pk_duty_at(app, (PkDuty)duty, at_us, &row, error))
        return false;
    if (row)
        *ret_login = g_strdup(row->shift->login);
    return true;
}

char *
pk_page_phone(PkApp *app, const PkRung *rung, const GPtrArray *whom, GError **error)
{
    g_auto(PkDutyFaces) faces = { 0 };
    g_autoptr(GString) all = g_string_new(NULL);
    bool any = false;

    if (rung->phone && *rung->phone)
        return g_strdup(rung->phone);
    if (!pk_duty_faces(app, &faces, error))
        return NULL;
    for (guint i = 0; i < whom->len; i++) {
        const char *phone = g_hash_table_lookup(faces.phones, whom->pdata[i]);
        any = any || phone;
        g_string_append_printf(all, "%s%s", i ? ", " : "", phone ? phone : "-");
    }
    return g_strdup(any ? all->str : "");
}

bool
pk_page_holidays(PkApp *app, int64_t at_us, GArray **ret_days, GError **error)
{
    PkLocal local = pk_zone_local(app->zone, at_us);
    int64_t day = pk_civil_days(local.year, local.month, local.day);
    g_autoptr(GPtrArray) holidays =
        pk_duty_holidays(app, day - DAYS_AROUND, day + DAYS_AROUND, error);

    *ret_days = NULL;
    if (!holidays)
        return false;
    *ret_days = g_array_new(FALSE, FALSE, sizeof(int64_t));
    for (guint i = 0; i < holidays->len; i++) {
        const PkHoliday *holiday = holidays->pdata[i];
        g_array_append_val(*ret_days, holiday->day);
    }
    return true;
}
