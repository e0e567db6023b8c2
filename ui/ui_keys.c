/* SPDX-License-Identifier: EUPL-1.2 */
/* From a key to an action: the panel first, then the place, then what holds everywhere. */
#include "console.h"
#include "piket/base/i18n.h"

#include <string.h>

static const PkAction *
by_key(const PkAction *actions, size_t n, const PkKey *key)
{
    for (size_t i = 0; i < n; i++) {
        if (pk_key_in(key, actions[i].keys))
            return &actions[i];
    }
    return NULL;
}

static bool
has_name(const PkAction *action, const char *name)
{
    if (g_ascii_strcasecmp(action->name, name) == 0)
        return true;
    g_auto(GStrv) aliases = g_strsplit(action->aliases, " ", -1);
    for (guint i = 0; aliases[i]; i++) {
        if (*aliases[i] && g_ascii_strcasecmp(aliases[i], name) == 0)
            return true;
    }
    return false;
}

const PkAction *
pk_ui_find_action(const PkUi *ui, const char *name, bool *ret_global)
{
    for (size_t i = 0; i < ui->place->n_actions; i++) {
        if (has_name(&ui->place->actions[i], name)) {
            *ret_global = false;
            return &ui->place->actions[i];
        }
    }
    for (size_t i = 0; i < pk_n_global_actions; i++) {
        if (has_name(&pk_global_actions[i], name)) {
            *ret_global = true;
            return &pk_global_actions[i];
        }
    }
    return NULL;
}

void
pk_ui_run_action(PkUi *ui, const PkAction *action, bool global, const char *arg)
{
    if ((action->flags & PK_ACT_WRITES) && ui->read_only) {
        pk_ui_say(ui, PK_SAY_WARN, "%s",
                  _("This is read-only: nothing was changed. Start piket without --read-only."));
        return;
    }
    if ((action->flags & PK_ACT_INCIDENT) && pk_ui_incident(ui, NULL) == 0)
        return;
    action->run(ui, global ? NULL : pk_ui_state(ui, ui->place), arg ? arg : "");
    pk_ui_redraw(ui);
}

/* ---- pasted into a list: never run
 * --------------------------------------------------------------- */

typedef struct {
    char *text;
} Paste;

static void
paste_free(void *data)
{
    Paste *paste = data;
    g_free(paste->text);
    g_free(paste);
}

static void
paste_chosen(PkUi *ui, int64_t value, void *data)
{
    Paste *paste = data;
    if (value == 'm')
        pk_ui_report(ui, NULL, paste->text);
    else
        pk_ui_note(ui, paste->text);
}

static void
offer_paste(PkUi *ui, const PkKey *key)
{
    Paste *paste = g_new0(Paste, 1);
    paste->text = g_strndup(key->paste, key->paste_len);
    g_autofree char *title = g_strdup_printf(_("Pasted: %ld characters. Nothing was run."),
                                             g_utf8_strlen(paste->text, (gssize)key->paste_len));
    PkMenuItem items[] = {
        { "m", _("as a new report"), 'm' },
        { "t", _("as a line of the incident under the cursor"), 't' },
    };
    pk_ui_menu(ui, title, _("Esc throws the pasted text away."), items, ui->place->incident ? 2 : 1,
               paste_chosen, paste, paste_free);
}

/* ---- keys that do nothing here
 * -------------------------------------------------------------------- */

static void
say_unbound(PkUi *ui, const PkKey *key)
{
    g_autofree char *name = pk_key_name(key);
    bool capital = key->kind == PK_KEY_CHAR && g_ascii_isupper(key->code);
    ui->n_capitals = capital ? ui->n_capitals + 1 : 0;
    if (ui->n_capitals >= 3) {
        pk_ui_say(ui, PK_SAY_HINT, "%s", _("Is Caps Lock on?"));
        return;
    }
    PkKey lower = *key;
    if (capital) {
        lower.code = g_ascii_tolower(key->code);
        lower.text[0] = (char)lower.code;
        const PkAction *action = by_key(ui->place->actions, ui->place->n_actions, &lower);
        if (!action)
            action = by_key(pk_global_actions, pk_n_global_actions, &lower);
        if (action) {
            pk_ui_say(ui, PK_SAY_HINT, _("%s does nothing here. Did you mean %c (%s)?"), name,
                      lower.code, _(action->help));
            return;
        }
    }
    if (*name)
        pk_ui_say(ui, PK_SAY_HINT, _("%s does nothing here. ? shows the keys of this screen."),
                  name);
}

/* Ctrl-C never quits and never loses text. */
static void
control_c(PkUi *ui)
{
    gint64 now = g_get_monotonic_time();
    bool again = now - ui->ctrl_c_us < G_USEC_PER_SEC;
    ui->ctrl_c_us = now;
    if (ui->panel && !again) {
        PkKey escape = { .kind = PK_KEY_NAMED, .code = PK_NAMED_ESC };
        ui->panel->key(ui, ui->panel_state, &escape);
        pk_ui_redraw(ui);
        return;
    }
    pk_ui_say(ui, PK_SAY_INFO, "%s",
              _("Ctrl-C does not stop Piket. q leaves; what was typed is kept."));
}

static bool
go_by_digit(PkUi *ui, const PkKey *key)
{
    if (key->kind != PK_KEY_CHAR || !g_ascii_isdigit(key->code) || key->code == '0')
        return false;
    /* Two parts of one place have one digit: pressed again it goes to the other. */
    const PkScreen *first = NULL, *after = NULL;
    bool passed = false;
    for (size_t i = 0; i < pk_n_screens; i++) {
        passed |= pk_screens[i] == ui->place;
        if (pk_screens[i]->digit != key->code)
            continue;
        first = first ? first : pk_screens[i];
        if (passed && pk_screens[i] != ui->place && !after)
            after = pk_screens[i];
    }
    bool here = ui->place && ui->place->digit == key->code;
    if (first)
        pk_ui_visit(ui, here && after ? after : first);
    return first != NULL;
}

/* F1 everywhere, ? where keys are no text: what can be done here. */
static bool
panel_help(PkUi *ui, const PkKey *key)
{
    if (!ui->panel->help || !pk_key_in(key, ui->panel->text ? "F1" : "? F1"))
        return false;
    pk_ui_say(ui, PK_SAY_INFO, "%s", _(ui->panel->help));
    return true;
}

/* In a window too small to show it nothing is chosen, confirmed or changed; a form goes on. */
static bool
is_blind(const PkUi *ui, const PkKey *key)
{
    PkSize size = pk_view_size(&ui->view);
    if (size != PK_SIZE_TINY && size != PK_SIZE_SMALL)
        return false;
    if (ui->panel)
        return !ui->panel->flush && !pk_key_in(key, "esc");
    return size == PK_SIZE_TINY || !pk_key_in(key, "m F2 ? F1 C-l F5");
}

void
pk_ui_key(PkUi *ui, const PkKey *key)
{
    pk_ui_message_key(ui);
    if (pk_key_is_ctrl(key, 'c')) {
        control_c(ui);
        return;
    }
    if (is_blind(ui, key))
        return;
    if (ui->panel) {
        if (!panel_help(ui, key))
            ui->panel->key(ui, ui->panel_state, key);
        pk_ui_redraw(ui);
        return;
    }
    if (key->kind == PK_KEY_PASTE) {
        offer_paste(ui, key);
        return;
    }
    bool global = false;
    const PkAction *action = by_key(ui->place->actions, ui->place->n_actions, key);
    if (!action) {
        global = true;
        action = by_key(pk_global_actions, pk_n_global_actions, key);
    }
    if (action) {
        ui->n_capitals = 0;
        pk_ui_run_action(ui, action, global, "");
    } else if (!go_by_digit(ui, key)) {
        say_unbound(ui, key);
    }
}
