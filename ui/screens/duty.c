/* SPDX-License-Identifier: EUPL-1.2 */
#include "screens/duty.h"

#include "acts.h"
#include "piket/base/clock.h"
#include "piket/base/i18n.h"

#include <string.h>

enum { SLOT_DUTY = 13 };

/* ---- reading ----------------------------------------------------------------------------------
 */

/* Who, which rung and from when: that is the same shift after every reading. */
static int64_t
key_of(const PkShift *shift)
{
    return (int64_t)g_str_hash(shift->uuid) << 8 | (int64_t)(shift->duty + 1);
}

static PkListRows
rows_of(const PkDutyState *state)
{
    return (PkListRows){ (int64_t *)(void *)state->keys->data, (int)state->keys->len };
}

void
pk_duty_take_board(PkDutyState *state, PkDutyBoard *board)
{
    pk_duty_board_free(state->board);
    state->board = board;
    g_array_set_size(state->keys, 0);
    for (guint i = 0; i < board->rows->len; i++) {
        int64_t key = key_of(((const PkDutyRow *)board->rows->pdata[i])->shift);
        g_array_append_val(state->keys, key);
    }
    pk_listsel_rows(&state->sel, rows_of(state));
}

static void *
run(PkApp *app, G_GNUC_UNUSED void *request, GError **error)
{
    return pk_duty_board(app, pk_clock_now_us(), error);
}

static void
done(void *result, const GError *error, void *data)
{
    PkDutyState *state = data;
    if (result)
        pk_duty_take_board(state, result);
    else if (error)
        pk_ui_say_error(state->ui, error);
    pk_ui_redraw(state->ui);
}

static void
load(PkUi *ui, void *data)
{
    pk_ui_read(ui, SLOT_DUTY, run, NULL, NULL, done, data);
}

static void *
create(PkUi *ui)
{
    PkDutyState *state = g_new0(PkDutyState, 1);
    state->ui = ui;
    state->keys = g_array_new(FALSE, FALSE, sizeof(int64_t));
    state->shown = g_new0(PkShown, 1);
    state->sel.at = -1;
    return state;
}

static void
destroy(void *data)
{
    PkDutyState *state = data;
    pk_duty_board_free(state->board);
    g_array_unref(state->keys);
    g_free(state->shown);
    g_free(state);
}

const PkDutyRow *
pk_duty_selected(const PkDutyState *state)
{
    int at = state->sel.at;
    return state->board && at >= 0 && at < (int)state->board->rows->len
               ? state->board->rows->pdata[at]
               : NULL;
}

/* ---- actions ----------------------------------------------------------------------------------
 */

static void
move(G_GNUC_UNUSED PkUi *ui, void *data, int by)
{
    PkDutyState *state = data;
    pk_listsel_move(&state->sel, rows_of(state), by);
}

static int
page(const void *data)
{
    const PkDutyState *state = data;
    return MAX(1, state->shown->rows - 1);
}

static int64_t
no_incident(G_GNUC_UNUSED const void *data, G_GNUC_UNUSED const char **ret_ident)
{
    return 0;
}

static const PkShift *
here(PkUi *ui, const PkDutyState *state)
{
    const PkDutyRow *row = pk_duty_selected(state);
    if (!row)
        pk_ui_say(ui, PK_SAY_HINT, _("There is no shift here. a s adds one."));
    return row ? row->shift : NULL;
}

static void
do_open(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    const PkDutyRow *row = pk_duty_selected(data);
    if (!row)
        return;
    g_autofree char *words = pk_duty_words(row, pk_ui_view(ui));
    pk_ui_reader(ui, _("Shift"), words);
}

/* The rung of the shift under the cursor, or officer: what one takes is what one looks at. */
static void
do_take(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    const PkDutyRow *row = pk_duty_selected(data);
    pk_act_duty_take(ui, row ? row->shift->duty : PK_DUTY_OFFICER);
}

static void
do_swap(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    const PkShift *shift = here(ui, data);
    if (shift)
        pk_act_duty_swap(ui, shift);
}

static void
do_drop(PkUi *ui, void *data, G_GNUC_UNUSED const char *arg)
{
    const PkShift *shift = here(ui, data);
    if (shift)
        pk_act_duty_drop(ui, shift);
}

static void
do_other(PkUi *ui, G_GNUC_UNUSED void *data, G_GNUC_UNUSED const char *arg)
{
    pk_ui_go(ui, &pk_screen_escalation);
}

/* clang-format off */
static const PkAction actions[] = {
    { "take", "neem overneem", "I",     N_("I take it"), N_("Take the rung of this shift now, until its shift ends"), 2, PK_ACT_HINT | PK_ACT_WRITES, do_take },
    { "add",  "toevoegen",     "a",     N_("add"),       N_("Add a shift: a s"),                                      2, PK_ACT_HINT | PK_ACT_WRITES, pk_act_duty_add },
    { "swap", "ruil",          "s",     N_("swap"),      N_("Swap this shift with another"),                          2, PK_ACT_HINT | PK_ACT_WRITES, do_swap },
    { "drop", "neemterug",     "x",     N_("take back"), N_("Take back a shift that was set, taken or swapped"),      2, PK_ACT_HINT | PK_ACT_WRITES, do_drop },
    { "pages-part", "",        "tab S-tab F6", "",      N_("The pages that are open"),                               0, 0, do_other },
    { "open", "",              "enter", N_("open"),      N_("The whole shift, with its number and who set it"),       0, PK_ACT_HINT, do_open },
};
/* clang-format on */

const PkScreen pk_screen_duty = {
    .name = "duty",
    .go = "p",
    .digit = '8',
    .title = N_("Duty"),
    .create = create,
    .free = destroy,
    .load = load,
    .draw = pk_duty_draw,
    .incident = no_incident,
    .move = move,
    .page = page,
    .actions = actions,
    .n_actions = G_N_ELEMENTS(actions),
};
