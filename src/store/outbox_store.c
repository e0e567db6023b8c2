/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/outbox_store.h"

#include "line_rows.h"
#include "piket/base/i18n.h"
#include "piket/model/ident.h"
#include "piket/store/counter_store.h"
#include "piket_sql.h"
#include "rows.h"

#include <string.h>

static const char tag_series[] = "outbox";

void
pk_outbox_free(PkOutbox *outbox)
{
    if (!outbox)
        return;
    g_free(outbox->address);
    g_free(outbox->server_uuid);
    g_free(outbox->login);
    g_free(outbox);
}

void
pk_unsent_free(PkUnsent *unsent)
{
    if (!unsent)
        return;
    g_free(unsent->ident);
    g_free(unsent->uuid);
    g_free(unsent->reason);
    g_free(unsent);
}

/* clang-format off */
static const PkColumn outbox_columns[] = {
    { "address",   PK_AS_TEXT, PK_AT(PkOutbox, address),     NULL },
    { "server",    PK_AS_TEXT, PK_AT(PkOutbox, server_uuid), NULL },
    { "login",     PK_AS_TEXT, PK_AT(PkOutbox, login),       NULL },
    { "copied_us", PK_AS_INT,  PK_AT(PkOutbox, copied_us),   NULL },
};

static const PkColumn unsent_columns[] = {
    { "incident",  PK_AS_INT,  PK_AT(PkUnsent, incident_key), NULL },
    { "ident",     PK_AS_TEXT, PK_AT(PkUnsent, ident),        NULL },
    { "uuid",      PK_AS_TEXT, PK_AT(PkUnsent, uuid),         NULL },
    { "on_server", PK_AS_BOOL, PK_AT(PkUnsent, on_server),    NULL },
    { "sent_no",   PK_AS_INT,  PK_AT(PkUnsent, sent_no),      NULL },
    { "last_no",   PK_AS_INT,  PK_AT(PkUnsent, last_no),      NULL },
    { "reason",    PK_AS_TEXT, PK_AT(PkUnsent, reason),       NULL },
    { "tried_us",  PK_AS_INT,  PK_AT(PkUnsent, tried_us),     NULL },
};
/* clang-format on */

static const PkRowMap outbox_map = { sizeof(PkOutbox), outbox_columns, G_N_ELEMENTS(outbox_columns),
                                     (GDestroyNotify)pk_outbox_free };
static const PkRowMap unsent_map = { sizeof(PkUnsent), unsent_columns, G_N_ELEMENTS(unsent_columns),
                                     (GDestroyNotify)pk_unsent_free };

bool
pk_outbox_get(PkDb *db, PkOutbox **ret_outbox, GError **error)
{
    void *outbox = NULL;

    if (!pk_db_one(db, &pk_sql_outbox_get, PK_NO_ARGS, &outbox_map, &outbox, error))
        return false;
    *ret_outbox = outbox;
    return true;
}

bool
pk_outbox_set(PkDb *db, const PkOutbox *outbox, GError **error)
{
    return pk_db_run(db, &pk_sql_outbox_set,
                     PK_ARGS(pk_text(outbox->address), pk_text(outbox->server_uuid),
                             pk_text(outbox->login), pk_int(outbox->copied_us)),
                     NULL, error);
}

GPtrArray *
pk_outbox_unsent(PkDb *db, GError **error)
{
    return pk_db_all(db, &pk_sql_outbox_unsent, PK_NO_ARGS, &unsent_map, error);
}

static bool
take_counts(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    int64_t *counts = data;

    counts[0] = pk_row_int(row, 0);
    counts[1] = pk_row_int(row, 1);
    return true;
}

bool
pk_outbox_count(PkDb *db, int64_t *ret_unsent, int64_t *ret_refused, GError **error)
{
    int64_t counts[2] = { 0, 0 };

    if (!pk_db_each(db, &pk_sql_outbox_count, PK_NO_ARGS, take_counts, counts, NULL, error))
        return false;
    *ret_unsent = counts[0];
    *ret_refused = counts[1];
    return true;
}

bool
pk_outbox_sent_no(PkDb *db, int64_t incident, int64_t *ret_no, GError **error)
{
    return pk_db_number(db, &pk_sql_outbox_sent_no, PK_ARGS(pk_int(incident)), ret_no, NULL, error);
}

bool
pk_outbox_mark(PkDb *db, int64_t incident, bool on_server, int64_t sent_no, const char *reason,
               int64_t tried_us, GError **error)
{
    return pk_db_run(db, &pk_sql_outbox_incident_set,
                     PK_ARGS(pk_int(incident), pk_int(on_server), pk_int(sent_no),
                             pk_text_or_empty(reason), pk_int(tried_us)),
                     NULL, error);
}

bool
pk_outbox_unmark(PkDb *db, int64_t incident, GError **error)
{
    return pk_db_run(db, &pk_sql_outbox_incident_drop, PK_ARGS(pk_int(incident)), NULL, error);
}

bool
pk_outbox_unmark_all(PkDb *db, GError **error)
{
    return pk_db_run(db, &pk_sql_outbox_incident_drop_all, PK_NO_ARGS, NULL, error);
}

GPtrArray *
pk_outbox_lines(PkDb *db, int64_t incident, int64_t origin, int64_t after_no, unsigned limit,
                GError **error)
{
    return pk_db_all(db, &pk_sql_outbox_line_list,
                     PK_ARGS(pk_int(incident), pk_int(origin), pk_int(after_no), pk_int(limit)),
                     &pk_line_map, error);
}

/* ---- tags ----------------------------------------------------------------------------------- */

char *
pk_outbox_tag_next(PkDb *db, GError **error)
{
    int64_t n = 0;

    if (!pk_counter_next(db, tag_series, 0, &n, error))
        return NULL;
    char *tag = n > 0 && n <= G_MAXINT ? pk_ident_tag((unsigned)n - 1) : NULL;
    if (!tag)
        g_set_error_literal(
            error, PK_ERROR, PK_ERROR_BROKEN,
            _("The letters for outboxes are used up. Nothing was changed; tell your "
              "administrator."));
    return tag;
}

/* One by one: a server lets nobody take more at once. */
static bool
raise_to(PkDb *db, int64_t wanted, GError **error)
{
    int64_t last = 0;

    if (!pk_db_number(db, &pk_sql_counter_get, PK_ARGS(pk_text(tag_series), pk_int(0)), &last, NULL,
                      error))
        return false;
    while (last < wanted) {
        if (!pk_counter_next(db, tag_series, 0, &last, error))
            return false;
    }
    return true;
}

bool
pk_outbox_tag_keep(PkDb *db, const char *tag, GError **error)
{
    for (unsigned n = 0;; n++) {
        g_autofree char *other = pk_ident_tag(n);
        if (!other)
            return true;
        if (strcmp(other, tag) == 0)
            return raise_to(db, (int64_t)n + 1, error);
    }
}
