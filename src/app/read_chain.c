/* SPDX-License-Identifier: EUPL-1.2 */
#include "read_chain.h"

#include <string.h>

enum { PORTION = 1000 };

void
pk_chain_verdict_clear(PkChainVerdict *verdict)
{
    g_clear_pointer(&verdict->report, pk_seal_report_free);
    g_clear_pointer(&verdict->fault_said, g_free);
}

/* The time of receipt is not sealed, for each database has its own; but what was written here was
 * received as it was written. (A server sets the time of receipt by its own clock, for every line.)
 */
static void
look_at_receipt(const PkApp *app, const PkLine *line, int64_t *moved)
{
    if (*moved == 0 && !pk_db_user(app->db) && app->origin && line->origin == app->origin->key &&
        line->received_us != line->recorded_us)
        *moved = line->no;
}

static bool
feed(PkApp *app, PkSealCheck *check, const GPtrArray *lines, PkLineFn fn, void *data,
     int64_t *moved, GError **error)
{
    for (guint i = 0; i < lines->len; i++) {
        pk_seal_check_feed(check, lines->pdata[i]);
        look_at_receipt(app, lines->pdata[i], moved);
        if (fn && !fn(lines->pdata[i], data, error))
            return false;
    }
    return true;
}

static bool
feed_portions(PkApp *app, int64_t incident_key, PkSealCheck *check, PkLineFn fn, void *data,
              int64_t *moved, GError **error)
{
    for (int64_t after = 0;;) {
        g_autoptr(GPtrArray) lines =
            pk_line_list_after(app->db, incident_key, after, PORTION, error);
        if (!lines || !feed(app, check, lines, fn, data, moved, error))
            return false;
        if (lines->len < PORTION)
            return true;
        after = ((const PkLine *)lines->pdata[lines->len - 1])->key;
    }
}

/* Lines may lack at the end, or a whole chain may: then only the numbers kept beside tell. */
static bool
compare_with_chains(PkApp *app, int64_t incident_key, int64_t moved, PkChainVerdict *verdict,
                    GError **error)
{
    g_autoptr(GArray) chains = pk_chain_list(app->db, incident_key, error);
    g_autoptr(GByteArray) heads = g_byte_array_new();
    uint8_t head[PK_HASH_SIZE];

    if (!chains)
        return false;
    for (guint i = 0; i < chains->len; i++) {
        const PkChain *chain = &g_array_index(chains, PkChain, i);
        verdict->n_expected += chain->last_no;
        if (chain->last_no > 0)
            g_byte_array_append(heads, chain->head, PK_HASH_SIZE);
    }
    pk_seal_head(heads->data, heads->len / PK_HASH_SIZE, head);
    const PkSealReport *report = verdict->report;
    if (report->fault != PK_SEAL_GOOD) {
        verdict->fault_said = g_strdup(report->sentence);
    } else if (verdict->n_expected != report->n_lines) {
        verdict->fault_said = g_strdup_printf(
            _("BROKEN: there were %lld lines and now there are %lld; some were taken away or put "
              "in. Keep a copy of the database and tell your administrator."),
            (long long)verdict->n_expected, (long long)report->n_lines);
    } else if (memcmp(head, report->head, PK_HASH_SIZE) != 0) {
        verdict->fault_said =
            g_strdup(_("BROKEN: the last line is not the one that was written last. Keep a copy of "
                       "the database and tell your administrator."));
    } else if (moved != 0) {
        verdict->fault_said = g_strdup_printf(
            _("BROKEN at line %lld: its time of receipt was changed. Keep a copy of the database "
              "and tell your administrator."),
            (long long)moved);
    }
    verdict->whole = verdict->fault_said == NULL;
    return true;
}

bool
pk_chain_verify(PkApp *app, int64_t incident_key, const char *uuid, const PkKeptHead *kept,
                const GPtrArray *lines, PkLineFn fn, void *data, PkChainVerdict *ret_verdict,
                GError **error)
{
    PkSealCheck *check = pk_seal_check_new(uuid, kept);
    PkChainVerdict verdict = { 0 };
    int64_t moved = 0;
    bool ok = lines ? feed(app, check, lines, fn, data, &moved, error)
                    : feed_portions(app, incident_key, check, fn, data, &moved, error);

    if (ok)
        verdict.report = pk_seal_check_finish(check);
    pk_seal_check_free(check);
    if (!ok || !compare_with_chains(app, incident_key, moved, &verdict, error)) {
        pk_chain_verdict_clear(&verdict);
        return false;
    }
    *ret_verdict = verdict;
    return true;
}
