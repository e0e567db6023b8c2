/* SPDX-License-Identifier: EUPL-1.2 */
/* What every place can do: one table for keys, palette, help and the manual. */
#include "acts.h"
#include "console.h"
#include "piket/base/i18n.h"

#include <string.h>

static void
do_report(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    pk_ui_report(ui, NULL, NULL);
}

static void
do_go(PkUi *ui, G_GNUC_UNUSED void *state, const char *arg)
{
    if (!*arg) {
        pk_ui_open_go(ui);
        return;
    }
    for (size_t i = 0; i < pk_n_screens; i++) {
        if (g_ascii_strcasecmp(pk_screens[i]->name, arg) == 0 ||
            g_ascii_strcasecmp(_(pk_screens[i]->title), arg) == 0 ||
            (arg[0] == pk_screens[i]->digit && !arg[1])) {
            pk_ui_visit(ui, pk_screens[i]);
            return;
        }
    }
    pk_ui_say(ui, PK_SAY_WARN, _("There is no place '%s'. g shows them all."), arg);
}

static void
do_palette(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    pk_ui_open_palette(ui, NULL);
}

static void
do_help(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    pk_ui_open_help(ui);
}

static void
do_deadlines(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    pk_ui_open_deadlines(ui);
}

static void
do_zone(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    ui->view.utc = !ui->view.utc;
    pk_ui_say(ui, PK_SAY_INFO, _("Times are shown in %s."),
              ui->view.utc ? "UTC" : pk_zone_name(ui->view.zone));
}

static void
do_redraw(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    if (ui->term)
        pk_term_redraw(ui->term);
    pk_ui_reload(ui);
}

static void
do_slow(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    ui->view.slow = !ui->view.slow;
    if (ui->term)
        pk_term_set_slow(ui->term, ui->view.slow);
    pk_ui_say(ui, PK_SAY_INFO, "%s",
              ui->view.slow ? _("Slow link: few bytes are sent.") : _("Slow link off."));
}

static void
do_lang(PkUi *ui, G_GNUC_UNUSED void *state, const char *arg)
{
    const char *wanted = *arg ? arg : ui->view.lang == PK_LANG_NL ? "en" : "nl";
    if (strcmp(wanted, "nl") != 0 && strcmp(wanted, "en") != 0) {
        pk_ui_say(ui, PK_SAY_WARN, "%s", _("The languages are nl and en."));
        return;
    }
    ui->view.lang = pk_i18n_start(wanted);
    pk_ui_reload(ui);
    pk_ui_say(ui, PK_SAY_INFO, "%s", _("The language is English now."));
}

static void
leave(PkUi *ui, int64_t value, G_GNUC_UNUSED void *data)
{
    if (value == 'q')
        pk_ui_quit(ui, 0);
}

static void
do_quit(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    PkMenuItem items[] = { { "q", _("leave Piket"), 'q' } };
    pk_ui_menu(ui, _("Leave Piket?"), _("Everything is saved; drafts are kept. Esc stays."), items,
               1, leave, NULL, NULL);
}

/* q and Esc go one level back; only on Overview does q ask to leave. */
static void
do_back(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    if (ui->place->back && ui->place->back(ui, pk_ui_state(ui, ui->place)))
        return;
    if (ui->place != &pk_screen_overview)
        pk_ui_go(ui, &pk_screen_overview);
    else
        do_quit(ui, NULL, "");
}

static void
do_escape(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    if (ui->place->back)
        ui->place->back(ui, pk_ui_state(ui, ui->place));
}

/* ---- undo and redo
 * ------------------------------------------------------------------------------- */

typedef struct {
    PkUi *ui;
    PkUndo *undo;
    PkUndo *other; /* the way back again */
    bool redo;
} Turn;

static void
turn_free(void *data)
{
    Turn *turn = data;
    pk_undo_free(turn->undo);
    pk_undo_free(turn->other);
    g_free(turn);
}

static bool
turn_run(PkApp *app, void *request, PkDone *ret_done, GError **error)
{
    Turn *turn = request;
    if (!pk_undo_run(app, turn->undo, &turn->other, error))
        return false;
    ret_done->said = g_strdup_printf(turn->redo ? _("Done again: %s.") : _("Undone: %s."),
                                     pk_undo_what(turn->undo));
    return true;
}

/* Refused (somebody built on it): it is said, and that step is not offered again. */
static void
turn_after(PkUi *ui, bool ok, G_GNUC_UNUSED const PkDone *done, G_GNUC_UNUSED const GError *error,
           void *data)
{
    Turn *turn = data;
    if (ok && turn->other)
        g_queue_push_tail(turn->redo ? &ui->undo : &ui->redo, g_steal_pointer(&turn->other));
}

/* The panel went away: what was not done can still be done. */
static void
ask_free(void *data)
{
    Turn *turn = data;
    if (turn->undo)
        g_queue_push_tail(turn->redo ? &turn->ui->redo : &turn->ui->undo,
                          g_steal_pointer(&turn->undo));
    turn_free(turn);
}

static void
turn_confirmed(PkUi *ui, void *data)
{
    Turn *asked = data;
    Turn *request = g_new0(Turn, 1);
    *request = (Turn){ ui, g_steal_pointer(&asked->undo), NULL, asked->redo };
    pk_ui_write(ui, turn_run, request, NULL, turn_after, request, turn_free);
}

/* A lower label lets more people read: one key, also a key that takes back, never does that. */
static void
ask_turn(PkUi *ui, Turn *turn)
{
    g_autofree char *what = g_strdup_printf("%s.", pk_undo_what(turn->undo));
    const char *lines[] = {
        what,
        _("Effect: the label becomes lower, so more people may read this incident."),
    };
    pk_ui_confirm(ui, turn->redo ? _("DO AGAIN: LOWER THE LABEL") : _("UNDO: LOWER THE LABEL"),
                  lines, G_N_ELEMENTS(lines), turn_confirmed, turn, ask_free);
}

static void
turn(PkUi *ui, bool redo)
{
    PkUndo *undo = g_queue_pop_tail(redo ? &ui->redo : &ui->undo);
    if (!undo) {
        pk_ui_say(ui, PK_SAY_INFO, "%s",
                  redo ? _("Nothing to do again.")
                       : _("Nothing of this session to undo. A correction is a new line: t."));
        return;
    }
    Turn *request = g_new0(Turn, 1);
    *request = (Turn){ ui, undo, NULL, redo };
    if (pk_undo_lowers_tlp(undo))
        ask_turn(ui, request);
    else
        pk_ui_write(ui, turn_run, request, NULL, turn_after, request, turn_free);
}

static void
do_undo(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    turn(ui, false);
}

static void
do_redo(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    turn(ui, true);
}

/* ---- moving in the list of a place ---------------------------------------------------------- */

static void
move_by(PkUi *ui, int by)
{
    if (ui->place->move)
        ui->place->move(ui, pk_ui_state(ui, ui->place), by);
}

static int
page(PkUi *ui)
{
    return ui->place->page ? MAX(1, ui->place->page(pk_ui_state(ui, ui->place))) : 1;
}

static void
do_next(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    move_by(ui, 1);
}

static void
do_previous(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    move_by(ui, -1);
}

static void
do_half_down(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    move_by(ui, MAX(1, page(ui) / 2));
}

static void
do_half_up(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    move_by(ui, -MAX(1, page(ui) / 2));
}

static void
do_page_down(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    move_by(ui, page(ui));
}

static void
do_page_up(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    move_by(ui, -page(ui));
}

static void
do_top(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    move_by(ui, -PK_MOVE_FAR);
}

static void
do_end(PkUi *ui, G_GNUC_UNUSED void *state, G_GNUC_UNUSED const char *arg)
{
    move_by(ui, PK_MOVE_FAR);
}

/* clang-format off */
const PkAction pk_global_actions[] = {
    { "report",    "melding",          "m F2",     N_("report"),   N_("Log a report"),                              1, PK_ACT_HINT | PK_ACT_WRITES, do_report },
    { "note",      "noteer notitie",   "t",        N_("note"),     N_("Add a line to the timeline"),                2, PK_ACT_INCIDENT | PK_ACT_WRITES | PK_ACT_ARG, pk_act_note },
    { "status",    "",                 "s",        N_("status"),   N_("Change the status"),                         2, PK_ACT_INCIDENT | PK_ACT_WRITES, pk_act_status },
    { "edit",      "bewerk",           "e",        N_("edit"),     N_("Change a field"),                            2, PK_ACT_INCIDENT | PK_ACT_WRITES, pk_act_edit },
    { "add",       "toevoegen",        "a",        N_("add"),      N_("Add a municipality or an action"),           2, PK_ACT_INCIDENT | PK_ACT_WRITES, pk_act_add },
    { "party",     "gemeente partij",  "",         "",             N_("Add one or several municipalities, or a region"), 2, PK_ACT_INCIDENT | PK_ACT_WRITES | PK_ACT_ARG, pk_act_party },
    { "todo",      "actie",            "",         "",             N_("Add an action of your own"),                 2, PK_ACT_INCIDENT | PK_ACT_WRITES | PK_ACT_ARG, pk_act_todo },
    { "agree",     "afspraak",         "",         "",             N_("Add a deadline that was agreed"),            2, PK_ACT_INCIDENT | PK_ACT_WRITES, pk_act_clock_add },
    { "actions",   "acties",           "",         "",             N_("Tick off actions, or give a reason"),        2, PK_ACT_INCIDENT | PK_ACT_WRITES, pk_act_actions },
    { "tlp",       "",                 "T",        N_("TLP"),      N_("Change the TLP label"),                      3, PK_ACT_INCIDENT | PK_ACT_WRITES, pk_act_tlp },
    { "name",      "noem",             "W",        "",             N_("Who may see TLP:RED: name somebody"),        3, PK_ACT_INCIDENT | PK_ACT_WRITES | PK_ACT_ARG, pk_act_name },
    { "contact",   "kaart bel",        "c",        N_("card"),     N_("Card of who reported, to call back"),          0, PK_ACT_INCIDENT, pk_act_card },
    { "timeline",  "tijdlijn",         "",         "",             N_("Timeline of this incident"),                 0, PK_ACT_INCIDENT, pk_act_timeline },
    { "acknowledge", "neem-aan ack",   "A",        "",             N_("I take the page of this incident"),          3, PK_ACT_INCIDENT | PK_ACT_WRITES | PK_ACT_ARG, pk_act_acknowledge },
    { "escalate",  "escaleer",         "E F7",     N_("escalate"), N_("Call the next rung of its ladder"),          3, PK_ACT_INCIDENT | PK_ACT_WRITES | PK_ACT_ARG, pk_act_escalate },
    { "handover",  "overdracht",       "",         "",             N_("Hand duty over"),                            3, PK_ACT_WRITES | PK_ACT_ARG, pk_act_handover },
    { "export",    "exporteer",        "x",        "",             N_("Make a handover"),                           0, PK_ACT_WRITES, pk_act_export },
    { "deadlines", "termijn termijnen", "d F4",    N_("deadlines"), N_("Deadlines, nearest first"),                 0, 0, do_deadlines },
    { "duty",      "dienst piket",     "",         "",             N_("Who is on duty; :duty me takes it"),         2, PK_ACT_ARG, pk_act_duty },
    { "who",       "wie",              "w",        "",             N_("Who changed what, and when"),                0, PK_ACT_INCIDENT, pk_act_who },
    { "copy",      "kopieer",          "y",        N_("copy"),     N_("Copy a number, id or text"),                 0, PK_ACT_INCIDENT, pk_act_copy },
    { "undo",      "terug terugdraaien", "u",      N_("undo"),     N_("Undo your last action"),                     2, PK_ACT_WRITES, do_undo },
    { "redo",      "opnieuw",          "C-r",      "",             N_("Do again what was undone"),                  2, PK_ACT_WRITES, do_redo },
    { "go",        "ga",               "g",        N_("go to"),    N_("Go to a place"),                             0, PK_ACT_HINT | PK_ACT_ARG, do_go },
    { "command",   "opdracht",         ": F9",     N_("command"),  N_("Command line with every action by name"),    0, PK_ACT_HINT, do_palette },
    { "next",      "",                 "j down",   "",             N_("Next"),                                      0, 0, do_next },
    { "previous",  "",                 "k up",     "",             N_("Previous"),                                  0, 0, do_previous },
    { "page-down", "",                 "pgdn C-f", "",             N_("A page down"),                               0, 0, do_page_down },
    { "page-up",   "",                 "pgup",     "",             N_("A page up"),                                 0, 0, do_page_up },
    { "half-down", "",                 "C-d",      "",             N_("Half a page down"),                          0, 0, do_half_down },
    { "half-up",   "",                 "C-u",      "",             N_("Half a page up"),                            0, 0, do_half_up },
    { "top",       "",                 "gg home",  "",             N_("To the top"),                                0, 0, do_top },
    { "end",       "",                 "G gG end", "",             N_("To the end"),                                0, 0, do_end },
    { "zone",      "tijdzone",         "z",        N_("time zone"),     N_("Times in UTC, or local again"),              0, 0, do_zone },
    { "lang",      "taal",             "",         "",             N_("Dutch or English"),                          0, PK_ACT_ARG, do_lang },
    { "slow",      "langzaam",         "",         "",             N_("Slow link: send few bytes"),                 0, 0, do_slow },
    { "redraw",    "hertekenen",       "C-l F5",   "",             N_("Draw the screen again"),                     0, 0, do_redraw },
    { "help",      "hulp toetsen",     "? F1",     "",             N_("Keys of this screen; Enter runs them"),      0, 0, do_help },
    { "back",      "",                 "q",        N_("back"),     N_("One level back"),                            0, 0, do_back },
    { "escape",    "",                 "esc",      "",             N_("Close the pane, then clear the filter"),     0, PK_ACT_HIDDEN, do_escape },
    { "quit",      "afsluiten",        "",         "",             N_("Leave Piket"),                               0, 0, do_quit },
};
/* clang-format on */

const size_t pk_n_global_actions = G_N_ELEMENTS(pk_global_actions);
