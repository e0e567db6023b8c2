/* SPDX-License-Identifier: EUPL-1.2 */
/* What people type as a pattern: read, it makes shifts without a gap of its own and without end. */
#include "piket/model/rota.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autoptr(PkRotaPattern) pattern = pk_rota_pattern_new();
    int64_t day = pk_civil_days(2026, 3, 1), from = day * PK_DAY_US;

    if (!g_utf8_validate(text, -1, NULL) || !pk_rota_every_read(text, day, pattern, NULL))
        return 0;
    pattern->name = g_strdup("fuzz");
    pattern->zone_name = g_strdup("Europe/Amsterdam");
    g_strfreev(pattern->logins);
    pattern->logins = g_strsplit("a b", " ", -1);
    if (!pk_rota_pattern_check(pattern, NULL))
        return 0;
    g_autofree char *said = pk_rota_pattern_say(pattern);
    g_autoptr(PkRota) rota = pk_rota_new();
    g_ptr_array_add(rota->patterns, g_steal_pointer(&pattern));
    g_autoptr(GPtrArray) shifts = pk_rota_shifts(rota, from, from + 60 * PK_DAY_US);
    g_autoptr(GPtrArray) found = pk_rota_find(shifts, 1, from, from + 60 * PK_DAY_US);
    g_assert_nonnull(found);
    return 0;
}
