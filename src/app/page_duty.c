/* SPDX-License-Identifier: EUPL-1.2 */
/* What a ladder asks of the rota: who is on duty, and which days are holidays. */
#include "pages.h"

bool
pk_page_on_duty(G_GNUC_UNUSED PkApp *app, G_GNUC_UNUSED const char *role,
                G_GNUC_UNUSED int64_t at_us, char **ret_login, G_GNUC_UNUSED GError **error)
{
    *ret_login = NULL;
    return true;
}

bool
pk_page_holidays(G_GNUC_UNUSED PkApp *app, G_GNUC_UNUSED int64_t at_us, GArray **ret_days,
                 G_GNUC_UNUSED GError **error)
{
    *ret_days = NULL;
    return true;
}
