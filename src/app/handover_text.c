/* SPDX-License-Identifier: EUPL-1.2 */
/* The text of a handover: everything that is open, nothing that is TLP:RED, and every head. */
#include "handover.h"
#include "piket/app/page.h"
#include "piket/base/clock.h"
#include "piket/base/text.h"
#include "piket/model/seal.h"
#include "piket/store/action_store.h"
#include "piket/store/line_store.h"
#include "read_private.h"

enum { ROWS_MAX = 1000 };

typedef struct {
    PkApp *app;
    PkLang lang;
    int64_t now_us;
    GString *text;
    GHashTable *labels; /* key of an incident that is named -> its PkIncident */
    json_t *heads;
    PkHandoverDraft *draft;
} Writer;

void
pk_handover_draft_free(PkHandoverDraft *draft)
{
    if (!draft)
        return;
    g_free(draft->text);
    g_free(draft);
}

/* How strict the whole is: what is red stands in it without a word of its own. */
static void
count_label(Writer *to, PkTlp label)
{
    if (label != PK_TLP_RED)
        to->draft->tlp = pk_tlp_strictest(to->draft->tlp, label);
}

static const PkIncident *
incident_of(const Writer *to, int64_t key)
{
    return g_hash_table_lookup(to->labels, &key);
}

static void
heading(Writer *to, const char *title, unsigned n)
{
    g_string_append_printf(to->text, "\n%s - %u\n", title, n);
}

/* ---- incidents ------------------------------------------------------------------------------ */

static bool
head_of(Writer *to, const PkIncident *incident, GError **error)
{
    g_autoptr(GArray) chains = pk_chain_list(to->app->db, incident->key, error);
    g_autoptr(GByteArray) rows = g_byte_array_new();
    g_autoptr(GString) digits = g_string_new(NULL);
    uint8_t head[PK_HASH_SIZE];

    if (!chains)
        return false;
    for (guint i = 0; i < chains->len; i++)
        g_byte_array_append(rows, g_array_index(chains, PkChain, i).head, PK_HASH_SIZE);
    pk_seal_head(rows->data, chains->len, head);
    for (int i = 0; i < PK_HASH_SIZE; i++)
        g_string_append_printf(digits, "%02x", head[i]);
    json_object_set_new(to->heads, incident->ident, json_string(digits->str));
    g_autofree char *spoken = pk_seal_long(head);
    g_string_append_printf(to->text, "    %s %s\n", _("head"), spoken);
    return true;
}

static bool
write_incident(Writer *to, const PkIncidentRow *row, GError **error)
{
    const PkIncident *incident = row->incident;
    bool red = incident->tlp == PK_TLP_RED;
    g_autofree char *severity = pk_word_caps(&pk_words_severity, (int)incident->severity);
    g_autofree char *status = pk_word_caps(&pk_words_status, (int)incident->status);
    g_autofree char *lead =
        incident->lead && *incident->lead ? pk_app_person_name(to->app, incident->lead) : NULL;
    PkTimeText since = pk_time_text(to->app->zone, incident->opened_us, to->lang, PK_TIME_MOMENT);

    g_string_append_printf(to->text, "  %s  %s  %s  %s\n", incident->ident, severity,
                           pk_tlp_label(incident->tlp), status);
    if (red)
        g_string_append_printf(to->text, "    %s\n",
                               _("(what it is about: only for who is named)"));
    else
        g_string_append_printf(to->text, "    %s%s%s\n", row->place, *row->place ? ": " : "",
                               incident->title);
    g_string_append_printf(to->text, _("    since %s, handled by %s\n"), since.s,
                           lead ? lead : _("nobody"));
    to->draft->n_incidents++;
    to->draft->n_red += red;
    count_label(to, incident->tlp);
    return head_of(to, incident, error);
}

static bool
write_incidents(Writer *to, const PkList *list, GError **error)
{
    g_autofree char *hidden = pk_hidden_said(list->n_hidden);

    heading(to, _("OPEN INCIDENTS"), list->rows->len);
    for (guint i = 0; i < list->rows->len; i++) {
        const PkIncidentRow *row = list->rows->pdata[i];
        g_hash_table_insert(to->labels, &row->incident->key, row->incident);
        if (!write_incident(to, row, error))
            return false;
    }
    if (list->more_key)
        g_string_append_printf(to->text, _("  and more: %u are open in all\n"), list->n_matching);
    if (hidden)
        g_string_append_printf(to->text, "  %s\n", hidden);
    return true;
}

/* ---- deadlines and promises ----------------------------------------------------------------- */

static const char *
late_mark(Writer *to, int64_t due_us)
{
    bool late = due_us < to->now_us;

    to->draft->n_late += late;
    return late ? "!!" : "  ";
}

static bool
write_clocks(Writer *to, GError **error)
{
    g_autoptr(GPtrArray) records = pk_clock_list_due(to->app->db, 0, 0, ROWS_MAX, error);
    g_autoptr(GPtrArray) views = records ? pk_read_clock_views(to->app, records, error) : NULL;

    if (!views)
        return false;
    heading(to, _("DEADLINES"), views->len);
    for (guint i = 0; i < views->len; i++) {
        const PkClockView *clock = views->pdata[i];
        bool red = clock->tlp == PK_TLP_RED;
        PkTimeText due = pk_time_text(to->app->zone, clock->due_us, to->lang, PK_TIME_COLUMN);
        g_string_append_printf(to->text, "  %s %s  %s  %s%s%s\n", late_mark(to, clock->due_us),
                               due.s, clock->ident, red ? pk_tlp_label(clock->tlp) : clock->name,
                               red || !*clock->org_name ? "" : ", ", red ? "" : clock->org_name);
        count_label(to, clock->tlp);
    }
    return true;
}

static bool
write_actions(Writer *to, GError **error)
{
    g_autoptr(GPtrArray) actions = pk_action_list_due(to->app->db, NULL, ROWS_MAX, error);
    g_autoptr(GString) rows = g_string_new(NULL);
    unsigned n = 0;

    if (!actions)
        return false;
    for (guint i = 0; i < actions->len; i++) {
        const PkStandingAction *action = actions->pdata[i];
        const PkIncident *incident = incident_of(to, action->incident_key);
        if (!incident)
            continue;
        PkTimeText due = pk_time_text(to->app->zone, action->due_us, to->lang, PK_TIME_COLUMN);
        g_autofree char *owner =
            action->owner ? pk_app_person_name(to->app, action->owner) : g_strdup(_("nobody"));
        g_string_append_printf(rows, "  %s %s  %s A%d %s (%s)\n", late_mark(to, action->due_us),
                               due.s, incident->ident, (int)action->no,
                               incident->tlp == PK_TLP_RED ? pk_tlp_label(PK_TLP_RED)
                                                           : pk_standing_action_title(action),
                               owner);
        n++;
    }
    heading(to, _("PROMISED CALLS AND ACTIONS"), n);
    g_string_append(to->text, rows->str);
    return true;
}

/* Whoever comes must know whom a page is still calling, and who has taken it. */
static bool
write_pages(Writer *to, GError **error)
{
    g_autoptr(GPtrArray) pages = pk_page_list(to->app, true, ROWS_MAX, error);

    if (!pages)
        return false;
    heading(to, _("OPEN PAGES"), pages->len);
    for (guint i = 0; i < pages->len; i++) {
        const PkPageRow *page = pages->pdata[i];
        bool red = page->tlp == PK_TLP_RED;
        g_autofree char *state = pk_word_caps(&pk_words_page_state, (int)page->state);
        PkTimeText since = pk_time_text(to->app->zone, page->started_us, to->lang, PK_TIME_COLUMN);
        g_string_append_printf(to->text, _("  %s page %d, %s, rung %d of %d, owner %s\n"), since.s,
                               (int)page->no, state, page->rung, page->n_rungs,
                               *page->owner_name ? page->owner_name : _("nobody"));
        g_string_append_printf(to->text, "    %s%s%s\n", page->ident, *page->ident ? "  " : "",
                               red ? pk_tlp_label(page->tlp) : page->text);
        to->draft->n_loud += pk_page_state_loud(page->state);
        count_label(to, page->tlp);
    }
    return true;
}

/* ---- the whole ------------------------------------------------------------------------------ */

static void
write_words(Writer *to, const char *words)
{
    g_autofree char *clean = pk_text_clean(words, -1, PK_TEXT_MULTILINE, NULL);
    g_auto(GStrv) lines = g_strsplit(g_strstrip(clean), "\n", -1);

    if (!*clean)
        return;
    g_string_append_c(to->text, '\n');
    for (char **line = lines; *line; line++)
        g_string_append_printf(to->text, "  %s\n", *line);
}

static bool
write_all(Writer *to, const char *words, GError **error)
{
    const PkListAsk ask = { .filter = "status:open",
                            .order = PK_ORDER_SEVERITY,
                            .limit = ROWS_MAX };
    g_autoptr(PkList) list = pk_list_load(to->app, &ask, NULL, error);

    if (!list)
        return false;
    write_words(to, words);
    return write_pages(to, error) && write_incidents(to, list, error) && write_clocks(to, error) &&
           write_actions(to, error);
}

/* The label stands before the text, so it is known only when the text is. */
static void
finish(Writer *to)
{
    PkTimeText now = pk_time_text(to->app->zone, to->now_us, to->lang, PK_TIME_FULL);
    g_autofree char *top = g_strdup_printf(
        _("%s  HANDOVER by %s, %s\n"), pk_tlp_label(to->draft->tlp), pk_app_name(to->app), now.s);

    g_string_prepend(to->text, top);
    g_string_append_printf(to->text, "\n%s\n", pk_tlp_label(to->draft->tlp));
    to->draft->text = g_string_free(g_steal_pointer(&to->text), FALSE);
}

PkHandoverDraft *
pk_handover_write(PkApp *app, const char *words, json_t **ret_heads, GError **error)
{
    g_autoptr(PkHandoverDraft) draft = g_new0(PkHandoverDraft, 1);
    g_autoptr(GHashTable) labels = g_hash_table_new(g_int64_hash, g_int64_equal);
    Writer to = { app,           pk_i18n_lang(), pk_clock_now_us(), g_string_new(NULL), labels,
                  json_object(), draft };

    draft->tlp = PK_TLP_AMBER;
    bool ok = write_all(&to, words, error);
    if (ok)
        finish(&to);
    else
        g_string_free(to.text, TRUE);
    if (ok && ret_heads)
        *ret_heads = to.heads;
    else
        json_decref(to.heads);
    return ok ? g_steal_pointer(&draft) : NULL;
}
