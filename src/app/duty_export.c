/* SPDX-License-Identifier: EUPL-1.2 */
/* The rota as a calendar for somebody's own agenda. */
#include "duty_private.h"
#include "piket/app/duty_calendar.h"
#include "piket/format/ical.h"

#include <string.h>

static bool
wanted(const PkDutyExportWish *wish, const char *login, const PkShift *shift)
{
    return (wish->duties & (1u << shift->duty)) && (!login || strcmp(login, shift->login) == 0);
}

char *
pk_duty_export(PkApp *app, const PkDutyExportWish *wish, PkOutgoing *out, int64_t now_us,
               unsigned *ret_n, GError **error)
{
    g_autoptr(GPtrArray) rows = pk_duty_list(app, wish->from_us, wish->until_us, error);
    g_autoptr(GArray) shifts = g_array_new(FALSE, TRUE, sizeof(PkIcalShift));
    g_autoptr(GStringChunk) text = g_string_chunk_new(1024);
    g_autofree char *login =
        rows && wish->person ? pk_app_person_find(app, wish->person, error) : NULL;

    if (!rows || (wish->person && !login))
        return NULL;
    for (guint i = 0; i < rows->len; i++) {
        const PkDutyRow *row = rows->pdata[i];
        if (!wanted(wish, login, row->shift) || !pk_outgoing_may(out, PK_TLP_AMBER))
            continue;
        g_autofree char *uid = g_strconcat(row->shift->uuid, PK_DUTY_UID_SUFFIX, NULL);
        g_autofree char *summary = g_strdup_printf(
            "Piket: %s, %s", pk_word(&pk_words_duty, (int)row->shift->duty), row->name);
        PkIcalShift shift = { .uid = g_string_chunk_insert(text, uid),
                              .start_us = row->shift->from_us,
                              .end_us = row->shift->until_us,
                              .summary = g_string_chunk_insert(text, summary),
                              .person = "",
                              .mail = "",
                              .categories = pk_word_key(&pk_words_duty, (int)row->shift->duty) };
        g_array_append_val(shifts, shift);
    }
    if (ret_n)
        *ret_n = shifts->len;
    return pk_ical_write((PkIcalShift *)shifts->data, shifts->len, "Piket", now_us);
}
