/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/incident_store.h"

#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/model/ident.h"
#include "piket/store/search_store.h"
#include "piket_sql.h"
#include "rows.h"
#include "sight_store.h"

#include <string.h>

#define DAY_MS        INT64_C(86400000)
#define EPOCH_1900_MS (INT64_C(25567) * DAY_MS) /* from 1900-01-01 to 1970-01-01 */

#define KEY_MAX       ((INT64_C(1) << 43) - (INT64_C(1) << 24)) /* in 2178: lines need 20 bits more */

/* clang-format off */
#define INCIDENT_COLUMNS                                                                           \
    { "id",                 PK_AS_INT,   PK_AT(PkIncident, key),                NULL },                  \
    { "uuid",               PK_AS_TEXT,  PK_AT(PkIncident, uuid),               NULL },                  \
    { "ident",              PK_AS_TEXT,  PK_AT(PkIncident, ident),              NULL },                  \
    { "status",             PK_AS_WORD,  PK_AT(PkIncident, status),             &pk_words_status },      \
    { "status_since_us",    PK_AS_INT,   PK_AT(PkIncident, status_since_us),    NULL },                  \
    { "title",              PK_AS_TEXT,  PK_AT(PkIncident, title),              NULL },                  \
    { "kinds",              PK_AS_INT32, PK_AT(PkIncident, kinds),              NULL },                  \
    { "rsit",               PK_AS_TEXT,  PK_AT(PkIncident, rsit),               NULL },                  \
    { "severity",           PK_AS_INT32, PK_AT(PkIncident, severity),           NULL },                  \
    { "tlp",                PK_AS_TLP,   PK_AT(PkIncident, tlp),                NULL },                  \
    { "tlp_by",             PK_AS_TEXT,  PK_AT(PkIncident, tlp_by),             NULL },                  \
    { "source",             PK_AS_WORD,  PK_AT(PkIncident, source),             &pk_words_source },      \
    { "reporter",           PK_AS_TEXT,  PK_AT(PkIncident, reporter),           NULL },                  \
    { "reporter_role",      PK_AS_TEXT,  PK_AT(PkIncident, reporter_role),      NULL },                  \
    { "reporter_phone",     PK_AS_TEXT,  PK_AT(PkIncident, reporter_phone),     NULL },                  \
    { "caller_verified",    PK_AS_BOOL,  PK_AT(PkIncident, caller_verified),    NULL },                  \
    { "personal_data",      PK_AS_WORD,  PK_AT(PkIncident, personal_data),      &pk_words_tristate },    \
    { "needs",              PK_AS_INT32, PK_AT(PkIncident, needs),              NULL },                  \
    { "lead",               PK_AS_TEXT,  PK_AT(PkIncident, lead),               NULL },                  \
    { "opened_us",          PK_AS_INT,   PK_AT(PkIncident, received_us),        NULL },                  \
    { "occurred_us",        PK_AS_INT,   PK_AT(PkIncident, occurred_us),        NULL },                  \
    { "occurred_precision", PK_AS_WORD,  PK_AT(PkIncident, occurred_precision), &pk_words_precision },   \
    { "aware_us",           PK_AS_INT,   PK_AT(PkIncident, aware_us),           NULL },                  \
    { "recorded_us",        PK_AS_INT,   PK_AT(PkIncident, opened_us),          NULL },                  \
    { "closed_us",          PK_AS_INT,   PK_AT(PkIncident, closed_us),          NULL },                  \
    { "import_source",      PK_AS_TEXT,  PK_AT(PkIncident, import_source),      NULL },                  \
    { "import_id",          PK_AS_TEXT,  PK_AT(PkIncident, import_id),          NULL },                  \
    { "changed_us",         PK_AS_INT,   PK_AT(PkIncident, changed_us),         NULL },                  \
    { "changed_by",         PK_AS_TEXT,  PK_AT(PkIncident, changed_by),         NULL },                  \
    { "last_line",          PK_AS_INT,   PK_AT(PkIncident, n_lines),            NULL },                  \
    { "version",            PK_AS_INT,   PK_AT(PkIncident, version),            NULL }

static const PkColumn columns[] = { INCIDENT_COLUMNS };

static const PkColumn found_columns[] = {
    INCIDENT_COLUMNS,
    { "org.name",       PK_AS_TEXT,  PK_AT(PkIncidentFound, incident.org_name),    NULL },
    { "org.code",       PK_AS_TEXT,  PK_AT(PkIncidentFound, incident.org_code),    NULL },
    { "n_parties",      PK_AS_INT32, PK_AT(PkIncidentFound, incident.n_parties),   NULL },
    { "callback",       PK_AS_INT,   PK_AT(PkIncidentFound, incident.callback_us), NULL },
    { "clock.due_us",   PK_AS_INT,   PK_AT(PkIncidentFound, next_due_us),          NULL },
};
/* clang-format on */

static const PkRowMap incident_map = { sizeof(PkIncident), columns, G_N_ELEMENTS(columns),
                                       (GDestroyNotify)pk_incident_free };
static const PkRowMap found_map = { sizeof(PkIncidentFound), found_columns,
                                    G_N_ELEMENTS(found_columns), (GDestroyNotify)pk_incident_free };

/* ---- keys ----------------------------------------------------------------------------------- */

int64_t
pk_incident_key_at(int64_t received_us)
{
    return CLAMP(received_us / 1000 + EPOCH_1900_MS, 1, KEY_MAX);
}

/* Imported history is often known to the day only: thousands begin at one midnight. They are put
 * after each other by the end of their day, not by walking over all that stand there. */
static bool
choose_key(PkDb *db, PkIncident *incident, GError **error)
{
    int64_t key = pk_incident_key_at(incident->received_us);

    if (incident->import_source && key % DAY_MS == 0 &&
        !pk_db_number(db, &pk_sql_incident_id_after_day, PK_ARGS(pk_int(key), pk_int(key + DAY_MS)),
                      &key, NULL, error))
        return false;
    return pk_db_number(db, &pk_sql_incident_id_free, PK_ARGS(pk_int(key)), &incident->key, NULL,
                        error);
}

/* ---- indexes -------------------------------------------------------------------------------- */

static bool
index_kinds(PkDb *db, int64_t key, guint before, guint after, GError **error)
{
    for (size_t i = 0; i < pk_words_kind.n_words; i++) {
        const PkWord *word = &pk_words_kind.words[i];
        guint bit = 1u << word->value;
        if ((before & bit) == (after & bit))
            continue;
        const PkSql *sql =
            (after & bit) ? &pk_sql_incident_kind_insert : &pk_sql_incident_kind_delete;
        if (!pk_db_run(db, sql, PK_ARGS(pk_int(key), pk_text(word->key)), NULL, error))
            return false;
    }
    return true;
}

static bool
take_words(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    GString *tokens = data;
    const char *text = pk_row_text(row, 0);
    g_autofree char *words = pk_text_tokens(text);
    PkIdent ident;

    if (tokens->len > 0)
        g_string_append(tokens, " " PK_SEARCH_BREAK " ");
    g_string_append(tokens, words);
    if (pk_row_int(row, 1) == 0 && pk_ident_parse(text, 2000, &ident, NULL))
        g_string_append_printf(tokens, " " PK_SEARCH_NUMBER "%" G_GINT64_FORMAT, ident.number);
    return true;
}

static bool
take_text(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    char **text = data;

    *text = g_strdup(pk_row_text(row, 0));
    return true;
}

bool
pk_incident_index(PkDb *db, int64_t key, GError **error)
{
    g_autofree char *before = NULL;
    g_autoptr(GString) tokens = g_string_new(NULL);

    if (!pk_db_each(db, &pk_sql_incident_head_tokens, PK_ARGS(pk_int(key)), take_text, &before,
                    NULL, error) ||
        !pk_db_each(db, &pk_sql_incident_head_words, PK_ARGS(pk_int(key)), take_words, tokens, NULL,
                    error))
        return false;
    if (!before || strcmp(before, tokens->str) == 0)
        return true;
    return pk_search_index_head(db, key, before, tokens->str, error) &&
           pk_db_run(db, &pk_sql_incident_set_head_tokens,
                     PK_ARGS(pk_int(key), pk_text(tokens->str)), NULL, error);
}

/* ---- writing -------------------------------------------------------------------------------- */

bool
pk_incident_insert_row(PkDb *db, PkIncident *incident, GError **error)
{
    const PkIncident *i = incident;

    g_assert(pk_db_in_transaction(db));
    if (!choose_key(db, incident, error))
        return false;
    if (!pk_db_run(db, &pk_sql_incident_insert,
                   PK_ARGS(pk_int(i->key), pk_text(i->uuid), pk_text(i->ident),
                           pk_text(pk_word_key(&pk_words_status, (int)i->status)),
                           pk_int(i->status_since_us), pk_text(i->title), pk_int(i->kinds),
                           pk_text(i->rsit), pk_int(i->severity), pk_text(pk_tlp_label(i->tlp)),
                           pk_text(i->tlp_by ? i->tlp_by : "default"),
                           pk_text(pk_word_key(&pk_words_source, (int)i->source)),
                           pk_text_or_empty(i->reporter), pk_text_or_empty(i->reporter_role),
                           pk_text_or_empty(i->reporter_phone), pk_int(i->caller_verified),
                           pk_text(pk_word_key(&pk_words_tristate, (int)i->personal_data)),
                           pk_int(i->needs), pk_text_or_empty(i->lead), pk_int(i->received_us),
                           pk_text(pk_word_key(&pk_words_precision, i->import_source
                                                                        ? (int)i->occurred_precision
                                                                        : PK_PRECISION_SECOND)),
                           pk_int_or_null(i->occurred_us, 0),
                           pk_text(pk_word_key(&pk_words_precision, (int)i->occurred_precision)),
                           pk_int_or_null(i->aware_us, 0), pk_int(i->opened_us),
                           pk_int_or_null(i->closed_us, 0), pk_text(i->import_source),
                           pk_text(i->import_id), pk_int(i->changed_us),
                           pk_text_or_empty(i->changed_by)),
                   NULL, error))
        return false;
    incident->version = 1;
    return index_kinds(db, i->key, 0, i->kinds, error);
}

bool
pk_incident_insert(PkDb *db, PkIncident *incident, GError **error)
{
    return pk_incident_insert_row(db, incident, error) &&
           pk_incident_index(db, incident->key, error);
}

static void
refuse_missing(GError **error)
{
    g_set_error_literal(error, PK_ERROR, PK_ERROR_MISSING,
                        _("That incident does not exist in this database."));
}

static bool
refuse_stale(PkDb *db, int64_t key, GError **error)
{
    g_autofree char *by = NULL;

    if (!pk_db_each(db, &pk_sql_incident_changed_by, PK_ARGS(pk_int(key)), take_text, &by, NULL,
                    error))
        return false;
    if (by)
        g_set_error(error, PK_ERROR, PK_ERROR_CONFLICT,
                    _("%s changed this incident meanwhile. Nothing was saved; look at the new "
                      "values and make your change again."),
                    by);
    else
        refuse_missing(error);
    return false;
}

bool
pk_incident_update(PkDb *db, const PkIncident *incident, GError **error)
{
    const PkIncident *i = incident;
    int64_t changed = 0;

    g_assert(pk_db_in_transaction(db));
    g_autoptr(PkIncident) old = pk_incident_get(db, i->key, error);
    if (!old)
        return false;
    if (!pk_db_run(db, &pk_sql_incident_update,
                   PK_ARGS(pk_int(i->key), pk_int(i->version),
                           pk_text(pk_word_key(&pk_words_status, (int)i->status)),
                           pk_int(i->status_since_us), pk_text(i->title), pk_int(i->kinds),
                           pk_text(i->rsit), pk_int(i->severity), pk_text(pk_tlp_label(i->tlp)),
                           pk_text(i->tlp_by ? i->tlp_by : "default"),
                           pk_text(pk_word_key(&pk_words_source, (int)i->source)),
                           pk_text_or_empty(i->reporter), pk_text_or_empty(i->reporter_role),
                           pk_text_or_empty(i->reporter_phone), pk_int(i->caller_verified),
                           pk_text(pk_word_key(&pk_words_tristate, (int)i->personal_data)),
                           pk_int(i->needs), pk_text_or_empty(i->lead),
                           pk_int_or_null(i->occurred_us, 0),
                           pk_text(pk_word_key(&pk_words_precision, (int)i->occurred_precision)),
                           pk_int_or_null(i->aware_us, 0), pk_int_or_null(i->closed_us, 0),
                           pk_int(i->changed_us), pk_text_or_empty(i->changed_by)),
                   &changed, error))
        return false;
    if (changed == 0)
        return refuse_stale(db, i->key, error);
    return index_kinds(db, i->key, old->kinds, i->kinds, error) &&
           (g_strcmp0(old->title, i->title) == 0 || pk_incident_index(db, i->key, error));
}

/* ---- reading -------------------------------------------------------------------------------- */

static PkIncident *
get_any(PkDb *db, int64_t key, GError **error)
{
    void *incident = NULL;
    PkIncident *kept = NULL;

    if (!pk_db_one(db, &pk_sql_incident_get, PK_ARGS(pk_int(key)), &incident_map, &incident, error))
        return NULL;
    if (incident || !pk_incident_kept_back(db, key, NULL, &kept, error))
        return incident;
    if (!kept)
        refuse_missing(error);
    return kept;
}

PkIncident *
pk_incident_get_if_seen(PkDb *db, int64_t key, bool *ret_seen, GError **error)
{
    PkIncident *incident = get_any(db, key, error);

    *ret_seen = incident && pk_sight_may(pk_db_sight(db), key, incident->tlp);
    return incident;
}

PkIncident *
pk_incident_get(PkDb *db, int64_t key, GError **error)
{
    g_autoptr(PkIncident) incident = get_any(db, key, error);

    return incident && pk_incident_refuse(db, incident, error) ? g_steal_pointer(&incident) : NULL;
}

static bool
find(PkDb *db, const PkSql *sql, const char *asked, PkIncident **ret_incident, GError **error)
{
    void *found = NULL;

    if (!pk_db_one(db, sql, PK_ARGS(pk_text(asked)), &incident_map, &found, error))
        return false;
    if (!found)
        return pk_incident_kept_back(db, 0, asked, ret_incident, error);
    g_autoptr(PkIncident) incident = found;
    if (!pk_incident_refuse(db, incident, error))
        return false;
    *ret_incident = g_steal_pointer(&incident);
    return true;
}

bool
pk_incident_by_ident(PkDb *db, const char *ident, PkIncident **ret_incident, GError **error)
{
    return find(db, &pk_sql_incident_by_ident, ident, ret_incident, error);
}

bool
pk_incident_by_uuid(PkDb *db, const char *uuid, PkIncident **ret_incident, GError **error)
{
    return find(db, &pk_sql_incident_by_uuid, uuid, ret_incident, error);
}

bool
pk_incident_by_import(PkDb *db, const char *source, const char *id, PkIncident **ret_incident,
                      GError **error)
{
    void *found = NULL;

    if (!pk_db_one(db, &pk_sql_incident_by_import, PK_ARGS(pk_text(source), pk_text(id)),
                   &incident_map, &found, error))
        return false;
    g_autoptr(PkIncident) incident = found;
    if (incident && !pk_incident_refuse(db, incident, error))
        return false;
    *ret_incident = g_steal_pointer(&incident);
    return true;
}

bool
pk_incident_has_import(PkDb *db, const char *source, const char *id, bool *ret_has, GError **error)
{
    int64_t one = 0;

    return pk_db_number(db, &pk_sql_incident_has_import, PK_ARGS(pk_text(source), pk_text(id)),
                        &one, ret_has, error);
}

bool
pk_incident_has_ident(PkDb *db, const char *ident, bool *ret_has, GError **error)
{
    int64_t one = 0;

    return pk_db_number(db, &pk_sql_incident_has_ident, PK_ARGS(pk_text(ident)), &one, ret_has,
                        error);
}

/* Of several keys the first that gave nothing: is it kept back, or not there? */
static void
refuse_lacking(PkDb *db, int64_t key, GError **error)
{
    g_autoptr(PkIncident) kept = NULL;

    if (pk_incident_kept_back(db, key, NULL, &kept, error))
        refuse_missing(error);
}

GPtrArray *
pk_incident_found_many(PkDb *db, const int64_t *keys, unsigned n, GError **error)
{
    g_autoptr(GPtrArray) rows = pk_db_all_of(db, &pk_sql_incident_row, keys, n, &found_map, error);

    if (!rows)
        return NULL;
    for (guint i = 0; i < n; i++) {
        const PkIncidentFound *found = i < rows->len ? rows->pdata[i] : NULL;
        if (!found || found->incident.key != keys[i]) {
            refuse_lacking(db, keys[i], error);
            return NULL;
        }
        if (!pk_incident_refuse(db, &found->incident, error))
            return NULL;
    }
    return g_steal_pointer(&rows);
}

PkIncidentFound *
pk_incident_found(PkDb *db, int64_t key, GError **error)
{
    g_autoptr(GPtrArray) rows = pk_incident_found_many(db, &key, 1, error);

    return rows ? g_ptr_array_steal_index(rows, 0) : NULL;
}

GPtrArray *
pk_incident_get_many(PkDb *db, const int64_t *keys, unsigned n, GError **error)
{
    g_autoptr(GPtrArray) incidents =
        pk_db_all_of(db, &pk_sql_incident_get_some, keys, n, &incident_map, error);

    for (guint i = 0; incidents && i < n; i++) {
        const PkIncident *incident = i < incidents->len ? incidents->pdata[i] : NULL;
        if (!incident || incident->key != keys[i]) {
            refuse_lacking(db, keys[i], error);
            return NULL;
        }
    }
    return g_steal_pointer(&incidents);
}

GArray *
pk_incident_severities(PkDb *db, const int64_t *keys, unsigned n, GError **error)
{
    g_autoptr(GArray) severities =
        pk_db_number_of(db, &pk_sql_incident_severity, keys, n, -1, error);

    for (unsigned i = 0; severities && i < n; i++) {
        if (g_array_index(severities, int64_t, i) >= 0)
            continue;
        refuse_missing(error);
        return NULL;
    }
    return g_steal_pointer(&severities);
}

bool
pk_incident_count_all(PkDb *db, unsigned max, int64_t *ret_n, GError **error)
{
    return pk_db_number(db, &pk_sql_incident_count_max, PK_ARGS(pk_int(max)), ret_n, NULL, error);
}

bool
pk_incident_count_open(PkDb *db, unsigned max, int64_t *ret_n, GError **error)
{
    return pk_db_number(db, &pk_sql_incident_count_open_max, PK_ARGS(pk_int(max)), ret_n, NULL,
                        error);
}
