/* SPDX-License-Identifier: EUPL-1.2 */
/* What a filter value or a command-line argument means by a name; see match.h. */
#include "piket/base/error.h"
#include "piket/model/match.h"

#include <string.h>

char *
pk_match_text(const PkPlace *place, const PkMatchHit *hit)
{
    if (!hit->alias)
        return g_strdup(place->name);
    if (hit->year == 0)
        return g_strdup_printf("%s (%s)", place->name, hit->alias);
    return g_strdup_printf(_("%s (was %s, %d)"), place->name, hit->alias, hit->year);
}

static bool
is_wanted(const PkPlace *places, const PkMatchHit *hit, unsigned kinds)
{
    return (kinds >> (unsigned)places[hit->place].kind) & 1u;
}

/* A guess is told; an old name is told with what became of it. */
static char *
notice_for(const PkPlace *place, const PkMatchHit *hit, const char *text)
{
    if (hit->match == PK_MATCH_OLD)
        return g_strdup_printf(_("%s is now %s (%d)."), hit->alias, place->name, hit->year);
    if (hit->match >= PK_MATCH_SUBSEQUENCE)
        return g_strdup_printf(_("Nothing is called '%s'; shown is %s."), text, place->name);
    return NULL;
}

typedef struct {
    const PkMatchHit *first;
    bool towns; /* a municipality is among the best: others of the name stay out */
} Best;

static Best
best_of(const PkPlace *places, const GArray *hits, unsigned kinds)
{
    Best best = { NULL, false };

    for (unsigned i = 0; i < hits->len; i++) {
        const PkMatchHit *hit = &g_array_index(hits, PkMatchHit, i);
        if (!is_wanted(places, hit, kinds))
            continue;
        if (best.first && hit->match != best.first->match)
            break;
        bool town = places[hit->place].kind == PK_ORG_MUNICIPALITY;
        if (!best.first || (town && !best.towns))
            best.first = hit;
        best.towns |= town;
    }
    return best;
}

bool
pk_match_find(const PkMatch *match, const char *text, unsigned kinds, GArray *ret_org_ids,
              char **ret_notice, GError **error)
{
    g_autoptr(GArray) hits = pk_match_query(match, text, 0, 0);
    const PkPlace *places = pk_match_places(match);
    Best best = best_of(places, hits, kinds);

    if (!best.first) {
        g_set_error(error, PK_ERROR, PK_ERROR_INVALID,
                    _("No organisation fits '%s'. Type a few letters of its name, or its code."),
                    text);
        return false;
    }
    for (unsigned i = 0; i < hits->len; i++) {
        const PkMatchHit *hit = &g_array_index(hits, PkMatchHit, i);
        const PkPlace *place = &places[hit->place];
        bool fuzzy = hit->match >= PK_MATCH_SUBSEQUENCE;

        if (!is_wanted(places, hit, kinds) || hit->match != best.first->match ||
            (best.towns && place->kind != PK_ORG_MUNICIPALITY) || (fuzzy && hit != best.first))
            continue;
        g_array_append_val(ret_org_ids, place->org_id);
    }
    if (ret_notice)
        *ret_notice = notice_for(&places[best.first->place], best.first, text);
    return true;
}
