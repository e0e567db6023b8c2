/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/model/sight.h"

#include <string.h>

/* clang-format off */
static const struct {
    const char *role;
    bool to_ceiling; /* else up to TLP:AMBER+STRICT */
} readers[] = {
    { "officer",     false },
    { "coordinator", false },
    { "lead",        false },
    { "auditor",     false },
    { "reader",      true  },
};
/* clang-format on */

PkSight
pk_sight_new(const char *login, const char *roles, PkTlp ceiling, const GArray *named)
{
    g_auto(GStrv) keys = g_strsplit(roles ? roles : "", " ", -1);
    PkTlp most = MIN(ceiling, PK_TLP_AMBER_STRICT); /* RED is for who is named, not for a ceiling */
    PkSight sight = { .login = login, .up_to = PK_TLP_CLEAR, .named = named };

    for (size_t i = 0; i < G_N_ELEMENTS(readers); i++) {
        if (!g_strv_contains((const char *const *)keys, readers[i].role))
            continue;
        sight.reads = true;
        sight.up_to =
            pk_tlp_strictest(sight.up_to, readers[i].to_ceiling ? most : PK_TLP_AMBER_STRICT);
    }
    if (g_strcmp0(roles, "watch") == 0) {
        sight.reads = sight.rows_only = true;
        sight.up_to = PK_TLP_RED;
    }
    return sight;
}

bool
pk_sight_named(const PkSight *sight, int64_t incident_key)
{
    guint low = 0, high = sight->named ? sight->named->len : 0;

    while (low < high) {
        guint middle = low + (high - low) / 2;
        int64_t key = g_array_index(sight->named, int64_t, middle);
        if (key == incident_key)
            return true;
        if (key < incident_key)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

bool
pk_sight_may(const PkSight *sight, int64_t incident_key, PkTlp label)
{
    if (!sight)
        return true;
    return sight->reads && (label <= sight->up_to || pk_sight_named(sight, incident_key));
}

bool
pk_sight_text(const PkSight *sight, int64_t incident_key, PkTlp label, const char *author)
{
    if (sight && sight->rows_only)
        return g_strcmp0(author, sight->login) == 0;
    if (pk_sight_may(sight, incident_key, label))
        return true;
    return incident_key == 0 && sight->reads && g_strcmp0(author, sight->login) == 0;
}
