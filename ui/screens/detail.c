/* SPDX-License-Identifier: EUPL-1.2 */
#include "screens/detail.h"

#include "piket/app/callback.h"
#include "piket/app/people.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/model/timefmt.h"

#include <string.h>

enum { NEAREST = 3 };

typedef struct {
    const PkDetail *detail;
    const PkView *view;
    int cols;
    GPtrArray *lines;
} Build;

static void
line_free(void *data)
{
    PkDetailLine *line = data;
    g_free(line->text);
    g_free(line);
}

static PkDetailLine *
add(Build *build, PkRole role, char *text)
{
    PkDetailLine *line = g_new0(PkDetailLine, 1);
    line->role = role;
    line->text = text;
    g_ptr_array_add(build->lines, line);
    return line;
}

static void
add_wrapped(Build *build, const char *indent, const char *text)
{
    int width = MAX(8, build->cols - (int)strlen(indent));
    g_autoptr(GPtrArray) parts = pk_text_wrap(text, width);
    for (guint i = 0; i < parts->len; i++)
        add(build, PK_ROLE_NORMAL, g_strconcat(indent, parts->pdata[i], NULL));
}

static void add_fact(Build *build, const char *label, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* "status      INVESTIGATION": label in twelve columns, the rest wrapped beside it. */
static void
add_fact(Build *build, const char *label, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    g_autofree char *head = pk_text_pad(label, 12);
    g_autoptr(GPtrArray) parts = pk_text_wrap(text, MAX(8, build->cols - 12));
    for (guint i = 0; i < parts->len; i++)
        add(build, PK_ROLE_NORMAL, g_strconcat(i ? "            " : head, parts->pdata[i], NULL));
}

static PkTimeText
moment(const Build *build, int64_t us)
{
    return pk_time_text(build->view->utc ? NULL : build->view->zone, us, build->view->lang,
                        PK_TIME_WEEKDAY | PK_TIME_DATE | PK_TIME_CLOCK |
                            (build->view->utc ? PK_TIME_UTC : PK_TIME_ZONE));
}

/* "also looking: mb, rk", or NULL when nobody else is. Owned. */
static char *
also_words(const Build *build)
{
    const char *also = build->view->also;
    return also ? g_strdup_printf(_("also looking: %s"), also) : NULL;
}

/* Behind number, severity and label when there is room for all of it. */
static bool
say_also(const Build *build, PkDetailLine *line)
{
    g_autofree char *also = also_words(build);
    int used = line->chip_col + (int)strlen(line->chip) + 2;
    if (!also)
        return true;
    if (used + pk_canvas_width(also) > build->cols)
        return false;
    g_autofree char *head = g_steal_pointer(&line->text);
    g_autofree char *room = pk_text_pad(head, used);
    line->text = g_strconcat(room, also, NULL);
    return true;
}

/* What others changed since this person looked last. */
static void
add_since(Build *build)
{
    const char *since = build->detail->since;
    guint from = build->lines->len;
    if (!since || !*since)
        return;
    add_wrapped(build, "", since);
    for (guint i = from; i < build->lines->len; i++)
        ((PkDetailLine *)build->lines->pdata[i])->role = PK_ROLE_WARN;
}

/* "NOT VERIFIED", "VERIFIED 04:09". Owned. */
static char *
caller_words(const Build *build)
{
    const PkDetail *detail = build->detail;
    return pk_caller_said(detail->caller_state, detail->caller_us,
                          build->view->utc ? NULL : build->view->zone, build->view->now_us);
}

/* Somebody of that organisation said that they know nothing of this report. */
static void
add_abuse(Build *build)
{
    guint from = build->lines->len;
    if (build->detail->caller_state != PK_CALLER_ABUSE)
        return;
    g_autofree char *state = caller_words(build);
    g_autofree char *words =
        g_strdup_printf(_("! %s: who was called back knows nothing of this"), state);
    add_wrapped(build, "", words);
    for (guint i = from; i < build->lines->len; i++)
        ((PkDetailLine *)build->lines->pdata[i])->role = PK_ROLE_WARN;
}

static void
add_head(Build *build)
{
    const PkIncident *incident = build->detail->incident;
    g_autofree char *severity =
        incident->severity ? pk_word_caps(&pk_words_severity, incident->severity) : g_strdup("-");
    g_autofree char *start = g_strdup_printf("%s  %s  ", incident->ident, severity);
    PkDetailLine *line = add(build, PK_ROLE_HEADING, g_strdup(start));
    line->chip = pk_tlp_label(incident->tlp);
    line->chip_tlp = incident->tlp;
    line->chip_col = pk_canvas_width(start);
    bool told = say_also(build, line);
    if (*build->detail->place)
        add_wrapped(build, "", build->detail->place);
    add_wrapped(build, "", incident->title);
    add_abuse(build);
    add_since(build);
    /* The row that is empty otherwise: somebody who comes or goes moves nothing. */
    g_autofree char *also = told ? NULL : also_words(build);
    add(build, PK_ROLE_NORMAL, g_strdup(also ? also : ""));
}

static void
add_caller(Build *build)
{
    const PkIncident *incident = build->detail->incident;
    const char *name = incident->reporter ? incident->reporter : "";
    const char *role = incident->reporter_role ? incident->reporter_role : "";
    if (*name || *role) {
        g_autofree char *state = caller_words(build);
        add_fact(build, _("caller"), "%s%s%s%s  %s", name, *role ? " (" : "", role,
                 *role ? ")" : "", state);
    }
    if (incident->reporter_phone && *incident->reporter_phone)
        add_fact(build, _("number"), _("%s  given by the caller: never call back on it"),
                 incident->reporter_phone);
}

static void add_nearest(Build *build);

/* Who may see it: on a red incident that is what one asks first. */
static void
add_named(Build *build)
{
    const GPtrArray *named = build->detail->named;
    g_autoptr(GString) names = g_string_new(NULL);

    if (build->detail->incident->tlp != PK_TLP_RED || !named)
        return;
    for (guint i = 0; i < named->len; i++) {
        const PkNamedView *one = named->pdata[i];
        if (one->active)
            g_string_append_printf(names, "%s%s", names->len ? ", " : "", one->initials);
    }
    add_fact(build, _("named"), "%s", names->len ? names->str : "-");
}

static void
add_facts(Build *build)
{
    const PkIncident *incident = build->detail->incident;
    g_autofree char *status = pk_word_caps(&pk_words_status, (int)incident->status);
    g_autofree char *kinds = pk_bits_words(&pk_words_kind, incident->kinds);
    PkTimeText since = moment(build, incident->status_since_us);
    add_fact(build, _("status"), _("%s  since %s"), status, since.s);
    add_nearest(build);
    if (build->detail->lead_name && *build->detail->lead_name)
        add_fact(build, _("handled by"), "%s", build->detail->lead_name);
    add_named(build);
    if (*kinds)
        add_fact(build, _("kind"), "%s", kinds);
    if (build->detail->rsit_name && *build->detail->rsit_name)
        add_fact(build, "RSIT", "%s", build->detail->rsit_name);
    add_caller(build);
    add_fact(build, _("came in by"), "%s", pk_word(&pk_words_source, (int)incident->source));
    if (incident->occurred_us) {
        PkTimeText at = pk_time_known(build->view->zone, incident->occurred_us,
                                      incident->occurred_precision, build->view->lang);
        add_fact(build, _("observed"), "%s", at.s);
    }
    if (incident->aware_us) {
        PkTimeText at = moment(build, incident->aware_us);
        add_fact(build, _("aware since"), "%s", at.s);
    }
    if (incident->personal_data != PK_TRISTATE_EMPTY)
        add_fact(build, _("personal d."), "%s",
                 pk_word(&pk_words_tristate, (int)incident->personal_data));
    if (build->detail->missing->len) {
        g_autoptr(GPtrArray) names = g_ptr_array_new();
        for (guint i = 0; i < build->detail->missing->len; i++)
            g_ptr_array_add(names, build->detail->missing->pdata[i]);
        g_ptr_array_add(names, NULL);
        g_autofree char *joined = g_strjoinv(", ", (char **)names->pdata);
        add_fact(build, _("INCOMPLETE"), "%s", joined);
    }
}

static bool
runs(const PkClockView *clock)
{
    return clock->due_us && (clock->state == PK_CLOCK_RUNNING ||
                             clock->state == PK_CLOCK_NOT_SURE || clock->state == PK_CLOCK_OVERDUE);
}

/* Running ones first, nearest first. */
static int
by_due(gconstpointer a, gconstpointer b)
{
    const PkClockView *x = *(PkClockView *const *)a, *y = *(PkClockView *const *)b;
    if (runs(x) != runs(y))
        return runs(x) ? -1 : 1;
    return (x->due_us > y->due_us) - (x->due_us < y->due_us);
}

/* Borrowed clocks, in the order of by_due. Owned array. */
static GPtrArray *
sorted_clocks(const Build *build)
{
    const GPtrArray *clocks = build->detail->clocks;
    GPtrArray *sorted = g_ptr_array_sized_new(clocks->len);
    for (guint i = 0; i < clocks->len; i++)
        g_ptr_array_add(sorted, clocks->pdata[i]);
    g_ptr_array_sort(sorted, by_due);
    return sorted;
}

/* "!!  01:14  24h  RUNS  Oefendam": what may be cut on a narrow screen stands last. Owned. */
static char *
clock_words(const Build *build, const PkClockView *clock)
{
    PkTimeText left = pk_time_left(clock->due_us, build->view->now_us);
    g_autofree char *state = pk_word_caps(&pk_words_clock_state, (int)clock->state);
    return g_strdup_printf("%-2s %6s  %s  %s  %s", pk_ui_clock_sign(clock, build->view->now_us),
                           runs(clock) ? left.s : "-", clock->short_name, state, clock->org_name);
}

/* A deadline is a row to stand on: Enter says that it was met, or does not apply. */
static void
stand_on(const Build *build, PkDetailLine *line, const PkClockView *clock)
{
    line->kind = PK_DETAIL_CLOCK;
    line->key = clock->key;
    for (guint i = 0; i < build->detail->clocks->len; i++) {
        if (build->detail->clocks->pdata[i] == clock)
            line->index = i;
    }
}

/* The nearest ones stand right below the status: they must be on the first screen. */
static void
add_nearest(Build *build)
{
    g_autoptr(GPtrArray) clocks = sorted_clocks(build);
    bool narrow = build->cols < 45;
    for (guint i = 0; i < MIN(clocks->len, NEAREST); i++) {
        g_autofree char *words = clock_words(build, clocks->pdata[i]);
        g_autofree char *head = narrow ? g_strdup("") : pk_text_pad(i ? "" : _("deadlines"), 12);
        stand_on(build, add(build, PK_ROLE_NORMAL, g_strconcat(head, words, NULL)),
                 clocks->pdata[i]);
    }
}

static void
add_clocks(Build *build)
{
    g_autoptr(GPtrArray) clocks = sorted_clocks(build);
    if (clocks->len <= NEAREST)
        return;
    add(build, PK_ROLE_NORMAL, g_strdup(""));
    add(build, PK_ROLE_HEADING, g_strdup_printf(_("MORE DEADLINES  %u"), clocks->len - NEAREST));
    for (guint i = NEAREST; i < clocks->len; i++)
        stand_on(build, add(build, PK_ROLE_NORMAL, clock_words(build, clocks->pdata[i])),
                 clocks->pdata[i]);
}

static void
add_parties(Build *build, GHashTable *marks)
{
    const GPtrArray *parties = build->detail->parties;
    if (parties->len == 0)
        return;
    add(build, PK_ROLE_NORMAL, g_strdup(""));
    add(build, PK_ROLE_HEADING,
        g_strdup_printf(P_("PARTIES %u", "PARTIES %u", parties->len), parties->len));
    int name_width = CLAMP(build->cols - 32, 10, 28);
    for (guint i = 0; i < parties->len; i++) {
        const PkParty *party = parties->pdata[i];
        g_autofree char *name = pk_text_pad(party->org_name, name_width);
        g_autofree char *status = pk_word_caps(&pk_words_party_status, (int)party->status);
        g_autofree char *status_cell = pk_text_pad(status, 14);
        g_autofree char *needs = pk_bits_words(&pk_words_need, party->needs);
        PkTimeText left = { "" };
        if (party->clock_due_us)
            left = pk_time_left(party->clock_due_us, build->view->now_us);
        bool marked = marks && g_hash_table_contains(marks, &party->key);
        PkDetailLine *line =
            add(build, PK_ROLE_NORMAL,
                g_strdup_printf("%c %s %s %s%s%s%s", marked ? '*' : ' ', name, status_cell, left.s,
                                *left.s ? "  " : "",
                                party->role == PK_PARTY_ROLE_AFFECTED
                                    ? ""
                                    : pk_word(&pk_words_party_role, (int)party->role),
                                needs));
        line->kind = PK_DETAIL_PARTY;
        line->key = party->key;
        line->index = i;
        line->marked = marked;
    }
}

static void
add_actions(Build *build)
{
    const GPtrArray *actions = build->detail->actions;
    unsigned open = 0;
    for (guint i = 0; i < actions->len; i++)
        open += pk_standing_action_is_open(actions->pdata[i]);
    if (actions->len == 0)
        return;
    add(build, PK_ROLE_NORMAL, g_strdup(""));
    add(build, PK_ROLE_HEADING, g_strdup_printf(_("ACTIONS  %u open"), open));
    for (guint i = 0; i < actions->len; i++) {
        const PkStandingAction *action = actions->pdata[i];
        bool is_open = pk_standing_action_is_open(action);
        const char *sign = !is_open ? (action->done_us ? "x" : "-")
                           : pk_standing_action_is_late(action, build->view->now_us) ? "!"
                                                                                     : " ";
        PkTimeText due = { "" };
        if (is_open && action->due_us)
            due = moment(build, action->due_us);
        PkDetailLine *line =
            add(build, PK_ROLE_NORMAL,
                g_strdup_printf("[%s] A%d %s%s%s%s%s", sign, (int)action->no,
                                pk_standing_action_title(action), *due.s ? "  " : "", due.s,
                                action->reason && *action->reason ? "  " : "",
                                action->reason ? action->reason : ""));
        line->kind = PK_DETAIL_ACTION;
        line->key = action->no;
        line->index = i;
    }
}

static void
add_last(Build *build)
{
    const GPtrArray *lines = build->detail->last_lines;
    add(build, PK_ROLE_NORMAL, g_strdup(""));
    add(build, PK_ROLE_HEADING,
        g_strdup_printf(_("LAST LINES  %d in all"), (int)build->detail->incident->n_lines));
    for (guint i = 0; i < lines->len; i++) {
        const PkLine *line = lines->pdata[i];
        PkTimeText at = pk_time_text(build->view->utc ? NULL : build->view->zone, line->event_us,
                                     build->view->lang, PK_TIME_CLOCK);
        g_autofree char *category = pk_word_caps(&pk_words_category, (int)line->category);
        const char *text = line->erased   ? _("(erased)")
                           : line->hidden ? pk_line_unread(line)
                                          : line->text;
        size_t first = text ? strcspn(text, "\n") : 0;
        PkDetailLine *shown =
            add(build, PK_ROLE_NORMAL,
                g_strdup_printf("%s %s%s  %.*s", at.s, line->corrected ? "~" : " ", category,
                                (int)first, text ? text : ""));
        shown->kind = PK_DETAIL_LINE;
        shown->key = line->key;
        shown->index = i;
    }
    if (build->detail->changed && *build->detail->changed) {
        add(build, PK_ROLE_NORMAL, g_strdup(""));
        add_wrapped(build, "", build->detail->changed);
    }
}

GPtrArray *
pk_detail_lines(const PkDetail *detail, const PkView *view, int cols, GHashTable *marks)
{
    Build build = { detail, view, MAX(cols, 20), g_ptr_array_new_with_free_func(line_free) };
    g_autofree char *needs = pk_bits_words(&pk_words_need, detail->incident->needs);
    add_head(&build);
    add_facts(&build);
    if (*needs) {
        add(&build, PK_ROLE_NORMAL, g_strdup(""));
        add_fact(&build, _("HELP"), "%s", needs);
    }
    add_clocks(&build);
    add_parties(&build, marks);
    add_actions(&build);
    add_last(&build);
    return build.lines;
}

int
pk_detail_next(const GPtrArray *lines, int at, int by)
{
    for (int i = at + by; i >= 0 && i < (int)lines->len; i += by) {
        const PkDetailLine *line = lines->pdata[i];
        if (line->kind != PK_DETAIL_TEXT)
            return i;
    }
    return -1;
}
