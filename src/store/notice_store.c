/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/notice_store.h"

#include "piket/base/i18n.h"
#include "piket_sql.h"
#include "rows.h"

/* clang-format off */
static const PkColumn columns[] = {
    { "id",               PK_AS_INT,  PK_AT(PkNotice, key),              NULL },
    { "uuid",             PK_AS_TEXT, PK_AT(PkNotice, uuid),             NULL },
    { "kind",             PK_AS_WORD, PK_AT(PkNotice, kind),             &pk_words_notice_kind },
    { "page",             PK_AS_INT,  PK_AT(PkNotice, page_key),         NULL },
    { "incident",         PK_AS_INT,  PK_AT(PkNotice, incident_key),     NULL },
    { "login",            PK_AS_TEXT, PK_AT(PkNotice, login),            NULL },
    { "channel",          PK_AS_WORD, PK_AT(PkNotice, channel),          &pk_words_channel },
    { "address",          PK_AS_TEXT, PK_AT(PkNotice, address),          NULL },
    { "text",             PK_AS_TEXT, PK_AT(PkNotice, text),             NULL },
    { "bare",             PK_AS_TEXT, PK_AT(PkNotice, bare),             NULL },
    { "tlp",              PK_AS_TLP,  PK_AT(PkNotice, tlp),              NULL },
    { "by_who",           PK_AS_TEXT, PK_AT(PkNotice, by_who),           NULL },
    { "made_us",          PK_AS_INT,  PK_AT(PkNotice, made_us),          NULL },
    { "next_us",          PK_AS_INT,  PK_AT(PkNotice, next_us),          NULL },
    { "tries",            PK_AS_INT,  PK_AT(PkNotice, tries),            NULL },
    { "state",            PK_AS_WORD, PK_AT(PkNotice, state),            &pk_words_notice_state },
    { "claimed_by",       PK_AS_TEXT, PK_AT(PkNotice, claimed_by),       NULL },
    { "claimed_until_us", PK_AS_INT,  PK_AT(PkNotice, claimed_until_us), NULL },
    { "sent_us",          PK_AS_INT,  PK_AT(PkNotice, sent_us),          NULL },
    { "last_error",       PK_AS_TEXT, PK_AT(PkNotice, last_error),       NULL },
    { "person.name",      PK_AS_TEXT, PK_AT(PkNotice, name),             NULL },
    { "incident.ident",   PK_AS_TEXT, PK_AT(PkNotice, incident_ident),   NULL },
    { "pgp_key",          PK_AS_TEXT, PK_AT(PkNotice, pgp_key),          NULL },
    { "is_on",            PK_AS_BOOL, PK_AT(PkNotice, channel_on),       NULL },
    { "person.active",    PK_AS_BOOL, PK_AT(PkNotice, person_active),    NULL },
};

static const PkColumn channel_columns[] = {
    { "login",         PK_AS_TEXT, PK_AT(PkPersonChannel, login),         NULL },
    { "channel",       PK_AS_WORD, PK_AT(PkPersonChannel, channel),       &pk_words_channel },
    { "address",       PK_AS_TEXT, PK_AT(PkPersonChannel, address),       NULL },
    { "pgp_key",       PK_AS_TEXT, PK_AT(PkPersonChannel, pgp_key),       NULL },
    { "is_on",         PK_AS_BOOL, PK_AT(PkPersonChannel, on),            NULL },
    { "person.name",   PK_AS_TEXT, PK_AT(PkPersonChannel, name),          NULL },
    { "person.active", PK_AS_BOOL, PK_AT(PkPersonChannel, person_active), NULL },
};
/* clang-format on */

static const PkRowMap notice_map = { sizeof(PkNotice), columns, G_N_ELEMENTS(columns),
                                     (GDestroyNotify)pk_notice_free };
static const PkRowMap channel_map = { sizeof(PkPersonChannel), channel_columns,
                                      G_N_ELEMENTS(channel_columns),
                                      (GDestroyNotify)pk_person_channel_free };

static PkValue
word(const PkWords *words, int value)
{
    return pk_text(pk_word_key(words, value));
}

/* ---- channels and settings ------------------------------------------------------------------ */

GPtrArray *
pk_channel_rows(PkDb *db, const char *login, GError **error)
{
    return pk_db_all(db, &pk_sql_channel_list, PK_ARGS(pk_text(login)), &channel_map, error);
}

bool
pk_channel_put(PkDb *db, const PkPersonChannel *channel, const char *by_who, int64_t at_us,
               GError **error)
{
    return pk_db_run(db, &pk_sql_channel_set,
                     PK_ARGS(pk_text(channel->login), word(&pk_words_channel, channel->channel),
                             pk_text_or_empty(channel->address), pk_text_or_empty(channel->pgp_key),
                             pk_int(channel->on), pk_text(by_who), pk_int(at_us)),
                     NULL, error);
}

static bool
take_text(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    char **text = data;

    g_free(*text);
    *text = g_strdup(pk_row_text(row, 0));
    return true;
}

bool
pk_notice_setting(PkDb *db, const char *name, char **ret_value, GError **error)
{
    char *value = NULL;

    if (!pk_db_each(db, &pk_sql_notice_setting_get, PK_ARGS(pk_text(name)), take_text, &value, NULL,
                    error))
        return false;
    *ret_value = value;
    return true;
}

bool
pk_notice_setting_put(PkDb *db, const char *name, const char *value, const char *by_who,
                      int64_t at_us, GError **error)
{
    return pk_db_run(db, &pk_sql_notice_setting_set,
                     PK_ARGS(pk_text(name), pk_text(value), pk_text(by_who), pk_int(at_us)), NULL,
                     error);
}

/* ---- writing -------------------------------------------------------------------------------- */

bool
pk_notice_insert(PkDb *db, const PkNotice *notice, GError **error)
{
    return pk_db_run(
        db, &pk_sql_notice_insert,
        PK_ARGS(pk_text(notice->uuid), word(&pk_words_notice_kind, (int)notice->kind),
                pk_int(notice->page_key), pk_int(notice->incident_key), pk_text(notice->login),
                word(&pk_words_channel, (int)notice->channel), pk_text_or_empty(notice->address),
                pk_text(notice->text), pk_text(notice->bare), pk_text(pk_tlp_label(notice->tlp)),
                pk_text(notice->by_who), pk_int(notice->made_us), pk_int(notice->next_us)),
        NULL, error);
}

bool
pk_notice_take(PkDb *db, const PkNotice *notice, const char *who, int64_t until_us, GError **error)
{
    int64_t changed = 0;

    if (!pk_db_run(db, &pk_sql_notice_claim,
                   PK_ARGS(pk_int(notice->key), pk_int(notice->next_us),
                           pk_text_or_empty(notice->address), pk_text(who), pk_int(until_us)),
                   &changed, error))
        return false;
    if (changed == 0)
        g_set_error_literal(error, PK_ERROR, PK_ERROR_CONFLICT,
                            _("Another watch took that notice meanwhile."));
    return changed > 0;
}

bool
pk_notice_settle(PkDb *db, int64_t key, PkNoticeState state, int64_t next_us, int64_t sent_us,
                 const char *last_error, GError **error)
{
    return pk_db_run(db, &pk_sql_notice_settle,
                     PK_ARGS(pk_int(key), word(&pk_words_notice_state, (int)state),
                             pk_int_or_null(next_us, 0), pk_int_or_null(sent_us, 0),
                             pk_text_or_empty(last_error)),
                     NULL, error);
}

bool
pk_notice_drop(PkDb *db, int64_t page, const char *login, const char *reason, int64_t *ret_n,
               GError **error)
{
    return pk_db_run(db, &pk_sql_notice_drop_page,
                     PK_ARGS(pk_int(page), pk_text(login), pk_text(reason)), ret_n, error);
}

bool
pk_notice_supersede(PkDb *db, const PkNotice *by, const char *reason, GError **error)
{
    return pk_db_run(db, &pk_sql_notice_supersede,
                     PK_ARGS(pk_int(by->page_key), pk_text(by->login),
                             word(&pk_words_channel, (int)by->channel),
                             word(&pk_words_notice_kind, (int)by->kind), pk_text(reason)),
                     NULL, error);
}

/* ---- reading -------------------------------------------------------------------------------- */

GPtrArray *
pk_notice_rows_due(PkDb *db, PkChannel channel, const char *login, int64_t now_us, unsigned n,
                   GError **error)
{
    PkValue which = word(&pk_words_channel, (int)channel);

    if (login)
        return pk_db_all(db, &pk_sql_notice_due_of,
                         PK_ARGS(which, pk_int(now_us), pk_int(n), pk_text(login)), &notice_map,
                         error);
    return pk_db_all(db, &pk_sql_notice_due, PK_ARGS(which, pk_int(now_us), pk_int(n)), &notice_map,
                     error);
}

bool
pk_notice_next_due(PkDb *db, PkChannel channel, const char *login, int64_t *ret_us, GError **error)
{
    PkValue which = word(&pk_words_channel, (int)channel);
    int64_t next_us = 0;
    bool found = false;
    bool ok = login
                  ? pk_db_number(db, &pk_sql_notice_next_of, PK_ARGS(which, pk_text(login)),
                                 &next_us, &found, error)
                  : pk_db_number(db, &pk_sql_notice_next, PK_ARGS(which), &next_us, &found, error);

    if (ok)
        *ret_us = found ? next_us : INT64_MAX;
    return ok;
}

bool
pk_notice_row(PkDb *db, const char *uuid, PkNotice **ret_notice, GError **error)
{
    void *notice = NULL;

    if (!pk_db_one(db, &pk_sql_notice_get, PK_ARGS(pk_text(uuid)), &notice_map, &notice, error))
        return false;
    *ret_notice = notice;
    return true;
}

GPtrArray *
pk_notice_rows(PkDb *db, const char *login, int state, unsigned limit, GError **error)
{
    PkValue which = state < 0 ? pk_text("") : word(&pk_words_notice_state, state);

    return pk_db_all(db, &pk_sql_notice_list, PK_ARGS(pk_text(login), which, pk_int(limit)),
                     &notice_map, error);
}

GPtrArray *
pk_notice_rows_of(PkDb *db, const char *login, PkChannel channel, unsigned limit, GError **error)
{
    return pk_db_all(db, &pk_sql_notice_list_of,
                     PK_ARGS(pk_text(login), word(&pk_words_channel, (int)channel), pk_int(limit)),
                     &notice_map, error);
}
