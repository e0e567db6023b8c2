/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/app/verify.h"

#include "piket/base/text.h"
#include "piket/store/read_store.h"
#include "piket/store/search_store.h"
#include "read_chain.h"
#include "read_private.h"

#include <string.h>

enum { FINDINGS_MAX = 100 };

void
pk_verify_free(PkVerify *verify)
{
    if (!verify)
        return;
    g_clear_pointer(&verify->findings, g_ptr_array_unref);
    g_free(verify->head);
    g_free(verify->head_said);
    g_free(verify);
}

static void G_GNUC_PRINTF(2, 3) found(PkVerify *verify, const char *format, ...)
{
    va_list args;

    if (verify->findings->len >= FINDINGS_MAX)
        return;
    va_start(args, format);
    g_ptr_array_add(verify->findings, g_strdup_vprintf(format, args));
    va_end(args);
}

/* ---- full text ------------------------------------------------------------------------------ */

/* Every word with the number of lines it should be in. What is left after the index was counted
 * down is missing (above 0) or should be gone (below 0: words of a text that was erased). */
typedef struct {
    PkApp *app;
    PkVerify *verify;
    GHashTable *words; /* char * -> int64_t *; NULL: this run does not look at the full text */
} Index;

static void
count_word(Index *index, const char *word, int64_t by)
{
    int64_t *n = g_hash_table_lookup(index->words, word);

    if (!n) {
        n = g_new0(int64_t, 1);
        g_hash_table_insert(index->words, g_strdup(word), n);
    }
    *n += by;
}

static bool
count_line(const PkLine *line, void *data, G_GNUC_UNUSED GError **error)
{
    Index *index = data;

    if (!index->words || !line->text)
        return true;
    g_autofree char *tokens = pk_text_tokens(line->text);
    g_auto(GStrv) words = g_strsplit(tokens, " ", -1);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; words[i]; i++) {
        if (*words[i] && g_hash_table_add(seen, words[i]))
            count_word(index, words[i], 1);
    }
    return true;
}

static void
count_down(const char *word, int64_t n_lines, void *data)
{
    count_word(data, word, -n_lines);
}

static bool
verify_words(Index *index, GError **error)
{
    int64_t lost = 0, left = 0;
    GHashTableIter iter;
    void *n = NULL;

    if (!pk_search_vocabulary(index->app->db, count_down, index, error))
        return false;
    g_hash_table_iter_init(&iter, index->words);
    while (g_hash_table_iter_next(&iter, NULL, &n)) {
        lost = MAX(lost, *(int64_t *)n);
        left = MAX(left, -*(int64_t *)n);
    }
    if (lost > 0)
        found(index->verify,
              P_("At least %lld line cannot be found by its words. Nothing is lost; 'piket verify "
                 "--rebuild' builds the full text anew.",
                 "At least %lld lines cannot be found by their words. Nothing is lost; 'piket "
                 "verify --rebuild' builds the full text anew.",
                 lost),
              (long long)lost);
    if (left > 0)
        found(index->verify,
              P_("The full text still knows words of at least %lld line that no longer has them. "
                 "'piket verify --rebuild' builds it anew.",
                 "The full text still knows words of at least %lld lines that no longer have them. "
                 "'piket verify --rebuild' builds it anew.",
                 left),
              (long long)left);
    return true;
}

bool
pk_verify_rebuild(PkApp *app, int64_t *ret_n, GError **error)
{
    PkDone none = { 0 };

    if (!pk_app_begin(app, PK_MAY_VERIFY, error))
        return false;
    pk_app_see_all(app, true);
    bool ok = pk_search_rebuild(app->db, ret_n, error);
    pk_app_see_all(app, false);
    return pk_app_end(app, ok, &none, NULL, error);
}

/* ---- one journal ---------------------------------------------------------------------------- */

/* What cannot be read for what stands in it is a finding; the other journals are still looked at.
 */
static bool
unreadable(PkVerify *verify, int64_t key, const char *name, const GError *problem, GError **error)
{
    if (!g_error_matches(problem, PK_ERROR, PK_ERROR_BROKEN)) {
        g_propagate_error(error, g_error_copy(problem));
        return false;
    }
    verify->n_incidents += key != 0;
    verify->n_broken++;
    found(verify, "%s: %s", name, problem->message);
    return true;
}

/* The incident counts its own lines: who cuts the tail has three numbers to repair. */
static void
compare_count(PkVerify *verify, const PkIncident *incident, const PkChainVerdict *verdict)
{
    if (!verdict->report || !verdict->whole || verdict->n_expected == incident->n_lines)
        return;
    verify->n_broken++;
    found(verify, _("%s: it counts %lld lines, but %lld are here."), incident->ident,
          (long long)incident->n_lines, (long long)verdict->n_expected);
}

static bool
walk(Index *index, int64_t key, const char *uuid, const char *name, const PkKeptHead *kept,
     PkChainVerdict *ret_verdict, GError **error)
{
    PkVerify *verify = index->verify;
    g_autoptr(GError) problem = NULL;
    bool own = false;

    /* Lines and what there must be are read at one moment: somebody may be writing. */
    if (!pk_read_begin(index->app, &own, error))
        return false;
    bool ok = pk_chain_verify(index->app, key, uuid, kept, NULL, count_line, index, ret_verdict,
                              &problem);
    pk_read_end(index->app, own);
    if (!ok)
        return unreadable(verify, key, name, problem, error);
    verify->n_lines += ret_verdict->report->n_lines;
    verify->n_erased += ret_verdict->report->n_erased;
    if (key != 0)
        verify->n_incidents++;
    if (!ret_verdict->whole) {
        verify->n_broken++;
        found(verify, "%s: %s", name, ret_verdict->fault_said);
    }
    return true;
}

/* What became of a head that somebody kept. */
static void
judge_head(PkVerify *verify, const PkSealReport *report)
{
    long long then = report->kept_lines, since = report->n_lines - report->kept_lines;

    switch (report->kept) {
    case PK_KEPT_NONE: verify->head_ok = true; return;
    case PK_KEPT_NOW: verify->head_said = g_strdup(_("matches now")); break;
    case PK_KEPT_EARLIER:
        verify->head_said =
            g_strdup_printf(_("matched after line %lld; %lld added since"), then, since);
        break;
    case PK_KEPT_MERGED:
        verify->head_said = g_strdup_printf(
            _("matches another database that had %lld of these lines, unchanged"), then);
        break;
    case PK_KEPT_NEVER:
        verify->head_said =
            g_strdup(_("never was the head of these lines: lines were cut off or rewritten"));
        break;
    case PK_KEPT_UNSURE:
        verify->head_said = g_strdup(_("not found, and this journal is too large to try all "
                                       "databases it could be of: verify it where it was printed"));
        break;
    }
    verify->head_ok = report->kept == PK_KEPT_NOW || report->kept == PK_KEPT_EARLIER ||
                      report->kept == PK_KEPT_MERGED;
    if (!verify->head_ok)
        found(verify, _("The kept head %s."), verify->head_said);
}

static bool
verify_journal(Index *index, int64_t key, const PkKeptHead *kept, GError **error)
{
    g_autoptr(PkIncident) incident = pk_incident_get(index->app->db, key, error);
    g_auto(PkChainVerdict) verdict = { 0 };

    pk_app_see_all(index->app, true); /* the texts too; pk_verify_run ends it */
    if (!incident || !walk(index, key, incident->uuid, incident->ident, kept, &verdict, error))
        return false;
    if (!verdict.report) {
        index->verify->head_ok = kept == NULL;
        return true;
    }
    compare_count(index->verify, incident, &verdict);
    GString *digits = g_string_new(NULL);
    for (int i = 0; i < PK_HASH_SIZE; i++)
        g_string_append_printf(digits, "%02x", verdict.report->head[i]);
    index->verify->head = g_string_free(digits, FALSE);
    judge_head(index->verify, verdict.report);
    return true;
}

static bool
verify_one(Index *index, int64_t key, const PkKeptHead *kept, GError **error)
{
    bool own = false;

    if (!pk_read_begin(index->app, &own, error))
        return false;
    bool ok = verify_journal(index, key, kept, error);
    pk_read_end(index->app, own);
    return ok;
}

/* ---- everything ----------------------------------------------------------------------------- */

static bool
verify_incidents(Index *index, GError **error)
{
    g_autoptr(PkFilter) all = pk_read_filter(index->app, "", PK_FILTER_INCIDENTS, NULL, error);
    PkFind find = { .filter = all, .limit = 500, .examined_max = G_MAXUINT };

    if (!all)
        return false;
    do {
        g_autoptr(PkFindPage) page = pk_incident_find(index->app->db, &find, error);
        if (!page)
            return false;
        for (guint i = 0; i < page->rows->len; i++) {
            const PkIncidentFound *row = page->rows->pdata[i];
            g_auto(PkChainVerdict) verdict = { 0 };
            if (!walk(index, row->incident.key, row->incident.uuid, row->incident.ident, NULL,
                      &verdict, error))
                return false;
            compare_count(index->verify, &row->incident, &verdict);
        }
        find.before_key = page->more_key;
    } while (find.before_key != 0);
    return true;
}

static bool
verify_lost(Index *index, GError **error)
{
    g_autoptr(GPtrArray) lost = pk_read_lost_journals(index->app->db, FINDINGS_MAX, error);

    for (guint i = 0; lost && i < lost->len; i++) {
        const PkLostJournal *one = lost->pdata[i];
        const char *name = one->incident == 0 ? _("The duty log")
                           : *one->ident      ? one->ident
                                              : _("An incident that is gone");
        found(index->verify, _("%s: all of its %lld lines are gone."), name,
              (long long)one->n_lines);
        if (one->incident != 0 && !*one->ident)
            index->verify->n_broken++; /* the others were counted when they were walked */
    }
    return lost != NULL;
}

/* A broken file is what was asked after, not a failure to find out. */
static bool
verify_file(Index *index, GError **error)
{
    g_autoptr(GError) problem = NULL;

    if (pk_db_check(index->app->db, &problem))
        return true;
    if (!g_error_matches(problem, PK_ERROR, PK_ERROR_BROKEN)) {
        g_propagate_error(error, g_steal_pointer(&problem));
        return false;
    }
    found(index->verify, "%s", problem->message);
    return true;
}

static bool
verify_all(Index *index, GError **error)
{
    g_auto(PkChainVerdict) duty = { 0 };

    return walk(index, 0, NULL, _("The duty log"), NULL, &duty, error) &&
           verify_incidents(index, error) && verify_lost(index, error) &&
           verify_words(index, error) && verify_file(index, error);
}

PkVerify *
pk_verify_run(PkApp *app, int64_t incident_key, const char *kept_head, GError **error)
{
    g_autoptr(PkVerify) verify = g_new0(PkVerify, 1);
    g_autoptr(GHashTable) words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    Index index = { .app = app, .verify = verify, .words = incident_key == 0 ? words : NULL };
    PkKeptHead kept;

    if (!pk_app_may(app, PK_MAY_VERIFY, error) ||
        (kept_head && !pk_seal_parse_head(kept_head, &kept, error)))
        return NULL;
    if (kept_head && incident_key == 0) {
        g_set_error_literal(error, PK_ERROR, PK_ERROR_INVALID,
                            _("A kept head belongs to one incident. Name the incident it was "
                              "printed for."));
        return NULL;
    }
    verify->findings = g_ptr_array_new_with_free_func(g_free);
    verify->head_ok = true;
    /* All journals, also of incidents this person may not see: what is found names their number and
     * never a word of what they say. */
    if (incident_key == 0)
        pk_app_see_all(app, true);
    bool ok = incident_key != 0 ? verify_one(&index, incident_key, kept_head ? &kept : NULL, error)
                                : verify_all(&index, error);
    pk_app_see_all(app, false);
    if (!ok)
        return NULL;
    return g_steal_pointer(&verify);
}
