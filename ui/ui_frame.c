/* SPDX-License-Identifier: EUPL-1.2 */
/* The rows around a place: header, tabs, ribbon, message, keys; and what is left of them when the
 * window is small. */
#include "console.h"
#include "piket/base/clock.h"
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/model/deadline.h"
#include "piket/model/timefmt.h"

#include <string.h>

enum { WIDE_COLS = 100, TAB_ROWS = 30 };

/* How much of who one is: all that the width is for, who is on duty by name, or by login. */
typedef enum { ALL, BY_NAME, BY_LOGIN } Much;

static bool
has_tabs(const PkView *view)
{
    return view->cols >= WIDE_COLS && view->rows >= TAB_ROWS;
}

/* A sentence that is longer than the row takes the row above as well, not half its words. */
static int
message_rows(const PkUi *ui)
{
    int width = ui->message ? pk_canvas_width(ui->message) : 0, cols = ui->view.cols - 2;
    if (width <= cols || ui->view.rows < 12)
        return 1;
    g_autoptr(GPtrArray) lines = pk_text_wrap(ui->message, MAX(10, cols));
    return CLAMP((int)lines->len, 1, cols < 58 ? 4 : 3);
}

PkRect
pk_ui_body(const PkUi *ui)
{
    int top = 3 + has_tabs(&ui->view);
    return (PkRect){ top, 0, MAX(0, ui->view.rows - top - 1 - message_rows(ui)), ui->view.cols };
}

/* ---- header ------------------------------------------------------------------------------------
 */

static char *
place_words(const PkUi *ui)
{
    if (ui->panel && ui->panel->title)
        return g_strdup(_(ui->panel->title));
    return g_strdup_printf("%c %s", ui->place->digit, _(ui->place->title));
}

void
pk_ui_duty_free(PkDutyNow *duty)
{
    if (duty)
        pk_duty_now_clear(duty);
    g_free(duty);
}

void
pk_ui_duty_tick(PkUi *ui)
{
    int64_t now_us = pk_clock_now_us();
    if (!ui->duty || now_us < ui->duty->change_us)
        return;
    ui->duty->change_us = now_us + PK_MINUTE_US; /* when this reading fails: in a minute again */
    pk_ui_reload(ui);
}

/* "duty J. de Vries"; with room "duty: J. de Vries until 08:00  backup: M. Bakker". */
static void
add_duty(const PkUi *ui, Much much, GString *out)
{
    const PkDutyRow *officer = ui->duty->rows[PK_DUTY_OFFICER];
    const PkDutyRow *backup = ui->duty->rows[PK_DUTY_BACKUP];
    bool wide = ui->view.cols >= WIDE_COLS && much == ALL;
    if (!officer) {
        g_string_append(out, _("duty: nobody"));
    } else if (wide) {
        int64_t until = officer->shift->until_us;
        bool soon = until - ui->view.now_us < PK_DAY_US;
        PkTimeText at = pk_time_text(ui->view.zone, until, ui->view.lang,
                                     soon ? PK_TIME_CLOCK : PK_TIME_WEEKDAY | PK_TIME_CLOCK);
        g_string_append_printf(out, _("duty: %s until %s"), officer->name, at.s);
    } else {
        g_string_append_printf(out, _("duty %s"),
                               much == BY_LOGIN ? officer->shift->login : officer->name);
    }
    if (wide && backup)
        g_string_append_printf(out, _("  backup: %s"), backup->name);
    if (!officer || strcmp(officer->shift->login, ui->login) != 0)
        g_string_append_printf(out, _("  you: %s"), ui->login);
}

/* Whether pages go on by themselves: loud when there was a watch and is none; with room also that
 * there is one. */
static void
add_watch(const PkUi *ui, Much much, GString *out)
{
    const PkWatchState *watch = ui->overview ? &ui->overview->watch : NULL;
    if (!watch || !watch->ever || (watch->alive && (much != ALL || ui->view.cols < WIDE_COLS)))
        return;
    if (much != ALL) {
        g_string_append(out, _("NO WATCH  "));
        return;
    }
    PkTimeText since = pk_time_text(ui->view.zone, watch->since_us, ui->view.lang,
                                    ui->view.now_us - watch->since_us < PK_DAY_US
                                        ? PK_TIME_CLOCK
                                        : PK_TIME_WEEKDAY | PK_TIME_CLOCK);
    g_string_append_printf(out, watch->alive ? _("watch since %s  ") : _("NO WATCH since %s  "),
                           since.s);
}

/* Who is on duty, who works when that is somebody else, and in which mode this is: never left to
 * memory. Until the first is read: who works. */
static char *
identity_words(const PkUi *ui, Much much)
{
    GString *out = g_string_new(NULL);
    unsigned loud = ui->overview ? ui->overview->n_loud : 0;
    if (loud)
        g_string_append_printf(out, P_("!%u page  ", "!%u pages  ", loud), loud);
    add_watch(ui, much, out);
    if (ui->demo)
        g_string_append_printf(out, "%s  ", _("DEMO"));
    if (ui->read_only)
        g_string_append_printf(out, "%s  ", _("READ ONLY"));
    if (ui->stale && ui->data_at_us) {
        PkTimeText at = pk_time_text(ui->view.zone, ui->data_at_us, ui->view.lang, PK_TIME_CLOCK);
        g_string_append_printf(out, _("data of %s  "), at.s);
    }
    if (ui->duty)
        add_duty(ui, much, out);
    else
        g_string_append(out, ui->person);
    return g_string_free(out, FALSE);
}

/* The first of these that fits: of two with words between, or (one NULL) of one; else the last. */
static char *
fitting(const char *const pairs[][2], size_t n, int room)
{
    for (size_t i = 0;; i++) {
        const char *one = pairs[i][0], *other = pairs[i][1];
        char *words =
            g_strconcat(one ? one : "", one && other ? "  " : "", other ? other : "", NULL);
        if (i + 1 == n || pk_canvas_width(words) <= room)
            return words;
        g_free(words);
    }
}

/* While the server does not answer that comes before who one is: as much of both as fits. */
static char *
right_words(const PkUi *ui, int room)
{
    g_autofree char *all = identity_words(ui, ALL), *name = identity_words(ui, BY_NAME);
    g_autofree char *login = identity_words(ui, BY_LOGIN);
    g_autofree char *away = pk_ui_away_words(ui);
    g_autofree char *soon = pk_outbox_short(ui->mode, &ui->outbox, ui->view.now_us);
    const char *const pairs[][2] = { { away, all },   { away, name }, { soon, all }, { soon, name },
                                     { soon, login }, { away, NULL }, { soon, NULL } };
    const char *const here[][2] = { { all, NULL }, { name, NULL }, { login, NULL } };
    if (!away)
        return fitting(here, G_N_ELEMENTS(here), room);
    return fitting(pairs, G_N_ELEMENTS(pairs), room);
}

/* Where there is more to say, date and UTC give way before who one is. */
static PkTimeText
header_clock(const PkUi *ui, const char *place)
{
    const PkView *view = &ui->view;
    unsigned bare = PK_TIME_WEEKDAY | PK_TIME_CLOCK | PK_TIME_ZONE;
    unsigned parts = view->cols >= WIDE_COLS ? PK_TIME_HEADER_WIDE
                     : view->cols >= 60      ? PK_TIME_HEADER
                                             : bare;
    PkTimeText whole = pk_time_text(view->zone, view->now_us, view->lang, parts);
    g_autofree char *away = pk_ui_away_words(ui);
    g_autofree char *who = identity_words(ui, away ? ALL : BY_NAME);
    int wanted = 7 + pk_canvas_width(place) + 2 + (away ? pk_canvas_width(away) + 2 : 0) +
                 pk_canvas_width(who) + 3 + (int)strlen(whole.s);
    return wanted > view->cols ? pk_time_text(view->zone, view->now_us, view->lang, bare) : whole;
}

static void
draw_header(const PkUi *ui, PkCanvas *canvas)
{
    const PkView *view = &ui->view;
    g_autofree char *place = place_words(ui);
    PkTimeText clock = { "" };
    int used = 0;
    pk_canvas_fill(canvas, 0, 0, 1, view->cols, PK_ROLE_TITLE);
    if (ui->clock) {
        clock = header_clock(ui, place);
        used = (int)strlen(clock.s);
        pk_canvas_text(canvas, 0, view->cols - used - 1, used, PK_ROLE_TITLE, clock.s);
    }
    int room = view->cols - used - 3;
    if (view->cols < 60) {
        g_autofree char *away = pk_outbox_short(ui->mode, &ui->outbox, view->now_us);
        unsigned loud = ui->overview ? ui->overview->n_loud : 0;
        g_autofree char *pages = loud ? g_strdup_printf(" !%u", loud) : g_strdup("");
        pk_canvas_printf(canvas, 0, 0, PK_ROLE_TITLE, " PIKET %c%s%s%s %s", ui->place->digit, pages,
                         ui->demo ? " DEMO" : "", ui->read_only ? " RO" : "", away ? away : "");
        return;
    }
    int at = pk_canvas_printf(canvas, 0, 0, PK_ROLE_TITLE, " PIKET ");
    at += pk_canvas_fit(canvas, 0, at, room - at, PK_ROLE_TITLE, place);
    at += 2;
    g_autofree char *who = right_words(ui, room - at);
    if (room - at > 6)
        pk_canvas_fit_right(canvas, 0, at, room - at, PK_ROLE_TITLE, who);
}

static void
draw_tabs(const PkUi *ui, PkCanvas *canvas)
{
    int at = 0;
    for (size_t i = 0; i < pk_n_screens; i++) {
        bool here = pk_screens[i] == ui->place;
        at += pk_canvas_printf(canvas, 1, at, here ? PK_ROLE_HEADING : PK_ROLE_NORMAL, "%s%c %s%s ",
                               here ? "[" : " ", pk_screens[i]->digit, _(pk_screens[i]->title),
                               here ? "]" : " ");
    }
}

/* ---- ribbon ------------------------------------------------------------------------------------
 */

static PkRole
sign_role(const char *sign)
{
    return strcmp(sign, "!!") == 0 ? PK_ROLE_ALARM : *sign ? PK_ROLE_WARN : PK_ROLE_NORMAL;
}

/* "!!24h I26-0409 01:14 left" */
static char *
clock_words(const PkUi *ui, const PkClockView *clock, const char **ret_sign)
{
    const char *sign = pk_ui_clock_sign(clock, ui->view.now_us);
    PkTimeText left = pk_time_left(clock->due_us, ui->view.now_us);
    *ret_sign = sign;
    if (clock->due_us <= ui->view.now_us)
        return g_strdup_printf(_("%s%s %s%s%s overdue %s"), sign, clock->short_name, clock->ident,
                               ui->view.cols >= WIDE_COLS && *clock->org_name ? " " : "",
                               ui->view.cols >= WIDE_COLS ? clock->org_name : "", left.s + 1);
    return g_strdup_printf(_("%s%s %s%s%s %s left"), sign, clock->short_name, clock->ident,
                           ui->view.cols >= WIDE_COLS && *clock->org_name ? " " : "",
                           ui->view.cols >= WIDE_COLS ? clock->org_name : "", left.s);
}

static void
draw_ribbon(const PkUi *ui, PkCanvas *canvas, int row)
{
    const GPtrArray *clocks = ui->overview ? ui->overview->clocks : NULL;
    const char *all = _("d:all");
    int all_width = pk_canvas_width(all), cols = ui->view.cols;
    if (!clocks || clocks->len == 0) {
        pk_canvas_text(canvas, row, 1, cols - 1, PK_ROLE_NORMAL,
                       ui->overview ? _("No deadlines.") : "");
        return;
    }
    int at = 1;
    if (cols >= 60)
        at += pk_canvas_printf(canvas, row, at, PK_ROLE_NORMAL, "%s ", _("Deadlines:"));
    guint shown = 0;
    for (; shown < clocks->len; shown++) {
        const char *sign = "";
        g_autofree char *words = clock_words(ui, clocks->pdata[shown], &sign);
        int width = pk_canvas_width(words);
        int rest = all_width + 2 + (shown + 1 < clocks->len ? 7 : 0);
        if (shown > 0 && at + 3 + width + rest > cols)
            break;
        if (shown > 0)
            at += pk_canvas_text(canvas, row, at, 3, PK_ROLE_NORMAL, " | ");
        at += pk_canvas_text(canvas, row, at, cols - at - all_width - 2, sign_role(sign), words);
    }
    if (shown < clocks->len && cols >= 60)
        pk_canvas_printf(canvas, row, at, PK_ROLE_NORMAL, " | +%u", clocks->len - shown);
    pk_canvas_text(canvas, row, cols - all_width, all_width, PK_ROLE_KEY, all);
}

/* ---- the two rows at the bottom
 * ------------------------------------------------------------------ */

static void
draw_message(const PkUi *ui, PkCanvas *canvas)
{
    PkRole role = ui->message_level == PK_SAY_ERROR ? PK_ROLE_ERROR : PK_ROLE_MESSAGE;
    if (!ui->message)
        return;
    int rows = message_rows(ui), top = ui->view.rows - 1 - rows, cols = ui->view.cols - 2;
    if (rows == 1) {
        pk_canvas_fit(canvas, top, 1, cols, role, ui->message);
        return;
    }
    g_autoptr(GPtrArray) lines = pk_text_wrap(ui->message, MAX(10, cols));
    pk_canvas_fill(canvas, top, 0, rows, ui->view.cols, PK_ROLE_NORMAL);
    for (int i = 0; i < rows; i++) {
        bool cut = i == rows - 1 && (int)lines->len > rows;
        g_autofree char *last = cut ? g_strdup_printf("%s ...", (char *)lines->pdata[i]) : NULL;
        pk_canvas_fit(canvas, top + i, 1, cols, role, cut ? last : lines->pdata[i]);
    }
}

static void
add_hint(const PkAction *action, GString *out, int cols)
{
    g_autofree char *first = g_strndup(action->keys, strcspn(action->keys, " "));
    g_autofree char *key = pk_ui_keys_shown(first);
    if (!*action->word || !*key)
        return;
    g_autofree char *hint = g_strdup_printf("%s%s:%s", out->len ? "  " : "", key, _(action->word));
    if (pk_canvas_width(out->str) + pk_canvas_width(hint) <= cols)
        g_string_append(out, hint);
}

static void
add_hints(const PkAction *actions, size_t n, GString *out, int cols)
{
    for (size_t i = 0; i < n; i++) {
        if (actions[i].flags & PK_ACT_HINT)
            add_hint(&actions[i], out, cols);
    }
}

/* What the place itself says is most useful now. */
static void
add_named(const PkUi *ui, const char *names, GString *out, int cols)
{
    bool global = false;
    g_auto(GStrv) all = g_strsplit(names, " ", -1);
    for (guint i = 0; all[i]; i++) {
        const PkAction *action = pk_ui_find_action(ui, all[i], &global);
        if (action)
            add_hint(action, out, cols);
    }
}

/* Ends a row of keys behind the last one that fits whole. */
static void
end_early(char *hint, int cols)
{
    for (char *end = strrchr(hint, ' '); end && end > hint; end = strrchr(hint, ' ')) {
        bool between = end[-1] == ' ' || end[-1] == '.';
        *end = '\0';
        if (between && pk_canvas_width(g_strchomp(hint)) <= cols)
            return;
        if (!strstr(hint, "  ") && !strstr(hint, ". "))
            return;
    }
}

/* The keys of the place first, then the general ones, as many as fit; ? always. */
static void
draw_keys(const PkUi *ui, PkCanvas *canvas)
{
    int row = ui->view.rows - 1, cols = ui->view.cols - 2;
    if (ui->panel) {
        g_autofree char *hint = ui->panel->hint ? ui->panel->hint(ui->panel_state) : NULL;
        if (hint && pk_canvas_width(hint) > cols)
            end_early(hint, cols);
        if (hint)
            pk_canvas_fit(canvas, row, 1, cols, PK_ROLE_KEY, hint);
        return;
    }
    g_autofree char *help = g_strdup_printf("  ?:%s", _("help"));
    g_autoptr(GString) out = g_string_new(NULL);
    int room = cols - pk_canvas_width(help);
    add_hints(pk_global_actions, 1, out, room); /* m: ready for the telephone, always first */
    if (ui->place->hints) {
        const char *names = ui->place->hints(pk_ui_state((PkUi *)ui, ui->place));
        add_named(ui, names, out, room);
    } else {
        add_hints(ui->place->actions, ui->place->n_actions, out, room);
        add_hints(pk_global_actions + 1, pk_n_global_actions - 1, out, room);
    }
    g_string_append(out, help);
    pk_canvas_text(canvas, row, 1, cols, PK_ROLE_KEY, out->str);
}

/* ---- too small
 * ----------------------------------------------------------------------------------- */

/* What was done is said in the smallest window too, as much as fits. */
static void
draw_small_message(const PkUi *ui, PkCanvas *canvas)
{
    g_autoptr(GPtrArray) lines = pk_text_wrap(ui->message, MAX(10, ui->view.cols - 1));
    int rows = ui->view.rows - 3;
    pk_canvas_fill(canvas, 2, 0, rows, ui->view.cols, PK_ROLE_NORMAL);
    for (int i = 0; i < rows && i < (int)lines->len; i++)
        pk_canvas_fit(canvas, 2 + i, 1, ui->view.cols - 1, PK_ROLE_MESSAGE, lines->pdata[i]);
}

static void
draw_small(const PkUi *ui, PkCanvas *canvas)
{
    const PkView *view = &ui->view;
    PkTimeText clock =
        pk_time_text(view->zone, view->now_us, view->lang, PK_TIME_CLOCK | PK_TIME_ZONE);
    if (pk_view_size(view) == PK_SIZE_TINY) {
        pk_canvas_text(canvas, 0, 0, view->cols, PK_ROLE_NORMAL, clock.s);
        pk_canvas_text(canvas, 1, 0, view->cols, PK_ROLE_NORMAL, _("Too small"));
        pk_canvas_cursor(canvas, view->rows - 1, 0);
        return;
    }
    pk_canvas_printf(canvas, 0, 1, PK_ROLE_TITLE, "PIKET %s", clock.s);
    if (ui->overview && ui->overview->clocks->len) {
        const PkClockView *next = ui->overview->clocks->pdata[0];
        PkTimeText left = pk_time_left(next->due_us, view->now_us);
        pk_canvas_printf(canvas, 1, 1, PK_ROLE_NORMAL, "%s%s", pk_ui_clock_sign(next, view->now_us),
                         left.s);
    }
    bool form = ui->panel && ui->panel->flush;
    pk_canvas_printf(canvas, 2, 1, PK_ROLE_NORMAL, _("Window %dx%d cannot"), view->cols,
                     view->rows);
    pk_canvas_text(canvas, 3, 1, view->cols - 1, PK_ROLE_NORMAL, _("show more."));
    if (form)
        pk_canvas_text(canvas, 4, 1, view->cols - 1, PK_ROLE_NORMAL, _("The draft is kept"));
    else if (!ui->panel && ui->message)
        draw_small_message(ui, canvas);
    pk_canvas_text(canvas, view->rows - 1, 1, view->cols - 1, PK_ROLE_KEY,
                   form        ? _("Ctrl-S:save")
                   : ui->panel ? _("Esc:back")
                               : _("m:report  ?:help"));
    pk_canvas_cursor(canvas, view->rows - 1, 1);
}

/* ---- everything
 * ------------------------------------------------------------------------------------ */

static void
draw_panel(PkUi *ui, PkCanvas *canvas, PkRect body)
{
    const PkPanel *panel = ui->panel;
    PkRect area = body;
    if (!panel->full) {
        int wanted = panel->height ? panel->height(ui->panel_state, &ui->view) : 8;
        area.rows = CLAMP(wanted, 1, MAX(1, body.rows - 1));
        area.row = body.row + body.rows - area.rows;
        pk_canvas_fill(canvas, area.row - 1, 0, area.rows + 1, area.cols, PK_ROLE_NORMAL);
        pk_canvas_rule(canvas, area.row - 1, 0, area.cols);
    }
    panel->draw(ui->panel_state, &ui->view, canvas, area);
}

void
pk_ui_draw(PkUi *ui, PkCanvas *canvas)
{
    pk_ui_view(ui);
    PkSize size = pk_view_size(&ui->view);
    if (size == PK_SIZE_TINY || size == PK_SIZE_SMALL) {
        draw_small(ui, canvas);
        return;
    }
    PkRect body = pk_ui_body(ui);
    int ribbon = body.row - 2;
    if (!(ui->panel && ui->panel->full))
        ui->place->draw(pk_ui_state(ui, ui->place), &ui->view, canvas, body);
    draw_header(ui, canvas);
    if (ribbon > 1)
        draw_tabs(ui, canvas);
    draw_ribbon(ui, canvas, ribbon);
    pk_canvas_rule(canvas, ribbon + 1, 0, ui->view.cols);
    draw_message(ui, canvas);
    draw_keys(ui, canvas);
    if (ui->panel)
        draw_panel(ui, canvas, body);
}
