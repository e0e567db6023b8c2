/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/line_store.h"

#include "line_rows.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/store/incident_store.h"
#include "piket/store/search_store.h"
#include "piket_sql.h"
#include "rows.h"

#include <string.h>

enum { PORTION = 256 };

/* clang-format off */
static const PkColumn columns[] = {
    { "id",              PK_AS_INT,  PK_AT(PkLine, key),                 NULL },
    { "uuid",            PK_AS_TEXT, PK_AT(PkLine, uuid),                NULL },
    { "incident",        PK_AS_INT,  PK_AT(PkLine, incident_key),        NULL },
    { "incident.uuid",   PK_AS_TEXT, PK_AT(PkLine, incident_uuid),       NULL },
    { "origin",          PK_AS_INT,  PK_AT(PkLine, origin),              NULL },
    { "origin.uuid",     PK_AS_TEXT, PK_AT(PkLine, origin_uuid),         NULL },
    { "no",              PK_AS_INT,  PK_AT(PkLine, no),                  NULL },
    { "event_us",        PK_AS_INT,  PK_AT(PkLine, event_us),            NULL },
    { "event_precision", PK_AS_WORD, PK_AT(PkLine, precision),           &pk_words_precision },
    { "recorded_us",     PK_AS_INT,  PK_AT(PkLine, recorded_us),         NULL },
    { "received_us",     PK_AS_INT,  PK_AT(PkLine, received_us),         NULL },
    { "author",          PK_AS_TEXT, PK_AT(PkLine, author),              NULL },
    { "category",        PK_AS_WORD, PK_AT(PkLine, category),            &pk_words_category },
    { "tlp",             PK_AS_TLP,  PK_AT(PkLine, tlp),                 NULL },
    { "corrects_origin", PK_AS_INT,  PK_AT(PkLine, corrects_origin),     NULL },
    { "corrects.uuid",   PK_AS_TEXT, PK_AT(PkLine, corrects_origin_uuid), NULL },
    { "corrects_no",     PK_AS_INT,  PK_AT(PkLine, corrects_no),         NULL },
    { "body_hash",       PK_AS_HASH, PK_AT(PkLine, body_hash),           NULL },
    { "hash",            PK_AS_HASH, PK_AT(PkLine, hash),                NULL },
    { "salt",            PK_AS_SALT, PK_AT(PkLine, salt),                NULL },
    { "body",            PK_AS_TEXT, PK_AT(PkLine, text),                NULL },
    { "details",         PK_AS_TEXT, PK_AT(PkLine, details),             NULL },
    { "erased",          PK_AS_BOOL, PK_AT(PkLine, erased),              NULL },
    { "pinned",          PK_AS_BOOL, PK_AT(PkLine, pinned),              NULL },
    { "corrected",       PK_AS_BOOL, PK_AT(PkLine, corrected),           NULL },
};
/* clang-format on */

const PkRowMap pk_line_map = { sizeof(PkLine), columns, G_N_ELEMENTS(columns),
                               (GDestroyNotify)pk_line_free };

/* ---- appending ------------------------------------------------------------------------------ */

static bool
next_key(PkDb *db, PkLine *line, GError **error)
{
    int64_t n = 0;
    bool found = true;
    bool ok = line->incident_key == 0
                  ? pk_db_number(db, &pk_sql_line_next_of_none, PK_ARGS(pk_int(PK_LINE_FIRST(1))),
                                 &n, NULL, error)
                  : pk_db_number(db, &pk_sql_line_next_of_incident,
                                 PK_ARGS(pk_int(line->incident_key)), &n, &found, error);

    if (!ok)
        return false;
    if (!found) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_MISSING,
                            _("The incident of this line does not exist in this database."));
        return false;
    }
    if (n >= INT64_C(1) << PK_LINE_SHIFT) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("This journal is full: it holds a million lines. Go on in a new "
                              "incident."));
        return false;
    }
    line->key = PK_LINE_FIRST(line->incident_key) + n;
    return true;
}

static bool
extend_chain(PkDb *db, const PkLine *line, GError **error)
{
    int64_t changed = 0;
    PkValue incident = pk_int(line->incident_key);
    PkValue origin = pk_int(line->origin);
    PkValue head = pk_blob(line->hash, PK_HASH_SIZE);
    PkChain now = { 0 };

    if (!pk_chain_get(db, line->incident_key, line->origin, &now, error))
        return false;
    if (now.last_no == 0 && line->no == 1)
        return pk_db_run(db, &pk_sql_chain_start, PK_ARGS(incident, origin, head), NULL, error);
    if (!pk_db_run(db, &pk_sql_chain_extend,
                   PK_ARGS(incident, origin, pk_int(line->no), head,
                           pk_blob(line->prev_hash, PK_HASH_SIZE)),
                   &changed, error))
        return false;
    if (changed == 0)
        g_set_error_literal(error, PK_ERROR, PK_ERROR_CONFLICT,
                            _("Another line was written first. Nothing was saved; try again."));
    return changed > 0;
}

static bool
insert_row(PkDb *db, const PkLine *line, GError **error)
{
    bool corrects = line->corrects_no > 0;

    return pk_db_run(
        db, &pk_sql_line_insert,
        PK_ARGS(pk_int(line->key), pk_text(line->uuid), pk_int(line->incident_key),
                pk_int(line->origin), pk_int(line->no), pk_int(line->event_us),
                pk_text(pk_word_key(&pk_words_precision, (int)line->precision)),
                pk_int(line->recorded_us), pk_int(line->received_us), pk_text(line->author),
                pk_text(pk_word_key(&pk_words_category, (int)line->category)),
                pk_text(pk_tlp_label(line->tlp)),
                corrects ? pk_int(line->corrects_origin) : pk_null(),
                corrects ? pk_int(line->corrects_no) : pk_null(),
                pk_blob(line->body_hash, PK_HASH_SIZE), pk_blob(line->hash, PK_HASH_SIZE)),
        NULL, error);
}

static bool
insert_text(PkDb *db, const PkLine *line, GError **error)
{
    bool bare = line->erased || !line->text;

    if (!pk_db_run(db, &pk_sql_line_text_insert,
                   PK_ARGS(pk_int(line->key), bare ? pk_null() : pk_blob(line->salt, PK_SALT_SIZE),
                           bare ? pk_null() : pk_text(line->text),
                           bare ? pk_null() : pk_text(line->details)),
                   NULL, error))
        return false;
    return bare || pk_search_index_line(db, line->key, line->text, error);
}

bool
pk_line_append(PkDb *db, PkLine *line, GError **error)
{
    g_assert(pk_db_in_transaction(db));
    return next_key(db, line, error) && extend_chain(db, line, error) &&
           insert_row(db, line, error) && insert_text(db, line, error);
}

/* ---- chains --------------------------------------------------------------------------------- */

/* Anything can stand in a file that others can write. */
static bool
take_head(const PkValue *cell, PkChain *chain, GError **error)
{
    if (cell->kind != PK_BLOB || cell->n != PK_HASH_SIZE) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_BROKEN,
                            _("BROKEN: the head that was kept beside the journal is no hash. Keep "
                              "a copy of the database and tell your administrator."));
        return false;
    }
    memcpy(chain->head, cell->b, PK_HASH_SIZE);
    return true;
}

static bool
take_chain(const PkRow *row, void *data, GError **error)
{
    PkChain *chain = data;

    chain->last_no = pk_row_int(row, 0);
    return take_head(&row->cells[1], chain, error);
}

bool
pk_chain_get(PkDb *db, int64_t incident, int64_t origin, PkChain *ret_chain, GError **error)
{
    PkChain chain = { .origin = origin };

    if (!pk_db_each(db, &pk_sql_chain_get, PK_ARGS(pk_int(incident), pk_int(origin)), take_chain,
                    &chain, NULL, error))
        return false;
    *ret_chain = chain;
    return true;
}

bool
pk_chain_lock(PkDb *db, int64_t incident, int64_t origin, PkChain *ret_chain, GError **error)
{
    g_assert(pk_db_in_transaction(db));
    return pk_db_run(db, &pk_sql_line_lock_incident, PK_ARGS(pk_int(incident)), NULL, error) &&
           pk_chain_get(db, incident, origin, ret_chain, error);
}

static bool
take_listed_chain(const PkRow *row, void *data, GError **error)
{
    PkChain chain = { .origin = pk_row_int(row, 0), .last_no = pk_row_int(row, 2) };

    g_strlcpy(chain.origin_uuid, pk_row_text(row, 1), sizeof chain.origin_uuid);
    if (!take_head(&row->cells[3], &chain, error))
        return false;
    g_array_append_val((GArray *)data, chain);
    return true;
}

GArray *
pk_chain_list(PkDb *db, int64_t incident, GError **error)
{
    g_autoptr(GArray) chains = g_array_new(FALSE, TRUE, sizeof(PkChain));

    if (!pk_db_each(db, &pk_sql_chain_list, PK_ARGS(pk_int(incident)), take_listed_chain, chains,
                    NULL, error))
        return NULL;
    return g_steal_pointer(&chains);
}

/* ---- who may read it ------------------------------------------------------------------------ */

/* A line without a row of its text: a server keeps back what one may not read; in a file somebody
 * took it away, which says no more than that it is gone. */
static void
judge_missing(const PkDb *db, PkLine *line)
{
    static const uint8_t no_salt[PK_SALT_SIZE];

    if (line->erased || line->text || memcmp(line->salt, no_salt, sizeof no_salt) != 0)
        return;
    line->hidden = pk_db_user(db) != NULL;
    line->erased = !line->hidden;
}

/* Takes the text away from who may not read it: the row stays, for it is sealed. Whether such a
 * text was erased is not told either: a server keeps both back, and so does the copy of it on a
 * laptop. NULL is fine. */
static void
hide(const PkDb *db, PkLine *line)
{
    const PkSight *sight = pk_db_sight(db);

    if (line)
        judge_missing(db, line);
    if (!line || !sight || pk_sight_text(sight, line->incident_key, line->tlp, line->author))
        return;
    line->hidden = true;
    line->erased = false;
    g_clear_pointer(&line->text, g_free);
    g_clear_pointer(&line->details, g_free);
    memset(line->salt, 0, sizeof line->salt);
}

static GPtrArray *
all(PkDb *db, const PkSql *sql, PkArgs args, GError **error)
{
    GPtrArray *lines = pk_db_all(db, sql, args, &pk_line_map, error);

    for (guint i = 0; lines && i < lines->len; i++)
        hide(db, lines->pdata[i]);
    return lines;
}

/* ---- reading -------------------------------------------------------------------------------- */

PkLine *
pk_line_get(PkDb *db, int64_t key, GError **error)
{
    void *line = NULL;

    pk_db_get(db, &pk_sql_line_get, PK_ARGS(pk_int(key)), &pk_line_map,
              _("That line does not exist in this database."), &line, error);
    hide(db, line);
    return line;
}

bool
pk_line_by_uuid(PkDb *db, int64_t incident, const char *uuid, PkLine **ret_line, GError **error)
{
    int64_t key = 0;
    bool found = false;

    if (!pk_db_number(
            db, &pk_sql_line_key_by_uuid,
            PK_ARGS(pk_int(PK_LINE_FIRST(incident)), pk_int(PK_LINE_LAST(incident)), pk_text(uuid)),
            &key, &found, error))
        return false;
    *ret_line = found ? pk_line_get(db, key, error) : NULL;
    return !found || *ret_line;
}

GPtrArray *
pk_line_get_many(PkDb *db, const int64_t *keys, unsigned n, GError **error)
{
    g_autoptr(GPtrArray) lines =
        pk_db_all_of(db, &pk_sql_line_get_some, keys, n, &pk_line_map, error);

    for (guint i = 0; lines && i < lines->len; i++)
        hide(db, lines->pdata[i]);
    if (lines && lines->len != n) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_MISSING,
                            _("That line does not exist in this database."));
        return NULL;
    }
    return g_steal_pointer(&lines);
}

bool
pk_line_by_no(PkDb *db, int64_t incident, int64_t origin, int64_t no, PkLine **ret_line,
              GError **error)
{
    void *line = NULL;

    if (!pk_db_one(db, &pk_sql_line_by_no, PK_ARGS(pk_int(incident), pk_int(origin), pk_int(no)),
                   &pk_line_map, &line, error))
        return false;
    hide(db, line);
    *ret_line = line;
    return true;
}

GPtrArray *
pk_line_list_after(PkDb *db, int64_t incident, int64_t after_key, unsigned limit, GError **error)
{
    int64_t after = MAX(after_key, PK_LINE_FIRST(incident));

    return all(db, &pk_sql_line_list_down,
               PK_ARGS(pk_int(after), pk_int(PK_LINE_LAST(incident)), pk_int(limit)), error);
}

GPtrArray *
pk_line_list_before(PkDb *db, int64_t incident, int64_t before_key, unsigned limit, GError **error)
{
    int64_t end = PK_LINE_LAST(incident) + 1;
    int64_t before = before_key > 0 ? MIN(before_key, end) : end;

    return all(db, &pk_sql_line_list_up,
               PK_ARGS(pk_int(before), pk_int(PK_LINE_FIRST(incident)), pk_int(limit)), error);
}

/* Moves what may be seen of a page to lines. seen remembers what was asked of incidents. */
static bool
take_seen(PkDb *db, GPtrArray *page, GHashTable *seen, GPtrArray *lines, unsigned *left_out,
          GError **error)
{
    for (guint i = 0; i < page->len; i++) {
        PkLine *line = page->pdata[i];
        void *known = NULL;
        bool may = line->incident_key == 0;
        if (!may && g_hash_table_lookup_extended(seen, &line->incident_key, NULL, &known)) {
            may = known;
        } else if (!may) {
            if (!pk_incident_seen(db, line->incident_key, &may, error))
                return false;
            g_hash_table_insert(seen, g_memdup2(&line->incident_key, sizeof(int64_t)),
                                may ? seen : NULL);
        }
        if (!may) {
            ++*left_out;
            continue;
        }
        g_ptr_array_add(lines, line);
        page->pdata[i] = NULL; /* moved: pk_line_free takes NULL */
    }
    return true;
}

GPtrArray *
pk_line_list_received(PkDb *db, int64_t received_us, int64_t key, unsigned limit,
                      unsigned *ret_left_out, GError **error)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func((GDestroyNotify)pk_line_free);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    bool top = received_us == 0 && key == 0;
    int64_t at_us = top ? INT64_MAX : received_us, at_key = top ? INT64_MAX : key;
    unsigned left_out = 0;

    for (bool more = true; more && lines->len < limit;) {
        unsigned wanted = limit - lines->len;
        g_autoptr(GPtrArray) page =
            all(db, &pk_sql_line_list_received,
                PK_ARGS(pk_int(at_us), pk_int(at_key), pk_int(wanted)), error);
        if (!page)
            return NULL;
        more = page->len == wanted;
        if (page->len > 0) {
            const PkLine *last = page->pdata[page->len - 1];
            at_us = last->received_us;
            at_key = last->key;
        }
        if (!take_seen(db, page, seen, lines, &left_out, error))
            return NULL;
    }
    if (ret_left_out)
        *ret_left_out = left_out;
    return g_steal_pointer(&lines);
}

GPtrArray *
pk_line_list_pinned(PkDb *db, int64_t incident, unsigned limit, GError **error)
{
    return all(
        db, &pk_sql_line_list_pins,
        PK_ARGS(pk_int(PK_LINE_FIRST(incident)), pk_int(PK_LINE_LAST(incident)), pk_int(limit)),
        error);
}

bool
pk_line_corrected_by(PkDb *db, int64_t key, int64_t *ret_key, GError **error)
{
    return pk_db_number(db, &pk_sql_line_corrected_by, PK_ARGS(pk_int(key)), ret_key, NULL, error);
}

bool
pk_line_each(PkDb *db, int64_t first_incident, int64_t last_incident, PkLineFn fn, void *data,
             GError **error)
{
    int64_t incident = first_incident, origin = 0, no = 0;

    for (;;) {
        g_autoptr(GPtrArray) lines = all(db, &pk_sql_line_list_chain,
                                         PK_ARGS(pk_int(incident), pk_int(origin), pk_int(no),
                                                 pk_int(last_incident), pk_int(PORTION)),
                                         error);
        if (!lines)
            return false;
        for (guint i = 0; i < lines->len; i++) {
            if (!fn(lines->pdata[i], data, error))
                return false;
        }
        if (lines->len < PORTION)
            return true;
        const PkLine *last = lines->pdata[lines->len - 1];
        incident = last->incident_key;
        origin = last->origin;
        no = last->no;
    }
}

/* ---- erasing and pins ----------------------------------------------------------------------- */

bool
pk_line_erase(PkDb *db, int64_t key, GError **error)
{
    g_autoptr(PkLine) line = pk_line_get(db, key, error);

    if (!line)
        return false;
    if (line->text && !pk_search_forget_line(db, key, line->text, error))
        return false;
    return pk_db_run(db, &pk_sql_line_text_erase, PK_ARGS(pk_int(key)), NULL, error);
}

bool
pk_pin_insert(PkDb *db, int64_t key, const char *by_who, int64_t at_us, GError **error)
{
    return pk_db_run(db, &pk_sql_pin_insert, PK_ARGS(pk_int(key), pk_text(by_who), pk_int(at_us)),
                     NULL, error);
}

bool
pk_pin_delete(PkDb *db, int64_t key, GError **error)
{
    return pk_db_run(db, &pk_sql_pin_delete, PK_ARGS(pk_int(key)), NULL, error);
}
