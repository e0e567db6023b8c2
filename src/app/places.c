/* SPDX-License-Identifier: EUPL-1.2 */
/* The register in memory, with an index over it: what completion, filters and lists of parties
 * match names against. */
#include "app_private.h"
#include "piket/base/clock.h"
#include "piket/store/incident_store.h"
#include "piket/store/org_store.h"
#include "piket/store/read_store.h"

#include <stdlib.h>
#include <string.h>

enum { RECENT_DAYS = 30 };

/* A PkPlaces and what its strings live in. */
typedef struct {
    PkPlaces shown; /* first: the two are freed as one */
    GStringChunk *texts;
    PkPlaceAlias *aliases;
    size_t n_aliases;
} Register;

static const char *
kept(Register *reg, const char *text)
{
    return text ? g_string_chunk_insert_const(reg->texts, text) : NULL;
}

static int64_t
day_us(int64_t day)
{
    return day == PK_DAY_UNKNOWN ? 0 : day * PK_DAY_US;
}

/* The own region is named by its code or its name. */
static bool
is_own_region(const PkApp *app, const PkOrg *org, const GHashTable *own)
{
    return app->own_region &&
           g_hash_table_contains((GHashTable *)own, GSIZE_TO_POINTER((gsize)org->region_key));
}

/* Keys of the regions that the setting own_region means. */
static GHashTable *
own_regions(const PkApp *app, const GPtrArray *orgs)
{
    GHashTable *own = g_hash_table_new(NULL, NULL);
    g_autofree char *wanted = pk_match_fold(app->own_region ? app->own_region : "");

    for (guint i = 0; i < orgs->len && *wanted; i++) {
        const PkOrg *org = orgs->pdata[i];
        g_autofree char *name = pk_match_fold(org->name);
        g_autofree char *code = pk_match_fold(org->code ? org->code : "");
        if (org->kind == PK_ORG_REGION && (strcmp(wanted, name) == 0 || strcmp(wanted, code) == 0))
            g_hash_table_add(own, GSIZE_TO_POINTER((gsize)org->key));
    }
    return own;
}

static void
add_alias(Register *reg, PkPlace *place, const char *name, int year)
{
    reg->aliases[reg->n_aliases++] = (PkPlaceAlias){ kept(reg, name), year };
    place->n_aliases++;
}

/* Aliases come sorted by organisation. An old code is an old name too. */
static void
take_aliases(Register *reg, const PkApp *app, PkPlace *place, GHashTable *by_org,
             const GPtrArray *aliases)
{
    gpointer first = NULL;

    if (!g_hash_table_lookup_extended(by_org, GSIZE_TO_POINTER((gsize)place->org_id), NULL, &first))
        return;
    guint at = GPOINTER_TO_UINT(first);
    place->aliases = &reg->aliases[reg->n_aliases];
    for (; at < aliases->len; at++) {
        const PkOrgAlias *alias = aliases->pdata[at];
        if (alias->org_key != place->org_id)
            break;
        int year =
            alias->is_old && alias->since_us ? pk_zone_local(app->zone, alias->since_us).year : 0;
        add_alias(reg, place, alias->alias, year);
        if (alias->old_code)
            add_alias(reg, place, alias->old_code, year);
    }
}

static GHashTable *
first_alias(const GPtrArray *aliases)
{
    GHashTable *by_org = g_hash_table_new(NULL, NULL);

    for (guint i = aliases->len; i-- > 0;) {
        const PkOrgAlias *alias = aliases->pdata[i];
        g_hash_table_insert(by_org, GSIZE_TO_POINTER((gsize)alias->org_key), GUINT_TO_POINTER(i));
    }
    return by_org;
}

/* Keys of organisations that are party to a recent incident, ascending. */
static GArray *
recent_orgs(PkApp *app, GError **error)
{
    int64_t since_us = pk_clock_now_us() - RECENT_DAYS * PK_DAY_US;

    return pk_read_recent_orgs(app->db, pk_incident_key_at(since_us), error);
}

static int
compare_keys(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static bool
has_key(const GArray *keys, int64_t key)
{
    return keys->len > 0 &&
           bsearch(&key, keys->data, keys->len, sizeof(int64_t), compare_keys) != NULL;
}

PkPlaces *
pk_places_load(PkApp *app, GError **error)
{
    g_autoptr(GPtrArray) orgs = pk_org_list(app->db, error);
    g_autoptr(GPtrArray) aliases = orgs ? pk_org_alias_list_all(app->db, error) : NULL;

    g_autoptr(GArray) recent = aliases ? recent_orgs(app, error) : NULL;

    if (!recent)
        return NULL;
    g_autoptr(GHashTable) own = own_regions(app, orgs);
    g_autoptr(GHashTable) by_org = first_alias(aliases);
    Register *reg = g_new0(Register, 1);
    reg->texts = g_string_chunk_new(16384);
    reg->aliases = g_new0(PkPlaceAlias, 2 * aliases->len + 1);
    reg->shown.places = g_array_sized_new(FALSE, TRUE, sizeof(PkPlace), orgs->len);
    for (guint i = 0; i < orgs->len; i++) {
        const PkOrg *org = orgs->pdata[i];
        PkPlace place = { .org_id = org->key,
                          .name = kept(reg, org->name),
                          .code = kept(reg, org->code),
                          .kind = org->kind,
                          .region = kept(reg, org->region_name),
                          .joined = org->joined,
                          .valid_from_us = day_us(org->valid_from),
                          .valid_until_us = day_us(org->valid_until),
                          .recent = has_key(recent, org->key),
                          .own_region = is_own_region(app, org, own) };
        take_aliases(reg, app, &place, by_org, aliases);
        g_array_append_val(reg->shown.places, place);
    }
    reg->shown.match =
        pk_match_new((const PkPlace *)reg->shown.places->data, reg->shown.places->len);
    return &reg->shown;
}

void
pk_places_free(PkPlaces *places)
{
    Register *reg = (Register *)places;

    if (!places)
        return;
    pk_match_free(places->match);
    g_array_unref(places->places);
    g_string_chunk_free(reg->texts);
    g_free(reg->aliases);
    g_free(reg);
}

void
pk_app_forget_places(PkApp *app)
{
    g_clear_pointer(&app->places, pk_places_free);
}

const PkPlaces *
pk_app_places(PkApp *app, GError **error)
{
    int64_t now = 0;

    if (!pk_db_data_version(app->db, &now, error))
        return NULL;
    if (app->places && app->places_at == now)
        return app->places;
    PkPlaces *places = pk_places_load(app, error);
    if (!places)
        return NULL;
    pk_app_forget_places(app);
    app->places = places;
    app->places_at = now;
    return places;
}
