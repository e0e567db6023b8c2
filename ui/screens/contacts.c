/* SPDX-License-Identifier: EUPL-1.2 */
/* Contacts, place 7: find an organisation of the register and read its card. */
#include "screens/contacts.h"

#include "piket/base/i18n.h"

#include <string.h>

enum { SLOT_REGISTER = 7, SLOT_CARD };

/* ---- the card ----------------------------------------------------------------------------------
 */

static void *
card_run(PkApp *app, void *request, GError **error)
{
    return pk_card_load(app, *(const int64_t *)request, error);
}

static void
card_done(void *result, const GError *error, void *data)
{
    PkContactsState *state = data;
    PkCard *card = result;
    if (error) {
        pk_ui_say_error(state->ui, error);
        state->open = false;
        return;
    }
    if (!card)
        return;
    if (card->org->key != state->card_key) { /* one went on meanwhile */
        pk_card_free(card);
        return;
    }
    pk_card_free(state->card);
    state->card = card;
    state->at = CLAMP(state->at, 0, MAX(0, pk_card_stops(card) - 1));
}

/* Reads the card of an organisation; 0 shows none. */
static void
show(PkContactsState *state, int64_t org_key)
{
    if (state->card_key != org_key) {
        g_clear_pointer(&state->card, pk_card_free);
        state->card_key = org_key;
        state->at = 0;
    }
    if (org_key)
        pk_ui_read(state->ui, SLOT_CARD, card_run, g_memdup2(&org_key, sizeof org_key), g_free,
                   card_done, state);
}

static void
show_selected(PkContactsState *state)
{
    if (!state->open)
        show(state, state->n > 0 ? state->sel.selected : 0);
}

/* ---- the list ----------------------------------------------------------------------------------
 */

static void *
register_run(PkApp *app, void *request, GError **error)
{
    return pk_register_load(app, request, PK_REGISTER_MAX, NULL, error);
}

static PkListRows
rows_of(const PkContactsState *state)
{
    return (PkListRows){ state->keys, state->n };
}

static void load(PkUi *ui, void *data);

static void
register_done(void *result, const char *asked, const GError *error, void *data)
{
    PkContactsState *state = data;
    GPtrArray *cards = result;
    if (error && pk_filterbar_failed(state->ui, &state->filter, asked, error))
        load(state->ui, state);
    if (!cards)
        return;
    if (!pk_filterbar_worked(state->ui, &state->filter, asked, NULL)) {
        g_ptr_array_unref(cards);
        return;
    }
    if (state->cards)
        g_ptr_array_unref(state->cards);
    state->cards = cards;
    state->n = (int)cards->len;
    state->more = state->n >= PK_REGISTER_MAX;
    g_free(state->keys);
    state->keys = g_new0(int64_t, MAX(1, state->n));
    for (int i = 0; i < state->n; i++) {
        const PkCard *card = cards->pdata[i];
        state->keys[i] = card->org->key;
    }
    if (state->open)
        state->sel.selected = state->card_key;
    pk_listsel_rows(&state->sel, rows_of(state));
    show_selected(state);
}

static void
load(PkUi *ui, void *data)
{
    PkContactsState *state = data;
    pk_filterbar_read(ui, &state->filter, SLOT_REGISTER, register_run,
                      g_strdup(pk_filterbar_text(&state->filter)), g_free, register_done, state);
    if (state->open)
        show(state, state->card_key);
}

static void *
create(PkUi *ui)
{
    PkContactsState *state = g_new0(PkContactsState, 1);
    state->ui = ui;
    state->sel.at = -1;
    state->shown = g_new0(PkShown, 1);
    return state;
}

static void
destroy(void *data)
{
    PkContactsState *state = data;
    if (state->cards)
        g_ptr_array_unref(state->cards);
    pk_card_free(state->card);
    pk_filterbar_clear(&state->filter);
    g_free(state->keys);
    g_free(state->shown);
    g_free(state);
}

void
pk_ui_show_card(PkUi *ui, int64_t org_key)
{
    PkContactsState *state = pk_ui_state(ui, &pk_screen_contacts);
    if (state->card_key != org_key) {
        g_clear_pointer(&state->card, pk_card_free);
        state->card_key = org_key;
        state->at = 0;
    }
    state->open = true;
    state->sel.selected = org_key;
    pk_ui_go(ui, &pk_screen_contacts);
}

static void
stop(const PkContactsState *state, const PkContact **ret_contact,
     const PkIncidentRow **ret_incident)
{
    *ret_contact = NULL;
    *ret_incident = NULL;
    if (state->open && state->card)
        pk_card_stop(state->card, state->at, ret_contact, ret_incident);
}

static int64_t
incident(const void *data, const char **ret_ident)
{
    const PkContact *contact;
    const PkIncidentRow *row;
    stop(data, &contact, &row);
    if (!row)
        return 0;
    if (ret_ident)
        *ret_ident = row->incident->ident;
    return row->incident->key;
}

static bool
back(PkUi *ui, void *data)
{
    PkContactsState *state = data;
    if (state->open) {
        state->open = false;
        show_selected(state);
        return true;
    }
    if (*pk_filterbar_text(&state->filter)) {
        pk_filterbar_set(&state->filter, "");
        load(ui, state);
        return true;
    }
    return false;
}

/* ---- actions -----------------------------------------------------------------------------------
 */

static void
move(PkContactsState *state, int by)
{
    if (state->open) {
        int n = state->card ? pk_card_stops(state->card) : 0;
        state->at = CLAMP(state->at + by, 0, MAX(0, n - 1));
        return;
    }
    pk_listsel_move(&state->sel, rows_of(state), by);
    show_selected(state);
}

static int
page(const void *data)
{
    const PkContactsState *state = data;
    return MAX(1, state->shown->rows - 1);
}

static void
do_open(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    PkContactsState *state = data;
    const PkContact *contact;
    const PkIncidentRow *row;
    stop(state, &contact, &row);
    if (row) {
        pk_ui_show_incident(ui, row->incident->key);
    } else if (contact) {
        g_autoptr(GPtrArray) lines = pk_card_lines(state->card, pk_ui_view(ui), 60);
        g_autoptr(GString) body = g_string_new(NULL);
        for (guint i = 0; i < lines->len; i++) {
            const PkCardLine *line = lines->pdata[i];
            if (line->kind != PK_CARD_INCIDENT)
                g_string_append_printf(body, "%s\n", line->text);
        }
        pk_ui_reader(ui, state->card->org->name, body->str);
    } else if (!state->open && state->n > 0) {
        state->open = true;
    }
}

static void
do_other(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    PkContactsState *state = data;
    if (state->open)
        back(ui, state);
    else if (state->n > 0)
        state->open = true;
}

static void
do_filter(PkUi *ui, void *data, const char *arg)
{
    PkContactsState *state = data;
    state->open = false;
    if (!*arg) {
        pk_filterbar_open(ui, &state->filter, PK_FILTER_ORGS, "filter-orgs", load, state);
        return;
    }
    pk_filterbar_set(&state->filter, arg);
    load(ui, state);
}

/* ---- the number ---------------------------------------------------------------------------------
 */

static void
copy_number(PkUi *ui, const char *number)
{
    g_autofree char *plain = pk_phone_normalise(number);
    pk_ui_copy(ui, plain ? plain : number, PK_TLP_GREEN);
}

static void
number_chosen(PkUi *ui, G_GNUC_UNUSED int64_t value, void *data)
{
    const PkContactsState *state = data;
    const PkContact *contact;
    const PkIncidentRow *row;
    stop(state, &contact, &row);
    if (contact)
        copy_number(ui, value == 'n' ? contact->phone_night : contact->phone_day);
}

static void
do_copy(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    PkContactsState *state = data;
    const PkContact *contact;
    const PkIncidentRow *row;
    stop(state, &contact, &row);
    if (row) {
        pk_ui_copy(ui, row->incident->ident, row->incident->tlp);
        return;
    }
    if (!contact) {
        pk_ui_say(ui, PK_SAY_INFO, "%s", _("Open the card with Enter and choose a contact first."));
        return;
    }
    const char *day = contact->phone_day, *night = contact->phone_night;
    if (day && *day && night && *night && !pk_phone_same(day, night)) {
        g_autofree char *day_shown = pk_phone_group(day), *night_shown = pk_phone_group(night);
        g_autofree char *day_label = g_strdup_printf(_("by day: %s"), day_shown);
        g_autofree char *night_label = g_strdup_printf(_("at night: %s"), night_shown);
        PkMenuItem items[] = { { "d", day_label, 'd' }, { "n", night_label, 'n' } };
        pk_ui_menu(ui, _("Copy a number"), contact->name, items, 2, number_chosen, state, NULL);
    } else if ((day && *day) || (night && *night)) {
        copy_number(ui, day && *day ? day : night);
    } else {
        pk_ui_say(ui, PK_SAY_WARN, "%s", _("This contact has no number on the card."));
    }
}

static const char *
hints(const void *data)
{
    const PkContactsState *state = data;
    return state->open ? "copy back filter go command" : "filter open go command";
}

static void
move_rows(G_GNUC_UNUSED PkUi *ui, void *state, int by)
{
    move(state, by);
}

/* clang-format off */
static const PkAction actions[] = {
    { "filter",    "zoek",  "/ F3",       N_("filter"),  N_("Find an organisation while you type"),                0, PK_ACT_HINT | PK_ACT_ARG, do_filter },
    { "open",      "",      "enter l right", N_("card"), N_("Open the card; on an incident: go there"),            0, PK_ACT_HINT, do_open },
    { "copy",      "kopieer", "y",        N_("copy number"), N_("Copy the number of the contact"),                 0, PK_ACT_HINT, do_copy },
    { "other",     "",      "tab S-tab F6 h left", "",   N_("To the card, or back to the list"),                   0, 0, do_other },
};
/* clang-format on */

const PkScreen pk_screen_contacts = {
    .name = "contacts",
    .go = "c",
    .digit = '7',
    .title = N_("Contacts"),
    .create = create,
    .free = destroy,
    .load = load,
    .draw = pk_contacts_draw,
    .incident = incident,
    .back = back,
    .move = move_rows,
    .page = page,
    .hints = hints,
    .actions = actions,
    .n_actions = G_N_ELEMENTS(actions),
};
