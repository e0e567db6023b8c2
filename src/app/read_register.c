/* SPDX-License-Identifier: EUPL-1.2 */
/* Organisations: one card, or all that fit a filter. */
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/store/contact_store.h"
#include "piket/store/org_store.h"
#include "piket/store/party_store.h"
#include "read_private.h"

#include <string.h>

enum { CARD_INCIDENTS = 20 };

void
pk_card_free(PkCard *card)
{
    if (!card)
        return;
    pk_org_free(card->org);
    g_clear_pointer(&card->aliases, g_ptr_array_unref);
    g_clear_pointer(&card->contacts, g_ptr_array_unref);
    g_clear_pointer(&card->incidents, g_ptr_array_unref);
    g_free(card);
}

static PkCard *
card_new(PkOrg *org)
{
    PkCard *card = g_new0(PkCard, 1);

    card->org = org;
    card->aliases = g_ptr_array_new_with_free_func(g_free);
    card->contacts = g_ptr_array_new_with_free_func((GDestroyNotify)pk_contact_free);
    card->incidents = g_ptr_array_new_with_free_func((GDestroyNotify)pk_incident_row_free);
    return card;
}

/* "Uden (2022)". Owned. */
static char *
alias_text(PkApp *app, const PkOrgAlias *alias)
{
    if (!alias->is_old || !alias->since_us)
        return g_strdup(alias->alias);
    return g_strdup_printf("%s (%d)", alias->alias, pk_zone_local(app->zone, alias->since_us).year);
}

/* ---- one card ------------------------------------------------------------------------------- */

/* Incidents that may not be seen are passed over without a count: that would tell that this
 * organisation is in one of them. */
static bool
load_incidents(PkApp *app, PkCard *card, int64_t org_key, GError **error)
{
    int64_t before = 0;

    for (bool more = true; more && card->incidents->len < CARD_INCIDENTS;) {
        g_autoptr(GPtrArray) parties =
            pk_party_list_of_org(app->db, org_key, before, CARD_INCIDENTS, error);
        if (!parties)
            return false;
        more = parties->len == CARD_INCIDENTS;
        g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
        for (guint i = 0; i < parties->len && card->incidents->len + keys->len < CARD_INCIDENTS;
             i++) {
            bool seen = false;
            before = ((const PkParty *)parties->pdata[i])->incident_key;
            if (!pk_incident_seen(app->db, before, &seen, error))
                return false;
            if (seen)
                g_array_append_val(keys, before);
        }
        GPtrArray *rows =
            pk_read_rows(app, (const int64_t *)(const void *)keys->data, keys->len, error);
        if (!rows)
            return false;
        g_ptr_array_extend_and_steal(card->incidents, rows);
    }
    return true;
}

static bool
load_card(PkApp *app, PkCard *card, int64_t org_key, GError **error)
{
    g_autoptr(GPtrArray) aliases = pk_org_alias_list(app->db, org_key, error);

    if (!aliases)
        return false;
    for (guint i = 0; i < aliases->len; i++)
        g_ptr_array_add(card->aliases, alias_text(app, aliases->pdata[i]));
    g_autoptr(GPtrArray) contacts = pk_contact_list(app->db, org_key, error);
    if (!contacts)
        return false;
    card->n_contacts = contacts->len;
    g_ptr_array_extend_and_steal(card->contacts, g_steal_pointer(&contacts));
    return load_incidents(app, card, org_key, error);
}

PkCard *
pk_card_load(PkApp *app, int64_t org_key, GError **error)
{
    bool own = false;

    if (!pk_read_begin(app, &own, error))
        return NULL;
    PkOrg *org = pk_org_get(app->db, org_key, error);
    g_autoptr(PkCard) card = org ? card_new(org) : NULL;
    bool ok = card && load_card(app, card, org_key, error);
    pk_read_end(app, own);
    return ok ? g_steal_pointer(&card) : NULL;
}

/* ---- the register --------------------------------------------------------------------------- */

/* What a word is sought in. */
typedef struct {
    const PkCard *card;
} Haystack;

static bool
in_text(const char *text, const PkFilterTextAsk *ask)
{
    return text && pk_filter_text_in(text, ask->word, !ask->exact);
}

static bool
text_has(const PkFilterTextAsk *ask, void *data)
{
    const PkCard *card = ((const Haystack *)data)->card;
    const PkOrg *org = card->org;

    if (in_text(org->name, ask) || in_text(org->note, ask) || in_text(org->serves, ask))
        return true;
    if (ask->notes)
        return false;
    if (in_text(org->code, ask) || in_text(org->region_name, ask) || in_text(org->province, ask) ||
        in_text(pk_word(&pk_words_org_kind, (int)org->kind), ask) ||
        in_text(pk_word_key(&pk_words_org_kind, (int)org->kind), ask))
        return true;
    for (guint i = 0; i < card->aliases->len; i++) {
        if (in_text(card->aliases->pdata[i], ask))
            return true;
    }
    for (guint i = 0; i < card->contacts->len; i++) {
        if (in_text(((const PkContact *)card->contacts->pdata[i])->name, ask))
            return true;
    }
    return false;
}

/* verified: somebody trusted can be called back, and the card was looked at this year. */
static unsigned
flags_of(const PkCard *card, int64_t now_us)
{
    unsigned flags = card->n_contacts == 0 ? 1u << PK_FILTER_IS_INCOMPLETE : 0;

    for (guint i = 0; i < card->contacts->len; i++) {
        if (!pk_contact_stale(card->contacts->pdata[i], now_us))
            flags |= 1u << PK_FILTER_IS_VERIFIED;
    }
    return flags;
}

static bool
fits(const PkFilter *filter, const PkCard *card, int64_t now_us)
{
    const PkOrg *org = card->org;
    int64_t own = org->key;
    int64_t region = org->kind == PK_ORG_REGION ? org->key : org->region_key;
    Haystack haystack = { card };
    PkFilterFacts facts = {
        .org_ids = &own,
        .n_org_ids = 1,
        .region_ids = &region,
        .n_region_ids = region != 0,
        .time_us = org->valid_from == PK_DAY_UNKNOWN ? 0 : org->valid_from * PK_DAY_US,
        .flags = flags_of(card, now_us),
        .text_has = text_has,
        .data = &haystack,
    };

    return pk_filter_matches(filter, &facts);
}

/* Everything of the register, grouped by organisation. */
typedef struct {
    GPtrArray *orgs;
    GPtrArray *aliases;
    GPtrArray *contacts;
    GHashTable *cards; /* org key -> PkCard, borrowed */
} Register;

static void
register_clear(Register *all)
{
    g_clear_pointer(&all->orgs, g_ptr_array_unref);
    g_clear_pointer(&all->aliases, g_ptr_array_unref);
    g_clear_pointer(&all->contacts, g_ptr_array_unref);
    g_clear_pointer(&all->cards, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Register, register_clear)

static bool
register_read(PkApp *app, Register *all, GError **error)
{
    all->orgs = pk_org_list(app->db, error);
    if (!all->orgs)
        return false;
    all->aliases = pk_org_alias_list_all(app->db, error);
    if (!all->aliases)
        return false;
    all->contacts = pk_contact_list_all(app->db, error);
    all->cards = g_hash_table_new(g_int64_hash, g_int64_equal);
    return all->contacts != NULL;
}

/* Moves everything into cards, in name order. */
static GPtrArray *
make_cards(PkApp *app, Register *all)
{
    GPtrArray *cards = g_ptr_array_new_with_free_func((GDestroyNotify)pk_card_free);

    g_ptr_array_set_free_func(all->orgs, NULL);
    for (guint i = 0; i < all->orgs->len; i++) {
        PkCard *card = card_new(all->orgs->pdata[i]);
        g_hash_table_insert(all->cards, &card->org->key, card);
        g_ptr_array_add(cards, card);
    }
    for (guint i = 0; i < all->aliases->len; i++) {
        const PkOrgAlias *alias = all->aliases->pdata[i];
        PkCard *card = g_hash_table_lookup(all->cards, &alias->org_key);
        if (card)
            g_ptr_array_add(card->aliases, alias_text(app, alias));
    }
    g_ptr_array_set_free_func(all->contacts, NULL);
    for (guint i = 0; i < all->contacts->len; i++) {
        PkContact *contact = all->contacts->pdata[i];
        PkCard *card = g_hash_table_lookup(all->cards, &contact->org_key);
        g_assert(card); /* a foreign key */
        g_ptr_array_add(card->contacts, contact);
        card->n_contacts++;
    }
    return cards;
}

static GPtrArray *
load_register(PkApp *app, const PkFilter *filter, unsigned limit, GError **error)
{
    g_auto(Register) all = { 0 };
    GPtrArray *found = g_ptr_array_new_with_free_func((GDestroyNotify)pk_card_free);
    int64_t now_us = pk_clock_now_us();

    if (!register_read(app, &all, error)) {
        g_ptr_array_unref(found);
        return NULL;
    }
    g_autoptr(GPtrArray) cards = make_cards(app, &all);
    for (guint i = 0; i < cards->len && found->len < limit; i++) {
        if (!fits(filter, cards->pdata[i], now_us))
            continue;
        g_ptr_array_add(found, cards->pdata[i]);
        cards->pdata[i] = NULL; /* moved: pk_card_free takes NULL */
    }
    return found;
}

GPtrArray *
pk_register_load(PkApp *app, const char *filter, unsigned limit, size_t *ret_at, GError **error)
{
    bool own = false;

    if (!pk_app_may(app, PK_MAY_READ, error))
        return NULL;
    g_autoptr(PkFilter) wanted = pk_read_filter(app, filter, PK_FILTER_ORGS, ret_at, error);
    if (!wanted || !pk_read_begin(app, &own, error))
        return NULL;
    GPtrArray *cards = load_register(app, wanted, limit ? limit : G_MAXUINT, error);
    pk_read_end(app, own);
    return cards;
}
