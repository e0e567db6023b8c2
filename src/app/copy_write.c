/* SPDX-License-Identifier: EUPL-1.2 */
/* The copy, second half: one transaction takes the old one away and writes the new one, around what
 * was written here and is not sent. */
#include "copy_rows.h"
#include "piket/base/clock.h"
#include "piket/store/line_store.h"

#include <string.h>

/* Keys of the server -> keys here. */
typedef struct {
    PkMeeting *meeting;
    const PkCopied *copied;
    GPtrArray *unsent; /* PkUnsent, as it is in this transaction               */
    GHashTable *kept;  /* uuid -> PkUnsent: incidents with lines not sent      */
    GHashTable *used;  /* keys of incidents here                               */
    GHashTable *origins, *orgs, *incidents, *parties, *lines;
} Writing;

static GHashTable *
key_map(void)
{
    return g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
}

static void
map_set(GHashTable *map, int64_t from, int64_t to)
{
    g_hash_table_insert(map, g_memdup2(&from, sizeof from), g_memdup2(&to, sizeof to));
}

/* 0: not known. */
static int64_t
map_get(GHashTable *map, int64_t from)
{
    const int64_t *to = g_hash_table_lookup(map, &from);

    return to ? *to : 0;
}

/* A key in a cell; one that points at nothing known becomes NULL. */
static void
map_cell(GHashTable *map, PkCopyRow *row, unsigned cell)
{
    int64_t to = map_get(map, pk_copy_key(row, cell));

    if (to)
        pk_copy_set_key(row, cell, to);
    else
        pk_copy_set_null(row, cell);
}

/* The incident of a row becomes the one here; false: it is not copied. */
static bool
map_incident(const Writing *writing, PkCopyRow *row)
{
    map_cell(writing->incidents, row, 0);
    return pk_copy_key(row, 0) != 0;
}

static const PkUnsent *
kept_here(const Writing *writing, int64_t key)
{
    for (guint i = 0; i < writing->unsent->len; i++) {
        const PkUnsent *unsent = writing->unsent->pdata[i];
        if (unsent->incident_key == key)
            return unsent;
    }
    return NULL;
}

/* ---- the old copy goes ----------------------------------------------------------------------- */

/* The row that a line not sent stands on keeps its number; what it said goes when it is no longer
 * copied. */
static bool
drop_kept(Writing *writing, const PkUnsent *unsent, GError **error)
{
    PkDb *db = writing->meeting->local;

    if (!unsent->on_server)
        return true;
    return pk_copy_drop_journal(db, unsent->incident_key, writing->meeting->own->key,
                                unsent->sent_no, error) &&
           pk_copy_drop_things(db, unsent->incident_key, error) &&
           pk_copy_blank(db, unsent->incident_key, error) &&
           pk_copy_count_lines(db, unsent->incident_key, error);
}

static bool
drop_incidents(Writing *writing, GError **error)
{
    PkDb *db = writing->meeting->local;
    g_autoptr(GArray) keys = pk_copy_incident_keys(db, error);

    for (guint i = 0; keys && i < keys->len; i++) {
        int64_t key = g_array_index(keys, int64_t, i);
        const PkUnsent *unsent = kept_here(writing, key);
        if (unsent) {
            g_hash_table_insert(writing->kept, g_strdup(unsent->uuid), (void *)unsent);
            g_hash_table_add(writing->used, g_memdup2(&key, sizeof key));
            if (!drop_kept(writing, unsent, error))
                return false;
        } else if (!pk_copy_drop_journal(db, key, 0, 0, error) ||
                   !pk_copy_drop_things(db, key, error) || !pk_copy_drop_incident(db, key, error) ||
                   !pk_outbox_unmark(db, key, error)) {
            return false;
        }
    }
    return keys != NULL;
}

/* ---- the register ---------------------------------------------------------------------------- */

static bool
write_plain(Writing *writing, PkCopyTable table, GError **error)
{
    const GPtrArray *rows = writing->copied->rows[table];

    for (guint i = 0; i < rows->len; i++) {
        if (!pk_copy_write(writing->meeting->local, table, rows->pdata[i], NULL, error))
            return false;
    }
    return true;
}

static bool
write_orgs(Writing *writing, GError **error)
{
    const GPtrArray *rows = writing->copied->rows[PK_COPY_ORG];

    for (guint i = 0; i < rows->len; i++) {
        PkCopyRow *row = rows->pdata[i];
        int64_t there = pk_copy_key(row, PK_ORG_CELL_KEY), here = 0;
        map_cell(writing->orgs, row, PK_ORG_CELL_REGION);
        if (!pk_copy_write(writing->meeting->local, PK_COPY_ORG, row, &here, error))
            return false;
        map_set(writing->orgs, there, here);
    }
    return true;
}

static bool
write_of_orgs(Writing *writing, PkCopyTable table, unsigned cell, GError **error)
{
    const GPtrArray *rows = writing->copied->rows[table];

    for (guint i = 0; i < rows->len; i++)
        map_cell(writing->orgs, rows->pdata[i], cell);
    return write_plain(writing, table, error);
}

static bool
write_register(Writing *writing, GError **error)
{
    return pk_copy_drop_register(writing->meeting->local, error) &&
           write_plain(writing, PK_COPY_PERSON, error) &&
           write_plain(writing, PK_COPY_PHONE, error) &&
           write_plain(writing, PK_COPY_REFERENCE, error) &&
           write_plain(writing, PK_COPY_RSIT, error) && write_plain(writing, PK_COPY_RULE, error) &&
           write_orgs(writing, error) &&
           write_of_orgs(writing, PK_COPY_ALIAS, PK_ALIAS_CELL_ORG, error) &&
           write_of_orgs(writing, PK_COPY_CONTACT, PK_CONTACT_CELL_ORG, error);
}

/* With the keys of the server: nothing of it is ever written here. */
static bool
write_rota(Writing *writing, GError **error)
{
    if (!pk_copy_drop_rota(writing->meeting->local, error))
        return false;
    for (int table = PK_COPY_PATTERN; table < PK_COPY_INCIDENT; table++) {
        if (!write_plain(writing, (PkCopyTable)table, error))
            return false;
    }
    return true;
}

static bool
write_origins(Writing *writing, GError **error)
{
    PkDb *db = writing->meeting->local;

    for (guint i = 0; i < writing->copied->origins->len; i++) {
        const PkOrigin *there = writing->copied->origins->pdata[i];
        g_autoptr(PkOrigin) here = NULL;
        if (!pk_origin_by_uuid(db, there->uuid, &here, error))
            return false;
        if (here) {
            map_set(writing->origins, there->key, here->key);
            continue;
        }
        PkOrigin copy = *there;
        copy.is_current = false;
        if (!pk_origin_insert(db, &copy, error))
            return false;
        map_set(writing->origins, there->key, copy.key);
    }
    return true;
}

/* ---- incidents ------------------------------------------------------------------------------- */

/* The server's key, so that what one looks at stays the same with and without it; another one only
 * when something that was reported here within the same millisecond has it. */
static int64_t
key_here(Writing *writing, const PkUnsent *kept, const PkCopyRow *row)
{
    int64_t key = pk_copy_key(row, PK_INCIDENT_CELL_KEY);

    if (kept)
        return kept->incident_key;
    while (g_hash_table_contains(writing->used, &key))
        key++;
    g_hash_table_add(writing->used, g_memdup2(&key, sizeof key));
    return key;
}

static bool
write_incidents(Writing *writing, GError **error)
{
    const GPtrArray *rows = writing->copied->rows[PK_COPY_INCIDENT];
    PkMeeting *meeting = writing->meeting;

    for (guint i = 0; i < rows->len; i++) {
        PkCopyRow *row = rows->pdata[i];
        const PkUnsent *kept =
            g_hash_table_lookup(writing->kept, row->cells[PK_INCIDENT_CELL_UUID].t);
        if (kept && !kept->on_server)
            continue; /* reported here; its delivery was not heard of: it stands here whole */
        int64_t there = pk_copy_key(row, PK_INCIDENT_CELL_KEY), here = key_here(writing, kept, row);
        map_set(writing->incidents, there, here);
        pk_copy_set_key(row, PK_INCIDENT_CELL_KEY, here);
        if (!pk_copy_write(meeting->local, PK_COPY_INCIDENT, row, NULL, error) ||
            (!kept && !pk_outbox_mark(meeting->local, here, true, 0, NULL, 0, error)))
            return false;
    }
    return true;
}

static bool
write_of_incidents(Writing *writing, PkCopyTable table, GError **error)
{
    const GPtrArray *rows = writing->copied->rows[table];

    for (guint i = 0; i < rows->len; i++) {
        PkCopyRow *row = rows->pdata[i];
        int64_t key = 0;
        if (!map_incident(writing, row))
            continue;
        if (table == PK_COPY_PARTY) {
            map_cell(writing->orgs, row, PK_PARTY_CELL_ORG);
            map_cell(writing->orgs, row, PK_PARTY_CELL_REGION);
        }
        if (table == PK_COPY_CLOCK)
            map_cell(writing->parties, row, PK_CLOCK_CELL_PARTY);
        if (!pk_copy_write(writing->meeting->local, table, row, &key, error))
            return false;
        if (table == PK_COPY_PARTY)
            map_set(writing->parties, pk_copy_key(row, PK_PARTY_CELL_KEY), key);
    }
    return true;
}

/* ---- journals -------------------------------------------------------------------------------- */

/* The own chain of a journal with lines not sent stands here already, further than there. */
static bool
write_chains(Writing *writing, GError **error)
{
    const GPtrArray *rows = writing->copied->rows[PK_COPY_CHAIN];
    PkMeeting *meeting = writing->meeting;

    for (guint i = 0; i < rows->len; i++) {
        PkCopyRow *row = rows->pdata[i];
        if (!map_incident(writing, row))
            continue;
        map_cell(writing->origins, row, PK_CHAIN_CELL_ORIGIN);
        int64_t incident = pk_copy_key(row, 0);
        bool own = pk_copy_key(row, PK_CHAIN_CELL_ORIGIN) == meeting->own->key;
        if (own && kept_here(writing, incident))
            continue;
        if (!pk_copy_write(meeting->local, PK_COPY_CHAIN, row, NULL, error) ||
            (own && !pk_outbox_mark(meeting->local, incident, true,
                                    pk_copy_key(row, PK_CHAIN_CELL_LAST_NO), NULL, 0, error)))
            return false;
    }
    return true;
}

/* A key and origins of this file. What was written here was received here when it was written. */
static bool
place_line(Writing *writing, PkCopyRow *row, const PkUnsent *kept, GError **error)
{
    int64_t incident = pk_copy_key(row, 0), there = pk_copy_key(row, PK_LINE_CELL_KEY);
    int64_t here = PK_LINE_FIRST(incident) + (there - PK_LINE_FIRST(PK_LINE_INCIDENT(there)));

    if (kept && !pk_copy_line_key(writing->meeting->local, here, &here, error))
        return false;
    map_set(writing->lines, there, here);
    pk_copy_set_key(row, PK_LINE_CELL_KEY, here);
    map_cell(writing->origins, row, PK_LINE_CELL_ORIGIN);
    map_cell(writing->origins, row, PK_LINE_CELL_CORRECTS);
    if (pk_copy_key(row, PK_LINE_CELL_ORIGIN) == writing->meeting->own->key)
        pk_copy_set_key(row, PK_LINE_CELL_RECEIVED, pk_copy_key(row, PK_LINE_CELL_RECORDED));
    return true;
}

static bool
write_lines(Writing *writing, GError **error)
{
    const GPtrArray *rows = writing->copied->rows[PK_COPY_LINE];
    PkDb *db = writing->meeting->local;

    for (guint i = 0; i < rows->len; i++) {
        PkCopyRow *row = rows->pdata[i];
        if (!map_incident(writing, row))
            continue;
        const PkUnsent *kept = kept_here(writing, pk_copy_key(row, 0));
        bool own = map_get(writing->origins, pk_copy_key(row, PK_LINE_CELL_ORIGIN)) ==
                   writing->meeting->own->key;
        /* Delivered, but the answer was lost: it stands here, and the next meeting finds out. */
        if (kept && own && pk_copy_key(row, PK_LINE_CELL_NO) > kept->sent_no)
            continue;
        if (!place_line(writing, row, kept, error) ||
            !pk_copy_write(db, PK_COPY_LINE, row, NULL, error))
            return false;
    }
    return true;
}

static bool
write_pins(Writing *writing, GError **error)
{
    const GPtrArray *rows = writing->copied->rows[PK_COPY_PIN];

    for (guint i = 0; i < rows->len; i++) {
        PkCopyRow *row = rows->pdata[i];
        int64_t line = map_get(writing->lines, pk_copy_key(row, PK_PIN_CELL_LINE));
        pk_copy_set_key(row, PK_PIN_CELL_LINE, line);
        if (line && !pk_copy_write(writing->meeting->local, PK_COPY_PIN, row, NULL, error))
            return false;
    }
    return true;
}

static bool
count_kept(Writing *writing, GError **error)
{
    for (guint i = 0; i < writing->unsent->len; i++) {
        const PkUnsent *unsent = writing->unsent->pdata[i];
        if (unsent->incident_key &&
            !pk_copy_count_lines(writing->meeting->local, unsent->incident_key, error))
            return false;
    }
    return true;
}

/* ---- everything ------------------------------------------------------------------------------ */

static bool
write_all(Writing *writing, GError **error)
{
    PkDb *db = writing->meeting->local;

    writing->unsent = pk_outbox_unsent(db, error);
    if (!writing->unsent || !drop_incidents(writing, error) || !write_register(writing, error) ||
        !write_rota(writing, error) || !write_origins(writing, error) ||
        !write_incidents(writing, error))
        return false;
    for (int table = PK_COPY_KIND; table < PK_COPY_CHAIN; table++) {
        if (!write_of_incidents(writing, (PkCopyTable)table, error))
            return false;
    }
    return write_chains(writing, error) && write_lines(writing, error) &&
           write_pins(writing, error) && count_kept(writing, error) && pk_copy_index_all(db, error);
}

static bool
stamp(PkMeeting *meeting, GError **error)
{
    PkApp *server = meeting->server;
    PkOutbox outbox = { .address = (char *)pk_app_where(server),
                        .server_uuid = server->origin->uuid,
                        .login = server->login,
                        .copied_us = pk_clock_now_us() };

    meeting->report->copied_us = outbox.copied_us;
    return pk_outbox_set(meeting->local, &outbox, error);
}

static bool
write_copy(PkMeeting *meeting, const PkCopied *copied, GError **error)
{
    Writing writing = { .meeting = meeting, .copied = copied };

    if (!pk_db_begin(meeting->local, error))
        return false;
    writing.kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    writing.used = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    writing.origins = key_map();
    writing.orgs = key_map();
    writing.incidents = key_map();
    writing.parties = key_map();
    writing.lines = key_map();
    bool ok = write_all(&writing, error) && stamp(meeting, error);
    GHashTable *maps[] = { writing.kept,      writing.used,    writing.origins, writing.orgs,
                           writing.incidents, writing.parties, writing.lines };
    for (size_t i = 0; i < G_N_ELEMENTS(maps); i++)
        g_hash_table_unref(maps[i]);
    g_clear_pointer(&writing.unsent, g_ptr_array_unref);
    if (ok)
        return pk_db_commit(meeting->local, error);
    pk_db_rollback(meeting->local);
    return false;
}

bool
pk_copy_refresh(PkMeeting *meeting, GError **error)
{
    g_autoptr(GPtrArray) unsent = pk_outbox_unsent(meeting->local, error);
    g_autoptr(PkCopied) copied = unsent ? pk_copy_take(meeting->server, unsent, error) : NULL;

    if (!copied || !write_copy(meeting, copied, error))
        return false;
    meeting->report->n_incidents = copied->rows[PK_COPY_INCIDENT]->len;
    meeting->report->n_orgs = copied->rows[PK_COPY_ORG]->len;
    return true;
}
