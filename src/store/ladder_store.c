/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/ladder_store.h"

#include "piket/base/i18n.h"
#include "piket_sql.h"
#include "rows.h"

static char *
text_or_null(const PkRow *row, unsigned column)
{
    const char *text = pk_row_text(row, column);

    return text && *text ? g_strdup(text) : NULL;
}

/* ---- reading -------------------------------------------------------------------------------- */

static bool
take_ladder(const PkRow *row, void *data, GError **error)
{
    g_autoptr(PkLadder) ladder = pk_ladder_new();
    int when = 0;

    if (!pk_word_parse(&pk_words_ladder_when, pk_row_text(row, 7), &when, error) ||
        !pk_ladder_hours_parse(pk_row_text(row, 9), ladder, error))
        return false;
    ladder->id = pk_row_int(row, 0);
    ladder->key = g_strdup(pk_row_text(row, 1));
    ladder->name_en = g_strdup(pk_row_text(row, 2));
    ladder->name_nl = g_strdup(pk_row_text(row, 3));
    ladder->no_incident = pk_row_int(row, 4) != 0;
    ladder->kinds = (guint)pk_row_int(row, 5);
    ladder->from = (PkSeverity)pk_row_int(row, 6);
    ladder->when = (PkLadderWhen)when;
    ladder->at_saving = pk_row_int(row, 8) != 0;
    ladder->wait_min = (int)pk_row_int(row, 10);
    ladder->rounds = (int)pk_row_int(row, 11);
    ladder->pause_min = (int)pk_row_int(row, 12);
    ladder->silence_min = (int)pk_row_int(row, 13);
    ladder->made_us = pk_row_int(row, 14);
    ladder->made_by = g_strdup(pk_row_text(row, 15));
    g_ptr_array_add(data, g_steal_pointer(&ladder));
    return true;
}

static bool
take_rung(const PkRow *row, void *data, GError **error)
{
    PkLadder *ladder = data;
    g_autoptr(PkRung) rung = pk_rung_new();
    g_autoptr(GArray) targets = pk_targets_parse(pk_row_text(row, 3), error);
    g_autoptr(GArray) office = targets ? pk_targets_parse(pk_row_text(row, 4), error) : NULL;

    if (!office)
        return false;
    g_array_unref(rung->targets);
    g_array_unref(rung->office);
    rung->targets = g_steal_pointer(&targets);
    rung->office = g_steal_pointer(&office);
    rung->no = (int)pk_row_int(row, 0);
    rung->name_en = text_or_null(row, 1);
    rung->name_nl = text_or_null(row, 2);
    rung->phone = text_or_null(row, 5);
    rung->delay_min = (int)pk_row_int(row, 6);
    rung->repeats = (int)pk_row_int(row, 7);
    rung->every_min = (int)pk_row_int(row, 8);
    rung->all = pk_row_int(row, 9) != 0;
    rung->need_reason = pk_row_int(row, 10) != 0;
    g_ptr_array_add(ladder->rungs, g_steal_pointer(&rung));
    return true;
}

static GPtrArray *
read_ladders(PkDb *db, const PkSql *sql, PkArgs args, GError **error)
{
    g_autoptr(GPtrArray) ladders = g_ptr_array_new_with_free_func((GDestroyNotify)pk_ladder_free);

    if (!pk_db_each(db, sql, args, take_ladder, ladders, NULL, error))
        return NULL;
    for (guint i = 0; i < ladders->len; i++) {
        PkLadder *ladder = ladders->pdata[i];
        if (!pk_db_each(db, &pk_sql_rung_list, PK_ARGS(pk_int(ladder->id)), take_rung, ladder, NULL,
                        error))
            return NULL;
    }
    return g_steal_pointer(&ladders);
}

PkLadder *
pk_ladder_get(PkDb *db, int64_t id, GError **error)
{
    g_autoptr(GPtrArray) found = read_ladders(db, &pk_sql_ladder_get, PK_ARGS(pk_int(id)), error);

    if (!found)
        return NULL;
    if (found->len == 0) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_MISSING,
                            _("That ladder does not exist in this database."));
        return NULL;
    }
    return g_ptr_array_steal_index(found, 0);
}

GPtrArray *
pk_ladder_list(PkDb *db, GError **error)
{
    return read_ladders(db, &pk_sql_ladder_list, PK_NO_ARGS, error);
}

static bool
take_text(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    char **text = data;

    if (!*text)
        *text = g_strdup(pk_row_text(row, 0));
    return true;
}

bool
pk_ladder_last_hand(PkDb *db, const char *key, char **ret_login, GError **error)
{
    *ret_login = NULL;
    return pk_db_each(db, &pk_sql_ladder_last_hand, PK_ARGS(pk_text(key)), take_text, ret_login,
                      NULL, error);
}

/* ---- writing -------------------------------------------------------------------------------- */

static bool
put_rung(PkDb *db, int64_t id, const PkRung *rung, GError **error)
{
    g_autofree char *targets = pk_targets_text(rung->targets);
    g_autofree char *office = pk_targets_text(rung->office);

    return pk_db_run(db, &pk_sql_rung_insert,
                     PK_ARGS(pk_int(id), pk_int(rung->no), pk_text_or_empty(rung->name_en),
                             pk_text_or_empty(rung->name_nl), pk_text(targets), pk_text(office),
                             pk_text_or_empty(rung->phone), pk_int(rung->delay_min),
                             pk_int(rung->repeats), pk_int(rung->every_min), pk_int(rung->all),
                             pk_int(rung->need_reason)),
                     NULL, error);
}

bool
pk_ladder_put(PkDb *db, PkLadder *ladder, const char *by, int64_t now_us, GError **error)
{
    g_autofree char *hours = pk_ladder_hours_text(ladder);
    int64_t id = 0;

    if (!pk_ladder_retire(db, ladder->key, by, now_us, NULL, error) ||
        !pk_db_number(db, &pk_sql_ladder_insert,
                      PK_ARGS(pk_text(ladder->key), pk_text(ladder->name_en),
                              pk_text(ladder->name_nl), pk_int(ladder->no_incident),
                              pk_int(ladder->kinds), pk_int(ladder->from),
                              pk_text(pk_word_key(&pk_words_ladder_when, (int)ladder->when)),
                              pk_int(ladder->at_saving), pk_text(hours), pk_int(ladder->wait_min),
                              pk_int(ladder->rounds), pk_int(ladder->pause_min),
                              pk_int(ladder->silence_min), pk_int(now_us), pk_text(by)),
                      &id, NULL, error))
        return false;
    for (guint i = 0; i < ladder->rungs->len; i++) {
        if (!put_rung(db, id, ladder->rungs->pdata[i], error))
            return false;
    }
    ladder->id = id;
    return true;
}

bool
pk_ladder_retire(PkDb *db, const char *key, const char *by, int64_t now_us, bool *ret_done,
                 GError **error)
{
    int64_t changed = 0;

    if (!pk_db_run(db, &pk_sql_ladder_retire, PK_ARGS(pk_text(key), pk_int(now_us), pk_text(by)),
                   &changed, error))
        return false;
    if (ret_done)
        *ret_done = changed > 0;
    return true;
}
