/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/clock_store.h"

#include "piket/base/i18n.h"
#include "piket_sql.h"
#include "rows.h"

void
pk_clock_record_free(PkClockRecord *clock)
{
    if (!clock)
        return;
    g_free(clock->uuid);
    g_free(clock->ident);
    g_free(clock->incident_title);
    g_free(clock->org_name);
    g_free(clock->rule);
    g_free(clock->title);
    g_free(clock->evidence);
    g_free(clock->na_reason);
    g_free(clock);
}

/* clang-format off */
static const PkColumn columns[] = {
    { "id",             PK_AS_INT,  PK_AT(PkClockRecord, key),            NULL },
    { "uuid",           PK_AS_TEXT, PK_AT(PkClockRecord, uuid),           NULL },
    { "incident",       PK_AS_INT,  PK_AT(PkClockRecord, incident_key),   NULL },
    { "incident.ident", PK_AS_TEXT, PK_AT(PkClockRecord, ident),          NULL },
    { "incident.title", PK_AS_TEXT, PK_AT(PkClockRecord, incident_title), NULL },
    { "incident.tlp",   PK_AS_TLP,  PK_AT(PkClockRecord, tlp),            NULL },
    { "party",          PK_AS_INT,  PK_AT(PkClockRecord, party_key),      NULL },
    { "org.name",       PK_AS_TEXT, PK_AT(PkClockRecord, org_name),       NULL },
    { "rule",           PK_AS_TEXT, PK_AT(PkClockRecord, rule),           NULL },
    { "title",          PK_AS_TEXT, PK_AT(PkClockRecord, title),          NULL },
    { "start_us",       PK_AS_INT,  PK_AT(PkClockRecord, start_us),       NULL },
    { "due_us",         PK_AS_INT,  PK_AT(PkClockRecord, due_us),         NULL },
    { "met_us",         PK_AS_INT,  PK_AT(PkClockRecord, met_us),         NULL },
    { "evidence",       PK_AS_TEXT, PK_AT(PkClockRecord, evidence),       NULL },
    { "na_reason",      PK_AS_TEXT, PK_AT(PkClockRecord, na_reason),      NULL },
    { "version",        PK_AS_INT,  PK_AT(PkClockRecord, version),        NULL },
    { "personal_data",  PK_AS_WORD, PK_AT(PkClockRecord, personal_data),  &pk_words_tristate },
    { "unsure",         PK_AS_BOOL, PK_AT(PkClockRecord, unsure),         NULL },
    { "by_hand",        PK_AS_BOOL, PK_AT(PkClockRecord, by_hand),        NULL },
    { "party.org",      PK_AS_INT,  PK_AT(PkClockRecord, org_key),        NULL },
    { "no",             PK_AS_INT,  PK_AT(PkClockRecord, no),             NULL },
};
/* clang-format on */

static const PkRowMap clock_map = { sizeof(PkClockRecord), columns, G_N_ELEMENTS(columns),
                                    (GDestroyNotify)pk_clock_record_free };

bool
pk_clock_insert(PkDb *db, PkClockRecord *clock, GError **error)
{
    if (!pk_db_number(db, &pk_sql_clock_insert,
                      PK_ARGS(pk_text(clock->uuid), pk_int(clock->incident_key),
                              pk_int_or_null(clock->party_key, 0), pk_text(clock->rule),
                              pk_text_or_empty(clock->title), pk_int_or_null(clock->start_us, 0),
                              pk_int_or_null(clock->due_us, 0), pk_int_or_null(clock->met_us, 0),
                              pk_text_or_empty(clock->evidence), pk_text_or_empty(clock->na_reason),
                              pk_int(clock->unsure), pk_int(clock->by_hand)),
                      &clock->key, NULL, error))
        return false;
    clock->version = 1;
    return true;
}

bool
pk_clock_update(PkDb *db, const PkClockRecord *clock, GError **error)
{
    return pk_db_run_guarded(
        db, &pk_sql_clock_update,
        PK_ARGS(pk_int(clock->key), pk_int(clock->version), pk_text_or_empty(clock->title),
                pk_int_or_null(clock->start_us, 0), pk_int_or_null(clock->due_us, 0),
                pk_int_or_null(clock->met_us, 0), pk_text_or_empty(clock->evidence),
                pk_text_or_empty(clock->na_reason), pk_int(clock->unsure), pk_int(clock->by_hand)),
        &pk_sql_clock_exists, clock->key, error);
}

PkClockRecord *
pk_clock_get(PkDb *db, int64_t key, GError **error)
{
    void *clock = NULL;

    pk_db_get(db, &pk_sql_clock_get, PK_ARGS(pk_int(key)), &clock_map,
              _("That deadline does not exist in this database."), &clock, error);
    return clock;
}

GPtrArray *
pk_clock_list(PkDb *db, int64_t incident, GError **error)
{
    return pk_db_all(db, &pk_sql_clock_list, PK_ARGS(pk_int(incident)), &clock_map, error);
}

GPtrArray *
pk_clock_list_due(PkDb *db, int64_t due_us, int64_t key, unsigned limit, GError **error)
{
    g_autoptr(GPtrArray) clocks =
        g_ptr_array_new_with_free_func((GDestroyNotify)pk_clock_record_free);

    for (bool more = true; more && clocks->len < limit;) {
        unsigned wanted = limit - clocks->len;
        g_autoptr(GPtrArray) page =
            pk_db_all(db, &pk_sql_clock_list_due,
                      PK_ARGS(pk_int(due_us), pk_int(key), pk_int(wanted)), &clock_map, error);
        if (!page)
            return NULL;
        more = page->len == wanted;
        for (guint i = 0; i < page->len; i++) {
            PkClockRecord *clock = page->pdata[i];
            due_us = clock->due_us;
            key = clock->key;
            if (!pk_sight_may(pk_db_sight(db), clock->incident_key, clock->tlp))
                continue;
            g_ptr_array_add(clocks, clock);
            page->pdata[i] = NULL; /* moved: pk_clock_record_free takes NULL */
        }
    }
    return g_steal_pointer(&clocks);
}

/* Pages by key alone. Those of incidents that may not be seen are passed over. */
static GPtrArray *
list_by_key(PkDb *db, const PkSql *sql, int64_t key, unsigned limit, GError **error)
{
    g_autoptr(GPtrArray) clocks =
        g_ptr_array_new_with_free_func((GDestroyNotify)pk_clock_record_free);

    for (bool more = true; more && clocks->len < limit;) {
        unsigned wanted = limit - clocks->len;
        g_autoptr(GPtrArray) page =
            pk_db_all(db, sql, PK_ARGS(pk_int(key), pk_int(wanted)), &clock_map, error);
        if (!page)
            return NULL;
        more = page->len == wanted;
        for (guint i = 0; i < page->len; i++) {
            PkClockRecord *clock = page->pdata[i];
            key = clock->key;
            if (!pk_sight_may(pk_db_sight(db), clock->incident_key, clock->tlp))
                continue;
            g_ptr_array_add(clocks, clock);
            page->pdata[i] = NULL; /* moved: pk_clock_record_free takes NULL */
        }
    }
    return g_steal_pointer(&clocks);
}

GPtrArray *
pk_clock_list_undated(PkDb *db, int64_t key, unsigned limit, GError **error)
{
    return list_by_key(db, &pk_sql_clock_list_undated, key, limit, error);
}

GPtrArray *
pk_clock_list_ended(PkDb *db, int64_t key, unsigned limit, GError **error)
{
    return list_by_key(db, &pk_sql_clock_list_ended, key ? key : INT64_MAX, limit, error);
}

bool
pk_clock_count_due(PkDb *db, int64_t before_us, unsigned max, int64_t *ret_n, GError **error)
{
    return pk_db_number(db, &pk_sql_clock_count_due, PK_ARGS(pk_int(before_us), pk_int(max)), ret_n,
                        NULL, error);
}
