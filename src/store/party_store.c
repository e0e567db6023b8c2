/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/party_store.h"

#include "piket/base/i18n.h"
#include "piket_sql.h"
#include "rows.h"

#include <string.h>

/* clang-format off */
static const PkColumn columns[] = {
    { "id",             PK_AS_INT,   PK_AT(PkParty, key),            NULL },
    { "incident",       PK_AS_INT,   PK_AT(PkParty, incident_key),   NULL },
    { "incident.ident", PK_AS_TEXT,  PK_AT(PkParty, incident_ident), NULL },
    { "org",            PK_AS_INT,   PK_AT(PkParty, org_key),        NULL },
    { "org.name",       PK_AS_TEXT,  PK_AT(PkParty, org_name),       NULL },
    { "org.code",       PK_AS_TEXT,  PK_AT(PkParty, org_code),       NULL },
    { "region.name",    PK_AS_TEXT,  PK_AT(PkParty, region),         NULL },
    { "role",           PK_AS_WORD,  PK_AT(PkParty, role),           &pk_words_party_role },
    { "status",         PK_AS_WORD,  PK_AT(PkParty, status),         &pk_words_party_status },
    { "impact",         PK_AS_TEXT,  PK_AT(PkParty, impact),         NULL },
    { "needs",          PK_AS_INT32, PK_AT(PkParty, needs),          NULL },
    { "need_agreed_by", PK_AS_TEXT,  PK_AT(PkParty, need_agreed_by), NULL },
    { "aware_us",       PK_AS_INT,   PK_AT(PkParty, aware_us),       NULL },
    { "significant_us", PK_AS_INT,   PK_AT(PkParty, sig_aware_us),   NULL },
    { "version",        PK_AS_INT,   PK_AT(PkParty, version),        NULL },
    { "clock.name",     PK_AS_TEXT,  PK_AT(PkParty, clock_name),     NULL },
    { "clock.due_us",   PK_AS_INT,   PK_AT(PkParty, clock_due_us),   NULL },
};
/* clang-format on */

static const PkRowMap party_map = { sizeof(PkParty), columns, G_N_ELEMENTS(columns),
                                    (GDestroyNotify)pk_party_free };

/* The language the names of clocks are wanted in. */
static PkValue
lang(void)
{
    return pk_text(pk_i18n_lang() == PK_LANG_NL ? "nl" : "en");
}

bool
pk_party_insert(PkDb *db, PkParty *party, const char *uuid, int64_t now_us, bool *ret_new,
                GError **error)
{
    int64_t key = 0;
    bool is_new = false;

    if (!pk_db_number(db, &pk_sql_party_insert,
                      PK_ARGS(pk_text(uuid), pk_int(party->incident_key), pk_int(party->org_key),
                              pk_text(pk_word_key(&pk_words_party_role, (int)party->role)),
                              pk_text(pk_word_key(&pk_words_party_status, (int)party->status)),
                              pk_text_or_empty(party->impact), pk_int(party->needs),
                              pk_text_or_empty(party->need_agreed_by),
                              pk_int_or_null(party->aware_us, 0),
                              pk_int_or_null(party->sig_aware_us, 0), pk_int(now_us)),
                      &key, &is_new, error))
        return false;
    if (is_new) {
        party->key = key;
        party->version = 1;
    }
    if (ret_new)
        *ret_new = is_new;
    return true;
}

bool
pk_party_update(PkDb *db, const PkParty *party, int64_t now_us, GError **error)
{
    return pk_db_run_guarded(
        db, &pk_sql_party_update,
        PK_ARGS(pk_int(party->key), pk_int(party->version),
                pk_text(pk_word_key(&pk_words_party_role, (int)party->role)),
                pk_text(pk_word_key(&pk_words_party_status, (int)party->status)),
                pk_text_or_empty(party->impact), pk_int(party->needs),
                pk_text_or_empty(party->need_agreed_by), pk_int_or_null(party->aware_us, 0),
                pk_int_or_null(party->sig_aware_us, 0), pk_int(now_us)),
        &pk_sql_party_exists, party->key, error);
}

PkParty *
pk_party_get(PkDb *db, int64_t key, GError **error)
{
    void *party = NULL;

    pk_db_get(db, &pk_sql_party_get, PK_ARGS(pk_int(key), lang()), &party_map,
              _("That party does not exist in this database."), &party, error);
    return party;
}

bool
pk_party_get_by_org(PkDb *db, int64_t incident, int64_t org, PkParty **ret_party, GError **error)
{
    void *party = NULL;

    if (!pk_db_one(db, &pk_sql_party_get_by_org, PK_ARGS(pk_int(incident), lang(), pk_int(org)),
                   &party_map, &party, error))
        return false;
    *ret_party = party;
    return true;
}

GPtrArray *
pk_party_list(PkDb *db, int64_t incident, GError **error)
{
    return pk_db_all(db, &pk_sql_party_list, PK_ARGS(pk_int(incident), lang()), &party_map, error);
}

GPtrArray *
pk_party_list_of_org(PkDb *db, int64_t org, int64_t before_incident, unsigned limit, GError **error)
{
    int64_t before = before_incident > 0 ? before_incident : INT64_MAX;

    return pk_db_all(db, &pk_sql_party_list_of_org,
                     PK_ARGS(pk_int(org), lang(), pk_int(before), pk_int(limit)), &party_map,
                     error);
}

static bool
take_count(const PkRow *row, void *data, GError **error)
{
    int status = 0;

    if (!pk_word_parse(&pk_words_party_status, pk_row_text(row, 0), &status, error))
        return false;
    ((int64_t *)data)[status] = pk_row_int(row, 1);
    return true;
}

bool
pk_party_count(PkDb *db, int64_t incident, int64_t ret_counts[PK_PARTY_STATUS_N], GError **error)
{
    int64_t counts[PK_PARTY_STATUS_N] = { 0 };

    if (!pk_db_each(db, &pk_sql_party_counts, PK_ARGS(pk_int(incident)), take_count, counts, NULL,
                    error))
        return false;
    memcpy(ret_counts, counts, sizeof counts);
    return true;
}
