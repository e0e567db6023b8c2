/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/page_store.h"

#include "piket/base/i18n.h"
#include "piket/store/line_store.h"
#include "piket_sql.h"
#include "rows.h"

void
pk_page_free(PkPage *page)
{
    if (!page)
        return;
    g_free(page->uuid);
    g_free(page->ident);
    g_free(page->title);
    g_free(page->text);
    g_free(page->raised_by);
    g_free(page->owner);
    g_free(page);
}

void
pk_page_act_row_free(PkPageActRow *row)
{
    if (!row)
        return;
    g_free(row->by_who);
    g_free(row->who);
    g_free(row->reason);
    g_free(row);
}

void
pk_page_ack_row_free(PkPageAckRow *row)
{
    if (!row)
        return;
    g_free(row->who);
    g_free(row->by_who);
    g_free(row->reason);
    g_free(row);
}

void
pk_attempt_row_free(PkAttemptRow *row)
{
    if (!row)
        return;
    g_free(row->who);
    g_free(row->by_who);
    g_free(row);
}

/* clang-format off */
static const PkColumn page_columns[] = {
    { "id",                PK_AS_INT,   PK_AT(PkPage, key),          NULL },
    { "uuid",              PK_AS_TEXT,  PK_AT(PkPage, uuid),         NULL },
    { "no",                PK_AS_INT,   PK_AT(PkPage, no),           NULL },
    { "incident",          PK_AS_INT,   PK_AT(PkPage, incident_key), NULL },
    { "incident.ident",    PK_AS_TEXT,  PK_AT(PkPage, ident),        NULL },
    { "incident.title",    PK_AS_TEXT,  PK_AT(PkPage, title),        NULL },
    { "incident.severity", PK_AS_INT32, PK_AT(PkPage, severity),     NULL },
    { "incident.kinds",    PK_AS_INT32, PK_AT(PkPage, kinds),        NULL },
    { "ladder",            PK_AS_INT,   PK_AT(PkPage, ladder_id),    NULL },
    { "source",            PK_AS_WORD,  PK_AT(PkPage, source),       &pk_words_page_source },
    { "body",              PK_AS_TEXT,  PK_AT(PkPage, text),         NULL },
    { "tlp",               PK_AS_TLP,   PK_AT(PkPage, tlp),          NULL },
    { "started_us",        PK_AS_INT,   PK_AT(PkPage, started_us),   NULL },
    { "raised_by",         PK_AS_TEXT,  PK_AT(PkPage, raised_by),    NULL },
    { "state",             PK_AS_WORD,  PK_AT(PkPage, state),        &pk_words_page_state },
    { "owner",             PK_AS_TEXT,  PK_AT(PkPage, owner),        NULL },
    { "next_us",           PK_AS_INT,   PK_AT(PkPage, next_us),      NULL },
    { "closed_us",         PK_AS_INT,   PK_AT(PkPage, closed_us),    NULL },
    { "version",           PK_AS_INT,   PK_AT(PkPage, version),      NULL },
};

static const PkColumn act_columns[] = {
    { "id",      PK_AS_INT,   PK_AT(PkPageActRow, key),     NULL },
    { "what",    PK_AS_WORD,  PK_AT(PkPageActRow, what),    &pk_words_act },
    { "round",   PK_AS_INT32, PK_AT(PkPageActRow, round),   NULL },
    { "rung",    PK_AS_INT32, PK_AT(PkPageActRow, rung),    NULL },
    { "nth",     PK_AS_INT32, PK_AT(PkPageActRow, nth),     NULL },
    { "due_us",  PK_AS_INT,   PK_AT(PkPageActRow, due_us),  NULL },
    { "at_us",   PK_AS_INT,   PK_AT(PkPageActRow, at_us),   NULL },
    { "by_hand", PK_AS_BOOL,  PK_AT(PkPageActRow, by_hand), NULL },
    { "by_who",  PK_AS_TEXT,  PK_AT(PkPageActRow, by_who),  NULL },
    { "who",     PK_AS_TEXT,  PK_AT(PkPageActRow, who),     NULL },
    { "reason",  PK_AS_TEXT,  PK_AT(PkPageActRow, reason),  NULL },
};

static const PkColumn ack_columns[] = {
    { "id",     PK_AS_INT,   PK_AT(PkPageAckRow, key),    NULL },
    { "who",    PK_AS_TEXT,  PK_AT(PkPageAckRow, who),    NULL },
    { "by_who", PK_AS_TEXT,  PK_AT(PkPageAckRow, by_who), NULL },
    { "round",  PK_AS_INT32, PK_AT(PkPageAckRow, round),  NULL },
    { "rung",   PK_AS_INT32, PK_AT(PkPageAckRow, rung),   NULL },
    { "at_us",  PK_AS_INT,   PK_AT(PkPageAckRow, at_us),  NULL },
    { "reason", PK_AS_TEXT,  PK_AT(PkPageAckRow, reason), NULL },
};

static const PkColumn attempt_columns[] = {
    { "id",     PK_AS_INT,   PK_AT(PkAttemptRow, key),    NULL },
    { "rung",   PK_AS_INT32, PK_AT(PkAttemptRow, rung),   NULL },
    { "who",    PK_AS_TEXT,  PK_AT(PkAttemptRow, who),    NULL },
    { "result", PK_AS_WORD,  PK_AT(PkAttemptRow, result), &pk_words_attempt },
    { "at_us",  PK_AS_INT,   PK_AT(PkAttemptRow, at_us),  NULL },
    { "by_who", PK_AS_TEXT,  PK_AT(PkAttemptRow, by_who), NULL },
};
/* clang-format on */

#define MAP(type, columns, free)                                                                   \
    {                                                                                              \
        sizeof(type), columns, G_N_ELEMENTS(columns), (GDestroyNotify)free                         \
    }

static const PkRowMap page_map = MAP(PkPage, page_columns, pk_page_free);
static const PkRowMap act_map = MAP(PkPageActRow, act_columns, pk_page_act_row_free);
static const PkRowMap ack_map = MAP(PkPageAckRow, ack_columns, pk_page_ack_row_free);
static const PkRowMap attempt_map = MAP(PkAttemptRow, attempt_columns, pk_attempt_row_free);

/* ---- pages ---------------------------------------------------------------------------------- */

bool
pk_page_insert(PkDb *db, PkPage *page, GError **error)
{
    if (!pk_db_number(db, &pk_sql_page_insert,
                      PK_ARGS(pk_text(page->uuid), pk_int(page->no),
                              pk_int_or_null(page->incident_key, 0),
                              pk_int_or_null(page->ladder_id, 0),
                              pk_text(pk_word_key(&pk_words_page_source, (int)page->source)),
                              pk_text_or_empty(page->text), pk_text(pk_tlp_label(page->tlp)),
                              pk_int(page->started_us), pk_text(page->raised_by)),
                      &page->key, NULL, error))
        return false;
    page->state = PK_PAGE_WAITING;
    page->version = 1;
    return true;
}

bool
pk_page_update(PkDb *db, PkPage *page, GError **error)
{
    if (!pk_db_run_guarded(db, &pk_sql_page_update,
                           PK_ARGS(pk_int(page->key), pk_int(page->version),
                                   pk_int_or_null(page->incident_key, 0),
                                   pk_text(pk_tlp_label(page->tlp)),
                                   pk_text(pk_word_key(&pk_words_page_state, (int)page->state)),
                                   pk_text_or_empty(page->owner), pk_int_or_null(page->next_us, 0),
                                   pk_int_or_null(page->closed_us, 0)),
                           &pk_sql_page_exists, page->key, error))
        return false;
    page->version++;
    return true;
}

static bool
seen(const PkDb *db, const PkPage *page)
{
    return pk_sight_may(pk_db_sight(db), page->incident_key, page->tlp);
}

static PkPage *
get(PkDb *db, const PkSql *sql, int64_t number, GError **error)
{
    void *found = NULL;

    if (!pk_db_get(db, sql, PK_ARGS(pk_int(number)), &page_map,
                   _("That page does not exist in this database, or is not for you."), &found,
                   error))
        return NULL;
    g_autoptr(PkPage) page = found;
    if (seen(db, page))
        return g_steal_pointer(&page);
    g_set_error(error, PK_ERROR, PK_ERROR_DENIED,
                _("Page %d is %s and you may not see it. Ask somebody who is named there."),
                (int)page->no, pk_tlp_label(page->tlp));
    return NULL;
}

PkPage *
pk_page_get(PkDb *db, int64_t key, GError **error)
{
    return get(db, &pk_sql_page_get, key, error);
}

PkPage *
pk_page_by_no(PkDb *db, int64_t no, GError **error)
{
    return get(db, &pk_sql_page_by_no, no, error);
}

/* What may not be seen leaves the array. */
static GPtrArray *
only_seen(PkDb *db, GPtrArray *pages)
{
    for (guint i = 0; pages && i < pages->len;) {
        if (seen(db, pages->pdata[i]))
            i++;
        else
            g_ptr_array_remove_index(pages, i);
    }
    return pages;
}

GPtrArray *
pk_page_of_incident(PkDb *db, int64_t incident, GError **error)
{
    return only_seen(
        db, pk_db_all(db, &pk_sql_page_of_incident, PK_ARGS(pk_int(incident)), &page_map, error));
}

/* Pages of a list, portion by portion, until there are enough that may be seen. */
static GPtrArray *
list(PkDb *db, const PkSql *sql, int64_t from, unsigned limit, GError **error)
{
    g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func((GDestroyNotify)pk_page_free);

    for (bool more = true; more && pages->len < limit;) {
        unsigned wanted = limit - pages->len;
        g_autoptr(GPtrArray) portion =
            pk_db_all(db, sql, PK_ARGS(pk_int(from), pk_int(wanted)), &page_map, error);
        if (!portion)
            return NULL;
        more = portion->len == wanted;
        if (portion->len)
            from = ((const PkPage *)portion->pdata[portion->len - 1])->key;
        only_seen(db, portion);
        g_ptr_array_extend_and_steal(pages, g_steal_pointer(&portion));
    }
    return g_steal_pointer(&pages);
}

GPtrArray *
pk_page_list_open(PkDb *db, unsigned limit, GError **error)
{
    return list(db, &pk_sql_page_list_open, 0, limit, error);
}

GPtrArray *
pk_page_list_newest(PkDb *db, unsigned limit, GError **error)
{
    return list(db, &pk_sql_page_list, INT64_MAX, limit, error);
}

static bool
take_moment(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    PkPageMoment moment = { pk_row_int(row, 1), pk_row_int(row, 0) };

    g_array_append_val((GArray *)data, moment);
    return true;
}

GArray *
pk_page_list_due(PkDb *db, int64_t until_us, PkPageMoment after, unsigned limit, GError **error)
{
    g_autoptr(GArray) moments = g_array_new(FALSE, FALSE, sizeof(PkPageMoment));

    if (!pk_db_each(
            db, &pk_sql_page_list_due,
            PK_ARGS(pk_int(until_us), pk_int(after.next_us), pk_int(after.key), pk_int(limit)),
            take_moment, moments, NULL, error))
        return NULL;
    return g_steal_pointer(&moments);
}

bool
pk_page_first_due(PkDb *db, int64_t after_us, int64_t *ret_us, GError **error)
{
    return pk_db_number(db, &pk_sql_page_first_due, PK_ARGS(pk_int(after_us)), ret_us, NULL, error);
}

/* ---- what became of one --------------------------------------------------------------------- */

bool
pk_page_act_insert(PkDb *db, int64_t page, const PkPageActRow *row, GError **error)
{
    int64_t key = 0;

    return pk_db_number(db, &pk_sql_page_act_insert,
                        PK_ARGS(pk_int(page), pk_text(pk_word_key(&pk_words_act, (int)row->what)),
                                pk_int(row->round), pk_int(row->rung), pk_int(row->nth),
                                pk_int(row->due_us), pk_int(row->at_us), pk_int(row->by_hand),
                                pk_text(row->by_who), pk_text_or_empty(row->who),
                                pk_text_or_empty(row->reason)),
                        &key, NULL, error);
}

bool
pk_page_ack_insert(PkDb *db, int64_t page, const PkPageAckRow *row, GError **error)
{
    int64_t key = 0;

    return pk_db_number(db, &pk_sql_page_ack_insert,
                        PK_ARGS(pk_int(page), pk_text(row->who), pk_text(row->by_who),
                                pk_int(row->round), pk_int(row->rung), pk_int(row->at_us),
                                pk_text_or_empty(row->reason)),
                        &key, NULL, error);
}

bool
pk_attempt_insert(PkDb *db, int64_t page, const PkAttemptRow *row, int64_t *ret_key, GError **error)
{
    return pk_db_number(db, &pk_sql_attempt_insert,
                        PK_ARGS(pk_int(page), pk_int(row->rung), pk_text_or_empty(row->who),
                                pk_text(pk_word_key(&pk_words_attempt, (int)row->result)),
                                pk_int(row->at_us), pk_text(row->by_who)),
                        ret_key, NULL, error);
}

GPtrArray *
pk_page_act_list(PkDb *db, int64_t page, GError **error)
{
    return pk_db_all(db, &pk_sql_page_act_list, PK_ARGS(pk_int(page)), &act_map, error);
}

GPtrArray *
pk_page_ack_list(PkDb *db, int64_t page, GError **error)
{
    return pk_db_all(db, &pk_sql_page_ack_list, PK_ARGS(pk_int(page)), &ack_map, error);
}

GPtrArray *
pk_attempt_list(PkDb *db, int64_t page, GError **error)
{
    return pk_db_all(db, &pk_sql_attempt_list, PK_ARGS(pk_int(page)), &attempt_map, error);
}

bool
pk_page_owner_line(PkDb *db, int64_t incident, const char *login, int64_t after_us, int64_t *ret_us,
                   GError **error)
{
    return pk_db_number(db, &pk_sql_page_owner_line,
                        PK_ARGS(pk_int(PK_LINE_FIRST(incident)),
                                pk_int(PK_LINE_FIRST(incident + 1)), pk_text(login),
                                pk_int(after_us)),
                        ret_us, NULL, error);
}
