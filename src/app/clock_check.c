/* SPDX-License-Identifier: EUPL-1.2 */
#include "app_private.h"
#include "piket/base/clock.h"
#include "piket/base/i18n.h"
#include "piket/model/line.h"
#include "piket/model/timefmt.h"
#include "piket/store/line_store.h"

/* Two computers that write to one file may differ by seconds; a clock set back differs by more. */
#define BEHIND_US (INT64_C(2) * 60 * G_USEC_PER_SEC)

char *
pk_app_clock_warning(PkApp *app)
{
    g_autoptr(GPtrArray) newest =
        pk_line_list_received(app->db, INT64_MAX, INT64_MAX, 1, NULL, NULL);
    int64_t now_us = pk_clock_now_us();

    if (!newest || newest->len == 0)
        return NULL;
    const PkLine *line = newest->pdata[0];
    if (line->received_us - now_us < BEHIND_US)
        return NULL;
    PkTimeText last = pk_time_text(app->zone, line->received_us, pk_i18n_lang(), PK_TIME_MOMENT);
    PkTimeText now = pk_time_text(app->zone, now_us, pk_i18n_lang(), PK_TIME_MOMENT);
    return g_strdup_printf(_("This computer's clock says %s, but the newest line is from %s. Put "
                             "the clock right: new lines would stand before older ones."),
                           now.s, last.s);
}
