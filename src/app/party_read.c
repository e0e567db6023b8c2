/* SPDX-License-Identifier: EUPL-1.2 */
/* What "voorbeeldstad, oefendam, vr:Voorbeeldland" means. A guess is never taken silently: what is
 * not exactly one name, code, alias or clear beginning is asked back. */
#include "app_private.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/store/org_store.h"

#include <string.h>

enum { OFFERED = 4, JOINED_MAX = 4 };

void
pk_party_wish_clear(PkPartyWish *wish)
{
    g_clear_pointer(&wish->org_keys, g_array_unref);
    g_clear_pointer(&wish->free, g_ptr_array_unref);
    g_clear_pointer(&wish->notices, g_ptr_array_unref);
    g_clear_pointer(&wish->unsure, g_ptr_array_unref);
}

static void
add_key(PkPartyWish *wish, int64_t key)
{
    for (guint i = 0; i < wish->org_keys->len; i++) {
        if (g_array_index(wish->org_keys, int64_t, i) == key)
            return;
    }
    g_array_append_val(wish->org_keys, key);
}

/* Hits of the wanted kinds, best first. */
static GArray *
hits_for(const PkPlaces *places, const char *typed, guint kinds, int64_t now_us)
{
    GArray *hits = pk_match_query(places->match, typed, now_us, 0);

    for (guint i = hits->len; i-- > 0;) {
        const PkMatchHit *hit = &g_array_index(hits, PkMatchHit, i);
        const PkPlace *place = &g_array_index(places->places, PkPlace, hit->place);
        if (!(kinds & 1u << place->kind))
            g_array_remove_index(hits, i);
    }
    return hits;
}

static bool
is_fuzzy(const PkMatchHit *hit)
{
    return hit->match >= PK_MATCH_SUBSEQUENCE;
}

/* Sure: a code, one exact name, or the only place that begins with what was typed. A municipality
 * goes before a region of the same name. */
static bool
is_sure(const PkPlaces *places, const GArray *hits)
{
    const PkMatchHit *first = &g_array_index(hits, PkMatchHit, 0);

    if (is_fuzzy(first))
        return false;
    if (hits->len == 1)
        return true;
    const PkMatchHit *second = &g_array_index(hits, PkMatchHit, 1);
    const PkPlace *a = &g_array_index(places->places, PkPlace, first->place);
    const PkPlace *b = &g_array_index(places->places, PkPlace, second->place);
    if (first->exact || first->match == PK_MATCH_CODE)
        return !second->exact || second->match == PK_MATCH_CODE || a->kind != b->kind ||
               second->match > first->match;
    return is_fuzzy(second);
}

/* "'bergen' can be Bergen (L.), Bergen (NH.): type more of the name." */
static char *
ask_back(const PkPlaces *places, const GArray *hits, const char *typed)
{
    g_autoptr(GString) offered = g_string_new(NULL);
    bool fuzzy = is_fuzzy(&g_array_index(hits, PkMatchHit, 0));

    for (guint i = 0; i < hits->len && i < OFFERED; i++) {
        const PkMatchHit *hit = &g_array_index(hits, PkMatchHit, i);
        const PkPlace *place = &g_array_index(places->places, PkPlace, hit->place);
        if (is_fuzzy(hit) && !fuzzy)
            break;
        g_string_append_printf(offered, "%s%s%s%s", i ? ", " : "", place->name,
                               place->code ? " " : "", place->code ? place->code : "");
    }
    return fuzzy ? g_strdup_printf(_("'%s' is not in the register. Do you mean %s?"), typed,
                                   offered->str)
                 : g_strdup_printf(_("'%s' can be several: %s. Type more of the name, or its "
                                     "code."),
                                   typed, offered->str);
}

static void
notice_old_name(const PkPlaces *places, const PkMatchHit *hit, PkPartyWish *wish)
{
    const PkPlace *place = &g_array_index(places->places, PkPlace, hit->place);

    if (hit->match == PK_MATCH_OLD && hit->year)
        g_ptr_array_add(wish->notices, g_strdup_printf(_("%s is now %s (%d)."), hit->alias,
                                                       place->name, hit->year));
    else if (hit->match == PK_MATCH_OLD)
        g_ptr_array_add(wish->notices,
                        g_strdup_printf(_("%s is now %s."), hit->alias, place->name));
}

/* ---- regions -------------------------------------------------------------------------------- */

static bool
add_region(PkApp *app, int64_t region, const char *name, PkPartyWish *wish, GError **error)
{
    g_autoptr(GPtrArray) towns = pk_org_list_of_region(app->db, region, error);
    int64_t today = pk_clock_now_us() / PK_DAY_US;
    unsigned n = 0;

    if (!towns)
        return false;
    for (guint i = 0; i < towns->len; i++) {
        const PkOrg *town = towns->pdata[i];
        if (town->kind != PK_ORG_MUNICIPALITY || !pk_org_exists(town, today))
            continue;
        add_key(wish, town->key);
        n++;
    }
    g_ptr_array_add(
        wish->notices,
        g_strdup_printf(P_("%s: %u municipality.", "%s: %u municipalities.", n), name, n));
    return true;
}

static bool
read_region(PkApp *app, const PkPlaces *places, const char *typed, PkPartyWish *wish,
            GError **error)
{
    g_autoptr(GArray) hits = hits_for(places, typed, 1u << PK_ORG_REGION, pk_clock_now_us());

    if (hits->len == 0) {
        g_ptr_array_add(wish->unsure, g_strdup_printf(_("There is no safety region '%s'."), typed));
        return true;
    }
    if (!is_sure(places, hits)) {
        g_ptr_array_add(wish->unsure, ask_back(places, hits, typed));
        return true;
    }
    const PkMatchHit *hit = &g_array_index(hits, PkMatchHit, 0);
    const PkPlace *place = &g_array_index(places->places, PkPlace, hit->place);
    return add_region(app, place->org_id, place->name, wish, error);
}

/* ---- names ---------------------------------------------------------------------------------- */

static void
read_name(const PkPlaces *places, const char *typed, guint kinds, PkPartyWish *wish)
{
    g_autoptr(GArray) hits = hits_for(places, typed, kinds, pk_clock_now_us());

    if (hits->len == 0) {
        g_ptr_array_add(wish->free, g_strdup(typed));
        return;
    }
    if (!is_sure(places, hits)) {
        g_ptr_array_add(wish->unsure, ask_back(places, hits, typed));
        return;
    }
    const PkMatchHit *hit = &g_array_index(hits, PkMatchHit, 0);
    notice_old_name(places, hit, wish);
    add_key(wish, g_array_index(places->places, PkPlace, hit->place).org_id);
}

static bool
read_part(PkApp *app, const PkPlaces *places, const char *part, PkPartyWish *wish, GError **error)
{
    const char *colon = strchr(part, ':');
    bool town = colon && g_ascii_strncasecmp(part, "gm:", 3) == 0;
    bool region = colon && g_ascii_strncasecmp(part, "vr:", 3) == 0;
    g_autofree char *name = g_strstrip(g_strdup(town || region ? colon + 1 : part));

    if (region && *name)
        return read_region(app, places, name, wish, error);
    if (*name)
        read_name(places, name, town ? 1u << PK_ORG_MUNICIPALITY : (guint)PK_MATCH_ANY_KIND, wish);
    return true;
}

/* Official names hold commas ("Nuenen, Gerwen en Nederwetten"): how many parts from i on are one
 * name, written out in full. */
static guint
parts_of_name(const PkPlaces *places, char **parts, guint i, guint n, char **ret_name)
{
    for (guint take = MIN(JOINED_MAX, n - i); take > 1; take--) {
        g_autoptr(GString) joined = g_string_new(parts[i]);
        for (guint k = 1; k < take; k++)
            g_string_append_printf(joined, ", %s", parts[i + k]);
        g_autoptr(GArray) hits = pk_match_query(places->match, joined->str, pk_clock_now_us(), 1);
        if (hits->len == 1 && g_array_index(hits, PkMatchHit, 0).exact &&
            g_array_index(hits, PkMatchHit, 0).match <= PK_MATCH_EXACT) {
            *ret_name = g_strdup(joined->str);
            return take;
        }
    }
    *ret_name = g_strdup(parts[i]);
    return 1;
}

bool
pk_party_read(PkApp *app, const char *text, PkPartyWish *ret_wish, GError **error)
{
    g_autofree char *clean = pk_text_clean(text, -1, PK_TEXT_LINE, NULL);
    g_auto(GStrv) parts = g_strsplit(clean, ",", -1);
    const PkPlaces *places = pk_app_places(app, error);
    g_auto(PkPartyWish)
        wish = { g_array_new(FALSE, FALSE, sizeof(int64_t)), g_ptr_array_new_with_free_func(g_free),
                 g_ptr_array_new_with_free_func(g_free), g_ptr_array_new_with_free_func(g_free) };

    if (!places)
        return false;
    for (char **part = parts; *part; part++)
        g_strstrip(*part);
    guint n = g_strv_length(parts);
    for (guint i = 0; i < n;) {
        g_autofree char *name = NULL;
        i += parts_of_name(places, parts, i, n, &name);
        if (*name && !read_part(app, places, name, &wish, error))
            return false;
    }
    *ret_wish = wish;
    wish = (PkPartyWish){ 0 };
    return true;
}
