/* SPDX-License-Identifier: EUPL-1.2 */
#include "piket/base/i18n.h"
#include "piket/base/text.h"
#include "piket/model/timefmt.h"
#include "screens/callback.h"

#include <string.h>

enum { CHECK_ROWS = 12, LABEL = 3, VALUE = 25, NARROW_LINES = 2 };

/* clang-format off */
static const struct {
    const char *words, *leads, *brief;
} outcomes[PK_CALL_OUTCOMES] = {
    { N_("person is real and reported this"),   N_("-> VERIFIED"),                  N_("real, reported it") },
    { N_("person is real and knows nothing"),   N_("-> POSSIBLE ABUSE, escalate"),  N_("real, knows nothing: ABUSE?") },
    { N_("no answer, or voicemail"),            N_("-> again in 10 min"),           N_("no answer: again in 10 min") },
    { N_("other number or other person"),       N_("-> next line of the card"),     N_("other: next line") },
};
/* clang-format on */

const char *
pk_call_outcome_words(PkCallOutcome outcome, bool brief)
{
    return _(brief ? outcomes[outcome].brief : outcomes[outcome].words);
}

/* ---- the card ----------------------------------------------------------------------------------
 */

static char *
number_words(const PkCallLine *line)
{
    if (line->fit == PK_CALL_IS_CALLERS)
        return g_strdup(_("the caller's: NO"));
    return line->number ? pk_phone_group(line->number) : g_strdup(_("no number"));
}

/* "28 Jan 2026", "STALE (14 mo)", or that the desk is closed now. Owned. */
static char *
checked_words(const PkCallLine *line, const PkView *view)
{
    int months = pk_contact_age_months(line->contact, view->now_us);
    PkTimeText at =
        pk_time_text(view->zone, line->contact->checked_us, view->lang, PK_TIME_SHORT_DATE);
    g_autofree char *stale = months < 0 ? g_strdup_printf("%s (%s)", _("STALE"), _("never checked"))
                                        : g_strdup_printf(_("STALE (%d mo)"), months);
    const char *words = line->stale ? stale : at.s;
    return line->fit == PK_CALL_IS_CLOSED ? g_strdup_printf(_("closed; %s"), words)
                                          : g_strdup(words);
}

static void
draw_line(const PkCallLine *line, const PkView *view, PkCanvas *canvas, int row, int cols)
{
    g_autofree char *number = number_words(line), *checked = checked_words(line, view);
    g_autofree char *role =
        g_strdup_printf("%s%s", line->region ? _("VR ") : "",
                        pk_word(&pk_words_contact_role, (int)line->contact->role));
    bool wide = cols >= 100;
    int name = wide ? 26 : 17, at = 3;
    pk_canvas_fit(canvas, row, at, 8, PK_ROLE_NORMAL, role);
    at += 9;
    pk_canvas_fit(canvas, row, at, name, PK_ROLE_NORMAL, line->contact->name);
    at += name + 1;
    pk_canvas_fit(canvas, row, at, 17, PK_ROLE_NORMAL, number);
    at += 18;
    int source = cols - at - 22;
    pk_canvas_fit(canvas, row, at, source - 1, PK_ROLE_NORMAL,
                  line->contact->source ? line->contact->source : "");
    pk_canvas_fit(canvas, row, cols - 22, 21, line->stale ? PK_ROLE_WARN : PK_ROLE_NORMAL, checked);
}

static void
draw_line_narrow(const PkCallLine *line, const PkView *view, PkCanvas *canvas, int row, int cols)
{
    g_autofree char *number = number_words(line), *checked = checked_words(line, view);
    g_autofree char *who = g_strdup_printf(
        "%s  %s", pk_word(&pk_words_contact_role, (int)line->contact->role), line->contact->name);
    pk_canvas_fit(canvas, row, 2, cols - 3, PK_ROLE_NORMAL, who);
    int used = pk_canvas_text(canvas, row + 1, 4, 18, PK_ROLE_NORMAL, number);
    pk_canvas_fit(canvas, row + 1, 4 + used + 1, cols - used - 6,
                  line->stale ? PK_ROLE_WARN : PK_ROLE_NORMAL, checked);
}

static void
draw_heads(PkCanvas *canvas, int row, int cols)
{
    int name = cols >= 100 ? 26 : 17, number = 12 + name + 1;
    pk_canvas_text(canvas, row, 3, 8, PK_ROLE_HEADING, _("role"));
    pk_canvas_text(canvas, row, 12, name, PK_ROLE_HEADING, _("name"));
    pk_canvas_text(canvas, row, number, 17, PK_ROLE_HEADING, _("number"));
    pk_canvas_fit(canvas, row, number + 18, cols - number - 40, PK_ROLE_HEADING, _("source"));
    pk_canvas_text(canvas, row, cols - 22, 21, PK_ROLE_HEADING, _("checked"));
}

static void
draw_org(const PkCallCheck *check, PkCanvas *canvas, PkRect area)
{
    const PkOrg *org = check->org;
    g_autofree char *age =
        check->card_days >= 0
            ? g_strdup_printf(P_("card %d day old", "card %d days old", check->card_days),
                              check->card_days)
            : g_strdup(_("card never checked"));
    g_autofree char *text = g_strdup_printf("%s  %s  %s  %s", org->name, org->code ? org->code : "",
                                            org->region_name ? org->region_name : "",
                                            org->joined ? _("joined") : _("not joined"));
    int width = area.cols >= 60 ? pk_canvas_width(age) : 0;
    pk_canvas_fit(canvas, area.row, 1, area.cols - width - 3, PK_ROLE_HEADING, text);
    if (width)
        pk_canvas_text(canvas, area.row, area.cols - width - 1, width, PK_ROLE_NORMAL, age);
}

/* Returns the first row below. */
static int
draw_card(const PkCallPanel *panel, const PkView *view, PkCanvas *canvas, PkRect area, int rows)
{
    const GArray *lines = panel->check->lines;
    bool narrow = area.cols < 60;
    int per = narrow ? 2 : 1, row = area.row, n = MIN(rows / per, (int)lines->len);
    int top = CLAMP(panel->at - n + 1, 0, MAX(0, (int)lines->len - n));
    if (lines->len == 0) {
        pk_canvas_fit(canvas, row, 3, area.cols - 4, PK_ROLE_WARN,
                      _("This card holds no contact."));
        return row + 1;
    }
    for (int i = 0; i < n; i++, row += per) {
        const PkCallLine *line = &g_array_index(lines, PkCallLine, top + i);
        if (narrow)
            draw_line_narrow(line, view, canvas, row, area.cols);
        else
            draw_line(line, view, canvas, row, area.cols);
        if (top + i != panel->at)
            continue;
        pk_canvas_text(canvas, row, 0, 1, PK_ROLE_NORMAL, ">");
        pk_canvas_mark(canvas, row, 0, area.cols, PK_ROLE_SELECTED);
        pk_canvas_cursor(canvas, row, 0);
    }
    return row;
}

/* ---- the check ---------------------------------------------------------------------------------
 */

static void
fact(PkCanvas *canvas, int row, int cols, const char *label, PkRole role, const char *text)
{
    bool narrow = cols < 60;
    int at = narrow ? 2 : VALUE;
    if (narrow) {
        g_autofree char *both = g_strdup_printf(*label == '!' ? "%s %s" : "%s: %s", label, text);
        pk_canvas_fit(canvas, row, at, cols - at - 1, role, both);
        return;
    }
    pk_canvas_fit(canvas, row, LABEL, VALUE - LABEL - 1, PK_ROLE_NORMAL, label);
    pk_canvas_fit(canvas, row, at, cols - at - 1, role, text);
}

static char *
call_words(const PkCallPanel *panel, bool narrow)
{
    const PkCallCheck *check = panel->check;
    const PkCallLine *line =
        panel->at >= 0 ? &g_array_index(check->lines, PkCallLine, panel->at) : NULL;
    if (!line || check->suggested < 0)
        return g_strdup(narrow ? _("none fit; n: look it up")
                               : _("no number here may be called now: n, the public switchboard"));
    if (!line->number)
        return g_strdup(line->fit == PK_CALL_IS_CALLERS ? _("not this one: the caller gave it")
                                                        : _("this line has no number: j/k"));
    g_autofree char *number = pk_phone_group(line->number);
    const char *where = line->region ? _("card of the region") : _("card");
    if (narrow)
        return g_steal_pointer(&number);
    return g_strdup_printf("%s    (%s, %s)%s%s", number, where,
                           pk_word(&pk_words_contact_role, (int)line->contact->role),
                           line->fit == PK_CALL_IS_CLOSED ? _("  closed now") : "",
                           line->n_tried ? _("  called before") : "");
}

static char *
state_words(const PkCallCheck *check, const PkView *view, bool narrow)
{
    g_autofree char *state =
        pk_caller_said(check->state, check->state_us, view->utc ? NULL : view->zone, view->now_us);
    if (check->state == PK_CALLER_VERIFIED || narrow)
        return g_steal_pointer(&state);
    return g_strdup_printf(_("%s - share nothing above TLP:GREEN"), state);
}

/* Returns the first row below. */
static int
draw_caller(const PkCallPanel *panel, const PkView *view, PkCanvas *canvas, int row, int cols)
{
    const PkCallCheck *check = panel->check;
    bool narrow = cols < 60;
    g_autofree char *title = g_strdup_printf(
        narrow ? _("CALL BACK  %s") : _("CALL-BACK CHECK  for report %s"), check->ident);
    g_autofree char *caller =
        *check->caller ? g_strdup_printf("%s%s%s%s", check->caller, *check->caller_role ? " (" : "",
                                         check->caller_role, *check->caller_role ? ")" : "")
                       : g_strdup(_("nobody gave a name"));
    g_autofree char *given = pk_phone_group(check->caller_phone);
    g_autofree char *number =
        !*check->caller_phone ? g_strdup(_("none given"))
        : narrow ? g_strdup_printf(check->on_card ? _("%s on card") : _("%s NOT on card"), given)
        : check->on_card
            ? g_strdup_printf(_("%s      on the card (%s)"), given, check->on_card->name)
            : g_strdup_printf(_("%s      ! NOT on the card"), given);
    g_autofree char *call = call_words(panel, narrow), *state = state_words(check, view, narrow);
    pk_canvas_fit(canvas, row++, 1, cols - 2, PK_ROLE_HEADING, title);
    fact(canvas, row++, cols, _("caller says to be"), PK_ROLE_NORMAL, caller);
    fact(canvas, row++, cols, narrow ? "!" : _("number of the caller"),
         *check->caller_phone && !check->on_card ? PK_ROLE_WARN : PK_ROLE_NORMAL, number);
    fact(canvas, row++, cols, narrow ? _("CALL") : _("call this number"),
         check->suggested < 0 ? PK_ROLE_WARN : PK_ROLE_HEADING, call);
    fact(canvas, row++, cols, _("status"),
         check->state == PK_CALLER_VERIFIED ? PK_ROLE_NORMAL : PK_ROLE_WARN, state);
    return row;
}

static void
draw_outcomes(const PkCallPanel *panel, PkCanvas *canvas, int row, int cols)
{
    bool narrow = cols < 60;
    for (int i = 0; i < PK_CALL_OUTCOMES; i++) {
        g_autofree char *text = g_strdup_printf("%s%d  %s", panel->digit ? "r " : "", i + 1,
                                                pk_call_outcome_words((PkCallOutcome)i, narrow));
        PkRole role = panel->digit ? PK_ROLE_HEADING : PK_ROLE_NORMAL;
        int at = narrow ? 2 : LABEL;
        pk_canvas_fit(canvas, row + i, at, narrow ? cols - 3 : 44, role, text);
        if (!narrow)
            pk_canvas_fit(canvas, row + i, 48, cols - 49, PK_ROLE_NORMAL, _(outcomes[i].leads));
    }
}

void
pk_call_panel_draw(const void *state, const PkView *view, PkCanvas *canvas, PkRect area)
{
    const PkCallPanel *panel = state;
    bool narrow = area.cols < 60;
    int row = area.row;
    int check = narrow ? CHECK_ROWS - 1 : CHECK_ROWS;
    int room = narrow ? NARROW_LINES * 2 : area.rows - check - 3;

    draw_org(panel->check, canvas, area);
    pk_canvas_rule(canvas, ++row, area.col, area.cols);
    row++;
    if (!narrow)
        draw_heads(canvas, row++, area.cols);
    row = draw_card(panel, view, canvas, (PkRect){ row, area.col, area.rows, area.cols },
                    MAX(narrow ? 2 : 1, room));
    pk_canvas_rule(canvas, row++, area.col, area.cols);
    row = draw_caller(panel, view, canvas, row, area.cols);
    if (area.row + area.rows - row > PK_CALL_OUTCOMES + 1)
        row++;
    draw_outcomes(panel, canvas, row, area.cols);
    if (row + PK_CALL_OUTCOMES < area.row + area.rows)
        pk_canvas_fit(canvas, area.row + area.rows - 1, 1, area.cols - 2, PK_ROLE_NORMAL,
                      narrow ? _("Never call the caller's number.")
                             : _("Never call back on the number that the caller gave."));
}
