/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/store/search_store.h"

#include "engine.h"
#include "piket/base/text.h"
#include "piket/store/line_store.h"
#include "piket_sql.h"

#include <string.h>

/* Lengths in characters that head_fts has a prefix index for (schema/sqlite/0001_journal.sql). */
static const unsigned indexed_lengths[] = { 8, 6, 4, 3, 2, 1 };

bool
pk_search_index_head(PkDb *db, int64_t incident, const char *before, const char *after,
                     GError **error)
{
    if (*before && !pk_db_run(db, &pk_sql_head_fts_delete,
                              PK_ARGS(pk_int(incident), pk_text(before)), NULL, error))
        return false;
    return pk_db_run(db, &pk_sql_head_fts_insert, PK_ARGS(pk_int(incident), pk_text(after)), NULL,
                     error);
}

static bool
run_line(PkDb *db, const PkSql *sql, int64_t line, const char *text, GError **error)
{
    g_autofree char *tokens = pk_text_tokens(text);

    return pk_db_run(db, sql, PK_ARGS(pk_int(line), pk_text(tokens)), NULL, error);
}

bool
pk_search_index_line(PkDb *db, int64_t line, const char *text, GError **error)
{
    return run_line(db, &pk_sql_line_fts_insert, line, text, error);
}

bool
pk_search_forget_line(PkDb *db, int64_t line, const char *text, GError **error)
{
    return run_line(db, &pk_sql_line_fts_delete, line, text, error);
}

char *
pk_search_phrase(const char *tokens, bool prefix)
{
    return g_strdup_printf("\"%s\"%s", tokens, prefix ? "*" : "");
}

/* FTS5 answers a prefix from its index for the last word only when the phrase is that one word. */
char *
pk_search_head_phrase(const char *tokens, bool prefix, bool *ret_sure)
{
    bool one = !strchr(tokens, ' ');
    size_t length = (size_t)g_utf8_strlen(tokens, -1);

    if (ret_sure)
        *ret_sure = true;
    for (unsigned i = 0; prefix && one && i < G_N_ELEMENTS(indexed_lengths); i++) {
        if (length < indexed_lengths[i])
            continue;
        if (ret_sure)
            *ret_sure = length == indexed_lengths[i];
        g_autofree char *start = g_utf8_substring(tokens, 0, (glong)indexed_lengths[i]);
        return pk_search_phrase(start, true);
    }
    return pk_search_phrase(tokens, prefix);
}

bool
pk_search_tokens_have(const char *haystack, const char *words, bool prefix)
{
    size_t n = strlen(words);

    for (const char *at = strstr(haystack, words); at; at = strstr(at + 1, words)) {
        bool starts = at == haystack || at[-1] == ' ';
        bool ends = prefix || at[n] == ' ' || at[n] == '\0';
        if (starts && ends)
            return true;
    }
    return false;
}

bool
pk_search_line_has(PkDb *db, int64_t incident, const char *phrase, bool *ret_has, GError **error)
{
    const PkSight *sight = pk_db_sight(db);
    PkValue first = pk_int(PK_LINE_FIRST(incident)), last = pk_int(PK_LINE_LAST(incident));
    int64_t one = 0;

    if (!sight)
        return pk_db_number(db, &pk_sql_line_fts_has, PK_ARGS(first, last, pk_text(phrase)), &one,
                            ret_has, error);
    return pk_db_number(
        db, &pk_sql_line_fts_has_seen,
        PK_ARGS(first, last, pk_text(phrase), pk_text(sight->login), pk_int(sight->up_to)), &one,
        ret_has, error);
}

typedef struct {
    const int64_t *incidents;
    unsigned n;
    PkSearchPlace *places;
} Among;

static bool
take_place(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    Among *among = data;

    for (unsigned i = 0; i < among->n; i++) {
        if (among->incidents[i] == pk_row_int(row, 0))
            among->places[i] = pk_row_int(row, 1) == 1 ? PK_SEARCH_HEAD : PK_SEARCH_LINES;
    }
    return true;
}

bool
pk_search_among(PkDb *db, const PkSearchAsk *ask, const int64_t *incidents, unsigned n,
                PkSearchPlace *ret, GError **error)
{
    unsigned work = pk_db_n_statements(db) + n;
    const PkSight *sight = pk_db_sight(db);
    g_autoptr(GString) keys = g_string_new(NULL);
    Among among = { incidents, n, ret };

    for (unsigned i = 0; i < n; i++) {
        g_string_append_printf(keys, "%s%" G_GINT64_FORMAT, i ? "," : "", incidents[i]);
        ret[i] = PK_SEARCH_NOWHERE;
    }
    bool ok = pk_db_each(db, &pk_sql_search_among,
                         PK_ARGS(pk_text(keys->str), pk_text(ask->head), pk_text(ask->lines),
                                 pk_int(ask->head_enough), pk_text(sight ? sight->login : ""),
                                 pk_int(!sight         ? PK_TLP_RED
                                        : sight->reads ? (int64_t)sight->up_to
                                                       : -1)),
                         take_place, &among, NULL, error);
    pk_db_count_work(db, work);
    return ok;
}

/* Arguments of a question about the lines of one incident. */
typedef struct {
    PkValue values[6];
} LinesAsk;

/* The last row stands. */
typedef struct {
    int64_t *newest; /* of the incidents, in order */
    const int64_t *incidents;
    unsigned n;
    unsigned at;
} Newest;

/* Rows come incident by incident, but not every incident has one. */
static bool
take_newest(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    Newest *newest = data;
    int64_t line = pk_row_int(row, 0);

    while (newest->at < newest->n && newest->incidents[newest->at] != line >> PK_LINE_SHIFT)
        newest->at++;
    if (newest->at < newest->n)
        newest->newest[newest->at] = line;
    return true;
}

GArray *
pk_search_newest(PkDb *db, const int64_t *incidents, unsigned n, const char *phrase, unsigned limit,
                 GError **error)
{
    const PkSight *sight = pk_db_sight(db);
    const PkSql *sql = sight ? &pk_sql_line_fts_list_seen : &pk_sql_line_fts_list;
    g_autoptr(GArray) keys = g_array_sized_new(FALSE, TRUE, sizeof(int64_t), n + 1);
    g_autofree LinesAsk *asks = g_new(LinesAsk, n + 1);
    g_autofree PkArgs *args = g_new(PkArgs, n + 1);

    g_array_set_size(keys, n);
    for (unsigned i = 0; i < n; i++) {
        asks[i] =
            (LinesAsk){ { pk_int(PK_LINE_FIRST(incidents[i])), pk_int(PK_LINE_LAST(incidents[i])),
                          pk_text(phrase), pk_int(limit), pk_text(sight ? sight->login : NULL),
                          pk_int(sight ? sight->up_to : 0) } };
        args[i] = (PkArgs){ asks[i].values, sql->n_params };
    }
    Newest newest = { (int64_t *)(void *)keys->data, incidents, n, 0 };
    if (!pk_db_each_many(db, sql, args, n, take_newest, &newest, error))
        return NULL;
    return g_steal_pointer(&keys);
}

/* ---- the whole index ------------------------------------------------------------------------ */

typedef struct {
    PkVocabFn fn;
    void *data;
} Vocabulary;

static bool
take_word(const PkRow *row, void *data, G_GNUC_UNUSED GError **error)
{
    const Vocabulary *vocabulary = data;

    vocabulary->fn(pk_row_text(row, 0), pk_row_int(row, 1), vocabulary->data);
    return true;
}

bool
pk_search_vocabulary(PkDb *db, PkVocabFn fn, void *data, GError **error)
{
    Vocabulary vocabulary = { fn, data };

    return pk_db_each(db, &pk_sql_line_vocab_all, PK_NO_ARGS, take_word, &vocabulary, NULL, error);
}

typedef struct {
    PkDb *db;
    int64_t n;
} Rebuild;

static bool
index_again(const PkLine *line, void *data, GError **error)
{
    Rebuild *rebuild = data;

    if (!line->text)
        return true;
    rebuild->n++;
    return pk_search_index_line(rebuild->db, line->key, line->text, error);
}

bool
pk_search_rebuild(PkDb *db, int64_t *ret_n, GError **error)
{
    Rebuild rebuild = { db, 0 };

    if (!pk_db_run(db, &pk_sql_line_fts_forget_all, PK_NO_ARGS, NULL, error) ||
        !pk_line_each(db, 0, INT64_MAX >> 21, index_again, &rebuild, error))
        return false;
    if (ret_n)
        *ret_n = rebuild.n;
    return true;
}
