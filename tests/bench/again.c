/* SPDX-License-Identifier: EUPL-1.2 */
/* One recorded transaction as prepared inserts that can be run again: what names the thing that was
 * written (uuids, ident, keys of incident, lines and party) becomes a parameter, all else stays. */
#include "again.h"

#include "piket/base/uuid.h"
#include "piket/store/line_store.h"

#include <stdlib.h>
#include <string.h>

enum { AT_IDENT = 1, AT_KEY, AT_PARTY, AT_LINE = 10, AT_UUID = 40, UUIDS_MAX = 40, LINES_MAX = 30 };

struct Again {
    sqlite3 *db;
    GPtrArray *statements; /* sqlite3_stmt */
    GPtrArray *uuids;      /* char *, as recorded */
    const AgainNames *names;
    int64_t party;
};

/* ---- from literals to parameters ------------------------------------------------------------ */

static unsigned
uuid_place(Again *again, const char *uuid)
{
    guint at = 0;

    if (!g_ptr_array_find_with_equal_func(again->uuids, uuid, g_str_equal, &at)) {
        at = again->uuids->len;
        if (at >= UUIDS_MAX)
            bench_die("more uuids in one transaction than expected");
        g_ptr_array_add(again->uuids, g_strdup(uuid));
    }
    return AT_UUID + at;
}

/* A text between quotes; *at is behind it afterwards. */
static void
take_text(Again *again, const char **at, bool blob, GString *sql)
{
    const char *end = *at + 1;

    while (*end && (end[0] != '\'' || end[1] == '\''))
        end += *end == '\'' ? 2 : 1;
    g_autofree char *text = g_strndup(*at + 1, (gsize)(end - *at - 1));
    if (!blob && strcmp(text, again->names->ident) == 0)
        g_string_append_printf(sql, "?%d", AT_IDENT);
    else if (!blob && pk_uuid_valid(text))
        g_string_append_printf(sql, "?%u", uuid_place(again, text));
    else
        g_string_append_printf(sql, "'%s'", text);
    *at = *end ? end + 1 : end;
}

static void
take_number(Again *again, const char **at, GString *sql)
{
    char *end = NULL;
    int64_t number = g_ascii_strtoll(*at, &end, 10);
    int64_t line = number - PK_LINE_FIRST(again->names->key);

    if (number == again->names->key)
        g_string_append_printf(sql, "?%d", AT_KEY);
    else if (again->names->key && line > again->names->n_lines &&
             line <= again->names->n_lines + LINES_MAX)
        g_string_append_printf(sql, "?%d", (int)(AT_LINE + line - again->names->n_lines - 1));
    else if (again->party && number == again->party)
        g_string_append_printf(sql, "?%d", AT_PARTY);
    else
        g_string_append_len(sql, *at, end - *at);
    *at = end;
}

static char *
with_parameters(Again *again, const char *expanded)
{
    g_autoptr(GString) sql = g_string_new(NULL);
    /* The guard of a chain asks for the hash that was there, which is another one now. */
    const char *guard =
        g_str_has_prefix(expanded, "UPDATE chain") ? strstr(expanded, "AND last_no") : NULL;
    const char *end = guard ? guard : expanded + strlen(expanded);
    char before = ' ';

    for (const char *at = expanded; at < end;) {
        if (*at == '\'')
            take_text(again, &at, g_ascii_tolower(before) == 'x', sql);
        else if (g_ascii_isdigit(*at) && !g_ascii_isalnum(before) && before != '_')
            take_number(again, &at, sql);
        else
            g_string_append_c(sql, *at++);
        before = at[-1];
    }
    return g_strdup(sql->str);
}

static bool
writes(const char *sql)
{
    return g_str_has_prefix(sql, "INSERT") || g_str_has_prefix(sql, "UPDATE") ||
           g_str_has_prefix(sql, "DELETE");
}

Again *
again_new(sqlite3 *db, const GPtrArray *recorded, const AgainNames *names)
{
    Again *again = g_new0(Again, 1);

    again->db = db;
    again->names = names;
    again->party = names->party;
    again->uuids = g_ptr_array_new_with_free_func(g_free);
    again->statements = g_ptr_array_new();
    for (guint i = 0; i < recorded->len; i++) {
        sqlite3_stmt *stmt = NULL;
        if (!writes(recorded->pdata[i]))
            continue;
        g_autofree char *sql = with_parameters(again, recorded->pdata[i]);
        if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL) != SQLITE_OK)
            bench_die("%s: %s", sql, sqlite3_errmsg(db));
        g_ptr_array_add(again->statements, stmt);
    }
    return again;
}

/* ---- running it ----------------------------------------------------------------------------- */

static void
step(Again *again, sqlite3_stmt *stmt, int64_t key, int64_t first_line, const char *ident,
     char (*uuids)[37])
{
    int rc;

    for (int k = 1; k <= sqlite3_bind_parameter_count(stmt); k++) {
        if (k == AT_IDENT)
            sqlite3_bind_text(stmt, k, ident, -1, SQLITE_STATIC);
        else if (k == AT_KEY)
            sqlite3_bind_int64(stmt, k, key);
        else if (k == AT_PARTY)
            sqlite3_bind_int64(stmt, k, again->party);
        else if (k >= AT_UUID)
            sqlite3_bind_text(stmt, k, uuids[k - AT_UUID], -1, SQLITE_STATIC);
        else if (k >= AT_LINE)
            sqlite3_bind_int64(stmt, k, first_line + k - AT_LINE);
    }
    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        if (g_str_has_prefix(sqlite3_sql(stmt), "INSERT INTO party"))
            again->party = sqlite3_column_int64(stmt, 0);
    }
    if (rc != SQLITE_DONE)
        bench_die("%s: %s", sqlite3_sql(stmt), sqlite3_errmsg(again->db));
    sqlite3_reset(stmt);
}

double
again_run(Again *again, Rng *rng, int64_t key, int64_t first_line, const char *ident)
{
    char uuids[UUIDS_MAX][37];

    for (guint i = 0; i < again->uuids->len; i++)
        rng_uuid(rng, g_get_real_time(), uuids[i]);
    double from = bench_now_ms();
    if (sqlite3_exec(again->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
        bench_die("%s", sqlite3_errmsg(again->db));
    for (guint i = 0; i < again->statements->len; i++)
        step(again, again->statements->pdata[i], key, first_line, ident, uuids);
    if (sqlite3_exec(again->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        bench_die("%s", sqlite3_errmsg(again->db));
    return bench_now_ms() - from;
}

void
again_free(Again *again)
{
    for (guint i = 0; i < again->statements->len; i++)
        sqlite3_finalize(again->statements->pdata[i]);
    g_ptr_array_unref(again->statements);
    g_ptr_array_unref(again->uuids);
    g_free(again);
}
